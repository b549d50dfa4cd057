/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-store.h"

G_BEGIN_DECLS

/* A row of a run, and what the journal says of it. */
typedef struct {
  guint           number;
  char           *op;
  char           *account_id;
  char           *name;
  gboolean        is_recorded; /* whether the journal knows the op; what follows is 0 otherwise */
  PlugIntentState state;
  char           *instance_id;
  char           *message;
} PlugBulkRecord;

/* A run of a file: what is to be made of which row. No secret, no content of a row but its name. */
typedef struct {
  char      *id;
  char      *path;    /* (nullable) */
  gint64     size;    /* of the file, in bytes */
  char      *hash;    /* plug_bulk_plan_dup_digest() */
  gint64     created; /* µs since the epoch */
  GPtrArray *records; /* PlugBulkRecord, by number */
} PlugBulkRun;

/* A run is forgotten once it is as old as this, in days, and not one of as many newest, so that a
 * clock that is wrong takes none of those away; never while one of its rows is in doubt. */
#define PLUG_STORE_KEEP_RUN_DAYS 365
#define PLUG_STORE_KEEP_RUNS     100

#define PLUG_STORE_SELECT_RUNS \
  "SELECT id, path, size, hash, created FROM bulk_run"
#define PLUG_STORE_SELECT_ROWS \
  "SELECT number, bulk_row.op, bulk_row.account_id, bulk_row.name, state, instance_id, message" \
  " FROM bulk_row LEFT JOIN intent ON intent.op = bulk_row.op WHERE run_id = :run_id" \
  " ORDER BY number"

PlugBulkRun *plug_bulk_run_new   (const char   *path,
                                  gint64        size,
                                  const char   *hash);
void         plug_bulk_run_free  (PlugBulkRun  *self);
void         plug_bulk_run_add   (PlugBulkRun  *self,
                                  guint         number,
                                  const char   *account_id,
                                  const char   *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugBulkRun, plug_bulk_run_free)

/* The last run of that content; else the last one of that path; NULL without an error when there
 * is none. */
void         plug_store_find_run_async   (PlugStore            *self,
                                          const char           *hash,
                                          const char           *path,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
void         plug_store_load_run_async   (PlugStore            *self,
                                          const char           *run_id,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
PlugBulkRun *plug_store_load_run_finish  (PlugStore            *self,
                                          GAsyncResult         *result,
                                          GError              **error);
/* PLUG_ERROR_CONFLICT when there is one of that content, unless again. Takes run; ended by
 * plug_store_finish(). */
void         plug_store_begin_run_async  (PlugStore            *self,
                                          PlugBulkRun          *run,
                                          gboolean              again,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
/* Other ops for rows that are to be sent once more. */
void         plug_store_renew_ops_async  (PlugStore            *self,
                                          const char *const    *ops,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GHashTable  *plug_store_renew_ops_finish (PlugStore            *self,
                                          GAsyncResult         *result,
                                          GError              **error);

G_END_DECLS
