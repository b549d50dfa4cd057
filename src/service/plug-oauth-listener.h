/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-oauth-page.h"

G_BEGIN_DECLS

/* Where browsers come back to: one path on the loopback interface, for GET alone. It knows
 * enough of HTTP for that and nothing more: what it does not read cannot hurt it. */
#define PLUG_TYPE_OAUTH_LISTENER (plug_oauth_listener_get_type ())
G_DECLARE_FINAL_TYPE (PlugOAuthListener, plug_oauth_listener, PLUG, OAUTH_LISTENER, GObject)

#define PLUG_OAUTH_MAX_REQUEST (32 * 1024)
#define PLUG_OAUTH_MAX_VISITS  16

/* Somebody asked for the path with that query, length bytes that are wiped afterwards. */
typedef PlugOAuthPage (*PlugOAuthVisited) (const char *query,
                                           gsize       length,
                                           gpointer    user_data);

PlugOAuthListener *plug_oauth_listener_new         (PlugOAuthVisited    visited,
                                                    gpointer            user_data);
gboolean           plug_oauth_listener_listen      (PlugOAuthListener  *self,
                                                    const char         *host,
                                                    guint               port,
                                                    const char         *path,
                                                    GError            **error);
guint              plug_oauth_listener_get_port    (PlugOAuthListener  *self);
void               plug_oauth_listener_set_patience (PlugOAuthListener *self,
                                                    guint               milliseconds);
void               plug_oauth_listener_stop        (PlugOAuthListener  *self);

G_END_DECLS
