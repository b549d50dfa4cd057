/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transport: what it refuses to send, how it speaks, and what it gives back. */

#include "config.h"

#include <string.h>

#include "plug-api-fixture.h"
#include "plug-client.h"
#include "plug-error.h"
#include "plug-test-ca.h"
#include "plug-test.h"

static PlugReply *
send_request (PlugClient  *client,
              const char  *method,
              const char  *url,
              gboolean    *left_us,
              GError     **error)
{
  g_autoptr (PlugSecret) authorization = plug_secret_new ("User a, Organization b");
  g_autoptr (PlugSecret) body = plug_secret_new ("{}");
  g_autoptr (GAsyncResult) result = NULL;
  PlugRequest request = {
    .method = method,
    .url = url,
    .authorization = authorization,
    .body = g_str_equal (method, "GET") ? NULL : body,
  };

  plug_client_send_async (client, &request, NULL, plug_test_result_cb, &result);
  return plug_client_send_finish (client, plug_test_wait (&result), left_us, error);
}

static char *
dup_url (PlugFaultServer *server,
         const char      *path)
{
  g_autofree char *base_url = plug_fault_server_dup_base_url (server);

  return g_strconcat (base_url, path, NULL);
}

static void
test_request (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autofree char *url = dup_url (server, "/instances");
  g_autofree char *request = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugReply) reply = NULL;
  gboolean left_us = FALSE;

  plug_fault_server_add_answer (server, 200, NULL, "[]");
  reply = send_request (client, "POST", url, &left_us, &error);
  g_assert_no_error (error);
  g_assert_true (left_us);
  request = plug_fault_server_dup_request (server, 0);
  g_assert_true (g_str_has_prefix (request, "POST /elements/api-v2/instances HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (request, "\r\nAuthorization: User a, Organization b\r\n"));
  g_assert_nonnull (strstr (request, "\r\nContent-Type: application/json\r\n"));
  g_assert_nonnull (strstr (request, "\r\nAccept: application/json\r\n"));
  g_assert_nonnull (strstr (request, "\r\nUser-Agent: Plugboard/" PLUG_VERSION "\r\n"));
  g_assert_true (g_str_has_suffix (request, "\r\n\r\n{}"));
}

static void
changing_cb (PlugClient *client,
             GParamSpec *pspec,
             GString    *seen)
{
  g_string_append_c (seen, plug_client_is_changing (client) ? '1' : '0');
}

/* Whether something is being changed is known from before it is sent until the caller knows. */
static void
test_changing (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autofree char *url = dup_url (server, "/x");
  g_autoptr (GString) seen = g_string_new (NULL);
  static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };

  g_signal_connect (client, "notify::changing", G_CALLBACK (changing_cb), seen);
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlugReply) reply = NULL;

      plug_fault_server_add_answer (server, 200, NULL, "{}");
      reply = send_request (client, methods[i], url, NULL, &error);
      g_assert_no_error (error);
      g_assert_false (plug_client_is_changing (client));
      g_assert_cmpstr (seen->str, ==, i == 0 ? "" : "10");
      g_string_truncate (seen, 0);
    }
  g_assert_null (send_request (client, "POST", "http://example.com/x", NULL, NULL));
  g_assert_cmpstr (seen->str, ==, "");
}

static void
test_reply (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autofree char *url = dup_url (server, "/x");
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugReply) reply = NULL;
  gsize length;
  const char *body;

  plug_fault_server_add_answer (server, 418,
                                "Date: Thu, 01 Jan 1970 00:00:10 GMT\r\n"
                                "Content-Type: application/json; charset=utf-8\r\n"
                                "Set-Cookie: a=b\r\nElements-Request-Id: 5b04\r\n", "[1]");
  reply = send_request (client, "GET", url, NULL, &error);
  g_assert_no_error (error);
  body = g_bytes_get_data (plug_reply_get_body (reply), &length);
  g_assert_cmpmem (body, length, "[1]", 3);
  g_assert_cmpuint (plug_reply_get_status (reply), ==, 418);
  g_assert_cmpstr (plug_reply_get_reason (reply), ==, "Status");
  g_assert_cmpstr (plug_reply_get_content_type (reply), ==, "application/json");
  g_assert_cmpstr (plug_reply_get_header (reply, "elements-request-id"), ==, "5b04");
  g_assert_null (plug_reply_get_header (reply, "Elements-Trace-Id"));
  g_assert_cmpint (plug_reply_get_date (reply), ==, 10 * G_USEC_PER_SEC);
}

