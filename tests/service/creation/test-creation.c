/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Creations against a tenant with faults: what the window is told, and that tenant, database and
 * keyring agree in the end. Named after the rows of the fault matrix where they cover one. */

#include "config.h"

#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-test.h"

/* One fault of the tenant and what must come of it. */
typedef struct {
  const char *test;
  const char *fault; /* for the POST */
  PlugCreationOutcome outcome;
  guint n_made;      /* how many instances the tenant has in the end */
  int code;          /* of PLUG_ERROR; -1: any */
} FaultCase;

static const FaultCase fault_cases[] = {
  { "row-02-closed-before-anything", "POST /instances drop-before", PLUG_CREATION_IN_DOUBT, 0, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-02-closed-after-creating", "POST /instances drop-after", PLUG_CREATION_IN_DOUBT, 1, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-12-redirected", "POST /instances redirect=http://127.0.0.1:9/", PLUG_CREATION_IN_DOUBT, 0, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-13-bad-request", "POST /instances status=400", PLUG_CREATION_FAILED, 0, PLUG_ERROR_INVALID_FIELD },
  { "row-14-secrets-rejected", "POST /instances status=401", PLUG_CREATION_FAILED, 0, PLUG_ERROR_CREDENTIALS_REJECTED },
  { "row-15-forbidden", "POST /instances status=403", PLUG_CREATION_FAILED, 0, PLUG_ERROR_FORBIDDEN },
  { "row-15-not-found", "POST /instances status=404", PLUG_CREATION_FAILED, 0, PLUG_ERROR_NOT_FOUND },
  { "row-16-conflict", "POST /instances status=409", PLUG_CREATION_IN_DOUBT, 0, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-17-rate-limited", "POST /instances status=429", PLUG_CREATION_IN_DOUBT, 0, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-18-server-error", "POST /instances status=500", PLUG_CREATION_IN_DOUBT, 0, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-18-bad-gateway", "POST /instances status=502", PLUG_CREATION_IN_DOUBT, 0, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-18-gateway-timeout-after-creating", "POST /instances status=504-after", PLUG_CREATION_IN_DOUBT, 1, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-19-html", "POST /instances html", PLUG_CREATION_IN_DOUBT, -1, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-19-empty", "POST /instances empty", PLUG_CREATION_IN_DOUBT, -1, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-22-truncated", "POST /instances truncate", PLUG_CREATION_IN_DOUBT, 1, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-23-over-the-cap", "POST /instances big=8000000", PLUG_CREATION_IN_DOUBT, -1, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-24-malformed", "POST /instances malformed", PLUG_CREATION_IN_DOUBT, -1, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-25-no-token", "POST /instances no-token", PLUG_CREATION_IN_DOUBT, 1, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-25-no-id", "POST /instances no-id", PLUG_CREATION_IN_DOUBT, 1, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-26-of-another-request", "POST /instances wrong-name", PLUG_CREATION_IN_DOUBT, 1, PLUG_ERROR_OUTCOME_UNKNOWN },
};

static void
test_done (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugCreation) creation = plug_fixture_create (fixture, "SageCRM");
  PlugInstance *instance;

  plug_fixture_wait_finished (creation);
  g_assert_no_error (plug_creation_get_error (creation));
  g_assert_cmpint (plug_creation_get_outcome (creation), ==, PLUG_CREATION_DONE);
  instance = plug_creation_get_instance (creation);
  g_assert_cmpstr (plug_instance_get_name (instance), ==, "SageCRM");
  g_assert_cmpstr (plug_instance_get_connector_name (instance), ==, "Sage CRM");
  g_assert_cmpstr (plug_instance_get_account_name (instance), ==, "Test");
  g_assert_null (strstr (plug_instance_get_configuration (instance), fixture->password));
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "POST", "/instances"), ==, 1);
  g_assert_cmpuint (plug_fixture_count_intents (fixture), ==, 0);
  plug_fixture_assert_agreement (fixture);

  g_clear_object (&creation);
  plug_fixture_restart (fixture);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 1);
  plug_fixture_assert_agreement (fixture);
}

static void
test_fault (gconstpointer data)
{
  const FaultCase *fault_case = data;
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugCreation) creation = NULL;
  guint n_made;

  plug_sandbox_push_fault (fixture->tenant, fault_case->fault);
  creation = plug_fixture_create (fixture, "SageCRM");
  plug_fixture_wait_finished (creation);
  g_test_message ("%s", plug_creation_get_error (creation)->message);
  g_assert_cmpint (plug_creation_get_outcome (creation), ==, fault_case->outcome);
  g_assert_error (plug_creation_get_error (creation), PLUG_ERROR, fault_case->code);

  plug_fixture_wait_settled (fixture);
  n_made = plug_sandbox_count_instances (fixture->tenant);
  if (fault_case->n_made != (guint) -1)
    g_assert_cmpuint (n_made, ==, fault_case->n_made);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "POST", "/instances"), ==, 1);
  plug_fixture_assert_agreement (fixture);
  g_assert_cmpuint (plug_fixture_count_intents (fixture), ==,
                    fault_case->outcome == PLUG_CREATION_IN_DOUBT && n_made == 0 ? 1 : 0);
  if (plug_fixture_count_intents (fixture) == 1)
    g_assert_cmpint (plug_intent_get_state (plug_fixture_get_only_intent (fixture)), ==,
                     PLUG_INTENT_NOT_FOUND);
}

