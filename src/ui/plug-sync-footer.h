/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-inventory.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Below the list: how many there are, how old that is, and what makes it new.
 *
 * Properties: "count", the text on how many. Needs the action win.sync. */
#define PLUG_TYPE_SYNC_FOOTER (plug_sync_footer_get_type ())
G_DECLARE_FINAL_TYPE (PlugSyncFooter, plug_sync_footer, PLUG, SYNC_FOOTER, GtkWidget)

void plug_sync_footer_set_inventory (PlugSyncFooter *self,
                                     PlugInventory  *inventory);

G_END_DECLS
