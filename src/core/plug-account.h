/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An account: a tenant's base URL and, in the keyring, a user secret and an organization
 * secret. The object holds neither. */
#define PLUG_TYPE_ACCOUNT (plug_account_get_type ())
G_DECLARE_FINAL_TYPE (PlugAccount, plug_account, PLUG, ACCOUNT, GObject)

typedef enum {
  PLUG_ACCOUNT_STATE_UNKNOWN,
  PLUG_ACCOUNT_STATE_VERIFIED,
  PLUG_ACCOUNT_STATE_REJECTED,        /* 401 with the secrets saved */
  PLUG_ACCOUNT_STATE_SECRETS_MISSING, /* the keyring has none */
} PlugAccountState;

#define PLUG_TYPE_ACCOUNT_STATE (plug_account_state_get_type ())
GType             plug_account_state_get_type    (void) G_GNUC_CONST;

PlugAccount      *plug_account_new               (const char       *name,
                                                  const char       *base_url);
PlugAccount      *plug_account_new_with_id       (const char       *id,
                                                  const char       *name,
                                                  const char       *base_url);
const char       *plug_account_get_id            (PlugAccount      *self);
const char       *plug_account_get_name          (PlugAccount      *self);
void              plug_account_set_name          (PlugAccount      *self,
                                                  const char       *name);
const char       *plug_account_get_base_url      (PlugAccount      *self);
void              plug_account_set_base_url      (PlugAccount      *self,
                                                  const char       *base_url);
char             *plug_account_dup_region_name   (PlugAccount      *self);
gboolean          plug_account_is_sandbox        (PlugAccount      *self);
void              plug_account_set_sandbox       (PlugAccount      *self,
                                                  gboolean          sandbox);
gint64            plug_account_get_created       (PlugAccount      *self);
void              plug_account_set_created       (PlugAccount      *self,
                                                  gint64            created);
const char       *plug_account_get_organization  (PlugAccount      *self);
void              plug_account_set_organization  (PlugAccount      *self,
                                                  const char       *organization);
PlugAccountState  plug_account_get_state         (PlugAccount      *self);
void              plug_account_set_state         (PlugAccount      *self,
                                                  PlugAccountState  state);
gint64            plug_account_get_synced        (PlugAccount      *self);
void              plug_account_set_synced        (PlugAccount      *self,
                                                  gint64            synced);
const char       *plug_account_get_sync_problem  (PlugAccount      *self);
void              plug_account_set_sync_problem  (PlugAccount      *self,
                                                  const char       *problem);
/* How the user marks it: a colour's name, and whether it is in production. */
const char       *plug_account_get_color         (PlugAccount      *self);
void              plug_account_set_color         (PlugAccount      *self,
                                                  const char       *color);
gboolean          plug_account_is_production     (PlugAccount      *self);
void              plug_account_set_production    (PlugAccount      *self,
                                                  gboolean          production);
/* When its organization secret was saved here last. */
gint64            plug_account_get_entered       (PlugAccount      *self);
void              plug_account_set_entered       (PlugAccount      *self,
                                                  gint64            entered);

G_END_DECLS
