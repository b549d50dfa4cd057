/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a file becomes the store's database: opened, migrated, checked, or set aside. */

#include "config.h"

#include "plug-store-schema.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-store-bulk.h"
#include "plug-store-file.h"
#include "plug-store-offer.h"
#include "plug-store-private.h"
#include "plug-store-requests.h"
#include "plug-store-rows.h"

/* From one version to the next; the n-th leads from n to n + 1. Never edited once released.
 * No table has a column for a secret. Intents outlive their account: what is on its way must
 * be found again even then. Times are microseconds since 1970, 0 when unknown. */
static const char *const migrations[] = {
  "CREATE TABLE account ("
  "  id TEXT PRIMARY KEY NOT NULL,"
  "  name TEXT,"
  "  base_url TEXT,"
  "  organization TEXT,"
  "  sandbox INTEGER NOT NULL CHECK (sandbox IN (0, 1)),"
  "  created INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TABLE instance ("
  "  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,"
  "  id TEXT NOT NULL,"
  "  name TEXT,"
  "  connector_key TEXT,"
  "  connector_name TEXT,"
  "  hub TEXT,"
  "  tags TEXT NOT NULL,"
  "  created INTEGER NOT NULL,"
  "  saved INTEGER NOT NULL,"
  "  disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),"
  "  configuration TEXT,"
  "  token_state INTEGER NOT NULL,"
  "  PRIMARY KEY (account_id, id)"
  ") STRICT;"
  "CREATE TABLE intent ("
  "  op TEXT PRIMARY KEY NOT NULL,"
  "  kind TEXT NOT NULL CHECK (kind IN ('create', 'update', 'delete')),"
  "  account_id TEXT NOT NULL,"
  "  base_url TEXT,"
  "  connector_key TEXT,"
  "  name TEXT,"
  "  tags TEXT NOT NULL,"
  "  state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'done', 'token-unsaved', 'failed',"
  "    'unknown', 'not-found', 'ambiguous', 'dropped')),"
  "  instance_id TEXT,"
  "  created INTEGER NOT NULL,"
  "  sent INTEGER NOT NULL,"
  "  server_time INTEGER NOT NULL,"
  "  known_ids TEXT," /* NULL: nobody looked; '[]': there was none */
  "  message TEXT,"
  "  request_id TEXT"
  ") STRICT;"
  "CREATE INDEX intent_by_state ON intent (state);"
  "CREATE INDEX intent_by_instance ON intent (account_id, instance_id);",

  /* Changes of instances. One at a time each, whichever process: nobody could tell afterwards
   * which of two came last. */
  "ALTER TABLE intent ADD COLUMN wanted TEXT;"
  "CREATE UNIQUE INDEX intent_one_change ON intent (account_id, instance_id)"
  " WHERE kind <> 'create' AND state IN ('queued', 'sent', 'unknown');",

  /* The connectors each tenant offers, as JSON, and whom they were asked of. */
  "CREATE TABLE offer ("
  "  account_id TEXT PRIMARY KEY NOT NULL REFERENCES account (id) ON DELETE CASCADE,"
  "  base_url TEXT NOT NULL,"
  "  asked INTEGER NOT NULL,"
  "  skipped INTEGER NOT NULL,"
  "  connectors TEXT NOT NULL"
  ") STRICT;",
  /* How instances are, who made them, what was saved of them while the tenant has something else,
   * when they are to be deleted, and since when they are left out of the lists. What was done
   * without the journal is a history of its own. */
  "ALTER TABLE instance ADD COLUMN health TEXT NOT NULL DEFAULT 'unknown';"
  "ALTER TABLE instance ADD COLUMN health_reason TEXT;"
  "ALTER TABLE instance ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE instance ADD COLUMN origin TEXT NOT NULL DEFAULT 'here'"
  " CHECK (origin IN ('here', 'elsewhere'));"
  "ALTER TABLE instance ADD COLUMN events INTEGER NOT NULL DEFAULT 0 CHECK (events IN (0, 1));"
  "ALTER TABLE instance ADD COLUMN accepted TEXT;"
  "ALTER TABLE instance ADD COLUMN due INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE instance ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE account ADD COLUMN synced INTEGER NOT NULL DEFAULT 0;"
  "CREATE TABLE history ("
  "  id INTEGER PRIMARY KEY,"
  "  time INTEGER NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  account_id TEXT NOT NULL,"
  "  instance_id TEXT,"
  "  name TEXT,"
  "  outcome TEXT NOT NULL,"
  "  message TEXT,"
  "  request_id TEXT"
  ") STRICT;"
  "CREATE INDEX history_by_time ON history (time);"
  "CREATE INDEX intent_by_created ON intent (created);",

  /* Runs of files, and under which op each row is, or is to be, in the journal. A row whose op is
   * not there was never sent. Runs outlive their account, as intents do. */
  "CREATE TABLE bulk_run ("
  "  id TEXT PRIMARY KEY NOT NULL,"
  "  path TEXT,"
  "  size INTEGER NOT NULL,"
  "  hash TEXT NOT NULL,"
  "  created INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX bulk_run_by_hash ON bulk_run (hash);"
  "CREATE TABLE bulk_row ("
  "  run_id TEXT NOT NULL REFERENCES bulk_run (id) ON DELETE CASCADE,"
  "  number INTEGER NOT NULL,"
  "  op TEXT NOT NULL UNIQUE,"
  "  account_id TEXT NOT NULL,"
  "  name TEXT,"
  "  PRIMARY KEY (run_id, number)"
  ") STRICT, WITHOUT ROWID;",

  /* How the user marks an account, and when its organization secret was saved. */
  "ALTER TABLE account ADD COLUMN color TEXT;"
  "ALTER TABLE account ADD COLUMN production INTEGER NOT NULL DEFAULT 0"
  " CHECK (production IN (0, 1));"
  "ALTER TABLE account ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;",

  /* What was asked of instances by hand, masked: to be asked again. */
  "CREATE TABLE request ("
  "  id INTEGER PRIMARY KEY,"
  "  account_id TEXT NOT NULL,"
  "  instance_id TEXT NOT NULL,"
  "  time INTEGER NOT NULL,"
  "  method TEXT NOT NULL,"
  "  target TEXT NOT NULL,"
  "  body TEXT,"
  "  status INTEGER NOT NULL,"
  "  duration INTEGER NOT NULL,"
  "  size INTEGER NOT NULL,"
  "  request_id TEXT,"
  "  FOREIGN KEY (account_id, instance_id) REFERENCES instance (account_id, id)"
  "    ON DELETE CASCADE"
  ") STRICT;"
  "CREATE INDEX request_by_instance ON request (account_id, instance_id);",
};

