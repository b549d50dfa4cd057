/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* A file of an export: its passphrase, what is in it, and what is to become of it here.
 *
 * Signal "imported" (char *summary): what was to be done is. */
#define PLUG_TYPE_DELIVERY_DIALOG (plug_delivery_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlugDeliveryDialog, plug_delivery_dialog, PLUG, DELIVERY_DIALOG, AdwWindow)

PlugDeliveryDialog *plug_delivery_dialog_new (PlugInventory *inventory,
                                              GFile         *file);

G_END_DECLS
