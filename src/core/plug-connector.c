/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugConnector: what an instance is of, and what it asks for; contract section 3. */

#include "config.h"

#include "plug-connector.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-json.h"
#include "plug-set-private.h"

struct _PlugConnector {
  GObject parent_instance;

  char *key;
  char *name;
  char *hub;
  char *authentication;
  char *setup_hint;
  char *address; /* (nullable): "https://{subdomain}/…" */
  GListStore *fields;
};

G_DEFINE_FINAL_TYPE (PlugConnector, plug_connector, G_TYPE_OBJECT)

typedef enum {
  PROP_KEY = 1,
  PROP_NAME,
  PROP_HUB,
  PROP_AUTHENTICATION,
  PROP_SETUP_HINT,
  PROP_ADDRESS,
  PROP_FIELDS,
} PlugConnectorProperty;

static GParamSpec *properties[PROP_FIELDS + 1];

static void
plug_connector_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  PlugConnector *self = PLUG_CONNECTOR (object);

  switch ((PlugConnectorProperty) property_id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_HUB:
      g_value_set_string (value, self->hub);
      break;
    case PROP_AUTHENTICATION:
      g_value_set_string (value, self->authentication);
      break;
    case PROP_SETUP_HINT:
      g_value_set_string (value, self->setup_hint);
      break;
    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;
    case PROP_FIELDS:
      g_value_set_object (value, self->fields);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_connector_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PlugConnector *self = PLUG_CONNECTOR (object);
  const char *text = g_value_get_string (value);

  switch ((PlugConnectorProperty) property_id)
    {
    case PROP_KEY:
      plug_set_string (&self->key, text != NULL ? text : "");
      break;
    case PROP_NAME:
      plug_set_string (&self->name, text != NULL ? text : "");
      break;
    case PROP_HUB:
      plug_set_string (&self->hub, text != NULL ? text : "");
      break;
    case PROP_AUTHENTICATION:
      plug_set_string (&self->authentication, text != NULL ? text : "");
      break;
    case PROP_SETUP_HINT:
      plug_set_string (&self->setup_hint, text != NULL ? text : "");
      break;
    case PROP_ADDRESS:
      plug_set_string (&self->address, text);
      break;
    case PROP_FIELDS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_connector_finalize (GObject *object)
{
  PlugConnector *self = PLUG_CONNECTOR (object);

  g_free (self->key);
  g_free (self->name);
  g_free (self->hub);
  g_free (self->authentication);
  g_free (self->setup_hint);
  g_free (self->address);
  g_object_unref (self->fields);
  G_OBJECT_CLASS (plug_connector_parent_class)->finalize (object);
}

static void
plug_connector_class_init (PlugConnectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = plug_connector_get_property;
  object_class->set_property = plug_connector_set_property;
  object_class->finalize = plug_connector_finalize;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, "", once);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", once);
  properties[PROP_HUB] = g_param_spec_string ("hub", NULL, NULL, "", once);
  properties[PROP_AUTHENTICATION] = g_param_spec_string ("authentication", NULL, NULL, "", once);
  properties[PROP_SETUP_HINT] = g_param_spec_string ("setup-hint", NULL, NULL, "", once);
  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, once);
  properties[PROP_FIELDS] =
    g_param_spec_object ("fields", NULL, NULL, G_TYPE_LIST_MODEL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_connector_init (PlugConnector *self)
{
  self->fields = g_list_store_new (PLUG_TYPE_FIELD);
}

/* plug_connector_new:
 * @key: the API's "element.key", sent verbatim
 * @name: for the eye
 * @hub: (nullable): "crm", for one
 * @authentication: (nullable): the API's "authentication.type"
 *
 * Returns: (transfer full): a connector without fields */
PlugConnector *
plug_connector_new (const char *key,
                    const char *name,
                    const char *hub,
                    const char *authentication)
{
  g_return_val_if_fail (key != NULL && name != NULL, NULL);

  return g_object_new (PLUG_TYPE_CONNECTOR,
                       "key", key,
                       "name", name,
                       "hub", hub,
                       "authentication", authentication,
                       NULL);
}

static const char *
translate (const char *text)
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

  if (!json_object_has_member (object, member))
    return TRUE;
  klass = g_type_class_ref (type);
  found = nick != NULL ? g_enum_get_value_by_nick (klass, nick) : NULL;
  if (found == NULL)
    return FALSE;
  *value = found->value;
  return TRUE;
}

static PlugField *
read_field (JsonNode  *node,
            GError   **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *key = plug_json_get_string (object, "key");
  const char *label = plug_json_get_string (object, "label");
  int kind = PLUG_FIELD_TEXT;
  int normalize = PLUG_FIELD_NORMALIZE_TRIM;
  PlugField *field;

  if (key == NULL || *key == '\0' || !read_word (object, "kind", PLUG_TYPE_FIELD_KIND, &kind) ||
      !read_word (object, "normalize", PLUG_TYPE_FIELD_NORMALIZE, &normalize))
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                           _("A field of the connector is not described completely."));
      return NULL;
    }
  field = plug_field_new (key, label != NULL ? translate (label) : key, kind);
  plug_field_set_help (field, translate (plug_json_get_string (object, "help")));
  plug_field_set_required (field, plug_json_get_boolean (object, "required", FALSE));
  plug_field_set_default (field, plug_json_get_string (object, "default"));
  plug_field_set_normalize (field, normalize);
  return field;
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
      plug_connector_add_field (self, field);
    }
  return TRUE;
}

