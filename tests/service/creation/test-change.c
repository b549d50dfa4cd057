/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of instances against a tenant with faults: whatever is lost on the way, tenant, database
 * and keyring say the same in the end. */

#include "config.h"

#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-test.h"

/* What an EDIT edits. */
typedef enum {
  NAME_AND_TAGS,
  SETTING,
  SECRET,
} Edit;

/* One kind of change, and the fault's name for its request. */
typedef struct {
  const char *name;
  PlugChangeKind kind;
  const char *request;
  Edit edit;
} Kind;

static const Kind kinds[] = {
  { "edit", PLUG_CHANGE_EDIT, "PATCH /instances/{id}", NAME_AND_TAGS },
  { "setting", PLUG_CHANGE_EDIT, "PATCH /instances/{id}", SETTING },
  { "secret", PLUG_CHANGE_EDIT, "PATCH /instances/{id}", SECRET },
  { "enable", PLUG_CHANGE_ENABLE, "PUT /instances/{id}/enabled", 0 },
  { "disable", PLUG_CHANGE_DISABLE, "DELETE /instances/{id}/enabled", 0 },
  { "delete", PLUG_CHANGE_DELETE, "DELETE /instances/{id}", 0 },
  { "events-on", PLUG_CHANGE_EVENTS_ON, "PATCH /instances/{id}/configuration/*", 0 },
  { "events-off", PLUG_CHANGE_EVENTS_OFF, "PATCH /instances/{id}/configuration/*", 0 },
  { "reauthenticate", PLUG_CHANGE_REAUTHENTICATE, "PUT /instances/{id}", 0 },
};

/* One fault and what must come of it. */
typedef struct {
  const char *name;
  const char *fault;
  gboolean in_doubt;
  gboolean made;
} Fault;

static const Fault faults[] = {
  { "row-02-lost-before", "drop-before", TRUE, FALSE },
  { "row-02-lost-after", "drop-after", TRUE, TRUE },
  { "row-03-timed-out", "hang", TRUE, FALSE },
  { "row-03-timed-out-after", "hang-after", TRUE, TRUE },
  { "row-13-refused", "status=400", FALSE, FALSE },
  { "row-14-secrets-rejected", "status=401", FALSE, FALSE },
  { "row-15-forbidden", "status=403", FALSE, FALSE },
  { "row-15-not-found", "status=404", FALSE, FALSE },
  { "row-16-in-use", "status=409", FALSE, FALSE },
  { "row-17-rate-limited", "status=429", FALSE, FALSE },
  { "row-18-bad-gateway", "status=502", TRUE, FALSE },
  { "row-18-gateway-timeout-after", "status=504-after", TRUE, TRUE },
};

typedef struct {
  const Kind *kind;
  const Fault *fault;
} Case;

/* An instance made as the user makes one, so that its token is in the keyring. */
static PlugInstance *
make_instance (PlugFixture *fixture)
{
  g_autoptr (PlugCreation) creation = plug_fixture_create (fixture, "SageCRM");

  plug_fixture_wait_finished (creation);
  g_assert_cmpint (plug_creation_get_outcome (creation), ==, PLUG_CREATION_DONE);
  return g_object_ref (plug_creation_get_instance (creation));
}

static const Kind *
find_kind (PlugChangeKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (kinds[i].kind == kind)
        return &kinds[i];
    }
  g_assert_not_reached ();
}

static void
set_edit (PlugFixture *fixture,
          PlugChange  *change,
          Edit         edit)
{
  static const char *const tags[] = { "renamed", NULL };
  g_autoptr (PlugSecret) secret = plug_secret_new (fixture->password);

  if (edit == SETTING)
    plug_change_set_value (change, "username", "New name");
  else if (edit == SECRET)
    plug_change_set_secret (change, "password", secret);
  else
    {
      plug_change_set_name (change, "New name");
      plug_change_set_tags (change, tags);
    }
}

static PlugChange *
new_change (PlugFixture  *fixture,
            const Kind   *kind,
            PlugInstance *instance)
{
  PlugChange *change = plug_change_new (kind->kind, instance);

  if (kind->kind == PLUG_CHANGE_EDIT)
    set_edit (fixture, change, kind->edit);
  if (kind->kind == PLUG_CHANGE_REAUTHENTICATE)
    {
      g_autoptr (PlugDraft) draft = plug_fixture_draft (fixture, "SageCRM");
      g_autofree char *text = plug_draft_build_text (draft, PLUG_DRAFT_REVEAL, FALSE);
      g_autoptr (PlugSecret) body = plug_secret_new (text);

      plug_change_set_body (change, body);
    }
  return change;
}

