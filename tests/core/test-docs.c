/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an instance can be asked, out of documents good and bad. */

#include "config.h"

#include <string.h>

#include "plug-docs.h"
#include "plug-error.h"
#include "plug-json.h"
#include "plug-test.h"
#include "plug-text.h"

#define AUTHORIZATION \
  "{\"in\":\"header\",\"name\":\"Authorization\",\"type\":\"string\",\"required\":true}"

static const char contacts[] =
  "{\"swagger\":\"2.0\",\"host\":\"localhost:8080\",\"info\":{\"title\":\"<b>CRM</b>\"},"
  "\"paths\":{"
  "\"/hubs/crm/contacts\":{"
  "\"get\":{\"tags\":[\"contacts\"],\"summary\":\"Search for <i>contacts</i>\",\"parameters\":["
  AUTHORIZATION ","
  "{\"in\":\"query\",\"name\":\"where\",\"type\":\"string\",\"x-samplevalue\":\"id=1\"},"
  "{\"in\":\"query\",\"name\":\"pageSize\",\"type\":\"integer\",\"default\":20},"
  "{\"in\":\"query\",\"name\":\"deep\",\"type\":\"boolean\"},"
  "{\"$ref\":\"#/parameters/order\"},"
  "{\"in\":\"header\",\"name\":\"X-Mode\",\"type\":\"string\"},"
  "{\"in\":\"header\",\"name\":\"Bad\\r\\nHeader\",\"type\":\"string\"}]},"
  "\"post\":{\"tags\":[\"contacts\"],\"parameters\":[" AUTHORIZATION ","
  "{\"in\":\"body\",\"name\":\"contact\",\"schema\":{\"$ref\":\"#/definitions/Contact\"}}]}},"
  "\"/hubs/crm/contacts/{id}\":{\"parameters\":[{\"in\":\"path\",\"name\":\"id\","
  "\"type\":\"integer\",\"x-samplevalue\":17}],\"delete\":{\"tags\":[\"contacts\"]},"
  "\"get\":{\"tags\":[\"contacts\"],\"parameters\":[{\"in\":\"path\",\"name\":\"id\","
  "\"type\":\"string\",\"description\":\"The <b>key</b>\",\"x-samplevalue\":\"1001\"}]}},"
  "\"/hubs/crm/accounts/{key}/notes\":{\"get\":{}}},"
  "\"parameters\":{\"order\":{\"in\":\"query\",\"name\":\"order\",\"type\":\"string\","
  "\"enum\":[\"asc\",\"desc\",\"asc\",3]}},"
  "\"definitions\":{"
  "\"Base\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"readOnly\":true},"
  "\"since\":{\"type\":\"string\",\"format\":\"date-time\"}}},"
  "\"Contact\":{\"allOf\":[{\"$ref\":\"#/definitions/Base\"},{\"type\":\"object\",\"properties\":{"
  "\"name\":{\"type\":\"string\",\"x-samplevalue\":\"Ilva\"},"
  "\"age\":{\"type\":\"integer\",\"x-samplevalue\":\"31\"},"
  "\"vip\":{\"type\":\"boolean\",\"example\":\"true\"},\"rate\":{\"type\":\"number\"},"
  "\"manager\":{\"$ref\":\"#/definitions/Contact\"},"
  "\"lost\":{\"$ref\":\"#/definitions/Nowhere\"},"
  "\"far\":{\"$ref\":\"https://elsewhere.example.com/x.json\"},"
  "\"odd\":{\"type\":\"string\",\"format\":\"never-heard-of\"},"
  "\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"a\",\"b\"]}}}}]}}}";

