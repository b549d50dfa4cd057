/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database as a file: made, migrated, damaged, newer, busy, full, not writable. */

#define _GNU_SOURCE
#include "config.h"

#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "plug-error.h"
#include "plug-sqlite.h"
#include "plug-store-private.h"
#include "plug-test.h"
#include "store-fixture.h"

#define NOBODY 65534

/* A database as it was before there was a version, with rows of its own. */
#define V0_SQL                                                  \
  "CREATE TABLE note (text TEXT);"                              \
  "INSERT INTO note VALUES ('kept');"

/* The first version, with a row in each table. */
#define V1_SQL                                                                            \
  "CREATE TABLE account (id TEXT PRIMARY KEY NOT NULL, name TEXT, base_url TEXT,"         \
  " organization TEXT, sandbox INTEGER NOT NULL CHECK (sandbox IN (0, 1)),"               \
  " created INTEGER NOT NULL) STRICT;"                                                    \
  "CREATE TABLE instance (account_id TEXT NOT NULL REFERENCES account (id)"               \
  " ON DELETE CASCADE, id TEXT NOT NULL, name TEXT, connector_key TEXT,"                  \
  " connector_name TEXT, hub TEXT, tags TEXT NOT NULL, created INTEGER NOT NULL,"         \
  " saved INTEGER NOT NULL, disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),"        \
  " configuration TEXT, token_state INTEGER NOT NULL, PRIMARY KEY (account_id, id))"      \
  " STRICT;"                                                                              \
  "CREATE TABLE intent (op TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL"                 \
  " CHECK (kind IN ('create', 'update', 'delete')), account_id TEXT NOT NULL,"            \
  " base_url TEXT, connector_key TEXT, name TEXT, tags TEXT NOT NULL, state TEXT NOT NULL" \
  " CHECK (state IN ('queued', 'sent', 'done', 'token-unsaved', 'failed', 'unknown',"     \
  " 'not-found', 'ambiguous', 'dropped')), instance_id TEXT, created INTEGER NOT NULL,"   \
  " sent INTEGER NOT NULL, server_time INTEGER NOT NULL, known_ids TEXT, message TEXT,"   \
  " request_id TEXT) STRICT;"                                                             \
  "CREATE INDEX intent_by_state ON intent (state);"                                       \
  "CREATE INDEX intent_by_instance ON intent (account_id, instance_id);"                  \
  "INSERT INTO account VALUES ('a', 'Test', 'https://example.com', NULL, 0, 1);"          \
  "INSERT INTO instance VALUES ('a', '7', 'One', 'sagecrm', NULL, NULL, '[]', 1, 1, 0,"   \
  " NULL, 1);"                                                                            \
  "INSERT INTO intent VALUES ('op', 'create', 'a', NULL, 'sagecrm', 'Two', '[]',"         \
  " 'unknown', NULL, 1, 1, 0, '[\"7\"]', NULL, NULL);"                                  \
  "PRAGMA user_version = 1;"

static void
open_cleanly (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  store_open (fixture->store, &error);
  g_assert_no_error (error);
}

/* A database with rows in it, closed. */
static void
make_database (StoreFixture *fixture)
{
  g_autoptr (PlugAccount) account = store_new_account ();
  g_autoptr (PlugIntent) intent = store_new_intent ();
  g_autoptr (GError) error = NULL;

  open_cleanly (fixture);
  g_assert_true (store_save_account (fixture->store, account, &error));
  g_assert_true (store_record (fixture->store, intent, &error));
  plug_store_close (fixture->store);
}

static void
make_folder (StoreFixture *fixture)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
}

static void
write_file (const char *path,
            const char *bytes,
            gsize       length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) length, &error);
  g_assert_no_error (error);
}

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  gsize length = 0;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, length);
}

static void
assert_mode (const char *path,
             guint       mode)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmphex (status.st_mode & 07777, ==, mode);
}

static void
assert_fails_to_open (StoreFixture *fixture,
                      int           code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (store_open (fixture->store, &error));
  g_assert_error (error, PLUG_ERROR, code);
  /* A sentence, with the file or folder it is about. */
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_nonnull (strstr (error->message, "“/"));
}

