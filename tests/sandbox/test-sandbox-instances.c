/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sandbox does with instances: every path of the API, in both its forms. */

#include "config.h"

#include "sandbox-fixture.h"

#include <string.h>

static char *
create (Fixture    *fixture,
        const char *body)
{
  g_autoptr (Answer) answer = ask (fixture, "POST", "/instances", body);

  return g_strdup_printf ("%" G_GINT64_FORMAT,
                          json_object_get_int_member (answer_object (answer), "id"));
}

static char *
create_named (Fixture    *fixture,
              const char *name)
{
  g_autofree char *body = g_strdup_printf (
    "{\"element\":{\"key\":\"sagecrm\"},\"name\":\"%s\",\"configuration\":{\"subdomain\":\"a\","
    "\"username\":\"b\",\"password\":\"c\"}}",
    name);

  return create (fixture, body);
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (Answer) answer = ask (fixture, "POST", "/instances", SAGECRM_BODY);
  JsonObject *object = answer_object (answer);
  JsonObject *configuration = json_object_get_object_member (object, "configuration");
  JsonObject *element = json_object_get_object_member (object, "element");
  JsonArray *tags = json_object_get_array_member (object, "tags");
  const char *token = json_object_get_string_member (object, "token");
  g_autofree char *own = plug_sandbox_dup_token (fixture->sandbox, "427902");

  g_assert_cmpint (json_object_get_int_member (object, "id"), ==, 427902);
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, "SageCRM");
  g_assert_cmpuint (strlen (token), ==, 44);
  g_assert_cmpstr (token, ==, own);
  g_assert_cmpstr (json_object_get_string_member (element, "key"), ==, "sagecrm");
  g_assert_cmpuint (json_array_get_length (tags), ==, 2);
  g_assert_cmpstr (json_array_get_string_element (tags, 1), ==, "eu/1 & 2");
  g_assert_cmpstr (json_object_get_string_member (configuration, "password"), ==, "********");
  g_assert_cmpstr (json_object_get_string_member (configuration, "username"), ==, "anna");
  g_assert_cmpstr (json_object_get_string_member (configuration, "base.url"), ==,
                   "https://{subdomain}/sdata/crmj/sagecrm2/-");
  g_assert_true (json_object_get_null_member (configuration, "bulk.relations"));
  g_assert_cmpstr (json_object_get_string_member (configuration, "pagination.max"), ==, "200");
  g_assert_true (json_object_has_member (object, "createdDate"));
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, 1);
}

static void
each_member (JsonObject *documented,
             const char *name,
             JsonNode   *value,
             gpointer    user_data)
{
  JsonObject *ours = user_data;
  JsonNode *own = json_object_get_member (ours, name);

  if (own == NULL)
    g_error ("The documented reply has “%s”, the sandbox's has not", name);
  if (json_node_get_value_type (own) != json_node_get_value_type (value))
    g_error ("“%s” is of another type than documented", name);
  if (JSON_NODE_HOLDS_OBJECT (value))
    json_object_foreach_member (json_node_get_object (value), each_member,
                                json_node_get_object (own));
}

/* The documented reply lacks one comma; with it, ours has all its members, in their types. */
static void
test_documented_reply (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *path = plug_test_dup_shared ("payloads/03-resp-sagecrm-malformed.json");
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) documented = NULL;
  g_autoptr (Answer) answer = ask (fixture, "POST", "/instances", SAGECRM_BODY);
  g_autoptr (GString) mended = NULL;

  if (path == NULL)
    {
      g_test_skip ("the shared folder is not there");
      return;
    }
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  mended = g_string_new (text);
  g_assert_cmpuint (g_string_replace (mended, "\"resources\": [ ]", "\"resources\": [ ],", 1), ==,
                    1);
  documented = json_from_string (mended->str, NULL);
  g_assert_nonnull (documented);
  json_object_foreach_member (json_node_get_object (documented), each_member,
                              answer_object (answer));
}

