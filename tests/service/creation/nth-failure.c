/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One creation whose n-th step fails, once and from then on, for n = 1, 2, 3 … until a run has
 * no failure. After each, when the trouble is over, tenant, journal, list and keyring agree. */

#include "config.h"

#include "nth-failure.h"

#include "keyring-support.h"
#include "plug-test.h"
#include "store-fixture.h"

#define SETTLE_MS 100
/* Looks at whether others have written come when they come, so that one run may have a step more
 * than the next. */
#define CLEAN_RUNS 2

typedef struct {
  NthScenarios scenario;
  const char *name;
  const char *faults[3];
} Scenario;

static const Scenario scenarios[] = {
  { NTH_ANSWERED, "answered", { NULL } },
  { NTH_LOST, "answer lost", { "POST /instances drop-after" } },
  { NTH_NO_TOKEN, "answer lost, no token listed",
    { "POST /instances drop-after", "GET /instances no-token times=*" } },
  { NTH_UNCERTAIN, "nothing known before, answer lost",
    { "GET /instances drop-before", "POST /instances drop-after" } },
  { NTH_NOT_MADE, "not carried out", { "POST /instances status=504" } },
  { NTH_CUT, "answer cut, nothing listed at first",
    { "POST /instances truncate", "GET /instances status=503 skip=1 times=2" } },
};

typedef struct {
  guint injected;
  guint sent;
  guint made;
  guint outcomes[PLUG_CREATION_IN_DOUBT + 1];
} Figures;

/* What is left to the user: nothing is there, or there is something to say yes to. */
static gboolean
is_for_the_user (PlugFixture *fixture,
                 PlugIntent  *intent)
{
  GListModel *candidates;

  if (plug_intent_get_state (intent) != PLUG_INTENT_AMBIGUOUS)
    return plug_intent_get_state (intent) == PLUG_INTENT_NOT_FOUND;
  candidates = plug_inventory_list_candidates (fixture->inventory, intent);
  return candidates != NULL && g_list_model_get_n_items (candidates) > 0;
}

static gboolean
is_calm (gpointer user_data)
{
  PlugFixture *fixture = user_data;
  GListModel *intents = plug_inventory_list_intents (fixture->inventory);

  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, i);

      if (!is_for_the_user (fixture, intent))
        return FALSE;
    }
  return TRUE;
}

typedef struct {
  const NthFault *fault;
  PlugFixture *fixture;
} Trouble;

/* As far as it comes by itself: with a step that failed, the next look may never come. */
static gboolean
has_come_far (gpointer user_data)
{
  Trouble *trouble = user_data;

  if (plug_inventory_is_reconciling (trouble->fixture->inventory))
    return FALSE;
  return is_calm (trouble->fixture) || trouble->fault->has_failed (trouble->fault,
                                                                   trouble->fixture);
}

/* Without a list from before the request an instance that is found is not certain: it is shown,
 * and the user says yes. */
