/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugOAuthListener, by real HTTP and by what is none. */

#include "config.h"

#include "plug-browser.h"
#include "plug-oauth-listener.h"
#include "plug-test.h"

#include <string.h>

typedef struct {
  PlugOAuthListener *listener;
  guint n_visits;
  char *query;
  guint port;
} Fixture;

static PlugOAuthPage
visited (const char *query,
         gsize       length,
         gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->n_visits++;
  g_free (fixture->query);
  fixture->query = g_strndup (query, length);
  return PLUG_OAUTH_PAGE_GRANTED;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->listener = plug_oauth_listener_new (visited, fixture);
  plug_oauth_listener_listen (fixture->listener, "127.0.0.1", 0, "/callback", &error);
  g_assert_no_error (error);
  fixture->port = plug_oauth_listener_get_port (fixture->listener);
  g_assert_cmpuint (fixture->port, >, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  plug_test_assert_finalized (fixture->listener);
  g_free (fixture->query);
}

static char *
dup_url (Fixture    *fixture,
         const char *target)
{
  return g_strdup_printf ("http://127.0.0.1:%u%s", fixture->port, target);
}

/* One page, complete in itself, that can fetch nothing and run nothing. */
static void
test_page (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *url = dup_url (fixture, "/callback?code=a%20b&state=c");
  g_auto (PlugVisit) visit = plug_browser_visit (url);

  g_assert_cmpuint (visit.status, ==, 200);
  g_assert_cmpuint (fixture->n_visits, ==, 1);
  g_assert_cmpstr (fixture->query, ==, "code=a%20b&state=c");
  g_assert_nonnull (strstr (visit.page, "<h1>Access Granted</h1>"));
  g_assert_true (g_str_has_prefix (visit.policy, "default-src 'none'; style-src 'sha256-"));
  for (const char *const *part = (const char *const[]) { "<script", "src=", "href=", "url(",
                                                         "http://", "https://", "code", NULL };
       *part != NULL; part++)
    g_assert_null (strstr (visit.page, *part));
}

/* Every page there is says something and is well-formed. */
static void
test_all_pages (Fixture       *fixture,
                gconstpointer  data)
{
  for (int page = 0; page <= PLUG_OAUTH_PAGE_TOO_LARGE; page++)
    {
      g_autoptr (GBytes) bytes = plug_oauth_page_build (page);
      g_autofree char *wire = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      const char *body = strstr (wire, "\r\n\r\n");
      g_autofree char *length = g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT "\r\n",
                                                 strlen (body + 4));

      g_assert_true (g_str_has_prefix (wire, "HTTP/1.1 "));
      g_assert_nonnull (strstr (wire, length));
      g_assert_nonnull (strstr (wire, "Cache-Control: no-store\r\n"));
      g_assert_nonnull (strstr (wire, "Referrer-Policy: no-referrer\r\n"));
      g_assert_null (strstr (body, "(null)"));
    }
}

