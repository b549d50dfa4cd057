/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "plug-client.h"

G_BEGIN_DECLS

/* Bytes that are overwritten before they are given back. */
typedef struct {
  guint8 *data;
  gsize   length;
  gsize   allocated;
} PlugBytes;

void       plug_bytes_reserve      (PlugBytes           *self,
                                    gsize                length);
void       plug_bytes_append       (PlugBytes           *self,
                                    gconstpointer        data,
                                    gsize                length);
void       plug_bytes_clear        (PlugBytes           *self);
GBytes    *plug_bytes_steal        (PlugBytes           *self);

PlugReply *plug_reply_new          (SoupMessage         *message,
                                    GBytes              *body);

void       plug_exchange_start     (GTask               *task,
                                    SoupSession         *session,
                                    SoupMessage         *message,
                                    guint                deadline_ms,
                                    gsize                max_body);
gboolean   plug_exchange_left_us   (GTask               *task);
char      *plug_client_explain_certificate (const char  *host,
                                    GTlsCertificateFlags flags);

G_END_DECLS
