/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-inventory.h"
#include "plug-sandbox.h"

G_BEGIN_DECLS

/* Everything a creation needs, all of it real: a tenant on the loopback interface, the session's
 * keyring, a database in a folder of its own. */
typedef struct {
  PlugSandbox *tenant;
  PlugStore *store;
  PlugKeyring *keyring;
  PlugClient *client;
  PlugInventory *inventory;
  PlugAccount *account;
  char *folder;
  char *password;
} PlugFixture;

PlugFixture  *plug_fixture_new              (void);
void          plug_fixture_free             (PlugFixture   *self);
void          plug_fixture_restart          (PlugFixture   *self);
void          plug_fixture_open             (PlugFixture   *self);
void          plug_fixture_reopen           (PlugFixture   *self);
void          plug_fixture_close            (PlugFixture   *self);
PlugAccount  *plug_fixture_add_account      (PlugFixture   *self,
                                             const char    *name,
                                             const char    *base_url);
PlugDraft    *plug_fixture_draft            (PlugFixture   *self,
                                             const char    *name);
PlugCreation *plug_fixture_create           (PlugFixture   *self,
                                             const char    *name);
void          plug_fixture_wait_finished    (PlugCreation  *creation);
void          plug_fixture_wait_settled     (PlugFixture   *self);
PlugIntent   *plug_fixture_get_only_intent  (PlugFixture   *self);
guint         plug_fixture_count_instances  (PlugFixture   *self);
guint         plug_fixture_count_intents    (PlugFixture   *self);
void          plug_fixture_make_change      (PlugFixture   *self,
                                             PlugChange    *change);
void          plug_fixture_empty_keyring    (PlugFixture   *self);
void          plug_fixture_assert_agreement (PlugFixture   *self);
PlugInstance *plug_fixture_make_instance    (PlugFixture   *self,
                                             const char    *name);
PlugInstance *plug_fixture_find             (PlugFixture   *self,
                                             const char    *id);
gboolean      plug_fixture_sync             (PlugFixture   *self,
                                             GError       **error);
void          plug_fixture_sync_well        (PlugFixture   *self);
gboolean      plug_fixture_change           (PlugFixture   *self,
                                             PlugChange    *change,
                                             gboolean      *in_doubt,
                                             GError       **error);
PlugCheck    *plug_fixture_check            (PlugFixture   *self,
                                             GListModel    *instances);
gboolean      plug_fixture_has_token        (PlugFixture   *self,
                                             const char    *instance_id);
void          plug_fixture_clear_token      (PlugFixture   *self,
                                             const char    *instance_id);
void          plug_fixture_assert_token     (PlugFixture   *self,
                                             const char    *instance_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugFixture, plug_fixture_free)

G_END_DECLS
