/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugKeyringCall: one call of the keyring from start to end, whatever the provider does.
 *
 *   queued ─▶ opening ─▶ resolving ─▶ (unlocking ─▶ resolving) ─▶ working ─▶ (resolving) ─▶ end
 *
 * A call ends by its own watchdog if by nothing else, as libsecret may never call back, not even
 * after a cancel (reliability.md K4). So each libsecret call is given a step: the call it belongs
 * to and which attempt. A callback whose step is of a call that ended, or of an earlier attempt,
 * finishes its result and touches nothing. */

#include "config.h"

#include "plug-keyring-private.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-keyring-service.h"

/* What several calls wait for together: one session opened, one prompt answered. It belongs to
 * the keyring and goes on as long as one call waits for it. */
struct _PlugKeyringGate {
  PlugKeyring *keyring; /* NULL once nobody waits */
  GCancellable *cancellable;
};

typedef struct {
  PlugKeyringCall *call;
  guint attempt;
} PlugKeyringStep;

/* At a time. */
#define MAX_STORES 4

static void call_begin (PlugKeyringCall *self);

static void
plug_keyring_call_clear (gpointer data)
{
  PlugKeyringCall *self = data;

  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->secret, plug_secret_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->service);
  g_clear_object (&self->collection);
  g_clear_list (&self->items, g_object_unref);
}

/* plug_keyring_call_unref:
 * @self: (transfer full): a call */
void
plug_keyring_call_unref (PlugKeyringCall *self)
{
  g_rc_box_release_full (self, plug_keyring_call_clear);
}

static void
plug_keyring_gate_clear (gpointer data)
{
  PlugKeyringGate *gate = data;

  g_clear_object (&gate->cancellable);
}

