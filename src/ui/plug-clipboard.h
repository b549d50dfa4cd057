/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-clipboard-countdown.h"
#include "plug-secret.h"

G_BEGIN_DECLS

#define PLUG_CLIPBOARD_SECONDS 30

/* A secret in the clipboard is taken out again after PLUG_CLIPBOARD_SECONDS if it is still ours:
 * at once when a window of ours is active, else when one becomes active, and in any case when a
 * window closes or the application ends. */
void     plug_clipboard_copy_text    (GtkWidget  *widget,
                                      const char *text);
void     plug_clipboard_copy_secret  (GtkWidget  *widget,
                                      PlugSecret *secret);
void     plug_clipboard_clear_secret (GdkDisplay *display);
gboolean plug_clipboard_holds_secret (GdkDisplay *display);
PlugClipboardCountdown *plug_clipboard_get_countdown (GdkDisplay *display);
/* For tests; 0 is PLUG_CLIPBOARD_SECONDS. */
void     plug_clipboard_set_ms       (GdkDisplay *display,
                                      guint       ms);

G_END_DECLS
