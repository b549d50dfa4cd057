/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* One instance: token, id, where it belongs, configuration, what next.
 *
 * Properties: "folded" (there is no list beside it), "instance".
 * Actions: instance.copy-id, instance.copy-curl, instance.copy-token, instance.check,
 * instance.rename, instance.edit-tags, instance.duplicate, instance.enable, instance.disable,
 * instance.events-on, instance.events-off, instance.fetch-token, instance.accept,
 * instance.forget, instance.delete, instance.edit, instance.reauthenticate.
 * Signals: "duplicate" (PlugInstance): another one like it is wanted; "forgotten" (PlugInstance):
 * that can be undone; "edit-account" (PlugAccount): its secrets are what is wrong; "present"
 * (GtkWindow): a dialog of the page, to be shown; "history" (PlugInstance): what was done to it
 * is wanted; "requests" (PlugInstance): it is to be asked something. */
#define PLUG_TYPE_INSTANCE_PAGE (plug_instance_page_get_type ())
G_DECLARE_FINAL_TYPE (PlugInstancePage, plug_instance_page, PLUG, INSTANCE_PAGE, GtkWidget)

GtkWidget    *plug_instance_page_new          (PlugInventory    *inventory);
/* NULL shows that none is selected. */
void          plug_instance_page_set_instance (PlugInstancePage *self,
                                               PlugInstance     *instance);
PlugInstance *plug_instance_page_get_instance (PlugInstancePage *self);
void          plug_instance_page_hide_token   (PlugInstancePage *self);
/* How long a token that is revealed from now on can be read. */
void          plug_instance_page_set_reveal_ms (PlugInstancePage *self,
                                                guint             reveal_ms);

G_END_DECLS
