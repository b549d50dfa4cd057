/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every connector asks for that is authorized in a browser; contract section 4. */

#include "config.h"

#include "plug-connector-private.h"

#include <glib/gi18n-lib.h>

#include "plug-oauth-version.h"

static const struct {
  const char *key;
  const char *label;
  const char *help;
  PlugFieldKind kind;
  gboolean required;
  PlugOAuthVersion since;
} fields[] = {
  { PLUG_OAUTH_KEY, N_("API Key"), N_("Often called client ID or consumer key"), PLUG_FIELD_TEXT,
    TRUE, PLUG_OAUTH_1 },
  { PLUG_OAUTH_SECRET, N_("API Secret"), N_("Often called client secret or consumer secret"),
    PLUG_FIELD_PASSWORD, TRUE, PLUG_OAUTH_1 },
  { PLUG_OAUTH_SCOPE, N_("Scope"), N_("What the app may do; empty for the connector’s usual"),
    PLUG_FIELD_TEXT, FALSE, PLUG_OAUTH_1 },
  { PLUG_OAUTH_CALLBACK, N_("Callback URL"), N_("As it is registered with the app"),
    PLUG_FIELD_TEXT, FALSE, PLUG_OAUTH_1 },
  { PLUG_OAUTH_REFRESH, N_("Refresh Token"), N_("From an authorization that was given elsewhere"),
    PLUG_FIELD_PASSWORD, FALSE, PLUG_OAUTH_2 },
};

/* plug_oauth_version_parse:
 * @authentication: (nullable): the API's "authentication.type"; what only sounds like it, with a
 *   password instead of a browser for one, is none
 *
 * Returns: which OAuth it is */
PlugOAuthVersion
plug_oauth_version_parse (const char *authentication)
{
  if (authentication == NULL)
    return PLUG_OAUTH_NONE;
  if (g_ascii_strcasecmp (authentication, "oauth1") == 0)
    return PLUG_OAUTH_1;
  if (g_ascii_strcasecmp (authentication, "oauth2") == 0 ||
      g_ascii_strcasecmp (authentication, "oauth") == 0)
    return PLUG_OAUTH_2;
  return PLUG_OAUTH_NONE;
}

/* plug_oauth_key_is_ours:
 * Returns: whether @key is one of those an authorization is made with */
gboolean
plug_oauth_key_is_ours (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (g_strcmp0 (fields[i].key, key) == 0)
        return TRUE;
    }
  return FALSE;
}

/* plug_oauth_version_of_connector:
 * Returns: the newest OAuth @connector may be authorized by, be it one of several ways */
PlugOAuthVersion
plug_oauth_version_of_connector (PlugConnector *connector)
{
  PlugOAuthVersion version;
  PlugField *field;

  g_return_val_if_fail (PLUG_IS_CONNECTOR (connector), PLUG_OAUTH_NONE);

  version = plug_oauth_version_parse (plug_connector_get_authentication (connector));
  field = plug_connector_find_field (connector, PLUG_OAUTH_TYPE);
  for (guint i = 0; field != NULL && i < plug_field_get_n_options (field); i++)
    version = MAX (version, plug_oauth_version_parse (plug_field_get_option (field, i, NULL)));
  return version;
}

/* plug_connector_complete_oauth:
 * Adds what an authorization needs and the connector does not name. Where a browser comes back
 * to is ours to know, so nobody has to fill it in. */
void
plug_connector_complete_oauth (PlugConnector *self)
{
  PlugOAuthVersion version = plug_oauth_version_of_connector (self);

  for (gsize i = 0; i < G_N_ELEMENTS (fields) && version != PLUG_OAUTH_NONE; i++)
    {
      PlugField *known = plug_connector_find_field (self, fields[i].key);
      g_autoptr (PlugField) field = NULL;

      if (known != NULL && g_str_equal (fields[i].key, PLUG_OAUTH_CALLBACK))
        plug_field_set_required (known, FALSE);
      if (known != NULL || version < fields[i].since)
        continue;
      field = plug_field_new (fields[i].key, _(fields[i].label), fields[i].kind);
      plug_field_set_help (field, _(fields[i].help));
      plug_field_set_required (field, fields[i].required);
      plug_connector_add_field (self, field);
    }
}
