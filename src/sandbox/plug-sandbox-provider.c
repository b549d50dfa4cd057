/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The imitation of a provider: where a tenant sends a browser, and where the browser is sent
 * from there; contract section 4. */

#include "config.h"

#include "plug-sandbox-provider.h"

#include "plug-json.h"

#include <string.h>

static gboolean
is_oauth1 (PlugSandboxConnector *connector)
{
  return strcmp (connector->authentication, "oauth1") == 0;
}

/* What GET has in its query and POST in its body. */
static char *
dup_parameter (PlugSandboxCall *call,
               const char      *name)
{
  if (call->body != NULL)
    return g_strdup (plug_json_get_string (json_node_get_object (call->body), name));
  return plug_sandbox_request_dup_argument (call->request, name);
}

static void
append (GString    *url,
        const char *name,
        const char *value)
{
  g_autofree char *escaped = value != NULL ? g_uri_escape_string (value, NULL, FALSE) : NULL;

  if (escaped != NULL)
    g_string_append_printf (url, "%c%s=%s", strchr (url->str, '?') != NULL ? '&' : '?', name,
                            escaped);
}

static PlugSandboxReply *
refuse_missing (const char *name)
{
  g_autofree char *message = g_strdup_printf ("Missing required parameter: %s", name);

  return plug_sandbox_reply_new_error (400, message, NULL);
}

/* What both calls need; NULL when it is there. */
static PlugSandboxReply *
check_app (PlugSandboxCall *call,
           const char      *api_key,
           const char      *callback)
{
  if (!g_str_has_prefix (call->connector->authentication, "oauth"))
    return plug_sandbox_reply_new_error (400, "The element does not support OAuth.", NULL);
  if (api_key == NULL || *api_key == '\0')
    return refuse_missing ("apiKey");
  if (callback == NULL || *callback == '\0')
    return refuse_missing ("callbackUrl");
  return NULL;
}

static char *
dup_page_url (PlugSandboxCall *call,
              const char      *page)
{
  g_autofree char *key = g_uri_escape_string (call->connector->key, NULL, FALSE);

  return g_strconcat (call->options->origin, PLUG_SANDBOX_PROVIDER_PATH, key, "/", page, NULL);
}

static PlugSandboxReply *
reply_strings (const char *first,
               const char *first_value,
               const char *second,
               const char *second_value)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, first, first_value);
  json_object_set_string_member (object, second, second_value);
  json_node_take_object (node, object);
  return plug_sandbox_reply_new_json (node);
}

static PlugSandboxReply *
reply_url (PlugSandboxCall *call,
           const char      *api_key,
           const char      *callback)
{
  g_autofree char *state = dup_parameter (call, "state");
  g_autofree char *scope = dup_parameter (call, "scope");
  g_autofree char *site = dup_parameter (call, "siteAddress");
  g_autofree char *page = dup_page_url (call, "authorize");
  g_autoptr (GString) url = g_string_new (page);

  append (url, "client_id", api_key);
  append (url, "redirect_uri", callback);
  append (url, "response_type", "code");
  append (url, "scope", scope);
  append (url, "site", site);
  append (url, "state", state != NULL ? state : call->connector->key);
  return reply_strings ("element", call->connector->key, "oauthUrl", url->str);
}

static PlugSandboxReply *
reply_url_oauth1 (PlugSandboxCall *call)
{
  g_autofree char *token = dup_parameter (call, "requestToken");
  g_autofree char *page = dup_page_url (call, "authorize");
  g_autoptr (GString) url = g_string_new (page);

  if (plug_sandbox_grants_find (call->tenant->grants, call->connector, token) == NULL)
    return plug_sandbox_reply_new_error (400, "Request failed", "oauth_problem=token_rejected");
  append (url, "oauth_token", token);
  return reply_strings ("element", call->connector->key, "oauthUrl", url->str);
}

