/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-draft.h"
#include "plug-field.h"

G_BEGIN_DECLS

/* One PlugField as a row of a list: label, entry, caption and what is wrong with it.
 *
 * Signals: "changed" (), "submitted" (): Enter was pressed in it. */
#define PLUG_TYPE_FIELD_ROW (plug_field_row_get_type ())
G_DECLARE_FINAL_TYPE (PlugFieldRow, plug_field_row, PLUG, FIELD_ROW, AdwPreferencesRow)

GtkWidget  *plug_field_row_new         (PlugField    *field);
PlugField  *plug_field_row_get_field   (PlugFieldRow *self);
char       *plug_field_row_dup_value   (PlugFieldRow *self);
const char *plug_field_row_peek_text   (PlugFieldRow *self);
void        plug_field_row_set_value   (PlugFieldRow *self,
                                        const char   *value);
gboolean    plug_field_row_is_changed  (PlugFieldRow *self);
void        plug_field_row_reset       (PlugFieldRow *self);
void        plug_field_row_normalize   (PlugFieldRow *self);
void        plug_field_row_load        (PlugFieldRow *self,
                                        PlugDraft    *draft);
void        plug_field_row_detach      (PlugFieldRow *self);
gboolean    plug_field_row_is_loaded   (PlugFieldRow *self);
void        plug_field_row_apply       (PlugFieldRow *self,
                                        PlugDraft    *draft);
void        plug_field_row_set_caption (PlugFieldRow *self,
                                        const char   *caption);
void        plug_field_row_set_problem (PlugFieldRow *self,
                                        const char   *problem);

G_END_DECLS
