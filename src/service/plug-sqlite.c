/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSqlite: one SQLite connection whose failures are GErrors a person can act on. */

#include "config.h"

#include "plug-sqlite.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"

struct _PlugSqlite {
  char *path;
  PlugSqliteHooks *hooks;
  sqlite3 *db;
  int code;          /* of the last failure, primary */
  int bind_code;     /* of a failed bind, reported by the step after it */
  gboolean damaged;
  GHashTable *kept;  /* SQL to the statement made of it */
};

/* What happened, what it means, what to do. True of reading and of writing. */
static char *
dup_sentence (int         code,
              const char *path)
{
  switch (code)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return g_strdup_printf (_("Another program is using the database “%s”. Nothing was "
                                "changed. Close that program and try again."), path);
    case SQLITE_FULL:
      return g_strdup_printf (_("The disk that holds the database “%s” is full. Nothing was "
                                "changed. Free some space and try again."), path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return g_strdup_printf (_("The database “%s” cannot be written. Nothing was changed. Make "
                                "the file, its folder and its disk writable and try again."),
                              path);
    case SQLITE_CANTOPEN:
      return g_strdup_printf (_("The database “%s” cannot be opened. Check that its folder is "
                                "writable and belongs to you, then try again."), path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return g_strdup_printf (_("The database “%s” is damaged. Start Plugboard again: it keeps "
                                "the damaged file under another name and begins a new one."),
                              path);
    case SQLITE_TOOBIG:
      return g_strdup (_("A text is too long to be saved. Nothing was changed. Make it shorter "
                         "and try again."));
    case SQLITE_IOERR:
      return g_strdup_printf (_("The disk failed while the database “%s” was in use, so the last "
                                "change may not have been saved. Check the disk and try again."),
                              path);
    default:
      return g_strdup_printf (_("The database “%s” could not be used. Nothing was changed. "
                                "Start Plugboard again."), path);
    }
}

/* Sets @error for @code and returns FALSE, so that callers can return it. */
static gboolean
fail (PlugSqlite  *self,
      int          code,
      GError     **error)
{
  int primary = code & 0xff;
  g_autofree char *path = g_filename_display_name (self->path);
  g_autofree char *sentence = dup_sentence (primary, path);
  g_autofree char *words = NULL;
  PlugErrorCode plug_code = primary == SQLITE_BUSY || primary == SQLITE_LOCKED
                              ? PLUG_ERROR_STORE_BUSY
                              : PLUG_ERROR_STORE;

  self->code = primary;
  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB)
    self->damaged = TRUE;
  /* The details are for the log: SQLite's own words name tables, never values; of a damaged file
   * they may be no text. */
  words = g_utf8_make_valid (self->db != NULL ? sqlite3_errmsg (self->db) : "", -1);
  g_debug ("SQLite: %s (%d) %s", sqlite3_errstr (code), code, words);
  g_set_error_literal (error, PLUG_ERROR, plug_code, sentence);
  return FALSE;
}

/* One fallible step: whether the hooks want it to fail. */
static gboolean
is_step_sabotaged (PlugSqlite *self)
{
  gint left = g_atomic_int_get (&self->hooks->fail_at);

  if (left == 0)
    return FALSE;
  if (left > 1)
    {
      g_atomic_int_set (&self->hooks->fail_at, left - 1);
      return FALSE;
    }
  g_atomic_int_set (&self->hooks->has_failed, TRUE);
  if (!g_atomic_int_get (&self->hooks->persistent))
    g_atomic_int_set (&self->hooks->fail_at, 0);
  return TRUE;
}

static void
finalize_kept (gpointer statement)
{
  sqlite3_finalize (statement);
}

/* plug_sqlite_new:
 * @path: of the database file
 * @hooks: what tests may do; outlives the connection
 *
 * Returns: (transfer full): a connection yet to be opened */
