/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: what becomes of intents: settled, moved, adopted, dismissed. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-inventory-private.h"
#include "plug-match.h"

/* How often a row that must be written is tried again before it is left to reconcile. */
#define SETTLE_TRIES 3

/* One operation on an intent. */
typedef struct {
  PlugIntent *intent;
  PlugInstance *instance;
  PlugSecret *token;
  GError *keyring_error;
  PlugIntentState from;
  PlugIntentState to;
  PlugClaim claim;
  guint tries;
} Operation;

static void
operation_free (Operation *operation)
{
  g_clear_object (&operation->intent);
  g_clear_object (&operation->instance);
  plug_secret_unref (operation->token);
  g_clear_error (&operation->keyring_error);
  g_free (operation);
}

static GTask *
operation_task_new (PlugInventory       *self,
                    PlugIntent          *intent,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  Operation *operation = g_new0 (Operation, 1);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  operation->intent = g_object_ref (intent);
  g_task_set_task_data (task, operation, (GDestroyNotify) operation_free);
  return task;
}

/* Moving: the guarded transition, then the object, then the list. */

static void write_move (GTask *task);

static void
moved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    {
      /* Another process that found SENT and no answer has made it UNKNOWN meanwhile. */
      if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_STATE) &&
          operation->from == PLUG_INTENT_SENT && operation->to != PLUG_INTENT_UNKNOWN)
        {
          g_clear_error (&error);
          operation->from = PLUG_INTENT_UNKNOWN;
          write_move (task);
          return;
        }
      /* The journal is ahead of the list: by another process, or by a commit of ours that was
       * said to have failed and was done. */
      if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_STATE))
        plug_inventory_reload (self);
      g_task_return_error (task, error);
      return;
    }
  plug_intent_set_state (operation->intent, operation->to);
  plug_inventory_present_intent (self, operation->intent);
  g_task_return_boolean (task, TRUE);
}

static void
write_move (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);

  plug_store_move_intent_async (plug_inventory_get_store (self), operation->intent,
                                operation->from, operation->to, NULL, moved_cb,
                                g_object_ref (task));
}

/* plug_inventory_move_intent_async:
 * Private to the service. From the state the object is in to @to. */
void
plug_inventory_move_intent_async (PlugInventory       *self,
                                  PlugIntent          *intent,
                                  PlugIntentState      to,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = operation_task_new (self, intent, NULL, callback, user_data);
  Operation *operation = g_task_get_task_data (task);

  g_task_set_source_tag (task, plug_inventory_move_intent_async);
  operation->from = plug_intent_get_state (intent);
  operation->to = to;
  write_move (task);
}

/* plug_inventory_move_intent_finish:
 * Returns: whether it moved; else PLUG_ERROR_STORE, and nothing changed; or PLUG_ERROR_STATE, and
 *   what the journal says instead is being read */
gboolean
plug_inventory_move_intent_finish (PlugInventory  *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Settling: token first, database second. */

static void write_settled (GTask *task);

static void
present_settled (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  PlugInstance *listed;

  plug_intent_set_state (operation->intent, operation->to);
  plug_inventory_keep_unsaved_token (self, operation->intent,
                                     operation->to == PLUG_INTENT_TOKEN_UNSAVED ? operation->token
                                                                                : NULL);
  listed = plug_inventory_present_instance (self, operation->instance);
  plug_inventory_present_intent (self, operation->intent);
  g_task_return_pointer (task, g_object_ref (listed), g_object_unref);
}

/* Another process, or reconcile, was faster: the journal is right, the row is written again. */
static void
row_saved_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    g_task_return_error (task, error);
  else
    present_settled (task);
}