static PlugDocs *
read_docs (const char *text)
{
  g_autoptr (GError) error = NULL;
  PlugDocs *docs = plug_docs_new (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_nonnull (docs);
  return docs;
}

static PlugDocsOperation *
find (PlugDocs   *docs,
      const char *method,
      const char *path)
{
  for (guint i = 0; i < plug_docs_get_n_operations (docs); i++)
    {
      PlugDocsOperation *operation = plug_docs_get_operation (docs, i);

      if (g_str_equal (plug_docs_operation_get_method (operation), method) &&
          g_str_equal (plug_docs_operation_get_path (operation), path))
        return operation;
    }
  g_test_message ("%s %s is not there", method, path);
  g_test_fail ();
  return NULL;
}

static void
test_operations (void)
{
  static const char *order[] = { "GET /hubs/crm/accounts/{key}/notes", "GET /hubs/crm/contacts",
                                 "POST /hubs/crm/contacts", "GET /hubs/crm/contacts/{id}",
                                 "DELETE /hubs/crm/contacts/{id}" };
  g_autoptr (PlugDocs) docs = read_docs (contacts);
  PlugDocsOperation *list = find (docs, "GET", "/hubs/crm/contacts");
  g_autofree char *needle = plug_text_fold ("search CONT");
  g_autofree char *other = plug_text_fold ("delete");

  g_assert_cmpstr (plug_docs_get_title (docs), ==, "<b>CRM</b>");
  g_assert_cmpuint (plug_docs_get_n_operations (docs), ==, G_N_ELEMENTS (order));
  g_assert_cmpuint (plug_docs_get_n_left_out (docs), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      PlugDocsOperation *operation = plug_docs_get_operation (docs, i);
      g_autofree char *said = g_strconcat (plug_docs_operation_get_method (operation), " ",
                                           plug_docs_operation_get_path (operation), NULL);

      g_assert_cmpstr (said, ==, order[i]);
    }
  g_assert_cmpstr (plug_docs_operation_get_resource (plug_docs_get_operation (docs, 0)), ==,
                   "accounts");
  g_assert_cmpstr (plug_docs_operation_get_summary (list), ==, "Search for contacts");
  g_assert_true (plug_docs_operation_matches (list, needle));
  g_assert_false (plug_docs_operation_matches (list, other));
}

static void
test_parameters (void)
{
  static const char *keys[] = { "where", "pageSize", "deep", "order", "X-Mode" };
  g_autoptr (PlugDocs) docs = read_docs (contacts);
  PlugDocsOperation *list = find (docs, "GET", "/hubs/crm/contacts");
  PlugDocsOperation *get = find (docs, "GET", "/hubs/crm/contacts/{id}");
  PlugDocsOperation *notes = find (docs, "GET", "/hubs/crm/accounts/{key}/notes");
  PlugDocsPlace place;
  PlugField *order, *id;

  g_assert_cmpuint (plug_docs_operation_get_n_parameters (list), ==, G_N_ELEMENTS (keys));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_cmpstr (plug_field_get_key (plug_docs_operation_get_parameter (list, i, NULL)), ==,
                     keys[i]);
  g_assert_null (plug_field_get_default (plug_docs_operation_get_parameter (list, 0, NULL)));
  g_assert_cmpstr (plug_field_get_default (plug_docs_operation_get_parameter (list, 1, NULL)), ==,
                   "20");
  order = plug_docs_operation_get_parameter (list, 3, &place);
  g_assert_cmpint (place, ==, PLUG_DOCS_IN_QUERY);
  g_assert_cmpuint (plug_field_get_n_options (order), ==, 4);
  plug_docs_operation_get_parameter (list, 4, &place);
  g_assert_cmpint (place, ==, PLUG_DOCS_IN_HEADER);

  g_assert_cmpuint (plug_docs_operation_get_n_parameters (get), ==, 1);
  id = plug_docs_operation_get_parameter (get, 0, &place);
  g_assert_cmpint (place, ==, PLUG_DOCS_IN_PATH);
  g_assert_true (plug_field_is_required (id));
  g_assert_cmpstr (plug_field_get_default (id), ==, "1001");
  g_assert_cmpstr (plug_field_get_help (id), ==, "The key");
  g_assert_cmpuint (plug_docs_operation_get_n_parameters (notes), ==, 1);
}

static void
test_sample (void)
{
  g_autoptr (PlugDocs) docs = read_docs (contacts);
  PlugDocsOperation *create = find (docs, "POST", "/hubs/crm/contacts");
  g_autofree char *text = plug_docs_operation_dup_sample (create);
  g_autofree char *none = plug_docs_operation_dup_sample (find (docs, "GET", "/hubs/crm/contacts"));
  g_autoptr (JsonNode) node = plug_json_parse (text, strlen (text), 0, NULL);
  g_autofree char *flat = plug_json_to_string (node, FALSE);

  g_assert_null (none);
  g_assert_true (plug_docs_operation_has_body (create));
  g_assert_cmpstr (flat, ==,
                   "{\"since\":\"2026-01-31T12:00:00Z\",\"name\":\"Ilva\",\"age\":31,"
                   "\"vip\":true,\"rate\":0,\"odd\":\"\",\"tags\":[\"a\"]}");
}

static void
test_target (void)
{
  g_autoptr (PlugDocs) docs = read_docs (contacts);
  PlugDocsOperation *list = find (docs, "GET", "/hubs/crm/contacts");
  PlugDocsOperation *get = find (docs, "GET", "/hubs/crm/contacts/{id}");
  const char *values[] = { "name='a & b/ü'", "", NULL, "desc", "header only" };
  const char *id[] = { "a/b?c" }, *nothing[] = { "" }, *up[] = { ".." };
  g_autoptr (GError) error = NULL;
  g_autofree char *target = plug_docs_operation_dup_target (list, values, NULL);
  g_autofree char *one = plug_docs_operation_dup_target (get, id, NULL);

  g_assert_cmpstr (target, ==,
                   "/hubs/crm/contacts?where=name%3D%27a%20%26%20b%2F%C3%BC%27&order=desc");
  g_assert_cmpstr (one, ==, "/hubs/crm/contacts/a%2Fb%3Fc");
  g_assert_null (plug_docs_operation_dup_target (get, nothing, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
  g_clear_error (&error);
  g_assert_null (plug_docs_operation_dup_target (get, up, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
}

static void
test_refused (void)
{
  static const struct {
    const char *text;
    const char *words;
  } cases[] = {
    { "", NULL },
    { "[]", "by hand" },
    { "{}", "by hand" },
    { "{\"paths\":[]}", "by hand" },
    { "{\"openapi\":\"3.0.0\",\"paths\":{}}", "by hand" },
    { "\n <!DOCTYPE html><html>Sign in</html>", "web page" },
    { "{\"paths\":{}", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (plug_docs_new (cases[i].text, strlen (cases[i].text), &error));
      g_assert_error (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL);
      if (cases[i].words != NULL)
        g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

/* Everything that is not as it should be is left out; what is beside it stays. */
static void
test_hostile (void)
{
  static const char text[] =
    "{\"paths\":{\"/a\":{\"get\":7,\"post\":{\"tags\":7,\"parameters\":{\"x\":1}},"
    "\"put\":{\"tags\":[null],\"summary\":[],\"parameters\":[1,null,{},{\"in\":\"query\"},"
    "{\"in\":\"moon\",\"name\":\"m\"},{\"$ref\":\"#/loop/a\"},{\"$ref\":7},"
    "{\"in\":\"query\",\"name\":\"kept\",\"enum\":[{}, null]},"
    "{\"in\":\"body\",\"schema\":{\"$ref\":\"#/loop/a\"}}]}},"
    "\"/b\":null,\"/c\":{\"$ref\":\"#/paths/~1a\"},"
    "\"no-slash\":{\"get\":{}},\"/../up\":{\"get\":{}},\"/x/..\":{\"get\":{}},"
    "\"/q?a=b\":{\"get\":{}},\"/open{\":{\"get\":{}}},"
    "\"loop\":{\"a\":{\"$ref\":\"#/loop/b\"},\"b\":{\"$ref\":\"#/loop/a\"}}}";
  g_autoptr (PlugDocs) docs = read_docs (text);
  PlugDocsOperation *put = find (docs, "PUT", "/a");
  g_autofree char *sample = plug_docs_operation_dup_sample (put);
  g_autofree char *open = plug_docs_operation_dup_target (find (docs, "GET", "/open{"), NULL, NULL);

  g_assert_cmpuint (plug_docs_get_n_operations (docs), ==, 5);
  g_assert_cmpuint (plug_docs_get_n_left_out (docs), ==, 4);
  g_assert_cmpuint (plug_docs_operation_get_n_parameters (put), ==, 1);
  g_assert_cmpstr (sample, ==, "{}");
  g_assert_cmpstr (open, ==, "/open{");
}

/* Ten thousand operations and more, all of which refer to the same long list. */
static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new ("{\"paths\":{");
  g_autoptr (PlugDocs) docs = NULL;

  for (guint i = 0; i < PLUG_DOCS_MAX_OPERATIONS + 7; i++)
    g_string_append_printf (text, "\"/p%u\":{\"get\":{\"$ref\":\"\",\"parameters\":["
                            "{\"$ref\":\"#/parameters/p\"}]}},", i);
  g_string_append (text, "\"/last\":{\"post\":{\"parameters\":[");
  for (guint i = 0; i < 3 * PLUG_DOCS_MAX_PARAMETERS; i++)
    g_string_append_printf (text, "{\"in\":\"query\",\"name\":\"p%u\"},", i);
  g_string_append (text, "{}]}}},\"parameters\":{\"p\":{\"in\":\"query\",\"name\":\"p\"}}}");
  docs = read_docs (text->str);
  g_assert_cmpuint (plug_docs_get_n_operations (docs), ==, PLUG_DOCS_MAX_OPERATIONS);
  g_assert_cmpuint (plug_docs_get_n_left_out (docs), ==, 8);
}

/* Each level refers to the next one ten times: a billion values, if nobody counted. */
static void
test_multiplied (void)
{
  g_autoptr (GString) text = g_string_new (
      "{\"paths\":{\"/a\":{\"post\":{\"parameters\":[{\"in\":\"body\",\"schema\":"
      "{\"$ref\":\"#/definitions/d0\"}}]}}},\"definitions\":{");
  g_autoptr (PlugDocs) docs = NULL;
  g_autofree char *sample = NULL;

  for (guint i = 0; i < 30; i++)
    {
      g_string_append_printf (text, "\"d%u\":{\"properties\":{", i);
      for (guint j = 0; j < 10; j++)
        g_string_append_printf (text, "\"m%u\":{\"$ref\":\"#/definitions/d%u\"}%s", j, i + 1,
                                j < 9 ? "," : "");
      g_string_append (text, "}},");
    }
  g_string_append (text, "\"d30\":{\"type\":\"string\"}}}");
  docs = read_docs (text->str);
  sample = plug_docs_operation_dup_sample (plug_docs_get_operation (docs, 0));
  g_assert_cmpuint (strlen (sample), <, 200000);
  g_assert_nonnull (strstr (sample, "\"m0\""));
}

static void
test_upload (void)
{
  g_autoptr (PlugDocs) docs = read_docs (
      "{\"paths\":{\"/files\":{\"post\":{\"parameters\":[{\"in\":\"formData\",\"name\":\"file\","
      "\"type\":\"file\",\"required\":true}]}}}}");

  g_assert_true (plug_docs_operation_is_upload (plug_docs_get_operation (docs, 0)));
  g_assert_false (plug_docs_operation_has_body (plug_docs_get_operation (docs, 0)));
}

static void
test_methods (void)
{
  g_assert_false (plug_docs_method_changes ("get"));
  g_assert_false (plug_docs_method_changes ("HEAD"));
  g_assert_true (plug_docs_method_changes ("POST"));
  g_assert_true (plug_docs_method_changes ("DELETE"));
  g_assert_true (plug_docs_method_changes ("GETX"));
}

/* A document of a real tenant. */
static void
test_real (void)
{
  g_autofree char *path = plug_test_dup_shared ("payloads/100-instance-docs-swagger-ipify.json");
  g_autofree char *text = NULL;
  g_autoptr (PlugDocs) docs = NULL;
  g_autofree char *target = NULL;

  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("the shared payloads are not here");
      return;
    }
  docs = read_docs (text);
  g_assert_cmpuint (plug_docs_get_n_left_out (docs), ==, 0);
  target = plug_docs_operation_dup_target (find (docs, "GET", "/ip-address"), NULL, NULL);
  g_assert_cmpstr (target, ==, "/ip-address");
  for (guint i = 0; i < plug_docs_get_n_operations (docs); i++)
    {
      PlugDocsOperation *operation = plug_docs_get_operation (docs, i);
      g_autofree char *sample = plug_docs_operation_dup_sample (operation);

      g_assert_cmpuint (strlen (plug_docs_operation_get_resource (operation)), >, 0);
      if (sample != NULL)
        g_assert_true (plug_json_scan (sample, strlen (sample), 0, NULL, NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/docs/operations", test_operations);
  g_test_add_func ("/core/docs/parameters", test_parameters);
  g_test_add_func ("/core/docs/sample", test_sample);
  g_test_add_func ("/core/docs/target", test_target);
  g_test_add_func ("/core/docs/refused", test_refused);
  g_test_add_func ("/core/docs/hostile", test_hostile);
  g_test_add_func ("/core/docs/many", test_many);
  g_test_add_func ("/core/docs/multiplied", test_multiplied);
  g_test_add_func ("/core/docs/upload", test_upload);
  g_test_add_func ("/core/docs/methods", test_methods);
  g_test_add_func ("/core/docs/real", test_real);

  return g_test_run ();
}
