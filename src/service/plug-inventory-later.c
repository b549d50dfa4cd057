/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: what can be taken back: forgetting an instance, deleting it later; and what would
 * miss it. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-inventory-private.h"
#include "plug-use.h"

/* One operation on an instance. */
typedef struct {
  PlugInstance *instance;
  gint64 time;
  gboolean in_doubt;
} Operation;

static void
operation_free (Operation *operation)
{
  g_object_unref (operation->instance);
  g_free (operation);
}

static GTask *
operation_task_new (PlugInventory       *self,
                    PlugInstance        *instance,
                    gint64               time,
                    gpointer             source_tag,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  Operation *operation = g_new0 (Operation, 1);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  operation->instance = g_object_ref (instance);
  operation->time = time;
  g_task_set_source_tag (task, source_tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, operation, (GDestroyNotify) operation_free);
  return task;
}

/* plug_inventory_present_forgotten:
 * Private to the service. Moves @instance between the lists, as its time says. */
void
plug_inventory_present_forgotten (PlugInventory *self,
                                  PlugInstance  *instance)
{
  gboolean is_forgotten = plug_instance_get_forgotten (instance) != 0;
  guint position;
  gboolean there = g_list_store_find (self->forgotten, instance, &position);

  if (is_forgotten && !there)
    {
      plug_inventory_hide_instance (self, instance);
      g_list_store_append (self->forgotten, instance);
    }
  else if (!is_forgotten && there)
    {
      g_list_store_remove (self->forgotten, position);
      plug_inventory_present_instance (self, instance);
    }
}

/* plug_inventory_find_forgotten:
 * Private to the service.
 *
 * Returns: (transfer none) (nullable): the forgotten instance of that id */
PlugInstance *
plug_inventory_find_forgotten (PlugInventory *self,
                               const char    *account_id,
                               const char    *instance_id)
{
  GListModel *forgotten = G_LIST_MODEL (self->forgotten);

  for (guint i = 0; i < g_list_model_get_n_items (forgotten); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (forgotten, i);

      if (g_str_equal (plug_instance_get_id (instance), instance_id) &&
          g_str_equal (plug_instance_get_account_id (instance), account_id))
        return instance; /* the list holds it */
    }
  return NULL;
}

/* plug_inventory_drop_forgotten:
 * Private to the service. An instance of @instance's id is not forgotten any more, or is no
 * more. */
void
plug_inventory_drop_forgotten (PlugInventory *self,
                               PlugInstance  *instance)
{
  PlugInstance *old;
  guint position;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->forgotten)) == 0)
    return;
  old = plug_inventory_find_forgotten (self, plug_instance_get_account_id (instance),
                                       plug_instance_get_id (instance));
  if (old != NULL && g_list_store_find (self->forgotten, old, &position))
    g_list_store_remove (self->forgotten, position);
}

/* plug_inventory_dup_forgotten_of:
 * Private to the service.
 *
 * Returns: (transfer full) (element-type PlugInstance): the account's forgotten instances */
GPtrArray *
plug_inventory_dup_forgotten_of (PlugInventory *self,
                                 PlugAccount   *account)
{
  GPtrArray *instances = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *forgotten = G_LIST_MODEL (self->forgotten);

  for (guint i = 0; i < g_list_model_get_n_items (forgotten); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (forgotten, i);

      if (g_str_equal (plug_instance_get_account_id (instance), plug_account_get_id (account)))
        g_ptr_array_add (instances, g_steal_pointer (&instance));
    }
  return instances;
}

/* plug_inventory_drop_forgotten_of:
 * Private to the service. The account is gone, and with it what was forgotten of it. */
void
plug_inventory_drop_forgotten_of (PlugInventory *self,
                                  PlugAccount   *account)
{
  g_autoptr (GPtrArray) instances = plug_inventory_dup_forgotten_of (self, account);
  guint position;

  for (guint i = 0; i < instances->len; i++)
    {
      if (g_list_store_find (self->forgotten, g_ptr_array_index (instances, i), &position))
        g_list_store_remove (self->forgotten, position);
    }
}

static void
tombstone_removed_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    g_info ("A forgotten instance that is gone is still marked: %s", error->message);
}

