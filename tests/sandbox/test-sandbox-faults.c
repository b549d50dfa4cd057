/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each fault of the sandbox: what goes over the wire, and what the tenant has done by then. */

#include "config.h"

#include "sandbox-fixture.h"

#include <string.h>

#define ACCOUNT \
  "User " PLUG_SANDBOX_USER_SECRET ", Organization " PLUG_SANDBOX_ORGANIZATION_SECRET

typedef struct {
  const char *spec;
  guint status; /* 0: no answer at all */
  guint n_instances;
} Case;

static Answer *
post_with_fault (Fixture    *fixture,
                 const char *spec)
{
  plug_sandbox_push_fault (fixture->sandbox, spec);
  return ask (fixture, "POST", "/instances", SAGECRM_BODY);
}

/* A new connection each, so that libsoup does not try an old one again. */
static void
test_creation (Fixture       *fixture,
               gconstpointer  data)
{
  const Case *one = data;
  g_autoptr (Answer) answer = post_with_fault (fixture, one->spec);

  g_assert_cmpuint (answer->status, ==, one->status);
  if (one->status == 0)
    g_assert_nonnull (answer->error);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->sandbox, "POST", "/instances"), ==, 1);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, one->n_instances);
  g_assert_cmpuint (plug_sandbox_get_n_faults_left (fixture->sandbox), ==, 0);

  assert_status (fixture, "POST", "/instances", SAGECRM_BODY, 200);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, one->n_instances + 1);
}

static const Case cases[] = {
  { "POST /instances drop-before", 0, 0 },
  { "POST /instances drop-after", 0, 1 },
  { "POST /instances reset-before", 0, 0 },
  { "POST /instances reset-after", 0, 1 },
  { "truncate", 0, 1 },
  { "status=400", 400, 0 },
  { "status=401", 401, 0 },
  { "status=403", 403, 0 },
  { "status=404", 404, 0 },
  { "status=409", 409, 0 },
  { "status=429", 429, 0 },
  { "status=500", 500, 0 },
  { "status=502", 502, 0 },
  { "status=503", 503, 0 },
  { "status=504", 504, 0 },
  { "status=504-after", 504, 1 },
  { "* html", 200, 0 },
  { "html-after", 200, 1 },
  { "malformed", 200, 1 },
  { "empty", 200, 1 },
  { "redirect=http://127.0.0.1:1/", 302, 0 },
  { "echo", 400, 0 },
  { "no-token", 200, 1 },
  { "no-id", 200, 1 },
  { "wrong-name", 200, 1 },
  { "drip=0", 200, 1 },
  { "slow=1", 200, 1 },
  { "late=1", 200, 1 },
  { "big=100000", 200, 1 },
};

static void
test_reset (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (Answer) answer = post_with_fault (fixture, "reset-after");

  g_assert_error (answer->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
}

/* What a client makes of a body that is cut is its business; it is never a whole one. */
static void
test_truncate (Fixture       *fixture,
               gconstpointer  data)
{
  const char *const specs[] = { "truncate", "truncate=length", "truncate=close", "truncate=chunk",
                                "truncate=eof" };

  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autoptr (Answer) answer = post_with_fault (fixture, specs[i]);

      g_assert_null (answer->json);
      if (answer->error == NULL)
        g_assert_cmpuint (answer->length, >, 100);
    }
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, G_N_ELEMENTS (specs));
}

