/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: changes of instances on the tenant, journalled. Read from
 * plug_inventory_change_async() up; each step's callback stands before the step that waits for
 * it. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-inventory-private.h"

/* One change under way, or one that reconcile found to be made. */
typedef struct {
  PlugChange *change;
  PlugIntent *intent;
  PlugInstance *renewed; /* (nullable): as the tenant has it now */
  PlugApi *api;
  GError *error;         /* why it is not simply done */
  PlugOutcome outcome;
  PlugIntentState from;
  gboolean was_sent;     /* by this process, which had the answer */
} Operation;

static void
operation_free (Operation *operation)
{
  g_clear_object (&operation->change);
  g_clear_object (&operation->intent);
  g_clear_object (&operation->renewed);
  g_clear_object (&operation->api);
  g_clear_error (&operation->error);
  g_free (operation);
}

static GTask *
operation_task_new (PlugInventory       *self,
                    PlugChange          *change,
                    PlugIntent          *intent,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  Operation *operation = g_new0 (Operation, 1);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  operation->change = g_object_ref (change);
  operation->intent = intent != NULL ? g_object_ref (intent) : NULL;
  operation->outcome = PLUG_OUTCOME_NOT_DONE;
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, operation, (GDestroyNotify) operation_free);
  return task;
}

/* Settling: what the tenant has done is done here too. */

static void write_settled (GTask *task);

static PlugInstance *
find_known (PlugInventory *self,
            Operation     *operation)
{
  return plug_inventory_find_instance (self, plug_intent_get_account_id (operation->intent),
                                       plug_intent_get_instance_id (operation->intent));
}

static void
present_settled (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  PlugInstance *known = find_known (self, operation);

  plug_intent_set_state (operation->intent, PLUG_INTENT_DONE);
  plug_inventory_present_intent (self, operation->intent);
  if (operation->renewed != NULL)
    plug_inventory_present_instance (self, operation->renewed);
  else if (known != NULL)
    plug_inventory_hide_instance (self, known);
  g_task_return_boolean (task, TRUE);
}

/* Another process that found SENT and no answer has made it UNKNOWN meanwhile, or has settled it:
 * then rows and journal are what they were to become. */
static void
settled_elsewhere (GTask  *task,
                   GError *error)
{
  Operation *operation = g_task_get_task_data (task);

  if (operation->from == PLUG_INTENT_SENT)
    {
      g_error_free (error);
      operation->from = PLUG_INTENT_UNKNOWN;
      write_settled (task);
    }
  else if (operation->was_sent)
    {
      g_error_free (error);
      present_settled (task);
    }
  else
    g_task_return_error (task, error);
}

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (plug_store_finish (PLUG_STORE (source), result, &error))
    present_settled (task);
  else if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_STATE))
    settled_elsewhere (task, error);
  else
    g_task_return_error (task, error);
}

static void
write_settled (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugStore *store = plug_inventory_get_store (g_task_get_source_object (task));

  if (operation->renewed == NULL)
    plug_store_settle_deletion_async (store, operation->intent, operation->from, NULL, settled_cb,
                                      g_object_ref (task));
  else
    plug_store_settle_intent_async (store, operation->intent, operation->from, PLUG_INTENT_DONE,
                                    operation->renewed, NULL, settled_cb, g_object_ref (task));
}

static void
token_cleared_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (plug_keyring_clear_finish (PLUG_KEYRING (source), result, &error))
    write_settled (task);
  else
    g_task_return_error (task, error);
}

/* What the tenant says of itself, and what only we know of it. */
static void
complete_renewed (PlugInventory *self,
                  Operation     *operation)
{
  PlugInstance *known = find_known (self, operation);

  if (known == NULL)
    known = plug_change_get_instance (operation->change);
  if (operation->renewed == NULL)
    {
      operation->renewed = plug_instance_dup (known);
      plug_change_apply (operation->change, operation->renewed);
      return;
    }
  if (plug_instance_get_created (operation->renewed) == 0)
    plug_instance_set_created (operation->renewed, plug_instance_get_created (known));
  plug_instance_set_saved (operation->renewed, plug_instance_get_saved (known));
  plug_instance_set_token_state (operation->renewed, plug_instance_get_token_state (known));
}

