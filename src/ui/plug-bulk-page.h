/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* Many instances out of a spreadsheet: choose it, see what it is read as, create, watch.
 *
 * Properties: "folded" (there is no list beside it).
 * Actions: bulk.choose, bulk.create, bulk.go-on, bulk.again, bulk.pause, bulk.resume, bulk.stop,
 * bulk.save-result, bulk.save-failed. */
#define PLUG_TYPE_BULK_PAGE (plug_bulk_page_get_type ())
G_DECLARE_FINAL_TYPE (PlugBulkPage, plug_bulk_page, PLUG, BULK_PAGE, GtkWidget)

GtkWidget *plug_bulk_page_new        (PlugInventory *inventory);
gboolean   plug_bulk_page_is_running (PlugBulkPage  *self);
void       plug_bulk_page_open       (PlugBulkPage  *self,
                                      const char    *path);

G_END_DECLS
