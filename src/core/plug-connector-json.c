/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A connector out of catalogue.json. It is ours, so whatever is wrong with it is an error. */

#include "config.h"

#include "plug-connector-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-json.h"

/* plug_connector_translate:
 * @text: (nullable): words of catalogue.json
 *
 * Returns: (nullable) (transfer none): the same in the user's language */
const char *
plug_connector_translate (const char *text)
{
  return text != NULL && *text != '\0' ? _(text) : text;
}

/* The value of the enumeration @type whose nick is the member's text. */
static gboolean
read_word (JsonObject *object,
           const char *member,
           GType       type,
           int        *value)
{
  const char *nick = plug_json_get_string (object, member);
  g_autoptr (GEnumClass) klass = NULL;
  GEnumValue *found;

  if (object == NULL || !json_object_has_member (object, member))
    return TRUE;
  klass = g_type_class_ref (type);
  found = nick != NULL ? g_enum_get_value_by_nick (klass, nick) : NULL;
  if (found == NULL)
    return FALSE;
  *value = found->value;
  return TRUE;
}

static gboolean
read_options (PlugField  *field,
              JsonObject *object)
{
  JsonArray *options = plug_json_get_array (object, "options");

  for (guint i = 0; options != NULL && i < json_array_get_length (options); i++)
    {
      JsonNode *node = json_array_get_element (options, i);
      JsonObject *option = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *value = plug_json_get_string (option, "value");

      if (value == NULL)
        return FALSE;
      plug_field_add_option (field, value,
                             plug_connector_translate (plug_json_get_string (option, "label")));
    }
  return TRUE;
}

static gboolean
read_traits (PlugField  *field,
             JsonObject *object)
{
  int wire = (int) plug_field_get_wire (field);
  int normalize = plug_field_get_kind (field) == PLUG_FIELD_CODE ? PLUG_FIELD_NORMALIZE_JSON
                                                                 : PLUG_FIELD_NORMALIZE_TRIM;

  if (!read_word (object, "wire", PLUG_TYPE_FIELD_WIRE, &wire) ||
      !read_word (object, "normalize", PLUG_TYPE_FIELD_NORMALIZE, &normalize) ||
      !read_options (field, object))
    return FALSE;
  plug_field_set_help (field, plug_connector_translate (plug_json_get_string (object, "help")));
  plug_field_set_required (field, plug_json_get_boolean (object, "required", FALSE));
  plug_field_set_default (field, plug_json_get_string (object, "default"));
  plug_field_set_normalize (field, (PlugFieldNormalize) normalize);
  plug_field_set_wire (field, (PlugFieldWire) wire);
  plug_field_set_expert (field, plug_json_get_boolean (object, "expert", FALSE));
  plug_field_set_group (field, NULL, plug_json_get_string (object, "group"));
  plug_field_set_group_control (field, plug_json_get_boolean (object, "groupControl", FALSE));
  if (plug_json_get_boolean (object, "secret", FALSE))
    plug_field_mark_secret (field);
  return TRUE;
}

static PlugField *
read_field (JsonNode  *node,
            GError   **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *key = plug_json_get_string (object, "key");
  const char *label = plug_json_get_string (object, "label");
  g_autoptr (PlugField) field = NULL;
  int kind = PLUG_FIELD_TEXT;

  if (key != NULL && *key != '\0' && read_word (object, "kind", PLUG_TYPE_FIELD_KIND, &kind))
    field = plug_field_new (key, label != NULL ? plug_connector_translate (label) : key, kind);
  if (field == NULL || !read_traits (field, object))
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                           _("A field of the connector is not described completely."));
      return NULL;
    }
  return g_steal_pointer (&field);
}

static gboolean
read_fields (PlugConnector  *self,
             JsonArray      *array,
             GError        **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autoptr (PlugField) field = read_field (json_array_get_element (array, i), error);

      if (field == NULL)
        return FALSE;
      if (plug_connector_find_field (self, plug_field_get_key (field)) != NULL)
        {
          g_set_error (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                       _("The connector asks twice for “%s”."), plug_field_get_key (field));
          return FALSE;
        }
      if (plug_connector_is_event_key (plug_field_get_key (field)))
        plug_connector_add_event (self, field);
      else
        plug_connector_add_field (self, field);
    }
  return TRUE;
}

/* plug_connector_new_from_json:
 * @object: an entry of catalogue.json: key, name, hub, authentication, address, setup, fields of
 *   key, label, help, kind, normalize, required, default, secret, options, group, groupControl,
 *   wire and expert, and events of methods, interval, resources and hint
 * @error: PLUG_ERROR_PROTOCOL when key or name is missing or a field makes no sense
 *
 * Name, hints, labels and helps are translated here.
 *
 * Returns: (nullable) (transfer full): the connector with its fields */
PlugConnector *
plug_connector_new_from_json (JsonObject  *object,
                              GError     **error)
{
  g_autoptr (PlugConnector) self = NULL;
  const char *key = plug_json_get_string (object, "key");
  const char *name = plug_json_get_string (object, "name");
  const char *setup = plug_json_get_string (object, "setup");

  if (key == NULL || *key == '\0' || name == NULL || *name == '\0')
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                           _("A connector has no key or no name."));
      return NULL;
    }
  if (setup == NULL)
    setup = plug_json_get_string (object, "setupHint");
  self = g_object_new (PLUG_TYPE_CONNECTOR,
                       "key", key,
                       "name", name,
                       "hub", plug_json_get_string (object, "hub"),
                       "authentication", plug_json_get_string (object, "authentication"),
                       "setup-hint", plug_connector_translate (setup),
                       "address", plug_json_get_string (object, "address"),
                       NULL);
  if (!read_fields (self, plug_json_get_array (object, "fields"), error))
    return NULL;
  plug_connector_complete_oauth (self);
  plug_connector_read_events (self, plug_json_get_object (object, "events"));
  return g_steal_pointer (&self);
}
