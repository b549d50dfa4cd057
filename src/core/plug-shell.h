/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-source.h"

G_BEGIN_DECLS

/* What a pasted command needed before it could be read. */
typedef enum {
  PLUG_SHELL_CURLY_QUOTES  = 1 << 0,
  PLUG_SHELL_BROKEN_LINES  = 1 << 1, /* the sign that a line goes on is missing or not its last */
  PLUG_SHELL_INNER_QUOTES  = 1 << 2, /* quotes in the body end nothing, though a shell says so */
  PLUG_SHELL_OPEN_QUOTE    = 1 << 3, /* a quote that nothing closes */
  PLUG_SHELL_DASHES        = 1 << 4, /* – or — in place of - */
} PlugShellMended;

/* One command: its words without their quotes, and what is fed to it. */
typedef struct {
  GPtrArray *words;   /* PlugSource */
  PlugSource *input;  /* (nullable): a here-document */
  gsize end;          /* behind it, here-document and all */
  guint mended;       /* PlugShellMended */
  gsize open_quote;   /* where, with PLUG_SHELL_OPEN_QUOTE */
} PlugShellCommand;

PlugShellCommand *plug_shell_read         (const PlugSource *source,
                                           gsize             start);
void              plug_shell_command_free (PlugShellCommand *command);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugShellCommand, plug_shell_command_free)

G_END_DECLS