#define VERSION ((gint64) G_N_ELEMENTS (migrations))

/* Every table with every column there has to be: prepared, never run. */
static const char *const expected[] = {
  PLUG_STORE_SELECT_ACCOUNTS,
  PLUG_STORE_SELECT_INSTANCES,
  PLUG_STORE_SELECT_INTENTS,
  PLUG_STORE_SELECT_OFFER,
  PLUG_STORE_SELECT_RECORDS,
  PLUG_STORE_SELECT_RUNS,
  PLUG_STORE_SELECT_ROWS,
  PLUG_STORE_SELECT_REQUESTS,
};

static gboolean
refuse_newer (const char  *path,
              GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, PLUG_ERROR, PLUG_ERROR_STORE_NEWER,
               _("The database “%s” was written by a newer version of Plugboard. It was left as "
                 "it is. Use the newer version, or move the file away to begin a new one."),
               name);
  return FALSE;
}

/* Reads nothing but the version, and changes nothing. */
static gboolean
read_version (PlugSqlite  *db,
              const char  *path,
              gint64      *version,
              GError     **error)
{
  if (!plug_sqlite_get_int (db, "PRAGMA user_version", version, error))
    return FALSE;
  return (*version >= 0 && *version <= VERSION) || refuse_newer (path, error);
}

