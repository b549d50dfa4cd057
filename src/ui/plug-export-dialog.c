/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugExportDialog: accounts and instances into an encrypted file. */

#include "config.h"

#include "plug-export-dialog.h"

#include "plug-compat.h"
#include "plug-error-view.h"
#include "plug-field-row.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugExportDialog {
  AdwWindow parent_instance;

  PlugInventory *inventory;
  GCancellable *cancellable;
  GListStore *accounts; /* those that are to be in the file */
  gboolean is_writing;

  GtkWidget *cancel_button;
  GtkWidget *form;
  PlugErrorView *error_view;
  AdwPreferencesGroup *group;
  PlugFieldRow *first_row;
  PlugFieldRow *second_row;
  GtkLabel *hint;
  GtkListBox *list;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (PlugExportDialog, plug_export_dialog, ADW_TYPE_WINDOW)

static guint exported_signal;

static const char *
find_hint (PlugExportDialog *self)
{
  const char *first = plug_field_row_peek_text (self->first_row);
  const char *second = plug_field_row_peek_text (self->second_row);
  g_autoptr (PlugSecret) passphrase = plug_secret_new (first);

  if (!plug_export_check_passphrase (passphrase, NULL))
    return _("At least 12 characters; several words are easy to remember and hard to guess.");
  if (*second != '\0' && !g_str_has_prefix (first, second))
    return _("The two are not the same.");
  return "";
}

static gboolean
is_ready (PlugExportDialog *self)
{
  const char *first = plug_field_row_peek_text (self->first_row);
  g_autoptr (PlugSecret) passphrase = plug_secret_new (first);

  return !self->is_writing && g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) > 0 &&
         plug_export_check_passphrase (passphrase, NULL) &&
         g_str_equal (first, plug_field_row_peek_text (self->second_row));
}

/* Decides all that is enabled or said. */
static void
settle (PlugExportDialog *self)
{
  const char *hint;

  if (self->second_row == NULL)
    return;
  hint = find_hint (self);
  if (!g_str_equal (hint, gtk_label_get_label (self->hint)))
    gtk_label_set_label (self->hint, hint);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), *hint != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "export.choose", is_ready (self));
  gtk_widget_set_sensitive (self->form, !self->is_writing);
  gtk_spinner_set_spinning (self->spinner, self->is_writing);
}

/* Which accounts. */

static void
account_toggled_cb (GtkCheckButton   *check,
                    PlugExportDialog *self)
{
  PlugAccount *account = g_object_get_data (G_OBJECT (check), "account");
  guint position;

  if (gtk_check_button_get_active (check))
    g_list_store_append (self->accounts, account);
  else if (g_list_store_find (self->accounts, account, &position))
    g_list_store_remove (self->accounts, position);
  settle (self);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  PlugExportDialog *self = user_data;
  PlugAccount *account = item;
  g_autofree char *name = plug_text_for_display (plug_account_get_name (account));
  g_autofree char *url = plug_text_for_display (plug_account_get_base_url (account));
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *check = gtk_check_button_new ();

  /* Before any foreign text: titles are markup unless told otherwise. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (row, url);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  plug_compat_set_label (check, name);
  g_object_set_data_full (G_OBJECT (check), "account", g_object_ref (account), g_object_unref);
  g_signal_connect_object (check, "toggled", G_CALLBACK (account_toggled_cb), self, 0);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  adw_action_row_add_prefix (row, check);
  adw_action_row_set_activatable_widget (row, check);
  return GTK_WIDGET (row);
}

/* Writing. */

static void
append_line (GString    *text,
             const char *line)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

/* What somebody who relies on the file has to know; nothing most of the time. */
static char *
dup_remarks (PlugExportReport *report)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_shown = MIN (report->lacks->len, 5);

  for (guint i = 0; i < n_shown; i++)
    {
      g_autofree char *line = plug_text_for_display (g_ptr_array_index (report->lacks, i));

      append_line (text, line);
    }
  if (report->lacks->len > n_shown)
    append_line (text, _("More is missing from the keyring."));
  if (report->n_in_doubt > 0)
    append_line (text, _("Requests whose outcome is not known are not in the file: this computer "
                         "settles them."));
  if (report->n_due > 0)
    append_line (text, _("Instances that are going to be deleted are deleted by this computer."));
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static char *
dup_summary (PlugExportReport *report)
{
  g_autofree char *instances = NULL;

  instances = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u instance", "%u instances",
                                            report->n_instances), report->n_instances);
  /* Translators: the %s is a number of instances */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u account with %s exported",
                                       "%u accounts with %s exported", report->n_accounts),
                          report->n_accounts, instances);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (PlugExportDialog) self = user_data;
  g_autoptr (PlugExportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *remarks = NULL;
  g_autofree char *summary = NULL;

  report = plug_inventory_export_finish (PLUG_INVENTORY (source), result, &error);
  self->is_writing = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  settle (self);
  if (report == NULL)
    {
      plug_error_view_set_error (self->error_view, error);
      gtk_widget_grab_focus (GTK_WIDGET (self->first_row));
      return;
    }
  remarks = dup_remarks (report);
  summary = dup_summary (report);
  if (remarks != NULL)
    plug_compat_show_message (gtk_window_get_transient_for (GTK_WINDOW (self)), summary, remarks);
  g_signal_emit (self, exported_signal, 0, summary);
  gtk_window_close (GTK_WINDOW (self));
}

