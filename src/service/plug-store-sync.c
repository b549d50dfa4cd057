/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugStore: what tenants list, and what is to become of instances later. */

#include "config.h"

#include "plug-store.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-store-job.h"

static GPtrArray *
rows_new (GPtrArray *instances)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_instance_row_free);

  for (guint i = 0; instances != NULL && i < instances->len; i++)
    g_ptr_array_add (rows, plug_instance_row_new (g_ptr_array_index (instances, i)));
  return rows;
}

static gboolean
write_rows (GPtrArray   *rows,
            gboolean   (*write) (PlugInstanceRow *, PlugSqlite *, GError **),
            PlugSqlite  *db,
            GError     **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      if (!write (g_ptr_array_index (rows, i), db, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
save_listed_work (PlugStoreJob  *job,
                  GError       **error)
{
  PlugSqlite *db = job->db;

  return plug_sqlite_begin (db, error) &&
         write_rows (job->renewed, plug_instance_row_renew, db, error) &&
         write_rows (job->added, plug_instance_row_add, db, error) &&
         plug_sqlite_commit (db, error);
}

/* plug_store_save_listed_async:
 * @renewed: (element-type PlugInstance): whose rows are there
 * @added: (nullable) (element-type PlugInstance): that nobody knew
 *
 * One transaction, whatever their number. Ends with plug_store_finish(). */
void
plug_store_save_listed_async (PlugStore           *self,
                              GPtrArray           *renewed,
                              GPtrArray           *added,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (renewed != NULL);

  job = plug_store_job_new (self, save_listed_work);
  job->renewed = rows_new (renewed);
  job->added = rows_new (added);
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_save_listed_async);
}

/* Runs @sql, whose parameters are named as the job's fields; those it does not name are not
 * bound. */
static sqlite3_stmt *
prepare_times (PlugStoreJob  *job,
               const char    *sql,
               GError       **error)
{
  sqlite3_stmt *statement = plug_sqlite_prepare (job->db, sql, error);

  if (statement == NULL)
    return NULL;
  plug_sqlite_bind_text (job->db, statement, ":account_id", job->account_id);
  plug_sqlite_bind_int (job->db, statement, ":new", job->new_time);
  return statement;
}

static gboolean
set_synced_work (PlugStoreJob  *job,
                 GError       **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (!plug_sqlite_begin (job->db, error))
    return FALSE;
  statement = prepare_times (job, "UPDATE account SET synced = :new WHERE id = :account_id",
                             error);
  return statement != NULL && plug_sqlite_run (job->db, statement, error) &&
         plug_sqlite_commit (job->db, error);
}

/* plug_store_set_synced_async:
 * @synced: when the account's tenant listed all it has, microseconds since 1970
 *
 * Ends with plug_store_finish(). */
void
plug_store_set_synced_async (PlugStore           *self,
                             const char          *account_id,
                             gint64               synced,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  job = plug_store_job_new (self, set_synced_work);
  job->account_id = g_strdup (account_id);
  job->new_time = synced;
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_set_synced_async);
}

static gboolean
list_deleted_work (PlugStoreJob  *job,
                   GError       **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (sqlite3_stmt) statement = NULL;
  PlugSqliteResult result;

  statement = plug_sqlite_prepare (job->db,
                                   "SELECT instance_id FROM intent WHERE account_id = :account_id"
                                   " AND kind = 'delete' AND state = 'done'"
                                   " AND instance_id IS NOT NULL",
                                   error);
  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (job->db, statement, ":account_id", job->account_id);
  while ((result = plug_sqlite_step (job->db, statement, error)) == PLUG_SQLITE_ROW)
    g_hash_table_add (ids, plug_sqlite_dup_column (statement, 0));
  if (result != PLUG_SQLITE_DONE)
    return FALSE;
  job->result = g_steal_pointer (&ids);
  job->free_result = (GDestroyNotify) g_hash_table_unref;
  return TRUE;
}

/* plug_store_list_deleted_async:
 * Ends with plug_store_list_deleted_finish(). */
void
plug_store_list_deleted_async (PlugStore           *self,
                               const char          *account_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  job = plug_store_job_new (self, list_deleted_work);
  job->account_id = g_strdup (account_id);
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_list_deleted_async);
}

