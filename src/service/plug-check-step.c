/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugCheck: how one instance is: of its account the tenant once, of itself the tenant and, through
 * it, the connected system. What a check changes is a token that the tenant has replaced. Read from
 * plug_check_begin() up. */

#include "config.h"

#include "plug-check-private.h"
#include "plug-drift.h"
#include "plug-error.h"
#include "plug-inventory-private.h"

/* One instance, being checked. */
typedef struct {
  PlugCheck *self;
  PlugCheckResult *result;
  PlugInstance *instance;
  PlugCheckTenant *tenant;
  PlugListed *listed;      /* (nullable): as the tenant has it */
  PlugInstance *saved;     /* as it was saved */
  PlugSecret *token;       /* (nullable): what is pinged with */
  GError *instance_error;
  GError *ping_error;
  gboolean from_keyring;   /* the token is */
  gboolean token_missing;
  gboolean token_renewed;
  gboolean is_gone;        /* said twice */
  gboolean pinged;
  gboolean is_invalid;
} Step;

static void
step_free (Step *step)
{
  g_object_unref (step->result);
  g_object_unref (step->instance);
  g_clear_pointer (&step->listed, plug_listed_free);
  g_clear_object (&step->saved);
  g_clear_pointer (&step->token, plug_secret_unref);
  g_clear_error (&step->instance_error);
  g_clear_error (&step->ping_error);
  g_object_unref (step->self);
  g_free (step);
}

/* Takes @step. */
static void
leave (Step *step)
{
  g_autoptr (PlugCheck) self = g_object_ref (step->self);
  PlugCheckHost *host = step->tenant->host;

  step_free (step);
  plug_check_leave (self, host);
}

static gboolean
has_drift (GPtrArray     *drifts,
           PlugDriftKind  kind)
{
  for (guint i = 0; i < drifts->len; i++)
    {
      if (plug_drift_get_kind (g_ptr_array_index (drifts, i)) == kind)
        return TRUE;
    }
  return FALSE;
}

static PlugDiagnosis *
diagnose (Step         *step,
          PlugInstance *current)
{
  g_autoptr (GPtrArray) drifts = plug_drift_compare (step->saved, current);
  PlugFindings findings = {
    .platform = { step->tenant->asked, step->tenant->error },
    .instance = { step->listed != NULL || step->instance_error != NULL, step->instance_error },
    .ping = { step->pinged, step->ping_error },
    .secrets = step->tenant->secrets,
    .is_gone = step->is_gone,
    .is_disabled = step->listed != NULL && plug_instance_is_disabled (current),
    .was_disabled = plug_instance_is_disabled (step->saved),
    .is_due = plug_instance_get_due (step->instance) != 0,
    .is_unpingable = step->ping_error != NULL && plug_diagnosis_is_unpingable (step->ping_error),
    .is_invalid = step->is_invalid,
    .token_renewed = step->token_renewed,
    .token_missing = step->token_missing,
    .events_off = has_drift (drifts, PLUG_DRIFT_EVENTS_OFF),
    .is_changed = drifts->len > 0,
  };

  if (step->tenant->account != NULL)
    findings.base_url = plug_account_get_base_url (step->tenant->account);
  return plug_diagnosis_new (&findings);
}

/* What the tenant itself said is worth keeping; what kept us from asking it is not about the
 * instance. */
static gboolean
is_worth_keeping (Step                *step,
                  const PlugDiagnosis *diagnosis)
{
  return !diagnosis->of_account &&
         (diagnosis->health != PLUG_HEALTH_UNKNOWN || step->listed != NULL);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    g_info ("What a check found out is not written down: %s", error->message);
}

