/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugUse: something on the tenant that needs an instance. */

#include "config.h"

#include "plug-use.h"

struct _PlugUse {
  GObject parent_instance;

  char *id;
  char *name;
  char *formula;
  gboolean active;
};

G_DEFINE_FINAL_TYPE (PlugUse, plug_use, G_TYPE_OBJECT)

typedef enum {
  PROP_ID = 1,
  PROP_NAME,
  PROP_FORMULA,
  PROP_ACTIVE,
} PlugUseProperty;

static GParamSpec *properties[PROP_ACTIVE + 1];

static void
plug_use_get_property (GObject    *object,
                       guint       property_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  PlugUse *self = PLUG_USE (object);

  switch ((PlugUseProperty) property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_FORMULA:
      g_value_set_string (value, self->formula);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_use_finalize (GObject *object)
{
  PlugUse *self = PLUG_USE (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->formula);
  G_OBJECT_CLASS (plug_use_parent_class)->finalize (object);
}

static void
plug_use_class_init (PlugUseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = plug_use_get_property;
  object_class->finalize = plug_use_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_FORMULA] = g_param_spec_string ("formula", NULL, NULL, NULL, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_use_init (PlugUse *self)
{
}

/* plug_use_new:
 * @id: of the formula instance
 * @name: (nullable): its name
 * @formula: (nullable): the name or id of its formula
 * @active: whether it runs
 *
 * Returns: (transfer full): that use of an instance */
PlugUse *
plug_use_new (const char *id,
              const char *name,
              const char *formula,
              gboolean    active)
{
  PlugUse *self = g_object_new (PLUG_TYPE_USE, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name != NULL ? name : "");
  self->formula = g_strdup (formula != NULL ? formula : "");
  self->active = !!active;
  return self;
}

/* plug_use_get_id:
 * Returns: (transfer none): the id of the formula instance */
const char *
plug_use_get_id (PlugUse *self)
{
  g_return_val_if_fail (PLUG_IS_USE (self), NULL);

  return self->id;
}

/* plug_use_get_name:
 * Returns: (transfer none): its name, "" when the tenant gave none */
const char *
plug_use_get_name (PlugUse *self)
{
  g_return_val_if_fail (PLUG_IS_USE (self), NULL);

  return self->name;
}

/* plug_use_get_formula:
 * Returns: (transfer none): the name or id of its formula, "" when the tenant gave neither */
const char *
plug_use_get_formula (PlugUse *self)
{
  g_return_val_if_fail (PLUG_IS_USE (self), NULL);

  return self->formula;
}

/* plug_use_is_active:
 * Returns: whether it runs */
gboolean
plug_use_is_active (PlugUse *self)
{
  g_return_val_if_fail (PLUG_IS_USE (self), FALSE);

  return self->active;
}
