/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-inventory.h"

G_BEGIN_DECLS

/* Finds out what became of the intents in doubt, account by account, again and again until the
 * settle time is over. Private to the service; the inventory owns it. */
#define PLUG_TYPE_RECONCILE (plug_reconcile_get_type ())
G_DECLARE_FINAL_TYPE (PlugReconcile, plug_reconcile, PLUG, RECONCILE, GObject)

PlugReconcile *plug_reconcile_new           (PlugInventory *inventory);
void           plug_reconcile_set_settle_ms (PlugReconcile *self,
                                             guint          settle_ms);
void           plug_reconcile_run           (PlugReconcile *self);
gboolean       plug_reconcile_is_running    (PlugReconcile *self);
gint64         plug_reconcile_get_checked   (PlugReconcile *self,
                                             const char    *account_id,
                                             const GError **obstacle);
void           plug_reconcile_stop          (PlugReconcile *self);

G_END_DECLS
