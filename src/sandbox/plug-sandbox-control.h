/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-sandbox-reply.h"
#include "plug-sandbox.h"

G_BEGIN_DECLS

#define PLUG_SANDBOX_CONTROL_PATH "/sandbox/"

PlugSandboxReply *plug_sandbox_control (PlugSandbox        *sandbox,
                                        PlugSandboxRequest *request);

G_END_DECLS
