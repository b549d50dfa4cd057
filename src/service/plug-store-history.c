/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugStore: what was done: the journal's intents, open and closed, and a history of the rest. */

#include "config.h"

#include "plug-store.h"

#include "plug-store-job.h"

static gboolean
insert_record (PlugDeed  *record,
               PlugSqlite  *db,
               GError     **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = plug_sqlite_prepare (
      db,
      "INSERT INTO history (time, kind, account_id, instance_id, name, outcome, message,"
      "  request_id)"
      " VALUES (:time, :kind, :account_id, :instance_id, :name, :outcome, :message, :request_id)",
      error);
  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_int (db, statement, ":time", plug_deed_get_time (record));
  plug_sqlite_bind_text (db, statement, ":kind", plug_deed_get_kind (record));
  plug_sqlite_bind_text (db, statement, ":account_id", plug_deed_get_account_id (record));
  plug_sqlite_bind_text (db, statement, ":instance_id", plug_deed_get_instance_id (record));
  plug_sqlite_bind_text (db, statement, ":name", plug_deed_get_name (record));
  plug_sqlite_bind_text (db, statement, ":outcome",
                         plug_deed_outcome_to_string (plug_deed_get_outcome (record)));
  plug_sqlite_bind_text (db, statement, ":message", plug_deed_get_message (record));
  plug_sqlite_bind_text (db, statement, ":request_id", plug_deed_get_request_id (record));
  return plug_sqlite_run (db, statement, error);
}

static gboolean
add_record_work (PlugStoreJob  *job,
                 GError       **error)
{
  PlugSqlite *db = job->db;

  return plug_sqlite_begin (db, error) && insert_record (job->record, db, error) &&
         plug_sqlite_exec (db,
                           "DELETE FROM history WHERE id <= (SELECT max (id) FROM history) - "
                           G_STRINGIFY (PLUG_STORE_MAX_RECORDS),
                           error) &&
         plug_sqlite_commit (db, error);
}

/* plug_store_add_record_async:
 * @record: (transfer none): not changed any more
 *
 * Ends with plug_store_finish(). */
void
plug_store_add_record_async (PlugStore           *self,
                             PlugDeed          *record,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (PLUG_IS_DEED (record));

  job = plug_store_job_new (self, add_record_work);
  job->record = g_object_ref (record);
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_add_record_async);
}

static GObject *
record_from_row (sqlite3_stmt *row)
{
  g_autofree char *kind = plug_sqlite_dup_column (row, 1);
  g_autofree char *account_id = plug_sqlite_dup_column (row, 2);
  g_autofree char *instance_id = plug_sqlite_dup_column (row, 3);
  g_autofree char *name = plug_sqlite_dup_column (row, 4);
  g_autofree char *outcome = plug_sqlite_dup_column (row, 5);
  g_autofree char *message = plug_sqlite_dup_column (row, 6);
  g_autofree char *request_id = plug_sqlite_dup_column (row, 7);
  PlugDeed *record;

  record = plug_deed_new (kind != NULL ? kind : "", account_id != NULL ? account_id : "",
                            instance_id, name, plug_deed_outcome_from_string (outcome), message,
                            request_id);
  plug_deed_set_time (record, sqlite3_column_int64 (row, 0));
  return G_OBJECT (record);
}

static GObject *
record_from_intent_row (sqlite3_stmt *row)
{
  g_autoptr (PlugIntent) intent = plug_intent_from_row (row);

  return G_OBJECT (plug_deed_new_from_intent (intent));
}

/* Both tables are read newest first and no further than needed. */
static gboolean
read_records (PlugStoreJob  *job,
              const char    *sql,
              GObject     *(*from_row) (sqlite3_stmt *),
              GPtrArray     *records,
              GError       **error)
{
  PlugSqlite *db = job->db;
  g_autoptr (sqlite3_stmt) statement = plug_sqlite_prepare (db, sql, error);
  PlugSqliteResult result;

  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (db, statement, ":account_id", job->account_id);
  plug_sqlite_bind_text (db, statement, ":instance_id", job->instance_id);
  plug_sqlite_bind_int (db, statement, ":before", job->old_time);
  plug_sqlite_bind_int (db, statement, ":n_max", job->n_max);
  while ((result = plug_sqlite_step (db, statement, error)) == PLUG_SQLITE_ROW)
    g_ptr_array_add (records, from_row (statement));
  return result == PLUG_SQLITE_DONE;
}

static int
compare_records (const void *a,
                 const void *b)
{
  gint64 time_a = plug_deed_get_time (*(PlugDeed *const *) a);
  gint64 time_b = plug_deed_get_time (*(PlugDeed *const *) b);

  return time_a > time_b ? -1 : time_a < time_b;
}

#define WANTED(time) \
  " WHERE (:account_id IS NULL OR account_id = :account_id)" \
  " AND (:instance_id IS NULL OR instance_id = :instance_id)" \
  " AND (:before = 0 OR " time " < :before)"

static gboolean
list_records_work (PlugStoreJob  *job,
                   GError       **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  if (!plug_sqlite_begin_reading (job->db, error) ||
      !read_records (job,
                     PLUG_STORE_SELECT_RECORDS WANTED ("time")
                     " ORDER BY time DESC, id DESC LIMIT :n_max",
                     record_from_row, records, error) ||
      !read_records (job,
                     PLUG_STORE_SELECT_INTENTS WANTED ("created")
                     " ORDER BY created DESC, rowid DESC LIMIT :n_max",
                     record_from_intent_row, records, error) ||
      !plug_sqlite_commit (job->db, error))
    return FALSE;
  g_ptr_array_sort (records, compare_records);
  job->result = g_list_store_new (PLUG_TYPE_DEED);
  job->free_result = g_object_unref;
  g_list_store_splice (job->result, 0, 0, records->pdata, MIN (records->len, job->n_max));
  return TRUE;
}

/* plug_store_list_records_async:
 * @account_id: (nullable): NULL is any
 * @instance_id: (nullable): NULL is any
 * @before: of before that time, 0 for all
 * @n_max: at most so many */
void
plug_store_list_records_async (PlugStore           *self,
                               const char          *account_id,
                               const char          *instance_id,
                               gint64               before,
                               guint                n_max,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));

  job = plug_store_job_new (self, list_records_work);
  job->account_id = g_strdup (account_id);
  job->instance_id = g_strdup (instance_id);
  job->old_time = before;
  job->n_max = n_max;
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_list_records_async);
}

/* plug_store_list_records_finish:
 * Errors as plug_store_finish() has them.
 *
 * Returns: (transfer full) (element-type PlugDeed): newest first; NULL with @error */
GListModel *
plug_store_list_records_finish (PlugStore     *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == plug_store_list_records_async,
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
