/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-json.h"

G_BEGIN_DECLS

/* A text of several lines to be edited, grown to its text up to a height; a mistake in it is
 * underlined at its place.
 *
 * Signals: "changed" (): by the user or by plug_code_view_set_text(). */
#define PLUG_TYPE_CODE_VIEW (plug_code_view_get_type ())
G_DECLARE_FINAL_TYPE (PlugCodeView, plug_code_view, PLUG, CODE_VIEW, GtkWidget)

GtkWidget *plug_code_view_new          (gboolean             monospace);
GtkWidget *plug_code_view_get_text_view (PlugCodeView       *self);
char      *plug_code_view_dup_text     (PlugCodeView        *self);
void       plug_code_view_set_text     (PlugCodeView        *self,
                                        const char          *text);
void       plug_code_view_mark         (PlugCodeView        *self,
                                        const PlugJsonPlace *place);

G_END_DECLS
