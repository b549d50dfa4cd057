/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugReauthenticateDialog: gives an instance that is there new credentials. */

#include "config.h"

#include "plug-reauthenticate-dialog.h"

#include "plug-authorize-dialog.h"
#include "plug-catalogue.h"
#include "plug-error-view.h"
#include "plug-form-loader.h"
#include "plug-oauth.h"

#include <glib/gi18n-lib.h>

struct _PlugReauthenticateDialog {
  AdwWindow parent_instance;

  GtkWidget *save_button;
  GtkSpinner *spinner;
  PlugErrorView *error_view;
  PlugFormLoader *loader;
  GtkScrolledWindow *scroller;

  PlugForm *form; /* the loader's */
  PlugInventory *inventory;
  PlugAccount *account;
  PlugInstance *instance;
  PlugOAuth *oauth;
  PlugDraft *draft; /* what is authorized or sent; NULL when nothing is */
};

G_DEFINE_FINAL_TYPE (PlugReauthenticateDialog, plug_reauthenticate_dialog, ADW_TYPE_WINDOW)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update (PlugReauthenticateDialog *self)
{
  gboolean busy = self->draft != NULL;

  /* The focus must be elsewhere before what has it is made insensitive. */
  if (busy)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->loader), !busy);
  gtk_widget_set_sensitive (self->save_button,
                            !busy && plug_form_loader_is_ready (self->loader));
}

static void
fail (PlugReauthenticateDialog *self,
      const GError             *error)
{
  g_clear_object (&self->draft);
  update (self);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    plug_error_view_set_error (self->error_view, error);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (PlugReauthenticateDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = plug_inventory_change_finish (PLUG_INVENTORY (source), result, NULL, &error);

  if (self->inventory == NULL)
    return;
  if (!done)
    {
      fail (self, error);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
send (PlugReauthenticateDialog *self)
{
  g_autoptr (PlugChange) change = plug_change_new (PLUG_CHANGE_REAUTHENTICATE, self->instance);
  g_autoptr (PlugSecret) body = NULL;
  g_autofree char *text = plug_draft_build_text (self->draft, PLUG_DRAFT_REVEAL, FALSE);

  body = plug_secret_new (text);
  plug_secret_wipe_text (text);
  plug_change_set_body (change, body);
  plug_inventory_change_async (self->inventory, change, NULL, changed_cb, g_object_ref (self));
}

static void
authorized_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (PlugReauthenticateDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean authorized = plug_authorize_dialog_run_finish (GTK_WINDOW (source), result, &error);

  if (self->inventory == NULL || self->draft == NULL)
    return;
  if (authorized)
    send (self);
  else
    fail (self, error);
}

static void
save_clicked_cb (PlugReauthenticateDialog *self)
{
  g_autoptr (PlugDraft) draft = NULL;

  if (self->draft != NULL || !plug_form_loader_is_ready (self->loader))
    return;
  draft = plug_form_check (self->form);
  if (draft == NULL)
    return;
  plug_error_view_set_error (self->error_view, NULL);
  self->draft = g_steal_pointer (&draft);
  update (self);
  if (plug_oauth_is_needed (self->draft))
    plug_authorize_dialog_run_async (GTK_WINDOW (self), self->oauth, self->account, self->draft,
                                     authorized_cb, g_object_ref (self));
  else
    send (self);
}

static void
plug_reauthenticate_dialog_dispose (GObject *object)
{
  PlugReauthenticateDialog *self = PLUG_REAUTHENTICATE_DIALOG (object);

  if (self->form != NULL)
    plug_form_clear_secrets (self->form);
  self->form = NULL;
  g_clear_object (&self->inventory);
  g_clear_object (&self->account);
  g_clear_object (&self->instance);
  g_clear_object (&self->oauth);
  g_clear_object (&self->draft);
  G_OBJECT_CLASS (plug_reauthenticate_dialog_parent_class)->dispose (object);
}

static void
plug_reauthenticate_dialog_class_init (PlugReauthenticateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_reauthenticate_dialog_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PLUG_TYPE_REAUTHENTICATE_DIALOG,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  g_type_ensure (PLUG_TYPE_FORM_LOADER);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-reauthenticate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugReauthenticateDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, PlugReauthenticateDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugReauthenticateDialog, error_view);
  gtk_widget_class_bind_template_child (widget_class, PlugReauthenticateDialog, loader);
  gtk_widget_class_bind_template_child (widget_class, PlugReauthenticateDialog, scroller);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plug_reauthenticate_dialog_init (PlugReauthenticateDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_reauthenticate_dialog_new:
 * Returns: (transfer none): a dialog, which lives until it is closed */
PlugReauthenticateDialog *
plug_reauthenticate_dialog_new (PlugInventory *inventory,
                                PlugAccount   *account,
                                PlugInstance  *instance)
{
  PlugReauthenticateDialog *self;
  PlugConnector *known;
  g_autoptr (PlugConnector) connector = NULL;
  g_autoptr (PlugDraft) draft = NULL;
  const char *key;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (PLUG_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (PLUG_IS_INSTANCE (instance), NULL);

  key = plug_instance_get_connector_key (instance);
  known = plug_catalogue_find (key);
  connector = known != NULL ? g_object_ref (known) : plug_connector_new (key, key, NULL, NULL);
  self = g_object_new (PLUG_TYPE_REAUTHENTICATE_DIALOG, NULL);
  self->inventory = g_object_ref (inventory);
  self->account = g_object_ref (account);
  self->instance = g_object_ref (instance);
  self->oauth = plug_oauth_new (inventory);
  self->form = plug_form_loader_get_form (self->loader);
  plug_form_set_oauth (self->form, self->oauth);
  plug_form_set_base_url (self->form, plug_account_get_base_url (account));
  plug_form_loader_set_inventory (self->loader, inventory);
  plug_form_loader_set_account (self->loader, account);
  /* Its own name: a copy's would rename it. */
  draft = plug_draft_new_from_instance (instance, connector);
  plug_draft_set_name (draft, plug_instance_get_name (instance));
  plug_form_loader_start_draft (self->loader, draft);
  update (self);
  return self;
}
