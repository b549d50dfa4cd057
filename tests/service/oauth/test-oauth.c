/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugOAuth against the sandbox's provider, with a browser that is driven. */

#include "config.h"

#include "plug-browser.h"
#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-oauth.h"
#include "plug-test.h"

#include <string.h>

typedef struct {
  PlugFixture *all;
  PlugOAuth *oauth;
  PlugDraft *draft;
  GCancellable *cancellable;
  GAsyncResult *result;
  char *key;
  char *secret;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->all = plug_fixture_new ();
  fixture->oauth = plug_oauth_new (fixture->all->inventory);
  fixture->cancellable = g_cancellable_new ();
  fixture->key = plug_test_dup_canary ("key");
  fixture->secret = plug_test_dup_canary ("secret & co");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_cancellable_cancel (fixture->cancellable);
  if (plug_oauth_get_phase (fixture->oauth) != PLUG_OAUTH_IDLE)
    plug_test_wait (&fixture->result);
  g_clear_object (&fixture->result);
  g_clear_object (&fixture->draft);
  plug_test_assert_finalized (fixture->oauth);
  g_clear_object (&fixture->cancellable);
  plug_fixture_free (fixture->all);
  g_free (fixture->key);
  g_free (fixture->secret);
}

static void
draft (Fixture    *fixture,
       const char *connector_key,
       const char *authentication)
{
  g_autoptr (PlugConnector) connector =
    plug_connector_new (connector_key, connector_key, NULL, authentication);
  g_autoptr (PlugSecret) key = plug_secret_new (fixture->key);
  g_autoptr (PlugSecret) secret = plug_secret_new (fixture->secret);

  g_clear_object (&fixture->draft);
  fixture->draft = plug_draft_new (connector);
  plug_draft_set_name (fixture->draft, "Mine");
  plug_draft_set_secret (fixture->draft, "oauth.api.key", key);
  plug_draft_set_secret (fixture->draft, "oauth.api.secret", secret);
}

static gboolean
is_waiting_or_over (gpointer user_data)
{
  Fixture *fixture = user_data;

  return plug_oauth_get_phase (fixture->oauth) == PLUG_OAUTH_WAITING || fixture->result != NULL;
}

static void
start (Fixture *fixture)
{
  g_clear_object (&fixture->result);
  plug_oauth_authorize_async (fixture->oauth, fixture->all->account, fixture->draft,
                              fixture->cancellable, plug_test_result_cb, &fixture->result);
  plug_test_spin_until (is_waiting_or_over, fixture);
}

static const char *
start_waiting (Fixture *fixture)
{
  start (fixture);
  g_assert_null (fixture->result);
  return plug_oauth_get_url (fixture->oauth);
}

static gboolean
end (Fixture  *fixture,
     GError  **error)
{
  gboolean granted = plug_oauth_authorize_finish (fixture->oauth,
                                                  plug_test_wait (&fixture->result), error);

  g_assert_cmpint (plug_oauth_get_phase (fixture->oauth), ==, PLUG_OAUTH_IDLE);
  g_assert_null (plug_oauth_get_url (fixture->oauth));
  return granted;
}

static void
assert_granted (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gboolean granted = end (fixture, &error);

  g_assert_no_error (error);
  g_assert_true (granted);
}

static PlugCreationOutcome
create (Fixture *fixture)
{
  g_autoptr (PlugCreation) creation =
    plug_inventory_create (fixture->all->inventory, fixture->all->account, fixture->draft);

  plug_fixture_wait_finished (creation);
  return plug_creation_get_outcome (creation);
}

/* Nothing that arrived has the app's secret in its address. */
static void
assert_no_secret_in_urls (Fixture *fixture)
{
  GListModel *requests = plug_sandbox_get_requests (fixture->all->tenant);
  g_autofree char *escaped = g_uri_escape_string (fixture->secret, NULL, FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (PlugSandboxRequest) request = g_list_model_get_item (requests, i);
      const char *query = plug_sandbox_request_get_query (request);

      g_assert_true (query == NULL || strstr (query, escaped) == NULL);
    }
}

