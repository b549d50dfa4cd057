/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store's thread writes: each call one transaction, whole or not at all. */

#include "config.h"

#include "plug-store-job.h"

/* plug_store_save_account:
 * Inserts or updates the account of the job.
 *
 * Returns: whether it is committed */
gboolean
plug_store_save_account (PlugStoreJob  *job,
                         GError       **error)
{
  PlugSqlite *db = job->db;

  return plug_sqlite_begin (db, error) &&
         plug_account_row_write (job->account, db, error) &&
         plug_sqlite_commit (db, error);
}

static gboolean
run_with_keys (PlugStoreJob  *job,
               const char    *sql,
               GError       **error)
{
  PlugSqlite *db = job->db;
  g_autoptr (sqlite3_stmt) statement = plug_sqlite_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (db, statement, ":account_id", job->account_id);
  if (job->instance_id != NULL)
    plug_sqlite_bind_text (db, statement, ":id", job->instance_id);
  return plug_sqlite_run (db, statement, error);
}

static gboolean
delete_instance (PlugStoreJob  *job,
                 GError       **error)
{
  return run_with_keys (job, "DELETE FROM instance WHERE account_id = :account_id AND id = :id",
                        error);
}

/* plug_store_remove_account:
 * Removes the account, its instances and its closed intents. Open ones stay: what may be on
 * the tenant is not forgotten.
 *
 * Returns: whether it is committed */
gboolean
plug_store_remove_account (PlugStoreJob  *job,
                           GError       **error)
{
  PlugSqlite *db = job->db;

  return plug_sqlite_begin (db, error) &&
         run_with_keys (job, "DELETE FROM account WHERE id = :account_id", error) &&
         run_with_keys (job,
                        "DELETE FROM intent WHERE account_id = :account_id"
                        " AND state IN (" PLUG_STORE_CLOSED_STATES ")",
                        error) &&
         plug_sqlite_commit (db, error);
}

/* plug_store_save_instance:
 * Inserts or updates the instance of the job.
 *
 * Returns: whether it is committed */
gboolean
plug_store_save_instance (PlugStoreJob  *job,
                          GError       **error)
{
  PlugSqlite *db = job->db;

  return plug_sqlite_begin (db, error) &&
         plug_instance_row_write (job->instance, db, error) &&
         plug_sqlite_commit (db, error);
}

/* plug_store_remove_instance:
 * Removes the instance of the job's account and instance id, if it is there.
 *
 * Returns: whether it is committed */
gboolean
plug_store_remove_instance (PlugStoreJob  *job,
                            GError       **error)
{
  PlugSqlite *db = job->db;

  return plug_sqlite_begin (db, error) &&
         delete_instance (job, error) &&
         plug_sqlite_commit (db, error);
}

/* plug_store_record_intent:
 * Inserts the intent of the job in its state; %PLUG_ERROR_STATE when it is there.
 *
 * Returns: whether it is committed */
gboolean
plug_store_record_intent (PlugStoreJob  *job,
                          GError       **error)
{
  PlugSqlite *db = job->db;

  return plug_sqlite_begin (db, error) &&
         plug_intent_row_insert (job->intent, db, error) &&
         plug_sqlite_commit (db, error);
}

/* A change's instance was made by a creation, and stays that. */
static gboolean
is_claim (PlugStoreJob *job)
{
  return job->instance != NULL && job->intent->kind == PLUG_INTENT_CREATE;
}

/* Whatever had become of an instance of that id here: a creation has made it, or has found it. */
static gboolean
write_instance (PlugStoreJob  *job,
                GError       **error)
{
  if (job->instance == NULL)
    return TRUE;
  return plug_instance_row_write (job->instance, job->db, error) &&
         (!is_claim (job) || plug_instance_row_recall (job->instance, job->db, error));
}

/* plug_store_settle_intent:
 * Moves the intent from one state to another, with its instance if there is one;
 * %PLUG_ERROR_STATE when it is in another state, %PLUG_ERROR_CONFLICT when the instance is
 * another intent's.
 *
 * Returns: whether it is committed */
gboolean
plug_store_settle_intent (PlugStoreJob  *job,
                          GError       **error)
{
  PlugSqlite *db = job->db;

  return plug_sqlite_begin (db, error) &&
         (!is_claim (job) || plug_intent_row_check_claim (job->intent, db, error)) &&
         plug_intent_row_move (job->intent, job->from, job->to, db, error) &&
         write_instance (job, error) &&
         plug_sqlite_commit (db, error);
}

/* plug_store_prove_intent:
 * As plug_store_settle_intent(), but the instance is this intent's for certain: another that was
 * taken for it is in doubt again.
 *
 * Returns: whether it is committed */
gboolean
plug_store_prove_intent (PlugStoreJob  *job,
                         GError       **error)
{
  PlugSqlite *db = job->db;

  return plug_sqlite_begin (db, error) &&
         plug_intent_row_revoke_claims (job->intent, db, error) &&
         plug_intent_row_move (job->intent, job->from, job->to, db, error) &&
         write_instance (job, error) &&
         plug_sqlite_commit (db, error);
}

/* plug_store_settle_deletion:
 * Moves the intent from one state to another and removes the instance of the job's account and
 * instance id; %PLUG_ERROR_STATE when it is in another state.
 *
 * Returns: whether it is committed */
gboolean
plug_store_settle_deletion (PlugStoreJob  *job,
                            GError       **error)
{
  PlugSqlite *db = job->db;

  return plug_sqlite_begin (db, error) &&
         plug_intent_row_move (job->intent, job->from, job->to, db, error) &&
         delete_instance (job, error) &&
         plug_sqlite_commit (db, error);
}

/* plug_store_probe:
 * Writes the intent of the job and syncs, so that a full or read-only disk shows, and takes it
 * back.
 *
 * Returns: whether there was room and the disk took it */
gboolean
plug_store_probe (PlugStoreJob  *job,
                  GError       **error)
{
  PlugSqlite *db = job->db;

  if (!plug_sqlite_begin (db, error) ||
      !plug_intent_row_insert (job->intent, db, error) ||
      !plug_sqlite_flush (db, error))
    return FALSE;
  plug_sqlite_roll_back (db);
  return TRUE;
}
