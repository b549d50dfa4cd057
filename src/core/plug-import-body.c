/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a JSON object of a pasted text says of an instance: the body of a request, or an instance
 * that is there, brought into the form of contract section 2.2. */

#include "config.h"

#include "plug-import-private.h"

#include <string.h>

#include "plug-json.h"
#include "plug-placeholder.h"

/* Members of an answer, which no request has; contract section 2.3. */
static gboolean
is_answer_member (const char *name)
{
  static const char *const names[] = {
    "id", "token", "elementId", "createdDate", "updatedDate", "provisionInteractions", "valid",
    "disabled", "maxCacheSize", "cacheTimeToLive", "cachingEnabled", "eventsEnabled",
    "traceLoggingEnabled", "user", "subscriptionId", "objects", "transformationData", NULL,
  };

  return g_strv_contains (names, name);
}

static gboolean
holds_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* Where the members of an instance are: some documentation has them within "element". */
static JsonObject *
find_instance (JsonObject *object)
{
  JsonObject *element = plug_json_get_object (object, "element");

  if (element != NULL && plug_json_get_object (object, "configuration") == NULL &&
      plug_json_get_object (element, "configuration") != NULL)
    return element;
  return object;
}

static gboolean
is_instance (JsonObject *object)
{
  return json_object_has_member (object, "element") &&
         (json_object_has_member (object, "id") || json_object_has_member (object, "token"));
}

static gboolean
is_create (JsonObject *object)
{
  JsonNode *element = json_object_get_member (object, "element");

  if (element == NULL)
    return FALSE;
  if (holds_string (element))
    return plug_json_get_object (object, "configuration") != NULL;
  return JSON_NODE_HOLDS_OBJECT (element) &&
         (plug_json_get_string (json_node_get_object (element), "key") != NULL ||
          json_object_has_member (json_node_get_object (element), "id"));
}

/* The object that counts: the root, or the first of a list of instances. */
static JsonObject *
find_object (JsonNode *root)
{
  JsonNode *first;

  if (JSON_NODE_HOLDS_OBJECT (root))
    return json_node_get_object (root);
  if (!JSON_NODE_HOLDS_ARRAY (root) || json_array_get_length (json_node_get_array (root)) == 0)
    return NULL;
  first = json_array_get_element (json_node_get_array (root), 0);
  if (JSON_NODE_HOLDS_OBJECT (first) && is_instance (json_node_get_object (first)))
    return json_node_get_object (first);
  return NULL;
}

/* plug_import_classify:
 * Returns: what @root looks like */
PlugImportJson
plug_import_classify (JsonNode *root)
{
  JsonObject *object = find_object (root);

  if (object == NULL)
    return PLUG_IMPORT_JSON_OTHER;
  if (is_instance (object))
    return PLUG_IMPORT_JSON_INSTANCE;
  if (is_create (object))
    return PLUG_IMPORT_JSON_CREATE;
  return plug_json_get_object (object, "configuration") != NULL ? PLUG_IMPORT_JSON_CONFIGURATION
                                                                : PLUG_IMPORT_JSON_OTHER;
}

static void
note_unfilled (PlugImportBody *self,
               const char     *name)
{
  if (!g_ptr_array_find_with_equal_func (self->unfilled, name, g_str_equal, NULL))
    g_ptr_array_add (self->unfilled, g_strdup (name));
}

static gboolean
is_unfilled (JsonNode *node)
{
  const char *text;

  if (!holds_string (node))
    return FALSE;
  text = json_node_get_string (node);
  return plug_placeholder_is (text, strlen (text));
}

/* A list without its placeholders; NULL when there was nothing else in it. */
static JsonNode *
dup_filled_list (PlugImportBody *self,
                 JsonArray      *array,
                 const char     *name)
{
  g_autoptr (JsonArray) filled = json_array_new ();
  guint n = json_array_get_length (array);

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (is_unfilled (element))
        note_unfilled (self, name);
      else
        json_array_add_element (filled, plug_json_dup (element));
    }
  if (n > 0 && json_array_get_length (filled) == 0)
    return NULL;
  return json_node_init_array (json_node_alloc (), filled);
}

/* A value as it is, or NULL when it is a placeholder. */
static JsonNode *
dup_filled (PlugImportBody *self,
            JsonNode       *node,
            const char     *name)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    return dup_filled_list (self, json_node_get_array (node), name);
  if (!is_unfilled (node))
    return plug_json_dup (node);
  note_unfilled (self, name);
  return NULL;
}

/* "configuration" or "providerData": its own values, for what they hold in turn is the
 * connector's affair. An answer has null for what was never set. */
static JsonNode *
dup_filled_object (PlugImportBody *self,
                   JsonObject     *object)
{
  g_autoptr (JsonObject) filled = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonNode *node = json_object_get_member (object, l->data);
      JsonNode *copy;

      if (self->instance && JSON_NODE_HOLDS_NULL (node))
        continue;
      copy = dup_filled (self, node, l->data);
      if (copy != NULL)
        json_object_set_member (filled, l->data, copy);
    }
  return json_node_init_object (json_node_alloc (), filled);
}

