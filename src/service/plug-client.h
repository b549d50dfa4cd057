/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-secret.h"

G_BEGIN_DECLS

/* The transport: one HTTP/1.1 request, no redirect, no authentication cache, no retry of ours,
 * a total deadline and a capped body. It knows nothing of the API. */
#define PLUG_TYPE_CLIENT (plug_client_get_type ())
G_DECLARE_FINAL_TYPE (PlugClient, plug_client, PLUG, CLIENT, GObject)

#define PLUG_CLIENT_GET_SECONDS    30
#define PLUG_CLIENT_CHANGE_SECONDS 120
#define PLUG_CLIENT_MAX_BODY       (16 * 1024 * 1024)
#define PLUG_CLIENT_MAX_BODY_ONE   (4 * 1024 * 1024)

/* What is to be sent. */
typedef struct {
  const char *method; /* "GET" … */
  const char *url;    /* absolute */
  PlugSecret *authorization; /* (nullable): the whole header value */
  PlugSecret *body;          /* (nullable): JSON */
  guint       deadline_ms;   /* for everything, 0: the default of the method */
  gsize       max_body;      /* decoded bytes, 0: PLUG_CLIENT_MAX_BODY */
  gsize       max_memory;    /* more of them go to a file without a name, 0: all in memory */
  const char *const *headers; /* (nullable): names and values in turn; none of those we set */
} PlugRequest;

/* What came back, whatever its status. */
typedef struct _PlugReply PlugReply;
#define PLUG_TYPE_REPLY (plug_reply_get_type ())
GType       plug_reply_get_type         (void) G_GNUC_CONST;
PlugReply  *plug_reply_ref              (PlugReply *self);
void        plug_reply_unref            (PlugReply *self);
guint       plug_reply_get_status       (PlugReply *self);
const char *plug_reply_get_reason       (PlugReply *self);
const char *plug_reply_get_content_type (PlugReply *self);
const char *plug_reply_get_header       (PlugReply *self,
                                         const char *name);
char      **plug_reply_dup_headers      (PlugReply *self);
GBytes     *plug_reply_get_body         (PlugReply *self);
gint64      plug_reply_get_date         (PlugReply *self);
guint       plug_reply_get_retry_after  (PlugReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugReply, plug_reply_unref)

PlugClient *plug_client_new             (void);
void        plug_client_set_trust       (PlugClient           *self,
                                         GTlsDatabase         *database);
gboolean    plug_client_has_tls         (PlugClient           *self);
void        plug_client_send_async      (PlugClient           *self,
                                         const PlugRequest    *request,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
/* On failure, left_us says whether a byte of the request may have left. */
PlugReply  *plug_client_send_finish     (PlugClient           *self,
                                         GAsyncResult         *result,
                                         gboolean             *left_us,
                                         GError              **error);
/* Property "changing": a request that may change something was sent, and not yet answered. */
gboolean    plug_client_is_changing     (PlugClient           *self);

/* For tests that have no time to wait. */
void         plug_client_set_change_deadline (PlugClient *self,
                                              guint       deadline_ms);

G_END_DECLS
