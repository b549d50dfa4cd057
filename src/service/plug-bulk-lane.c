/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a run that goes to one account: what the end of each creation means for the rows
 * behind it. Nothing is sent again but by PlugCreation, under an op that was never sent. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-bulk-private.h"
#include "plug-error.h"

/* Bounds of what a tenant may make us wait, and how often one after another. */
#define MIN_WAIT_S  1
#define MAX_WAIT_S  300
#define MAX_LIMITED 5
/* Between attempts to reach it. */
#define MAX_PROBE_S 30
/* So many answers lost one after another are not chance. */
#define MAX_DOUBTS  8

/* plug_bulk_lane_new:
 * Returns: (transfer full): an account's lane, open and empty */
PlugBulkLane *
plug_bulk_lane_new (PlugAccount *account)
{
  PlugBulkLane *self = g_new0 (PlugBulkLane, 1);

  self->account = g_object_ref (account);
  g_queue_init (&self->waiting);
  return self;
}

/* plug_bulk_lane_free:
 * @self: (transfer full): a lane */
void
plug_bulk_lane_free (PlugBulkLane *self)
{
  g_clear_object (&self->account);
  g_clear_object (&self->api);
  g_clear_error (&self->reason);
  g_queue_clear (&self->waiting);
  g_free (self);
}

/* plug_bulk_lane_open:
 * Whatever it waits for is not waited for any more. */
void
plug_bulk_lane_open (PlugBulkLane *self)
{
  self->open_at = 0;
  self->is_blocked = FALSE;
  self->n_limited = 0;
  self->n_doubts = 0;
  self->n_unreachable = 0;
  g_clear_error (&self->reason);
}

/* plug_bulk_lane_take:
 * @now: monotonic µs
 *
 * While the tenant was not reached one row tries it for all.
 *
 * Returns: (nullable) (transfer none): the next row to begin */
PlugBulkRow *
plug_bulk_lane_take (PlugBulkLane *self,
                     gint64        now)
{
  if (self->is_blocked || self->open_at > now ||
      (self->n_unreachable > 0 && self->n_running > 0))
    return NULL;
  return g_queue_pop_head (&self->waiting);
}

static void
set_reason (PlugBulkLane *self,
            const GError *reason)
{
  g_clear_error (&self->reason);
  self->reason = g_error_copy (reason);
  self->since = g_get_real_time ();
}

static void
block (PlugBulkLane *self,
       const GError *reason)
{
  set_reason (self, reason);
  self->is_blocked = TRUE;
  g_clear_object (&self->api);
}

static void
wait_seconds (PlugBulkLane *self,
              guint         seconds,
              const GError *reason)
{
  set_reason (self, reason);
  self->open_at = MAX (self->open_at,
                       g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC);
}

/* 429 may mean "too large" as well as "too many": it is not waited for endlessly. */
static void
note_limit (PlugBulkLane *self,
            const GError *error)
{
  guint asked = plug_error_get_retry_after (error);

  if (++self->n_limited > MAX_LIMITED)
    block (self, error);
  else
    wait_seconds (self, CLAMP (asked != 0 ? asked : 5u << self->n_limited, MIN_WAIT_S, MAX_WAIT_S),
                  error);
}

static void
note_lost (PlugBulkLane *self,
           guint         n_jobs,
           const GError *error)
{
  g_autoptr (GError) reason = NULL;

  if (++self->n_doubts < MAX (MAX_DOUBTS, 2 * n_jobs))
    return;
  reason = g_error_new (PLUG_ERROR, PLUG_ERROR_OUTCOME_UNKNOWN,
                        _("%u answers were lost one after another, so no more is sent for now. "
                          "The last: %s"), self->n_doubts, error->message);
  block (self, reason);
}

static gboolean
is_limit (const GError *error)
{
  return plug_error_get_status (error) == 429 ||
         (plug_error_get_status (error) == 503 && plug_error_get_retry_after (error) > 0);
}

/* Another op for a row whose old one is in the journal as not done. */

typedef struct {
  PlugBulk *bulk;
  PlugBulkRow *row;
} Renewal;

static void
renewal_free (Renewal *renewal)
{
  g_object_unref (renewal->bulk);
  g_object_unref (renewal->row);
  g_free (renewal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Renewal, renewal_free)

static void
put_back (PlugBulk    *self,
          PlugBulkRow *row)
{
  g_queue_push_head (&row->lane->waiting, row);
  plug_bulk_move_row (self, row, PLUG_BULK_ROW_WAITING, NULL);
}

static void
renewed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Renewal) renewal = user_data;
  PlugBulkRow *row = renewal->row;
  g_autoptr (GHashTable) changes = NULL;
  g_autoptr (GError) error = NULL;

  changes = plug_store_renew_ops_finish (PLUG_STORE (source), result, &error);
  renewal->bulk->n_renewing--;
  if (changes != NULL)
    {
      char *op = g_strdup (g_hash_table_lookup (changes, row->op));

      g_free (row->op);
      row->op = op;
      put_back (renewal->bulk, row);
    }
  else if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_STATE))
    plug_bulk_move_row (renewal->bulk, row, PLUG_BULK_ROW_IN_DOUBT, error->message);
  else
    plug_bulk_move_row (renewal->bulk, row, PLUG_BULK_ROW_FAILED, error->message);
  plug_bulk_pump (renewal->bulk);
}

