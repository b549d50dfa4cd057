/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* One connection to one database file, with GError and sentences. Used by one thread at a
 * time; only the hooks may be set from another. Private to the store. */
typedef struct _PlugSqlite PlugSqlite;

/* What tests may do to a connection; all fields are read and written atomically. */
typedef struct {
  gint fail_at;    /* the n-th fallible step from now fails; 0: none */
  gint persistent; /* and all after it */
  gint has_failed; /* whether one did */
  gint delay_ms;   /* every commit takes that long */
} PlugSqliteHooks;

typedef enum {
  PLUG_SQLITE_ROW,
  PLUG_SQLITE_DONE,
  PLUG_SQLITE_FAILED,
} PlugSqliteResult;

#define PLUG_SQLITE_BUSY_MS 5000

PlugSqlite       *plug_sqlite_new        (const char       *path,
                                          PlugSqliteHooks  *hooks);
void              plug_sqlite_free       (PlugSqlite       *self);
gboolean          plug_sqlite_open       (PlugSqlite       *self,
                                          GError          **error);
gboolean          plug_sqlite_is_damaged (PlugSqlite       *self);
gboolean          plug_sqlite_set_damaged (PlugSqlite      *self,
                                           GError         **error);
gboolean          plug_sqlite_exec       (PlugSqlite       *self,
                                          const char       *sql,
                                          GError          **error);
gboolean          plug_sqlite_get_int    (PlugSqlite       *self,
                                          const char       *sql,
                                          gint64           *value,
                                          GError          **error);
char             *plug_sqlite_dup_text   (PlugSqlite       *self,
                                          const char       *sql,
                                          GError          **error);
gboolean          plug_sqlite_begin      (PlugSqlite       *self,
                                          GError          **error);
gboolean          plug_sqlite_begin_reading (PlugSqlite    *self,
                                             GError       **error);
gboolean          plug_sqlite_commit     (PlugSqlite       *self,
                                          GError          **error);
gboolean          plug_sqlite_flush      (PlugSqlite       *self,
                                          GError          **error);
void              plug_sqlite_roll_back  (PlugSqlite       *self);
gboolean          plug_sqlite_copy_to    (PlugSqlite       *self,
                                          const char       *path,
                                          GError          **error);

sqlite3_stmt     *plug_sqlite_prepare    (PlugSqlite       *self,
                                          const char       *sql,
                                          GError          **error);
sqlite3_stmt     *plug_sqlite_keep       (PlugSqlite       *self,
                                          const char       *sql,
                                          GError          **error);
void              plug_sqlite_bind_text  (PlugSqlite       *self,
                                          sqlite3_stmt     *statement,
                                          const char       *name,
                                          const char       *text);
void              plug_sqlite_bind_int   (PlugSqlite       *self,
                                          sqlite3_stmt     *statement,
                                          const char       *name,
                                          gint64            number);
PlugSqliteResult  plug_sqlite_step       (PlugSqlite       *self,
                                          sqlite3_stmt     *statement,
                                          GError          **error);
gboolean          plug_sqlite_run        (PlugSqlite       *self,
                                          sqlite3_stmt     *statement,
                                          GError          **error);
int               plug_sqlite_get_changes (PlugSqlite      *self);
int               plug_sqlite_get_code   (PlugSqlite       *self);
char             *plug_sqlite_dup_column (sqlite3_stmt     *statement,
                                          int               column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugSqlite, plug_sqlite_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
