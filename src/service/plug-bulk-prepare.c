/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugBulk before anything is sent: rows find their accounts, the keyring is tried, and the run is
 * noted, or found as another process left it. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-bulk-private.h"
#include "plug-error.h"

typedef struct {
  PlugBulkMode mode;
  gboolean retry; /* what was refused, or not found, is sent once more */
} Preparation;

static PlugBulkLane *
find_lane (PlugBulk    *self,
           PlugAccount *account)
{
  for (guint i = 0; i < self->lanes->len; i++)
    {
      PlugBulkLane *lane = g_ptr_array_index (self->lanes, i);

      if (lane->account == account)
        return lane;
    }
  g_ptr_array_add (self->lanes, plug_bulk_lane_new (account));
  return g_ptr_array_index (self->lanes, self->lanes->len - 1);
}

/* Returns: (transfer none) (nullable): the one account of that name or id; NULL with @message */
static PlugAccount *
find_account (PlugBulk    *self,
              const char  *wanted,
              char       **message)
{
  GListModel *accounts = plug_inventory_list_accounts (self->inventory);
  PlugAccount *found = NULL;
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      if (g_strcmp0 (plug_account_get_name (account), wanted) != 0 &&
          !g_str_equal (plug_account_get_id (account), wanted))
        continue;
      found = account; /* the list holds it */
      n++;
    }
  if (n == 1)
    return found;
  *message = g_strdup_printf (n == 0 ? _("No account named “%s” is saved here.")
                                     : _("Several accounts are named “%s”."), wanted);
  return NULL;
}

static void
set_faulty (PlugBulk    *self,
            PlugBulkRow *row,
            const char  *message)
{
  plug_bulk_move_row (self, row, PLUG_BULK_ROW_FAULTY, message);
}

static char *
dup_problems (const PlugBulkEntry *entry)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < entry->problems->len; i++)
    {
      PlugProblem *problem = g_ptr_array_index (entry->problems, i);

      g_ptr_array_add (messages, g_strdup (problem->message));
    }
  g_ptr_array_add (messages, NULL);
  return g_strjoinv (" ", (char **) messages->pdata);
}

static void
add_row (PlugBulk            *self,
         guint                number,
         const PlugBulkEntry *entry)
{
  PlugBulkRow *row = plug_bulk_row_new (number, entry->line, entry->name, entry->connector_key);
  PlugAccount *account = self->account;
  g_autofree char *message = NULL;

  g_ptr_array_add (self->rows, row);
  self->counts[PLUG_BULK_ROW_FAULTY]++;
  if (entry->account != NULL)
    account = find_account (self, entry->account, &message);
  if (account != NULL)
    row->lane = find_lane (self, account);
  if (entry->problems->len > 0)
    {
      g_free (message);
      message = dup_problems (entry);
    }
  else if (account == NULL && message == NULL)
    message = g_strdup (_("Nothing says which account this is for."));
  if (message != NULL)
    set_faulty (self, row, message);
  else
    plug_bulk_move_row (self, row, PLUG_BULK_ROW_WAITING, NULL);
}

/* plug_bulk_new:
 * @plan: built; it is sealed once this is prepared, and what is made is forgotten there
 * @account: (nullable): of the rows that name none
 *
 * Returns: (transfer full): a run that still has to be prepared */