/* plug_export_dialog_write:
 * @file: where somebody wants it; one that is there was asked about
 *
 * Writes what is chosen with the passphrase that was entered. */
void
plug_export_dialog_write (PlugExportDialog *self,
                          GFile            *file)
{
  g_autoptr (PlugSecret) passphrase = NULL;

  g_return_if_fail (PLUG_IS_EXPORT_DIALOG (self));
  g_return_if_fail (G_IS_FILE (file));

  if (!is_ready (self))
    return;
  passphrase = plug_secret_new (plug_field_row_peek_text (self->first_row));
  self->is_writing = TRUE;
  plug_error_view_set_error (self->error_view, NULL);
  /* An entry has to lose it before it becomes insensitive: GTK 4.8 warns otherwise. */
  gtk_widget_grab_focus (self->cancel_button);
  settle (self);
  plug_inventory_export_async (self->inventory, G_LIST_MODEL (self->accounts), passphrase, file,
                               g_file_query_exists (file, NULL), self->cancellable, written_cb,
                               g_object_ref (self));
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (PlugExportDialog) self = user_data;
  g_autoptr (GFile) file = plug_compat_file_finish (GTK_WINDOW (source), result, NULL);

  if (file != NULL && !g_cancellable_is_cancelled (self->cancellable))
    plug_export_dialog_write (self, file);
}

static void
choose_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *name = g_strdup_printf ("plugboard-%s.plugboard", day);

  plug_compat_save_file_async (GTK_WINDOW (widget), _("Export"), name, TRUE,
                               PLUG_EXPORT_DIALOG (widget)->cancellable, file_chosen_cb,
                               g_object_ref (widget));
}

static void
plug_export_dialog_dispose (GObject *object)
{
  PlugExportDialog *self = PLUG_EXPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  if (self->first_row != NULL)
    {
      plug_field_row_reset (self->first_row);
      plug_field_row_reset (self->second_row);
    }
  self->first_row = NULL;
  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;

  G_OBJECT_CLASS (plug_export_dialog_parent_class)->dispose (object);
}

static void
plug_export_dialog_finalize (GObject *object)
{
  PlugExportDialog *self = PLUG_EXPORT_DIALOG (object);

  g_clear_object (&self->inventory);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (plug_export_dialog_parent_class)->finalize (object);
}

static void
plug_export_dialog_class_init (PlugExportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = plug_export_dialog_dispose;
  object_class->finalize = plug_export_dialog_finalize;

  exported_signal = g_signal_new ("exported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugExportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, PlugExportDialog, form);
  gtk_widget_class_bind_template_child (widget_class, PlugExportDialog, error_view);
  gtk_widget_class_bind_template_child (widget_class, PlugExportDialog, group);
  gtk_widget_class_bind_template_child (widget_class, PlugExportDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, PlugExportDialog, list);
  gtk_widget_class_bind_template_child (widget_class, PlugExportDialog, spinner);
  gtk_widget_class_install_action (widget_class, "export.choose", NULL, choose_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static PlugFieldRow *
add_row (PlugExportDialog *self,
         const char       *label)
{
  g_autoptr (PlugField) field = plug_field_new (label, label, PLUG_FIELD_PASSWORD);
  GtkWidget *row = plug_field_row_new (field);

  adw_preferences_group_add (self->group, row);
  g_signal_connect_object (row, "changed", G_CALLBACK (settle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "submitted", G_CALLBACK (gtk_widget_activate_default), self,
                           G_CONNECT_SWAPPED);
  return PLUG_FIELD_ROW (row);
}

static void
plug_export_dialog_init (PlugExportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->accounts = g_list_store_new (PLUG_TYPE_ACCOUNT);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->first_row = add_row (self, _("Passphrase"));
  self->second_row = add_row (self, _("Passphrase, Once More"));
  gtk_widget_grab_focus (GTK_WIDGET (self->first_row));
}

/* plug_export_dialog_new:
 * Returns: (transfer none): a dialog, which lives until it is closed */
PlugExportDialog *
plug_export_dialog_new (PlugInventory *inventory)
{
  PlugExportDialog *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_EXPORT_DIALOG, NULL);
  self->inventory = g_object_ref (inventory);
  gtk_list_box_bind_model (self->list, plug_inventory_list_accounts (inventory), create_row, self,
                           NULL);
  settle (self);
  return self;
}
