/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugRedactor: takes secrets out of a stream of bytes, in the forms they are met in. */

#include "config.h"

#include "plug-redactor.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "plug-secret.h"

#define BULLETS "••••••••"

/* From this length on, line breaks inside a form are looked through: base64(1) and mail wrap. */
#define MIN_WRAPPED 16

struct _PlugRedactor {
  GPtrArray *forms;    /* longest first */
  guint8 starts[256];  /* whether a form begins with that byte */
  GString *pending;    /* what may be the beginning of one */
  gboolean ended;      /* nothing comes behind it */
};

static void
wipe_and_free (gpointer text)
{
  plug_secret_wipe_text (text);
  g_free (text);
}

/* Takes @form; what is empty would match everywhere. */
static void
take_form (GPtrArray *forms,
           char      *form)
{
  if (form != NULL && *form != '\0' &&
      !g_ptr_array_find_with_equal_func (forms, form, g_str_equal, NULL))
    g_ptr_array_add (forms, form);
  else if (form != NULL)
    wipe_and_free (form);
}

/* As it is, and for addresses: with - and _ in place of + and /.
 * Takes @form. */
static void
take_base64_form (GPtrArray *forms,
                  char      *form)
{
  char *for_urls = g_strdelimit (g_strdelimit (g_strdup (form), "+", '-'), "/", '_');

  take_form (forms, form);
  take_form (forms, for_urls);
}

static void
add_percent_forms (GPtrArray  *forms,
                   const char *secret)
{
  char *upper = g_uri_escape_string (secret, NULL, FALSE);
  char *lower = g_strdup (upper);

  for (char *c = lower; *c != '\0'; c++)
    {
      if (*c == '%' && c[1] != '\0' && c[2] != '\0')
        {
          c[1] = g_ascii_tolower (c[1]);
          c[2] = g_ascii_tolower (c[2]);
        }
    }
  take_form (forms, upper);
  take_form (forms, lower);
}

static void
add_json_forms (GPtrArray  *forms,
                const char *secret)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  char *quoted;
  GString *slashes = g_string_new (NULL);

  json_node_init_string (node, secret);
  quoted = json_to_string (node, FALSE);
  take_form (forms, g_strndup (quoted + 1, strlen (quoted) - 2));
  for (gsize i = 1; i + 1 < strlen (quoted); i++)
    {
      if (quoted[i] == '/')
        g_string_append_c (slashes, '\\');
      g_string_append_c (slashes, quoted[i]);
    }
  take_form (forms, g_string_free (slashes, FALSE));
  wipe_and_free (quoted);
}

/* Base64 has three forms of a text, by how many bytes stand before it; of the last two the
 * first letters, and of all but whole groups the last, depend on the neighbours. */
static void
add_base64_forms (GPtrArray  *forms,
                  const char *secret)
{
  gsize length = strlen (secret);

  take_base64_form (forms, g_base64_encode ((const guchar *) secret, length));
  for (gsize before = 0; before < 3; before++)
    {
      gsize skip = before == 0 ? 0 : before + 1;
      gsize keep = (before + length) / 3 * 4;
      char *padded;
      char *encoded;

      if (length < 6)
        return;
      padded = g_strdup_printf ("%.*s%s", (int) before, "xx", secret);
      encoded = g_base64_encode ((const guchar *) padded, before + length);
      take_base64_form (forms, g_strndup (encoded + skip, keep - skip));
      wipe_and_free (padded);
      wipe_and_free (encoded);
    }
}

static int
compare_longest_first (gconstpointer a,
                       gconstpointer b)
{
  gsize length_a = strlen (*(const char *const *) a);
  gsize length_b = strlen (*(const char *const *) b);

  return length_a > length_b ? -1 : length_a < length_b;
}

/* plug_redactor_new:
 * @secrets: (nullable): NULL-terminated texts of the secrets known here
 *
 * Each is looked for as it is, percent-encoded, escaped for JSON or markup, and in Base64, there
 * also in the middle of a longer text. The forms are wiped when it is freed.
 *
 * Returns: (transfer full): at the beginning of a stream */
