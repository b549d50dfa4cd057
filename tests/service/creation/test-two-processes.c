/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two inventories on one database, as a window and a command are: each sees what the other
 * writes, keeps its objects, and leaves alone what the other is still waiting for. */

#include "config.h"

#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-test.h"

/* The window's, beside the fixture's own. */
typedef struct {
  PlugFixture *fixture;
  PlugStore *store;
  PlugKeyring *keyring;
  PlugClient *client;
  PlugInventory *inventory;
} Other;

static void
other_open (Other      *other,
            gboolean    live,
            const char *instance)
{
  g_autofree char *path = g_build_filename (other->fixture->folder, "plugboard.db", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  other->store = plug_store_new (path);
  other->keyring = plug_keyring_new ();
  other->client = plug_client_new ();
  other->inventory = plug_inventory_new (other->store, other->keyring, other->client);
  plug_inventory_set_settle_ms (other->inventory, 400);
  if (live)
    plug_inventory_open_async (other->inventory, NULL, plug_test_result_cb, &result);
  else
    plug_inventory_read_async (other->inventory, instance, NULL, plug_test_result_cb, &result);
  plug_inventory_finish (other->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

static gboolean
is_alone (gpointer user_data)
{
  GObject *object = user_data;

  return g_atomic_int_get ((gint *) &object->ref_count) == 1;
}

static void
other_close (Other *other)
{
  plug_test_spin_until (is_alone, other->inventory);
  plug_test_assert_finalized (other->inventory);
  plug_store_close (other->store);
  g_clear_object (&other->store);
  g_clear_object (&other->keyring);
  g_clear_object (&other->client);
}

static guint
count (GListModel *model)
{
  return g_list_model_get_n_items (model);
}

static gboolean
has_one_instance (gpointer user_data)
{
  Other *other = user_data;

  return count (plug_inventory_list_instances (other->inventory)) == 1;
}

static gboolean
has_no_instance (gpointer user_data)
{
  Other *other = user_data;

  return count (plug_inventory_list_instances (other->inventory)) == 0;
}

static gboolean
is_renamed (gpointer user_data)
{
  return g_strcmp0 (plug_account_get_name (user_data), "Renamed") == 0;
}

static gboolean
has_no_account (gpointer user_data)
{
  Other *other = user_data;

  return count (plug_inventory_list_accounts (other->inventory)) == 0;
}

static void
finish (PlugFixture   *fixture,
        GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;

  plug_inventory_finish (fixture->inventory, plug_test_wait (result), &error);
  g_assert_no_error (error);
  g_clear_object (result);
}

/* Made, renamed, forgotten and removed in one; seen in the other, on the same objects. */
static void
test_lists_follow (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  Other other = { .fixture = fixture };
  g_autoptr (PlugCreation) creation = NULL;
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (PlugInstance) instance = NULL;
  GAsyncResult *result = NULL;

  other_open (&other, TRUE, NULL);
  account = g_list_model_get_item (plug_inventory_list_accounts (other.inventory), 0);
  creation = plug_fixture_create (fixture, "SageCRM");
  plug_test_spin_until (has_one_instance, &other);
  plug_fixture_wait_finished (creation);
  instance = g_list_model_get_item (plug_inventory_list_instances (other.inventory), 0);
  g_assert_cmpstr (plug_instance_get_account_name (instance), ==, "Test");

  plug_inventory_edit_account_async (fixture->inventory, fixture->account, "Renamed",
                                     plug_account_get_base_url (fixture->account), NULL, NULL,
                                     NULL, plug_test_result_cb, &result);
  finish (fixture, &result);
  plug_test_spin_until (is_renamed, account);
  g_assert_cmpstr (plug_instance_get_account_name (instance), ==, "Renamed");
  g_assert_true (plug_inventory_find_instance (other.inventory, plug_account_get_id (account),
                                               plug_instance_get_id (instance)) == instance);

  plug_inventory_forget_instance_async (fixture->inventory,
                                        plug_creation_get_instance (creation), NULL,
                                        plug_test_result_cb, &result);
  finish (fixture, &result);
  plug_test_spin_until (has_no_instance, &other);
  g_assert_null (plug_inventory_find_instance (other.inventory, plug_account_get_id (account),
                                               plug_instance_get_id (instance)));
  plug_fixture_empty_keyring (fixture);
  plug_test_spin_until (has_no_account, &other);
  other_close (&other);
}

static void
count_items_cb (GListModel *model,
                guint       position,
                guint       removed,
                guint       added,
                guint      *n_added)
{
  *n_added += added;
}

/* What the other process is still waiting for is nobody's doubt here. */
static void
test_not_in_doubt_while_waited_for (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  Other other = { .fixture = fixture };
  g_autoptr (PlugCreation) creation = NULL;
  guint n_shown = 0;

  other_open (&other, TRUE, NULL);
  g_signal_connect (plug_inventory_list_intents (other.inventory), "items-changed",
                    G_CALLBACK (count_items_cb), &n_shown);
  plug_sandbox_push_fault (fixture->tenant, "POST /instances slow=700");
  creation = plug_fixture_create (fixture, "SageCRM");
  plug_fixture_wait_finished (creation);
  g_assert_cmpint (plug_creation_get_outcome (creation), ==, PLUG_CREATION_DONE);
  plug_test_spin_until (has_one_instance, &other);
  g_assert_cmpuint (n_shown, ==, 0);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "POST", "/instances"), ==, 1);
  other_close (&other);
}

static gboolean
has_one_intent (gpointer user_data)
{
  Other *other = user_data;

  return count (plug_inventory_list_intents (other->inventory)) == 1;
}

static gboolean
are_calm (gpointer user_data)
{
  Other *other = user_data;

  return count (plug_inventory_list_intents (other->inventory)) == 0 &&
         plug_fixture_count_intents (other->fixture) == 0;
}

static gboolean
has_not_found (gpointer user_data)
{
  GListModel *intents = plug_inventory_list_intents (((Other *) user_data)->inventory);
  g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, 0);

  return intent != NULL && plug_intent_get_state (intent) == PLUG_INTENT_NOT_FOUND;
}

