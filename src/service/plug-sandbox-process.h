/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The sandbox as a child process: started on a free loopback port, ended with us. */
#define PLUG_TYPE_SANDBOX_PROCESS (plug_sandbox_process_get_type ())
G_DECLARE_FINAL_TYPE (PlugSandboxProcess, plug_sandbox_process, PLUG, SANDBOX_PROCESS, GObject)

PlugSandboxProcess *plug_sandbox_process_new          (const char           *program);
/* port 0 is a free one; state_file NULL keeps nothing. */
void                plug_sandbox_process_start_async  (PlugSandboxProcess   *self,
                                                       guint                 port,
                                                       const char           *state_file,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
/* The base URL it serves. */
char               *plug_sandbox_process_start_finish (PlugSandboxProcess   *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);
gboolean            plug_sandbox_process_is_running   (PlugSandboxProcess   *self);
void                plug_sandbox_process_stop         (PlugSandboxProcess   *self);

G_END_DECLS
