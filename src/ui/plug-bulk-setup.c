/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugBulkSetup: what a file is read as, before anything is sent. */

#include "config.h"

#include "plug-bulk-setup.h"

#include "plug-bulk.h"
#include "plug-compat.h"
#include "plug-text.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* So many problems are told one by one. */
#define MAX_PROBLEMS 20

struct _PlugBulkSetup {
  GtkWidget parent_instance;

  PlugBulkPlan *plan;
  GPtrArray *targets;      /* what stands in every drop-down: words of the plan, or NULL */
  GtkStringList *labels;   /* and how it is called there */
  GPtrArray *problem_rows; /* not owned: the group has them */
  gboolean filling;

  GtkWidget *root;
  AdwActionRow *file_row;
  AdwActionRow *connector_row;
  AdwComboRow *account_row;
  GtkSpinButton *jobs_button;
  AdwPreferencesGroup *check_group;
  AdwActionRow *check_row;
  GtkImage *check_icon;
  GtkWidget *columns_group;
  GtkListBox *columns;
  GtkLabel *notes;
};

G_DEFINE_FINAL_TYPE (PlugBulkSetup, plug_bulk_setup, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHANGED,
  SIGNAL_CHOOSE_CONNECTOR,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_title (AdwActionRow *row,
           const char   *title)
{
  g_autofree char *shown = plug_text_for_display (title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown);
}

/* What was found */

static void
add_problem (PlugBulkSetup *self,
             const char    *title,
             const char    *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "subtitle-lines", 0,
                                 NULL);
  g_autofree char *shown = subtitle != NULL ? plug_text_for_display (subtitle) : NULL;

  set_title (ADW_ACTION_ROW (row), title);
  if (shown != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), shown);
  adw_preferences_group_add (self->check_group, row);
  g_ptr_array_add (self->problem_rows, row);
}

/* The field's label where it has one, else the word the plan has for it. */
static const char *
get_label (PlugBulkSetup *self,
           const char    *key)
{
  for (guint i = 0; i < self->targets->len; i++)
    {
      if (g_strcmp0 (g_ptr_array_index (self->targets, i), key) == 0)
        return gtk_string_list_get_string (self->labels, i);
    }
  return key;
}

static void
show_entry (PlugBulkSetup       *self,
            const PlugBulkEntry *entry,
            guint               *n_shown)
{
  for (guint i = 0; i < entry->problems->len && *n_shown < MAX_PROBLEMS; i++, (*n_shown)++)
    {
      PlugProblem *problem = g_ptr_array_index (entry->problems, i);
      g_autofree char *title = NULL;

      /* Translators: the number of a line and what a field is called */
      title = g_strdup_printf (_("Line %u, %s"), entry->line, get_label (self, problem->key));
      add_problem (self, title, problem->message);
    }
}

static void
show_problems (PlugBulkSetup *self,
               guint          n_faulty)
{
  guint n_shown = 0;
  guint n_told = 0;

  for (guint i = 0; i < self->problem_rows->len; i++)
    adw_preferences_group_remove (self->check_group, g_ptr_array_index (self->problem_rows, i));
  g_ptr_array_set_size (self->problem_rows, 0);
  for (guint i = 0; i < plug_bulk_plan_get_n_entries (self->plan) && n_shown < MAX_PROBLEMS; i++)
    {
      const PlugBulkEntry *entry = plug_bulk_plan_get_entry (self->plan, i);

      n_told += entry->problems->len > 0;
      show_entry (self, entry, &n_shown);
    }
  if (n_faulty > n_told)
    {
      g_autofree char *more = g_strdup_printf (ngettext ("And %u More Row", "And %u More Rows",
                                                         n_faulty - n_told), n_faulty - n_told);

      add_problem (self, more, NULL);
    }
}

static void
show_check (PlugBulkSetup *self)
{
  guint n = plug_bulk_plan_get_n_entries (self->plan);
  guint n_faulty = plug_bulk_plan_count_faulty (self->plan);
  g_autofree char *title = g_strdup_printf (ngettext ("%u Row", "%u Rows", n), n);
  g_autofree char *subtitle = NULL;

  if (n == 0)
    subtitle = g_strdup (_("There is nothing to create in this file."));
  else if (n_faulty == 0)
    subtitle = g_strdup (_("All of them are complete."));
  else
    subtitle = g_strdup_printf (ngettext ("%u has something wrong with it and is left out.",
                                          "%u have something wrong with them and are left out.",
                                          n_faulty), n_faulty);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->check_row), title);
  adw_action_row_set_subtitle (self->check_row, subtitle);
  gtk_image_set_from_icon_name (self->check_icon, n > 0 && n_faulty == 0
                                                    ? "object-select-symbolic"
                                                    : "dialog-warning-symbolic");
  show_problems (self, n_faulty);
}

