/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be taken back: forgetting, and deleting later; also after the end of the process, and
 * with two of them. */

#include "config.h"

#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-test.h"
#include "plug-use.h"

#define LONG_MS 3600000

static void
forget (PlugFixture  *fixture,
        PlugInstance *instance)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_forget_instance_async (fixture->inventory, instance, NULL, plug_test_result_cb,
                                        &result);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

static void
recall (PlugFixture  *fixture,
        PlugInstance *instance)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_recall_instance_async (fixture->inventory, instance, NULL, plug_test_result_cb,
                                        &result);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

static guint
count_forgotten (PlugFixture *fixture)
{
  return g_list_model_get_n_items (plug_inventory_list_forgotten (fixture->inventory));
}

static gboolean
is_token_absent (gpointer user_data)
{
  return plug_instance_get_token_state (user_data) == PLUG_TOKEN_ABSENT;
}

static void
test_forget_and_undo (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugInstance) instance = g_object_ref (plug_fixture_make_instance (fixture, "One"));
  const char *id = plug_instance_get_id (instance);

  plug_inventory_set_undo_ms (fixture->inventory, LONG_MS);
  forget (fixture, instance);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 0);
  g_assert_cmpuint (count_forgotten (fixture), ==, 1);
  g_assert_true (plug_fixture_has_token (fixture, id));
  recall (fixture, instance);
  g_assert_cmpuint (count_forgotten (fixture), ==, 0);
  g_assert_true (plug_fixture_find (fixture, id) == instance);
  plug_fixture_assert_agreement (fixture);
}

/* The tenant still has it; nobody wants to see it again. */
static void
test_forgotten_stays_so (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugInstance) instance = g_object_ref (plug_fixture_make_instance (fixture, "One"));
  g_autofree char *id = g_strdup (plug_instance_get_id (instance));

  plug_inventory_set_undo_ms (fixture->inventory, 0);
  forget (fixture, instance);
  plug_test_spin_until (is_token_absent, instance);
  g_assert_false (plug_fixture_has_token (fixture, id));
  plug_fixture_sync_well (fixture);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 0);
  g_clear_object (&instance);
  plug_fixture_restart (fixture);
  plug_fixture_sync_well (fixture);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 0);
  g_assert_cmpuint (count_forgotten (fixture), ==, 1);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->tenant), ==, 1);
}

/* The end of the process within the undo time: the next one finishes it. */
static void
test_forget_survives (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autofree char *id = g_strdup (plug_instance_get_id (plug_fixture_make_instance (fixture,
                                                                                    "One")));
  g_autoptr (PlugInstance) instance = NULL;

  plug_inventory_set_undo_ms (fixture->inventory, LONG_MS);
  forget (fixture, plug_fixture_find (fixture, id));
  plug_fixture_restart (fixture);
  g_assert_true (plug_fixture_has_token (fixture, id));
  instance = g_list_model_get_item (plug_inventory_list_forgotten (fixture->inventory), 0);
  g_assert_cmpstr (plug_instance_get_id (instance), ==, id);
  plug_inventory_set_undo_ms (fixture->inventory, 0);
  plug_test_spin_until (is_token_absent, instance);
  g_assert_false (plug_fixture_has_token (fixture, id));
  /* Recalled too late, it is there, and its token can be fetched. */
  recall (fixture, instance);
  g_assert_cmpint (plug_instance_get_token_state (plug_fixture_find (fixture, id)), ==,
                   PLUG_TOKEN_ABSENT);
}

/* Deleted on the tenant, nothing is left to be kept away. */
static void
test_forgotten_and_gone (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugInstance) instance = g_object_ref (plug_fixture_make_instance (fixture, "One"));

  plug_fixture_make_instance (fixture, "Two");
  plug_inventory_set_undo_ms (fixture->inventory, 0);
  forget (fixture, instance);
  plug_test_spin_until (is_token_absent, instance);
  plug_sandbox_remove_instance (fixture->tenant, plug_instance_get_id (instance));
  plug_fixture_sync_well (fixture);
  g_assert_cmpuint (count_forgotten (fixture), ==, 0);
  g_clear_object (&instance);
  plug_fixture_restart (fixture);
  g_assert_cmpuint (count_forgotten (fixture), ==, 0);
  plug_fixture_assert_agreement (fixture);
}

/* A lost creation that a sync has shown as somebody else's, and that was forgotten, is found all
 * the same. */
