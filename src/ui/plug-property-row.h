/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A fact as a row of a list: its name above, its value, which is foreign text, below.
 *
 * Properties: "value", "copyable". */
#define PLUG_TYPE_PROPERTY_ROW (plug_property_row_get_type ())
G_DECLARE_FINAL_TYPE (PlugPropertyRow, plug_property_row, PLUG, PROPERTY_ROW, AdwPreferencesRow)

GtkWidget *plug_property_row_new          (const char      *title,
                                           const char      *value);
void       plug_property_row_set_value    (PlugPropertyRow *self,
                                           const char      *value);
void       plug_property_row_set_copyable (PlugPropertyRow *self,
                                           gboolean         copyable);

G_END_DECLS
