/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* The organization secret was reset: it is entered once, asked the tenant about, and replaced for
 * every account that has the old one.
 *
 * Signals: "replaced" (GListModel): the PlugInstance that depend on it, to be checked. */
#define PLUG_TYPE_RESET_DIALOG (plug_reset_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlugResetDialog, plug_reset_dialog, PLUG, RESET_DIALOG, AdwWindow)

PlugResetDialog *plug_reset_dialog_new (PlugInventory *inventory,
                                        PlugAccount   *account);

G_END_DECLS