static void
test_refused (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugCreation) creation = NULL;

  plug_sandbox_stop (fixture->tenant);
  creation = plug_fixture_create (fixture, "SageCRM");
  plug_fixture_wait_finished (creation);
  g_assert_cmpint (plug_creation_get_outcome (creation), ==, PLUG_CREATION_FAILED);
  g_assert_error (plug_creation_get_error (creation), G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_assert_cmpuint (plug_fixture_count_intents (fixture), ==, 0);
}

/* An instance of the same name that was there before must not be taken for the lost one. */
static void
test_old_namesake (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autofree char *old = NULL;
  g_autoptr (PlugCreation) creation = NULL;

  old = plug_sandbox_add_instance (fixture->tenant, "sagecrm", "SageCRM", NULL);
  plug_sandbox_push_fault (fixture->tenant, "POST /instances drop-before");
  creation = plug_fixture_create (fixture, "SageCRM");
  plug_fixture_wait_finished (creation);
  plug_fixture_wait_settled (fixture);
  g_assert_cmpint (plug_intent_get_state (plug_fixture_get_only_intent (fixture)), ==,
                   PLUG_INTENT_NOT_FOUND);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 0);
}

/* Made by us, and by somebody else at the same time: the user's to choose. */
static void
test_several (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugCreation) creation = NULL;
  g_autoptr (PlugInstance) chosen = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *theirs = NULL;
  PlugIntent *intent;
  GListModel *candidates;

  plug_sandbox_push_fault (fixture->tenant, "GET /instances drop-before times=3");
  plug_sandbox_push_fault (fixture->tenant, "POST /instances drop-after");
  creation = plug_fixture_create (fixture, "SageCRM");
  plug_fixture_wait_finished (creation);
  theirs = plug_sandbox_add_instance (fixture->tenant, "sagecrm", "SageCRM", NULL);
  plug_sandbox_clear_faults (fixture->tenant);
  plug_fixture_wait_settled (fixture);

  intent = plug_fixture_get_only_intent (fixture);
  g_assert_cmpint (plug_intent_get_state (intent), ==, PLUG_INTENT_AMBIGUOUS);
  candidates = plug_inventory_list_candidates (fixture->inventory, intent);
  g_assert_cmpuint (g_list_model_get_n_items (candidates), ==, 2);

  chosen = g_list_model_get_item (candidates, 0);
  plug_inventory_adopt_async (fixture->inventory, intent, chosen, NULL, plug_test_result_cb,
                              &result);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plug_fixture_count_intents (fixture), ==, 0);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 1);
  plug_fixture_assert_token (fixture, plug_instance_get_id (chosen));
}

static void
lose_network_cb (PlugCreation *creation,
                 GParamSpec   *pspec,
                 PlugFixture  *fixture)
{
  plug_sandbox_push_fault (fixture->tenant, "GET /instances drop-before times=1000");
}

/* The application ended before the tenant could be asked: the next start does it. */
static void
test_found_after_restart (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugCreation) creation = NULL;

  plug_sandbox_push_fault (fixture->tenant, "POST /instances drop-after");
  creation = plug_fixture_create (fixture, "SageCRM");
  g_signal_connect (creation, "notify::outcome", G_CALLBACK (lose_network_cb), fixture);
  plug_fixture_wait_finished (creation);
  g_assert_cmpint (plug_creation_get_outcome (creation), ==, PLUG_CREATION_IN_DOUBT);
  g_clear_object (&creation);
  plug_fixture_close (fixture);
  plug_sandbox_clear_faults (fixture->tenant);
  plug_fixture_restart (fixture);
  plug_fixture_wait_settled (fixture);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 1);
  plug_fixture_assert_agreement (fixture);
}

static void
test_cancelled_before (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugCreation) creation = plug_fixture_create (fixture, "SageCRM");

  plug_creation_cancel (creation);
  plug_fixture_wait_finished (creation);
  g_assert_cmpint (plug_creation_get_outcome (creation), ==, PLUG_CREATION_CANCELLED);
  g_assert_null (plug_creation_get_error (creation));
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "POST", "/instances"), ==, 0);
  g_assert_cmpuint (plug_fixture_count_intents (fixture), ==, 0);
}

static void
cancel_when_asking_cb (PlugCreation *creation)
{
  if (plug_creation_get_phase (creation) == PLUG_CREATION_POSTING)
    plug_creation_cancel (creation);
}

static void
test_cancelled_after (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugCreation) creation = NULL;

  plug_sandbox_push_fault (fixture->tenant, "POST /instances slow=50");
  creation = plug_fixture_create (fixture, "SageCRM");
  g_signal_connect (creation, "notify::phase", G_CALLBACK (cancel_when_asking_cb), NULL);
  plug_fixture_wait_finished (creation);
  if (plug_creation_get_outcome (creation) == PLUG_CREATION_IN_DOUBT)
    plug_fixture_wait_settled (fixture);
  plug_fixture_assert_agreement (fixture);
}

