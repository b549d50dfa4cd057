/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-account.h"
#include "plug-instance.h"
#include "plug-intent.h"
#include "plug-deed.h"

G_BEGIN_DECLS

/* SQLite for what is not secret: accounts, instances and the journal of intents. Rollback
 * journal (TRUNCATE), synchronous=FULL, every statement on one thread of its own; the calls
 * below finish in the order they were made. Callbacks come in the caller's main context. */
#define PLUG_TYPE_STORE (plug_store_get_type ())
G_DECLARE_FINAL_TYPE (PlugStore, plug_store, PLUG, STORE, GObject)

/* Everything there is, as plug_store_load_finish() gives it. */
typedef struct {
  GPtrArray *accounts;  /* PlugAccount */
  GPtrArray *instances; /* PlugInstance */
  GPtrArray *intents;   /* PlugIntent, the open ones */
} PlugStoreContents;
void plug_store_contents_free (PlugStoreContents *contents);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugStoreContents, plug_store_contents_free)

/* An instance as it stands in the database, for one who only writes it down again; the texts are
 * valid during the call. */
typedef struct {
  const char    *account_id;
  const char    *account_name;
  const char    *id;
  const char    *name;
  const char    *connector_key;
  const char    *connector_name;
  const char    *hub;
  const char    *tags; /* a JSON list */
  gint64         created;
  gboolean       disabled;
  PlugTokenState token_state;
} PlugStoreEntry;
typedef void (*PlugStoreVisit) (const PlugStoreEntry *entry,
                                gpointer              user_data);

/* Signal "changed-elsewhere": another process has written; load again. */

/* path NULL means the user's data folder. */
PlugStore         *plug_store_new                      (const char           *path);
const char        *plug_store_get_path                 (PlugStore            *self);
/* For a process that reads a little and ends: not searched for damage when it is opened, and not
 * watched for what others write. */
void               plug_store_set_brief                (PlugStore            *self,
                                                        gboolean              brief);
char              *plug_store_dup_moved_aside          (PlugStore            *self);

/* Every call below is finished with this, but for load. */
gboolean           plug_store_finish                   (PlugStore            *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

/* Creates folder (0700) and file (0600), migrates; a database that is none is moved aside. */
void               plug_store_open_async               (PlugStore            *self,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
void               plug_store_close                    (PlugStore            *self);
void               plug_store_load_async               (PlugStore            *self,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* Of the instances only those of this id or name. */
void               plug_store_load_named_async         (PlugStore            *self,
                                                        const char           *instance,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* No instance is made; visit is given each, on the store's thread. */
void               plug_store_visit_async              (PlugStore            *self,
                                                        PlugStoreVisit        visit,
                                                        gpointer              visit_data,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
PlugStoreContents *plug_store_load_finish              (PlugStore            *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);
/* Insert or replace, by account id. */
void               plug_store_save_account_async       (PlugStore            *self,
                                                        PlugAccount          *account,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* The account, its instances and its closed intents. */
void               plug_store_remove_account_async     (PlugStore            *self,
                                                        const char           *account_id,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
void               plug_store_save_instance_async      (PlugStore            *self,
                                                        PlugInstance         *instance,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
void               plug_store_remove_instance_async    (PlugStore            *self,
                                                        const char           *account_id,
                                                        const char           *instance_id,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* Insert the intent in the state it is in; PLUG_ERROR_STATE when the op is there already. */
void               plug_store_record_intent_async      (PlugStore            *self,
                                                        PlugIntent           *intent,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* Guarded: UPDATE … WHERE op=? AND state=from, changes() must be 1, else PLUG_ERROR_STATE.
 * Everything else of the intent is written as the object has it at the time of the call; the
 * object's own state is left to the caller. */
void               plug_store_move_intent_async        (PlugStore            *self,
                                                        PlugIntent           *intent,
                                                        PlugIntentState       from,
                                                        PlugIntentState       to,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* The same guard, and the instance row, in one transaction. instance may be NULL. */
void               plug_store_settle_intent_async      (PlugStore            *self,
                                                        PlugIntent           *intent,
                                                        PlugIntentState       from,
                                                        PlugIntentState       to,
                                                        PlugInstance         *instance,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* The same with proof, the tenant's answer to this very intent: another intent that was taken for
 * the instance's is in doubt again. Without proof a taken instance is PLUG_ERROR_CONFLICT. */
void               plug_store_prove_intent_async       (PlugStore            *self,
                                                        PlugIntent           *intent,
                                                        PlugIntentState       from,
                                                        PlugIntentState       to,
                                                        PlugInstance         *instance,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* The guard of plug_store_move_intent_async() to DONE, and the row of the intent's instance
 * removed, in one transaction. */
void               plug_store_settle_deletion_async    (PlugStore            *self,
                                                        PlugIntent           *intent,
                                                        PlugIntentState       from,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* What the tenant says: rows that are there are renewed but for what only we know; added are new
 * ones, of which those that are there already, or were deleted since, are left out. One
 * transaction; added NULL: none. */
void               plug_store_save_listed_async        (PlugStore            *self,
                                                        GPtrArray            *renewed,
                                                        GPtrArray            *added,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* The ids of the account's instances that were deleted on the tenant from here: a set. */
void               plug_store_list_deleted_async       (PlugStore            *self,
                                                        const char           *account_id,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
GHashTable        *plug_store_list_deleted_finish      (PlugStore            *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);
void               plug_store_set_synced_async         (PlugStore            *self,
                                                        const char           *account_id,
                                                        gint64                synced,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* Guarded: when an instance is to be deleted was old_due, else PLUG_ERROR_STATE. */
void               plug_store_set_due_async            (PlugStore            *self,
                                                        PlugInstance         *instance,
                                                        gint64                old_due,
                                                        gint64                new_due,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* The same guard to 0, and the DELETE's intent recorded, in one transaction: of several processes
 * one deletes. */
void               plug_store_record_due_async         (PlugStore            *self,
                                                        PlugIntent           *intent,
                                                        gint64                due,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* 0: not forgotten any more. */
void               plug_store_set_forgotten_async      (PlugStore            *self,
                                                        PlugInstance         *instance,
                                                        gint64                forgotten,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* A line of the history, of which the newest PLUG_STORE_MAX_RECORDS are kept. */
#define PLUG_STORE_MAX_RECORDS 10000
void               plug_store_add_record_async         (PlugStore            *self,
                                                        PlugDeed           *record,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* History and journal, newest first; see plug_inventory_list_history_async(). */
void               plug_store_list_records_async       (PlugStore            *self,
                                                        const char           *account_id,
                                                        const char           *instance_id,
                                                        gint64                before,
                                                        guint                 n_max,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
GListModel        *plug_store_list_records_finish      (PlugStore            *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);
/* A transaction that is rolled back: is the journal writable? */
void               plug_store_probe_async              (PlugStore            *self,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);

G_END_DECLS