static void
test_bodies (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (Answer) provider = post_with_fault (fixture, "status=400");
  g_autoptr (Answer) busy = post_with_fault (fixture, "status=429");
  g_autoptr (Answer) later = post_with_fault (fixture, "status=503 retry-after=120");
  g_autoptr (Answer) page = post_with_fault (fixture, "status=502 body=html");
  g_autoptr (Answer) nothing = post_with_fault (fixture, "status=500 body=empty");
  g_autoptr (Answer) odd = post_with_fault (fixture, "status=418");

  assert_error (provider, 400, "Request failed");
  g_assert_nonnull (json_object_get_string_member (json_node_get_object (provider->json),
                                                   "providerMessage"));
  assert_error (busy, 429, "limit");
  g_assert_cmpstr (answer_header (busy, "Retry-After"), ==, "2");
  g_assert_cmpstr (answer_header (later, "Retry-After"), ==, "120");
  g_assert_true (g_str_has_prefix (page->body, "<!DOCTYPE html>"));
  g_assert_cmpuint (nothing->status, ==, 500);
  g_assert_cmpuint (nothing->length, ==, 0);
  assert_error (odd, 418, "Request failed");
}

static void
test_redirect (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (Answer) answer = post_with_fault (fixture, "redirect='http://127.0.0.1:1/a?b=c'");

  g_assert_cmpuint (answer->status, ==, 302);
  g_assert_cmpstr (answer_header (answer, "Location"), ==, "http://127.0.0.1:1/a?b=c");
}

static void
test_echo (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (Answer) answer = post_with_fault (fixture, "echo");

  assert_error (answer, 400, PLUG_SANDBOX_USER_SECRET);
  g_assert_nonnull (strstr (answer->body, "hunter2"));
}

static void
test_malformed (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (Answer) answer = post_with_fault (fixture, "malformed");
  g_autoptr (Answer) list = NULL;

  g_assert_null (answer->json);
  g_assert_nonnull (strstr (answer->body, "\"resources\":[] \""));
  plug_sandbox_push_fault (fixture->sandbox, "GET malformed");
  list = ask (fixture, "GET", "/organizations/me", NULL);
  g_assert_null (list->json);
}

static void
test_members (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (Answer) no_token = post_with_fault (fixture, "no-token");
  g_autoptr (Answer) no_id = post_with_fault (fixture, "no-id");
  g_autoptr (Answer) no_tags = post_with_fault (fixture, "no-tags");
  g_autoptr (Answer) other = post_with_fault (fixture, "wrong-name");
  g_autoptr (Answer) id = post_with_fault (fixture, "set=id=-5");
  g_autoptr (Answer) token = post_with_fault (fixture, "set=token='a b=c'");
  g_autoptr (Answer) text_id = post_with_fault (fixture, "'set=id=\"7\"'");
  g_autoptr (Answer) list = NULL;

  g_assert_false (json_object_has_member (answer_object (no_token), "token"));
  g_assert_false (json_object_has_member (answer_object (no_id), "id"));
  g_assert_false (json_object_has_member (answer_object (no_tags), "tags"));
  g_assert_cmpstr (json_object_get_string_member (answer_object (other), "name"), !=, "SageCRM");
  g_assert_cmpint (json_object_get_int_member (answer_object (id), "id"), ==, -5);
  g_assert_cmpstr (json_object_get_string_member (answer_object (token), "token"), ==, "a b=c");
  g_assert_cmpstr (json_object_get_string_member (answer_object (text_id), "id"), ==, "7");

  plug_sandbox_push_fault (fixture->sandbox, "GET no-token");
  list = ask (fixture, "GET", "/instances", NULL);
  for (guint i = 0; i < json_array_get_length (answer_array (list)); i++)
    g_assert_false (json_object_has_member (
      json_array_get_object_element (answer_array (list), i), "token"));
}

static void
test_warning (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (Answer) answer = post_with_fault (fixture, "warning='tags ignored'");

  answer_object (answer);
  g_assert_cmpstr (answer_header (answer, "Elements-Error"), ==, "tags ignored");
}

static void
test_big (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (Answer) answer = post_with_fault (fixture, "big=3000000");
  g_autoptr (Answer) list = NULL;

  g_assert_cmpuint (answer->length, >=, 2990000);
  g_assert_cmpuint (answer->length, <=, 3010000);
  g_assert_cmpint (json_object_get_int_member (answer_object (answer), "id"), ==, 427902);
  plug_sandbox_push_fault (fixture->sandbox, "GET big=50000");
  list = ask (fixture, "GET", "/instances", NULL);
  g_assert_cmpuint (list->length, >=, 49000);
  g_assert_cmpuint (json_array_get_length (answer_array (list)), ==, 1);
}