/* The body of the last request of that kind. */
static char *
dup_body (Fixture    *fixture,
          const char *method,
          const char *path_end)
{
  GListModel *requests = plug_sandbox_get_requests (fixture->all->tenant);

  for (guint i = g_list_model_get_n_items (requests); i > 0; i--)
    {
      g_autoptr (PlugSandboxRequest) request = g_list_model_get_item (requests, i - 1);

      if (g_str_has_suffix (plug_sandbox_request_get_path (request), path_end) &&
          g_str_equal (plug_sandbox_request_get_method (request), method))
        return plug_sandbox_request_dup_text (request);
    }
  g_assert_not_reached ();
}

/* To the instance, and no second one with the same code; who comes late is told so. */
static void
test_granted (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *late = NULL;
  g_auto (PlugVisit) visit = { 0 };
  g_auto (PlugVisit) again = { 0 };
  const char *url;

  draft (fixture, "box", "oauth2");
  g_assert_true (plug_oauth_is_needed (fixture->draft));
  url = start_waiting (fixture);
  late = plug_browser_dup_location (url, "allow");
  visit = plug_browser_follow (url, "allow");
  assert_granted (fixture);
  g_assert_cmpuint (visit.status, ==, 200);
  g_assert_nonnull (strstr (visit.page, "Access Granted"));
  g_assert_false (plug_oauth_is_needed (fixture->draft));
  g_assert_true (plug_oauth_has_answer (fixture->draft));

  again = plug_browser_visit (late);
  g_assert_cmpuint (again.status, ==, 200);
  g_assert_nonnull (strstr (again.page, "Nothing More to Do"));

  g_assert_cmpint (create (fixture), ==, PLUG_CREATION_DONE);
  g_assert_cmpint (create (fixture), ==, PLUG_CREATION_FAILED);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->all->tenant), ==, 1);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->all->tenant, "POST",
                                                 "/elements/box/oauth/url"), ==, 1);
  assert_no_secret_in_urls (fixture);
}

/* Another authorization with the same draft has nothing of the one before. */
static void
test_forget (Fixture       *fixture,
             gconstpointer  data)
{
  g_auto (PlugVisit) visit = { 0 };
  g_autofree char *body = NULL;

  draft (fixture, "box", "oauth2");
  visit = plug_browser_follow (start_waiting (fixture), "allow");
  assert_granted (fixture);
  plug_oauth_forget_answer (fixture->draft);
  g_assert_false (plug_oauth_has_answer (fixture->draft));
  g_assert_true (plug_oauth_is_needed (fixture->draft));
  body = plug_draft_build_text (fixture->draft, PLUG_DRAFT_REVEAL, FALSE);
  g_assert_null (strstr (body, "code"));
  g_assert_null (strstr (body, "state"));
}

/* What says the provider who it is for, under both names. */
static void
test_extras (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *body = NULL;
  g_auto (PlugVisit) visit = { 0 };

  draft (fixture, "zendesk", "oauth2");
  plug_draft_set_value (fixture->draft, "zendesk.subdomain", "acme");
  plug_draft_set_value (fixture->draft, "oauth.scope", "read write");
  plug_draft_set_value (fixture->draft, "event.notification.enabled", "true");
  plug_draft_set_value (fixture->draft, "some.password", "hidden");
  visit = plug_browser_follow (start_waiting (fixture), "allow");
  assert_granted (fixture);
  body = dup_body (fixture, "POST", "/oauth/url");
  g_assert_nonnull (strstr (body, "\"zendesk.subdomain\":\"acme\""));
  g_assert_nonnull (strstr (body, "\"siteAddress\":\"acme\""));
  g_assert_nonnull (strstr (body, "\"scope\":\"read write\""));
  g_assert_null (strstr (body, "event."));
  g_assert_null (strstr (body, "password"));
  g_assert_null (strstr (body, "hidden"));
  g_assert_cmpint (create (fixture), ==, PLUG_CREATION_DONE);
}

