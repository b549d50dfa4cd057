/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugFixture: everything a creation needs, all of it real. */

#include "config.h"

#include "plug-fixture.h"

#include "plug-api.h"
#include "plug-catalogue.h"
#include "plug-error.h"
#include "plug-test.h"

/* Short enough for a test, longer than anything the tenant does here. */
#define SETTLE_MS 400

/* plug_fixture_add_account:
 * Returns: (transfer full): an account at @base_url with the secrets every sandbox takes */
PlugAccount *
plug_fixture_add_account (PlugFixture *self,
                          const char  *name,
                          const char  *base_url)
{
  PlugAccount *account = plug_account_new (name, base_url);
  g_autoptr (PlugSecret) user_secret = plug_secret_new (PLUG_SANDBOX_USER_SECRET);
  g_autoptr (PlugSecret) organization_secret = plug_secret_new (PLUG_SANDBOX_ORGANIZATION_SECRET);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_add_account_async (self->inventory, account, user_secret, organization_secret,
                                    NULL, plug_test_result_cb, &result);
  plug_inventory_finish (self->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  return account;
}

/* plug_fixture_open:
 * Opens store, keyring and inventory as a start of the application does. */
void
plug_fixture_open (PlugFixture *self)
{
  g_autofree char *path = g_build_filename (self->folder, "plugboard.db", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->store = plug_store_new (path);
  self->keyring = plug_keyring_new ();
  self->client = plug_client_new ();
  self->inventory = plug_inventory_new (self->store, self->keyring, self->client);
  plug_inventory_set_settle_ms (self->inventory, SETTLE_MS);
  plug_inventory_open_async (self->inventory, NULL, plug_test_result_cb, &result);
  plug_inventory_finish (self->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

/* plug_fixture_new:
 * Returns: (transfer full): an open inventory with one account on a running tenant */
PlugFixture *
plug_fixture_new (void)
{
  PlugFixture *self = g_new0 (PlugFixture, 1);
  g_autoptr (GError) error = NULL;

  self->folder = plug_test_dup_folder ();
  self->password = plug_test_dup_canary ("password");
  self->tenant = plug_sandbox_new ();
  plug_sandbox_set_recording (self->tenant, TRUE);
  plug_sandbox_start (self->tenant, 0, &error);
  g_assert_no_error (error);
  plug_fixture_open (self);
  self->account = plug_fixture_add_account (self, "Test",
                                            plug_sandbox_get_base_url (self->tenant));
  return self;
}

static gboolean
is_alone (gpointer user_data)
{
  GObject *object = user_data;

  return g_atomic_int_get ((gint *) &object->ref_count) == 1;
}

/* plug_fixture_close:
 * What the end of the application does; every object must be gone after it. */
void
plug_fixture_close (PlugFixture *self)
{
  if (self->inventory == NULL)
    return;
  g_clear_object (&self->account);
  plug_test_spin_until (is_alone, self->inventory);
  plug_test_assert_finalized (self->inventory);
  plug_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_object (&self->keyring);
  g_clear_object (&self->client);
}

/* plug_fixture_restart:
 * Closes and opens again on the same database. */
void
plug_fixture_restart (PlugFixture *self)
{
  plug_fixture_close (self);
  plug_fixture_reopen (self);
}

/* plug_fixture_reopen:
 * Opens again what is closed; the account is then the one that was saved. */
void
plug_fixture_reopen (PlugFixture *self)
{
  plug_fixture_open (self);
  self->account = g_list_model_get_item (plug_inventory_list_accounts (self->inventory), 0);
  g_assert_nonnull (self->account);
}

/* plug_fixture_free:
 * Ends the tenant and removes all files. */
void
plug_fixture_free (PlugFixture *self)
{
  plug_fixture_close (self);
  plug_sandbox_stop (self->tenant);
  g_clear_object (&self->tenant);
  plug_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->password);
  g_free (self);
}

/* plug_fixture_draft:
 * Returns: (transfer full): the document's Sage CRM draft under @name */
PlugDraft *
plug_fixture_draft (PlugFixture *self,
                    const char  *name)
{
  PlugDraft *draft = plug_draft_new (plug_catalogue_find ("sagecrm"));
  g_autoptr (PlugSecret) password = plug_secret_new (self->password);
  g_autoptr (GPtrArray) problems = NULL;

  plug_draft_set_name (draft, name);
  plug_draft_set_value (draft, "subdomain", "sagecrm-0.example.com");
  plug_draft_set_value (draft, "username", "somebody");
  plug_draft_set_secret (draft, "password", password);
  plug_draft_set_tags (draft, (const char *const[]){ "Docs", NULL });
  problems = plug_draft_list_problems (draft);
  g_assert_cmpuint (problems->len, ==, 0);
  return draft;
}

/* plug_fixture_create:
 * Returns: (transfer full): a creation of plug_fixture_draft(), under way */
PlugCreation *
plug_fixture_create (PlugFixture *self,
                     const char  *name)
{
  g_autoptr (PlugDraft) draft = plug_fixture_draft (self, name);

  return plug_inventory_create (self->inventory, self->account, draft);
}

static gboolean
is_finished (gpointer user_data)
{
  return plug_creation_get_phase (user_data) == PLUG_CREATION_FINISHED;
}

/* plug_fixture_wait_finished:
 * Runs the main context until @creation is finished. */
void
plug_fixture_wait_finished (PlugCreation *creation)
{
  plug_test_spin_until (is_finished, creation);
}

static gboolean
is_settled (gpointer user_data)
{
  PlugFixture *self = user_data;
  GListModel *intents = plug_inventory_list_intents (self->inventory);

  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, i);

      if (plug_intent_get_state (intent) == PLUG_INTENT_SENT ||
          plug_intent_get_state (intent) == PLUG_INTENT_UNKNOWN)
        return FALSE;
    }
  return TRUE;
}

/* plug_fixture_wait_settled:
 * Runs the main context until no intent is in doubt any more. */
void
plug_fixture_wait_settled (PlugFixture *self)
{
  plug_test_spin_until (is_settled, self);
}

/* plug_fixture_get_only_intent:
 * Returns: (transfer none): the one intent that needs attention */
PlugIntent *
plug_fixture_get_only_intent (PlugFixture *self)
{
  GListModel *intents = plug_inventory_list_intents (self->inventory);
  g_autoptr (PlugIntent) intent = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (intents), ==, 1);
  intent = g_list_model_get_item (intents, 0);
  return intent; /* the list holds it */
}

