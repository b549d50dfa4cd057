/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* In which order instances are listed; among equals by name. */
typedef enum {
  PLUG_SORT_NAME,
  PLUG_SORT_CREATED, /* newest first */
  PLUG_SORT_STATE,   /* what wants a look first */
  PLUG_SORT_ACCOUNT,
} PlugSort;

#define PLUG_N_SORTS (PLUG_SORT_ACCOUNT + 1)

GtkSorter  *plug_instance_sort_new      (PlugSort sort);
const char *plug_instance_sort_get_name (PlugSort sort);

G_END_DECLS
