/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-docs.h"

G_BEGIN_DECLS

/* What is to be asked: one of the documented operations, found by a search, with its parameters as
 * rows; or any method and path.
 *
 * Signals: "submitted" (): Enter was pressed where it means to send. */
#define PLUG_TYPE_REQUEST_FORM (plug_request_form_get_type ())
G_DECLARE_FINAL_TYPE (PlugRequestForm, plug_request_form, PLUG, REQUEST_FORM, GtkWidget)

GtkWidget  *plug_request_form_new         (void);
void        plug_request_form_set_docs    (PlugRequestForm *self,
                                           PlugDocs        *docs);
void        plug_request_form_fill        (PlugRequestForm *self,
                                           const char      *method,
                                           const char      *target,
                                           const char      *body);
const char *plug_request_form_get_method  (PlugRequestForm *self);
char       *plug_request_form_dup_path    (PlugRequestForm *self,
                                           GError         **error);
char       *plug_request_form_dup_body    (PlugRequestForm *self);
char      **plug_request_form_dup_headers (PlugRequestForm *self);

G_END_DECLS