/* Per connection, not in the file; the journal mode is asked for each time, for the default
 * is another one. */
static gboolean
configure (PlugSqlite  *db,
           GError     **error)
{
  g_autofree char *mode = NULL;

  if (!plug_sqlite_exec (db,
                         "PRAGMA foreign_keys = ON;"
                         "PRAGMA trusted_schema = OFF;"
                         "PRAGMA secure_delete = ON;"
                         "PRAGMA synchronous = FULL;", error))
    return FALSE;
  mode = plug_sqlite_dup_text (db, "PRAGMA journal_mode = TRUNCATE", error);
  if (mode == NULL)
    return FALSE;
  if (!g_str_equal (mode, "truncate"))
    g_debug ("The journal mode is %s", mode);
  return TRUE;
}

static gboolean
run_migration (PlugSqlite  *db,
               gint64       version,
               GError     **error)
{
  g_autofree char *set_version = NULL;

  set_version = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, version + 1);
  return plug_sqlite_exec (db, migrations[version], error) &&
         plug_sqlite_exec (db, set_version, error);
}

static gboolean
run_migrations (PlugSqlite  *db,
                gint64       version,
                GError     **error)
{
  while (version < VERSION)
    {
      if (!run_migration (db, version, error))
        return FALSE;
      version++;
    }
  return plug_sqlite_commit (db, error);
}

/* The file as it is before the migration, under a name of its own. */
static gboolean
back_up (PlugSqlite  *db,
         const char  *path,
         gint64       version,
         GError     **error)
{
  g_autofree char *backup = g_strdup_printf ("%s.v%" G_GINT64_FORMAT ".bak", path, version);
  g_autofree char *temp = plug_store_file_create_temp (path, error);

  if (temp == NULL)
    return FALSE;
  if (plug_sqlite_copy_to (db, temp, error) && plug_store_file_publish (temp, backup, error))
    return TRUE;
  plug_store_file_discard (temp);
  return FALSE;
}

/* All of it in one transaction, the copy made while it keeps other writers away. */
static gboolean
migrate (PlugSqlite  *db,
         const char  *path,
         gint64       version,
         GError     **error)
{
  if (version == VERSION)
    return TRUE;
  if (!plug_sqlite_begin (db, error))
    return FALSE;
  /* Another process may have migrated it since. */
  if (read_version (db, path, &version, error) &&
      (version == VERSION || back_up (db, path, version, error)) &&
      run_migrations (db, version, error))
    return TRUE;
  plug_sqlite_roll_back (db);
  return FALSE;
}

/* Reads all of the file: a page that was torn is found now, not in mid-creation. */
static gboolean
check_pages (PlugSqlite  *db,
             GError     **error)
{
  g_autofree char *verdict = plug_sqlite_dup_text (db, "PRAGMA quick_check (1)", error);

  if (verdict == NULL)
    return FALSE;
  return g_str_equal (verdict, "ok") || plug_sqlite_set_damaged (db, error);
}

