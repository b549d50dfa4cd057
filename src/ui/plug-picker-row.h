/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-picker-item.h"

G_BEGIN_DECLS

/* A line of the connector picker.
 *
 * Property: "item". */
#define PLUG_TYPE_PICKER_ROW (plug_picker_row_get_type ())
G_DECLARE_FINAL_TYPE (PlugPickerRow, plug_picker_row, PLUG, PICKER_ROW, GtkWidget)

PlugPickerItem *plug_picker_row_get_item (PlugPickerRow  *self);
void            plug_picker_row_set_item (PlugPickerRow  *self,
                                          PlugPickerItem *item);

G_END_DECLS
