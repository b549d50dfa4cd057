/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connector catalogue; contract section 3.1. */

#include "config.h"

#include "plug-sandbox-call.h"

static JsonNode *
make_connector (PlugSandboxCall *call,
                guint            index,
                gpointer         user_data)
{
  return plug_sandbox_connector_to_json (g_ptr_array_index (call->tenant->connectors, index),
                                         *(gboolean *) user_data);
}

static JsonNode *
make_key (PlugSandboxCall *call,
          guint            index,
          gpointer         user_data)
{
  PlugSandboxConnector *connector = g_ptr_array_index (call->tenant->connectors, index);
  JsonNode *node = json_node_new (JSON_NODE_VALUE);

  json_node_set_string (node, connector->key);
  return node;
}

/* plug_sandbox_list_connectors:
 * GET /elements, with or without abridged=true. */
PlugSandboxReply *
plug_sandbox_list_connectors (PlugSandboxCall *call)
{
  g_autofree char *argument = plug_sandbox_request_dup_argument (call->request, "abridged");
  gboolean abridged = g_strcmp0 (argument, "true") == 0;

  return plug_sandbox_page (call, call->tenant->connectors->len, make_connector, &abridged);
}

/* plug_sandbox_list_connector_keys:
 * GET /elements/keys. */
PlugSandboxReply *
plug_sandbox_list_connector_keys (PlugSandboxCall *call)
{
  return plug_sandbox_page (call, call->tenant->connectors->len, make_key, NULL);
}

/* plug_sandbox_get_connector:
 * GET /elements/{key}, with the configuration. */
PlugSandboxReply *
plug_sandbox_get_connector (PlugSandboxCall *call)
{
  return plug_sandbox_reply_new_json (plug_sandbox_connector_to_json (call->connector, FALSE));
}

/* plug_sandbox_get_connector_fields:
 * GET /elements/{key}/configuration. */
PlugSandboxReply *
plug_sandbox_get_connector_fields (PlugSandboxCall *call)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "configuration",
                                json_array_ref (call->connector->fields));
  json_node_take_object (node, object);
  return plug_sandbox_reply_new_json (node);
}