static void
test_forgotten_and_made (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugIntent) intent = NULL;
  g_autoptr (GAsyncResult) recorded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  id = plug_sandbox_add_instance (fixture->tenant, "sagecrm", "SageCRM", NULL);
  plug_fixture_sync_well (fixture);
  plug_inventory_set_undo_ms (fixture->inventory, LONG_MS);
  forget (fixture, plug_fixture_find (fixture, id));
  intent = plug_intent_new (PLUG_INTENT_CREATE, plug_account_get_id (fixture->account),
                            plug_account_get_base_url (fixture->account), "sagecrm", "SageCRM",
                            NULL);
  plug_intent_set_known_ids (intent, (const char *const[]) { NULL });
  plug_intent_set_state (intent, PLUG_INTENT_SENT);
  plug_store_record_intent_async (fixture->store, intent, NULL, plug_test_result_cb, &recorded);
  g_assert_true (plug_store_finish (fixture->store, plug_test_wait (&recorded), &error));
  g_clear_object (&recorded);
  plug_fixture_restart (fixture);
  plug_fixture_wait_settled (fixture);
  g_assert_cmpuint (plug_fixture_count_intents (fixture), ==, 0);
  g_assert_cmpuint (count_forgotten (fixture), ==, 0);
  plug_fixture_assert_agreement (fixture);
  plug_fixture_restart (fixture);
  plug_fixture_assert_agreement (fixture);
}

/* The account goes, and with it what was forgotten of it. */
static void
test_forgotten_account (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autofree char *id = g_strdup (plug_instance_get_id (plug_fixture_make_instance (fixture,
                                                                                    "One")));

  plug_inventory_set_undo_ms (fixture->inventory, LONG_MS);
  forget (fixture, plug_fixture_find (fixture, id));
  plug_fixture_empty_keyring (fixture);
  g_assert_cmpuint (count_forgotten (fixture), ==, 0);
  g_assert_false (plug_fixture_has_token (fixture, id));
}

static gboolean
delete_at (PlugFixture   *fixture,
           PlugInstance  *instance,
           gint64         due,
           GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_inventory_delete_later_async (fixture->inventory, instance, due, NULL, plug_test_result_cb,
                                     &result);
  return plug_inventory_change_finish (fixture->inventory, plug_test_wait (&result), NULL, error);
}

static gboolean
keep (PlugFixture   *fixture,
      PlugInstance  *instance,
      GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_inventory_keep_instance_async (fixture->inventory, instance, NULL, plug_test_result_cb,
                                      &result);
  return plug_inventory_change_finish (fixture->inventory, plug_test_wait (&result), NULL, error);
}

static gint64
in_an_hour (void)
{
  return g_get_real_time () + G_TIME_SPAN_HOUR;
}

static gboolean
is_empty (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 0;
}

static void
test_grace_and_keep (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autofree char *id = g_strdup (plug_instance_get_id (instance));
  g_autoptr (GError) error = NULL;
  gint64 due = in_an_hour ();

  g_assert_true (delete_at (fixture, instance, due, &error));
  g_assert_no_error (error);
  g_assert_true (plug_instance_is_disabled (instance));
  g_assert_cmpint (plug_instance_get_due (instance), ==, due);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "DELETE", "/instances/*"), ==,
                    1);

  plug_fixture_restart (fixture);
  instance = plug_fixture_find (fixture, id);
  g_assert_cmpint (plug_instance_get_due (instance), ==, due);
  g_assert_true (keep (fixture, instance, &error));
  g_assert_no_error (error);
  g_assert_cmpint (plug_instance_get_due (instance), ==, 0);
  g_assert_false (plug_instance_is_disabled (instance));
  plug_fixture_assert_agreement (fixture);
  plug_fixture_restart (fixture);
  g_assert_cmpint (plug_instance_get_due (plug_fixture_find (fixture, id)), ==, 0);
}

static gboolean
is_single (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 1;
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

static gboolean
has_passed (gpointer user_data)
{
  g_timeout_add (50, wake_cb, NULL);
  return g_get_real_time () > *(gint64 *) user_data;
}

/* The time comes while no process runs. */
static void
test_grace_over (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autofree char *id = g_strdup (plug_instance_get_id (instance));
  g_autoptr (GError) error = NULL;
  gint64 due;

  plug_fixture_make_instance (fixture, "Two");
  due = g_get_real_time () + G_TIME_SPAN_SECOND;
  g_assert_true (delete_at (fixture, instance, due, &error));
  g_assert_no_error (error);
  plug_fixture_close (fixture);
  plug_test_spin_until (has_passed, &due);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->tenant), ==, 2);
  plug_fixture_reopen (fixture);
  plug_test_spin_until (is_single, plug_inventory_list_instances (fixture->inventory));
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->tenant), ==, 1);
  g_assert_false (plug_fixture_has_token (fixture, id));
  plug_fixture_assert_agreement (fixture);
}

