/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The instances of a pretend tenant. */

#include "config.h"

#include "plug-sandbox-tenant.h"

#include "plug-json.h"
#include "plug-sandbox.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
instance_free (PlugSandboxInstance *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->tags);
  json_object_unref (self->configuration);
  g_strfreev (self->uses);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_free (self);
}

/* The platform's habit: <b>x</b> becomes x; contract section 7.4. Written anew here, so that the
 * client's own idea of it is tested against another's. */
char *
plug_sandbox_text_without_html (const char *text)
{
  GString *plain = g_string_new (NULL);
  const char *at = text;

  while (*at != '\0')
    {
      const char *end = *at == '<' && (g_ascii_isalpha (at[1]) || at[1] == '/' || at[1] == '!')
                          ? strchr (at, '>')
                          : NULL;

      if (end != NULL)
        at = end + 1;
      else
        g_string_append_c (plain, *at++);
    }
  return g_string_free (plain, FALSE);
}

/* Booleans and numbers read back as strings, objects as JSON in a string; section 2.3. */
static JsonNode *
value_to_string_node (JsonNode *value)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *text = NULL;

  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    text = json_node_dup_string (value);
  else
    text = plug_json_to_string (value, FALSE);
  json_node_set_string (node, text);
  return node;
}

/* plug_sandbox_instance_set_value:
 * Sets one entry of the configuration; a secret becomes asterisks. */
void
plug_sandbox_instance_set_value (PlugSandboxInstance *self,
                                 const char          *key,
                                 JsonNode            *value)
{
  if (JSON_NODE_HOLDS_NULL (value))
    json_object_set_null_member (self->configuration, key);
  else if (plug_sandbox_connector_is_secret (self->connector, key))
    json_object_set_string_member (self->configuration, key, PLUG_SANDBOX_MASK);
  else
    json_object_set_member (self->configuration, key, value_to_string_node (value));
}

/* plug_sandbox_instance_merge:
 * @configuration: (nullable): what a request sent; other entries stay */
void
plug_sandbox_instance_merge (PlugSandboxInstance *self,
                             JsonObject          *configuration)
{
  g_autoptr (GList) keys = NULL;

  if (configuration == NULL)
    return;
  keys = json_object_get_members (configuration);
  for (GList *l = keys; l != NULL; l = l->next)
    plug_sandbox_instance_set_value (self, l->data,
                                     json_object_get_member (configuration, l->data));
}

/* Entries nobody set: the connector's default, or null. */
static void
instance_add_defaults (PlugSandboxInstance *self)
{
  JsonArray *fields = self->connector->fields;

  for (guint i = 0; i < json_array_get_length (fields); i++)
    {
      JsonObject *field = json_array_get_object_element (fields, i);
      const char *key = plug_json_get_string (field, "key");
      const char *value = plug_json_get_string (field, "defaultValue");

      if (plug_json_get_string (field, "groupName") != NULL)
        continue;
      if (value != NULL)
        json_object_set_string_member (self->configuration, key, value);
      else
        json_object_set_null_member (self->configuration, key);
    }
}

/* plug_sandbox_instance_set_name:
 * Names lose their HTML, and a word that starts with @ becomes a tag; section 7.4. */
void
plug_sandbox_instance_set_name (PlugSandboxInstance *self,
                                const char          *name)
{
  g_auto (GStrv) words = NULL;

  g_free (self->name);
  self->name = plug_sandbox_text_without_html (name);
  words = g_strsplit (self->name, " ", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] == '@' && words[i][1] != '\0' &&
          !plug_sandbox_instance_has_tag (self, words[i]))
        g_ptr_array_insert (self->tags, 0, g_strdup (words[i]));
    }
}

/* plug_sandbox_instance_add_tags:
 * @tags: (nullable): whose strings are added, without HTML */