PlugRedactor *
plug_redactor_new (const char *const *secrets)
{
  PlugRedactor *self = g_new0 (PlugRedactor, 1);

  self->forms = g_ptr_array_new_with_free_func (wipe_and_free);
  self->pending = g_string_new (NULL);
  for (gsize i = 0; secrets != NULL && secrets[i] != NULL; i++)
    {
      if (*secrets[i] == '\0')
        continue;
      take_form (self->forms, g_strdup (secrets[i]));
      take_form (self->forms, g_markup_escape_text (secrets[i], -1));
      add_percent_forms (self->forms, secrets[i]);
      add_json_forms (self->forms, secrets[i]);
      add_base64_forms (self->forms, secrets[i]);
    }
  g_ptr_array_sort (self->forms, compare_longest_first);
  for (guint i = 0; i < self->forms->len; i++)
    self->starts[*(const guint8 *) g_ptr_array_index (self->forms, i)] = TRUE;
  return self;
}

/* plug_redactor_free:
 * @self: (transfer full): what is still pending is not given out */
void
plug_redactor_free (PlugRedactor *self)
{
  g_ptr_array_unref (self->forms);
  memset (self->pending->str, 0, self->pending->len);
  g_string_free (self->pending, TRUE);
  g_free (self);
}

/* How many bytes of @data are @form; 0: it is not; more than @length: it may be, with what comes
 * next. */
static gsize
match (PlugRedactor *self,
       const char   *form,
       const char   *data,
       gsize         length)
{
  gboolean wrapped = strlen (form) >= MIN_WRAPPED;
  gsize used = 0;

  for (const char *at = form; *at != '\0'; used++)
    {
      if (used == length)
        return self->ended ? 0 : length + 1;
      if (data[used] == *at)
        at++;
      else if (!wrapped || at == form || (data[used] != '\n' && data[used] != '\r'))
        return 0;
    }
  return used;
}

/* The longest form at @data, as match() counts. */
static gsize
match_longest (PlugRedactor *self,
               const char   *data,
               gsize         length)
{
  gsize longest = 0;

  if (!self->starts[*(const guint8 *) data])
    return 0;
  for (guint i = 0; i < self->forms->len; i++)
    longest = MAX (longest, match (self, g_ptr_array_index (self->forms, i), data, length));
  return longest;
}

/* Forms that overlap are one: nothing of the second is left when the first is taken out.
 * Returns: as match() */
static gsize
match_overlapping (PlugRedactor *self,
                   const char   *data,
                   gsize         length)
{
  gsize end = match_longest (self, data, length);

  for (gsize i = 1; i < end && end <= length; i++)
    {
      gsize next = match_longest (self, data + i, length - i);

      end = MAX (end, next > 0 ? i + next : 0);
    }
  return end;
}

static void
redact (PlugRedactor *self,
        GString      *output)
{
  const char *data = self->pending->str;
  gsize length = self->pending->len;
  gsize at = 0;

  while (at < length)
    {
      gsize used = match_overlapping (self, data + at, length - at);

      if (used > length - at)
        break;
      if (used > 0)
        g_string_append (output, BULLETS);
      else
        g_string_append_c (output, data[at]);
      at += MAX (used, 1);
    }
  g_string_erase (self->pending, 0, (gssize) at);
}

/* plug_redactor_feed:
 * @data: the next @length bytes of the stream, of any kind
 * @output: what may be shown of the stream so far is appended here
 *
 * What may be the beginning of a secret is held back until the next bytes show whether it is. */
void
plug_redactor_feed (PlugRedactor *self,
                    const char   *data,
                    gsize         length,
                    GString      *output)
{
  g_string_append_len (self->pending, data, (gssize) length);
  redact (self, output);
}

/* plug_redactor_finish:
 * @output: the rest of the stream is appended here
 *
 * The stream ends; the next byte fed begins another. */
void
plug_redactor_finish (PlugRedactor *self,
                      GString      *output)
{
  self->ended = TRUE;
  redact (self, output);
  self->ended = FALSE;
}