static gboolean
change (PlugFixture     *fixture,
        const Kind      *kind,
        PlugInstance    *instance,
        gboolean        *in_doubt,
        GError         **error)
{
  g_autoptr (PlugChange) wanted = new_change (fixture, kind, instance);

  return plug_fixture_change (fixture, wanted, in_doubt, error);
}

/* To enable is only a change of what is disabled, to turn events off of one that has them. */
static PlugInstance *
make_instance_for (PlugFixture    *fixture,
                   PlugChangeKind  kind)
{
  PlugInstance *instance = make_instance (fixture);
  g_autoptr (GError) error = NULL;

  plug_sandbox_set_rotating (fixture->tenant, TRUE);
  if (kind == PLUG_CHANGE_ENABLE)
    g_assert_true (change (fixture, find_kind (PLUG_CHANGE_DISABLE), instance, NULL, &error));
  if (kind == PLUG_CHANGE_EVENTS_OFF)
    g_assert_true (change (fixture, find_kind (PLUG_CHANGE_EVENTS_ON), instance, NULL, &error));
  g_assert_no_error (error);
  return instance;
}

/* Nobody can look whether a password has arrived, or which authentication it is. */
static gboolean
is_traceless (const Kind *kind)
{
  return kind->kind == PLUG_CHANGE_REAUTHENTICATE || kind->edit == SECRET;
}

/* The list, the tenant and the keyring, after a change that was made or was not. */
static void
assert_agreement (PlugFixture *fixture,
                  const Kind  *k,
                  const char  *id,
                  gboolean     made)
{
  PlugChangeKind kind = k->kind;
  gboolean is_renamed = made && kind == PLUG_CHANGE_EDIT && k->edit == NAME_AND_TAGS;
  gboolean has_new_name = made && kind == PLUG_CHANGE_EDIT && k->edit != SECRET;
  PlugInstance *instance;
  g_autofree char *json = plug_sandbox_dup_instance_json (fixture->tenant, id);

  instance = plug_inventory_find_instance (fixture->inventory,
                                           plug_account_get_id (fixture->account), id);
  plug_fixture_assert_agreement (fixture);
  if (kind == PLUG_CHANGE_DELETE)
    {
      g_assert_cmpint (instance == NULL, ==, made);
      g_assert_cmpint (json == NULL, ==, made);
      return;
    }
  g_assert_nonnull (instance);
  g_assert_nonnull (json);
  g_assert_cmpint (g_str_equal (plug_instance_get_name (instance), "New name"), ==, is_renamed);
  g_assert_cmpint (strstr (plug_instance_get_configuration (instance), "New name") != NULL, ==,
                   has_new_name && !is_renamed);
  g_assert_cmpint (strstr (json, "New name") != NULL, ==, has_new_name);
  if (kind == PLUG_CHANGE_EVENTS_ON || kind == PLUG_CHANGE_EVENTS_OFF)
    g_assert_cmpint (plug_instance_has_events (instance), ==,
                     made == (kind == PLUG_CHANGE_EVENTS_ON));
  g_assert_cmpint (strstr (json, "\"eventsEnabled\":true") != NULL, ==,
                   plug_instance_has_events (instance));
  /* What was done here is no difference to what was saved. */
  g_assert_null (plug_instance_get_accepted (instance));
  if (kind == PLUG_CHANGE_ENABLE || kind == PLUG_CHANGE_DISABLE)
    g_assert_cmpint (plug_instance_is_disabled (instance), ==,
                     made == (kind == PLUG_CHANGE_DISABLE));
  g_assert_cmpint (strstr (json, "\"disabled\":true") != NULL, ==,
                   plug_instance_is_disabled (instance));
}

static void
assert_no_secret (PlugFixture *fixture)
{
  g_autofree char *journal = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (plug_store_get_path (fixture->store), &journal, &length,
                                      NULL));
  g_assert_null (g_strstr_len (journal, (gssize) length, fixture->password));
}

