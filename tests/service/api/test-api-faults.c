/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A creation meets everything that can go wrong on the wire. Nothing is sent twice, and nothing
 * that may have happened is called undone. */

#include "config.h"

#include <string.h>

#include "plug-api-fixture.h"
#include "plug-error.h"
#include "plug-test-ca.h"
#include "plug-test.h"

/* Long enough for a connection, a handshake and a request on a busy machine, for the fault comes
 * after them. */
#define SHORT_MS   2500
#define TINY_MS    200
#define MAX_GROWTH (64 * 1024) /* KiB */

static PlugTestCa *ca;
static GTlsCertificate *certificate;

/* One row of the matrix: a fault, and what the creation has to come to. */
typedef struct {
  const char *path;
  PlugFault fault;
  gboolean tls;
  guint deadline_ms; /* 0: the default */
  PlugOutcome outcome;
  guint arrivals;
  GQuark (*domain) (void); /* (nullable): any */
  int code; /* -1: any of the domain */
} Case;

static GQuark
plug_domain (void)
{
  return PLUG_ERROR;
}

static GQuark
io_domain (void)
{
  return G_IO_ERROR;
}

static guint
peak_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);
  return (guint) g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}

static void
assert_sentence (const GError *error)
{
  g_assert_cmpuint (strlen (error->message), >, 20);
  g_assert_nonnull (strchr (error->message, ' '));
  g_assert_null (strstr (error->message, plug_fixture_user_secret ()));
  g_assert_null (strstr (error->message, plug_fixture_organization_secret ()));
  g_assert_null (strstr (error->message, plug_fixture_password ()));
}

static void
test_fault (gconstpointer user_data)
{
  const Case *row = user_data;
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (row->tls ? certificate : NULL);
  g_autoptr (PlugApi) api = NULL;
  g_auto (PlugFixtureCreation) creation = { NULL };
  guint before;

  plug_fault_server_set_body (server, PLUG_FIXTURE_ANSWER);
  plug_fault_server_set_fault (server, row->fault);
  api = plug_fixture_api_for_server (server, plug_test_ca_get_database (ca));
  plug_api_set_deadlines (api, row->deadline_ms, row->deadline_ms);
  before = peak_memory ();
  creation = plug_fixture_create (api, NULL);

  g_assert_cmpint (creation.outcome, ==, row->outcome);
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, "POST"), ==, row->arrivals);
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, NULL), ==, row->arrivals);
  if (row->domain != NULL)
    g_assert_cmpstr (g_quark_to_string (creation.error->domain), ==,
                     g_quark_to_string (row->domain ()));
  if (row->code >= 0)
    g_assert_cmpint (creation.error->code, ==, row->code);
  g_test_message ("%s", creation.error->message);
  assert_sentence (creation.error);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
  g_assert_cmpuint (peak_memory (), <, before + MAX_GROWTH);
#endif
  plug_fault_server_wait_closed (server);
}

#define UNKNOWN  PLUG_OUTCOME_UNKNOWN
#define NOT_DONE PLUG_OUTCOME_NOT_DONE