/* plug_inventory_settle_change_async:
 * Private to the service. The tenant has carried out @intent: the token goes first, so that no
 * item is left that nobody lists, then the row and the journal in one transaction. An operation
 * that fails on the way leaves the intent as it is, and reconcile does the same again. */
void
plug_inventory_settle_change_async (PlugInventory       *self,
                                    PlugChange          *change,
                                    PlugIntent          *intent,
                                    PlugInstance        *renewed,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (GTask) task = operation_task_new (self, change, intent, NULL, callback, user_data);
  Operation *operation = g_task_get_task_data (task);

  g_task_set_source_tag (task, plug_inventory_settle_change_async);
  operation->from = plug_intent_get_state (intent);
  operation->was_sent = operation->from == PLUG_INTENT_SENT;
  if (plug_change_get_kind (change) == PLUG_CHANGE_DELETE)
    {
      plug_keyring_clear_async (plug_inventory_get_keyring (self), PLUG_SECRET_KIND_TOKEN,
                                plug_intent_get_account_id (intent),
                                plug_intent_get_instance_id (intent), NULL, token_cleared_cb,
                                g_object_ref (task));
      return;
    }
  operation->renewed = renewed != NULL ? g_object_ref (renewed) : NULL;
  complete_renewed (self, operation);
  write_settled (task);
}

/* Sending. */

/* The last step of every way through; what is in doubt goes to reconcile. */
static void
finish (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);

  g_clear_object (&operation->api);
  if (operation->intent != NULL)
    plug_inventory_set_in_flight (self, operation->intent, FALSE);
  if (operation->outcome == PLUG_OUTCOME_UNKNOWN)
    plug_inventory_reconcile (self);
  if (operation->error != NULL)
    g_task_return_error (task, g_error_copy (operation->error));
  else
    g_task_return_boolean (task, TRUE);
}

/* Takes @error. */
static void
fail (GTask       *task,
      PlugOutcome  outcome,
      GError      *error)
{
  Operation *operation = g_task_get_task_data (task);

  operation->outcome = outcome;
  operation->error = error;
  finish (task);
}

static void
change_settled_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (plug_inventory_finish (PLUG_INVENTORY (source), result, &error))
    {
      finish (task);
      return;
    }
  g_prefix_error (&error, "%s ", _("The tenant made the change, but not all of it could be written "
                                   "down here. Plugboard makes up for it by itself."));
  fail (task, PLUG_OUTCOME_UNKNOWN, error);
}

static void
end_recorded_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  /* A journal that still says SENT makes reconcile ask, which finds out the same. */
  if (!plug_inventory_move_intent_finish (PLUG_INVENTORY (source), result, &error))
    g_info ("An intent stays as it is in the journal: %s", error->message);
  finish (task);
}

/* Takes @error. */
static void
record_end (GTask           *task,
            PlugIntentState  state,
            GError          *error)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);

  plug_intent_set_request_id (operation->intent, plug_error_get_request_id (error));
  plug_intent_set_message (operation->intent, error->message);
  operation->error = error;
  plug_inventory_move_intent_async (self, operation->intent, state, end_recorded_cb,
                                    g_object_ref (task));
}

static void
record_doubt (GTask  *task,
              GError *cause)
{
  g_autofree char *reason = plug_creation_dup_doubt_reason (cause);
  g_autofree char *message = NULL;
  g_autoptr (GError) owned = cause;
  GError *error;

  /* Translators: %s is a sentence that says what became of the answer */
  message = g_strdup_printf (_("%s Checking whether the change was made."), reason);
  error = plug_error_new_remote (PLUG_ERROR_OUTCOME_UNKNOWN, plug_error_get_status (cause),
                                 message, plug_error_get_server_message (cause),
                                 plug_error_get_provider_message (cause),
                                 plug_error_get_request_id (cause));
  record_end (task, PLUG_INTENT_UNKNOWN, error);
  plug_intent_set_message (((Operation *) g_task_get_task_data (task))->intent, reason);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  g_autoptr (PlugInstance) renewed = NULL;
  GError *error = NULL;

  plug_api_change_finish (PLUG_API (source), result, &renewed, &operation->outcome, &error);
  switch (operation->outcome)
    {
    case PLUG_OUTCOME_DONE:
      plug_inventory_settle_change_async (self, operation->change, operation->intent, renewed,
                                          change_settled_cb, g_object_ref (task));
      break;

    case PLUG_OUTCOME_NOT_DONE:
      record_end (task, PLUG_INTENT_FAILED, error);
      break;

    case PLUG_OUTCOME_UNKNOWN:
    default:
      record_doubt (task, error);
      break;
    }
}