/* plug_sandbox_get_oauth_url:
 * GET and POST /elements/{key}/oauth/url; section 4.1. Without an app's secret it answers as
 * well: only the exchange needs it. */
PlugSandboxReply *
plug_sandbox_get_oauth_url (PlugSandboxCall *call)
{
  g_autofree char *api_key = dup_parameter (call, "apiKey");
  g_autofree char *api_secret = dup_parameter (call, "apiSecret");
  g_autofree char *callback = dup_parameter (call, "callbackUrl");
  PlugSandboxReply *reply = check_app (call, api_key, callback);

  if (reply != NULL)
    return reply;
  plug_sandbox_grants_note_app (call->tenant->grants, call->connector, api_key, api_secret);
  return is_oauth1 (call->connector) ? reply_url_oauth1 (call)
                                     : reply_url (call, api_key, callback);
}

/* plug_sandbox_get_oauth_token:
 * /elements/{key}/oauth/token: a request token and its secret; section 4.2. Only GET is
 * documented; POST is taken as well, as …/oauth/url takes it. */
PlugSandboxReply *
plug_sandbox_get_oauth_token (PlugSandboxCall *call)
{
  g_autofree char *api_key = dup_parameter (call, "apiKey");
  g_autofree char *api_secret = dup_parameter (call, "apiSecret");
  g_autofree char *callback = dup_parameter (call, "callbackUrl");
  PlugSandboxReply *reply = check_app (call, api_key, callback);
  PlugSandboxGrant *grant;

  if (reply != NULL)
    return reply;
  if (!is_oauth1 (call->connector))
    return plug_sandbox_reply_new_error (400, "The element does not support OAuth 1.", NULL);
  if (api_secret == NULL)
    return refuse_missing ("apiSecret");
  plug_sandbox_grants_note_app (call->tenant->grants, call->connector, api_key, api_secret);
  grant = plug_sandbox_grants_add (call->tenant->grants, call->connector, api_key, callback);
  grant->token_secret = plug_sandbox_grants_dup_word ();
  return reply_strings ("token", grant->name, "secret", grant->token_secret);
}

/* The pages */

static PlugSandboxReply *
reply_page (guint       status,
            const char *title,
            const char *rest)
{
  g_autofree char *name = g_markup_escape_text (title, -1);
  g_autofree char *page = g_strdup_printf ("<!DOCTYPE html>\n<html lang=\"en\"><head>"
                                           "<meta charset=\"utf-8\"><title>%s</title></head>\n"
                                           "<body><h1>%s</h1>\n%s</body></html>\n",
                                           name, name, rest);

  return plug_sandbox_reply_new_text (status, "text/html;charset=UTF-8", page);
}

static PlugSandboxReply *
reply_lost (void)
{
  return reply_page (400, "This link does not work",
                     "<p>It was used before, or something is missing in it.</p>\n");
}

/* Where the browser goes: the callback, which may have a query of its own already. */
static PlugSandboxReply *
send_on (GString *url)
{
  PlugSandboxReply *reply = plug_sandbox_reply_new (302);

  plug_sandbox_reply_set_header (reply, "Location", url->str);
  return reply;
}

/* What some vendors say beside the code: a company, for one; section 4.2. */
static void
append_extras (GString              *url,
               PlugSandboxConnector *connector)
{
  g_autoptr (GList) names = json_object_get_members (connector->extras);

  for (GList *l = names; l != NULL; l = l->next)
    append (url, l->data, plug_json_get_string (connector->extras, l->data));
}

static PlugSandboxReply *
ask (PlugSandboxConnector *connector,
     PlugSandboxRequest   *request)
{
  const char *query = plug_sandbox_request_get_query (request);
  g_autofree char *rest = NULL;

  rest = g_markup_printf_escaped ("<p>Plugboard’s sandbox asks to use this account.</p>\n"
                                  "<p><a id=\"allow\" href=\"allow?%s\">Allow</a></p>\n"
                                  "<p><a id=\"deny\" href=\"deny?%s\">Deny</a></p>\n",
                                  query, query);
  return reply_page (200, connector->name, rest);
}