static const Case cases[] = {
  { "row-02-reset-after-request", PLUG_FAULT_RESET, FALSE, 0, UNKNOWN, 1, io_domain, -1 },
  { "row-02-reset-after-request-tls", PLUG_FAULT_RESET, TRUE, 0, UNKNOWN, 1, io_domain, -1 },
  { "row-02-no-answer", PLUG_FAULT_NO_ANSWER, FALSE, 0, UNKNOWN, 1, io_domain, -1 },
  { "row-02-no-answer-tls", PLUG_FAULT_NO_ANSWER, TRUE, 0, UNKNOWN, 1, io_domain, -1 },
  { "row-02-closed-before-request", PLUG_FAULT_CLOSE_AT_ONCE, FALSE, 0, UNKNOWN, 0, io_domain, -1 },
  { "row-03-hang", PLUG_FAULT_HANG, FALSE, SHORT_MS, UNKNOWN, 1, io_domain, G_IO_ERROR_TIMED_OUT },
  { "row-03-hang-tls", PLUG_FAULT_HANG, TRUE, SHORT_MS, UNKNOWN, 1, io_domain,
    G_IO_ERROR_TIMED_OUT },
  { "row-04-drip", PLUG_FAULT_DRIP, FALSE, SHORT_MS, UNKNOWN, 1, io_domain, G_IO_ERROR_TIMED_OUT },
  { "row-04-drip-tls", PLUG_FAULT_DRIP, TRUE, SHORT_MS, UNKNOWN, 1, io_domain,
    G_IO_ERROR_TIMED_OUT },
  { "row-10-stalled-handshake", PLUG_FAULT_HANG_AT_ONCE, TRUE, TINY_MS, NOT_DONE, 0, io_domain,
    G_IO_ERROR_TIMED_OUT },
  { "row-10-closed-in-handshake", PLUG_FAULT_CLOSE_AT_ONCE, TRUE, 0, NOT_DONE, 0, NULL, -1 },
  { "row-21-1xx-flood", PLUG_FAULT_INFORMATIONAL, FALSE, 0, UNKNOWN, 1, plug_domain,
    PLUG_ERROR_PROTOCOL },
  { "row-21-huge-headers", PLUG_FAULT_HUGE_HEADERS, FALSE, 0, UNKNOWN, 1, NULL, -1 },
  { "row-21-switching-protocols", PLUG_FAULT_SWITCH, FALSE, SHORT_MS, UNKNOWN, 1, NULL, -1 },
  { "row-21-garbage", PLUG_FAULT_GARBAGE, FALSE, 0, UNKNOWN, 1, NULL, -1 },
  { "row-22-short-length", PLUG_FAULT_SHORT_LENGTH, FALSE, 0, UNKNOWN, 1, io_domain, -1 },
  { "row-22-short-length-tls", PLUG_FAULT_SHORT_LENGTH, TRUE, 0, UNKNOWN, 1, NULL, -1 },
  { "row-22-cut-inside-chunk", PLUG_FAULT_SHORT_CHUNK, FALSE, 0, UNKNOWN, 1, io_domain, -1 },
  { "row-22-cut-between-chunks", PLUG_FAULT_SHORT_CHUNKS, FALSE, 0, UNKNOWN, 1, NULL, -1 },
  { "row-22-cut-between-chunks-tls", PLUG_FAULT_SHORT_CHUNKS, TRUE, 0, UNKNOWN, 1, NULL, -1 },
  { "row-22-cut-without-length", PLUG_FAULT_EOF_BODY, FALSE, 0, UNKNOWN, 1, plug_domain,
    PLUG_ERROR_PROTOCOL },
  { "row-22-cut-without-length-tls", PLUG_FAULT_EOF_BODY, TRUE, 0, UNKNOWN, 1, NULL, -1 },
  { "row-22-cut-inside-header", PLUG_FAULT_HEADER_ONLY, FALSE, 0, UNKNOWN, 1, NULL, -1 },
  { "row-23-gzip-bomb", PLUG_FAULT_BOMB, FALSE, 0, UNKNOWN, 1, plug_domain, PLUG_ERROR_TOO_LARGE },
  { "row-23-gzip-bomb-tls", PLUG_FAULT_BOMB, TRUE, 0, UNKNOWN, 1, plug_domain,
    PLUG_ERROR_TOO_LARGE },
  { "row-23-endless-body", PLUG_FAULT_ENDLESS, FALSE, 0, UNKNOWN, 1, plug_domain,
    PLUG_ERROR_TOO_LARGE },
  { "row-23-endless-body-tls", PLUG_FAULT_ENDLESS, TRUE, 0, UNKNOWN, 1, plug_domain,
    PLUG_ERROR_TOO_LARGE },
  { "row-23-huge-length", PLUG_FAULT_LYING_LENGTH, FALSE, 0, UNKNOWN, 1, plug_domain,
    PLUG_ERROR_TOO_LARGE },
};

static guint16
find_closed_port (void)
{
  PlugFaultServer *server = plug_fault_server_new (NULL);
  guint16 port = plug_fault_server_get_port (server);

  plug_fault_server_free (server);
  return port;
}

static void
test_refused (void)
{
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/elements/api-v2",
                                          find_closed_port ());
  g_autoptr (PlugApi) api = plug_fixture_api_for_url (url, plug_test_ca_get_database (ca));
  g_auto (PlugFixtureCreation) creation = plug_fixture_create (api, NULL);

  g_assert_error (creation.error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_assert_cmpint (creation.outcome, ==, PLUG_OUTCOME_NOT_DONE);
  g_assert_nonnull (strstr (creation.error->message, "127.0.0.1"));
}

