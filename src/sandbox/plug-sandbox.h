/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-sandbox-request.h"
#include "plug-sandbox-secrets.h"

G_BEGIN_DECLS

#define PLUG_SANDBOX_BASE_PATH           "/elements/api-v2"
#define PLUG_SANDBOX_FIRST_ID            427902
#define PLUG_SANDBOX_MAX_PAGE_SIZE       200

/* A pretend tenant: an HTTP service on the loopback interface that imitates the remote API,
 * with faults on demand. It answers from the main context that was the thread default when it
 * was started. */
#define PLUG_TYPE_SANDBOX (plug_sandbox_get_type ())
G_DECLARE_FINAL_TYPE (PlugSandbox, plug_sandbox, PLUG, SANDBOX, GObject)

PlugSandbox *plug_sandbox_new                 (void);

/* Before it is started. */
void         plug_sandbox_set_tls_certificate (PlugSandbox        *self,
                                               GTlsCertificate    *certificate);
gboolean     plug_sandbox_set_tls_files       (PlugSandbox        *self,
                                               const char         *certificate_file,
                                               const char         *key_file,
                                               GError            **error);
gboolean     plug_sandbox_set_state_file      (PlugSandbox        *self,
                                               const char         *path,
                                               GError            **error);
void         plug_sandbox_set_control         (PlugSandbox        *self,
                                               gboolean            control);
void         plug_sandbox_set_recording       (PlugSandbox        *self,
                                               gboolean            recording);
void         plug_sandbox_set_seed            (PlugSandbox        *self,
                                               guint32             seed);

gboolean     plug_sandbox_start               (PlugSandbox        *self,
                                               guint               port,
                                               GError            **error);
void         plug_sandbox_stop                (PlugSandbox        *self);
const char  *plug_sandbox_get_base_url        (PlugSandbox        *self);

/* At any time. */
void         plug_sandbox_set_secrets         (PlugSandbox        *self,
                                               const char         *user_secret,
                                               const char         *organization_secret);
void         plug_sandbox_set_page_size       (PlugSandbox        *self,
                                               guint               page_size);
void         plug_sandbox_set_latency         (PlugSandbox        *self,
                                               guint               milliseconds);
void         plug_sandbox_set_list_dates      (PlugSandbox        *self,
                                               gboolean            list_dates);
void         plug_sandbox_set_list_bare       (PlugSandbox        *self,
                                               gboolean            list_bare);
void         plug_sandbox_set_rotating        (PlugSandbox        *self,
                                               gboolean            rotating);

/* Faults; the grammar is above plug_sandbox_add_fault(). */
void         plug_sandbox_push_fault          (PlugSandbox        *self,
                                               const char         *spec);
gboolean     plug_sandbox_add_fault           (PlugSandbox        *self,
                                               const char         *spec,
                                               GError            **error);
gboolean     plug_sandbox_add_fault_rate      (PlugSandbox        *self,
                                               const char         *spec,
                                               GError            **error);
void         plug_sandbox_clear_faults        (PlugSandbox        *self);
guint        plug_sandbox_get_n_faults_left   (PlugSandbox        *self);

/* What arrived. */
GListModel  *plug_sandbox_get_requests        (PlugSandbox        *self);
guint        plug_sandbox_count_requests      (PlugSandbox        *self,
                                               const char         *method,
                                               const char         *path);
void         plug_sandbox_forget_requests     (PlugSandbox        *self);

/* What is there. */
guint        plug_sandbox_count_instances     (PlugSandbox        *self);
char       **plug_sandbox_dup_ids             (PlugSandbox        *self,
                                               const char         *name);
char        *plug_sandbox_dup_instance_json   (PlugSandbox        *self,
                                               const char         *id);
char        *plug_sandbox_dup_token           (PlugSandbox        *self,
                                               const char         *id);
char        *plug_sandbox_add_instance        (PlugSandbox        *self,
                                               const char         *connector_key,
                                               const char         *name,
                                               const char *const  *tags);
gboolean     plug_sandbox_remove_instance     (PlugSandbox        *self,
                                               const char         *id);
gboolean     plug_sandbox_edit_instance       (PlugSandbox        *self,
                                               const char         *id,
                                               const char         *edit);
gboolean     plug_sandbox_rotate_token        (PlugSandbox        *self,
                                               const char         *id);
void         plug_sandbox_fill                (PlugSandbox        *self,
                                               guint               n_instances);
void         plug_sandbox_reset               (PlugSandbox        *self);

G_END_DECLS
