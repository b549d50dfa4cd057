/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstanceRow: an instance in the list. */

#include "config.h"

#include "plug-instance-row.h"

#include "plug-closures.h"
#include "plug-compat.h"

#include <glib/gi18n-lib.h>

struct _PlugInstanceRow {
  GtkWidget parent_instance;

  PlugInstance *instance;

  GtkLabel *name_label;
  GtkLabel *state_label;
  GtkLabel *origin_label;
};

G_DEFINE_FINAL_TYPE (PlugInstanceRow, plug_instance_row, GTK_TYPE_WIDGET)

typedef enum {
  PROP_INSTANCE = 1,
} PlugInstanceRowProperty;

static GParamSpec *properties[PROP_INSTANCE + 1];

/* The list's own row has no text, and would be called by nothing at all. */
static void
name_row (PlugInstanceRow *self)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *name = NULL;

  if (row == NULL || self->state_label == NULL)
    return;
  /* Translators: an instance's name, its state, its connector and account */
  name = g_strdup_printf (_("%s, %s, %s"), gtk_label_get_text (self->name_label),
                          gtk_label_get_text (self->state_label),
                          gtk_label_get_text (self->origin_label));
  plug_compat_set_label (row, name);
}

static void
plug_instance_row_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  PlugInstanceRow *self = PLUG_INSTANCE_ROW (object);

  switch ((PlugInstanceRowProperty) property_id)
    {
    case PROP_INSTANCE:
      g_value_set_object (value, self->instance);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_instance_row_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PlugInstanceRow *self = PLUG_INSTANCE_ROW (object);

  switch ((PlugInstanceRowProperty) property_id)
    {
    case PROP_INSTANCE:
      plug_instance_row_set_instance (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_instance_row_dispose (GObject *object)
{
  PlugInstanceRow *self = PLUG_INSTANCE_ROW (object);
  GtkWidget *child;

  self->state_label = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->instance);

  G_OBJECT_CLASS (plug_instance_row_parent_class)->dispose (object);
}

static void
plug_instance_row_class_init (PlugInstanceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_instance_row_get_property;
  object_class->set_property = plug_instance_row_set_property;
  object_class->dispose = plug_instance_row_dispose;

  properties[PROP_INSTANCE] =
    g_param_spec_object ("instance", NULL, NULL, PLUG_TYPE_INSTANCE,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-instance-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, origin_label);
  gtk_widget_class_bind_template_callback (widget_class, name_row);
  plug_closures_bind (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "instance");
}

static void
plug_instance_row_init (PlugInstanceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::parent", G_CALLBACK (name_row), NULL);
}

/* plug_instance_row_get_instance:
 * Returns: (transfer none) (nullable): what the row shows */
PlugInstance *
plug_instance_row_get_instance (PlugInstanceRow *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE_ROW (self), NULL);

  return self->instance;
}

/* plug_instance_row_set_instance:
 * @instance: (nullable): what the row is to show; it follows its changes */
void
plug_instance_row_set_instance (PlugInstanceRow *self,
                                PlugInstance    *instance)
{
  g_return_if_fail (PLUG_IS_INSTANCE_ROW (self));

  if (g_set_object (&self->instance, instance))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSTANCE]);
}