void
plug_sandbox_instance_add_tags (PlugSandboxInstance *self,
                                JsonArray           *tags)
{
  for (guint i = 0; tags != NULL && i < json_array_get_length (tags); i++)
    {
      JsonNode *node = json_array_get_element (tags, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_ptr_array_add (self->tags,
                         plug_sandbox_text_without_html (json_node_get_string (node)));
    }
}

/* plug_sandbox_instance_set_tags:
 * @tags: (nullable): replaces them all; NULL changes nothing */
void
plug_sandbox_instance_set_tags (PlugSandboxInstance *self,
                                JsonArray           *tags)
{
  if (tags == NULL)
    return;
  g_ptr_array_set_size (self->tags, 0);
  plug_sandbox_instance_add_tags (self, tags);
}

/* plug_sandbox_instance_has_tag:
 * Returns: whether one of its tags is exactly @tag; section 2.4 */
gboolean
plug_sandbox_instance_has_tag (PlugSandboxInstance *self,
                               const char          *tag)
{
  return g_ptr_array_find_with_equal_func (self->tags, tag, g_str_equal, NULL);
}

static PlugSandboxInstance *
instance_new (PlugSandboxConnector *connector,
              gint64                id)
{
  PlugSandboxInstance *self = g_new0 (PlugSandboxInstance, 1);

  self->id = id;
  self->connector = connector;
  self->tags = g_ptr_array_new_with_free_func (g_free);
  self->configuration = json_object_new ();
  self->created = g_get_real_time () / G_USEC_PER_SEC;
  return self;
}

static void
tenant_renew (PlugSandboxTenant *self)
{
  g_free (self->salt);
  self->salt = g_uuid_string_random ();
  self->next_id = PLUG_SANDBOX_FIRST_ID;
}

/* plug_sandbox_tenant_new:
 * Returns: (transfer full): a tenant without instances, free with plug_sandbox_tenant_free() */
PlugSandboxTenant *
plug_sandbox_tenant_new (void)
{
  PlugSandboxTenant *self = g_new0 (PlugSandboxTenant, 1);

  self->connectors = plug_sandbox_connectors_load ();
  self->instances = g_ptr_array_new_with_free_func ((GDestroyNotify) instance_free);
  self->grants = plug_sandbox_grants_new ();
  tenant_renew (self);
  return self;
}

/* plug_sandbox_tenant_free:
 * @self: (transfer full): freed with its instances; the state file stays */
void
plug_sandbox_tenant_free (PlugSandboxTenant *self)
{
  g_ptr_array_unref (self->instances);
  plug_sandbox_grants_free (self->grants);
  g_ptr_array_unref (self->connectors);
  g_free (self->salt);
  g_free (self->state_file);
  g_free (self);
}

/* plug_sandbox_tenant_clear:
 * Forgets every instance; ids start again and old tokens open nothing. */
void
plug_sandbox_tenant_clear (PlugSandboxTenant *self)
{
  g_ptr_array_set_size (self->instances, 0);
  plug_sandbox_grants_clear (self->grants);
  tenant_renew (self);
  plug_sandbox_tenant_save (self);
}

/* plug_sandbox_tenant_create:
 * @configuration: (nullable): what the request sent
 *
 * Returns: (transfer none): a new instance with the next id, not yet saved */
PlugSandboxInstance *
plug_sandbox_tenant_create (PlugSandboxTenant    *self,
                            PlugSandboxConnector *connector,
                            const char           *name,
                            JsonObject           *configuration)
{
  PlugSandboxInstance *instance = instance_new (connector, self->next_id++);

  plug_sandbox_instance_set_name (instance, name);
  instance_add_defaults (instance);
  plug_sandbox_instance_merge (instance, configuration);
  g_ptr_array_add (self->instances, instance);
  return instance;
}

/* plug_sandbox_tenant_find:
 * @id: (nullable): as in a path
 *
 * Returns: (transfer none) (nullable): the instance */
PlugSandboxInstance *
plug_sandbox_tenant_find (PlugSandboxTenant *self,
                          const char        *id)
{
  gint64 number;

  if (id == NULL || !g_ascii_string_to_signed (id, 10, 0, G_MAXINT64, &number, NULL))
    return NULL;
  for (guint i = 0; i < self->instances->len; i++)
    {
      PlugSandboxInstance *instance = g_ptr_array_index (self->instances, i);

      if (instance->id == number)
        return instance;
    }
  return NULL;
}

/* plug_sandbox_tenant_find_by_token:
 * Returns: (transfer none) (nullable): the instance @token opens */
PlugSandboxInstance *
plug_sandbox_tenant_find_by_token (PlugSandboxTenant *self,
                                   const char        *token)
{
  for (guint i = 0; token != NULL && i < self->instances->len; i++)
    {
      PlugSandboxInstance *instance = g_ptr_array_index (self->instances, i);
      g_autofree char *own = plug_sandbox_tenant_dup_token (self, instance);

      if (strcmp (own, token) == 0)
        return instance;
    }
  return NULL;
}

/* plug_sandbox_tenant_remove:
 * @instance: freed */
void
plug_sandbox_tenant_remove (PlugSandboxTenant   *self,
                            PlugSandboxInstance *instance)
{
  g_ptr_array_remove (self->instances, instance);
  plug_sandbox_tenant_save (self);
}

/* plug_sandbox_tenant_dup_token:
 * Tokens are derived, not kept: a state file brings them back without holding one.
 *
 * Returns: (transfer full): the instance's token, 44 characters of base64 */
char *
plug_sandbox_tenant_dup_token (PlugSandboxTenant   *self,
                               PlugSandboxInstance *instance)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *seed = g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                                           self->salt, instance->id, instance->rotation);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) seed, -1);
  g_checksum_get_digest (checksum, digest, &length);
  return g_base64_encode (digest, length);
}

