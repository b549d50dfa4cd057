/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* Edits the configuration of an instance: first the settings, then what is to be sent, setting by
 * setting, then it is sent. What the tenant masks is left as it is unless something is entered.
 *
 * Signals: "changed" (): the tenant has taken it. */
#define PLUG_TYPE_EDIT_DIALOG (plug_edit_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlugEditDialog, plug_edit_dialog, PLUG, EDIT_DIALOG, AdwWindow)

PlugEditDialog *plug_edit_dialog_new (PlugInventory *inventory,
                                      PlugInstance  *instance);

G_END_DECLS
