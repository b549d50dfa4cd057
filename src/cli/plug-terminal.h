/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-secret.h"

G_BEGIN_DECLS

/* How what is printed looks, by whether and where somebody looks at it. */
typedef enum {
  PLUG_STYLE_HEADING,
  PLUG_STYLE_GOOD,
  PLUG_STYLE_ATTENTION,
  PLUG_STYLE_BAD,
} PlugStyle;

gboolean    plug_terminal_is_output   (void);
gboolean    plug_terminal_can_ask     (void);
guint       plug_terminal_get_width   (void);
char       *plug_terminal_dup_styled  (const char    *text,
                                       PlugStyle      style,
                                       gboolean       for_errors);
guint       plug_terminal_count_cells (const char    *text);
char       *plug_terminal_dup_cut     (const char    *text,
                                       guint          cells);

/* Standard input, a line at a time and nothing behind it. */
PlugSecret *plug_terminal_read_secret (GCancellable  *cancellable,
                                       GError       **error);
PlugSecret *plug_terminal_ask_secret  (const char    *question,
                                       GCancellable  *cancellable,
                                       GError       **error);
gboolean    plug_terminal_ask_yes     (const char    *question,
                                       GCancellable  *cancellable,
                                       GError       **error);

G_END_DECLS
