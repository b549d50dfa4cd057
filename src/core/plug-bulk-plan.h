/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-draft.h"

G_BEGIN_DECLS

/* Many instances out of one file: its columns, what each of them is of a connector, and for every
 * row a draft with what is wrong with it. Main thread only, as the catalogue is.
 *
 * What a column is for is a word: "name", "tags", "connector", "account", "providerData.KEY", or a
 * key of the configuration. */
#define PLUG_TYPE_BULK_PLAN (plug_bulk_plan_get_type ())
G_DECLARE_FINAL_TYPE (PlugBulkPlan, plug_bulk_plan, PLUG, BULK_PLAN, GObject)

/* One row; its number is its place in the plan, from 0. */
typedef struct {
  guint      line;     /* where it begins in the file, from 1 */
  char      *account;  /* (nullable): as the row names it */
  char      *name;
  char      *connector_key; /* (nullable): when nothing says what it is of */
  PlugDraft *draft;    /* (nullable): none without a connector, nor when it is forgotten */
  GPtrArray *problems; /* PlugProblem */
} PlugBulkEntry;

PlugBulkPlan        *plug_bulk_plan_new            (void);
gboolean             plug_bulk_plan_read           (PlugBulkPlan   *self,
                                                    const void     *data,
                                                    gsize           length,
                                                    GError        **error);
/* For the rows that do not name theirs. */
void                 plug_bulk_plan_set_connector  (PlugBulkPlan   *self,
                                                    PlugConnector  *connector);
PlugConnector       *plug_bulk_plan_get_connector  (PlugBulkPlan   *self);
void                 plug_bulk_plan_allow_namesakes (PlugBulkPlan  *self,
                                                    gboolean        allow);

/* JSON lines have no columns: a row says itself what is what. */
guint                plug_bulk_plan_get_n_columns  (PlugBulkPlan   *self);
const char          *plug_bulk_plan_get_title      (PlugBulkPlan   *self,
                                                    guint           column);
const char          *plug_bulk_plan_get_target     (PlugBulkPlan   *self,
                                                    guint           column);
char                *plug_bulk_plan_dup_sample     (PlugBulkPlan   *self,
                                                    guint           column);
/* target "" leaves the column out; NULL lets its title decide again. */
gboolean             plug_bulk_plan_map            (PlugBulkPlan   *self,
                                                    const char     *title,
                                                    const char     *target,
                                                    GError        **error);
char               **plug_bulk_plan_dup_notes      (PlugBulkPlan   *self);

/* Makes the drafts, anew after every change above. */
void                 plug_bulk_plan_build          (PlugBulkPlan   *self);
guint                plug_bulk_plan_get_n_entries  (PlugBulkPlan   *self);
const PlugBulkEntry *plug_bulk_plan_get_entry      (PlugBulkPlan   *self,
                                                    guint           number);
guint                plug_bulk_plan_count_faulty   (PlugBulkPlan   *self);
char                *plug_bulk_plan_dup_digest     (PlugBulkPlan   *self);

/* From now on secrets are in drafts alone, and nothing can be mapped any more. */
void                 plug_bulk_plan_seal           (PlugBulkPlan   *self);
void                 plug_bulk_plan_forget         (PlugBulkPlan   *self,
                                                    guint           number);

/* Rows to be put right and read again. */
void                 plug_bulk_plan_append_titles  (PlugBulkPlan   *self,
                                                    GString        *text);
void                 plug_bulk_plan_append_row     (PlugBulkPlan   *self,
                                                    guint           number,
                                                    const char     *message,
                                                    gboolean        with_secrets,
                                                    GString        *text);

G_END_DECLS
