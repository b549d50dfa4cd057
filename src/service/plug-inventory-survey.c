/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: what a tenant has, looked at. Nothing here or there is changed by it, and the
 * tokens that come along are dropped. */

#include "config.h"

#include "plug-inventory-private.h"

/* One look at a tenant: at all it has, or at one instance. */
typedef struct {
  PlugAccount *account;
  PlugInstance *instance; /* (nullable): as it is known here */
  gboolean complete;
} Operation;

static void
operation_free (Operation *operation)
{
  g_clear_object (&operation->account);
  g_clear_object (&operation->instance);
  g_free (operation);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (PlugListing) listing = NULL;
  GPtrArray *instances;
  GError *error = NULL;

  listing = plug_api_list_finish (PLUG_API (source), result, &error);
  if (listing == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  operation->complete = listing->complete;
  instances = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < listing->instances->len; i++)
    {
      PlugListed *listed = g_ptr_array_index (listing->instances, i);

      plug_instance_set_account_name (listed->instance,
                                      plug_account_get_name (operation->account));
      g_ptr_array_add (instances, g_object_ref (listed->instance));
    }
  g_task_return_pointer (task, instances, (GDestroyNotify) g_ptr_array_unref);
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PlugListed) listed = NULL;
  GError *error = NULL;

  listed = plug_api_get_finish (PLUG_API (source), result, &error);
  if (listed == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_object_ref (listed->instance), g_object_unref);
}

static void
api_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (PlugApi) api = NULL;
  GError *error = NULL;

  api = plug_inventory_open_api_finish (PLUG_INVENTORY (source), result, &error);
  if (api == NULL)
    g_task_return_error (task, error);
  else if (operation->instance != NULL)
    plug_api_get_async (api, plug_instance_get_id (operation->instance), cancellable, got_cb,
                        g_object_ref (task));
  else
    plug_api_list_async (api, NULL, 0, cancellable, listed_cb, g_object_ref (task));
}

static void
start (PlugInventory *self,
       PlugAccount   *account,
       PlugInstance  *instance,
       GTask         *task)
{
  Operation *operation = g_new0 (Operation, 1);

  operation->account = g_object_ref (account);
  operation->instance = instance != NULL ? g_object_ref (instance) : NULL;
  g_task_set_task_data (task, operation, (GDestroyNotify) operation_free);
  plug_inventory_open_api_async (self, account, g_task_get_cancellable (task), api_opened_cb,
                                 g_object_ref (task));
}

/* plug_inventory_survey_async:
 * @account: whose tenant
 *
 * GET /instances, page after page; contract section 2.4. */
void
plug_inventory_survey_async (PlugInventory       *self,
                             PlugAccount         *account,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_survey_async);
  start (self, account, NULL, task);
}

/* plug_inventory_survey_finish:
 * @complete: (out) (optional): whether every page came; what is missing from a listing that is
 *   not complete may be on the tenant all the same
 *
 * Returns: (transfer full) (element-type PlugInstance): what the tenant has, in its order; NULL
 *   with @error */
GPtrArray *
plug_inventory_survey_finish (PlugInventory  *self,
                              GAsyncResult   *result,
                              gboolean       *complete,
                              GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (complete != NULL)
    *complete = ((Operation *) g_task_get_task_data (G_TASK (result)))->complete;
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* plug_inventory_ask_async:
 * @instance: one that is known here
 *
 * GET /instances/{id}, contract section 2.1. */
void
plug_inventory_ask_async (PlugInventory       *self,
                          PlugInstance        *instance,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  PlugAccount *account;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_ask_async);
  account = plug_inventory_find_account_or_fail (self, plug_instance_get_account_id (instance),
                                                 task);
  if (account != NULL)
    start (self, account, instance, task);
}

/* plug_inventory_ask_finish:
 * Returns: (transfer full): the instance as the tenant has it now; NULL with @error,
 *   PLUG_ERROR_NOT_FOUND when it has none of that id */
PlugInstance *
plug_inventory_ask_finish (PlugInventory  *self,
                           GAsyncResult   *result,
                           GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
