/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugStore: the calls that write the journal. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-store-job.h"

#define PROBE_BYTES (64 * 1024)

/* What every step of an intent in the journal has. */
static PlugStoreJob *
step_job_new (PlugStore       *self,
              PlugStoreWork    work,
              PlugIntent      *intent,
              PlugIntentState  from,
              PlugIntentState  to)
{
  PlugStoreJob *job = plug_store_job_new (self, work);

  job->intent = plug_intent_row_new (intent);
  job->from = from;
  job->to = to;
  if (!plug_intent_may_become (from, to))
    g_set_error (&job->error, PLUG_ERROR, PLUG_ERROR_STATE,
                 _("A request that is “%s” cannot become “%s”. Nothing was changed."),
                 plug_intent_state_to_string (from), plug_intent_state_to_string (to));
  return job;
}

static void
settle_intent (PlugStore           *self,
               PlugStoreWork        work,
               PlugIntent          *intent,
               PlugIntentState      from,
               PlugIntentState      to,
               PlugInstance        *instance,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data,
               gpointer             source_tag)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (PLUG_IS_INTENT (intent));
  g_return_if_fail (instance == NULL || PLUG_IS_INSTANCE (instance));

  job = step_job_new (self, work, intent, from, to);
  job->instance = instance != NULL ? plug_instance_row_new (instance) : NULL;
  plug_store_job_push (job, cancellable, callback, user_data, source_tag);
}

/* plug_store_record_intent_async:
 * Inserts @intent in the state it is in; %PLUG_ERROR_STATE when its op is there already. Ends
 * with plug_store_finish(). */
void
plug_store_record_intent_async (PlugStore           *self,
                                PlugIntent          *intent,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (PLUG_IS_INTENT (intent));

  job = plug_store_job_new (self, plug_store_record_intent);
  job->intent = plug_intent_row_new (intent);
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_record_intent_async);
}

/* plug_store_move_intent_async:
 * As plug_store_settle_intent_async(), without an instance. */
void
plug_store_move_intent_async (PlugStore           *self,
                              PlugIntent          *intent,
                              PlugIntentState      from,
                              PlugIntentState      to,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  settle_intent (self, plug_store_settle_intent, intent, from, to, NULL, cancellable, callback,
                 user_data, plug_store_move_intent_async);
}

/* plug_store_settle_intent_async:
 * @from: the state it has to be in
 * @to: the state it is in then
 * @instance: (nullable): written in the same transaction
 *
 * Moves @intent in the journal, its other fields as they are now. %PLUG_ERROR_STATE when the
 * protocol has no such step, when the intent is in another state or not there, or when the
 * instance's account is not there; %PLUG_ERROR_CONFLICT when another intent made @instance. Ends
 * with plug_store_finish(). */
void
plug_store_settle_intent_async (PlugStore           *self,
                                PlugIntent          *intent,
                                PlugIntentState      from,
                                PlugIntentState      to,
                                PlugInstance        *instance,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  settle_intent (self, plug_store_settle_intent, intent, from, to, instance, cancellable, callback,
                 user_data, plug_store_settle_intent_async);
}

/* plug_store_prove_intent_async:
 * As plug_store_settle_intent_async(), with the tenant's answer to @intent itself as proof that
 * @instance is what it made. An intent that reconcile took for it meanwhile, here or in another
 * process, becomes UNKNOWN again. Ends with plug_store_finish(). */
void
plug_store_prove_intent_async (PlugStore           *self,
                               PlugIntent          *intent,
                               PlugIntentState      from,
                               PlugIntentState      to,
                               PlugInstance        *instance,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  settle_intent (self, plug_store_prove_intent, intent, from, to, instance, cancellable, callback,
                 user_data, plug_store_prove_intent_async);
}

/* plug_store_settle_deletion_async:
 * @intent: a DELETE that the tenant has carried out
 * @from: the state it has to be in
 *
 * Moves @intent to DONE and removes the row of its instance, in one transaction.
 * %PLUG_ERROR_STATE when it is in another state or not there. Ends with plug_store_finish(). */
void
plug_store_settle_deletion_async (PlugStore           *self,
                                  PlugIntent          *intent,
                                  PlugIntentState      from,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (PLUG_IS_INTENT (intent));
  g_return_if_fail (plug_intent_get_instance_id (intent) != NULL);

  job = step_job_new (self, plug_store_settle_deletion, intent, from, PLUG_INTENT_DONE);
  job->account_id = g_strdup (plug_intent_get_account_id (intent));
  job->instance_id = g_strdup (plug_intent_get_instance_id (intent));
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_settle_deletion_async);
}

/* plug_store_probe_async:
 * Writes an intent of some size to the disk and takes it back: whether the next one would have
 * room. Ends with plug_store_finish(). */
void
plug_store_probe_async (PlugStore           *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (PlugIntent) intent = NULL;
  g_autofree char *filling = g_strnfill (PROBE_BYTES, ' ');
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));

  intent = plug_intent_new (PLUG_INTENT_CREATE, "", "", "", "", NULL);
  plug_intent_set_message (intent, filling);
  job = plug_store_job_new (self, plug_store_probe);
  job->intent = plug_intent_row_new (intent);
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_probe_async);
}
