/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A request that was made: enough to make it again, and nothing that is secret. */
#define PLUG_TYPE_REQUEST_RECORD (plug_request_record_get_type ())
G_DECLARE_FINAL_TYPE (PlugRequestRecord, plug_request_record, PLUG, REQUEST_RECORD, GObject)

PlugRequestRecord *plug_request_record_new            (gint64             time,
                                                       const char        *method,
                                                       const char        *target,
                                                       const char        *body,
                                                       guint              status,
                                                       gint64             duration,
                                                       gint64             size,
                                                       const char        *request_id);
gint64             plug_request_record_get_time       (PlugRequestRecord *self);
const char        *plug_request_record_get_method     (PlugRequestRecord *self);
const char        *plug_request_record_get_target     (PlugRequestRecord *self);
const char        *plug_request_record_get_body       (PlugRequestRecord *self);
guint              plug_request_record_get_status     (PlugRequestRecord *self);
gint64             plug_request_record_get_duration   (PlugRequestRecord *self);
gint64             plug_request_record_get_size       (PlugRequestRecord *self);
const char        *plug_request_record_get_request_id (PlugRequestRecord *self);
char              *plug_request_record_dup_title      (PlugRequestRecord *self);

G_END_DECLS