static void
start_post (Fixture       *fixture,
            GCancellable  *cancellable,
            SoupMessage  **message,
            GAsyncResult **result)
{
  *message = message_new (fixture, "POST", "/instances", ACCOUNT, SAGECRM_BODY);
  soup_session_send_and_read_async (fixture->session, *message, G_PRIORITY_DEFAULT, cancellable,
                                    plug_test_result_cb, result);
  while (plug_sandbox_count_requests (fixture->sandbox, "POST", NULL) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_slow (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (Answer) answer = NULL;

  plug_sandbox_push_fault (fixture->sandbox, "slow=20");
  start_post (fixture, NULL, &message, &result);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, 1);
  g_assert_null (result);
  plug_test_wait (&result);
  answer = answer_receive (fixture, result, message);
  answer_object (answer);
}

static gboolean
has_one_instance (gpointer user_data)
{
  Fixture *fixture = user_data;

  return plug_sandbox_count_instances (fixture->sandbox) == 1;
}

/* The case reconcile has to wait for: the client is gone, and the server does it all the same. */
static void
test_late (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (Answer) answer = NULL;

  plug_sandbox_push_fault (fixture->sandbox, "late=50");
  start_post (fixture, cancellable, &message, &result);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, 0);
  g_cancellable_cancel (cancellable);
  plug_test_wait (&result);
  answer = answer_receive (fixture, result, message);
  g_assert_error (answer->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  plug_test_spin_until (has_one_instance, fixture);
}

static void
test_hang (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (Answer) answer = NULL;
  guint expected = GPOINTER_TO_UINT (data);

  plug_sandbox_push_fault (fixture->sandbox, expected == 1 ? "POST hang-after" : "POST hang");
  start_post (fixture, NULL, &message, &result);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, expected);

  /* Others are answered meanwhile; this one is not, until the sandbox ends. */
  assert_status (fixture, "GET", "/organizations/me", NULL, 200);
  g_assert_null (result);
  plug_sandbox_stop (fixture->sandbox);
  plug_test_wait (&result);
  answer = answer_receive (fixture, result, message);
  g_assert_nonnull (answer->error);
}

static void
test_drip (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SoupMessage) message = message_new (fixture, "POST", "/instances", ACCOUNT,
                                                 SAGECRM_BODY);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  char buffer[65536];
  gssize n;
  guint reads = 0;

  plug_sandbox_push_fault (fixture->sandbox, "drip=0");
  soup_session_send_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL,
                           plug_test_result_cb, &result);
  stream = soup_session_send_finish (fixture->session, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  do
    {
      g_autoptr (GAsyncResult) chunk = NULL;

      g_input_stream_read_async (stream, buffer, sizeof buffer, G_PRIORITY_DEFAULT, NULL,
                                 plug_test_result_cb, &chunk);
      n = g_input_stream_read_finish (stream, plug_test_wait (&chunk), &error);
      g_assert_no_error (error);
      reads++;
    }
  while (n > 0);
  g_assert_cmpuint (reads, >, 10);
}

/* Freed in the middle of all of them: nothing is called back on what is gone. */
static void
test_stop_in_the_middle (Fixture       *fixture,
                         gconstpointer  data)
{
  const char *const specs[] = { "slow=100000", "late=100000", "hang", "drip=1" };

  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autoptr (SoupMessage) message = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (Answer) answer = NULL;
      g_autoptr (GError) error = NULL;

      plug_sandbox_push_fault (fixture->sandbox, specs[i]);
      start_post (fixture, NULL, &message, &result);
      plug_sandbox_stop (fixture->sandbox);
      plug_test_wait (&result);
      answer = answer_receive (fixture, result, message);
      g_assert_null (answer->json);
      plug_sandbox_forget_requests (fixture->sandbox);
      plug_sandbox_start (fixture->sandbox, 0, &error);
      g_assert_no_error (error);
    }
}

