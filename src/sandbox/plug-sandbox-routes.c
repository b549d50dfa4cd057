/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which handler answers which request of the API; contract section 2.1. */

#include "config.h"

#include "plug-sandbox-call.h"

#include "plug-json.h"

#include <string.h>

#define MAX_BODY_BYTES (8 * 1024 * 1024)

typedef PlugSandboxReply *(*PlugSandboxGate) (PlugSandboxCall *call);

typedef struct {
  const char *methods;
  const char *path;
  PlugSandboxGate gate;
  PlugSandboxHandler handler;
} PlugSandboxRoute;

#define ACCOUNT   plug_sandbox_authorize_account
#define CATALOGUE plug_sandbox_authorize_catalogue
#define TOKEN     plug_sandbox_authorize_token

/* Words come before placeholders: the first match answers. */
static const PlugSandboxRoute routes[] = {
  { "GET", "/organizations/me", ACCOUNT, plug_sandbox_get_organization },

  { "GET", "/ping", TOKEN, plug_sandbox_get_ping },
  { "GET", "/hubs/*/ping", TOKEN, plug_sandbox_get_ping },
  { "GET POST", "/hubs/*/{object}", TOKEN, plug_sandbox_use_resource },
  { "GET PUT PATCH DELETE", "/hubs/*/{object}/{record}", TOKEN, plug_sandbox_use_record },

  { "GET", "/instances", ACCOUNT, plug_sandbox_list_instances },
  { "GET", "/accounts/instances", ACCOUNT, plug_sandbox_list_instances },
  { "POST", "/instances", ACCOUNT, plug_sandbox_create_instance },
  { "PUT PATCH", "/instances", TOKEN, plug_sandbox_update_instance },
  { "DELETE", "/instances", TOKEN, plug_sandbox_delete_instance },
  { "GET", "/instances/count", ACCOUNT, plug_sandbox_get_instance_count },
  { "PUT", "/instances/enabled", TOKEN, plug_sandbox_enable_instance },
  { "DELETE", "/instances/enabled", TOKEN, plug_sandbox_disable_instance },
  { "GET", "/instances/docs", TOKEN, plug_sandbox_get_docs },
  { "GET", "/instances/configuration", TOKEN, plug_sandbox_list_entries },
  { "GET", "/instances/configuration/{config}", TOKEN, plug_sandbox_get_entry },
  { "PATCH", "/instances/configuration/{config}", TOKEN, plug_sandbox_patch_entry },
  { "GET", "/instances/{id}", ACCOUNT, plug_sandbox_get_instance },
  { "PUT PATCH", "/instances/{id}", ACCOUNT, plug_sandbox_update_instance },
  { "DELETE", "/instances/{id}", ACCOUNT, plug_sandbox_delete_instance },
  { "PUT", "/instances/{id}/enabled", ACCOUNT, plug_sandbox_enable_instance },
  { "DELETE", "/instances/{id}/enabled", ACCOUNT, plug_sandbox_disable_instance },
  { "GET", "/instances/{id}/docs", ACCOUNT, plug_sandbox_get_docs },
  { "GET", "/instances/{id}/configuration", ACCOUNT, plug_sandbox_list_entries },
  { "GET", "/instances/{id}/configuration/{config}", ACCOUNT, plug_sandbox_get_entry },
  { "PATCH", "/instances/{id}/configuration/{config}", ACCOUNT, plug_sandbox_patch_entry },

  { "GET", "/formulas/instances", ACCOUNT, plug_sandbox_list_formula_instances },

  { "GET", "/elements", CATALOGUE, plug_sandbox_list_connectors },
  { "GET", "/elements/keys", CATALOGUE, plug_sandbox_list_connector_keys },
  { "GET", "/elements/{key}", CATALOGUE, plug_sandbox_get_connector },
  { "GET", "/elements/{key}/configuration", CATALOGUE, plug_sandbox_get_connector_fields },
  { "GET POST", "/elements/{key}/oauth/url", ACCOUNT, plug_sandbox_get_oauth_url },
  { "GET POST", "/elements/{key}/oauth/token", ACCOUNT, plug_sandbox_get_oauth_token },
  { "GET", "/elements/{key}/instances", ACCOUNT, plug_sandbox_list_connector_instances },
  { "POST", "/elements/{key}/instances", ACCOUNT, plug_sandbox_create_instance },
  { "GET", "/elements/{key}/instances/{id}", ACCOUNT, plug_sandbox_get_instance },
  { "PUT PATCH", "/elements/{key}/instances/{id}", ACCOUNT, plug_sandbox_update_instance },
  { "DELETE", "/elements/{key}/instances/{id}", ACCOUNT, plug_sandbox_delete_instance },
};

