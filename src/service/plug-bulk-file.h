/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-bulk.h"

G_BEGIN_DECLS

/* A file with secrets in it: read once, never copied, never watched. */
void     plug_bulk_file_read_async  (const char           *path,
                                     PlugBulkPlan         *plan,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
/* size in bytes. */
gboolean plug_bulk_file_read_finish (GAsyncResult         *result,
                                     gint64               *size,
                                     GError              **error);

/* Of all rows, what became of them: no token, no secret. */
char    *plug_bulk_file_dup_result  (PlugBulk             *bulk);
/* Of those that are not made and not in doubt, to be put right and read again; to be wiped. */
char    *plug_bulk_file_dup_failed  (PlugBulk             *bulk,
                                     gboolean              with_secrets);
/* For its owner's eyes alone. */
gboolean plug_bulk_file_write       (const char           *path,
                                     const char           *text,
                                     GError              **error);

G_END_DECLS