static void
test_conditions (Fixture       *fixture,
                 gconstpointer  data)
{
  plug_sandbox_push_fault (fixture->sandbox, "GET /instances/* status=500 times=2 skip=1");
  assert_status (fixture, "POST", "/instances", SAGECRM_BODY, 200);
  assert_status (fixture, "GET", "/instances", NULL, 200);
  assert_status (fixture, "GET", "/instances/427902", NULL, 200);
  assert_status (fixture, "GET", "/instances/427902", NULL, 500);
  assert_status (fixture, "DELETE", "/instances/427902/enabled", NULL, 200);
  assert_status (fixture, "GET", "/instances/427902", NULL, 500);
  assert_status (fixture, "GET", "/instances/427902", NULL, 200);

  plug_sandbox_push_fault (fixture->sandbox, "* status=503 times=*");
  for (guint i = 0; i < 5; i++)
    assert_status (fixture, "GET", "/instances", NULL, 503);
  g_assert_cmpuint (plug_sandbox_get_n_faults_left (fixture->sandbox), ==, 1);
  plug_sandbox_clear_faults (fixture->sandbox);
  assert_status (fixture, "GET", "/instances", NULL, 200);
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  plug_sandbox_push_fault (fixture->sandbox, "status=500");
  plug_sandbox_push_fault (fixture->sandbox, "status=502");
  assert_status (fixture, "GET", "/organizations/me", NULL, 500);
  assert_status (fixture, "GET", "/organizations/me", NULL, 502);
  assert_status (fixture, "GET", "/organizations/me", NULL, 200);
}

static void
test_lists (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *token = NULL;
  g_autofree char *path = NULL;
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) cut = NULL;
  g_autoptr (Answer) empty = NULL;

  plug_sandbox_fill (fixture->sandbox, 10);
  plug_sandbox_push_fault (fixture->sandbox, "GET list-incomplete times=2");
  first = ask (fixture, "GET", "/instances", NULL);
  token = g_uri_escape_string (answer_header (first, "Elements-Next-Page-Token"), NULL, FALSE);
  path = g_strconcat ("/instances?nextPage=", token, NULL);
  second = ask (fixture, "GET", path, NULL);
  g_assert_cmpstr (second->body, ==, first->body);
  g_assert_cmpstr (answer_header (second, "Elements-Next-Page-Token"), ==,
                   answer_header (first, "Elements-Next-Page-Token"));

  plug_sandbox_push_fault (fixture->sandbox, "GET list-cut");
  cut = ask (fixture, "GET", "/instances", NULL);
  g_assert_cmpuint (json_array_get_length (answer_array (cut)), <, 10);
  g_assert_cmpstr (answer_header (cut, "Elements-Total-Count"), ==, "10");
  g_assert_null (answer_header (cut, "Elements-Next-Page-Token"));

  plug_sandbox_push_fault (fixture->sandbox, "GET list-empty");
  empty = ask (fixture, "GET", "/instances?pageSize=3", NULL);
  g_assert_cmpuint (json_array_get_length (answer_array (empty)), ==, 0);
  g_assert_cmpstr (answer_header (empty, "Elements-Total-Count"), ==, "0");
  g_assert_null (answer_header (empty, "Elements-Next-Page-Token"));
}

static void
test_refused_specs (void)
{
  const char *const specs[] = {
    "",           "POST",        "POST /instances", "nonsense",  "status",   "status=x",
    "status=99",  "status=600",  "slow",            "slow=-1",   "redirect", "html=1",
    "html empty", "html times=0", "html skip=x",    "'html",     "big",      "drip=x",
  };
  g_autoptr (PlugSandbox) sandbox = plug_sandbox_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autoptr (GError) error = NULL;

      if (plug_sandbox_add_fault (sandbox, specs[i], &error))
        g_error ("“%s” was taken for a fault", specs[i]);
      g_assert_nonnull (error);
    }
  g_assert_cmpuint (plug_sandbox_get_n_faults_left (sandbox), ==, 0);
}

