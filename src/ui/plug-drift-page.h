/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* In what keyring, tenants and what was saved differ, each with what settles it.
 *
 * Properties: "folded".
 * Signals: "show-instance" (PlugInstance), "forgotten" (PlugInstance). */
#define PLUG_TYPE_DRIFT_PAGE (plug_drift_page_get_type ())
G_DECLARE_FINAL_TYPE (PlugDriftPage, plug_drift_page, PLUG, DRIFT_PAGE, GtkWidget)

GtkWidget *plug_drift_page_new   (PlugInventory *inventory);
/* Syncs and compares; one that runs goes on. */
void       plug_drift_page_start (PlugDriftPage *self);

G_END_DECLS
