/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an account is marked, and since when its organization secret is here: kept through
 * everything else that is done with it. */

#include "config.h"

#include "plug-fixture.h"
#include "plug-test.h"

static void
mark (PlugFixture *fixture,
      const char  *color,
      gboolean     production)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_mark_account_async (fixture->inventory, fixture->account, color, production, NULL,
                                     plug_test_result_cb, &result);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

static void
edit (PlugFixture *fixture,
      const char  *name,
      const char  *organization_secret)
{
  g_autoptr (PlugSecret) secret = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (organization_secret != NULL)
    secret = plug_secret_new (organization_secret);
  plug_inventory_edit_account_async (fixture->inventory, fixture->account, name,
                                     plug_account_get_base_url (fixture->account), NULL, secret,
                                     NULL, plug_test_result_cb, &result);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

static void
test_marks (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();

  g_assert_null (plug_account_get_color (fixture->account));
  g_assert_false (plug_account_is_production (fixture->account));
  mark (fixture, "red", TRUE);
  edit (fixture, "Renamed", NULL);
  g_assert_cmpstr (plug_account_get_color (fixture->account), ==, "red");
  g_assert_true (plug_account_is_production (fixture->account));

  plug_fixture_restart (fixture);
  g_assert_cmpstr (plug_account_get_name (fixture->account), ==, "Renamed");
  g_assert_cmpstr (plug_account_get_color (fixture->account), ==, "red");
  g_assert_true (plug_account_is_production (fixture->account));
  mark (fixture, NULL, FALSE);
  plug_fixture_restart (fixture);
  g_assert_null (plug_account_get_color (fixture->account));
  g_assert_false (plug_account_is_production (fixture->account));
}

/* The age is the secret's, not the account's. */
static void
test_age (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  gint64 entered = plug_account_get_entered (fixture->account);

  g_assert_cmpint (entered, >, 0);
  edit (fixture, "Renamed", NULL);
  mark (fixture, "red", TRUE);
  g_assert_cmpint (plug_account_get_entered (fixture->account), ==, entered);
  plug_fixture_restart (fixture);
  g_assert_cmpint (plug_account_get_entered (fixture->account), ==, entered);
  edit (fixture, "Renamed", "another organization secret");
  g_assert_cmpint (plug_account_get_entered (fixture->account), >, entered);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marks/kept", test_marks);
  g_test_add_func ("/marks/age", test_age);
  return g_test_run ();
}
