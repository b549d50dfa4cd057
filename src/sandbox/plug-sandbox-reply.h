/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a request is answered with, until a fault spoils it or the wire takes it. */
typedef struct {
  guint status;
  JsonNode *json;      /* nullable: an empty body, or text */
  char *text;          /* nullable: instead of json */
  char *content_type;
  GPtrArray *headers;  /* names and values in turn */
} PlugSandboxReply;

PlugSandboxReply *plug_sandbox_reply_new            (guint             status);
PlugSandboxReply *plug_sandbox_reply_new_json       (JsonNode         *json);
PlugSandboxReply *plug_sandbox_reply_new_text       (guint             status,
                                                     const char       *content_type,
                                                     const char       *text);
PlugSandboxReply *plug_sandbox_reply_new_error      (guint             status,
                                                     const char       *message,
                                                     const char       *provider_message);
void              plug_sandbox_reply_free           (PlugSandboxReply *self);
void              plug_sandbox_reply_set_header     (PlugSandboxReply *self,
                                                     const char       *name,
                                                     const char       *value);
const char       *plug_sandbox_reply_get_header     (PlugSandboxReply *self,
                                                     const char       *name);
void              plug_sandbox_reply_set_count      (PlugSandboxReply *self,
                                                     const char       *name,
                                                     guint             count);
void              plug_sandbox_reply_set_request_id (PlugSandboxReply *self,
                                                     const char       *request_id);
char             *plug_sandbox_reply_dup_body       (PlugSandboxReply *self,
                                                     gsize            *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugSandboxReply, plug_sandbox_reply_free)

G_END_DECLS
