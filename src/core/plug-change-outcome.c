/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugChange: whether it was carried out, and what the instance is then. */

#include "config.h"

#include <string.h>

#include "plug-change-private.h"
#include "plug-field.h"
#include "plug-json.h"
#include "plug-match.h"
#include "plug-text.h"

static JsonNode *
parse_configuration (PlugInstance *instance)
{
  const char *text = plug_instance_get_configuration (instance);
  JsonNode *node = plug_json_parse (text, strlen (text), PLUG_JSON_MAX_BYTES, NULL);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return node;
  g_clear_pointer (&node, json_node_unref);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, json_object_new ());
  return node;
}

/* plug_change_dup_setting:
 * Private to PlugChange.
 *
 * Returns: (transfer full) (nullable): what the instance has; NULL for nothing, and for what is
 *   masked */
char *
plug_change_dup_setting (PlugInstance *instance,
                         const char   *key)
{
  g_autoptr (JsonNode) node = parse_configuration (instance);
  JsonNode *value = json_object_get_member (json_node_get_object (node), key);
  g_autofree char *text = NULL;

  if (value == NULL || JSON_NODE_HOLDS_NULL (value))
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    text = g_strdup (json_node_get_string (value));
  else
    text = plug_json_to_string (value, FALSE);
  return strcmp (text, PLUG_CHANGE_MASK) != 0 ? g_steal_pointer (&text) : NULL;
}

static void
put_setting (PlugInstance *instance,
             const char   *key,
             const char   *value)
{
  g_autoptr (JsonNode) node = parse_configuration (instance);
  g_autofree char *text = NULL;

  json_object_set_string_member (json_node_get_object (node), key, value);
  text = plug_json_to_string (node, FALSE);
  plug_instance_set_configuration (instance, text);
}

static gboolean
has_tag (const char *const *stored,
         const char        *sent)
{
  for (guint i = 0; stored != NULL && stored[i] != NULL; i++)
    {
      if (plug_match_names (sent, stored[i]))
        return TRUE;
    }
  return FALSE;
}

/* The tenant strips tags as it strips names, and gives them in any order. */
static gboolean
are_tags (const char *const *sent,
          const char *const *stored)
{
  guint n_stored = stored != NULL ? g_strv_length ((char **) stored) : 0;

  if (n_stored > g_strv_length ((char **) sent))
    return FALSE;
  for (guint i = 0; sent[i] != NULL; i++)
    {
      g_autofree char *stripped = g_strstrip (plug_text_strip_html (sent[i]));

      if (*stripped != '\0' && !has_tag (stored, sent[i]))
        return FALSE;
    }
  return TRUE;
}

/* What the instance has is proof only where it can be seen, and was another before. */
typedef enum {
  TRACE_NONE,
  TRACE_ABSENT,
  TRACE_PRESENT,
} Trace;

static Trace
find_trace (PlugChange   *self,
            PlugSetting      *setting,
            PlugInstance *instance)
{
  g_autofree char *now = plug_change_dup_setting (instance, setting->key);
  g_autofree char *before = plug_change_dup_setting (self->instance, setting->key);

  if (setting->secret != NULL || plug_field_key_is_secret (setting->key))
    return TRACE_NONE;
  if (setting->value != NULL)
    return g_strcmp0 (now, setting->value) == 0 ? TRACE_PRESENT : TRACE_ABSENT;
  return g_strcmp0 (now, before) != 0 ? TRACE_PRESENT : TRACE_ABSENT;
}

static gboolean
are_settings (PlugChange   *self,
              PlugInstance *instance)
{
  for (guint i = 0; i < self->settings->len; i++)
    {
      if (find_trace (self, g_ptr_array_index (self->settings, i), instance) == TRACE_ABSENT)
        return FALSE;
    }
  return !plug_change_is_traceless (self);
}

/* plug_change_is_traceless:
 * Returns: whether the instance looks the same after it as before: a password that no reply shows,
 *   a new authentication */
gboolean
plug_change_is_traceless (PlugChange *self)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), FALSE);

  if (self->kind == PLUG_CHANGE_REAUTHENTICATE)
    return TRUE;
  if (self->kind != PLUG_CHANGE_EDIT || self->name != NULL || self->tags != NULL)
    return FALSE;
  for (guint i = 0; i < self->settings->len; i++)
    {
      if (find_trace (self, g_ptr_array_index (self->settings, i), self->instance) != TRACE_NONE)
        return FALSE;
    }
  return self->settings->len > 0;
}

