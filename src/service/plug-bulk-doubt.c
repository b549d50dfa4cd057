/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows whose end is not known: the inventory looks for them, here is only watched what it finds;
 * and what the journal has of them, when another process was faster. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-bulk-private.h"

static PlugBulkRowState
get_row_state (PlugIntentState state)
{
  switch (state)
    {
    case PLUG_INTENT_QUEUED:
      return PLUG_BULK_ROW_WAITING;
    case PLUG_INTENT_DONE:
      return PLUG_BULK_ROW_DONE;
    case PLUG_INTENT_TOKEN_UNSAVED:
      return PLUG_BULK_ROW_TOKEN_UNSAVED;
    case PLUG_INTENT_FAILED:
      return PLUG_BULK_ROW_FAILED;
    case PLUG_INTENT_NOT_FOUND:
    case PLUG_INTENT_DROPPED:
      return PLUG_BULK_ROW_NOT_FOUND;
    case PLUG_INTENT_AMBIGUOUS:
      return PLUG_BULK_ROW_AMBIGUOUS;
    case PLUG_INTENT_SENT:
    case PLUG_INTENT_UNKNOWN:
    default:
      return PLUG_BULK_ROW_IN_DOUBT;
    }
}

static const char *
get_words (PlugBulkRowState  state,
           const char       *message)
{
  if (state == PLUG_BULK_ROW_NOT_FOUND)
    return _("The tenant does not have it: most likely it was not created.");
  if (state == PLUG_BULK_ROW_AMBIGUOUS)
    return _("The tenant has several of that name. Choose which one it is.");
  return state != PLUG_BULK_ROW_DONE ? message : NULL;
}

static void
take_state (PlugBulk        *self,
            PlugBulkRow     *row,
            PlugIntentState  state,
            const char      *instance_id,
            const char      *message)
{
  PlugBulkRowState row_state = get_row_state (state);

  if (row_state == PLUG_BULK_ROW_DONE || row_state == PLUG_BULK_ROW_TOKEN_UNSAVED)
    {
      g_free (row->instance_id);
      row->instance_id = g_strdup (instance_id);
      plug_bulk_plan_forget (self->plan, row->number);
    }
  plug_bulk_move_row (self, row, row_state, get_words (row_state, message));
}

static void
intent_changed_cb (PlugIntent  *intent,
                   GParamSpec  *pspec,
                   PlugBulkRow *row)
{
  g_autoptr (PlugBulk) self = g_object_ref (row->bulk);

  take_state (self, row, plug_intent_get_state (intent), plug_intent_get_instance_id (intent),
              plug_intent_get_message (intent));
  plug_bulk_pump (self);
}

/* plug_bulk_watch:
 * @intent: (nullable): @row's, as the inventory has it
 *
 * From now on the row is what becomes of @intent. */
void
plug_bulk_watch (PlugBulk    *self,
                 PlugBulkRow *row,
                 PlugIntent  *intent)
{
  plug_bulk_row_drop_intent (row);
  if (intent == NULL)
    return;
  row->bulk = self;
  row->intent = g_object_ref (intent);
  row->intent_handler = g_signal_connect (intent, "notify::state", G_CALLBACK (intent_changed_cb),
                                          row);
}

static PlugIntent *
find_intent (PlugBulk   *self,
             const char *op)
{
  GListModel *intents = plug_inventory_list_intents (self->inventory);

  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, i);

      if (g_str_equal (plug_intent_get_op (intent), op))
        return intent; /* the list holds it */
    }
  return NULL;
}

/* plug_bulk_take_record:
 * @row: one that is not running here
 * @record: what the journal says of it
 *
 * The row becomes what the journal says, and is watched if that may change. */
void
plug_bulk_take_record (PlugBulk       *self,
                       PlugBulkRow    *row,
                       PlugBulkRecord *record)
{
  PlugIntent *intent;

  if (g_strcmp0 (row->op, record->op) != 0)
    {
      g_free (row->op);
      row->op = g_strdup (record->op);
    }
  if (!record->is_recorded)
    {
      plug_bulk_move_row (self, row, PLUG_BULK_ROW_WAITING, NULL);
      return;
    }
  intent = find_intent (self, record->op);
  plug_bulk_watch (self, row, intent);
  take_state (self, row, record->state, record->instance_id, record->message);
}

static void
run_loaded_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (PlugBulk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugBulkRun) run = plug_store_load_run_finish (PLUG_STORE (source), result, &error);

  self->is_refreshing = FALSE;
  if (run == NULL)
    {
      g_info ("What became of a row could not be read yet: %s",
              error != NULL ? error->message : "");
      return;
    }
  for (guint i = 0; i < run->records->len; i++)
    {
      PlugBulkRecord *record = g_ptr_array_index (run->records, i);
      PlugBulkRow *row = NULL;

      if (record->number < self->rows->len)
        row = g_ptr_array_index (self->rows, record->number);
      if (row != NULL && row->state == PLUG_BULK_ROW_IN_DOUBT && record->is_recorded)
        plug_bulk_take_record (self, row, record);
    }
  plug_bulk_pump (self);
}

static gboolean
has_strays (PlugBulk *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      PlugBulkRow *row = g_ptr_array_index (self->rows, i);

      if (row->state == PLUG_BULK_ROW_IN_DOUBT &&
          (row->intent == NULL || find_intent (self, row->op) == NULL))
        return TRUE;
    }
  return FALSE;
}

/* plug_bulk_find_strays:
 * Reads the journal for rows in doubt that the inventory does not look for, or not any more. */
void
plug_bulk_find_strays (PlugBulk *self)
{
  if (self->is_refreshing || self->run_id == NULL ||
      self->counts[PLUG_BULK_ROW_IN_DOUBT] == 0 || !has_strays (self))
    return;
  self->is_refreshing = TRUE;
  plug_store_load_run_async (plug_inventory_get_store (self->inventory), self->run_id, NULL,
                             run_loaded_cb, g_object_ref (self));
}
