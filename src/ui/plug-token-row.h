/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* An instance's token: bullets until it is asked for, then for a short time the token itself,
 * read from the keyring.
 *
 * Signals: "copied" (): the token is in the clipboard. */
#define PLUG_TYPE_TOKEN_ROW (plug_token_row_get_type ())
G_DECLARE_FINAL_TYPE (PlugTokenRow, plug_token_row, PLUG, TOKEN_ROW, AdwPreferencesRow)

#define PLUG_TOKEN_ROW_REVEAL_MS (30 * 1000)

void     plug_token_row_set_inventory (PlugTokenRow  *self,
                                       PlugInventory *inventory);
void     plug_token_row_set_instance  (PlugTokenRow  *self,
                                       PlugInstance  *instance);
/* How long the token stands there, for tests. */
void     plug_token_row_set_reveal_ms (PlugTokenRow  *self,
                                       guint          reveal_ms);
gboolean plug_token_row_is_revealed   (PlugTokenRow  *self);
void     plug_token_row_hide          (PlugTokenRow  *self);
void     plug_token_row_copy          (PlugTokenRow  *self);

G_END_DECLS
