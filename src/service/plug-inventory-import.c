/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: what a delivery has and is not here is added. One item after the other, secrets
 * to the keyring first, then the row; so an import that was interrupted is completed by another
 * one. What the keyring has already is never overwritten unasked. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-delivery-private.h"
#include "plug-error.h"
#include "plug-inventory-private.h"

/* So many rows are written in one transaction, and flushed to the disk together. */
#define MAX_BATCH 50

typedef struct {
  PlugDelivery *delivery;
  PlugDeliveryItem *item; /* the one under way */
  guint next;
  guint step;             /* of its secrets */
  GPtrArray *added;       /* PlugInstance whose tokens are stored and whose rows are not written */
  PlugImportReport report;
  GError *error;          /* what ends it, when the rows are written */
} Import;

static void
import_free (Import *import)
{
  g_object_unref (import->delivery);
  g_clear_object (&import->item);
  g_ptr_array_unref (import->added);
  g_clear_error (&import->error);
  g_free (import);
}

static void import_next (GTask *task);

static void
fail (GTask  *task,
      GError *error)
{
  Import *import = g_task_get_task_data (task);

  import->error = error;
  import_next (task);
}

/* The rows of instances. */

static void
rows_written_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  PlugInventory *self = g_task_get_source_object (task);
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < import->added->len; i++)
    {
      PlugInstance *instance = g_ptr_array_index (import->added, i);

      plug_inventory_touch (self, plug_instance_get_account_id (instance),
                            plug_instance_get_id (instance));
    }
  plug_inventory_add_instances (self, import->added);
  import->report.n_instances += import->added->len;
  g_ptr_array_set_size (import->added, 0);
  import_next (task);
}

static void
write_rows (GTask *task)
{
  PlugInventory *self = g_task_get_source_object (task);
  Import *import = g_task_get_task_data (task);
  g_autoptr (GPtrArray) renewed = g_ptr_array_new ();

  plug_store_save_listed_async (self->store, renewed, import->added, NULL, rows_written_cb,
                                g_object_ref (task));
}

static void
add_instance (Import *import)
{
  PlugDeliveryItem *item = import->item;
  PlugInstance *instance = plug_instance_new (item->target, plug_instance_get_id (item->instance),
                                              NULL,
                                              plug_instance_get_connector_key (item->instance));

  plug_instance_renew (instance, item->instance);
  g_ptr_array_add (import->added, instance);
}

/* What follows the secrets of an item. */

static void
item_done (GTask *task)
{
  Import *import = g_task_get_task_data (task);

  g_clear_object (&import->item);
  plug_delivery_set_n_done (import->delivery, import->next);
  import_next (task);
}

static void
token_noted_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (plug_store_finish (PLUG_STORE (source), result, &error))
    item_done (task);
  else
    fail (task, error);
}

/* The instance was here, and has its token now. */
static void
note_token (GTask        *task,
            PlugInstance *here)
{
  PlugInventory *self = g_task_get_source_object (task);

  plug_inventory_touch (self, plug_instance_get_account_id (here), plug_instance_get_id (here));
  plug_instance_set_token_state (here, PLUG_TOKEN_SAVED);
  plug_store_save_instance_async (self->store, here, NULL, token_noted_cb, g_object_ref (task));
}

static void
account_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  PlugInventory *self = PLUG_INVENTORY (source);
  Import *import = g_task_get_task_data (task);
  PlugAccount *account;
  GError *error = NULL;

  if (!plug_inventory_finish (self, result, &error))
    {
      fail (task, error);
      return;
    }
  account = plug_inventory_find_account (self, import->item->target);
  if (account != NULL)
    plug_inventory_record_account (self, account, PLUG_DEED_IMPORT);
  item_done (task);
}

static char *
dup_free_name (PlugInventory *self,
               const char    *name,
               PlugAccount   *but)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *accounts = G_LIST_MODEL (self->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      if (account != but)
        g_hash_table_add (names, (gpointer) plug_account_get_name (account));
    }
  return plug_inventory_dup_free_name (names, name);
}

