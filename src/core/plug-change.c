/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugChange: what is to become of an instance that exists. */

#include "config.h"

#include "plug-change.h"

#include <string.h>

#include "plug-change-private.h"
#include "plug-field.h"
#include "plug-json.h"
#include "plug-set-private.h"

/* The members of the journal's "wanted". */
#define MEMBER_ENABLED        "enabled"
#define MEMBER_EVENTS         "events"
#define MEMBER_KEYS           "keys"
#define MEMBER_REAUTHENTICATE "reauthenticate"
#define MEMBER_NAME           "name"
#define MEMBER_TAGS           "tags"

#define MEMBER_CONFIGURATION "configuration" /* of the request's body */

G_DEFINE_FINAL_TYPE (PlugChange, plug_change, G_TYPE_OBJECT)

static void
setting_free (PlugSetting *setting)
{
  g_free (setting->key);
  g_free (setting->value);
  g_clear_pointer (&setting->secret, plug_secret_unref);
  g_free (setting);
}

static void
plug_change_finalize (GObject *object)
{
  PlugChange *self = PLUG_CHANGE (object);

  g_clear_object (&self->instance);
  g_free (self->name);
  g_strfreev (self->tags);
  g_ptr_array_unref (self->settings);
  g_clear_pointer (&self->body, plug_secret_unref);
  G_OBJECT_CLASS (plug_change_parent_class)->finalize (object);
}

static void
plug_change_class_init (PlugChangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_change_finalize;
}

static void
plug_change_init (PlugChange *self)
{
  self->settings = g_ptr_array_new_with_free_func ((GDestroyNotify) setting_free);
}

/* plug_change_new:
 * @kind: what is to be done
 * @instance: to what
 *
 * Returns: (transfer full): a change; an EDIT of nothing until something is set */
PlugChange *
plug_change_new (PlugChangeKind  kind,
                 PlugInstance   *instance)
{
  PlugChange *self;

  g_return_val_if_fail (PLUG_IS_INSTANCE (instance), NULL);

  self = g_object_new (PLUG_TYPE_CHANGE, NULL);
  self->kind = kind;
  self->instance = g_object_ref (instance);
  return self;
}

static void
read_kind (PlugChange *self,
           JsonObject *wanted)
{
  if (json_object_has_member (wanted, MEMBER_ENABLED))
    self->kind = plug_json_get_boolean (wanted, MEMBER_ENABLED, TRUE) ? PLUG_CHANGE_ENABLE
                                                                      : PLUG_CHANGE_DISABLE;
  else if (json_object_has_member (wanted, MEMBER_EVENTS))
    self->kind = plug_json_get_boolean (wanted, MEMBER_EVENTS, TRUE) ? PLUG_CHANGE_EVENTS_ON
                                                                     : PLUG_CHANGE_EVENTS_OFF;
  else if (plug_json_get_boolean (wanted, MEMBER_REAUTHENTICATE, FALSE))
    self->kind = PLUG_CHANGE_REAUTHENTICATE;
}

static PlugSetting *
add_setting (PlugChange *self,
             const char *key)
{
  PlugSetting *setting;

  for (guint i = 0; i < self->settings->len; i++)
    {
      setting = g_ptr_array_index (self->settings, i);
      if (g_str_equal (setting->key, key))
        {
          g_ptr_array_remove_index (self->settings, i);
          break;
        }
    }
  setting = g_new0 (PlugSetting, 1);
  setting->key = g_strdup (key);
  g_ptr_array_add (self->settings, setting);
  return setting;
}

