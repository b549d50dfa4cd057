/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-sandbox-tenant.h"
#include "plug-sandbox.h"

G_BEGIN_DECLS

/* For the files of PlugSandbox itself. */
PlugSandboxTenant *plug_sandbox_get_tenant (PlugSandbox *self);

G_END_DECLS
