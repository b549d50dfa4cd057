/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugField: one thing a connector asks for; contract section 3.3. */

#include "config.h"

#include "plug-field.h"

#include <string.h>

#include "plug-set-private.h"

typedef struct {
  char *value;
  char *label;
} Option;

struct _PlugField {
  GObject parent_instance;

  char *key;
  char *label;
  char *help;
  char *default_value;
  PlugFieldKind kind;
  PlugFieldNormalize normalize;
  PlugFieldWire wire;
  gboolean required;
  gboolean secret;
  gboolean expert;
  gboolean group_control;
  char *selector;     /* (nullable): whose option group is; NULL is for the connector to find */
  char *group;        /* (nullable) */
  GPtrArray *options; /* Option */
};

G_DEFINE_FINAL_TYPE (PlugField, plug_field, G_TYPE_OBJECT)

/* plug_field_kind_get_type:
 * Returns: the type of PlugFieldKind; its nicks are the words of catalogue.json */
G_DEFINE_ENUM_TYPE (PlugFieldKind, plug_field_kind,
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_TEXT, "text"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_PASSWORD, "password"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_SWITCH, "switch"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_CHOICE, "choice"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_MULTILINE, "multiline"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_CODE, "code"))

/* plug_field_normalize_get_type:
 * Returns: the type of PlugFieldNormalize; its nicks are the words of catalogue.json */
G_DEFINE_ENUM_TYPE (PlugFieldNormalize, plug_field_normalize,
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_NORMALIZE_TRIM, "trim"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_NORMALIZE_HOST, "host"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_NORMALIZE_URL, "url"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_NORMALIZE_COUNT, "count"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_NORMALIZE_JSON, "json"))

/* plug_field_wire_get_type:
 * Returns: the type of PlugFieldWire; its nicks are the words of catalogue.json */
G_DEFINE_ENUM_TYPE (PlugFieldWire, plug_field_wire,
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_WIRE_STRING, "string"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_WIRE_BOOLEAN, "boolean"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_WIRE_NUMBER, "number"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_WIRE_OBJECT, "object"))

typedef enum {
  PROP_KEY = 1,
  PROP_LABEL,
  PROP_HELP,
  PROP_KIND,
  PROP_SECRET,
  PROP_REQUIRED,
  PROP_DEFAULT,
  PROP_NORMALIZE,
} PlugFieldProperty;

static GParamSpec *properties[PROP_NORMALIZE + 1];

static void
option_free (Option *option)
{
  g_free (option->value);
  g_free (option->label);
  g_free (option);
}

