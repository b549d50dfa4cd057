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
  PlugSecret *token;     /* (nullable): it gave out with that */
  PlugApi *api;
  GError *error;         /* why it is not simply done */
  GError *token_error;   /* why it is done without its token */
  PlugOutcome outcome;
  PlugIntentState from;
  PlugIntentState to;
  gboolean was_sent;     /* by this process, which had the answer */
} Operation;

static void
operation_free (Operation *operation)
{
  g_clear_object (&operation->change);
  g_clear_object (&operation->intent);
  g_clear_object (&operation->renewed);
  g_clear_object (&operation->api);
  g_clear_pointer (&operation->token, plug_secret_unref);
  g_clear_error (&operation->error);
  g_clear_error (&operation->token_error);
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

  plug_intent_set_state (operation->intent, operation->to);
  plug_inventory_present_intent (self, operation->intent);
  if (operation->renewed != NULL)
    plug_inventory_present_instance (self, operation->renewed);
  else if (known != NULL)
    plug_inventory_hide_instance (self, known);
  if (operation->token_error != NULL)
    g_task_return_error (task, g_error_copy (operation->token_error));
  else
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
    plug_store_settle_intent_async (store, operation->intent, operation->from, operation->to,
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

/* The instance stays what it is here, and what it is there; the token of a new authentication is
 * kept, and its absence is said, for everything that uses the instance needs it. */

static void
note_lost_token (Operation *operation,
                 GError    *error)
{
  plug_instance_set_token_state (operation->renewed, PLUG_TOKEN_UNSAVED);
  operation->token_error = error;
  g_prefix_error (&operation->token_error, "%s ",
                  _("The instance is authenticated, but its token could not be saved. Fetch the "
                    "token again."));
}

static void
token_stored_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  GError *error = NULL;

  if (plug_keyring_store_finish (PLUG_KEYRING (source), result, &error))
    plug_instance_set_token_state (operation->renewed, PLUG_TOKEN_SAVED);
  else
    note_lost_token (operation, error);
  write_settled (task);
}

static void
keep_token (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  g_autofree char *label = NULL;

  if (operation->token == NULL)
    {
      note_lost_token (operation, g_error_new_literal (PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                                                       _("The tenant’s answer has no token that "
                                                         "can be used.")));
      write_settled (task);
      return;
    }
  label = plug_inventory_dup_token_label (operation->renewed);
  plug_keyring_store_async (plug_inventory_get_keyring (self), PLUG_SECRET_KIND_TOKEN,
                            plug_instance_get_account_id (operation->renewed),
                            plug_instance_get_id (operation->renewed), label, operation->token,
                            NULL, token_stored_cb, g_object_ref (task));
}

static PlugInstance *
settle_instance (PlugInventory *self,
                 Operation     *operation,
                 PlugInstance  *reply)
{
  PlugInstance *known = find_known (self, operation);
  PlugInstance *settled;

  if (known == NULL)
    known = plug_change_get_instance (operation->change);
  settled = plug_change_settle (operation->change, known, reply);
  /* Whoever enables what waits to be deleted takes that back. */
  if (plug_change_get_kind (operation->change) == PLUG_CHANGE_ENABLE)
    plug_instance_set_due (settled, 0);
  return settled;
}

static void
settle (PlugInventory       *self,
        GTask               *task,
        PlugInstance        *reply)
{
  Operation *operation = g_task_get_task_data (task);

  operation->from = plug_intent_get_state (operation->intent);
  operation->was_sent = operation->from == PLUG_INTENT_SENT;
  if (plug_change_get_kind (operation->change) == PLUG_CHANGE_DELETE)
    {
      plug_keyring_clear_async (plug_inventory_get_keyring (self), PLUG_SECRET_KIND_TOKEN,
                                plug_intent_get_account_id (operation->intent),
                                plug_intent_get_instance_id (operation->intent), NULL,
                                token_cleared_cb, g_object_ref (task));
      return;
    }
  operation->renewed = settle_instance (self, operation, reply);
  if (plug_change_get_kind (operation->change) == PLUG_CHANGE_REAUTHENTICATE)
    keep_token (task);
  else
    write_settled (task);
}

/* plug_inventory_settle_change_async:
 * Private to the service.
 * @renewed: (nullable): as the tenant has it now
 * @token: (nullable): that came with it
 * @to: what the intent becomes: DONE, or FAILED when the tenant said yes and did not do it
 *
 * The tenant has answered @intent: of a deletion the token goes first, so that no item is left
 * that nobody lists, of a new authentication the token is kept first; then the row and the journal
 * in one transaction. An operation that fails on the way leaves the intent as it is, and reconcile
 * does the same again. */
void
plug_inventory_settle_change_async (PlugInventory       *self,
                                    PlugChange          *change,
                                    PlugIntent          *intent,
                                    PlugInstance        *renewed,
                                    PlugSecret          *token,
                                    PlugIntentState      to,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (GTask) task = operation_task_new (self, change, intent, NULL, callback, user_data);
  Operation *operation = g_task_get_task_data (task);

  g_task_set_source_tag (task, plug_inventory_settle_change_async);
  operation->to = to;
  operation->token = token != NULL ? plug_secret_ref (token) : NULL;
  settle (self, task, renewed);
}

/* Sending. */

/* The last step of every way through; what is in doubt goes to reconcile. */
static void
finish (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);

  g_clear_object (&operation->api);
  plug_inventory_end_change (self, plug_change_get_instance (operation->change));
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
  g_clear_error (&operation->error);
  operation->error = error;
  finish (task);
}

