/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAuthorizeDialog: waits for a browser to come back from a provider. */

#include "config.h"

#include "plug-authorize-dialog.h"

#include "plug-clipboard.h"
#include "plug-compat.h"
#include "plug-field-row.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugAuthorizeDialog {
  AdwWindow parent_instance;
  GtkWidget *cancel_button;
  GtkLabel *title_label;
  GtkLabel *text_label;
  GtkWidget *buttons;
  GtkWidget *open_button;
  GtkWidget *notice;
  GtkLabel *notice_label;
  GtkWidget *paste_group;
  AdwExpanderRow *paste_row;
  PlugFieldRow *address_row;
  GtkWidget *use_row;
  PlugOAuth *oauth;
  char *provider;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (PlugAuthorizeDialog, plug_authorize_dialog, ADW_TYPE_WINDOW)

static void
say (PlugAuthorizeDialog *self,
     const char          *text)
{
  gtk_label_set_text (self->notice_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->notice, text != NULL);
}

/* The browser */

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (PlugAuthorizeDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!plug_compat_open_uri_finish (GTK_WINDOW (source), result, &error) &&
      gtk_widget_get_realized (GTK_WIDGET (self)))
    say (self, _("No browser could be opened. Copy the link and open it yourself."));
}

static void
open_browser (PlugAuthorizeDialog *self)
{
  say (self, NULL);
  plug_compat_open_uri_async (GTK_WINDOW (self), plug_oauth_get_url (self->oauth), NULL,
                              opened_cb, g_object_ref (self));
}

static void
open_clicked_cb (PlugAuthorizeDialog *self)
{
  open_browser (self);
}

static void
copy_clicked_cb (PlugAuthorizeDialog *self)
{
  plug_clipboard_copy_text (GTK_WIDGET (self), plug_oauth_get_url (self->oauth));
}

/* The pasted address */

static void
use_address (PlugAuthorizeDialog *self)
{
  g_autoptr (PlugSecret) address = NULL;
  g_autoptr (GError) error = NULL;

  if (plug_oauth_get_phase (self->oauth) != PLUG_OAUTH_WAITING)
    return;
  address = plug_secret_new (plug_field_row_peek_text (self->address_row));
  if (plug_oauth_paste (self->oauth, plug_secret_peek (address), &error))
    return;
  plug_field_row_set_problem (self->address_row, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (self->address_row));
}

static void
add_paste_rows (PlugAuthorizeDialog *self)
{
  g_autoptr (PlugField) field = plug_field_new ("address", _("Redirected URL"),
                                                PLUG_FIELD_PASSWORD);
  GtkWidget *button = gtk_button_new_with_label (_("Use Address"));

  plug_field_set_help (field, _("The whole address the browser ends on, be its page an error or "
                                "not"));
  self->address_row = PLUG_FIELD_ROW (plug_field_row_new (field));
  g_signal_connect_object (self->address_row, "submitted", G_CALLBACK (use_address), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (self->paste_row, GTK_WIDGET (self->address_row));
  gtk_widget_set_margin_top (button, 9);
  gtk_widget_set_margin_bottom (button, 9);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (use_address), self, G_CONNECT_SWAPPED);
  self->use_row = g_object_new (ADW_TYPE_PREFERENCES_ROW,
                                "activatable", FALSE,
                                "focusable", FALSE,
                                "title", _("Use Address"),
                                "child", button,
                                NULL);
  adw_expander_row_add_row (self->paste_row, self->use_row);
}

/* What is going on */

static char *
dup_waiting_text (PlugAuthorizeDialog *self)
{
  if (plug_oauth_is_manual (self->oauth))
    /* Translators: %s is a connector's name */
    return g_strdup_printf (_("Sign in to %s there and allow access. Then copy the address the "
                              "browser ends on and paste it here."), self->provider);
  /* Translators: %s is a connector's name */
  return g_strdup_printf (_("Sign in to %s there and allow access. This window closes by itself "
                            "when you have."), self->provider);
}

static void
show_waiting (PlugAuthorizeDialog *self)
{
  g_autofree char *text = dup_waiting_text (self);
  gboolean manual = plug_oauth_is_manual (self->oauth);

  gtk_label_set_text (self->title_label, _("Waiting for the Browser…"));
  gtk_label_set_text (self->text_label, text);
  gtk_widget_set_visible (self->buttons, TRUE);
  gtk_widget_set_visible (self->paste_group, TRUE);
  adw_expander_row_set_expanded (self->paste_row, manual);
  gtk_widget_grab_focus (manual ? GTK_WIDGET (self->address_row) : self->open_button);
  open_browser (self);
}

static void
phase_changed_cb (PlugAuthorizeDialog *self)
{
  if (plug_oauth_get_phase (self->oauth) == PLUG_OAUTH_WAITING)
    show_waiting (self);
}

static void
n_foreign_changed_cb (PlugAuthorizeDialog *self)
{
  if (plug_oauth_get_n_foreign (self->oauth) > 0)
    say (self, _("A page came back that does not belong to this authorization, and was turned "
                 "away. Use the page that was opened last."));
}

