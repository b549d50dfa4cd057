/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A change of an instance as the window makes it: what cannot be undone is asked about first. */

#include "config.h"

#include "plug-change-ask.h"

#include <glib/gi18n-lib.h>

#include "plug-compat.h"
#include "plug-text.h"

typedef struct {
  PlugInventory *inventory;
  PlugChange *change;
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->inventory);
  g_object_unref (asking->change);
  g_free (asking);
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (plug_inventory_change_finish (PLUG_INVENTORY (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
make_change (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);

  plug_inventory_change_async (asking->inventory, asking->change, NULL, changed_cb,
                               g_object_ref (task));
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  if (plug_compat_confirm_finish (GTK_WINDOW (source), result, NULL))
    make_change (task);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Not confirmed");
}

static void
confirm_deletion (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  GtkWidget *widget = g_task_get_source_object (task);
  g_autofree char *name = NULL;
  g_autofree char *heading = NULL;

  name = plug_text_for_display (
    plug_instance_get_name (plug_change_get_instance (asking->change)));
  /* Translators: the question before an instance is deleted; %s is its name */
  heading = g_strdup_printf (_("Delete “%s” on the Tenant?"), name);
  plug_compat_confirm_async (GTK_WINDOW (gtk_widget_get_root (widget)), heading,
                             _("The instance and its token stop working at once, for everything"
                               " that uses them. This cannot be undone."),
                             _("Delete"), TRUE, NULL, confirmed_cb, g_object_ref (task));
}

/* plug_change_ask_async:
 * @widget: on whose window a question is asked
 *
 * Makes @change, a deletion only when the user says so again. */
void
plug_change_ask_async (GtkWidget           *widget,
                       PlugInventory       *inventory,
                       PlugChange          *change,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Asking *asking;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PLUG_IS_INVENTORY (inventory));
  g_return_if_fail (PLUG_IS_CHANGE (change));

  asking = g_new0 (Asking, 1);
  asking->inventory = g_object_ref (inventory);
  asking->change = g_object_ref (change);
  task = g_task_new (widget, NULL, callback, user_data);
  g_task_set_source_tag (task, plug_change_ask_async);
  g_task_set_task_data (task, asking, (GDestroyNotify) asking_free);
  if (plug_change_get_kind (change) == PLUG_CHANGE_DELETE)
    confirm_deletion (task);
  else
    make_change (task);
}

/* plug_change_ask_finish:
 * Returns: whether the change is made; else %G_IO_ERROR_CANCELLED when the user did not want it,
 *   or what plug_inventory_change_finish() says */
gboolean
plug_change_ask_finish (GtkWidget     *widget,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, widget), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
