/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-inventory.h"

G_BEGIN_DECLS

/* What is to be known and said before instances are deleted: what uses them, when, and for
 * accounts in production their name once more.
 *
 * Properties: "complete": whether enough was said. */
#define PLUG_TYPE_DELETE_FORM (plug_delete_form_get_type ())
G_DECLARE_FINAL_TYPE (PlugDeleteForm, plug_delete_form, PLUG, DELETE_FORM, GtkWidget)

GtkWidget *plug_delete_form_new         (PlugInventory  *inventory,
                                         GListModel     *instances);
gboolean   plug_delete_form_is_complete (PlugDeleteForm *self);
/* The time of the deletion, 0 for at once. */
gint64     plug_delete_form_get_due     (PlugDeleteForm *self);

G_END_DECLS
