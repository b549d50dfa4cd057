/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "plug-client.h"
#include "plug-client-spill.h"

G_BEGIN_DECLS

PlugReply *plug_reply_new          (SoupMessage         *message,
                                    GBytes              *body);

void       plug_exchange_start     (GTask               *task,
                                    SoupSession         *session,
                                    SoupMessage         *message,
                                    guint                deadline_ms,
                                    gsize                max_body,
                                    gsize                max_memory);
gboolean   plug_exchange_left_us   (GTask               *task);
char      *plug_client_explain_certificate (const char  *host,
                                    GTlsCertificateFlags flags);

G_END_DECLS
