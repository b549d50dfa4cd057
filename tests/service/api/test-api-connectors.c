/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tenant offers: its pages, and what is no connector on them. */

#include "config.h"

#include <string.h>

#include "plug-api-fixture.h"
#include "plug-error.h"
#include "plug-test.h"

#define NEXT(token) "Elements-Next-Page-Token: " token "\r\n"
#define ELEMENT(key) "{\"key\":\"" key "\",\"name\":\"Name of " key "\",\"hub\":\"crm\"," \
                     "\"authentication\":{\"type\":\"basic\"}}"
#define NOTHING "{\"requestId\":\"5b0437c6e4b07731ae39b533\",\"message\":\"No elements found\"}"

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
  guint n_requests;
  const char *keys; /* of what there is, with a blank between */
  guint n_skipped;
  int code; /* of PLUG_ERROR, -1 for none */
} Case;

static const Case cases[] = {
  { "one-page", { { 200, NULL, "[" ELEMENT ("a") "," ELEMENT ("b") "]" } }, 1, "a b", 0, -1 },
  { "two-pages", { { 200, NEXT ("p2"), "[" ELEMENT ("a") "]" },
                   { 200, NULL, "[" ELEMENT ("b") "]" } }, 2, "a b", 0, -1 },
  { "nothing", { { 200, NULL, "[]" } }, 1, "", 0, -1 },
  { "404-is-empty", { { 404, NULL, NOTHING } }, 1, "", 0, -1 },
  { "404-later-is-the-end", { { 200, NEXT ("p2"), "[" ELEMENT ("a") "]" },
                              { 404, NULL, NOTHING } }, 2, "a", 0, -1 },
  { "404-without-words", { { 404, NULL, NULL } }, 1, NULL, 0, PLUG_ERROR_NOT_FOUND },
  { "round-in-circles", { { 200, NEXT ("p"), "[" ELEMENT ("a") "]" },
                          { 200, NEXT ("p"), "[" ELEMENT ("b") "]" } }, 2, "a b", 0, -1 },
  { "clone", { { 200, NEXT ("p"), "[" ELEMENT ("a") "," ELEMENT ("a") "]" },
               { 200, NULL, "[" ELEMENT ("a") "," ELEMENT ("b") "]" } }, 2, "a b", 0, -1 },
  { "broken", { { 200, NULL, "[5,null,[],\"a\",{},{\"key\":7},{\"key\":\"\"}," ELEMENT ("a")
                             ",{\"name\":\"No key\"}]" } }, 1, "a", 8, -1 },
  { "withdrawn", { { 200, NULL, "[{\"key\":\"a\",\"deleted\":true},{\"key\":\"b\","
                                "\"active\":false},{\"key\":\"c\",\"active\":true}]" } },
    1, "c", 0, -1 },
  { "object", { { 200, NULL, ELEMENT ("a") } }, 1, NULL, 0, PLUG_ERROR_PROTOCOL },
  { "html", { { 200, "Content-Type: text/html\r\n", "<html></html>" } },
    1, NULL, 0, PLUG_ERROR_PROTOCOL },
  { "truncated", { { 200, NULL, "[" ELEMENT ("a") "," } }, 1, NULL, 0, PLUG_ERROR_PROTOCOL },
  { "503-later", { { 200, NEXT ("p"), "[" ELEMENT ("a") "]" }, { 503, NULL, NULL } },
    2, NULL, 0, PLUG_ERROR_REMOTE_FAULT },
  { "401", { { 401, NULL, NULL } }, 1, NULL, 0, PLUG_ERROR_CREDENTIALS_REJECTED },
};

static PlugOffer *
list_connectors (PlugApi  *api,
                 GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_api_list_connectors_async (api, NULL, plug_test_result_cb, &result);
  return plug_api_list_connectors_finish (api, plug_test_wait (&result), error);
}

static char *
dup_keys (PlugOffer *offer)
{
  GString *keys = g_string_new (NULL);

  for (guint i = 0; i < offer->connectors->len; i++)
    g_string_append_printf (keys, "%s%s", i > 0 ? " " : "",
                            plug_connector_get_key (g_ptr_array_index (offer->connectors, i)));
  return g_string_free (keys, FALSE);
}

