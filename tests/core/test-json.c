/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the strict scan accepts and refuses, and that the getters survive any JSON. */

#include "config.h"

#include <string.h>

#include "plug-error.h"
#include "plug-json.h"
#include "plug-test.h"

#define REPEATED 100000

static const char *const accepted[] = {
  "{}", "[]", " \t\r\n{ } \n", "null", "true", "false", "0", "-0", "\"\"", "1.5", "-1.5e-3", "1E5",
  "1e+5", "0.0", "0e0", "1e-400", "[1,2 , 3]", "{\"a\":1}", "{\"a\":{\"b\":[{}]}}",
  "9007199254740992", "-9007199254740992", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
  "\"\\ud83d\\ude00\"", "\"K\u00fcma \U0001f600\"", "\"\x7f\"", "\"\u202e\"", "{\"a\":1,\"a\":2}",
  "{\"\":null}", "[[],[[]],{}]", "\"// no comment\"",
};

static void
test_accepted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = plug_json_parse (accepted[i], strlen (accepted[i]), 0, &error);

      g_test_message ("%s", accepted[i]);
      g_assert_no_error (error);
      g_assert_nonnull (root);
    }
}

typedef struct {
  const char *text;
  guint line;
  guint column;
} Refused;

static const Refused refused[] = {
  { "", 1, 1 },
  { " \n ", 2, 2 },
  { "{", 1, 2 },
  { "[1,", 1, 4 },
  { "{\"a\"", 1, 5 },
  { "{\"a\":", 1, 6 },
  { "{\"a\" 1}", 1, 6 },
  { "{\"a\":1,}", 1, 8 },
  { "{,}", 1, 2 },
  { "{a:1}", 1, 2 },
  { "{'a':1}", 1, 2 },
  { "{1:1}", 1, 2 },
  { "[1 2]", 1, 4 },
  { "[1,]", 1, 4 },
  { "[,1]", 1, 2 },
  { "{\"a\":1 \"b\":2}", 1, 8 },
  { "{\"a\":1]", 1, 7 },
  { "[1}", 1, 3 },
  { "]", 1, 1 },
  { "{} {}", 1, 4 },
  { "{}x", 1, 3 },
  { "1 2", 1, 3 },
  { "// c\n{}", 1, 1 },
  { "/* c */ {}", 1, 1 },
  { "var x = {}", 1, 1 },
  { "\xef\xbb\xbf{}", 1, 1 },
  { "TRUE", 1, 1 },
  { "truE", 1, 1 },
  { "tru", 1, 1 },
  { "nul", 1, 1 },
  { "trueish", 1, 5 },
  { "NaN", 1, 1 },
  { "Infinity", 1, 1 },
  { "-Infinity", 1, 1 },
  { "-", 1, 1 },
  { "+1", 1, 1 },
  { ".5", 1, 1 },
  { "1.", 1, 1 },
  { "1.e5", 1, 1 },
  { "1e", 1, 1 },
  { "1e+", 1, 1 },
  { "01", 1, 1 },
  { "-01", 1, 1 },
  { "0x10", 1, 2 },
  { "[1e400]", 1, 2 },
  { "[-1e400]", 1, 2 },
  { "[9007199254740993]", 1, 2 },
  { "[-9007199254740993]", 1, 2 },
  { "{\"id\":18446744073709551617}", 1, 7 },
  { "\"abc", 1, 1 },
  { "\"abc\\", 1, 5 },
  { "\"a\nb\"", 1, 3 },
  { "\"a\tb\"", 1, 3 },
  { "\"\x01\"", 1, 2 },
  { "\"\\x\"", 1, 2 },
  { "\"\\u12\"", 1, 2 },
  { "\"\\u12g4\"", 1, 2 },
  { "\"\\u0000\"", 1, 2 },
  { "\"\\ud800\"", 1, 2 },
  { "\"\\udc00\"", 1, 2 },
  { "\"\\ud800\\u0041\"", 1, 2 },
  { "\"\\ud800x\"", 1, 2 },
  { "\"\xff\"", 1, 2 },
  { "\"\xc3\"", 1, 2 },
  { "\"\xed\xa0\x80\"", 1, 2 },
  { "\"\xc0\xaf\"", 1, 2 },
  { "\"\u00e9\" x", 1, 5 },
  { "{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3 },
  { "<html>\n</html>", 1, 1 },
};

static void
assert_refused (const char *text,
                gsize       length,
                guint       line,
                guint       column)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = g_strdup_printf ("Line %u, column %u:", line, column);
  PlugJsonPlace place = { 0 };

  g_assert_false (plug_json_scan (text, length, 0, &place, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL);
  g_test_message ("%s", error->message);
  g_assert_cmpuint (place.line, ==, line);
  g_assert_cmpuint (place.column, ==, column);
  g_assert_nonnull (strstr (error->message, words));
  g_clear_error (&error);
  g_assert_null (plug_json_parse (text, length, 0, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL);
}

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *shown = g_strescape (refused[i].text, NULL);

      g_test_message ("%s", shown);
      assert_refused (refused[i].text, strlen (refused[i].text), refused[i].line,
                      refused[i].column);
    }
}

