/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* What this application did, when, to which instance, and what came of it; exportable as CSV.
 *
 * Properties: "folded". Signals: "show-instance" (PlugInstance). */
#define PLUG_TYPE_HISTORY_PAGE (plug_history_page_get_type ())
G_DECLARE_FINAL_TYPE (PlugHistoryPage, plug_history_page, PLUG, HISTORY_PAGE, GtkWidget)

GtkWidget *plug_history_page_new   (PlugInventory   *inventory);
/* Reads it anew: of one instance, or NULL for all. */
void       plug_history_page_start (PlugHistoryPage *self,
                                    PlugInstance    *instance);
/* Writes all of it to @file; says on the page what came of it. */
void       plug_history_page_export (PlugHistoryPage *self,
                                     GFile           *file);

G_END_DECLS
