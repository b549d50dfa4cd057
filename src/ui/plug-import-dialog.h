/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* A request somebody has as text, for a form that is then filled in. What is in it is said as it
 * is typed; nothing of it is kept when the dialog closes.
 *
 * Actions: import.use, import.paste, import.cancel.
 * Signals: "used" (PlugDraft, PlugAccount or NULL). */
#define PLUG_TYPE_IMPORT_DIALOG (plug_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlugImportDialog, plug_import_dialog, PLUG, IMPORT_DIALOG, AdwWindow)

PlugImportDialog *plug_import_dialog_new          (PlugInventory    *inventory);
/* Whether a form is filled in already, for that to be said. */
void              plug_import_dialog_set_replaces (PlugImportDialog *self,
                                                   gboolean          replaces);

G_END_DECLS