static void
test_create_by_path (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (Answer) answer = ask (fixture, "POST", "/elements/sftp/instances",
                                   "{\"name\":\"Files\",\"configuration\":{\"hostname\":\"h\","
                                   "\"username\":\"u\",\"password\":\"p\",\"port\":2222,"
                                   "\"event.notification.enabled\":true,"
                                   "\"event.poller.configuration\":{\"a\":1}}}");
  JsonObject *object = answer_object (answer);
  JsonObject *configuration = json_object_get_object_member (object, "configuration");

  g_assert_cmpint (json_object_get_int_member (object, "elementId"), ==, 3412);
  g_assert_cmpstr (json_object_get_string_member (configuration, "port"), ==, "2222");
  g_assert_cmpstr (json_object_get_string_member (configuration, "event.notification.enabled"), ==,
                   "true");
  g_assert_cmpstr (json_object_get_string_member (configuration, "event.poller.configuration"), ==,
                   "{\"a\":1}");
  g_assert_true (json_object_get_boolean_member (object, "eventsEnabled"));
}

static void
test_create_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  const struct {
    const char *body;
    guint status;
    const char *message;
  } cases[] = {
    { "", 400, "not a valid JSON object" },
    { "{", 400, "not a valid JSON object" },
    { "[]", 400, "not a valid JSON object" },
    { "{\"name\":\"x\"}", 400, "element" },
    { "{\"element\":{\"key\":\"nosuch\"},\"name\":\"x\"}", 404, "No element found" },
    { "{\"element\":{\"key\":\"sagecrm\"}}", 400, "name" },
    { "{\"element\":{\"key\":\"sagecrm\"},\"name\":\"x\"}", 400, "subdomain, username, password" },
    { "{\"element\":{\"key\":\"sagecrm\"},\"name\":\"x\",\"configuration\":{\"subdomain\":\"a\","
      "\"username\":\"\",\"password\":\"c\"}}",
      400, "configuration: username" },
    { "{\"element\":{\"key\":\"zendesk\"},\"name\":\"x\"}", 400, "You must provide an OAuth code" },
    { "{\"element\":{\"key\":\"bigcommerce\"},\"name\":\"x\",\"configuration\":"
      "{\"authentication.type\":\"custom\",\"store.url\":\"s\"}}",
      400, "oauth.api.key, oauth.user.token" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) answer = ask (fixture, "POST", "/instances", cases[i].body);

      assert_error (answer, cases[i].status, cases[i].message);
    }
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, 0);
}

static void
test_create_limits (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *huge = g_strnfill (9 * 1024 * 1024, ' ');
  g_autoptr (Answer) answer = ask (fixture, "POST", "/instances", huge);
  g_autoptr (SoupMessage) message =
    message_new (fixture, "POST", "/instances",
                 "User " PLUG_SANDBOX_USER_SECRET
                 ", Organization " PLUG_SANDBOX_ORGANIZATION_SECRET, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a=b", 3);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (Answer) form = NULL;

  assert_error (answer, 429, "8 MB");
  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", bytes);
  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL,
                                    plug_test_result_cb, &result);
  plug_test_wait (&result);
  form = answer_receive (fixture, result, message);
  assert_error (form, 415, "Content-Type");
}

static void
test_html_and_at (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *id =
    create_named (fixture, "<a href='x'>Sage</a> 1 < 2 <b>@eu</b> a@b.example");
  g_autofree char *path = g_strconcat ("/instances/", id, NULL);
  g_autoptr (Answer) answer = ask (fixture, "GET", path, NULL);
  JsonArray *tags = json_object_get_array_member (answer_object (answer), "tags");

  g_assert_cmpstr (json_object_get_string_member (answer_object (answer), "name"), ==,
                   "Sage 1 < 2 @eu a@b.example");
  g_assert_cmpuint (json_array_get_length (tags), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (tags, 0), ==, "@eu");
}