/* plug_sandbox_tenant_fill:
 * Adds @n_instances invented ones of several connectors, with tags, made one a minute until now. */
void
plug_sandbox_tenant_fill (PlugSandboxTenant *self,
                          guint              n_instances)
{
  const char *const places[] = { "Oslo", "Porto", "Lyon", "Graz", "Brno", "Turku", "Genoa" };
  const char *const stages[] = { "production", "test", "development" };

  for (guint i = 0; i < n_instances; i++)
    {
      PlugSandboxConnector *connector =
        g_ptr_array_index (self->connectors, i % self->connectors->len);
      const char *stage = stages[i / 3 % G_N_ELEMENTS (stages)];
      g_autofree char *name = g_strdup_printf ("%s %s %u", connector->name,
                                               places[i % G_N_ELEMENTS (places)], i + 1);
      PlugSandboxInstance *instance = plug_sandbox_tenant_create (self, connector, name, NULL);

      g_ptr_array_add (instance->tags, g_strdup (stage));
      if (i % 5 == 0)
        g_ptr_array_add (instance->tags, g_strdup ("nightly"));
      instance->created -= 60 * (gint64) (n_instances - i);
      instance->disabled = i % 17 == 16;
    }
  plug_sandbox_tenant_save (self);
}

static JsonNode *
instance_to_state (PlugSandboxInstance *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *tags = json_array_new ();

  for (guint i = 0; i < self->tags->len; i++)
    json_array_add_string_element (tags, g_ptr_array_index (self->tags, i));
  json_object_set_int_member (object, "id", self->id);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "connector", self->connector->key);
  json_object_set_array_member (object, "tags", tags);
  json_object_set_object_member (object, "configuration", json_object_ref (self->configuration));
  json_object_set_int_member (object, "created", self->created);
  json_object_set_boolean_member (object, "disabled", self->disabled);
  json_object_set_int_member (object, "rotation", self->rotation);
  json_node_take_object (node, object);
  return node;
}

static char *
dup_state (PlugSandboxTenant *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *instances = json_array_new ();

  for (guint i = 0; i < self->instances->len; i++)
    json_array_add_element (instances,
                            instance_to_state (g_ptr_array_index (self->instances, i)));
  json_object_set_int_member (object, "version", 1);
  json_object_set_string_member (object, "salt", self->salt);
  json_object_set_int_member (object, "nextId", self->next_id);
  json_object_set_array_member (object, "instances", instances);
  json_node_take_object (root, object);
  return plug_json_to_string (root, TRUE);
}