PlugSqlite *
plug_sqlite_new (const char      *path,
                 PlugSqliteHooks *hooks)
{
  PlugSqlite *self = g_new0 (PlugSqlite, 1);

  self->path = g_strdup (path);
  self->hooks = hooks;
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, finalize_kept);
  return self;
}

/* plug_sqlite_free:
 * @self: (nullable) (transfer full): rolled back and closed; every statement is finalized
 *   before */
void
plug_sqlite_free (PlugSqlite *self)
{
  if (self == NULL)
    return;
  plug_sqlite_roll_back (self);
  g_hash_table_unref (self->kept);
  sqlite3_close_v2 (self->db);
  g_free (self->path);
  g_free (self);
}

/* plug_sqlite_open:
 * Opens an existing file; for reading only when it cannot be written. Extensions cannot be
 * loaded and the schema is not trusted, for the file may be anybody's.
 *
 * Returns: whether it is open, which says nothing yet of what is in it */
gboolean
plug_sqlite_open (PlugSqlite  *self,
                  GError     **error)
{
  int code;

  if (is_step_sabotaged (self))
    return fail (self, SQLITE_IOERR, error);
  code = sqlite3_open_v2 (self->path, &self->db,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                          NULL);
  if (code != SQLITE_OK)
    return fail (self, code, error);
  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, PLUG_SQLITE_BUSY_MS);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  return TRUE;
}

/* plug_sqlite_is_damaged:
 * Returns: whether a call failed because the file is corrupt or no database */
gboolean
plug_sqlite_is_damaged (PlugSqlite *self)
{
  return self->damaged;
}

/* plug_sqlite_set_damaged:
 * For damage that SQLite does not report as a failure.
 *
 * Returns: FALSE, with @error set */
gboolean
plug_sqlite_set_damaged (PlugSqlite  *self,
                         GError     **error)
{
  return fail (self, SQLITE_CORRUPT, error);
}

/* plug_sqlite_get_code:
 * Returns: the primary SQLite code of the last failure */
int
plug_sqlite_get_code (PlugSqlite *self)
{
  return self->code;
}

/* plug_sqlite_get_changes:
 * Returns: how many rows the last statement changed */
int
plug_sqlite_get_changes (PlugSqlite *self)
{
  return sqlite3_changes (self->db);
}

/* plug_sqlite_prepare:
 * @sql: one statement
 *
 * Returns: (transfer full): finalized with sqlite3_finalize(); NULL with @error */
sqlite3_stmt *
plug_sqlite_prepare (PlugSqlite  *self,
                     const char  *sql,
                     GError     **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL);

  self->bind_code = SQLITE_OK;
  if (code != SQLITE_OK)
    fail (self, code, error);
  return statement;
}

/* plug_sqlite_keep:
 * @sql: one statement, a constant of the program
 *
 * As plug_sqlite_prepare(), for what is run for every row: the statement is prepared once and kept
 * with the connection. Nothing is bound, and what it was used for before is over.
 *
 * Returns: (transfer none): the statement; NULL with @error */
sqlite3_stmt *
plug_sqlite_keep (PlugSqlite  *self,
                  const char  *sql,
                  GError     **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->kept, sql);

  if (statement != NULL)
    {
      sqlite3_reset (statement);
      sqlite3_clear_bindings (statement);
      self->bind_code = SQLITE_OK;
      return statement;
    }
  statement = plug_sqlite_prepare (self, sql, error);
  if (statement != NULL)
    g_hash_table_insert (self->kept, (char *) sql, statement);
  return statement;
}

static void
note_bind (PlugSqlite *self,
           int         code)
{
  if (code != SQLITE_OK && self->bind_code == SQLITE_OK)
    self->bind_code = code;
}

/* plug_sqlite_bind_text:
 * @name: the parameter, with its colon
 * @text: (nullable): copied; a failure is reported by the next step */
