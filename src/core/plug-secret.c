/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSecret: the one type a secret travels in. */

#include "config.h"

#include "plug-secret.h"

#include <string.h>

#include <libsecret/secret.h>

struct _PlugSecret {
  gatomicrefcount ref_count;
  SecretValue *value;
};

G_DEFINE_BOXED_TYPE (PlugSecret, plug_secret, plug_secret_ref, plug_secret_unref)

/* plug_secret_new:
 * @text: UTF-8, copied into non-pageable memory where the system has room for it
 *
 * Returns: (transfer full): a secret of its own */
PlugSecret *
plug_secret_new (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return plug_secret_new_len (text, strlen (text));
}

/* plug_secret_new_len:
 * @text: @length bytes, which need not end in NUL
 *
 * Returns: (transfer full): a secret of its own */
PlugSecret *
plug_secret_new_len (const char *text,
                     gsize       length)
{
  PlugSecret *self;

  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (length <= G_MAXINT, NULL);

  self = g_new0 (PlugSecret, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->value = secret_value_new (text != NULL ? text : "", (gssize) length, "text/plain");
  return self;
}

/* plug_secret_new_format:
 * printf for secrets; the text in between is wiped.
 *
 * Returns: (transfer full): a secret of its own */
PlugSecret *
plug_secret_new_format (const char *format,
                        ...)
{
  PlugSecret *self;
  char *text;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  self = plug_secret_new (text);
  plug_secret_wipe_text (text);
  g_free (text);
  return self;
}

/* plug_secret_ref:
 * Returns: (transfer full): @self */
PlugSecret *
plug_secret_ref (PlugSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/* plug_secret_unref:
 * @self: (nullable) (transfer full): wiped with its last reference */
void
plug_secret_unref (PlugSecret *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  secret_value_unref (self->value);
  g_free (self);
}

/* plug_secret_peek:
 * Returns: (transfer none): the text, NUL-terminated, for as long as @self lives */
const char *
plug_secret_peek (const PlugSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return secret_value_get (self->value, NULL);
}

/* plug_secret_get_length:
 * Returns: the text's length in bytes */
gsize
plug_secret_get_length (const PlugSecret *self)
{
  gsize length;

  g_return_val_if_fail (self != NULL, 0);

  secret_value_get (self->value, &length);
  return length;
}

/* plug_secret_equal:
 * @a: (nullable): a secret
 * @b: (nullable): another
 *
 * Returns: whether both are NULL or hold the same bytes */
gboolean
plug_secret_equal (const PlugSecret *a,
                   const PlugSecret *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return plug_secret_get_length (a) == plug_secret_get_length (b) &&
         memcmp (plug_secret_peek (a), plug_secret_peek (b), plug_secret_get_length (a)) == 0;
}

/* plug_secret_is_single_line:
 * gnome-keyring without a password loses its whole collection over one newline in a secret
 * (measured, DESIGN.md "The keyring"), so only such texts are stored.
 *
 * Returns: whether there is no line break, no other control character and no NUL in it */
gboolean
plug_secret_is_single_line (const PlugSecret *self)
{
  const char *text = plug_secret_peek (self);
  gsize length = plug_secret_get_length (self);

  for (gsize i = 0; i < length; i++)
    {
      if ((guchar) text[i] < 0x20 || text[i] == 0x7f)
        return FALSE;
    }
  return TRUE;
}

/* plug_secret_wipe_text:
 * @text: (nullable): overwritten up to its end, not freed */
void
plug_secret_wipe_text (char *text)
{
  if (text != NULL)
    secret_password_wipe (text);
}
