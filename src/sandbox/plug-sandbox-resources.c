/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The resources of the system behind an instance: list, get, create, update, delete. */

#include "config.h"

#include "plug-sandbox-call.h"

#include "plug-sandbox-records.h"

#include <string.h>

static PlugSandboxReply *
reply_record (JsonObject *record)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, record);
  return plug_sandbox_reply_new_json (node);
}

static PlugSandboxReply *
refuse (const char *problem)
{
  return plug_sandbox_reply_new_error (400, "Request failed", problem);
}

static JsonNode *
make_item (PlugSandboxCall *call,
           guint            index,
           gpointer         user_data)
{
  GPtrArray *found = user_data;
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, found->pdata[index]);
  return node;
}

static PlugSandboxReply *
list_records (PlugSandboxCall           *call,
              const PlugSandboxResource *resource)
{
  GPtrArray *records = plug_sandbox_records_get (call->instance, resource);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autofree char *text = plug_sandbox_request_dup_argument (call->request, "where");
  g_autofree char *problem = NULL;
  g_autoptr (PlugSandboxWhere) where = NULL;

  if (text != NULL && *text != '\0')
    {
      where = plug_sandbox_where_new (resource, text, &problem);
      if (where == NULL)
        return refuse (problem);
    }
  for (guint i = 0; i < records->len; i++)
    {
      if (where == NULL || plug_sandbox_where_matches (where, records->pdata[i]))
        g_ptr_array_add (found, records->pdata[i]);
    }
  return plug_sandbox_page (call, found->len, make_item, found);
}

static PlugSandboxReply *
create_record (PlugSandboxCall           *call,
               const PlugSandboxResource *resource)
{
  g_autofree char *problem = NULL;

  if (call->body == NULL)
    return refuse ("a body is required");
  problem = plug_sandbox_records_dup_problem (resource, json_node_get_object (call->body), TRUE);
  if (problem != NULL)
    return refuse (problem);
  return reply_record (plug_sandbox_records_create (call->instance, resource,
                                                    json_node_get_object (call->body)));
}

static PlugSandboxReply *
update_record (PlugSandboxCall           *call,
               const PlugSandboxResource *resource,
               JsonObject                *record)
{
  g_autofree char *problem = NULL;

  if (call->body == NULL)
    return refuse ("a body is required");
  problem = plug_sandbox_records_dup_problem (resource, json_node_get_object (call->body), FALSE);
  if (problem != NULL)
    return refuse (problem);
  plug_sandbox_records_update (resource, record, json_node_get_object (call->body));
  return reply_record (record);
}

static PlugSandboxReply *
deny (PlugSandboxCall           *call,
      const PlugSandboxResource *resource)
{
  if (call->instance->disabled)
    return plug_sandbox_reply_new_error (403, "The element instance is disabled.", NULL);
  if (resource == NULL)
    return plug_sandbox_reply_new_error (404, "This API is not currently supported for this "
                                         "element", NULL);
  return NULL;
}

/* plug_sandbox_use_resource:
 * GET and POST /hubs/{hub}/{object}, whatever the hub; sections 2.7 and 2.8. */
PlugSandboxReply *
plug_sandbox_use_resource (PlugSandboxCall *call)
{
  const PlugSandboxResource *resource;
  PlugSandboxReply *denied;

  resource = plug_sandbox_resource_find (call->instance->connector, call->object_name);
  denied = deny (call, resource);
  if (denied != NULL)
    return denied;
  if (strcmp (plug_sandbox_request_get_method (call->request), "POST") == 0)
    return create_record (call, resource);
  return list_records (call, resource);
}

/* plug_sandbox_use_record:
 * GET, PUT, PATCH and DELETE /hubs/{hub}/{object}/{record}. */
PlugSandboxReply *
plug_sandbox_use_record (PlugSandboxCall *call)
{
  const char *method = plug_sandbox_request_get_method (call->request);
  const PlugSandboxResource *resource;
  PlugSandboxReply *denied;
  JsonObject *record;

  resource = plug_sandbox_resource_find (call->instance->connector, call->object_name);
  denied = deny (call, resource);
  if (denied != NULL)
    return denied;
  record = plug_sandbox_records_find (call->instance, resource, call->record_key);
  if (record == NULL)
    {
      g_autofree char *words = g_strdup_printf ("No %s found with ID %s", resource->name,
                                                call->record_key);

      return plug_sandbox_reply_new_error (404, words, NULL);
    }
  if (strcmp (method, "GET") == 0)
    return reply_record (record);
  if (strcmp (method, "DELETE") != 0)
    return update_record (call, resource, record);
  plug_sandbox_records_remove (call->instance, resource, call->record_key);
  return plug_sandbox_reply_new (200);
}
