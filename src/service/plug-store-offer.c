/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugStore: what tenants offer, kept so that it is there at once and without them. */

#include "config.h"

#include "plug-store-offer.h"

#include "plug-store-job.h"

static gboolean
write_offer (PlugStoreJob  *job,
             GError       **error)
{
  PlugSqlite *db = job->db;
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = plug_sqlite_prepare (
      db,
      "INSERT OR REPLACE INTO offer (account_id, base_url, asked, skipped, connectors)"
      " SELECT id, :base_url, :asked, :skipped, :connectors FROM account WHERE id = :account_id",
      error);
  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (db, statement, ":account_id", job->account_id);
  plug_sqlite_bind_text (db, statement, ":base_url", job->base_url);
  plug_sqlite_bind_int (db, statement, ":asked", job->asked);
  plug_sqlite_bind_int (db, statement, ":skipped", job->n_skipped);
  plug_sqlite_bind_text (db, statement, ":connectors", job->connectors);
  return plug_sqlite_run (db, statement, error);
}

static gboolean
save_offer (PlugStoreJob  *job,
            GError       **error)
{
  return plug_sqlite_begin (job->db, error) &&
         write_offer (job, error) &&
         plug_sqlite_commit (job->db, error);
}

/* What cannot be read is as good as not there: the tenant can be asked again. */
static PlugOffer *
read_offer (PlugStoreJob *job,
            sqlite3_stmt *statement)
{
  g_autofree char *base_url = plug_sqlite_dup_column (statement, 0);
  g_autofree char *connectors = plug_sqlite_dup_column (statement, 3);
  PlugOffer *offer;

  if (g_strcmp0 (base_url, job->base_url) != 0)
    return NULL;
  offer = plug_offer_from_text (connectors);
  if (offer == NULL)
    return NULL;
  offer->asked = sqlite3_column_int64 (statement, 1);
  offer->n_skipped = (guint) sqlite3_column_int64 (statement, 2);
  return offer;
}

static gboolean
load_offer (PlugStoreJob  *job,
            GError       **error)
{
  PlugSqlite *db = job->db;
  g_autoptr (sqlite3_stmt) statement = plug_sqlite_prepare (db, PLUG_STORE_SELECT_OFFER, error);
  PlugSqliteResult result;

  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (db, statement, ":account_id", job->account_id);
  result = plug_sqlite_step (db, statement, error);
  if (result == PLUG_SQLITE_FAILED)
    return FALSE;
  if (result == PLUG_SQLITE_ROW)
    job->result = read_offer (job, statement);
  job->free_result = (GDestroyNotify) plug_offer_free;
  return TRUE;
}

static PlugStoreJob *
offer_job_new (PlugStore     *self,
               PlugStoreWork  work,
               PlugAccount   *account)
{
  PlugStoreJob *job = plug_store_job_new (self, work);

  job->account_id = g_strdup (plug_account_get_id (account));
  job->base_url = g_strdup (plug_account_get_base_url (account));
  return job;
}

/* plug_store_save_offer_async:
 * @account: whose tenant was asked; nothing is saved when it is not there any more
 * @offer: what it said
 *
 * In place of what was saved before. */
void
plug_store_save_offer_async (PlugStore           *self,
                             PlugAccount         *account,
                             PlugOffer           *offer,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (PLUG_IS_ACCOUNT (account));
  g_return_if_fail (offer != NULL);

  job = offer_job_new (self, save_offer, account);
  job->connectors = plug_offer_to_text (offer);
  job->asked = offer->asked;
  job->n_skipped = offer->n_skipped;
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_save_offer_async);
}

/* plug_store_load_offer_async:
 * @account: whose tenant may have been asked */
void
plug_store_load_offer_async (PlugStore           *self,
                             PlugAccount         *account,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (PLUG_IS_ACCOUNT (account));

  plug_store_job_push (offer_job_new (self, load_offer, account), cancellable, callback,
                       user_data, plug_store_load_offer_async);
}

/* plug_store_load_offer_finish:
 * Returns: (transfer full) (nullable): what was saved; NULL without @error when nothing was, or
 *   of another tenant than the account's */
PlugOffer *
plug_store_load_offer_finish (PlugStore     *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
