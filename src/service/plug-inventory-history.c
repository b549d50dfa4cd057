/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: what was done. */

#include "config.h"

#include "plug-inventory-private.h"

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GListModel *records = plug_store_list_records_finish (PLUG_STORE (source), result, &error);

  if (records != NULL)
    g_task_return_pointer (task, records, g_object_unref);
  else
    g_task_return_error (task, error);
}

/* plug_inventory_list_history_async:
 * @account_id: (nullable): NULL is any
 * @instance_id: (nullable): NULL is any
 * @before: microseconds since 1970, for the next page the time of the last record; 0 for now
 * @n_max: at most so many
 *
 * The journal's intents and a history of what it does not have. */
void
plug_inventory_list_history_async (PlugInventory       *self,
                                   const char          *account_id,
                                   const char          *instance_id,
                                   gint64               before,
                                   guint                n_max,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PLUG_IS_INVENTORY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_list_history_async);
  plug_store_list_records_async (self->store, account_id, instance_id, before, n_max, cancellable,
                                 listed_cb, task);
}

/* plug_inventory_list_history_finish:
 * Returns: (transfer full) (element-type PlugDeed): newest first; see
 *   plug_deed_list_to_csv() */
GListModel *
plug_inventory_list_history_finish (PlugInventory  *self,
                                    GAsyncResult   *result,
                                    GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