static void
test_no_state (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autofree char *url = dup_url (server, "/x");

  plug_fault_server_add_answer (server, 401, "Set-Cookie: session=1; Path=/\r\n"
                                "WWW-Authenticate: Basic realm=\"x\"\r\n", NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlugReply) reply = send_request (client, "POST", url, NULL, &error);
      g_autofree char *request = plug_fault_server_dup_request (server, i);

      g_assert_no_error (error);
      g_assert_cmpuint (plug_reply_get_status (reply), ==, 401);
      g_assert_null (strstr (request, "Cookie:"));
      g_assert_nonnull (strstr (request, "Authorization: User a, Organization b\r\n"));
    }
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, NULL), ==, 2);
}

static void
test_http1 (void)
{
  PlugTestCa *ca = plug_test_ca_new ();
  g_autoptr (GTlsCertificate) certificate = plug_test_ca_issue (ca, PLUG_TEST_CERTIFICATE_GOOD);
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (certificate);
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autofree char *url = dup_url (server, "/x");
  g_autofree char *request = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugReply) reply = NULL;

  plug_client_set_trust (client, plug_test_ca_get_database (ca));
  plug_fault_server_add_answer (server, 200, NULL, "[]");
  reply = send_request (client, "GET", url, NULL, &error);
  g_assert_no_error (error);
  request = plug_fault_server_dup_request (server, 0);
  g_assert_true (g_str_has_prefix (request, "GET /elements/api-v2/x HTTP/1.1\r\n"));
  plug_test_ca_free (ca);
}

static void
test_refused_address (gconstpointer user_data)
{
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autoptr (GError) error = NULL;
  gboolean left_us = TRUE;

  g_assert_null (send_request (client, "GET", user_data, &left_us, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
  g_assert_false (left_us);
}

static void
test_redirect (gconstpointer user_data)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugFaultServer) other = plug_fault_server_new (NULL);
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autofree char *url = dup_url (server, "/instances");
  g_autofree char *target = dup_url (other, "/instances");
  g_autofree char *header = g_strdup_printf ("Location: %s\r\n", target);
  guint status = GPOINTER_TO_UINT (user_data);

  plug_fault_server_add_answer (server, status, header, NULL);
  plug_fault_server_add_answer (server, status, "Location: /elsewhere\r\n", NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlugReply) reply = send_request (client, i == 0 ? "POST" : "GET", url, NULL,
                                                  &error);

      g_assert_no_error (error);
      g_assert_cmpuint (plug_reply_get_status (reply), ==, status);
    }
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, NULL), ==, 2);
  g_assert_cmpuint (plug_fault_server_count_connections (other), ==, 0);
}

