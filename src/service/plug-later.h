/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-inventory.h"

G_BEGIN_DECLS

#define PLUG_LATER_UNDO_MS 10000

/* What was put off: instances to be deleted when their time has come, tokens of forgotten ones to
 * be cleared when nobody can undo that any more. Private to the service; the inventory owns it. */
#define PLUG_TYPE_LATER (plug_later_get_type ())
G_DECLARE_FINAL_TYPE (PlugLater, plug_later, PLUG, LATER, GObject)

PlugLater *plug_later_new  (PlugInventory *inventory);
void       plug_later_run  (PlugLater     *self);
void       plug_later_stop (PlugLater     *self);

G_END_DECLS
