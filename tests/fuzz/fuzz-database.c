/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file where the database should be, and a sound one with cells in it that we never wrote: it
 * is opened and read, refused in words, or set aside; never written over, never a crash. */
// Parser: service/plug-store-schema.c service/plug-store-rows.c service/plug-store-instance-rows.c

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "fuzz.h"
#include "plug-store.h"

static char *folder;
static char *path;
static char *sound; /* a database of this version with a row in each table */
static gsize sound_size;

static const char rows[] =
  "INSERT INTO account (id, name, base_url, sandbox, created)"
  " VALUES ('6e0c7a52-6d52-4b0a-9b2e-7f1f4a0d1c11', 'A', 'https://a.example', 0, 1);"
  "INSERT INTO instance (account_id, id, name, connector_key, tags, created, saved, disabled,"
  "  configuration, token_state, accepted)"
  " VALUES ('6e0c7a52-6d52-4b0a-9b2e-7f1f4a0d1c11', '1', 'I', 'sagecrm', '[]', 1, 1, 0, '{}', 1,"
  "  '{}');"
  "INSERT INTO intent (op, kind, account_id, tags, state, created, sent, server_time, known_ids)"
  " VALUES ('f0a6d0a4-8f3d-4a0c-9f53-0a4b0c5d7e11', 'create',"
  "  '6e0c7a52-6d52-4b0a-9b2e-7f1f4a0d1c11', '[]', 'unknown', 1, 1, 1, '[]');"
  "INSERT INTO offer VALUES ('6e0c7a52-6d52-4b0a-9b2e-7f1f4a0d1c11', 'https://a.example', 1, 0,"
  "  '[]');"
  "INSERT INTO history (time, kind, account_id, outcome) VALUES (1, 'check',"
  "  '6e0c7a52-6d52-4b0a-9b2e-7f1f4a0d1c11', 'done');";

typedef struct {
  gboolean done;
  GError *error;
  PlugStoreContents *contents;
} Answer;

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Answer *answer = user_data;

  plug_store_finish (PLUG_STORE (source), result, &answer->error);
  answer->done = TRUE;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Answer *answer = user_data;

  answer->contents = plug_store_load_finish (PLUG_STORE (source), result, &answer->error);
  answer->done = TRUE;
}

static void
wait_for (Answer *answer)
{
  while (!answer->done)
    g_main_context_iteration (NULL, TRUE);
  answer->done = FALSE;
}

static gboolean
open_store (PlugStore *store)
{
  Answer answer = { 0 };

  plug_store_open_async (store, NULL, opened_cb, &answer);
  wait_for (&answer);
  g_assert_true (answer.error == NULL || (*answer.error->message != '\0' &&
                                          g_utf8_validate (answer.error->message, -1, NULL)));
  if (answer.error == NULL)
    return TRUE;
  g_error_free (answer.error);
  return FALSE;
}

static void
load_store (PlugStore *store)
{
  Answer answer = { 0 };

  plug_store_load_async (store, NULL, loaded_cb, &answer);
  wait_for (&answer);
  g_assert_true ((answer.contents == NULL) == (answer.error != NULL));
  for (guint i = 0; answer.contents != NULL && i < answer.contents->instances->len; i++)
    {
      PlugInstance *instance = g_ptr_array_index (answer.contents->instances, i);

      g_assert_nonnull (plug_instance_get_id (instance));
      g_assert_nonnull (plug_instance_get_tags (instance));
    }
  g_clear_pointer (&answer.contents, plug_store_contents_free);
  g_clear_error (&answer.error);
}

/* Everything in the folder goes, whatever it is called. */
static void
clear_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      g_assert_cmpint (unlink (file), ==, 0);
    }
}