static void
choose (PlugFixture *fixture)
{
  g_autoptr (PlugInstance) candidate = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *candidates;
  PlugIntent *intent;

  if (plug_fixture_count_intents (fixture) == 0)
    return;
  intent = plug_fixture_get_only_intent (fixture);
  if (plug_intent_get_state (intent) != PLUG_INTENT_AMBIGUOUS)
    return;
  candidates = plug_inventory_list_candidates (fixture->inventory, intent);
  g_assert_cmpuint (g_list_model_get_n_items (candidates), ==, 1);
  candidate = g_list_model_get_item (candidates, 0);
  plug_inventory_adopt_async (fixture->inventory, intent, candidate, NULL, plug_test_result_cb,
                              &result);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

/* The settle time is longer than what this tenant needs for anything, which is nothing. */
static void
hurry (PlugFixture *fixture)
{
  plug_inventory_set_settle_ms (fixture->inventory, SETTLE_MS);
}

/* The window stays open: the keyring is looked at again, as its notice offers. */
static void
recover_here (PlugFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  try_refresh (fixture->keyring, &error);
  g_assert_no_error (error);
  plug_inventory_reconcile (fixture->inventory);
  plug_test_spin_until (is_calm, fixture);
  choose (fixture);
}

static void
recover_by_restart (PlugFixture *fixture)
{
  plug_fixture_restart (fixture);
  hurry (fixture);
  plug_test_spin_until (is_calm, fixture);
  choose (fixture);
}

/* What the creation said is true, and was when it said so; or it said that it does not know. */
static void
assert_told_truth (PlugFixture  *fixture,
                   PlugCreation *creation)
{
  guint n_made = plug_sandbox_count_instances (fixture->tenant);
  const GError *error = plug_creation_get_error (creation);

  switch (plug_creation_get_outcome (creation))
    {
    case PLUG_CREATION_DONE:
      g_assert_no_error (error);
      g_assert_cmpuint (n_made, ==, 1);
      g_assert_cmpuint (plug_fixture_count_intents (fixture), ==, 0);
      plug_fixture_assert_agreement (fixture);
      break;

    case PLUG_CREATION_TOKEN_UNSAVED:
      assert_unavailable (error);
      g_assert_cmpuint (n_made, ==, 1);
      g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 1);
      g_assert_cmpint (plug_intent_get_state (plug_fixture_get_only_intent (fixture)), ==,
                       PLUG_INTENT_TOKEN_UNSAVED);
      break;

    case PLUG_CREATION_FAILED:
      g_assert_nonnull (error);
      g_assert_cmpuint (n_made, ==, 0);
      g_assert_cmpuint (plug_fixture_count_intents (fixture), ==, 0);
      break;

    case PLUG_CREATION_IN_DOUBT:
      g_assert_nonnull (error);
      g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "POST", "/instances"), ==, 1);
      break;

    case PLUG_CREATION_CANCELLED:
    case PLUG_CREATION_PENDING:
    default:
      g_assert_not_reached ();
    }
}

static void
assert_journal (PlugFixture *fixture,
                guint        n_made)
{
  g_autofree char *path = g_build_filename (fixture->folder, "plugboard.db", NULL);

  store_assert_sound (path);
  g_assert_cmpint (store_sql_int (path, "SELECT count(*) FROM instance"), ==, n_made);
  g_assert_cmpint (store_sql_int (path, "SELECT count(*) FROM intent WHERE state = 'done'"), ==,
                   n_made);
  g_assert_cmpint (store_sql_int (path, "SELECT count(*) FROM intent"), <=, 1);
  g_assert_cmpint (store_sql_int (path, "SELECT count(*) FROM intent WHERE state NOT IN "
                                        "('done', 'failed', 'not-found', 'dropped')"), ==, 0);
}

/* nth_failure_assert_whole:
 * Nothing lost, nothing doubled, nothing stuck, no phantom: the tenant's instance is in list,
 * database and keyring, or there is none anywhere. */
void
nth_failure_assert_whole (PlugFixture *fixture)
{
  guint n_made = plug_sandbox_count_instances (fixture->tenant);

  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "POST", "/instances"), <=, 1);
  plug_fixture_assert_agreement (fixture);
  assert_journal (fixture, n_made);
  g_assert_cmpuint (plug_fixture_count_intents (fixture), <=, 1 - n_made);
  g_assert_cmpuint (count_items ("token"), ==, n_made);
  g_assert_cmpuint (count_items ("user-secret"), ==, 1);
  g_assert_cmpuint (count_items ("organization-secret"), ==, 1);
}

static void
note_figures (Figures             *figures,
              PlugFixture         *fixture,
              PlugCreationOutcome  outcome)
{
  figures->injected++;
  figures->sent += plug_sandbox_count_requests (fixture->tenant, "POST", "/instances");
  figures->made += plug_sandbox_count_instances (fixture->tenant);
  figures->outcomes[outcome]++;
}

