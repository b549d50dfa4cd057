/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times, microseconds since 1970 in UTC, as a person reads them. */
char *plug_date_dup_text  (gint64 time);
char *plug_date_dup_clock (gint64 time);
char *plug_date_dup_ago   (gint64 time,
                           gint64 now);

G_END_DECLS
