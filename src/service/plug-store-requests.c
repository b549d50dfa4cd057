/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugStore: the requests made of an instance, masked before they come here. */

#include "config.h"

#include "plug-store-requests.h"

#include "plug-store-job.h"

static PlugStoreJob *
request_job_new (PlugStore     *self,
                 PlugStoreWork  work,
                 const char    *account_id,
                 const char    *instance_id)
{
  PlugStoreJob *job = plug_store_job_new (self, work);

  job->account_id = g_strdup (account_id);
  job->instance_id = g_strdup (instance_id);
  return job;
}

static sqlite3_stmt *
prepare (PlugStoreJob  *job,
         const char    *sql,
         GError       **error)
{
  sqlite3_stmt *statement = plug_sqlite_prepare (job->db, sql, error);

  if (statement != NULL)
    {
      plug_sqlite_bind_text (job->db, statement, ":account_id", job->account_id);
      plug_sqlite_bind_text (job->db, statement, ":instance_id", job->instance_id);
    }
  return statement;
}

static gboolean
insert_request (PlugStoreJob  *job,
                GError       **error)
{
  PlugRequestRecord *record = job->extra;
  PlugSqlite *db = job->db;
  g_autoptr (sqlite3_stmt) statement = NULL;

  /* Nothing is remembered of an instance that went meanwhile. */
  statement = prepare (job,
                       "INSERT INTO request (account_id, instance_id, time, method, target, body,"
                       "  status, duration, size, request_id)"
                       " SELECT account_id, id, :time, :method, :target, :body, :status,"
                       "  :duration, :size, :request_id"
                       " FROM instance WHERE account_id = :account_id AND id = :instance_id",
                       error);
  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_int (db, statement, ":time", plug_request_record_get_time (record));
  plug_sqlite_bind_text (db, statement, ":method", plug_request_record_get_method (record));
  plug_sqlite_bind_text (db, statement, ":target", plug_request_record_get_target (record));
  plug_sqlite_bind_text (db, statement, ":body", plug_request_record_get_body (record));
  plug_sqlite_bind_int (db, statement, ":status", plug_request_record_get_status (record));
  plug_sqlite_bind_int (db, statement, ":duration", plug_request_record_get_duration (record));
  plug_sqlite_bind_int (db, statement, ":size", plug_request_record_get_size (record));
  plug_sqlite_bind_text (db, statement, ":request_id",
                         plug_request_record_get_request_id (record));
  return plug_sqlite_run (db, statement, error);
}

static gboolean
drop_old_requests (PlugStoreJob  *job,
                   GError       **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = prepare (job,
                       "DELETE FROM request WHERE id IN (SELECT id FROM request"
                       " WHERE account_id = :account_id AND instance_id = :instance_id"
                       " ORDER BY id DESC LIMIT -1 OFFSET "
                       G_STRINGIFY (PLUG_STORE_MAX_REQUESTS) ")", error);
  return statement != NULL && plug_sqlite_run (job->db, statement, error);
}

static gboolean
add_request_work (PlugStoreJob  *job,
                  GError       **error)
{
  return plug_sqlite_begin (job->db, error) && insert_request (job, error) &&
         drop_old_requests (job, error) && plug_sqlite_commit (job->db, error);
}

/* plug_store_add_request_async:
 * @record: nothing secret is in it
 *
 * The oldest of the instance goes when there are more than %PLUG_STORE_MAX_REQUESTS. */
void
plug_store_add_request_async (PlugStore           *self,
                              const char          *account_id,
                              const char          *instance_id,
                              PlugRequestRecord   *record,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (PLUG_IS_REQUEST_RECORD (record));

  job = request_job_new (self, add_request_work, account_id, instance_id);
  job->extra = g_object_ref (record);
  job->free_extra = g_object_unref;
  plug_store_job_push (job, NULL, callback, user_data, plug_store_add_request_async);
}

static gboolean
clear_requests_work (PlugStoreJob  *job,
                     GError       **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (!plug_sqlite_begin (job->db, error))
    return FALSE;
  statement = prepare (job, "DELETE FROM request WHERE account_id = :account_id"
                       " AND instance_id = :instance_id", error);
  return statement != NULL && plug_sqlite_run (job->db, statement, error) &&
         plug_sqlite_commit (job->db, error);
}

/* plug_store_clear_requests_async:
 * Forgets all of an instance. */
void
plug_store_clear_requests_async (PlugStore           *self,
                                 const char          *account_id,
                                 const char          *instance_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (PLUG_IS_STORE (self));

  plug_store_job_push (request_job_new (self, clear_requests_work, account_id, instance_id),
                       cancellable, callback, user_data, plug_store_clear_requests_async);
}

static PlugRequestRecord *
record_from_row (sqlite3_stmt *row)
{
  g_autofree char *method = plug_sqlite_dup_column (row, 1);
  g_autofree char *target = plug_sqlite_dup_column (row, 2);
  g_autofree char *body = plug_sqlite_dup_column (row, 3);
  g_autofree char *request_id = plug_sqlite_dup_column (row, 7);

  return plug_request_record_new (sqlite3_column_int64 (row, 0), method != NULL ? method : "",
                                  target != NULL ? target : "", body,
                                  (guint) sqlite3_column_int64 (row, 4),
                                  sqlite3_column_int64 (row, 5), sqlite3_column_int64 (row, 6),
                                  request_id);
}

static gboolean
list_requests_work (PlugStoreJob  *job,
                    GError       **error)
{
  g_autoptr (GListStore) store = g_list_store_new (PLUG_TYPE_REQUEST_RECORD);
  g_autoptr (sqlite3_stmt) statement = NULL;
  PlugSqliteResult result;

  statement = prepare (job, PLUG_STORE_SELECT_REQUESTS " ORDER BY id DESC", error);
  if (statement == NULL)
    return FALSE;
  while ((result = plug_sqlite_step (job->db, statement, error)) == PLUG_SQLITE_ROW)
    {
      g_autoptr (PlugRequestRecord) record = record_from_row (statement);

      g_list_store_append (store, record);
    }
  if (result == PLUG_SQLITE_FAILED)
    return FALSE;
  job->result = g_steal_pointer (&store);
  job->free_result = g_object_unref;
  return TRUE;
}

/* plug_store_list_requests_async:
 * Reads what was asked of an instance. */
void
plug_store_list_requests_async (PlugStore           *self,
                                const char          *account_id,
                                const char          *instance_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (PLUG_IS_STORE (self));

  plug_store_job_push (request_job_new (self, list_requests_work, account_id, instance_id),
                       cancellable, callback, user_data, plug_store_list_requests_async);
}

/* plug_store_list_requests_finish:
 * Returns: (transfer full) (element-type PlugRequestRecord): newest first */
GListModel *
plug_store_list_requests_finish (PlugStore     *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
