/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* An account in the list of accounts: its name, where it is, how old its organization secret is;
 * unfolded, how it is marked.
 *
 * Signals: "edit" (), "remove" (), "reset" (): its organization secret was reset; "failed"
 * (const char *): why a mark could not be kept. */
#define PLUG_TYPE_ACCOUNT_ENTRY (plug_account_entry_get_type ())
G_DECLARE_FINAL_TYPE (PlugAccountEntry, plug_account_entry, PLUG, ACCOUNT_ENTRY, AdwExpanderRow)

GtkWidget   *plug_account_entry_new         (PlugInventory    *inventory,
                                             PlugAccount      *account);
PlugAccount *plug_account_entry_get_account (PlugAccountEntry *self);

G_END_DECLS
