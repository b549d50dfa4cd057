/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-secret.h"

G_BEGIN_DECLS

/* The system keyring behind one small interface, with a watchdog of our own on every call.
 * FOUND is a secret; ABSENT is PLUG_ERROR_SECRET_ABSENT and said only when the collection was
 * unlocked before and after; everything else is UNAVAILABLE, a PLUG_ERROR_KEYRING_… that says
 * why. */
#define PLUG_TYPE_KEYRING (plug_keyring_get_type ())
G_DECLARE_FINAL_TYPE (PlugKeyring, plug_keyring, PLUG, KEYRING, GObject)

typedef enum {
  PLUG_KEYRING_UNKNOWN, /* not asked yet */
  PLUG_KEYRING_UNLOCKED,
  PLUG_KEYRING_LOCKED,
  PLUG_KEYRING_UNLOCKING, /* a prompt may be open */
  PLUG_KEYRING_NO_SERVICE,
  PLUG_KEYRING_NO_COLLECTION,
  PLUG_KEYRING_DENIED,
  PLUG_KEYRING_HANGING,
  PLUG_KEYRING_NOT_KEEPING,
  PLUG_KEYRING_FAILED,
} PlugKeyringState;

typedef enum {
  PLUG_SECRET_KIND_USER,         /* an account's user secret */
  PLUG_SECRET_KIND_ORGANIZATION, /* an account's organization secret */
  PLUG_SECRET_KIND_TOKEN,        /* an instance's token */
  PLUG_SECRET_KIND_CANARY,       /* the probe's own */
} PlugSecretKind;

PlugKeyring      *plug_keyring_new            (void);
PlugKeyring      *plug_keyring_new_unwatched  (void);
PlugKeyringState  plug_keyring_get_state      (PlugKeyring          *self);
gint64            plug_keyring_get_proof_age  (PlugKeyring          *self);
void              plug_keyring_set_timeouts   (PlugKeyring          *self,
                                               guint                 call_ms,
                                               guint                 prompt_ms);

/* Find out the state without ever prompting. */
void              plug_keyring_refresh_async  (PlugKeyring          *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean          plug_keyring_refresh_finish (PlugKeyring          *self,
                                               GAsyncResult         *result,
                                               GError              **error);
/* May prompt; succeeds only when the collection is unlocked afterwards. */
void              plug_keyring_unlock_async   (PlugKeyring          *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean          plug_keyring_unlock_finish  (PlugKeyring          *self,
                                               GAsyncResult         *result,
                                               GError              **error);
void              plug_keyring_lock_async     (PlugKeyring          *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean          plug_keyring_lock_finish    (PlugKeyring          *self,
                                               GAsyncResult         *result,
                                               GError              **error);
/* Unlock if need be, then store a canary, read it back, clear it. Done once a session unless
 * force is set or the state left UNLOCKED since. */
void              plug_keyring_probe_async    (PlugKeyring          *self,
                                               gboolean              force,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean          plug_keyring_probe_finish   (PlugKeyring          *self,
                                               GAsyncResult         *result,
                                               GError              **error);
/* Success means: stored, read back, equal. instance_id is NULL but for tokens. */
void              plug_keyring_store_async    (PlugKeyring          *self,
                                               PlugSecretKind        kind,
                                               const char           *account_id,
                                               const char           *instance_id,
                                               const char           *label,
                                               PlugSecret           *secret,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean          plug_keyring_store_finish   (PlugKeyring          *self,
                                               GAsyncResult         *result,
                                               GError              **error);
void              plug_keyring_lookup_async   (PlugKeyring          *self,
                                               PlugSecretKind        kind,
                                               const char           *account_id,
                                               const char           *instance_id,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
PlugSecret       *plug_keyring_lookup_finish  (PlugKeyring          *self,
                                               GAsyncResult         *result,
                                               GError              **error);
/* Clearing what is not there is a success. */
void              plug_keyring_clear_async    (PlugKeyring          *self,
                                               PlugSecretKind        kind,
                                               const char           *account_id,
                                               const char           *instance_id,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean          plug_keyring_clear_finish   (PlugKeyring          *self,
                                               GAsyncResult         *result,
                                               GError              **error);

G_END_DECLS