/* plug_fixture_count_instances:
 * Returns: how many instances the list shows */
guint
plug_fixture_count_instances (PlugFixture *self)
{
  return g_list_model_get_n_items (plug_inventory_list_instances (self->inventory));
}

/* plug_fixture_count_intents:
 * Returns: how many intents need attention */
guint
plug_fixture_count_intents (PlugFixture *self)
{
  return g_list_model_get_n_items (plug_inventory_list_intents (self->inventory));
}

/* plug_fixture_assert_token:
 * The keyring has the very token the tenant gave for @instance_id. */
void
plug_fixture_assert_token (PlugFixture *self,
                           const char  *instance_id)
{
  g_autofree char *expected = plug_sandbox_dup_token (self->tenant, instance_id);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlugSecret) token = NULL;
  g_autoptr (GError) error = NULL;

  plug_keyring_lookup_async (self->keyring, PLUG_SECRET_KIND_TOKEN,
                             plug_account_get_id (self->account), instance_id, NULL,
                             plug_test_result_cb, &result);
  token = plug_keyring_lookup_finish (self->keyring, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plug_secret_peek (token), ==, expected);
}

/* plug_fixture_make_change:
 * Has the tenant make @change behind the inventory's back. */
void
plug_fixture_make_change (PlugFixture *self,
                          PlugChange  *change)
{
  g_autoptr (PlugSecret) user_secret = plug_secret_new (PLUG_SANDBOX_USER_SECRET);
  g_autoptr (PlugSecret) organization_secret = plug_secret_new (PLUG_SANDBOX_ORGANIZATION_SECRET);
  g_autoptr (PlugApi) api = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlugChanged) changed = NULL;

  api = plug_api_new (self->client, plug_account_get_base_url (self->account),
                      plug_account_get_id (self->account), user_secret, organization_secret);
  plug_api_change_async (api, change, NULL, plug_test_result_cb, &result);
  changed = plug_api_change_finish (api, plug_test_wait (&result));
  g_assert_no_error (changed->error);
}

/* plug_fixture_empty_keyring:
 * Removes the account, and with it every item of it from the keyring. */
void
plug_fixture_empty_keyring (PlugFixture *self)
{
  GListModel *intents = plug_inventory_list_intents (self->inventory);
  g_autoptr (GAsyncResult) removed = NULL;
  g_autoptr (GError) error = NULL;

  while (g_list_model_get_n_items (intents) > 0)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, 0);
      g_autoptr (GAsyncResult) dismissed = NULL;

      plug_inventory_dismiss_intent_async (self->inventory, intent, NULL, plug_test_result_cb,
                                           &dismissed);
      plug_inventory_finish (self->inventory, plug_test_wait (&dismissed), &error);
      g_assert_no_error (error);
    }
  plug_inventory_remove_account_async (self->inventory, self->account, NULL, plug_test_result_cb,
                                       &removed);
  plug_inventory_finish (self->inventory, plug_test_wait (&removed), &error);
  g_assert_no_error (error);
}