static void
test_equal_names (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *first = create_named (fixture, "Twice");
  g_autofree char *second = create_named (fixture, "Twice");
  g_autofree char *other = create_named (fixture, "Once");
  g_auto (GStrv) ids = plug_sandbox_dup_ids (fixture->sandbox, "Twice");

  g_assert_cmpuint (g_strv_length (ids), ==, 2);
  g_assert_cmpstr (ids[0], ==, first);
  g_assert_cmpstr (ids[1], ==, second);
  g_assert_cmpstr (other, ==, "427904");
}

static void
test_objects (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (Answer) answer =
    ask (fixture, "POST", "/elements/stripe/instances",
         "{\"name\":\"x\",\"configuration\":{\"api.key\":\"k\"},"
         "\"retrieveObjectsAfterInstantiation\":true}");
  JsonArray *objects = json_object_get_array_member (answer_object (answer), "objects");

  g_assert_cmpuint (json_array_get_length (objects), ==, 3);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (objects, 0),
                                                  "type"),
                   ==, "vendor");
}

static void
test_get (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *id = create (fixture, SAGECRM_BODY);
  g_autoptr (Answer) plain = ask (fixture, "GET", "/instances/427902", NULL);
  g_autoptr (Answer) below = ask (fixture, "GET", "/elements/sagecrm/instances/427902", NULL);
  g_autoptr (Answer) elsewhere = ask (fixture, "GET", "/elements/sftp/instances/427902", NULL);
  g_autoptr (Answer) missing = ask (fixture, "GET", "/instances/1", NULL);
  g_autoptr (Answer) odd = ask (fixture, "GET", "/instances/abc", NULL);
  g_autofree char *json = plug_sandbox_dup_instance_json (fixture->sandbox, id);

  g_assert_true (json_object_has_member (answer_object (plain), "token"));
  g_assert_cmpstr (plain->body, ==, json);
  g_assert_cmpstr (below->body, ==, json);
  assert_error (elsewhere, 404, "No element instance found");
  assert_error (missing, 404, "No element instance found with ID 1");
  assert_error (odd, 404, "No element instance found");
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *id = create (fixture, SAGECRM_BODY);
  g_autoptr (Answer) list = ask (fixture, "GET", "/instances", NULL);
  g_autoptr (Answer) dry = ask (fixture, "GET", "/instances?hydrate=false", NULL);
  g_autoptr (Answer) below = ask (fixture, "GET", "/elements/sagecrm/instances", NULL);
  g_autoptr (Answer) none = ask (fixture, "GET", "/elements/sftp/instances", NULL);
  JsonObject *item = json_array_get_object_element (answer_array (list), 0);
  JsonObject *dry_item = json_array_get_object_element (answer_array (dry), 0);
  JsonObject *below_item = json_array_get_object_element (answer_array (below), 0);

  g_assert_cmpstr (id, ==, "427902");
  g_assert_true (json_object_has_member (item, "token"));
  g_assert_true (json_object_has_member (item, "configuration"));
  g_assert_false (json_object_has_member (item, "createdDate"));
  g_assert_false (json_object_has_member (dry_item, "configuration"));
  g_assert_true (json_object_has_member (dry_item, "element"));
  g_assert_true (json_object_has_member (below_item, "createdDate"));
  g_assert_cmpstr (answer_header (list, "Elements-Returned-Count"), ==, "1");
  g_assert_cmpstr (answer_header (list, "Elements-Total-Count"), ==, "1");
  g_assert_null (answer_header (list, "Elements-Next-Page-Token"));
  assert_error (none, 404, "No element instances found");
}

static void
test_list_dates (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *id = create (fixture, SAGECRM_BODY);
  g_autoptr (Answer) list = NULL;

  plug_sandbox_set_list_dates (fixture->sandbox, TRUE);
  list = ask (fixture, "GET", "/instances", NULL);
  g_assert_true (json_object_has_member (json_array_get_object_element (answer_array (list), 0),
                                         "createdDate"));
  g_assert_nonnull (id);
}