static gboolean
path_matches (const char        *pattern,
              const char *const *segments)
{
  g_auto (GStrv) parts = g_strsplit (pattern, "/", -1);
  guint n_parts = g_strv_length (parts);

  if (n_parts != g_strv_length ((char **) segments))
    return FALSE;
  for (guint i = 0; i < n_parts; i++)
    {
      if (parts[i][0] != '{' && strcmp (parts[i], "*") != 0 && strcmp (parts[i], segments[i]) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
method_matches (const char *methods,
                const char *method)
{
  g_auto (GStrv) words = g_strsplit (methods, " ", -1);

  return g_strv_contains ((const char *const *) words, method);
}

static const char *
find_segment (const char        *pattern,
              const char        *placeholder,
              const char *const *segments)
{
  g_auto (GStrv) parts = g_strsplit (pattern, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (strcmp (parts[i], placeholder) == 0)
        return segments[i];
    }
  return NULL;
}

/* What the path names; NULL, or a 404 in the platform's words. */
static PlugSandboxReply *
look_up (PlugSandboxCall        *call,
         const PlugSandboxRoute *route,
         const char *const      *segments)
{
  const char *key = find_segment (route->path, "{key}", segments);
  const char *id = find_segment (route->path, "{id}", segments);
  g_autofree char *message = NULL;

  call->config_id = g_strdup (find_segment (route->path, "{config}", segments));
  call->object_name = g_strdup (find_segment (route->path, "{object}", segments));
  call->record_key = g_strdup (find_segment (route->path, "{record}", segments));
  if (key != NULL)
    call->connector = plug_sandbox_connectors_find (call->tenant->connectors, key);
  if (id != NULL)
    call->instance = plug_sandbox_tenant_find (call->tenant, id);

  if (key != NULL && call->connector == NULL)
    message = g_strdup_printf ("No element found with key or ID %s", key);
  else if (id != NULL && (call->instance == NULL ||
                          (key != NULL && call->instance->connector != call->connector)))
    message = g_strdup_printf ("No element instance found with ID %s", id);
  return message != NULL ? plug_sandbox_reply_new_error (404, message, NULL) : NULL;
}

/* Bodies are limited, typed and parsed before a handler sees them; sections 7.2 and 7.3. */
static PlugSandboxReply *
read_body (PlugSandboxCall *call)
{
  gsize length;
  const char *data = g_bytes_get_data (plug_sandbox_request_get_body (call->request), &length);
  const char *type = plug_sandbox_request_get_header (call->request, "content-type");

  if (length == 0)
    return NULL;
  if (length > MAX_BODY_BYTES)
    return plug_sandbox_reply_new_error (429, "The request body is larger than 8 MB.", NULL);
  if (type == NULL || !g_str_has_prefix (type, "application/json"))
    return plug_sandbox_reply_new_error (415, "Content-Type must be application/json.", NULL);
  call->body = plug_json_parse (data, length, MAX_BODY_BYTES, NULL);
  if (call->body == NULL || !JSON_NODE_HOLDS_OBJECT (call->body))
    return plug_sandbox_reply_new_error (400, "The request body is not a valid JSON object.",
                                         NULL);
  return NULL;
}

static PlugSandboxReply *
run (PlugSandboxCall        *call,
     const PlugSandboxRoute *route,
     const char *const      *segments)
{
  PlugSandboxReply *reply = route->gate (call);

  if (reply == NULL)
    reply = look_up (call, route, segments);
  if (reply == NULL)
    reply = read_body (call);
  if (reply == NULL)
    reply = route->handler (call);
  g_clear_pointer (&call->body, json_node_unref);
  g_clear_pointer (&call->config_id, g_free);
  g_clear_pointer (&call->object_name, g_free);
  g_clear_pointer (&call->record_key, g_free);
  return reply;
}

/* Segments are decoded one by one, so that a slash in a key is not a separator. */
static GStrv
split_path (const char *path)
{
  GStrv segments = g_strsplit (path, "/", -1);

  for (gsize i = 0; segments[i] != NULL; i++)
    {
      char *plain = g_uri_unescape_string (segments[i], NULL);

      if (plain == NULL)
        continue;
      g_free (segments[i]);
      segments[i] = plain;
    }
  return segments;
}

/* plug_sandbox_route:
 * @path: percent-encoded, without /elements/api-v2
 *
 * Does what @request asks for.
 *
 * Returns: (transfer full): the answer */
PlugSandboxReply *
plug_sandbox_route (PlugSandboxTenant        *tenant,
                    const PlugSandboxOptions *options,
                    PlugSandboxRequest       *request,
                    const char               *path)
{
  PlugSandboxCall call = { .tenant = tenant, .options = options, .request = request };
  g_auto (GStrv) segments = split_path (path);
  gboolean known = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      if (!path_matches (routes[i].path, (const char *const *) segments))
        continue;
      known = TRUE;
      if (method_matches (routes[i].methods, plug_sandbox_request_get_method (request)))
        return run (&call, &routes[i], (const char *const *) segments);
    }
  if (known)
    return plug_sandbox_reply_new_error (405, "The method is not allowed for this resource.",
                                         NULL);
  return plug_sandbox_reply_new_error (404, "The resource does not exist.", NULL);
}
