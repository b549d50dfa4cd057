/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The pick list of regions, with Other as the last.
 *
 * Actions: region.open. It, and a button for each region in what it opens, are there for
 * assistive technology, which GTK 4.8 gives no way to choose in a popup.
 * Signals: "chosen" (): the user chose, as opposed to plug_region_row_show_url(). */
#define PLUG_TYPE_REGION_ROW (plug_region_row_get_type ())
G_DECLARE_FINAL_TYPE (PlugRegionRow, plug_region_row, PLUG, REGION_ROW, AdwComboRow)

GtkWidget *plug_region_row_new          (void);
char      *plug_region_row_dup_base_url (PlugRegionRow *self);
void       plug_region_row_show_url     (PlugRegionRow *self,
                                         const char    *base_url);

G_END_DECLS
