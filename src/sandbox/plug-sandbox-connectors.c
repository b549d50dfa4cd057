/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connectors a pretend tenant offers, read from connectors.json and spelled out in full. */

#include "config.h"

#include "plug-sandbox-connectors.h"

#include "plug-json.h"
#include "plug-sandbox-resources.h"

#include <string.h>

#define CONNECTORS_PATH "/io/github/plugboard/Plugboard/sandbox/connectors.json"

static void
connector_free (PlugSandboxConnector *self)
{
  g_free (self->key);
  g_free (self->name);
  g_free (self->hub);
  g_free (self->authentication);
  json_object_unref (self->summary);
  json_array_unref (self->fields);
  json_array_unref (self->objects);
  json_object_unref (self->extras);
  g_free (self);
}

static void
set_flags (JsonObject        *object,
           const char *const *names,
           gboolean           value)
{
  for (gsize i = 0; names[i] != NULL; i++)
    json_object_set_boolean_member (object, names[i], value);
}

/* The reduced element of contract section 2.3, with the members of the documented reply. */
static JsonObject *
summary_new (const PlugSandboxConnector *self,
             JsonObject                 *source)
{
  const char *const on[] = { "active", "transformationsEnabled", "bulkDownloadEnabled",
                             "bulkUploadEnabled", "cloneable", NULL };
  const char *const off[] = { "deleted", "typeOauth", "trialAccount", "extendable", "beta",
                              "extended", "private", NULL };
  JsonObject *object = json_object_new ();
  JsonObject *authentication = json_object_new ();
  g_autofree char *image = g_strdup_printf ("/elements/provider_%s.png", self->key);

  json_object_set_int_member (object, "id", self->id);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "key", self->key);
  json_object_set_string_member (object, "description",
                                 plug_json_get_string (source, "description"));
  json_object_set_string_member (object, "image", image);
  set_flags (object, on, TRUE);
  set_flags (object, off, FALSE);
  json_object_set_array_member (object, "resources", json_array_new ());
  json_object_set_string_member (authentication, "type", self->authentication);
  json_object_set_object_member (object, "authentication", authentication);
  json_object_set_string_member (object, "hub", self->hub);
  json_object_set_string_member (object, "protocolType", "http");
  json_object_set_array_member (object, "parameters", json_array_new ());
  return object;
}

static void
copy_member (JsonObject *to,
             const char *name,
             JsonObject *from,
             const char *member)
{
  if (json_object_has_member (from, member))
    json_object_set_member (to, name, json_object_dup_member (from, member));
}

/* One field as GET /elements/{key}/configuration shows it; contract section 3.3. */
static JsonObject *
field_new (JsonObject *source,
           gint64      id,
           gint64      order)
{
  const char *const off[] = { "internal", "companyConfig", "resellerConfig", NULL };
  JsonObject *field = json_object_new ();
  const char *name = plug_json_get_string (source, "name");
  const char *description = plug_json_get_string (source, "description");
  const char *type = plug_json_get_string (source, "type");

  json_object_set_int_member (field, "id", id);
  json_object_set_string_member (field, "key", plug_json_get_string (source, "key"));
  json_object_set_string_member (field, "name", name);
  json_object_set_string_member (field, "description", description != NULL ? description : name);
  json_object_set_string_member (field, "type", type != NULL ? type : "TEXTFIELD_128");
  json_object_set_boolean_member (field, "required",
                                  plug_json_get_boolean (source, "required", FALSE));
  json_object_set_boolean_member (field, "hideFromConsole",
                                  plug_json_get_boolean (source, "hidden", FALSE));
  json_object_set_boolean_member (field, "active", TRUE);
  json_object_set_int_member (field, "displayOrder", order);
  json_object_set_boolean_member (field, "groupControl",
                                  plug_json_get_boolean (source, "selector", FALSE));
  set_flags (field, off, FALSE);
  copy_member (field, "defaultValue", source, "default");
  copy_member (field, "options", source, "options");
  copy_member (field, "groupName", source, "group");
  return field;
}

static void
add_fields (PlugSandboxConnector *self,
            JsonArray            *sources)
{
  for (guint i = 0; sources != NULL && i < json_array_get_length (sources); i++)
    {
      JsonObject *source = json_array_get_object_element (sources, i);
      gint64 order = json_array_get_length (self->fields) + 1;

      if (plug_sandbox_connector_find_field (self, plug_json_get_string (source, "key")) != NULL)
        continue;
      json_array_add_object_element (self->fields,
                                     field_new (source, self->id * 1000 + order, order));
    }
}

