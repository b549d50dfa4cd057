/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The imitation of a provider: what it asks, what it answers, what an exchange accepts. */

#include "config.h"

#include "sandbox-fixture.h"

#include <string.h>

#define CALLBACK "http://127.0.0.1:9/callback?kept=1"
#define ORDER                                                                                  \
  "\"apiKey\":\"the-key\",\"apiSecret\":\"the secret\",\"callbackUrl\":\"" CALLBACK "\""

/* The provider's link: where the tenant sends a browser. */
static char *
dup_url (Fixture    *fixture,
         const char *key,
         const char *body)
{
  g_autofree char *path = g_strdup_printf ("/elements/%s/oauth/url", key);
  g_autoptr (Answer) answer = ask (fixture, "POST", path, body);
  JsonObject *object = answer_object (answer);

  g_assert_cmpstr (json_object_get_string_member (object, "element"), ==, key);
  return g_strdup (json_object_get_string_member (object, "oauthUrl"));
}

/* What a browser does with the page's link: a part of its address is another page's. */
static char *
dup_location (Fixture    *fixture,
              const char *url,
              const char *verb)
{
  g_auto (GStrv) parts = g_strsplit (url, "authorize?", 2);
  g_autofree char *link = g_strconcat (parts[0], verb, "?", parts[1], NULL);
  g_autoptr (Answer) answer = ask_as (fixture, NULL, "GET", link, NULL);

  g_assert_no_error (answer->error);
  g_assert_cmpuint (answer->status, ==, 302);
  return g_strdup (answer_header (answer, "Location"));
}

static char *
dup_argument (const char *url,
              const char *name)
{
  g_autoptr (GHashTable) query = NULL;
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  query = soup_form_decode (g_uri_get_query (uri));
  return g_strdup (g_hash_table_lookup (query, name));
}

static char *
dup_box_body (const char *code,
              const char *secret,
              const char *callback)
{
  return g_strdup_printf ("{\"element\":{\"key\":\"box\"},\"name\":\"Box\",\"providerData\":"
                          "{\"code\":\"%s\"},\"configuration\":{\"oauth.api.key\":\"the-key\","
                          "\"oauth.api.secret\":\"%s\",\"oauth.callback.url\":\"%s\"}}",
                          code, secret, callback);
}

static char *
dup_twitter_body (const char *token,
                  const char *verifier,
                  const char *secret)
{
  return g_strdup_printf ("{\"element\":{\"key\":\"twitter\"},\"name\":\"T\",\"providerData\":"
                          "{\"oauth_token\":\"%s\",\"oauth_verifier\":\"%s\",\"secret\":\"%s\"},"
                          "\"configuration\":{\"oauth.api.key\":\"the-key\",\"oauth.api.secret\":"
                          "\"the secret\",\"oauth.callback.url\":\"" CALLBACK "\"}}",
                          token, verifier, secret);
}

static char *
dup_refresh_body (const char *more)
{
  return g_strdup_printf ("{\"element\":{\"key\":\"box\"},\"name\":\"Box\","
                          "\"externalAuthentication\":\"initial\",\"configuration\":"
                          "{\"oauth.api.key\":\"k\",\"oauth.api.secret\":\"s\"%s}}", more);
}

static void
test_page (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *url = dup_url (fixture, "box", "{" ORDER ",\"state\":\"a b&c\"}");
  g_autoptr (Answer) answer = ask_as (fixture, NULL, "GET", url, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_nonnull (strstr (answer->body, "<a id=\"allow\" href=\"allow?client_id=the-key&amp;"));
  g_assert_nonnull (strstr (answer->body, "<a id=\"deny\" href=\"deny?"));
  g_assert_null (strstr (url, "secret"));
}

static void
test_code_once (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *url = dup_url (fixture, "box", "{" ORDER ",\"state\":\"a b&c\"}");
  g_autofree char *location = dup_location (fixture, url, "allow");
  g_autofree char *code = dup_argument (location, "code");
  g_autofree char *state = dup_argument (location, "state");
  g_autofree char *elsewhere = dup_box_body (code, "the secret", "http://127.0.0.1:9/callback");
  g_autofree char *forged = dup_box_body (code, "another", CALLBACK);
  g_autofree char *body = dup_box_body (code, "the secret", CALLBACK);

  g_assert_true (g_str_has_prefix (location, CALLBACK "&code="));
  g_assert_cmpstr (state, ==, "a b&c");
  assert_status (fixture, "POST", "/instances", elsewhere, 400);
  assert_status (fixture, "POST", "/instances", forged, 400);
  assert_status (fixture, "POST", "/instances", body, 200);
  assert_status (fixture, "POST", "/instances", body, 400);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, 1);
}

static void
test_denied (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *url = dup_url (fixture, "box", "{" ORDER "}");
  g_autofree char *location = dup_location (fixture, url, "deny");
  g_autofree char *error = dup_argument (location, "error");
  g_autofree char *state = dup_argument (location, "state");

  g_assert_cmpstr (error, ==, "access_denied");
  g_assert_cmpstr (state, ==, "box");
}

static void
test_get_form (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (Answer) answer =
    ask (fixture, "GET", "/elements/quickbooks/oauth/url?apiKey=k&callbackUrl=http%3A%2F%2Fx%2F&"
                         "state=s", NULL);
  const char *url = json_object_get_string_member (answer_object (answer), "oauthUrl");
  g_autofree char *location = dup_location (fixture, url, "allow");
  g_autofree char *realm = dup_argument (location, "realmId");

  g_assert_true (g_str_has_prefix (location, "http://x/?code="));
  g_assert_cmpstr (realm, ==, "9130347798");
}

