/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugCreation: one instance being made, journalled. Read from plug_creation_start() on; each
 * step's callback stands before the step that waits for it. */

#include "config.h"

#include "plug-creation.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-inventory-private.h"
#include "plug-match.h"
#include "plug-service-enums.h"
#include "plug-text.h"

/* How long the look at what is there already may take, and how far it goes, before a request is
 * sent without it. */
#define BASELINE_MS    15000
#define BASELINE_PAGES 5

/* Of many made one after another, not each has to try first whether the disk has room, or ask a
 * keyring that is storing tokens whether it does. */
#define PROBE_US (2 * G_USEC_PER_SEC)

/* How old the look at what is there may be when the request leaves. */
#define STALE_US (10 * G_USEC_PER_SEC)

struct _PlugCreation {
  GObject parent_instance;

  PlugInventory *inventory; /* strong while it runs */
  PlugAccount *account;
  PlugDraft *draft;
  char *op; /* (nullable): under which it is to be journalled */
  PlugIntent *intent;
  PlugInstance *instance;
  PlugApi *api;
  GCancellable *cancellable;
  GError *error;
  PlugCreationPhase phase;
  PlugCreationOutcome outcome;
  gboolean held;     /* waits for its turn before it records that it sends */
  gint64 listed_at;  /* monotonic µs */
};

typedef enum {
  PROP_PHASE = 1,
  PROP_OUTCOME,
} PlugCreationProperty;

static GParamSpec *properties[PROP_OUTCOME + 1];

G_DEFINE_FINAL_TYPE (PlugCreation, plug_creation, G_TYPE_OBJECT)

static void
enter_phase (PlugCreation      *self,
             PlugCreationPhase  phase)
{
  if (self->phase == phase)
    return;
  self->phase = phase;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
}

/* Takes @error. The last step of every way through. */
static void
finish (PlugCreation        *self,
        PlugCreationOutcome  outcome,
        GError              *error)
{
  g_autoptr (PlugInventory) inventory = g_steal_pointer (&self->inventory);

  self->error = error;
  self->outcome = outcome;
  g_clear_object (&self->api);
  if (self->intent != NULL)
    plug_inventory_set_in_flight (inventory, self->intent, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTCOME]);
  enter_phase (self, PLUG_CREATION_FINISHED);
  if (outcome == PLUG_CREATION_IN_DOUBT)
    plug_inventory_reconcile (inventory);
}

/* Takes @error. Before anything was recorded or sent. */
static void
finish_unsent (PlugCreation *self,
               GError       *error)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_error (&error);
      finish (self, PLUG_CREATION_CANCELLED, NULL);
      return;
    }
  finish (self, PLUG_CREATION_FAILED, error);
}

static char *
dup_shown (const char *text)
{
  return text != NULL ? plug_text_for_display (text) : NULL;
}

/* plug_creation_dup_doubt_reason:
 * Private to the service.
 * @cause: what came instead of a good answer to a request that left
 *
 * Returns: (transfer full): a sentence that says why nobody knows, without the advice to try
 *   again that fits all other requests */
char *
plug_creation_dup_doubt_reason (const GError *cause)
{
  guint status = plug_error_get_status (cause);
  g_autofree char *server = dup_shown (plug_error_get_server_message (cause));
  g_autofree char *provider = dup_shown (plug_error_get_provider_message (cause));

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_strdup (_("The tenant did not answer in time."));
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup (_("The waiting ended before the tenant’s answer came."));
  if (status == 0)
    return g_strdup (_("The tenant’s answer was lost."));
  if (status < 300)
    return g_strdup (cause->message);
  if (server != NULL && provider != NULL)
    return g_strdup_printf (_("The tenant answered with status %u: “%s”. The connected system "
                              "says: “%s”."), status, server, provider);
  if (server != NULL || provider != NULL)
    return g_strdup_printf (_("The tenant answered with status %u: “%s”."), status,
                            server != NULL ? server : provider);
  return g_strdup_printf (_("The tenant answered with status %u."), status);
}