/* Opens to an empty database that works, with the old bytes under another name. */
static void
assert_set_aside (StoreFixture *fixture,
                  GBytes       *bytes)
{
  g_autofree char *aside = NULL;
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (PlugAccount) account = store_new_account ();
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  open_cleanly (fixture);
  aside = plug_store_dup_moved_aside (fixture->store);
  g_assert_nonnull (aside);
  kept = read_file (aside);
  g_assert_true (g_bytes_equal (kept, bytes));
  assert_mode (aside, 0600);
  contents = store_load (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contents->accounts->len, ==, 0);
  g_assert_true (store_save_account (fixture->store, account, &error));
  store_assert_sound (fixture->path);
}

static void
test_modes (StoreFixture *fixture,
            gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *journal = g_strconcat (fixture->path, "-journal", NULL);
  mode_t before = umask (0);

  make_database (fixture);
  assert_mode (folder, 0700);
  assert_mode (fixture->path, 0600);
  assert_mode (journal, 0600);

  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  open_cleanly (fixture);
  assert_mode (folder, 0700);
  assert_mode (fixture->path, 0600);
  umask (before);
}

/* A folder that is not Plugboard's by name keeps its mode: it may be /tmp. */
static void
test_modes_of_strangers (StoreFixture *fixture,
                         gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "plain.db", NULL);
  g_autoptr (PlugStore) store = plug_store_new (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  g_assert_true (store_open (store, &error));
  assert_mode (fixture->folder, 0755);
  assert_mode (path, 0600);
}

static void
test_settings (StoreFixture *fixture,
               gconstpointer data)
{
  g_autofree char *journal = g_strconcat (fixture->path, "-journal", NULL);
  g_autoptr (GBytes) bytes = NULL;

  make_database (fixture);
  /* TRUNCATE leaves the file, PERSIST would leave bytes in it, DELETE and WAL neither. */
  bytes = read_file (journal);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 0);
  g_assert_cmpint (store_sql_int (fixture->path, "PRAGMA user_version"), ==,
                   plug_store_get_newest_version ());
}

