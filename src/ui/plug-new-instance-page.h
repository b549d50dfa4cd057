/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* The form an instance is made with. It posts through plug_inventory_create() and keeps what was
 * typed until an instance is there.
 *
 * Properties: "folded" (there is no list beside it).
 * Signals: "cancelled" (), "created" (PlugInstance), "in-doubt" (PlugIntent). */
#define PLUG_TYPE_NEW_INSTANCE_PAGE (plug_new_instance_page_get_type ())
G_DECLARE_FINAL_TYPE (PlugNewInstancePage, plug_new_instance_page, PLUG, NEW_INSTANCE_PAGE,
                      GtkWidget)

GtkWidget *plug_new_instance_page_new         (PlugInventory       *inventory);
/* A fresh form; account NULL is the first one. */
void       plug_new_instance_page_start       (PlugNewInstancePage *self,
                                               PlugConnector       *connector,
                                               PlugAccount         *account);
/* A form filled in already: an import, and a copy of what is there. */
void       plug_new_instance_page_start_with_draft (PlugNewInstancePage *self,
                                               PlugDraft           *draft,
                                               PlugAccount         *account);
void       plug_new_instance_page_start_copy  (PlugNewInstancePage *self,
                                               PlugInstance        *instance);
/* The form for making what an intent did not; NOT_FOUND. */
void       plug_new_instance_page_start_again (PlugNewInstancePage *self,
                                               PlugIntent          *intent);
gboolean   plug_new_instance_page_is_dirty    (PlugNewInstancePage *self);
gboolean   plug_new_instance_page_is_creating (PlugNewInstancePage *self);

G_END_DECLS