static void
change_settled_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  GError *error = NULL;

  if (plug_inventory_finish (PLUG_INVENTORY (source), result, &error))
    {
      finish (task);
      return;
    }
  /* Everything is written down, but for a token. */
  if (!plug_intent_is_open (operation->intent))
    {
      fail (task, PLUG_OUTCOME_DONE, error);
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

/* Settings can be sent and not be taken: the instance is looked at afterwards. */

static gboolean
needs_a_look (PlugChange *change)
{
  g_auto (GStrv) keys = plug_change_dup_keys (change);

  return keys[0] != NULL || plug_change_get_kind (change) == PLUG_CHANGE_EVENTS_ON ||
         plug_change_get_kind (change) == PLUG_CHANGE_EVENTS_OFF;
}

static void
settle_answer (GTask        *task,
               PlugInstance *renewed,
               PlugSecret   *token)
{
  Operation *operation = g_task_get_task_data (task);

  plug_inventory_settle_change_async (g_task_get_source_object (task), operation->change,
                                      operation->intent, renewed, token,
                                      operation->error == NULL ? PLUG_INTENT_DONE
                                                               : PLUG_INTENT_FAILED,
                                      change_settled_cb, g_object_ref (task));
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (PlugListed) listed = NULL;
  g_autoptr (GError) error = NULL;

  listed = plug_api_get_finish (PLUG_API (source), result, &error);
  if (listed == NULL)
    {
      g_info ("What a change came to could not be looked at: %s", error->message);
      settle_answer (task, operation->renewed, operation->token);
      return;
    }
  if (!plug_change_is_traceless (operation->change) &&
      !plug_change_is_carried_out (operation->change, listed->instance))
    {
      operation->error = g_error_new_literal (PLUG_ERROR, PLUG_ERROR_REMOTE_FAULT,
                                              _("The tenant said yes, but the instance does not "
                                                "have all that was sent. Look at it and try "
                                                "again."));
      plug_intent_set_message (operation->intent, operation->error->message);
    }
  settle_answer (task, listed->instance, listed->token);
}

static void
take_answer (GTask       *task,
             PlugChanged *changed)
{
  Operation *operation = g_task_get_task_data (task);

  plug_intent_set_request_id (operation->intent, changed->request_id);
  if (!needs_a_look (operation->change))
    {
      settle_answer (task, changed->renewed, changed->token);
      return;
    }
  operation->renewed = g_steal_pointer (&changed->renewed);
  operation->token = g_steal_pointer (&changed->token);
  plug_api_get_async (operation->api, plug_intent_get_instance_id (operation->intent), NULL,
                      looked_cb, g_object_ref (task));
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PlugChanged) changed = plug_api_change_finish (PLUG_API (source), result);
  Operation *operation = g_task_get_task_data (task);

  operation->outcome = changed->outcome;
  switch (operation->outcome)
    {
    case PLUG_OUTCOME_DONE:
      take_answer (task, changed);
      break;

    case PLUG_OUTCOME_NOT_DONE:
      record_end (task, PLUG_INTENT_FAILED, g_steal_pointer (&changed->error));
      break;

    case PLUG_OUTCOME_UNKNOWN:
    default:
      record_doubt (task, g_steal_pointer (&changed->error));
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
send (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInstance *known = find_known (g_task_get_source_object (task), operation);

  /* The deletion is taken, and in the journal now. */
  if (plug_change_get_due (operation->change) != 0 && known != NULL)
    plug_instance_set_due (known, 0);
  plug_api_change_async (operation->api, operation->change, g_task_get_cancellable (task),
                         answered_cb, g_object_ref (task));
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    withdraw (task, error);
  else if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    record_end (task, PLUG_INTENT_FAILED, error);
  else
    send (task);
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
  plug_inventory_keep_change (self, operation->intent, operation->change);
  plug_intent_set_state (operation->intent, PLUG_INTENT_SENT);
  plug_intent_set_sent (operation->intent, g_get_real_time ());
  if (plug_change_get_due (operation->change) != 0)
    plug_store_record_due_async (plug_inventory_get_store (self), operation->intent,
                                 plug_change_get_due (operation->change), NULL, recorded_cb,
                                 g_object_ref (task));
  else
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
 * while another change of the instance is under way or in doubt. */
void
plug_inventory_change_async (PlugInventory       *self,
                             PlugChange          *change,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  PlugInstance *instance;
  PlugAccount *account;
  GError *error = NULL;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_CHANGE (change));

  instance = plug_change_get_instance (change);
  task = operation_task_new (self, change, NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_change_async);
  if (!plug_change_is_sendable (change))
    {
      g_task_return_new_error (task, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                               _("What was entered for this change is not kept, so it cannot be "
                                 "sent again. Enter it anew."));
      return;
    }
  account = plug_inventory_find_account_or_fail (self, plug_instance_get_account_id (instance),
                                                 task);
  if (account == NULL)
    return;
  if (plug_inventory_begin_change (self, instance, &error))
    plug_inventory_open_api_async (self, account, cancellable, api_opened_cb,
                                   g_object_ref (task));
  else
    g_task_return_error (task, error);
}

/* plug_inventory_change_finish:
 * @in_doubt: (out) (optional): whether the tenant may have made the change all the same; the
 *   intent is then among plug_inventory_list_intents() until that is known
 *
 * Errors: those of the keyring, the database and every call; %PLUG_ERROR_CONFLICT while another
 * change is under way or in doubt; %PLUG_ERROR_OUTCOME_UNKNOWN.
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

  if (in_doubt != NULL && g_task_get_source_tag (G_TASK (result)) != plug_inventory_change_async)
    *in_doubt = plug_inventory_get_doubt (result);
  else if (in_doubt != NULL)
    {
      operation = g_task_get_task_data (G_TASK (result));
      *in_doubt = operation->outcome == PLUG_OUTCOME_UNKNOWN;
    }
  return g_task_propagate_boolean (G_TASK (result), error);
}
