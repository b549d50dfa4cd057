/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests of an instance: where they go, with whose secrets, how often, and what is kept. */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-json.h"
#include "plug-request.h"
#include "plug-sandbox-request.h"
#include "plug-store-requests.h"
#include "plug-test.h"

#define CONTACTS "/hubs/crm/contacts"

static PlugRequestAnswer *
ask (PlugFixture   *fixture,
     PlugInstance  *instance,
     const char    *method,
     const char    *target,
     const char    *body,
     GError       **error)
{
  g_autoptr (PlugSecret) secret = body != NULL ? plug_secret_new (body) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  PlugRequestDraft draft = { .method = method, .target = target, .body = secret };

  plug_request_send_async (fixture->inventory, instance, &draft, NULL, plug_test_result_cb,
                           &result);
  return plug_request_send_finish (fixture->inventory, plug_test_wait (&result), error);
}

static PlugRequestAnswer *
ask_well (PlugFixture  *fixture,
          PlugInstance *instance,
          const char   *method,
          const char   *target,
          const char   *body)
{
  g_autoptr (GError) error = NULL;
  PlugRequestAnswer *answer = ask (fixture, instance, method, target, body, &error);

  g_assert_no_error (error);
  return answer;
}

static char *
dup_body (PlugRequestAnswer *answer)
{
  gsize length;
  const char *data = g_bytes_get_data (plug_request_answer_get_body (answer), &length);

  return g_strndup (data, length);
}

static GListModel *
list_records (PlugFixture  *fixture,
              PlugInstance *instance)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *records;

  plug_store_list_requests_async (fixture->store, plug_instance_get_account_id (instance),
                                  plug_instance_get_id (instance), NULL, plug_test_result_cb,
                                  &result);
  records = plug_store_list_requests_finish (fixture->store, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  return records;
}

static void
test_used (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (PlugRequestAnswer) first = NULL;
  g_autoptr (PlugRequestAnswer) next = NULL;
  g_autoptr (PlugRequestAnswer) made = NULL;
  g_autoptr (PlugRequestAnswer) gone = NULL;
  g_autofree char *next_target = NULL;
  g_autofree char *last_target = NULL;
  g_autofree char *body = NULL;
  g_autoptr (GListModel) records = NULL;
  g_autoptr (PlugRequestRecord) record = NULL;

  first = ask_well (fixture, instance, "GET", CONTACTS "?pageSize=2&nextPage=", NULL);
  g_assert_cmpuint (plug_request_answer_get_status (first), ==, 200);
  g_assert_true (plug_request_answer_is_text (first));
  g_assert_cmpstr (plug_request_answer_get_header (first, "elements-returned-count"), ==, "2");
  g_assert_nonnull (plug_request_answer_get_request_id (first));
  next_target = plug_request_answer_dup_next_target (first, CONTACTS "?pageSize=2&nextPage=");
  next = ask_well (fixture, instance, "GET", next_target, NULL);
  body = dup_body (next);
  g_assert_nonnull (strstr (body, "\"1003\""));
  made = ask_well (fixture, instance, "POST", CONTACTS, "{\"Pers_LastName\":\"Grün\"}");
  g_assert_cmpuint (plug_request_answer_get_status (made), ==, 200);
  g_assert_null (last_target = plug_request_answer_dup_next_target (made, CONTACTS));
  gone = ask_well (fixture, instance, "GET", CONTACTS "/7", NULL);
  g_assert_cmpuint (plug_request_answer_get_status (gone), ==, 404);
  g_assert_false (plug_request_answer_is_success (gone));

  records = list_records (fixture, instance);
  g_assert_cmpuint (g_list_model_get_n_items (records), ==, 4);
  record = g_list_model_get_item (records, 1);
  g_assert_cmpstr (plug_request_record_get_method (record), ==, "POST");
  g_assert_cmpstr (plug_request_record_get_target (record), ==, CONTACTS);
  g_assert_cmpstr (plug_request_record_get_body (record), ==, "{\"Pers_LastName\":\"Grün\"}");
  g_assert_cmpuint (plug_request_record_get_status (record), ==, 200);
  g_assert_cmpint (plug_request_record_get_size (record), >, 10);
}

