/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What stands in one place of a table: an icon, a text and a smaller one below; all foreign, none
 * of them markup. */
#define PLUG_TYPE_TABLE_CELL (plug_table_cell_get_type ())
G_DECLARE_FINAL_TYPE (PlugTableCell, plug_table_cell, PLUG, TABLE_CELL, GtkWidget)

GtkWidget *plug_table_cell_new (void);
void       plug_table_cell_set (PlugTableCell *self,
                                const char    *icon,
                                const char    *text,
                                const char    *caption);
char      *plug_table_cell_dup_words (PlugTableCell *self);

G_END_DECLS
