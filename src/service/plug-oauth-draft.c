/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a draft says of the app it is to be authorized with; contract section 4. */

#include "config.h"

#include "plug-oauth-private.h"

#include <string.h>
#include <sys/random.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-json.h"
#include "plug-region.h"

#define MASK "••••••••"
#define STATE_BYTES 16

/* plug_oauth_version_of:
 * A connector that knows several ways says which by its field "authentication.type".
 *
 * Returns: how an instance of it is authorized */
PlugOAuthVersion
plug_oauth_version_of (PlugDraft *draft)
{
  PlugConnector *connector = plug_draft_get_connector (draft);
  PlugField *field = plug_connector_find_field (connector, PLUG_OAUTH_TYPE);
  const char *type = plug_draft_get_value (draft, PLUG_OAUTH_TYPE);

  if (plug_oauth_version_of_connector (connector) == PLUG_OAUTH_NONE)
    return PLUG_OAUTH_NONE;
  if ((type == NULL || *type == '\0') && field != NULL)
    type = plug_field_get_default (field);
  if (type == NULL || *type == '\0')
    type = plug_connector_get_authentication (connector);
  return plug_oauth_version_parse (type);
}

/* plug_oauth_dup_secret:
 * Returns: (transfer full) (nullable): what was entered for @key, be it taken for a secret or
 *   not; NULL when it is empty */
PlugSecret *
plug_oauth_dup_secret (PlugDraft  *draft,
                       const char *key)
{
  PlugSecret *secret = plug_draft_get_secret (draft, key);
  const char *text = plug_draft_get_value (draft, key);

  if (secret != NULL)
    return plug_secret_get_length (secret) > 0 ? plug_secret_ref (secret) : NULL;
  return text != NULL && *text != '\0' ? plug_secret_new (text) : NULL;
}

static gboolean
has_refresh_token (PlugDraft *draft)
{
  g_autoptr (PlugSecret) token = plug_oauth_dup_secret (draft, PLUG_OAUTH_REFRESH);

  return token != NULL;
}

/* plug_oauth_is_needed:
 * Returns: whether a browser has to be asked before @draft can be sent: not with a refresh token
 *   from elsewhere, nor when it was asked already */
gboolean
plug_oauth_is_needed (PlugDraft *draft)
{
  g_return_val_if_fail (PLUG_IS_DRAFT (draft), FALSE);

  return plug_oauth_version_of (draft) != PLUG_OAUTH_NONE && !has_refresh_token (draft) &&
         !plug_oauth_has_answer (draft);
}

/* plug_oauth_has_answer:
 * Returns: whether "providerData" has what a browser brought back, be it good still or not */
gboolean
plug_oauth_has_answer (PlugDraft *draft)
{
  g_return_val_if_fail (PLUG_IS_DRAFT (draft), FALSE);

  return plug_draft_get_provider_data (draft, "code") != NULL ||
         plug_draft_get_provider_data (draft, "access_token") != NULL ||
         plug_draft_get_provider_data (draft, "oauth_verifier") != NULL;
}

/* plug_oauth_use_refresh_token:
 * Contract section 4.4: the tenant takes over an authorization that was given elsewhere. */
void
plug_oauth_use_refresh_token (PlugDraft  *draft,
                              PlugSecret *refresh_token)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);

  g_return_if_fail (PLUG_IS_DRAFT (draft) && refresh_token != NULL);

  json_node_set_string (node, "initial");
  plug_draft_set_member (draft, "externalAuthentication", node);
  plug_draft_set_secret (draft, PLUG_OAUTH_REFRESH, refresh_token);
}

static void
take_problem (GPtrArray  *problems,
              const char *key,
              const char *message)
{
  PlugProblem *problem = g_new0 (PlugProblem, 1);

  problem->key = g_strdup (key);
  problem->message = g_strdup (message);
  g_ptr_array_add (problems, problem);
}

static gboolean
is_callback (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  return scheme != NULL && g_uri_get_fragment (uri) == NULL && g_uri_get_host (uri) != NULL &&
         *g_uri_get_host (uri) != '\0' &&
         (g_str_equal (scheme, "https") || g_str_equal (scheme, "http"));
}

/* plug_oauth_list_problems:
 * Returns: (transfer full) (element-type PlugProblem): what stands in the way of an
 *   authorization with @draft, in the order of the form; nothing when it needs none */
GPtrArray *
plug_oauth_list_problems (PlugDraft *draft)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_problem_free);
  g_autoptr (PlugSecret) key = NULL;
  g_autoptr (PlugSecret) secret = NULL;
  const char *callback;

  g_return_val_if_fail (PLUG_IS_DRAFT (draft), problems);

  if (plug_oauth_version_of (draft) == PLUG_OAUTH_NONE)
    return problems;
  key = plug_oauth_dup_secret (draft, PLUG_OAUTH_KEY);
  secret = plug_oauth_dup_secret (draft, PLUG_OAUTH_SECRET);
  callback = plug_draft_get_value (draft, PLUG_OAUTH_CALLBACK);
  if (key == NULL)
    take_problem (problems, PLUG_OAUTH_KEY,
                  _("Enter the key of your app. The provider may call it client ID or consumer "
                    "key."));
  if (secret == NULL)
    take_problem (problems, PLUG_OAUTH_SECRET,
                  _("Enter the secret of your app. The provider may call it client secret or "
                    "consumer secret."));
  if (callback != NULL && *callback != '\0' && !is_callback (callback))
    take_problem (problems, PLUG_OAUTH_CALLBACK,
                  _("That is not a web address. Enter it as it is registered at the provider, "
                    "https:// included."));
  return problems;
}

/* plug_oauth_is_own_callback:
 * Returns: whether a browser that goes to @callback_url comes to this computer, where we can
 *   listen; else what it brings back has to be pasted */
