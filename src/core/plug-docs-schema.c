/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A schema of Swagger 2.0, and a value that is made after it. A document is foreign: references
 * may go round in circles, lead nowhere, or multiply. */

#include "config.h"

#include "plug-docs-private.h"

#include <string.h>

#include "plug-json.h"

#define MAX_CHAIN 16   /* references to references */
#define MAX_DEPTH 8
#define MAX_NODES 2000 /* of a sample */

typedef struct {
  JsonObject *root;
  GPtrArray *open; /* schemas a sample is being made of: none is in itself */
  guint n_nodes;
} Sampler;

static JsonNode *sample_schema (Sampler  *sampler,
                                JsonNode *node,
                                guint     depth);

static char *
dup_pointer_part (const char *part)
{
  g_autofree char *plain = g_uri_unescape_string (part, NULL);
  GString *text = g_string_new (plain != NULL ? plain : part);

  g_string_replace (text, "~1", "/", 0);
  g_string_replace (text, "~0", "~", 0);
  return g_string_free (text, FALSE);
}

/* Of this document alone: another file or address is not followed. */
static JsonObject *
look_up (JsonObject *root,
         const char *pointer)
{
  g_auto (GStrv) parts = NULL;
  JsonObject *object = root;

  if (!g_str_has_prefix (pointer, "#/"))
    return NULL;
  parts = g_strsplit (pointer + 2, "/", MAX_CHAIN);
  for (guint i = 0; parts[i] != NULL && object != NULL; i++)
    {
      g_autofree char *part = dup_pointer_part (parts[i]);

      object = plug_json_get_object (object, part);
    }
  return object;
}

/* plug_docs_resolve:
 * @root: the document
 * @node: (nullable): an object, or a reference to one
 *
 * Returns: (transfer none) (nullable): the object; NULL when there is none, or only references */
JsonObject *
plug_docs_resolve (JsonObject *root,
                   JsonNode   *node)
{
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  object = json_node_get_object (node);
  for (guint i = 0; i < MAX_CHAIN && object != NULL; i++)
    {
      const char *pointer = plug_json_get_string (object, "$ref");

      if (pointer == NULL)
        return object;
      object = look_up (root, pointer);
    }
  return NULL;
}

/* plug_docs_given_sample:
 * Returns: (transfer none) (nullable): what the document itself gives as a value for @schema */
JsonNode *
plug_docs_given_sample (JsonObject *schema)
{
  static const char *members[] = { "x-samplevalue", "example", "default" };
  JsonArray *choices = plug_json_get_array (schema, "enum");

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonNode *node = json_object_get_member (schema, members[i]);

      if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
        return node;
    }
  return choices != NULL && json_array_get_length (choices) > 0
           ? json_array_get_element (choices, 0)
           : NULL;
}

static JsonNode *
string_node_new (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

/* Samples are often written as text, whatever the type says. */
static JsonNode *
sample_as_type (JsonNode   *sample,
                const char *type)
{
  const char *text;
  char *end = NULL;

  if (!JSON_NODE_HOLDS_VALUE (sample) || json_node_get_value_type (sample) != G_TYPE_STRING)
    return json_node_copy (sample);
  text = json_node_get_string (sample);
  if (g_strcmp0 (type, "boolean") == 0 && (g_str_equal (text, "true") ||
                                           g_str_equal (text, "false")))
    return json_node_init_boolean (json_node_alloc (), text[0] == 't');
  if (g_strcmp0 (type, "integer") == 0)
    {
      gint64 number = g_ascii_strtoll (text, &end, 10);

      if (end != text && *end == '\0')
        return json_node_init_int (json_node_alloc (), number);
    }
  else if (g_strcmp0 (type, "number") == 0)
    {
      double number = g_ascii_strtod (text, &end);

      if (end != text && *end == '\0' && number - number == 0)
        return json_node_init_double (json_node_alloc (), number);
    }
  return json_node_copy (sample);
}

static JsonNode *
sample_scalar (JsonObject *schema,
               const char *type)
{
  const char *format = plug_json_get_string (schema, "format");

  if (g_strcmp0 (type, "integer") == 0 || g_strcmp0 (type, "number") == 0)
    return json_node_init_int (json_node_alloc (), 0);
  if (g_strcmp0 (type, "boolean") == 0)
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (g_strcmp0 (type, "string") != 0)
    return json_node_init_null (json_node_alloc ());
  if (g_strcmp0 (format, "date-time") == 0)
    return string_node_new ("2026-01-31T12:00:00Z");
  if (g_strcmp0 (format, "date") == 0)
    return string_node_new ("2026-01-31");
  return string_node_new ("");
}

static void
add_properties (Sampler    *sampler,
                JsonObject *schema,
                JsonObject *target,
                guint       depth)
{
  JsonObject *properties = plug_json_get_object (schema, "properties");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (properties == NULL)
    return;
  json_object_iter_init_ordered (&iter, properties);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      JsonObject *property = plug_docs_resolve (sampler->root, node);
      JsonNode *value;

      if (property == NULL || plug_json_get_boolean (property, "readOnly", FALSE))
        continue;
      value = sample_schema (sampler, node, depth + 1);
      if (value != NULL)
        json_object_set_member (target, name, value);
    }
}

