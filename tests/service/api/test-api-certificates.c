/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates: a bad one is refused, by name, and nothing is sent. */

#include "config.h"

#include <string.h>

#include "plug-api-fixture.h"
#include "plug-test-ca.h"
#include "plug-test.h"

static PlugTestCa *ca;

typedef struct {
  const char *path;
  PlugTestCertificate kind;
  const char *said;   /* what the sentence has to name */
  const char *advice;
} Case;

static const Case cases[] = {
  { "/api/row-08-untrusted", PLUG_TEST_CERTIFICATE_UNTRUSTED, "authority", "authority" },
  { "/api/row-08-wrong-host", PLUG_TEST_CERTIFICATE_WRONG_HOST, "another host", "base URL" },
  { "/api/row-08-expired", PLUG_TEST_CERTIFICATE_EXPIRED, "expired", "date and time" },
  { "/api/row-08-not-yet-valid", PLUG_TEST_CERTIFICATE_NOT_YET_VALID, "not valid yet",
    "date and time" },
};

static void
test_refused (gconstpointer user_data)
{
  const Case *row = user_data;
  g_autoptr (GTlsCertificate) certificate = plug_test_ca_issue (ca, row->kind);
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (certificate);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, plug_test_ca_get_database (ca));
  g_auto (PlugFixtureCreation) creation = { NULL };

  plug_fault_server_add_answer (server, 200, NULL, PLUG_FIXTURE_ANSWER);
  creation = plug_fixture_create (api, NULL);
  g_test_message ("%s", creation.error->message);
  g_assert_error (creation.error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  g_assert_cmpint (creation.outcome, ==, PLUG_OUTCOME_NOT_DONE);
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, NULL), ==, 0);
  g_assert_nonnull (strstr (creation.error->message, "127.0.0.1"));
  g_assert_nonnull (strstr (creation.error->message, row->said));
  g_assert_nonnull (strstr (creation.error->message, row->advice));
}

static void
test_good (void)
{
  g_autoptr (GTlsCertificate) certificate = plug_test_ca_issue (ca, PLUG_TEST_CERTIFICATE_GOOD);
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (certificate);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, plug_test_ca_get_database (ca));
  g_auto (PlugFixtureCreation) creation = { NULL };

  plug_fault_server_add_answer (server, 200, NULL, PLUG_FIXTURE_ANSWER);
  creation = plug_fixture_create (api, NULL);
  g_assert_no_error (creation.error);
  g_assert_cmpstr (plug_instance_get_id (creation.instance), ==, "427902");
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, NULL), ==, 1);
}

/* Without the tests' own trust the good one is nobody's. */
static void
test_system_trust (void)
{
  g_autoptr (GTlsCertificate) certificate = plug_test_ca_issue (ca, PLUG_TEST_CERTIFICATE_GOOD);
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (certificate);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_auto (PlugFixtureCreation) creation = plug_fixture_create (api, NULL);

  g_assert_error (creation.error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, NULL), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  plug_fixture_forget_proxies ();
  ca = plug_test_ca_new ();
  g_test_add_func ("/api/certificate-good", test_good);
  g_test_add_func ("/api/row-08-system-trust", test_system_trust);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_refused);
  status = g_test_run ();
  plug_test_ca_free (ca);
  return status;
}