static void
plug_keyring_gate_unref (PlugKeyringGate *gate)
{
  g_rc_box_release_full (gate, plug_keyring_gate_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugKeyringGate, plug_keyring_gate_unref)

/* plug_keyring_call_step:
 * Returns: (transfer full): user data for one libsecret call made for @self */
gpointer
plug_keyring_call_step (PlugKeyringCall *self)
{
  PlugKeyringStep *step = g_new0 (PlugKeyringStep, 1);

  step->call = g_rc_box_acquire (self);
  step->attempt = self->attempt;
  return step;
}

/* plug_keyring_call_step_end:
 * @user_data: (transfer full): the step
 *
 * Returns: (transfer full) (nullable): the call, or NULL if it has gone on without this step */
PlugKeyringCall *
plug_keyring_call_step_end (gpointer user_data)
{
  g_autofree PlugKeyringStep *step = user_data;
  g_autoptr (PlugKeyringCall) self = step->call;

  if (self->task == NULL || self->attempt != step->attempt)
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
gate_is_waited_for (PlugKeyring     *keyring,
                    PlugKeyringGate *gate)
{
  for (guint i = 0; i < keyring->calls->len; i++)
    {
      PlugKeyringCall *call = g_ptr_array_index (keyring->calls, i);

      if (call->waiting_for == gate)
        return TRUE;
    }
  return FALSE;
}

static void
gate_close (PlugKeyring      *keyring,
            PlugKeyringGate **slot)
{
  g_autoptr (PlugKeyringGate) gate = g_steal_pointer (slot);

  gate->keyring = NULL;
  g_cancellable_cancel (gate->cancellable);
}

static void
call_leave_gate (PlugKeyringCall *self)
{
  PlugKeyring *keyring = self->keyring;
  PlugKeyringGate *gate = g_steal_pointer (&self->waiting_for);

  if (gate == NULL || gate_is_waited_for (keyring, gate))
    return;
  if (keyring->opening == gate)
    gate_close (keyring, &keyring->opening);
  else if (keyring->unlocking == gate)
    gate_close (keyring, &keyring->unlocking);
}

/* The calls waiting for @gate, which is done and forgotten.
 * Returns: (transfer full): them, let go */
static GPtrArray *
gate_release (PlugKeyring     *keyring,
              PlugKeyringGate *gate)
{
  GPtrArray *calls = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_keyring_call_unref);

  for (guint i = 0; i < keyring->calls->len; i++)
    {
      PlugKeyringCall *call = g_ptr_array_index (keyring->calls, i);

      if (call->waiting_for != gate)
        continue;
      call->waiting_for = NULL;
      g_ptr_array_add (calls, g_rc_box_acquire (call));
    }
  return calls;
}

static gboolean
call_writes_same (PlugKeyringCall *a,
                  PlugKeyringCall *b)
{
  GHashTableIter iter;
  gpointer key, value;

  if (a->attributes == NULL || b->attributes == NULL || a->verb == PLUG_KEYRING_VERB_LOOKUP ||
      b->verb == PLUG_KEYRING_VERB_LOOKUP ||
      g_hash_table_size (a->attributes) != g_hash_table_size (b->attributes))
    return FALSE;

  g_hash_table_iter_init (&iter, a->attributes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (g_strcmp0 (g_hash_table_lookup (b->attributes, key), value) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Two writers of one item would each read back what the other wrote. Of many stores most wait
 * here, where one takes no more memory than its secret, instead of in the provider, which does
 * one after the other whatever it is given. */
static gboolean
call_must_queue (PlugKeyringCall *self)
{
  guint n_stores = 0;

  for (guint i = 0; i < self->keyring->calls->len; i++)
    {
      PlugKeyringCall *earlier = g_ptr_array_index (self->keyring->calls, i);

      if (earlier == self)
        return FALSE;
      if (call_writes_same (earlier, self))
        return TRUE;
      n_stores += earlier->verb == PLUG_KEYRING_VERB_STORE;
      if (self->verb == PLUG_KEYRING_VERB_STORE && n_stores >= MAX_STORES)
        return TRUE;
    }
  return FALSE;
}

static void
calls_start_queued (PlugKeyring *keyring)
{
  g_autoptr (GPtrArray) calls =
    g_ptr_array_new_with_free_func ((GDestroyNotify) plug_keyring_call_unref);

  for (guint i = 0; i < keyring->calls->len; i++)
    {
      PlugKeyringCall *call = g_ptr_array_index (keyring->calls, i);

      if (call->queued && !call_must_queue (call))
        g_ptr_array_add (calls, g_rc_box_acquire (call));
    }
  for (guint i = 0; i < calls->len; i++)
    {
      PlugKeyringCall *call = g_ptr_array_index (calls, i);

      call->queued = FALSE;
      call_begin (call);
    }
}

static GPtrArray *
list_calls (PlugKeyring *keyring)
{
  GPtrArray *calls = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_keyring_call_unref);

  for (guint i = 0; i < keyring->calls->len; i++)
    g_ptr_array_add (calls, g_rc_box_acquire (g_ptr_array_index (keyring->calls, i)));
  return calls;
}

/* Nothing reaches the call after this. Returns: (transfer full): its task, to be returned */
static GTask *
call_end (PlugKeyringCall *self)
{
  g_autoptr (PlugKeyringCall) alive = g_rc_box_acquire (self);
  PlugKeyring *keyring = self->keyring;
  GTask *task = g_steal_pointer (&self->task);

  g_clear_handle_id (&self->watchdog, g_source_remove);
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
  call_leave_gate (self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_ptr_array_remove (keyring->calls, self);
  calls_start_queued (keyring);
  return task;
}

/* Not each of many that wait is to find out for itself that the provider hangs. */
static void
calls_give_up_queued (PlugKeyring *keyring)
{
  g_autoptr (GPtrArray) calls = list_calls (keyring);

  for (guint i = 0; i < calls->len; i++)
    {
      PlugKeyringCall *call = g_ptr_array_index (calls, i);

      if (call->task != NULL && call->queued && call->verb == PLUG_KEYRING_VERB_STORE)
        plug_keyring_call_return_code (call, PLUG_ERROR_KEYRING_HANGING);
    }
}

static gboolean
is_keyring_code (int code)
{
  return code >= PLUG_ERROR_KEYRING_LOCKED && code <= PLUG_ERROR_KEYRING_FAILED;
}

/* plug_keyring_call_return_error:
 * @error: (transfer full): ends the call; the keyring's state follows from it */
void
plug_keyring_call_return_error (PlugKeyringCall *self,
                                GError          *error)
{
  g_autoptr (PlugKeyring) keyring = g_object_ref (self->keyring);
  g_autoptr (GTask) task = call_end (self);

  if (error->domain == PLUG_ERROR && is_keyring_code (error->code))
    plug_keyring_set_state (keyring, plug_keyring_error_get_state (error->code));
  else if (keyring->state == PLUG_KEYRING_UNLOCKING && keyring->unlocking == NULL)
    plug_keyring_set_state (keyring, PLUG_KEYRING_LOCKED);
  if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_KEYRING_HANGING))
    {
      plug_keyring_look_again (keyring);
      calls_give_up_queued (keyring);
    }
  g_task_return_error (task, error);
}

/* plug_keyring_call_return_true:
 * Ends the call well. */
void
plug_keyring_call_return_true (PlugKeyringCall *self)
{
  g_autoptr (PlugKeyring) keyring = g_object_ref (self->keyring);
  PlugKeyringVerb verb = self->verb;
  gboolean locked = plug_keyring_is_locked (self->collection);
  gboolean proven = !self->quiet && verb != PLUG_KEYRING_VERB_CLEAR;
  g_autoptr (GTask) task = call_end (self);

  if (proven)
    plug_keyring_set_state (keyring, locked ? PLUG_KEYRING_LOCKED : PLUG_KEYRING_UNLOCKED);
  if (verb == PLUG_KEYRING_VERB_PROBE)
    keyring->probed = TRUE;
  if (verb == PLUG_KEYRING_VERB_PROBE || verb == PLUG_KEYRING_VERB_STORE)
    keyring->proved_at = g_get_monotonic_time ();
  g_task_return_boolean (task, TRUE);
}

/* plug_keyring_call_return_secret:
 * @secret: (transfer full): what the call found */
void
plug_keyring_call_return_secret (PlugKeyringCall *self,
                                 PlugSecret      *secret)
{
  g_autoptr (PlugKeyring) keyring = g_object_ref (self->keyring);
  g_autoptr (GTask) task = call_end (self);

  g_task_return_pointer (task, secret, (GDestroyNotify) plug_secret_unref);
}

/* plug_keyring_call_return_code:
 * Ends the call with our sentence for @code. */
void
plug_keyring_call_return_code (PlugKeyringCall *self,
                               int              code)
{
  plug_keyring_call_return_error (self, plug_keyring_error_new (code));
}

/* The provider was restarted, or died: all it gave us is worth nothing. Once is bad luck, so
 * the call starts over; twice is an answer. */
static gboolean
call_retry (PlugKeyringCall *self)
{
  if (self->retried || self->quiet)
    return FALSE;

  self->retried = TRUE;
  if (self->service != NULL && self->service == self->keyring->service)
    plug_keyring_drop_service (self->keyring);
  call_leave_gate (self);
  g_cancellable_cancel (self->cancellable);
  call_begin (self);
  return TRUE;
}

/* plug_keyring_call_fail:
 * @error: (transfer none): of libsecret or the bus. The call is tried once more if the session
 *   was dead, else it ends. */
void
plug_keyring_call_fail (PlugKeyringCall *self,
                        const GError    *error)
{
  gboolean dead = plug_keyring_error_is_dead_session (error);

  if (dead && call_retry (self))
    return;
  if (dead && self->quiet)
    plug_keyring_call_return_error (self, g_error_copy (error));
  else
    plug_keyring_call_return_error (self, plug_keyring_error_translate (error, self->stage));
}

static gboolean
watchdog_ran_out_cb (gpointer user_data)
{
  PlugKeyringCall *self = user_data;

  self->watchdog = 0;
  plug_keyring_call_return_code (self, PLUG_ERROR_KEYRING_HANGING);
  return G_SOURCE_REMOVE;
}

static void
call_arm_watchdog (PlugKeyringCall *self)
{
  PlugKeyring *keyring = self->keyring;
  gboolean prompt = keyring->prompts > 0 ||
                    (self->waiting_for != NULL && self->waiting_for == keyring->unlocking);

  g_clear_handle_id (&self->watchdog, g_source_remove);
  self->watchdog = g_timeout_add (prompt ? keyring->prompt_ms : keyring->call_ms,
                                  watchdog_ran_out_cb, self);
}

static gboolean
caller_cancelled_cb (GCancellable *cancellable,
                     gpointer      user_data)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                  _("Operation was cancelled"));

  plug_keyring_call_return_error (user_data, g_steal_pointer (&error));
  return G_SOURCE_REMOVE;
}

