/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documentation of an instance, Swagger 2.0 made of its resources; contract section 2.9. */

#include "config.h"

#include "plug-sandbox-call.h"

#include "plug-sandbox-records.h"

#include <string.h>

#define ELEMENT_HEADER "The authorization tokens: 'Element &lt;token&gt;, User &lt;user secret&gt;'"

static JsonObject *
parameter_new (const char *place,
               const char *name,
               const char *type,
               const char *description,
               gboolean    required)
{
  JsonObject *parameter = json_object_new ();

  json_object_set_string_member (parameter, "in", place);
  json_object_set_string_member (parameter, "name", name);
  json_object_set_string_member (parameter, "type", type);
  json_object_set_string_member (parameter, "description", description);
  json_object_set_boolean_member (parameter, "required", required);
  return parameter;
}

static JsonObject *
reference_new (const PlugSandboxResource *resource)
{
  JsonObject *reference = json_object_new ();
  g_autofree char *pointer = g_strconcat ("#/definitions/", resource->name, NULL);

  json_object_set_string_member (reference, "$ref", pointer);
  return reference;
}

static JsonObject *
body_new (const PlugSandboxResource *resource)
{
  JsonObject *parameter = json_object_new ();

  json_object_set_string_member (parameter, "in", "body");
  json_object_set_string_member (parameter, "name", "body");
  json_object_set_boolean_member (parameter, "required", TRUE);
  json_object_set_object_member (parameter, "schema", reference_new (resource));
  return parameter;
}

/* @more: (nullable) (transfer full): a parameter beside the authorization */
static JsonObject *
operation_new (const PlugSandboxResource *resource,
               const char                *verb,
               JsonObject                *more)
{
  JsonObject *operation = json_object_new ();
  JsonArray *parameters = json_array_new ();
  JsonArray *tags = json_array_new ();
  g_autofree char *summary = g_strdup_printf ("%s %s", verb, resource->name);

  json_array_add_string_element (tags, resource->name);
  json_array_add_object_element (parameters, parameter_new ("header", "Authorization", "string",
                                                            ELEMENT_HEADER, TRUE));
  if (more != NULL)
    json_array_add_object_element (parameters, more);
  json_object_set_string_member (operation, "summary", summary);
  json_object_set_array_member (operation, "tags", tags);
  json_object_set_array_member (operation, "parameters", parameters);
  json_object_set_object_member (operation, "responses", json_object_new ());
  return operation;
}

static JsonObject *
list_operation_new (const PlugSandboxResource *resource)
{
  g_autofree char *sample = g_strdup_printf ("%s>'2024-06-01T00:00:00Z'", resource->updated);
  JsonObject *where = parameter_new ("query", "where", "string",
                                     "Which ones, as in SQL: name, comparison, value, AND", FALSE);
  JsonObject *operation = operation_new (resource, "Search for", where);
  JsonArray *parameters = json_object_get_array_member (operation, "parameters");

  json_object_set_string_member (where, "x-samplevalue", sample);
  json_array_add_object_element (parameters, parameter_new ("query", "pageSize", "integer",
                                                            "How many at a time", FALSE));
  json_array_add_object_element (parameters, parameter_new ("query", "nextPage", "string",
                                                            "The token of the page", FALSE));
  return operation;
}

static void
add_paths (JsonObject                *paths,
           PlugSandboxConnector      *connector,
           const PlugSandboxResource *resource)
{
  g_autofree char *all = g_strdup_printf ("/hubs/%s/%s", connector->hub, resource->name);
  g_autofree char *one = g_strconcat (all, "/{key}", NULL);
  JsonObject *of_all = json_object_new ();
  JsonObject *of_one = json_object_new ();
  JsonArray *parameters = json_array_new ();
  JsonObject *key = parameter_new ("path", "key", "string", "The record’s key", TRUE);

  json_object_set_object_member (of_all, "get", list_operation_new (resource));
  json_object_set_object_member (of_all, "post",
                                 operation_new (resource, "Create one of", body_new (resource)));
  json_object_set_string_member (key, "x-samplevalue", resource->columns[0].sample);
  json_array_add_object_element (parameters, key);
  json_object_set_array_member (of_one, "parameters", parameters);
  json_object_set_object_member (of_one, "get", operation_new (resource, "Get one of", NULL));
  json_object_set_object_member (of_one, "patch",
                                 operation_new (resource, "Change one of", body_new (resource)));
  json_object_set_object_member (of_one, "delete",
                                 operation_new (resource, "Delete one of", NULL));
  json_object_set_object_member (paths, all, of_all);
  json_object_set_object_member (paths, one, of_one);
}

static gboolean
is_read_only (const PlugSandboxResource *resource,
              const PlugSandboxColumn   *column)
{
  return column == resource->columns || strcmp (column->name, resource->created) == 0 ||
         strcmp (column->name, resource->updated) == 0;
}

static JsonObject *
definition_new (const PlugSandboxResource *resource)
{
  JsonObject *definition = json_object_new ();
  JsonObject *properties = json_object_new ();

  for (const PlugSandboxColumn *column = resource->columns; column->name != NULL; column++)
    {
      JsonObject *property = json_object_new ();

      json_object_set_string_member (property, "type", column->type);
      if (column->format != NULL)
        json_object_set_string_member (property, "format", column->format);
      json_object_set_string_member (property, "x-samplevalue", column->sample);
      if (is_read_only (resource, column))
        json_object_set_boolean_member (property, "readOnly", TRUE);
      json_object_set_object_member (properties, column->name, property);
    }
  json_object_set_string_member (definition, "type", "object");
  json_object_set_object_member (definition, "properties", properties);
  return definition;
}

static JsonObject *
info_new (PlugSandboxConnector *connector)
{
  JsonObject *info = json_object_new ();

  json_object_set_string_member (info, "title", connector->name);
  json_object_set_string_member (info, "version", "api-v2");
  json_object_set_string_member (info, "x-element-key", connector->key);
  json_object_set_string_member (info, "x-element-hub", connector->hub);
  return info;
}

/* plug_sandbox_get_docs:
 * GET /instances/{id}/docs and /instances/docs; a connector without resources has a ping alone. */
PlugSandboxReply *
plug_sandbox_get_docs (PlugSandboxCall *call)
{
  PlugSandboxConnector *connector = call->instance->connector;
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *root = json_object_new ();
  JsonObject *paths = json_object_new ();
  JsonObject *definitions = json_object_new ();
  JsonObject *ping = json_object_new ();
  const PlugSandboxResource *resource;
  static const PlugSandboxResource ping_resource = { .name = "ping" };

  for (guint i = 0; (resource = plug_sandbox_resource_at (connector, i)) != NULL; i++)
    {
      add_paths (paths, connector, resource);
      json_object_set_object_member (definitions, resource->name, definition_new (resource));
    }
  json_object_set_object_member (ping, "get", operation_new (&ping_resource, "Call", NULL));
  json_object_set_object_member (paths, "/ping", ping);
  json_object_set_string_member (root, "swagger", "2.0");
  json_object_set_string_member (root, "basePath", "/elements/api-v2");
  json_object_set_object_member (root, "info", info_new (connector));
  json_object_set_object_member (root, "paths", paths);
  json_object_set_object_member (root, "definitions", definitions);
  json_node_take_object (node, root);
  return plug_sandbox_reply_new_json (node);
}
