/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of a draft: text or secret, and how each goes into the JSON. */

#include "config.h"

#include "plug-draft-private.h"

#include <string.h>

#include "plug-json.h"

/* plug_draft_value_free:
 * @value: (transfer full): a value */
void
plug_draft_value_free (PlugDraftValue *value)
{
  g_free (value->key);
  g_free (value->text);
  g_clear_pointer (&value->secret, plug_secret_unref);
  g_free (value);
}

/* plug_draft_values_find:
 * Returns: (nullable) (transfer none): the value of @key */
PlugDraftValue *
plug_draft_values_find (GPtrArray  *values,
                        const char *key)
{
  for (guint i = 0; i < values->len; i++)
    {
      PlugDraftValue *value = g_ptr_array_index (values, i);

      if (strcmp (value->key, key) == 0)
        return value;
    }
  return NULL;
}

/* plug_draft_values_renew:
 * Returns: (transfer none): an empty value for @key, whatever it had */
PlugDraftValue *
plug_draft_values_renew (GPtrArray  *values,
                         const char *key)
{
  PlugDraftValue *value = plug_draft_values_find (values, key);

  if (value == NULL)
    {
      value = g_new0 (PlugDraftValue, 1);
      value->key = g_strdup (key);
      g_ptr_array_add (values, value);
      return value;
    }
  g_clear_pointer (&value->text, g_free);
  g_clear_pointer (&value->secret, plug_secret_unref);
  value->wire = PLUG_FIELD_WIRE_STRING;
  value->exact = FALSE;
  value->masked = FALSE;
  return value;
}

static PlugFieldWire
get_node_wire (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return PLUG_FIELD_WIRE_OBJECT;
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return PLUG_FIELD_WIRE_STRING;
    case G_TYPE_BOOLEAN:
      return PLUG_FIELD_WIRE_BOOLEAN;
    default:
      return PLUG_FIELD_WIRE_NUMBER;
    }
}

/* plug_draft_values_take:
 * @node: what is to be sent for @key, exactly
 * @secret: whether it is one */
void
plug_draft_values_take (GPtrArray  *values,
                        const char *key,
                        JsonNode   *node,
                        gboolean    secret)
{
  PlugFieldWire wire = get_node_wire (node);
  char *text = wire == PLUG_FIELD_WIRE_STRING
                 ? json_node_dup_string (node)
                 : plug_json_to_string (node, wire == PLUG_FIELD_WIRE_OBJECT);
  PlugDraftValue *value = plug_draft_values_renew (values, key);

  value->wire = wire;
  value->exact = TRUE;
  if (!secret)
    {
      value->text = text;
      return;
    }
  value->secret = plug_secret_new (text);
  plug_secret_wipe_text (text);
  g_free (text);
}

static JsonNode *
parse_text (const char *text)
{
  return plug_json_parse (text, strlen (text), 0, NULL);
}

/* What does not read as what it should be goes as the string it is. */
static JsonNode *
create_node (const char    *text,
             PlugFieldWire  wire)
{
  g_autoptr (JsonNode) node = NULL;

  switch (wire)
    {
    case PLUG_FIELD_WIRE_BOOLEAN:
      if (g_ascii_strcasecmp (text, "true") == 0 || g_ascii_strcasecmp (text, "false") == 0)
        return json_node_init_boolean (json_node_alloc (), g_ascii_tolower (*text) == 't');
      break;
    case PLUG_FIELD_WIRE_NUMBER:
      node = parse_text (text);
      if (node != NULL && get_node_wire (node) == PLUG_FIELD_WIRE_NUMBER)
        return g_steal_pointer (&node);
      break;
    case PLUG_FIELD_WIRE_OBJECT:
      node = parse_text (text);
      if (node != NULL)
        return g_steal_pointer (&node);
      break;
    case PLUG_FIELD_WIRE_STRING:
    default:
      break;
    }
  return json_node_init_string (json_node_alloc (), text);
}

/* plug_draft_value_add:
 * @object: gets the member, if there is something to send
 * @secret: whether its key says that it is a secret */
void
plug_draft_value_add (PlugDraftValue *value,
                      JsonObject     *object,
                      PlugDraftView   view,
                      gboolean        secret)
{
  const char *text = value->secret != NULL ? plug_secret_peek (value->secret) : value->text;

  if (text == NULL || (*text == '\0' && !value->exact))
    return;
  if (view == PLUG_DRAFT_MASK && *text != '\0' && (secret || value->secret != NULL))
    json_object_set_string_member (object, value->key, PLUG_DRAFT_BULLETS);
  else
    json_object_set_member (object, value->key, create_node (text, value->wire));
}

