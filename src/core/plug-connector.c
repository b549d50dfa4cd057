/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugConnector: what an instance is of, and what it asks for; contract section 3. */

#include "config.h"

#include "plug-connector-private.h"

#include <string.h>

#include "plug-set-private.h"

#define MAX_GROUP_DEPTH 32

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
  g_free (self->event_hint);
  g_free (self->address);
  g_clear_pointer (&self->pollers, json_object_unref);
  g_object_unref (self->fields);
  g_object_unref (self->event_fields);
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
  self->event_hint = g_strdup ("");
  self->fields = g_list_store_new (PLUG_TYPE_FIELD);
  self->event_fields = g_list_store_new (PLUG_TYPE_FIELD);
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

/* plug_connector_get_event_hint:
 * Returns: (transfer none): a translated sentence on what events need, "" when there is none */
const char *
plug_connector_get_event_hint (PlugConnector *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR (self), NULL);

  return self->event_hint;
}

/* plug_connector_is_described:
 * Returns: whether it is known what the connector asks for, be it nothing */
gboolean
plug_connector_is_described (PlugConnector *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR (self), FALSE);

  return self->described || g_list_model_get_n_items (G_LIST_MODEL (self->fields)) > 0;
}

/* plug_connector_get_n_skipped:
 * Returns: how many entries of the tenant's description could not be read */
guint
plug_connector_get_n_skipped (PlugConnector *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR (self), 0);

  return self->n_skipped;
}

/* plug_connector_get_pollers:
 * Returns: (transfer none) (nullable): by resource, what "event.poller.configuration" has of it
 *   (contract section 5.2); NULL when the connector does not poll or nothing is known of it */
JsonObject *
plug_connector_get_pollers (PlugConnector *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR (self), NULL);

  return self->pollers;
}

/* plug_connector_list_fields:
 * Returns: (transfer none): a list of PlugField in the order of the form; what concerns events
 *   is in plug_connector_list_event_fields() */
GListModel *
plug_connector_list_fields (PlugConnector *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR (self), NULL);

  return G_LIST_MODEL (self->fields);
}

/* plug_connector_list_event_fields:
 * Returns: (transfer none): a list of PlugField in the order of the form, the switch first;
 *   empty when the connector has no events. Contract section 5.1 */
GListModel *
plug_connector_list_event_fields (PlugConnector *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR (self), NULL);

  return G_LIST_MODEL (self->event_fields);
}

static PlugField *
find_in (GListStore *fields,
         const char *key)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fields)); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (G_LIST_MODEL (fields), i);

      /* The list keeps it alive. */
      if (strcmp (plug_field_get_key (field), key) == 0)
        return field;
    }
  return NULL;
}

/* plug_connector_find_field:
 * @key: a field's key
 *
 * Returns: (nullable) (transfer none): the field, be it of events or not */
PlugField *
plug_connector_find_field (PlugConnector *self,
                           const char    *key)
{
  PlugField *field;

  g_return_val_if_fail (PLUG_IS_CONNECTOR (self) && key != NULL, NULL);

  field = find_in (self->fields, key);
  return field != NULL ? field : find_in (self->event_fields, key);
}

/* The selector that has the option; else the first that says nothing of its options. */
static PlugField *
look_up_selector (PlugConnector *self,
                  PlugField     *field)
{
  const char *group = plug_field_get_group (field);
  PlugField *open = NULL;

  if (group == NULL)
    return NULL;
  if (plug_field_get_selector (field) != NULL)
    return plug_connector_find_field (self, plug_field_get_selector (field));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->fields)); i++)
    {
      g_autoptr (PlugField) selector = g_list_model_get_item (G_LIST_MODEL (self->fields), i);

      if (selector == field || !plug_field_is_group_control (selector))
        continue;
      if (plug_field_has_option (selector, group))
        return selector;
      if (open == NULL && plug_field_get_n_options (selector) == 0)
        open = selector;
    }
  return open;
}

/* plug_connector_find_selector:
 * @field: one of the connector's
 *
 * What belongs to a group nobody can select, or to itself in a circle, belongs to none.
 *
 * Returns: (nullable) (transfer none): the field that has to stand at plug_field_get_group() of
 *   @field for @field to be there; NULL when it always is */
PlugField *
plug_connector_find_selector (PlugConnector *self,
                              PlugField     *field)
{
  PlugField *selector;
  PlugField *above;
  guint depth = 0;

  g_return_val_if_fail (PLUG_IS_CONNECTOR (self) && PLUG_IS_FIELD (field), NULL);

  selector = look_up_selector (self, field);
  for (above = selector; above != NULL && depth < MAX_GROUP_DEPTH; depth++)
    {
      if (above == field)
        return NULL;
      above = look_up_selector (self, above);
    }
  return above == NULL ? selector : NULL;
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
