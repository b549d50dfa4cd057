/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* Requests of one instance: what it can be asked, asking it, what it answers, and what was asked
 * before.
 *
 * Properties: "folded". Signals: "show-instance" (PlugInstance): back to its page. */
#define PLUG_TYPE_REQUEST_PAGE (plug_request_page_get_type ())
G_DECLARE_FINAL_TYPE (PlugRequestPage, plug_request_page, PLUG, REQUEST_PAGE, GtkWidget)

GtkWidget *plug_request_page_new   (PlugInventory   *inventory);
void       plug_request_page_start (PlugRequestPage *self,
                                    PlugInstance    *instance);

G_END_DECLS
