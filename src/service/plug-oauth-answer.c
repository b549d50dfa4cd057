/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a browser brings back from a provider, read from a query nobody vouches for. */

#include "config.h"

#include "plug-oauth-answer.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-oauth.h"
#include "plug-text.h"

#define MAX_PAIRS      64
#define MAX_WORD_BYTES 512

/* The members a tenant is documented to take, in contract 4.1; and what says no. */
static const char *const value_names[] = {
  "code", "authorization_code", "apikey", "access_token", "refresh_token", "expires_in", "state",
  "oauth_token", "oauth_verifier", "secret", "realmId", "dataSource", "org", "token", "denied",
};

/* The provider's words, the one that says most first. */
static const char *const word_names[] = {
  "error_description", "error_message", "error_reason", "error", "oauth_problem",
};

struct _PlugOAuthAnswer {
  PlugSecret *values[G_N_ELEMENTS (value_names)];
  char *words[G_N_ELEMENTS (word_names)];
};

/* plug_oauth_answer_free:
 * @self: (transfer full): wiped */
void
plug_oauth_answer_free (PlugOAuthAnswer *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->values); i++)
    g_clear_pointer (&self->values[i], plug_secret_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (self->words); i++)
    g_free (self->words[i]);
  g_free (self);
}

static int
find_name (const char *const *names,
           gsize              n_names,
           const char        *name,
           gsize              length)
{
  for (gsize i = 0; i < n_names; i++)
    {
      if (strlen (names[i]) == length && memcmp (names[i], name, length) == 0)
        return (int) i;
    }
  return -1;
}

/* Decoded once. A plus sign is a blank in prose alone: there is none in a code, and some
 * providers leave it as it is.
 *
 * Returns: (transfer full) (nullable): NULL for what is no text of one line */
static PlugSecret *
dup_decoded (const char *text,
             gsize       length,
             gboolean    prose)
{
  char *decoded = g_malloc (length + 1);
  PlugSecret *secret = NULL;
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '%' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) &&
          g_ascii_isxdigit (text[i + 2]))
        {
          decoded[n++] = (char) (g_ascii_xdigit_value (text[i + 1]) << 4 |
                                 g_ascii_xdigit_value (text[i + 2]));
          i += 2;
        }
      else
        decoded[n++] = prose && text[i] == '+' ? ' ' : text[i];
    }
  decoded[n] = '\0';
  if (g_utf8_validate_len (decoded, n, NULL))
    secret = plug_secret_new_len (decoded, n);
  explicit_bzero (decoded, length + 1);
  g_free (decoded);
  if (secret != NULL && !prose && !plug_secret_is_single_line (secret))
    g_clear_pointer (&secret, plug_secret_unref);
  return secret;
}

/* A name that comes twice with two values is nobody's answer. */
static gboolean
take_value (PlugOAuthAnswer *self,
            int              which,
            const char      *text,
            gsize            length)
{
  g_autoptr (PlugSecret) value = NULL;

  if (length == 0)
    return TRUE;
  value = dup_decoded (text, length, FALSE);
  if (value == NULL)
    return FALSE;
  if (self->values[which] != NULL)
    return plug_oauth_is_same (self->values[which], value);
  self->values[which] = g_steal_pointer (&value);
  return TRUE;
}

static void
take_words (PlugOAuthAnswer *self,
            int              which,
            const char      *text,
            gsize            length)
{
  g_autoptr (PlugSecret) decoded = dup_decoded (text, length, TRUE);
  g_autofree char *plain = NULL;
  g_autofree char *cut = NULL;
  g_autofree char *valid = NULL;

  if (decoded == NULL || self->words[which] != NULL)
    return;
  plain = plug_text_strip_html (plug_secret_peek (decoded));
  cut = g_strndup (plain, MAX_WORD_BYTES);
  valid = g_utf8_make_valid (cut, -1);
  self->words[which] = plug_text_trim (valid);
}

static gboolean
take_pair (PlugOAuthAnswer *self,
           const char      *pair,
           gsize            length)
{
  const char *equals = memchr (pair, '=', length);
  gsize name_length = equals != NULL ? (gsize) (equals - pair) : length;
  const char *value = equals != NULL ? equals + 1 : pair + length;
  gsize value_length = (gsize) (pair + length - value);
  int which = find_name (value_names, G_N_ELEMENTS (value_names), pair, name_length);

  if (which >= 0)
    return take_value (self, which, value, value_length);
  which = find_name (word_names, G_N_ELEMENTS (word_names), pair, name_length);
  if (which >= 0)
    take_words (self, which, value, value_length);
  return TRUE;
}

/* plug_oauth_answer_parse:
 * @query: what stands behind the question mark, @length bytes of anything
 *
 * Names that are not documented are left out.
 *
 * Returns: (transfer full) (nullable): NULL for what no provider sends: too long, a name with two
 *   values, a value that is no text */
PlugOAuthAnswer *
plug_oauth_answer_parse (const char *query,
                         gsize       length)
{
  g_autoptr (PlugOAuthAnswer) self = g_new0 (PlugOAuthAnswer, 1);
  const char *end = query + length;
  guint n_pairs = 0;

  if (length > PLUG_OAUTH_MAX_ANSWER)
    return NULL;
  for (const char *at = query; at < end;)
    {
      const char *stop = memchr (at, '&', (gsize) (end - at));

      if (stop == NULL)
        stop = end;
      if (++n_pairs > MAX_PAIRS || !take_pair (self, at, (gsize) (stop - at)))
        return NULL;
      at = stop + 1;
    }
  return g_steal_pointer (&self);
}

static GError *
not_the_address (void)
{
  return g_error_new_literal (PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                              _("That is not the address the browser ended on. Copy the whole "
                                "address from the browser’s address bar and paste it."));
}

