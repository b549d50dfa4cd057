/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An instance's configuration, entry by entry; contract section 2.5. */

#include "config.h"

#include "plug-sandbox-call.h"

#include "plug-json.h"

/* Entries of the connector's own fields; those a request made up have their place behind. */
static gint64
entry_id (PlugSandboxInstance *instance,
          const char          *key,
          guint                index)
{
  JsonObject *field = plug_sandbox_connector_find_field (instance->connector, key);
  gint64 local = field != NULL ? plug_json_get_int (field, "displayOrder", 0) : 500 + index;

  return instance->id * 1000 + local;
}

static JsonObject *
entry_new (PlugSandboxInstance *instance,
           const char          *key,
           guint                index)
{
  JsonObject *field = plug_sandbox_connector_find_field (instance->connector, key);
  JsonObject *entry = json_object_new ();
  const char *name = field != NULL ? plug_json_get_string (field, "name") : key;

  json_object_set_int_member (entry, "id", entry_id (instance, key, index));
  json_object_set_string_member (entry, "key", key);
  json_object_set_string_member (entry, "name", name);
  json_object_set_string_member (entry, "description", name);
  json_object_set_member (entry, "propertyValue",
                          json_object_dup_member (instance->configuration, key));
  json_object_set_string_member (entry, "type",
                                 field != NULL ? plug_json_get_string (field, "type")
                                               : "TEXTFIELD_128");
  json_object_set_boolean_member (entry, "active", TRUE);
  json_object_set_boolean_member (entry, "required",
                                  field != NULL &&
                                    plug_json_get_boolean (field, "required", FALSE));
  json_object_set_boolean_member (entry, "hideFromConsole",
                                  field != NULL &&
                                    plug_json_get_boolean (field, "hideFromConsole", FALSE));
  return entry;
}

static JsonArray *
entries_new (PlugSandboxInstance *instance)
{
  g_autoptr (GList) keys = json_object_get_members (instance->configuration);
  JsonArray *entries = json_array_new ();
  guint index = 0;

  for (GList *l = keys; l != NULL; l = l->next)
    json_array_add_object_element (entries, entry_new (instance, l->data, index++));
  return entries;
}

/* plug_sandbox_list_entries:
 * GET /instances/{id}/configuration. */
PlugSandboxReply *
plug_sandbox_list_entries (PlugSandboxCall *call)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, entries_new (call->instance));
  return plug_sandbox_reply_new_json (node);
}

static JsonObject *
find_entry (PlugSandboxCall *call)
{
  g_autoptr (JsonArray) entries = entries_new (call->instance);

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      g_autofree char *id = plug_json_dup_id (entry, "id");

      if (g_strcmp0 (id, call->config_id) == 0)
        return json_object_ref (entry);
    }
  return NULL;
}

static PlugSandboxReply *
entry_not_found (PlugSandboxCall *call)
{
  g_autofree char *message =
    g_strdup_printf ("No configuration found with ID %s", call->config_id);

  return plug_sandbox_reply_new_error (404, message, NULL);
}

/* plug_sandbox_get_entry:
 * GET /instances/{id}/configuration/{configId}. */
PlugSandboxReply *
plug_sandbox_get_entry (PlugSandboxCall *call)
{
  JsonObject *entry = find_entry (call);
  JsonNode *node;

  if (entry == NULL)
    return entry_not_found (call);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, entry);
  return plug_sandbox_reply_new_json (node);
}

/* plug_sandbox_patch_entry:
 * PATCH of one entry with a new propertyValue; the rest of the body is not looked at. */
PlugSandboxReply *
plug_sandbox_patch_entry (PlugSandboxCall *call)
{
  g_autoptr (JsonObject) entry = find_entry (call);
  JsonObject *body = call->body != NULL ? json_node_get_object (call->body) : NULL;

  if (entry == NULL)
    return entry_not_found (call);
  if (body == NULL || !json_object_has_member (body, "propertyValue"))
    return plug_sandbox_reply_new_error (400, "Missing required field: propertyValue", NULL);
  plug_sandbox_instance_set_value (call->instance, plug_json_get_string (entry, "key"),
                                   json_object_get_member (body, "propertyValue"));
  plug_sandbox_tenant_save (call->tenant);
  return plug_sandbox_get_entry (call);
}