static void
test_done (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugInstance) instance = make_instance_for (fixture, kind->kind);
  g_autofree char *id = g_strdup (plug_instance_get_id (instance));
  g_autoptr (GError) error = NULL;
  gboolean in_doubt = TRUE;

  g_assert_true (change (fixture, kind, instance, &in_doubt, &error));
  g_assert_no_error (error);
  g_assert_false (in_doubt);
  g_assert_cmpuint (plug_fixture_count_intents (fixture), ==, 0);
  assert_agreement (fixture, kind, id, TRUE);
  plug_fixture_sync_well (fixture);
  assert_agreement (fixture, kind, id, TRUE);
  assert_no_secret (fixture);

  g_clear_object (&instance);
  plug_fixture_restart (fixture);
  assert_agreement (fixture, kind, id, TRUE);
}

static void
test_fault (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugInstance) instance = make_instance_for (fixture, c->kind->kind);
  g_autofree char *id = g_strdup (plug_instance_get_id (instance));
  g_autofree char *path = g_strconcat ("/instances/", id, NULL);
  g_auto (GStrv) words = g_strsplit (c->kind->request, " ", 2);
  g_auto (GStrv) parts = g_strsplit (words[1], "/instances/{id}", 2);
  g_autofree char *spec = g_strdup_printf ("%s %s%s %s", words[0], path, parts[1], c->fault->fault);
  g_autoptr (GError) error = NULL;
  gboolean in_doubt = FALSE;
  gboolean is_seen;

  /* To delete what is not there is no failure. */
  if (c->kind->kind == PLUG_CHANGE_DELETE && g_str_equal (c->fault->fault, "status=404"))
    {
      g_test_skip ("Gone is what it is to be");
      return;
    }
  plug_sandbox_push_fault (fixture->tenant, spec);
  if (g_str_has_prefix (c->fault->fault, "hang"))
    plug_client_set_change_deadline (fixture->client, 500);
  g_assert_false (change (fixture, c->kind, instance, &in_doubt, &error));
  plug_client_set_change_deadline (fixture->client, 0);
  g_test_message ("%s", error->message);
  g_assert_cmpint (in_doubt, ==, c->fault->in_doubt);
  g_assert_cmpint (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_OUTCOME_UNKNOWN), ==, in_doubt);
  g_assert_cmpuint (plug_sandbox_get_n_faults_left (fixture->tenant), ==, 0);

  plug_fixture_wait_settled (fixture);
  is_seen = c->fault->made && !is_traceless (c->kind);
  assert_agreement (fixture, c->kind, id, c->fault->made);
  g_assert_cmpuint (plug_fixture_count_intents (fixture), ==, in_doubt && !is_seen ? 1 : 0);
  plug_fixture_sync_well (fixture);
  assert_agreement (fixture, c->kind, id, c->fault->made);
  assert_no_secret (fixture);
  if (in_doubt && !is_seen)
    g_assert_cmpint (plug_intent_get_state (plug_fixture_get_only_intent (fixture)), ==,
                     PLUG_INTENT_NOT_FOUND);
}

/* The end of a run between SENT and the answer: the next one finds out. */
static void
test_found_after_restart (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugInstance) instance = make_instance_for (fixture, kind->kind);
  g_autofree char *id = g_strdup (plug_instance_get_id (instance));
  g_autoptr (PlugChange) wanted = new_change (fixture, kind, instance);
  g_autoptr (PlugIntent) intent = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  intent = plug_change_create_intent (wanted, plug_account_get_base_url (fixture->account));
  plug_intent_set_state (intent, PLUG_INTENT_SENT);
  plug_store_record_intent_async (fixture->store, intent, NULL, plug_test_result_cb, &result);
  g_assert_true (plug_store_finish (fixture->store, plug_test_wait (&result), &error));
  plug_fixture_make_change (fixture, wanted);

  g_clear_object (&instance);
  g_clear_object (&wanted);
  g_clear_object (&result);
  plug_fixture_restart (fixture);
  plug_fixture_wait_settled (fixture);
  g_assert_cmpuint (plug_fixture_count_intents (fixture), ==, is_traceless (kind) ? 1 : 0);
  assert_agreement (fixture, kind, id, TRUE);
}

/* What is gone can be neither renamed nor be in doubt for long. */
static void
test_gone_meanwhile (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugInstance) instance = make_instance (fixture);
  g_autofree char *spec = NULL;
  g_autoptr (GError) error = NULL;

  spec = g_strdup_printf ("PATCH /instances/%s drop-before", plug_instance_get_id (instance));
  plug_sandbox_push_fault (fixture->tenant, spec);
  g_assert_false (change (fixture, find_kind (PLUG_CHANGE_EDIT), instance, NULL, &error));
  plug_sandbox_remove_instance (fixture->tenant, plug_instance_get_id (instance));
  plug_fixture_wait_settled (fixture);
  g_assert_cmpuint (plug_fixture_count_intents (fixture), ==, 0);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 1);
}

