/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"
#include "plug-preferences.h"
#include "plug-sandbox-host.h"

G_BEGIN_DECLS

/* The one instance of the program: what it works with, and the actions that belong to no window.
 *
 * Actions, all of them on the bus too: app.new-instance, app.search, app.search-for (s),
 * app.show-instance (ss), app.show-attention, app.show-bulk, app.lock, app.help, app.shortcuts,
 * app.about, app.quit. */
#define PLUG_TYPE_APPLICATION (plug_application_get_type ())
G_DECLARE_FINAL_TYPE (PlugApplication, plug_application, PLUG, APPLICATION, AdwApplication)

PlugApplication *plug_application_new              (void);
int              plug_application_get_exit_status  (PlugApplication *self);
PlugInventory   *plug_application_get_inventory    (PlugApplication *self);
PlugSandboxHost *plug_application_get_sandbox_host (PlugApplication *self);
PlugPreferences *plug_application_get_preferences  (PlugApplication *self);

G_END_DECLS