/* The task is the parent's, which the dialog goes with; the authorization ends in any case. */
static void
authorized_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PlugAuthorizeDialog) self = g_object_ref (g_task_get_task_data (task));
  GError *error = NULL;

  plug_oauth_authorize_finish (PLUG_OAUTH (source), result, &error);
  g_task_set_task_data (task, NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (self));
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Closed, or gone with its parent: either way the end of it, and of what stands in its entry. The
 * next authorization is another dialog's, though something may hold this one for a while. */
static void
plug_authorize_dialog_unrealize (GtkWidget *widget)
{
  PlugAuthorizeDialog *self = PLUG_AUTHORIZE_DIALOG (widget);

  g_signal_handlers_disconnect_by_data (self->oauth, self);
  g_cancellable_cancel (self->cancellable);
  plug_field_row_reset (self->address_row);
  GTK_WIDGET_CLASS (plug_authorize_dialog_parent_class)->unrealize (widget);
}

static void
plug_authorize_dialog_dispose (GObject *object)
{
  PlugAuthorizeDialog *self = PLUG_AUTHORIZE_DIALOG (object);

  g_clear_object (&self->oauth);
  G_OBJECT_CLASS (plug_authorize_dialog_parent_class)->dispose (object);
}

static void
plug_authorize_dialog_finalize (GObject *object)
{
  PlugAuthorizeDialog *self = PLUG_AUTHORIZE_DIALOG (object);

  g_object_unref (self->cancellable);
  g_free (self->provider);
  G_OBJECT_CLASS (plug_authorize_dialog_parent_class)->finalize (object);
}

static void
plug_authorize_dialog_class_init (PlugAuthorizeDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = plug_authorize_dialog_dispose;
  object_class->finalize = plug_authorize_dialog_finalize;
  widget_class->unrealize = plug_authorize_dialog_unrealize;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-authorize-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizeDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizeDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizeDialog, text_label);
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizeDialog, buttons);
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizeDialog, open_button);
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizeDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizeDialog, notice_label);
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizeDialog, paste_group);
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizeDialog, paste_row);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plug_authorize_dialog_init (PlugAuthorizeDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_paste_rows (self);
}

static void
show_behind_cb (GtkWidget *behind)
{
  plug_compat_set_hidden (behind, FALSE);
}

/* Assistive technology is not to wander off to where nothing can be done. */
static void
stand_before (PlugAuthorizeDialog *self,
              GtkWindow           *parent)
{
  GtkWidget *behind = gtk_window_get_child (parent);

  plug_compat_fit_width (GTK_WINDOW (self), parent);
  plug_compat_close_with (GTK_WINDOW (self), parent);
  if (behind == NULL)
    return;
  plug_compat_set_hidden (behind, TRUE);
  g_signal_connect_object (self, "destroy", G_CALLBACK (show_behind_cb), behind,
                           G_CONNECT_SWAPPED);
}

static PlugAuthorizeDialog *
dialog_new (GtkWindow *parent,
            PlugOAuth *oauth,
            PlugDraft *draft)
{
  PlugConnector *connector = plug_draft_get_connector (draft);
  PlugAuthorizeDialog *self = g_object_new (PLUG_TYPE_AUTHORIZE_DIALOG,
                                            "transient-for", parent, NULL);

  self->oauth = g_object_ref (oauth);
  self->provider = plug_text_for_display (plug_connector_get_name (connector));
  gtk_label_set_text (self->title_label, _("Asking the Tenant…"));
  gtk_label_set_text (self->text_label, _("It says where to authorize."));
  g_signal_connect_object (oauth, "notify::phase", G_CALLBACK (phase_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (oauth, "notify::n-foreign", G_CALLBACK (n_foreign_changed_cb), self,
                           G_CONNECT_SWAPPED);
  stand_before (self, parent);
  return self;
}

/* plug_authorize_dialog_run_async:
 * @parent: what it stands before
 * @draft: gets "providerData"; must not be changed meanwhile
 *
 * Closing it, and closing @parent, cancels. */
void
plug_authorize_dialog_run_async (GtkWindow           *parent,
                                 PlugOAuth           *oauth,
                                 PlugAccount         *account,
                                 PlugDraft           *draft,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task;
  PlugAuthorizeDialog *self;

  g_return_if_fail (GTK_IS_WINDOW (parent) && PLUG_IS_OAUTH (oauth));

  self = dialog_new (parent, oauth, draft);
  task = g_task_new (parent, NULL, callback, user_data);
  g_task_set_source_tag (task, plug_authorize_dialog_run_async);
  g_task_set_task_data (task, g_object_ref (self), g_object_unref);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->cancel_button);
  plug_oauth_authorize_async (oauth, account, draft, self->cancellable, authorized_cb, task);
}

/* plug_authorize_dialog_run_finish:
 * Errors: those of plug_oauth_authorize_finish(), %G_IO_ERROR_CANCELLED when it was closed.
 *
 * Returns: whether the draft may be sent */
gboolean
plug_authorize_dialog_run_finish (GtkWindow     *parent,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
