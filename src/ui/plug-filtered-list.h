/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Those items of another list that a filter lets through, in their order. Like GtkFilterListModel,
 * but whatever has changed is told as one change: a list view makes its rows once for a key stroke,
 * and not once for every run of items that came or went.
 *
 * Properties: "model": GListModel, can be set; "n-items", notified. */
#define PLUG_TYPE_FILTERED_LIST (plug_filtered_list_get_type ())
G_DECLARE_FINAL_TYPE (PlugFilteredList, plug_filtered_list, PLUG, FILTERED_LIST, GObject)

void plug_filtered_list_set_model  (PlugFilteredList *self,
                                    GListModel       *model);
void plug_filtered_list_set_filter (PlugFilteredList *self,
                                    GtkFilter        *filter);

G_END_DECLS
