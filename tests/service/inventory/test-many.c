/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ten thousand instances: everything arrives, in one change of the list, and the main loop goes on
 * meanwhile. The figures are printed; a machine under load makes none of them fail. */

#include "config.h"

#include <sys/resource.h>
#include <time.h>

#include "plug-fixture.h"
#include "plug-sandbox.h"
#include "plug-test.h"

#define N_INSTANCES 10000

/* The tenant has a thread of its own, as it has a computer of its own in life: what it takes to
 * make the answers is not to be measured. */
typedef struct {
  GMainContext *context;
  GMainLoop *loop;
  PlugSandbox *sandbox;
  GThread *thread;
  GMutex lock;
  GCond cond;
  char *base_url;
} Tenant;

static gpointer
tenant_main (gpointer user_data)
{
  Tenant *tenant = user_data;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (tenant->context);
  tenant->sandbox = plug_sandbox_new ();
  plug_sandbox_fill (tenant->sandbox, N_INSTANCES);
  plug_sandbox_start (tenant->sandbox, 0, &error);
  g_assert_no_error (error);
  g_mutex_lock (&tenant->lock);
  tenant->base_url = g_strdup (plug_sandbox_get_base_url (tenant->sandbox));
  g_cond_signal (&tenant->cond);
  g_mutex_unlock (&tenant->lock);
  g_main_loop_run (tenant->loop);
  plug_sandbox_stop (tenant->sandbox);
  g_clear_object (&tenant->sandbox);
  g_main_context_pop_thread_default (tenant->context);
  return NULL;
}

static void
tenant_start (Tenant *tenant)
{
  g_mutex_init (&tenant->lock);
  g_cond_init (&tenant->cond);
  tenant->context = g_main_context_new ();
  tenant->loop = g_main_loop_new (tenant->context, FALSE);
  tenant->thread = g_thread_new ("tenant", tenant_main, tenant);
  g_mutex_lock (&tenant->lock);
  while (tenant->base_url == NULL)
    g_cond_wait (&tenant->cond, &tenant->lock);
  g_mutex_unlock (&tenant->lock);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static void
tenant_end (Tenant *tenant)
{
  g_main_context_invoke (tenant->context, quit_cb, tenant->loop);
  g_thread_join (tenant->thread);
  g_main_loop_unref (tenant->loop);
  g_main_context_unref (tenant->context);
  g_free (tenant->base_url);
  g_mutex_clear (&tenant->lock);
  g_cond_clear (&tenant->cond);
}

/* How long one turn of the main loop took at most: by the clock, and of the processor alone, which
 * is what it would take on a machine with nothing else to do. */
typedef struct {
  gint64 began;
  gint64 cpu_began;
  gint64 longest;
  gint64 cpu_longest;
} Watch;

/* A poll function sees both ends of the time in which things are dispatched. */
static Watch watch;

static gint64
get_cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
end_turn (void)
{
  if (watch.began == 0)
    return;
  watch.longest = MAX (watch.longest, g_get_monotonic_time () - watch.began);
  watch.cpu_longest = MAX (watch.cpu_longest, get_cpu_time () - watch.cpu_began);
}

static gint
poll_and_watch (GPollFD *fds,
                guint    n_fds,
                gint     timeout)
{
  gint result;

  end_turn ();
  result = g_poll (fds, n_fds, timeout);
  watch.began = g_get_monotonic_time ();
  watch.cpu_began = get_cpu_time ();
  return result;
}

static void
begin_watch (void)
{
  watch = (Watch) { 0 };
  g_main_context_set_poll_func (NULL, poll_and_watch);
}

static void
end_watch (void)
{
  end_turn ();
  g_main_context_set_poll_func (NULL, g_poll);
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  guint      *n_changes)
{
  (*n_changes)++;
}

static void
add_tenant (PlugFixture *fixture,
            Tenant      *tenant)
{
  g_autoptr (PlugSecret) user_secret = plug_secret_new (PLUG_SANDBOX_USER_SECRET);
  g_autoptr (PlugSecret) organization_secret = plug_secret_new (PLUG_SANDBOX_ORGANIZATION_SECRET);
  g_autoptr (PlugAccount) account = plug_account_new ("Large", tenant->base_url);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_add_account_async (fixture->inventory, account, user_secret, organization_secret,
                                    NULL, plug_test_result_cb, &result);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

static void
sync_and_tell (PlugFixture *fixture,
               const char  *what)
{
  gint64 began = g_get_monotonic_time ();

  begin_watch ();
  plug_fixture_sync_well (fixture);
  end_watch ();
  g_test_message ("%s: %.2f s, the longest turn of the main loop %.1f ms, %.1f ms of them at work",
                  what, (g_get_monotonic_time () - began) / 1e6, watch.longest / 1e3,
                  watch.cpu_longest / 1e3);
}

static void
test_many (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  GListModel *instances = plug_inventory_list_instances (fixture->inventory);
  Tenant tenant = { NULL };
  guint n_changes = 0;
  gint64 began;

  tenant_start (&tenant);
  add_tenant (fixture, &tenant);
  g_signal_connect (instances, "items-changed", G_CALLBACK (items_changed_cb), &n_changes);
  sync_and_tell (fixture, "10,000 new ones in 50 pages");
  g_assert_cmpuint (g_list_model_get_n_items (instances), ==, N_INSTANCES);
  g_assert_cmpuint (n_changes, ==, 1);
  sync_and_tell (fixture, "the same, unchanged");
  g_assert_cmpuint (n_changes, ==, 1);
  g_signal_handlers_disconnect_by_data (instances, &n_changes);

  began = g_get_monotonic_time ();
  plug_fixture_restart (fixture);
  g_test_message ("the next start: %.2f s", (g_get_monotonic_time () - began) / 1e6);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, N_INSTANCES);
  tenant_end (&tenant);
}

/* The keyring is asked for each of them: a thousand are enough to see what grows. */
static guint
get_n_moved (void)
{
  return g_getenv ("PLUG_TEST_LONG") != NULL ? N_INSTANCES : N_INSTANCES / 10;
}

/* What a process has had in memory at most, in MiB. */
static double
get_peak_mib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024.0;
}