static void
test_two_at_once (StoreFixture *fixture,
                  gconstpointer data)
{
  PlugStore *stores[8] = { NULL };
  GAsyncResult *results[8] = { NULL };
  g_autofree char *strays = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    {
      stores[i] = plug_store_new (fixture->path);
      plug_store_open_async (stores[i], NULL, plug_test_result_cb, &results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    {
      g_autoptr (GAsyncResult) result = plug_test_wait (&results[i]);
      g_autoptr (PlugAccount) account = plug_account_new ("Name", "https://h.test/");
      g_autofree char *aside = NULL;
      g_autoptr (GError) error = NULL;

      plug_store_finish (stores[i], result, &error);
      g_assert_no_error (error);
      aside = plug_store_dup_moved_aside (stores[i]);
      g_assert_null (aside);
      g_assert_true (store_save_account (stores[i], account, &error));
    }
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM account"), ==, 8);
  strays = store_find_beside (fixture->path, "plugboard.db.");
  g_assert_null (strays);
  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    g_clear_object (&stores[i]);
}

static void
test_garbage (StoreFixture *fixture,
              gconstpointer data)
{
  g_autofree char *garbage = g_strnfill (10000, 'x');
  g_autoptr (GBytes) bytes = g_bytes_new (garbage, 10000);

  make_folder (fixture);
  write_file (fixture->path, garbage, 10000);
  assert_set_aside (fixture, bytes);
}

static void
test_zero_bytes (StoreFixture *fixture,
                 gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("", 0);

  make_folder (fixture);
  write_file (fixture->path, "", 0);
  assert_set_aside (fixture, bytes);
}

static void
test_cut_short (StoreFixture *fixture,
                gconstpointer data)
{
  static const gsize lengths[] = { 1, 15, 16, 99, 100, 511, 512, 4095, 4096, 5000 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GBytes) whole = NULL;
      g_autoptr (GBytes) part = NULL;

      make_database (fixture);
      whole = read_file (fixture->path);
      part = g_bytes_new_from_bytes (whole, 0, lengths[i]);
      write_file (fixture->path, g_bytes_get_data (part, NULL), lengths[i]);
      assert_set_aside (fixture, part);
      plug_store_close (fixture->store);
      g_assert_cmpint (g_unlink (fixture->path), ==, 0);
    }
}

/* Each page in turn, as a disk may leave it. */
static void
test_torn_page (StoreFixture *fixture,
                gconstpointer data)
{
  g_autoptr (GBytes) whole = NULL;
  gsize n_pages;

  make_database (fixture);
  whole = read_file (fixture->path);
  n_pages = g_bytes_get_size (whole) / 4096;
  g_assert_cmpuint (n_pages, >, 3);
  for (gsize page = 0; page < n_pages; page++)
    {
      g_autoptr (GByteArray) torn = g_byte_array_new ();
      g_autoptr (GBytes) bytes = NULL;

      g_byte_array_append (torn, g_bytes_get_data (whole, NULL), g_bytes_get_size (whole));
      memset (torn->data + page * 4096, 0xa5, 2048);
      write_file (fixture->path, (const char *) torn->data, torn->len);
      bytes = g_bytes_new (torn->data, torn->len);
      assert_set_aside (fixture, bytes);
      plug_store_close (fixture->store);
    }
}

static void
test_tables_missing (StoreFixture *fixture,
                     gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;

  make_database (fixture);
  store_sql (fixture->path, "DROP TABLE intent");
  bytes = read_file (fixture->path);
  assert_set_aside (fixture, bytes);
}

/* The journal of a damaged database goes with it; one without a database is not played back
 * into the next. */
static void
test_journal_goes_along (StoreFixture *fixture,
                         gconstpointer data)
{
  g_autofree char *journal = g_strconcat (fixture->path, "-journal", NULL);
  g_autofree char *aside = NULL;
  g_autofree char *aside_journal = NULL;
  g_autofree char *orphan = NULL;
  g_autofree char *text = NULL;

  make_folder (fixture);
  write_file (fixture->path, "", 0);
  write_file (journal, "a journal", 9);
  open_cleanly (fixture);
  aside = plug_store_dup_moved_aside (fixture->store);
  aside_journal = g_strconcat (aside, "-journal", NULL);
  g_assert_true (g_file_get_contents (aside_journal, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "a journal");
  plug_store_close (fixture->store);

  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_cmpint (g_unlink (aside), ==, 0);
  g_assert_cmpint (g_unlink (aside_journal), ==, 0);
  write_file (journal, "an orphan", 9);
  open_cleanly (fixture);
  orphan = store_find_beside (fixture->path, "plugboard.db.damaged-");
  g_assert_true (g_str_has_suffix (orphan, "-journal"));
  store_assert_sound (fixture->path);
}

static void
test_newer_untouched (StoreFixture *fixture,
                      gconstpointer data)
{
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autofree char *stray = NULL;

  g_autofree char *newer = NULL;

  make_database (fixture);
  newer = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT "; DROP TABLE instance",
                           plug_store_get_newest_version () + 1);
  store_sql (fixture->path, newer);
  before = read_file (fixture->path);
  assert_fails_to_open (fixture, PLUG_ERROR_STORE_NEWER);
  after = read_file (fixture->path);
  g_assert_true (g_bytes_equal (before, after));
  stray = store_find_beside (fixture->path, "plugboard.db.");
  g_assert_null (stray);
}

static void
test_migration (StoreFixture *fixture,
                gconstpointer data)
{
  g_autofree char *backup = g_strconcat (fixture->path, ".v0.bak", NULL);
  g_autofree char *kept = NULL;
  g_autofree char *copied = NULL;

  make_folder (fixture);
  store_sql (fixture->path, V0_SQL);
  open_cleanly (fixture);
  g_assert_cmpint (store_sql_int (fixture->path, "PRAGMA user_version"), ==,
                   plug_store_get_newest_version ());
  kept = store_sql_text (fixture->path, "SELECT text FROM note");
  g_assert_cmpstr (kept, ==, "kept");
  store_assert_sound (fixture->path);

  assert_mode (backup, 0600);
  g_assert_cmpint (store_sql_int (backup, "PRAGMA user_version"), ==, 0);
  g_assert_cmpint (store_sql_int (backup, "SELECT count(*) FROM sqlite_schema"), ==, 1);
  copied = store_sql_text (backup, "SELECT text FROM note");
  g_assert_cmpstr (copied, ==, "kept");
}

static void
test_migration_from_1 (StoreFixture *fixture,
                       gconstpointer data)
{
  g_autofree char *backup = g_strconcat (fixture->path, ".v1.bak", NULL);
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;
  PlugIntent *intent;

  make_folder (fixture);
  store_sql (fixture->path, V1_SQL);
  open_cleanly (fixture);
  contents = store_load (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contents->accounts->len, ==, 1);
  g_assert_cmpuint (contents->instances->len, ==, 1);
  g_assert_cmpuint (contents->intents->len, ==, 1);
  intent = g_ptr_array_index (contents->intents, 0);
  g_assert_cmpstr (plug_intent_get_known_ids (intent)[0], ==, "7");
  g_assert_null (plug_intent_get_wanted (intent));
  store_assert_sound (fixture->path);
  g_assert_cmpint (store_sql_int (backup, "PRAGMA user_version"), ==, 1);
}

/* Whichever step fails, the file is the old one whole or the new one whole, and the next start
 * makes it new. */
static void
migrate_with_fault (StoreFixture *fixture,
                    guint         nth,
                    gboolean      persistent,
                    gboolean     *has_failed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *stray = NULL;

  g_unlink (fixture->path);
  store_sql (fixture->path, V0_SQL);
  plug_store_set_fault (fixture->store, nth, persistent);
  *has_failed = !store_open (fixture->store, &error);
  plug_store_close (fixture->store);
  if (*has_failed)
    g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STORE);
  g_assert_cmpint (store_sql_int (fixture->path,
                                  "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"), ==,
                   store_sql_int (fixture->path, "PRAGMA user_version") == 0 ? 1 : 9);
  stray = store_find_beside (fixture->path, "plugboard.db.new-");
  g_assert_null (stray);
  plug_store_set_fault (fixture->store, 0, FALSE);
  open_cleanly (fixture);
  plug_store_close (fixture->store);
  g_assert_cmpint (store_sql_int (fixture->path, "PRAGMA user_version"), ==,
                   plug_store_get_newest_version ());
}

