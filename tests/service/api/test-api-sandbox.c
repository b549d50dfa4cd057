/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole way over TLS to a tenant that imitates the contract. */

#include "config.h"

#include <string.h>

#include "plug-api-fixture.h"
#include "plug-error.h"
#include "plug-sandbox.h"
#include "plug-test-ca.h"
#include "plug-test.h"

static PlugTestCa *ca;
static GTlsCertificate *certificate;

typedef struct {
  PlugSandbox *sandbox;
  PlugApi *api;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  fixture->sandbox = plug_sandbox_new ();
  plug_sandbox_set_tls_certificate (fixture->sandbox, certificate);
  plug_sandbox_set_secrets (fixture->sandbox, plug_fixture_user_secret (),
                            plug_fixture_organization_secret ());
  g_assert_true (plug_sandbox_start (fixture->sandbox, 0, &error));
  g_assert_no_error (error);
  fixture->api = plug_fixture_api_for_url (plug_sandbox_get_base_url (fixture->sandbox),
                                           plug_test_ca_get_database (ca));
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  user_data)
{
  /* The client goes first: the sandbox says goodbye to whom it is connected to, and would wait
   * for this very thread to read it. */
  g_object_unref (fixture->api);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  plug_sandbox_stop (fixture->sandbox);
  g_object_unref (fixture->sandbox);
}

static void
add_fault (Fixture    *fixture,
           const char *spec)
{
  g_autoptr (GError) error = NULL;

  plug_sandbox_add_fault (fixture->sandbox, spec, &error);
  g_assert_no_error (error);
}

static void
test_verify (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = plug_fixture_verify (fixture->api, &error);

  g_assert_no_error (error);
  g_assert_nonnull (name);
  plug_sandbox_set_secrets (fixture->sandbox, "another", "other");
  g_assert_null (plug_fixture_verify (fixture->api, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_CREDENTIALS_REJECTED);
  g_assert_nonnull (plug_error_get_request_id (error));
}

/* Made, read, listed, deleted, gone. */
static void
test_life (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_auto (PlugFixtureCreation) creation = plug_fixture_create (fixture->api, NULL);
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugListed) listed = NULL;
  g_autoptr (PlugListing) listing = NULL;
  const char *id;
  PlugOutcome outcome;

  g_assert_no_error (creation.error);
  id = plug_instance_get_id (creation.instance);
  token = plug_sandbox_dup_token (fixture->sandbox, id);
  g_assert_cmpstr (plug_secret_peek (creation.token), ==, token);
  g_assert_cmpstr (plug_instance_get_name (creation.instance), ==, PLUG_FIXTURE_NAME);

  listed = plug_fixture_get (fixture->api, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plug_secret_peek (listed->token), ==, token);

  listing = plug_fixture_list (fixture->api, "north", 0, &error);
  g_assert_no_error (error);
  g_assert_true (listing->complete);
  g_assert_cmpuint (listing->instances->len, ==, 1);
  g_assert_cmpint (listing->server_time, >, 0);

  g_assert_true (plug_fixture_change (fixture->api, PLUG_CHANGE_DELETE, id, NULL, &outcome,
                                      &error));
  g_assert_no_error (error);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, 0);
  g_assert_true (plug_fixture_change (fixture->api, PLUG_CHANGE_DELETE, id, NULL, &outcome,
                                      &error));
  g_assert_cmpint (outcome, ==, PLUG_OUTCOME_DONE);
}

static void
test_changes (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree char *id = plug_sandbox_add_instance (fixture->sandbox, "sagecrm", "Old", NULL);
  g_autoptr (PlugInstance) renewed = NULL;
  g_autoptr (PlugListed) disabled = NULL;
  g_autoptr (PlugListed) enabled = NULL;
  g_autoptr (GError) error = NULL;
  PlugOutcome outcome;

  g_assert_true (plug_fixture_change (fixture->api, PLUG_CHANGE_EDIT, id, &renewed, &outcome,
                                      &error));
  g_assert_cmpstr (plug_instance_get_name (renewed), ==, PLUG_FIXTURE_NEW_NAME);
  g_assert_true (plug_fixture_change (fixture->api, PLUG_CHANGE_DISABLE, id, NULL, &outcome,
                                      &error));
  disabled = plug_fixture_get (fixture->api, id, &error);
  g_assert_true (plug_instance_is_disabled (disabled->instance));
  g_assert_cmpstr (plug_instance_get_name (disabled->instance), ==, PLUG_FIXTURE_NEW_NAME);
  g_assert_true (plug_fixture_change (fixture->api, PLUG_CHANGE_ENABLE, id, NULL, &outcome,
                                      &error));
  enabled = plug_fixture_get (fixture->api, id, &error);
  g_assert_false (plug_instance_is_disabled (enabled->instance));
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugListing) listing = plug_fixture_list (fixture->api, NULL, 0, &error);

  g_assert_no_error (error);
  g_assert_true (listing->complete);
  g_assert_cmpuint (listing->instances->len, ==, 0);
}

