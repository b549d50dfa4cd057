/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regions and base URLs: where a tenant's API is; contract section 1.1. */

#include "config.h"

#include "plug-region.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-text.h"

#define API_PATH "/elements/api-v2"

static const PlugRegion regions[] = {
  { "us2", N_("SAP United States (us2)"), "api.openconnectors.us2.ext.hana.ondemand.com" },
  { "eu10", N_("SAP Europe, Frankfurt (eu10)"), "api.openconnectors.eu10.ext.hana.ondemand.com" },
  { "us10", N_("SAP US East (us10)"), "api.openconnectors.us10.ext.hana.ondemand.com" },
  { "jp20", N_("SAP Japan, Tokyo (jp20)"), "api.openconnectors.jp20.ext.hana.ondemand.com" },
  { "sap", N_("SAP (no region in its address)"), "api.openconnectors.ext.hana.ondemand.com" },
  { "trial-us10", N_("SAP Trial, US East (us10)"),
    "api.openconnectors.trial.us10.ext.hana.ondemand.com" },
  { "trial-eu10", N_("SAP Trial, Frankfurt (eu10)"),
    "api.openconnectors.trial.eu10.ext.hana.ondemand.com" },
  { "trial-ap21", N_("SAP Trial, Singapore (ap21)"),
    "api.openconnectors.trial.ap21.ext.hana.ondemand.com" },
  { "trial-neo", N_("SAP Trial (Neo)"), "api.openconnectors.ext.hanatrial.ondemand.com" },
  { "ce-us", N_("Cloud Elements US"), "api.cloud-elements.com" },
  { "ce-us-console", N_("Cloud Elements US (older address)"), "console.cloud-elements.com" },
  { "ce-uk", N_("Cloud Elements UK"), "api.cloud-elements.co.uk" },
  { "ce-uk-console", N_("Cloud Elements UK (older address)"), "console.cloud-elements.co.uk" },
  { "ce-staging", N_("Cloud Elements Staging"), "staging.cloud-elements.com" },
  { "ce-snapshot", N_("Cloud Elements Snapshot"), "snapshot.cloud-elements.com" },
};

/* plug_region_list:
 * @n_regions: (out): how many
 *
 * Returns: (array length=n_regions) (transfer none): the pick list, SAP's hosts first */
const PlugRegion *
plug_region_list (gsize *n_regions)
{
  g_return_val_if_fail (n_regions != NULL, NULL);

  *n_regions = G_N_ELEMENTS (regions);
  return regions;
}

/* plug_region_find_by_id:
 * @id: (nullable): a region's id, "us2" for one
 *
 * Returns: (nullable) (transfer none): the region */
const PlugRegion *
plug_region_find_by_id (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (regions); i++)
    {
      if (g_strcmp0 (regions[i].id, id) == 0)
        return &regions[i];
    }
  return NULL;
}

/* plug_region_find_by_url:
 * @base_url: (nullable): a normal base URL
 *
 * Returns: (nullable) (transfer none): the region it is of, NULL for any other host or port */
const PlugRegion *
plug_region_find_by_url (const char *base_url)
{
  for (gsize i = 0; i < G_N_ELEMENTS (regions); i++)
    {
      g_autofree char *url = plug_region_dup_base_url (&regions[i]);

      if (g_strcmp0 (url, base_url) == 0)
        return &regions[i];
    }
  return NULL;
}

/* plug_region_dup_base_url:
 * Returns: (transfer full): the region's normal base URL */
char *
plug_region_dup_base_url (const PlugRegion *region)
{
  g_return_val_if_fail (region != NULL, NULL);

  return g_strconcat ("https://", region->host, API_PATH, NULL);
}

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  if (length == 0 || length > 63 || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (label[i]) && label[i] != '-' && label[i] != '_')
        return FALSE;
    }
  return TRUE;
}

/* Names like 1.2.3 or 0x7f.1: what a resolver may take for an address that no check here sees. */
static gboolean
is_odd_address (const char *last_label)
{
  return g_ascii_isdigit (last_label[0]);
}

/* plug_host_normalize:
 * @host: (nullable): a host name, an IDN among them, or an IP address, IPv6 without brackets
 *
 * Returns: (nullable) (transfer full): the host in lower-case ASCII without a last dot, NULL
 *   when it is none */
