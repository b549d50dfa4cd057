/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugBulk: many instances made, some at a time. What the end of each means is decided in
 * plug-bulk-lane.c, what is in doubt is watched in plug-bulk-doubt.c. */

#include "config.h"

#include "plug-bulk-private.h"

#include "plug-error.h"
#include "plug-inventory-private.h"
#include "plug-service-enums.h"

typedef enum {
  PROP_STATE = 1,
} PlugBulkProperty;

static GParamSpec *properties[PROP_STATE + 1];
static guint progressed_signal;

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PlugBulk, plug_bulk, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
plug_bulk_get_item_type (GListModel *model)
{
  return PLUG_TYPE_BULK_ROW;
}

static guint
plug_bulk_get_n_items (GListModel *model)
{
  return PLUG_BULK (model)->rows->len;
}

static gpointer
plug_bulk_get_item (GListModel *model,
                    guint       position)
{
  PlugBulk *self = PLUG_BULK (model);

  return position < self->rows->len ? g_object_ref (g_ptr_array_index (self->rows, position))
                                    : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = plug_bulk_get_item_type;
  iface->get_n_items = plug_bulk_get_n_items;
  iface->get_item = plug_bulk_get_item;
}

static void
progress (PlugBulk *self)
{
  g_signal_emit (self, progressed_signal, 0);
}

/* plug_bulk_enter:
 * Private to the bulk. */
void
plug_bulk_enter (PlugBulk      *self,
                 PlugBulkState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  progress (self);
}

/* plug_bulk_halt:
 * Private to the bulk.
 * @reason: (transfer full): what has to be put right before anything more is begun */
void
plug_bulk_halt (PlugBulk *self,
                GError   *reason)
{
  g_clear_error (&self->reason);
  self->reason = reason;
  if (self->state == PLUG_BULK_RUNNING)
    plug_bulk_enter (self, PLUG_BULK_PAUSED);
}

static gboolean
is_ended (PlugBulkRowState state)
{
  return state != PLUG_BULK_ROW_WAITING && state != PLUG_BULK_ROW_RUNNING &&
         state != PLUG_BULK_ROW_IN_DOUBT;
}

/* plug_bulk_move_row:
 * Private to the bulk.
 * @message: (nullable): why */
void
plug_bulk_move_row (PlugBulk         *self,
                    PlugBulkRow      *row,
                    PlugBulkRowState  state,
                    const char       *message)
{
  gboolean renamed = g_strcmp0 (row->message, message) != 0;

  if (renamed)
    {
      char *copy = g_strdup (message);

      g_free (row->message);
      row->message = copy;
      g_object_notify (G_OBJECT (row), "message");
    }
  if (row->state != state)
    {
      self->counts[row->state]--;
      self->counts[state]++;
      row->state = state;
      g_object_notify (G_OBJECT (row), "state");
    }
  if (is_ended (state))
    plug_bulk_row_drop_intent (row);
  progress (self);
}

/* Running. */

static void
timer_fired_cb (gpointer user_data)
{
  PlugBulk *self = user_data;

  self->timer = 0;
  plug_bulk_pump (self);
}

/* Returns: whether a lane will open by itself, for which a timer is set then */
static gboolean
arm_timer (PlugBulk *self,
           gint64    now)
{
  gint64 first = G_MAXINT64;

  for (guint i = 0; i < self->lanes->len; i++)
    {
      PlugBulkLane *lane = g_ptr_array_index (self->lanes, i);

      if (lane->waiting.length > 0 && !lane->is_blocked && lane->open_at > now)
        first = MIN (first, lane->open_at);
    }
  g_clear_handle_id (&self->timer, g_source_remove);
  if (first != G_MAXINT64)
    self->timer = g_timeout_add_once ((guint) ((first - now) / 1000 + 1), timer_fired_cb, self);
  return self->timer != 0;
}