/* Nobody could tell afterwards which of two changes came last. */
static void
test_one_at_a_time (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugInstance) instance = make_instance (fixture);
  g_autofree char *spec = NULL;
  g_autoptr (GError) lost = NULL;
  g_autoptr (GError) error = NULL;
  gboolean in_doubt = TRUE;

  spec = g_strdup_printf ("DELETE /instances/%s/enabled status=502",
                          plug_instance_get_id (instance));
  plug_sandbox_push_fault (fixture->tenant, spec);
  g_assert_false (change (fixture, find_kind (PLUG_CHANGE_DISABLE), instance, NULL, &lost));
  plug_sandbox_forget_requests (fixture->tenant);
  g_assert_false (change (fixture, find_kind (PLUG_CHANGE_DELETE), instance, &in_doubt, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_CONFLICT);
  g_assert_false (in_doubt);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "DELETE", NULL), ==, 0);
  plug_fixture_wait_settled (fixture);
  g_clear_error (&error);
  g_assert_true (change (fixture, find_kind (PLUG_CHANGE_DELETE), instance, &in_doubt, &error));
  g_assert_no_error (error);
}

/* Two presses before the first one was recorded: one request. */
static void
test_two_at_once (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugInstance) instance = make_instance (fixture);
  g_autoptr (PlugChange) wanted = plug_change_new (PLUG_CHANGE_DISABLE, instance);
  g_autoptr (PlugChange) back = plug_change_new (PLUG_CHANGE_ENABLE, instance);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refusal = NULL;

  plug_sandbox_forget_requests (fixture->tenant);
  plug_inventory_change_async (fixture->inventory, wanted, NULL, plug_test_result_cb, &first);
  plug_inventory_change_async (fixture->inventory, wanted, NULL, plug_test_result_cb, &second);
  plug_inventory_change_finish (fixture->inventory, plug_test_wait (&second), NULL, &refusal);
  g_assert_error (refusal, PLUG_ERROR, PLUG_ERROR_CONFLICT);
  g_assert_null (first);
  plug_inventory_change_finish (fixture->inventory, plug_test_wait (&first), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "DELETE", NULL), ==, 1);
  plug_inventory_change_async (fixture->inventory, back, NULL, plug_test_result_cb, &third);
  plug_inventory_change_finish (fixture->inventory, plug_test_wait (&third), NULL, &error);
  g_assert_no_error (error);
}

static void
test_cancelled_before (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugInstance) instance = make_instance (fixture);
  g_autoptr (PlugChange) wanted = plug_change_new (PLUG_CHANGE_DELETE, instance);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean in_doubt = TRUE;

  plug_inventory_change_async (fixture->inventory, wanted, cancellable, plug_test_result_cb,
                               &result);
  g_cancellable_cancel (cancellable);
  g_assert_false (plug_inventory_change_finish (fixture->inventory, plug_test_wait (&result),
                                                &in_doubt, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (in_doubt);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "DELETE", NULL), ==, 0);
  g_assert_cmpuint (plug_fixture_count_intents (fixture), ==, 0);
  plug_fixture_assert_agreement (fixture);
}

static void
add_tests_of_kind (const Kind *kind)
{
  static Case cases[G_N_ELEMENTS (kinds) * G_N_ELEMENTS (faults)];
  static guint n_cases;
  g_autofree char *done = g_strdup_printf ("/change/%s/done", kind->name);
  g_autofree char *restart = g_strdup_printf ("/change/%s/row-29-found-after-restart", kind->name);

  g_test_add_data_func (done, kind, test_done);
  g_test_add_data_func (restart, kind, test_found_after_restart);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strdup_printf ("/change/%s/%s", kind->name, faults[i].name);

      cases[n_cases] = (Case) { kind, &faults[i] };
      g_test_add_data_func (path, &cases[n_cases++], test_fault);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    add_tests_of_kind (&kinds[i]);
  g_test_add_func ("/change/gone-meanwhile", test_gone_meanwhile);
  g_test_add_func ("/change/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/change/two-at-once", test_two_at_once);
  g_test_add_func ("/change/row-55-cancelled-before-sent", test_cancelled_before);
  return g_test_run ();
}
