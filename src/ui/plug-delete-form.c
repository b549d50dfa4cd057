/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugDeleteForm: what is to be known and said before instances are deleted. */

#include "config.h"

#include "plug-delete-form.h"

#include "plug-compat.h"
#include "plug-text.h"
#include "plug-use.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* What uses so many is looked up; of more it is said that nobody looked. */
#define MAX_LOOKED_UP 25

struct _PlugDeleteForm {
  GtkWidget parent_instance;

  GtkWidget *root;
  GtkStack *uses_stack;
  GtkSpinner *spinner;
  GtkLabel *uses_label;
  AdwComboRow *when_row;
  GtkWidget *confirm_group;
  AdwEntryRow *confirm_row;

  PlugInventory *inventory;
  GListModel *instances;
  GCancellable *cancellable;
  GString *uses; /* a line each */
  guint n_uses;
  guint next;    /* whose uses are looked up next */
  gboolean complete;
};

G_DEFINE_FINAL_TYPE (PlugDeleteForm, plug_delete_form, GTK_TYPE_WIDGET)

typedef enum {
  PROP_COMPLETE = 1,
} PlugDeleteFormProperty;

static GParamSpec *properties[PROP_COMPLETE + 1];

static const struct {
  const char *name;
  gint64 seconds;
} times[] = {
  { N_("In One Hour"), 60 * 60 },
  { N_("In One Day"), 24 * 60 * 60 },
  { N_("In One Week"), 7 * 24 * 60 * 60 },
  { N_("At Once, for Good"), 0 },
};

/* What uses them */

static void look_up_next (PlugDeleteForm *self);

static void
show_uses (PlugDeleteForm *self,
           const char     *text,
           gboolean        is_warning)
{
  gtk_label_set_text (self->uses_label, text);
  if (is_warning)
    gtk_widget_add_css_class (GTK_WIDGET (self->uses_label), "warning");
  gtk_spinner_set_spinning (self->spinner, FALSE);
  gtk_stack_set_visible_child_name (self->uses_stack, "found");
}

static void
show_all_uses (PlugDeleteForm *self)
{
  guint n = g_list_model_get_n_items (self->instances);
  g_autofree char *text = NULL;

  if (self->n_uses == 0 && self->next >= n)
    {
      show_uses (self, _("No formula instance uses it."), FALSE);
      return;
    }
  if (self->n_uses == 0)
    {
      text = g_strdup_printf (_("No formula instance uses the first %u; of the others nobody"
                                " looked."), self->next);
      show_uses (self, text, FALSE);
      return;
    }
  text = g_strdup_printf (ngettext ("%u formula instance uses it and will fail:%s",
                                    "%u formula instances use it and will fail:%s",
                                    self->n_uses), self->n_uses, self->uses->str);
  show_uses (self, text, TRUE);
}

static void
note_uses (PlugDeleteForm *self,
           GListModel     *uses)
{
  for (guint i = 0; i < g_list_model_get_n_items (uses); i++)
    {
      g_autoptr (PlugUse) use = g_list_model_get_item (uses, i);
      g_autofree char *name = plug_text_for_display (plug_use_get_name (use));
      g_autofree char *formula = plug_text_for_display (plug_use_get_formula (use));

      self->n_uses++;
      if (self->n_uses > 5)
        continue;
      g_string_append (self->uses, "\n• ");
      /* Translators: a formula instance's name and its formula's */
      g_string_append_printf (self->uses, _("%s (%s)"), name, formula);
      if (!plug_use_is_active (use))
        g_string_append_printf (self->uses, ", %s", C_("formula instance", "inactive"));
    }
}

static void
uses_came_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (PlugDeleteForm) self = user_data;
  g_autoptr (GListModel) uses = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  uses = plug_inventory_list_uses_finish (PLUG_INVENTORY (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->root == NULL)
    return;
  if (uses == NULL)
    {
      text = g_strdup_printf (_("What uses it could not be found out. %s"), error->message);
      show_uses (self, text, TRUE);
      return;
    }
  note_uses (self, uses);
  look_up_next (self);
}

static void
look_up_next (PlugDeleteForm *self)
{
  g_autoptr (PlugInstance) instance = g_list_model_get_item (self->instances, self->next);

  if (instance == NULL || self->next >= MAX_LOOKED_UP)
    {
      show_all_uses (self);
      return;
    }
  self->next++;
  plug_inventory_list_uses_async (self->inventory, instance, self->cancellable, uses_came_cb,
                                  g_object_ref (self));
}

/* The name once more */

static PlugAccount *
find_production (PlugDeleteForm *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (self->instances, i);
      PlugAccount *account;

      account = plug_inventory_find_account (self->inventory,
                                             plug_instance_get_account_id (instance));
      if (account != NULL && plug_account_is_production (account))
        return account;
    }
  return NULL;
}

/* One by its name; several by how many they are. */
static char *
dup_word (PlugDeleteForm *self)
{
  g_autoptr (PlugInstance) first = g_list_model_get_item (self->instances, 0);
  guint n = g_list_model_get_n_items (self->instances);

  if (n > 1)
    return g_strdup_printf ("%u", n);
  return plug_text_for_display (plug_instance_get_name (first));
}