/* Accounts take turns. */
static PlugBulkRow *
take_next (PlugBulk *self,
           gint64    now)
{
  for (guint i = 0; i < self->lanes->len; i++)
    {
      PlugBulkLane *lane = g_ptr_array_index (self->lanes,
                                              (self->next_lane + i) % self->lanes->len);
      PlugBulkRow *row = plug_bulk_lane_take (lane, now);

      if (row == NULL)
        continue;
      self->next_lane = (self->next_lane + i + 1) % self->lanes->len;
      return row;
    }
  return NULL;
}

static void
settle (PlugBulk *self)
{
  if (self->counts[PLUG_BULK_ROW_IN_DOUBT] == 0)
    plug_bulk_enter (self, PLUG_BULK_FINISHED);
  else if (self->state != PLUG_BULK_SETTLING)
    {
      plug_bulk_enter (self, PLUG_BULK_SETTLING);
      plug_inventory_reconcile (self->inventory);
      plug_bulk_find_strays (self);
    }
}

/* Whatever is left waits for somebody: the first lane says why. */
static void
halt_for_lane (PlugBulk *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    {
      PlugBulkLane *lane = g_ptr_array_index (self->lanes, i);

      if (lane->is_blocked && lane->waiting.length > 0)
        {
          plug_bulk_halt (self, g_error_copy (lane->reason));
          return;
        }
    }
}

static void
check_end (PlugBulk *self,
           gboolean  will_open)
{
  if (self->flights->len > 0 || self->n_renewing > 0)
    return;
  if (self->state == PLUG_BULK_STOPPING)
    plug_bulk_enter (self, PLUG_BULK_FINISHED);
  else if (self->counts[PLUG_BULK_ROW_WAITING] == 0)
    settle (self);
  else if (self->state == PLUG_BULK_RUNNING && !will_open)
    halt_for_lane (self);
}

static void
pump_once (PlugBulk *self)
{
  gint64 now = g_get_monotonic_time ();
  PlugBulkRow *row;

  plug_bulk_drop_held (self, now);
  plug_bulk_release (self);
  while (self->state == PLUG_BULK_RUNNING && plug_bulk_has_room (self) &&
         (row = take_next (self, now)) != NULL)
    plug_bulk_begin (self, row);
  check_end (self, self->state == PLUG_BULK_RUNNING && arm_timer (self, now));
}

/* plug_bulk_pump:
 * Private to the bulk. Begins what may be begun, and notices the end. What comes of that, at once
 * or later, ends here too. */
void
plug_bulk_pump (PlugBulk *self)
{
  self->is_due = TRUE;
  if (self->is_pumping)
    return;
  self->is_pumping = TRUE;
  while (self->is_due && self->state != PLUG_BULK_IDLE && self->state != PLUG_BULK_FINISHED)
    {
      self->is_due = FALSE;
      pump_once (self);
    }
  self->is_pumping = FALSE;
  progress (self);
}