/* Everything of ours that may stand in a request or an answer, whatever its form. */
static void
test_masked (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autofree char *token = plug_sandbox_dup_token (fixture->tenant,
                                                   plug_instance_get_id (instance));
  g_autofree char *encoded = g_base64_encode ((const guchar *) token, strlen (token));
  g_autofree char *escaped = g_uri_escape_string (token, NULL, FALSE);
  g_autofree char *target = g_strdup_printf (CONTACTS "?where=key='%s'", escaped);
  g_autofree char *sent = g_strdup_printf ("{\"Pers_LastName\":\"%s %s %s\"}", token, encoded,
                                           PLUG_SANDBOX_USER_SECRET);
  g_autoptr (PlugRequestAnswer) made = ask_well (fixture, instance, "POST", target, sent);
  g_autofree char *body = dup_body (made);
  g_autoptr (GListModel) records = list_records (fixture, instance);
  g_autoptr (PlugRequestRecord) record = g_list_model_get_item (records, 0);
  const char *kept[] = { body, plug_request_record_get_body (record),
                         plug_request_record_get_target (record) };

  g_assert_nonnull (strstr (body, "••••"));
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_assert_null (strstr (kept[i], token));
      g_assert_null (strstr (kept[i], escaped));
      g_assert_null (strstr (kept[i], encoded));
      g_assert_null (strstr (kept[i], PLUG_SANDBOX_USER_SECRET));
    }
}

static PlugAccount *
add_other_account (PlugFixture *fixture,
                   PlugSandbox *tenant)
{
  PlugAccount *account = plug_account_new ("Other", plug_sandbox_get_base_url (tenant));
  g_autoptr (PlugSecret) user = plug_secret_new ("other-user-secret");
  g_autoptr (PlugSecret) organization = plug_secret_new ("other-organization-secret");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_add_account_async (fixture->inventory, account, user, organization, NULL,
                                    plug_test_result_cb, &result);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  return account;
}

/* The log of what arrived: everything but the one line that belongs there. */
static void
assert_arrived (PlugSandbox *tenant,
                const char  *user,
                const char  *token)
{
  GListModel *requests = plug_sandbox_get_requests (tenant);
  guint n = g_list_model_get_n_items (requests);
  g_autofree char *expected = g_strdup_printf ("User %s, Element %s", user, token);

  g_assert_cmpuint (n, ==, 3);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PlugSandboxRequest) request = g_list_model_get_item (requests, i);

      g_assert_cmpstr (plug_sandbox_request_get_header (request, "authorization"), ==, expected);
    }
}

/* Two accounts, three instances: each request arrives with its own secrets alone. */
static void
test_nobody_elses (void)
{
  g_autoptr (PlugSandbox) other_tenant = plug_sandbox_new ();
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *mine = plug_fixture_make_instance (fixture, "One");
  PlugInstance *beside = plug_fixture_make_instance (fixture, "Two");
  g_autofree char *my_token = plug_sandbox_dup_token (fixture->tenant,
                                                      plug_instance_get_id (mine));
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (PlugDraft) draft = plug_fixture_draft (fixture, "Three");
  g_autoptr (PlugCreation) creation = NULL;
  g_autofree char *other_token = NULL;
  PlugInstance *other;

  plug_sandbox_set_secrets (other_tenant, "other-user-secret", "other-organization-secret");
  g_assert_true (plug_sandbox_start (other_tenant, 0, NULL));
  account = add_other_account (fixture, other_tenant);
  creation = plug_inventory_create (fixture->inventory, account, draft);
  plug_fixture_wait_finished (creation);
  other = plug_creation_get_instance (creation);
  other_token = plug_sandbox_dup_token (other_tenant, plug_instance_get_id (other));
  g_assert_nonnull (beside);
  plug_sandbox_forget_requests (fixture->tenant);
  plug_sandbox_forget_requests (other_tenant);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PlugRequestAnswer) one = ask_well (fixture, mine, "GET", CONTACTS, NULL);
      g_autoptr (PlugRequestAnswer) two = ask_well (fixture, other, "GET", CONTACTS, NULL);

      g_assert_cmpuint (plug_request_answer_get_status (one), ==, 200);
      g_assert_cmpuint (plug_request_answer_get_status (two), ==, 200);
    }
  assert_arrived (fixture->tenant, PLUG_SANDBOX_USER_SECRET, my_token);
  assert_arrived (other_tenant, "other-user-secret", other_token);
}

/* A redirect is an answer; what it leads to never hears of us. */
static void
test_redirected (void)
{
  g_autoptr (PlugSandbox) trap = plug_sandbox_new ();
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (PlugRequestAnswer) answer = NULL;
  g_autofree char *fault = NULL;

  g_assert_true (plug_sandbox_start (trap, 0, NULL));
  fault = g_strdup_printf ("GET " CONTACTS " redirect=%s", plug_sandbox_get_base_url (trap));
  plug_sandbox_push_fault (fixture->tenant, fault);
  answer = ask_well (fixture, instance, "GET", CONTACTS, NULL);
  g_assert_cmpuint (plug_request_answer_get_status (answer) / 100, ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (plug_sandbox_get_requests (trap)), ==, 0);
}