static JsonNode *
new_element (const char *key)
{
  g_autoptr (JsonObject) element = json_object_new ();

  json_object_set_string_member (element, "key", key);
  return json_node_init_object (json_node_alloc (), element);
}

static JsonNode *
dup_element (PlugImportBody *self,
             JsonNode       *node)
{
  const char *key = NULL;

  if (holds_string (node))
    key = json_node_get_string (node);
  else if (JSON_NODE_HOLDS_OBJECT (node))
    key = plug_json_get_string (json_node_get_object (node), "key");
  if (key == NULL)
    return self->instance ? NULL : plug_json_dup (node);
  if (plug_placeholder_is (key, strlen (key)))
    {
      note_unfilled (self, "element");
      return NULL;
    }
  self->connector_key = g_strdup (key);
  return new_element (key);
}

static JsonNode *
dup_tags (PlugImportBody *self,
          JsonObject     *object)
{
  g_auto (GStrv) tags = plug_json_dup_strings (object, "tags");
  g_autoptr (JsonArray) array = json_array_new ();

  for (gsize i = 0; tags[i] != NULL; i++)
    json_array_add_string_element (array, tags[i]);
  return dup_filled_list (self, array, "tags");
}

static JsonNode *
dup_member (PlugImportBody *self,
            JsonObject     *object,
            const char     *name,
            JsonNode       *node)
{
  gboolean nested = g_str_equal (name, "configuration") || g_str_equal (name, "providerData");

  if (g_str_equal (name, "element"))
    return dup_element (self, node);
  if (nested && JSON_NODE_HOLDS_OBJECT (node))
    return dup_filled_object (self, json_node_get_object (node));
  if (g_str_equal (name, "tags") && self->instance)
    return dup_tags (self, object);
  return dup_filled (self, node, name);
}

/* Provider data all of which is still to come is none. */
static gboolean
is_emptied (const char *name,
            JsonNode   *copy)
{
  return g_str_equal (name, "providerData") && JSON_NODE_HOLDS_OBJECT (copy) &&
         json_object_get_size (json_node_get_object (copy)) == 0;
}

static void
take_member (PlugImportBody *self,
             JsonObject     *body,
             JsonObject     *object,
             const char     *name)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonNode *copy;

  if (node == NULL || is_answer_member (name))
    return;
  copy = dup_member (self, object, name, node);
  if (copy == NULL || is_emptied (name, copy))
    {
      g_clear_pointer (&copy, json_node_unref);
      return;
    }
  json_object_set_member (body, name, copy);
  if (g_str_equal (name, "name") && holds_string (copy))
    self->name = g_strdup (json_node_get_string (copy));
  if (g_str_equal (name, "configuration") && JSON_NODE_HOLDS_OBJECT (copy))
    self->n_fields = json_object_get_size (json_node_get_object (copy));
}

static void
take_instance (PlugImportBody *self,
               JsonObject     *body,
               JsonObject     *object)
{
  static const char *const outside[] = { "element", "name", NULL };
  static const char *const inside[] = { "configuration", "tags", NULL };

  for (gsize i = 0; outside[i] != NULL; i++)
    take_member (self, body, object, outside[i]);
  object = find_instance (object);
  for (gsize i = 0; inside[i] != NULL; i++)
    take_member (self, body, object, inside[i]);
}

/* plug_import_body_new:
 * @root: of which plug_import_classify() says more than PLUG_IMPORT_JSON_OTHER
 *
 * Returns: (transfer full): what it says */
PlugImportBody *
plug_import_body_new (JsonNode *root)
{
  PlugImportBody *self = g_new0 (PlugImportBody, 1);
  JsonObject *object = find_object (root);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GList) names = NULL;

  self->unfilled = g_ptr_array_new_with_free_func (g_free);
  self->instance = is_instance (object);
  self->token = json_object_has_member (object, "token") ||
                json_object_has_member (find_instance (object), "token");
  if (JSON_NODE_HOLDS_ARRAY (root))
    self->n_others = json_array_get_length (json_node_get_array (root)) - 1;
  names = json_object_get_members (object);
  if (self->instance)
    take_instance (self, body, object);
  else
    {
      for (GList *l = names; l != NULL; l = l->next)
        take_member (self, body, object, l->data);
    }
  self->body = json_node_init_object (json_node_alloc (), body);
  return self;
}

/* plug_import_body_free:
 * @body: (nullable) (transfer full): wiped and freed */
void
plug_import_body_free (PlugImportBody *body)
{
  if (body == NULL)
    return;
  plug_json_wipe (body->body);
  json_node_unref (body->body);
  g_free (body->connector_key);
  g_free (body->name);
  g_ptr_array_unref (body->unfilled);
  g_free (body);
}
