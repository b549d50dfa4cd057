/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a field makes of what is entered, and what it says is wrong with it. */

#include "config.h"

#include "plug-field.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-json.h"
#include "plug-region.h"
#include "plug-text.h"

/* Splits host[:port], [IPv6][:port] among them; @port is "" or ":" and digits. */
static char *
split_port (const char  *authority,
            const char **port)
{
  const char *colon = strrchr (authority, ':');
  const char *bracket = strrchr (authority, ']');

  *port = "";
  if (bracket != NULL && colon != NULL && colon < bracket)
    colon = NULL;
  if (colon == NULL || (bracket == NULL && strchr (authority, ':') != colon))
    return g_strdup (authority);
  *port = colon;
  return g_strndup (authority, (gsize) (colon - authority));
}

static gboolean
is_port (const char *port)
{
  guint64 number;

  return *port == '\0' || g_ascii_string_to_unsigned (port + 1, 10, 1, 65535, &number, NULL);
}

/* host[:port] in its normal form, or NULL. */
static char *
dup_normal_authority (const char *authority)
{
  const char *port;
  g_autofree char *host = split_port (authority, &port);
  g_autofree char *normal = NULL;
  gsize length = strlen (host);

  if (!is_port (port))
    return NULL;
  if (length < 2 || host[0] != '[' || host[length - 1] != ']')
    {
      normal = plug_host_normalize (host);
      if (normal == NULL || strchr (normal, ':') != NULL)
        return NULL;
      return g_strconcat (normal, port, NULL);
    }
  host[length - 1] = '\0';
  if (strchr (host, ':') == NULL)
    return NULL;
  normal = plug_host_normalize (host + 1);
  return normal != NULL ? g_strconcat ("[", normal, "]", port, NULL) : NULL;
}

/* What stands between scheme and path of a pasted URL. */
static char *
dup_authority (const char *text)
{
  g_autofree char *trimmed = plug_text_trim (text);
  const char *start = strstr (trimmed, "://");
  g_autofree char *authority = NULL;
  const char *at;

  start = start != NULL ? start + strlen ("://") : trimmed;
  start += strspn (start, "/");
  authority = g_strndup (start, strcspn (start, "/?#\\"));
  at = strrchr (authority, '@');
  return plug_text_trim (at != NULL ? at + 1 : authority);
}

/* plug_field_normalize:
 * @text: (nullable): what was entered
 *
 * Passwords stay as they are, white space at their ends may be part of them. Of a pasted URL
 * HOST keeps host and port; what is no host either way stays for plug_field_dup_problem().
 *
 * Returns: (transfer full): what is sent */
char *
plug_field_normalize (PlugField  *self,
                      const char *text)
{
  g_autofree char *authority = NULL;
  char *normal;

  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  if (plug_field_get_kind (self) == PLUG_FIELD_PASSWORD)
    return g_strdup (text != NULL ? text : "");
  if (plug_field_get_normalize (self) != PLUG_FIELD_NORMALIZE_HOST)
    return plug_text_trim (text);
  authority = dup_authority (text);
  normal = dup_normal_authority (authority);
  return normal != NULL ? normal : g_steal_pointer (&authority);
}

static char *
dup_empty_problem (PlugField *self)
{
  if (!plug_field_is_required (self))
    return NULL;
  /* Translators: %s is the label of a field, such as Username */
  return g_strdup_printf (_("%s is empty. The connector cannot be reached without it."),
                          plug_field_get_label (self));
}

static char *
dup_host_problem (PlugField  *self,
                  const char *text)
{
  g_autofree char *normal = dup_normal_authority (text);

  if (normal != NULL)
    return NULL;
  return g_strdup_printf (_("%s is not a host name. Enter it like crm.example.com, without "
                            "https:// and without a path."), plug_field_get_label (self));
}

static char *
dup_url_problem (PlugField  *self,
                 const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  if (uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
      (g_str_equal (g_uri_get_scheme (uri), "https") ||
       g_str_equal (g_uri_get_scheme (uri), "http")))
    return NULL;
  return g_strdup_printf (_("%s is not an address. Enter one that starts with https:// or "
                            "http://."), plug_field_get_label (self));
}

static char *
dup_count_problem (PlugField  *self,
                   const char *text)
{
  guint64 count;

  if (g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT32, &count, NULL))
    return NULL;
  return g_strdup_printf (_("%s is not a number. Enter a whole one above zero."),
                          plug_field_get_label (self));
}

static char *
dup_json_problem (const char *text)
{
  g_autoptr (GError) error = NULL;

  return plug_json_scan (text, strlen (text), 0, NULL, &error) ? NULL : g_strdup (error->message);
}

/* plug_field_dup_problem:
 * @normalized: (nullable): a value as plug_field_normalize() gives it
 *
 * Returns: (nullable) (transfer full): a translated sentence on what is wrong and what to do,
 *   NULL when nothing is; the value is not in it */
char *
plug_field_dup_problem (PlugField  *self,
                        const char *normalized)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  if (normalized == NULL || *normalized == '\0')
    return dup_empty_problem (self);
  switch (plug_field_get_normalize (self))
    {
    case PLUG_FIELD_NORMALIZE_HOST:
      return dup_host_problem (self, normalized);
    case PLUG_FIELD_NORMALIZE_URL:
      return dup_url_problem (self, normalized);
    case PLUG_FIELD_NORMALIZE_COUNT:
      return dup_count_problem (self, normalized);
    case PLUG_FIELD_NORMALIZE_JSON:
      return dup_json_problem (normalized);
    case PLUG_FIELD_NORMALIZE_TRIM:
    default:
      return NULL;
    }
}

/* plug_field_key_is_secret:
 * @key: (nullable): a configuration key
 *
 * Secret by name, whatever its type says; contract section 3.3. Rather one too many: what is
 * taken for a secret is masked and not saved, nothing else.
 *
 * Returns: whether its value is treated as a secret */
gboolean
plug_field_key_is_secret (const char *key)
{
  static const char *const words[] = {
    "password", "passwd", "pwd", "passphrase", "secret", "token", "key", "jks", "credential",
    "authorization.code",
  };
  g_autofree char *lower = NULL;

  if (key == NULL)
    return FALSE;
  lower = g_ascii_strdown (key, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strstr (lower, words[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}