static void
test_company (Fixture       *fixture,
              gconstpointer  data)
{
  g_auto (PlugVisit) visit = { 0 };
  g_autofree char *body = NULL;

  draft (fixture, "quickbooks", "oauth2");
  visit = plug_browser_follow (start_waiting (fixture), "allow");
  assert_granted (fixture);
  g_assert_cmpint (create (fixture), ==, PLUG_CREATION_DONE);
  body = dup_body (fixture, "POST", "/instances");
  g_assert_nonnull (strstr (body, "\"realmId\":\"9130347798\""));
  g_assert_nonnull (strstr (body, "\"dataSource\":\"QBO\""));
}

static void
test_denied (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_auto (PlugVisit) visit = { 0 };

  draft (fixture, "box", "oauth2");
  visit = plug_browser_follow (start_waiting (fixture), "deny");
  g_assert_false (end (fixture, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_FORBIDDEN);
  g_assert_cmpstr (plug_error_get_provider_message (error), ==, "The user said no.");
  g_assert_nonnull (strstr (visit.page, "Access Not Granted"));
  g_assert_null (strstr (visit.page, "The user said no."));
  g_assert_true (plug_oauth_is_needed (fixture->draft));
}

/* A provider that has something against the app says so in its own words, without the secret. */
static void
test_provider_error (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *fault =
    g_strdup_printf ("/provider/*/allow 'deny=Unbekannt: %s'", fixture->secret);
  g_autoptr (GError) error = NULL;
  g_auto (PlugVisit) visit = { 0 };

  draft (fixture, "box", "oauth2");
  plug_sandbox_push_fault (fixture->all->tenant, fault);
  visit = plug_browser_follow (start_waiting (fixture), "allow");
  g_assert_false (end (fixture, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_FAILED);
  g_assert_true (g_str_has_prefix (plug_error_get_provider_message (error), "Unbekannt: "));
  g_assert_null (strstr (plug_error_get_provider_message (error), fixture->secret));
}

/* Refused, and the wait goes on: the right one comes after the wrong ones. */
static void
test_wrong_state (Fixture       *fixture,
                  gconstpointer  data)
{
  g_auto (PlugVisit) wrong = { 0 };
  g_auto (PlugVisit) none = { 0 };
  g_auto (PlugVisit) right = { 0 };
  const char *url;

  draft (fixture, "box", "oauth2");
  url = start_waiting (fixture);
  plug_sandbox_push_fault (fixture->all->tenant, "/provider/*/allow wrong-state");
  plug_sandbox_push_fault (fixture->all->tenant, "/provider/*/allow no-state");
  wrong = plug_browser_follow (url, "allow");
  none = plug_browser_follow (url, "allow");
  g_assert_cmpuint (wrong.status, ==, 403);
  g_assert_nonnull (strstr (wrong.page, "Not the Page Plugboard Waits For"));
  g_assert_cmpuint (none.status, ==, 403);
  g_assert_null (fixture->result);
  g_assert_cmpuint (plug_oauth_get_n_foreign (fixture->oauth), ==, 2);
  right = plug_browser_follow (url, "allow");
  g_assert_cmpuint (right.status, ==, 200);
  assert_granted (fixture);
}

static void
test_timed_out (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *late = NULL;
  g_auto (PlugVisit) visit = { 0 };

  draft (fixture, "box", "oauth2");
  plug_oauth_set_time_out (fixture->oauth, 200);
  late = plug_browser_dup_location (start_waiting (fixture), "allow");
  g_assert_false (end (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  visit = plug_browser_visit (late);
  g_assert_nonnull (strstr (visit.page, "Nothing More to Do"));
  g_assert_true (plug_oauth_is_needed (fixture->draft));
}

static void
test_cancelled_asking (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  draft (fixture, "box", "oauth2");
  plug_sandbox_push_fault (fixture->all->tenant, "POST /elements/box/oauth/url hang");
  plug_oauth_authorize_async (fixture->oauth, fixture->all->account, fixture->draft,
                              fixture->cancellable, plug_test_result_cb, &fixture->result);
  while (plug_sandbox_count_requests (fixture->all->tenant, "POST", "*/oauth/url") == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (fixture->cancellable);
  g_assert_false (end (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancelled_waiting (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  draft (fixture, "box", "oauth2");
  start_waiting (fixture);
  g_cancellable_cancel (fixture->cancellable);
  g_assert_false (end (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_one_at_a_time (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (PlugVisit) visit = { 0 };

  draft (fixture, "box", "oauth2");
  start_waiting (fixture);
  plug_oauth_authorize_async (fixture->oauth, fixture->all->account, fixture->draft, NULL,
                              plug_test_result_cb, &second);
  g_assert_false (plug_oauth_authorize_finish (fixture->oauth, plug_test_wait (&second), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  visit = plug_browser_follow (plug_oauth_get_url (fixture->oauth), "allow");
  assert_granted (fixture);
}

/* The provider sends browsers elsewhere; what they end on is pasted. */
static void
test_pasted (Fixture       *fixture,
             gconstpointer  data)
{
  const char *callback = "https://app.example.com/auth?from=provider";
  g_autofree char *address = NULL;
  g_autofree char *wrong = NULL;
  g_autoptr (GError) garbage = NULL;
  g_autoptr (GError) foreign = NULL;
  g_autoptr (GError) error = NULL;

  draft (fixture, "box", "oauth2");
  plug_draft_set_value (fixture->draft, "oauth.callback.url", callback);
  address = plug_browser_dup_location (start_waiting (fixture), "allow");
  g_assert_true (plug_oauth_is_manual (fixture->oauth));
  g_assert_false (plug_oauth_paste (fixture->oauth, "nothing of it", &garbage));
  g_assert_error (garbage, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
  wrong = g_strdup (address);
  wrong[strlen (wrong) - 1] = wrong[strlen (wrong) - 1] == '0' ? '1' : '0';
  g_assert_false (plug_oauth_paste (fixture->oauth, wrong, &foreign));
  g_assert_error (foreign, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
  g_assert_null (strstr (foreign->message, "code"));
  g_assert_cmpint (plug_oauth_get_phase (fixture->oauth), ==, PLUG_OAUTH_WAITING);
  g_assert_true (plug_oauth_paste (fixture->oauth, address, &error));
  g_assert_no_error (error);
  assert_granted (fixture);
  g_assert_cmpint (create (fixture), ==, PLUG_CREATION_DONE);
}

/* A browser that came to us may have to be pasted all the same, on another computer. */
static void
test_pasted_refusal (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  draft (fixture, "box", "oauth2");
  address = plug_browser_dup_location (start_waiting (fixture), "deny");
  g_assert_false (plug_oauth_is_manual (fixture->oauth));
  g_assert_true (plug_oauth_paste (fixture->oauth, address, &error));
  g_assert_false (end (fixture, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_FORBIDDEN);
}

static guint
find_free_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  return port;
}

/* An address of this computer that is registered at the provider is listened at. */
static void
test_other_local_callback (Fixture       *fixture,
                           gconstpointer  data)
{
  guint port = find_free_port ();
  g_autofree char *callback = g_strdup_printf ("http://localhost:%u/other/path", port);
  g_autoptr (GError) error = NULL;
  g_auto (PlugVisit) visit = { 0 };

  draft (fixture, "box", "oauth2");
  plug_draft_set_value (fixture->draft, "oauth.callback.url", callback);
  start_waiting (fixture);
  /* Who asks for our own address meanwhile does not make it leave this one. */
  g_assert_null (plug_oauth_get_callback_url (fixture->oauth, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  visit = plug_browser_follow (plug_oauth_get_url (fixture->oauth), "allow");
  g_assert_true (g_str_has_prefix (visit.address, callback));
  assert_granted (fixture);
  g_assert_cmpstr (plug_draft_get_value (fixture->draft, "oauth.callback.url"), ==, callback);
  g_assert_cmpint (create (fixture), ==, PLUG_CREATION_DONE);
}

static void
test_port_taken (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *callback = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_autoptr (GError) error = NULL;

  draft (fixture, "box", "oauth2");
  plug_draft_set_value (fixture->draft, "oauth.callback.url", callback);
  start (fixture);
  g_assert_false (end (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
}

/* The same address each time; somebody who comes second gets another. */
static void
test_own_address (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (PlugOAuth) second = plug_oauth_new (fixture->all->inventory);
  g_autoptr (GError) error = NULL;
  g_autofree char *first_url = NULL;

  first_url = g_strdup (plug_oauth_get_callback_url (fixture->oauth, &error));
  g_assert_no_error (error);
  g_assert_true (plug_oauth_is_own_callback (first_url));
  g_assert_cmpstr (plug_oauth_get_callback_url (fixture->oauth, &error), ==, first_url);
  g_assert_cmpstr (plug_oauth_get_callback_url (second, &error), !=, first_url);
  g_assert_no_error (error);
}

static void
test_oauth1 (Fixture       *fixture,
             gconstpointer  data)
{
  g_auto (PlugVisit) visit = { 0 };
  g_autofree char *body = NULL;

  draft (fixture, "twitter", "oauth1");
  visit = plug_browser_follow (start_waiting (fixture), "allow");
  g_assert_nonnull (strstr (visit.page, "Access Granted"));
  assert_granted (fixture);
  g_assert_nonnull (plug_draft_get_provider_data (fixture->draft, "oauth_verifier"));
  g_assert_nonnull (plug_draft_get_provider_data (fixture->draft, "secret"));
  g_assert_cmpint (create (fixture), ==, PLUG_CREATION_DONE);
  body = dup_body (fixture, "POST", "/instances");
  g_assert_nonnull (strstr (body, "\"oauth_token\":"));
  assert_no_secret_in_urls (fixture);
}

static void
test_oauth1_denied (Fixture       *fixture,
                    gconstpointer  data)
{
  g_auto (PlugVisit) visit = { 0 };
  g_autoptr (GError) error = NULL;

  draft (fixture, "twitter", "oauth1");
  visit = plug_browser_follow (start_waiting (fixture), "deny");
  g_assert_false (end (fixture, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_FORBIDDEN);
}

/* Without a state of its own, it is the request token that tells whose the answer is. */
static void
test_oauth1_pasted (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *address = NULL;
  g_autoptr (GError) foreign = NULL;
  g_autoptr (GError) error = NULL;

  draft (fixture, "twitter", "oauth1");
  plug_draft_set_value (fixture->draft, "oauth.callback.url", "https://app.example.com/auth");
  address = plug_browser_dup_location (start_waiting (fixture), "allow");
  g_assert_null (strstr (address, "state="));
  g_assert_false (plug_oauth_paste (fixture->oauth, "oauth_token=forged&oauth_verifier=v",
                                    &foreign));
  g_assert_error (foreign, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
  g_assert_true (plug_oauth_paste (fixture->oauth, address, &error));
  assert_granted (fixture);
  g_assert_cmpint (create (fixture), ==, PLUG_CREATION_DONE);
}

/* Where there is no POST: GET, without the secret as long as the tenant takes it so. */
static void
test_get_form (Fixture       *fixture,
               gconstpointer  data)
{
  g_auto (PlugVisit) visit = { 0 };

  draft (fixture, "box", "oauth2");
  plug_sandbox_push_fault (fixture->all->tenant, "POST /elements/box/oauth/url status=405");
  visit = plug_browser_follow (start_waiting (fixture), "allow");
  assert_granted (fixture);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->all->tenant, "GET", "*/oauth/url"), ==,
                    1);
  assert_no_secret_in_urls (fixture);
}

static void
test_get_form_with_secret (Fixture       *fixture,
                           gconstpointer  data)
{
  draft (fixture, "twitter", "oauth1");
  plug_sandbox_push_fault (fixture->all->tenant, "POST /elements/*/oauth/* status=404 times=2");
  plug_sandbox_push_fault (fixture->all->tenant, "GET /elements/*/oauth/url status=400");
  start_waiting (fixture);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->all->tenant, "GET", "*/oauth/token"),
                    ==, 1);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->all->tenant, "GET", "*/oauth/url"), ==,
                    2);
}

/* What the tenant gives as the address to be opened is opened only when it is one. */
static void
test_strange_urls (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *escaped = g_uri_escape_string (fixture->secret, NULL, FALSE);
  g_autofree char *leak = g_strconcat ("https://x.example.com/?s=", escaped, NULL);
  const char *const urls[] = { "javascript:alert(1)", "http://x.example.com/", "file:///etc/passwd",
                               "https://", "https://a:b@x.example.com/", "", "x", leak };

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autofree char *fault =
        g_strdup_printf ("*/oauth/url 'set=oauthUrl=\"%s\"'", urls[i]);
      g_autofree char *full = g_strconcat ("/elements/", fault, NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", urls[i]);
      draft (fixture, "box", "oauth2");
      plug_sandbox_push_fault (fixture->all->tenant, full);
      start (fixture);
      g_assert_false (end (fixture, &error));
      g_assert_error (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL);
      g_assert_null (strstr (error->message, fixture->secret));
    }
}

/* A tenant that does not pass a state on: ours is put into its address all the same. */
static void
test_own_state (Fixture       *fixture,
                gconstpointer  data)
{
  const char *url;

  draft (fixture, "box", "oauth2");
  plug_sandbox_push_fault (fixture->all->tenant,
                           "/elements/*/oauth/url "
                           "'set=oauthUrl=\"https://x.example.com/a?state=box&b=c#d\"'");
  url = start_waiting (fixture);
  g_assert_true (g_str_has_prefix (url, "https://x.example.com/a?b=c&state="));
  g_assert_true (g_str_has_suffix (url, "#d"));
  g_assert_cmpuint (strlen (url), ==, strlen ("https://x.example.com/a?b=c&state=#d") + 32);
}

static void
test_echo (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *details = NULL;

  draft (fixture, "box", "oauth2");
  plug_sandbox_push_fault (fixture->all->tenant, "POST /elements/*/oauth/url echo");
  start (fixture);
  g_assert_false (end (fixture, &error));
  details = plug_error_dup_details (error);
  g_assert_null (strstr (details, fixture->secret));
}

/* A creation's refusal does not repeat what the provider gave. */
static void
test_creation_echo (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (PlugCreation) creation = NULL;
  g_autofree char *details = NULL;
  g_auto (PlugVisit) visit = { 0 };
  PlugSecret *code;

  draft (fixture, "box", "oauth2");
  visit = plug_browser_follow (start_waiting (fixture), "allow");
  assert_granted (fixture);
  plug_sandbox_push_fault (fixture->all->tenant, "POST /instances echo");
  creation = plug_inventory_create (fixture->all->inventory, fixture->all->account,
                                    fixture->draft);
  plug_fixture_wait_finished (creation);
  g_assert_cmpint (plug_creation_get_outcome (creation), ==, PLUG_CREATION_FAILED);
  details = plug_error_dup_details (plug_creation_get_error (creation));
  code = plug_draft_get_provider_data (fixture->draft, "code");
  g_assert_null (strstr (details, plug_secret_peek (code)));
}

static void
assert_problem (Fixture    *fixture,
                const char *key)
{
  g_autoptr (GPtrArray) problems = plug_oauth_list_problems (fixture->draft);
  PlugProblem *problem;

  g_assert_cmpuint (problems->len, ==, 1);
  problem = g_ptr_array_index (problems, 0);
  g_assert_cmpstr (problem->key, ==, key);
}

static void
test_problems (Fixture       *fixture,
               gconstpointer  data)
{
  const char *const callbacks[] = { "app.example.com/auth", "ftp://x/", "https://", "urn:x",
                                    "https://x.example.com/#fragment" };
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;

  draft (fixture, "sagecrm", "basic");
  plug_draft_set_secret (fixture->draft, "oauth.api.key", NULL);
  none = plug_oauth_list_problems (fixture->draft);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_false (plug_oauth_is_needed (fixture->draft));

  draft (fixture, "box", "oauth2");
  for (gsize i = 0; i < G_N_ELEMENTS (callbacks); i++)
    {
      plug_draft_set_value (fixture->draft, "oauth.callback.url", callbacks[i]);
      assert_problem (fixture, "oauth.callback.url");
    }
  plug_draft_set_value (fixture->draft, "oauth.callback.url", NULL);
  plug_draft_set_secret (fixture->draft, "oauth.api.secret", NULL);
  assert_problem (fixture, "oauth.api.secret");
  start (fixture);
  g_assert_false (end (fixture, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
}

/* Among several ways, the field that selects decides. */
static void
test_versions (Fixture       *fixture,
               gconstpointer  data)
{
  draft (fixture, "hubspot", "oauth2");
  g_assert_cmpint (plug_oauth_version_of (fixture->draft), ==, PLUG_OAUTH_2);
  plug_draft_set_value (fixture->draft, "authentication.type", "apiKey");
  g_assert_cmpint (plug_oauth_version_of (fixture->draft), ==, PLUG_OAUTH_NONE);
  plug_draft_set_value (fixture->draft, "authentication.type", "oauth1");
  g_assert_cmpint (plug_oauth_version_of (fixture->draft), ==, PLUG_OAUTH_1);
  draft (fixture, "actessentials", "oauth");
  g_assert_cmpint (plug_oauth_version_of (fixture->draft), ==, PLUG_OAUTH_2);
  draft (fixture, "dice", "oauth2Password");
  g_assert_cmpint (plug_oauth_version_of (fixture->draft), ==, PLUG_OAUTH_NONE);
}

static void
test_refresh_token (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *text = plug_test_dup_canary ("refresh");
  g_autoptr (PlugSecret) token = plug_secret_new (text);
  g_autofree char *body = NULL;
  g_autofree char *shown = NULL;

  draft (fixture, "box", "oauth2");
  plug_oauth_use_refresh_token (fixture->draft, token);
  g_assert_false (plug_oauth_is_needed (fixture->draft));
  shown = plug_draft_build_text (fixture->draft, PLUG_DRAFT_MASK, TRUE);
  g_assert_null (strstr (shown, text));
  g_assert_cmpint (create (fixture), ==, PLUG_CREATION_DONE);
  body = dup_body (fixture, "POST", "/instances");
  g_assert_nonnull (strstr (body, "\"externalAuthentication\":\"initial\""));
  g_assert_nonnull (strstr (body, text));
  g_assert_null (strstr (body, "providerData"));
}

static const struct {
  const char *path;
  void (*run) (Fixture *, gconstpointer);
} tests[] = {
  { "/service/oauth/granted", test_granted },
  { "/service/oauth/forget", test_forget },
  { "/service/oauth/extras", test_extras },
  { "/service/oauth/company", test_company },
  { "/service/oauth/denied", test_denied },
  { "/service/oauth/provider-error", test_provider_error },
  { "/service/oauth/wrong-state", test_wrong_state },
  { "/service/oauth/timed-out", test_timed_out },
  { "/service/oauth/cancelled-asking", test_cancelled_asking },
  { "/service/oauth/cancelled-waiting", test_cancelled_waiting },
  { "/service/oauth/one-at-a-time", test_one_at_a_time },
  { "/service/oauth/pasted", test_pasted },
  { "/service/oauth/pasted-refusal", test_pasted_refusal },
  { "/service/oauth/other-local-callback", test_other_local_callback },
  { "/service/oauth/port-taken", test_port_taken },
  { "/service/oauth/own-address", test_own_address },
  { "/service/oauth/oauth1", test_oauth1 },
  { "/service/oauth/oauth1-denied", test_oauth1_denied },
  { "/service/oauth/oauth1-pasted", test_oauth1_pasted },
  { "/service/oauth/get-form", test_get_form },
  { "/service/oauth/get-form-with-secret", test_get_form_with_secret },
  { "/service/oauth/strange-urls", test_strange_urls },
  { "/service/oauth/own-state", test_own_state },
  { "/service/oauth/echo", test_echo },
  { "/service/oauth/creation-echo", test_creation_echo },
  { "/service/oauth/problems", test_problems },
  { "/service/oauth/versions", test_versions },
  { "/service/oauth/refresh-token", test_refresh_token },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
