/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One request that arrived at the sandbox, whatever became of it. */
#define PLUG_TYPE_SANDBOX_REQUEST (plug_sandbox_request_get_type ())
G_DECLARE_FINAL_TYPE (PlugSandboxRequest, plug_sandbox_request, PLUG, SANDBOX_REQUEST, GObject)

PlugSandboxRequest *plug_sandbox_request_new        (const char         *method,
                                                     const char         *path,
                                                     const char         *query,
                                                     GHashTable         *headers,
                                                     GBytes             *body);
const char         *plug_sandbox_request_get_method (PlugSandboxRequest *self);
const char         *plug_sandbox_request_get_path   (PlugSandboxRequest *self);
const char         *plug_sandbox_request_get_query  (PlugSandboxRequest *self);
const char         *plug_sandbox_request_get_header (PlugSandboxRequest *self,
                                                     const char         *name);
const char         *plug_sandbox_request_get_id     (PlugSandboxRequest *self);
GBytes             *plug_sandbox_request_get_body   (PlugSandboxRequest *self);
char               *plug_sandbox_request_dup_text   (PlugSandboxRequest *self);
gint64              plug_sandbox_request_get_time   (PlugSandboxRequest *self);
guint               plug_sandbox_request_get_status (PlugSandboxRequest *self);
void                plug_sandbox_request_set_status (PlugSandboxRequest *self,
                                                     guint               status);
char               *plug_sandbox_request_dup_argument   (PlugSandboxRequest *self,
                                                         const char         *name);
GPtrArray          *plug_sandbox_request_list_arguments (PlugSandboxRequest *self,
                                                         const char         *name);

G_END_DECLS