/* Where lines were broken on the way, they are joined; quotes and angle brackets around it are
 * not its own. */
static char *
dup_joined (const char *text)
{
  char *joined = g_malloc (strlen (text) + 1);
  gsize n = 0;

  for (const char *at = text; *at != '\0'; at++)
    {
      if (!g_ascii_isspace (*at) && (n > 0 || strchr ("\"'<", *at) == NULL))
        joined[n++] = *at;
    }
  while (n > 0 && strchr ("\"'>", joined[n - 1]) != NULL)
    n--;
  joined[n] = '\0';
  return joined;
}

/* What stands behind the question mark and, for what never reaches a server, the number sign. */
static void
find_pairs (char *address)
{
  char *query = strchr (address, '?');
  char *fragment = strchr (query != NULL ? query : address, '#');

  if (fragment != NULL)
    *fragment = '&';
  if (query != NULL)
    memmove (address, query + 1, strlen (query));
  else if (fragment != NULL)
    memmove (address, fragment + 1, strlen (fragment));
}

static gboolean
is_empty (PlugOAuthAnswer *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->values); i++)
    {
      if (self->values[i] != NULL)
        return FALSE;
    }
  return !plug_oauth_answer_is_refusal (self);
}

/* plug_oauth_answer_parse_pasted:
 * @text: an address as it was copied from a browser, or its query alone
 * @error: %PLUG_ERROR_INVALID_FIELD for anything else; @text is not in it
 *
 * Returns: (transfer full) (nullable): what is in it */
PlugOAuthAnswer *
plug_oauth_answer_parse_pasted (const char  *text,
                                GError     **error)
{
  g_autoptr (PlugOAuthAnswer) self = NULL;
  char *address = strlen (text) <= PLUG_OAUTH_MAX_ANSWER ? dup_joined (text) : NULL;

  if (address != NULL)
    {
      find_pairs (address);
      self = plug_oauth_answer_parse (address, strlen (address));
      plug_secret_wipe_text (address);
      g_free (address);
    }
  if (self == NULL || is_empty (self))
    {
      g_propagate_error (error, not_the_address ());
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* plug_oauth_answer_get:
 * @name: "code" for one
 *
 * Returns: (transfer none) (nullable): its value */
PlugSecret *
plug_oauth_answer_get (PlugOAuthAnswer *self,
                       const char      *name)
{
  int which = find_name (value_names, G_N_ELEMENTS (value_names), name, strlen (name));

  g_return_val_if_fail (which >= 0, NULL);

  return self->values[which];
}

/* plug_oauth_answer_is_refusal:
 * Returns: whether the provider says no, or that something is wrong */
gboolean
plug_oauth_answer_is_refusal (PlugOAuthAnswer *self)
{
  return plug_oauth_answer_get_error (self) != NULL ||
         plug_oauth_answer_get (self, "denied") != NULL;
}

/* plug_oauth_answer_get_error:
 * Returns: (transfer none) (nullable): the provider's word for it, "access_denied" for one */
const char *
plug_oauth_answer_get_error (PlugOAuthAnswer *self)
{
  for (gsize i = G_N_ELEMENTS (word_names); i > 0; i--)
    {
      if (self->words[i - 1] != NULL && *self->words[i - 1] != '\0')
        return self->words[i - 1];
    }
  return NULL;
}

/* plug_oauth_answer_get_words:
 * Returns: (transfer none) (nullable): what the provider says of it to people, as plain text */
const char *
plug_oauth_answer_get_words (PlugOAuthAnswer *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (word_names); i++)
    {
      if (self->words[i] != NULL && *self->words[i] != '\0')
        return self->words[i];
    }
  return NULL;
}

/* plug_oauth_answer_apply:
 * Puts all of it into "providerData" of @draft. */
void
plug_oauth_answer_apply (PlugOAuthAnswer *self,
                         PlugDraft       *draft)
{
  PlugSecret *code = plug_oauth_answer_get (self, "authorization_code");

  if (code != NULL && plug_oauth_answer_get (self, "code") == NULL)
    plug_draft_set_provider_data (draft, "code", code);
  for (gsize i = 0; i < G_N_ELEMENTS (value_names); i++)
    {
      if (self->values[i] != NULL && !g_str_equal (value_names[i], "denied") &&
          !g_str_equal (value_names[i], "authorization_code"))
        plug_draft_set_provider_data (draft, value_names[i], self->values[i]);
    }
}

/* plug_oauth_forget_answer:
 * Takes out of "providerData" what a provider answered before. */
void
plug_oauth_forget_answer (PlugDraft *draft)
{
  g_return_if_fail (PLUG_IS_DRAFT (draft));

  for (gsize i = 0; i < G_N_ELEMENTS (value_names); i++)
    {
      if (plug_draft_get_provider_data (draft, value_names[i]) != NULL)
        plug_draft_set_provider_data (draft, value_names[i], NULL);
    }
}

/* plug_oauth_is_same:
 * @a: (nullable): what is known
 * @b: (nullable): what somebody says
 *
 * Takes as long whether they differ early or late.
 *
 * Returns: whether both are there and equal */
gboolean
plug_oauth_is_same (PlugSecret *a,
                    PlugSecret *b)
{
  const char *first = a != NULL ? plug_secret_peek (a) : NULL;
  const char *second = b != NULL ? plug_secret_peek (b) : NULL;
  guint difference = 0;

  if (first == NULL || second == NULL ||
      plug_secret_get_length (a) != plug_secret_get_length (b))
    return FALSE;
  for (gsize i = 0; i < plug_secret_get_length (a); i++)
    difference |= (guchar) first[i] ^ (guchar) second[i];
  return difference == 0;
}