static void
test_no_such_host (void)
{
  g_autoptr (PlugApi) api = plug_fixture_api_for_url ("https://tenant.invalid/elements/api-v2",
                                                      NULL);
  g_auto (PlugFixtureCreation) creation = plug_fixture_create (api, NULL);

  g_assert_true (creation.error->domain == G_RESOLVER_ERROR);
  g_assert_cmpint (creation.outcome, ==, PLUG_OUTCOME_NOT_DONE);
  g_assert_nonnull (strstr (creation.error->message, "tenant.invalid"));
}

static void
test_cancelled_before (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (PlugFixtureCreation) creation = { NULL };

  g_cancellable_cancel (cancellable);
  creation = plug_fixture_create (api, cancellable);
  g_assert_error (creation.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (creation.outcome, ==, PLUG_OUTCOME_NOT_DONE);
  g_assert_cmpuint (plug_fault_server_count_connections (server), ==, 0);
}

static void
test_cancelled_after (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlugSecret) body = plug_fixture_dup_body ();
  g_autoptr (GError) error = NULL;
  PlugOutcome outcome;

  plug_fault_server_set_fault (server, PLUG_FAULT_HANG);
  plug_api_create_async (api, body, cancellable, plug_test_result_cb, &result);
  plug_fault_server_wait_arrival (server);
  g_cancellable_cancel (cancellable);
  g_assert_null (plug_api_create_finish (api, plug_test_wait (&result), NULL, &outcome, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (outcome, ==, PLUG_OUTCOME_UNKNOWN);
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, NULL), ==, 1);
  plug_fault_server_wait_closed (server);
}

typedef struct {
  GCancellable *cancellable;
  guint turns_left;
} Sweep;

static gboolean
turn_taken_cb (gpointer user_data)
{
  Sweep *sweep = user_data;

  if (sweep->turns_left-- > 0)
    return G_SOURCE_CONTINUE;
  g_cancellable_cancel (sweep->cancellable);
  return G_SOURCE_REMOVE;
}

/* Cancelled after every number of turns of the main loop: no more may have arrived than were
 * answered or are in doubt, for NOT_DONE is only ever said when nothing left. */
static void
test_cancel_sweep (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (certificate);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, plug_test_ca_get_database (ca));
  guint n_seen[3] = { 0 };
  guint n_arrived;

  plug_fault_server_add_answer (server, 200, NULL, PLUG_FIXTURE_ANSWER);
  for (guint turns = 0; turns < 400 && n_seen[PLUG_OUTCOME_DONE] < 10; turns++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_auto (PlugFixtureCreation) creation = { NULL };
      Sweep sweep = { cancellable, turns };
      guint source = g_idle_add (turn_taken_cb, &sweep);

      creation = plug_fixture_create (api, cancellable);
      if (!g_cancellable_is_cancelled (cancellable))
        g_source_remove (source);
      n_seen[creation.outcome]++;
      if (creation.error != NULL)
        g_assert_error (creation.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  plug_fault_server_wait_closed (server);
  n_arrived = plug_fault_server_count_arrivals (server, NULL);
  g_assert_cmpuint (n_arrived, >=, n_seen[PLUG_OUTCOME_DONE]);
  g_assert_cmpuint (n_arrived, <=, n_seen[PLUG_OUTCOME_DONE] + n_seen[PLUG_OUTCOME_UNKNOWN]);
  g_assert_cmpuint (n_seen[PLUG_OUTCOME_NOT_DONE], >, 0);
  g_test_message ("%u not done, %u done, %u unknown", n_seen[0], n_seen[1], n_seen[2]);
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
  g_test_add_func ("/api/row-01-refused", test_refused);
  g_test_add_func ("/api/row-01-no-such-host", test_no_such_host);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/api/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_fault);
    }
  g_test_add_func ("/api/row-55-cancelled-before", test_cancelled_before);
  g_test_add_func ("/api/row-55-cancelled-after", test_cancelled_after);
  g_test_add_func ("/api/row-55-cancel-sweep", test_cancel_sweep);
  status = g_test_run ();
  g_object_unref (certificate);
  plug_test_ca_free (ca);
  return status;
}
