/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listings: page after page, and complete only when that is proven. */

#include "config.h"

#include <string.h>
#include <time.h>

#include "plug-api-fixture.h"
#include "plug-error.h"
#include "plug-test.h"

#define ENTRY(id, name) \
  "{\"id\":" id ",\"name\":\"" name "\",\"token\":\"token-" id "\"," \
  "\"element\":{\"key\":\"sagecrm\"}}"
#define MAX_WORK 50000 /* µs */
#define NOTHING "{\"requestId\":\"5b0437c6e4b07731ae39b533\",\"message\":\"No instances found\"}"

/* One page of an answer. */
typedef struct {
  guint status;
  const char *headers; /* (nullable) */
  const char *body;    /* (nullable) */
} Page;

/* What was answered, and what has to come of it. */
typedef struct {
  const char *path;
  Page pages[3];
  guint max_pages;
  guint n_requests;
  guint n_instances;
  gboolean complete;
  int code; /* of PLUG_ERROR, -1 for none */
} Case;

#define NEXT(token) "Elements-Next-Page-Token: " token "\r\n"

static const Case cases[] = {
  { "one-page", { { 200, NULL, "[" ENTRY ("1", "a") "," ENTRY ("2", "b") "]" } },
    0, 1, 2, TRUE, -1 },
  { "three-pages", { { 200, NEXT ("p2"), "[" ENTRY ("1", "a") "]" },
                     { 200, NEXT ("p3"), "[" ENTRY ("2", "a") "]" },
                     { 200, NULL, "[" ENTRY ("3", "a") "]" } }, 0, 3, 3, TRUE, -1 },
  { "empty-token", { { 200, NEXT (""), "[" ENTRY ("1", "a") "]" } }, 0, 1, 1, TRUE, -1 },
  { "empty-array", { { 200, NULL, "[]" } }, 0, 1, 0, TRUE, -1 },
  { "404-is-empty", { { 404, NULL, NOTHING } }, 0, 1, 0, TRUE, -1 },
  { "404-later-is-the-end", { { 200, NEXT ("p2"), "[" ENTRY ("1", "a") "]" },
                              { 404, NULL, NOTHING } }, 0, 2, 1, TRUE, -1 },
  { "404-without-words", { { 404, NULL, NULL } }, 0, 1, 0, FALSE, -1 },
  { "404-web-page", { { 404, "Content-Type: text/html\r\n", "<html></html>" } },
    0, 1, 0, FALSE, PLUG_ERROR_NOT_FOUND },
  { "row-64-same-token-again", { { 200, NEXT ("p"), "[" ENTRY ("1", "a") "]" },
                                 { 200, NEXT ("p"), "[" ENTRY ("2", "a") "]" } },
    0, 2, 2, FALSE, -1 },
  { "row-64-round-in-circles", { { 200, NEXT ("p"), "[" ENTRY ("1", "a") "]" },
                                 { 200, NEXT ("q"), "[" ENTRY ("2", "a") "]" },
                                 { 200, NEXT ("p"), "[" ENTRY ("3", "a") "]" } },
    0, 3, 3, FALSE, -1 },
  { "row-64-instance-twice", { { 200, NEXT ("p"), "[" ENTRY ("1", "a") "]" },
                               { 200, NULL, "[" ENTRY ("1", "a") "," ENTRY ("2", "b") "]" } },
    0, 2, 2, FALSE, -1 },
  { "row-64-empty-page", { { 200, NEXT ("p"), "[" ENTRY ("1", "a") "]" },
                           { 200, NULL, "[]" } }, 0, 2, 1, TRUE, -1 },
  { "row-64-too-many-pages", { { 200, NEXT ("p"), "[" ENTRY ("1", "a") "]" },
                               { 200, NEXT ("q"), "[" ENTRY ("2", "a") "]" } },
    2, 2, 2, FALSE, -1 },
  { "row-64-fewer-than-announced", { { 200, "Elements-Total-Count: 5\r\n",
                                       "[" ENTRY ("1", "a") "]" } }, 0, 1, 1, FALSE, -1 },
  { "as-many-as-announced", { { 200, "Elements-Total-Count: 1\r\n", "[" ENTRY ("1", "a") "]" } },
    0, 1, 1, TRUE, -1 },
  { "row-79-broken-entries", { { 200, NULL, "[" ENTRY ("1", "a") ",{\"name\":\"x\"},5,null]" } },
    0, 1, 1, FALSE, -1 },
  { "row-19-object", { { 200, NULL, ENTRY ("1", "a") } }, 0, 1, 0, FALSE, PLUG_ERROR_PROTOCOL },
  { "row-19-html", { { 200, "Content-Type: text/html\r\n", "<html></html>" } },
    0, 1, 0, FALSE, PLUG_ERROR_PROTOCOL },
  { "row-19-empty", { { 200, NULL, NULL } }, 0, 1, 0, FALSE, PLUG_ERROR_PROTOCOL },
  { "row-22-truncated", { { 200, NULL, "[" ENTRY ("1", "a") "," } },
    0, 1, 0, FALSE, PLUG_ERROR_PROTOCOL },
  { "row-18-503-later", { { 200, NEXT ("p"), "[" ENTRY ("1", "a") "]" }, { 503, NULL, NULL } },
    0, 2, 0, FALSE, PLUG_ERROR_REMOTE_FAULT },
  { "row-14-401", { { 401, NULL, NULL } }, 0, 1, 0, FALSE, PLUG_ERROR_CREDENTIALS_REJECTED },
};

