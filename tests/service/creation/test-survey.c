/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A look at a tenant: what it has is told, and nothing is changed by looking. */

#include "config.h"

#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-test.h"
#include "plug-versions.h"

static GPtrArray *
survey (PlugFixture  *fixture,
        gboolean     *complete,
        GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_inventory_survey_async (fixture->inventory, fixture->account, NULL, plug_test_result_cb,
                               &result);
  return plug_inventory_survey_finish (fixture->inventory, plug_test_wait (&result), complete,
                                       error);
}

static void
test_all (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (GPtrArray) listed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  gboolean complete = FALSE;

  id = plug_sandbox_add_instance (fixture->tenant, "sagecrm", "Somebody else’s", NULL);
  listed = survey (fixture, &complete, &error);
  g_assert_no_error (error);
  g_assert_true (complete);
  g_assert_cmpuint (listed->len, ==, 1);
  g_assert_cmpstr (plug_instance_get_id (listed->pdata[0]), ==, id);
  g_assert_cmpstr (plug_instance_get_account_name (listed->pdata[0]), ==, "Test");
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 0);
}

static void
test_incomplete (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (GPtrArray) listed = NULL;
  g_autoptr (GError) error = NULL;
  gboolean complete = TRUE;

  plug_sandbox_fill (fixture->tenant, 3);
  plug_sandbox_push_fault (fixture->tenant, "GET /instances list-cut times=*");
  listed = survey (fixture, &complete, &error);
  g_assert_no_error (error);
  g_assert_false (complete);
}

static void
test_refused (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (GError) error = NULL;

  plug_sandbox_push_fault (fixture->tenant, "GET /instances status=401 times=*");
  g_assert_null (survey (fixture, NULL, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_CREDENTIALS_REJECTED);
}

static PlugInstance *
ask (PlugFixture   *fixture,
     PlugInstance  *instance,
     GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_inventory_ask_async (fixture->inventory, instance, NULL, plug_test_result_cb, &result);
  return plug_inventory_ask_finish (fixture->inventory, plug_test_wait (&result), error);
}

static void
test_one (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugCreation) creation = plug_fixture_create (fixture, "SageCRM");
  g_autoptr (PlugInstance) remote = NULL;
  g_autoptr (PlugInstance) stranger = NULL;
  g_autoptr (GError) error = NULL;
  PlugInstance *instance;

  plug_fixture_wait_finished (creation);
  instance = plug_creation_get_instance (creation);
  remote = ask (fixture, instance, &error);
  g_assert_no_error (error);
  g_assert_true (remote != instance);
  g_assert_cmpstr (plug_instance_get_name (remote), ==, "SageCRM");
  stranger = plug_instance_new (plug_account_get_id (fixture->account), "999", "None", "sagecrm");
  g_assert_null (ask (fixture, stranger, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND);
}

static void
test_without_account (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugInstance) stranger = plug_instance_new ("nobody", "1", "None", "sagecrm");
  g_autoptr (GError) error = NULL;

  g_assert_null (ask (fixture, stranger, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STATE);
}

static void
test_versions (void)
{
  g_autofree char *text = plug_versions_dup_text ();

  g_assert_true (g_regex_match_simple ("^GLib 2\\.\\d+\\.\\d+, libsoup 3\\.\\d+\\.\\d+, "
                                       "json-glib 1\\.\\d+\\.\\d+, libsecret 0\\.\\d+\\.\\d+, "
                                       "SQLite 3\\.\\d+", text, 0, 0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/survey/all", test_all);
  g_test_add_func ("/survey/incomplete", test_incomplete);
  g_test_add_func ("/survey/refused", test_refused);
  g_test_add_func ("/survey/one", test_one);
  g_test_add_func ("/survey/without-account", test_without_account);
  g_test_add_func ("/survey/versions", test_versions);

  return g_test_run ();
}
