/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"
#include "plug-sandbox-host.h"

G_BEGIN_DECLS

/* The window: the list, and one page beside it.
 *
 * Actions: win.new-instance, win.search, win.add-account, win.accounts, win.try-sandbox,
 * win.back, win.show-attention, win.unlock. */
#define PLUG_TYPE_WINDOW (plug_window_get_type ())
G_DECLARE_FINAL_TYPE (PlugWindow, plug_window, PLUG, WINDOW, AdwApplicationWindow)

PlugWindow *plug_window_new                (GtkApplication  *application,
                                            PlugInventory   *inventory,
                                            PlugSandboxHost *sandbox_host);
void        plug_window_set_open_error     (PlugWindow      *self,
                                            const GError    *error);
void        plug_window_show_toast         (PlugWindow      *self,
                                            const char      *text);
/* A token that is revealed is hidden. */
void        plug_window_hide_secrets       (PlugWindow      *self);
/* How long a token that is revealed from now on can be read. */
void        plug_window_set_reveal_ms      (PlugWindow      *self,
                                            guint            reveal_ms);
/* Above it, of which nothing can be worked with until the dialog is closed. */
void        plug_window_present_modal      (PlugWindow      *self,
                                            GtkWindow       *dialog);
gboolean    plug_window_is_covered         (PlugWindow      *self);
void        plug_window_begin_new_instance (PlugWindow      *self);
void        plug_window_search             (PlugWindow      *self,
                                            const char      *text);
void        plug_window_show_instance      (PlugWindow      *self,
                                            PlugInstance    *instance);

G_END_DECLS
