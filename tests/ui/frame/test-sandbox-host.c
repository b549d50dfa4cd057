/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSandboxHost with the real program: one account, whatever port it gets. */

#include "config.h"

#include "plug-page-test.h"
#include "plug-sandbox-host.h"

static const char *const finalized[] = { "PlugSandboxHost" };

static PlugAccount *
start (PlugSandboxHost *host)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlugAccount *account;

  plug_sandbox_host_start_async (host, NULL, plug_test_result_cb, &result);
  account = plug_sandbox_host_start_finish (host, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  return account;
}

static void
assert_verifies (PlugPageTest *test,
                 PlugAccount  *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *organization = NULL;

  plug_inventory_verify_account_async (test->inventory, account,
                                       plug_account_get_base_url (account), NULL, NULL, NULL,
                                       plug_test_result_cb, &result);
  organization = plug_inventory_verify_account_finish (test->inventory, plug_test_wait (&result),
                                                       &error);
  g_assert_no_error (error);
}

static void
test_start (PlugPageTest *test,
            const void   *data)
{
  PlugSandboxHost *host = plug_sandbox_host_new (test->inventory);
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (PlugAccount) again = NULL;

  g_assert_null (plug_sandbox_host_find_account (host));
  account = start (host);
  g_assert_true (plug_account_is_sandbox (account));
  g_assert_cmpstr (plug_account_get_name (account), ==, "Sandbox");
  g_assert_true (plug_sandbox_host_find_account (host) == account);
  assert_verifies (test, account);

  again = start (host);
  g_assert_true (again == account);
  g_assert_cmpuint (g_list_model_get_n_items (plug_inventory_list_accounts (test->inventory)),
                    ==, 2);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (host), ==, finalized[0]);
  plug_test_assert_finalized (host);
}

/* The port of the time before is somebody else's: the account is told the new one. */
static void
test_port_taken (PlugPageTest *test,
                 const void   *data)
{
  g_autoptr (PlugSandboxHost) host = plug_sandbox_host_new (test->inventory);
  g_autoptr (PlugAccount) account = start (host);
  g_autoptr (PlugAccount) again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *taken = plug_sandbox_get_base_url (test->sandbox);

  plug_sandbox_host_stop (host);
  plug_inventory_edit_account_async (test->inventory, account, "Sandbox", taken, NULL, NULL, NULL,
                                     plug_test_result_cb, &result);
  plug_inventory_finish (test->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);

  again = start (host);
  g_assert_true (again == account);
  g_assert_cmpstr (plug_account_get_base_url (account), !=, taken);
  assert_verifies (test, account);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/ui/sandbox-host/start", PlugPageTest, NULL, plug_page_test_set_up, test_start,
              plug_page_test_tear_down);
  g_test_add ("/ui/sandbox-host/port-taken", PlugPageTest, NULL, plug_page_test_set_up,
              test_port_taken, plug_page_test_tear_down);

  return g_test_run ();
}
