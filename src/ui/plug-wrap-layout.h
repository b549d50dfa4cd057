/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Children in lines, as words in a paragraph; one that expands takes what is left of its line.
 * GTK 4.8 and libadwaita 1.2 have none. */
#define PLUG_TYPE_WRAP_LAYOUT (plug_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (PlugWrapLayout, plug_wrap_layout, PLUG, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *plug_wrap_layout_new (void);

G_END_DECLS