static PlugSandboxReply *
answer_oauth1 (PlugSandboxTenant    *tenant,
               PlugSandboxConnector *connector,
               PlugSandboxRequest   *request,
               const char           *verb)
{
  g_autofree char *token = plug_sandbox_request_dup_argument (request, "oauth_token");
  PlugSandboxGrant *grant = plug_sandbox_grants_find (tenant->grants, connector, token);
  g_autoptr (GString) url = NULL;

  if (grant == NULL || grant->spent)
    return reply_lost ();
  if (strcmp (verb, "authorize") == 0)
    return ask (connector, request);
  url = g_string_new (grant->callback);
  if (strcmp (verb, "deny") == 0)
    {
      append (url, "denied", token);
      return send_on (url);
    }
  if (grant->verifier == NULL)
    grant->verifier = plug_sandbox_grants_dup_word ();
  append (url, "oauth_token", token);
  append (url, "oauth_verifier", grant->verifier);
  append_extras (url, connector);
  return send_on (url);
}

static gboolean
is_callback (const char *callback)
{
  return callback != NULL &&
         (g_str_has_prefix (callback, "http://") || g_str_has_prefix (callback, "https://"));
}

static PlugSandboxReply *
answer_oauth2 (PlugSandboxTenant    *tenant,
               PlugSandboxConnector *connector,
               PlugSandboxRequest   *request,
               const char           *verb)
{
  g_autofree char *api_key = plug_sandbox_request_dup_argument (request, "client_id");
  g_autofree char *callback = plug_sandbox_request_dup_argument (request, "redirect_uri");
  g_autofree char *state = plug_sandbox_request_dup_argument (request, "state");
  g_autoptr (GString) url = NULL;

  if (api_key == NULL || !is_callback (callback))
    return reply_lost ();
  if (strcmp (verb, "authorize") == 0)
    return ask (connector, request);
  url = g_string_new (callback);
  if (strcmp (verb, "deny") == 0)
    {
      append (url, "error", "access_denied");
      append (url, "error_description", "The user said no.");
    }
  else
    {
      append (url, "code", plug_sandbox_grants_add (tenant->grants, connector, api_key,
                                                    callback)->name);
      append_extras (url, connector);
    }
  append (url, "state", state);
  return send_on (url);
}

/* plug_sandbox_provider:
 * GET /provider/{connector}/authorize is the page, …/allow and …/deny are its links.
 *
 * Returns: (transfer full): the answer to a browser */
PlugSandboxReply *
plug_sandbox_provider (PlugSandboxTenant        *tenant,
                       const PlugSandboxOptions *options,
                       PlugSandboxRequest       *request)
{
  const char *const verbs[] = { "authorize", "allow", "deny", NULL };
  const char *path = plug_sandbox_request_get_path (request);
  g_auto (GStrv) segments = g_strsplit (path + strlen (PLUG_SANDBOX_PROVIDER_PATH), "/", -1);
  PlugSandboxConnector *connector;
  g_autofree char *key = NULL;

  if (g_strv_length (segments) != 2 || !g_strv_contains (verbs, segments[1]) ||
      plug_sandbox_request_get_query (request) == NULL)
    return reply_lost ();
  if (strcmp (plug_sandbox_request_get_method (request), "GET") != 0)
    return reply_page (405, "Not like that", "");
  key = g_uri_unescape_string (segments[0], NULL);
  connector = plug_sandbox_connectors_find (tenant->connectors, key);
  if (connector == NULL)
    return reply_lost ();
  return is_oauth1 (connector) ? answer_oauth1 (tenant, connector, request, segments[1])
                               : answer_oauth2 (tenant, connector, request, segments[1]);
}