static void
read_wanted (PlugChange *self,
             const char *wanted)
{
  g_autoptr (JsonNode) node = NULL;
  g_auto (GStrv) keys = NULL;
  g_auto (GStrv) tags = NULL;
  JsonObject *object;

  if (wanted != NULL)
    node = plug_json_parse (wanted, strlen (wanted), PLUG_JSON_MAX_BYTES, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  object = json_node_get_object (node);
  read_kind (self, object);
  plug_change_set_name (self, plug_json_get_string (object, MEMBER_NAME));
  keys = plug_json_dup_strings (object, MEMBER_KEYS);
  for (guint i = 0; keys[i] != NULL; i++)
    add_setting (self, keys[i]);
  if (plug_json_get_array (object, MEMBER_TAGS) == NULL)
    return;
  tags = plug_json_dup_strings (object, MEMBER_TAGS);
  plug_change_set_tags (self, (const char *const *) tags);
}

/* plug_change_new_from_intent:
 * @intent: an UPDATE or a DELETE as the journal has it
 *
 * Returns: (transfer full): what it was to do, to an instance of which only the intent's words
 *   are known; see plug_change_set_instance() */
PlugChange *
plug_change_new_from_intent (PlugIntent *intent)
{
  g_autoptr (PlugInstance) instance = NULL;
  gboolean is_deletion;
  const char *id;
  PlugChange *self;

  g_return_val_if_fail (PLUG_IS_INTENT (intent), NULL);

  is_deletion = plug_intent_get_kind (intent) == PLUG_INTENT_DELETE;
  id = plug_intent_get_instance_id (intent);
  instance = plug_instance_new (plug_intent_get_account_id (intent), id != NULL ? id : "",
                                plug_intent_get_name (intent),
                                plug_intent_get_connector_key (intent));
  self = plug_change_new (is_deletion ? PLUG_CHANGE_DELETE : PLUG_CHANGE_EDIT, instance);
  if (!is_deletion)
    read_wanted (self, plug_intent_get_wanted (intent));
  return self;
}

/* plug_change_get_kind:
 * Returns: what is to be done */
PlugChangeKind
plug_change_get_kind (PlugChange *self)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), PLUG_CHANGE_EDIT);

  return self->kind;
}

/* plug_change_get_instance:
 * Returns: (transfer none): to what */
PlugInstance *
plug_change_get_instance (PlugChange *self)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);

  return self->instance;
}

/* plug_change_set_instance:
 * @instance: the same as it is known here, for a change that the journal gave back */
void
plug_change_set_instance (PlugChange   *self,
                          PlugInstance *instance)
{
  g_return_if_fail (PLUG_IS_CHANGE (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  g_set_object (&self->instance, instance);
}

/* plug_change_get_name:
 * Returns: (transfer none) (nullable): the new name; NULL when it stays */
const char *
plug_change_get_name (PlugChange *self)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);

  return self->name;
}

/* plug_change_set_name:
 * @name: (nullable): the new name; NULL leaves it */
void
plug_change_set_name (PlugChange *self,
                      const char *name)
{
  g_return_if_fail (PLUG_IS_CHANGE (self));

  plug_set_string (&self->name, name);
}

/* plug_change_get_tags:
 * Returns: (transfer none) (nullable): all tags it is to have; NULL when they stay */
const char *const *
plug_change_get_tags (PlugChange *self)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);

  return (const char *const *) self->tags;
}

/* plug_change_set_tags:
 * @tags: (nullable): all tags it is to have, for the tenant replaces them together; NULL leaves
 *   them */
void
plug_change_set_tags (PlugChange        *self,
                      const char *const *tags)
{
  g_return_if_fail (PLUG_IS_CHANGE (self));

  plug_set_strings (&self->tags, tags);
}

/* Settings. */

/* plug_change_set_value:
 * @key: of a setting that is not secret
 * @value: what it is to be; the tenant's mask, and what it is already, are not taken
 *
 * Contract section 2.5. */
void
plug_change_set_value (PlugChange *self,
                       const char *key,
                       const char *value)
{
  g_autofree char *old = NULL;

  g_return_if_fail (PLUG_IS_CHANGE (self));
  g_return_if_fail (key != NULL && value != NULL);

  old = plug_change_dup_setting (self->instance, key);
  if (strcmp (value, PLUG_CHANGE_MASK) != 0 && g_strcmp0 (old, value) != 0)
    add_setting (self, key)->value = g_strdup (value);
}

/* plug_change_set_secret:
 * @key: of a setting that is secret
 * @secret: (transfer none): what it is to be; the tenant's mask is not taken */
void
plug_change_set_secret (PlugChange *self,
                        const char *key,
                        PlugSecret *secret)
{
  g_return_if_fail (PLUG_IS_CHANGE (self));
  g_return_if_fail (key != NULL && secret != NULL);

  if (strcmp (plug_secret_peek (secret), PLUG_CHANGE_MASK) != 0)
    add_setting (self, key)->secret = plug_secret_ref (secret);
}

