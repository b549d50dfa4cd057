/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-bulk-plan.h"
#include "plug-inventory.h"

G_BEGIN_DECLS

/* What a file is read as, before anything is sent: the connector and the account of its rows, what
 * each column is for, and what is wrong with which row.
 *
 * Signals: "changed" (what would be created is another); "choose-connector" (). */
#define PLUG_TYPE_BULK_SETUP (plug_bulk_setup_get_type ())
G_DECLARE_FINAL_TYPE (PlugBulkSetup, plug_bulk_setup, PLUG, BULK_SETUP, GtkWidget)

void           plug_bulk_setup_set_accounts  (PlugBulkSetup *self,
                                              GListModel    *accounts);
/* name is the file's, to be shown. */
void           plug_bulk_setup_set_plan      (PlugBulkSetup *self,
                                              PlugBulkPlan  *plan,
                                              const char    *name);
void           plug_bulk_setup_set_connector (PlugBulkSetup *self,
                                              PlugConnector *connector);
PlugAccount   *plug_bulk_setup_get_account   (PlugBulkSetup *self);
guint          plug_bulk_setup_get_jobs      (PlugBulkSetup *self);
guint          plug_bulk_setup_get_n_good    (PlugBulkSetup *self);

G_END_DECLS
