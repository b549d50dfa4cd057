/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-draft.h"
#include "plug-oauth.h"

G_BEGIN_DECLS

/* Everything that is asked for an instance of a connector: name, fields, tags, events, what few
 * need, and the request that comes of it.
 *
 * Signals: "changed" (), "submitted" (): Enter was pressed in it. */
#define PLUG_TYPE_FORM (plug_form_get_type ())
G_DECLARE_FINAL_TYPE (PlugForm, plug_form, PLUG, FORM, GtkWidget)

GtkWidget     *plug_form_new             (void);
PlugConnector *plug_form_get_connector   (PlugForm          *self);
void           plug_form_set_connector   (PlugForm          *self,
                                          PlugConnector     *connector);
void           plug_form_set_oauth       (PlugForm          *self,
                                          PlugOAuth         *oauth);
void           plug_form_set_base_url    (PlugForm          *self,
                                          const char        *base_url);
void           plug_form_set_suggestions (PlugForm          *self,
                                          const char *const *tags);
void           plug_form_reset           (PlugForm          *self);
void           plug_form_clear_secrets   (PlugForm          *self);
void           plug_form_load            (PlugForm          *self,
                                          PlugDraft         *draft);
PlugDraft     *plug_form_create_draft    (PlugForm          *self);
gboolean       plug_form_is_changed      (PlugForm          *self);
PlugDraft     *plug_form_check           (PlugForm          *self);

G_END_DECLS
