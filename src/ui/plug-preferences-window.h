/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-preferences.h"

G_BEGIN_DECLS

/* What can be set, in effect as soon as it is chosen. */
#define PLUG_TYPE_PREFERENCES_WINDOW (plug_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (PlugPreferencesWindow, plug_preferences_window, PLUG, PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

PlugPreferencesWindow *plug_preferences_window_new (PlugPreferences *preferences);

G_END_DECLS