gboolean
plug_oauth_is_own_callback (const char *callback_url)
{
  g_autoptr (GUri) uri = g_uri_parse (callback_url, G_URI_FLAGS_ENCODED, NULL);

  return uri != NULL && g_str_equal (g_uri_get_scheme (uri), "http") &&
         g_uri_get_port (uri) > 0 && g_uri_get_query (uri) == NULL &&
         *g_uri_get_path (uri) == '/' && g_uri_get_host (uri) != NULL &&
         plug_host_is_loopback (g_uri_get_host (uri));
}

/* What says where the vendor's site is, for a connector that has one for each customer. */
static gboolean
is_site (const char *key)
{
  static const char *const ends[] = { "subdomain", "site.address", "siteAddress", "site.url",
                                      "store.url" };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      if (g_str_has_suffix (key, ends[i]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
concerns_authorization (const char *key)
{
  static const char *const others[] = { "oauth.", "event.", "bulk.", "pagination.", "filter." };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      if (g_str_has_prefix (key, others[i]))
        return FALSE;
    }
  return !plug_field_key_is_secret (key);
}

/* plug_oauth_dup_extras:
 * What the tenant may need of @draft to know where to send a browser: scope, the vendor's site,
 * and the connector's own fields under their keys. Read from what is shown, so that no secret is
 * among them.
 *
 * Returns: (transfer full): texts by name */
JsonObject *
plug_oauth_dup_extras (PlugDraft *draft)
{
  g_autoptr (JsonNode) body = plug_draft_build (draft, PLUG_DRAFT_MASK);
  JsonObject *configuration = plug_json_get_object (json_node_get_object (body), "configuration");
  JsonObject *extras = json_object_new ();
  const char *scope = plug_json_get_string (configuration, "oauth.scope");
  JsonObjectIter iter;
  const char *key;

  if (scope != NULL && *scope != '\0')
    json_object_set_string_member (extras, "scope", scope);
  json_object_iter_init (&iter, configuration);
  while (json_object_iter_next (&iter, &key, NULL))
    {
      const char *value = plug_json_get_string (configuration, key);

      if (value == NULL || *value == '\0' || g_str_equal (value, MASK) ||
          !concerns_authorization (key))
        continue;
      json_object_set_string_member (extras, key, value);
      if (is_site (key) && !json_object_has_member (extras, "siteAddress"))
        json_object_set_string_member (extras, "siteAddress", value);
    }
  return extras;
}

/* plug_oauth_dup_state:
 * Returns: (transfer full) (nullable): 128 bits nobody guesses; NULL when the system has none */
PlugSecret *
plug_oauth_dup_state (void)
{
  guint8 random[STATE_BYTES];
  char text[2 * STATE_BYTES + 1];
  PlugSecret *state;

  if (getentropy (random, sizeof random) != 0)
    return NULL;
  for (gsize i = 0; i < sizeof random; i++)
    g_snprintf (text + 2 * i, 3, "%02x", random[i]);
  state = plug_secret_new (text);
  explicit_bzero (random, sizeof random);
  explicit_bzero (text, sizeof text);
  return state;
}

/* A browser is no place for a secret: its arguments can be seen, its history stays. */
static gboolean
holds_secret (const char *url,
              PlugSecret *secret)
{
  g_autofree char *plain = g_uri_unescape_string (url, NULL);
  const char *text = secret != NULL ? plug_secret_peek (secret) : "";
  gboolean holds;

  if (strlen (text) < 4)
    return FALSE;
  holds = strstr (url, text) != NULL || (plain != NULL && strstr (plain, text) != NULL);
  plug_secret_wipe_text (plain);
  return holds;
}

/* Puts our state in place of the one in @url, or behind what is there. */
static char *
dup_with_state (const char *url,
                const char *state)
{
  g_auto (GStrv) fragment = g_strsplit (url, "#", 2);
  g_auto (GStrv) parts = g_strsplit (fragment[0], "?", 2);
  g_auto (GStrv) pairs = g_strsplit (parts[1] != NULL ? parts[1] : "", "&", -1);
  GString *made = g_string_new (parts[0]);
  char separator = '?';

  for (gsize i = 0; pairs[i] != NULL; i++)
    {
      if (*pairs[i] == '\0' || g_str_has_prefix (pairs[i], "state="))
        continue;
      g_string_append_printf (made, "%c%s", separator, pairs[i]);
      separator = '&';
    }
  g_string_append_printf (made, "%cstate=%s", separator, state);
  if (fragment[1] != NULL)
    g_string_append_printf (made, "#%s", fragment[1]);
  return g_string_free (made, FALSE);
}

/* plug_oauth_check_url:
 * @url: what the tenant gave
 * @state: (nullable): has to be in it, and is put there when it is not: tenants that do not take
 *   one put the connector's key there
 * @api_secret: (nullable): must not be in it
 *
 * Returns: (transfer full) (nullable): what a browser may open; NULL for %PLUG_ERROR_PROTOCOL */
char *
plug_oauth_check_url (const char  *url,
                      PlugSecret  *state,
                      PlugSecret  *api_secret,
                      GError     **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL ||
      (!g_str_equal (scheme, "https") &&
       (!g_str_equal (scheme, "http") || !plug_host_is_loopback (host))))
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                           _("The tenant sends you to an address that is not a secure web page, "
                             "so it was not opened. Check the connector and its fields."));
      return NULL;
    }
  if (holds_secret (url, api_secret))
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                           _("The tenant’s address for the browser has the API secret in it, so "
                             "it was not opened. Check that key and secret are not swapped."));
      return NULL;
    }
  return state != NULL ? dup_with_state (url, plug_secret_peek (state)) : g_strdup (url);
}
