/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a run that are certainly not on the tenant, once more: each gets another op first, and
 * the journal has the last word on whether it may. */

#include "config.h"

#include "plug-bulk-private.h"

static gboolean
may_be_sent_again (PlugBulkRow *row)
{
  return row->state == PLUG_BULK_ROW_FAILED || row->state == PLUG_BULK_ROW_NOT_FOUND;
}

/* plug_bulk_dup_failed_ops:
 * Private to the bulk.
 *
 * Returns: (transfer full): of the rows that were refused, or that the tenant does not have */
GStrv
plug_bulk_dup_failed_ops (PlugBulk *self)
{
  g_autoptr (GStrvBuilder) ops = g_strv_builder_new ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      PlugBulkRow *row = g_ptr_array_index (self->rows, i);

      if (may_be_sent_again (row))
        g_strv_builder_add (ops, row->op);
    }
  return g_strv_builder_end (ops);
}

/* plug_bulk_take_renewed:
 * Private to the bulk.
 * @changes: op → the one in its place
 * @queue: whether the rows are queued as well
 *
 * The rows of these ops wait again. */
void
plug_bulk_take_renewed (PlugBulk   *self,
                        GHashTable *changes,
                        gboolean    queue)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      PlugBulkRow *row = g_ptr_array_index (self->rows, i);
      char *op;

      if (!may_be_sent_again (row) || !g_hash_table_contains (changes, row->op))
        continue;
      op = g_strdup (g_hash_table_lookup (changes, row->op));
      g_free (row->op);
      row->op = op;
      plug_bulk_row_drop_intent (row);
      if (queue)
        g_queue_push_tail (&row->lane->waiting, row);
      plug_bulk_move_row (self, row, PLUG_BULK_ROW_WAITING, NULL);
    }
}

static void
renewed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  PlugBulk *self = g_task_get_source_object (task);
  g_autoptr (GHashTable) changes = NULL;
  GError *error = NULL;

  changes = plug_store_renew_ops_finish (PLUG_STORE (source), result, &error);
  self->n_renewing--;
  if (changes != NULL)
    plug_bulk_take_renewed (self, changes, TRUE);
  plug_bulk_pump (self);
  if (changes != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* plug_bulk_retry_async:
 * Of a run that is %PLUG_BULK_FINISHED: sends what the tenant refused, or does not have, once more;
 * never what is in doubt. %PLUG_ERROR_STATE, and nothing is sent, when another process has gone on
 * with one of these rows meanwhile. */
void
plug_bulk_retry_async (PlugBulk            *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_auto (GStrv) ops = NULL;
  GTask *task;

  g_return_if_fail (PLUG_IS_BULK (self));
  g_return_if_fail (plug_bulk_get_state (self) == PLUG_BULK_FINISHED);

  ops = plug_bulk_dup_failed_ops (self);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_bulk_retry_async);
  self->n_renewing++;
  plug_bulk_go_on (self);
  plug_store_renew_ops_async (plug_inventory_get_store (self->inventory),
                              (const char *const *) ops, NULL, renewed_cb, task);
}

/* plug_bulk_retry_finish:
 * Returns: whether the rows wait to be sent again */
gboolean
plug_bulk_retry_finish (PlugBulk      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
