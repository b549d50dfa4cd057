/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the API does with instances; contract section 2. */

#include "config.h"

#include "plug-sandbox-call.h"

#include "plug-json.h"

#include <string.h>

static void
set_zeros (JsonObject *object)
{
  json_object_set_int_member (object, "maxCacheSize", 0);
  json_object_set_int_member (object, "cacheTimeToLive", 0);
}

static gboolean
has_events (PlugSandboxInstance *instance)
{
  const char *value = plug_json_get_string (instance->configuration, "event.notification.enabled");

  return g_strcmp0 (value, "true") == 0;
}

static JsonArray *
tags_new (PlugSandboxInstance *instance)
{
  JsonArray *tags = json_array_new ();

  for (guint i = 0; i < instance->tags->len; i++)
    json_array_add_string_element (tags, g_ptr_array_index (instance->tags, i));
  return tags;
}

static void
add_identity (JsonObject          *object,
              PlugSandboxTenant   *tenant,
              PlugSandboxInstance *instance,
              gboolean             with_date)
{
  g_autoptr (GDateTime) created = g_date_time_new_from_unix_utc (instance->created);
  g_autofree char *date = g_date_time_format (created, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *token = plug_sandbox_tenant_dup_token (tenant, instance);

  json_object_set_int_member (object, "id", instance->id);
  json_object_set_string_member (object, "name", instance->name);
  if (with_date)
    json_object_set_string_member (object, "createdDate", date);
  json_object_set_string_member (object, "token", token);
  json_object_set_object_member (object, "element",
                                 json_object_ref (instance->connector->summary));
  json_object_set_int_member (object, "elementId", instance->connector->id);
  json_object_set_array_member (object, "tags", tags_new (instance));
}

/* plug_sandbox_instance_to_json:
 * @with_date: createdDate is in some replies and not in others
 * @hydrate: whether the configuration is in it
 *
 * Returns: (transfer full): the instance; contract section 2.3 */
JsonNode *
plug_sandbox_instance_to_json (PlugSandboxTenant   *tenant,
                               PlugSandboxInstance *instance,
                               gboolean             with_date,
                               gboolean             hydrate)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonObject *user = json_object_new ();

  add_identity (object, tenant, instance, with_date);
  json_object_set_array_member (object, "provisionInteractions", json_array_new ());
  json_object_set_boolean_member (object, "valid", TRUE);
  json_object_set_boolean_member (object, "disabled", instance->disabled);
  set_zeros (object);
  if (hydrate)
    json_object_set_object_member (object, "configuration",
                                   json_object_ref (instance->configuration));
  json_object_set_boolean_member (object, "eventsEnabled", has_events (instance));
  json_object_set_boolean_member (object, "traceLoggingEnabled", FALSE);
  json_object_set_boolean_member (object, "cachingEnabled", FALSE);
  json_object_set_string_member (object, "externalAuthentication", "none");
  json_object_set_int_member (user, "id", 160673);
  json_object_set_object_member (object, "user", user);
  json_node_take_object (node, object);
  return node;
}

static PlugSandboxReply *
reply_instance (PlugSandboxCall *call)
{
  return plug_sandbox_reply_new_json (
    plug_sandbox_instance_to_json (call->tenant, call->instance, TRUE, TRUE));
}

static gboolean
is_filled (JsonObject *configuration,
           const char *key)
{
  JsonNode *node =
    configuration != NULL ? json_object_get_member (configuration, key) : NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return FALSE;
  return json_node_get_value_type (node) != G_TYPE_STRING || *json_node_get_string (node) != '\0';
}

/* A field with a group name counts when the connector's selector chose that group; section 3.3. */
static gboolean
is_selected (PlugSandboxConnector *connector,
             JsonObject           *field,
             JsonObject           *configuration)
{
  const char *group = plug_json_get_string (field, "groupName");

  if (group == NULL)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (connector->fields); i++)
    {
      JsonObject *selector = json_array_get_object_element (connector->fields, i);
      const char *key = plug_json_get_string (selector, "key");
      const char *value;

      if (!plug_json_get_boolean (selector, "groupControl", FALSE))
        continue;
      value = is_filled (configuration, key) ? plug_json_get_string (configuration, key)
                                             : plug_json_get_string (selector, "defaultValue");
      return g_strcmp0 (value, group) == 0;
    }
  return TRUE;
}

/* With a refresh token from elsewhere there is nothing to exchange; section 4.4. */
static gboolean
is_external (JsonObject *body)
{
  return g_strcmp0 (plug_json_get_string (body, "externalAuthentication"), "initial") == 0;
}

