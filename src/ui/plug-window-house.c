/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugWindow: moving house: everything into a file, and out of one. */

#include "config.h"

#include "plug-window-private.h"

#include "plug-compat.h"
#include "plug-delivery-dialog.h"
#include "plug-export-dialog.h"

#include <glib/gi18n-lib.h>

static void
export_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  PlugWindow *self = PLUG_WINDOW (widget);
  GtkWindow *dialog = GTK_WINDOW (plug_export_dialog_new (self->inventory));

  g_signal_connect_object (dialog, "exported", G_CALLBACK (plug_window_show_toast), self,
                           G_CONNECT_SWAPPED);
  plug_window_present_modal (self, dialog);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  PlugWindow *self = PLUG_WINDOW (source);
  g_autoptr (GFile) file = plug_compat_file_finish (GTK_WINDOW (source), result, NULL);
  GtkWindow *dialog;

  if (file == NULL)
    return;
  dialog = GTK_WINDOW (plug_delivery_dialog_new (self->inventory, file));
  g_signal_connect_object (dialog, "imported", G_CALLBACK (plug_window_show_toast), self,
                           G_CONNECT_SWAPPED);
  plug_window_present_modal (self, dialog);
}

static void
import_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  plug_compat_open_file_async (GTK_WINDOW (widget), _("Import"), TRUE,
                               PLUG_WINDOW (widget)->cancellable, file_chosen_cb, NULL);
}

/* plug_window_install_house:
 * Installs the actions of moving house. */
void
plug_window_install_house (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.export", NULL, export_activated);
  gtk_widget_class_install_action (widget_class, "win.import", NULL, import_activated);
}
