/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-sandbox-call.h"

G_BEGIN_DECLS

#define PLUG_SANDBOX_PROVIDER_PATH "/provider/"

/* The vendor behind a connector, as a browser sees it: a page that asks, and two links. */
PlugSandboxReply *plug_sandbox_provider (PlugSandboxTenant        *tenant,
                                         const PlugSandboxOptions *options,
                                         PlugSandboxRequest       *request);

G_END_DECLS
