/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-table-view.h"

G_BEGIN_DECLS

/* A page that is a table with a filter on top: loading, nothing there, nothing that matches, an
 * error, or the table. What is in it is its owner's.
 *
 * Properties: "folded". Signals: "cancelled": what runs is not wanted any more. */
#define PLUG_TYPE_TABLE_PAGE (plug_table_page_get_type ())
G_DECLARE_FINAL_TYPE (PlugTablePage, plug_table_page, PLUG, TABLE_PAGE, GtkWidget)

/* Whether an item has what is searched for. */
typedef gboolean (*PlugItemMatches) (gpointer    item,
                                     const char *needle_folded);
/* Whether an item is of the choice, counted from 0: the first is all. */
typedef gboolean (*PlugItemIsOf)    (gpointer    item,
                                     guint       choice);

GtkWidget *plug_table_page_new          (const char        *title);
PlugTableView *plug_table_page_get_table    (PlugTablePage     *self);
void       plug_table_page_add_button   (PlugTablePage     *self,
                                         GtkWidget         *button);
void       plug_table_page_set_filter   (PlugTablePage     *self,
                                         PlugItemMatches    matches,
                                         const char *const *choices,
                                         PlugItemIsOf       is_of);
void       plug_table_page_set_model    (PlugTablePage     *self,
                                         GListModel        *model);
/* An item has changed: it may match now, or not any more. */
void       plug_table_page_refilter     (PlugTablePage     *self);
void       plug_table_page_set_empty    (PlugTablePage     *self,
                                         const char        *icon,
                                         const char        *title,
                                         const char        *description);
void       plug_table_page_set_summary  (PlugTablePage     *self,
                                         const char        *text);
/* What runs, and how far; a negative fraction is nobody knows; text NULL: nothing runs. */
void       plug_table_page_set_progress (PlugTablePage     *self,
                                         const char        *text,
                                         double             fraction);
void       plug_table_page_set_error    (PlugTablePage     *self,
                                         const GError      *error);

G_END_DECLS
