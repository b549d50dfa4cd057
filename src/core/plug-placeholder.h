/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What documentation writes where a value of the reader's own belongs. */
gboolean plug_placeholder_is     (const char *text,
                                  gsize       length);
gboolean plug_placeholder_masked (const char *text,
                                  gsize       length);

G_END_DECLS