PlugBulk *
plug_bulk_new (PlugInventory *inventory,
               PlugBulkPlan  *plan,
               PlugAccount   *account)
{
  PlugBulk *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (PLUG_IS_BULK_PLAN (plan), NULL);
  g_return_val_if_fail (account == NULL || PLUG_IS_ACCOUNT (account), NULL);

  self = g_object_new (PLUG_TYPE_BULK, NULL);
  self->inventory = g_object_ref (inventory);
  self->plan = g_object_ref (plan);
  self->account = account != NULL ? g_object_ref (account) : NULL;
  for (guint i = 0; i < plug_bulk_plan_get_n_entries (plan); i++)
    add_row (self, i, plug_bulk_plan_get_entry (plan, i));
  g_signal_connect_object (plug_inventory_list_intents (inventory), "items-changed",
                           G_CALLBACK (plug_bulk_find_strays), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (plug_inventory_get_store (inventory), "changed-elsewhere",
                           G_CALLBACK (plug_bulk_find_strays), self, G_CONNECT_SWAPPED);
  return self;
}

/* Prepared: what waits is queued, and nothing can be read otherwise any more. */
static void
finish (GTask *task)
{
  PlugBulk *self = g_task_get_source_object (task);

  plug_bulk_plan_seal (self->plan);
  for (guint i = 0; i < self->rows->len; i++)
    {
      PlugBulkRow *row = g_ptr_array_index (self->rows, i);

      if (row->state == PLUG_BULK_ROW_WAITING)
        g_queue_push_tail (&row->lane->waiting, row);
    }
  g_task_return_boolean (task, TRUE);
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  PlugBulk *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    {
      g_clear_pointer (&self->run_id, g_free);
      g_task_return_error (task, error);
      return;
    }
  finish (task);
}

static void
begin_run (GTask      *task,
           const char *digest)
{
  PlugBulk *self = g_task_get_source_object (task);
  Preparation *preparation = g_task_get_task_data (task);
  PlugBulkRun *run = plug_bulk_run_new (self->path, self->size, digest);

  for (guint i = 0; i < self->rows->len; i++)
    {
      PlugBulkRow *row = g_ptr_array_index (self->rows, i);
      PlugBulkRecord *record;

      if (row->state != PLUG_BULK_ROW_WAITING)
        continue;
      plug_bulk_run_add (run, i, plug_account_get_id (row->lane->account), row->name);
      record = g_ptr_array_index (run->records, run->records->len - 1);
      g_free (row->op);
      row->op = g_strdup (record->op);
    }
  g_free (self->run_id);
  self->run_id = g_strdup (run->id);
  plug_store_begin_run_async (plug_inventory_get_store (self->inventory), run,
                              preparation->mode == PLUG_BULK_AGAIN, g_task_get_cancellable (task),
                              begun_cb, g_object_ref (task));
}

/* Going on. */

static void
take_records (PlugBulk    *self,
              PlugBulkRun *run)
{
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < run->records->len; i++)
    {
      PlugBulkRecord *record = g_ptr_array_index (run->records, i);
      PlugBulkRow *row;

      if (record->number >= self->rows->len)
        continue;
      row = g_ptr_array_index (self->rows, record->number);
      g_hash_table_add (known, row);
      if (row->lane == NULL ||
          !g_str_equal (plug_account_get_id (row->lane->account), record->account_id))
        set_faulty (self, row, _("This row was begun with another account, so it is not sent."));
      else if (row->state != PLUG_BULK_ROW_FAULTY || record->is_recorded)
        plug_bulk_take_record (self, row, record);
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      PlugBulkRow *row = g_ptr_array_index (self->rows, i);

      if (row->state == PLUG_BULK_ROW_WAITING && !g_hash_table_contains (known, row))
        set_faulty (self, row, _("Something was wrong with this row when the run was begun. Give "
                                 "it in a file of its own."));
    }
}

static void
renewed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  PlugBulk *self = g_task_get_source_object (task);
  g_autoptr (GHashTable) changes = NULL;
  GError *error = NULL;

  changes = plug_store_renew_ops_finish (PLUG_STORE (source), result, &error);
  if (changes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  plug_bulk_take_renewed (self, changes, FALSE);
  finish (task);
}

static void
retry_rows (GTask *task)
{
  PlugBulk *self = g_task_get_source_object (task);
  g_auto (GStrv) ops = plug_bulk_dup_failed_ops (self);

  plug_store_renew_ops_async (plug_inventory_get_store (self->inventory),
                              (const char *const *) ops, g_task_get_cancellable (task),
                              renewed_cb, g_object_ref (task));
}

static void
go_on (GTask       *task,
       PlugBulkRun *run)
{
  PlugBulk *self = g_task_get_source_object (task);
  Preparation *preparation = g_task_get_task_data (task);

  g_free (self->run_id);
  self->run_id = g_strdup (run->id);
  take_records (self, run);
  if (preparation->retry)
    retry_rows (task);
  else
    finish (task);
}

static char *
dup_date (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);

  return g_date_time_format (local, "%x %R");
}

