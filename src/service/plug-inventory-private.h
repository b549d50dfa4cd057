/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-api.h"
#include "plug-inventory.h"
#include "plug-later.h"
#include "plug-reconcile.h"
#include "plug-sync.h"

G_BEGIN_DECLS

/* For the files of PlugInventory itself. */
struct _PlugInventory {
  GObject parent_instance;

  PlugStore *store;
  PlugKeyring *keyring;
  PlugClient *client;
  PlugReconcile *reconcile;
  GListStore *accounts;
  GListStore *instances;
  GListStore *intents;
  GHashTable *instance_index; /* "account/id" → PlugInstance */
  GHashTable *candidates;     /* op → GListStore */
  GHashTable *unsaved_tokens; /* op → PlugSecret */
  GHashTable *connectors;     /* "account/key" → PlugConnector, as the tenant described it */
  GHashTable *in_flight;      /* op → PlugIntent whose creation runs in this process */
  GHashTable *changing;       /* keys of instances that are being changed by this process */
  GHashTable *changes;        /* op → PlugChange in doubt, with what was entered */
  GHashTable *touched;        /* keys of instances that changed while a sync listed */
  GListStore *forgotten;      /* PlugInstance left out of the lists */
  PlugSync *sync;
  PlugLater *later;
  gulong store_handler;
  gulong keyring_handler;
  gulong network_handler;
  guint undo_ms;
  guint reload_timer;
  gint64 probed; /* monotonic µs, 0: not in this run */
  gboolean ready;
  gboolean reloading;
  gboolean reload_due; /* once more, when that one is back */
  gboolean live; /* it follows keyring, network and other processes by itself */
};

/* "account/id", what an instance is known by. */
char         *plug_inventory_dup_instance_key (const char           *account_id,
                                               const char           *instance_id);
/* Makes the lists what the database says. */
void          plug_inventory_take_contents    (PlugInventory        *self,
                                               PlugStoreContents    *contents);
/* Another process has written. */
void          plug_inventory_reload           (PlugInventory        *self);

/* What creation and reconcile need of the inventory and nobody else. */

PlugClient   *plug_inventory_get_client       (PlugInventory        *self);