char *
plug_host_normalize (const char *host)
{
  g_autofree char *ascii = NULL;
  g_auto (GStrv) labels = NULL;
  guint n_labels;

  if (host == NULL || *host == '\0')
    return NULL;
  if (g_hostname_is_ip_address (host))
    return g_ascii_strdown (host, -1);
  if (!g_utf8_validate (host, -1, NULL))
    return NULL;
  ascii = g_hostname_to_ascii (host);
  if (ascii == NULL)
    return NULL;
  if (g_str_has_suffix (ascii, "."))
    ascii[strlen (ascii) - 1] = '\0';
  labels = g_strsplit (ascii, ".", -1);
  n_labels = g_strv_length (labels);
  if (strlen (ascii) > 253 || n_labels == 0 || is_odd_address (labels[n_labels - 1]))
    return NULL;
  for (guint i = 0; i < n_labels; i++)
    {
      if (!is_label (labels[i]))
        return NULL;
    }
  return g_ascii_strdown (ascii, -1);
}

/* plug_host_is_loopback:
 * @host: (nullable): a host name or an IP address, IPv6 without brackets
 *
 * Returns: whether it is this machine: localhost, 127.0.0.0/8 or ::1 */
gboolean
plug_host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static gboolean
is_ui_host (const char *host)
{
  if (strcmp (host, "my.cloud-elements.com") == 0 || strcmp (host, "my.cloud-elements.co.uk") == 0)
    return TRUE;
  return g_str_has_prefix (host, "my.openconnectors.") &&
         (g_str_has_suffix (host, ".ext.hana.ondemand.com") ||
          g_str_has_suffix (host, ".ext.hanatrial.ondemand.com"));
}

/* The user interface lives at my.…, the API beside it at api.… */
static char *
dup_api_host (const char      *host,
              PlugBaseUrlNote *note)
{
  if (!is_ui_host (host))
    return g_strdup (host);
  *note |= PLUG_BASE_URL_NOTE_UI_HOST;
  return g_strconcat ("api.", host + strlen ("my."), NULL);
}

/* Whether nothing is lost when @path is replaced by API_PATH. */
static gboolean
is_api_path (const char *path)
{
  g_autofree char *trimmed = g_strdup (path);
  gsize length = strlen (trimmed);

  while (length > 0 && trimmed[length - 1] == '/')
    trimmed[--length] = '\0';
  return length == 0 || g_ascii_strcasecmp (trimmed, API_PATH) == 0 ||
         g_ascii_strcasecmp (trimmed, "/elements") == 0;
}

/* What people paste along: white space, quotes, the < > of an e-mail. */
static char *
dup_unwrapped (const char *text)
{
  static const char *const wraps[] = {
    "\"", "'", "`", "“", "”", "„", "‘", "’", "«", "»", "<", ">",
  };
  char *inner = plug_text_trim (text);
  gboolean again = TRUE;

  while (again)
    {
      again = FALSE;
      for (gsize i = 0; i < G_N_ELEMENTS (wraps); i++)
        {
          g_autofree char *before = inner;
          gsize start = g_str_has_prefix (before, wraps[i]) ? strlen (wraps[i]) : 0;
          gsize end = strlen (before);

          if (end > start && g_str_has_suffix (before + start, wraps[i]))
            end -= strlen (wraps[i]);
          again = again || start > 0 || end < strlen (before);
          inner = g_strndup (before + start, end - start);
        }
      if (again)
        {
          g_autofree char *before = inner;

          inner = plug_text_trim (before);
        }
    }
  return inner;
}

/* @note learns when there was no scheme. */
static char *
dup_with_scheme (const char      *text,
                 PlugBaseUrlNote *note)
{
  if (strstr (text, "://") != NULL && strcspn (text, "/?#") > strcspn (text, ":"))
    return g_strdup (text);
  *note |= PLUG_BASE_URL_NOTE_SCHEME;
  while (*text == '/')
    text++;
  return g_strconcat ("https://", text, NULL);
}

static gboolean
has_inner_space (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == '\\')
        return TRUE;
    }
  return FALSE;
}

/* GUri decodes escapes in host names; a host that needs them is none. */
static gboolean
has_escaped_host (const char *url)
{
  const char *authority = strstr (url, "://") + strlen ("://");

  return memchr (authority, '%', strcspn (authority, "/?#")) != NULL;
}

/* What is wrong with a text before it is taken apart: a sentence, or NULL. */
static const char *
find_text_problem (const char *text)
{
  if (*text == '\0')
    return _("Enter the base URL of your tenant.");
  if (has_inner_space (text))
    return _("The base URL contains a space or a backslash. Paste the address alone.");
  return NULL;
}

