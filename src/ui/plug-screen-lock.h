/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tells when nobody is at the screen any more: the desktop's screen saver is on (which is what
 * idle comes to), the session is locked, the computer goes to sleep. Without a bus it says nothing.
 *
 * Signals: "locked" (). */
#define PLUG_TYPE_SCREEN_LOCK (plug_screen_lock_get_type ())
G_DECLARE_FINAL_TYPE (PlugScreenLock, plug_screen_lock, PLUG, SCREEN_LOCK, GObject)

PlugScreenLock *plug_screen_lock_new (GDBusConnection *session);
/* Also when there was no input for so long; 0, as at first, is never. */
void            plug_screen_lock_set_idle_ms (PlugScreenLock *self,
                                              guint           idle_ms);

G_END_DECLS