/* plug_change_is_carried_out:
 * @instance: as the tenant has it now
 *
 * For a DELETE an instance that can be asked for is proof that it was not.
 *
 * Returns: whether @instance is what the change is to come to; FALSE where it cannot tell */
gboolean
plug_change_is_carried_out (PlugChange   *self,
                            PlugInstance *instance)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), FALSE);
  g_return_val_if_fail (PLUG_IS_INSTANCE (instance), FALSE);

  switch (self->kind)
    {
    case PLUG_CHANGE_EDIT:
      return (self->name == NULL ||
              plug_match_names (self->name, plug_instance_get_name (instance))) &&
             (self->tags == NULL ||
              are_tags ((const char *const *) self->tags, plug_instance_get_tags (instance))) &&
             are_settings (self, instance);
    case PLUG_CHANGE_ENABLE:
      return !plug_instance_is_disabled (instance);
    case PLUG_CHANGE_DISABLE:
      return plug_instance_is_disabled (instance);
    case PLUG_CHANGE_EVENTS_ON:
      return plug_instance_has_events (instance);
    case PLUG_CHANGE_EVENTS_OFF:
      return !plug_instance_has_events (instance);
    case PLUG_CHANGE_REAUTHENTICATE:
    case PLUG_CHANGE_DELETE:
    default:
      return FALSE;
    }
}

/* plug_change_apply:
 * @instance: ours, to say what the tenant said yes to */
void
plug_change_apply (PlugChange   *self,
                   PlugInstance *instance)
{
  g_return_if_fail (PLUG_IS_CHANGE (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  if (self->kind == PLUG_CHANGE_ENABLE || self->kind == PLUG_CHANGE_DISABLE)
    plug_instance_set_disabled (instance, self->kind == PLUG_CHANGE_DISABLE);
  if (self->kind == PLUG_CHANGE_EVENTS_ON || self->kind == PLUG_CHANGE_EVENTS_OFF)
    plug_instance_set_events (instance, self->kind == PLUG_CHANGE_EVENTS_ON);
  if (self->name != NULL)
    plug_instance_set_name (instance, self->name);
  if (self->tags != NULL)
    plug_instance_set_tags (instance, (const char *const *) self->tags);
  for (guint i = 0; i < self->settings->len; i++)
    {
      PlugSetting *setting = g_ptr_array_index (self->settings, i);

      if (setting->secret != NULL)
        put_setting (instance, setting->key, PLUG_CHANGE_MASK);
      else if (setting->value != NULL)
        put_setting (instance, setting->key, setting->value);
    }
}

/* The tenant may have made something else of what it was sent: that is what is meant then. */
static void
take_as_meant (PlugChange   *self,
               PlugInstance *saved,
               PlugInstance *reply)
{
  if (self->name != NULL)
    plug_instance_set_name (saved, plug_instance_get_name (reply));
  if (self->tags != NULL)
    plug_instance_set_tags (saved, plug_instance_get_tags (reply));
  for (guint i = 0; i < self->settings->len; i++)
    {
      const char *key = ((PlugSetting *) g_ptr_array_index (self->settings, i))->key;
      g_autofree char *value = plug_change_dup_setting (reply, key);

      if (value != NULL)
        put_setting (saved, key, value);
    }
}

/* plug_change_settle:
 * @known: the instance as it is known here
 * @reply: (nullable) (transfer none): as the tenant has it now, when it said so; completed by it
 *
 * Returns: (transfer full): the instance after the tenant has made the change: what differed from
 *   what was saved before still does, and is not taken for part of it */
PlugInstance *
plug_change_settle (PlugChange   *self,
                    PlugInstance *known,
                    PlugInstance *reply)
{
  g_autoptr (PlugInstance) saved = NULL;
  PlugInstance *settled;

  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);
  g_return_val_if_fail (PLUG_IS_INSTANCE (known), NULL);

  saved = plug_instance_dup_accepted (known);
  plug_change_apply (self, saved);
  if (reply != NULL)
    {
      plug_instance_complete (reply, known);
      take_as_meant (self, saved, reply);
      settled = plug_instance_dup (reply);
    }
  else
    {
      settled = plug_instance_dup (known);
      plug_change_apply (self, settled);
    }
  if (self->kind == PLUG_CHANGE_REAUTHENTICATE)
    plug_instance_set_health (settled, PLUG_HEALTH_UNKNOWN, NULL);
  plug_instance_set_saved_as (settled, self->kind == PLUG_CHANGE_REAUTHENTICATE ? settled : saved);
  return settled;
}