static void
test_migration_faults (StoreFixture *fixture,
                       gconstpointer data)
{
  gboolean has_failed = TRUE;
  guint n;

  make_folder (fixture);
  for (n = 1; has_failed; n++)
    migrate_with_fault (fixture, n, GPOINTER_TO_INT (data), &has_failed);
  g_assert_cmpuint (n, >, 10);
}

static sqlite3 *
hold (const char *path,
      const char *begin)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, begin, NULL, NULL, NULL), ==, SQLITE_OK);
  return db;
}

static void
test_busy (StoreFixture *fixture,
           gconstpointer data)
{
  g_autoptr (PlugIntent) intent = store_new_intent ();
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *other;

  make_database (fixture);
  open_cleanly (fixture);
  other = hold (fixture->path, "BEGIN IMMEDIATE");
  g_assert_false (store_record (fixture->store, intent, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STORE_BUSY);
  g_clear_error (&error);
  contents = store_load (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contents->intents->len, ==, 1);

  sqlite3_close (other);
  g_assert_true (store_record (fixture->store, intent, &error));
}

static void
test_busy_at_open (StoreFixture *fixture,
                   gconstpointer data)
{
  sqlite3 *other;

  make_database (fixture);
  other = hold (fixture->path, "BEGIN EXCLUSIVE");
  assert_fails_to_open (fixture, PLUG_ERROR_STORE_BUSY);
  sqlite3_close (other);
  open_cleanly (fixture);
}

/* Fills what is left of the disk of @folder. */
static char *
fill_disk (const char *folder)
{
  char *path = g_build_filename (folder, "filling", NULL);
  static const char block[512];
  FILE *file = g_fopen (path, "w");

  setvbuf (file, NULL, _IONBF, 0);
  while (fwrite (block, sizeof block, 1, file) == 1)
    ;
  fclose (file);
  return path;
}

static void
record_on_full_disk (StoreFixture *fixture)
{
  g_autoptr (PlugIntent) intent = store_new_intent ();
  g_autoptr (PlugIntent) recorded = store_new_intent ();
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autofree char *filling = NULL;
  g_autoptr (GError) error = NULL;

  make_database (fixture);
  open_cleanly (fixture);
  g_assert_true (store_probe (fixture->store, &error));
  g_assert_true (store_record (fixture->store, recorded, &error));
  filling = fill_disk (fixture->folder);

  /* Preflight says so, and the intent cannot be recorded: nothing would be sent. */
  g_assert_false (store_probe (fixture->store, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STORE);
  g_clear_error (&error);
  g_assert_false (store_record (fixture->store, intent, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "full"));
  g_clear_error (&error);
  contents = store_load (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contents->intents->len, ==, 2);

  g_assert_cmpint (g_unlink (filling), ==, 0);
  g_assert_true (store_probe (fixture->store, &error));
  g_assert_true (store_record (fixture->store, intent, &error));
  plug_store_close (fixture->store);
  store_assert_sound (fixture->path);
}

static void
test_disk_full (StoreFixture *fixture,
                gconstpointer data)
{
  if (mount ("none", fixture->folder, "tmpfs", 0, "size=512k") != 0)
    {
      g_test_skip ("Only root may mount a small disk");
      return;
    }
  record_on_full_disk (fixture);
  g_assert_cmpint (umount (fixture->folder), ==, 0);
}

static void
test_disk_full_at_first (StoreFixture *fixture,
                         gconstpointer data)
{
  g_autofree char *filling = NULL;
  g_autofree char *stray = NULL;

  if (mount ("none", fixture->folder, "tmpfs", 0, "size=128k") != 0)
    {
      g_test_skip ("Only root may mount a small disk");
      return;
    }
  make_folder (fixture);
  filling = fill_disk (fixture->folder);
  assert_fails_to_open (fixture, PLUG_ERROR_STORE);
  stray = store_find_beside (fixture->path, "plugboard.db");
  g_assert_null (stray);
  g_assert_cmpint (g_unlink (filling), ==, 0);
  open_cleanly (fixture);
  plug_store_close (fixture->store);
  g_assert_cmpint (umount (fixture->folder), ==, 0);
}

/* Runs the rest of the test in a process without root's rights. */
static gboolean
be_nobody (void)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return FALSE;
    }
  g_assert_true (getuid () != 0 || setresuid (NOBODY, NOBODY, NOBODY) == 0);
  return TRUE;
}