static gboolean
is_calm (gpointer user_data)
{
  return plug_fixture_count_intents (user_data) == 0;
}

/* Twenty at once, all of the same name: twenty instances, whoever's answers were lost. */
static void
test_many_at_once (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (GPtrArray) creations = g_ptr_array_new_with_free_func (g_object_unref);

  plug_sandbox_push_fault (fixture->tenant, "POST /instances drop-after times=5");
  plug_sandbox_push_fault (fixture->tenant, "POST /instances status=504-after times=5");
  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (creations, plug_fixture_create (fixture, "SageCRM"));
  for (guint i = 0; i < creations->len; i++)
    plug_fixture_wait_finished (g_ptr_array_index (creations, i));
  plug_test_spin_until (is_calm, fixture);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "POST", "/instances"), ==, 20);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 20);
  plug_fixture_assert_agreement (fixture);
}

static PlugIntent *
record_sent (PlugFixture *fixture,
             const char  *instance_id)
{
  PlugIntent *intent = plug_intent_new (PLUG_INTENT_CREATE,
                                        plug_account_get_id (fixture->account),
                                        plug_account_get_base_url (fixture->account), "sagecrm",
                                        "SageCRM", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_intent_set_state (intent, PLUG_INTENT_SENT);
  plug_store_record_intent_async (fixture->store, intent, NULL, plug_test_result_cb, &result);
  plug_store_finish (fixture->store, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  plug_intent_set_instance_id (intent, instance_id);
  return intent;
}

/* A commit of ours that was said to have failed and was done leaves the list behind the journal. */
static void
test_behind_the_journal (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugCreation) creation = NULL;
  g_autoptr (GAsyncResult) moved = NULL;
  g_autoptr (GAsyncResult) dismissed = NULL;
  g_autoptr (GError) error = NULL;

  plug_sandbox_push_fault (fixture->tenant, "POST /instances drop-before");
  creation = plug_fixture_create (fixture, "SageCRM");
  plug_fixture_wait_finished (creation);
  plug_fixture_wait_settled (fixture);
  plug_store_move_intent_async (fixture->store, plug_fixture_get_only_intent (fixture),
                                PLUG_INTENT_NOT_FOUND, PLUG_INTENT_DROPPED, NULL,
                                plug_test_result_cb, &moved);
  plug_store_finish (fixture->store, plug_test_wait (&moved), &error);
  g_assert_no_error (error);

  plug_inventory_dismiss_intent_async (fixture->inventory, plug_fixture_get_only_intent (fixture),
                                       NULL, plug_test_result_cb, &dismissed);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&dismissed), &error);
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STATE);
  plug_test_spin_until (is_calm, fixture);
}

/* One instance was made by one request: what is only found gives way to what is proven. */
static void
test_claims (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugIntent) ours = record_sent (fixture, "1");
  g_autoptr (PlugIntent) mistaken = record_sent (fixture, "1");
  g_autoptr (PlugInstance) instance = plug_instance_new (plug_account_get_id (fixture->account),
                                                         "1", "SageCRM", "sagecrm");
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  plug_store_settle_intent_async (fixture->store, mistaken, PLUG_INTENT_SENT, PLUG_INTENT_DONE,
                                  instance, NULL, plug_test_result_cb, &result);
  plug_store_finish (fixture->store, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  plug_store_prove_intent_async (fixture->store, ours, PLUG_INTENT_SENT, PLUG_INTENT_DONE,
                                 instance, NULL, plug_test_result_cb, &result);
  plug_store_finish (fixture->store, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  plug_store_settle_intent_async (fixture->store, mistaken, PLUG_INTENT_UNKNOWN, PLUG_INTENT_DONE,
                                  instance, NULL, plug_test_result_cb, &result);
  plug_store_finish (fixture->store, plug_test_wait (&result), &error);
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_CONFLICT);
  g_clear_object (&result);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/creation/done", test_done);
  for (guint i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/creation/", fault_cases[i].test, NULL);

      g_test_add_data_func (path, &fault_cases[i], test_fault);
    }
  g_test_add_func ("/creation/row-01-refused", test_refused);
  g_test_add_func ("/creation/row-16-old-namesake", test_old_namesake);
  g_test_add_func ("/creation/row-29-found-after-restart", test_found_after_restart);
  g_test_add_func ("/creation/row-55-cancelled-before-sent", test_cancelled_before);
  g_test_add_func ("/creation/row-55-cancelled-after-sent", test_cancelled_after);
  g_test_add_func ("/creation/several-candidates", test_several);
  g_test_add_func ("/creation/many-at-once", test_many_at_once);
  g_test_add_func ("/creation/proven-beats-found", test_claims);
  g_test_add_func ("/creation/behind-the-journal", test_behind_the_journal);

  return g_test_run ();
}
