/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-remedy.h"

G_BEGIN_DECLS

/* How an instance is: icon, word, the sentence that says why, and the one button that mends it.
 *
 * Signals: "remedy" (PlugRemedy as an integer): the button was pressed; "keep" (): what is to be
 * deleted is wanted back. */
#define PLUG_TYPE_HEALTH_ROW (plug_health_row_get_type ())
G_DECLARE_FINAL_TYPE (PlugHealthRow, plug_health_row, PLUG, HEALTH_ROW, AdwPreferencesRow)

void plug_health_row_set_instance (PlugHealthRow *self,
                                   PlugInstance  *instance);
/* What runs on the instance now, NULL when nothing does. */
void plug_health_row_set_busy     (PlugHealthRow *self,
                                   const char    *text);

G_END_DECLS