static GError *
doubt_error_new (const GError *cause,
                 const char   *reason)
{
  g_autofree char *message = NULL;
  GError *error;

  /* Translators: %s is a sentence that says what became of the answer */
  message = g_strdup_printf (_("%s Checking whether the instance exists; nothing is sent a second "
                               "time."), reason);
  error = plug_error_new_remote (PLUG_ERROR_OUTCOME_UNKNOWN,
                                 plug_error_get_status (cause),
                                 message,
                                 plug_error_get_server_message (cause),
                                 plug_error_get_provider_message (cause),
                                 plug_error_get_request_id (cause));
  plug_error_set_retry_after (error, plug_error_get_retry_after (cause));
  return error;
}

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (PlugCreation) self = user_data;
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (GError) keyring_error = NULL;
  g_autoptr (GError) error = NULL;

  instance = plug_inventory_settle_finish (PLUG_INVENTORY (source), result, &keyring_error, &error);
  if (instance != NULL)
    {
      /* Asked before the error is handed on: arguments have no order. */
      PlugCreationOutcome outcome = keyring_error != NULL ? PLUG_CREATION_TOKEN_UNSAVED
                                                          : PLUG_CREATION_DONE;

      g_set_object (&self->instance, instance);
      finish (self, outcome, g_steal_pointer (&keyring_error));
      return;
    }

  g_prefix_error (&error,
                  _("The instance %s was created, but that could not be written down here. It "
                    "will be found again. "),
                  plug_instance_get_id (self->instance));
  finish (self, PLUG_CREATION_IN_DOUBT, g_steal_pointer (&error));
}

static void
doubt_recorded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (PlugCreation) self = user_data;
  g_autoptr (GError) error = NULL;

  /* A journal that still says SENT means the same. */
  if (!plug_inventory_move_intent_finish (PLUG_INVENTORY (source), result, &error))
    g_info ("An intent stays as it is in the journal: %s", error->message);
  finish (self, PLUG_CREATION_IN_DOUBT, g_steal_pointer (&self->error));
}

static void
refusal_recorded_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (PlugCreation) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean cancelled = g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* Left as SENT it is looked for, not found, and said so: nothing is wrong but late. */
  if (!plug_inventory_move_intent_finish (PLUG_INVENTORY (source), result, &error))
    g_info ("An intent stays as it is in the journal: %s", error->message);
  if (cancelled)
    g_clear_error (&self->error);
  finish (self, cancelled ? PLUG_CREATION_CANCELLED : PLUG_CREATION_FAILED,
          g_steal_pointer (&self->error));
}

/* Takes @cause. */
static void
record_refusal (PlugCreation *self,
                GError       *cause)
{
  plug_intent_set_message (self->intent, cause->message);
  plug_intent_set_request_id (self->intent, plug_error_get_request_id (cause));
  self->error = cause;
  plug_inventory_move_intent_async (self->inventory, self->intent, PLUG_INTENT_FAILED,
                                    refusal_recorded_cb, g_object_ref (self));
}

static void
record_doubt (PlugCreation *self,
              const GError *cause)
{
  g_autofree char *reason = plug_creation_dup_doubt_reason (cause);

  plug_intent_set_message (self->intent, reason);
  plug_intent_set_request_id (self->intent, plug_error_get_request_id (cause));
  self->error = doubt_error_new (cause, reason);
  plug_inventory_move_intent_async (self->inventory, self->intent, PLUG_INTENT_UNKNOWN,
                                    doubt_recorded_cb, g_object_ref (self));
}

