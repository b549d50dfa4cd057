/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The crash loop: the service is killed with SIGKILL at random instants while the tenant loses
 * replies after creating, truncates them and answers 504 after creating. In the end nothing may
 * be lost, doubled, stuck or a phantom. PLUG_CRASH_KILLS says how many kills; 100 unless set. */

#include "config.h"

#include <stdlib.h>

#include "plug-fixture.h"
#include "plug-test.h"

#define SETTLE_MS "300"
#define KILLS_PER_EPOCH 100 /* the keyring's cost grows with the square of its items */

/* What is counted, over all epochs. */
typedef struct {
  guint kills;
  guint intents;
  guint made;
  guint arrived;
  guint lost;
  guint doubled;
  guint stuck;
  guint phantom;
} Figures;

static const char *worker;

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer user_data)
{
  return *(gboolean *) user_data;
}

static void
kill_cb (gpointer user_data)
{
  g_subprocess_send_signal (user_data, 9);
}

static GSubprocess *
start_worker (PlugFixture *fixture,
              const char  *mode)
{
  g_autofree char *database = g_build_filename (fixture->folder, "plugboard.db", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, worker, database, SETTLE_MS, mode,
                              NULL);
  g_assert_no_error (error);
  return process;
}

static void
kill_once (PlugFixture *fixture)
{
  g_autoptr (GSubprocess) process = start_worker (fixture, NULL);
  gboolean ended = FALSE;

  g_timeout_add_once ((guint) g_random_int_range (0, 320), kill_cb, process);
  g_subprocess_wait_async (process, NULL, ended_cb, &ended);
  plug_test_spin_until (is_true, &ended);
  g_assert_true (g_subprocess_get_if_signaled (process));
}

static void
settle (PlugFixture *fixture)
{
  g_autoptr (GSubprocess) process = NULL;
  gboolean ended = FALSE;

  plug_sandbox_clear_faults (fixture->tenant);
  process = start_worker (fixture, "--settle");
  g_subprocess_wait_async (process, NULL, ended_cb, &ended);
  plug_test_spin_until (is_true, &ended);
  g_assert_true (g_subprocess_get_successful (process));
}

static void
add_faults (PlugFixture *fixture)
{
  static const char *const rates[] = {
    "POST /instances drop-after=0.10",
    "POST /instances truncate=0.05",
    "POST /instances status=504-after=0.05",
    "POST /instances status=503=0.05",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      g_autoptr (GError) error = NULL;

      plug_sandbox_add_fault_rate (fixture->tenant, rates[i], &error);
      g_assert_no_error (error);
    }
}

static void
count (PlugFixture *fixture,
       Figures     *figures)
{
  GListModel *instances = plug_inventory_list_instances (fixture->inventory);
  GListModel *intents = plug_inventory_list_intents (fixture->inventory);
  g_autoptr (GHashTable) here = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) there = plug_sandbox_dup_ids (fixture->tenant, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);
      g_autofree char *token = NULL;

      token = plug_sandbox_dup_token (fixture->tenant, plug_instance_get_id (instance));
      if (token == NULL)
        figures->phantom++;
      else
        plug_fixture_assert_token (fixture, plug_instance_get_id (instance));
      g_hash_table_add (here, g_strdup (plug_instance_get_id (instance)));
    }
  for (guint i = 0; there[i] != NULL; i++)
    figures->lost += !g_hash_table_contains (here, there[i]);
  figures->made += g_strv_length (there);
  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, i);

      figures->stuck += plug_intent_get_state (intent) != PLUG_INTENT_NOT_FOUND;
    }
}

/* Every arrival must be one intent's: more arrivals than intents is a doubled request. */
static void
count_doubled (PlugFixture *fixture,
               Figures     *figures)
{
  g_autofree char *database = g_build_filename (fixture->folder, "plugboard.db", NULL);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  const char *const arguments[] = {
    "sqlite3", database,
    "PRAGMA integrity_check; SELECT count(*) FROM intent;"
    "SELECT count(*) - count(DISTINCT instance_id) FROM intent WHERE state = 'done';",
    NULL
  };
  g_auto (GStrv) lines = NULL;
  guint arrived = plug_sandbox_count_requests (fixture->tenant, "POST", "/instances");
  guint intents;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL,
                NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (output, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "ok");
  intents = (guint) atoi (lines[1]);
  figures->doubled += (guint) atoi (lines[2]);
  figures->doubled += arrived > intents ? arrived - intents : 0;
  figures->intents += intents;
  figures->arrived += arrived;
}

static void
run_epoch (guint    kills,
           Figures *figures)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();

  plug_fixture_close (fixture);
  add_faults (fixture);
  for (guint i = 0; i < kills; i++)
    kill_once (fixture);
  figures->kills += kills;
  settle (fixture);
  plug_fixture_open (fixture);
  fixture->account = g_list_model_get_item (plug_inventory_list_accounts (fixture->inventory), 0);
  count (fixture, figures);
  count_doubled (fixture, figures);
  plug_fixture_empty_keyring (fixture);
}

static void
test_crash_loop (void)
{
  const char *wanted = g_getenv ("PLUG_CRASH_KILLS");
  guint kills = wanted != NULL ? (guint) atoi (wanted) : 100;
  Figures figures = { 0 };

  while (figures.kills < kills)
    run_epoch (MIN (KILLS_PER_EPOCH, kills - figures.kills), &figures);
  g_test_message ("%u kills, %u intents, %u requests arrived, %u instances made: "
                  "%u lost, %u doubled, %u stuck, %u phantom",
                  figures.kills, figures.intents, figures.arrived, figures.made,
                  figures.lost, figures.doubled, figures.stuck, figures.phantom);
  g_assert_cmpuint (figures.made, >, 0);
  g_assert_cmpuint (figures.lost, ==, 0);
  g_assert_cmpuint (figures.doubled, ==, 0);
  g_assert_cmpuint (figures.stuck, ==, 0);
  g_assert_cmpuint (figures.phantom, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  worker = argv[1];
  g_test_add_func ("/creation/row-27-to-32-crash-loop", test_crash_loop);

  return g_test_run ();
}