static void
test_list (gconstpointer user_data)
{
  const Case *row = user_data;
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugListing) listing = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (row->pages) && row->pages[i].status != 0; i++)
    plug_fault_server_add_answer (server, row->pages[i].status, row->pages[i].headers,
                                  row->pages[i].body);
  listing = plug_fixture_list (api, NULL, row->max_pages, &error);
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, "GET"), ==, row->n_requests);
  if (row->code >= 0)
    {
      g_assert_error (error, PLUG_ERROR, row->code);
      g_assert_null (listing);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (listing->instances->len, ==, row->n_instances);
  g_assert_cmpint (listing->complete, ==, row->complete);
}

static void
test_tokens (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugListing) listing = NULL;

  plug_fault_server_add_answer (server, 200, "Date: Thu, 01 Jan 1970 00:00:10 GMT\r\n",
                                "[" ENTRY ("1", "a") ",{\"id\":2,\"name\":\"b\",\"element\":"
                                "{\"key\":\"zendesk\"}}]");
  listing = plug_fixture_list (api, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (listing->instances->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      PlugListed *listed = g_ptr_array_index (listing->instances, i);

      g_assert_cmpstr (plug_instance_get_id (listed->instance), ==, i == 0 ? "1" : "2");
      g_assert_cmpstr (plug_instance_get_connector_key (listed->instance), ==,
                       i == 0 ? "sagecrm" : "zendesk");
      if (i == 0)
        g_assert_cmpstr (plug_secret_peek (listed->token), ==, "token-1");
      else
        g_assert_null (listed->token);
    }
  g_assert_cmpint (listing->server_time, ==, 10 * G_USEC_PER_SEC);
}