static guint
count_found (Fixture    *fixture,
             const char *query)
{
  g_autofree char *path = g_strconcat ("/instances?", query, NULL);
  g_autoptr (Answer) answer = ask (fixture, "GET", path, NULL);

  if (answer->status == 404)
    {
      assert_error (answer, 404, "No element instances found");
      return 0;
    }
  return json_array_get_length (answer_array (answer));
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  const char *const both[] = { "Docs", "eu/1 & 2", NULL };
  const char *const one[] = { "Docs", NULL };
  g_autofree char *a = plug_sandbox_add_instance (fixture->sandbox, "sagecrm", "Alpha", both);
  g_autofree char *b = plug_sandbox_add_instance (fixture->sandbox, "sftp", "Beta Zürich", one);

  g_assert_cmpstr (a, !=, b);
  g_assert_cmpuint (count_found (fixture, "tags[]=Docs"), ==, 2);
  g_assert_cmpuint (count_found (fixture, "tags%5B%5D=Docs"), ==, 2);
  g_assert_cmpuint (count_found (fixture, "tags[]=Docs&tags%5b%5d=eu%2F1%20%26+2"), ==, 1);
  g_assert_cmpuint (count_found (fixture, "tags[]=Doc"), ==, 0);
  g_assert_cmpuint (count_found (fixture, "tags[]=docs"), ==, 0);
  g_assert_cmpuint (count_found (fixture, "searchText=lph"), ==, 1);
  g_assert_cmpuint (count_found (fixture, "searchText=SFTP"), ==, 1);
  g_assert_cmpuint (count_found (fixture, "searchText=z%C3%BCr"), ==, 1);
  g_assert_cmpuint (count_found (fixture, "searchText=a"), ==, 2);
  g_assert_cmpuint (count_found (fixture, "searchText=alpha&tags[]=eu%2F1%20%26%202"), ==, 1);
  g_assert_cmpuint (count_found (fixture, "searchText=beta&tags[]=eu%2F1%20%26%202"), ==, 0);
}

/* Walks all pages as a client does; returns how many. */
static guint
walk (Fixture    *fixture,
      GHashTable *seen)
{
  g_autofree char *next = NULL;
  guint pages = 0;

  do
    {
      g_autofree char *escaped = next != NULL ? g_uri_escape_string (next, NULL, FALSE) : NULL;
      g_autofree char *path =
        g_strdup_printf ("/instances?pageSize=200%s%s", next != NULL ? "&nextPage=" : "",
                         next != NULL ? escaped : "");
      g_autoptr (Answer) answer = ask (fixture, "GET", path, NULL);
      JsonArray *array = answer_array (answer);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          gint64 id =
            json_object_get_int_member (json_array_get_object_element (array, i), "id");

          g_assert_true (g_hash_table_add (seen, GINT_TO_POINTER ((int) id)));
        }
      g_assert_cmpstr (answer_header (answer, "Elements-Total-Count"), ==, "25");
      g_free (next);
      next = g_strdup (answer_header (answer, "Elements-Next-Page-Token"));
      pages++;
    }
  while (next != NULL);
  return pages;
}

static void
test_paging (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (Answer) asked = NULL;

  plug_sandbox_fill (fixture->sandbox, 25);
  plug_sandbox_set_page_size (fixture->sandbox, 7);
  g_assert_cmpuint (walk (fixture, seen), ==, 4);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 25);

  asked = ask (fixture, "GET", "/instances?pageSize=3", NULL);
  g_assert_cmpuint (json_array_get_length (answer_array (asked)), ==, 3);
  assert_status (fixture, "GET", "/instances?pageSize=0", NULL, 400);
  assert_status (fixture, "GET", "/instances?pageSize=x", NULL, 400);
  assert_status (fixture, "GET", "/instances?nextPage=x", NULL, 400);
}

static void
test_page_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (Answer) answer = NULL;

  plug_sandbox_fill (fixture->sandbox, 201);
  answer = ask (fixture, "GET", "/instances?pageSize=1000", NULL);
  g_assert_cmpuint (json_array_get_length (answer_array (answer)), ==, 200);
}

