/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialogs of PlugWindow. */

#include "config.h"

#include "plug-window-private.h"

#include "plug-account-dialog.h"
#include "plug-accounts-dialog.h"
#include "plug-compat.h"
#include "plug-import-dialog.h"
#include "plug-new-instance-page.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

static void
modal_closed_cb (PlugWindow *self)
{
  g_return_if_fail (self->n_modals > 0);

  self->n_modals--;
  plug_compat_set_hidden (self->everything, self->n_modals > 0);
}

/* plug_window_present_modal:
 * Shows @dialog above the window, of which nothing can be worked with until it is closed. */
void
plug_window_present_modal (PlugWindow *self,
                           GtkWindow  *dialog)
{
  self->n_modals++;
  plug_compat_set_hidden (self->everything, TRUE);
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (modal_closed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (dialog, GTK_WINDOW (self));
  plug_compat_fit_width (dialog, GTK_WINDOW (self));
  plug_compat_close_with (dialog, GTK_WINDOW (self));
  gtk_window_present (dialog);
}

/* plug_window_is_covered:
 * Returns: whether a dialog is above it, so that nothing of it can be worked with */
gboolean
plug_window_is_covered (PlugWindow *self)
{
  g_return_val_if_fail (PLUG_IS_WINDOW (self), FALSE);

  return self->n_modals > 0;
}

static void
account_saved_cb (PlugWindow  *self,
                  PlugAccount *account)
{
  g_autofree char *name = plug_text_for_display (plug_account_get_name (account));
  g_autofree char *text = NULL;

  /* Translators: an account's name */
  text = g_strdup_printf (_("“%s” added"), name);
  plug_window_show_toast (self, text);
  gtk_widget_child_focus (self->sidebar, GTK_DIR_TAB_FORWARD);
}

static void
add_account_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  PlugWindow *self = PLUG_WINDOW (widget);
  GtkWindow *dialog = GTK_WINDOW (plug_account_dialog_new (self->inventory, NULL));

  g_signal_connect_object (dialog, "saved", G_CALLBACK (account_saved_cb), self,
                           G_CONNECT_SWAPPED);
  plug_window_present_modal (self, dialog);
}

/* plug_window_edit_account:
 * @account: whose dialog is opened */
void
plug_window_edit_account (PlugWindow  *self,
                          PlugAccount *account)
{
  plug_window_present_modal (self, GTK_WINDOW (plug_account_dialog_new (self->inventory, account)));
}

static void
accounts_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  PlugWindow *self = PLUG_WINDOW (widget);
  PlugAccountsDialog *dialog = plug_accounts_dialog_new (self->inventory);

  g_signal_connect_object (dialog, "check", G_CALLBACK (plug_window_check), self,
                           G_CONNECT_SWAPPED);
  plug_window_present_modal (self, GTK_WINDOW (dialog));
}

/* The form with what was pasted; the page says what is still missing. */
static void
request_used_cb (PlugWindow  *self,
                 PlugDraft   *draft,
                 PlugAccount *account)
{
  PlugNewInstancePage *page = plug_window_ensure_page (self, PLUG_WINDOW_PAGE_NEW_INSTANCE);

  plug_window_show_page (self, page);
  plug_new_instance_page_start_with_draft (page, draft, account);
}

/* While an instance is being made, the form is that one's. */
static void
paste_request_activated (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  PlugWindow *self = PLUG_WINDOW (widget);
  PlugNewInstancePage *page = plug_window_ensure_page (self, PLUG_WINDOW_PAGE_NEW_INSTANCE);
  PlugImportDialog *dialog;

  if (plug_new_instance_page_is_creating (page))
    {
      plug_window_show_page (self, page);
      return;
    }
  dialog = plug_import_dialog_new (self->inventory);
  plug_import_dialog_set_replaces (dialog, plug_new_instance_page_is_dirty (page));
  g_signal_connect_object (dialog, "used", G_CALLBACK (request_used_cb), self,
                           G_CONNECT_SWAPPED);
  plug_window_present_modal (self, GTK_WINDOW (dialog));
}

/* plug_window_install_dialogs:
 * Installs the actions that open a dialog. */
void
plug_window_install_dialogs (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.add-account", NULL, add_account_activated);
  gtk_widget_class_install_action (widget_class, "win.accounts", NULL, accounts_activated);
  gtk_widget_class_install_action (widget_class, "win.paste-request", NULL,
                                   paste_request_activated);
  plug_window_install_house (widget_class);
}
