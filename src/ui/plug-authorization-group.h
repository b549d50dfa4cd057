/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-draft.h"
#include "plug-oauth.h"

G_BEGIN_DECLS

/* How an instance is authorized: in the browser, with a refresh token, or with what a pasted
 * request brought. The form's rows of such fields stand in it.
 *
 * Signals: "changed" (). */
#define PLUG_TYPE_AUTHORIZATION_GROUP (plug_authorization_group_get_type ())
G_DECLARE_FINAL_TYPE (PlugAuthorizationGroup, plug_authorization_group, PLUG, AUTHORIZATION_GROUP,
                      AdwPreferencesGroup)

GtkWidget *plug_authorization_group_new        (void);
void       plug_authorization_group_set_oauth  (PlugAuthorizationGroup *self,
                                                PlugOAuth              *oauth);
void       plug_authorization_group_add_row    (PlugAuthorizationGroup *self,
                                                const char             *key,
                                                GtkWidget              *row);
void       plug_authorization_group_remove_row (PlugAuthorizationGroup *self,
                                                GtkWidget              *row);
gboolean   plug_authorization_group_shows      (PlugAuthorizationGroup *self,
                                                const char             *key);
void       plug_authorization_group_reset      (PlugAuthorizationGroup *self);
void       plug_authorization_group_load       (PlugAuthorizationGroup *self,
                                                PlugDraft              *draft);
void       plug_authorization_group_forget_answer (PlugAuthorizationGroup *self);
void       plug_authorization_group_apply      (PlugAuthorizationGroup *self,
                                                PlugDraft              *draft);
/* What is chosen, as the form has it now. */
void       plug_authorization_group_show_draft (PlugAuthorizationGroup *self,
                                                PlugDraft              *draft);
GPtrArray *plug_authorization_group_list_problems (PlugAuthorizationGroup *self,
                                                   PlugDraft              *draft);

G_END_DECLS