static void
plug_bulk_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  PlugBulk *self = PLUG_BULK (object);

  switch ((PlugBulkProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
plug_bulk_dispose (GObject *object)
{
  PlugBulk *self = PLUG_BULK (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  for (guint i = 0; i < self->rows->len; i++)
    plug_bulk_row_drop_intent (g_ptr_array_index (self->rows, i));
  g_clear_object (&self->inventory);
  g_clear_object (&self->plan);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (plug_bulk_parent_class)->dispose (object);
}

static void
plug_bulk_finalize (GObject *object)
{
  PlugBulk *self = PLUG_BULK (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->flights);
  g_ptr_array_unref (self->lanes);
  g_clear_error (&self->reason);
  g_free (self->path);
  g_free (self->run_id);

  G_OBJECT_CLASS (plug_bulk_parent_class)->finalize (object);
}

static void
plug_bulk_class_init (PlugBulkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plug_bulk_get_property;
  object_class->dispose = plug_bulk_dispose;
  object_class->finalize = plug_bulk_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, PLUG_TYPE_BULK_STATE, PLUG_BULK_IDLE,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  progressed_signal = g_signal_new ("progressed", PLUG_TYPE_BULK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
}

static void
plug_bulk_init (PlugBulk *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_bulk_lane_free);
  self->flights = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_flight_free);
  self->n_jobs = PLUG_BULK_DEFAULT_JOBS;
}

/* plug_bulk_set_file:
 * @path: (nullable): where the rows come from, for the one who goes on with it
 * @size: in bytes */
void
plug_bulk_set_file (PlugBulk   *self,
                    const char *path,
                    gint64      size)
{
  g_return_if_fail (PLUG_IS_BULK (self));

  g_free (self->path);
  self->path = g_strdup (path);
  self->size = size;
}

/* plug_bulk_set_jobs:
 * @n_jobs: how many are made at a time, 1 to %PLUG_BULK_MAX_JOBS */
void
plug_bulk_set_jobs (PlugBulk *self,
                    guint     n_jobs)
{
  g_return_if_fail (PLUG_IS_BULK (self));

  self->n_jobs = CLAMP (n_jobs, 1, PLUG_BULK_MAX_JOBS);
}

/* plug_bulk_start:
 * After plug_bulk_prepare_async(): begins what was not sent, and looks for what is in doubt. */
void
plug_bulk_start (PlugBulk *self)
{
  g_return_if_fail (PLUG_IS_BULK (self));
  g_return_if_fail (self->state == PLUG_BULK_IDLE && self->run_id != NULL);

  plug_bulk_enter (self, PLUG_BULK_RUNNING);
  plug_bulk_pump (self);
}

/* plug_bulk_pause:
 * What is under way goes on; nothing more is begun. */
void
plug_bulk_pause (PlugBulk *self)
{
  g_return_if_fail (PLUG_IS_BULK (self));

  if (self->state != PLUG_BULK_RUNNING)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  plug_bulk_enter (self, PLUG_BULK_PAUSED);
  plug_bulk_pump (self);
}

/* plug_bulk_go_on:
 * Private to the bulk. */
void
plug_bulk_go_on (PlugBulk *self)
{
  g_clear_error (&self->reason);
  g_ptr_array_foreach (self->lanes, (GFunc) (void (*) (void)) plug_bulk_lane_open, NULL);
  /* How fast it was before says nothing of now. */
  self->n_ends = 0;
  plug_bulk_enter (self, PLUG_BULK_RUNNING);
}

/* plug_bulk_can_resume:
 * Returns: whether there is something to go on with */
gboolean
plug_bulk_can_resume (PlugBulk *self)
{
  g_return_val_if_fail (PLUG_IS_BULK (self), FALSE);

  return self->state == PLUG_BULK_PAUSED ||
         (self->state == PLUG_BULK_FINISHED && self->counts[PLUG_BULK_ROW_WAITING] > 0);
}

/* plug_bulk_resume:
 * Goes on, also with what waits for something: whoever says so has put it right. */
void
plug_bulk_resume (PlugBulk *self)
{
  g_return_if_fail (PLUG_IS_BULK (self));

  if (self->state != PLUG_BULK_RUNNING && !plug_bulk_can_resume (self))
    return;
  plug_bulk_go_on (self);
  plug_bulk_pump (self);
}

/* plug_bulk_stop:
 * What was not sent is taken back, the end of what was is waited for, and what is in doubt is left
 * to the inventory. Everything can be gone on with. */
void
plug_bulk_stop (PlugBulk *self)
{
  g_return_if_fail (PLUG_IS_BULK (self));

  if (self->state == PLUG_BULK_IDLE || self->state == PLUG_BULK_FINISHED)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  plug_bulk_enter (self, PLUG_BULK_STOPPING);
  plug_bulk_cancel_unsent (self);
  plug_bulk_pump (self);
}

/* plug_bulk_get_state:
 * Returns: how far it is */
PlugBulkState
plug_bulk_get_state (PlugBulk *self)
{
  g_return_val_if_fail (PLUG_IS_BULK (self), PLUG_BULK_IDLE);

  return self->state;
}

/* plug_bulk_get_reason:
 * Returns: (nullable) (transfer none): what has to be put right before it goes on, while paused;
 *   NULL when somebody paused it */
const GError *
plug_bulk_get_reason (PlugBulk *self)
{
  g_return_val_if_fail (PLUG_IS_BULK (self), NULL);

  return self->state == PLUG_BULK_PAUSED ? self->reason : NULL;
}

/* plug_bulk_count:
 * Returns: how many rows are in @state */
guint
plug_bulk_count (PlugBulk         *self,
                 PlugBulkRowState  state)
{
  g_return_val_if_fail (PLUG_IS_BULK (self) && state < PLUG_BULK_N_ROW_STATES, 0);

  return self->counts[state];
}

/* plug_bulk_get_n_rows:
 * Returns: how many rows the file has */
guint
plug_bulk_get_n_rows (PlugBulk *self)
{
  g_return_val_if_fail (PLUG_IS_BULK (self), 0);

  return self->rows->len;
}

/* plug_bulk_get_n_ended:
 * Returns: of how many rows it is known what became of them */
guint
plug_bulk_get_n_ended (PlugBulk *self)
{
  g_return_val_if_fail (PLUG_IS_BULK (self), 0);

  return self->rows->len - self->counts[PLUG_BULK_ROW_WAITING] -
         self->counts[PLUG_BULK_ROW_RUNNING] - self->counts[PLUG_BULK_ROW_IN_DOUBT];
}

/* plug_bulk_get_rate:
 * Returns: creations that end, in a second, of late; 0 while too few have */
double
plug_bulk_get_rate (PlugBulk *self)
{
  guint n = MIN (self->n_ends, G_N_ELEMENTS (self->ends));
  gint64 first;
  gint64 last;

  g_return_val_if_fail (PLUG_IS_BULK (self), 0);

  if (n < 2)
    return 0;
  last = self->ends[(self->n_ends - 1) % G_N_ELEMENTS (self->ends)];
  first = self->ends[(self->n_ends - n) % G_N_ELEMENTS (self->ends)];
  return last > first ? (n - 1) * (double) G_USEC_PER_SEC / (double) (last - first) : 0;
}

/* plug_bulk_get_seconds_left:
 * Returns: how long it takes still, as fast as it is of late; -1 when that cannot be said */
gint64
plug_bulk_get_seconds_left (PlugBulk *self)
{
  double rate = plug_bulk_get_rate (self);
  guint left;

  g_return_val_if_fail (PLUG_IS_BULK (self), -1);

  left = self->counts[PLUG_BULK_ROW_WAITING] + self->counts[PLUG_BULK_ROW_RUNNING];
  if (self->state != PLUG_BULK_RUNNING || rate <= 0)
    return -1;
  return (gint64) (left / rate + 0.5);
}

/* plug_bulk_get_wait:
 * @reason: (out) (optional) (nullable) (transfer none): what is waited for
 *
 * Returns: in how many seconds the next account goes on by itself, when nothing else can */
guint
plug_bulk_get_wait (PlugBulk      *self,
                    const GError **reason)
{
  gint64 now = g_get_monotonic_time ();
  PlugBulkLane *first = NULL;

  g_return_val_if_fail (PLUG_IS_BULK (self), 0);

  for (guint i = 0; i < self->lanes->len && self->timer != 0; i++)
    {
      PlugBulkLane *lane = g_ptr_array_index (self->lanes, i);

      if (lane->waiting.length == 0 || lane->is_blocked)
        continue;
      if (first == NULL || lane->open_at < first->open_at)
        first = lane;
    }
  if (first != NULL && first->open_at <= now)
    first = NULL;
  if (reason != NULL)
    *reason = first != NULL ? first->reason : NULL;
  return first != NULL ? (guint) ((first->open_at - now) / G_USEC_PER_SEC + 1) : 0;
}

/* plug_bulk_get_plan:
 * Returns: (transfer none): what the rows were read into */
PlugBulkPlan *
plug_bulk_get_plan (PlugBulk *self)
{
  g_return_val_if_fail (PLUG_IS_BULK (self), NULL);

  return self->plan;
}
