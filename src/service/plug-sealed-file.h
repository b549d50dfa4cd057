/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The file of an export: whole or not there, readable by its owner alone. These block: not for the
 * main thread, but for the first. */
gboolean  plug_sealed_file_check_free (GFile         *file,
                                       GError       **error);
gboolean  plug_sealed_file_write      (GFile         *file,
                                       GBytes        *bytes,
                                       gboolean       overwrite,
                                       GError       **error);
GBytes   *plug_sealed_file_read       (GFile         *file,
                                       GCancellable  *cancellable,
                                       GError       **error);

G_END_DECLS
