/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-inventory.h"
#include "plug-oauth-version.h"

G_BEGIN_DECLS

/* Authorizations, one at a time: the tenant says where to go, a browser goes there, and what it
 * brings back becomes a draft's "providerData"; contract section 4. It stays at its own address
 * for as long as it lives, for those who come late.
 *
 * Properties, read-only and notified: "phase", "n-foreign". All calls from the main thread. */
#define PLUG_TYPE_OAUTH (plug_oauth_get_type ())
G_DECLARE_FINAL_TYPE (PlugOAuth, plug_oauth, PLUG, OAUTH, GObject)

#define PLUG_OAUTH_TIME_OUT_MS (10 * 60 * 1000)

typedef enum {
  PLUG_OAUTH_IDLE,
  PLUG_OAUTH_ASKING,  /* the tenant, where to go */
  PLUG_OAUTH_WAITING, /* for the browser */
} PlugOAuthPhase;

/* What a draft needs before its instance can be made. */
PlugOAuthVersion plug_oauth_version_of          (PlugDraft            *draft);
gboolean         plug_oauth_is_needed           (PlugDraft            *draft);
GPtrArray       *plug_oauth_list_problems       (PlugDraft            *draft);
/* Instead of an authorization: contract 4.4. */
void             plug_oauth_use_refresh_token   (PlugDraft            *draft,
                                                 PlugSecret           *refresh_token);
/* What a provider answered before, in a body that was taken over. */
gboolean         plug_oauth_has_answer          (PlugDraft            *draft);
void             plug_oauth_forget_answer       (PlugDraft            *draft);
/* Whether what comes back to an address comes back to us. */
gboolean         plug_oauth_is_own_callback     (const char           *callback_url);

PlugOAuth       *plug_oauth_new                 (PlugInventory        *inventory);
void             plug_oauth_set_time_out        (PlugOAuth            *self,
                                                 guint                 milliseconds);
const char      *plug_oauth_get_callback_url    (PlugOAuth            *self,
                                                 GError              **error);

/* An empty "oauth.callback.url" in the draft is plug_oauth_get_callback_url(). */
void             plug_oauth_authorize_async     (PlugOAuth            *self,
                                                 PlugAccount          *account,
                                                 PlugDraft            *draft,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean         plug_oauth_authorize_finish    (PlugOAuth            *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

/* While it waits. */
PlugOAuthPhase   plug_oauth_get_phase           (PlugOAuth            *self);
const char      *plug_oauth_get_url             (PlugOAuth            *self);
gboolean         plug_oauth_is_manual           (PlugOAuth            *self);
guint            plug_oauth_get_n_foreign       (PlugOAuth            *self);
gboolean         plug_oauth_paste               (PlugOAuth            *self,
                                                 const char           *text,
                                                 GError              **error);

G_END_DECLS