static const struct {
  const char *request; /* %u is the port */
  const char *status;
  guint n_visits;
} requests[] = {
  { "GET /callback?code=a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "200", 1 },
  { "GET /callback HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "200", 1 },
  { "GET /callback?code=a HTTP/1.0\r\nhost:localhost:%u\r\n\r\n", "200", 1 },
  { "GET /callback?code=a HTTP/1.1\nHost: [::1]:%u\n\n", "200", 1 },
  { "GET /callback?code=a HTTP/1.1\r\nX-A: b\r\nHost: 127.0.0.1:%u\r\nX: y\r\n\r\n", "200", 1 },
  { "HEAD /callback?code=a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "405", 0 },
  { "POST /callback?code=a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nContent-Length: 4\r\n\r\nabcd", "405",
    0 },
  { "OPTIONS /callback HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "405", 0 },
  { "get /callback HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "405", 0 },
  { "GET / HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "404", 0 },
  { "GET /favicon.ico HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "404", 0 },
  { "GET /callbackx?code=a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "404", 0 },
  { "GET /callback/?code=a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "404", 0 },
  { "GET /%%63allback?code=a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "404", 0 },
  { "GET /x/../callback HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "404", 0 },
  { "GET http://127.0.0.1:%u/callback?code=a HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "400", 0 },
  { "GET /callback?code=a HTTP/1.1\r\nHost: evil.example.com:%u\r\n\r\n", "400", 0 },
  { "GET /callback?code=a HTTP/1.1\r\nHost: 127.0.0.1.evil.example.com:%u\r\n\r\n", "400", 0 },
  { "GET /callback?code=a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nHost: evil.example.com\r\n\r\n", "400",
    0 },
  { "GET /callback?code=a HTTP/1.1\r\n\r\n", "400", 0 },
  { "GET /callback?code=a\r\nHost: 127.0.0.1:%u\r\n\r\n", "400", 0 },
  { "GET /callback?code=a HTTP/2.0\r\nHost: 127.0.0.1:%u\r\n\r\n", "400", 0 },
  { "GET\r\n\r\n", "400", 0 },
  { "\r\n\r\n", "400", 0 },
  { "\n\n", "400", 0 },
  { " \r\n\r\n", "400", 0 },
  { "  HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "400", 0 },
  { "GET /callback?a b HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "400", 0 },
  { "GET /callback HTTP/1.1\r\nHost:\r\n\r\n", "400", 0 },
  { "GET /callback HTTP/1.1\r\nHost: @127.0.0.1:99999999\r\n\r\n", "400", 0 },
};

static void
test_requests (Fixture       *fixture,
               gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", fixture->port);
      g_autoptr (GString) request = g_string_new (requests[i].request);
      g_autofree char *status = g_strconcat ("HTTP/1.1 ", requests[i].status, NULL);
      g_autofree char *reply = NULL;

      g_string_replace (request, "%u", number, 0);
      g_string_replace (request, "%%", "%", 0);
      fixture->n_visits = 0;
      reply = plug_browser_say (fixture->port, request->str, request->len);
      g_test_message ("%s → %.20s", requests[i].request, reply);
      g_assert_true (g_str_has_prefix (reply, status));
      g_assert_cmpuint (fixture->n_visits, ==, requests[i].n_visits);
    }
}

/* A NUL, a TLS greeting and noise, the same each time: an answer or none, and no visit. */
static void
test_garbage (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (61423);
  const char nul[] = "GET /callback?code=a\0b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  g_autofree char *refused = plug_browser_say (fixture->port, nul, sizeof nul - 1);

  g_assert_true (g_str_has_prefix (refused, "HTTP/1.1 400"));
  for (guint round = 0; round < 50; round++)
    {
      char noise[512];
      g_autofree char *reply = NULL;

      for (gsize i = 0; i < sizeof noise - 4; i++)
        noise[i] = (char) g_rand_int_range (random, 0, 256);
      memcpy (noise + sizeof noise - 4, "\r\n\r\n", 4);
      if (round == 0)
        memcpy (noise, "\x16\x03\x01\x02\x00\x01", 6);
      reply = plug_browser_say (fixture->port, noise, sizeof noise);
      g_assert_true (*reply == '\0' || g_str_has_prefix (reply, "HTTP/1.1 4"));
    }
  g_assert_cmpuint (fixture->n_visits, ==, 0);
}

/* Headers without an end, and a body nobody asked for: both get their answer. */
static void
test_huge (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *endless = g_strnfill (4 * PLUG_OAUTH_MAX_REQUEST, 'x');
  g_autofree char *body = g_strnfill (1024 * 1024, 'y');
  g_autofree char *post =
    g_strconcat ("POST /callback HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", body, NULL);
  g_autofree char *long_query = g_strnfill (20 * 1024, 'z');
  g_autofree char *get = g_strconcat ("GET /callback?", long_query,
                                      " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", NULL);
  g_autofree char *too_large = plug_browser_say (fixture->port, endless, strlen (endless));
  g_autofree char *refused = plug_browser_say (fixture->port, post, strlen (post));
  g_autofree char *taken = plug_browser_say (fixture->port, get, strlen (get));

  g_assert_true (g_str_has_prefix (too_large, "HTTP/1.1 431"));
  g_assert_true (g_str_has_prefix (refused, "HTTP/1.1 405"));
  g_assert_true (g_str_has_suffix (refused, "</html>\n"));
  g_assert_true (g_str_has_prefix (taken, "HTTP/1.1 200"));
  g_assert_cmpuint (strlen (fixture->query), ==, 20 * 1024);
}

/* Half a request and then silence: the line is closed without an answer. */
static void
test_slow (Fixture       *fixture,
           gconstpointer  data)
{
  const char half[] = "GET /callback?code=a HTT";
  g_autofree char *reply = NULL;

  plug_oauth_listener_set_patience (fixture->listener, 50);
  reply = plug_browser_say (fixture->port, half, strlen (half));
  g_assert_cmpstr (reply, ==, "");
  g_assert_cmpuint (fixture->n_visits, ==, 0);
}

static GSocketConnection *
connect_silently (Fixture *fixture)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client, "127.0.0.1", (guint16) fixture->port, NULL,
                                         plug_test_result_cb, &result);
  connection = g_socket_client_connect_to_host_finish (client, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  return connection;
}

/* However many hold a line open without a word, who has something to say is heard. */
static void
test_crowd (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) silent = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *url = dup_url (fixture, "/callback?code=a");

  for (guint i = 0; i < 4 * PLUG_OAUTH_MAX_VISITS; i++)
    g_ptr_array_add (silent, connect_silently (fixture));
  for (guint i = 0; i < 3; i++)
    {
      g_auto (PlugVisit) visit = plug_browser_visit (url);

      g_assert_cmpuint (visit.status, ==, 200);
    }
  g_assert_cmpuint (fixture->n_visits, ==, 3);
}

/* Another path at the same port; a port somebody else has. */
static void
test_listen_again (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (PlugOAuthListener) other = plug_oauth_listener_new (visited, fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *old = dup_url (fixture, "/callback");
  g_autofree char *new = dup_url (fixture, "/elsewhere");
  g_auto (PlugVisit) gone = { 0 };
  g_auto (PlugVisit) there = { 0 };

  g_assert_false (plug_oauth_listener_listen (other, "127.0.0.1", fixture->port, "/", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_assert_cmpuint (plug_oauth_listener_get_port (other), ==, 0);
  g_assert_true (plug_oauth_listener_listen (fixture->listener, "127.0.0.1", fixture->port,
                                             "/elsewhere", NULL));
  gone = plug_browser_visit (old);
  there = plug_browser_visit (new);
  g_assert_cmpuint (gone.status, ==, 404);
  g_assert_cmpuint (there.status, ==, 200);
}

static PlugOAuthPage
dropped_while_visited (const char *query,
                       gsize       length,
                       gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->n_visits++;
  g_clear_object (&fixture->listener);
  return PLUG_OAUTH_PAGE_GRANTED;
}

static gboolean
is_visited (gpointer user_data)
{
  return ((Fixture *) user_data)->n_visits > 0;
}

/* Who is told may be the last who needs it. */
static void
test_dropped (Fixture       *fixture,
              gconstpointer  data)
{
  const char request[] = "GET /callback HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->listener);
  fixture->listener = plug_oauth_listener_new (dropped_while_visited, fixture);
  plug_oauth_listener_listen (fixture->listener, "127.0.0.1", 0, "/callback", &error);
  g_assert_no_error (error);
  fixture->port = plug_oauth_listener_get_port (fixture->listener);
  connection = connect_silently (fixture);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  plug_test_spin_until (is_visited, fixture);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_null (fixture->listener);
  fixture->listener = plug_oauth_listener_new (visited, fixture);
}

static void
add (const char *path,
     void      (*run) (Fixture *,
                       gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, run, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/service/oauth-listener/page", test_page);
  add ("/service/oauth-listener/all-pages", test_all_pages);
  add ("/service/oauth-listener/requests", test_requests);
  add ("/service/oauth-listener/garbage", test_garbage);
  add ("/service/oauth-listener/huge", test_huge);
  add ("/service/oauth-listener/slow", test_slow);
  add ("/service/oauth-listener/crowd", test_crowd);
  add ("/service/oauth-listener/listen-again", test_listen_again);
  add ("/service/oauth-listener/dropped", test_dropped);
  return g_test_run ();
}
