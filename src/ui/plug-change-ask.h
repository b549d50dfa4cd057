/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* A change of an instance as the window makes it: what cannot be undone is asked about first. */
void        plug_change_ask_async   (GtkWidget            *widget,
                                     PlugInventory        *inventory,
                                     PlugChange           *change,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean    plug_change_ask_finish  (GtkWidget            *widget,
                                     GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