/* The account's secrets from the keyring, as access to its tenant. */
void          plug_inventory_open_api_async   (PlugInventory        *self,
                                               PlugAccount          *account,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
PlugApi      *plug_inventory_open_api_finish  (PlugInventory        *self,
                                               GAsyncResult         *result,
                                               GError              **error);

/* How we know that an instance is an intent's. */
typedef enum {
  PLUG_CLAIM_FOUND,  /* it was listed, and matches: refused when it is another intent's */
  PLUG_CLAIM_PROVEN, /* the tenant's answer to this very request */
} PlugClaim;

/* Token to the keyring, read back; then the intent from the state it is in to DONE, or to
 * TOKEN_UNSAVED when the keyring refused, with the instance's row in the same transaction; then
 * the lists. token NULL leaves the token to be fetched later. Succeeds also with
 * TOKEN_UNSAVED: see the intent's state and the keyring_error. */
void          plug_inventory_settle_async     (PlugInventory        *self,
                                               PlugIntent           *intent,
                                               PlugClaim             claim,
                                               PlugInstance         *instance,
                                               PlugSecret           *token,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
PlugInstance *plug_inventory_settle_finish    (PlugInventory        *self,
                                               GAsyncResult         *result,
                                               GError              **keyring_error,
                                               GError              **error);

/* The tenant has carried the change out: the token of what was deleted goes, that of a new
 * authentication is kept; then the row and the journal. Finished by plug_inventory_finish().
 * renewed is NULL when the tenant did not say what it has now. */
void          plug_inventory_settle_change_async (PlugInventory       *self,
                                                  PlugChange          *change,
                                                  PlugIntent          *intent,
                                                  PlugInstance        *renewed,
                                                  PlugSecret          *token,
                                                  PlugIntentState      to,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             user_data);

PlugAccount  *plug_inventory_find_account_or_fail (PlugInventory      *self,
                                                   const char         *account_id,
                                                   GTask              *task);

/* A guarded transition in the journal, the object's state and the list of open intents. */
void          plug_inventory_move_intent_async  (PlugInventory        *self,
                                                 PlugIntent           *intent,
                                                 PlugIntentState       to,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean      plug_inventory_move_intent_finish (PlugInventory        *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

/* Shows the intent among those that need attention, or takes it away, as its state is. */
void          plug_inventory_present_intent   (PlugInventory        *self,
                                               PlugIntent           *intent);
void          plug_inventory_hide_intent      (PlugInventory        *self,
                                               PlugIntent           *intent);
/* In the model only; the row is written already. */
PlugInstance *plug_inventory_present_instance (PlugInventory        *self,
                                               PlugInstance         *instance);
PlugInstance *plug_inventory_show_instance    (PlugInventory        *self,
                                               PlugInstance         *instance);
void          plug_inventory_add_instances    (PlugInventory        *self,
                                               GPtrArray            *instances);
void          plug_inventory_hide_instance    (PlugInventory        *self,
                                               PlugInstance         *instance);
void          plug_inventory_present_account  (PlugInventory        *self,
                                               PlugAccount          *account);
void          plug_inventory_hide_account     (PlugInventory        *self,
                                               PlugAccount          *account);
GPtrArray    *plug_inventory_dup_instances_of (PlugInventory        *self,
                                               PlugAccount          *account);
void          plug_inventory_set_in_flight    (PlugInventory        *self,
                                               PlugIntent           *intent,
                                               gboolean              in_flight);
gboolean      plug_inventory_has_rival_in_flight (PlugInventory     *self,
                                               PlugIntent           *intent);
void          plug_inventory_keep_unsaved_token (PlugInventory      *self,
                                               PlugIntent           *intent,
                                               PlugSecret           *token);
PlugSecret   *plug_inventory_get_unsaved_token (PlugInventory       *self,
                                               PlugIntent           *intent);
char         *plug_inventory_dup_token_label  (PlugInstance         *instance);
void          plug_inventory_set_candidates   (PlugInventory        *self,
                                               PlugIntent           *intent,
                                               GPtrArray            *instances);
GPtrArray    *plug_inventory_dup_open_intents (PlugInventory        *self,
                                               PlugAccount          *account);

void          plug_inventory_note_pass        (PlugInventory        *self);
void          plug_inventory_note_sync        (PlugInventory        *self);

PlugInstance *plug_inventory_find_forgotten   (PlugInventory        *self,
                                               const char           *account_id,
                                               const char           *instance_id);
void          plug_inventory_present_forgotten (PlugInventory       *self,
                                                PlugInstance        *instance);
void          plug_inventory_drop_forgotten   (PlugInventory        *self,
                                               PlugInstance         *instance);
GPtrArray    *plug_inventory_dup_forgotten_of (PlugInventory        *self,
                                               PlugAccount          *account);
void          plug_inventory_drop_tombstones  (PlugInventory        *self,
                                               PlugAccount          *account,
                                               GHashTable           *ids);
void          plug_inventory_drop_forgotten_of (PlugInventory       *self,
                                                PlugAccount         *account);
gboolean      plug_inventory_get_doubt        (GAsyncResult         *result);

/* What was entered for a change stays until that is settled: to see whether it came. */
gboolean      plug_inventory_begin_change     (PlugInventory        *self,
                                               PlugInstance         *instance,
                                               GError              **error);
void          plug_inventory_end_change       (PlugInventory        *self,
                                               PlugInstance         *instance);
void          plug_inventory_keep_change      (PlugInventory        *self,
                                               PlugIntent           *intent,
                                               PlugChange           *change);
PlugChange   *plug_inventory_dup_change       (PlugInventory        *self,
                                               PlugIntent           *intent);
/* Something done here is newer than what a listing under way may say. */
void          plug_inventory_touch            (PlugInventory        *self,
                                               const char           *account_id,
                                               const char           *instance_id);
gboolean      plug_inventory_is_touched       (PlugInventory        *self,
                                               PlugInstance         *instance);
void          plug_inventory_record           (PlugInventory        *self,
                                               PlugInstance         *instance,
                                               const char           *kind,
                                               const GError         *error);
void          plug_inventory_record_account   (PlugInventory        *self,
                                               PlugAccount          *account,
                                               const char           *kind);
char         *plug_inventory_dup_free_name    (GHashTable           *names,
                                               const char           *name);

/* When the journal was last tried with good success; µs ago. */
void          plug_inventory_note_probe       (PlugInventory        *self);
gint64        plug_inventory_get_probe_age    (PlugInventory        *self);

PlugCreation *plug_creation_new               (PlugInventory        *inventory,
                                               PlugAccount          *account,
                                               PlugDraft            *draft,
                                               const char           *op);
void          plug_creation_start             (PlugCreation         *self);
void          plug_creation_hold              (PlugCreation         *self);
void          plug_creation_set_api           (PlugCreation         *self,
                                               PlugApi              *api);
PlugApi      *plug_creation_get_api           (PlugCreation         *self);
gboolean      plug_creation_is_held           (PlugCreation         *self);
void          plug_creation_release           (PlugCreation         *self);
char         *plug_creation_dup_doubt_reason  (const GError         *cause);

G_END_DECLS