static PlugSandboxConnector *
connector_new (JsonObject *source,
               JsonArray  *common)
{
  PlugSandboxConnector *self = g_new0 (PlugSandboxConnector, 1);
  JsonArray *objects = plug_json_get_array (source, "objects");
  JsonObject *extras = plug_json_get_object (source, "extras");

  self->id = plug_json_get_int (source, "id", 0);
  self->key = g_strdup (plug_json_get_string (source, "key"));
  self->name = g_strdup (plug_json_get_string (source, "name"));
  self->hub = g_strdup (plug_json_get_string (source, "hub"));
  self->authentication = g_strdup (plug_json_get_string (source, "authentication"));
  self->summary = summary_new (self, source);
  self->fields = json_array_new ();
  self->objects = objects != NULL ? json_array_ref (objects) : json_array_new ();
  self->extras = extras != NULL ? json_object_ref (extras) : json_object_new ();
  add_fields (self, plug_json_get_array (source, "fields"));
  add_fields (self, common);
  return self;
}

/* plug_sandbox_connectors_load:
 * Returns: (transfer full) (element-type PlugSandboxConnector): every connector on offer */
GPtrArray *
plug_sandbox_connectors_load (void)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *connectors = g_ptr_array_new_with_free_func ((GDestroyNotify) connector_free);
  JsonArray *sources;
  const char *text;
  gsize length;

  bytes = g_resource_lookup_data (plug_sandbox_get_resource (), CONNECTORS_PATH,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes == NULL)
    g_error ("The sandbox's connectors are missing: %s", error->message);
  text = g_bytes_get_data (bytes, &length);
  root = plug_json_parse (text, length, PLUG_JSON_MAX_BYTES, &error);
  if (root == NULL)
    g_error ("The sandbox's connectors cannot be read: %s", error->message);

  sources = plug_json_get_array (json_node_get_object (root), "connectors");
  for (guint i = 0; i < json_array_get_length (sources); i++)
    g_ptr_array_add (connectors,
                     connector_new (json_array_get_object_element (sources, i),
                                    plug_json_get_array (json_node_get_object (root), "common")));
  return connectors;
}

/* plug_sandbox_connectors_find:
 * @key_or_id: (nullable): both serve in a path; contract section 3.1
 *
 * Returns: (transfer none) (nullable): the connector */
PlugSandboxConnector *
plug_sandbox_connectors_find (GPtrArray  *connectors,
                              const char *key_or_id)
{
  for (guint i = 0; key_or_id != NULL && i < connectors->len; i++)
    {
      PlugSandboxConnector *connector = g_ptr_array_index (connectors, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, connector->id);

      if (strcmp (connector->key, key_or_id) == 0 || strcmp (id, key_or_id) == 0)
        return connector;
    }
  return NULL;
}

/* plug_sandbox_connector_find_field:
 * Returns: (transfer none) (nullable): the configuration field of that key */
JsonObject *
plug_sandbox_connector_find_field (const PlugSandboxConnector *self,
                                   const char                 *key)
{
  for (guint i = 0; i < json_array_get_length (self->fields); i++)
    {
      JsonObject *field = json_array_get_object_element (self->fields, i);

      if (g_strcmp0 (plug_json_get_string (field, "key"), key) == 0)
        return field;
    }
  return NULL;
}

/* plug_sandbox_connector_is_secret:
 * Returns: whether the value of @key reads back as asterisks: fields of type PASSWORD, the
 *   OAuth key and secret, and, so that the state file never holds one, whatever is called a
 *   password, a secret or a token; contract section 2.3 */
gboolean
plug_sandbox_connector_is_secret (const PlugSandboxConnector *self,
                                  const char                 *key)
{
  const char *const words[] = { "password", "secret", "token", "oauth.api.key", "jks", NULL };
  JsonObject *field = plug_sandbox_connector_find_field (self, key);
  g_autofree char *lower = g_ascii_strdown (key, -1);

  if (field != NULL && g_strcmp0 (plug_json_get_string (field, "type"), "PASSWORD") == 0)
    return TRUE;
  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (strstr (lower, words[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* plug_sandbox_connector_to_json:
 * @abridged: leaves the configuration out
 *
 * Returns: (transfer full): the element; contract section 3.2 */
JsonNode *
plug_sandbox_connector_to_json (const PlugSandboxConnector *self,
                                gboolean                    abridged)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autoptr (GList) members = json_object_get_members (self->summary);

  for (GList *l = members; l != NULL; l = l->next)
    copy_member (object, l->data, self->summary, l->data);
  if (!abridged)
    json_object_set_array_member (object, "configuration", json_array_ref (self->fields));
  json_node_take_object (node, object);
  return node;
}
