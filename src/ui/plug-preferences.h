/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* PlugPreference:
 * What the user may set; each is a number, and a property of that name. */
typedef enum {
  PLUG_PREFERENCE_CLIPBOARD_SECONDS, /* "clipboard-seconds": a copied secret stays so long */
  PLUG_PREFERENCE_REVEAL_SECONDS,    /* "reveal-seconds": a revealed token can be read so long */
  PLUG_PREFERENCE_IDLE_MINUTES,      /* "idle-minutes": nobody is there any more; 0: never */
  PLUG_PREFERENCE_SYNC_MINUTES,      /* "sync-minutes": between two syncs; 0: only when asked */
  PLUG_N_PREFERENCES
} PlugPreference;

/* What the user has set, kept in GSettings; where its schema is not installed, in memory. */
#define PLUG_TYPE_PREFERENCES (plug_preferences_get_type ())
G_DECLARE_FINAL_TYPE (PlugPreferences, plug_preferences, PLUG, PREFERENCES, GObject)

PlugPreferences *plug_preferences_new      (void);
guint            plug_preferences_get      (PlugPreferences *self,
                                            PlugPreference   preference);
void             plug_preferences_set      (PlugPreferences *self,
                                            PlugPreference   preference,
                                            guint            value);
const char      *plug_preferences_get_name (PlugPreference   preference);
gboolean         plug_preferences_are_kept (PlugPreferences *self);

G_END_DECLS