static void
keep (Step                *step,
      PlugInstance        *current,
      const PlugDiagnosis *diagnosis)
{
  PlugInventory *inventory = plug_check_get_inventory (step->self);
  g_autoptr (GPtrArray) renewed = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  gboolean is_news = plug_instance_get_health (step->instance) != diagnosis->health;

  plug_instance_set_health (current, diagnosis->health, diagnosis->reason);
  plug_instance_set_checked (current, g_get_real_time ());
  g_ptr_array_add (renewed, current);
  plug_store_save_listed_async (plug_inventory_get_store (inventory), renewed, NULL, NULL,
                                saved_cb, NULL);
  plug_inventory_present_instance (inventory, current);
  if (!is_news && plug_check_get_n_total (step->self) > 1)
    return;
  if (diagnosis->reason != NULL)
    error = g_error_new_literal (PLUG_ERROR, PLUG_ERROR_FAILED, diagnosis->reason);
  plug_inventory_record (inventory, current, PLUG_DEED_CHECK, error);
}

static gboolean
is_cancelled (Step *step)
{
  return g_cancellable_is_cancelled (plug_check_get_cancellable (step->self));
}

/* Still listed, and not forgotten or deleted while it was asked about. */
static gboolean
is_there (Step *step)
{
  return plug_inventory_find_instance (plug_check_get_inventory (step->self),
                                       plug_instance_get_account_id (step->instance),
                                       plug_instance_get_id (step->instance)) == step->instance;
}

/* Takes @step. */
static void
conclude (Step *step)
{
  g_autoptr (PlugInstance) current = NULL;
  g_autoptr (PlugDiagnosis) diagnosis = NULL;

  if (is_cancelled (step))
    {
      plug_check_result_set_state (step->result, PLUG_CHECK_CANCELLED);
      leave (step);
      return;
    }
  step->saved = plug_instance_dup_accepted (step->instance);
  if (step->listed != NULL)
    current = plug_instance_merge (step->instance, step->listed->instance);
  if (current == NULL)
    current = plug_instance_dup (step->instance);
  diagnosis = diagnose (step, current);
  if (is_worth_keeping (step, diagnosis) && is_there (step))
    keep (step, current, diagnosis);
  plug_check_result_conclude (step->result, diagnosis);
  leave (step);
}

/* Pinging, with the token that is saved; when the tenant has replaced it, once more with the one
 * it gives out now. */

static void ping (Step *step);

static void
renewed_token_stored_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  Step *step = user_data;
  g_autoptr (GError) error = NULL;

  if (plug_keyring_store_finish (PLUG_KEYRING (source), result, &error))
    {
      plug_instance_set_saved (step->instance, g_get_real_time ());
      plug_instance_set_token_state (step->instance, PLUG_TOKEN_SAVED);
      plug_store_save_instance_async (
        plug_inventory_get_store (plug_check_get_inventory (step->self)), step->instance, NULL,
        saved_cb, NULL);
    }
  else
    g_info ("A token that was renewed could not be saved: %s", error->message);
  ping (step);
}

static void
renew_token (Step *step)
{
  PlugInventory *inventory = plug_check_get_inventory (step->self);
  g_autofree char *label = plug_inventory_dup_token_label (step->instance);

  step->token_renewed = TRUE;
  g_clear_error (&step->ping_error);
  g_clear_pointer (&step->token, plug_secret_unref);
  step->token = plug_secret_ref (step->listed->token);
  plug_inventory_record (inventory, step->instance, PLUG_DEED_FETCH_TOKEN, NULL);
  plug_keyring_store_async (plug_inventory_get_keyring (inventory), PLUG_SECRET_KIND_TOKEN,
                            plug_instance_get_account_id (step->instance),
                            plug_instance_get_id (step->instance), label, step->token, NULL,
                            renewed_token_stored_cb, step);
}

/* Takes @step. */
static void
judge_ping (Step *step)
{
  gboolean rejected = g_error_matches (step->ping_error, PLUG_ERROR, PLUG_ERROR_TOKEN_REJECTED) &&
                      plug_error_get_provider_message (step->ping_error) == NULL;

  if (!rejected || is_cancelled (step))
    conclude (step);
  else if (step->from_keyring && !step->token_renewed && step->listed->token != NULL &&
           !plug_secret_equal (step->listed->token, step->token))
    renew_token (step);
  else
    {
      step->token_renewed = step->listed->token != NULL;
      conclude (step);
    }
}

