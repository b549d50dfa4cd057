/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-form.h"
#include "plug-inventory.h"

G_BEGIN_DECLS

/* A form for a connector, as soon as it is known what that asks for: at once when it is in the
 * catalogue, else when the tenant has said so, or the user goes on without.
 *
 * Signals: "state-changed" (): see plug_form_loader_is_ready(). */
#define PLUG_TYPE_FORM_LOADER (plug_form_loader_get_type ())
G_DECLARE_FINAL_TYPE (PlugFormLoader, plug_form_loader, PLUG, FORM_LOADER, GtkWidget)

GtkWidget *plug_form_loader_new           (void);
PlugForm  *plug_form_loader_get_form      (PlugFormLoader *self);
gboolean   plug_form_loader_is_ready      (PlugFormLoader *self);
void       plug_form_loader_set_inventory (PlugFormLoader *self,
                                           PlugInventory  *inventory);
void       plug_form_loader_set_account   (PlugFormLoader *self,
                                           PlugAccount    *account);
void       plug_form_loader_start         (PlugFormLoader *self,
                                           PlugConnector  *connector);
void       plug_form_loader_start_draft   (PlugFormLoader *self,
                                           PlugDraft      *draft);
void       plug_form_loader_start_copy    (PlugFormLoader *self,
                                           PlugConnector  *connector,
                                           PlugInstance   *instance);

G_END_DECLS
