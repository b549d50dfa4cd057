/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One place where a text is not JSON, and was read all the same. */
typedef struct {
  gsize offset;        /* in bytes */
  gsize length;        /* in bytes, 0 at the end */
  const char *problem; /* translated, a clause such as “a comma was expected here”; static */
} PlugJsonFlaw;

#define PLUG_JSON_MAX_FLAWS 200

JsonNode *plug_json_read_lenient (const char *text,
                                  gsize       length,
                                  gsize      *end,
                                  GArray     *flaws);
JsonNode *plug_json_dup          (JsonNode   *node);
void      plug_json_wipe         (JsonNode   *node);

G_END_DECLS
