/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAccountsDialog: the accounts there are. */

#include "config.h"

#include "plug-accounts-dialog.h"

#include "plug-account-dialog.h"
#include "plug-compat.h"
#include "plug-region.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugAccountsDialog {
  AdwWindow parent_instance;

  PlugInventory *inventory;
  GCancellable *cancellable;

  AdwToastOverlay *toasts;
  GtkStack *states;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (PlugAccountsDialog, plug_accounts_dialog, ADW_TYPE_WINDOW)

static void
account_closed_cb (PlugAccountsDialog *self)
{
  plug_compat_set_hidden (adw_window_get_content (ADW_WINDOW (self)), FALSE);
}

static void
open_account (PlugAccountsDialog *self,
              PlugAccount        *account)
{
  GtkWindow *dialog = GTK_WINDOW (plug_account_dialog_new (self->inventory, account));

  gtk_window_set_transient_for (dialog, GTK_WINDOW (self));
  plug_compat_set_hidden (adw_window_get_content (ADW_WINDOW (self)), TRUE);
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (account_closed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
add_activated (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  open_account (PLUG_ACCOUNTS_DIALOG (widget), NULL);
}

static void
edit_clicked_cb (GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW);
  GtkRoot *root = gtk_widget_get_root (button);

  open_account (PLUG_ACCOUNTS_DIALOG (root), g_object_get_data (G_OBJECT (row), "account"));
}

/* Removing */

static void
account_removed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (PlugAccountsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *markup = NULL;

  if (plug_inventory_finish (PLUG_INVENTORY (source), result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  markup = g_markup_escape_text (error->message, -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

typedef struct {
  PlugAccountsDialog *dialog;
  PlugAccount *account;
} Removing;

static void
removal_confirmed_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autofree Removing *removing = user_data;
  g_autoptr (PlugAccountsDialog) self = removing->dialog;
  g_autoptr (PlugAccount) account = removing->account;

  if (!plug_compat_confirm_finish (GTK_WINDOW (source), result, NULL))
    return;
  plug_inventory_remove_account_async (self->inventory, account, self->cancellable,
                                       account_removed_cb, g_object_ref (self));
}

static guint
count_instances (PlugAccountsDialog *self,
                 PlugAccount        *account)
{
  GListModel *instances = plug_inventory_list_instances (self->inventory);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);

      count += g_strcmp0 (plug_instance_get_account_id (instance),
                          plug_account_get_id (account)) == 0;
    }
  return count;
}

static char *
dup_consequence (guint n_instances)
{
  if (n_instances == 0)
    return g_strdup (_("Its secrets are removed from the keyring. Nothing changes on the tenant."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Its secrets, and %u instance with its token, are removed "
                                       "here. On the tenant the instance stays.",
                                       "Its secrets, and %u instances with their tokens, are "
                                       "removed here. On the tenant the instances stay.",
                                       n_instances),
                          n_instances);
}

static void
remove_clicked_cb (GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW);
  PlugAccountsDialog *self = PLUG_ACCOUNTS_DIALOG (gtk_widget_get_root (button));
  PlugAccount *account = g_object_get_data (G_OBJECT (row), "account");
  g_autofree char *name = plug_text_for_display (plug_account_get_name (account));
  g_autofree char *heading = g_strdup_printf (_("Remove “%s”?"), name);
  g_autofree char *body = dup_consequence (count_instances (self, account));
  Removing *removing = g_new0 (Removing, 1);

  removing->dialog = g_object_ref (self);
  removing->account = g_object_ref (account);
  plug_compat_confirm_async (GTK_WINDOW (self), heading, body, _("_Remove Account"), TRUE, NULL,
                             removal_confirmed_cb, removing);
}

/* Rows */

static char *
dup_origin (PlugAccount *account)
{
  g_autofree char *region = plug_account_dup_region_name (account);
  g_autofree char *organization = NULL;
  g_autofree char *host = NULL;

  if (plug_account_is_sandbox (account))
    return g_strdup (_("A pretend tenant on this computer"));
  host = plug_base_url_dup_host (plug_account_get_base_url (account));
  if (plug_account_get_organization (account) == NULL
      || *plug_account_get_organization (account) == '\0')
    return g_strdup (region != NULL ? region : host);
  organization = plug_text_for_display (plug_account_get_organization (account));
  /* Translators: an organization's name and a region */
  return g_strdup_printf (_("%s · %s"), organization, region != NULL ? region : host);
}

static void
show_account (AdwActionRow *row)
{
  PlugAccount *account = g_object_get_data (G_OBJECT (row), "account");
  g_autofree char *name = plug_text_for_display (plug_account_get_name (account));
  g_autofree char *origin = dup_origin (account);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (row, origin);
}

static GtkWidget *
create_button (const char *icon,
               const char *label,
               GCallback   callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  plug_compat_set_label (button, label);
  g_signal_connect (button, "clicked", callback, NULL);
  return button;
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  PlugAccount *account = item;
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *name = plug_text_for_display (plug_account_get_name (account));
  g_autofree char *edit = g_strdup_printf (_("Edit “%s”"), name);
  g_autofree char *removal = g_strdup_printf (_("Remove “%s”"), name);

  /* Before any foreign text: titles are markup unless told otherwise. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (row, 2);
  g_object_set_data_full (G_OBJECT (row), "account", g_object_ref (account), g_object_unref);
  /* The sandbox is not to be edited: its address and secrets are its program's. */
  if (!plug_account_is_sandbox (account))
    adw_action_row_add_suffix (row, create_button ("document-edit-symbolic", edit,
                                                   G_CALLBACK (edit_clicked_cb)));
  adw_action_row_add_suffix (row, create_button ("user-trash-symbolic", removal,
                                                 G_CALLBACK (remove_clicked_cb)));
  g_signal_connect_object (account, "notify", G_CALLBACK (show_account), row, G_CONNECT_SWAPPED);
  show_account (row);
  return GTK_WIDGET (row);
}

static void
accounts_changed_cb (PlugAccountsDialog *self)
{
  GListModel *accounts = plug_inventory_list_accounts (self->inventory);
  gboolean some = g_list_model_get_n_items (accounts) > 0;

  gtk_stack_set_visible_child_name (self->states, some ? "list" : "empty");
}

static void
plug_accounts_dialog_dispose (GObject *object)
{
  PlugAccountsDialog *self = PLUG_ACCOUNTS_DIALOG (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (plug_accounts_dialog_parent_class)->dispose (object);
}

static void
plug_accounts_dialog_finalize (GObject *object)
{
  PlugAccountsDialog *self = PLUG_ACCOUNTS_DIALOG (object);

  g_clear_object (&self->inventory);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (plug_accounts_dialog_parent_class)->finalize (object);
}

static void
plug_accounts_dialog_class_init (PlugAccountsDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = plug_accounts_dialog_dispose;
  object_class->finalize = plug_accounts_dialog_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-accounts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugAccountsDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountsDialog, states);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountsDialog, list);
  gtk_widget_class_install_action (widget_class, "accounts.add", NULL, add_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plug_accounts_dialog_init (PlugAccountsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_accounts_dialog_new:
 * Returns: (transfer none): a dialog, which lives until it is closed */
PlugAccountsDialog *
plug_accounts_dialog_new (PlugInventory *inventory)
{
  PlugAccountsDialog *self;
  GListModel *accounts;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_ACCOUNTS_DIALOG, NULL);
  self->inventory = g_object_ref (inventory);
  accounts = plug_inventory_list_accounts (inventory);
  gtk_list_box_bind_model (self->list, accounts, create_row, NULL, NULL);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  accounts_changed_cb (self);
  return self;
}
