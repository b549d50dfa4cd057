/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-field-row.h"

G_BEGIN_DECLS

/* The resources a tenant polls, as a checklist of what stands in a row with the poller
 * configuration; contract section 5.2. A change of the one shows in the other. */
#define PLUG_TYPE_POLLER_ROW (plug_poller_row_get_type ())
G_DECLARE_FINAL_TYPE (PlugPollerRow, plug_poller_row, PLUG, POLLER_ROW, AdwPreferencesRow)

GtkWidget *plug_poller_row_new (JsonObject   *pollers,
                                PlugFieldRow *code_row);

G_END_DECLS
