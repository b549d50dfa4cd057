/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks against a tenant in every state: one word, one sentence and what mends it. */

#include "config.h"

#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-test.h"

/* One state of an instance, and what a check has to say. */
typedef struct {
  const char *name;
  const char *edit;  /* what somebody else does to it */
  const char *fault; /* NULL: none; {id} is the instance's path */
  PlugHealth health;
  PlugRemedy remedy;
  const char *words; /* of the reason */
} Case;

static const Case cases[] = {
  { "healthy", "{}", NULL, PLUG_HEALTH_HEALTHY, PLUG_REMEDY_NONE, NULL },
  { "no-ping", "{\"ping\":\"unsupported\"}", NULL, PLUG_HEALTH_HEALTHY, PLUG_REMEDY_NONE, NULL },
  { "disabled", "{\"disabled\":true}", NULL, PLUG_HEALTH_DISABLED, PLUG_REMEDY_ENABLE,
    "disabled" },
  { "provider-rejects", "{\"ping\":\"rejected\"}", NULL, PLUG_HEALTH_REJECTED,
    PLUG_REMEDY_REAUTHENTICATE, "invalid user name" },
  { "not-valid", "{\"ping\":\"invalid\"}", NULL, PLUG_HEALTH_REJECTED,
    PLUG_REMEDY_REAUTHENTICATE, "not valid" },
  { "provider-down", "{\"ping\":\"down\"}", NULL, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY,
    "timed out" },
  { "renamed", "{\"name\":\"Other\"}", NULL, PLUG_HEALTH_CHANGED, PLUG_REMEDY_REVIEW, "differs" },
  { "row-18-bad-gateway", "{}", "GET /instances/{id} status=502", PLUG_HEALTH_UNKNOWN,
    PLUG_REMEDY_RETRY, NULL },
  { "row-02-lost", "{}", "GET /instances/{id} drop-before times=9", PLUG_HEALTH_UNKNOWN,
    PLUG_REMEDY_RETRY, "lost" },
  { "row-15-forbidden", "{}", "GET /instances/{id} status=403", PLUG_HEALTH_REJECTED,
    PLUG_REMEDY_NONE, NULL },
  { "row-17-rate-limited", "{}", "GET /instances/{id} status=429", PLUG_HEALTH_UNKNOWN,
    PLUG_REMEDY_RETRY, NULL },
  { "row-59-404-once", "{}", "GET /instances/{id} status=404", PLUG_HEALTH_HEALTHY,
    PLUG_REMEDY_NONE, NULL },
  { "row-59-404-twice", "{}", "GET /instances/{id} status=404 times=2", PLUG_HEALTH_GONE,
    PLUG_REMEDY_FORGET, "deleted" },
  { "row-59-404-of-a-proxy", "{}", "GET /instances/{id} status=404 body=html times=2",
    PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_EDIT_ACCOUNT, "page" },
  { "row-12-redirect", "{}", "GET /organizations/me redirect=https://example.com/",
    PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_EDIT_ACCOUNT, "example.com" },
  { "row-19-html", "{}", "GET /organizations/me html", PLUG_HEALTH_UNKNOWN,
    PLUG_REMEDY_EDIT_ACCOUNT, "not an Open Connectors API" },
  { "row-15-no-organization", "{}", "GET /organizations/me status=403", PLUG_HEALTH_HEALTHY,
    PLUG_REMEDY_NONE, NULL },
};

static PlugCheckResult *
only_result (PlugCheck *check)
{
  GListModel *results = plug_check_list_results (check);

  g_assert_cmpuint (g_list_model_get_n_items (results), ==, 1);
  return g_list_model_get_item (results, 0);
}

static void
test_state (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  const char *id = plug_instance_get_id (instance);
  g_autoptr (PlugCheck) check = NULL;
  g_autoptr (PlugCheckResult) result = NULL;

  plug_sandbox_edit_instance (fixture->tenant, id, c->edit);
  if (c->fault != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (c->fault, "{id}", 2);
      g_autofree char *spec = g_strjoinv (id, parts);

      plug_sandbox_push_fault (fixture->tenant, spec);
    }
  check = plug_fixture_check (fixture, NULL);
  result = only_result (check);
  g_test_message ("%s", plug_check_result_get_reason (result));
  g_assert_cmpint (plug_check_result_get_state (result), ==, PLUG_CHECK_DONE);
  g_assert_cmpint (plug_check_result_get_health (result), ==, c->health);
  g_assert_cmpint (plug_check_result_get_remedy (result), ==, c->remedy);
  g_assert_cmpint (plug_check_result_get_reason (result) == NULL, ==,
                   c->health == PLUG_HEALTH_HEALTHY);
  if (c->words != NULL)
    g_assert_nonnull (strstr (plug_check_result_get_reason (result), c->words));
  g_assert_true (plug_fixture_has_token (fixture, id));
  if (c->health != PLUG_HEALTH_UNKNOWN)
    {
      g_assert_cmpint (plug_instance_get_health (instance), ==, c->health);
      g_assert_cmpint (plug_instance_get_checked (instance), >, 0);
    }
}

