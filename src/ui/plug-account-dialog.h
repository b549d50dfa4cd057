/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* An account to be added, or one to be changed. A saved secret is never loaded into it.
 *
 * Actions: account.save, account.save-anyway, account.verify, account.swap, account.cancel.
 * Signals: "saved" (PlugAccount). */
#define PLUG_TYPE_ACCOUNT_DIALOG (plug_account_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlugAccountDialog, plug_account_dialog, PLUG, ACCOUNT_DIALOG, AdwWindow)

/* account NULL is a new one. */
PlugAccountDialog *plug_account_dialog_new     (PlugInventory     *inventory,
                                                PlugAccount       *account);
/* A new one with what the user has as text; what is NULL stays as it is. */
void               plug_account_dialog_prefill (PlugAccountDialog *self,
                                                const char        *base_url,
                                                PlugSecret        *user_secret,
                                                PlugSecret        *organization_secret);

G_END_DECLS
