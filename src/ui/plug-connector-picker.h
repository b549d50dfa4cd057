/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* Where a connector is chosen: search first, what was used last on top, a section a hub, and any
 * other connector by its key. One that only the tenant knows has no fields yet.
 *
 * Properties: "folded" (there is no list beside it).
 * Signals: "chosen" (PlugConnector), "cancelled" (). */
#define PLUG_TYPE_CONNECTOR_PICKER (plug_connector_picker_get_type ())
G_DECLARE_FINAL_TYPE (PlugConnectorPicker, plug_connector_picker, PLUG, CONNECTOR_PICKER,
                      GtkWidget)

GtkWidget *plug_connector_picker_new         (PlugInventory       *inventory);
/* Whose tenant is asked for what is not built in; NULL is nobody's. */
void       plug_connector_picker_set_account (PlugConnectorPicker *self,
                                              PlugAccount         *account);
/* Everything to choose from, nothing searched for, the focus in the search. */
void       plug_connector_picker_start       (PlugConnectorPicker *self);

G_END_DECLS