static gboolean
write_state (PlugSandboxTenant  *self,
             GError            **error)
{
  g_autofree char *text = NULL;

  if (self->state_file == NULL)
    return TRUE;
  text = dup_state (self);
  return g_file_set_contents_full (self->state_file, text, -1, G_FILE_SET_CONTENTS_CONSISTENT,
                                   0600, error);
}

/* plug_sandbox_tenant_save:
 * Writes the state file, where there is one: ids, names, tags, what is not secret of the
 * configurations, and the salt. A file that cannot be written is a warning: the sandbox goes on. */
void
plug_sandbox_tenant_save (PlugSandboxTenant *self)
{
  g_autoptr (GError) error = NULL;

  if (!write_state (self, &error))
    g_warning ("The sandbox could not keep its state: %s", error->message);
}

static void
add_from_state (PlugSandboxTenant *self,
                JsonObject        *object)
{
  PlugSandboxConnector *connector =
    plug_sandbox_connectors_find (self->connectors, plug_json_get_string (object, "connector"));
  JsonObject *configuration = plug_json_get_object (object, "configuration");
  const char *name = plug_json_get_string (object, "name");
  gint64 id = plug_json_get_int (object, "id", 0);
  PlugSandboxInstance *instance;

  if (connector == NULL || name == NULL || configuration == NULL || id <= 0)
    return;
  instance = instance_new (connector, id);
  instance->name = g_strdup (name);
  plug_sandbox_instance_set_tags (instance, plug_json_get_array (object, "tags"));
  plug_sandbox_instance_merge (instance, configuration);
  instance->created = plug_json_get_int (object, "created", instance->created);
  instance->disabled = plug_json_get_boolean (object, "disabled", FALSE);
  instance->rotation = plug_json_get_int (object, "rotation", 0);
  g_ptr_array_add (self->instances, instance);
  self->next_id = MAX (self->next_id, id + 1);
}

static gboolean
take_state (PlugSandboxTenant *self,
            const char        *text,
            gsize              length,
            GError           **error)
{
  g_autoptr (JsonNode) root = plug_json_parse (text, length, PLUG_JSON_MAX_BYTES, error);
  JsonObject *object;
  JsonArray *instances;

  if (root == NULL)
    return FALSE;
  object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  instances = object != NULL ? plug_json_get_array (object, "instances") : NULL;
  if (instances == NULL || plug_json_get_string (object, "salt") == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("The state file was not written by a sandbox. Choose another file, "
                             "or move this one away."));
      return FALSE;
    }
  g_free (self->salt);
  self->salt = g_strdup (plug_json_get_string (object, "salt"));
  self->next_id = plug_json_get_int (object, "nextId", PLUG_SANDBOX_FIRST_ID);
  for (guint i = 0; i < json_array_get_length (instances); i++)
    {
      JsonNode *node = json_array_get_element (instances, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        add_from_state (self, json_node_get_object (node));
    }
  return TRUE;
}

/* plug_sandbox_tenant_load:
 * @state_file: read now when it is there, and written from now on
 *
 * Returns: whether it was read or is new; else a GFileError, a JSON error or
 *   G_IO_ERROR_INVALID_DATA, and the file is left as it is */
gboolean
plug_sandbox_tenant_load (PlugSandboxTenant  *self,
                          const char         *state_file,
                          GError            **error)
{
  g_autoptr (GError) my_error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (g_file_get_contents (state_file, &text, &length, &my_error))
    {
      if (!take_state (self, text, length, error))
        return FALSE;
    }
  else if (!g_error_matches (my_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&my_error));
      return FALSE;
    }
  g_free (self->state_file);
  self->state_file = g_strdup (state_file);
  if (write_state (self, error))
    return TRUE;
  g_clear_pointer (&self->state_file, g_free);
  return FALSE;
}
