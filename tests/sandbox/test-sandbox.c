/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSandbox: where it listens, whom it lets in, what it remembers of requests. */

#include "config.h"

#include "sandbox-fixture.h"

#include <string.h>

#define USER         "User " PLUG_SANDBOX_USER_SECRET
#define ORGANIZATION "Organization " PLUG_SANDBOX_ORGANIZATION_SECRET
#define DENIED       "Invalid Organization or User secret, or invalid Element token provided."

static void
test_default_secrets (void)
{
  g_assert_cmpuint (strlen (PLUG_SANDBOX_USER_SECRET), ==, 44);
  g_assert_cmpuint (strlen (PLUG_SANDBOX_ORGANIZATION_SECRET), ==, 32);
}

static void
test_base_url (Fixture       *fixture,
               gconstpointer  data)
{
  const char *base = plug_sandbox_get_base_url (fixture->sandbox);

  g_assert_true (g_str_has_prefix (base, "http://127.0.0.1:"));
  g_assert_true (g_str_has_suffix (base, "/elements/api-v2"));
}

static void
test_port_in_use (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (PlugSandbox) other = plug_sandbox_new ();
  g_autoptr (GUri) uri =
    g_uri_parse (plug_sandbox_get_base_url (fixture->sandbox), G_URI_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (plug_sandbox_start (other, (guint) g_uri_get_port (uri), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_assert_null (plug_sandbox_get_base_url (other));
}

static void
test_stop_and_start (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *old = g_strconcat (plug_sandbox_get_base_url (fixture->sandbox),
                                      "/organizations/me", NULL);
  g_autofree char *id = plug_sandbox_add_instance (fixture->sandbox, "sagecrm", "Kept", NULL);
  g_autoptr (Answer) refused = NULL;
  g_autoptr (GError) error = NULL;

  plug_sandbox_stop (fixture->sandbox);
  refused = ask (fixture, "GET", old, NULL);
  g_assert_error (refused->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);

  plug_sandbox_start (fixture->sandbox, 0, &error);
  g_assert_no_error (error);
  assert_status (fixture, "GET", "/organizations/me", NULL, 200);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, 1);
}

static void
test_organization (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (Answer) answer = ask (fixture, "GET", "/organizations/me", NULL);
  JsonObject *object = answer_object (answer);

  g_assert_cmpint (json_object_get_int_member (object, "id"), >, 0);
  g_assert_nonnull (json_object_get_string_member (object, "name"));
  g_assert_nonnull (json_object_get_string_member (object, "createdDate"));
  g_assert_cmpuint (strlen (answer_header (answer, "Elements-Request-Id")), ==, 24);
}

static void
test_date_header (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GDateTime) before = g_date_time_new_now_utc ();
  g_autoptr (Answer) answer = ask (fixture, "GET", "/organizations/me", NULL);
  g_autoptr (GDateTime) after = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) date =
    soup_date_time_new_from_http_string (answer_header (answer, "Date"));

  g_assert_cmpint (g_date_time_to_unix (date), >=, g_date_time_to_unix (before));
  g_assert_cmpint (g_date_time_to_unix (date), <=, g_date_time_to_unix (after));
}

static void
test_wrong_secrets (Fixture       *fixture,
                    gconstpointer  data)
{
  const char *const wrong[] = {
    NULL,
    "",
    USER,
    ORGANIZATION,
    USER ", Organization wrong",
    "User wrong, " ORGANIZATION,
    "User " PLUG_SANDBOX_ORGANIZATION_SECRET ", Organization " PLUG_SANDBOX_USER_SECRET,
    "Bearer " PLUG_SANDBOX_USER_SECRET,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (Answer) me = ask_as (fixture, wrong[i], "GET", "/organizations/me", NULL);
      g_autoptr (Answer) post = ask_as (fixture, wrong[i], "POST", "/instances", SAGECRM_BODY);

      assert_error (me, 401, DENIED);
      assert_error (post, 401, DENIED);
    }
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, 0);
}

static void
test_other_order (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (Answer) answer =
    ask_as (fixture, ORGANIZATION "," USER, "GET", "/organizations/me", NULL);

  answer_object (answer);
}

