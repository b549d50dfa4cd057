/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-draft.h"

G_BEGIN_DECLS

/* What will be sent: the JSON, to be edited, and the cURL that does the same, secrets masked.
 *
 * Signals: "edited" (PlugDraft): the JSON was changed and can be read. */
#define PLUG_TYPE_REQUEST_VIEW (plug_request_view_get_type ())
G_DECLARE_FINAL_TYPE (PlugRequestView, plug_request_view, PLUG, REQUEST_VIEW, GtkWidget)

GtkWidget *plug_request_view_new         (void);
void       plug_request_view_set_draft   (PlugRequestView *self,
                                          PlugDraft       *draft,
                                          const char      *base_url);
/* Whether the JSON cannot be read, so that the form is not what it says. */
gboolean   plug_request_view_has_mistake (PlugRequestView *self);

G_END_DECLS
