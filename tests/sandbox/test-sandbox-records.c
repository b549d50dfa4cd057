/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the systems behind the sandbox’s instances keep. */

#include "config.h"

#include "sandbox-fixture.h"

#include <string.h>

#include "plug-docs.h"

#define BASE "/hubs/crm"

/* @token: (out): of a new instance of Sage CRM */
static char *
add_instance (Fixture  *fixture,
              char    **token)
{
  char *id = plug_sandbox_add_instance (fixture->sandbox, "sagecrm", "One", NULL);

  *token = plug_sandbox_dup_token (fixture->sandbox, id);
  return id;
}

static void
test_listed (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *objects[] = { "accounts", "contacts", "leads", "opportunities", "users" };
  g_autofree char *token = NULL;
  g_autofree char *id = add_instance (fixture, &token);
  g_autoptr (Answer) unknown = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      g_autofree char *path = g_strdup_printf (BASE "/%s?pageSize=3", objects[i]);
      g_autoptr (Answer) first = ask_with_token (fixture, token, "GET", path, NULL);
      g_autofree char *page = g_uri_escape_string (
          answer_header (first, "Elements-Next-Page-Token"), NULL, FALSE);
      g_autofree char *next_path = g_strdup_printf ("%s&nextPage=%s", path, page);
      g_autoptr (Answer) next = ask_with_token (fixture, token, "GET", next_path, NULL);
      JsonObject *record = json_array_get_object_element (answer_array (next), 0);

      g_assert_cmpuint (json_array_get_length (answer_array (first)), ==, 3);
      g_assert_cmpstr (json_object_get_string_member (record, "key"), ==, "1004");
    }
  unknown = ask_with_token (fixture, token, "GET", BASE "/stars", NULL);
  assert_error (unknown, 404, "not currently supported");
}

static guint
count (Fixture    *fixture,
       const char *token,
       const char *object,
       const char *where)
{
  g_autofree char *escaped = g_uri_escape_string (where, NULL, FALSE);
  g_autofree char *path = g_strdup_printf (BASE "/%s?where=%s", object, escaped);
  g_autoptr (Answer) answer = ask_with_token (fixture, token, "GET", path, NULL);

  answer_array (answer);
  return (guint) g_ascii_strtoull (answer_header (answer, "Elements-Total-Count"), NULL, 10);
}

static void
test_where (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *token = NULL;
  g_autofree char *id = add_instance (fixture, &token);
  guint likely = count (fixture, token, "opportunities", "Oppo_Certainty>=90");
  guint unlikely = count (fixture, token, "opportunities", "Oppo_Certainty < 90");

  g_assert_cmpuint (likely, >, 0);
  g_assert_cmpuint (likely + unlikely, ==, 260);
  g_assert_cmpuint (count (fixture, token, "contacts", "key='1007'"), ==, 1);
  g_assert_cmpuint (count (fixture, token, "contacts", "key<>'1007' and key!='1008'"), ==, 418);
  g_assert_cmpuint (count (fixture, token, "contacts", "Pers_LastName LIKE 'quen%'"), >, 0);
  g_assert_cmpuint (count (fixture, token, "contacts", "Pers_LastName = 'It''s nobody'"), ==, 0);
  g_assert_cmpuint (count (fixture, token, "contacts",
                           "Pers_CreatedDate>'2024-01-01T08:00:00Z'"), ==, 419);
  g_assert_cmpuint (count (fixture, token, "users", "User_Disabled=true"), ==, 2);
}

static void
test_where_refused (Fixture       *fixture,
                    gconstpointer  data)
{
  static const char *broken[] = { "key", "key=", "key='1", "Nothing='1'", "key='1' OR key='2'",
                                  "=", "key='1' AND", "AND" };
  g_autofree char *token = NULL;
  g_autofree char *id = add_instance (fixture, &token);

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *escaped = g_uri_escape_string (broken[i], NULL, FALSE);
      g_autofree char *path = g_strdup_printf (BASE "/contacts?where=%s", escaped);
      g_autoptr (Answer) answer = ask_with_token (fixture, token, "GET", path, NULL);

      assert_error (answer, 400, "Request failed");
      g_assert_true (json_object_has_member (json_node_get_object (answer->json),
                                             "providerMessage"));
    }
}

