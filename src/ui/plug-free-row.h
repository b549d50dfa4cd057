/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-draft.h"

G_BEGIN_DECLS

/* A setting nothing is known of: its key, its value, and whether that is a secret. A key that
 * sounds like one makes it one.
 *
 * Signals: "changed" (), "submitted" (): Enter was pressed in it; "removed" (): the user wants
 * it gone. */
#define PLUG_TYPE_FREE_ROW (plug_free_row_get_type ())
G_DECLARE_FINAL_TYPE (PlugFreeRow, plug_free_row, PLUG, FREE_ROW, AdwPreferencesRow)

GtkWidget  *plug_free_row_new         (void);
char       *plug_free_row_dup_key     (PlugFreeRow *self);
gboolean    plug_free_row_is_empty    (PlugFreeRow *self);
gboolean    plug_free_row_is_secret   (PlugFreeRow *self);
void        plug_free_row_clear_value (PlugFreeRow *self);
void        plug_free_row_load        (PlugFreeRow *self,
                                       PlugDraft   *draft,
                                       const char  *key);
void        plug_free_row_apply       (PlugFreeRow *self,
                                       PlugDraft   *draft);
void        plug_free_row_set_problem (PlugFreeRow *self,
                                       const char  *problem);

G_END_DECLS