static gboolean
verify (PlugSqlite  *db,
        gboolean     brief,
        GError     **error)
{
  if (!brief && !check_pages (db, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (sqlite3_stmt) statement = plug_sqlite_prepare (db, expected[i], error);

      if (statement == NULL && plug_sqlite_get_code (db) == SQLITE_ERROR)
        {
          g_clear_error (error);
          return plug_sqlite_set_damaged (db, error);
        }
      if (statement == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Returns: (nullable): the database at @path, ready; *damaged tells that it is none */
static PlugSqlite *
open_existing (const char       *path,
               PlugSqliteHooks  *hooks,
               gboolean          brief,
               gboolean         *damaged,
               GError          **error)
{
  g_autoptr (PlugSqlite) db = plug_sqlite_new (path, hooks);
  gint64 version;

  if (plug_sqlite_open (db, error) &&
      read_version (db, path, &version, error) &&
      configure (db, error) &&
      migrate (db, path, version, error) &&
      verify (db, brief, error))
    return g_steal_pointer (&db);
  *damaged = plug_sqlite_is_damaged (db);
  return NULL;
}

static gboolean
fill_new (const char       *temp,
          PlugSqliteHooks  *hooks,
          GError          **error)
{
  g_autoptr (PlugSqlite) db = plug_sqlite_new (temp, hooks);

  if (plug_sqlite_open (db, error) &&
      plug_sqlite_exec (db, "PRAGMA synchronous = FULL", error) &&
      plug_sqlite_begin (db, error) &&
      run_migrations (db, 0, error))
    return TRUE;
  return FALSE;
}

/* Made beside its place and moved there whole, so that nobody ever sees half a database. */
static gboolean
create_new (const char       *path,
            PlugSqliteHooks  *hooks,
            GError          **error)
{
  g_autofree char *temp = plug_store_file_create_temp (path, error);

  if (temp == NULL)
    return FALSE;
  if (fill_new (temp, hooks, error) && plug_store_file_publish (temp, path, error))
    return TRUE;
  plug_store_file_discard (temp);
  return FALSE;
}

/* A journal without its database would be played back into the new one. */
static gboolean
clear_place (const char  *path,
             gboolean     is_there,
             char       **moved_aside,
             GError     **error)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  g_autofree char *aside = NULL;

  if (!is_there && !g_file_test (journal, G_FILE_TEST_EXISTS))
    return TRUE;
  aside = plug_store_file_move_aside (path, error);
  if (aside == NULL)
    return FALSE;
  if (is_there)
    {
      g_free (*moved_aside);
      *moved_aside = g_steal_pointer (&aside);
    }
  return TRUE;
}

static PlugSqlite *
open_locked (const char       *path,
             PlugSqliteHooks  *hooks,
             gboolean          brief,
             char            **moved_aside,
             GError          **error)
{
  PlugStoreFileState state = plug_store_file_inspect (path, error);
  gboolean damaged = FALSE;

  if (state == PLUG_STORE_FILE_UNUSABLE)
    return NULL;
  if (state == PLUG_STORE_FILE_PRESENT)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (PlugSqlite) db = open_existing (path, hooks, brief, &damaged, &local);

      if (!damaged)
        {
          if (db == NULL)
            g_propagate_error (error, g_steal_pointer (&local));
          return g_steal_pointer (&db);
        }
    }
  if (!clear_place (path, state != PLUG_STORE_FILE_ABSENT, moved_aside, error) ||
      !create_new (path, hooks, error))
    return NULL;
  return open_existing (path, hooks, brief, &damaged, error);
}

/* plug_store_get_newest_version:
 * Returns: the version of the schema that this program writes */
gint64
plug_store_get_newest_version (void)
{
  return VERSION;
}

/* plug_store_schema_open:
 * @path: of the database
 * @hooks: what tests may do; outlives the connection
 * @brief: whether what is damaged is found only where it is read
 * @moved_aside: (out) (nullable): where a database that was none is now, also when it fails
 *   after that
 *
 * Opens the database of this version at @path: makes it, migrates it after a copy, sets it
 * aside when it is damaged. A newer one is not touched: %PLUG_ERROR_STORE_NEWER. Another
 * process in the way is %PLUG_ERROR_STORE_BUSY, anything else %PLUG_ERROR_STORE.
 *
 * Returns: (transfer full): the connection, ready; NULL with @error */
PlugSqlite *
plug_store_schema_open (const char       *path,
                        PlugSqliteHooks  *hooks,
                        gboolean          brief,
                        char            **moved_aside,
                        GError          **error)
{
  int lock = plug_store_file_lock_folder (path, error);
  PlugSqlite *db;

  if (lock < 0)
    return NULL;
  db = open_locked (path, hooks, brief, moved_aside, error);
  close (lock);
  return db;
}
