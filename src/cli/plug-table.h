/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows for people: aligned, made fit to be shown, cut to the terminal's width. */
typedef struct _PlugTable PlugTable;

PlugTable *plug_table_new   (const char *title,
                             ...) G_GNUC_NULL_TERMINATED;
void       plug_table_free  (PlugTable  *self);
void       plug_table_add   (PlugTable  *self,
                             const char *cell,
                             ...) G_GNUC_NULL_TERMINATED;
char      *plug_table_dup_text (PlugTable *self,
                                guint      width);
void       plug_table_print (PlugTable  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugTable, plug_table_free)

G_END_DECLS
