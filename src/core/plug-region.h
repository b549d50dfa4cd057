/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One host of the pick list; contract section 1.1. */
typedef struct {
  const char *id;   /* "us2", stable, stored */
  const char *name; /* untranslated, marked with N_() */
  const char *host; /* "api.openconnectors.us2.ext.hana.ondemand.com" */
} PlugRegion;

/* Things plug_base_url_parse() mended, to be said to the user. */
typedef enum {
  PLUG_BASE_URL_NOTE_NONE        = 0,
  PLUG_BASE_URL_NOTE_UI_HOST     = 1 << 0, /* my.… became api.… */
  PLUG_BASE_URL_NOTE_PATH_CUT    = 1 << 1, /* something behind /elements/api-v2 was left out */
  PLUG_BASE_URL_NOTE_SCHEME      = 1 << 2, /* https:// was put in front */
} PlugBaseUrlNote;

const PlugRegion *plug_region_list         (gsize            *n_regions);
const PlugRegion *plug_region_find_by_id   (const char       *id);
const PlugRegion *plug_region_find_by_url  (const char       *base_url);
char             *plug_region_dup_base_url (const PlugRegion *region);

/* A base URL is normal when it is scheme://host[:port]/elements/api-v2, no trailing slash. */
char             *plug_base_url_parse      (const char       *text,
                                            PlugBaseUrlNote  *note,
                                            GError          **error);
char             *plug_base_url_join       (const char       *base_url,
                                            const char       *path);
char             *plug_base_url_dup_host   (const char       *base_url);
gboolean          plug_host_is_loopback    (const char       *host);
char             *plug_host_normalize      (const char       *host);

G_END_DECLS
