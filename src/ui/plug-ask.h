/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-verb.h"

G_BEGIN_DECLS

/* Questions before a verb, on the window of a widget: what is to be done, as the user wants it. */
void      plug_ask_name_async   (GtkWidget            *widget,
                                 PlugInstance         *instance,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
void      plug_ask_tags_async   (GtkWidget            *widget,
                                 PlugInventory        *inventory,
                                 GListModel           *instances,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
void      plug_ask_delete_async (GtkWidget            *widget,
                                 PlugInventory        *inventory,
                                 GListModel           *instances,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
PlugVerb *plug_ask_finish       (GtkWidget            *widget,
                                 GAsyncResult         *result,
                                 GError              **error);

G_END_DECLS