static void
test_request (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (PlugListing) listing = NULL;

  plug_fault_server_add_answer (server, 200, NEXT ("a&b=c d"), "[]");
  plug_fault_server_add_answer (server, 200, NULL, "[]");
  listing = plug_fixture_list (api, "North & Süd", 0, NULL);
  g_assert_nonnull (listing);
  first = plug_fault_server_dup_request (server, 0);
  second = plug_fault_server_dup_request (server, 1);
  g_assert_true (g_str_has_prefix (first, "GET /elements/api-v2/instances?pageSize=200&searchText="
                                          "North%20%26%20S%C3%BCd HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (second, "&nextPage=a%26b%3Dc%20d HTTP/1.1\r\n"));
}

static char *
dup_page (guint first,
          guint length,
          gsize filler)
{
  g_autofree char *text = g_strnfill (filler, 'x');
  GString *page = g_string_new ("[");

  for (guint i = 0; i < length; i++)
    g_string_append_printf (page, "%s{\"id\":%u,\"name\":\"n\",\"token\":\"t\",\"element\":"
                            "{\"key\":\"sagecrm\",\"description\":\"%s\"}}",
                            i > 0 ? "," : "", first + i, text);
  g_string_append_c (page, ']');
  return g_string_free (page, FALSE);
}

static void
test_many_pages (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugListing) listing = NULL;

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *page = dup_page (1 + i * 200, 200, 0);
      g_autofree char *header = i < 49 ? g_strdup_printf (NEXT ("p%u"), i) : NULL;

      plug_fault_server_add_answer (server, 200, header, page);
    }
  listing = plug_fixture_list (api, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (listing->instances->len, ==, 10000);
  g_assert_true (listing->complete);
}

typedef struct {
  gint64 last;
  gint64 longest;
} Heartbeat;

/* What this thread itself worked, which a busy machine does not change. */
static gint64
work_time (void)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now), ==, 0);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gboolean
beaten_cb (gpointer user_data)
{
  Heartbeat *heart = user_data;
  gint64 now = work_time ();

  heart->longest = MAX (heart->longest, now - heart->last);
  heart->last = now;
  return G_SOURCE_CONTINUE;
}

/* A page of 15 MB is parsed beside the main loop: the loop turns while it is. */
static void
test_large_page (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autofree char *page = dup_page (1, 200, 75000);
  Heartbeat heart = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugListing) listing = NULL;
  guint source;

  plug_fault_server_add_answer (server, 200, NULL, page);
  heart.last = work_time ();
  source = g_timeout_add (1, beaten_cb, &heart);
  listing = plug_fixture_list (api, NULL, 0, &error);
  g_source_remove (source);
  g_assert_no_error (error);
  g_assert_cmpuint (listing->instances->len, ==, 200);
  g_test_message ("longest work in one go: %.1f ms", heart.longest / 1000.0);
  g_assert_cmpint (heart.longest, <, MAX_WORK);
}

/* The second page is here long before the first, large one is read. */
static void
test_in_order (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autofree char *page = dup_page (1, 200, 75000);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugListing) listing = NULL;

  plug_fault_server_add_answer (server, 200, NEXT ("p2"), page);
  plug_fault_server_add_answer (server, 200, NEXT ("p3"), "[" ENTRY ("201", "a") "]");
  plug_fault_server_add_answer (server, 200, NULL, "[" ENTRY ("202", "a") "]");
  listing = plug_fixture_list (api, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_true (listing->complete);
  g_assert_cmpuint (listing->instances->len, ==, 202);
  for (guint i = 0; i < listing->instances->len; i++)
    {
      PlugListed *listed = g_ptr_array_index (listing->instances, i);
      g_autofree char *id = g_strdup_printf ("%u", i + 1);

      g_assert_cmpstr (plug_instance_get_id (listed->instance), ==, id);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_fault_server_set_fault (server, PLUG_FAULT_HANG);
  plug_api_list_async (api, NULL, 0, cancellable, plug_test_result_cb, &result);
  plug_fault_server_wait_arrival (server);
  g_cancellable_cancel (cancellable);
  g_assert_null (plug_api_list_finish (api, plug_test_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plug_fixture_forget_proxies ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/api/list/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_list);
    }
  g_test_add_func ("/api/list/row-65-tokens", test_tokens);
  g_test_add_func ("/api/list/request", test_request);
  g_test_add_func ("/api/list/row-63-many-pages", test_many_pages);
  g_test_add_func ("/api/list/row-63-large-page", test_large_page);
  g_test_add_func ("/api/list/in-order", test_in_order);
  g_test_add_func ("/api/list/cancelled", test_cancelled);
  return g_test_run ();
}
