/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-instance-filter.h"
#include "plug-instance-sort.h"
#include "plug-inventory.h"

G_BEGIN_DECLS

/* What is listed, and in which order: a row for each part of the filter with the values there
 * are.
 *
 * Properties: "sort", a PlugSort as an integer. */
#define PLUG_TYPE_FILTER_POPOVER (plug_filter_popover_get_type ())
G_DECLARE_FINAL_TYPE (PlugFilterPopover, plug_filter_popover, PLUG, FILTER_POPOVER, GtkPopover)

void plug_filter_popover_set_up (PlugFilterPopover  *self,
                                 PlugInventory      *inventory,
                                 PlugInstanceFilter *filter);

G_END_DECLS
