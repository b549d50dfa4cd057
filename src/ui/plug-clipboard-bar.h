/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line that says that a secret is in the clipboard, for how long, and that it was taken out;
 * with a button that does it now. Not visible while there is nothing to say. */
#define PLUG_TYPE_CLIPBOARD_BAR (plug_clipboard_bar_get_type ())
G_DECLARE_FINAL_TYPE (PlugClipboardBar, plug_clipboard_bar, PLUG, CLIPBOARD_BAR, GtkWidget)

G_END_DECLS