static void
collection_unlocked_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (PlugKeyringGate) gate = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) calls = NULL;

  secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);
  if (gate->keyring == NULL)
    return;

  plug_keyring_gate_unref (g_steal_pointer (&gate->keyring->unlocking));
  calls = gate_release (gate->keyring, gate);
  gate->keyring = NULL;
  for (guint i = 0; i < calls->len; i++)
    {
      PlugKeyringCall *call = g_ptr_array_index (calls, i);

      if (call->task == NULL)
        continue;
      call_arm_watchdog (call);
      if (error != NULL)
        plug_keyring_call_fail (call, error);
      else
        plug_keyring_call_resolve (call, call->resolved);
    }
}

/* One prompt, however many calls wait for it. */
static void
call_unlock (PlugKeyringCall *self)
{
  PlugKeyring *keyring = self->keyring;
  g_autoptr (GList) collections = g_list_prepend (NULL, self->collection);

  self->unlock_tried = TRUE;
  if (keyring->unlocking == NULL)
    {
      keyring->unlocking = g_rc_box_new0 (PlugKeyringGate);
      keyring->unlocking->keyring = keyring;
      keyring->unlocking->cancellable = g_cancellable_new ();
      secret_service_unlock (self->service, collections, keyring->unlocking->cancellable,
                             collection_unlocked_cb, g_rc_box_acquire (keyring->unlocking));
    }
  self->waiting_for = keyring->unlocking;
  call_arm_watchdog (self);
  plug_keyring_set_state (keyring, PLUG_KEYRING_UNLOCKING);
}

