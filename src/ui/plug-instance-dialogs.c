/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialogs of PlugInstancePage: what takes more than a question. */

#include "config.h"

#include "plug-instance-page-private.h"

#include "plug-edit-dialog.h"
#include "plug-reauthenticate-dialog.h"

#include <glib/gi18n-lib.h>

enum {
  SIGNAL_PRESENT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What was taken is looked at: with all that is behind the tenant. */
static void
edited_cb (PlugInstancePage *self)
{
  plug_instance_page_say (self, _("Configuration changed"));
  gtk_widget_activate_action (GTK_WIDGET (self), "instance.check", NULL);
}

static void
authenticated_cb (PlugInstancePage *self)
{
  plug_instance_page_say (self, _("Instance authenticated again"));
  gtk_widget_activate_action (GTK_WIDGET (self), "instance.check", NULL);
}

static void
edit_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  PlugInstancePage *self = PLUG_INSTANCE_PAGE (widget);
  PlugEditDialog *dialog = plug_edit_dialog_new (self->inventory, self->instance);

  g_signal_connect_object (dialog, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_emit (self, signals[SIGNAL_PRESENT], 0, dialog);
}

static void
reauthenticate_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  PlugInstancePage *self = PLUG_INSTANCE_PAGE (widget);
  PlugReauthenticateDialog *dialog;
  PlugAccount *account;

  account = plug_inventory_find_account (self->inventory,
                                         plug_instance_get_account_id (self->instance));
  if (account == NULL)
    return;
  dialog = plug_reauthenticate_dialog_new (self->inventory, account, self->instance);
  g_signal_connect_object (dialog, "changed", G_CALLBACK (authenticated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_emit (self, signals[SIGNAL_PRESENT], 0, dialog);
}

/* plug_instance_page_update_dialogs:
 * Private to PlugInstancePage. */
void
plug_instance_page_update_dialogs (PlugInstancePage *self)
{
  gboolean some = self->instance != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "instance.edit", some);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "instance.reauthenticate", some);
}

/* plug_instance_page_install_dialogs:
 * Private to PlugInstancePage. Its actions, and the signal that shows a dialog. */
void
plug_instance_page_install_dialogs (GtkWidgetClass *widget_class)
{
  signals[SIGNAL_PRESENT] = g_signal_new ("present", PLUG_TYPE_INSTANCE_PAGE, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, GTK_TYPE_WINDOW);
  gtk_widget_class_install_action (widget_class, "instance.edit", NULL, edit_cb);
  gtk_widget_class_install_action (widget_class, "instance.reauthenticate", NULL,
                                   reauthenticate_cb);
}
