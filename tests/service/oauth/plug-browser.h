/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a browser does, in the main context of whom it visits: the last status and page, and where
 * it ended. */
typedef struct {
  guint  status;
  char  *page;
  char  *address;
  char  *policy; /* nullable: Content-Security-Policy */
} PlugVisit;

void       plug_visit_clear    (PlugVisit  *visit);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlugVisit, plug_visit_clear)

PlugVisit  plug_browser_visit  (const char *url);
PlugVisit  plug_browser_follow (const char *page_url,
                                const char *verb);
char      *plug_browser_dup_location (const char *page_url,
                                      const char *verb);
/* A program that is no browser: writes bytes, reads until the other side closes. */
char      *plug_browser_say    (guint       port,
                                const char *bytes,
                                gsize       length);

G_END_DECLS
