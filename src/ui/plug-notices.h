/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* What the desktop tells while nobody is at a window of ours: that work in the background has
 * ended, or that something needs attention. Never a secret; gone when a window is used again. */
#define PLUG_TYPE_NOTICES (plug_notices_get_type ())
G_DECLARE_FINAL_TYPE (PlugNotices, plug_notices, PLUG, NOTICES, GObject)

PlugNotices *plug_notices_new  (GtkApplication *application,
                                PlugInventory  *inventory);
/* For what ends in the background: tells it, unless a window is used. */
void         plug_notices_tell (const char     *id,
                                const char     *title,
                                const char     *body,
                                const char     *action);

G_END_DECLS