static void
test_count (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (Answer) answer = NULL;

  plug_sandbox_fill (fixture->sandbox, 9);
  answer = ask (fixture, "GET", "/instances/count", NULL);
  g_assert_cmpint (json_object_get_int_member (answer_object (answer), "totalInstances"), ==, 9);
}

static void
test_update (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *id = create (fixture, SAGECRM_BODY);
  g_autofree char *token = plug_sandbox_dup_token (fixture->sandbox, id);
  g_autoptr (Answer) renamed =
    ask (fixture, "PATCH", "/instances/427902", "{\"name\":\"<i>New</i>\"}");
  g_autoptr (Answer) tagged =
    ask (fixture, "PATCH", "/instances/427902", "{\"id\":427902,\"tags\":[\"one\"]}");
  g_autoptr (Answer) put =
    ask (fixture, "PUT", "/elements/sagecrm/instances/427902?reAuthenticate=false",
         "{\"name\":\"Put\",\"configuration\":{\"username\":\"bea\",\"password\":\"********\","
         "\"event.poller.refresh_interval\":5}}");
  JsonObject *configuration =
    json_object_get_object_member (answer_object (put), "configuration");
  JsonArray *tags = json_object_get_array_member (answer_object (put), "tags");

  g_assert_cmpstr (json_object_get_string_member (answer_object (renamed), "name"), ==, "New");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (answer_object (renamed),
                                                                         "tags")),
                    ==, 2);
  answer_object (tagged);
  g_assert_cmpint (json_object_get_int_member (answer_object (put), "id"), ==, 427902);
  g_assert_cmpstr (json_object_get_string_member (answer_object (put), "token"), ==, token);
  g_assert_cmpstr (json_object_get_string_member (answer_object (put), "name"), ==, "Put");
  g_assert_cmpuint (json_array_get_length (tags), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (configuration, "username"), ==, "bea");
  g_assert_cmpstr (json_object_get_string_member (configuration, "subdomain"), ==,
                   "crm.example.com");
  g_assert_cmpstr (json_object_get_string_member (configuration, "password"), ==, "********");
  g_assert_cmpstr (json_object_get_string_member (configuration, "event.poller.refresh_interval"),
                   ==, "5");
  assert_status (fixture, "PATCH", "/instances/1", "{}", 404);
  assert_status (fixture, "PATCH", "/instances/427902", "no", 400);
}

static void
test_delete (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *id = create (fixture, SAGECRM_BODY);
  g_autofree char *token = plug_sandbox_dup_token (fixture->sandbox, id);
  g_autoptr (Answer) gone = ask (fixture, "DELETE", "/instances/427902", NULL);
  g_autoptr (Answer) again = ask (fixture, "DELETE", "/instances/427902", NULL);
  g_autoptr (Answer) ping = ask_with_token (fixture, token, "GET", "/ping", NULL);
  g_autofree char *next = NULL;

  g_assert_cmpuint (gone->status, ==, 200);
  g_assert_cmpuint (gone->length, ==, 0);
  assert_error (again, 404, "No element instance found");
  assert_error (ping, 401, "invalid Element token");
  next = create (fixture, SAGECRM_BODY);
  g_assert_cmpstr (next, ==, "427903");
}

