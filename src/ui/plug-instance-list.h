/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-inventory.h"
#include "plug-series.h"

G_BEGIN_DECLS

/* The instances as a list: searched, filtered, sorted; one is looked at, or several are chosen for
 * one verb.
 *
 * Properties: "folded": whether it stands alone; "searching", "selecting", "n-chosen", "instance":
 * the one looked at.
 *
 * Signals: "activated" (PlugInstance); "check" (GListModel): those are to be checked;
 * "series" (PlugSeries): a verb on those chosen has begun.
 *
 * Actions: chosen.all, chosen.check, chosen.enable, chosen.disable, chosen.tags, chosen.forget,
 * chosen.delete, chosen.cancel. Needs win.sync and win.new-instance. */
#define PLUG_TYPE_INSTANCE_LIST (plug_instance_list_get_type ())
G_DECLARE_FINAL_TYPE (PlugInstanceList, plug_instance_list, PLUG, INSTANCE_LIST, GtkWidget)

void          plug_instance_list_set_inventory (PlugInstanceList *self,
                                                PlugInventory    *inventory);
/* For its rows alone. */
GtkRequisition plug_instance_list_get_row_size (PlugInstanceList *self);
void          plug_instance_list_forget_row_size (PlugInstanceList *self);
void          plug_instance_list_want_row      (PlugInstanceList *self);
PlugAccount  *plug_instance_list_find_account  (PlugInstanceList *self,
                                                PlugInstance     *instance);
/* The one looked at, NULL when there is none. */
PlugInstance *plug_instance_list_get_instance  (PlugInstanceList *self);
/* Looks at @instance if it is listed; with seek, what keeps it from being listed goes. */
gboolean      plug_instance_list_look_at       (PlugInstanceList *self,
                                                PlugInstance     *instance,
                                                gboolean          seek);
void          plug_instance_list_focus         (PlugInstanceList *self);
void          plug_instance_list_search        (PlugInstanceList *self);
void          plug_instance_list_set_search    (PlugInstanceList *self,
                                                const char       *text);
gboolean      plug_instance_list_is_selecting  (PlugInstanceList *self);
void          plug_instance_list_set_selecting (PlugInstanceList *self,
                                                gboolean          selecting);
/* Those chosen, as they are now: PlugInstance. */
GListModel   *plug_instance_list_dup_chosen    (PlugInstanceList *self);

G_END_DECLS