/* A change whose answer is lost is sent once, and said to be in doubt; a question is not. */
static void
test_lost (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) records = NULL;
  g_autoptr (PlugRequestRecord) record = NULL;

  plug_sandbox_push_fault (fixture->tenant, "POST " CONTACTS " drop-after");
  g_assert_null (ask (fixture, instance, "POST", CONTACTS, "{\"Pers_LastName\":\"Once\"}", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_OUTCOME_UNKNOWN);
  g_assert_nonnull (strstr (error->message, "may have been carried out"));
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "POST", CONTACTS), ==, 1);
  records = list_records (fixture, instance);
  record = g_list_model_get_item (records, 0);
  g_assert_cmpuint (plug_request_record_get_status (record), ==, 0);
}

static void
test_cancelled (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlugRequestDraft draft = { .method = "GET", .target = CONTACTS };

  plug_sandbox_push_fault (fixture->tenant, "GET " CONTACTS " hang");
  plug_request_send_async (fixture->inventory, instance, &draft, cancellable, plug_test_result_cb,
                           &result);
  while (plug_sandbox_count_requests (fixture->tenant, "GET", CONTACTS) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_assert_null (plug_request_send_finish (fixture->inventory, plug_test_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Fifty megabytes: all of it is there, in a file without a name rather than in memory. */
static void
test_large (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (PlugRequestAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  plug_sandbox_push_fault (fixture->tenant, "GET " CONTACTS "/1001 big=52428800");
  answer = ask_well (fixture, instance, "GET", CONTACTS "/1001", NULL);
  g_assert_cmpuint (g_bytes_get_size (plug_request_answer_get_body (answer)), >, 52428000);
  plug_sandbox_push_fault (fixture->tenant, "GET " CONTACTS "/1001 big=73400320");
  g_assert_null (ask (fixture, instance, "GET", CONTACTS "/1001", NULL, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE);
}

static PlugDocs *
load_docs (PlugFixture   *fixture,
           PlugInstance  *instance,
           gboolean       renew,
           GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_request_load_docs_async (fixture->inventory, instance, renew, NULL, plug_test_result_cb,
                                &result);
  return plug_request_load_docs_finish (fixture->inventory, plug_test_wait (&result), error);
}

static void
test_docs (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (PlugDocs) docs = NULL;
  g_autoptr (PlugDocs) kept = NULL;
  g_autoptr (PlugDocs) renewed = NULL;
  g_autoptr (GError) error = NULL;

  plug_sandbox_push_fault (fixture->tenant, "GET /instances/*/docs html");
  g_assert_null (load_docs (fixture, instance, FALSE, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL);
  g_clear_error (&error);
  docs = load_docs (fixture, instance, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plug_docs_get_n_operations (docs), ==, 26);
  kept = load_docs (fixture, instance, FALSE, &error);
  g_assert_cmpuint (plug_docs_get_n_operations (kept), ==, 26);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "GET", "/instances/*/docs"), ==,
                    2);
  renewed = load_docs (fixture, instance, TRUE, &error);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->tenant, "GET", "/instances/*/docs"), ==,
                    3);
}

static void
test_target (void)
{
  static const struct {
    const char *text;
    const char *target; /* NULL: refused */
  } cases[] = {
    { "/hubs/crm/contacts", "/hubs/crm/contacts" },
    { " hubs/crm/contacts?where=a='b c' ", "/hubs/crm/contacts?where=a='b%20c'" },
    { "https://api.example.com/elements/api-v2/ping?x=1", "/ping?x=1" },
    { "//evil.example.com/x", "/evil.example.com/x" },
    { "/files?path=/a/../b", "/files?path=/a/../b" },
    { "/hubs/crm/accounts/a%2Fb", "/hubs/crm/accounts/a%2Fb" },
    { "/ü", "/%C3%BC" },
    { "https://evil.example.com/elements/api-v2/ping", NULL },
    { "https://api.example.com/elements/api-v2.evil.example.com/", NULL },
    { "/../users", NULL },
    { "/hubs/%2e%2E/users", NULL },
    { "/hubs/..%2fusers", NULL },
    { "/hubs\\..\\users", NULL },
    { "/a#b", NULL },
    { "/a\r\nX: y", NULL },
    { "/100%", NULL },
    { "", NULL },
  };
  g_autoptr (PlugAccount) account = plug_account_new ("A",
                                                      "https://api.example.com/elements/api-v2");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *target = plug_request_dup_target (account, cases[i].text, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (target, ==, cases[i].target);
      if (target == NULL)
        g_assert_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/request/target", test_target);
  g_test_add_func ("/request/used", test_used);
  g_test_add_func ("/request/masked", test_masked);
  g_test_add_func ("/request/nobody-elses", test_nobody_elses);
  g_test_add_func ("/request/redirected", test_redirected);
  g_test_add_func ("/request/lost", test_lost);
  g_test_add_func ("/request/cancelled", test_cancelled);
  g_test_add_func ("/request/large", test_large);
  g_test_add_func ("/request/docs", test_docs);

  return g_test_run ();
}