/* What stands behind @length is none of the scan's business. */
static void
test_length (void)
{
  static const char text[] = "{\"a\":1}garbage";

  g_assert_true (plug_json_scan (text, 7, 0, NULL, NULL));
  assert_refused (text, 6, 1, 7);
  assert_refused ("{}\0{}", 5, 1, 3);
  assert_refused ("[\0]", 3, 1, 2);
  assert_refused (NULL, 0, 1, 1);
  g_assert_true (plug_json_scan ("12345", 2, 0, NULL, NULL));
  assert_refused ("tru", 2, 1, 1);
  assert_refused ("\"\\u1234\"", 5, 1, 2);
}

static char *
repeat (const char *unit,
        guint       times)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < times; i++)
    g_string_append (text, unit);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  static const char *const units[] = { "[", "{\"a\":", "[{\"a\":" };
  g_autofree char *open = repeat ("[", PLUG_JSON_MAX_DEPTH);
  g_autofree char *close = repeat ("]", PLUG_JSON_MAX_DEPTH);
  g_autofree char *deepest = g_strconcat (open, close, NULL);
  g_autofree char *deeper = g_strconcat ("[", open, close, "]", NULL);
  g_autoptr (JsonNode) root = NULL;

  root = plug_json_parse (deepest, strlen (deepest), 0, NULL);
  g_assert_nonnull (root);
  assert_refused (deeper, strlen (deeper), 1, PLUG_JSON_MAX_DEPTH + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autofree char *text = repeat (units[i], REPEATED);
      PlugJsonPlace place;

      g_assert_false (plug_json_scan (text, strlen (text), 0, &place, NULL));
      g_assert_cmpuint (place.offset, <=, PLUG_JSON_MAX_DEPTH * strlen (units[i]));
    }
}