static void
add_parts (Sampler    *sampler,
           JsonObject *schema,
           JsonObject *target,
           guint       depth)
{
  JsonArray *parts = plug_json_get_array (schema, "allOf");

  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      g_autoptr (JsonNode) part = sample_schema (sampler, json_array_get_element (parts, i),
                                                 depth + 1);
      JsonObjectIter iter;
      const char *name;
      JsonNode *node;

      if (part == NULL || !JSON_NODE_HOLDS_OBJECT (part))
        continue;
      json_object_iter_init_ordered (&iter, json_node_get_object (part));
      while (json_object_iter_next_ordered (&iter, &name, &node))
        json_object_set_member (target, name, json_node_copy (node));
    }
}

static JsonNode *
sample_object (Sampler    *sampler,
               JsonObject *schema,
               guint       depth)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  add_parts (sampler, schema, object, depth);
  add_properties (sampler, schema, object, depth);
  json_node_take_object (node, object);
  return node;
}

static JsonNode *
sample_array (Sampler    *sampler,
              JsonObject *schema,
              guint       depth)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  JsonNode *item = NULL;

  if (json_object_has_member (schema, "items"))
    item = sample_schema (sampler, json_object_get_member (schema, "items"), depth + 1);
  if (item != NULL)
    json_array_add_element (array, item);
  json_node_take_array (node, array);
  return node;
}

/* NULL for what is in itself, leads nowhere, or is too deep: such a member is left out. */
static JsonNode *
sample_schema (Sampler  *sampler,
               JsonNode *node,
               guint     depth)
{
  JsonObject *schema = plug_docs_resolve (sampler->root, node);
  const char *type;
  JsonNode *given, *sample;

  if (schema == NULL || depth > MAX_DEPTH || sampler->n_nodes >= MAX_NODES ||
      g_ptr_array_find (sampler->open, schema, NULL))
    return NULL;
  sampler->n_nodes++;
  type = plug_json_get_string (schema, "type");
  given = plug_docs_given_sample (schema);
  if (given != NULL)
    return sample_as_type (given, type);
  g_ptr_array_add (sampler->open, schema);
  if (g_strcmp0 (type, "array") == 0)
    sample = sample_array (sampler, schema, depth);
  else if (g_strcmp0 (type, "object") == 0 || json_object_has_member (schema, "properties") ||
           json_object_has_member (schema, "allOf"))
    sample = sample_object (sampler, schema, depth);
  else
    sample = sample_scalar (schema, type);
  g_ptr_array_set_size (sampler->open, (int) sampler->open->len - 1);
  return sample;
}

/* plug_docs_dup_sample_of:
 * @schema: (nullable): of a body
 *
 * What is only read is not in it. No more than 2,000 values, eight levels deep.
 *
 * Returns: (transfer full): JSON to begin with, "{}" when nothing is known */
char *
plug_docs_dup_sample_of (JsonObject *root,
                         JsonNode   *schema)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  Sampler sampler = { .root = root, .open = open };
  g_autoptr (JsonNode) sample = sample_schema (&sampler, schema, 0);

  return sample != NULL ? plug_json_to_string (sample, TRUE) : g_strdup ("{}");
}
