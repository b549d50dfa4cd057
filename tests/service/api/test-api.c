/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers that came whole: which of them prove something, and what they are taken for. */

#include "config.h"

#include <string.h>

#include "plug-api-fixture.h"
#include "plug-error.h"
#include "plug-test.h"

#define DONE     PLUG_OUTCOME_DONE
#define NOT_DONE PLUG_OUTCOME_NOT_DONE
#define UNKNOWN  PLUG_OUTCOME_UNKNOWN
#define PLATFORM_ERROR \
  "{\"requestId\":\"5b0437c6e4b07731ae39b533\",\"message\":\"No <b>such</b> thing\"}"

/* One answer to a creation, and what has to become of it. */
typedef struct {
  const char *path;
  guint status;
  const char *headers; /* (nullable) */
  const char *body;    /* (nullable) */
  PlugOutcome outcome;
  int code;            /* of PLUG_ERROR, when not DONE */
} Case;

static const Case cases[] = {
  { "row-13-400", 400, NULL, PLATFORM_ERROR, NOT_DONE, PLUG_ERROR_INVALID_FIELD },
  { "row-13-422", 422, NULL, PLATFORM_ERROR, NOT_DONE, PLUG_ERROR_INVALID_FIELD },
  { "row-14-401", 401, NULL, PLATFORM_ERROR, NOT_DONE, PLUG_ERROR_CREDENTIALS_REJECTED },
  { "row-14-401-basic", 401, "WWW-Authenticate: Basic realm=\"x\"\r\n", NULL, NOT_DONE,
    PLUG_ERROR_CREDENTIALS_REJECTED },
  { "row-15-403", 403, NULL, PLATFORM_ERROR, NOT_DONE, PLUG_ERROR_FORBIDDEN },
  { "row-15-404", 404, NULL, PLATFORM_ERROR, NOT_DONE, PLUG_ERROR_NOT_FOUND },
  { "row-11-407", 407, NULL, NULL, NOT_DONE, PLUG_ERROR_PROXY },
  { "row-18-408", 408, NULL, NULL, UNKNOWN, PLUG_ERROR_REMOTE_FAULT },
  { "row-16-409", 409, NULL, PLATFORM_ERROR, UNKNOWN, PLUG_ERROR_CONFLICT },
  { "row-15-413", 413, NULL, NULL, NOT_DONE, PLUG_ERROR_TOO_LARGE },
  { "row-15-418", 418, NULL, NULL, NOT_DONE, PLUG_ERROR_FAILED },
  { "row-17-429", 429, NULL, PLATFORM_ERROR, UNKNOWN, PLUG_ERROR_RATE_LIMITED },
  { "row-18-500", 500, NULL, PLATFORM_ERROR, UNKNOWN, PLUG_ERROR_REMOTE_FAULT },
  { "row-18-502", 502, NULL, "<html>Bad Gateway</html>", UNKNOWN, PLUG_ERROR_REMOTE_FAULT },
  { "row-18-503", 503, "Retry-After: 3\r\n", NULL, UNKNOWN, PLUG_ERROR_REMOTE_FAULT },
  { "row-18-504", 504, NULL, NULL, UNKNOWN, PLUG_ERROR_REMOTE_FAULT },
  { "row-18-599", 599, NULL, NULL, UNKNOWN, PLUG_ERROR_REMOTE_FAULT },
  { "row-12-301", 301, "Location: https://elsewhere.example/\r\n", NULL, UNKNOWN,
    PLUG_ERROR_REDIRECTED },
  { "row-12-302", 302, "Location: https://elsewhere.example/\r\n", PLUG_FIXTURE_ANSWER, UNKNOWN,
    PLUG_ERROR_REDIRECTED },
  { "row-12-304", 304, NULL, NULL, UNKNOWN, PLUG_ERROR_REDIRECTED },
  { "row-19-error-body", 200, NULL, PLATFORM_ERROR, UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-19-html", 200, "Content-Type: text/html\r\n", "<html>Sign in</html>", UNKNOWN,
    PLUG_ERROR_PROTOCOL },
  { "row-19-empty", 200, NULL, NULL, UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-19-blank", 200, NULL, "  \n", UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-19-array", 200, NULL, "[" PLUG_FIXTURE_ANSWER "]", UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-20-200", 200, NULL, PLUG_FIXTURE_ANSWER, DONE, 0 },
  { "row-20-201", 201, NULL, PLUG_FIXTURE_ANSWER, DONE, 0 },
  { "row-20-202", 202, NULL, PLUG_FIXTURE_ANSWER, UNKNOWN, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-20-204", 204, NULL, NULL, UNKNOWN, PLUG_ERROR_OUTCOME_UNKNOWN },
  { "row-20-207-empty", 207, NULL, NULL, UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-24-truncated", 200, NULL, "{\"id\":427902,\"name\":\"Sage CRM", UNKNOWN,
    PLUG_ERROR_PROTOCOL },
  { "row-24-two-roots", 200, NULL, PLUG_FIXTURE_ANSWER PLUG_FIXTURE_ANSWER, UNKNOWN,
    PLUG_ERROR_PROTOCOL },
  { "row-24-bad-utf8", 200, NULL, "{\"id\":1,\"name\":\"\377\",\"token\":\"a\"}", UNKNOWN,
    PLUG_ERROR_PROTOCOL },
  { "row-24-escaped-nul", 200, NULL, "{\"id\":1,\"name\":\"a\\u0000b\",\"token\":\"a\"}", UNKNOWN,
    PLUG_ERROR_PROTOCOL },
  { "row-24-comment", 200, NULL, "/* */" PLUG_FIXTURE_ANSWER, UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-25-no-id", 200, NULL, "{\"name\":\"" PLUG_FIXTURE_NAME "\",\"token\":\"a\","
    "\"element\":{\"key\":\"sagecrm\"}}", UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-25-id-huge", 200, NULL, "{\"id\":99999999999999999999,\"name\":\"" PLUG_FIXTURE_NAME
    "\",\"token\":\"a\",\"element\":{\"key\":\"sagecrm\"}}", UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-25-id-is-object", 200, NULL, "{\"id\":{},\"name\":\"" PLUG_FIXTURE_NAME
    "\",\"token\":\"a\",\"element\":{\"key\":\"sagecrm\"}}", UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-25-no-token", 200, NULL, "{\"id\":1,\"name\":\"" PLUG_FIXTURE_NAME
    "\",\"element\":{\"key\":\"sagecrm\"}}", UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-25-token-null", 200, NULL, "{\"id\":1,\"name\":\"" PLUG_FIXTURE_NAME
    "\",\"token\":null,\"element\":{\"key\":\"sagecrm\"}}", UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-25-token-empty", 200, NULL, "{\"id\":1,\"name\":\"" PLUG_FIXTURE_NAME
    "\",\"token\":\"\",\"element\":{\"key\":\"sagecrm\"}}", UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-25-token-of-two-lines", 200, NULL, "{\"id\":1,\"name\":\"" PLUG_FIXTURE_NAME
    "\",\"token\":\"a\\nb\",\"element\":{\"key\":\"sagecrm\"}}", UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-25-token-is-number", 200, NULL, "{\"id\":1,\"name\":\"" PLUG_FIXTURE_NAME
    "\",\"token\":5,\"element\":{\"key\":\"sagecrm\"}}", UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-25-id-is-string", 200, NULL, "{\"id\":\"427902\",\"name\":\"" PLUG_FIXTURE_NAME
    "\",\"token\":\"a\",\"element\":{\"key\":\"sagecrm\"}}", DONE, 0 },
  { "row-26-another-name", 200, NULL, "{\"id\":1,\"name\":\"Sage CRM of the south\","
    "\"token\":\"a\",\"element\":{\"key\":\"sagecrm\"}}", UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-26-no-name", 200, NULL, "{\"id\":1,\"token\":\"a\",\"element\":{\"key\":\"sagecrm\"}}",
    UNKNOWN, PLUG_ERROR_PROTOCOL },
  { "row-26-another-connector", 200, NULL, "{\"id\":1,\"name\":\"" PLUG_FIXTURE_NAME "\","
    "\"token\":\"a\",\"element\":{\"key\":\"zendesk\"}}", UNKNOWN, PLUG_ERROR_PROTOCOL },
};

static void
assert_no_secret (const char *text)
{
  if (text == NULL)
    return;
  g_assert_null (strstr (text, plug_fixture_user_secret ()));
  g_assert_null (strstr (text, plug_fixture_organization_secret ()));
  g_assert_null (strstr (text, plug_fixture_password ()));
}

static void
test_answer (gconstpointer user_data)
{
  const Case *row = user_data;
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_auto (PlugFixtureCreation) creation = { NULL };

  plug_fault_server_add_answer (server, row->status, row->headers, row->body);
  creation = plug_fixture_create (api, NULL);
  g_assert_cmpint (creation.outcome, ==, row->outcome);
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, "POST"), ==, 1);
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, NULL), ==, 1);
  if (row->outcome == DONE)
    return;
  g_assert_error (creation.error, PLUG_ERROR, row->code);
  g_assert_cmpuint (plug_error_get_status (creation.error), ==, row->status);
  g_test_message ("%s", creation.error->message);
  if (row->status >= 400 && row->body != NULL && *row->body == '{')
    {
      g_assert_cmpstr (plug_error_get_request_id (creation.error), ==, "5b0437c6e4b07731ae39b533");
      g_assert_cmpstr (plug_error_get_server_message (creation.error), ==, "No such thing");
      g_assert_nonnull (strstr (creation.error->message, "No such thing"));
    }
}

static void
test_deep_nesting (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autofree char *body = g_strnfill (1000000, '[');
  g_auto (PlugFixtureCreation) creation = { NULL };

  plug_fault_server_add_answer (server, 200, NULL, body);
  creation = plug_fixture_create (api, NULL);
  g_assert_error (creation.error, PLUG_ERROR, PLUG_ERROR_PROTOCOL);
  g_assert_cmpint (creation.outcome, ==, UNKNOWN);
}

static void
test_huge_token (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autofree char *token = g_strnfill (1000000, 'a');
  g_autofree char *body = NULL;
  g_auto (PlugFixtureCreation) creation = { NULL };

  body = g_strdup_printf ("{\"id\":1,\"name\":\"%s\",\"token\":\"%s\",\"element\":{\"key\":"
                          "\"sagecrm\"}}", PLUG_FIXTURE_NAME, token);
  plug_fault_server_add_answer (server, 200, NULL, body);
  creation = plug_fixture_create (api, NULL);
  g_assert_error (creation.error, PLUG_ERROR, PLUG_ERROR_PROTOCOL);
  g_assert_cmpint (creation.outcome, ==, UNKNOWN);
}

static void
test_request (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (PlugSecret) body = plug_fixture_dup_body ();
  g_autofree char *authorization = NULL;
  g_autofree char *request = NULL;
  g_auto (PlugFixtureCreation) creation = { NULL };

  plug_fault_server_add_answer (server, 200, NULL, PLUG_FIXTURE_ANSWER);
  creation = plug_fixture_create (api, NULL);
  g_assert_no_error (creation.error);
  g_assert_cmpstr (plug_instance_get_id (creation.instance), ==, "427902");
  g_assert_cmpstr (plug_instance_get_account_id (creation.instance), ==, "account");
  g_assert_cmpstr (plug_secret_peek (creation.token), ==, "dG9rZW4tb2YtYS10ZXN0");
  request = plug_fault_server_dup_request (server, 0);
  authorization = g_strdup_printf ("\r\nAuthorization: User %s, Organization %s\r\n",
                                   plug_fixture_user_secret (),
                                   plug_fixture_organization_secret ());
  g_assert_nonnull (strstr (request, authorization));
  g_assert_true (g_str_has_prefix (request, "POST /elements/api-v2/instances HTTP/1.1\r\n"));
  g_assert_cmpstr (strstr (request, "\r\n\r\n") + 4, ==, plug_secret_peek (body));
}

/* The tenant takes HTML out of names, and words that start with @; contract 7.4. */
static const struct {
  const char *sent;
  const char *stored;
  gboolean ours;
} names[] = {
  { "<a href=x>North</a>", "North", TRUE },
  { "North @crm", "North", TRUE },
  { "North @crm", "South", FALSE },
  { "A < B", "A < B", TRUE },
  { "  North  ", "North", TRUE },
  { "North", "Norther", FALSE },
  { "Norther", "North", FALSE },
};

static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
      g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
      g_autoptr (PlugSecret) body = NULL;
      g_autofree char *answer = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (PlugInstance) instance = NULL;
      PlugOutcome outcome;

      body = plug_secret_new_format ("{\"element\":{\"key\":\"sagecrm\"},\"name\":\"%s\"}",
                                     names[i].sent);
      answer = g_strdup_printf ("{\"id\":1,\"name\":\"%s\",\"token\":\"a\",\"element\":{\"key\":"
                                "\"sagecrm\"}}", names[i].stored);
      plug_fault_server_add_answer (server, 200, NULL, answer);
      plug_api_create_async (api, body, NULL, plug_test_result_cb, &result);
      instance = plug_api_create_finish (api, plug_test_wait (&result), NULL, &outcome, NULL);
      g_test_message ("%s: %s", names[i].sent, names[i].stored);
      g_assert_cmpint (outcome, ==, names[i].ours ? DONE : UNKNOWN);
    }
}

/* Row 70: whoever says our secrets, they are not shown. */
static void
test_echo (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autofree char *body = NULL;
  g_autofree char *details = NULL;
  g_auto (PlugFixtureCreation) creation = { NULL };

  body = g_strdup_printf ("{\"requestId\":\"%s\",\"message\":\"User %s, Organization <b>%s</b>\","
                          "\"providerMessage\":\"pass<i></i>word is %s\"}",
                          plug_fixture_user_secret (), plug_fixture_user_secret (),
                          plug_fixture_organization_secret (), plug_fixture_password ());
  plug_fault_server_add_answer (server, 400, NULL, body);
  creation = plug_fixture_create (api, NULL);
  g_assert_error (creation.error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
  details = plug_error_dup_details (creation.error);
  assert_no_secret (creation.error->message);
  assert_no_secret (plug_error_get_server_message (creation.error));
  assert_no_secret (plug_error_get_provider_message (creation.error));
  assert_no_secret (plug_error_get_request_id (creation.error));
  assert_no_secret (details);
  g_assert_nonnull (strstr (plug_error_get_provider_message (creation.error), "password is"));
}

/* Tags inside a secret: taking them out must neither put it together nor leave half of it. */
static void
test_echo_with_tags (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autofree char *base_url = plug_fault_server_dup_base_url (server);
  g_autofree char *head = plug_test_dup_canary ("head");
  g_autofree char *tail = plug_test_dup_canary ("tail");
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autoptr (PlugSecret) user = plug_secret_new_format ("%s%s", head, tail);
  g_autoptr (PlugSecret) organization = plug_secret_new_format ("%s<b>%s", tail, head);
  g_autoptr (PlugApi) api = plug_api_new (client, base_url, "account", user, organization);
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;

  body = g_strdup_printf ("{\"message\":\"1 %s<i></i>%s 2 %s<b>%s 3\"}", head, tail, tail, head);
  plug_fault_server_add_answer (server, 403, NULL, body);
  g_assert_null (plug_fixture_verify (api, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_FORBIDDEN);
  g_assert_null (strstr (error->message, head));
  g_assert_null (strstr (error->message, tail));
  g_assert_null (strstr (plug_error_get_server_message (error), head));
  g_assert_null (strstr (plug_error_get_server_message (error), tail));
}

static void
test_body_is_no_json (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (PlugSecret) body = plug_secret_new ("{\"name\":");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlugOutcome outcome = DONE;

  plug_api_create_async (api, body, NULL, plug_test_result_cb, &result);
  g_assert_null (plug_api_create_finish (api, plug_test_wait (&result), NULL, &outcome, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (outcome, ==, NOT_DONE);
  g_assert_cmpuint (plug_fault_server_count_connections (server), ==, 0);
}

/* An answer to GET /organizations/me. */
static const struct {
  const char *path;
  guint status;
  const char *headers;
  const char *body;
  const char *name; /* (nullable): of the organization */
  int code;
} verifications[] = {
  { "name", 200, NULL, "{\"id\":7,\"name\":\"North\"}", "North", 0 },
  { "no-name", 200, NULL, "{\"id\":7}", "", 0 },
  { "401", 401, NULL, PLATFORM_ERROR, NULL, PLUG_ERROR_CREDENTIALS_REJECTED },
  { "403", 403, NULL, PLATFORM_ERROR, NULL, PLUG_ERROR_FORBIDDEN },
  { "404", 404, NULL, PLATFORM_ERROR, NULL, PLUG_ERROR_PROTOCOL },
  { "html", 200, "Content-Type: text/html\r\n", "<html></html>", NULL, PLUG_ERROR_PROTOCOL },
  { "not-json", 200, NULL, "hello", NULL, PLUG_ERROR_PROTOCOL },
  { "empty", 200, NULL, NULL, NULL, PLUG_ERROR_PROTOCOL },
  { "array", 200, NULL, "[]", NULL, PLUG_ERROR_PROTOCOL },
  { "another-object", 200, NULL, "{}", NULL, PLUG_ERROR_PROTOCOL },
  { "302", 302, "Location: https://login.example/x\r\n", NULL, NULL, PLUG_ERROR_REDIRECTED },
  { "503", 503, NULL, NULL, NULL, PLUG_ERROR_REMOTE_FAULT },
};

static void
test_verify (gconstpointer user_data)
{
  gsize i = GPOINTER_TO_SIZE (user_data);
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autofree char *request = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  plug_fault_server_add_answer (server, verifications[i].status, verifications[i].headers,
                                verifications[i].body);
  name = plug_fixture_verify (api, &error);
  g_assert_cmpstr (name, ==, verifications[i].name);
  if (name == NULL)
    g_assert_error (error, PLUG_ERROR, verifications[i].code);
  else
    g_assert_no_error (error);
  if (verifications[i].code == PLUG_ERROR_PROTOCOL)
    g_assert_nonnull (strstr (error->message, "not an Open Connectors API"));
  if (verifications[i].code == PLUG_ERROR_REDIRECTED)
    g_assert_nonnull (strstr (error->message, "login.example"));
  if (verifications[i].code == PLUG_ERROR_CREDENTIALS_REJECTED)
    g_assert_nonnull (strstr (error->message, "organization secret"));
  request = plug_fault_server_dup_request (server, 0);
  g_assert_true (g_str_has_prefix (request, "GET /elements/api-v2/organizations/me HTTP/1.1\r\n"));
}

static void
test_get (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autofree char *request = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugListed) listed = NULL;

  plug_fault_server_add_answer (server, 200, NULL, PLUG_FIXTURE_ANSWER);
  listed = plug_fixture_get (api, "427902", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plug_instance_get_name (listed->instance), ==, PLUG_FIXTURE_NAME);
  g_assert_cmpstr (plug_secret_peek (listed->token), ==, "dG9rZW4tb2YtYS10ZXN0");
  g_assert_null (plug_fixture_get (api, "a/b?c", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL);
  request = plug_fault_server_dup_request (server, 1);
  g_assert_true (g_str_has_prefix (request, "GET /elements/api-v2/instances/a%2Fb%3Fc HTTP/1.1"));
}

static void
test_get_absent (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (GError) error = NULL;

  plug_fault_server_add_answer (server, 404, NULL, PLATFORM_ERROR);
  g_assert_null (plug_fixture_get (api, "1", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND);
}

static void
test_finalized (void)
{
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  PlugApi *api = plug_fixture_api_for_server (server, NULL);

  plug_fault_server_add_answer (server, 200, NULL, PLUG_FIXTURE_ANSWER);
  for (guint i = 0; i < 2; i++)
    {
      g_auto (PlugFixtureCreation) creation = plug_fixture_create (api, NULL);

      g_assert_no_error (creation.error);
    }
  plug_test_assert_finalized (api);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plug_fixture_forget_proxies ();
  g_test_add_func ("/api/create/request", test_request);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/api/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_answer);
    }
  g_test_add_func ("/api/row-24-deep-nesting", test_deep_nesting);
  g_test_add_func ("/api/row-25-token-huge", test_huge_token);
  g_test_add_func ("/api/row-26-names", test_names);
  g_test_add_func ("/api/row-70-echo", test_echo);
  g_test_add_func ("/api/row-70-echo-with-tags", test_echo_with_tags);
  g_test_add_func ("/api/create/body-is-no-json", test_body_is_no_json);
  for (gsize i = 0; i < G_N_ELEMENTS (verifications); i++)
    {
      g_autofree char *path = g_strconcat ("/api/verify/", verifications[i].path, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_verify);
    }
  g_test_add_func ("/api/get/instance", test_get);
  g_test_add_func ("/api/get/row-15-absent", test_get_absent);
  g_test_add_func ("/api/finalized", test_finalized);
  return g_test_run ();
}
