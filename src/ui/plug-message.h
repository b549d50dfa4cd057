/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *plug_message_new (GtkWindow  *parent,
                             const char *heading,
                             const char *body,
                             GtkWidget  *child);

G_END_DECLS