static void
posted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (PlugCreation) self = user_data;
  g_autoptr (PlugSecret) token = NULL;
  g_autoptr (GError) error = NULL;
  PlugOutcome outcome = PLUG_OUTCOME_UNKNOWN;

  self->instance = plug_api_create_finish (PLUG_API (source), result, &token, &outcome, &error);
  switch (outcome)
    {
    case PLUG_OUTCOME_DONE:
      plug_draft_mask_instance (self->draft, self->instance);
      enter_phase (self, PLUG_CREATION_SAVING);
      plug_inventory_settle_async (self->inventory, self->intent, PLUG_CLAIM_PROVEN,
                                   self->instance, token, settled_cb, g_object_ref (self));
      break;

    case PLUG_OUTCOME_NOT_DONE:
      record_refusal (self, g_steal_pointer (&error));
      break;

    case PLUG_OUTCOME_UNKNOWN:
    default:
      g_clear_object (&self->instance);
      record_doubt (self, error);
      break;
    }
}

static void
post (PlugCreation *self)
{
  g_autoptr (PlugSecret) body = NULL;
  g_autoptr (GPtrArray) secrets = NULL;
  char *text = plug_draft_build_text (self->draft, PLUG_DRAFT_REVEAL, FALSE);

  body = plug_secret_new (text);
  plug_secret_wipe_text (text);
  g_free (text);

  secrets = plug_draft_list_secrets (self->draft);
  for (guint i = 0; i < secrets->len; i++)
    plug_api_hide (self->api, g_ptr_array_index (secrets, i));
  enter_phase (self, PLUG_CREATION_POSTING);
  plug_api_set_deadlines (self->api, 0, 0);
  plug_api_create_async (self->api, body, self->cancellable, posted_cb, g_object_ref (self));
}

static void
withdrawn_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (PlugCreation) self = user_data;
  g_autoptr (GError) error = NULL;

  /* A row that stays is looked for at the next start, in vain. */
  if (!plug_inventory_move_intent_finish (PLUG_INVENTORY (source), result, &error))
    g_info ("An intent that was not sent may be in the journal: %s", error->message);
  plug_intent_set_state (self->intent, PLUG_INTENT_FAILED);
  finish_unsent (self, g_steal_pointer (&self->error));
}

/* Takes @cause. A commit that failed in its last sync is done all the same, and the journal says
 * that something was sent; most often there is nothing to take back. */
static void
withdraw (PlugCreation *self,
          GError       *cause)
{
  plug_intent_set_message (self->intent, cause->message);
  self->error = cause;
  plug_inventory_move_intent_async (self->inventory, self->intent, PLUG_INTENT_FAILED,
                                    withdrawn_cb, g_object_ref (self));
}

/* Takes @error. The op is in the journal already: another process makes this one, and what the
 * journal says of it is not ours to change. */
static void
leave_to_other (PlugCreation *self,
                GError       *error)
{
  g_autoptr (PlugIntent) intent = g_steal_pointer (&self->intent);

  plug_intent_set_state (intent, PLUG_INTENT_FAILED);
  plug_inventory_set_in_flight (self->inventory, intent, FALSE);
  finish_unsent (self, error);
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PlugCreation) self = user_data;
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    {
      if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_STATE))
        leave_to_other (self, error);
      else
        withdraw (self, error);
    }
  else if (g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    record_refusal (self, error);
  else
    post (self);
}

/* Committed, with synchronous=FULL, before the request leaves. */
static void
record_sent (PlugCreation *self)
{
  plug_inventory_set_in_flight (self->inventory, self->intent, TRUE);
  plug_intent_set_state (self->intent, PLUG_INTENT_SENT);
  plug_intent_set_sent (self->intent, g_get_real_time ());
  plug_store_record_intent_async (plug_inventory_get_store (self->inventory), self->intent, NULL,
                                  recorded_cb, g_object_ref (self));
}

