/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formula instances, as far as they need an instance; contract section 6.1. */

#include "config.h"

#include "plug-sandbox-call.h"

#include "plug-json.h"

static JsonObject *
use_new (const char *name,
         guint       index)
{
  JsonObject *object = json_object_new ();
  JsonObject *formula = json_object_new ();

  json_object_set_int_member (formula, "id", 7000 + index);
  json_object_set_boolean_member (formula, "active", TRUE);
  json_object_set_int_member (object, "id", 9000 + index);
  json_object_set_string_member (object, "name", name);
  json_object_set_boolean_member (object, "active", TRUE);
  json_object_set_object_member (object, "formula", formula);
  return object;
}

/* plug_sandbox_list_formula_instances:
 * GET /formulas/instances?elementInstanceId=…; none is a 404. */
PlugSandboxReply *
plug_sandbox_list_formula_instances (PlugSandboxCall *call)
{
  g_autofree char *id = plug_sandbox_request_dup_argument (call->request, "elementInstanceId");
  PlugSandboxInstance *instance = plug_sandbox_tenant_find (call->tenant, id);
  JsonNode *node;
  JsonArray *array;

  if (instance == NULL || instance->uses == NULL || instance->uses[0] == NULL)
    return plug_sandbox_reply_new_error (404, "No formula instances found", NULL);
  array = json_array_new ();
  for (guint i = 0; instance->uses[i] != NULL; i++)
    json_array_add_object_element (array, use_new (instance->uses[i], i));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  return plug_sandbox_reply_new_json (node);
}
