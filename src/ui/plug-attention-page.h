/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* Everything nobody knows the end of, one card each.
 *
 * Properties: "folded" (there is no list beside it).
 * Signals: "show-instance" (PlugInstance), "create-again" (PlugIntent). */
#define PLUG_TYPE_ATTENTION_PAGE (plug_attention_page_get_type ())
G_DECLARE_FINAL_TYPE (PlugAttentionPage, plug_attention_page, PLUG, ATTENTION_PAGE, GtkWidget)

GtkWidget *plug_attention_page_new (PlugInventory *inventory);

G_END_DECLS