static void
test_folder_not_writable (void)
{
  StoreFixture fixture;

  if (!be_nobody ())
    return;
  store_fixture_set_up (&fixture, NULL);
  g_assert_cmpint (g_chmod (fixture.folder, 0500), ==, 0);
  assert_fails_to_open (&fixture, PLUG_ERROR_STORE);
  g_assert_cmpint (g_chmod (fixture.folder, 0700), ==, 0);
  store_fixture_tear_down (&fixture, NULL);
}

/* On a disk that is mounted read-only one can still see what there is. */
static void
test_read_only_disk (StoreFixture *fixture,
                     gconstpointer data)
{
  g_autoptr (PlugIntent) intent = store_new_intent ();
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  if (mount ("none", fixture->folder, "tmpfs", 0, "size=512k") != 0)
    {
      g_test_skip ("Only root may mount a disk");
      return;
    }
  make_database (fixture);
  g_assert_cmpint (mount ("none", fixture->folder, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
  open_cleanly (fixture);
  contents = store_load (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contents->intents->len, ==, 1);
  g_assert_false (store_probe (fixture->store, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STORE);
  g_clear_error (&error);
  g_assert_false (store_record (fixture->store, intent, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STORE);
  plug_store_close (fixture->store);
  g_assert_cmpint (umount (fixture->folder), ==, 0);
}

static void
test_symlink_loop (StoreFixture *fixture,
                   gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_assert_cmpint (symlink ("plugboard", folder), ==, 0);
  assert_fails_to_open (fixture, PLUG_ERROR_STORE);
}

static void
test_file_is_link (StoreFixture *fixture,
                   gconstpointer data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "elsewhere.db", NULL);
  g_autofree char *kind = NULL;

  make_folder (fixture);
  g_assert_cmpint (symlink ("plugboard.db", fixture->path), ==, 0);
  assert_fails_to_open (fixture, PLUG_ERROR_STORE);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);

  g_assert_cmpint (symlink (target, fixture->path), ==, 0);
  assert_fails_to_open (fixture, PLUG_ERROR_STORE);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);

  /* A link to a database is as good as the database. */
  make_database (fixture);
  g_assert_cmpint (g_rename (fixture->path, target), ==, 0);
  g_assert_cmpint (symlink (target, fixture->path), ==, 0);
  open_cleanly (fixture);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
}

static void
test_file_is_none (StoreFixture *fixture,
                   gconstpointer data)
{
  make_folder (fixture);
  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  assert_fails_to_open (fixture, PLUG_ERROR_STORE);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_DIR));
  g_assert_cmpint (g_rmdir (fixture->path), ==, 0);

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  assert_fails_to_open (fixture, PLUG_ERROR_STORE);
}