void
plug_sqlite_bind_text (PlugSqlite   *self,
                       sqlite3_stmt *statement,
                       const char   *name,
                       const char   *text)
{
  note_bind (self, sqlite3_bind_text (statement, sqlite3_bind_parameter_index (statement, name),
                                      text, -1, SQLITE_TRANSIENT));
}

/* plug_sqlite_bind_int:
 * @name: the parameter, with its colon; a failure is reported by the next step */
void
plug_sqlite_bind_int (PlugSqlite   *self,
                      sqlite3_stmt *statement,
                      const char   *name,
                      gint64        number)
{
  note_bind (self, sqlite3_bind_int64 (statement, sqlite3_bind_parameter_index (statement, name),
                                       number));
}

/* plug_sqlite_step:
 * Returns: whether there is a row, or no more, or @error */
PlugSqliteResult
plug_sqlite_step (PlugSqlite    *self,
                  sqlite3_stmt  *statement,
                  GError       **error)
{
  int code = self->bind_code;

  if (code == SQLITE_OK && is_step_sabotaged (self))
    code = SQLITE_IOERR;
  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    return PLUG_SQLITE_ROW;
  if (code == SQLITE_DONE)
    return PLUG_SQLITE_DONE;
  fail (self, code, error);
  return PLUG_SQLITE_FAILED;
}

/* plug_sqlite_run:
 * Steps to the end; rows are passed over.
 *
 * Returns: whether it came to the end */
gboolean
plug_sqlite_run (PlugSqlite    *self,
                 sqlite3_stmt  *statement,
                 GError       **error)
{
  PlugSqliteResult result;

  do
    result = plug_sqlite_step (self, statement, error);
  while (result == PLUG_SQLITE_ROW);
  /* One that is kept would hold the transaction open otherwise. */
  sqlite3_reset (statement);
  return result == PLUG_SQLITE_DONE;
}

/* plug_sqlite_exec:
 * @sql: any number of statements; stops at the first that fails
 *
 * Returns: whether all of them ran */
gboolean
plug_sqlite_exec (PlugSqlite  *self,
                  const char  *sql,
                  GError     **error)
{
  while (*sql != '\0')
    {
      g_autoptr (sqlite3_stmt) statement = NULL;
      int code = sqlite3_prepare_v2 (self->db, sql, -1, &statement, &sql);

      self->bind_code = SQLITE_OK;
      if (code != SQLITE_OK)
        return fail (self, code, error);
      if (statement != NULL && !plug_sqlite_run (self, statement, error))
        return FALSE;
    }
  return TRUE;
}

/* plug_sqlite_get_int:
 * @sql: a statement of one row and one column
 * @value: (out): its value, 0 when there is no row
 *
 * Returns: whether it ran */
gboolean
plug_sqlite_get_int (PlugSqlite  *self,
                     const char  *sql,
                     gint64      *value,
                     GError     **error)
{
  g_autoptr (sqlite3_stmt) statement = plug_sqlite_prepare (self, sql, error);
  PlugSqliteResult result;

  *value = 0;
  if (statement == NULL)
    return FALSE;
  result = plug_sqlite_step (self, statement, error);
  if (result == PLUG_SQLITE_ROW)
    *value = sqlite3_column_int64 (statement, 0);
  return result != PLUG_SQLITE_FAILED;
}

/* plug_sqlite_dup_text:
 * @sql: a statement whose first column of the first row is a text
 *
 * Returns: (transfer full): the text, "" when there is none; NULL with @error */
char *
plug_sqlite_dup_text (PlugSqlite  *self,
                      const char  *sql,
                      GError     **error)
{
  g_autoptr (sqlite3_stmt) statement = plug_sqlite_prepare (self, sql, error);
  PlugSqliteResult result;
  char *text = NULL;

  if (statement == NULL)
    return NULL;
  result = plug_sqlite_step (self, statement, error);
  if (result == PLUG_SQLITE_FAILED)
    return NULL;
  if (result == PLUG_SQLITE_ROW)
    text = plug_sqlite_dup_column (statement, 0);
  return text != NULL ? text : g_strdup ("");
}