static void
test_list (gconstpointer user_data)
{
  const Case *row = user_data;
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  gint64 before = g_get_real_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugOffer) offer = NULL;
  g_autofree char *keys = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (row->pages) && row->pages[i].status != 0; i++)
    plug_fault_server_add_answer (server, row->pages[i].status, row->pages[i].headers,
                                  row->pages[i].body);
  offer = list_connectors (api, &error);
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, "GET"), ==, row->n_requests);
  if (row->code >= 0)
    {
      g_assert_error (error, PLUG_ERROR, row->code);
      g_assert_null (offer);
      return;
    }
  g_assert_no_error (error);
  keys = dup_keys (offer);
  g_assert_cmpstr (keys, ==, row->keys);
  g_assert_cmpuint (offer->n_skipped, ==, row->n_skipped);
  g_assert_cmpint (offer->asked, >=, before);
}

static void
test_request (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (PlugOffer) offer = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  plug_fault_server_add_answer (server, 200, NEXT ("a&b"), "[]");
  plug_fault_server_add_answer (server, 200, NULL, "[]");
  offer = list_connectors (api, NULL);
  first = plug_fault_server_dup_request (server, 0);
  second = plug_fault_server_dup_request (server, 1);
  g_assert_true (g_str_has_prefix (first, "GET /elements/api-v2/elements?pageSize=200&"
                                          "abridged=true HTTP/1.1"));
  g_assert_true (g_str_has_prefix (second, "GET /elements/api-v2/elements?pageSize=200&"
                                           "abridged=true&nextPage=a%26b HTTP/1.1"));
}

/* HTML in names is for nobody's eye; a name that is none gives way to the key. */
static void
test_words (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (PlugOffer) offer = NULL;
  PlugConnector *connector;

  plug_fault_server_add_answer (server, 200, NULL,
                                "[{\"key\":\"a\",\"name\":\" A <b onclick='x()'>bold</b> name \","
                                "\"hub\":\"crm\",\"authentication\":{\"type\":\"oauth2\"}},"
                                "{\"key\":\"b(c)\",\"name\":\"<br>\",\"hub\":5,"
                                "\"authentication\":{}},{\"key\":\"d\",\"name\":{},"
                                "\"authentication\":\"basic\"}]");
  offer = list_connectors (api, NULL);
  g_assert_cmpuint (offer->connectors->len, ==, 3);
  connector = g_ptr_array_index (offer->connectors, 0);
  g_assert_cmpstr (plug_connector_get_name (connector), ==, "A bold name");
  g_assert_cmpstr (plug_connector_get_hub (connector), ==, "crm");
  g_assert_cmpstr (plug_connector_get_authentication (connector), ==, "oauth2");
  connector = g_ptr_array_index (offer->connectors, 1);
  g_assert_cmpstr (plug_connector_get_name (connector), ==, "b(c)");
  g_assert_cmpstr (plug_connector_get_hub (connector), ==, "");
  g_assert_cmpstr (plug_connector_get_authentication (connector), ==, "");
  connector = g_ptr_array_index (offer->connectors, 2);
  g_assert_cmpstr (plug_connector_get_name (connector), ==, "d");
}

/* There and back, and nothing out of what was not written by us. */
static void
test_text (void)
{
  static const char *const broken[] = { "", "{}", "[5]", "[{\"key\":\"a\"}]", "[", NULL };
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (PlugOffer) offer = NULL;
  g_autoptr (PlugOffer) again = NULL;
  g_autofree char *text = NULL;
  PlugConnector *connector;

  plug_fault_server_add_answer (server, 200, NULL,
                                "[" ELEMENT ("a \\\"b\\\" ü") ",{\"key\":\"c\"}]");
  offer = list_connectors (api, NULL);
  text = plug_offer_to_text (offer);
  again = plug_offer_from_text (text);
  g_assert_cmpuint (again->connectors->len, ==, 2);
  connector = g_ptr_array_index (again->connectors, 0);
  g_assert_cmpstr (plug_connector_get_key (connector), ==, "a \"b\" ü");
  g_assert_cmpstr (plug_connector_get_hub (connector), ==, "crm");
  g_assert_cmpstr (plug_connector_get_authentication (connector), ==, "basic");
  for (gsize i = 0; broken[i] != NULL; i++)
    g_assert_null (plug_offer_from_text (broken[i]));
  g_assert_null (plug_offer_from_text (NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plug_fixture_forget_proxies ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/api-connectors/list/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_list);
    }
  g_test_add_func ("/api-connectors/request", test_request);
  g_test_add_func ("/api-connectors/words", test_words);
  g_test_add_func ("/api-connectors/text", test_text);
  return g_test_run ();
}