static void
test_paging (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugListing) listing = NULL;

  plug_sandbox_fill (fixture->sandbox, 60);
  plug_sandbox_set_page_size (fixture->sandbox, 20);
  listing = plug_fixture_list (fixture->api, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_true (listing->complete);
  g_assert_cmpuint (listing->instances->len, ==, 60);
}

/* A fault of the tenant's, and what a creation may say then. */
typedef struct {
  const char *path;
  const char *spec;
  PlugOutcome outcome;
  guint n_instances; /* on the tenant afterwards */
} Fault;

static const Fault faults[] = {
  { "row-02-lost-before", "POST /instances drop-before", PLUG_OUTCOME_UNKNOWN, 0 },
  { "row-02-lost-after", "POST /instances drop-after", PLUG_OUTCOME_UNKNOWN, 1 },
  { "row-02-reset-after", "POST /instances reset-after", PLUG_OUTCOME_UNKNOWN, 1 },
  { "row-16-409", "POST /instances status=409", PLUG_OUTCOME_UNKNOWN, 0 },
  { "row-18-504-after", "POST /instances status=504-after", PLUG_OUTCOME_UNKNOWN, 1 },
  { "row-19-malformed", "POST /instances malformed", PLUG_OUTCOME_UNKNOWN, 1 },
  { "row-19-html-after", "POST /instances html-after", PLUG_OUTCOME_UNKNOWN, 1 },
  { "row-22-truncated", "POST /instances truncate", PLUG_OUTCOME_UNKNOWN, 1 },
  { "row-22-truncated-chunk", "POST /instances truncate=chunk", PLUG_OUTCOME_UNKNOWN, 1 },
  { "row-22-truncated-eof", "POST /instances truncate=eof", PLUG_OUTCOME_UNKNOWN, 1 },
  { "row-23-too-large", "POST /instances big=6000000", PLUG_OUTCOME_UNKNOWN, 1 },
  { "row-25-no-token", "POST /instances no-token", PLUG_OUTCOME_UNKNOWN, 1 },
  { "row-25-no-id", "POST /instances no-id", PLUG_OUTCOME_UNKNOWN, 1 },
  { "row-26-wrong-name", "POST /instances wrong-name", PLUG_OUTCOME_UNKNOWN, 1 },
  { "row-13-400", "POST /instances status=400", PLUG_OUTCOME_NOT_DONE, 0 },
  { "row-12-redirect", "POST /instances redirect=https://elsewhere.example/",
    PLUG_OUTCOME_UNKNOWN, 0 },
};

static void
test_fault (Fixture       *fixture,
            gconstpointer  user_data)
{
  const Fault *fault = user_data;
  g_auto (PlugFixtureCreation) creation = { NULL };

  add_fault (fixture, fault->spec);
  creation = plug_fixture_create (fixture->api, NULL);
  g_test_message ("%s", creation.error->message);
  g_assert_cmpint (creation.outcome, ==, fault->outcome);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->sandbox, "POST", NULL), ==, 1);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, fault->n_instances);
  g_assert_cmpuint (plug_sandbox_get_n_faults_left (fixture->sandbox), ==, 0);
}

static void
test_echo (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_auto (PlugFixtureCreation) creation = { NULL };
  g_autofree char *details = NULL;

  add_fault (fixture, "POST /instances echo");
  creation = plug_fixture_create (fixture->api, NULL);
  details = plug_error_dup_details (creation.error);
  g_test_message ("%s\n%s", creation.error->message, details);
  for (guint i = 0; i < 2; i++)
    {
      const char *text = i == 0 ? creation.error->message : details;

      g_assert_null (strstr (text, plug_fixture_user_secret ()));
      g_assert_null (strstr (text, plug_fixture_organization_secret ()));
      g_assert_null (strstr (text, plug_fixture_password ()));
    }
}

static void
test_list_cut (Fixture       *fixture,
               gconstpointer  user_data)
{
  const char *spec = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugListing) listing = NULL;

  plug_sandbox_fill (fixture->sandbox, 60);
  plug_sandbox_set_page_size (fixture->sandbox, 20);
  add_fault (fixture, spec);
  listing = plug_fixture_list (fixture->api, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_false (listing->complete);
}

static void
add (const char    *path,
     gconstpointer  user_data,
     void         (*test) (Fixture       *fixture,
                           gconstpointer  user_data))
{
  g_autofree char *full = g_strconcat ("/api/sandbox/", path, NULL);

  g_test_add (full, Fixture, user_data, fixture_set_up, test, fixture_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  plug_fixture_forget_proxies ();
  ca = plug_test_ca_new ();
  certificate = plug_test_ca_issue (ca, PLUG_TEST_CERTIFICATE_GOOD);
  add ("verify", NULL, test_verify);
  add ("life", NULL, test_life);
  add ("changes", NULL, test_changes);
  add ("empty", NULL, test_empty);
  add ("row-63-paging", NULL, test_paging);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    add (faults[i].path, &faults[i], test_fault);
  add ("row-70-echo", NULL, test_echo);
  add ("row-64-list-incomplete", "GET /instances list-incomplete times=*", test_list_cut);
  add ("row-64-list-cut", "GET /instances list-cut times=*", test_list_cut);
  status = g_test_run ();
  g_object_unref (certificate);
  plug_test_ca_free (ca);
  return status;
}
