/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account, its properties and what it is called. */

#include "config.h"

#include "plug-account.h"
#include "plug-test.h"

#include <string.h>

#define US2 "https://api.openconnectors.us2.ext.hana.ondemand.com/elements/api-v2"

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *count)
{
  (*count)++;
}

static void
test_new (void)
{
  g_autoptr (PlugAccount) account = plug_account_new ("Mine", US2);
  g_autoptr (PlugAccount) other = plug_account_new ("Mine", US2);
  g_autoptr (PlugAccount) saved = plug_account_new_with_id ("an-id", "Mine", US2);

  g_assert_true (g_uuid_string_is_valid (plug_account_get_id (account)));
  g_assert_cmpstr (plug_account_get_id (account), !=, plug_account_get_id (other));
  g_assert_cmpstr (plug_account_get_id (saved), ==, "an-id");
  g_assert_cmpstr (plug_account_get_name (account), ==, "Mine");
  g_assert_cmpstr (plug_account_get_base_url (account), ==, US2);
  g_assert_cmpint (plug_account_get_created (account), >, 0);
  g_assert_cmpint (plug_account_get_created (saved), ==, 0);
  g_assert_cmpint (plug_account_get_state (account), ==, PLUG_ACCOUNT_STATE_UNKNOWN);
  g_assert_false (plug_account_is_sandbox (account));
  g_assert_cmpstr (plug_account_get_organization (account), ==, "");
  plug_test_assert_finalized (account);
}

static void
assert_region (PlugAccount *account,
               const char  *expected)
{
  g_autofree char *name = plug_account_dup_region_name (account);

  g_assert_cmpstr (name, ==, expected);
}

static void
test_region_name (void)
{
  g_autoptr (PlugAccount) account = plug_account_new ("Mine", US2);

  assert_region (account, "SAP United States (us2)");
  plug_account_set_base_url (account, "https://api.example.com:8443/elements/api-v2");
  assert_region (account, "api.example.com");
  plug_account_set_sandbox (account, TRUE);
  assert_region (account, "Sandbox");
}

static void
test_notify (void)
{
  g_autoptr (PlugAccount) account = plug_account_new ("Mine", US2);
  guint names = 0;
  guint regions = 0;
  guint all = 0;

  g_signal_connect (account, "notify::name", G_CALLBACK (count_cb), &names);
  g_signal_connect (account, "notify::region-name", G_CALLBACK (count_cb), &regions);
  g_signal_connect (account, "notify", G_CALLBACK (count_cb), &all);
  plug_account_set_name (account, "Mine");
  plug_account_set_base_url (account, US2);
  plug_account_set_organization (account, NULL);
  plug_account_set_sandbox (account, FALSE);
  plug_account_set_state (account, PLUG_ACCOUNT_STATE_UNKNOWN);
  g_assert_cmpuint (all, ==, 0);
  plug_account_set_name (account, "Yours");
  plug_account_set_base_url (account, "https://api.example.com/elements/api-v2");
  plug_account_set_sandbox (account, TRUE);
  plug_account_set_state (account, PLUG_ACCOUNT_STATE_VERIFIED);
  plug_account_set_organization (account, "Org");
  plug_account_set_created (account, 5);
  plug_account_set_color (account, "blue");
  plug_account_set_color (account, "blue");
  plug_account_set_production (account, TRUE);
  plug_account_set_production (account, TRUE);
  plug_account_set_entered (account, 7);
  plug_account_set_entered (account, 7);
  g_assert_cmpuint (names, ==, 1);
  g_assert_cmpuint (regions, ==, 2);
  g_assert_cmpuint (all, ==, 11);
}

/* What a template binds to gives what the getter gives; no property can carry a secret. */
static void
test_properties (void)
{
  g_autoptr (PlugAccount) account = plug_account_new ("Mine", US2);
  g_autofree char *name = NULL;
  g_autofree char *region = NULL;
  g_autofree GParamSpec **specs = NULL;
  PlugAccountState state;
  guint n_specs;

  g_object_set (account, "state", PLUG_ACCOUNT_STATE_REJECTED, "name", "Set", NULL);
  g_object_get (account, "name", &name, "region-name", &region, "state", &state, NULL);
  g_assert_cmpstr (name, ==, "Set");
  g_assert_cmpstr (region, ==, "SAP United States (us2)");
  g_assert_cmpint (state, ==, PLUG_ACCOUNT_STATE_REJECTED);
  specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (account), &n_specs);
  for (guint i = 0; i < n_specs; i++)
    g_assert_false (G_IS_PARAM_SPEC_BOXED (specs[i]) || strstr (specs[i]->name, "secret") != NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/account/new", test_new);
  g_test_add_func ("/account/region-name", test_region_name);
  g_test_add_func ("/account/notify", test_notify);
  g_test_add_func ("/account/properties", test_properties);
  return g_test_run ();
}