/* plug_fixture_assert_agreement:
 * Tenant, list and keyring say the same: nothing lost, nothing doubled, no phantom. */
void
plug_fixture_assert_agreement (PlugFixture *self)
{
  GListModel *instances = plug_inventory_list_instances (self->inventory);

  g_assert_cmpuint (g_list_model_get_n_items (instances), ==,
                    plug_sandbox_count_instances (self->tenant));
  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);
      g_autofree char *json = NULL;

      json = plug_sandbox_dup_instance_json (self->tenant, plug_instance_get_id (instance));
      g_assert_nonnull (json);
      g_assert_cmpint (plug_instance_get_token_state (instance), ==, PLUG_TOKEN_SAVED);
      plug_fixture_assert_token (self, plug_instance_get_id (instance));
    }
}

/* plug_fixture_make_instance:
 * Returns: (transfer none): an instance made as the user makes one, its token in the keyring */
PlugInstance *
plug_fixture_make_instance (PlugFixture *self,
                            const char  *name)
{
  g_autoptr (PlugCreation) creation = plug_fixture_create (self, name);

  plug_fixture_wait_finished (creation);
  g_assert_cmpint (plug_creation_get_outcome (creation), ==, PLUG_CREATION_DONE);
  return plug_creation_get_instance (creation); /* the list holds it */
}

/* plug_fixture_find:
 * Returns: (transfer none) (nullable): the instance of that id in the list */
PlugInstance *
plug_fixture_find (PlugFixture *self,
                   const char  *id)
{
  return plug_inventory_find_instance (self->inventory, plug_account_get_id (self->account), id);
}

/* plug_fixture_sync:
 * Returns: whether the tenant could list all it has */
gboolean
plug_fixture_sync (PlugFixture  *self,
                   GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_inventory_sync_async (self->inventory, NULL, NULL, plug_test_result_cb, &result);
  return plug_inventory_finish (self->inventory, plug_test_wait (&result), error);
}

/* plug_fixture_sync_well:
 * The same, when nothing is in its way. */
void
plug_fixture_sync_well (PlugFixture *self)
{
  g_autoptr (GError) error = NULL;

  plug_fixture_sync (self, &error);
  g_assert_no_error (error);
}

/* plug_fixture_change:
 * @in_doubt: (out) (optional): whether the tenant may have made it all the same
 *
 * Returns: whether @change is made */
gboolean
plug_fixture_change (PlugFixture  *self,
                     PlugChange   *change,
                     gboolean     *in_doubt,
                     GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_inventory_change_async (self->inventory, change, NULL, plug_test_result_cb, &result);
  return plug_inventory_change_finish (self->inventory, plug_test_wait (&result), in_doubt, error);
}

static gboolean
is_check_finished (gpointer user_data)
{
  return plug_check_is_finished (user_data);
}

/* plug_fixture_check:
 * @instances: (nullable): NULL for all
 *
 * Returns: (transfer full): a check that is finished */
PlugCheck *
plug_fixture_check (PlugFixture *self,
                    GListModel  *instances)
{
  PlugCheck *check = plug_inventory_check (self->inventory, instances);

  plug_test_spin_until (is_check_finished, check);
  return check;
}

/* plug_fixture_has_token:
 * Returns: whether the keyring has a token of @instance_id */
gboolean
plug_fixture_has_token (PlugFixture *self,
                        const char  *instance_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlugSecret) token = NULL;
  g_autoptr (GError) error = NULL;

  plug_keyring_lookup_async (self->keyring, PLUG_SECRET_KIND_TOKEN,
                             plug_account_get_id (self->account), instance_id, NULL,
                             plug_test_result_cb, &result);
  token = plug_keyring_lookup_finish (self->keyring, plug_test_wait (&result), &error);
  if (token == NULL)
    g_assert_error (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT);
  return token != NULL;
}

/* plug_fixture_clear_token:
 * Removes the item as somebody else does. */
void
plug_fixture_clear_token (PlugFixture *self,
                          const char  *instance_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_keyring_clear_async (self->keyring, PLUG_SECRET_KIND_TOKEN,
                            plug_account_get_id (self->account), instance_id, NULL,
                            plug_test_result_cb, &result);
  plug_keyring_clear_finish (self->keyring, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}
