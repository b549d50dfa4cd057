/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-form.h"

#include <adwaita.h>

#include "plug-authorization-group.h"
#include "plug-field-row.h"
#include "plug-free-group.h"
#include "plug-request-view.h"
#include "plug-tag-entry.h"

G_BEGIN_DECLS

#define PLUG_FORM_POLLER "event.poller.configuration"

/* A field, and the expander row it stands in: NULL for the group of what is always in sight.
 * What is folded has no row before it is unfolded, for rows cost more than anything else. */
typedef struct {
  PlugField *field;    /* the connector's, which is kept */
  PlugFieldRow *row;   /* (nullable): borrowed */
  AdwExpanderRow *fold;
  PlugField *selector; /* (nullable): see plug_connector_find_selector() */
  gboolean authorizes; /* stands in the authorization */
  gboolean detached;   /* without a row: not what origin has any more */
} PlugFormEntry;

struct _PlugForm {
  GtkWidget parent_instance;
  GtkWidget *root;
  AdwPreferencesGroup *fields_group;
  PlugAuthorizationGroup *authorization;
  PlugFreeGroup *free_group;
  GtkLabel *skipped_label;
  PlugTagEntry *tag_entry;
  AdwExpanderRow *optional_row;
  AdwExpanderRow *events_row;
  AdwExpanderRow *expert_row;
  GtkWidget *add_row;
  AdwExpanderRow *request_row;
  PlugRequestView *request_view;
  PlugFieldRow *name_row;
  GArray *entries;      /* PlugFormEntry */
  GPtrArray *more_rows; /* what else stands in events_row; borrowed */
  PlugConnector *connector;
  PlugDraft *origin; /* (nullable): what it was last filled from */
  char *base_url;
  guint rest_source; /* makes the rows that are far down */
  gboolean loading;
};

/* plug-form.c */
void           plug_form_row_changed   (PlugForm       *self,
                                        PlugFieldRow   *row);
void           plug_form_submit        (PlugForm       *self);
void           plug_form_show_draft    (PlugForm       *self);

/* plug-form-rows.c */
PlugFormEntry *plug_form_get_entry     (PlugForm       *self,
                                        guint           position);
PlugFormEntry *plug_form_find_entry    (PlugForm       *self,
                                        const char     *key);
void           plug_form_add_name      (PlugForm       *self);
void           plug_form_fold_all      (PlugForm       *self);
void           plug_form_remove_fields (PlugForm       *self);
void           plug_form_add_fields    (PlugForm       *self);
void           plug_form_build_fold    (PlugForm       *self,
                                        AdwExpanderRow *fold);

G_END_DECLS
