/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says "painted" with the monotonic time and "pss" with the bytes once @window's first frame is
 * on its way, and then calls @next, or quits without one. */
void bench_watch_first_frame (GtkWindow  *window,
                              void      (*next) (GtkWindow *window));

void bench_say               (const char *name,
                              double      number);

G_END_DECLS