/* plug_change_dup_keys:
 * Returns: (transfer full): the settings to be changed, maybe none */
char **
plug_change_dup_keys (PlugChange *self)
{
  g_autoptr (GStrvBuilder) keys = NULL;

  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);

  keys = g_strv_builder_new ();
  for (guint i = 0; i < self->settings->len; i++)
    g_strv_builder_add (keys, ((PlugSetting *) g_ptr_array_index (self->settings, i))->key);
  return g_strv_builder_end (keys);
}

/* plug_change_has_secrets:
 * Returns: whether it sets something that no reply shows, so that nobody can look whether it
 *   arrived as it was meant */
gboolean
plug_change_has_secrets (PlugChange *self)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), FALSE);

  for (guint i = 0; i < self->settings->len; i++)
    {
      PlugSetting *setting = g_ptr_array_index (self->settings, i);

      if (setting->secret != NULL || plug_field_key_is_secret (setting->key))
        return TRUE;
    }
  return self->kind == PLUG_CHANGE_REAUTHENTICATE;
}

/* plug_change_is_sendable:
 * Returns: whether there is something to be done, and everything that is needed for it */
gboolean
plug_change_is_sendable (PlugChange *self)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), FALSE);

  if (self->kind == PLUG_CHANGE_REAUTHENTICATE)
    return self->body != NULL;
  for (guint i = 0; i < self->settings->len; i++)
    {
      PlugSetting *setting = g_ptr_array_index (self->settings, i);

      if (setting->value == NULL && setting->secret == NULL)
        return FALSE;
    }
  return self->kind != PLUG_CHANGE_EDIT || self->name != NULL || self->tags != NULL ||
         self->settings->len > 0;
}

/* plug_change_get_body:
 * Returns: (nullable) (transfer none): what a REAUTHENTICATE sends */
PlugSecret *
plug_change_get_body (PlugChange *self)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);

  return self->body;
}

/* plug_change_set_body:
 * @body: (nullable) (transfer none): what would create the instance, contract section 2.2 */
void
plug_change_set_body (PlugChange *self,
                      PlugSecret *body)
{
  g_return_if_fail (PLUG_IS_CHANGE (self));

  if (body != NULL)
    plug_secret_ref (body);
  g_clear_pointer (&self->body, plug_secret_unref);
  self->body = body;
}

/* plug_change_get_due:
 * Returns: when a DELETE was to be made, 0 when nobody had set a time */
gint64
plug_change_get_due (PlugChange *self)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), 0);

  return self->due;
}

/* plug_change_set_due:
 * @due: when a DELETE was to be made, as the instance has it: it is made only if that still is
 *   the time, and by one process alone */
void
plug_change_set_due (PlugChange *self,
                     gint64      due)
{
  g_return_if_fail (PLUG_IS_CHANGE (self));

  self->due = due;
}

static void
add_edit (PlugChange *self,
          JsonObject *object)
{
  JsonArray *tags;

  if (self->name != NULL)
    json_object_set_string_member (object, MEMBER_NAME, self->name);
  if (self->tags == NULL)
    return;
  tags = json_array_new ();
  for (guint i = 0; self->tags[i] != NULL; i++)
    json_array_add_string_element (tags, self->tags[i]);
  json_object_set_array_member (object, MEMBER_TAGS, tags);
}

static void
add_configuration (PlugChange *self,
                   JsonObject *object)
{
  JsonObject *configuration = json_object_new ();

  for (guint i = 0; i < self->settings->len; i++)
    {
      PlugSetting *setting = g_ptr_array_index (self->settings, i);

      json_object_set_string_member (configuration, setting->key,
                                     setting->secret != NULL ? plug_secret_peek (setting->secret)
                                                             : setting->value);
    }
  json_object_set_object_member (object, MEMBER_CONFIGURATION, configuration);
}

static char *
take_to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return plug_json_to_string (node, FALSE);
}

/* plug_change_build:
 * Returns: (transfer full) (nullable): the body of an EDIT's PATCH, with its changed settings
 *   alone, or of a REAUTHENTICATE's PUT; contract section 2.6. NULL for the others */
