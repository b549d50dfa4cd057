/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-account.h"
#include "plug-change.h"
#include "plug-check.h"
#include "plug-client.h"
#include "plug-creation.h"
#include "plug-delivery.h"
#include "plug-draft.h"
#include "plug-instance.h"
#include "plug-intent.h"
#include "plug-keyring.h"
#include "plug-store.h"

G_BEGIN_DECLS

/* The centre: accounts, instances and intents as list models, and every verb. All calls from
 * the main thread. Lists change only when the database has said yes. */
#define PLUG_TYPE_INVENTORY (plug_inventory_get_type ())
G_DECLARE_FINAL_TYPE (PlugInventory, plug_inventory, PLUG, INVENTORY, GObject)

PlugInventory *plug_inventory_new                    (PlugStore            *store,
                                                      PlugKeyring          *keyring,
                                                      PlugClient           *client);
/* Property "ready": the database was read. */
gboolean       plug_inventory_is_ready               (PlugInventory        *self);
PlugKeyring   *plug_inventory_get_keyring            (PlugInventory        *self);
PlugStore     *plug_inventory_get_store              (PlugInventory        *self);
GListModel    *plug_inventory_list_accounts          (PlugInventory        *self);
GListModel    *plug_inventory_list_instances         (PlugInventory        *self);
/* Those that need attention: UNKNOWN, TOKEN_UNSAVED, NOT_FOUND, AMBIGUOUS. */
GListModel    *plug_inventory_list_intents           (PlugInventory        *self);
PlugAccount   *plug_inventory_find_account           (PlugInventory        *self,
                                                      const char           *account_id);
PlugInstance  *plug_inventory_find_instance          (PlugInventory        *self,
                                                      const char           *account_id,
                                                      const char           *instance_id);
char         **plug_inventory_dup_tags               (PlugInventory        *self);

/* Opens the database and reads all of it; then the keyring's state, then reconcile; from then on
 * what other processes write is taken in. */