static void
show_notes (PlugBulkSetup *self)
{
  g_auto (GStrv) notes = plug_bulk_plan_dup_notes (self->plan);
  g_autofree char *text = g_strjoinv ("\n", notes);

  gtk_label_set_text (self->notes, text);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), *text != '\0');
}

static void
build (PlugBulkSetup *self)
{
  plug_bulk_plan_build (self->plan);
  show_check (self);
  show_notes (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Columns */

static void
add_target (PlugBulkSetup *self,
            const char    *target,
            const char    *label)
{
  g_ptr_array_add (self->targets, g_strdup (target));
  gtk_string_list_append (self->labels, label);
}

static void
add_fields (PlugBulkSetup *self,
            GListModel    *fields)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);
      g_autofree char *label = plug_text_for_display (plug_field_get_label (field));

      add_target (self, plug_field_get_key (field), label);
    }
}

static void
collect_targets (PlugBulkSetup *self)
{
  PlugConnector *connector = plug_bulk_plan_get_connector (self->plan);

  g_ptr_array_set_size (self->targets, 0);
  g_clear_object (&self->labels);
  self->labels = gtk_string_list_new (NULL);
  add_target (self, "", _("Left Out"));
  add_target (self, "name", _("Name"));
  add_target (self, "tags", _("Tags"));
  add_target (self, "account", _("Account"));
  add_target (self, "connector", _("Connector"));
  if (connector == NULL)
    return;
  add_fields (self, plug_connector_list_fields (connector));
  add_fields (self, plug_connector_list_event_fields (connector));
}

static guint
find_target (PlugBulkSetup *self,
             const char    *target)
{
  for (guint i = 0; target != NULL && i < self->targets->len; i++)
    {
      if (g_str_equal (g_ptr_array_index (self->targets, i), target))
        return i;
    }
  return 0;
}

static void
target_selected_cb (GtkDropDown   *drop_down,
                    GParamSpec    *pspec,
                    PlugBulkSetup *self)
{
  const char *title = g_object_get_data (G_OBJECT (drop_down), "plug-title");
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (self->filling || selected >= self->targets->len)
    return;
  plug_bulk_plan_map (self->plan, title, g_ptr_array_index (self->targets, selected), NULL);
  build (self);
}

static void
add_column (PlugBulkSetup *self,
            guint          column)
{
  const char *title = plug_bulk_plan_get_title (self->plan, column);
  const char *target = plug_bulk_plan_get_target (self->plan, column);
  g_autofree char *sample = plug_bulk_plan_dup_sample (self->plan, column);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);
  GtkWidget *drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (self->labels)), NULL);
  g_autofree char *quoted = NULL;

  /* Translators: a value of a column. In quotes it is also never narrower than the “…” in its
   * place, of which GTK 4.8 warns. */
  quoted = sample != NULL ? g_strdup_printf (_("“%s”"), sample) : NULL;
  /* A key that nothing is called by is its own word. */
  if (target != NULL && find_target (self, target) == 0)
    add_target (self, target, target);
  set_title (ADW_ACTION_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), quoted != NULL ? quoted : _("Empty"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  plug_compat_set_label (drop_down, title);
  g_object_set_data_full (G_OBJECT (drop_down), "plug-title", g_strdup (title), g_free);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), find_target (self, target));
  g_signal_connect (drop_down, "notify::selected", G_CALLBACK (target_selected_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), drop_down);
  gtk_list_box_append (self->columns, row);
}

static void
show_columns (PlugBulkSetup *self)
{
  GtkWidget *row;

  self->filling = TRUE;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->columns))) != NULL)
    gtk_list_box_remove (self->columns, row);
  collect_targets (self);
  for (guint i = 0; i < plug_bulk_plan_get_n_columns (self->plan); i++)
    add_column (self, i);
  gtk_widget_set_visible (self->columns_group, plug_bulk_plan_get_n_columns (self->plan) > 0);
  self->filling = FALSE;
}

static char *
account_name_cb (PlugAccount *account)
{
  return plug_text_for_display (plug_account_get_name (account));
}

static void
account_selected_cb (PlugBulkSetup *self)
{
  if (self->plan != NULL)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
change_clicked_cb (PlugBulkSetup *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOOSE_CONNECTOR], 0);
}

