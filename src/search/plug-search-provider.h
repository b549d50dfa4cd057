/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PLUG_SEARCH_NAME PLUG_APP_ID ".SearchProvider"
#define PLUG_SEARCH_PATH "/io/github/plugboard/Plugboard/SearchProvider"

/* Answers GNOME Shell's search with the names of instances, as long as the keyring is unlocked: a
 * service that is started by the first question and ends when there are no more. It reads the
 * database and writes nothing; what is chosen, the window's program shows. */
#define PLUG_TYPE_SEARCH_PROVIDER (plug_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (PlugSearchProvider, plug_search_provider, PLUG, SEARCH_PROVIDER,
                      GApplication)

PlugSearchProvider *plug_search_provider_new (void);

G_END_DECLS