static void
test_changed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *token = NULL;
  g_autofree char *id = add_instance (fixture, &token);
  g_autofree char *other_token = NULL;
  g_autofree char *other = add_instance (fixture, &other_token);
  g_autoptr (Answer) made = ask_with_token (fixture, token, "POST", BASE "/contacts",
                                            "{\"Pers_LastName\":\"New\",\"key\":\"7\"}");
  g_autoptr (Answer) patched = NULL;
  g_autoptr (Answer) got = NULL;
  g_autoptr (Answer) elsewhere = NULL;
  g_autoptr (Answer) removed = NULL;
  g_autoptr (Answer) gone = NULL;

  g_assert_cmpstr (json_object_get_string_member (answer_object (made), "key"), ==, "1421");
  patched = ask_with_token (fixture, token, "PATCH", BASE "/contacts/1421",
                            "{\"Pers_Title\":\"Buyer\"}");
  answer_object (patched);
  got = ask_with_token (fixture, token, "GET", BASE "/contacts/1421", NULL);
  g_assert_cmpstr (json_object_get_string_member (answer_object (got), "Pers_LastName"), ==, "New");
  g_assert_cmpstr (json_object_get_string_member (answer_object (got), "Pers_Title"), ==, "Buyer");
  elsewhere = ask_with_token (fixture, other_token, "GET", BASE "/contacts/1421", NULL);
  assert_error (elsewhere, 404, "No contacts found");
  removed = ask_with_token (fixture, token, "DELETE", BASE "/contacts/1421", NULL);
  g_assert_cmpuint (removed->status, ==, 200);
  gone = ask_with_token (fixture, token, "GET", BASE "/contacts/1421", NULL);
  assert_error (gone, 404, "No contacts found with ID 1421");
}

static void
assert_refused (Fixture    *fixture,
                const char *token,
                const char *method,
                const char *path,
                const char *body,
                const char *words)
{
  g_autoptr (Answer) answer = ask_with_token (fixture, token, method, path, body);
  const char *said;

  assert_error (answer, 400, "Request failed");
  said = json_object_get_string_member (json_node_get_object (answer->json), "providerMessage");
  g_assert_nonnull (strstr (said, words));
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *token = NULL;
  g_autofree char *id = add_instance (fixture, &token);
  g_autofree char *filling = g_strnfill (8 * 1024 * 1024, 'x');
  g_autofree char *large = g_strdup_printf ("{\"Pers_LastName\":\"%s\"}", filling);
  g_autoptr (Answer) disabled = NULL;
  g_autoptr (Answer) too_large = NULL;

  assert_refused (fixture, token, "POST", BASE "/contacts", NULL, "body is required");
  assert_refused (fixture, token, "POST", BASE "/contacts", "{}", "Pers_LastName is required");
  assert_refused (fixture, token, "PATCH", BASE "/contacts/1001", "{\"Pers_LastName\":null}",
                  "Pers_LastName is required");
  assert_refused (fixture, token, "PATCH", BASE "/contacts/1001", "{\"Star\":1}",
                  "no field is called Star");
  assert_refused (fixture, token, "PATCH", BASE "/accounts/1001", "{\"Comp_Employees\":\"9\"}",
                  "not of type integer");
  too_large = ask_with_token (fixture, token, "POST", BASE "/contacts", large);
  assert_error (too_large, 429, "larger than 8 MB");
  plug_sandbox_edit_instance (fixture->sandbox, id, "{\"disabled\":true}");
  disabled = ask_with_token (fixture, token, "GET", BASE "/contacts", NULL);
  assert_error (disabled, 403, "disabled");
}

/* What can be asked is what is documented, as the client reads it. */
static void
test_docs (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *token = NULL;
  g_autofree char *id = add_instance (fixture, &token);
  g_autofree char *path = g_strdup_printf ("/instances/%s/docs", id);
  g_autoptr (Answer) answer = ask (fixture, "GET", path, NULL);
  g_autoptr (Answer) same = ask_with_token (fixture, token, "GET", "/instances/docs", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugDocs) docs = plug_docs_new (answer->body, answer->length, &error);
  guint n_created = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (answer->body, ==, same->body);
  g_assert_cmpuint (plug_docs_get_n_operations (docs), ==, 5 * 5 + 1);
  for (guint i = 0; i < plug_docs_get_n_operations (docs); i++)
    {
      PlugDocsOperation *operation = plug_docs_get_operation (docs, i);
      g_autofree char *sample = plug_docs_operation_dup_sample (operation);
      g_autoptr (Answer) made = NULL;

      if (!g_str_equal (plug_docs_operation_get_method (operation), "POST"))
        continue;
      made = ask_with_token (fixture, token, "POST", plug_docs_operation_get_path (operation),
                             sample);
      answer_object (made);
      n_created++;
    }
  g_assert_cmpuint (n_created, ==, 5);
}

#define TEST(path, function) \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  TEST ("/sandbox/records/listed", test_listed);
  TEST ("/sandbox/records/where", test_where);
  TEST ("/sandbox/records/where-refused", test_where_refused);
  TEST ("/sandbox/records/changed", test_changed);
  TEST ("/sandbox/records/refused", test_refused);
  TEST ("/sandbox/records/docs", test_docs);

  return g_test_run ();
}
