/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The size a window had when it was closed last, and whether it was maximized. */
void plug_window_state_keep (GtkWindow *window);

G_END_DECLS
