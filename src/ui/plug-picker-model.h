/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The lines of the connector picker, a GListModel of PlugPickerItem: what was used last, then a
 * section a hub; while something is searched for, what matches, the best first. The last line is
 * the way to a connector that is not there. */
#define PLUG_TYPE_PICKER_MODEL (plug_picker_model_get_type ())
G_DECLARE_FINAL_TYPE (PlugPickerModel, plug_picker_model, PLUG, PICKER_MODEL, GObject)

PlugPickerModel *plug_picker_model_new           (GListModel        *connectors);
GListModel      *plug_picker_model_get_lines     (PlugPickerModel   *self);
void             plug_picker_model_set_search    (PlugPickerModel   *self,
                                                  const char        *text);
/* Keys, the one used last first. */
void             plug_picker_model_set_recent    (PlugPickerModel   *self,
                                                  const char *const *keys);
/* How many connectors there are to choose from now. */
guint            plug_picker_model_get_n_matches (PlugPickerModel   *self);

G_END_DECLS
