/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugStore: runs of bulk files. The op of every row is noted before the first is sent, so that the
 * journal alone says what was sent, whoever was killed when. */

#include "config.h"

#include "plug-store-bulk.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-store-job.h"

/* What a search is by. */
typedef struct {
  char *id;
  char *hash;
  char *path;
} Wanted;

static void
wanted_free (Wanted *wanted)
{
  g_free (wanted->id);
  g_free (wanted->hash);
  g_free (wanted->path);
  g_free (wanted);
}

static void
record_free (PlugBulkRecord *record)
{
  g_free (record->op);
  g_free (record->account_id);
  g_free (record->name);
  g_free (record->instance_id);
  g_free (record->message);
  g_free (record);
}

static PlugBulkRun *
run_alloc (void)
{
  PlugBulkRun *self = g_new0 (PlugBulkRun, 1);

  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
  return self;
}

/* plug_bulk_run_new:
 * @path: (nullable): of the file
 * @hash: of what is to be made
 *
 * Returns: (transfer full): a run that begins now, without rows */
PlugBulkRun *
plug_bulk_run_new (const char *path,
                   gint64      size,
                   const char *hash)
{
  PlugBulkRun *self = run_alloc ();

  self->id = g_uuid_string_random ();
  self->path = g_strdup (path);
  self->size = size;
  self->hash = g_strdup (hash);
  self->created = g_get_real_time ();
  return self;
}

/* plug_bulk_run_free:
 * @self: (transfer full): a run */
void
plug_bulk_run_free (PlugBulkRun *self)
{
  g_free (self->id);
  g_free (self->path);
  g_free (self->hash);
  g_ptr_array_unref (self->records);
  g_free (self);
}

/* plug_bulk_run_add:
 * Adds a row with an op of its own. */
void
plug_bulk_run_add (PlugBulkRun *self,
                   guint        number,
                   const char  *account_id,
                   const char  *name)
{
  PlugBulkRecord *record = g_new0 (PlugBulkRecord, 1);

  record->number = number;
  record->op = g_uuid_string_random ();
  record->account_id = g_strdup (account_id);
  record->name = g_strdup (name);
  g_ptr_array_add (self->records, record);
}

static PlugBulkRecord *
read_record (sqlite3_stmt *row)
{
  PlugBulkRecord *record = g_new0 (PlugBulkRecord, 1);
  g_autofree char *state = plug_sqlite_dup_column (row, 4);

  record->number = (guint) sqlite3_column_int64 (row, 0);
  record->op = plug_sqlite_dup_column (row, 1);
  record->account_id = plug_sqlite_dup_column (row, 2);
  record->name = plug_sqlite_dup_column (row, 3);
  record->is_recorded = state != NULL;
  /* Of a state nobody knows the worst is assumed: that it was sent. */
  if (state != NULL && !plug_intent_state_from_string (state, &record->state))
    record->state = PLUG_INTENT_UNKNOWN;
  record->instance_id = plug_sqlite_dup_column (row, 5);
  record->message = plug_sqlite_dup_column (row, 6);
  return record;
}

static gboolean
read_records (PlugSqlite   *db,
              PlugBulkRun  *run,
              GError      **error)
{
  g_autoptr (sqlite3_stmt) statement = plug_sqlite_prepare (db, PLUG_STORE_SELECT_ROWS, error);
  PlugSqliteResult result;

  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (db, statement, ":run_id", run->id);
  while ((result = plug_sqlite_step (db, statement, error)) == PLUG_SQLITE_ROW)
    g_ptr_array_add (run->records, read_record (statement));
  return result == PLUG_SQLITE_DONE;
}

/* The last run for which @condition holds, without its rows.
 * Returns: whether the database could be asked; *@run stays NULL when there is none */
static gboolean
read_run (PlugSqlite   *db,
          const char   *condition,
          const char   *value,
          PlugBulkRun **run,
          GError      **error)
{
  g_autofree char *sql = g_strdup_printf (PLUG_STORE_SELECT_RUNS " WHERE %s = :value"
                                          " ORDER BY created DESC, id LIMIT 1", condition);
  g_autoptr (sqlite3_stmt) statement = plug_sqlite_prepare (db, sql, error);
  PlugSqliteResult result;

  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (db, statement, ":value", value);
  result = plug_sqlite_step (db, statement, error);
  if (result != PLUG_SQLITE_ROW)
    return result == PLUG_SQLITE_DONE;
  *run = run_alloc ();
  (*run)->id = plug_sqlite_dup_column (statement, 0);
  (*run)->path = plug_sqlite_dup_column (statement, 1);
  (*run)->size = sqlite3_column_int64 (statement, 2);
  (*run)->hash = plug_sqlite_dup_column (statement, 3);
  (*run)->created = sqlite3_column_int64 (statement, 4);
  return TRUE;
}

