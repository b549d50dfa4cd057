/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstanceRow: an instance in the list. A list view makes some 200 rows, of which a dozen are
 * seen, makes them anew for every key stroke, and lays all of them out whenever one has changed. So
 * all are of one height, which is measured once, and one has nothing in it until it is near what is
 * seen: then it asks the list to be filled, between two passes of the layout. */

#include "config.h"

#include "plug-instance-row.h"

#include "plug-account-dot.h"
#include "plug-compat.h"
#include "plug-instance-list.h"
#include "plug-state.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugInstanceRow {
  GtkWidget parent_instance;

  PlugInstance *instance;
  gboolean selecting;
  gboolean selected;
  gboolean wanted;    /* near what is seen, and not filled */

  GtkWidget *content; /* (nullable): until it is filled; the others come with it */
  GtkWidget *dot;
  GtkLabel *name_label;
  GtkImage *state_image;
  GtkLabel *state_label;
  GtkLabel *origin_label;
  GtkWidget *elsewhere_label;
  GtkLabel *first_tag;
  GtkLabel *second_tag;
};

G_DEFINE_FINAL_TYPE (PlugInstanceRow, plug_instance_row, GTK_TYPE_WIDGET)

typedef enum {
  PROP_INSTANCE = 1,
  PROP_SELECTING,
  PROP_SELECTED,
} PlugInstanceRowProperty;

static GParamSpec *properties[PROP_SELECTED + 1];

static gboolean
is_elsewhere (PlugInstanceRow *self)
{
  return plug_instance_get_origin (self->instance) == PLUG_ORIGIN_ELSEWHERE;
}

static char *
dup_origin (PlugInstance *instance)
{
  const char *connector = plug_instance_get_connector_name (instance);
  const char *account = plug_instance_get_account_name (instance);
  g_autofree char *left = plug_text_for_display (connector != NULL ? connector : "");
  g_autofree char *right = plug_text_for_display (account != NULL ? account : "");

  if (*left == '\0' || *right == '\0')
    return g_strconcat (left, right, NULL);
  /* Translators: a connector's name and an account's name */
  return g_strdup_printf (_("%s · %s"), left, right);
}

/* The list's own row has no text, and would be called by nothing at all. */
static void
name_row (PlugInstanceRow *self)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *name = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *all = NULL;

  if (row == NULL || self->instance == NULL)
    return;
  name = plug_text_for_display (plug_instance_get_name (self->instance));
  origin = dup_origin (self->instance);
  /* Translators: an instance's name, its state, its connector and account */
  all = g_strdup_printf (_("%s, %s, %s"), name,
                         plug_state_get_name (plug_state_of (self->instance)), origin);
  plug_compat_set_label (row, all);
  plug_compat_set_description (row, is_elsewhere (self) ? _("Not made with Plugboard") : NULL);
}

/* The account is known to the list around the row. */
static void
show_dot (PlugInstanceRow *self)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (self), PLUG_TYPE_INSTANCE_LIST);
  PlugAccount *account = NULL;

  if (self->content == NULL)
    return;
  if (list != NULL && self->instance != NULL)
    account = plug_instance_list_find_account (PLUG_INSTANCE_LIST (list), self->instance);
  plug_account_dot_set_account (PLUG_ACCOUNT_DOT (self->dot), account);
}

static void
show_tag (GtkLabel          *label,
          const char *const *tags,
          guint              index)
{
  gboolean is_there = tags != NULL && g_strv_length ((char **) tags) > index;
  g_autofree char *text = is_there ? plug_text_for_display (tags[index]) : NULL;

  if (is_there)
    gtk_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), is_there);
}

static void
show_instance (PlugInstanceRow *self)
{
  g_autofree char *name = NULL;
  g_autofree char *origin = NULL;
  const char *const *tags;
  PlugState state;

  name_row (self);
  if (self->instance == NULL || self->content == NULL)
    return;
  name = plug_text_for_display (plug_instance_get_name (self->instance));
  origin = dup_origin (self->instance);
  tags = plug_instance_get_tags (self->instance);
  state = plug_state_of (self->instance);
  gtk_label_set_text (self->name_label, name);
  gtk_image_set_from_icon_name (self->state_image, plug_state_get_icon (state));
  gtk_label_set_text (self->state_label, plug_state_get_name (state));
  gtk_label_set_text (self->origin_label, origin);
  gtk_widget_set_visible (self->elsewhere_label, is_elsewhere (self));
  show_tag (self->first_tag, tags, 0);
  show_tag (self->second_tag, tags, 1);
  show_dot (self);
}

static gboolean
tooltip_asked_cb (PlugInstanceRow *self,
                  int              x,
                  int              y,
                  gboolean         keyboard_mode,
                  GtkTooltip      *tooltip)
{
  gtk_tooltip_set_text (tooltip, _("Not made with Plugboard"));
  return TRUE;
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

  if (self->instance != NULL)
    g_signal_handlers_disconnect_by_data (self->instance, self);
  self->dot = NULL;
  self->content = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->instance);

  G_OBJECT_CLASS (plug_instance_row_parent_class)->dispose (object);
}

/* The list knows, once one is filled; see style.css for why all are of one height. */
static void
plug_instance_row_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  PlugInstanceRow *self = PLUG_INSTANCE_ROW (widget);
  GtkWidget *list = gtk_widget_get_ancestor (widget, PLUG_TYPE_INSTANCE_LIST);
  GtkRequisition size = { 0, 0 };

  if (list != NULL)
    size = plug_instance_list_get_row_size (PLUG_INSTANCE_LIST (list));
  else if (self->content != NULL)
    size = plug_instance_row_get_size (self);
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? size.height : size.width;
}

