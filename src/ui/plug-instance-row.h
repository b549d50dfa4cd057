/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-instance.h"

G_BEGIN_DECLS

/* An instance in the list: name and state, where it belongs and its tags.
 *
 * Property: "instance". */
#define PLUG_TYPE_INSTANCE_ROW (plug_instance_row_get_type ())
G_DECLARE_FINAL_TYPE (PlugInstanceRow, plug_instance_row, PLUG, INSTANCE_ROW, GtkWidget)

PlugInstance *plug_instance_row_get_instance (PlugInstanceRow *self);
void          plug_instance_row_set_instance (PlugInstanceRow *self,
                                              PlugInstance    *instance);
/* For the list alone, which has many. */
void          plug_instance_row_come_near    (PlugInstanceRow *self);
gboolean      plug_instance_row_fill         (PlugInstanceRow *self);
GtkRequisition plug_instance_row_get_size    (PlugInstanceRow *self);

G_END_DECLS