PlugSecret *
plug_change_build (PlugChange *self)
{
  g_autofree char *text = NULL;
  PlugSecret *body;
  JsonObject *object;

  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);

  if (self->body != NULL)
    return plug_secret_ref (self->body);
  if (self->kind != PLUG_CHANGE_EDIT)
    return NULL;
  object = json_object_new ();
  add_edit (self, object);
  if (self->settings->len > 0)
    add_configuration (self, object);
  text = take_to_text (object);
  body = plug_secret_new (text);
  plug_secret_wipe_text (text);
  return body;
}

static void
add_secrets_of_body (PlugSecret   *body,
                     GStrvBuilder *secrets)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *configuration = NULL;
  JsonObjectIter iter;
  const char *key;

  root = plug_json_parse (plug_secret_peek (body), plug_secret_get_length (body),
                          PLUG_JSON_MAX_BYTES, NULL);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    configuration = plug_json_get_object (json_node_get_object (root), MEMBER_CONFIGURATION);
  if (configuration == NULL)
    return;
  json_object_iter_init (&iter, configuration);
  while (json_object_iter_next (&iter, &key, NULL))
    {
      const char *value = plug_json_get_string (configuration, key);

      if (value != NULL && *value != '\0' && plug_field_key_is_secret (key))
        g_strv_builder_add (secrets, value);
    }
}

/* plug_change_dup_secrets:
 * Returns: (transfer full): what the tenant must not echo into an error; to be wiped */
char **
plug_change_dup_secrets (PlugChange *self)
{
  g_autoptr (GStrvBuilder) secrets = NULL;

  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);

  secrets = g_strv_builder_new ();
  for (guint i = 0; i < self->settings->len; i++)
    {
      PlugSetting *setting = g_ptr_array_index (self->settings, i);

      if (setting->secret != NULL && plug_secret_get_length (setting->secret) > 0)
        g_strv_builder_add (secrets, plug_secret_peek (setting->secret));
    }
  if (self->body != NULL)
    add_secrets_of_body (self->body, secrets);
  return g_strv_builder_end (secrets);
}

static void
add_keys (PlugChange *self,
          JsonObject *wanted)
{
  g_auto (GStrv) keys = plug_change_dup_keys (self);
  JsonArray *array;

  if (keys[0] == NULL)
    return;
  array = json_array_new ();
  for (guint i = 0; keys[i] != NULL; i++)
    json_array_add_string_element (array, keys[i]);
  json_object_set_array_member (wanted, MEMBER_KEYS, array);
}

/* Of settings the keys alone: what was entered stays out of the journal. */
static char *
dup_wanted (PlugChange *self)
{
  JsonObject *object = json_object_new ();

  if (self->kind == PLUG_CHANGE_ENABLE || self->kind == PLUG_CHANGE_DISABLE)
    json_object_set_boolean_member (object, MEMBER_ENABLED, self->kind == PLUG_CHANGE_ENABLE);
  if (self->kind == PLUG_CHANGE_EVENTS_ON || self->kind == PLUG_CHANGE_EVENTS_OFF)
    json_object_set_boolean_member (object, MEMBER_EVENTS, self->kind == PLUG_CHANGE_EVENTS_ON);
  if (self->kind == PLUG_CHANGE_REAUTHENTICATE)
    json_object_set_boolean_member (object, MEMBER_REAUTHENTICATE, TRUE);
  add_edit (self, object);
  add_keys (self, object);
  return take_to_text (object);
}

/* plug_change_create_intent:
 * @base_url: of the instance's account
 *
 * Returns: (transfer full): its line in the journal, QUEUED, from which
 *   plug_change_new_from_intent() makes the same change again */
PlugIntent *
plug_change_create_intent (PlugChange *self,
                           const char *base_url)
{
  gboolean is_deletion;
  PlugIntent *intent;

  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);

  is_deletion = self->kind == PLUG_CHANGE_DELETE;
  intent = plug_intent_new (is_deletion ? PLUG_INTENT_DELETE : PLUG_INTENT_UPDATE,
                            plug_instance_get_account_id (self->instance), base_url,
                            plug_instance_get_connector_key (self->instance),
                            plug_instance_get_name (self->instance),
                            plug_instance_get_tags (self->instance));
  plug_intent_set_instance_id (intent, plug_instance_get_id (self->instance));
  if (!is_deletion)
    {
      g_autofree char *wanted = dup_wanted (self);

      plug_intent_set_wanted (intent, wanted);
    }
  return intent;
}
