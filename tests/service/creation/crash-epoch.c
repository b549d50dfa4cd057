/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One epoch of the crash loop, in a session without a keyring of its own: a tenant that loses
 * answers, a real keyring and a worker, killed at random instants, both of them. Then nothing is
 * killed any more, and everything has to agree. Arguments: seed, number of kills, the worker.
 * Prints what it counted; fails only for what cannot be counted. */

#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "keyring-support.h"
#include "plug-worker.h"
#include "plug-test.h"

#define SETTLE_MS 300
/* Longer than from the start of a worker to the end of its first creations. */
#define LIFE_MS 400

/* What is counted, printed as NAME=NUMBER. */
typedef struct {
  guint kills;           /* of the worker */
  guint reconcile_kills; /* of these, while it was reconciling */
  guint keyring_kills;
  guint intents;
  guint arrived;
  guint made;
  guint lost;
  guint doubled;
  guint stuck;
  guint phantom;
  guint wrong;           /* tokens */
  guint unsound;         /* databases */
} Figures;

typedef struct {
  PlugFixture *fixture;
  PlugWorker *worker;
  const char *program;
  guint timer;
  guint kill_within_ms;
  gboolean keyring_locked_first;
  GAsyncResult *keyring_back;
} Round;

static void
kill_worker_cb (gpointer user_data)
{
  Round *round = user_data;

  round->timer = 0;
  plug_worker_signal (round->worker, SIGKILL);
}

static void
kill_worker_within (Round *round,
                    guint  from_ms,
                    guint  to_ms)
{
  round->timer = g_timeout_add_once ((guint) g_random_int_range ((gint32) from_ms, (gint32) to_ms),
                                     kill_worker_cb, round);
}

static void
start_worker (Round      *round,
              const char *mode)
{
  g_autofree char *seed = g_strdup_printf ("--seed=%u", g_random_int ());
  const char *options[] = { seed, mode, NULL };

  round->worker = plug_worker_start (round->fixture, round->program, SETTLE_MS, options);
}

/* Returns: whether it was killed */
static gboolean
end_worker (Round *round)
{
  gboolean was_killed = plug_worker_wait_ended (round->worker);

  g_clear_handle_id (&round->timer, g_source_remove);
  g_clear_pointer (&round->worker, plug_worker_free);
  return was_killed;
}

/* At any instant from its start on. */
static void
run_plain (Round   *round,
           Figures *figures)
{
  start_worker (round, NULL);
  kill_worker_within (round, 0, LIFE_MS);
  figures->kills += end_worker (round);
}

static void
tenant_asked_cb (GListModel *requests,
                 guint       position,
                 guint       removed,
                 guint       added,
                 Round      *round)
{
  if (added == 0 || round->timer != 0)
    return;
  kill_worker_within (round, 0, LIFE_MS / 5);
}

/* It makes nothing, so whatever it asks the tenant for is reconciling. It may be done before the
 * kill comes. */
static void
run_reconcile (Round   *round,
               Figures *figures)
{
  GListModel *requests = plug_sandbox_get_requests (round->fixture->tenant);
  gulong handler = g_signal_connect (requests, "items-changed", G_CALLBACK (tenant_asked_cb),
                                     round);
  gboolean was_killed;

  start_worker (round, "--settle");
  was_killed = end_worker (round);
  figures->kills += was_killed;
  figures->reconcile_kills += was_killed;
  g_signal_handler_disconnect (requests, handler);
}

static void
restart_keyring (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Round *round = task_data;

  end_provider ();
  if (round->keyring_locked_first)
    {
      start_real_locked ();
      end_provider ();
    }
  start_real ();
  g_task_return_boolean (task, TRUE);
}

static void
kill_keyring_cb (gpointer user_data)
{
  Round *round = user_data;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, plug_test_result_cb, &round->keyring_back);

  round->timer = 0;
  g_task_set_task_data (task, round, NULL);
  g_task_run_in_thread (task, restart_keyring);
}

/* The keyring goes first, and comes back unlocked, or locked and then unlocked; the worker lives
 * on for a while to find that out. */
static void
run_keyring (Round   *round,
             Figures *figures)
{
  round->keyring_locked_first = g_random_boolean ();
  start_worker (round, NULL);
  round->timer = g_timeout_add_once ((guint) g_random_int_range (0, LIFE_MS), kill_keyring_cb,
                                     round);
  plug_test_wait (&round->keyring_back);
  g_clear_object (&round->keyring_back);
  figures->keyring_kills += round->keyring_locked_first ? 2 : 1;
  kill_worker_within (round, 0, LIFE_MS);
  figures->kills += end_worker (round);
}