/* Its secrets are in the keyring: the row is all that is left to write. */
static void
save_account (GTask *task)
{
  PlugInventory *self = g_task_get_source_object (task);
  Import *import = g_task_get_task_data (task);
  PlugAccount *theirs = import->item->account;
  g_autofree char *name = dup_free_name (self, plug_account_get_name (theirs), NULL);
  g_autoptr (PlugAccount) account = NULL;

  account = plug_account_new_with_id (import->item->target, name,
                                      plug_account_get_base_url (theirs));
  plug_account_set_sandbox (account, plug_account_is_sandbox (theirs));
  plug_account_set_organization (account, plug_account_get_organization (theirs));
  plug_account_set_created (account, plug_account_get_created (theirs));
  plug_account_set_color (account, plug_account_get_color (theirs));
  plug_account_set_production (account, plug_account_is_production (theirs));
  import->report.n_accounts++;
  plug_inventory_add_account_async (self, account, NULL, NULL, NULL, account_saved_cb,
                                    g_object_ref (task));
}

static void
replace_account (GTask       *task,
                 PlugAccount *here)
{
  PlugInventory *self = g_task_get_source_object (task);
  Import *import = g_task_get_task_data (task);
  PlugAccount *theirs = import->item->account;
  g_autofree char *name = dup_free_name (self, plug_account_get_name (theirs), here);

  import->report.n_replaced++;
  plug_account_set_state (here, PLUG_ACCOUNT_STATE_UNKNOWN);
  plug_inventory_edit_account_async (self, here, name, plug_account_get_base_url (theirs), NULL,
                                     NULL, NULL, account_saved_cb, g_object_ref (task));
}

static void
finish_account (GTask *task)
{
  PlugInventory *self = g_task_get_source_object (task);
  Import *import = g_task_get_task_data (task);
  PlugAccount *here = plug_inventory_find_account (self, import->item->target);

  if (here == NULL)
    save_account (task);
  else if (import->item->replaces)
    replace_account (task, here);
  else
    {
      if (plug_account_get_state (here) == PLUG_ACCOUNT_STATE_SECRETS_MISSING)
        plug_account_set_state (here, PLUG_ACCOUNT_STATE_UNKNOWN);
      item_done (task);
    }
}

static void
finish_item (GTask *task)
{
  PlugInventory *self = g_task_get_source_object (task);
  Import *import = g_task_get_task_data (task);
  PlugDeliveryItem *item = import->item;
  PlugInstance *here;

  if (item->instance == NULL)
    {
      finish_account (task);
      return;
    }
  here = plug_inventory_find_instance (self, item->target, plug_instance_get_id (item->instance));
  if (here != NULL && item->secrets[0] != NULL &&
      plug_instance_get_token_state (here) != PLUG_TOKEN_SAVED)
    {
      note_token (task, here);
      return;
    }
  if (here == NULL)
    add_instance (import);
  item_done (task);
}

/* The secrets of an item, each only where the keyring has none. */

static void store_secrets (GTask *task);

static PlugSecretKind
get_kind (Import *import)
{
  if (import->item->instance != NULL)
    return PLUG_SECRET_KIND_TOKEN;
  return import->step == 0 ? PLUG_SECRET_KIND_USER : PLUG_SECRET_KIND_ORGANIZATION;
}

static const char *
get_instance_id (Import *import)
{
  return import->item->instance != NULL ? plug_instance_get_id (import->item->instance) : NULL;
}

static char *
dup_label (Import *import)
{
  switch (get_kind (import))
    {
    case PLUG_SECRET_KIND_USER:
      return g_strdup (_("Plugboard user secret"));
    case PLUG_SECRET_KIND_ORGANIZATION:
      return g_strdup (_("Plugboard organization secret"));
    case PLUG_SECRET_KIND_TOKEN:
    case PLUG_SECRET_KIND_CANARY:
    default:
      return plug_inventory_dup_token_label (import->item->instance);
    }
}

static void
secret_stored_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;

  if (!plug_keyring_store_finish (PLUG_KEYRING (source), result, &error))
    {
      fail (task, error);
      return;
    }
  import->report.n_tokens += import->item->instance != NULL;
  import->step++;
  store_secrets (task);
}

