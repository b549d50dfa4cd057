/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-bulk.h"

G_BEGIN_DECLS

/* A run of a file: how far it is, why it waits, and a table of what has become of every row.
 *
 * Properties: "folded" (there is little room). */
#define PLUG_TYPE_BULK_TABLE (plug_bulk_table_get_type ())
G_DECLARE_FINAL_TYPE (PlugBulkTable, plug_bulk_table, PLUG, BULK_TABLE, GtkWidget)

void plug_bulk_table_set_bulk (PlugBulkTable *self,
                               PlugBulk      *bulk);

G_END_DECLS
