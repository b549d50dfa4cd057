/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-secret.h"

G_BEGIN_DECLS

/* Where a secret comes from when it may not stand on the command line. */
gboolean    plug_secret_source_is_one       (const char    *text);
PlugSecret *plug_secret_source_read         (const char    *source,
                                             const char    *question,
                                             GCancellable  *cancellable,
                                             GError       **error);
gboolean    plug_secret_source_read_account (gboolean       from_stdin,
                                             PlugSecret   **user_secret,
                                             PlugSecret   **organization_secret,
                                             GCancellable  *cancellable,
                                             GError       **error);

G_END_DECLS