/* Whether it is on what is seen of the list, or half of that above or below. */
static gboolean
is_near (PlugInstanceRow *self,
         int              height)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_LIST_VIEW);
  double x;
  double y;
  int seen;

  if (list == NULL
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self), list, 0, 0, &x, &y))
    return TRUE;
  seen = gtk_widget_get_height (list);
  return y + height >= -seen / 2 && y <= seen + seen / 2;
}

static void
plug_instance_row_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  PlugInstanceRow *self = PLUG_INSTANCE_ROW (widget);
  GtkWidget *list = gtk_widget_get_ancestor (widget, PLUG_TYPE_INSTANCE_LIST);
  gboolean near = is_near (self, height);
  int minimum;

  if (self->content == NULL)
    {
      self->wanted = near;
      if (near && list != NULL)
        plug_instance_list_want_row (PLUG_INSTANCE_LIST (list));
      return;
    }
  gtk_widget_set_child_visible (self->content, near);
  if (!near)
    return;
  gtk_widget_measure (self->content, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (self->content, MAX (width, minimum), height, -1, NULL);
}

static void
forget_size (GtkWidget *widget)
{
  GtkWidget *list = gtk_widget_get_ancestor (widget, PLUG_TYPE_INSTANCE_LIST);

  if (list != NULL && PLUG_INSTANCE_ROW (widget)->content != NULL)
    plug_instance_list_forget_row_size (PLUG_INSTANCE_LIST (list));
}

static void
plug_instance_row_css_changed (GtkWidget         *widget,
                               GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (plug_instance_row_parent_class)->css_changed (widget, change);
  forget_size (widget);
}

static void
plug_instance_row_system_setting_changed (GtkWidget        *widget,
                                          GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (plug_instance_row_parent_class)->system_setting_changed (widget, setting);
  forget_size (widget);
}

/* Where no list says when, it is filled at once. */
static void
root_changed_cb (PlugInstanceRow *self)
{
  if (self->content == NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL
      && gtk_widget_get_ancestor (GTK_WIDGET (self), PLUG_TYPE_INSTANCE_LIST) == NULL)
    {
      self->wanted = TRUE;
      plug_instance_row_fill (self);
    }
  show_dot (self);
}

/* Those that are chosen have a check button. */
static void
add_check (PlugInstanceRow *self)
{
  GtkWidget *check = g_object_new (GTK_TYPE_CHECK_BUTTON,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   "can-focus", FALSE,
                                   "can-target", FALSE,
                                   "valign", GTK_ALIGN_CENTER,
                                   NULL);

  g_object_bind_property (self, "selected", check, "active", G_BINDING_SYNC_CREATE);
  gtk_box_prepend (GTK_BOX (self->content), check);
}

static void
plug_instance_row_class_init (PlugInstanceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_instance_row_get_property;
  object_class->set_property = plug_instance_row_set_property;
  object_class->dispose = plug_instance_row_dispose;
  widget_class->measure = plug_instance_row_measure;
  widget_class->size_allocate = plug_instance_row_size_allocate;
  widget_class->css_changed = plug_instance_row_css_changed;
  widget_class->system_setting_changed = plug_instance_row_system_setting_changed;

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
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, content);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, dot);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, state_image);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, origin_label);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, elsewhere_label);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, first_tag);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceRow, second_tag);
  gtk_widget_class_set_css_name (widget_class, "instance");
}

static void
plug_instance_row_init (PlugInstanceRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (self, "notify::parent", G_CALLBACK (name_row), NULL);
  g_signal_connect (self, "notify::root", G_CALLBACK (root_changed_cb), NULL);
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

/* plug_instance_row_come_near:
 * Private to the list, which scrolls: one that was not near what is seen may be now. */
void
plug_instance_row_come_near (PlugInstanceRow *self)
{
  g_return_if_fail (PLUG_IS_INSTANCE_ROW (self));

  if (self->content == NULL || !gtk_widget_get_child_visible (self->content))
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* plug_instance_row_fill:
 * Private to the list, between two passes of the layout. Fills the row if it is wanted.
 *
 * Returns: whether it has something in it */
gboolean
plug_instance_row_fill (PlugInstanceRow *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE_ROW (self), FALSE);

  if (!self->wanted)
    return self->content != NULL;
  self->wanted = FALSE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->elsewhere_label, "query-tooltip", G_CALLBACK (tooltip_asked_cb),
                           self, G_CONNECT_SWAPPED);
  if (self->selecting)
    add_check (self);
  show_instance (self);
  return TRUE;
}

/* plug_instance_row_get_size:
 * Private to the list.
 *
 * Returns: what it needs for what is in it, which is something */
GtkRequisition
plug_instance_row_get_size (PlugInstanceRow *self)
{
  GtkRequisition size = { 0, 0 };

  g_return_val_if_fail (PLUG_IS_INSTANCE_ROW (self) && self->content != NULL, size);

  gtk_widget_measure (self->content, GTK_ORIENTATION_HORIZONTAL, -1, &size.width, NULL, NULL,
                      NULL);
  gtk_widget_measure (self->content, GTK_ORIENTATION_VERTICAL, -1, &size.height, NULL, NULL,
                      NULL);
  return size;
}

/* plug_instance_row_set_instance:
 * @instance: (nullable): what the row is to show; it follows its changes */
void
plug_instance_row_set_instance (PlugInstanceRow *self,
                                PlugInstance    *instance)
{
  g_return_if_fail (PLUG_IS_INSTANCE_ROW (self));

  if (self->instance == instance)
    return;
  if (self->instance != NULL)
    g_signal_handlers_disconnect_by_data (self->instance, self);
  g_set_object (&self->instance, instance);
  if (instance != NULL)
    g_signal_connect_swapped (instance, "notify", G_CALLBACK (show_instance), self);
  show_instance (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSTANCE]);
}
