/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store's tests share: a store in a folder of its own, calls that wait, plain SQL. */

#define _GNU_SOURCE
#include "config.h"

#include "store-fixture.h"

#include <string.h>

#include <sqlite3.h>

#include "plug-sqlite.h"
#include "plug-test.h"

/* store_fixture_set_up:
 * The store's folder is not there yet. */
void
store_fixture_set_up (StoreFixture *fixture,
                      gconstpointer data)
{
  fixture->folder = plug_test_dup_folder ();
  fixture->path = g_build_filename (fixture->folder, "plugboard", "plugboard.db", NULL);
  fixture->store = plug_store_new (fixture->path);
}

/* store_fixture_tear_down:
 * Also shows that the store goes away. */
void
store_fixture_tear_down (StoreFixture *fixture,
                         gconstpointer data)
{
  if (fixture->store != NULL)
    {
      plug_store_close (fixture->store);
      plug_test_assert_finalized (fixture->store);
    }
  plug_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* store_fixture_reopen:
 * What is there after a start: another store on the same file, open. */
void
store_fixture_reopen (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  plug_store_close (fixture->store);
  plug_test_assert_finalized (fixture->store);
  fixture->store = plug_store_new (fixture->path);
  store_open (fixture->store, &error);
  g_assert_no_error (error);
}

static gboolean
finish (PlugStore     *store,
        GAsyncResult **result,
        GError       **error)
{
  g_autoptr (GAsyncResult) owned = plug_test_wait (result);

  return plug_store_finish (store, owned, error);
}

gboolean
store_open (PlugStore  *store,
            GError    **error)
{
  GAsyncResult *result = NULL;

  plug_store_open_async (store, NULL, plug_test_result_cb, &result);
  return finish (store, &result, error);
}

PlugStoreContents *
store_load (PlugStore  *store,
            GError    **error)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) owned = NULL;

  plug_store_load_async (store, NULL, plug_test_result_cb, &result);
  owned = plug_test_wait (&result);
  return plug_store_load_finish (store, owned, error);
}

gboolean
store_save_account (PlugStore    *store,
                    PlugAccount  *account,
                    GError      **error)
{
  GAsyncResult *result = NULL;

  plug_store_save_account_async (store, account, NULL, plug_test_result_cb, &result);
  return finish (store, &result, error);
}

gboolean
store_remove_account (PlugStore   *store,
                      const char  *account_id,
                      GError     **error)
{
  GAsyncResult *result = NULL;

  plug_store_remove_account_async (store, account_id, NULL, plug_test_result_cb, &result);
  return finish (store, &result, error);
}

gboolean
store_save_instance (PlugStore     *store,
                     PlugInstance  *instance,
                     GError       **error)
{
  GAsyncResult *result = NULL;

  plug_store_save_instance_async (store, instance, NULL, plug_test_result_cb, &result);
  return finish (store, &result, error);
}

gboolean
store_remove_instance (PlugStore   *store,
                       const char  *instance_id,
                       GError     **error)
{
  GAsyncResult *result = NULL;

  plug_store_remove_instance_async (store, ACCOUNT_ID, instance_id, NULL, plug_test_result_cb,
                                    &result);
  return finish (store, &result, error);
}

gboolean
store_record (PlugStore   *store,
              PlugIntent  *intent,
              GError     **error)
{
  GAsyncResult *result = NULL;

  plug_store_record_intent_async (store, intent, NULL, plug_test_result_cb, &result);
  return finish (store, &result, error);
}

gboolean
store_move (PlugStore        *store,
            PlugIntent       *intent,
            PlugIntentState   from,
            PlugIntentState   to,
            GError          **error)
{
  GAsyncResult *result = NULL;

  plug_store_move_intent_async (store, intent, from, to, NULL, plug_test_result_cb, &result);
  return finish (store, &result, error);
}

gboolean
store_settle (PlugStore        *store,
              PlugIntent       *intent,
              PlugIntentState   from,
              PlugIntentState   to,
              PlugInstance     *instance,
              GError          **error)
{
  GAsyncResult *result = NULL;

  plug_store_settle_intent_async (store, intent, from, to, instance, NULL, plug_test_result_cb,
                                  &result);
  return finish (store, &result, error);
}

