/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "plug-sandbox-faults.h"
#include "plug-sandbox-reply.h"
#include "plug-sandbox-request.h"

G_BEGIN_DECLS

typedef struct _PlugSandboxExchange PlugSandboxExchange;

/* Does what the request asks for and returns the right reply. */
typedef PlugSandboxReply *(*PlugSandboxAct) (gpointer             owner,
                                             PlugSandboxRequest  *request);
/* The exchange is over and may be freed. */
typedef void (*PlugSandboxEnded)            (gpointer             owner,
                                             PlugSandboxExchange *exchange);

PlugSandboxExchange *plug_sandbox_exchange_new   (SoupServerMessage   *message,
                                                  PlugSandboxRequest  *request,
                                                  PlugSandboxFault    *fault,
                                                  PlugSandboxAct       act,
                                                  PlugSandboxEnded     ended,
                                                  gpointer             owner);
void                 plug_sandbox_exchange_start (PlugSandboxExchange *self,
                                                  guint                latency);
void                 plug_sandbox_exchange_free  (PlugSandboxExchange *self);

G_END_DECLS