/* A doubt of the one is shown by the other, whoever settles or dismisses it. */
static void
test_doubt_is_shared (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  Other other = { .fixture = fixture };
  g_autoptr (PlugCreation) creation = NULL;
  g_autoptr (PlugIntent) intent = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  other_open (&other, TRUE, NULL);
  plug_sandbox_push_fault (fixture->tenant, "POST /instances drop-before");
  creation = plug_fixture_create (fixture, "SageCRM");
  plug_fixture_wait_finished (creation);
  g_assert_cmpint (plug_creation_get_outcome (creation), ==, PLUG_CREATION_IN_DOUBT);
  plug_test_spin_until (has_one_intent, &other);
  plug_test_spin_until (has_not_found, &other);
  intent = g_list_model_get_item (plug_inventory_list_intents (other.inventory), 0);
  plug_inventory_dismiss_intent_async (other.inventory, intent, NULL, plug_test_result_cb,
                                       &result);
  plug_inventory_finish (other.inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  plug_test_spin_until (are_calm, &other);
  other_close (&other);
}

/* Both look for what one of them lost: it is found once. */
static void
test_both_reconcile (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  Other other = { .fixture = fixture };
  g_autoptr (PlugCreation) creation = NULL;

  other_open (&other, TRUE, NULL);
  plug_sandbox_push_fault (fixture->tenant, "POST /instances drop-after");
  creation = plug_fixture_create (fixture, "SageCRM");
  plug_fixture_wait_finished (creation);
  plug_test_spin_until (are_calm, &other);
  plug_test_spin_until (has_one_instance, &other);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "POST", "/instances"), ==, 1);
  plug_fixture_assert_agreement (fixture);
  other_close (&other);
}

/* Reading alone asks no tenant, not even for what is in doubt, nor after a keyring's answer. */
static void
test_read_is_quiet (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  Other other = { .fixture = fixture };
  g_autoptr (PlugCreation) first = plug_fixture_create (fixture, "One");
  g_autoptr (PlugCreation) second = NULL;
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (PlugSecret) token = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_requests;

  plug_fixture_wait_finished (first);
  second = plug_fixture_create (fixture, "Two");
  plug_fixture_wait_finished (second);
  n_requests = plug_sandbox_count_requests (fixture->tenant, NULL, NULL);
  other_open (&other, FALSE, "Two");
  g_assert_cmpuint (count (plug_inventory_list_accounts (other.inventory)), ==, 1);
  g_assert_cmpuint (count (plug_inventory_list_instances (other.inventory)), ==, 1);
  instance = g_list_model_get_item (plug_inventory_list_instances (other.inventory), 0);
  g_assert_cmpstr (plug_instance_get_name (instance), ==, "Two");
  plug_inventory_load_token_async (other.inventory, instance, NULL, plug_test_result_cb, &result);
  token = plug_inventory_load_token_finish (other.inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_nonnull (token);
  g_clear_object (&result);
  other_close (&other);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, NULL, NULL), ==, n_requests);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/two-processes/lists-follow", test_lists_follow);
  g_test_add_func ("/two-processes/not-in-doubt-while-waited-for",
                   test_not_in_doubt_while_waited_for);
  g_test_add_func ("/two-processes/doubt-is-shared", test_doubt_is_shared);
  g_test_add_func ("/two-processes/both-reconcile", test_both_reconcile);
  g_test_add_func ("/two-processes/read-is-quiet", test_read_is_quiet);

  return g_test_run ();
}
