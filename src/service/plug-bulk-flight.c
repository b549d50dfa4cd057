/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The creations of a run that are under way. While as many as may be are with the tenant, as many
 * are got ready, so that no time is lost to looking at what is there; and what has its answer makes
 * room for the next before its token is saved. */

#include "config.h"

#include "plug-bulk-private.h"
#include "plug-inventory-private.h"

/* Tokens that may be on their way to the keyring, for each that may be with the tenant. */
#define MAX_SAVING 8

/* As long an account's secrets are kept for the next creation. */
#define KEEP_API_US (30 * G_USEC_PER_SEC)

/* A creation under way. */
typedef struct {
  PlugBulk *bulk; /* owned: it lives while something of it does */
  PlugBulkRow *row;
  PlugCreation *creation;
} PlugFlight;

/* plug_flight_free:
 * Private to the bulk.
 * @data: (transfer full): a flight */
void
plug_flight_free (gpointer data)
{
  PlugFlight *flight = data;

  g_object_unref (flight->creation);
  g_object_unref (flight->row);
  g_object_unref (flight->bulk);
  g_free (flight);
}

static void
note_end (PlugBulk *self)
{
  self->ends[self->n_ends++ % G_N_ELEMENTS (self->ends)] = g_get_monotonic_time ();
}

static void
take_api (PlugBulkLane *lane,
          PlugCreation *creation)
{
  gint64 now = g_get_monotonic_time ();

  if (lane->api != NULL && now - lane->api_at <= KEEP_API_US)
    return;
  g_clear_object (&lane->api);
  lane->api = plug_api_dup (plug_creation_get_api (creation));
  lane->api_at = now;
}

static void
hand_api (PlugBulkLane *lane,
          PlugCreation *creation)
{
  if (lane->api != NULL && g_get_monotonic_time () - lane->api_at > KEEP_API_US)
    g_clear_object (&lane->api);
  if (lane->api != NULL)
    plug_creation_set_api (creation, lane->api);
}

static void
phase_changed_cb (PlugCreation *creation,
                  GParamSpec   *pspec,
                  PlugFlight   *flight)
{
  g_autoptr (PlugBulk) self = g_object_ref (flight->bulk);

  if (plug_creation_get_phase (creation) == PLUG_CREATION_FINISHED)
    {
      g_signal_handlers_disconnect_by_data (creation, flight);
      flight->row->lane->n_running--;
      note_end (self);
      plug_bulk_judge (self, flight->row, creation);
      g_ptr_array_remove (self->flights, flight);
    }
  else if (plug_creation_get_phase (creation) == PLUG_CREATION_WAITING)
    take_api (flight->row->lane, creation);
  plug_bulk_pump (self);
}

/* plug_bulk_begin:
 * Private to the bulk. Gets @row's creation ready, up to where it would be sent. */
void
plug_bulk_begin (PlugBulk    *self,
                 PlugBulkRow *row)
{
  const PlugBulkEntry *entry = plug_bulk_plan_get_entry (self->plan, row->number);
  PlugFlight *flight = g_new0 (PlugFlight, 1);

  row->lane->n_running++;
  flight->bulk = g_object_ref (self);
  flight->row = g_object_ref (row);
  flight->creation = plug_creation_new (self->inventory, row->lane->account, entry->draft,
                                        row->op);
  plug_creation_hold (flight->creation);
  hand_api (row->lane, flight->creation);
  g_ptr_array_add (self->flights, flight);
  plug_bulk_move_row (self, row, PLUG_BULK_ROW_RUNNING, NULL);
  g_signal_connect (flight->creation, "notify::phase", G_CALLBACK (phase_changed_cb), flight);
  plug_creation_start (flight->creation);
}

