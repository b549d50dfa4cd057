/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define PLUG_JSON_MAX_DEPTH 64
#define PLUG_JSON_MAX_BYTES (16 * 1024 * 1024)

/* Where a strict scan stopped. */
typedef struct {
  guint line;   /* from 1 */
  guint column; /* from 1, in characters */
  gsize offset; /* in bytes */
} PlugJsonPlace;

gboolean    plug_json_scan         (const char     *text,
                                    gsize           length,
                                    gsize           max_bytes,
                                    PlugJsonPlace  *place,
                                    GError        **error);
JsonNode   *plug_json_parse        (const char     *text,
                                    gsize           length,
                                    gsize           max_bytes,
                                    GError        **error);

/* Getters that survive any JSON: a missing member or one of another type is the default. */
JsonObject *plug_json_get_object   (JsonObject     *object,
                                    const char     *member);
JsonArray  *plug_json_get_array    (JsonObject     *object,
                                    const char     *member);
const char *plug_json_get_string   (JsonObject     *object,
                                    const char     *member);
gboolean    plug_json_get_boolean  (JsonObject     *object,
                                    const char     *member,
                                    gboolean        fallback);
gint64      plug_json_get_int      (JsonObject     *object,
                                    const char     *member,
                                    gint64          fallback);
char       *plug_json_dup_id       (JsonObject     *object,
                                    const char     *member);
char      **plug_json_dup_strings  (JsonObject     *object,
                                    const char     *member);
char       *plug_json_to_string    (JsonNode       *node,
                                    gboolean        pretty);

G_END_DECLS
