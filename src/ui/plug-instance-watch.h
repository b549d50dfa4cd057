/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tells when instances of a list have changed in what they are listed by, which GTK's models of
 * filtered and sorted items do not look at themselves: once for many, a moment later.
 *
 * Signals: "changed" (). */
#define PLUG_TYPE_INSTANCE_WATCH (plug_instance_watch_get_type ())
G_DECLARE_FINAL_TYPE (PlugInstanceWatch, plug_instance_watch, PLUG, INSTANCE_WATCH, GObject)

PlugInstanceWatch *plug_instance_watch_new (GListModel *instances);

G_END_DECLS