static void
notify (PlugField         *self,
        PlugFieldProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
plug_field_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  PlugField *self = PLUG_FIELD (object);

  switch ((PlugFieldProperty) property_id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_HELP:
      g_value_set_string (value, self->help);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_SECRET:
      g_value_set_boolean (value, plug_field_is_secret (self));
      break;
    case PROP_REQUIRED:
      g_value_set_boolean (value, self->required);
      break;
    case PROP_DEFAULT:
      g_value_set_string (value, self->default_value);
      break;
    case PROP_NORMALIZE:
      g_value_set_enum (value, self->normalize);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_field_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  PlugField *self = PLUG_FIELD (object);

  switch ((PlugFieldProperty) property_id)
    {
    case PROP_KEY:
      plug_set_string (&self->key, g_value_get_string (value));
      break;
    case PROP_LABEL:
      plug_field_set_label (self, g_value_get_string (value));
      break;
    case PROP_HELP:
      plug_field_set_help (self, g_value_get_string (value));
      break;
    case PROP_KIND:
      self->kind = g_value_get_enum (value);
      self->wire = self->kind == PLUG_FIELD_SWITCH ? PLUG_FIELD_WIRE_BOOLEAN
                                                   : PLUG_FIELD_WIRE_STRING;
      break;
    case PROP_REQUIRED:
      plug_field_set_required (self, g_value_get_boolean (value));
      break;
    case PROP_DEFAULT:
      plug_field_set_default (self, g_value_get_string (value));
      break;
    case PROP_NORMALIZE:
      plug_field_set_normalize (self, g_value_get_enum (value));
      break;
    case PROP_SECRET:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_field_finalize (GObject *object)
{
  PlugField *self = PLUG_FIELD (object);

  g_free (self->key);
  g_free (self->label);
  g_free (self->help);
  g_free (self->default_value);
  g_free (self->selector);
  g_free (self->group);
  g_ptr_array_unref (self->options);
  G_OBJECT_CLASS (plug_field_parent_class)->finalize (object);
}

static void
plug_field_class_init (PlugFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = plug_field_get_property;
  object_class->set_property = plug_field_set_property;
  object_class->finalize = plug_field_finalize;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, "", once);
  properties[PROP_LABEL] =
    g_param_spec_string ("label", NULL, NULL, "", flags | G_PARAM_CONSTRUCT);
  properties[PROP_HELP] = g_param_spec_string ("help", NULL, NULL, "", flags);
  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, PLUG_TYPE_FIELD_KIND, PLUG_FIELD_TEXT, once);
  properties[PROP_SECRET] =
    g_param_spec_boolean ("secret", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_REQUIRED] = g_param_spec_boolean ("required", NULL, NULL, FALSE, flags);
  properties[PROP_DEFAULT] = g_param_spec_string ("default", NULL, NULL, NULL, flags);
  properties[PROP_NORMALIZE] =
    g_param_spec_enum ("normalize", NULL, NULL, PLUG_TYPE_FIELD_NORMALIZE,
                       PLUG_FIELD_NORMALIZE_TRIM, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_field_init (PlugField *self)
{
  self->help = g_strdup ("");
  self->options = g_ptr_array_new_with_free_func ((GDestroyNotify) option_free);
}

/* plug_field_new:
 * @key: the key in the request's "configuration", sent verbatim
 * @label: translated, in header capitals
 * @kind: how it is asked for
 *
 * Returns: (transfer full): a field that is not required */
PlugField *
plug_field_new (const char    *key,
                const char    *label,
                PlugFieldKind  kind)
{
  g_return_val_if_fail (key != NULL && label != NULL, NULL);

  return g_object_new (PLUG_TYPE_FIELD, "key", key, "label", label, "kind", kind, NULL);
}

/* plug_field_get_key:
 * Returns: (transfer none): the key in the request's "configuration" */
const char *
plug_field_get_key (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  return self->key;
}

/* plug_field_get_label:
 * Returns: (transfer none): translated, in header capitals */
const char *
plug_field_get_label (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  return self->label;
}

/* plug_field_set_label:
 * @label: (nullable): translated, in header capitals */
void
plug_field_set_label (PlugField  *self,
                      const char *label)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  if (plug_set_string (&self->label, label != NULL ? label : ""))
    notify (self, PROP_LABEL);
}

/* plug_field_get_help:
 * Returns: (transfer none): a translated sentence, "" when there is none */
const char *
plug_field_get_help (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  return self->help;
}

/* plug_field_set_help:
 * @help: (nullable): a translated sentence */
void
plug_field_set_help (PlugField  *self,
                     const char *help)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  if (plug_set_string (&self->help, help != NULL ? help : ""))
    notify (self, PROP_HELP);
}

/* plug_field_get_kind:
 * Returns: how it is asked for */
PlugFieldKind
plug_field_get_kind (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), PLUG_FIELD_TEXT);

  return self->kind;
}

/* plug_field_is_secret:
 * A switch and a choice are not by their names alone: what they can hold is known to all.
 *
 * Returns: whether its value is a secret, by its kind, by its mark or by its key */
gboolean
plug_field_is_secret (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), TRUE);

  if (self->kind == PLUG_FIELD_PASSWORD || self->secret)
    return TRUE;
  if (self->kind == PLUG_FIELD_SWITCH || self->kind == PLUG_FIELD_CHOICE)
    return FALSE;
  return plug_field_key_is_secret (self->key);
}

/* plug_field_mark_secret:
 * Makes it a secret whatever its kind and its key say. There is no way back: rather one too
 * many. */
void
plug_field_mark_secret (PlugField *self)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  if (plug_field_is_secret (self))
    return;
  self->secret = TRUE;
  notify (self, PROP_SECRET);
}

/* plug_field_is_required:
 * Returns: whether a draft without it has a problem */
gboolean
plug_field_is_required (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), FALSE);

  return self->required;
}

/* plug_field_set_required:
 * @required: whether a draft without it has a problem */
void
plug_field_set_required (PlugField *self,
                         gboolean   required)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  if (self->required == !!required)
    return;
  self->required = !!required;
  notify (self, PROP_REQUIRED);
}

/* plug_field_get_default:
 * Returns: (nullable) (transfer none): what is sent when nothing was entered */
const char *
plug_field_get_default (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  return self->default_value;
}

/* plug_field_set_default:
 * @value: (nullable): what is sent when nothing was entered; "true" and "false" for switches */
