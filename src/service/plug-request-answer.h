/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-client.h"

G_BEGIN_DECLS

/* What came back from an instance, whatever its status, with the secrets masked. */
#define PLUG_TYPE_REQUEST_ANSWER (plug_request_answer_get_type ())
G_DECLARE_FINAL_TYPE (PlugRequestAnswer, plug_request_answer, PLUG, REQUEST_ANSWER, GObject)

guint              plug_request_answer_get_status     (PlugRequestAnswer  *self);
const char        *plug_request_answer_get_reason     (PlugRequestAnswer  *self);
gboolean           plug_request_answer_is_success     (PlugRequestAnswer  *self);
const char *const *plug_request_answer_get_headers    (PlugRequestAnswer  *self);
const char        *plug_request_answer_get_header     (PlugRequestAnswer  *self,
                                                       const char         *name);
const char        *plug_request_answer_get_request_id (PlugRequestAnswer  *self);
GBytes            *plug_request_answer_get_body       (PlugRequestAnswer  *self);
gboolean           plug_request_answer_is_text        (PlugRequestAnswer  *self);
gint64             plug_request_answer_get_duration   (PlugRequestAnswer  *self);
char              *plug_request_answer_dup_next_target (PlugRequestAnswer *self,
                                                       const char         *target);

/* Reads @reply in a thread; finished by plug_request_answer_new_finish(). */
void               plug_request_answer_new_async      (PlugReply          *reply,
                                                       gint64              duration,
                                                       const char *const  *secrets,
                                                       GAsyncReadyCallback callback,
                                                       gpointer            user_data);
PlugRequestAnswer *plug_request_answer_new_finish     (GAsyncResult       *result,
                                                       GError            **error);

/* Takes secrets out of a short text. */
char              *plug_request_mask                  (const char         *text,
                                                       const char *const  *secrets);

G_END_DECLS