static gboolean
find_run (PlugSqlite    *db,
          const Wanted  *wanted,
          PlugBulkRun  **run,
          GError       **error)
{
  if (wanted->id != NULL)
    return read_run (db, "id", wanted->id, run, error);
  return read_run (db, "hash", wanted->hash, run, error) &&
         (*run != NULL || wanted->path == NULL ||
          read_run (db, "path", wanted->path, run, error));
}

static gboolean
load_run (PlugStoreJob  *job,
          GError       **error)
{
  g_autoptr (PlugBulkRun) run = NULL;

  job->free_result = (GDestroyNotify) plug_bulk_run_free;
  if (!plug_sqlite_begin_reading (job->db, error) ||
      !find_run (job->db, job->extra, &run, error) ||
      (run != NULL && !read_records (job->db, run, error)))
    return FALSE;
  plug_sqlite_roll_back (job->db);
  job->result = g_steal_pointer (&run);
  return TRUE;
}

static void
push_load (PlugStore           *self,
           const char          *id,
           const char          *hash,
           const char          *path,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  PlugStoreJob *job = plug_store_job_new (self, load_run);
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->id = g_strdup (id);
  wanted->hash = g_strdup (hash);
  wanted->path = g_strdup (path);
  job->extra = wanted;
  job->free_extra = (GDestroyNotify) wanted_free;
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_load_run_async);
}

/* plug_store_find_run_async:
 * @hash: of what is to be made
 * @path: (nullable): of the file, when nothing of that content was run */
void
plug_store_find_run_async (PlugStore           *self,
                           const char          *hash,
                           const char          *path,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (hash != NULL);

  push_load (self, NULL, hash, path, cancellable, callback, user_data);
}

/* plug_store_load_run_async:
 * What the journal says of each row by now. */
void
plug_store_load_run_async (PlugStore           *self,
                           const char          *run_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (run_id != NULL);

  push_load (self, run_id, NULL, NULL, cancellable, callback, user_data);
}

/* plug_store_load_run_finish:
 * Returns: (transfer full) (nullable): the run; NULL without @error when there is none */
PlugBulkRun *
plug_store_load_run_finish (PlugStore     *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct {
  PlugBulkRun *run;
  gboolean again;
} Beginning;

static void
beginning_free (Beginning *beginning)
{
  plug_bulk_run_free (beginning->run);
  g_free (beginning);
}

static gboolean
insert_run (PlugSqlite   *db,
            PlugBulkRun  *run,
            GError      **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = plug_sqlite_prepare (db,
                                   "INSERT INTO bulk_run (id, path, size, hash, created)"
                                   " VALUES (:id, :path, :size, :hash, :created)", error);
  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (db, statement, ":id", run->id);
  plug_sqlite_bind_text (db, statement, ":path", run->path);
  plug_sqlite_bind_int (db, statement, ":size", run->size);
  plug_sqlite_bind_text (db, statement, ":hash", run->hash);
  plug_sqlite_bind_int (db, statement, ":created", run->created);
  return plug_sqlite_run (db, statement, error);
}

static gboolean
insert_records (PlugSqlite   *db,
                PlugBulkRun  *run,
                GError      **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = plug_sqlite_prepare (db,
                                   "INSERT INTO bulk_row (run_id, number, op, account_id, name)"
                                   " VALUES (:run_id, :number, :op, :account_id, :name)", error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < run->records->len; i++)
    {
      PlugBulkRecord *record = g_ptr_array_index (run->records, i);

      plug_sqlite_bind_text (db, statement, ":run_id", run->id);
      plug_sqlite_bind_int (db, statement, ":number", record->number);
      plug_sqlite_bind_text (db, statement, ":op", record->op);
      plug_sqlite_bind_text (db, statement, ":account_id", record->account_id);
      plug_sqlite_bind_text (db, statement, ":name", record->name);
      if (!plug_sqlite_run (db, statement, error))
        return FALSE;
      sqlite3_reset (statement);
    }
  return TRUE;
}

/* Asked within the transaction: another process may begin the same run at the same time. */
static gboolean
check_new (PlugSqlite  *db,
           Beginning   *beginning,
           GError     **error)
{
  g_autoptr (PlugBulkRun) other = NULL;

  if (beginning->again)
    return TRUE;
  if (!read_run (db, "hash", beginning->run->hash, &other, error))
    return FALSE;
  if (other == NULL)
    return TRUE;
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_CONFLICT,
                       _("What this file describes was created before, or begun."));
  return FALSE;
}