static void
test_enabled (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *id = create (fixture, SAGECRM_BODY);
  g_autofree char *token = plug_sandbox_dup_token (fixture->sandbox, id);
  g_autoptr (Answer) alive = ask_with_token (fixture, token, "GET", "/hubs/crm/ping", NULL);
  g_autoptr (Answer) hub = ask_with_token (fixture, token, "GET", "/hubs/crm/stars", NULL);
  g_autoptr (Answer) off = ask (fixture, "DELETE", "/instances/427902/enabled", NULL);
  g_autoptr (Answer) dead = ask_with_token (fixture, token, "GET", "/hubs/any/ping", NULL);
  g_autoptr (Answer) on = NULL;
  g_autoptr (Answer) back = NULL;

  g_assert_cmpstr (json_object_get_string_member (answer_object (alive), "endpoint"), ==,
                   "sagecrm");
  g_assert_true (json_object_get_boolean_member (answer_object (alive), "valid"));
  assert_error (hub, 404, "This API is not currently supported for this element");
  g_assert_cmpuint (off->status, ==, 200);
  g_assert_cmpuint (off->length, ==, 0);
  assert_error (dead, 403, "disabled");
  on = ask (fixture, "PUT", "/instances/427902/enabled", NULL);
  g_assert_cmpuint (on->status, ==, 200);
  back = ask_with_token (fixture, token, "GET", "/ping", NULL);
  answer_object (back);
}

static void
test_short_header (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *id = create (fixture, SAGECRM_BODY);
  g_autofree char *token = plug_sandbox_dup_token (fixture->sandbox, id);
  g_autofree char *right = g_strdup_printf ("Element %s, User " PLUG_SANDBOX_USER_SECRET, token);
  g_autofree char *wrong = g_strdup_printf ("Element %s, User wrong", token);
  g_autoptr (Answer) ping = ask_as (fixture, right, "GET", "/ping", NULL);
  g_autoptr (Answer) denied = ask_as (fixture, wrong, "GET", "/ping", NULL);

  answer_object (ping);
  assert_error (denied, 401, "Invalid Organization or User secret");
}

static void
test_entries (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *id = create (fixture, SAGECRM_BODY);
  g_autoptr (Answer) list = ask (fixture, "GET", "/instances/427902/configuration", NULL);
  JsonArray *entries = answer_array (list);
  gint64 entry_id = 0;

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      const char *key = json_object_get_string_member (entry, "key");

      if (strcmp (key, "event.notification.enabled") == 0)
        entry_id = json_object_get_int_member (entry, "id");
      if (strcmp (key, "password") == 0)
        g_assert_cmpstr (json_object_get_string_member (entry, "propertyValue"), ==, "********");
    }
  g_assert_cmpint (entry_id, >, 0);
  {
    g_autofree char *path =
      g_strdup_printf ("/instances/%s/configuration/%" G_GINT64_FORMAT, id, entry_id);
    g_autoptr (Answer) patched = ask (fixture, "PATCH", path, "{\"propertyValue\":true}");
    g_autoptr (Answer) read = ask (fixture, "GET", path, NULL);
    g_autoptr (Answer) empty = ask (fixture, "PATCH", path, "{}");

    g_assert_cmpstr (json_object_get_string_member (answer_object (patched), "propertyValue"), ==,
                     "true");
    g_assert_cmpstr (read->body, ==, patched->body);
    assert_error (empty, 400, "propertyValue");
  }
  assert_status (fixture, "GET", "/instances/427902/configuration/1", NULL, 404);
}

static void
assert_token_status (Fixture    *fixture,
                     const char *token,
                     const char *method,
                     const char *path,
                     const char *body)
{
  g_autoptr (Answer) answer = ask_with_token (fixture, token, method, path, body);

  g_assert_cmpuint (answer->status, ==, 200);
}

static void
test_token_forms (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *id = create (fixture, SAGECRM_BODY);
  g_autofree char *other = create (fixture, SAGECRM_BODY);
  g_autofree char *token = plug_sandbox_dup_token (fixture->sandbox, id);
  g_autofree char *json = NULL;

  assert_token_status (fixture, token, "PATCH", "/instances", "{\"name\":\"By Token\"}");
  json = plug_sandbox_dup_instance_json (fixture->sandbox, id);
  g_assert_nonnull (strstr (json, "By Token"));
  assert_token_status (fixture, token, "PUT", "/instances", "{\"tags\":[]}");
  assert_token_status (fixture, token, "DELETE", "/instances/enabled", NULL);
  assert_token_status (fixture, token, "PUT", "/instances/enabled", NULL);
  assert_token_status (fixture, token, "GET", "/instances/configuration", NULL);
  assert_token_status (fixture, token, "GET", "/instances/configuration/427902001", NULL);
  assert_token_status (fixture, token, "PATCH", "/instances/configuration/427902001",
                       "{\"propertyValue\":\"new.example.com\"}");
  assert_token_status (fixture, token, "DELETE", "/instances", NULL);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, 1);
  g_free (json);
  json = plug_sandbox_dup_instance_json (fixture->sandbox, other);
  g_assert_nonnull (json);
}

