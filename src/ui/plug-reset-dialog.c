/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugResetDialog: the organization secret was reset. First it is found out which accounts have
 * the old one; then the new one is asked the tenant about, and then it is replaced, account by
 * account. Read from replace_clicked_cb() up. */

#include "config.h"

#include "plug-reset-dialog.h"

#include "plug-compat.h"
#include "plug-error-view.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugResetDialog {
  AdwWindow parent_instance;

  GtkWidget *replace_button;
  GtkSpinner *spinner;
  PlugErrorView *error_view;
  GtkWidget *secret_row;
  GtkLabel *accounts_label;

  PlugInventory *inventory;
  PlugAccount *account;
  GPtrArray *accounts; /* PlugAccount that have the old secret; the first is the one */
  PlugSecret *old;     /* (nullable): what the keyring has */
  PlugSecret *new;     /* what was entered, while it is being replaced */
  guint next;          /* of the accounts looked at, or replaced */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (PlugResetDialog, plug_reset_dialog, ADW_TYPE_WINDOW)

enum {
  SIGNAL_REPLACED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_closed (PlugResetDialog *self)
{
  return self->inventory == NULL;
}

static void
set_busy (PlugResetDialog *self,
          gboolean         busy)
{
  /* The focus must be elsewhere before what has it is made insensitive. */
  if (busy)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (self->secret_row, !busy);
  gtk_widget_set_sensitive (self->replace_button,
                            !busy && *gtk_editable_get_text (GTK_EDITABLE (self->secret_row)));
}

static void
fail (PlugResetDialog *self,
      const GError    *error)
{
  g_clear_pointer (&self->new, plug_secret_unref);
  set_busy (self, FALSE);
  plug_error_view_set_error (self->error_view, error);
}

/* Which accounts have the old one */

static void
show_accounts (PlugResetDialog *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->accounts->len; i++)
    {
      PlugAccount *account = g_ptr_array_index (self->accounts, i);
      g_autofree char *name = plug_text_for_display (plug_account_get_name (account));

      g_string_append_printf (names, "%s“%s”", names->len > 0 ? ", " : "", name);
    }
  /* Translators: accounts' names, in quotes and with commas between them */
  text = g_strdup_printf (_("It is replaced for %s, and all their instances are checked."),
                          names->str);
  gtk_label_set_text (self->accounts_label, text);
}

static void look_up_next (PlugResetDialog *self);

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (PlugResetDialog) self = user_data;
  g_autoptr (PlugSecret) secret = plug_keyring_lookup_finish (PLUG_KEYRING (source), result, NULL);
  g_autoptr (PlugAccount) account = NULL;

  if (is_closed (self))
    return;
  account = g_list_model_get_item (plug_inventory_list_accounts (self->inventory),
                                   self->next - 1);
  if (account != NULL && account != self->account && secret != NULL
      && plug_secret_equal (secret, self->old))
    g_ptr_array_add (self->accounts, g_object_ref (account));
  show_accounts (self);
  look_up_next (self);
}

static void
look_up (PlugResetDialog *self,
         PlugAccount     *account)
{
  plug_keyring_lookup_async (plug_inventory_get_keyring (self->inventory),
                             PLUG_SECRET_KIND_ORGANIZATION, plug_account_get_id (account), NULL,
                             self->cancellable, looked_up_cb, g_object_ref (self));
}

static void
look_up_next (PlugResetDialog *self)
{
  GListModel *accounts = plug_inventory_list_accounts (self->inventory);
  g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, self->next);

  self->next++;
  if (account != NULL)
    look_up (self, account);
}

static void
old_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (PlugResetDialog) self = user_data;

  if (is_closed (self))
    return;
  self->old = plug_keyring_lookup_finish (PLUG_KEYRING (source), result, NULL);
  if (self->old != NULL)
    look_up_next (self);
}

/* Replacing */

static GListModel *
create_dependants (PlugResetDialog *self)
{
  GListModel *instances = plug_inventory_list_instances (self->inventory);
  GListStore *dependants = g_list_store_new (PLUG_TYPE_INSTANCE);

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);

      for (guint j = 0; j < self->accounts->len; j++)
        {
          if (g_str_equal (plug_instance_get_account_id (instance),
                           plug_account_get_id (g_ptr_array_index (self->accounts, j))))
            g_list_store_append (dependants, instance);
        }
    }
  return G_LIST_MODEL (dependants);
}

static void replace_next (PlugResetDialog *self);

