/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-inventory.h"

G_BEGIN_DECLS

/* The sandbox as an account: starts the program, adds or mends the account for it. */
#define PLUG_TYPE_SANDBOX_HOST (plug_sandbox_host_get_type ())
G_DECLARE_FINAL_TYPE (PlugSandboxHost, plug_sandbox_host, PLUG, SANDBOX_HOST, GObject)

PlugSandboxHost *plug_sandbox_host_new           (PlugInventory        *inventory);
void             plug_sandbox_host_start_async   (PlugSandboxHost      *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
PlugAccount     *plug_sandbox_host_start_finish  (PlugSandboxHost      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
PlugAccount     *plug_sandbox_host_find_account  (PlugSandboxHost      *self);
void             plug_sandbox_host_stop          (PlugSandboxHost      *self);

G_END_DECLS
