/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugPropertyRow: a fact as a row of a list. */

#include "config.h"

#include "plug-property-row.h"

#include "plug-clipboard.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugPropertyRow {
  AdwPreferencesRow parent_instance;
  GtkLabel *title_label;
  GtkLabel *value_label;
  GtkWidget *copy_button;
  GtkImage *copy_image;
  char *value;
  guint copied_timer;
};

G_DEFINE_FINAL_TYPE (PlugPropertyRow, plug_property_row, ADW_TYPE_PREFERENCES_ROW)

typedef enum {
  PROP_VALUE = 1,
  PROP_COPYABLE,
} PlugPropertyRowProperty;

static GParamSpec *properties[PROP_COPYABLE + 1];

static gboolean
copied_over_cb (gpointer user_data)
{
  PlugPropertyRow *self = user_data;

  self->copied_timer = 0;
  gtk_image_set_from_icon_name (self->copy_image, "edit-copy-symbolic");
  return G_SOURCE_REMOVE;
}

static void
copy_clicked_cb (PlugPropertyRow *self)
{
  plug_clipboard_copy_text (GTK_WIDGET (self), self->value);
  gtk_image_set_from_icon_name (self->copy_image, "object-select-symbolic");
  g_clear_handle_id (&self->copied_timer, g_source_remove);
  self->copied_timer = g_timeout_add_seconds (2, copied_over_cb, self);
}

static void
title_changed_cb (PlugPropertyRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *copy = NULL;

  /* Translators: the button that copies a fact, like "Copy Instance ID" */
  copy = g_strdup_printf (_("Copy %s"), title);
  gtk_widget_set_tooltip_text (self->copy_button, copy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, copy, -1);
}

static void
plug_property_row_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  PlugPropertyRow *self = PLUG_PROPERTY_ROW (object);

  switch ((PlugPropertyRowProperty) property_id)
    {
    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    case PROP_COPYABLE:
      g_value_set_boolean (value, gtk_widget_get_visible (self->copy_button));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_property_row_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PlugPropertyRow *self = PLUG_PROPERTY_ROW (object);

  switch ((PlugPropertyRowProperty) property_id)
    {
    case PROP_VALUE:
      plug_property_row_set_value (self, g_value_get_string (value));
      break;
    case PROP_COPYABLE:
      plug_property_row_set_copyable (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_property_row_dispose (GObject *object)
{
  PlugPropertyRow *self = PLUG_PROPERTY_ROW (object);

  g_clear_handle_id (&self->copied_timer, g_source_remove);
  G_OBJECT_CLASS (plug_property_row_parent_class)->dispose (object);
}

static void
plug_property_row_finalize (GObject *object)
{
  PlugPropertyRow *self = PLUG_PROPERTY_ROW (object);

  g_free (self->value);
  G_OBJECT_CLASS (plug_property_row_parent_class)->finalize (object);
}

static void
plug_property_row_class_init (PlugPropertyRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_property_row_get_property;
  object_class->set_property = plug_property_row_set_property;
  object_class->dispose = plug_property_row_dispose;
  object_class->finalize = plug_property_row_finalize;
  properties[PROP_VALUE] =
    g_param_spec_string ("value", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COPYABLE] =
    g_param_spec_boolean ("copyable", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-property-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugPropertyRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, PlugPropertyRow, value_label);
  gtk_widget_class_bind_template_child (widget_class, PlugPropertyRow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, PlugPropertyRow, copy_image);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_changed_cb);
}

static void
plug_property_row_init (PlugPropertyRow *self)
{
  self->value = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->value_label),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->title_label, NULL,
                                  -1);
}

/* plug_property_row_new:
 * @title: a word of ours
 * @value: (nullable): foreign text
 *
 * Returns: (transfer floating): a row */
GtkWidget *
plug_property_row_new (const char *title,
                       const char *value)
{
  return g_object_new (PLUG_TYPE_PROPERTY_ROW, "title", title, "value", value, NULL);
}

/* plug_property_row_set_value:
 * @value: (nullable): foreign text, shown without markup and made fit for it; copied as it is */
void
plug_property_row_set_value (PlugPropertyRow *self,
                             const char      *value)
{
  g_autofree char *text = NULL;

  g_return_if_fail (PLUG_IS_PROPERTY_ROW (self));

  if (value == NULL)
    value = "";
  if (g_str_equal (self->value, value))
    return;
  g_free (self->value);
  self->value = g_strdup (value);
  text = plug_text_for_display (value);
  gtk_label_set_text (self->value_label, text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

/* plug_property_row_set_copyable:
 * @copyable: whether there is a button that copies the value */
void
plug_property_row_set_copyable (PlugPropertyRow *self,
                                gboolean         copyable)
{
  g_return_if_fail (PLUG_IS_PROPERTY_ROW (self));

  if (gtk_widget_get_visible (self->copy_button) == copyable)
    return;
  gtk_widget_set_visible (self->copy_button, copyable);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COPYABLE]);
}
