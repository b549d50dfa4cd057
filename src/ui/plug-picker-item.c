/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugPickerItem: one line of the connector picker. */

#include "config.h"

#include "plug-picker-item.h"

#include "plug-catalogue.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugPickerItem {
  GObject parent_instance;

  char *title;
  char *caption;
  gboolean is_heading;
  PlugConnector *connector; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PlugPickerItem, plug_picker_item, G_TYPE_OBJECT)

typedef enum {
  PROP_TITLE = 1,
  PROP_CAPTION,
  PROP_IS_HEADING,
  PROP_IS_CHOICE,
} PlugPickerItemProperty;

static GParamSpec *properties[PROP_IS_CHOICE + 1];

static void
plug_picker_item_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PlugPickerItem *self = PLUG_PICKER_ITEM (object);

  switch ((PlugPickerItemProperty) property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_CAPTION:
      g_value_set_string (value, self->caption);
      break;
    case PROP_IS_HEADING:
      g_value_set_boolean (value, self->is_heading);
      break;
    case PROP_IS_CHOICE:
      g_value_set_boolean (value, !self->is_heading);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_picker_item_finalize (GObject *object)
{
  PlugPickerItem *self = PLUG_PICKER_ITEM (object);

  g_free (self->title);
  g_free (self->caption);
  g_clear_object (&self->connector);
  G_OBJECT_CLASS (plug_picker_item_parent_class)->finalize (object);
}

static void
plug_picker_item_class_init (PlugPickerItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = plug_picker_item_get_property;
  object_class->finalize = plug_picker_item_finalize;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, NULL, flags);
  properties[PROP_IS_HEADING] = g_param_spec_boolean ("is-heading", NULL, NULL, FALSE, flags);
  properties[PROP_IS_CHOICE] = g_param_spec_boolean ("is-choice", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_picker_item_init (PlugPickerItem *self)
{
}

/* plug_picker_item_new_heading:
 * @title: of the section below
 *
 * Returns: (transfer full): a line that cannot be chosen */
PlugPickerItem *
plug_picker_item_new_heading (const char *title)
{
  PlugPickerItem *self = g_object_new (PLUG_TYPE_PICKER_ITEM, NULL);

  self->title = plug_text_for_display (title);
  self->caption = g_strdup ("");
  self->is_heading = TRUE;
  return self;
}

/* plug_picker_item_dup_hub_name:
 * Returns: (transfer full): the name of @connector's hub, also where nobody knows it */
char *
plug_picker_item_dup_hub_name (PlugConnector *connector)
{
  const char *hub = plug_catalogue_get_hub_name (plug_connector_get_hub (connector));
  g_autofree char *shown = plug_text_for_display (hub);
  g_autofree char *first = NULL;

  if (*shown == '\0')
    return g_strdup (_("Without a Hub"));
  first = g_utf8_strup (shown, g_utf8_next_char (shown) - shown);
  return g_strconcat (first, g_utf8_next_char (shown), NULL);
}

/* What there is of it: the hub, the way to authenticate, the key. */
static char *
dup_caption (PlugConnector *connector,
             gboolean       with_hub)
{
  const char *authentication = plug_connector_get_authentication (connector);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  if (with_hub)
    g_ptr_array_add (parts, plug_picker_item_dup_hub_name (connector));
  if (*authentication != '\0')
    g_ptr_array_add (parts,
                     g_strdup (plug_catalogue_get_authentication_name (authentication)));
  g_ptr_array_add (parts, g_strdup (plug_connector_get_key (connector)));
  g_ptr_array_add (parts, NULL);
  text = g_strjoinv (" · ", (char **) parts->pdata);
  return plug_text_for_display (text);
}

/* plug_picker_item_new_connector:
 * @connector: what is to be chosen
 * @with_hub: whether no heading above says of which hub it is
 *
 * Returns: (transfer full): a line for @connector */
PlugPickerItem *
plug_picker_item_new_connector (PlugConnector *connector,
                                gboolean       with_hub)
{
  PlugPickerItem *self;

  g_return_val_if_fail (PLUG_IS_CONNECTOR (connector), NULL);

  self = g_object_new (PLUG_TYPE_PICKER_ITEM, NULL);
  self->connector = g_object_ref (connector);
  self->title = plug_text_for_display (plug_connector_get_name (connector));
  self->caption = dup_caption (connector, with_hub);
  return self;
}

/* plug_picker_item_new_other:
 * Returns: (transfer full): the line that leads to any other connector */
PlugPickerItem *
plug_picker_item_new_other (void)
{
  PlugPickerItem *self = g_object_new (PLUG_TYPE_PICKER_ITEM, NULL);

  self->title = g_strdup (_("Other Connector…"));
  self->caption = g_strdup (_("Any connector of the tenant, by its key"));
  return self;
}

/* plug_picker_item_is_choice:
 * Returns: whether the line can be chosen */
gboolean
plug_picker_item_is_choice (PlugPickerItem *self)
{
  g_return_val_if_fail (PLUG_IS_PICKER_ITEM (self), FALSE);

  return !self->is_heading;
}

/* plug_picker_item_get_title:
 * Returns: (transfer none): for the eye */
const char *
plug_picker_item_get_title (PlugPickerItem *self)
{
  g_return_val_if_fail (PLUG_IS_PICKER_ITEM (self), NULL);

  return self->title;
}

/* plug_picker_item_get_caption:
 * Returns: (transfer none): for the eye, "" for a heading */
const char *
plug_picker_item_get_caption (PlugPickerItem *self)
{
  g_return_val_if_fail (PLUG_IS_PICKER_ITEM (self), NULL);

  return self->caption;
}

/* plug_picker_item_get_connector:
 * Returns: (transfer none) (nullable): what the line is for */
PlugConnector *
plug_picker_item_get_connector (PlugPickerItem *self)
{
  g_return_val_if_fail (PLUG_IS_PICKER_ITEM (self), NULL);

  return self->connector;
}
