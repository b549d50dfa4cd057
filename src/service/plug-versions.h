/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What this process runs on: the libraries as they were loaded, not as they were compiled with. */
char *plug_versions_dup_text (void);

G_END_DECLS