/* Not every name there is can be typed: the id does as well. */
static gboolean
is_confirmed (PlugDeleteForm *self)
{
  g_autoptr (PlugInstance) first = g_list_model_get_item (self->instances, 0);
  g_autofree char *word = NULL;
  const char *typed;

  if (!gtk_widget_get_visible (self->confirm_group))
    return TRUE;
  word = dup_word (self);
  typed = gtk_editable_get_text (GTK_EDITABLE (self->confirm_row));
  if (g_str_equal (typed, word))
    return TRUE;
  return g_list_model_get_n_items (self->instances) == 1
         && (g_str_equal (typed, plug_instance_get_id (first))
             || g_str_equal (typed, plug_instance_get_name (first)));
}

static void
typed_cb (PlugDeleteForm *self)
{
  gboolean complete = is_confirmed (self);

  if (self->complete == complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

static void
entered_cb (PlugDeleteForm *self)
{
  if (self->complete)
    plug_compat_confirm_answer (GTK_WIDGET (self));
}

static void
ask_for_name (PlugDeleteForm *self)
{
  PlugAccount *account = find_production (self);
  g_autofree char *word = NULL;
  g_autofree char *title = NULL;

  gtk_widget_set_visible (self->confirm_group, account != NULL);
  if (account != NULL)
    {
      word = dup_word (self);
      /* Translators: an instance's name, or how many instances there are, to be typed */
      title = g_strdup_printf (_("In production: type “%s”"), word);
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->confirm_row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->confirm_row), title);
    }
  self->complete = is_confirmed (self);
}

/* The class */

static void
plug_delete_form_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch ((PlugDeleteFormProperty) property_id)
    {
    case PROP_COMPLETE:
      g_value_set_boolean (value, PLUG_DELETE_FORM (object)->complete);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_delete_form_unmap (GtkWidget *widget)
{
  g_cancellable_cancel (PLUG_DELETE_FORM (widget)->cancellable);
  GTK_WIDGET_CLASS (plug_delete_form_parent_class)->unmap (widget);
}

static void
plug_delete_form_dispose (GObject *object)
{
  PlugDeleteForm *self = PLUG_DELETE_FORM (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->inventory);
  g_clear_object (&self->instances);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_DELETE_FORM);
  G_OBJECT_CLASS (plug_delete_form_parent_class)->dispose (object);
}

static void
plug_delete_form_finalize (GObject *object)
{
  PlugDeleteForm *self = PLUG_DELETE_FORM (object);

  g_clear_object (&self->cancellable);
  g_string_free (self->uses, TRUE);
  G_OBJECT_CLASS (plug_delete_form_parent_class)->finalize (object);
}

static void
plug_delete_form_class_init (PlugDeleteFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_delete_form_get_property;
  object_class->dispose = plug_delete_form_dispose;
  object_class->finalize = plug_delete_form_finalize;
  widget_class->unmap = plug_delete_form_unmap;
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-delete-form.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugDeleteForm, root);
  gtk_widget_class_bind_template_child (widget_class, PlugDeleteForm, uses_stack);
  gtk_widget_class_bind_template_child (widget_class, PlugDeleteForm, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugDeleteForm, uses_label);
  gtk_widget_class_bind_template_child (widget_class, PlugDeleteForm, when_row);
  gtk_widget_class_bind_template_child (widget_class, PlugDeleteForm, confirm_group);
  gtk_widget_class_bind_template_child (widget_class, PlugDeleteForm, confirm_row);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
}

static void
plug_delete_form_init (PlugDeleteForm *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->cancellable = g_cancellable_new ();
  self->uses = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    gtk_string_list_append (names, _(times[i].name));
  adw_combo_row_set_model (self->when_row, G_LIST_MODEL (names));
}

/* plug_delete_form_new:
 * @instances: of PlugInstance, at least one
 *
 * Returns: (transfer floating): a form; what uses them is being looked up */
GtkWidget *
plug_delete_form_new (PlugInventory *inventory,
                      GListModel    *instances)
{
  PlugDeleteForm *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (instances), NULL);

  self = g_object_new (PLUG_TYPE_DELETE_FORM, NULL);
  self->inventory = g_object_ref (inventory);
  self->instances = g_object_ref (instances);
  ask_for_name (self);
  look_up_next (self);
  return GTK_WIDGET (self);
}

/* plug_delete_form_is_complete:
 * Returns: whether enough was said; also the property "complete", which is notified */
gboolean
plug_delete_form_is_complete (PlugDeleteForm *self)
{
  g_return_val_if_fail (PLUG_IS_DELETE_FORM (self), FALSE);

  return self->complete;
}

/* plug_delete_form_get_due:
 * Returns: the time, counted from now, 0 for at once */
gint64
plug_delete_form_get_due (PlugDeleteForm *self)
{
  guint selected;

  g_return_val_if_fail (PLUG_IS_DELETE_FORM (self), 0);

  selected = adw_combo_row_get_selected (self->when_row);
  if (selected >= G_N_ELEMENTS (times) || times[selected].seconds == 0)
    return 0;
  return g_get_real_time () + times[selected].seconds * G_USEC_PER_SEC;
}
