/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: tenant, keyring and what was saved, brought together and compared. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-drift.h"
#include "plug-error.h"
#include "plug-inventory-private.h"

/* plug_inventory_sync_async:
 * @account: (nullable): NULL for every one
 * @cancellable: (nullable): only the waiting ends
 *
 * GET /instances, all pages, contract section 2.4. Whatever was listed is taken in also when the
 * listing breaks off; the error is that of the first account that could not be listed in full, of
 * each account the property "sync-problem". Finished by plug_inventory_finish(). */
void
plug_inventory_sync_async (PlugInventory       *self,
                           PlugAccount         *account,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (account == NULL || PLUG_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_sync_async);
  plug_sync_run (self->sync, account, task);
}

/* plug_inventory_is_syncing:
 * Returns: whether a tenant is being asked for all it has; also the property "syncing", which is
 *   notified */
gboolean
plug_inventory_is_syncing (PlugInventory *self)
{
  g_return_val_if_fail (PLUG_IS_INVENTORY (self), FALSE);

  return self->sync != NULL && plug_sync_is_running (self->sync);
}

/* plug_inventory_get_sync_interval:
 * Returns: how many seconds there are between two syncs that begin by themselves; 0: none does */
guint
plug_inventory_get_sync_interval (PlugInventory *self)
{
  g_return_val_if_fail (PLUG_IS_INVENTORY (self), 0);

  return plug_sync_get_interval (self->sync);
}

/* plug_inventory_set_sync_interval:
 * @seconds: between two syncs that begin by themselves; 0: none does. 15 minutes unless set */
void
plug_inventory_set_sync_interval (PlugInventory *self,
                                  guint          seconds)
{
  g_return_if_fail (PLUG_IS_INVENTORY (self));

  if (plug_sync_get_interval (self->sync) == seconds)
    return;
  plug_sync_set_interval (self->sync, seconds);
  g_object_notify (G_OBJECT (self), "sync-interval");
}

/* Comparing tokens: those in the keyring, one after another, with what the tenant gives out. */

typedef struct {
  PlugAccount *account; /* (nullable): all */
  GListStore *drifts;
  GQueue instances;     /* PlugInstance whose token is to be compared */
  PlugInstance *instance;
  PlugSecret *token;    /* of the keyring */
  PlugApi *api;
} Search;

static void
search_free (Search *search)
{
  g_clear_object (&search->account);
  g_clear_object (&search->drifts);
  g_queue_clear_full (&search->instances, g_object_unref);
  g_clear_object (&search->instance);
  g_clear_pointer (&search->token, plug_secret_unref);
  g_clear_object (&search->api);
  g_free (search);
}

static void compare_next (GTask *task);

static void
add_drift (Search        *search,
           PlugDriftKind  kind)
{
  g_autoptr (PlugDrift) drift = plug_drift_new (search->instance, kind, NULL, NULL, NULL);

  g_list_store_append (search->drifts, drift);
}

static void
tenant_token_came_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (PlugListed) listed = NULL;
  g_autoptr (GError) error = NULL;

  listed = plug_api_get_finish (PLUG_API (source), result, &error);
  if (listed != NULL && listed->token != NULL && !plug_secret_equal (listed->token, search->token))
    add_drift (search, PLUG_DRIFT_TOKEN_CHANGED);
  compare_next (task);
}

static void
token_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  search->token = plug_inventory_load_token_finish (PLUG_INVENTORY (source), result, &error);
  if (search->token != NULL)
    {
      plug_api_get_async (search->api, plug_instance_get_id (search->instance),
                          g_task_get_cancellable (task), tenant_token_came_cb,
                          g_object_ref (task));
      return;
    }
  /* A keyring that does not answer says nothing about what is in it. */
  if (!g_error_matches (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  add_drift (search, PLUG_DRIFT_TOKEN_MISSING);
  compare_next (task);
}

static void
load_token (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  plug_inventory_load_token_async (g_task_get_source_object (task), search->instance,
                                   g_task_get_cancellable (task), token_found_cb,
                                   g_object_ref (task));
}

static void
api_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;

  search->api = plug_inventory_open_api_finish (PLUG_INVENTORY (source), result, &error);
  if (search->api == NULL)
    g_task_return_error (task, error);
  else
    load_token (task);
}

