/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An error in place: the sentence, the server's own words, the request id, all copyable. Without
 * an error it is not visible. */
#define PLUG_TYPE_ERROR_VIEW (plug_error_view_get_type ())
G_DECLARE_FINAL_TYPE (PlugErrorView, plug_error_view, PLUG, ERROR_VIEW, GtkWidget)

GtkWidget *plug_error_view_new         (void);
void       plug_error_view_set_error   (PlugErrorView *self,
                                        const GError  *error);
/* The same place for what is no error; text NULL hides. */
void       plug_error_view_set_message (PlugErrorView *self,
                                        const char    *text);

G_END_DECLS
