/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* The accounts there are, to be added, changed, marked and removed.
 *
 * Signals: "check" (GListModel): the PlugInstance that depend on a secret that was replaced. */
#define PLUG_TYPE_ACCOUNTS_DIALOG (plug_accounts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlugAccountsDialog, plug_accounts_dialog, PLUG, ACCOUNTS_DIALOG, AdwWindow)

PlugAccountsDialog *plug_accounts_dialog_new (PlugInventory *inventory);

G_END_DECLS