static gboolean
is_open_for (Search       *search,
             PlugInstance *instance)
{
  return search->api != NULL && search->instance != NULL &&
         g_str_equal (plug_instance_get_account_id (search->instance),
                      plug_instance_get_account_id (instance));
}

static void
compare_next (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  g_autoptr (PlugInstance) instance = g_queue_pop_head (&search->instances);
  PlugAccount *account = NULL;
  gboolean is_open;

  g_clear_pointer (&search->token, plug_secret_unref);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (instance != NULL)
    account = plug_inventory_find_account (self, plug_instance_get_account_id (instance));
  if (account == NULL)
    {
      g_task_return_pointer (task, g_steal_pointer (&search->drifts), g_object_unref);
      return;
    }
  is_open = is_open_for (search, instance);
  g_set_object (&search->instance, instance);
  if (is_open)
    {
      load_token (task);
      return;
    }
  g_clear_object (&search->api);
  plug_inventory_open_api_async (self, account, g_task_get_cancellable (task), api_opened_cb,
                                 g_object_ref (task));
}

static void
look_through (PlugInventory *self,
              Search        *search)
{
  GListModel *instances = plug_inventory_list_instances (self);

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);
      g_autoptr (GPtrArray) drifts = NULL;

      if (search->account != NULL &&
          !g_str_equal (plug_instance_get_account_id (instance),
                        plug_account_get_id (search->account)))
        continue;
      drifts = plug_drift_find (instance);
      g_list_store_splice (search->drifts,
                           g_list_model_get_n_items (G_LIST_MODEL (search->drifts)), 0,
                           drifts->pdata, drifts->len);
      if (plug_instance_get_token_state (instance) == PLUG_TOKEN_SAVED &&
          plug_instance_get_health (instance) != PLUG_HEALTH_GONE)
        g_queue_push_tail (&search->instances, g_steal_pointer (&instance));
    }
}

static void
synced_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!plug_inventory_finish (PLUG_INVENTORY (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  look_through (PLUG_INVENTORY (source), g_task_get_task_data (task));
  compare_next (task);
}

/* plug_inventory_find_drift_async:
 * @account: (nullable): NULL for every one
 *
 * Syncs first. Then every token that is in the keyring is compared with what the tenant gives out,
 * one request each; nothing of either is kept or told. */
void
plug_inventory_find_drift_async (PlugInventory       *self,
                                 PlugAccount         *account,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task;
  Search *search;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (account == NULL || PLUG_IS_ACCOUNT (account));

  search = g_new0 (Search, 1);
  search->account = account != NULL ? g_object_ref (account) : NULL;
  search->drifts = g_list_store_new (PLUG_TYPE_DRIFT);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_find_drift_async);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  plug_inventory_sync_async (self, account, cancellable, synced_cb, task);
}

/* plug_inventory_find_drift_finish:
 * Returns: (transfer full) (element-type PlugDrift): what differs, maybe nothing; NULL and an error
 *   when tenant or keyring did not say */
GListModel *
plug_inventory_find_drift_finish (PlugInventory  *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Accepting. */

static void
accepted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  PlugInstance *accepted = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  plug_inventory_present_instance (self, accepted);
  plug_inventory_record (self, accepted, PLUG_DEED_ACCEPT, NULL);
  g_task_return_boolean (task, TRUE);
}

/* plug_inventory_accept_async:
 * What the tenant has is what is to be: nothing of the instance differs any more. Finished by
 * plug_inventory_finish(). */
void
plug_inventory_accept_async (PlugInventory       *self,
                             PlugInstance        *instance,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GPtrArray) renewed = NULL;
  PlugInstance *accepted;
  GTask *task;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  accepted = plug_instance_dup (instance);
  plug_instance_accept (accepted);
  renewed = g_ptr_array_new ();
  g_ptr_array_add (renewed, accepted);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_accept_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, accepted, g_object_unref);
  plug_store_save_listed_async (self->store, renewed, NULL, NULL, accepted_cb, task);
}
