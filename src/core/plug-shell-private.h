/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-shell.h"

G_BEGIN_DECLS

/* What the parts of the reader of commands share. */
typedef struct {
  const PlugSource *source;
  const char *text;
  gsize at;
  gsize end;
  gboolean no_single_close; /* no straight single quote is left to close one */
  gboolean no_double_close;
  gboolean no_body_close;   /* a body that never ends was met */
  gboolean no_document_end; /* likewise a here-document */
  PlugShellCommand *command;
  char *awaited;      /* (nullable): the word that ends the here-document to come */
} PlugShell;

gboolean  plug_shell_starts         (PlugShell  *self,
                                     gsize       at,
                                     const char *word);
gboolean  plug_shell_read_quoted    (PlugShell  *self,
                                     PlugSource *word);
gboolean  plug_shell_read_raw_json  (PlugShell  *self,
                                     PlugSource *word);
gboolean  plug_shell_read_document  (PlugShell  *self,
                                     const char *delimiter,
                                     PlugSource *document);
char     *plug_shell_read_delimiter (PlugShell  *self);

G_END_DECLS
