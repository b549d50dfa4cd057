/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-check.h"
#include "plug-health.h"
#include "plug-instance.h"

G_BEGIN_DECLS

/* The button that mends an instance: what it is called, and which it is. A check that was made
 * while the program runs knows best; else the instance's health says it. */
const char *plug_remedy_get_verb        (PlugRemedy       remedy);
PlugRemedy  plug_remedy_of_instance     (PlugInstance    *instance);
PlugRemedy  plug_remedy_get_alternative (PlugInstance    *instance);
void        plug_remedy_note            (PlugCheckResult *result);
/* What the last check said of @instance, NULL when it was not made since the start, or is about
 * something else than the health there is now. */
const char *plug_remedy_get_reason      (PlugInstance    *instance);

G_END_DECLS
