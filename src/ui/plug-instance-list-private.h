/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-filter-popover.h"
#include "plug-filtered-list.h"
#include "plug-instance-list.h"
#include "plug-instance-watch.h"
#include "plug-sync-footer.h"

G_BEGIN_DECLS

struct _PlugInstanceList {
  GtkWidget parent_instance;

  PlugInventory *inventory;
  PlugInstanceWatch *watch;
  PlugInstanceFilter *filter;
  PlugInstance *instance;    /* that was looked at last */
  guint position;            /* where it was */
  GtkMultiSelection *chosen; /* while selecting */
  PlugSeries *series;        /* that runs */
  gboolean folded;
  gboolean selecting;
  gboolean changed;          /* while selecting: not sorted anew, nothing moves */
  guint focus_source;
  guint fold_source;
  guint n_folded;
  GtkRequisition row_size;
  gboolean row_size_known;
  gint64 filled_frame;       /* in which rows were filled last */
  gboolean wants_rows;       /* some are near what is seen, and not filled */

  GtkNoSelection *instances;
  GtkSortListModel *sorted;
  PlugFilteredList *filtered;
  GtkSingleSelection *selection;

  GtkWidget *root;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkMenuButton *filter_button;
  PlugFilterPopover *filter_popover;
  GtkWidget *filter_bar;
  GtkListView *list;
  PlugSyncFooter *footer;
  GtkWidget *action_bar;
  GtkWidget *progress_bar;
  GtkLabel *progress_label;
  GtkProgressBar *progress;
};

/* What is done with those chosen: actions chosen.*. */
void plug_instance_list_install_chosen (GtkWidgetClass   *widget_class);
void plug_instance_list_update_chosen  (PlugInstanceList *self);
void plug_instance_list_drop_series    (PlugInstanceList *self);
/* Its rows, in plug-instance-rows.c. */
void plug_instance_list_watch_rows     (PlugInstanceList *self);
void plug_instance_list_unwatch_rows   (PlugInstanceList *self);

G_END_DECLS
