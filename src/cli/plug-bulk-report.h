/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-bulk.h"
#include "plug-cli.h"

G_BEGIN_DECLS

/* What plugctl bulk says: while it runs, at its end, and in files. */
typedef struct _PlugBulkProgress PlugBulkProgress;

PlugBulkProgress *plug_bulk_progress_new    (PlugBulk          *bulk,
                                             gboolean           quiet);
void              plug_bulk_progress_free   (PlugBulkProgress  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugBulkProgress, plug_bulk_progress_free)

void              plug_bulk_report_summary  (PlugBulk          *bulk);
void              plug_bulk_report_rows     (PlugBulk          *bulk);
void              plug_bulk_report_json     (PlugBulk          *bulk);
gboolean          plug_bulk_report_result   (PlugBulk          *bulk,
                                             const char        *path,
                                             GError           **error);
gboolean          plug_bulk_report_failed   (PlugBulk          *bulk,
                                             const char        *path,
                                             gboolean           with_secrets,
                                             GError           **error);

G_END_DECLS
