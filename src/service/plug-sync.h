/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-inventory.h"

G_BEGIN_DECLS

#define PLUG_SYNC_INTERVAL (15 * 60) /* seconds */

/* Brings together what tenants list and what is known here, account by account. Private to the
 * service; the inventory owns it. */
#define PLUG_TYPE_SYNC (plug_sync_get_type ())
G_DECLARE_FINAL_TYPE (PlugSync, plug_sync, PLUG, SYNC, GObject)

PlugSync *plug_sync_new          (PlugInventory *inventory);
/* @task, returned when @account, NULL: every one, was synced from now on. */
void      plug_sync_run          (PlugSync      *self,
                                  PlugAccount   *account,
                                  GTask         *task);
gboolean  plug_sync_is_running   (PlugSync      *self);
void      plug_sync_go_live      (PlugSync      *self);
void      plug_sync_note_network (PlugSync      *self,
                                  gboolean       available);
guint     plug_sync_get_interval (PlugSync      *self);
void      plug_sync_set_interval (PlugSync      *self,
                                  guint          seconds);
void      plug_sync_stop         (PlugSync      *self);

G_END_DECLS