static void
test_size (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (PLUG_JSON_MAX_BYTES + 1, ' ');
  g_autofree char *digits = g_strnfill (REPEATED, '9');
  g_autofree char *fraction = g_strconcat ("0.", digits, NULL);

  g_assert_true (plug_json_scan ("[1,2]", 5, 5, NULL, NULL));
  g_assert_false (plug_json_scan ("[1,2]", 5, 4, NULL, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_false (plug_json_scan (large, PLUG_JSON_MAX_BYTES + 1, 0, NULL, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE);
  assert_refused (digits, strlen (digits), 1, 1);
  assert_refused (fraction, strlen (fraction), 1, 1);
}

/* A reply may hold a token; what is said about it must not. */
static void
test_error_tells_nothing (void)
{
  static const char text[] = "{\"token\":\"SECRET-1\" \"SECRET-2\"}";
  g_autoptr (GError) error = NULL;

  g_assert_false (plug_json_scan (text, strlen (text), 0, NULL, &error));
  g_assert_null (strstr (error->message, "SECRET"));
}

typedef struct {
  const char *path;
  guint line; /* 0 when it is JSON */
} Payload;

/* Lines as Python's json says for the same files. */
static const Payload payloads[] = {
  { "01-create-sagecrm-seed.json", 0 },
  { "03-resp-sagecrm-malformed.json", 17 },
  { "04-create-sagecrm-polling.json", 0 },
  { "07-create-sftp-basic.json", 0 },
  { "09-create-pardot-apikey.json", 0 },
  { "100-instance-docs-swagger-ipify.json", 0 },
  { "11-create-fieldaware-custom.json", 0 },
  { "19-create-box-oauth2.json", 0 },
  { "22-create-quickbooks-oauth1.json", 0 },
  { "29-create-adobesign-tags-inside-configuration.json", 0 },
  { "30-create-malformed-closeio.json", 11 },
  { "40-resp-box-oauth2.json", 0 },
  { "44-resp-twitter-oauth1.json", 0 },
  { "47-resp-zendesk-minimal.json", 0 },
  { "51-resp-onedrivebusiness-nested.json", 0 },
  { "52-resp-acton-malformed-html.json", 14 },
  { "56-list-instances-malformed.json", 16 },
  { "58-list-instances-kyma.json", 0 },
  { "59-patch-instance-tags.json", 0 },
  { "61-oauth-url-response.json", 0 },
  { "62-oauth1-token-response.json", 0 },
  { "64-elements-keys.json", 0 },
  { "70-element-quickbasedb-combo-options.json", 0 },
  { "71-element-xledger-corrupt-key.json", 0 },
  { "78-element-ipify-custom-empty.json", 0 },
  { "82-element-bigcommerce-authtype-groups.json", 0 },
  { "85-config-field-poller.json", 0 },
  { "90-error-platform-404.json", 0 },
  { "91-error-provider.json", 0 },
  { "92-error-400-missing-code.json", 0 },
  { "93-error-400-provider-nested.json", 0 },
  { "95-formula-template.json", 0 },
  { "96-formula-instance-create.json", 0 },
  { "98-object-definition.json", 0 },
  { "99-transformation.json", 0 },
};

static void
test_payload (gconstpointer data)
{
  const Payload *payload = data;
  g_autofree char *relative = g_build_filename ("payloads", payload->path, NULL);
  g_autofree char *path = plug_test_dup_shared (relative);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  PlugJsonPlace place = { 0 };

  if (path == NULL)
    {
      g_test_skip ("The shared payloads are not here");
      return;
    }
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  root = plug_json_parse (text, strlen (text), 0, &error);
  if (payload->line == 0)
    {
      g_assert_no_error (error);
      g_assert_nonnull (root);
      return;
    }
  g_assert_null (root);
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL);
  g_assert_false (plug_json_scan (text, strlen (text), 0, &place, NULL));
  g_assert_cmpuint (place.line, ==, payload->line);
}

/* Every prefix of a valid text is refused or valid, and none crashes or warns. */
static void
test_every_prefix (void)
{
  static const char text[] =
    "{\"id\":427902,\"n\":-1.5e+3,\"s\":\"a\\n\\ud83d\\ude00\u00e9\",\"l\":[true,false,null,{}]}";

  for (gsize length = 0; length < strlen (text); length++)
    g_assert_false (plug_json_scan (text, length, 0, NULL, NULL));
  g_assert_true (plug_json_scan (text, strlen (text), 0, NULL, NULL));
}

/* What the scan lets through json-glib reads without a warning, whatever byte is changed. */
static void
test_every_byte (void)
{
  static const char text[] = "{\"a\":[1,-2.5e3,\"x\\u00e9y\",true,null],\"b\":{\"c\":\"\"}}";
  guint accepted_changes = 0;

  for (gsize i = 0; i < strlen (text); i++)
    {
      for (guint byte = 0; byte < 256; byte++)
        {
          g_autofree char *changed = g_strdup (text);
          g_autoptr (JsonNode) root = NULL;

          changed[i] = (char) byte;
          root = plug_json_parse (changed, strlen (text), 0, NULL);
          g_assert_true ((root != NULL) == plug_json_scan (changed, strlen (text), 0, NULL, NULL));
          accepted_changes += root != NULL;
        }
    }
  g_assert_cmpuint (accepted_changes, >, strlen (text));
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *root = plug_json_parse (text, strlen (text), 0, &error);

  g_assert_no_error (error);
  return root;
}

static void
test_getters (void)
{
  g_autoptr (JsonNode) root = parse ("{\"o\":{\"x\":1},\"a\":[1],\"s\":\"t\",\"b\":true,\"i\":7,"
                                     "\"d\":1.5,\"n\":null}");
  JsonObject *object = json_node_get_object (root);
  static const char *const members[] = { "o", "a", "s", "b", "i", "d", "n", "missing" };

  g_assert_nonnull (plug_json_get_object (object, "o"));
  g_assert_nonnull (plug_json_get_array (object, "a"));
  g_assert_cmpstr (plug_json_get_string (object, "s"), ==, "t");
  g_assert_true (plug_json_get_boolean (object, "b", FALSE));
  g_assert_cmpint (plug_json_get_int (object, "i", -1), ==, 7);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *member = members[i];

      g_assert_true ((plug_json_get_object (object, member) != NULL) == (member[0] == 'o'));
      g_assert_true ((plug_json_get_array (object, member) != NULL) == (member[0] == 'a'));
      g_assert_true ((plug_json_get_string (object, member) != NULL) == (member[0] == 's'));
      g_assert_true (plug_json_get_boolean (object, member, FALSE) == (member[0] == 'b'));
      g_assert_true ((plug_json_get_int (object, member, -1) != -1) == (member[0] == 'i'));
      g_assert_null (plug_json_get_string (NULL, member));
      g_assert_null (plug_json_get_object (NULL, member));
      g_assert_null (plug_json_get_array (NULL, member));
      g_assert_true (plug_json_get_boolean (NULL, member, TRUE));
      g_assert_cmpint (plug_json_get_int (NULL, member, 3), ==, 3);
    }
}

typedef struct {
  const char *json;
  const char *id;
} Id;

static const Id ids[] = {
  { "{\"id\":427902}", "427902" },
  { "{\"id\":9007199254740992}", "9007199254740992" },
  { "{\"id\":\"427902\"}", "427902" },
  { "{\"id\":\"abc-DEF_1.2:3\"}", "abc-DEF_1.2:3" },
  { "{\"id\":\"\u00e9\"}", "\u00e9" },
  { "{}", NULL },
  { "{\"id\":null}", NULL },
  { "{\"id\":true}", NULL },
  { "{\"id\":{}}", NULL },
  { "{\"id\":[1]}", NULL },
  { "{\"id\":1.5}", NULL },
  { "{\"id\":0}", NULL },
  { "{\"id\":-1}", NULL },
  { "{\"id\":\"\"}", NULL },
  { "{\"id\":\"0\"}", NULL },
  { "{\"id\":\"-7\"}", NULL },
  { "{\"id\":\" 7\"}", NULL },
  { "{\"id\":\"7\\n\"}", NULL },
  { "{\"id\":\"a\\u0007b\"}", NULL },
  { "{\"id\":\"a\\u202eb\"}", NULL },
  { "{\"id\":\".\"}", NULL },
  { "{\"id\":\"..\"}", NULL },
  { "{\"id\":\"../me\"}", NULL },
  { "{\"id\":\"1?x=1\"}", NULL },
  { "{\"id\":\"1#x\"}", NULL },
  { "{\"id\":\"%2e\"}", NULL },
  { "{\"id\":\"0123456789012345678901234567890123456789012345678901234567890123\"}",
    "0123456789012345678901234567890123456789012345678901234567890123" },
  { "{\"id\":\"01234567890123456789012345678901234567890123456789012345678901234\"}", NULL },
};

static void
test_ids (void)
{
  g_assert_null (plug_json_dup_id (NULL, "id"));
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (JsonNode) root = parse (ids[i].json);
      g_autofree char *id = plug_json_dup_id (json_node_get_object (root), "id");

      g_test_message ("%s", ids[i].json);
      g_assert_cmpstr (id, ==, ids[i].id);
    }
}

