/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: what one does with instances and their tokens. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-inventory-private.h"

/* One operation on an instance. */
typedef struct {
  PlugInstance *instance;
  PlugInstance *renewed;
} Operation;

static void
operation_free (Operation *operation)
{
  g_clear_object (&operation->instance);
  g_clear_object (&operation->renewed);
  g_free (operation);
}

static GTask *
operation_task_new (PlugInventory       *self,
                    PlugInstance        *instance,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  Operation *operation = g_new0 (Operation, 1);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  operation->instance = g_object_ref (instance);
  g_task_set_task_data (task, operation, (GDestroyNotify) operation_free);
  return task;
}

static void
state_saved_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    g_info ("A token's state was not written down: %s", error->message);
}

/* What the keyring says of a token is news for the row too. */
static void
note_token_state (PlugInventory  *self,
                  PlugInstance   *instance,
                  PlugTokenState  state)
{
  if (plug_instance_get_token_state (instance) == state)
    return;
  plug_instance_set_token_state (instance, state);
  plug_store_save_instance_async (plug_inventory_get_store (self), instance, NULL,
                                  state_saved_cb, NULL);
}

static void
token_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  GError *error = NULL;
  PlugSecret *token = plug_keyring_lookup_finish (PLUG_KEYRING (source), result, &error);

  if (token != NULL)
    {
      note_token_state (self, operation->instance, PLUG_TOKEN_SAVED);
      g_task_return_pointer (task, token, (GDestroyNotify) plug_secret_unref);
      return;
    }
  if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT) &&
      plug_instance_get_token_state (operation->instance) != PLUG_TOKEN_UNSAVED)
    note_token_state (self, operation->instance, PLUG_TOKEN_ABSENT);
  g_task_return_error (task, error);
}

/* plug_inventory_load_token_async:
 * Reads the instance's token from the keyring, which may prompt. */
void
plug_inventory_load_token_async (PlugInventory       *self,
                                 PlugInstance        *instance,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  task = operation_task_new (self, instance, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_load_token_async);
  plug_keyring_lookup_async (plug_inventory_get_keyring (self), PLUG_SECRET_KIND_TOKEN,
                             plug_instance_get_account_id (instance),
                             plug_instance_get_id (instance), cancellable, token_found_cb, task);
}

/* plug_inventory_load_token_finish:
 * Returns: (transfer full): the token; NULL and PLUG_ERROR_SECRET_ABSENT when the keyring is
 *   unlocked and has none, one of PLUG_ERROR_KEYRING_… when it did not say */
PlugSecret *
plug_inventory_load_token_finish (PlugInventory  *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Fetching a token again: the account's secrets, GET /instances/{id}, the keyring, the row. */

static void
row_saved_cb (GObject      *source,
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
  plug_inventory_present_instance (self, operation->renewed);
  plug_inventory_record (self, operation->renewed, PLUG_DEED_FETCH_TOKEN, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
token_stored_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!plug_keyring_store_finish (PLUG_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  plug_instance_set_token_state (operation->renewed, PLUG_TOKEN_SAVED);
  plug_instance_set_saved (operation->renewed, g_get_real_time ());
  plug_store_save_instance_async (plug_inventory_get_store (self), operation->renewed, NULL,
                                  row_saved_cb, g_object_ref (task));
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  g_autoptr (PlugListed) listed = NULL;
  g_autofree char *label = NULL;
  GError *error = NULL;

  listed = plug_api_get_finish (PLUG_API (source), result, &error);
  if (listed == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (listed->token == NULL)
    {
      g_task_return_new_error (task, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                               _("The tenant knows the instance but gave no token for it."));
      return;
    }
  operation->renewed = plug_instance_merge (operation->instance, listed->instance);
  if (operation->renewed == NULL)
    operation->renewed = plug_instance_dup (operation->instance);
  label = plug_inventory_dup_token_label (operation->renewed);
  plug_keyring_store_async (plug_inventory_get_keyring (self), PLUG_SECRET_KIND_TOKEN,
                            plug_instance_get_account_id (operation->instance),
                            plug_instance_get_id (operation->instance), label, listed->token,
                            NULL, token_stored_cb, g_object_ref (task));
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
    plug_api_get_async (api, plug_instance_get_id (operation->instance),
                        g_task_get_cancellable (task), fetched_cb, g_object_ref (task));
}

/* plug_inventory_find_account_or_fail:
 * Private to the service.
 * @task: is returned with an error when there is none
 *
 * Returns: (transfer none) (nullable): the account of that id */
PlugAccount *
plug_inventory_find_account_or_fail (PlugInventory *self,
                                     const char    *account_id,
                                     GTask         *task)
{
  PlugAccount *account = plug_inventory_find_account (self, account_id);

  if (account == NULL)
    g_task_return_new_error (task, PLUG_ERROR, PLUG_ERROR_STATE,
                             _("The account of this instance is not saved here any more."));
  return account;
}

/* plug_inventory_fetch_token_async:
 * GET /instances/{id} (contract section 2.3), the token to the keyring and read back, the row
 * renewed. Finished by plug_inventory_finish(). */
void
plug_inventory_fetch_token_async (PlugInventory       *self,
                                  PlugInstance        *instance,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  PlugAccount *account;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  task = operation_task_new (self, instance, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_fetch_token_async);
  account = plug_inventory_find_account_or_fail (self, plug_instance_get_account_id (instance),
                                                 task);
  if (account != NULL)
    plug_inventory_open_api_async (self, account, cancellable, api_opened_cb,
                                   g_object_ref (task));
}

/* plug_inventory_dup_token_label:
 * Private to the service. Labels are not secret; the name is what the user gave.
 *
 * Returns: (transfer full): what Passwords and Keys shows for the instance's token */
char *
plug_inventory_dup_token_label (PlugInstance *instance)
{
  /* Translators: the name of an item in the system keyring; %s is an instance's id. */
  return g_strdup_printf (_("Plugboard token of instance %s"), plug_instance_get_id (instance));
}

static int
compare_tags (const void *a,
              const void *b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

/* plug_inventory_dup_tags:
 * Returns: (transfer full): every tag in use, once each, in the order of the alphabet */
char **
plug_inventory_dup_tags (PlugInventory *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();
  GHashTableIter iter;
  PlugInstance *instance;

  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);

  g_hash_table_iter_init (&iter, self->instance_index);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &instance))
    {
      const char *const *of_instance = plug_instance_get_tags (instance);

      for (guint i = 0; of_instance != NULL && of_instance[i] != NULL; i++)
        {
          if (g_hash_table_add (seen, (char *) of_instance[i]))
            g_ptr_array_add (tags, g_strdup (of_instance[i]));
        }
    }
  g_ptr_array_sort (tags, compare_tags);
  g_ptr_array_add (tags, NULL);
  return (char **) g_ptr_array_steal (tags, NULL);
}