static gboolean
is_needed (JsonObject *field,
           JsonObject *body)
{
  if (is_external (body) &&
      g_strcmp0 (plug_json_get_string (field, "key"), "oauth.callback.url") == 0)
    return FALSE;
  return plug_json_get_boolean (field, "required", FALSE) &&
         plug_json_get_string (field, "defaultValue") == NULL;
}

static char *
dup_missing_fields (PlugSandboxConnector *connector,
                    JsonObject           *body)
{
  JsonObject *configuration = plug_json_get_object (body, "configuration");
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (connector->fields); i++)
    {
      JsonObject *field = json_array_get_object_element (connector->fields, i);
      const char *key = plug_json_get_string (field, "key");

      if (is_needed (field, body) &&
          is_selected (connector, field, configuration) && !is_filled (configuration, key))
        g_ptr_array_add (missing, (gpointer) key);
    }
  if (is_external (body) && !is_filled (configuration, "oauth.user.refresh_token"))
    g_ptr_array_add (missing, (gpointer) "oauth.user.refresh_token");
  if (missing->len == 0)
    return NULL;
  g_ptr_array_add (missing, NULL);
  return g_strjoinv (", ", (char **) missing->pdata);
}

/* The connector a body names by key or id, where the path does not; section 2.2. */
static PlugSandboxConnector *
find_connector (PlugSandboxCall *call,
                JsonObject      *body)
{
  JsonObject *element = plug_json_get_object (body, "element");
  g_autofree char *id = element != NULL ? plug_json_dup_id (element, "id") : NULL;
  const char *key = element != NULL ? plug_json_get_string (element, "key") : NULL;

  return plug_sandbox_connectors_find (call->tenant->connectors, key != NULL ? key : id);
}

static PlugSandboxReply *
check_connector (PlugSandboxCall *call,
                 JsonObject      *body)
{
  g_autofree char *message = NULL;
  const char *key;

  if (call->connector == NULL)
    call->connector = find_connector (call, body);
  if (call->connector != NULL)
    return NULL;
  if (plug_json_get_object (body, "element") == NULL)
    return plug_sandbox_reply_new_error (400, "Missing required field: element", NULL);
  key = plug_json_get_string (plug_json_get_object (body, "element"), "key");
  message = g_strdup_printf ("No element found with key or ID %s", key != NULL ? key : "null");
  return plug_sandbox_reply_new_error (404, message, NULL);
}

static gboolean
lacks_answer (PlugSandboxConnector *connector,
              JsonObject           *body)
{
  JsonObject *provider = plug_json_get_object (body, "providerData");
  gboolean first = strcmp (connector->authentication, "oauth1") == 0;

  if ((!first && strcmp (connector->authentication, "oauth2") != 0) || is_external (body))
    return FALSE;
  return plug_json_get_string (provider, first ? "oauth_verifier" : "code") == NULL;
}

/* NULL when there is nothing to exchange, or when it went well. */
static PlugSandboxReply *
exchange (PlugSandboxCall *call,
          JsonObject      *body)
{
  JsonObject *provider = plug_json_get_object (body, "providerData");
  PlugSandboxGrant *grant = NULL;
  const char *refusal;

  if (is_external (body) || (strcmp (call->connector->authentication, "oauth1") != 0 &&
                             strcmp (call->connector->authentication, "oauth2") != 0))
    return NULL;
  refusal = plug_sandbox_grants_check (call->tenant->grants, call->connector, provider,
                                       plug_json_get_object (body, "configuration"), &grant);
  if (refusal != NULL)
    return plug_sandbox_reply_new_error (400, "Request failed", refusal);
  grant->spent = TRUE;
  return NULL;
}

static PlugSandboxReply *
check_body (PlugSandboxCall *call,
            JsonObject      *body)
{
  PlugSandboxReply *reply = check_connector (call, body);
  g_autofree char *missing = NULL;
  g_autofree char *message = NULL;
  const char *name = plug_json_get_string (body, "name");

  if (reply != NULL)
    return reply;
  if (name == NULL || *name == '\0')
    return plug_sandbox_reply_new_error (400, "Missing required field: name", NULL);
  if (lacks_answer (call->connector, body))
    return plug_sandbox_reply_new_error (
      400, "You must provide an OAuth code in order to create an instance of this element", NULL);
  missing = dup_missing_fields (call->connector, body);
  if (missing == NULL)
    return exchange (call, body);
  message = g_strdup_printf ("Missing required configuration: %s", missing);
  return plug_sandbox_reply_new_error (400, message, NULL);
}