static void
settled_elsewhere (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);

  if (operation->from == PLUG_INTENT_SENT)
    {
      operation->from = PLUG_INTENT_UNKNOWN;
      write_settled (task);
      return;
    }
  plug_store_save_instance_async (plug_inventory_get_store (self), operation->instance, NULL,
                                  row_saved_cb, g_object_ref (task));
}

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (plug_store_finish (PLUG_STORE (source), result, &error))
    present_settled (task);
  else if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_STATE))
    settled_elsewhere (task);
  else if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_CONFLICT))
    {
      plug_intent_set_instance_id (operation->intent, NULL);
      g_task_return_error (task, g_steal_pointer (&error));
    }
  else if (++operation->tries < SETTLE_TRIES)
    write_settled (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
write_settled (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugStore *store = plug_inventory_get_store (g_task_get_source_object (task));

  if (operation->claim == PLUG_CLAIM_PROVEN)
    plug_store_prove_intent_async (store, operation->intent, operation->from, operation->to,
                                   operation->instance, NULL, settled_cb, g_object_ref (task));
  else
    plug_store_settle_intent_async (store, operation->intent, operation->from, operation->to,
                                    operation->instance, NULL, settled_cb, g_object_ref (task));
}

static void
prepare_rows (Operation *operation)
{
  gboolean saved = operation->keyring_error == NULL && operation->token != NULL;

  operation->to = saved ? PLUG_INTENT_DONE : PLUG_INTENT_TOKEN_UNSAVED;
  plug_intent_set_instance_id (operation->intent, plug_instance_get_id (operation->instance));
  plug_intent_set_message (operation->intent,
                           operation->keyring_error != NULL ? operation->keyring_error->message
                                                            : NULL);
  plug_instance_set_token_state (operation->instance,
                                 saved ? PLUG_TOKEN_SAVED : PLUG_TOKEN_UNSAVED);
  plug_instance_set_saved (operation->instance, g_get_real_time ());
  /* When the reply has no date of creation: the tenant's clock, as it was right before; ours may
   * be wrong by years. */
  if (plug_instance_get_created (operation->instance) == 0)
    plug_instance_set_created (operation->instance,
                               plug_intent_get_server_time (operation->intent) != 0
                                 ? plug_intent_get_server_time (operation->intent)
                                 : plug_intent_get_sent (operation->intent));
}

static void
token_stored_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);

  plug_keyring_store_finish (PLUG_KEYRING (source), result, &operation->keyring_error);
  if (operation->keyring_error != NULL && operation->from == PLUG_INTENT_TOKEN_UNSAVED)
    {
      g_task_return_error (task, g_steal_pointer (&operation->keyring_error));
      return;
    }
  prepare_rows (operation);
  write_settled (task);
}

/* plug_inventory_settle_async:
 * Private to the service; see plug-inventory-private.h. Not to be cancelled: what the tenant made
 * is to be kept. */
void
plug_inventory_settle_async (PlugInventory       *self,
                             PlugIntent          *intent,
                             PlugClaim            claim,
                             PlugInstance        *instance,
                             PlugSecret          *token,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = operation_task_new (self, intent, NULL, callback, user_data);
  Operation *operation = g_task_get_task_data (task);
  g_autofree char *label = plug_inventory_dup_token_label (instance);

  g_task_set_source_tag (task, plug_inventory_settle_async);
  operation->instance = g_object_ref (instance);
  operation->claim = claim;
  operation->from = plug_intent_get_state (intent);
  if (token == NULL)
    {
      prepare_rows (operation);
      write_settled (task);
      return;
    }
  operation->token = plug_secret_ref (token);
  plug_keyring_store_async (plug_inventory_get_keyring (self), PLUG_SECRET_KIND_TOKEN,
                            plug_instance_get_account_id (instance),
                            plug_instance_get_id (instance), label, token, NULL,
                            token_stored_cb, g_object_ref (task));
}

/* plug_inventory_settle_finish:
 * @keyring_error: (out) (optional): why the token is not saved, though all else is
 *
 * Returns: (transfer full): the instance in the list; NULL and an error when the row could not be
 *   written: the journal then still says what it said, and reconcile repairs it */
PlugInstance *
plug_inventory_settle_finish (PlugInventory  *self,
                              GAsyncResult   *result,
                              GError        **keyring_error,
                              GError        **error)
{
  Operation *operation;
  PlugInstance *instance;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  operation = g_task_get_task_data (G_TASK (result));
  instance = g_task_propagate_pointer (G_TASK (result), error);
  if (instance != NULL && keyring_error != NULL)
    *keyring_error = g_steal_pointer (&operation->keyring_error);
  return instance;
}

/* Adopting: the token is asked for by id, so that what is saved is what the tenant has now. */

static void
adopted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PlugInstance) instance = NULL;
  GError *keyring_error = NULL;
  GError *error = NULL;

  instance = plug_inventory_settle_finish (PLUG_INVENTORY (source), result, &keyring_error,
                                           &error);
  if (instance == NULL)
    g_task_return_error (task, error);
  else if (keyring_error != NULL)
    g_task_return_error (task, keyring_error);
  else
    g_task_return_boolean (task, TRUE);
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
  GError *error = NULL;

  listed = plug_api_get_finish (PLUG_API (source), result, &error);
  if (listed == NULL)
    g_task_return_error (task, error);
  else
    plug_inventory_settle_async (self, operation->intent, PLUG_CLAIM_FOUND, listed->instance,
                                 listed->token, adopted_cb, g_object_ref (task));
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

