/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* Accounts and instances into an encrypted file: which ones, and a passphrase.
 *
 * Signal "exported" (char *summary): the file is there. */
#define PLUG_TYPE_EXPORT_DIALOG (plug_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlugExportDialog, plug_export_dialog, PLUG, EXPORT_DIALOG, AdwWindow)

PlugExportDialog *plug_export_dialog_new   (PlugInventory    *inventory);
void              plug_export_dialog_write (PlugExportDialog *self,
                                            GFile            *file);

G_END_DECLS