static void
test_strings (void)
{
  g_autoptr (JsonNode) root = parse ("{\"t\":[\"a\",{\"id\":1,\"name\":\"b\"},3,null,[],\"\",{}],"
                                     "\"x\":\"a\"}");
  JsonObject *object = json_node_get_object (root);
  g_auto (GStrv) tags = plug_json_dup_strings (object, "t");
  g_auto (GStrv) wrong = plug_json_dup_strings (object, "x");
  g_auto (GStrv) missing = plug_json_dup_strings (NULL, "t");
  static const char *const expected[] = { "a", "b", NULL };

  g_assert_cmpstrv (tags, expected);
  g_assert_cmpuint (g_strv_length (wrong), ==, 0);
  g_assert_cmpuint (g_strv_length (missing), ==, 0);
}

static void
test_to_string (void)
{
  g_autoptr (JsonNode) root = parse ("{ \"a\" : [ 1 , \"\\u00e9\" ] }");
  g_autofree char *compact = plug_json_to_string (root, FALSE);
  g_autofree char *pretty = plug_json_to_string (root, TRUE);
  g_autoptr (JsonNode) again = parse (pretty);

  g_assert_cmpstr (compact, ==, "{\"a\":[1,\"\u00e9\"]}");
  g_assert_nonnull (strchr (pretty, '\n'));
  g_assert_true (json_node_equal (root, again));
}

