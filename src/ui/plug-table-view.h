/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-table-cell.h"

G_BEGIN_DECLS

/* A table: columns that say what they show of an item, and one action a row. Where there is
 * little room the columns that are wide go, and those that are left are told, to say it in
 * theirs.
 *
 * Properties: "folded": there is little room.
 * Signals: "action" (GObject): the button of that item was pressed; "activated" (GObject). */
#define PLUG_TYPE_TABLE_VIEW (plug_table_view_get_type ())
G_DECLARE_FINAL_TYPE (PlugTableView, plug_table_view, PLUG, TABLE_VIEW, GtkWidget)

typedef enum {
  PLUG_COLUMN_PLAIN  = 0,
  PLUG_COLUMN_EXPAND = 1 << 0,
  PLUG_COLUMN_WIDE   = 1 << 1,
} PlugColumnFlags;

typedef void        (*PlugCellFill) (gpointer       item,
                                     gboolean       narrow,
                                     PlugTableCell *cell);
/* What the button says; NULL for none. */
typedef const char *(*PlugCellVerb) (gpointer       item);

GtkWidget *plug_table_view_new        (void);
void       plug_table_view_add_column (PlugTableView       *self,
                                  const char      *title,
                                  PlugColumnFlags  flags,
                                  PlugCellFill     fill);
void       plug_table_view_add_action (PlugTableView       *self,
                                  const char      *title,
                                  PlugCellVerb     verb);
void       plug_table_view_set_model  (PlugTableView       *self,
                                  GListModel      *model);
void       plug_table_view_set_label  (PlugTableView       *self,
                                  const char      *label);

G_END_DECLS