/* plug_draft_is_secret:
 * @text: (nullable): what is to be kept
 *
 * Returns: whether it belongs into a PlugSecret */
gboolean
plug_draft_is_secret (PlugDraft  *self,
                      const char *key,
                      const char *text)
{
  PlugField *field = plug_connector_find_field (self->connector, key);

  if (field == NULL)
    return plug_field_key_is_secret (key);
  if (plug_field_is_secret (field))
    return TRUE;
  /* A switch or a choice is none by its name, unless there is something else in it. */
  return plug_field_key_is_secret (key) && text != NULL && !plug_field_has_option (field, text) &&
         g_ascii_strcasecmp (text, "true") != 0 && g_ascii_strcasecmp (text, "false") != 0;
}

/* plug_draft_text_is_masked:
 * @text: (nullable): a value
 *
 * Returns: whether it stands for one that is not told: our bullets, or the asterisks of the
 *   tenant; contract section 2.3 */
gboolean
plug_draft_text_is_masked (const char *text)
{
  return g_strcmp0 (text, PLUG_DRAFT_BULLETS) == 0 || g_strcmp0 (text, PLUG_DRAFT_ASTERISKS) == 0;
}

static PlugFieldWire
get_field_wire (PlugDraft  *self,
                const char *key)
{
  PlugField *field = plug_connector_find_field (self->connector, key);

  return field != NULL ? plug_field_get_wire (field) : PLUG_FIELD_WIRE_STRING;
}

/* plug_draft_get_value:
 * @key: a configuration key
 *
 * Returns: (nullable) (transfer none): the text as it was set, JSON written out; NULL for a
 *   secret and when nothing was */
const char *
plug_draft_get_value (PlugDraft  *self,
                      const char *key)
{
  PlugDraftValue *value;

  g_return_val_if_fail (PLUG_IS_DRAFT (self) && key != NULL, NULL);

  value = plug_draft_values_find (self->values, key);
  return value != NULL ? value->text : NULL;
}

/* plug_draft_has_value:
 * @key: a configuration key
 *
 * Returns: whether something was set, a secret or not */
gboolean
plug_draft_has_value (PlugDraft  *self,
                      const char *key)
{
  PlugDraftValue *value;

  g_return_val_if_fail (PLUG_IS_DRAFT (self) && key != NULL, FALSE);

  value = plug_draft_values_find (self->values, key);
  return value != NULL && (value->text != NULL || value->secret != NULL);
}

/* plug_draft_is_silent:
 * @key: a configuration key
 *
 * Returns: whether nothing is sent for it, not even its default, for the body the draft was
 *   filled from had nothing */
gboolean
plug_draft_is_silent (PlugDraft  *self,
                      const char *key)
{
  PlugDraftValue *value;

  g_return_val_if_fail (PLUG_IS_DRAFT (self) && key != NULL, FALSE);

  value = plug_draft_values_find (self->values, key);
  return value != NULL && value->exact && value->text == NULL && value->secret == NULL;
}

/* plug_draft_set_value:
 * @key: a configuration key
 * @value: (nullable): what was entered, NULL for nothing
 *
 * What belongs to a secret field is kept as a secret even when it comes this way. */
void
plug_draft_set_value (PlugDraft  *self,
                      const char *key,
                      const char *value)
{
  PlugSecret *secret = NULL;
  char *text = NULL;
  PlugDraftValue *renewed;

  g_return_if_fail (PLUG_IS_DRAFT (self) && key != NULL);

  if (value != NULL && plug_draft_is_secret (self, key, value))
    secret = plug_secret_new (value);
  else
    text = g_strdup (value);
  renewed = plug_draft_values_renew (self->values, key);
  renewed->secret = secret;
  renewed->text = text;
  renewed->wire = get_field_wire (self, key);
}

/* plug_draft_set_json:
 * @key: a configuration key
 * @value: (nullable): sent as it is, whatever its type; NULL for nothing */