static void
store_secret (GTask *task)
{
  PlugInventory *self = g_task_get_source_object (task);
  Import *import = g_task_get_task_data (task);
  g_autofree char *label = dup_label (import);

  plug_keyring_store_async (self->keyring, get_kind (import), import->item->target,
                            get_instance_id (import), label, import->item->secrets[import->step],
                            NULL, secret_stored_cb, g_object_ref (task));
}

static void
secret_found_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (PlugSecret) secret = plug_keyring_lookup_finish (PLUG_KEYRING (source), result,
                                                              &error);

  if (secret != NULL)
    {
      import->step++;
      store_secrets (task);
      return;
    }
  if (!g_error_matches (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT))
    {
      fail (task, error);
      return;
    }
  g_clear_error (&error);
  store_secret (task);
}

static void
store_secrets (GTask *task)
{
  PlugInventory *self = g_task_get_source_object (task);
  Import *import = g_task_get_task_data (task);

  while (import->step < G_N_ELEMENTS (import->item->secrets) &&
         import->item->secrets[import->step] == NULL)
    import->step++;
  if (import->step == G_N_ELEMENTS (import->item->secrets))
    finish_item (task);
  else if (import->item->replaces)
    store_secret (task);
  else
    plug_keyring_lookup_async (self->keyring, get_kind (import), import->item->target,
                               get_instance_id (import), g_task_get_cancellable (task),
                               secret_found_cb, g_object_ref (task));
}

static gboolean
is_to_be_done (PlugDeliveryItem *item)
{
  switch (item->state)
    {
    case PLUG_DELIVERY_NEW:
    case PLUG_DELIVERY_RENAMED:
    case PLUG_DELIVERY_COMPLETED:
      return TRUE;
    case PLUG_DELIVERY_DIFFERS:
      return item->replaces;
    case PLUG_DELIVERY_HERE:
    case PLUG_DELIVERY_FORGOTTEN:
    case PLUG_DELIVERY_DELETED:
    default:
      return FALSE;
    }
}

/* The next item there is something to do for.
 *
 * Returns: whether there is one */
static gboolean
take_next (Import *import)
{
  GListModel *items = G_LIST_MODEL (import->delivery);

  while (import->next < g_list_model_get_n_items (items))
    {
      g_autoptr (PlugDeliveryItem) item = g_list_model_get_item (items, import->next++);

      if (is_to_be_done (item))
        {
          g_set_object (&import->item, item);
          import->step = 0;
          return TRUE;
        }
      import->report.n_left++;
    }
  plug_delivery_set_n_done (import->delivery, import->next);
  return FALSE;
}

/* Rows before anything else when it ends: what the keyring has of them is not to wait for somebody
 * to try again. */
static void
import_next (GTask *task)
{
  Import *import = g_task_get_task_data (task);

  if (import->error == NULL)
    g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &import->error);
  if (import->added->len == MAX_BATCH || (import->added->len > 0 && import->error != NULL))
    write_rows (task);
  else if (import->error != NULL)
    g_task_return_error (task, g_steal_pointer (&import->error));
  else if (take_next (import))
    store_secrets (task);
  else if (import->added->len > 0)
    write_rows (task);
  else
    g_task_return_pointer (task, g_memdup2 (&import->report, sizeof import->report), g_free);
}

/* plug_inventory_import_async:
 * @delivery: what plug_inventory_read_export_finish() gave, with somebody's choices
 *
 * Adds what is new and completes what is incomplete; replaces what is marked to be. What is done
 * when something fails, or @cancellable is, stays: read and import the file again for the rest. */
void
plug_inventory_import_async (PlugInventory       *self,
                             PlugDelivery        *delivery,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Import *import;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_DELIVERY (delivery));

  import = g_new0 (Import, 1);
  import->delivery = g_object_ref (delivery);
  import->added = g_ptr_array_new_with_free_func (g_object_unref);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_import_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, import, (GDestroyNotify) import_free);
  import_next (task);
}

/* plug_inventory_import_finish:
 * @error: one of PLUG_ERROR_KEYRING_… or PLUG_ERROR_STORE…
 *
 * Returns: (nullable) (transfer full): what was done, to be freed with g_free() */
PlugImportReport *
plug_inventory_import_finish (PlugInventory  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