static void
fetched_anew_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Step *step = user_data;
  PlugListed *listed = plug_api_get_finish (PLUG_API (source), result, NULL);

  if (listed != NULL)
    {
      plug_listed_free (step->listed);
      step->listed = listed;
    }
  judge_ping (step);
}

static void
pinged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Step *step = user_data;
  gboolean valid = TRUE;

  plug_api_ping_finish (PLUG_API (source), result, &valid, &step->ping_error);
  step->pinged = TRUE;
  step->is_invalid = !valid;
  /* It may have been replaced since the instance was asked for. */
  if (g_error_matches (step->ping_error, PLUG_ERROR, PLUG_ERROR_TOKEN_REJECTED) &&
      step->from_keyring && !step->token_renewed && step->listed->token != NULL &&
      plug_secret_equal (step->listed->token, step->token))
    plug_api_get_async (step->tenant->api, plug_instance_get_id (step->instance),
                        plug_check_get_cancellable (step->self), fetched_anew_cb, step);
  else
    judge_ping (step);
}

static void
ping (Step *step)
{
  plug_api_ping_async (step->tenant->api, plug_instance_get_hub (step->instance), step->token,
                       FALSE, plug_check_get_cancellable (step->self), pinged_cb, step);
}

static void
token_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Step *step = user_data;
  g_autoptr (GError) error = NULL;

  step->token = plug_inventory_load_token_finish (PLUG_INVENTORY (source), result, &error);
  step->from_keyring = step->token != NULL;
  step->token_missing = g_error_matches (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT) &&
                        plug_instance_get_origin (step->instance) == PLUG_ORIGIN_HERE;
  if (step->token == NULL && step->listed->token != NULL)
    step->token = plug_secret_ref (step->listed->token);
  if (step->token != NULL)
    ping (step);
  else
    conclude (step);
}

/* A disabled instance cannot be pinged; of one made elsewhere the token is not kept here. */
static void
find_token (Step *step)
{
  gboolean is_kept = plug_instance_get_origin (step->instance) == PLUG_ORIGIN_HERE ||
                     plug_instance_get_token_state (step->instance) == PLUG_TOKEN_SAVED;

  if (plug_instance_is_disabled (step->listed->instance) ||
      (!is_kept && step->listed->token == NULL))
    conclude (step);
  else if (is_kept)
    plug_inventory_load_token_async (plug_check_get_inventory (step->self), step->instance,
                                     plug_check_get_cancellable (step->self), token_found_cb, step);
  else
    {
      step->token = plug_secret_ref (step->listed->token);
      ping (step);
    }
}

/* The instance itself. What the tenant does not have it is asked for a second time. */

static void
instance_came_again_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  Step *step = user_data;
  g_autoptr (GError) error = NULL;

  step->listed = plug_api_get_finish (PLUG_API (source), result, &error);
  if (step->listed != NULL)
    {
      g_clear_error (&step->instance_error);
      find_token (step);
      return;
    }
  step->is_gone = g_error_matches (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND);
  conclude (step);
}

static void
instance_came_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Step *step = user_data;

  step->listed = plug_api_get_finish (PLUG_API (source), result, &step->instance_error);
  if (step->listed != NULL)
    find_token (step);
  else if (g_error_matches (step->instance_error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND))
    plug_api_get_async (step->tenant->api, plug_instance_get_id (step->instance),
                        plug_check_get_cancellable (step->self), instance_came_again_cb, step);
  else
    conclude (step);
}

/* Whoever may not see the organization may still use its instances. */
static gboolean
may_go_on (PlugCheckTenant *tenant)
{
  return tenant->api != NULL &&
         (tenant->error == NULL ||
          g_error_matches (tenant->error, PLUG_ERROR, PLUG_ERROR_FORBIDDEN));
}

/* Takes @step. */
static void
ask_for_instance (Step *step)
{
  if (!may_go_on (step->tenant) || is_cancelled (step))
    conclude (step);
  else
    plug_api_get_async (step->tenant->api, plug_instance_get_id (step->instance),
                        plug_check_get_cancellable (step->self), instance_came_cb, step);
}

/* The account, once. Its first step finds out for all, and the others wait. */