/* plug_inventory_drop_tombstones:
 * Private to the service.
 * @ids: of all that the account's tenant has
 *
 * What is forgotten and no longer there needs no mark to keep it away. */
void
plug_inventory_drop_tombstones (PlugInventory *self,
                                PlugAccount   *account,
                                GHashTable    *ids)
{
  g_autoptr (GPtrArray) forgotten = plug_inventory_dup_forgotten_of (self, account);

  for (guint i = 0; i < forgotten->len; i++)
    {
      PlugInstance *instance = g_ptr_array_index (forgotten, i);
      const char *id = plug_instance_get_id (instance);

      if (g_hash_table_contains (ids, id) ||
          plug_instance_get_token_state (instance) != PLUG_TOKEN_ABSENT)
        continue;
      plug_inventory_drop_forgotten (self, instance);
      plug_store_remove_instance_async (self->store, plug_account_get_id (account), id, NULL,
                                        tombstone_removed_cb, NULL);
    }
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  plug_instance_set_forgotten (operation->instance, operation->time);
  plug_inventory_present_forgotten (self, operation->instance);
  plug_inventory_record (self, operation->instance,
                         operation->time != 0 ? PLUG_DEED_FORGET : PLUG_DEED_RECALL, NULL);
  plug_later_run (self->later);
  g_task_return_boolean (task, TRUE);
}

static void
set_forgotten (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);

  plug_store_set_forgotten_async (plug_inventory_get_store (self), operation->instance,
                                  operation->time, NULL, forgotten_cb, task);
}

/* plug_inventory_forget_instance_async:
 * Nothing is changed on the tenant. The row stays, marked, so that a sync does not bring the
 * instance back; the token goes from the keyring when the undo time is over, in this process or in
 * the next. Finished by plug_inventory_finish(). */
void
plug_inventory_forget_instance_async (PlugInventory       *self,
                                      PlugInstance        *instance,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  set_forgotten (operation_task_new (self, instance, g_get_real_time (),
                                     plug_inventory_forget_instance_async, cancellable, callback,
                                     user_data));
}

/* plug_inventory_recall_instance_async:
 * @instance: of plug_inventory_list_forgotten()
 *
 * Back into the lists; a token that is cleared already is ABSENT and can be fetched again.
 * Finished by plug_inventory_finish(). */
void
plug_inventory_recall_instance_async (PlugInventory       *self,
                                      PlugInstance        *instance,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  set_forgotten (operation_task_new (self, instance, 0, plug_inventory_recall_instance_async,
                                     cancellable, callback, user_data));
}

/* plug_inventory_list_forgotten:
 * Returns: (transfer none) (element-type PlugInstance): what was forgotten and is still on the
 *   tenant as far as is known, live */
GListModel *
plug_inventory_list_forgotten (PlugInventory *self)
{
  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);

  return G_LIST_MODEL (self->forgotten);
}

/* plug_inventory_set_undo_ms:
 * @undo_ms: how long after it was forgotten an instance's token stays in the keyring; 10 seconds
 *   unless set */
void
plug_inventory_set_undo_ms (PlugInventory *self,
                            guint          undo_ms)
{
  g_return_if_fail (PLUG_IS_INVENTORY (self));

  self->undo_ms = undo_ms;
  plug_later_run (self->later);
}

/* Deleting later: disabled first, and only then marked: who is told that it is to be deleted can
 * rely on both. */

static void
due_saved_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  plug_instance_set_due (operation->instance, operation->time);
  plug_instance_set_health (operation->instance, PLUG_HEALTH_DISABLED,
                            _("It is disabled and waits to be deleted."));
  plug_inventory_record (self, operation->instance, PLUG_DEED_DELETE_LATER, NULL);
  plug_later_run (self->later);
  g_task_return_boolean (task, TRUE);
}

static void
save_due (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);

  plug_store_set_due_async (plug_inventory_get_store (self), operation->instance,
                            plug_instance_get_due (operation->instance), operation->time, NULL,
                            due_saved_cb, g_object_ref (task));
}

static void
disabled_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  GError *error = NULL;

  if (plug_inventory_change_finish (PLUG_INVENTORY (source), result, &operation->in_doubt, &error))
    save_due (task);
  else
    g_task_return_error (task, error);
}

