/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sandbox and a plain libsoup client for it. */

#include "config.h"

#include "sandbox-fixture.h"

#include <string.h>

#define ACCOUNT                                                                                \
  "User " PLUG_SANDBOX_USER_SECRET ", Organization " PLUG_SANDBOX_ORGANIZATION_SECRET

/* fixture_set_up:
 * A sandbox on a free port. */
void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->sandbox = plug_sandbox_new ();
  plug_sandbox_start (fixture->sandbox, 0, &error);
  g_assert_no_error (error);
  fixture->session = soup_session_new ();
}

/* fixture_tear_down:
 * Both are finalized: nothing holds on to them. */
void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  soup_session_abort (fixture->session);
  g_clear_object (&fixture->session);
  plug_test_assert_finalized (fixture->sandbox);
}

/* message_new:
 * @path: below the base URL, or a whole URL
 * @body: (nullable): JSON */
SoupMessage *
message_new (Fixture    *fixture,
             const char *method,
             const char *path,
             const char *authorization,
             const char *body)
{
  const char *base = plug_sandbox_get_base_url (fixture->sandbox);
  g_autofree char *url = *path == '/' ? g_strconcat (base, path, NULL) : g_strdup (path);
  SoupMessage *message = soup_message_new (method, url);

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (authorization != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Authorization",
                                 authorization);
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  return message;
}

/* answer_receive:
 * What soup_session_send_and_read_async() led to. */
Answer *
answer_receive (Fixture      *fixture,
                GAsyncResult *result,
                SoupMessage  *message)
{
  Answer *answer = g_new0 (Answer, 1);
  g_autoptr (GBytes) bytes =
    soup_session_send_and_read_finish (fixture->session, result, &answer->error);

  answer->message = g_object_ref (message);
  if (bytes == NULL)
    return answer;
  answer->status = soup_message_get_status (message);
  answer->length = g_bytes_get_size (bytes);
  answer->body = answer->length > 0 ? g_strndup (g_bytes_get_data (bytes, NULL), answer->length)
                                    : g_strdup ("");
  answer->json = json_from_string (answer->body, NULL);
  return answer;
}

/* ask_as:
 * Sends a request and waits for what comes. */
Answer *
ask_as (Fixture    *fixture,
        const char *authorization,
        const char *method,
        const char *path,
        const char *body)
{
  g_autoptr (SoupMessage) message = message_new (fixture, method, path, authorization, body);
  g_autoptr (GAsyncResult) result = NULL;

  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL,
                                    plug_test_result_cb, &result);
  plug_test_wait (&result);
  return answer_receive (fixture, result, message);
}

/* ask:
 * As the account. */
Answer *
ask (Fixture    *fixture,
     const char *method,
     const char *path,
     const char *body)
{
  return ask_as (fixture, ACCOUNT, method, path, body);
}

/* ask_with_token:
 * As the account, for the instance of that token. */
Answer *
ask_with_token (Fixture    *fixture,
                const char *token,
                const char *method,
                const char *path,
                const char *body)
{
  g_autofree char *authorization = g_strconcat (ACCOUNT ", Element ", token, NULL);

  return ask_as (fixture, authorization, method, path, body);
}

/* answer_free:
 * @answer: (transfer full) */
void
answer_free (Answer *answer)
{
  g_free (answer->body);
  g_clear_pointer (&answer->json, json_node_unref);
  g_clear_object (&answer->message);
  g_clear_error (&answer->error);
  g_free (answer);
}

/* answer_header:
 * Returns: (nullable): a response header */
const char *
answer_header (Answer     *answer,
               const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (answer->message), name);
}

/* answer_object:
 * Returns: the body, which is an object or the test fails */
JsonObject *
answer_object (Answer *answer)
{
  g_assert_no_error (answer->error);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_nonnull (answer->json);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (answer->json));
  return json_node_get_object (answer->json);
}

/* answer_array:
 * Returns: the body, which is an array or the test fails */
JsonArray *
answer_array (Answer *answer)
{
  g_assert_no_error (answer->error);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_nonnull (answer->json);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (answer->json));
  return json_node_get_array (answer->json);
}

/* assert_error:
 * That the answer is a documented error whose message holds @message_part. */
void
assert_error (Answer     *answer,
              guint       status,
              const char *message_part)
{
  JsonObject *object;
  const char *id;
  const char *message;

  g_assert_no_error (answer->error);
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_nonnull (answer->json);
  object = json_node_get_object (answer->json);
  id = json_object_get_string_member (object, "requestId");
  message = json_object_get_string_member (object, "message");
  g_assert_cmpuint (strlen (id), ==, 24);
  g_assert_cmpuint (strspn (id, "0123456789abcdef"), ==, 24);
  g_assert_cmpstr (id, ==, answer_header (answer, "Elements-Request-Id"));
  if (strstr (message, message_part) == NULL)
    g_error ("“%s” does not say “%s”", message, message_part);
}

/* assert_status:
 * That the account's request is answered with @status. */
void
assert_status (Fixture    *fixture,
               const char *method,
               const char *path,
               const char *body,
               guint       status)
{
  g_autoptr (Answer) answer = ask (fixture, method, path, body);

  g_assert_no_error (answer->error);
  g_assert_cmpuint (answer->status, ==, status);
}