static void
note_baseline (PlugCreation *self,
               PlugListing  *listing)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_auto (GStrv) known_ids = NULL;

  plug_intent_set_server_time (self->intent, listing->server_time);
  if (!listing->complete)
    return;
  for (guint i = 0; i < listing->instances->len; i++)
    {
      PlugListed *listed = g_ptr_array_index (listing->instances, i);

      if (plug_match_names (plug_intent_get_name (self->intent),
                            plug_instance_get_name (listed->instance)))
        g_strv_builder_add (ids, plug_instance_get_id (listed->instance));
    }
  known_ids = g_strv_builder_end (ids);
  plug_intent_set_known_ids (self->intent, (const char *const *) known_ids);
}

/* What would make the POST fail for certain is better said before it. */
static gboolean
rules_out_post (const GError *error)
{
  return g_error_matches (error, PLUG_ERROR, PLUG_ERROR_CREDENTIALS_REJECTED) ||
         g_error_matches (error, PLUG_ERROR, PLUG_ERROR_REDIRECTED) ||
         g_error_matches (error, PLUG_ERROR, PLUG_ERROR_PROXY) ||
         g_error_matches (error, PLUG_ERROR, PLUG_ERROR_TLS_MISSING) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
         error->domain == G_TLS_ERROR ||
         error->domain == G_RESOLVER_ERROR;
}

static void
baseline_listed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (PlugCreation) self = user_data;
  g_autoptr (PlugListing) listing = NULL;
  g_autoptr (GError) error = NULL;

  listing = plug_api_list_finish (PLUG_API (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable) || (error != NULL && rules_out_post (error)))
    {
      g_clear_object (&self->intent);
      finish_unsent (self, g_steal_pointer (&error));
      return;
    }
  if (listing != NULL)
    note_baseline (self, listing);
  self->listed_at = g_get_monotonic_time ();
  if (self->held)
    enter_phase (self, PLUG_CREATION_WAITING);
  else
    record_sent (self);
}

static void
list_baseline (PlugCreation *self)
{
  const char *name = plug_draft_get_name (self->draft);

  enter_phase (self, PLUG_CREATION_LISTING);
  plug_api_set_deadlines (self->api, BASELINE_MS, 0);
  plug_api_list_async (self->api, plug_match_is_plain_name (name) ? name : NULL, BASELINE_PAGES,
                       self->cancellable, baseline_listed_cb, g_object_ref (self));
}

static void
begin_intent (PlugCreation *self)
{
  if (self->op == NULL)
    self->op = g_uuid_string_random ();
  self->intent =
    plug_intent_new_with_op (self->op,
                             PLUG_INTENT_CREATE,
                             plug_account_get_id (self->account),
                             plug_account_get_base_url (self->account),
                             plug_connector_get_key (plug_draft_get_connector (self->draft)),
                             plug_draft_get_name (self->draft),
                             plug_draft_get_tags (self->draft));
  plug_intent_set_created (self->intent, g_get_real_time ());
  list_baseline (self);
}

static void
api_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (PlugCreation) self = user_data;
  GError *error = NULL;

  self->api = plug_inventory_open_api_finish (PLUG_INVENTORY (source), result, &error);
  if (self->api == NULL)
    finish_unsent (self, error);
  else
    begin_intent (self);
}

static void
open_api (PlugCreation *self)
{
  if (self->api != NULL)
    {
      begin_intent (self);
      return;
    }
  plug_inventory_open_api_async (self->inventory, self->account, self->cancellable, api_opened_cb,
                                 g_object_ref (self));
}

static void
store_probed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (PlugCreation) self = user_data;
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    {
      finish_unsent (self, error);
      return;
    }
  plug_inventory_note_probe (self->inventory);
  open_api (self);
}

static void
probe_store (PlugCreation *self)
{
  if (self->op != NULL && plug_inventory_get_probe_age (self->inventory) < PROBE_US)
    open_api (self);
  else
    plug_store_probe_async (plug_inventory_get_store (self->inventory), self->cancellable,
                            store_probed_cb, g_object_ref (self));
}

static void
keyring_probed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (PlugCreation) self = user_data;
  GError *error = NULL;

  if (!plug_keyring_probe_finish (PLUG_KEYRING (source), result, &error))
    finish_unsent (self, error);
  else
    probe_store (self);
}