static void
test_other_secrets (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *user = plug_test_dup_canary ("user");
  g_autofree char *organization = plug_test_dup_canary ("organization");
  g_autofree char *header = g_strdup_printf ("User %s, Organization %s", user, organization);
  g_autoptr (Answer) right = NULL;

  plug_sandbox_set_secrets (fixture->sandbox, user, organization);
  assert_status (fixture, "GET", "/organizations/me", NULL, 401);
  right = ask_as (fixture, header, "GET", "/organizations/me", NULL);
  answer_object (right);
}

static void
test_unknown_places (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *root = g_strdup (plug_sandbox_get_base_url (fixture->sandbox));

  assert_status (fixture, "GET", "/nothing", NULL, 404);
  assert_status (fixture, "POST", "/organizations/me", "{}", 405);
  assert_status (fixture, "DELETE", "/elements/keys", NULL, 405);
  assert_status (fixture, "GET", root, NULL, 404);
  *strstr (root, "/elements") = '\0';
  assert_status (fixture, "GET", root, NULL, 404);
}

static void
test_requests (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (Answer) answer = ask (fixture, "POST", "/instances?a=1&tags%5B%5D=x+y&tags[]=z%2Fz",
                                   SAGECRM_BODY);
  GListModel *requests = plug_sandbox_get_requests (fixture->sandbox);
  g_autoptr (PlugSandboxRequest) request = g_list_model_get_item (requests, 0);
  g_autofree char *text = plug_sandbox_request_dup_text (request);
  g_autoptr (GPtrArray) tags = plug_sandbox_request_list_arguments (request, "tags[]");
  g_autofree char *argument = plug_sandbox_request_dup_argument (request, "a");

  g_assert_cmpuint (g_list_model_get_n_items (requests), ==, 1);
  g_assert_cmpstr (plug_sandbox_request_get_method (request), ==, "POST");
  g_assert_cmpstr (plug_sandbox_request_get_path (request), ==, "/elements/api-v2/instances");
  g_assert_cmpstr (plug_sandbox_request_get_header (request, "AUTHORIZATION"), ==,
                   USER ", " ORGANIZATION);
  g_assert_cmpstr (plug_sandbox_request_get_header (request, "content-type"), ==,
                   "application/json");
  g_assert_cmpstr (text, ==, SAGECRM_BODY);
  g_assert_cmpuint (plug_sandbox_request_get_status (request), ==, 200);
  g_assert_cmpstr (argument, ==, "1");
  g_assert_cmpuint (tags->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (tags, 0), ==, "x y");
  g_assert_cmpstr (g_ptr_array_index (tags, 1), ==, "z/z");
}

static void
test_counts (Fixture       *fixture,
             gconstpointer  data)
{
  PlugSandbox *sandbox = fixture->sandbox;

  assert_status (fixture, "POST", "/instances", SAGECRM_BODY, 200);
  assert_status (fixture, "POST", "/instances", SAGECRM_BODY, 200);
  assert_status (fixture, "GET", "/instances/427902", NULL, 200);
  g_assert_cmpuint (plug_sandbox_count_requests (sandbox, NULL, NULL), ==, 3);
  g_assert_cmpuint (plug_sandbox_count_requests (sandbox, "POST", NULL), ==, 2);
  g_assert_cmpuint (plug_sandbox_count_requests (sandbox, "POST", "/instances"), ==, 2);
  g_assert_cmpuint (plug_sandbox_count_requests (sandbox, "GET", "/instances/*"), ==, 1);
  g_assert_cmpuint (plug_sandbox_count_requests (sandbox, "DELETE", NULL), ==, 0);
  plug_sandbox_forget_requests (sandbox);
  g_assert_cmpuint (plug_sandbox_count_requests (sandbox, NULL, NULL), ==, 0);

  plug_sandbox_set_recording (sandbox, FALSE);
  assert_status (fixture, "GET", "/organizations/me", NULL, 200);
  g_assert_cmpuint (plug_sandbox_count_requests (sandbox, NULL, NULL), ==, 0);
}

static void
test_latency (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (SoupMessage) message =
    message_new (fixture, "POST", "/instances", USER ", " ORGANIZATION, SAGECRM_BODY);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (Answer) answer = NULL;

  plug_sandbox_set_latency (fixture->sandbox, 20);
  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL,
                                    plug_test_result_cb, &result);
  while (plug_sandbox_count_requests (fixture->sandbox, NULL, NULL) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, 1);
  g_assert_null (result);
  plug_test_wait (&result);
  answer = answer_receive (fixture, result, message);
  answer_object (answer);
}