/* The same for its parts; @host is normal, or NULL when it could not be made so. */
static const char *
find_part_problem (const char *scheme,
                   const char *userinfo,
                   const char *host,
                   int         port)
{
  if (host == NULL)
    return _("There is no valid host name in the base URL. It looks like "
             "https://api.openconnectors.us2.ext.hana.ondemand.com/elements/api-v2.");
  if (userinfo != NULL)
    return _("The base URL contains a user name or a password. Leave out everything before "
             "the @.");
  if (port == 0)
    return _("0 is not a port. Leave the port out, or enter one from 1 to 65535.");
  if (g_ascii_strcasecmp (scheme, "https") == 0)
    return NULL;
  if (g_ascii_strcasecmp (scheme, "http") != 0)
    return _("The base URL must start with https://.");
  if (!plug_host_is_loopback (host))
    return _("The base URL must start with https://: over http:// anybody on the way could read "
             "the secrets. Only this computer itself may be reached by http://.");
  return NULL;
}

static char *
build_base_url (const char *scheme,
                const char *host,
                int         port)
{
  gboolean ipv6 = strchr (host, ':') != NULL;
  g_autofree char *lower = g_ascii_strdown (scheme, -1);
  g_autofree char *suffix = port > 0 ? g_strdup_printf (":%d", port) : g_strdup ("");

  return g_strconcat (lower, "://", ipv6 ? "[" : "", host, ipv6 ? "]" : "", suffix, API_PATH, NULL);
}

/* @text without white space in it; @problem is a sentence when there is no result. */
static char *
dup_normal_url (const char       *text,
                PlugBaseUrlNote  *notes,
                const char      **problem)
{
  g_autofree char *url = dup_with_scheme (text, notes);
  g_autofree char *scheme = NULL;
  g_autofree char *userinfo = NULL;
  g_autofree char *given = NULL;
  g_autofree char *host = NULL;
  g_autofree char *api_host = NULL;
  g_autofree char *path = NULL;
  g_autofree char *query = NULL;
  g_autofree char *fragment = NULL;
  int port;

  if (!g_uri_split (url, G_URI_FLAGS_ENCODED, &scheme, &userinfo, &given, &port, &path, &query,
                    &fragment, NULL))
    {
      *problem = _("This is not a web address. It looks like "
                   "https://api.openconnectors.us2.ext.hana.ondemand.com/elements/api-v2.");
      return NULL;
    }
  host = has_escaped_host (url) ? NULL : plug_host_normalize (given);
  *problem = find_part_problem (scheme, userinfo, host, port);
  if (*problem != NULL)
    return NULL;
  if (!is_api_path (path) || query != NULL || fragment != NULL)
    *notes |= PLUG_BASE_URL_NOTE_PATH_CUT;
  api_host = dup_api_host (host, notes);
  return build_base_url (scheme, api_host, port);
}

/* plug_base_url_parse:
 * @text: (nullable): what somebody typed or pasted
 * @note: (out) (optional): what was mended, to be said to the user
 * @error: PLUG_ERROR_INVALID_FIELD with a sentence for the user
 *
 * Tolerates white space, quotes, a missing scheme, a missing path or more behind it, capitals
 * and the host of the user interface. http: is for loopback alone. Contract section 1.1.
 *
 * Returns: (nullable) (transfer full): the normal base URL */
char *
plug_base_url_parse (const char       *text,
                     PlugBaseUrlNote  *note,
                     GError          **error)
{
  PlugBaseUrlNote notes = PLUG_BASE_URL_NOTE_NONE;
  g_autofree char *unwrapped = dup_unwrapped (text);
  const char *problem = find_text_problem (unwrapped);
  char *url = NULL;

  if (problem == NULL)
    url = dup_normal_url (unwrapped, &notes, &problem);
  if (note != NULL)
    *note = url != NULL ? notes : PLUG_BASE_URL_NOTE_NONE;
  if (url == NULL)
    g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD, problem);
  return url;
}

/* plug_base_url_join:
 * @base_url: a normal base URL
 * @path: a path under it, percent-encoded, with or without a slash in front
 *
 * Returns: (transfer full): the URL of a call */
char *
plug_base_url_join (const char *base_url,
                    const char *path)
{
  g_return_val_if_fail (base_url != NULL && path != NULL, NULL);

  while (*path == '/')
    path++;
  return g_strconcat (base_url, g_str_has_suffix (base_url, "/") ? "" : "/", path, NULL);
}

/* plug_base_url_dup_host:
 * @base_url: (nullable): a base URL
 *
 * Returns: (transfer full): its host without the port, for sentences; @base_url itself when it
 *   is not a URL */
char *
plug_base_url_dup_host (const char *base_url)
{
  g_autofree char *host = NULL;

  if (base_url != NULL)
    g_uri_split (base_url, G_URI_FLAGS_NONE, NULL, NULL, &host, NULL, NULL, NULL, NULL, NULL);
  return host != NULL ? g_steal_pointer (&host) : g_strdup (base_url != NULL ? base_url : "");
}
