/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugConnectorList: full at once, and then with what the tenant offers beside it. */

#include "config.h"

#include "plug-catalogue.h"
#include "plug-connector-list.h"
#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-store-offer.h"
#include "plug-test.h"

static gboolean
is_at_rest (gpointer user_data)
{
  return !plug_connector_list_is_refreshing (user_data);
}

static gboolean
was_asked (gpointer user_data)
{
  return plug_connector_list_get_asked (user_data) != 0 && is_at_rest (user_data);
}

static gboolean
is_unlocked (gpointer user_data)
{
  return plug_keyring_get_state (user_data) == PLUG_KEYRING_UNLOCKED;
}

static PlugConnectorList *
new_list (PlugFixture *fixture)
{
  plug_test_spin_until (is_unlocked, fixture->keyring);
  return plug_connector_list_new (fixture->inventory);
}

static guint
count_questions (PlugFixture *fixture)
{
  return plug_sandbox_count_requests (fixture->tenant, "GET", "/elements");
}

static void
assert_sorted (GListModel *list)
{
  g_autofree char *last = g_strdup ("");

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (PlugConnector) connector = g_list_model_get_item (list, i);
      g_autofree char *name = g_utf8_casefold (plug_connector_get_name (connector), -1);

      g_assert_cmpint (g_utf8_collate (last, name), <=, 0);
      g_free (last);
      last = g_steal_pointer (&name);
    }
}

static void
test_built_in (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugConnectorList) list = new_list (fixture);

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == PLUG_TYPE_CONNECTOR);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==,
                    g_list_model_get_n_items (plug_catalogue_list ()));
  g_assert_true (plug_connector_list_find (list, "sagecrm") == plug_catalogue_find ("sagecrm"));
  g_assert_null (plug_connector_list_find (list, "papermill_v3"));
  assert_sorted (G_LIST_MODEL (list));
  plug_connector_list_refresh (list);
  g_assert_false (plug_connector_list_is_refreshing (list));
  g_assert_cmpuint (count_questions (fixture), ==, 0);
  plug_test_assert_finalized (list);
}

static void
count_changes_cb (guint      *n_changes,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GListModel *list)
{
  *n_changes += 1;
}

static void
test_merged (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugConnectorList) list = new_list (fixture);
  PlugConnector *connector;
  guint n_changes = 0;

  plug_sandbox_set_page_size (fixture->tenant, 5);
  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (count_changes_cb), &n_changes);
  plug_connector_list_set_account (list, fixture->account);
  plug_test_spin_until (was_asked, list);
  g_assert_no_error (plug_connector_list_get_error (list));
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (count_questions (fixture), >=, 2);
  g_assert_cmpuint (plug_connector_list_get_n_skipped (list), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==,
                    g_list_model_get_n_items (plug_catalogue_list ()) + 5);
  assert_sorted (G_LIST_MODEL (list));

  /* What is built in stays as it is, also where the tenant says otherwise. */
  g_assert_true (plug_connector_list_find (list, "stripe") == plug_catalogue_find ("stripe"));
  connector = plug_connector_list_find (list, "aurelius-hr");
  g_assert_cmpstr (plug_connector_get_name (connector), ==, "Aurelius HR");
  g_assert_cmpstr (plug_connector_get_hub (connector), ==, "humancapital");
  g_assert_cmpstr (plug_connector_get_authentication (connector), ==, "custom");
  g_assert_cmpuint (g_list_model_get_n_items (plug_connector_list_fields (connector)), ==, 0);
  g_assert_nonnull (plug_connector_list_find (list, "harbour.logistics(eu)"));
}

/* Written down, so that the next run has it at once and asks nobody for a day. */
static void
test_kept (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugConnectorList) list = new_list (fixture);
  guint n_questions;

  plug_connector_list_set_account (list, fixture->account);
  plug_test_spin_until (was_asked, list);
  g_clear_object (&list);
  plug_fixture_restart (fixture);
  n_questions = count_questions (fixture);

  list = new_list (fixture);
  plug_connector_list_set_account (list, fixture->account);
  plug_test_spin_until (was_asked, list);
  g_assert_nonnull (plug_connector_list_find (list, "papermill_v3"));
  plug_connector_list_set_account (list, fixture->account);
  g_assert_false (plug_connector_list_is_refreshing (list));
  g_assert_cmpuint (count_questions (fixture), ==, n_questions);

  plug_connector_list_refresh (list);
  g_assert_true (plug_connector_list_is_refreshing (list));
  plug_test_spin_until (is_at_rest, list);
  g_assert_cmpuint (count_questions (fixture), >, n_questions);
}

static gboolean
is_two_days_younger (gpointer user_data)
{
  return g_get_real_time () - plug_connector_list_get_asked (user_data) < G_TIME_SPAN_DAY;
}

static void
test_a_day_old (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugConnectorList) list = new_list (fixture);
  g_autoptr (PlugOffer) offer = plug_offer_new ();
  g_autoptr (GAsyncResult) result = NULL;

  g_ptr_array_add (offer->connectors, plug_connector_new ("withdrawn", "Withdrawn", NULL, NULL));
  offer->asked = g_get_real_time () - 2 * G_TIME_SPAN_DAY;
  plug_store_save_offer_async (fixture->store, fixture->account, offer, NULL,
                               plug_test_result_cb, &result);
  g_assert_true (plug_store_finish (fixture->store, plug_test_wait (&result), NULL));
  plug_connector_list_set_account (list, fixture->account);
  plug_test_spin_until (was_asked, list);
  plug_test_spin_until (is_two_days_younger, list);
  g_assert_null (plug_connector_list_find (list, "withdrawn"));
  g_assert_nonnull (plug_connector_list_find (list, "papermill_v3"));
}

/* What is there stays there; it is not asked again by itself, and is on demand. */
static void
test_failure (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugConnectorList) list = new_list (fixture);

  plug_sandbox_push_fault (fixture->tenant, "GET /elements status=503 times=1");
  plug_connector_list_set_account (list, fixture->account);
  plug_connector_list_refresh (list);
  plug_test_spin_until (is_at_rest, list);
  g_assert_error (plug_connector_list_get_error (list), PLUG_ERROR, PLUG_ERROR_REMOTE_FAULT);
  g_assert_nonnull (plug_connector_list_find (list, "sagecrm"));
  plug_connector_list_set_account (list, fixture->account);
  g_assert_false (plug_connector_list_is_refreshing (list));
  plug_connector_list_refresh (list);
  plug_test_spin_until (is_at_rest, list);
  g_assert_no_error (plug_connector_list_get_error (list));
  g_assert_nonnull (plug_connector_list_find (list, "papermill_v3"));
}

/* An answer for an account that is not looked at any more is not for this list. */
static void
test_another_account (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugConnectorList) list = new_list (fixture);

  plug_connector_list_set_account (list, fixture->account);
  plug_connector_list_refresh (list);
  g_assert_true (plug_connector_list_is_refreshing (list));
  plug_connector_list_set_account (list, NULL);
  g_assert_false (plug_connector_list_is_refreshing (list));
  g_assert_null (plug_connector_list_get_account (list));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_null (plug_connector_list_find (list, "papermill_v3"));
  g_assert_no_error (plug_connector_list_get_error (list));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connector-list/built-in", test_built_in);
  g_test_add_func ("/connector-list/merged", test_merged);
  g_test_add_func ("/connector-list/kept", test_kept);
  g_test_add_func ("/connector-list/a-day-old", test_a_day_old);
  g_test_add_func ("/connector-list/failure", test_failure);
  g_test_add_func ("/connector-list/another-account", test_another_account);
  return g_test_run ();
}
