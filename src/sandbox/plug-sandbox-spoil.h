/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-sandbox-faults.h"
#include "plug-sandbox-reply.h"
#include "plug-sandbox-request.h"

G_BEGIN_DECLS

/* What a fault makes of a reply, before it goes on the wire. */
PlugSandboxReply *plug_sandbox_spoil_replace (const PlugSandboxFault *fault,
                                              PlugSandboxRequest     *request);
void              plug_sandbox_spoil         (PlugSandboxReply       *reply,
                                              const PlugSandboxFault *fault);

G_END_DECLS