void
plug_field_set_default (PlugField  *self,
                        const char *value)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  if (plug_set_string (&self->default_value, value))
    notify (self, PROP_DEFAULT);
}

/* plug_field_get_normalize:
 * Returns: what plug_field_normalize() does */
PlugFieldNormalize
plug_field_get_normalize (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), PLUG_FIELD_NORMALIZE_TRIM);

  return self->normalize;
}

/* plug_field_set_normalize:
 * @normalize: what plug_field_normalize() is to do */
void
plug_field_set_normalize (PlugField          *self,
                          PlugFieldNormalize  normalize)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  if (self->normalize == normalize)
    return;
  self->normalize = normalize;
  notify (self, PROP_NORMALIZE);
}

/* plug_field_get_wire:
 * Returns: how its value goes into the JSON unless the draft knows better */
PlugFieldWire
plug_field_get_wire (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), PLUG_FIELD_WIRE_STRING);

  return self->wire;
}

/* plug_field_set_wire:
 * @wire: how its value goes into the JSON; a switch begins as a boolean, all else as a string */
void
plug_field_set_wire (PlugField     *self,
                     PlugFieldWire  wire)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  self->wire = wire;
}

/* plug_field_is_expert:
 * Returns: whether it is one that few need: folded away, and sent only when it was changed */
gboolean
plug_field_is_expert (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), FALSE);

  return self->expert;
}

/* plug_field_set_expert:
 * @expert: whether it is one that few need */
void
plug_field_set_expert (PlugField *self,
                       gboolean   expert)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  self->expert = !!expert;
}

/* plug_field_is_group_control:
 * Returns: whether other fields are there or not by what is chosen in it */
gboolean
plug_field_is_group_control (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), FALSE);

  return self->group_control;
}

/* plug_field_set_group_control:
 * @group_control: whether other fields are there or not by what is chosen in it */
void
plug_field_set_group_control (PlugField *self,
                              gboolean   group_control)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  self->group_control = !!group_control;
}

/* plug_field_get_group:
 * Returns: (nullable) (transfer none): the option of its selector with which it is there; NULL
 *   when it always is. See plug_connector_find_selector() */
const char *
plug_field_get_group (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  return self->group;
}

/* plug_field_get_selector:
 * Returns: (nullable) (transfer none): the key of the field whose option its group is; NULL
 *   when only the connector can tell */
const char *
plug_field_get_selector (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  return self->selector;
}

/* plug_field_set_group:
 * @selector: (nullable): the key of the field whose option @group is
 * @group: (nullable): with which option it is there, NULL for with any */
void
plug_field_set_group (PlugField  *self,
                      const char *selector,
                      const char *group)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  plug_set_string (&self->selector, selector);
  plug_set_string (&self->group, group);
}

/* plug_field_add_option:
 * @value: what is sent
 * @label: (nullable): for the eye, NULL for the value itself
 *
 * A value that is there already stays as it is. */
void
plug_field_add_option (PlugField  *self,
                       const char *value,
                       const char *label)
{
  Option *option;

  g_return_if_fail (PLUG_IS_FIELD (self) && value != NULL);

  if (plug_field_has_option (self, value))
    return;
  option = g_new0 (Option, 1);
  option->value = g_strdup (value);
  option->label = g_strdup (label != NULL && *label != '\0' ? label : value);
  g_ptr_array_add (self->options, option);
}

/* plug_field_get_n_options:
 * Returns: how many options there are to choose from */
guint
plug_field_get_n_options (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), 0);

  return self->options->len;
}

/* plug_field_get_option:
 * @position: less than plug_field_get_n_options()
 * @label: (out) (optional) (transfer none): for the eye
 *
 * Returns: (transfer none): what is sent */
const char *
plug_field_get_option (PlugField   *self,
                       guint        position,
                       const char **label)
{
  Option *option;

  g_return_val_if_fail (PLUG_IS_FIELD (self) && position < self->options->len, NULL);

  option = g_ptr_array_index (self->options, position);
  if (label != NULL)
    *label = option->label;
  return option->value;
}

/* plug_field_has_option:
 * @value: (nullable): what would be sent
 *
 * Returns: whether it is one of the options */
gboolean
plug_field_has_option (PlugField  *self,
                       const char *value)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), FALSE);

  for (guint i = 0; i < self->options->len; i++)
    {
      Option *option = g_ptr_array_index (self->options, i);

      if (g_strcmp0 (option->value, value) == 0)
        return TRUE;
    }
  return FALSE;
}
