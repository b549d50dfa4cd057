/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugPickerRow: a line of the connector picker. */

#include "config.h"

#include "plug-picker-row.h"

#include "plug-compat.h"

#include <glib/gi18n-lib.h>

struct _PlugPickerRow {
  GtkWidget parent_instance;

  PlugPickerItem *item;
};

G_DEFINE_FINAL_TYPE (PlugPickerRow, plug_picker_row, GTK_TYPE_WIDGET)

typedef enum {
  PROP_ITEM = 1,
} PlugPickerRowProperty;

static GParamSpec *properties[PROP_ITEM + 1];

/* The list's own row has no text, and would be called by nothing at all. */
static void
name_row (PlugPickerRow *self)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *name = NULL;

  if (row == NULL || self->item == NULL)
    return;
  if (plug_picker_item_is_choice (self->item))
    /* Translators: a connector's name, and its way to authenticate and its key */
    name = g_strdup_printf (_("%s, %s"), plug_picker_item_get_title (self->item),
                            plug_picker_item_get_caption (self->item));
  else
    name = g_strdup (plug_picker_item_get_title (self->item));
  plug_compat_set_label (row, name);
}

static void
plug_picker_row_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  PlugPickerRow *self = PLUG_PICKER_ROW (object);

  switch ((PlugPickerRowProperty) property_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_picker_row_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  PlugPickerRow *self = PLUG_PICKER_ROW (object);

  switch ((PlugPickerRowProperty) property_id)
    {
    case PROP_ITEM:
      plug_picker_row_set_item (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_picker_row_dispose (GObject *object)
{
  PlugPickerRow *self = PLUG_PICKER_ROW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (plug_picker_row_parent_class)->dispose (object);
}

static void
plug_picker_row_class_init (PlugPickerRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_picker_row_get_property;
  object_class->set_property = plug_picker_row_set_property;
  object_class->dispose = plug_picker_row_dispose;

  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, PLUG_TYPE_PICKER_ITEM,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-picker-row.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
plug_picker_row_init (PlugPickerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::parent", G_CALLBACK (name_row), NULL);
}

/* plug_picker_row_get_item:
 * Returns: (transfer none) (nullable): what the row shows */
PlugPickerItem *
plug_picker_row_get_item (PlugPickerRow *self)
{
  g_return_val_if_fail (PLUG_IS_PICKER_ROW (self), NULL);

  return self->item;
}

/* plug_picker_row_set_item:
 * @item: (nullable): what the row is to show */
void
plug_picker_row_set_item (PlugPickerRow  *self,
                          PlugPickerItem *item)
{
  g_return_if_fail (PLUG_IS_PICKER_ROW (self));

  if (!g_set_object (&self->item, item))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
  name_row (self);
}