/* plug_connector_new_from_json:
 * @object: an entry of catalogue.json: key, name, hub, authentication, address, setupHint and
 *   fields of key, label, help, kind, normalize, required and default
 * @error: PLUG_ERROR_PROTOCOL when key or name is missing or a field makes no sense
 *
 * Name, hint, labels and helps are translated here.
 *
 * Returns: (nullable) (transfer full): the connector with its fields */
PlugConnector *
plug_connector_new_from_json (JsonObject  *object,
                              GError     **error)
{
  g_autoptr (PlugConnector) self = NULL;
  const char *key = plug_json_get_string (object, "key");
  const char *name = plug_json_get_string (object, "name");

  if (key == NULL || *key == '\0' || name == NULL || *name == '\0')
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                           _("A connector has no key or no name."));
      return NULL;
    }
  self = g_object_new (PLUG_TYPE_CONNECTOR,
                       "key", key,
                       "name", name,
                       "hub", plug_json_get_string (object, "hub"),
                       "authentication", plug_json_get_string (object, "authentication"),
                       "setup-hint", translate (plug_json_get_string (object, "setupHint")),
                       "address", plug_json_get_string (object, "address"),
                       NULL);
  if (!read_fields (self, plug_json_get_array (object, "fields"), error))
    return NULL;
  return g_steal_pointer (&self);
}

/* plug_connector_get_key:
 * Returns: (transfer none): the API's "element.key" */
const char *
plug_connector_get_key (PlugConnector *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR (self), NULL);

  return self->key;
}

/* plug_connector_get_name:
 * Returns: (transfer none): for the eye */
const char *
plug_connector_get_name (PlugConnector *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR (self), NULL);

  return self->name;
}

/* plug_connector_get_hub:
 * Returns: (transfer none): "crm", for one; "" when unknown */
const char *
plug_connector_get_hub (PlugConnector *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR (self), NULL);

  return self->hub;
}

/* plug_connector_get_authentication:
 * Returns: (transfer none): the API's "authentication.type", "basic" for one; "" when unknown */
const char *
plug_connector_get_authentication (PlugConnector *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR (self), NULL);

  return self->authentication;
}

/* plug_connector_get_setup_hint:
 * Returns: (transfer none): a translated sentence on what to prepare, "" when there is none */
const char *
plug_connector_get_setup_hint (PlugConnector *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR (self), NULL);

  return self->setup_hint;
}

/* plug_connector_list_fields:
 * Returns: (transfer none): a list of PlugField in the order of the form */
GListModel *
plug_connector_list_fields (PlugConnector *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR (self), NULL);

  return G_LIST_MODEL (self->fields);
}

/* plug_connector_find_field:
 * @key: a field's key
 *
 * Returns: (nullable) (transfer none): the field */
PlugField *
plug_connector_find_field (PlugConnector *self,
                           const char    *key)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR (self) && key != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->fields)); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (G_LIST_MODEL (self->fields), i);

      /* The list keeps it alive. */
      if (strcmp (plug_field_get_key (field), key) == 0)
        return field;
    }
  return NULL;
}

/* plug_connector_add_field:
 * @field: one whose key the connector does not have yet; goes to the end of the form */
void
plug_connector_add_field (PlugConnector *self,
                          PlugField     *field)
{
  g_return_if_fail (PLUG_IS_CONNECTOR (self) && PLUG_IS_FIELD (field));
  g_return_if_fail (plug_connector_find_field (self, plug_field_get_key (field)) == NULL);

  g_list_store_append (self->fields, field);
}

/* plug_connector_dup_address:
 * @values: (element-type utf8 utf8): what was entered, normalized, by field key
 *
 * Returns: (nullable) (transfer full): the address the tenant will call, each {field} of it
 *   replaced by its value and left as it is while there is none; NULL when the connector's
 *   address is not known */
char *
plug_connector_dup_address (PlugConnector *self,
                            GHashTable    *values)
{
  GString *address;

  g_return_val_if_fail (PLUG_IS_CONNECTOR (self) && values != NULL, NULL);

  if (self->address == NULL)
    return NULL;
  address = g_string_new (NULL);
  for (const char *at = self->address; *at != '\0';)
    {
      const char *end = *at == '{' ? strchr (at, '}') : NULL;
      g_autofree char *key = end != NULL ? g_strndup (at + 1, (gsize) (end - at - 1)) : NULL;
      const char *value = key != NULL ? g_hash_table_lookup (values, key) : NULL;

      if (value != NULL && *value != '\0')
        {
          g_string_append (address, value);
          at = end + 1;
        }
      else
        g_string_append_c (address, *at++);
    }
  return g_string_free (address, FALSE);
}