/* Nothing is on the tenant: the row waits again. What the journal has of it stays there. */
static void
return_row (PlugBulk     *self,
            PlugBulkRow  *row,
            PlugCreation *creation)
{
  const char *const ops[] = { row->op, NULL };
  Renewal *renewal;

  if (plug_creation_get_intent (creation) == NULL)
    {
      put_back (self, row);
      return;
    }
  renewal = g_new0 (Renewal, 1);
  renewal->bulk = g_object_ref (self);
  renewal->row = g_object_ref (row);
  self->n_renewing++;
  plug_store_renew_ops_async (plug_inventory_get_store (self->inventory), ops, NULL, renewed_cb,
                              renewal);
}

/* What is wrong with an account, or with the way to it, is not a row's fault. */
static gboolean
is_of_account (const GError *error)
{
  return g_error_matches (error, PLUG_ERROR, PLUG_ERROR_CREDENTIALS_REJECTED) ||
         g_error_matches (error, PLUG_ERROR, PLUG_ERROR_REDIRECTED) ||
         g_error_matches (error, PLUG_ERROR, PLUG_ERROR_PROXY) ||
         g_error_matches (error, PLUG_ERROR, PLUG_ERROR_TLS_MISSING) ||
         g_error_matches (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT) ||
         error->domain == G_TLS_ERROR;
}

/* What is wrong here stops every account. */
static gboolean
is_of_computer (const GError *error)
{
  static const int codes[] = {
    PLUG_ERROR_KEYRING_LOCKED, PLUG_ERROR_KEYRING_MISSING, PLUG_ERROR_KEYRING_NO_COLLECTION,
    PLUG_ERROR_KEYRING_DENIED, PLUG_ERROR_KEYRING_HANGING, PLUG_ERROR_KEYRING_NOT_KEEPING,
    PLUG_ERROR_KEYRING_FAILED, PLUG_ERROR_STORE, PLUG_ERROR_STORE_BUSY, PLUG_ERROR_STORE_NEWER,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (g_error_matches (error, PLUG_ERROR, codes[i]))
        return TRUE;
    }
  return FALSE;
}

static void
judge_failure (PlugBulk     *self,
               PlugBulkRow  *row,
               PlugCreation *creation,
               const GError *error)
{
  PlugBulkLane *lane = row->lane;

  if (is_of_computer (error))
    {
      return_row (self, row, creation);
      plug_bulk_halt (self, g_error_copy (error));
    }
  else if (is_of_account (error))
    {
      block (lane, error);
      return_row (self, row, creation);
    }
  else if (error->domain == G_IO_ERROR || error->domain == G_RESOLVER_ERROR)
    {
      wait_seconds (lane, MIN (1u << MIN (lane->n_unreachable, 5u), MAX_PROBE_S), error);
      lane->n_unreachable++;
      return_row (self, row, creation);
    }
  else if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_STATE))
    plug_bulk_move_row (self, row, PLUG_BULK_ROW_IN_DOUBT,
                        _("Another process makes this instance."));
  else
    plug_bulk_move_row (self, row, PLUG_BULK_ROW_FAILED, error->message);
}

static void
judge_doubt (PlugBulk     *self,
             PlugBulkRow  *row,
             PlugCreation *creation,
             const GError *error)
{
  if (is_limit (error))
    note_limit (row->lane, error);
  else
    note_lost (row->lane, self->n_jobs, error);
  plug_bulk_move_row (self, row, PLUG_BULK_ROW_IN_DOUBT, error->message);
  plug_bulk_watch (self, row, plug_creation_get_intent (creation));
}

static void
take_instance (PlugBulk        *self,
               PlugBulkRow     *row,
               PlugCreation    *creation,
               PlugBulkRowState state,
               const GError    *error)
{
  PlugInstance *instance = plug_creation_get_instance (creation);

  g_free (row->instance_id);
  row->instance_id = g_strdup (plug_instance_get_id (instance));
  /* What was sent before the tenant had enough says nothing of now. */
  if (plug_intent_get_sent (plug_creation_get_intent (creation)) >= row->lane->since)
    plug_bulk_lane_open (row->lane);
  plug_bulk_plan_forget (self->plan, row->number);
  plug_bulk_move_row (self, row, state, error != NULL ? error->message : NULL);
}

/* plug_bulk_judge:
 * What the end of @row's creation means for it and for what comes behind. */
void
plug_bulk_judge (PlugBulk     *self,
                 PlugBulkRow  *row,
                 PlugCreation *creation)
{
  const GError *error = plug_creation_get_error (creation);

  switch (plug_creation_get_outcome (creation))
    {
    case PLUG_CREATION_DONE:
      take_instance (self, row, creation, PLUG_BULK_ROW_DONE, NULL);
      break;

    case PLUG_CREATION_TOKEN_UNSAVED:
      take_instance (self, row, creation, PLUG_BULK_ROW_TOKEN_UNSAVED, error);
      plug_bulk_watch (self, row, plug_creation_get_intent (creation));
      if (error != NULL)
        plug_bulk_halt (self, g_error_copy (error));
      break;

    case PLUG_CREATION_IN_DOUBT:
      judge_doubt (self, row, creation, error);
      break;

    case PLUG_CREATION_CANCELLED:
      return_row (self, row, creation);
      break;

    case PLUG_CREATION_PENDING:
    case PLUG_CREATION_FAILED:
    default:
      judge_failure (self, row, creation, error);
      break;
    }
}
