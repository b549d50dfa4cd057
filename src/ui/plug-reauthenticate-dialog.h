/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* Gives an instance that is there new credentials: the form that would create it, filled in but
 * for the secrets. Its id stays; contract section 2.6.
 *
 * Signals: "changed" (): the tenant has taken them. */
#define PLUG_TYPE_REAUTHENTICATE_DIALOG (plug_reauthenticate_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlugReauthenticateDialog, plug_reauthenticate_dialog, PLUG,
                      REAUTHENTICATE_DIALOG, AdwWindow)

PlugReauthenticateDialog *plug_reauthenticate_dialog_new (PlugInventory *inventory,
                                                          PlugAccount   *account,
                                                          PlugInstance  *instance);

G_END_DECLS