static void
test_oauth1 (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (Answer) asked =
    ask (fixture, "POST", "/elements/twitter/oauth/token", "{" ORDER "}");
  const char *token = json_object_get_string_member (answer_object (asked), "token");
  const char *secret = json_object_get_string_member (answer_object (asked), "secret");
  g_autofree char *order = g_strdup_printf ("{" ORDER ",\"requestToken\":\"%s\"}", token);
  g_autofree char *url = dup_url (fixture, "twitter", order);
  g_autofree char *location = dup_location (fixture, url, "allow");
  g_autofree char *verifier = dup_argument (location, "oauth_verifier");
  g_autofree char *answered = dup_argument (location, "oauth_token");
  g_autofree char *forged = dup_twitter_body (token, verifier, "another");
  g_autofree char *body = dup_twitter_body (token, verifier, secret);

  g_assert_cmpstr (answered, ==, token);
  assert_status (fixture, "POST", "/instances", forged, 400);
  assert_status (fixture, "POST", "/instances", body, 200);
  assert_status (fixture, "POST", "/instances", body, 400);
}

static void
test_oauth1_denied (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (Answer) asked =
    ask (fixture, "GET", "/elements/twitter/oauth/token?apiKey=k&apiSecret=s&callbackUrl="
                         "http%3A%2F%2Fx%2F", NULL);
  const char *token = json_object_get_string_member (answer_object (asked), "token");
  g_autofree char *order = g_strdup_printf ("{" ORDER ",\"requestToken\":\"%s\"}", token);
  g_autofree char *url = dup_url (fixture, "twitter", order);
  g_autofree char *location = dup_location (fixture, url, "deny");
  g_autofree char *denied = dup_argument (location, "denied");

  g_assert_cmpstr (denied, ==, token);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *unknown = dup_box_body ("never given out", "the secret", CALLBACK);

  assert_status (fixture, "POST", "/elements/box/oauth/url", "{\"callbackUrl\":\"http://x\"}", 400);
  assert_status (fixture, "POST", "/elements/box/oauth/url", "{\"apiKey\":\"k\"}", 400);
  assert_status (fixture, "POST", "/elements/sagecrm/oauth/url", "{" ORDER "}", 400);
  assert_status (fixture, "POST", "/elements/box/oauth/token", "{" ORDER "}", 400);
  assert_status (fixture, "POST", "/elements/nothing/oauth/url", "{" ORDER "}", 404);
  assert_status (fixture, "POST", "/instances", unknown, 400);
}

static void
test_refresh_token (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *lacking = dup_refresh_body ("");
  g_autofree char *body = dup_refresh_body (",\"oauth.user.refresh_token\":\"r\"");

  assert_status (fixture, "POST", "/instances", lacking, 400);
  assert_status (fixture, "POST", "/instances", body, 200);
}

static void
test_lost_pages (Fixture       *fixture,
                 gconstpointer  data)
{
  const char *const lost[] = { "/provider/box/authorize", "/provider/box/authorize?client_id=k",
                               "/provider/box/other?a=b", "/provider/nothing/authorize?a=b",
                               "/provider/box/allow?client_id=k&redirect_uri=javascript%3Aa",
                               "/provider/twitter/authorize?oauth_token=a" };
  g_autofree char *origin = g_strdup (plug_sandbox_get_base_url (fixture->sandbox));

  *strstr (origin, PLUG_SANDBOX_BASE_PATH) = '\0';
  for (gsize i = 0; i < G_N_ELEMENTS (lost); i++)
    {
      g_autofree char *url = g_strconcat (origin, lost[i], NULL);
      g_autoptr (Answer) answer = ask_as (fixture, NULL, "GET", url, NULL);

      g_assert_cmpuint (answer->status, ==, 400);
    }
}

static void
test_faults (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *url = dup_url (fixture, "box", "{" ORDER ",\"state\":\"mine\"}");
  g_autofree char *wrong = NULL;
  g_autofree char *none = NULL;
  g_autofree char *denied = NULL;
  g_autofree char *state = NULL;
  g_autofree char *words = NULL;

  plug_sandbox_push_fault (fixture->sandbox, "/provider/*/allow wrong-state");
  plug_sandbox_push_fault (fixture->sandbox, "/provider/*/allow no-state");
  plug_sandbox_push_fault (fixture->sandbox, "/provider/*/allow 'deny=Nein & danke'");
  wrong = dup_location (fixture, url, "allow");
  state = dup_argument (wrong, "state");
  g_assert_cmpstr (state, ==, "00000000000000000000000000000000");
  none = dup_location (fixture, url, "allow");
  g_assert_null (strstr (none, "state="));
  g_assert_nonnull (strstr (none, "code="));
  denied = dup_location (fixture, url, "allow");
  words = dup_argument (denied, "error_description");
  g_assert_cmpstr (words, ==, "Nein & danke");
  g_assert_null (strstr (denied, "code="));
  g_assert_cmpuint (plug_sandbox_get_n_faults_left (fixture->sandbox), ==, 0);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->sandbox, "GET", "/provider/box/allow"),
                    ==, 3);
}

static void
add (const char *path,
     void      (*run) (Fixture *,
                       gconstpointer))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, run, fixture_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/sandbox/provider/page", test_page);
  add ("/sandbox/provider/code-once", test_code_once);
  add ("/sandbox/provider/denied", test_denied);
  add ("/sandbox/provider/get-form", test_get_form);
  add ("/sandbox/provider/oauth1", test_oauth1);
  add ("/sandbox/provider/oauth1-denied", test_oauth1_denied);
  add ("/sandbox/provider/refused", test_refused);
  add ("/sandbox/provider/refresh-token", test_refresh_token);
  add ("/sandbox/provider/lost-pages", test_lost_pages);
  add ("/sandbox/provider/faults", test_faults);
  return g_test_run ();
}
