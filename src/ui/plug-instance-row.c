/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstanceRow: an instance in the list. */

#include "config.h"

#include "plug-instance-row.h"

#include "plug-account-dot.h"
#include "plug-closures.h"
#include "plug-compat.h"
#include "plug-instance-list.h"

#include <glib/gi18n-lib.h>

struct _PlugInstanceRow {
  GtkWidget parent_instance;

  PlugInstance *instance;
  gboolean selecting;
  gboolean selected;

  GtkWidget *check;
  GtkWidget *dot;
  GtkLabel *name_label;
  GtkLabel *state_label;
  GtkLabel *origin_label;
  GtkWidget *elsewhere_label;
};

G_DEFINE_FINAL_TYPE (PlugInstanceRow, plug_instance_row, GTK_TYPE_WIDGET)

typedef enum {
  PROP_INSTANCE = 1,
  PROP_SELECTING,
  PROP_SELECTED,
} PlugInstanceRowProperty;

static GParamSpec *properties[PROP_SELECTED + 1];

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
  plug_compat_set_description (row, gtk_widget_get_visible (self->elsewhere_label)
                                      ? _("Not made with Plugboard") : NULL);
}

/* The account is known to the list around the row. */
static void
show_dot (PlugInstanceRow *self)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (self), PLUG_TYPE_INSTANCE_LIST);
  PlugAccount *account = NULL;

  if (self->dot == NULL)
    return;
  if (list != NULL && self->instance != NULL)
    account = plug_instance_list_find_account (PLUG_INSTANCE_LIST (list), self->instance);
  plug_account_dot_set_account (PLUG_ACCOUNT_DOT (self->dot), account);
}

/* A click on the one that is looked at already selects nothing, but leads back to its page. */
static void
look (PlugInstanceRow *self)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (self), PLUG_TYPE_INSTANCE_LIST);

  if (list != NULL && self->instance != NULL
      && plug_instance_list_get_instance (PLUG_INSTANCE_LIST (list)) == self->instance)
    g_signal_emit_by_name (list, "activated", self->instance);
}

/* A click anywhere on a row that is being chosen is a click on its check button. */
static void
pressed_cb (PlugInstanceRow *self,
            int              n_press,
            double           x,
            double           y,
            GtkGesture      *gesture)
{
  GdkModifierType state;

  if (!self->selecting)
    {
      look (self);
      return;
    }
  state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_activate_action (GTK_WIDGET (self), "listitem.select", "(bb)",
                              (state & GDK_SHIFT_MASK) == 0, (state & GDK_SHIFT_MASK) != 0);
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
    case PROP_SELECTING:
      g_value_set_boolean (value, self->selecting);
      break;
    case PROP_SELECTED:
      g_value_set_boolean (value, self->selected);
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
    case PROP_SELECTING:
      self->selecting = g_value_get_boolean (value);
      break;
    case PROP_SELECTED:
      if (self->selected == g_value_get_boolean (value))
        break;
      self->selected = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
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
  self->dot = NULL;
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
  properties[PROP_SELECTING] =
    g_param_spec_boolean ("selecting", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED] =
    g_param_spec_boolean ("selected", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (PLUG_TYPE_ACCOUNT_DOT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-instance-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, check);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, dot);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, elsewhere_label);
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
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::parent", G_CALLBACK (name_row), NULL);
  g_signal_connect (self, "notify::root", G_CALLBACK (show_dot), NULL);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
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

  if (!g_set_object (&self->instance, instance))
    return;
  show_dot (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSTANCE]);
}