static void
test_folder_is_file (StoreFixture *fixture,
                     gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  write_file (folder, "x", 1);
  assert_fails_to_open (fixture, PLUG_ERROR_STORE);
}

/* A home that cannot be made. */
static void
test_home_missing (void)
{
  g_autoptr (PlugStore) store = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  g_setenv ("HOME", "/proc/no-such-home", TRUE);
  g_unsetenv ("XDG_DATA_HOME");
  store = plug_store_new (NULL);
  g_assert_cmpstr (plug_store_get_path (store), ==,
                   "/proc/no-such-home/.local/share/plugboard/plugboard.db");
  g_assert_false (store_open (store, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STORE);
}

#define ADD_WITH(name, data, function)                                                   \
  g_test_add ("/store/" name, StoreFixture, data, store_fixture_set_up, function,        \
              store_fixture_tear_down)
#define ADD(name, function) ADD_WITH (name, NULL, function)

/* Before there are threads: what a test mounts is seen by no other process, and goes with this
 * one. Where that is not allowed, mounting is not either, and such tests are skipped; in a chroot,
 * whose / is no mount, it is seen for as long as the test has it. */
static void
keep_mounts_to_ourselves (void)
{
  if (unshare (CLONE_NEWNS) == 0 && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
    g_test_message ("The mounts of this test are not its own: %s", g_strerror (errno));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  keep_mounts_to_ourselves ();

  ADD ("settings", test_settings);
  ADD ("two-at-once", test_two_at_once);
  ADD ("row-45-disk-full", test_disk_full);
  ADD ("row-45-disk-full-at-first", test_disk_full_at_first);
  ADD ("row-47-busy", test_busy);
  ADD ("row-47-busy-at-open", test_busy_at_open);
  ADD ("row-48-not-a-database", test_garbage);
  ADD ("row-48-zero-bytes", test_zero_bytes);
  ADD ("row-48-cut-short", test_cut_short);
  ADD ("row-48-torn-page", test_torn_page);
  ADD ("row-48-tables-missing", test_tables_missing);
  ADD ("row-48-journal-goes-along", test_journal_goes_along);
  ADD ("row-49-migration", test_migration);
  ADD ("row-49-migration-from-1", test_migration_from_1);
  ADD_WITH ("row-49-migration-fails-once", GINT_TO_POINTER (FALSE), test_migration_faults);
  ADD_WITH ("row-49-migration-fails-on", GINT_TO_POINTER (TRUE), test_migration_faults);
  ADD ("row-50-newer-untouched", test_newer_untouched);
  ADD ("row-51-modes", test_modes);
  ADD ("row-51-modes-of-strangers", test_modes_of_strangers);
  g_test_add_func ("/store/row-51-folder-not-writable", test_folder_not_writable);
  ADD ("row-51-read-only-disk", test_read_only_disk);
  ADD ("row-51-symlink-loop", test_symlink_loop);
  ADD ("row-51-file-is-link", test_file_is_link);
  ADD ("row-51-file-is-none", test_file_is_none);
  ADD ("row-51-folder-is-file", test_folder_is_file);
  g_test_add_func ("/store/row-51-home-missing", test_home_missing);
  return g_test_run ();
}