static void
plug_creation_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  PlugCreation *self = PLUG_CREATION (object);

  switch ((PlugCreationProperty) prop_id)
    {
    case PROP_PHASE:
      g_value_set_enum (value, self->phase);
      break;

    case PROP_OUTCOME:
      g_value_set_enum (value, self->outcome);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
plug_creation_dispose (GObject *object)
{
  PlugCreation *self = PLUG_CREATION (object);

  g_clear_object (&self->inventory);
  g_clear_object (&self->account);
  g_clear_object (&self->draft);
  g_clear_object (&self->intent);
  g_clear_object (&self->instance);
  g_clear_object (&self->api);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (plug_creation_parent_class)->dispose (object);
}

static void
plug_creation_finalize (GObject *object)
{
  PlugCreation *self = PLUG_CREATION (object);

  g_clear_error (&self->error);
  g_free (self->op);

  G_OBJECT_CLASS (plug_creation_parent_class)->finalize (object);
}

static void
plug_creation_class_init (PlugCreationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plug_creation_get_property;
  object_class->dispose = plug_creation_dispose;
  object_class->finalize = plug_creation_finalize;

  properties[PROP_PHASE] =
    g_param_spec_enum ("phase", NULL, NULL, PLUG_TYPE_CREATION_PHASE, PLUG_CREATION_CHECKING,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_OUTCOME] =
    g_param_spec_enum ("outcome", NULL, NULL, PLUG_TYPE_CREATION_OUTCOME, PLUG_CREATION_PENDING,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_creation_init (PlugCreation *self)
{
  self->cancellable = g_cancellable_new ();
}

/* plug_creation_new:
 * Private to the service. @account and @draft must not be changed while it runs.
 * @op: (nullable): under which it is to be journalled, when somebody has noted that before; NULL
 *   for one of its own
 *
 * Returns: (transfer full): a creation not started yet */
PlugCreation *
plug_creation_new (PlugInventory *inventory,
                   PlugAccount   *account,
                   PlugDraft     *draft,
                   const char    *op)
{
  PlugCreation *self = g_object_new (PLUG_TYPE_CREATION, NULL);

  self->inventory = g_object_ref (inventory);
  self->account = g_object_ref (account);
  self->draft = g_object_ref (draft);
  self->op = g_strdup (op);
  return self;
}

/* plug_creation_start:
 * Private to the service. Begins with the preflight; it lives until it is finished, whoever
 * holds it. */
void
plug_creation_start (PlugCreation *self)
{
  PlugKeyring *keyring;

  g_return_if_fail (PLUG_IS_CREATION (self));
  g_return_if_fail (self->inventory != NULL);

  keyring = plug_inventory_get_keyring (self->inventory);
  if (self->op != NULL && plug_keyring_get_proof_age (keyring) < PROBE_US)
    probe_store (self);
  else
    plug_keyring_probe_async (keyring, FALSE, self->cancellable, keyring_probed_cb,
                              g_object_ref (self));
}

/* plug_creation_hold:
 * Private to the service. Before it is started: it is to stop at %PLUG_CREATION_WAITING, with all
 * done that comes before a request is sent, until plug_creation_release(). */
void
plug_creation_hold (PlugCreation *self)
{
  g_return_if_fail (PLUG_IS_CREATION (self));
  g_return_if_fail (self->phase == PLUG_CREATION_CHECKING);

  self->held = TRUE;
}

/* plug_creation_set_api:
 * Private to the service. Before it is started.
 * @api: of its account, as it was opened for another creation a moment ago: a keyring that is
 *   storing tokens takes long to give out the same secrets again */
void
plug_creation_set_api (PlugCreation *self,
                       PlugApi      *api)
{
  g_return_if_fail (PLUG_IS_CREATION (self));
  g_return_if_fail (self->phase == PLUG_CREATION_CHECKING && self->api == NULL);

  self->api = plug_api_dup (api);
}

/* plug_creation_get_api:
 * Private to the service.
 *
 * Returns: (nullable) (transfer none): access to its tenant, while there is some */
PlugApi *
plug_creation_get_api (PlugCreation *self)
{
  g_return_val_if_fail (PLUG_IS_CREATION (self), NULL);

  return self->api;
}

/* plug_creation_release:
 * Private to the service. Sends what is %PLUG_CREATION_WAITING, unless what it knows of the tenant
 * is too old: then it looks again first. */
void
plug_creation_release (PlugCreation *self)
{
  g_return_if_fail (PLUG_IS_CREATION (self));
  g_return_if_fail (self->phase == PLUG_CREATION_WAITING && self->held);

  self->held = FALSE;
  if (g_get_monotonic_time () - self->listed_at > STALE_US)
    list_baseline (self);
  else
    record_sent (self);
}

/* plug_creation_is_held:
 * Private to the service.
 *
 * Returns: whether it will wait for its turn, or does */
gboolean
plug_creation_is_held (PlugCreation *self)
{
  g_return_val_if_fail (PLUG_IS_CREATION (self), FALSE);

  return self->held;
}

/* plug_creation_get_phase:
 * Returns: what it is doing */
PlugCreationPhase
plug_creation_get_phase (PlugCreation *self)
{
  g_return_val_if_fail (PLUG_IS_CREATION (self), PLUG_CREATION_FINISHED);

  return self->phase;
}

/* plug_creation_get_outcome:
 * Returns: what came of it; %PLUG_CREATION_PENDING until it is finished */
PlugCreationOutcome
plug_creation_get_outcome (PlugCreation *self)
{
  g_return_val_if_fail (PLUG_IS_CREATION (self), PLUG_CREATION_PENDING);

  return self->outcome;
}

/* plug_creation_get_error:
 * Returns: (transfer none) (nullable): why it is not simply done, once finished */
const GError *
plug_creation_get_error (PlugCreation *self)
{
  g_return_val_if_fail (PLUG_IS_CREATION (self), NULL);

  return self->outcome != PLUG_CREATION_PENDING ? self->error : NULL;
}

/* plug_creation_get_account:
 * Returns: (transfer none): the account it is for */
PlugAccount *
plug_creation_get_account (PlugCreation *self)
{
  g_return_val_if_fail (PLUG_IS_CREATION (self), NULL);

  return self->account;
}

/* plug_creation_get_draft:
 * Returns: (transfer none): what was filled in */
PlugDraft *
plug_creation_get_draft (PlugCreation *self)
{
  g_return_val_if_fail (PLUG_IS_CREATION (self), NULL);

  return self->draft;
}

/* plug_creation_get_intent:
 * Returns: (transfer none) (nullable): its line in the journal; NULL when nothing was recorded */
PlugIntent *
plug_creation_get_intent (PlugCreation *self)
{
  g_return_val_if_fail (PLUG_IS_CREATION (self), NULL);

  return self->intent;
}

/* plug_creation_get_instance:
 * Returns: (transfer none) (nullable): the instance, once the tenant made it */
PlugInstance *
plug_creation_get_instance (PlugCreation *self)
{
  g_return_val_if_fail (PLUG_IS_CREATION (self), NULL);

  return self->instance;
}

/* plug_creation_cancel:
 * Before SENT is recorded, nothing is sent and the outcome is %PLUG_CREATION_CANCELLED. After it,
 * the waiting ends and the outcome is %PLUG_CREATION_IN_DOUBT: the tenant may have the request. */
void
plug_creation_cancel (PlugCreation *self)
{
  g_return_if_fail (PLUG_IS_CREATION (self));

  g_cancellable_cancel (self->cancellable);
  if (self->phase != PLUG_CREATION_WAITING || !self->held)
    return;
  g_clear_object (&self->intent);
  finish_unsent (self, NULL);
}
