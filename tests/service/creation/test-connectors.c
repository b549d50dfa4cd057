/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tenant says of its connectors, and secrets by names that do not say so. */

#include "config.h"

#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-test.h"

#include <string.h>

static PlugConnector *
load (PlugFixture    *fixture,
      PlugConnector  *connector,
      GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_inventory_load_connector_async (fixture->inventory, fixture->account, connector, NULL,
                                       plug_test_result_cb, &result);
  return plug_inventory_load_connector_finish (fixture->inventory, plug_test_wait (&result),
                                               error);
}

/* Of a connector known by its key alone name, hub and authentication are asked for as well; the
 * tenant is asked once. */
static void
test_by_key (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugConnector) unknown = plug_connector_new ("zendesk", "zendesk", NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugConnector) connector = load (fixture, unknown, &error);
  g_autoptr (PlugConnector) again = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (plug_connector_get_name (connector), ==, "Zendesk");
  g_assert_cmpstr (plug_connector_get_hub (connector), ==, "helpdesk");
  g_assert_cmpstr (plug_connector_get_authentication (connector), ==, "oauth2");
  g_assert_nonnull (plug_connector_find_field (connector, "oauth.api.secret"));
  g_assert_cmpuint (g_list_model_get_n_items (plug_connector_list_event_fields (connector)), >, 0);
  again = load (fixture, unknown, &error);
  g_assert_true (again == connector);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "GET", "/elements/zendesk"), ==,
                    1);
}

/* What is known of it stays. */
static void
test_listed (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugConnector) listed =
    plug_connector_new ("netsuiteerp2018release1(proxy)", "Our NetSuite", "erp", "custom");
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugConnector) connector = load (fixture, listed, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (plug_connector_get_name (connector), ==, "Our NetSuite");
  g_assert_cmpstr (plug_connector_get_hub (connector), ==, "erp");
  g_assert_true (plug_connector_is_described (connector));
}

/* An answer that is none is not kept. */
static void
test_failures (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugConnector) unknown = plug_connector_new ("no/such?key", "x", NULL, NULL);
  g_autoptr (PlugConnector) stripe = plug_connector_new ("stripe", "Stripe", "payment", "custom");
  static const char *const faults[] = { "status=500", "html", "malformed", "empty" };
  g_autoptr (PlugConnector) connector = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) none = NULL;

  g_assert_null (load (fixture, unknown, &missing));
  g_assert_error (missing, PLUG_ERROR, PLUG_ERROR_NOT_FOUND);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *fault = g_strconcat ("GET /elements/* ", faults[i], NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", fault);
      plug_sandbox_push_fault (fixture->tenant, fault);
      g_assert_null (load (fixture, stripe, &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (plug_sandbox_get_n_faults_left (fixture->tenant), ==, 0);
    }
  connector = load (fixture, stripe, &none);
  g_assert_no_error (none);
  g_assert_nonnull (plug_connector_find_field (connector, "api.key"));
}

/* The tenant shows what it does not take for a secret; what is saved is masked all the same. */
static void
test_secret_by_choice (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugDraft) draft = plug_fixture_draft (fixture, "SageCRM");
  g_autoptr (PlugSecret) secret = plug_secret_new (fixture->password);
  g_autoptr (PlugCreation) creation = NULL;
  const char *configuration;

  plug_draft_set_secret (draft, "own.pin", secret);
  creation = plug_inventory_create (fixture->inventory, fixture->account, draft);
  plug_fixture_wait_finished (creation);
  g_assert_no_error (plug_creation_get_error (creation));
  configuration = plug_instance_get_configuration (plug_creation_get_instance (creation));
  g_assert_nonnull (strstr (configuration, "\"own.pin\":\"********\""));
  g_assert_null (strstr (configuration, fixture->password));
}

/* Nor does an error repeat it. */
static void
test_secret_echoed (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugDraft) draft = plug_fixture_draft (fixture, "SageCRM");
  g_autoptr (PlugSecret) pin = plug_secret_new ("own-pin-4711");
  g_autoptr (PlugSecret) code = plug_secret_new ("oauth-code-4712");
  g_autoptr (PlugCreation) creation = NULL;
  g_autofree char *details = NULL;

  plug_draft_set_secret (draft, "own.pin", pin);
  plug_draft_set_provider_data (draft, "code", code);
  plug_sandbox_push_fault (fixture->tenant, "POST /instances echo");
  creation = plug_inventory_create (fixture->inventory, fixture->account, draft);
  plug_fixture_wait_finished (creation);
  g_assert_cmpint (plug_creation_get_outcome (creation), ==, PLUG_CREATION_FAILED);
  details = plug_error_dup_details (plug_creation_get_error (creation));
  g_assert_nonnull (strstr (details, "SageCRM"));
  g_assert_null (strstr (details, "4711"));
  g_assert_null (strstr (details, "4712"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connectors/by-key", test_by_key);
  g_test_add_func ("/connectors/listed", test_listed);
  g_test_add_func ("/connectors/failures", test_failures);
  g_test_add_func ("/connectors/secret-by-choice", test_secret_by_choice);
  g_test_add_func ("/connectors/secret-echoed", test_secret_echoed);
  return g_test_run ();
}
