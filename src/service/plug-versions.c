/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The versions somebody asked for help needs to know. */

#include "config.h"

#include "plug-versions.h"

#include <json-glib/json-glib.h>
#include <libsecret/secret.h>
#include <libsoup/soup.h>

#include "plug-sqlite.h"

/* plug_versions_dup_text:
 * Returns: (transfer full): "GLib 2.74.6, libsoup 3.2.3, …"; libsecret and json-glib do not say at
 *   run time what they are, so those are the ones compiled with */
char *
plug_versions_dup_text (void)
{
  return g_strdup_printf ("GLib %u.%u.%u, libsoup %u.%u.%u, json-glib %d.%d.%d, "
                          "libsecret %d.%d.%d, SQLite %s",
                          glib_major_version, glib_minor_version, glib_micro_version,
                          soup_get_major_version (), soup_get_minor_version (),
                          soup_get_micro_version (), JSON_MAJOR_VERSION, JSON_MINOR_VERSION,
                          JSON_MICRO_VERSION, SECRET_MAJOR_VERSION, SECRET_MINOR_VERSION,
                          SECRET_MICRO_VERSION, sqlite3_libversion ());
}