void           plug_inventory_open_async             (PlugInventory        *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* Opens the database and reads it, or the instances of one id or name alone; nothing follows. */
void           plug_inventory_read_async             (PlugInventory        *self,
                                                      const char           *instance,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* Finishes every verb of this class that only succeeds or fails. */
gboolean       plug_inventory_finish                 (PlugInventory        *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

/* Secrets to the keyring first, then the row, then the list. */
void           plug_inventory_add_account_async      (PlugInventory        *self,
                                                      PlugAccount          *account,
                                                      PlugSecret           *user_secret,
                                                      PlugSecret           *organization_secret,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* A NULL secret stays as it is. */
void           plug_inventory_edit_account_async     (PlugInventory        *self,
                                                      PlugAccount          *account,
                                                      const char           *name,
                                                      const char           *base_url,
                                                      PlugSecret           *user_secret,
                                                      PlugSecret           *organization_secret,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* How it is told apart, and whether what cannot be undone is to be asked for twice. */
void           plug_inventory_mark_account_async     (PlugInventory        *self,
                                                      PlugAccount          *account,
                                                      const char           *color,
                                                      gboolean              production,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* Forgets the account here: row, secrets, instances and their tokens. Nothing on the tenant. */
void           plug_inventory_remove_account_async   (PlugInventory        *self,
                                                      PlugAccount          *account,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* GET /organizations/me. A NULL secret is the one saved for account. */
void           plug_inventory_verify_account_async   (PlugInventory        *self,
                                                      PlugAccount          *account,
                                                      const char           *base_url,
                                                      PlugSecret           *user_secret,
                                                      PlugSecret           *organization_secret,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
char          *plug_inventory_verify_account_finish  (PlugInventory        *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

/* GET /elements/{key}/configuration: what the connector asks for, once for each account. */
void           plug_inventory_load_connector_async   (PlugInventory        *self,
                                                      PlugAccount          *account,
                                                      PlugConnector        *connector,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
PlugConnector *plug_inventory_load_connector_finish  (PlugInventory        *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

PlugCreation  *plug_inventory_create                 (PlugInventory        *self,
                                                      PlugAccount          *account,
                                                      PlugDraft            *draft);

void           plug_inventory_load_token_async       (PlugInventory        *self,
                                                      PlugInstance         *instance,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
PlugSecret    *plug_inventory_load_token_finish      (PlugInventory        *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
/* GET /instances/{id}, the token to the keyring, the row renewed. */
void           plug_inventory_fetch_token_async      (PlugInventory        *self,
                                                      PlugInstance         *instance,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* Nothing on the tenant: out of the lists at once; the token goes from the keyring when the undo
 * time is over, also after the end of this process. A sync does not bring it back. */
void           plug_inventory_forget_instance_async  (PlugInventory        *self,
                                                      PlugInstance         *instance,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* The undo; after its time too, but then the token has to be fetched again. */
void           plug_inventory_recall_instance_async  (PlugInventory        *self,
                                                      PlugInstance         *instance,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
GListModel    *plug_inventory_list_forgotten         (PlugInventory        *self);
void           plug_inventory_set_undo_ms            (PlugInventory        *self,
                                                      guint                 undo_ms);

/* What is to become of an instance on the tenant, journalled and sent once. */
void           plug_inventory_change_async           (PlugInventory        *self,
                                                      PlugChange           *change,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean       plug_inventory_change_finish          (PlugInventory        *self,
                                                      GAsyncResult         *result,
                                                      gboolean             *in_doubt,
                                                      GError              **error);

/* Disables the instance now and deletes it on the tenant when @due, a time, has come: by whichever
 * process runs then, and by one alone. Finished by plug_inventory_change_finish(). */
void           plug_inventory_delete_later_async     (PlugInventory        *self,
                                                      PlugInstance         *instance,
                                                      gint64                due,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* Takes that back: enabled again. PLUG_ERROR_STATE when it is being deleted already. Finished by
 * plug_inventory_change_finish(). */
void           plug_inventory_keep_instance_async    (PlugInventory        *self,
                                                      PlugInstance         *instance,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* What a deletion would break: a GListModel of PlugUse. */
void           plug_inventory_list_uses_async        (PlugInventory        *self,
                                                      PlugInstance         *instance,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
GListModel    *plug_inventory_list_uses_finish       (PlugInventory        *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

/* Asks tenant and connected system how the instances are; NULL: all. */
PlugCheck     *plug_inventory_check                  (PlugInventory        *self,
                                                      GListModel           *instances);

/* Everything the tenants list: what was made elsewhere appears, what is known is renewed, what a
 * complete listing lacks is asked about. account NULL: all. Also by itself: every sync interval
 * on a network that costs nothing, and when the network comes back. */
void           plug_inventory_sync_async             (PlugInventory        *self,
                                                      PlugAccount          *account,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* Property "syncing". */
gboolean       plug_inventory_is_syncing             (PlugInventory        *self);
/* Property "sync-interval", in seconds; 0: not by itself. */
guint          plug_inventory_get_sync_interval      (PlugInventory        *self);
void           plug_inventory_set_sync_interval      (PlugInventory        *self,
                                                      guint                 seconds);

/* Keyring against tenant against what was saved: syncs, then compares tokens; a GListModel of
 * PlugDrift. account NULL: all. */
void           plug_inventory_find_drift_async       (PlugInventory        *self,
                                                      PlugAccount          *account,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
GListModel    *plug_inventory_find_drift_finish      (PlugInventory        *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
/* What the tenant has is what is to be from now on. */
void           plug_inventory_accept_async           (PlugInventory        *self,
                                                      PlugInstance         *instance,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);

/* What was done, newest first: a GListModel of PlugDeed; of before that time (0: now), at most
 * n_max of them; ids NULL: any. */
void           plug_inventory_list_history_async     (PlugInventory        *self,
                                                      const char           *account_id,
                                                      const char           *instance_id,
                                                      gint64                before,
                                                      guint                 n_max,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
GListModel    *plug_inventory_list_history_finish    (PlugInventory        *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

/* Moving house: accounts, instances and their secrets in one sealed file. */
#define PLUG_EXPORT_MIN_PASSPHRASE 12
/* What is in the file, and what is not: texts for what the keyring was to have and has not, what
 * is in doubt, will be deleted or was forgotten here. */
typedef struct {
  guint      n_accounts;
  guint      n_instances;
  guint      n_tokens;
  guint      n_in_doubt;
  guint      n_due;
  guint      n_forgotten;
  GPtrArray *lacks; /* translated sentences */
} PlugExportReport;
void              plug_export_report_free            (PlugExportReport     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugExportReport, plug_export_report_free)
gboolean          plug_export_check_passphrase       (PlugSecret           *passphrase,
                                                      GError              **error);
gboolean          plug_export_check_file             (GFile                *file,
                                                      GError              **error);
/* accounts NULL: all. */
void              plug_inventory_export_async        (PlugInventory        *self,
                                                      GListModel           *accounts,
                                                      PlugSecret           *passphrase,
                                                      GFile                *file,
                                                      gboolean              overwrite,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
PlugExportReport *plug_inventory_export_finish       (PlugInventory        *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
/* What is in it, and what would become of it; changes nothing. */
void              plug_inventory_read_export_async   (PlugInventory        *self,
                                                      GFile                *file,
                                                      PlugSecret           *passphrase,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
PlugDelivery     *plug_inventory_read_export_finish  (PlugInventory        *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
typedef struct {
  guint n_accounts;  /* added */
  guint n_instances; /* added */
  guint n_tokens;    /* stored */
  guint n_replaced;  /* accounts */
  guint n_left;      /* accounts and instances left as they are */
} PlugImportReport;
/* Only what is new, but for what the delivery says is to be replaced. */
void              plug_inventory_import_async        (PlugInventory        *self,
                                                      PlugDelivery         *delivery,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
PlugImportReport *plug_inventory_import_finish       (PlugInventory        *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

/* Looks for everything in doubt. Also called by itself: at the start, after an unlock, when
 * the network comes back, and again after the settle time. */
void           plug_inventory_reconcile              (PlugInventory        *self);
/* Property "reconciling": a tenant is being asked. */
gboolean       plug_inventory_is_reconciling         (PlugInventory        *self);
gint64         plug_inventory_get_checked            (PlugInventory        *self,
                                                      PlugIntent           *intent,
                                                      const GError        **obstacle);
/* The intent in doubt that a creation of that name would double, or NULL. */
PlugIntent    *plug_inventory_find_doubt             (PlugInventory        *self,
                                                      PlugAccount          *account,
                                                      PlugDraft            *draft);
void           plug_inventory_set_settle_ms          (PlugInventory        *self,
                                                      guint                 settle_ms);
/* What reconcile found for an AMBIGUOUS intent: PlugInstance, or NULL. */
GListModel    *plug_inventory_list_candidates        (PlugInventory        *self,
                                                      PlugIntent           *intent);
/* The user's choice among them: adopt with its token. */
void           plug_inventory_adopt_async            (PlugInventory        *self,
                                                      PlugIntent           *intent,
                                                      PlugInstance         *candidate,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* The user is done with it: NOT_FOUND, AMBIGUOUS, UNKNOWN or FAILED becomes DROPPED. */
void           plug_inventory_dismiss_intent_async   (PlugInventory        *self,
                                                      PlugIntent           *intent,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* TOKEN_UNSAVED: store what is in memory, or fetch it again, and settle the intent. */
void           plug_inventory_retry_token_async      (PlugInventory        *self,
                                                      PlugIntent           *intent,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);

G_END_DECLS
