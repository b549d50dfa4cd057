/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAccountsDialog: the accounts there are. */

#include "config.h"

#include "plug-accounts-dialog.h"

#include "plug-account-dialog.h"
#include "plug-account-entry.h"
#include "plug-compat.h"
#include "plug-reset-dialog.h"
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

enum {
  SIGNAL_CHECK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
account_closed_cb (PlugAccountsDialog *self)
{
  plug_compat_set_hidden (adw_window_get_content (ADW_WINDOW (self)), FALSE);
}

static void
present (PlugAccountsDialog *self,
         GtkWindow          *dialog)
{
  gtk_window_set_transient_for (dialog, GTK_WINDOW (self));
  plug_compat_set_hidden (adw_window_get_content (ADW_WINDOW (self)), TRUE);
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (account_closed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
open_account (PlugAccountsDialog *self,
              PlugAccount        *account)
{
  present (self, GTK_WINDOW (plug_account_dialog_new (self->inventory, account)));
}

static void
add_activated (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  open_account (PLUG_ACCOUNTS_DIALOG (widget), NULL);
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
remove_cb (PlugAccountsDialog *self,
           PlugAccountEntry     *row)
{
  PlugAccount *account = plug_account_entry_get_account (row);
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

static void
edit_cb (PlugAccountsDialog *self,
         PlugAccountEntry     *row)
{
  open_account (self, plug_account_entry_get_account (row));
}

static void
failed_cb (PlugAccountsDialog *self,
           const char         *message)
{
  g_autofree char *markup = g_markup_escape_text (message, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

/* What depends on it is checked where the report can be seen. */
static void
replaced_cb (PlugAccountsDialog *self,
             GListModel         *dependants)
{
  g_signal_emit (self, signals[SIGNAL_CHECK], 0, dependants);
  gtk_window_close (GTK_WINDOW (self));
}

static void
reset_cb (PlugAccountsDialog *self,
          PlugAccountEntry     *row)
{
  PlugResetDialog *dialog = plug_reset_dialog_new (self->inventory,
                                                   plug_account_entry_get_account (row));

  g_signal_connect_object (dialog, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_SWAPPED);
  present (self, GTK_WINDOW (dialog));
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  PlugAccountsDialog *self = user_data;
  GtkWidget *row = plug_account_entry_new (self->inventory, item);

  g_signal_connect_object (row, "edit", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "reset", G_CALLBACK (reset_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  return row;
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

  signals[SIGNAL_CHECK] = g_signal_new ("check", PLUG_TYPE_ACCOUNTS_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_LIST_MODEL);
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
  gtk_list_box_bind_model (self->list, accounts, create_row, self, NULL);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  accounts_changed_cb (self);
  return self;
}