/* With retrieveObjectsAfterInstantiation the reply names the vendor's objects; section 2.2. */
static void
add_objects (PlugSandboxCall  *call,
             PlugSandboxReply *reply)
{
  JsonArray *objects = json_array_new ();

  for (guint i = 0; i < json_array_get_length (call->connector->objects); i++)
    {
      JsonObject *object = json_object_new ();
      const char *name = json_array_get_string_element (call->connector->objects, i);

      json_object_set_string_member (object, "name", name);
      json_object_set_string_member (object, "vendorName", name);
      json_object_set_string_member (object, "type", "vendor");
      json_array_add_object_element (objects, object);
    }
  json_object_set_array_member (json_node_get_object (reply->json), "objects", objects);
}

/* plug_sandbox_create_instance:
 * POST /instances and POST /elements/{key}/instances; equal names are allowed. */
PlugSandboxReply *
plug_sandbox_create_instance (PlugSandboxCall *call)
{
  JsonObject *body = call->body != NULL ? json_node_get_object (call->body) : NULL;
  PlugSandboxReply *reply;

  if (body == NULL)
    return plug_sandbox_reply_new_error (400, "The request body is not a valid JSON object.",
                                         NULL);
  reply = check_body (call, body);
  if (reply != NULL)
    return reply;

  call->instance = plug_sandbox_tenant_create (call->tenant, call->connector,
                                               plug_json_get_string (body, "name"),
                                               plug_json_get_object (body, "configuration"));
  plug_sandbox_instance_add_tags (call->instance, plug_json_get_array (body, "tags"));
  plug_sandbox_tenant_save (call->tenant);

  reply = reply_instance (call);
  if (plug_json_get_boolean (body, "retrieveObjectsAfterInstantiation", FALSE))
    add_objects (call, reply);
  return reply;
}

static gboolean
contains (const char *haystack,
          const char *needle)
{
  g_autofree char *folded_haystack = g_utf8_casefold (haystack, -1);
  g_autofree char *folded_needle = g_utf8_casefold (needle, -1);

  return strstr (folded_haystack, folded_needle) != NULL;
}

static gboolean
is_wanted (PlugSandboxInstance *instance,
           GPtrArray           *tags,
           const char          *search)
{
  for (guint i = 0; i < tags->len; i++)
    {
      if (!plug_sandbox_instance_has_tag (instance, g_ptr_array_index (tags, i)))
        return FALSE;
    }
  return search == NULL || *search == '\0' || contains (instance->name, search) ||
         contains (instance->connector->key, search);
}

static gboolean
wants_hydration (PlugSandboxCall *call)
{
  g_autofree char *hydrate = plug_sandbox_request_dup_argument (call->request, "hydrate");

  return !call->options->list_bare && g_strcmp0 (hydrate, "false") != 0;
}

typedef struct {
  GPtrArray *found; /* PlugSandboxInstance */
  gboolean with_date;
  gboolean hydrate;
} PlugSandboxList;

static JsonNode *
make_instance (PlugSandboxCall *call,
               guint            index,
               gpointer         user_data)
{
  PlugSandboxList *list = user_data;

  return plug_sandbox_instance_to_json (call->tenant, g_ptr_array_index (list->found, index),
                                        list->with_date, list->hydrate);
}

static PlugSandboxReply *
reply_found (PlugSandboxCall *call,
             GPtrArray       *found,
             gboolean         with_date)
{
  PlugSandboxList list = { found, with_date, wants_hydration (call) };

  if (found->len == 0)
    return plug_sandbox_reply_new_error (404, "No element instances found", NULL);
  return plug_sandbox_page (call, found->len, make_instance, &list);
}

/* plug_sandbox_list_instances:
 * GET /instances; nothing found is a 404, not an empty array; section 2.4. */
PlugSandboxReply *
plug_sandbox_list_instances (PlugSandboxCall *call)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GPtrArray) tags = plug_sandbox_request_list_arguments (call->request, "tags[]");
  g_autofree char *search = plug_sandbox_request_dup_argument (call->request, "searchText");

  for (guint i = 0; i < call->tenant->instances->len; i++)
    {
      PlugSandboxInstance *instance = g_ptr_array_index (call->tenant->instances, i);

      if (is_wanted (instance, tags, search))
        g_ptr_array_add (found, instance);
    }
  return reply_found (call, found, call->options->list_dates);
}