/* What was found out is there at the next start. */
static void
test_kept (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autofree char *id = g_strdup (plug_instance_get_id (instance));
  g_autoptr (PlugCheck) check = NULL;

  plug_sandbox_edit_instance (fixture->tenant, id, "{\"ping\":\"rejected\"}");
  check = plug_fixture_check (fixture, NULL);
  g_clear_object (&check);
  plug_fixture_restart (fixture);
  instance = plug_fixture_find (fixture, id);
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_REJECTED);
  g_assert_nonnull (strstr (plug_instance_get_health_reason (instance), "invalid user name"));
  g_assert_cmpint (plug_instance_get_checked (instance), >, 0);
}

/* Each of the two secrets, reset: which one it was is said. */
static void
test_secrets (gconstpointer data)
{
  gboolean is_user = GPOINTER_TO_INT (data);
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (PlugCheck) check = NULL;
  g_autoptr (PlugCheckResult) result = NULL;

  plug_sandbox_set_secrets (fixture->tenant, is_user ? "reset" : PLUG_SANDBOX_USER_SECRET,
                            is_user ? PLUG_SANDBOX_ORGANIZATION_SECRET : "reset");
  check = plug_fixture_check (fixture, NULL);
  result = only_result (check);
  g_test_message ("%s", plug_check_result_get_reason (result));
  g_assert_cmpint (plug_check_result_get_health (result), ==, PLUG_HEALTH_REJECTED);
  g_assert_cmpint (plug_check_result_get_remedy (result), ==, PLUG_REMEDY_EDIT_ACCOUNT);
  g_assert_true (plug_check_result_is_of_account (result));
  g_assert_true (g_str_has_prefix (plug_check_result_get_reason (result),
                                   is_user ? "The user secret is wrong"
                                           : "The organization secret is wrong"));
  g_assert_cmpint (plug_account_get_state (fixture->account), ==, PLUG_ACCOUNT_STATE_REJECTED);
  /* The instance keeps what is known of it. */
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_UNKNOWN);
  g_assert_true (plug_fixture_has_token (fixture, plug_instance_get_id (instance)));
}

/* The account is asked once, and its instances are not when it is refused. */
static void
test_account_asked_once (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugCheck) check = NULL;
  g_autoptr (PlugCheck) refused = NULL;

  plug_sandbox_fill (fixture->tenant, 12);
  plug_fixture_sync_well (fixture);
  plug_sandbox_forget_requests (fixture->tenant);
  check = plug_fixture_check (fixture, NULL);
  g_assert_cmpuint (plug_check_get_n_done (check), ==, 12);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "GET", "/organizations/me"), ==,
                    1);
  g_assert_cmpuint (plug_check_count (check, PLUG_HEALTH_HEALTHY), ==, 12);

  plug_sandbox_set_secrets (fixture->tenant, "other", "other");
  plug_sandbox_forget_requests (fixture->tenant);
  refused = plug_fixture_check (fixture, NULL);
  g_assert_cmpuint (plug_check_count (refused, PLUG_HEALTH_REJECTED), ==, 12);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "GET", "/instances/*"), ==, 0);
}

/* A token that the tenant has replaced is fetched once, saved, and tried once more. */
static void
test_rotated (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  const char *id = plug_instance_get_id (instance);
  g_autoptr (PlugCheck) check = NULL;
  g_autoptr (PlugCheckResult) result = NULL;

  plug_sandbox_rotate_token (fixture->tenant, id);
  plug_sandbox_forget_requests (fixture->tenant);
  check = plug_fixture_check (fixture, NULL);
  result = only_result (check);
  g_assert_cmpint (plug_check_result_get_health (result), ==, PLUG_HEALTH_HEALTHY);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "GET", "/hubs/*/ping"), ==, 2);
  plug_fixture_assert_token (fixture, id);
}

/* Refused again, it is not tried a third time. */
static void
test_rotated_in_vain (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (PlugCheck) check = NULL;
  g_autoptr (PlugCheckResult) result = NULL;

  plug_sandbox_rotate_token (fixture->tenant, plug_instance_get_id (instance));
  plug_sandbox_push_fault (fixture->tenant, "GET /hubs/*/ping status=401 times=*");
  plug_sandbox_forget_requests (fixture->tenant);
  check = plug_fixture_check (fixture, NULL);
  result = only_result (check);
  g_assert_cmpint (plug_check_result_get_health (result), ==, PLUG_HEALTH_REJECTED);
  g_assert_cmpint (plug_check_result_get_remedy (result), ==, PLUG_REMEDY_REAUTHENTICATE);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "GET", "/hubs/*/ping"), ==, 2);
  plug_fixture_assert_token (fixture, plug_instance_get_id (instance));
}