static void
test_refused_rates (void)
{
  const char *const specs[] = { "html", "html=2", "html=-1", "html=x", "nonsense=0.5", "html=0.1,",
                                "html=", "html=nan" };
  g_autoptr (PlugSandbox) sandbox = plug_sandbox_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autoptr (GError) error = NULL;

      if (plug_sandbox_add_fault_rate (sandbox, specs[i], &error))
        g_error ("“%s” was taken for a rate", specs[i]);
      g_assert_nonnull (error);
    }
}

static char *
roll (Fixture *fixture,
      guint32  seed)
{
  GString *statuses = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  plug_sandbox_clear_faults (fixture->sandbox);
  plug_sandbox_set_seed (fixture->sandbox, seed);
  plug_sandbox_add_fault_rate (fixture->sandbox, "GET status=500=0.3,status=503-after=0.3",
                               &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (Answer) answer = ask (fixture, "GET", "/organizations/me", NULL);

      g_string_append_printf (statuses, "%u ", answer->status);
    }
  return g_string_free (statuses, FALSE);
}

static void
test_rates (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *first = roll (fixture, 7);
  g_autofree char *again = roll (fixture, 7);
  g_autofree char *other = roll (fixture, 8);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
  g_assert_nonnull (strstr (first, "200"));
  g_assert_nonnull (strstr (first, "500"));
  g_assert_nonnull (strstr (first, "503"));

  plug_sandbox_clear_faults (fixture->sandbox);
  plug_sandbox_add_fault_rate (fixture->sandbox, "POST /instances status=504-after=1", &error);
  g_assert_no_error (error);
  assert_status (fixture, "POST", "/instances", SAGECRM_BODY, 504);
  assert_status (fixture, "GET", "/instances", NULL, 200);
}

#define TEST(path, function) \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *slug = g_strdup (cases[i].spec);
      g_autofree char *path =
        g_strconcat ("/sandbox/faults/creation/",
                     g_strcanon (slug, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "=", '-'), NULL);

      g_test_add (path, Fixture, &cases[i], fixture_set_up, test_creation, fixture_tear_down);
    }
  TEST ("/sandbox/faults/reset", test_reset);
  TEST ("/sandbox/faults/truncate", test_truncate);
  TEST ("/sandbox/faults/bodies", test_bodies);
  TEST ("/sandbox/faults/redirect", test_redirect);
  TEST ("/sandbox/faults/echo", test_echo);
  TEST ("/sandbox/faults/malformed", test_malformed);
  TEST ("/sandbox/faults/members", test_members);
  TEST ("/sandbox/faults/warning", test_warning);
  TEST ("/sandbox/faults/big", test_big);
  TEST ("/sandbox/faults/slow", test_slow);
  TEST ("/sandbox/faults/late", test_late);
  g_test_add ("/sandbox/faults/hang", Fixture, GUINT_TO_POINTER (0), fixture_set_up, test_hang,
              fixture_tear_down);
  g_test_add ("/sandbox/faults/hang-after", Fixture, GUINT_TO_POINTER (1), fixture_set_up,
              test_hang, fixture_tear_down);
  TEST ("/sandbox/faults/drip", test_drip);
  TEST ("/sandbox/faults/stop-in-the-middle", test_stop_in_the_middle);
  TEST ("/sandbox/faults/conditions", test_conditions);
  TEST ("/sandbox/faults/order", test_order);
  TEST ("/sandbox/faults/lists", test_lists);
  g_test_add_func ("/sandbox/faults/refused-specs", test_refused_specs);
  g_test_add_func ("/sandbox/faults/refused-rates", test_refused_rates);
  TEST ("/sandbox/faults/rates", test_rates);

  return g_test_run ();
}