/* Whole numbers that json-glib keeps as doubles are JSON again, and nothing else is touched. */
static void
test_exponents (void)
{
  static const struct {
    const char *read;
    const char *written;
  } texts[] = {
    { "1e17", "1e+17" },
    { "[-2e095,1]", "[-2e+95,1]" },
    { "{\"a\":1e300}", "{\"a\":1.0000000000000001e+300}" },
    { "[1E2,1e-300]", "[100.0,1e-300]" },
    { "[\"1e+17.0\",\"\\\"1e+17.0\",1e20]", "[\"1e+17.0\",\"\\\"1e+17.0\",1e+20]" },
    { "[true,\"e+1.0\",10.0]", "[true,\"e+1.0\",10.0]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) root = plug_json_parse (texts[i].read, strlen (texts[i].read), 0, NULL);
      g_autofree char *written = plug_json_to_string (root, FALSE);
      g_autoptr (JsonNode) again = plug_json_parse (written, strlen (written), 0, NULL);

      g_assert_cmpstr (written, ==, texts[i].written);
      g_assert_nonnull (again);
      g_assert_true (json_node_equal (root, again));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/accepted", test_accepted);
  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/json/length", test_length);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/size", test_size);
  g_test_add_func ("/json/error-tells-nothing", test_error_tells_nothing);
  g_test_add_func ("/json/every-prefix", test_every_prefix);
  g_test_add_func ("/json/every-byte", test_every_byte);
  g_test_add_func ("/json/getters", test_getters);
  g_test_add_func ("/json/ids", test_ids);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/to-string", test_to_string);
  g_test_add_func ("/json/exponents", test_exponents);
  for (gsize i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autofree char *path = g_strconcat ("/json/payload/", payloads[i].path, NULL);

      g_test_add_data_func (path, &payloads[i], test_payload);
    }
  return g_test_run ();
}