static void
call_first_resolved (PlugKeyringCall *self,
                     gboolean         locked)
{
  if (self->verb == PLUG_KEYRING_VERB_REFRESH ||
      (self->verb == PLUG_KEYRING_VERB_LOCK && locked))
    plug_keyring_call_return_true (self);
  else if (!locked)
    plug_keyring_call_work (self);
  else if (self->unlock_tried)
    plug_keyring_call_return_code (self, PLUG_ERROR_KEYRING_DENIED);
  else
    call_unlock (self);
}

static void
collection_resolved_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);
  g_autoptr (PlugKeyringCall) self = plug_keyring_call_step_end (user_data);

  if (self == NULL)
    return;
  if (error != NULL)
    {
      plug_keyring_call_fail (self, error);
      return;
    }
  if (collection == NULL)
    {
      plug_keyring_call_return_code (self, PLUG_ERROR_KEYRING_NO_COLLECTION);
      return;
    }
  g_set_object (&self->collection, collection);
  plug_keyring_note_collection (self->keyring, collection);
  if (self->task != NULL)
    self->resolved (self, plug_keyring_is_locked (collection));
}

/* plug_keyring_call_resolve:
 * Finds the default collection and hands @next whether it is locked. Asks the provider each
 * time, never a proxy's cache. libsecret 0.21 gives up a reference it does not own when this is
 * cancelled, so it is let go on instead, and its end is nobody's. */
void
plug_keyring_call_resolve (PlugKeyringCall *self,
                           void           (*next) (PlugKeyringCall *, gboolean))
{
  self->stage = PLUG_KEYRING_STAGE_RESOLVING;
  self->resolved = next;
  secret_collection_for_alias (self->service, SECRET_COLLECTION_DEFAULT,
                               SECRET_COLLECTION_NONE, NULL, collection_resolved_cb,
                               plug_keyring_call_step (self));
}

static void
call_use_service (PlugKeyringCall *self,
                  SecretService   *service)
{
  g_set_object (&self->service, service);
  plug_keyring_call_resolve (self, call_first_resolved);
}