static void
fetch_and_settle (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  PlugAccount *account;

  account = plug_inventory_find_account_or_fail (
    self, plug_intent_get_account_id (operation->intent), task);
  if (account != NULL)
    plug_inventory_open_api_async (self, account, g_task_get_cancellable (task), api_opened_cb,
                                   g_object_ref (task));
}

/* plug_inventory_adopt_async:
 * @intent: an AMBIGUOUS one
 * @candidate: the one of plug_inventory_list_candidates() the user says it is
 *
 * Saves @candidate with its token and settles @intent. Finished by plug_inventory_finish(). */
void
plug_inventory_adopt_async (PlugInventory       *self,
                            PlugIntent          *intent,
                            PlugInstance        *candidate,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Operation *operation;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_INTENT (intent));
  g_return_if_fail (PLUG_IS_INSTANCE (candidate));

  task = operation_task_new (self, intent, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_adopt_async);
  operation = g_task_get_task_data (task);
  operation->instance = g_object_ref (candidate);
  fetch_and_settle (task);
}

/* plug_inventory_retry_token_async:
 * @intent: a TOKEN_UNSAVED one
 *
 * Stores the token kept in memory since the keyring refused it, or, after a restart, fetches it
 * from the tenant by the instance's id; then settles @intent. Finished by
 * plug_inventory_finish(). */
void
plug_inventory_retry_token_async (PlugInventory       *self,
                                  PlugIntent          *intent,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Operation *operation;
  PlugSecret *token;
  PlugInstance *instance;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_INTENT (intent));
  g_return_if_fail (plug_intent_get_instance_id (intent) != NULL);

  task = operation_task_new (self, intent, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_retry_token_async);
  operation = g_task_get_task_data (task);

  token = plug_inventory_get_unsaved_token (self, intent);
  instance = plug_inventory_find_instance (self, plug_intent_get_account_id (intent),
                                           plug_intent_get_instance_id (intent));
  if (token != NULL && instance != NULL)
    {
      plug_inventory_settle_async (self, intent, PLUG_CLAIM_FOUND, instance, token, adopted_cb,
                                   g_steal_pointer (&task));
      return;
    }
  operation->instance = instance != NULL
                          ? g_object_ref (instance)
                          : plug_instance_new (plug_intent_get_account_id (intent),
                                               plug_intent_get_instance_id (intent),
                                               plug_intent_get_name (intent),
                                               plug_intent_get_connector_key (intent));
  fetch_and_settle (task);
}

static void
dismissed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!plug_inventory_move_intent_finish (PLUG_INVENTORY (source), result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* plug_inventory_dismiss_intent_async:
 * The user is done with @intent: it becomes DROPPED and is not looked for any more. Nothing is
 * changed on the tenant. Finished by plug_inventory_finish(). */
void
plug_inventory_dismiss_intent_async (PlugInventory       *self,
                                     PlugIntent          *intent,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_INTENT (intent));

  task = operation_task_new (self, intent, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_dismiss_intent_async);
  plug_inventory_move_intent_async (self, intent, PLUG_INTENT_DROPPED, dismissed_cb, task);
}

/* plug_inventory_find_doubt:
 * @account: where an instance is about to be made
 * @draft: what is about to be made
 *
 * Two of a name are allowed, but a second one while the first is looked for is most often a
 * mistake, and makes it harder to tell them apart.
 *
 * Returns: (transfer none) (nullable): a creation of the same name there whose end is not known */
PlugIntent *
plug_inventory_find_doubt (PlugInventory *self,
                           PlugAccount   *account,
                           PlugDraft     *draft)
{
  g_autoptr (GPtrArray) intents = NULL;
  const char *key;

  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);
  g_return_val_if_fail (PLUG_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (PLUG_IS_DRAFT (draft), NULL);

  intents = plug_inventory_dup_open_intents (self, account);
  key = plug_connector_get_key (plug_draft_get_connector (draft));
  for (guint i = 0; i < intents->len; i++)
    {
      PlugIntent *intent = g_ptr_array_index (intents, i);

      if (plug_intent_is_in_doubt (intent) &&
          plug_intent_get_kind (intent) == PLUG_INTENT_CREATE &&
          g_strcmp0 (plug_intent_get_connector_key (intent), key) == 0 &&
          plug_match_names (plug_draft_get_name (draft), plug_intent_get_name (intent)))
        return intent;
    }
  return NULL;
}