static void
test_behind_ones_back (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *id = create (fixture, SAGECRM_BODY);
  g_autofree char *token = plug_sandbox_dup_token (fixture->sandbox, id);
  g_autofree char *rotated = NULL;
  g_autoptr (Answer) old = NULL;
  g_autoptr (Answer) new = NULL;

  g_assert_true (plug_sandbox_rotate_token (fixture->sandbox, id));
  rotated = plug_sandbox_dup_token (fixture->sandbox, id);
  old = ask_with_token (fixture, token, "GET", "/ping", NULL);
  new = ask_with_token (fixture, rotated, "GET", "/ping", NULL);
  assert_error (old, 401, "invalid Element token");
  answer_object (new);

  g_assert_true (plug_sandbox_remove_instance (fixture->sandbox, id));
  g_assert_false (plug_sandbox_remove_instance (fixture->sandbox, id));
  g_assert_false (plug_sandbox_rotate_token (fixture->sandbox, id));
  g_assert_null (plug_sandbox_dup_token (fixture->sandbox, id));
  assert_status (fixture, "GET", "/instances/427902", NULL, 404);
}

static void
test_reset (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *id = create (fixture, SAGECRM_BODY);
  g_autofree char *token = plug_sandbox_dup_token (fixture->sandbox, id);
  g_autofree char *again = NULL;
  g_autofree char *other = NULL;

  plug_sandbox_reset (fixture->sandbox);
  g_assert_cmpuint (plug_sandbox_count_instances (fixture->sandbox), ==, 0);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->sandbox, NULL, NULL), ==, 0);
  again = create (fixture, SAGECRM_BODY);
  other = plug_sandbox_dup_token (fixture->sandbox, again);
  g_assert_cmpstr (again, ==, id);
  g_assert_cmpstr (other, !=, token);
}

#define TEST(path, function) \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  TEST ("/sandbox/instances/create", test_create);
  TEST ("/sandbox/instances/documented-reply", test_documented_reply);
  TEST ("/sandbox/instances/create-by-path", test_create_by_path);
  TEST ("/sandbox/instances/create-refused", test_create_refused);
  TEST ("/sandbox/instances/create-limits", test_create_limits);
  TEST ("/sandbox/instances/html-and-at", test_html_and_at);
  TEST ("/sandbox/instances/equal-names", test_equal_names);
  TEST ("/sandbox/instances/objects", test_objects);
  TEST ("/sandbox/instances/get", test_get);
  TEST ("/sandbox/instances/list", test_list);
  TEST ("/sandbox/instances/list-dates", test_list_dates);
  TEST ("/sandbox/instances/search", test_search);
  TEST ("/sandbox/instances/paging", test_paging);
  TEST ("/sandbox/instances/page-limit", test_page_limit);
  TEST ("/sandbox/instances/count", test_count);
  TEST ("/sandbox/instances/update", test_update);
  TEST ("/sandbox/instances/delete", test_delete);
  TEST ("/sandbox/instances/enabled", test_enabled);
  TEST ("/sandbox/instances/short-header", test_short_header);
  TEST ("/sandbox/instances/entries", test_entries);
  TEST ("/sandbox/instances/token-forms", test_token_forms);
  TEST ("/sandbox/instances/behind-ones-back", test_behind_ones_back);
  TEST ("/sandbox/instances/reset", test_reset);

  return g_test_run ();
}
