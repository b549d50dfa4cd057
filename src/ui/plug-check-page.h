/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* The report of a check: how each instance is, why, and what mends it.
 *
 * Properties: "folded".
 * Signals: "show-instance" (PlugInstance), "edit-account" (PlugAccount), "forgotten"
 * (PlugInstance). */
#define PLUG_TYPE_CHECK_PAGE (plug_check_page_get_type ())
G_DECLARE_FINAL_TYPE (PlugCheckPage, plug_check_page, PLUG, CHECK_PAGE, GtkWidget)

GtkWidget *plug_check_page_new   (PlugInventory *inventory);
/* Checks them, NULL for all; one that runs is cancelled. */
void       plug_check_page_start (PlugCheckPage *self,
                                  GListModel    *instances);

G_END_DECLS