static void
run_sql (sqlite3    *db,
         const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static void
remove_folder_cb (void)
{
  clear_folder ();
  rmdir (folder);
  g_free (folder);
  g_free (path);
  g_free (sound);
}

static void
prepare (void)
{
  g_autoptr (PlugStore) store = NULL;
  sqlite3 *db = NULL;

  folder = g_dir_make_tmp ("plugboard-fuzz-XXXXXX", NULL);
  g_assert_nonnull (folder);
  path = g_build_filename (folder, "plugboard.db", NULL);
  store = plug_store_new (path);
  g_assert_true (open_store (store));
  plug_store_close (store);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  run_sql (db, rows);
  sqlite3_close (db);
  g_assert_true (g_file_get_contents (path, &sound, &sound_size, NULL));
  atexit (remove_folder_cb);
}

/* The cell that the first byte names gets the others; the second says as what. What the schema
 * itself does not take stays as it was. */
static void
change_cell (const uint8_t *data,
             size_t         size)
{
  static const char list[] =
    "SELECT 'UPDATE ' || m.name || ' SET ' || c.name || ' = ?'"
    " FROM sqlite_master AS m, pragma_table_info (m.name) AS c WHERE m.type = 'table'"
    " ORDER BY m.name, c.cid LIMIT 1 OFFSET ?1 % (SELECT count (*)"
    "  FROM sqlite_master AS m, pragma_table_info (m.name) WHERE m.type = 'table')";
  sqlite3 *db = NULL;
  sqlite3_stmt *found = NULL;
  sqlite3_stmt *update = NULL;
  gint64 number = 0;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  run_sql (db, "PRAGMA synchronous = OFF");
  g_assert_cmpint (sqlite3_prepare_v2 (db, list, -1, &found, NULL), ==, SQLITE_OK);
  sqlite3_bind_int (found, 1, data[0]);
  g_assert_cmpint (sqlite3_step (found), ==, SQLITE_ROW);
  if (sqlite3_prepare_v2 (db, (const char *) sqlite3_column_text (found, 0), -1, &update, NULL) ==
      SQLITE_OK)
    {
      memcpy (&number, data + 2, MIN (size - 2, sizeof number));
      if (data[1] % 2 == 0)
        sqlite3_bind_text (update, 1, (const char *) data + 2, (int) size - 2, SQLITE_STATIC);
      else
        sqlite3_bind_int64 (update, 1, number);
      sqlite3_step (update);
    }
  sqlite3_finalize (update);
  sqlite3_finalize (found);
  sqlite3_close (db);
}

/* A file of that many bytes is somewhere in the folder still. */
static void
assert_kept (gconstpointer data,
             gsize         size)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gboolean kept = FALSE;
  const char *name;

  g_assert_nonnull (dir);
  while (!kept && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      gsize length = 0;

      if (g_file_get_contents (file, &content, &length, NULL))
        kept = length == size && memcmp (content, data, size) == 0;
    }
  g_assert_true (kept);
}

static void
open_file (gboolean      brief,
           gconstpointer data,
           gsize         size)
{
  g_autoptr (PlugStore) store = plug_store_new (path);
  g_autofree char *aside = NULL;

  plug_store_set_brief (store, brief);
  if (open_store (store))
    load_store (store);
  plug_store_close (store);
  aside = plug_store_dup_moved_aside (store);
  if (aside != NULL)
    assert_kept (data, size);
  /* Idle sources of the thread's answers. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  gboolean is_file = size >= 16 && memcmp (data, "SQLite format 3", 16) == 0;
  g_autofree char *content = NULL;
  gsize length = 0;

  if (folder == NULL)
    prepare ();
  clear_folder ();
  if (is_file || size < 3)
    g_assert_true (g_file_set_contents_full (path, (const char *) data, (gssize) size,
                                             G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  else
    {
      g_assert_true (g_file_set_contents_full (path, sound, (gssize) sound_size,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      change_cell (data, size);
    }
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  open_file (TRUE, content, length);
  g_clear_pointer (&content, g_free);
  if (g_file_get_contents (path, &content, &length, NULL))
    open_file (FALSE, content, length);
  return 0;
}