static void
service_opened_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (PlugKeyringGate) gate = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = plug_keyring_service_open_finish (result, &error);
  g_autoptr (GPtrArray) calls = NULL;

  if (gate->keyring == NULL)
    return;

  plug_keyring_gate_unref (g_steal_pointer (&gate->keyring->opening));
  calls = gate_release (gate->keyring, gate);
  if (service != NULL)
    plug_keyring_take_service (gate->keyring, service);
  gate->keyring = NULL;
  for (guint i = 0; i < calls->len; i++)
    {
      PlugKeyringCall *call = g_ptr_array_index (calls, i);

      if (call->task == NULL)
        continue;
      if (error != NULL)
        plug_keyring_call_fail (call, error);
      else
        call_use_service (call, service);
    }
}

static void
call_open (PlugKeyringCall *self)
{
  PlugKeyring *keyring = self->keyring;

  self->stage = PLUG_KEYRING_STAGE_OPENING;
  if (keyring->opening == NULL)
    {
      keyring->opening = g_rc_box_new0 (PlugKeyringGate);
      keyring->opening->keyring = keyring;
      keyring->opening->cancellable = g_cancellable_new ();
      plug_keyring_service_open_async (keyring->opening->cancellable, service_opened_cb,
                                       g_rc_box_acquire (keyring->opening));
    }
  self->waiting_for = keyring->opening;
}

static void
call_begin (PlugKeyringCall *self)
{
  self->attempt++;
  self->unlock_tried = FALSE;
  g_clear_object (&self->service);
  g_clear_object (&self->collection);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  call_arm_watchdog (self);
  if (self->keyring->service != NULL)
    call_use_service (self, self->keyring->service);
  else
    call_open (self);
}

/* plug_keyring_call_new:
 * @task: (transfer full): returned when the call ends; without a source object the call is
 *   quiet, that is nobody's: it does not keep the keyring alive and is never tried twice
 * @cancellable: (nullable): the caller's
 *
 * Returns: (transfer none): a call, owned by @keyring and not started yet */
PlugKeyringCall *
plug_keyring_call_new (PlugKeyring     *keyring,
                       PlugKeyringVerb  verb,
                       GTask           *task,
                       GCancellable    *cancellable)
{
  PlugKeyringCall *self = g_rc_box_new0 (PlugKeyringCall);

  self->keyring = keyring;
  self->verb = verb;
  self->task = task;
  self->quiet = g_task_get_source_object (task) == NULL;
  g_task_set_check_cancellable (task, FALSE);
  g_ptr_array_add (keyring->calls, self);
  if (cancellable == NULL)
    return self;

  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_static_name (self->cancelled, "plug_keyring_call");
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (caller_cancelled_cb), self, NULL);
  g_source_attach (self->cancelled, g_task_get_context (task));
  return self;
}

/* plug_keyring_call_start:
 * Starts the call, behind those that write the same item. */
void
plug_keyring_call_start (PlugKeyringCall *self)
{
  self->queued = call_must_queue (self);
  if (!self->queued)
    call_begin (self);
}

/* plug_keyring_calls_service_lost:
 * The provider behind @service is gone: those who use it start over at once, rather than when
 * their watchdog says so. */
void
plug_keyring_calls_service_lost (PlugKeyring   *keyring,
                                 SecretService *service)
{
  g_autoptr (GPtrArray) calls = list_calls (keyring);
  g_autoptr (GError) error =
    g_error_new_literal (G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY, "The keyring service ended");

  for (guint i = 0; i < calls->len; i++)
    {
      PlugKeyringCall *call = g_ptr_array_index (calls, i);

      if (call->task != NULL && call->service == service)
        plug_keyring_call_fail (call, error);
    }
}

/* plug_keyring_calls_rearm:
 * A prompt was opened or closed, or the times were changed. */
void
plug_keyring_calls_rearm (PlugKeyring *keyring)
{
  for (guint i = 0; i < keyring->calls->len; i++)
    {
      PlugKeyringCall *call = g_ptr_array_index (keyring->calls, i);

      if (!call->queued)
        call_arm_watchdog (call);
    }
}

/* plug_keyring_calls_abandon:
 * Ends all calls as cancelled: the keyring goes. */
void
plug_keyring_calls_abandon (PlugKeyring *keyring)
{
  g_autoptr (GPtrArray) calls = list_calls (keyring);

  for (guint i = 0; i < calls->len; i++)
    {
      PlugKeyringCall *call = g_ptr_array_index (calls, i);

      if (call->task != NULL)
        caller_cancelled_cb (NULL, call);
    }
}