static void
test_catalogue (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (Answer) abridged = ask (fixture, "GET", "/elements?abridged=true", NULL);
  g_autoptr (Answer) full = ask (fixture, "GET", "/elements", NULL);
  g_autoptr (Answer) keys = ask (fixture, "GET", "/elements/keys?pageSize=3", NULL);
  g_autoptr (Answer) open = ask_as (fixture, NULL, "GET", "/elements/keys", NULL);
  g_autoptr (Answer) wrong = ask_as (fixture, "User wrong", "GET", "/elements/keys", NULL);
  JsonArray *connectors = answer_array (abridged);

  g_assert_cmpuint (json_array_get_length (connectors), >, 3);
  g_assert_cmpuint (json_array_get_length (answer_array (full)), ==,
                    json_array_get_length (connectors));
  for (guint i = 0; i < json_array_get_length (connectors); i++)
    {
      JsonObject *short_one = json_array_get_object_element (connectors, i);
      JsonObject *long_one = json_array_get_object_element (answer_array (full), i);

      g_assert_nonnull (json_object_get_string_member (short_one, "key"));
      g_assert_false (json_object_has_member (short_one, "configuration"));
      g_assert_true (json_object_has_member (long_one, "configuration"));
    }
  g_assert_cmpuint (json_array_get_length (answer_array (keys)), ==, 3);
  g_assert_nonnull (answer_header (keys, "Elements-Next-Page-Token"));
  g_assert_cmpstr (json_array_get_string_element (answer_array (open), 0), ==, "sagecrm");
  assert_error (wrong, 401, DENIED);
}

static void
test_connector (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (Answer) by_key = ask (fixture, "GET", "/elements/sagecrm", NULL);
  g_autoptr (Answer) by_id = ask (fixture, "GET", "/elements/3641/configuration", NULL);
  g_autoptr (Answer) odd =
    ask (fixture, "GET", "/elements/netsuiteerp2018release1%28proxy%29", NULL);
  g_autoptr (Answer) slash = ask (fixture, "GET", "/elements/meadow%2Flegacy/configuration", NULL);
  g_autoptr (Answer) unknown = ask (fixture, "GET", "/elements/nosuch", NULL);
  JsonArray *fields = json_object_get_array_member (answer_object (by_key), "configuration");
  JsonObject *subdomain = json_array_get_object_element (fields, 0);

  g_assert_cmpstr (json_object_get_string_member (answer_object (by_key), "hub"), ==, "crm");
  g_assert_cmpstr (json_object_get_string_member (subdomain, "key"), ==, "subdomain");
  g_assert_cmpstr (json_object_get_string_member (subdomain, "type"), ==, "TEXTFIELD_128");
  g_assert_true (json_object_get_boolean_member (subdomain, "required"));
  g_assert_false (json_object_get_boolean_member (subdomain, "hideFromConsole"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (answer_object (by_id),
                                                                         "configuration")),
                    ==, json_array_get_length (fields));
  g_assert_cmpstr (json_object_get_string_member (answer_object (odd), "key"), ==,
                   "netsuiteerp2018release1(proxy)");
  g_assert_true (json_object_has_member (answer_object (slash), "configuration"));
  assert_error (unknown, 404, "No element found");
}

#define TEST(path, function) \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/default-secrets", test_default_secrets);
  TEST ("/sandbox/base-url", test_base_url);
  TEST ("/sandbox/port-in-use", test_port_in_use);
  TEST ("/sandbox/stop-and-start", test_stop_and_start);
  TEST ("/sandbox/organization", test_organization);
  TEST ("/sandbox/date-header", test_date_header);
  TEST ("/sandbox/wrong-secrets", test_wrong_secrets);
  TEST ("/sandbox/other-order", test_other_order);
  TEST ("/sandbox/other-secrets", test_other_secrets);
  TEST ("/sandbox/unknown-places", test_unknown_places);
  TEST ("/sandbox/requests", test_requests);
  TEST ("/sandbox/counts", test_counts);
  TEST ("/sandbox/latency", test_latency);
  TEST ("/sandbox/catalogue", test_catalogue);
  TEST ("/sandbox/connector", test_connector);

  return g_test_run ();
}
