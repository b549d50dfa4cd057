/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PLUG_TEXT_MAX_GRAPHEMES 200

/* Foreign text made fit to be shown; what is stored is never changed by it. */
char     *plug_text_for_display  (const char *text);
char     *plug_text_strip_html   (const char *text);
char     *plug_text_redact       (const char *text,
                                  const char *const *secrets);
gboolean  plug_text_matches      (const char *haystack_folded,
                                  const char *needle_folded);
char     *plug_text_fold         (const char *text);
char     *plug_text_shell_quote  (const char *text);
const char *plug_text_find_inner (const char *text,
                                  gsize      *length);
char     *plug_text_trim         (const char *text);

G_END_DECLS