static void
tell_step (const char *what,
           gint64      began)
{
  end_watch ();
  g_test_message ("%s: %.2f s, the longest turn of the main loop %.1f ms, %.1f ms of them at "
                  "work; at most %.0f MiB", what, (g_get_monotonic_time () - began) / 1e6,
                  watch.longest / 1e3, watch.cpu_longest / 1e3, get_peak_mib ());
}

static void
export_all (PlugFixture *fixture,
            GFile       *file,
            PlugSecret  *passphrase)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugExportReport) report = NULL;
  gint64 began = g_get_monotonic_time ();

  begin_watch ();
  plug_inventory_export_async (fixture->inventory, NULL, passphrase, file, FALSE, NULL,
                               plug_test_result_cb, &result);
  /* Without the deadline of the others: what it takes is up to the keyring. */
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  report = plug_inventory_export_finish (fixture->inventory, result, &error);
  tell_step ("exported", began);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_instances, ==, get_n_moved ());
}

static PlugDelivery *
read_all (PlugFixture *fixture,
          GFile       *file,
          PlugSecret  *passphrase)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlugDelivery *delivery;
  gint64 began = g_get_monotonic_time ();

  begin_watch ();
  plug_inventory_read_export_async (fixture->inventory, file, passphrase, NULL,
                                    plug_test_result_cb, &result);
  delivery = plug_inventory_read_export_finish (fixture->inventory, plug_test_wait (&result),
                                                &error);
  tell_step ("read and compared", began);
  g_assert_no_error (error);
  g_assert_cmpuint (plug_delivery_count (delivery, FALSE, PLUG_DELIVERY_NEW), ==, get_n_moved ());
  return delivery;
}

static void
import_all (PlugFixture  *fixture,
            PlugDelivery *delivery)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree PlugImportReport *report = NULL;
  gint64 began = g_get_monotonic_time ();

  begin_watch ();
  plug_inventory_import_async (fixture->inventory, delivery, NULL, plug_test_result_cb, &result);
  report = plug_inventory_import_finish (fixture->inventory, plug_test_wait (&result), &error);
  tell_step ("imported", began);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_instances, ==, get_n_moved ());
}

/* Into a file, out of here, and back. They are made elsewhere and have no token in the keyring, of
 * which one more costs more than all of this: row by row, that is all that grows. */
static void
test_house (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugSecret) passphrase = plug_secret_new ("correct horse battery");
  g_autofree char *path = g_build_filename (fixture->folder, "house.plugboard", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (PlugDelivery) delivery = NULL;

  plug_sandbox_fill (fixture->tenant, get_n_moved ());
  plug_fixture_sync_well (fixture);
  export_all (fixture, file, passphrase);
  plug_fixture_empty_keyring (fixture);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 0);
  delivery = read_all (fixture, file, passphrase);
  import_all (fixture, delivery);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, get_n_moved ());
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/many/row-63-ten-thousand", test_many);
  g_test_add_func ("/many/house", test_house);
  return g_test_run ();
}
