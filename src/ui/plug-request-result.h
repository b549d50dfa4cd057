/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-request-answer.h"

G_BEGIN_DECLS

/* What an instance answered: status, time, size, headers and the body, set out when it is JSON.
 * Not visible without an answer. */
#define PLUG_TYPE_REQUEST_RESULT (plug_request_result_get_type ())
G_DECLARE_FINAL_TYPE (PlugRequestResult, plug_request_result, PLUG, REQUEST_RESULT, GtkWidget)

GtkWidget *plug_request_result_new        (void);
void       plug_request_result_set_answer (PlugRequestResult *self,
                                           PlugRequestAnswer *answer);

G_END_DECLS