static void
count (PlugBulk *self,
       guint    *n_held,
       guint    *n_sending,
       guint    *n_saving)
{
  *n_held = *n_sending = *n_saving = 0;
  for (guint i = 0; i < self->flights->len; i++)
    {
      PlugFlight *flight = g_ptr_array_index (self->flights, i);

      if (plug_creation_is_held (flight->creation))
        ++*n_held;
      else if (plug_creation_get_phase (flight->creation) == PLUG_CREATION_SAVING)
        ++*n_saving;
      else
        ++*n_sending;
    }
}

/* plug_bulk_has_room:
 * Private to the bulk.
 *
 * Returns: whether another may be got ready */
gboolean
plug_bulk_has_room (PlugBulk *self)
{
  guint n_held;
  guint n_sending;
  guint n_saving;

  count (self, &n_held, &n_sending, &n_saving);
  return n_held < self->n_jobs + 2;
}

static gboolean
is_ready (PlugFlight *flight)
{
  return plug_creation_is_held (flight->creation) &&
         plug_creation_get_phase (flight->creation) == PLUG_CREATION_WAITING;
}

/* An account's rows are sent in the order of the file. */
static gboolean
is_next (PlugBulk *self,
         guint     position)
{
  PlugFlight *flight = g_ptr_array_index (self->flights, position);

  for (guint i = 0; i < position; i++)
    {
      PlugFlight *earlier = g_ptr_array_index (self->flights, i);

      if (earlier->row->lane == flight->row->lane && plug_creation_is_held (earlier->creation))
        return FALSE;
    }
  return TRUE;
}

/* plug_bulk_release:
 * Private to the bulk. Lets those go that are ready, as long as there is room with the tenant and
 * the keyring keeps up. */
void
plug_bulk_release (PlugBulk *self)
{
  guint n_held;
  guint n_sending;
  guint n_saving;

  count (self, &n_held, &n_sending, &n_saving);
  if (self->state != PLUG_BULK_RUNNING || n_saving >= MAX_SAVING * self->n_jobs)
    return;
  for (guint i = 0; i < self->flights->len && n_sending < self->n_jobs; i++)
    {
      PlugFlight *flight = g_ptr_array_index (self->flights, i);

      if (!is_ready (flight) || !is_next (self, i))
        continue;
      n_sending++;
      plug_creation_release (flight->creation);
    }
}

/* A flight may end, and be freed, while it is told; so may others. The last goes back to its lane
 * first, as each goes to its head. */
static void
cancel_all (GPtrArray *creations)
{
  for (guint i = 0; i < creations->len; i++)
    plug_creation_cancel (g_ptr_array_index (creations, i));
}

/* plug_bulk_drop_held:
 * Private to the bulk.
 * @now: monotonic µs
 *
 * What was got ready, and may not be sent for now, waits as a row again. */
void
plug_bulk_drop_held (PlugBulk *self,
                     gint64    now)
{
  g_autoptr (GPtrArray) dropped = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = self->flights->len; i > 0; i--)
    {
      PlugFlight *flight = g_ptr_array_index (self->flights, i - 1);
      PlugBulkLane *lane = flight->row->lane;

      if (is_ready (flight) &&
          (self->state != PLUG_BULK_RUNNING || lane->is_blocked || lane->open_at > now))
        g_ptr_array_add (dropped, g_object_ref (flight->creation));
    }
  cancel_all (dropped);
}

static gboolean
is_sent (PlugCreation *creation)
{
  PlugCreationPhase phase = plug_creation_get_phase (creation);

  return phase != PLUG_CREATION_CHECKING && phase != PLUG_CREATION_LISTING &&
         phase != PLUG_CREATION_WAITING;
}

/* plug_bulk_cancel_unsent:
 * Private to the bulk. Takes back what the tenant was not asked for. */
void
plug_bulk_cancel_unsent (PlugBulk *self)
{
  g_autoptr (GPtrArray) unsent = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = self->flights->len; i > 0; i--)
    {
      PlugFlight *flight = g_ptr_array_index (self->flights, i - 1);

      if (!is_sent (flight->creation))
        g_ptr_array_add (unsent, g_object_ref (flight->creation));
    }
  cancel_all (unsent);
}