/* plug_sandbox_list_connector_instances:
 * GET /elements/{key}/instances, always with createdDate. */
PlugSandboxReply *
plug_sandbox_list_connector_instances (PlugSandboxCall *call)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < call->tenant->instances->len; i++)
    {
      PlugSandboxInstance *instance = g_ptr_array_index (call->tenant->instances, i);

      if (instance->connector == call->connector)
        g_ptr_array_add (found, instance);
    }
  return reply_found (call, found, TRUE);
}

/* plug_sandbox_get_instance_count:
 * GET /instances/count. */
PlugSandboxReply *
plug_sandbox_get_instance_count (PlugSandboxCall *call)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonObject *by_key = json_object_new ();

  for (guint i = 0; i < call->tenant->instances->len; i++)
    {
      PlugSandboxInstance *instance = g_ptr_array_index (call->tenant->instances, i);
      const char *key = instance->connector->key;

      json_object_set_int_member (by_key, key, plug_json_get_int (by_key, key, 0) + 1);
    }
  json_object_set_int_member (object, "totalInstances", call->tenant->instances->len);
  json_object_set_object_member (object, "elementInstances", by_key);
  json_node_take_object (node, object);
  return plug_sandbox_reply_new_json (node);
}

/* plug_sandbox_get_instance:
 * GET /instances/{id}. */
PlugSandboxReply *
plug_sandbox_get_instance (PlugSandboxCall *call)
{
  return reply_instance (call);
}

/* A PUT of what would create the instance is a new authentication; section 2.6. Whether the token
 * changes then is not documented. */
static gboolean
is_new_authentication (PlugSandboxCall *call,
                       JsonObject      *body)
{
  return g_str_equal (plug_sandbox_request_get_method (call->request), "PUT") &&
         plug_json_get_object (body, "element") != NULL &&
         plug_json_get_object (body, "configuration") != NULL;
}

/* plug_sandbox_update_instance:
 * PUT and PATCH: members that are there replace, tags all together, configuration entry by
 * entry; the id stays; section 2.6. */
PlugSandboxReply *
plug_sandbox_update_instance (PlugSandboxCall *call)
{
  JsonObject *body = call->body != NULL ? json_node_get_object (call->body) : NULL;
  PlugSandboxConnector *connector;
  const char *name;

  if (body == NULL)
    return plug_sandbox_reply_new_error (400, "The request body is not a valid JSON object.",
                                         NULL);
  connector = find_connector (call, body);
  if (connector != NULL)
    call->instance->connector = connector;
  else if (plug_json_get_object (body, "element") != NULL)
    return plug_sandbox_reply_new_error (404, "No element found with that key or ID", NULL);
  plug_sandbox_instance_set_tags (call->instance, plug_json_get_array (body, "tags"));
  name = plug_json_get_string (body, "name");
  if (name != NULL && *name != '\0')
    plug_sandbox_instance_set_name (call->instance, name);
  plug_sandbox_instance_merge (call->instance, plug_json_get_object (body, "configuration"));
  if (is_new_authentication (call, body))
    {
      call->instance->ping = PLUG_SANDBOX_PING_OK;
      call->instance->rotation += call->options->rotating;
    }
  plug_sandbox_tenant_save (call->tenant);
  return reply_instance (call);
}

/* plug_sandbox_delete_instance:
 * DELETE: 200 and an empty body; 409 while something needs it. */
PlugSandboxReply *
plug_sandbox_delete_instance (PlugSandboxCall *call)
{
  if (call->instance->uses != NULL && call->instance->uses[0] != NULL)
    return plug_sandbox_reply_new_error (409, "The element instance is used by a formula instance.",
                                         NULL);
  plug_sandbox_tenant_remove (call->tenant, call->instance);
  call->instance = NULL;
  return plug_sandbox_reply_new (200);
}

static PlugSandboxReply *
set_disabled (PlugSandboxCall *call,
              gboolean         disabled)
{
  call->instance->disabled = disabled;
  plug_sandbox_tenant_save (call->tenant);
  return plug_sandbox_reply_new (200);
}

/* plug_sandbox_enable_instance:
 * PUT …/enabled; section 2.7. */
PlugSandboxReply *
plug_sandbox_enable_instance (PlugSandboxCall *call)
{
  return set_disabled (call, FALSE);
}

/* plug_sandbox_disable_instance:
 * DELETE …/enabled; section 2.7. */
PlugSandboxReply *
plug_sandbox_disable_instance (PlugSandboxCall *call)
{
  return set_disabled (call, TRUE);
}