static void
replaced_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PlugResetDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = plug_inventory_finish (PLUG_INVENTORY (source), result, &error);

  if (is_closed (self))
    return;
  if (!done)
    {
      fail (self, error);
      return;
    }
  self->next++;
  replace_next (self);
}

static void
replace_next (PlugResetDialog *self)
{
  g_autoptr (GListModel) dependants = NULL;
  PlugAccount *account;

  if (self->next < self->accounts->len)
    {
      account = g_ptr_array_index (self->accounts, self->next);
      plug_inventory_edit_account_async (self->inventory, account, plug_account_get_name (account),
                                         plug_account_get_base_url (account), NULL, self->new,
                                         NULL, replaced_cb, g_object_ref (self));
      return;
    }
  dependants = create_dependants (self);
  g_signal_emit (self, signals[SIGNAL_REPLACED], 0, dependants);
  gtk_window_close (GTK_WINDOW (self));
}

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PlugResetDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *organization = NULL;

  organization = plug_inventory_verify_account_finish (PLUG_INVENTORY (source), result, &error);
  if (is_closed (self))
    return;
  if (organization == NULL)
    {
      fail (self, error);
      return;
    }
  self->next = 0;
  replace_next (self);
}

static void
replace_clicked_cb (PlugResetDialog *self)
{
  g_autofree char *text = NULL;

  if (self->new != NULL || !gtk_widget_get_sensitive (self->replace_button))
    return;
  text = plug_text_trim (gtk_editable_get_text (GTK_EDITABLE (self->secret_row)));
  self->new = plug_secret_new (text);
  plug_secret_wipe_text (text);
  plug_error_view_set_error (self->error_view, NULL);
  set_busy (self, TRUE);
  plug_inventory_verify_account_async (self->inventory, self->account,
                                       plug_account_get_base_url (self->account), NULL, self->new,
                                       self->cancellable, verified_cb, g_object_ref (self));
}

static void
typed_cb (PlugResetDialog *self)
{
  if (self->new == NULL)
    set_busy (self, FALSE);
}

static void
plug_reset_dialog_dispose (GObject *object)
{
  PlugResetDialog *self = PLUG_RESET_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  if (self->secret_row != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->secret_row), "");
  g_clear_object (&self->inventory);
  g_clear_object (&self->account);
  g_clear_pointer (&self->old, plug_secret_unref);
  g_clear_pointer (&self->new, plug_secret_unref);
  G_OBJECT_CLASS (plug_reset_dialog_parent_class)->dispose (object);
}

static void
plug_reset_dialog_finalize (GObject *object)
{
  PlugResetDialog *self = PLUG_RESET_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->accounts);
  G_OBJECT_CLASS (plug_reset_dialog_parent_class)->finalize (object);
}

static void
plug_reset_dialog_class_init (PlugResetDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_reset_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = plug_reset_dialog_finalize;
  signals[SIGNAL_REPLACED] = g_signal_new ("replaced", PLUG_TYPE_RESET_DIALOG, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                           G_TYPE_LIST_MODEL);
  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-reset-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugResetDialog, replace_button);
  gtk_widget_class_bind_template_child (widget_class, PlugResetDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugResetDialog, error_view);
  gtk_widget_class_bind_template_child (widget_class, PlugResetDialog, secret_row);
  gtk_widget_class_bind_template_child (widget_class, PlugResetDialog, accounts_label);
  gtk_widget_class_bind_template_callback (widget_class, replace_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plug_reset_dialog_init (PlugResetDialog *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  plug_compat_guard_secret (GTK_EDITABLE (self->secret_row));
  set_busy (self, FALSE);
}

/* plug_reset_dialog_new:
 * @account: one that has the secret that was reset
 *
 * Returns: (transfer none): a dialog, which lives until it is closed */
PlugResetDialog *
plug_reset_dialog_new (PlugInventory *inventory,
                       PlugAccount   *account)
{
  PlugResetDialog *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (PLUG_IS_ACCOUNT (account), NULL);

  self = g_object_new (PLUG_TYPE_RESET_DIALOG, NULL);
  self->inventory = g_object_ref (inventory);
  self->account = g_object_ref (account);
  g_ptr_array_add (self->accounts, g_object_ref (account));
  show_accounts (self);
  plug_keyring_lookup_async (plug_inventory_get_keyring (inventory), PLUG_SECRET_KIND_ORGANIZATION,
                             plug_account_get_id (account), NULL, self->cancellable, old_found_cb,
                             g_object_ref (self));
  return self;
}