static void
withdrawn_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* A row that stays is asked about at the next start, which finds out the same. */
  if (!plug_inventory_move_intent_finish (PLUG_INVENTORY (source), result, &error))
    g_info ("An intent that was not sent may be in the journal: %s", error->message);
  plug_intent_set_state (operation->intent, PLUG_INTENT_FAILED);
  finish (task);
}

/* Takes @cause. A commit that failed in its last sync is done all the same, and the journal says
 * that something was sent; most often there is nothing to take back. */
static void
withdraw (GTask  *task,
          GError *cause)
{
  Operation *operation = g_task_get_task_data (task);

  operation->error = cause;
  plug_intent_set_message (operation->intent, cause->message);
  plug_inventory_move_intent_async (g_task_get_source_object (task), operation->intent,
                                    PLUG_INTENT_FAILED, withdrawn_cb, g_object_ref (task));
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    withdraw (task, error);
  else if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    record_end (task, PLUG_INTENT_FAILED, error);
  else
    plug_api_change_async (operation->api, operation->change, g_task_get_cancellable (task),
                           answered_cb, g_object_ref (task));
}

/* Committed, with synchronous=FULL, before the request leaves. */
static void
record_sent (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);

  operation->intent = plug_change_create_intent (operation->change,
                                                 plug_api_get_base_url (operation->api));
  plug_inventory_set_in_flight (self, operation->intent, TRUE);
  plug_intent_set_state (operation->intent, PLUG_INTENT_SENT);
  plug_intent_set_sent (operation->intent, g_get_real_time ());
  plug_store_record_intent_async (plug_inventory_get_store (self), operation->intent, NULL,
                                  recorded_cb, g_object_ref (task));
}

static void
api_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  GError *error = NULL;

  operation->api = plug_inventory_open_api_finish (PLUG_INVENTORY (source), result, &error);
  if (operation->api == NULL)
    fail (task, PLUG_OUTCOME_NOT_DONE, error);
  else if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    fail (task, PLUG_OUTCOME_NOT_DONE, error);
  else
    record_sent (task);
}

/* plug_inventory_change_async:
 * @change: what is to become of an instance of an account that is saved here
 * @cancellable: (nullable): before SENT is recorded, nothing is sent; after it, the waiting ends
 *   and reconcile finds out
 *
 * Recorded as SENT, sent once, then written down here: for a deletion token and row go. Refused
 * while another change of the instance is in doubt. */
void
plug_inventory_change_async (PlugInventory       *self,
                             PlugChange          *change,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  PlugAccount *account;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_CHANGE (change));

  task = operation_task_new (self, change, NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_change_async);
  account = plug_inventory_find_account_or_fail (
    self, plug_instance_get_account_id (plug_change_get_instance (change)), task);
  if (account != NULL)
    plug_inventory_open_api_async (self, account, cancellable, api_opened_cb,
                                   g_object_ref (task));
}

/* plug_inventory_change_finish:
 * @in_doubt: (out) (optional): whether the tenant may have made the change all the same; the
 *   intent is then among plug_inventory_list_intents() until that is known
 *
 * Errors: those of the keyring, the database and every call; %PLUG_ERROR_CONFLICT while another
 * change is in doubt; %PLUG_ERROR_OUTCOME_UNKNOWN.
 *
 * Returns: whether the change is made, and written down here */
gboolean
plug_inventory_change_finish (PlugInventory  *self,
                              GAsyncResult   *result,
                              gboolean       *in_doubt,
                              GError        **error)
{
  Operation *operation;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  operation = g_task_get_task_data (G_TASK (result));
  if (in_doubt != NULL)
    *in_doubt = operation->outcome == PLUG_OUTCOME_UNKNOWN;
  return g_task_propagate_boolean (G_TASK (result), error);
}