static void
test_tls_missing_child (void)
{
  g_autoptr (PlugClient) client = NULL;
  g_autoptr (GError) error = NULL;
  gboolean left_us = TRUE;

  g_setenv ("GIO_USE_TLS", "dummy", TRUE);
  client = plug_client_new ();
  g_assert_false (plug_client_has_tls (client));
  g_assert_null (send_request (client, "POST", "https://127.0.0.1:1/elements/api-v2/x", &left_us,
                               &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_TLS_MISSING);
  g_assert_nonnull (strstr (error->message, "glib-networking"));
  g_assert_false (left_us);
}

static void
test_tls_missing (void)
{
  if (g_test_subprocess ())
    {
      test_tls_missing_child ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* What a proxy does with CONNECT, and the error that has to come of it. */
typedef struct {
  const char *path;
  PlugFault fault;
  guint status;
} Proxy;

static const Proxy proxies[] = {
  { "/client/row-11-proxy-407", PLUG_FAULT_NONE, 407 },
  { "/client/row-11-proxy-403", PLUG_FAULT_NONE, 403 },
  { "/client/row-11-proxy-502", PLUG_FAULT_NONE, 502 },
  { "/client/row-11-proxy-closes", PLUG_FAULT_NO_ANSWER, 0 },
  { "/client/row-11-proxy-portal", PLUG_FAULT_PORTAL, 0 },
};

static void
test_proxy_child (const Proxy *row)
{
  g_autoptr (PlugFaultServer) proxy = plug_fault_server_new (NULL);
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u",
                                              plug_fault_server_get_port (proxy));
  g_autoptr (PlugClient) client = NULL;
  g_autofree char *request = NULL;
  g_autoptr (GError) error = NULL;
  gboolean left_us = TRUE;

  g_setenv ("https_proxy", address, TRUE);
  client = plug_client_new ();
  plug_fault_server_set_fault (proxy, row->fault);
  if (row->fault == PLUG_FAULT_NONE)
    plug_fault_server_add_answer (proxy, row->status, "Proxy-Authenticate: Basic realm=\"x\"\r\n"
                                  "Content-Type: text/html\r\n", "<html>{\"id\":1}</html>");
  g_assert_null (send_request (client, "POST", "https://tenant.invalid/elements/api-v2/instances",
                               &left_us, &error));
  g_assert_false (left_us);
  if (row->status != 0)
    g_assert_error (error, PLUG_ERROR, PLUG_ERROR_PROXY);
  g_assert_cmpuint (plug_fault_server_count_arrivals (proxy, "CONNECT"), >, 0);
  g_assert_cmpuint (plug_fault_server_count_arrivals (proxy, "POST"), ==, 0);
  request = plug_fault_server_dup_request (proxy, 0);
  g_assert_null (strstr (request, "Organization"));
}

static void
test_proxy (gconstpointer user_data)
{
  if (g_test_subprocess ())
    {
      test_proxy_child (user_data);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* A proxy would see what goes to this computer unencrypted. */
static void
test_loopback_child (void)
{
  g_autoptr (PlugFaultServer) proxy = plug_fault_server_new (NULL);
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u",
                                              plug_fault_server_get_port (proxy));
  g_autofree char *url = dup_url (server, "/x");
  g_autoptr (PlugClient) client = NULL;
  g_autoptr (PlugReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("http_proxy", address, TRUE);
  g_setenv ("no_proxy", "", TRUE);
  client = plug_client_new ();
  plug_fault_server_add_answer (server, 200, NULL, "[]");
  reply = send_request (client, "GET", url, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plug_fault_server_count_connections (proxy), ==, 0);
}

static void
test_loopback (void)
{
  if (g_test_subprocess ())
    {
      test_loopback_child ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_line_break (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autofree char *url = dup_url (server, "/x");
  g_autoptr (PlugSecret) authorization = plug_secret_new ("User a\r\nX-Injected: b");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlugRequest request = { .method = "GET", .url = url, .authorization = authorization };

  plug_client_send_async (client, &request, NULL, plug_test_result_cb, &result);
  g_assert_null (plug_client_send_finish (client, plug_test_wait (&result), NULL, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
  g_assert_cmpuint (plug_fault_server_count_connections (server), ==, 0);
}

/* Reading in pieces must give what was sent, up to the cap and not a byte beyond. */
static void
test_cap (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autofree char *url = dup_url (server, "/x");
  g_autofree char *body = g_strnfill (100000, 'a');

  plug_fault_server_add_answer (server, 200, NULL, body);
  for (gsize cap = 99999; cap <= 100000; cap++)
    {
      PlugRequest request = { .method = "GET", .url = url, .max_body = cap };
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (PlugReply) reply = NULL;

      plug_client_send_async (client, &request, NULL, plug_test_result_cb, &result);
      reply = plug_client_send_finish (client, plug_test_wait (&result), NULL, &error);
      if (cap < 100000)
        g_assert_error (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE);
      else
        g_assert_cmpmem (g_bytes_get_data (plug_reply_get_body (reply), NULL),
                         g_bytes_get_size (plug_reply_get_body (reply)), body, 100000);
    }
}

static void
test_finalized (void)
{
  PlugClient *client = plug_client_new ();

  plug_test_assert_finalized (client);
}

int
main (int   argc,
      char *argv[])
{
  static const guint redirects[] = { 301, 302, 303, 307, 308 };

  g_test_init (&argc, &argv, NULL);
  plug_fixture_forget_proxies ();
  g_test_add_func ("/client/request", test_request);
  g_test_add_func ("/client/changing", test_changing);
  g_test_add_func ("/client/reply", test_reply);
  g_test_add_func ("/client/no-cookie-no-second-try", test_no_state);
  g_test_add_func ("/client/row-07-http1", test_http1);
  g_test_add_func ("/client/row-09-tls-missing", test_tls_missing);
  for (gsize i = 0; i < G_N_ELEMENTS (proxies); i++)
    g_test_add_data_func (proxies[i].path, &proxies[i], test_proxy);
  g_test_add_func ("/client/row-11-loopback-without-proxy", test_loopback);
  g_test_add_data_func ("/client/row-12-http", "http://tenant.example/elements/api-v2/x",
                        test_refused_address);
  g_test_add_data_func ("/client/row-12-http-like-loopback",
                        "http://127.0.0.1.tenant.example/elements/api-v2/x", test_refused_address);
  g_test_add_data_func ("/client/row-12-other-scheme", "ftp://127.0.0.1/x", test_refused_address);
  g_test_add_data_func ("/client/row-12-user-info", "https://a:b@tenant.example/x",
                        test_refused_address);
  g_test_add_data_func ("/client/row-12-no-url", "tenant", test_refused_address);
  for (gsize i = 0; i < G_N_ELEMENTS (redirects); i++)
    {
      g_autofree char *path = g_strdup_printf ("/client/row-12-redirect-%u", redirects[i]);

      g_test_add_data_func (path, GUINT_TO_POINTER (redirects[i]), test_redirect);
    }
  g_test_add_func ("/client/line-break-in-secret", test_line_break);
  g_test_add_func ("/client/row-23-cap", test_cap);
  g_test_add_func ("/client/finalized", test_finalized);
  return g_test_run ();
}