gboolean
store_settle_deletion (PlugStore        *store,
                       PlugIntent       *intent,
                       PlugIntentState   from,
                       GError          **error)
{
  GAsyncResult *result = NULL;

  plug_store_settle_deletion_async (store, intent, from, NULL, plug_test_result_cb, &result);
  return finish (store, &result, error);
}

gboolean
store_probe (PlugStore  *store,
             GError    **error)
{
  GAsyncResult *result = NULL;

  plug_store_probe_async (store, NULL, plug_test_result_cb, &result);
  return finish (store, &result, error);
}

PlugAccount *
store_new_account (void)
{
  PlugAccount *account = plug_account_new_with_id (ACCOUNT_ID, "Tenant",
                                                   "https://api.example.test/elements/api-v2");

  plug_account_set_created (account, 1700000000000001);
  return account;
}

PlugInstance *
store_new_instance (const char *id)
{
  return plug_instance_new (ACCOUNT_ID, id, "An instance", "sagecrm");
}

PlugIntent *
store_new_intent (void)
{
  const char *const tags[] = { "one", NULL };

  return plug_intent_new (PLUG_INTENT_CREATE, ACCOUNT_ID,
                          "https://api.example.test/elements/api-v2", "sagecrm", "An instance",
                          tags);
}

/* Waits as long as the store does: one that looks whether others have written, or takes back what
 * a failed disk left half done, has the file to itself for a moment. */
static sqlite3 *
open_plain (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, PLUG_SQLITE_BUSY_MS);
  return db;
}

/* store_sql:
 * Runs @sql, which must work. */
void
store_sql (const char *path,
           const char *sql)
{
  sqlite3 *db = open_plain (path);
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* store_sql_text:
 * Returns: (transfer full) (nullable): the first column of the first row, which must be there */
char *
store_sql_text (const char *path,
                const char *sql)
{
  sqlite3 *db = open_plain (path);
  sqlite3_stmt *statement = NULL;
  char *text;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return text;
}

/* store_sql_int:
 * Returns: the same as a number */
gint64
store_sql_int (const char *path,
               const char *sql)
{
  g_autofree char *text = store_sql_text (path, sql);

  g_assert_nonnull (text);
  return g_ascii_strtoll (text, NULL, 10);
}

/* store_assert_sound:
 * The file is whole, its references hold, and every intent is in a state there is. */
void
store_assert_sound (const char *path)
{
  g_autofree char *verdict = store_sql_text (path, "PRAGMA integrity_check");
  g_autofree char *states = NULL;
  g_auto (GStrv) each = NULL;

  g_assert_cmpstr (verdict, ==, "ok");
  g_assert_cmpint (store_sql_int (path, "SELECT count(*) FROM pragma_foreign_key_check"), ==, 0);
  states = store_sql_text (path, "SELECT coalesce(group_concat(state), '') FROM intent");
  each = g_strsplit (states, ",", -1);
  for (guint i = 0; each[i] != NULL && *each[i] != '\0'; i++)
    {
      PlugIntentState state;

      g_assert_true (plug_intent_state_from_string (each[i], &state));
    }
}

/* store_find_beside:
 * Returns: (transfer full) (nullable): a path */
char *
store_find_beside (const char *path,
                   const char *prefix)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_prefix (name, prefix))
        return g_build_filename (folder, name, NULL);
    }
  return NULL;
}

/* store_files_contain:
 * Returns: whether the bytes of @needle are in a file below @folder */
gboolean
store_files_contain (const char *folder,
                     const char *needle)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize length = 0;

      if (g_file_test (path, G_FILE_TEST_IS_DIR) ? store_files_contain (path, needle)
          : g_file_get_contents (path, &contents, &length, NULL) &&
            memmem (contents, length, needle, strlen (needle)) != NULL)
        return TRUE;
    }
  return FALSE;
}
