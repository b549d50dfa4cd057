/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* One intent that needs attention: what is known of it and the one right action.
 *
 * Signals: "show-instance" (PlugInstance), "create-again" (PlugIntent). */
#define PLUG_TYPE_ATTENTION_CARD (plug_attention_card_get_type ())
G_DECLARE_FINAL_TYPE (PlugAttentionCard, plug_attention_card, PLUG, ATTENTION_CARD, GtkWidget)

GtkWidget  *plug_attention_card_new        (PlugInventory     *inventory,
                                            PlugIntent        *intent);
PlugIntent *plug_attention_card_get_intent (PlugAttentionCard *self);

G_END_DECLS