static void
release (PlugCheckTenant *tenant)
{
  Step *step;

  tenant->asking = FALSE;
  tenant->asked = TRUE;
  while ((step = g_queue_pop_head (&tenant->waiting)) != NULL)
    ask_for_instance (step);
}

/* Which of the two secrets? A call of an instance is taken with the user secret alone. */
static void
pinged_shorter_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  Step *step = user_data;
  g_autoptr (GError) error = NULL;

  if (plug_api_ping_finish (PLUG_API (source), result, NULL, &error) ||
      (plug_error_get_status (error) != 0 &&
       !g_error_matches (error, PLUG_ERROR, PLUG_ERROR_TOKEN_REJECTED)))
    step->tenant->secrets = PLUG_SECRETS_ORGANIZATION;
  else if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_TOKEN_REJECTED))
    step->tenant->secrets = PLUG_SECRETS_USER;
  release (step->tenant);
}

static void
token_for_verdict_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  Step *step = user_data;
  g_autoptr (PlugSecret) token = NULL;

  token = plug_inventory_load_token_finish (PLUG_INVENTORY (source), result, NULL);
  if (token == NULL)
    release (step->tenant);
  else
    plug_api_ping_async (step->tenant->api, plug_instance_get_hub (step->instance), token, TRUE,
                         plug_check_get_cancellable (step->self), pinged_shorter_cb, step);
}

static void
find_out_which (Step *step)
{
  if (plug_api_are_secrets_swapped (step->tenant->api))
    step->tenant->secrets = PLUG_SECRETS_SWAPPED;
  if (step->tenant->secrets != PLUG_SECRETS_UNCLEAR ||
      plug_instance_get_token_state (step->instance) != PLUG_TOKEN_SAVED)
    release (step->tenant);
  else
    plug_inventory_load_token_async (plug_check_get_inventory (step->self), step->instance,
                                     plug_check_get_cancellable (step->self),
                                     token_for_verdict_cb, step);
}

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Step *step = user_data;
  PlugCheckTenant *tenant = step->tenant;
  g_autofree char *organization = plug_api_verify_finish (PLUG_API (source), result,
                                                          &tenant->error);

  if (organization != NULL)
    {
      plug_account_set_organization (tenant->account, organization);
      plug_account_set_state (tenant->account, PLUG_ACCOUNT_STATE_VERIFIED);
    }
  if (!g_error_matches (tenant->error, PLUG_ERROR, PLUG_ERROR_CREDENTIALS_REJECTED))
    {
      release (tenant);
      return;
    }
  plug_account_set_state (tenant->account, PLUG_ACCOUNT_STATE_REJECTED);
  find_out_which (step);
}

static void
api_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Step *step = user_data;
  PlugCheckTenant *tenant = step->tenant;

  tenant->api = plug_inventory_open_api_finish (PLUG_INVENTORY (source), result, &tenant->error);
  if (tenant->api == NULL)
    release (tenant);
  else
    plug_api_verify_async (tenant->api, plug_check_get_cancellable (step->self), verified_cb, step);
}

static Step *
step_new (PlugCheck       *self,
          PlugCheckResult *result,
          PlugCheckTenant *tenant)
{
  Step *step = g_new0 (Step, 1);

  step->self = g_object_ref (self);
  step->result = g_object_ref (result);
  step->instance = g_object_ref (plug_check_result_get_instance (result));
  step->tenant = tenant;
  return step;
}

/* plug_check_begin:
 * Private to PlugCheck. Asks about one instance, and before that about its account if nobody has;
 * plug_check_leave() is called when it is done. */
void
plug_check_begin (PlugCheck       *self,
                  PlugCheckResult *result,
                  PlugCheckTenant *tenant)
{
  Step *step = step_new (self, result, tenant);

  if (tenant->asked || is_cancelled (step))
    {
      ask_for_instance (step);
      return;
    }
  g_queue_push_tail (&tenant->waiting, step);
  if (tenant->asking)
    return;
  tenant->asking = TRUE;
  plug_inventory_open_api_async (plug_check_get_inventory (self), tenant->account,
                                 plug_check_get_cancellable (self), api_opened_cb, step);
}