static void
test_token_missing (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (PlugCheck) check = NULL;
  g_autoptr (PlugCheckResult) result = NULL;

  plug_fixture_clear_token (fixture, plug_instance_get_id (instance));
  check = plug_fixture_check (fixture, NULL);
  result = only_result (check);
  g_assert_cmpint (plug_check_result_get_health (result), ==, PLUG_HEALTH_CHANGED);
  g_assert_cmpint (plug_check_result_get_remedy (result), ==, PLUG_REMEDY_FETCH_TOKEN);
  g_assert_cmpint (plug_instance_get_token_state (instance), ==, PLUG_TOKEN_ABSENT);
}

/* Of one made elsewhere the token is used and not kept. */
static void
test_elsewhere (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autofree char *id = plug_sandbox_add_instance (fixture->tenant, "sagecrm", "Elsewhere", NULL);
  g_autoptr (PlugCheck) check = NULL;

  plug_fixture_sync_well (fixture);
  check = plug_fixture_check (fixture, NULL);
  g_assert_cmpuint (plug_check_count (check, PLUG_HEALTH_HEALTHY), ==, 1);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "GET", "/hubs/*/ping"), ==, 1);
  g_assert_false (plug_fixture_has_token (fixture, id));
}

static gboolean
is_at_work (gpointer user_data)
{
  return plug_sandbox_count_requests (user_data, "GET", "/instances/*") >= 4;
}

static gboolean
is_finished (gpointer user_data)
{
  return plug_check_is_finished (user_data);
}

/* Four at a time, and cancelled in the middle: nothing more is asked. */
static void
test_cancelled (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugCheck) check = NULL;
  guint n_cancelled = 0;

  plug_sandbox_fill (fixture->tenant, 30);
  plug_fixture_sync_well (fixture);
  plug_sandbox_push_fault (fixture->tenant, "GET /instances/* hang times=*");
  plug_sandbox_forget_requests (fixture->tenant);
  check = plug_inventory_check (fixture->inventory, NULL);
  plug_test_spin_until (is_at_work, fixture->tenant);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "GET", "/instances/*"), ==, 4);
  plug_check_cancel (check);
  plug_test_spin_until (is_finished, check);
  for (guint i = 0; i < plug_check_get_n_total (check); i++)
    {
      g_autoptr (PlugCheckResult) result =
        g_list_model_get_item (plug_check_list_results (check), i);

      n_cancelled += plug_check_result_get_state (result) == PLUG_CHECK_CANCELLED;
    }
  g_assert_cmpuint (n_cancelled, ==, 30);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "GET", "/instances/*"), ==, 4);
}

/* Selected ones alone. */
static void
test_selected (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (GListStore) selected = g_list_store_new (PLUG_TYPE_INSTANCE);
  g_autoptr (PlugCheck) check = NULL;

  plug_fixture_make_instance (fixture, "One");
  g_list_store_append (selected, plug_fixture_make_instance (fixture, "Two"));
  check = plug_fixture_check (fixture, G_LIST_MODEL (selected));
  g_assert_cmpuint (plug_check_get_n_total (check), ==, 1);
  g_assert_cmpuint (plug_check_count (check, PLUG_HEALTH_HEALTHY), ==, 1);
}

static void
test_offline (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (PlugCheck) healthy = NULL;
  g_autoptr (PlugCheck) check = NULL;
  g_autoptr (PlugCheckResult) result = NULL;

  healthy = plug_fixture_check (fixture, NULL);
  plug_sandbox_stop (fixture->tenant);
  check = plug_fixture_check (fixture, NULL);
  result = only_result (check);
  g_assert_cmpint (plug_check_result_get_health (result), ==, PLUG_HEALTH_UNKNOWN);
  g_assert_cmpint (plug_check_result_get_remedy (result), ==, PLUG_REMEDY_EDIT_ACCOUNT);
  /* What could not be asked changes nothing of what is known. */
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_HEALTHY);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/check/state/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_state);
    }
  g_test_add_func ("/check/kept", test_kept);
  g_test_add_data_func ("/check/row-58-user-secret-reset", GINT_TO_POINTER (TRUE), test_secrets);
  g_test_add_data_func ("/check/row-58-organization-secret-reset", GINT_TO_POINTER (FALSE),
                        test_secrets);
  g_test_add_func ("/check/account-asked-once", test_account_asked_once);
  g_test_add_func ("/check/row-60-token-replaced", test_rotated);
  g_test_add_func ("/check/row-60-token-replaced-in-vain", test_rotated_in_vain);
  g_test_add_func ("/check/row-43-token-missing", test_token_missing);
  g_test_add_func ("/check/row-62-made-elsewhere", test_elsewhere);
  g_test_add_func ("/check/cancelled", test_cancelled);
  g_test_add_func ("/check/selected", test_selected);
  g_test_add_func ("/check/row-01-offline", test_offline);
  return g_test_run ();
}