static void
run_round (Round   *round,
           Figures *figures)
{
  gint32 kind = g_random_int_range (0, 100);

  guint latency = g_random_boolean () ? 0 : (guint) g_random_int_range (0, 20);

  plug_sandbox_set_latency (round->fixture->tenant, latency);
  if (kind < 60)
    run_plain (round, figures);
  else if (kind < 80)
    run_reconcile (round, figures);
  else
    run_keyring (round, figures);
}

static void
add_faults (PlugFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  plug_sandbox_set_seed (fixture->tenant, g_random_int ());
  plug_sandbox_add_fault_rate (fixture->tenant,
                               "POST /instances drop-after=0.10 truncate=0.05 late=150=0.10"
                               " status=504-after=0.05 status=503=0.05", &error);
  g_assert_no_error (error);
}

/* Nothing is killed, nothing goes wrong: it has to come to an end by itself. */
static void
settle (Round *round)
{
  plug_sandbox_clear_faults (round->fixture->tenant);
  plug_sandbox_set_latency (round->fixture->tenant, 0);
  start_worker (round, "--settle");
  g_assert_false (end_worker (round));
}

static gboolean
has_right_token (PlugFixture  *fixture,
                 PlugInstance *instance,
                 const char   *expected)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlugSecret) token = NULL;

  plug_keyring_lookup_async (fixture->keyring, PLUG_SECRET_KIND_TOKEN,
                             plug_instance_get_account_id (instance),
                             plug_instance_get_id (instance), NULL, plug_test_result_cb, &result);
  token = plug_keyring_lookup_finish (fixture->keyring, plug_test_wait (&result), NULL);
  return token != NULL && g_strcmp0 (plug_secret_peek (token), expected) == 0;
}

static void
count_instances (PlugFixture *fixture,
                 Figures     *figures)
{
  GListModel *instances = plug_inventory_list_instances (fixture->inventory);
  g_autoptr (GHashTable) here = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) there = plug_sandbox_dup_ids (fixture->tenant, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);
      g_autofree char *token = NULL;

      token = plug_sandbox_dup_token (fixture->tenant, plug_instance_get_id (instance));
      figures->phantom += token == NULL;
      figures->wrong += token != NULL && !has_right_token (fixture, instance, token);
      g_hash_table_add (here, g_strdup (plug_instance_get_id (instance)));
    }
  for (guint i = 0; there[i] != NULL; i++)
    figures->lost += !g_hash_table_contains (here, there[i]);
  figures->made += g_strv_length (there);
}

static void
count_stuck (PlugFixture *fixture,
             Figures     *figures)
{
  GListModel *intents = plug_inventory_list_intents (fixture->inventory);

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
  figures->unsound += g_strcmp0 (lines[0], "ok") != 0;
  g_assert_cmpuint (g_strv_length (lines), >=, 3);
  intents = (guint) atoi (lines[1]);
  figures->doubled += (guint) atoi (lines[2]);
  figures->doubled += arrived > intents ? arrived - intents : 0;
  figures->intents += intents;
  figures->arrived += arrived;
}

static void
print_figures (const Figures *figures)
{
  printf ("kills=%u reconcile-kills=%u keyring-kills=%u intents=%u arrived=%u made=%u lost=%u "
          "doubled=%u stuck=%u phantom=%u wrong-tokens=%u unsound=%u\n",
          figures->kills, figures->reconcile_kills, figures->keyring_kills, figures->intents,
          figures->arrived, figures->made, figures->lost, figures->doubled, figures->stuck,
          figures->phantom, figures->wrong, figures->unsound);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (PlugFixture) fixture = NULL;
  Figures figures = { 0 };
  Round round = { 0 };
  guint kills;

  g_assert_cmpint (argc, ==, 4);
  g_random_set_seed ((guint32) g_ascii_strtoull (argv[1], NULL, 10));
  kills = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  start_real ();
  fixture = plug_fixture_new ();
  plug_fixture_close (fixture);
  round.fixture = fixture;
  round.program = argv[3];

  add_faults (fixture);
  while (figures.kills < kills)
    run_round (&round, &figures);
  settle (&round);

  plug_fixture_open (fixture);
  count_instances (fixture, &figures);
  count_stuck (fixture, &figures);
  count_doubled (fixture, &figures);
  print_figures (&figures);
  return EXIT_SUCCESS;
}