/* plug_sqlite_dup_column:
 * Returns: (transfer full) (nullable): the column's text, made valid UTF-8; NULL for NULL */
char *
plug_sqlite_dup_column (sqlite3_stmt *statement,
                        int           column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

static gboolean
begin (PlugSqlite  *self,
       const char  *sql,
       GError     **error)
{
  /* What an earlier failure may have left; SQLite rolls back by itself after some of them. */
  plug_sqlite_roll_back (self);
  return plug_sqlite_exec (self, sql, error);
}

/* plug_sqlite_begin:
 * A transaction that holds the write lock from the start, so that it cannot fail half-way
 * because another process came first.
 *
 * Returns: whether it began */
gboolean
plug_sqlite_begin (PlugSqlite  *self,
                   GError     **error)
{
  return begin (self, "BEGIN IMMEDIATE", error);
}

/* plug_sqlite_begin_reading:
 * A transaction for reading several tables as of one moment.
 *
 * Returns: whether it began */
gboolean
plug_sqlite_begin_reading (PlugSqlite  *self,
                           GError     **error)
{
  return begin (self, "BEGIN", error);
}

/* plug_sqlite_commit:
 * Ends the transaction; with synchronous=FULL it is on the disk then. When it fails, nothing
 * of it is, but for a disk that fails in the very last sync, that of the emptied journal:
 * then it is in the file, and only a loss of power would tell whether it stays.
 *
 * Returns: whether it is committed */
gboolean
plug_sqlite_commit (PlugSqlite  *self,
                    GError     **error)
{
  gint delay_ms = g_atomic_int_get (&self->hooks->delay_ms);

  if (delay_ms > 0)
    g_usleep ((gulong) delay_ms * 1000);
  if (plug_sqlite_exec (self, "COMMIT", error))
    return TRUE;
  plug_sqlite_roll_back (self);
  return FALSE;
}

/* plug_sqlite_flush:
 * Writes what the transaction has changed so far to the disk, synced, its journal first.
 *
 * Returns: whether there was room and the disk took it */
gboolean
plug_sqlite_flush (PlugSqlite  *self,
                   GError     **error)
{
  int code = is_step_sabotaged (self) ? SQLITE_IOERR : sqlite3_db_cacheflush (self->db);

  return code == SQLITE_OK || fail (self, code, error);
}

/* plug_sqlite_roll_back:
 * Ends a transaction, if there is one, without a trace. */
void
plug_sqlite_roll_back (PlugSqlite *self)
{
  /* Not counted by the hooks: what fails here leaves a journal that the next one who opens
   * the file rolls back. */
  if (self->db != NULL && !sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}

/* Copies all pages; both connections are open. */
static int
copy_pages (sqlite3 *from,
            sqlite3 *to)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  int code;

  if (backup == NULL)
    return sqlite3_errcode (to);
  code = sqlite3_backup_step (backup, -1);
  sqlite3_backup_finish (backup);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* plug_sqlite_copy_to:
 * @path: an existing, empty file
 *
 * Copies the database as it was last committed. It reads through a second connection: SQLite
 * copies from none that is in a write transaction, and opening the file in any other way would
 * drop this process's locks on it.
 *
 * Returns: whether the copy is complete and on the disk */
gboolean
plug_sqlite_copy_to (PlugSqlite  *self,
                     const char  *path,
                     GError     **error)
{
  sqlite3 *from = NULL;
  sqlite3 *to = NULL;
  int code;

  if (is_step_sabotaged (self))
    return fail (self, SQLITE_IOERR, error);
  code = sqlite3_open_v2 (self->path, &from, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_open_v2 (path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (code == SQLITE_OK)
    code = copy_pages (from, to);
  sqlite3_close_v2 (from);
  sqlite3_close_v2 (to);
  return code == SQLITE_OK || fail (self, code, error);
}
