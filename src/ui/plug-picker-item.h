/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-connector.h"

G_BEGIN_DECLS

/* One line of the connector picker: a heading, a connector, or the way to one that is not there.
 *
 * Properties, all for the eye and set once: "title", "caption", "is-heading", "is-choice". */
#define PLUG_TYPE_PICKER_ITEM (plug_picker_item_get_type ())
G_DECLARE_FINAL_TYPE (PlugPickerItem, plug_picker_item, PLUG, PICKER_ITEM, GObject)

PlugPickerItem *plug_picker_item_new_heading   (const char     *title);
PlugPickerItem *plug_picker_item_new_connector (PlugConnector  *connector,
                                                gboolean        with_hub);
PlugPickerItem *plug_picker_item_new_other     (void);
gboolean        plug_picker_item_is_choice     (PlugPickerItem *self);
const char     *plug_picker_item_get_title     (PlugPickerItem *self);
const char     *plug_picker_item_get_caption   (PlugPickerItem *self);
/* NULL for a heading and for another connector than those there are. */
PlugConnector  *plug_picker_item_get_connector (PlugPickerItem *self);
char           *plug_picker_item_dup_hub_name  (PlugConnector  *connector);

G_END_DECLS
