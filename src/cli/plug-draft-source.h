/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-draft.h"

G_BEGIN_DECLS

/* A draft from what the command line says. Every text is KEY=VALUE but for from, which is a file's
 * path or "-". */
typedef struct {
  const char *connector;  /* (nullable): the one in from */
  const char *name;
  char      **tags;
  char      **values;
  char      **json_values;
  char      **secrets;
  char      **provider_data;
  const char *from;
  gboolean    dry_run;    /* a secret may then be a plain value: it is not sent */
} PlugDraftSource;

PlugDraft *plug_draft_source_read (const PlugDraftSource  *self,
                                   GCancellable           *cancellable,
                                   GError                **error);

G_END_DECLS