static void
plug_bulk_setup_dispose (GObject *object)
{
  PlugBulkSetup *self = PLUG_BULK_SETUP (object);

  self->filling = TRUE;
  g_clear_object (&self->plan);
  g_clear_object (&self->labels);
  g_clear_pointer (&self->targets, g_ptr_array_unref);
  g_clear_pointer (&self->problem_rows, g_ptr_array_unref);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_BULK_SETUP);
  G_OBJECT_CLASS (plug_bulk_setup_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-bulk-setup.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugBulkSetup, root);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkSetup, file_row);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkSetup, connector_row);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkSetup, account_row);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkSetup, jobs_button);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkSetup, check_group);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkSetup, check_row);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkSetup, check_icon);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkSetup, columns_group);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkSetup, columns);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkSetup, notes);
  gtk_widget_class_bind_template_callback (widget_class, account_name_cb);
  gtk_widget_class_bind_template_callback (widget_class, account_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_clicked_cb);
}

static void
plug_bulk_setup_class_init (PlugBulkSetupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_bulk_setup_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PLUG_TYPE_BULK_SETUP, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHOOSE_CONNECTOR] = g_signal_new ("choose-connector", PLUG_TYPE_BULK_SETUP,
                                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                   G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
}

static void
plug_bulk_setup_init (PlugBulkSetup *self)
{
  self->targets = g_ptr_array_new_with_free_func (g_free);
  self->problem_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_range (self->jobs_button, 1, PLUG_BULK_MAX_JOBS);
  gtk_spin_button_set_value (self->jobs_button, PLUG_BULK_DEFAULT_JOBS);
}

/* plug_bulk_setup_set_accounts:
 * @accounts: of PlugAccount: whose the rows may be that name none */
void
plug_bulk_setup_set_accounts (PlugBulkSetup *self,
                              GListModel    *accounts)
{
  g_return_if_fail (PLUG_IS_BULK_SETUP (self));

  adw_combo_row_set_model (self->account_row, accounts);
}

static void
show_connector (PlugBulkSetup *self)
{
  PlugConnector *connector = plug_bulk_plan_get_connector (self->plan);

  set_title (self->connector_row, connector != NULL ? plug_connector_get_name (connector)
                                                    : _("Not Chosen"));
}

/* plug_bulk_setup_set_plan:
 * @plan: (nullable): read and not yet sealed; NULL lets go of it
 * @name: (nullable): of its file */
void
plug_bulk_setup_set_plan (PlugBulkSetup *self,
                          PlugBulkPlan  *plan,
                          const char    *name)
{
  g_return_if_fail (PLUG_IS_BULK_SETUP (self));

  g_set_object (&self->plan, plan);
  if (plan == NULL)
    return;
  set_title (self->file_row, name);
  show_connector (self);
  show_columns (self);
  build (self);
}

/* plug_bulk_setup_set_connector:
 * @connector: what the rows are of that do not say it */
void
plug_bulk_setup_set_connector (PlugBulkSetup *self,
                               PlugConnector *connector)
{
  g_return_if_fail (PLUG_IS_BULK_SETUP (self));
  g_return_if_fail (self->plan != NULL);

  plug_bulk_plan_set_connector (self->plan, connector);
  show_connector (self);
  show_columns (self);
  build (self);
}

/* plug_bulk_setup_get_account:
 * Returns: (transfer none) (nullable): of the rows that name none */
PlugAccount *
plug_bulk_setup_get_account (PlugBulkSetup *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_SETUP (self), NULL);

  return adw_combo_row_get_selected_item (self->account_row);
}

/* plug_bulk_setup_get_jobs:
 * Returns: how many instances are to be created at a time, 1 to %PLUG_BULK_MAX_JOBS */
guint
plug_bulk_setup_get_jobs (PlugBulkSetup *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_SETUP (self), PLUG_BULK_DEFAULT_JOBS);

  /* What is being typed counts, too. */
  gtk_spin_button_update (self->jobs_button);
  return (guint) gtk_spin_button_get_value_as_int (self->jobs_button);
}

/* plug_bulk_setup_get_n_good:
 * Returns: how many instances would be created */
guint
plug_bulk_setup_get_n_good (PlugBulkSetup *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_SETUP (self), 0);

  return self->plan != NULL ? plug_bulk_plan_get_n_entries (self->plan) -
                                plug_bulk_plan_count_faulty (self->plan)
                            : 0;
}