void
plug_draft_set_json (PlugDraft  *self,
                     const char *key,
                     JsonNode   *value)
{
  g_autoptr (JsonNode) copy = NULL;
  const char *text = NULL;

  g_return_if_fail (PLUG_IS_DRAFT (self) && key != NULL);

  if (value == NULL)
    {
      plug_draft_set_value (self, key, NULL);
      return;
    }
  copy = json_node_copy (value);
  if (get_node_wire (copy) == PLUG_FIELD_WIRE_STRING)
    text = json_node_get_string (copy);
  plug_draft_values_take (self->values, key, copy, plug_draft_is_secret (self, key, text));
}

/* plug_draft_get_secret:
 * @key: a configuration key
 *
 * Returns: (nullable) (transfer none): its value when it is a secret */
PlugSecret *
plug_draft_get_secret (PlugDraft  *self,
                       const char *key)
{
  PlugDraftValue *value;

  g_return_val_if_fail (PLUG_IS_DRAFT (self) && key != NULL, NULL);

  value = plug_draft_values_find (self->values, key);
  return value != NULL ? value->secret : NULL;
}

/* plug_draft_set_secret:
 * @key: a configuration key
 * @secret: (nullable): its value; NULL for nothing */
void
plug_draft_set_secret (PlugDraft  *self,
                       const char *key,
                       PlugSecret *secret)
{
  PlugSecret *kept;
  PlugDraftValue *value;

  g_return_if_fail (PLUG_IS_DRAFT (self) && key != NULL);

  kept = secret != NULL ? plug_secret_ref (secret) : NULL;
  value = plug_draft_values_renew (self->values, key);
  value->secret = kept;
  value->wire = get_field_wire (self, key);
}

/* plug_draft_get_wire:
 * @key: a configuration key
 *
 * Returns: how its value goes into the JSON */
PlugFieldWire
plug_draft_get_wire (PlugDraft  *self,
                     const char *key)
{
  PlugDraftValue *value;

  g_return_val_if_fail (PLUG_IS_DRAFT (self) && key != NULL, PLUG_FIELD_WIRE_STRING);

  value = plug_draft_values_find (self->values, key);
  return value != NULL ? value->wire : get_field_wire (self, key);
}

/* plug_draft_set_wire:
 * @key: a configuration key that has a value
 * @wire: how that goes into the JSON; what cannot be read that way goes as a string */
void
plug_draft_set_wire (PlugDraft     *self,
                     const char    *key,
                     PlugFieldWire  wire)
{
  PlugDraftValue *value;

  g_return_if_fail (PLUG_IS_DRAFT (self) && key != NULL);

  value = plug_draft_values_find (self->values, key);
  g_return_if_fail (value != NULL);
  value->wire = wire;
}

/* plug_draft_copy_value:
 * @from: another draft
 * @key: a configuration key
 *
 * Takes over what @from has for @key, the absence of a value included, so that it is sent as it
 * would be from there. */
void
plug_draft_copy_value (PlugDraft  *self,
                       PlugDraft  *from,
                       const char *key)
{
  PlugDraftValue *source;
  PlugDraftValue *value;

  g_return_if_fail (PLUG_IS_DRAFT (self) && PLUG_IS_DRAFT (from) && self != from && key != NULL);

  source = plug_draft_values_find (from->values, key);
  value = plug_draft_values_renew (self->values, key);
  value->wire = get_field_wire (self, key);
  if (source == NULL)
    return;
  value->text = g_strdup (source->text);
  value->secret = source->secret != NULL ? plug_secret_ref (source->secret) : NULL;
  value->wire = source->wire;
  value->exact = source->exact;
  value->masked = source->masked;
}

static void
list_secrets (GPtrArray *secrets,
              GPtrArray *values)
{
  for (guint i = 0; i < values->len; i++)
    {
      PlugDraftValue *value = g_ptr_array_index (values, i);

      if (value->secret != NULL && plug_secret_get_length (value->secret) > 0)
        g_ptr_array_add (secrets, plug_secret_ref (value->secret));
    }
}

/* plug_draft_list_secrets:
 * Returns: (transfer full) (element-type PlugSecret): everything in it that nobody is to see */
GPtrArray *
plug_draft_list_secrets (PlugDraft *self)
{
  GPtrArray *secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_secret_unref);

  g_return_val_if_fail (PLUG_IS_DRAFT (self), secrets);

  list_secrets (secrets, self->values);
  list_secrets (secrets, self->provider_data);
  return secrets;
}