/* plug_store_list_deleted_finish:
 * Errors as plug_store_finish() has them.
 *
 * Returns: (transfer full): a set of ids; NULL with @error */
GHashTable *
plug_store_list_deleted_finish (PlugStore     *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
refuse_due (GError **error)
{
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_STATE,
                       _("What is to become of this instance was decided otherwise in the "
                         "meantime, in another window or process. Nothing was changed."));
  return FALSE;
}

/* The guard: one process takes the deletion, or takes it back. */
static gboolean
move_due (PlugStoreJob  *job,
          GError       **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = prepare_times (job,
                             "UPDATE instance SET due = :new"
                             " WHERE account_id = :account_id AND id = :id AND due = :old",
                             error);
  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (job->db, statement, ":id", job->instance_id);
  plug_sqlite_bind_int (job->db, statement, ":old", job->old_time);
  if (!plug_sqlite_run (job->db, statement, error))
    return FALSE;
  return plug_sqlite_get_changes (job->db) == 1 || refuse_due (error);
}

static gboolean
set_due_work (PlugStoreJob  *job,
              GError       **error)
{
  return plug_sqlite_begin (job->db, error) && move_due (job, error) &&
         plug_sqlite_commit (job->db, error);
}

static PlugStoreJob *
instance_job_new (PlugStore     *self,
                  PlugStoreWork  work,
                  const char    *account_id,
                  const char    *instance_id)
{
  PlugStoreJob *job = plug_store_job_new (self, work);

  job->account_id = g_strdup (account_id);
  job->instance_id = g_strdup (instance_id);
  return job;
}

/* plug_store_set_due_async:
 * @old_due: when it was to be deleted as far as the caller knows, 0 for not at all
 * @new_due: when it is to be deleted, microseconds since 1970; 0 for not at all
 *
 * %PLUG_ERROR_STATE when @old_due is not what the row has. Ends with plug_store_finish(). */
void
plug_store_set_due_async (PlugStore           *self,
                          PlugInstance        *instance,
                          gint64               old_due,
                          gint64               new_due,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  job = instance_job_new (self, set_due_work, plug_instance_get_account_id (instance),
                          plug_instance_get_id (instance));
  job->old_time = old_due;
  job->new_time = new_due;
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_set_due_async);
}

static gboolean
record_due_work (PlugStoreJob  *job,
                 GError       **error)
{
  return plug_sqlite_begin (job->db, error) && move_due (job, error) &&
         plug_intent_row_insert (job->intent, job->db, error) &&
         plug_sqlite_commit (job->db, error);
}

/* plug_store_record_due_async:
 * @intent: a DELETE
 * @due: when that was to be
 *
 * Takes the deletion, and inserts @intent in the state it is in, in one transaction.
 * %PLUG_ERROR_STATE when another has taken it, or has taken it back. Ends with
 * plug_store_finish(). */
void
plug_store_record_due_async (PlugStore           *self,
                             PlugIntent          *intent,
                             gint64               due,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (PLUG_IS_INTENT (intent));
  g_return_if_fail (plug_intent_get_instance_id (intent) != NULL);

  job = instance_job_new (self, record_due_work, plug_intent_get_account_id (intent),
                          plug_intent_get_instance_id (intent));
  job->intent = plug_intent_row_new (intent);
  job->old_time = due;
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_record_due_async);
}

static gboolean
set_forgotten_work (PlugStoreJob  *job,
                    GError       **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (!plug_sqlite_begin (job->db, error))
    return FALSE;
  statement = prepare_times (job,
                             "UPDATE instance SET forgotten = :new"
                             " WHERE account_id = :account_id AND id = :id",
                             error);
  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (job->db, statement, ":id", job->instance_id);
  return plug_sqlite_run (job->db, statement, error) && plug_sqlite_commit (job->db, error);
}

/* plug_store_set_forgotten_async:
 * @forgotten: since when it is left out of the lists, microseconds since 1970; 0: it is not
 *
 * Ends with plug_store_finish(). */
void
plug_store_set_forgotten_async (PlugStore           *self,
                                PlugInstance        *instance,
                                gint64               forgotten,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  job = instance_job_new (self, set_forgotten_work, plug_instance_get_account_id (instance),
                          plug_instance_get_id (instance));
  job->new_time = forgotten;
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_set_forgotten_async);
}
