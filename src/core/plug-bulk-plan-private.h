/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-bulk-plan.h"
#include "plug-csv.h"

G_BEGIN_DECLS

/* For the files of PlugBulkPlan itself. */
struct _PlugBulkPlan {
  GObject parent_instance;

  PlugConnector *connector; /* (nullable) */
  PlugCsv *csv;             /* NULL for JSON lines */
  char *lines;              /* of JSON; wiped when sealed */
  gsize length;
  PlugCsvEncoding encoding;
  GHashTable *maps;         /* title → target, as somebody said */
  GHashTable *targets;      /* connector's key → GPtrArray of a target a column, or NULL */
  GHashTable *connectors;   /* key → PlugConnector of rows that name their own */
  GPtrArray *entries;
  gboolean allow_namesakes;
  gboolean unarmed; /* Plugboard wrote the file: an apostrophe may be its own */
};

char      *plug_bulk_plan_find_target (PlugBulkPlan  *self,
                                       const char    *title,
                                       PlugConnector *connector);
GPtrArray *plug_bulk_plan_get_targets (PlugBulkPlan  *self,
                                       PlugConnector *connector);

G_END_DECLS