static void
forget_secrets (GPtrArray *values)
{
  for (guint i = 0; i < values->len; i++)
    {
      PlugDraftValue *value = g_ptr_array_index (values, i);

      g_clear_pointer (&value->secret, plug_secret_unref);
    }
}

/* plug_draft_forget_secrets:
 * From now on it is a draft without any, "providerData" included: a code serves once. */
void
plug_draft_forget_secrets (PlugDraft *self)
{
  g_return_if_fail (PLUG_IS_DRAFT (self));

  forget_secrets (self->values);
  forget_secrets (self->provider_data);
}

static void
copy_provider_value (PlugDraft      *self,
                     PlugDraftValue *source)
{
  PlugDraftValue *value = plug_draft_values_renew (self->provider_data, source->key);

  value->secret = source->secret != NULL ? plug_secret_ref (source->secret) : NULL;
  value->wire = source->wire;
  value->exact = source->exact;
}

/* plug_draft_copy_rest:
 * @from: another draft
 *
 * Takes over what no form shows: "providerData", the members beside "configuration", and whether
 * there were a name and a list of tags at all. */
void
plug_draft_copy_rest (PlugDraft *self,
                      PlugDraft *from)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_return_if_fail (PLUG_IS_DRAFT (self) && PLUG_IS_DRAFT (from) && self != from);

  for (guint i = 0; i < from->provider_data->len; i++)
    copy_provider_value (self, g_ptr_array_index (from->provider_data, i));
  json_object_iter_init_ordered (&iter, from->members);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (self->members, name, json_node_copy (node));
  self->nameless = from->nameless;
  self->with_tags = from->with_tags;
}

/* plug_draft_new_for:
 * @draft: one of the same connector when less, or something else, was known of it
 * @connector: what is known now
 *
 * Returns: (transfer full): the same for @connector; what was sent exactly still is */
PlugDraft *
plug_draft_new_for (PlugDraft     *draft,
                    PlugConnector *connector)
{
  gboolean exact = FALSE;
  PlugDraft *self;

  g_return_val_if_fail (PLUG_IS_DRAFT (draft) && PLUG_IS_CONNECTOR (connector), NULL);

  self = plug_draft_new (connector);
  plug_draft_copy_rest (self, draft);
  plug_draft_set_name (self, draft->name);
  plug_draft_set_tags (self, (const char *const *) draft->tags);
  for (guint i = 0; i < draft->values->len; i++)
    {
      PlugDraftValue *value = g_ptr_array_index (draft->values, i);

      plug_draft_copy_value (self, draft, value->key);
      exact = exact || value->exact;
    }
  if (exact)
    plug_draft_silence (self);
  return self;
}

/* plug_draft_dup_extra_keys:
 * Returns: (transfer full): the keys that have a value and are none of the connector's fields,
 *   in the order they were first set */
GStrv
plug_draft_dup_extra_keys (PlugDraft *self)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  g_return_val_if_fail (PLUG_IS_DRAFT (self), NULL);

  for (guint i = 0; i < self->values->len; i++)
    {
      PlugDraftValue *value = g_ptr_array_index (self->values, i);

      if ((value->text != NULL || value->secret != NULL) &&
          plug_connector_find_field (self->connector, value->key) == NULL)
        g_strv_builder_add (keys, value->key);
    }
  return g_strv_builder_end (keys);
}

/* plug_draft_set_provider_data:
 * @key: a member of "providerData"; contract section 4
 * @secret: (nullable): its value, NULL takes it out */
void
plug_draft_set_provider_data (PlugDraft  *self,
                              const char *key,
                              PlugSecret *secret)
{
  PlugSecret *kept;

  g_return_if_fail (PLUG_IS_DRAFT (self) && key != NULL);

  kept = secret != NULL ? plug_secret_ref (secret) : NULL;
  plug_draft_values_renew (self->provider_data, key)->secret = kept;
}

/* plug_draft_get_provider_data:
 * @key: a member of "providerData"
 *
 * Returns: (nullable) (transfer none): its value */
PlugSecret *
plug_draft_get_provider_data (PlugDraft  *self,
                              const char *key)
{
  PlugDraftValue *value;

  g_return_val_if_fail (PLUG_IS_DRAFT (self) && key != NULL, NULL);

  value = plug_draft_values_find (self->provider_data, key);
  return value != NULL ? value->secret : NULL;
}