/* A run keeps its file from being run twice, and says where it is gone on with. */
static gboolean
forget_old_runs (PlugSqlite   *db,
                 gint64        now,
                 GError      **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = plug_sqlite_prepare (db,
                                   "DELETE FROM bulk_run WHERE created < :before AND id NOT IN"
                                   " (SELECT id FROM bulk_run ORDER BY created DESC, id"
                                   "  LIMIT " G_STRINGIFY (PLUG_STORE_KEEP_RUNS) ")"
                                   " AND NOT EXISTS (SELECT 1 FROM bulk_row JOIN intent"
                                   "  ON intent.op = bulk_row.op WHERE run_id = bulk_run.id AND"
                                   "  state NOT IN ('done', 'failed', 'not-found', 'dropped'))",
                                   error);
  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_int (db, statement, ":before",
                        now - PLUG_STORE_KEEP_RUN_DAYS * G_TIME_SPAN_DAY);
  return plug_sqlite_run (db, statement, error);
}

static gboolean
begin_run (PlugStoreJob  *job,
           GError       **error)
{
  Beginning *beginning = job->extra;

  return plug_sqlite_begin (job->db, error) &&
         check_new (job->db, beginning, error) &&
         insert_run (job->db, beginning->run, error) &&
         insert_records (job->db, beginning->run, error) &&
         forget_old_runs (job->db, beginning->run->created, error) &&
         plug_sqlite_commit (job->db, error);
}

/* plug_store_begin_run_async:
 * @run: (transfer full): with all its rows
 * @again: whether what was run before may be run once more
 *
 * Writes it all in one transaction, which forgets runs that are old. */
void
plug_store_begin_run_async (PlugStore           *self,
                            PlugBulkRun         *run,
                            gboolean             again,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  PlugStoreJob *job;
  Beginning *beginning;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (run != NULL);

  beginning = g_new0 (Beginning, 1);
  beginning->run = run;
  beginning->again = again;
  job = plug_store_job_new (self, begin_run);
  job->extra = beginning;
  job->free_extra = (GDestroyNotify) beginning_free;
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_begin_run_async);
}

static gboolean
is_recorded (PlugSqlite  *db,
             const char  *op,
             gboolean    *recorded,
             GError     **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  PlugSqliteResult result;

  statement = plug_sqlite_prepare (db, "SELECT 1 FROM intent WHERE op = :op", error);
  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (db, statement, ":op", op);
  result = plug_sqlite_step (db, statement, error);
  *recorded = result == PLUG_SQLITE_ROW;
  return result != PLUG_SQLITE_FAILED;
}

/* Never of a row that may be on the tenant: what the journal says is asked in the transaction. An
 * op that is not there stays, for another process may be about to use it. */
static gboolean
renew_op (PlugSqlite  *db,
          const char  *from,
          char       **to,
          GError     **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autofree char *op = g_uuid_string_random ();
  gboolean recorded = TRUE;

  statement = plug_sqlite_prepare (db,
                                   "UPDATE bulk_row SET op = :new WHERE op = :old AND EXISTS"
                                   " (SELECT 1 FROM intent WHERE op = :old"
                                   "  AND state IN ('failed', 'not-found', 'dropped'))", error);
  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (db, statement, ":new", op);
  plug_sqlite_bind_text (db, statement, ":old", from);
  if (!plug_sqlite_run (db, statement, error))
    return FALSE;
  if (plug_sqlite_get_changes (db) == 1)
    *to = g_steal_pointer (&op);
  else if (!is_recorded (db, from, &recorded, error))
    return FALSE;
  if (*to != NULL)
    return TRUE;
  *to = g_strdup (from);
  if (!recorded)
    return TRUE;
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_STATE,
                       _("Another process has gone on with this row meanwhile."));
  return FALSE;
}

static gboolean
renew_ops (PlugStoreJob  *job,
           GError       **error)
{
  g_autoptr (GHashTable) changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  char **ops = job->extra;

  if (!plug_sqlite_begin (job->db, error))
    return FALSE;
  for (gsize i = 0; ops[i] != NULL; i++)
    {
      char *to = NULL;

      if (!renew_op (job->db, ops[i], &to, error))
        {
          g_free (to);
          return FALSE;
        }
      g_hash_table_insert (changes, g_strdup (ops[i]), to);
    }
  if (!plug_sqlite_commit (job->db, error))
    return FALSE;
  job->result = g_steal_pointer (&changes);
  job->free_result = (GDestroyNotify) g_hash_table_unref;
  return TRUE;
}

/* plug_store_renew_ops_async:
 * @ops: of rows that are certainly not on the tenant and are to be sent once more
 *
 * All of them get another op or, with %PLUG_ERROR_STATE, none; one that the journal does not know
 * keeps its own. */
void
plug_store_renew_ops_async (PlugStore           *self,
                            const char *const   *ops,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (ops != NULL);

  job = plug_store_job_new (self, renew_ops);
  job->extra = g_strdupv ((char **) ops);
  job->free_extra = (GDestroyNotify) g_strfreev;
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_renew_ops_async);
}

/* plug_store_renew_ops_finish:
 * Returns: (transfer full): op → the one in its place */
GHashTable *
plug_store_renew_ops_finish (PlugStore     *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