/* Returns: (transfer full): a creation with the trouble, which lasts */
static PlugCreation *
create (const NthFault *fault,
        const Scenario *scenario,
        PlugFixture    *fixture,
        guint           nth,
        gboolean        persistent)
{
  Trouble trouble = { fault, fixture };
  PlugCreation *creation;

  fault->arm (fault, fixture, nth, persistent);
  for (guint i = 0; i < G_N_ELEMENTS (scenario->faults) && scenario->faults[i] != NULL; i++)
    plug_sandbox_push_fault (fixture->tenant, scenario->faults[i]);
  creation = plug_fixture_create (fixture, "SageCRM");
  plug_fixture_wait_finished (creation);
  plug_test_spin_until (has_come_far, &trouble);
  return creation;
}

/* The account stays, as in life; what the last creation left goes. */
static void
start_over (PlugFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "plugboard.db", NULL);
  GListModel *instances = plug_inventory_list_instances (fixture->inventory);

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);

      plug_fixture_clear_token (fixture, plug_instance_get_id (instance));
    }
  plug_fixture_close (fixture);
  store_sql (path, "DELETE FROM intent; DELETE FROM instance");
  plug_sandbox_reset (fixture->tenant);
  plug_fixture_restart (fixture);
  hurry (fixture);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 0);
  g_assert_cmpuint (count_items ("token"), ==, 0);
}

/* Returns: whether a step failed at all */
static gboolean
run (PlugFixture    *fixture,
     const NthFault *fault,
     const Scenario *scenario,
     guint           nth,
     gboolean        persistent,
     Figures        *figures)
{
  g_autoptr (PlugCreation) creation = create (fault, scenario, fixture, nth, persistent);
  gboolean has_failed = fault->has_failed (fault, fixture);

  fault->disarm (fault, fixture);
  plug_sandbox_clear_faults (fixture->tenant);
  assert_told_truth (fixture, creation);
  if (has_failed)
    note_figures (figures, fixture, plug_creation_get_outcome (creation));
  g_clear_object (&creation);
  if (persistent)
    recover_by_restart (fixture);
  else
    recover_here (fixture);
  nth_failure_assert_whole (fixture);
  start_over (fixture);
  return has_failed;
}

static void
go_through_scenario (const NthFault *fault,
                     const Scenario *scenario,
                     gboolean        persistent)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  Figures figures = { 0 };
  guint n_clean = 0;

  hurry (fixture);
  for (guint nth = 1; n_clean < CLEAN_RUNS; nth++)
    n_clean = run (fixture, fault, scenario, nth, persistent, &figures) ? 0 : n_clean + 1;
  plug_fixture_empty_keyring (fixture);
  g_test_message ("%s, fails %s: %u faults injected; %u requests arrived, %u instances made; "
                  "%u done, %u token unsaved, %u failed, %u in doubt",
                  scenario->name, persistent ? "from then on" : "once", figures.injected,
                  figures.sent, figures.made, figures.outcomes[PLUG_CREATION_DONE],
                  figures.outcomes[PLUG_CREATION_TOKEN_UNSAVED],
                  figures.outcomes[PLUG_CREATION_FAILED],
                  figures.outcomes[PLUG_CREATION_IN_DOUBT]);
  g_assert_cmpuint (figures.injected, >=, fault->at_least);
  if (fault->is_local && !persistent && scenario->scenario == NTH_ANSWERED)
    g_assert_cmpuint (figures.outcomes[PLUG_CREATION_IN_DOUBT], ==, 0);
}

/* nth_failure_go_through:
 * @persistent: whether all steps after the n-th fail too
 *
 * Every step of @fault in its scenarios, or in all there are with PLUG_TEST_LONG. */
void
nth_failure_go_through (const NthFault *fault,
                        gboolean        persistent)
{
  gboolean is_long = g_getenv ("PLUG_TEST_LONG") != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      if (is_long || (fault->scenarios & scenarios[i].scenario) != 0)
        go_through_scenario (fault, &scenarios[i], persistent);
    }
}
