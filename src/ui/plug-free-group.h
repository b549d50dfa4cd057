/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-draft.h"

G_BEGIN_DECLS

/* Settings nothing is known of, as many as the user wants.
 *
 * Signals: "changed" (), "submitted" (): Enter was pressed in one. */
#define PLUG_TYPE_FREE_GROUP (plug_free_group_get_type ())
G_DECLARE_FINAL_TYPE (PlugFreeGroup, plug_free_group, PLUG, FREE_GROUP, AdwPreferencesGroup)

GtkWidget *plug_free_group_new           (void);
void       plug_free_group_reset         (PlugFreeGroup *self);
void       plug_free_group_add           (PlugFreeGroup *self);
void       plug_free_group_focus_new     (PlugFreeGroup *self);
gboolean   plug_free_group_is_empty      (PlugFreeGroup *self);
gboolean   plug_free_group_is_changed    (PlugFreeGroup *self);
void       plug_free_group_clear_secrets (PlugFreeGroup *self);
void       plug_free_group_load          (PlugFreeGroup *self,
                                          PlugDraft     *draft);
void       plug_free_group_apply         (PlugFreeGroup *self,
                                          PlugDraft     *draft);
GtkWidget *plug_free_group_check         (PlugFreeGroup *self,
                                          PlugConnector *connector);

G_END_DECLS