static void
change_to (GTask               *task,
           PlugChangeKind       kind,
           GAsyncReadyCallback  callback)
{
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (PlugChange) change = plug_change_new (kind, operation->instance);

  plug_inventory_change_async (g_task_get_source_object (task), change,
                               g_task_get_cancellable (task), callback, g_object_ref (task));
}

/* plug_inventory_delete_later_async:
 * @due: microseconds since 1970
 *
 * Disables the instance, when it is not, and marks it. Finished by
 * plug_inventory_change_finish(). */
void
plug_inventory_delete_later_async (PlugInventory       *self,
                                   PlugInstance        *instance,
                                   gint64               due,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));
  g_return_if_fail (due > 0);

  task = operation_task_new (self, instance, due, plug_inventory_delete_later_async, cancellable,
                             callback, user_data);
  if (plug_instance_is_disabled (instance))
    save_due (task);
  else
    change_to (task, PLUG_CHANGE_DISABLE, disabled_cb);
}

static void
enabled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  GError *error = NULL;

  if (plug_inventory_change_finish (PLUG_INVENTORY (source), result, &operation->in_doubt, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
due_cleared_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  plug_instance_set_due (operation->instance, 0);
  plug_inventory_record (self, operation->instance, PLUG_DEED_KEEP, NULL);
  change_to (task, PLUG_CHANGE_ENABLE, enabled_cb);
}

/* plug_inventory_keep_instance_async:
 * The deletion is taken back first, then the instance enabled: when that fails it is only
 * disabled. Finished by plug_inventory_change_finish(). */
void
plug_inventory_keep_instance_async (PlugInventory       *self,
                                    PlugInstance        *instance,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  task = operation_task_new (self, instance, 0, plug_inventory_keep_instance_async, cancellable,
                             callback, user_data);
  plug_store_set_due_async (plug_inventory_get_store (self), instance,
                            plug_instance_get_due (instance), 0, NULL, due_cleared_cb, task);
}

/* plug_inventory_get_doubt:
 * Private to the service.
 * @result: of a verb of this file
 *
 * Returns: whether the tenant may have made its change all the same */
gboolean
plug_inventory_get_doubt (GAsyncResult *result)
{
  Operation *operation = g_task_get_task_data (G_TASK (result));

  return operation->in_doubt;
}

/* What uses it. */

static void
uses_came_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GPtrArray) uses = NULL;
  GListStore *store;
  GError *error = NULL;

  uses = plug_api_list_uses_finish (PLUG_API (source), result, &error);
  if (uses == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  store = g_list_store_new (PLUG_TYPE_USE);
  g_list_store_splice (store, 0, 0, uses->pdata, uses->len);
  g_task_return_pointer (task, store, g_object_unref);
}

static void
api_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (PlugApi) api = NULL;
  GError *error = NULL;

  api = plug_inventory_open_api_finish (PLUG_INVENTORY (source), result, &error);
  if (api == NULL)
    g_task_return_error (task, error);
  else
    plug_api_list_uses_async (api, plug_instance_get_id (operation->instance),
                              g_task_get_cancellable (task), uses_came_cb, g_object_ref (task));
}

/* plug_inventory_list_uses_async:
 * GET /formulas/instances, contract section 6.1: what would stop working with the instance. */
void
plug_inventory_list_uses_async (PlugInventory       *self,
                                PlugInstance        *instance,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  PlugAccount *account;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  task = operation_task_new (self, instance, 0, plug_inventory_list_uses_async, cancellable,
                             callback, user_data);
  account = plug_inventory_find_account_or_fail (self, plug_instance_get_account_id (instance),
                                                 task);
  if (account != NULL)
    plug_inventory_open_api_async (self, account, cancellable, api_opened_cb,
                                   g_object_ref (task));
}

/* plug_inventory_list_uses_finish:
 * Errors: those of the keyring and of every call; then nobody knows.
 *
 * Returns: (transfer full) (element-type PlugUse): what uses the instance, maybe nothing */
GListModel *
plug_inventory_list_uses_finish (PlugInventory  *self,
                                 GAsyncResult   *result,
                                 GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