/* Two processes, one time: one request. */
static void
test_two_processes (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugStore) store = plug_store_new (plug_store_get_path (fixture->store));
  g_autoptr (PlugInventory) other = NULL;
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  other = plug_inventory_new (store, fixture->keyring, fixture->client);
  plug_inventory_open_async (other, NULL, plug_test_result_cb, &result);
  plug_inventory_finish (other, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_true (delete_at (fixture, instance, g_get_real_time () + G_TIME_SPAN_SECOND, &error));
  g_assert_no_error (error);
  plug_sandbox_forget_requests (fixture->tenant);
  plug_test_spin_until (is_empty, plug_inventory_list_instances (fixture->inventory));
  plug_test_spin_until (is_empty, plug_inventory_list_instances (other));
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "DELETE", "/instances/*"), ==,
                    1);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->tenant), ==, 0);
}

static gboolean
is_due_taken (gpointer user_data)
{
  return plug_instance_get_due (user_data) == 0;
}

/* The tenant says no: it is disabled, and nothing hangs over it any more. */
static void
test_refused (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (GError) error = NULL;

  plug_sandbox_edit_instance (fixture->tenant, plug_instance_get_id (instance),
                              "{\"uses\":[\"Nightly\"]}");
  g_assert_true (delete_at (fixture, instance, g_get_real_time (), &error));
  g_assert_no_error (error);
  plug_test_spin_until (is_due_taken, instance);
  plug_fixture_sync_well (fixture);
  g_assert_true (plug_fixture_find (fixture, plug_instance_get_id (instance)) == instance);
  g_assert_true (plug_instance_is_disabled (instance));
  plug_fixture_assert_agreement (fixture);
}

/* Disabling fails: nothing is going to be deleted. */
static void
test_not_disabled (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (GError) error = NULL;

  plug_sandbox_push_fault (fixture->tenant, "DELETE /instances/*/enabled status=403");
  g_assert_false (delete_at (fixture, instance, g_get_real_time (), &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_FORBIDDEN);
  g_assert_cmpint (plug_instance_get_due (instance), ==, 0);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->tenant), ==, 1);
}

/* Somebody enables it again on the tenant: it is not deleted behind their back. */
static void
test_enabled_elsewhere (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autofree char *id = g_strdup (plug_instance_get_id (instance));
  g_autoptr (GError) error = NULL;

  g_assert_true (delete_at (fixture, instance, in_an_hour (), &error));
  plug_sandbox_edit_instance (fixture->tenant, id, "{\"disabled\":false}");
  plug_fixture_sync_well (fixture);
  g_assert_cmpint (plug_instance_get_due (instance), ==, 0);
  plug_fixture_restart (fixture);
  g_assert_cmpint (plug_instance_get_due (plug_fixture_find (fixture, id)), ==, 0);
}

static GListModel *
list_uses (PlugFixture   *fixture,
           PlugInstance  *instance,
           GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_inventory_list_uses_async (fixture->inventory, instance, NULL, plug_test_result_cb,
                                  &result);
  return plug_inventory_list_uses_finish (fixture->inventory, plug_test_wait (&result), error);
}

static void
test_uses (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (GListModel) none = NULL;
  g_autoptr (GListModel) two = NULL;
  g_autoptr (GListModel) unknown = NULL;
  g_autoptr (PlugUse) use = NULL;
  g_autoptr (GError) error = NULL;

  none = list_uses (fixture, instance, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (none), ==, 0);
  plug_sandbox_edit_instance (fixture->tenant, plug_instance_get_id (instance),
                              "{\"uses\":[\"Nightly\",\"Hourly\"]}");
  two = list_uses (fixture, instance, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (two), ==, 2);
  use = g_list_model_get_item (two, 0);
  g_assert_cmpstr (plug_use_get_name (use), ==, "Nightly");
  g_assert_true (plug_use_is_active (use));

  /* That nothing uses it is only said when the tenant said it. */
  plug_sandbox_push_fault (fixture->tenant, "GET /formulas/instances status=404 body=html");
  unknown = list_uses (fixture, instance, &error);
  g_assert_null (unknown);
  g_assert_nonnull (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/later/forget/undo", test_forget_and_undo);
  g_test_add_func ("/later/forget/stays-so", test_forgotten_stays_so);
  g_test_add_func ("/later/forget/survives", test_forget_survives);
  g_test_add_func ("/later/forget/account-removed", test_forgotten_account);
  g_test_add_func ("/later/forget/gone", test_forgotten_and_gone);
  g_test_add_func ("/later/forget/made", test_forgotten_and_made);
  g_test_add_func ("/later/delete/keep", test_grace_and_keep);
  g_test_add_func ("/later/delete/over", test_grace_over);
  g_test_add_func ("/later/delete/two-processes", test_two_processes);
  g_test_add_func ("/later/delete/row-16-refused", test_refused);
  g_test_add_func ("/later/delete/row-15-not-disabled", test_not_disabled);
  g_test_add_func ("/later/delete/enabled-elsewhere", test_enabled_elsewhere);
  g_test_add_func ("/later/uses", test_uses);
  return g_test_run ();
}