static guint
count_made (PlugBulkRun *run)
{
  guint n = 0;

  for (guint i = 0; i < run->records->len; i++)
    {
      PlugBulkRecord *record = g_ptr_array_index (run->records, i);

      n += record->is_recorded && (record->state == PLUG_INTENT_DONE ||
                                   record->state == PLUG_INTENT_TOKEN_UNSAVED);
    }
  return n;
}

/* Whether another file of that path had rows that this one has too: most likely it was changed. */
static guint
count_common (PlugBulk    *self,
              PlugBulkRun *run)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (guint i = 0; i < run->records->len; i++)
    {
      PlugBulkRecord *record = g_ptr_array_index (run->records, i);

      if (record->is_recorded && record->name != NULL)
        g_hash_table_add (names, record->name);
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      PlugBulkRow *row = g_ptr_array_index (self->rows, i);

      n += g_hash_table_contains (names, row->name);
    }
  return n;
}

static GError *
run_before_error_new (PlugBulkRun *run)
{
  g_autofree char *date = dup_date (run->created);

  return g_error_new (PLUG_ERROR, PLUG_ERROR_CONFLICT,
                      _("This file was run before, begun %s: %u of %u instances are made. Go on "
                        "with that run, or say that all of them are to be made again."), date,
                      count_made (run), run->records->len);
}

static GError *
changed_error_new (PlugBulkRun *run,
                   guint        n_common)
{
  g_autofree char *date = dup_date (run->created);

  return g_error_new (PLUG_ERROR, PLUG_ERROR_CONFLICT,
                      ngettext ("This file has changed since it was run, begun %s, and %u name in "
                                "it was sent then. Put the rows that are still to be made in a "
                                "file of their own, or say that all of it is to be made.",
                                "This file has changed since it was run, begun %s, and %u names in "
                                "it were sent then. Put the rows that are still to be made in a "
                                "file of their own, or say that all of it is to be made.",
                                n_common), date, n_common);
}

static void
run_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  PlugBulk *self = g_task_get_source_object (task);
  Preparation *preparation = g_task_get_task_data (task);
  g_autofree char *digest = plug_bulk_plan_dup_digest (self->plan);
  g_autoptr (PlugBulkRun) run = NULL;
  GError *error = NULL;
  gboolean same;
  guint n_common;

  run = plug_store_load_run_finish (PLUG_STORE (source), result, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  same = run != NULL && g_strcmp0 (run->hash, digest) == 0;
  n_common = run != NULL && !same ? count_common (self, run) : 0;
  if (run == NULL || preparation->mode == PLUG_BULK_AGAIN || (!same && n_common == 0))
    begin_run (task, digest);
  else if (!same)
    g_task_return_error (task, changed_error_new (run, n_common));
  else if (preparation->mode == PLUG_BULK_NEW)
    g_task_return_error (task, run_before_error_new (run));
  else
    go_on (task, run);
}

static void
keyring_probed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  PlugBulk *self = g_task_get_source_object (task);
  g_autofree char *digest = NULL;
  GError *error = NULL;

  if (!plug_keyring_probe_finish (PLUG_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  digest = plug_bulk_plan_dup_digest (self->plan);
  plug_store_find_run_async (plug_inventory_get_store (self->inventory), digest, self->path,
                             g_task_get_cancellable (task), run_found_cb, g_object_ref (task));
}

/* plug_bulk_prepare_async:
 * @retry: with %PLUG_BULK_RESUME: whether what the tenant refused, or does not have, is sent once
 *   more; never what is in doubt
 *
 * Tries the keyring, whatever it said before, and notes the run. %PLUG_ERROR_CONFLICT when the same
 * was run before and @mode does not say what to do with it. */
void
plug_bulk_prepare_async (PlugBulk            *self,
                         PlugBulkMode         mode,
                         gboolean             retry,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;
  Preparation *preparation;

  g_return_if_fail (PLUG_IS_BULK (self));
  g_return_if_fail (self->run_id == NULL);

  preparation = g_new0 (Preparation, 1);
  preparation->mode = mode;
  preparation->retry = retry;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_bulk_prepare_async);
  g_task_set_task_data (task, preparation, g_free);
  plug_keyring_probe_async (plug_inventory_get_keyring (self->inventory), TRUE, cancellable,
                            keyring_probed_cb, task);
}

/* plug_bulk_prepare_finish:
 * Returns: whether it may be started */
gboolean
plug_bulk_prepare_finish (PlugBulk      *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
