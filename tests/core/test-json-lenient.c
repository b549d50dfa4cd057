/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Almost JSON: what is read of it, and that the place of each fault is the one a person means. */

#include "config.h"

#include <string.h>

#include "plug-json-lenient.h"
#include "plug-json.h"
#include "plug-test.h"

#define REPEATED 200000

static JsonNode *
read_text (const char *text,
           gsize      *end,
           GArray    **flaws)
{
  *flaws = g_array_new (FALSE, FALSE, sizeof (PlugJsonFlaw));
  return plug_json_read_lenient (text, strlen (text), end, *flaws);
}

static const char *const valid[] = {
  "{}", "[]", " \t\n{ } ", "[1,2 , 3]", "{\"a\":1}", "{\"a\":{\"b\":[{}]}}",
  "[-0, 0.5, 1e5, -1.5e-3]",
  "[9007199254740992,-9007199254740992]", "[true,false,null]", "{\"\":null}", "[[],[[]],{}]",
  "{\"a\":\"\"}", "[\"\",\"\"]", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"]",
  "[\"\\ud83d\\ude00\"]", "{\"a\":1,\"a\":2}", "[\"// no comment\"]", "[\"a, b\", \"c\"]",
  "{\"say\":\"“hi”\",\"b\":\"it's\"}", "[\"“a”, “b”\",\"c\"]", "[\"{ \", \"}\"]",
  "{\"a\" : \"b\" , \"c\"\n:\n\"d\"\n}", "{\"a\":\"x: y\",\"b\":[\"x\",\"y: z\"]}",
  "{\"a,b\":\"]}\",\"c\":\"\\\"}\"}", "[\"\\\\\"]", "{\"#\":\"#\"}",
};

/* What is JSON reads as the strict reader reads it. */
static void
test_valid (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (valid); i++)
    {
      g_autoptr (GArray) flaws = NULL;
      g_autoptr (JsonNode) lenient = read_text (valid[i], NULL, &flaws);
      g_autoptr (JsonNode) strict = plug_json_parse (valid[i], strlen (valid[i]), 0, NULL);

      g_test_message ("%s", valid[i]);
      g_assert_nonnull (strict);
      g_assert_nonnull (lenient);
      g_assert_true (json_node_equal (lenient, strict));
      g_assert_cmpuint (flaws->len, ==, 0);
    }
}

typedef struct {
  const char *text;
  const char *json; /* what is read */
  guint n_flaws;
  gsize offset;     /* of the first */
  gsize end;        /* 0 for the text's */
} Almost;

static const Almost almost[] = {
  /* Commas */
  { "{\"a\":1,}", "{\"a\":1}", 1, 6, 0 },
  { "[1,2,]", "[1,2]", 1, 4, 0 },
  { "{\"a\":[ ]\n\"b\":2}", "{\"a\":[],\"b\":2}", 1, 9, 0 },
  { "{\"a\":\"x\"\n\"b\":\"y\"}", "{\"a\":\"x\",\"b\":\"y\"}", 1, 9, 0 },
  { "{\"a\":\"x\" \"b\":\"y\"}", "{\"a\":\"x\",\"b\":\"y\"}", 1, 9, 0 },
  { "{\"a\":1,,\"b\":2}", "{\"a\":1,\"b\":2}", 1, 7, 0 },
  { "{,\"a\":1}", "{\"a\":1}", 1, 1, 0 },
  { "{\"a\":1;\"b\":2}", "{\"a\":1,\"b\":2}", 1, 6, 0 },
  { "[1 2]", "[\"1 2\"]", 1, 1, 0 },
  { "[{} {}]", "[{},{}]", 1, 4, 0 },
  /* Names */
  { "{a:1}", "{\"a\":1}", 1, 1, 0 },
  { "{ event.vendor.type: \"x\" }", "{\"event.vendor.type\":\"x\"}", 1, 2, 0 },
  { "{'a':'b'}", "{\"a\":\"b\"}", 2, 1, 0 },
  { "{“a”: “b”}", "{\"a\":\"b\"}", 2, 1, 0 },
  { "{“a\": “b\", \"c\": 1}", "{\"a\":\"b\",\"c\":1}", 2, 1, 0 },
  { "{\"a\": \"b”,\n\"c\": 1}", "{\"a\":\"b\",\"c\":1}", 0, 0, 0 },
  { "{\"a\"=\"b\"}", "{\"a\":\"b\"}", 1, 4, 0 },
  { "{\"a\"=>\"b\"}", "{\"a\":\"b\"}", 1, 4, 0 },
  { "{\"a\": }", "{}", 1, 6, 0 },
  { "{\"a\":,\"b\":1}", "{\"b\":1}", 1, 5, 0 },
  /* Texts */
  { "{\"a\":\"<a href=\"http://x.example\" target=\"_blank\">y</a>\",\"b\":1}",
    "{\"a\":\"<a href=\\\"http://x.example\\\" target=\\\"_blank\\\">y</a>\",\"b\":1}", 1, 14, 0 },
  { "{\"a\":\"<b style=\"color: red\" title=\"t\">y</b>\"}",
    "{\"a\":\"<b style=\\\"color: red\\\" title=\\\"t\\\">y</b>\"}", 1, 15, 0 },
  { "[\"say \"hi\" twice\", 2]", "[\"say \\\"hi\\\" twice\",2]", 1, 6, 0 },
  { "{\"a\":\"one\ntwo\",\"b\":1}", "{\"a\":\"one\\ntwo\",\"b\":1}", 1, 9, 0 },
  { "{\"a\":\"one,\n\"b\":1}", "{\"a\":\"one\",\"b\":1}", 1, 5, 0 },
  { "{\"a\":\"one\n}", "{\"a\":\"one\"}", 1, 5, 0 },
  { "{\"a\":\"C:\\dir\"}", "{\"a\":\"C:\\\\dir\"}", 1, 8, 0 },
  { "{\"a\":\"it\\'s\"}", "{\"a\":\"it's\"}", 1, 8, 0 },
  { "{\"a\":\"\\ud800\"}", "{\"a\":\"\\\\ud800\"}", 1, 6, 0 },
  { "{\"a\":'it's'}", "{\"a\":\"it's\"}", 1, 5, 0 },
  { "{\"a\":\"\tx\"}", "{\"a\":\"\\tx\"}", 1, 6, 0 },
  /* Words */
  { "{\"a\":yes}", "{\"a\":\"yes\"}", 1, 5, 0 },
  { "{\"a\":True,\"b\":None}", "{\"a\":true,\"b\":null}", 2, 5, 0 },
  { "{\"a\":<INSERT>,\"b\":01}", "{\"a\":\"<INSERT>\",\"b\":\"01\"}", 2, 5, 0 },
  { "{\"a\":12345678901234567890}", "{\"a\":\"12345678901234567890\"}", 1, 5, 0 },
  { "{\"a\":http://x.example // c\n}", "{\"a\":\"http://x.example\"}", 2, 5, 0 },
  /* Comments and dots */
  { "{\"a\":1 // one\n,/* two */\"b\":2 # three\n}", "{\"a\":1,\"b\":2}", 3, 7, 0 },
  { "{\"a\":1, ...}", "{\"a\":1}", 1, 8, 0 },
  { "[..., 1]", "[1]", 1, 1, 0 },
  { "[…]", "[]", 1, 1, 0 },
  { "{\"a\":1, \\\n \"b\":2 ^\n}", "{\"a\":1,\"b\":2}", 2, 8, 0 },
  /* Brackets */
  { "{\"a\":[1,2", "{\"a\":[1,2]}", 1, 9, 0 },
  { "{\"a\":{\"b\":1}", "{\"a\":{\"b\":1}}", 1, 12, 0 },
  { "{\"a\":[1,2}", "{\"a\":[1,2]}", 1, 9, 0 },
  { "{\"a\":[\"x\",\"b\":1}", "{\"a\":[\"x\"],\"b\":1}", 1, 10, 0 },
  { "[{\"a\":1],", "[{\"a\":1}]", 1, 7, 8 },
  { "{\"a\":1]}", "{\"a\":1}", 1, 6, 0 },
  /* What follows */
  { "{\"a\":1} and so on", "{\"a\":1}", 0, 0, 7 },
  { "{\"a\":\"x\"\n\nParameters\n", "{\"a\":\"x\"}", 1, 10, 10 },
  { "{\"a\":1}}", "{\"a\":1}", 0, 0, 7 },
};

static void
test_almost (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (almost); i++)
    {
      g_autoptr (GArray) flaws = NULL;
      gsize end;
      g_autoptr (JsonNode) node = read_text (almost[i].text, &end, &flaws);
      g_autofree char *json = NULL;

      g_test_message ("%s", almost[i].text);
      g_assert_nonnull (node);
      json = plug_json_to_string (node, FALSE);
      g_assert_cmpstr (json, ==, almost[i].json);
      for (guint n = 0; n < flaws->len; n++)
        g_test_message ("%zu %s", g_array_index (flaws, PlugJsonFlaw, n).offset,
                        g_array_index (flaws, PlugJsonFlaw, n).problem);
      g_assert_cmpuint (flaws->len, ==, almost[i].n_flaws);
      if (flaws->len > 0)
        g_assert_cmpuint (g_array_index (flaws, PlugJsonFlaw, 0).offset, ==, almost[i].offset);
      g_assert_cmpuint (end, ==, almost[i].end > 0 ? almost[i].end : strlen (almost[i].text));
    }
}

static void
test_none (void)
{
  static const char *const none[] = { "", " ", "1", "\"a\"", "a", "}", "// {", "\\" };

  g_assert_null (plug_json_read_lenient (NULL, 0, NULL, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (plug_json_read_lenient (none[i], strlen (none[i]), NULL, NULL));
}

/* What would be quadratic, or deep, is neither: all of it together is read in no time. */
static void
test_hostile (void)
{
  static const char *const units[] = {
    "[", "{", "{\"a\":", "[{\"a\":", "\"", "[\"", "{\"a\":\"", "\" ", "\"\n", "{\"\n", "'", "“",
    "{“a", "/*", "{/*", "{#\n", ",", "[,", "{\"a\"", "{a:", "[\"a\" ", "[a\n", "[\\u", "[\"\\",
    "[\"\\ud800", "{\"\\", "[\"\n\"x\n", "[\"\n\n", "{\"a\":\"\n x", "[]", "}", "[\"a\":",
    "{\"a\":\"b\"\n", "...", "[…", "[;",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      GString *text = g_string_new ("{\"x\":[");
      g_autoptr (GArray) flaws = g_array_new (FALSE, FALSE, sizeof (PlugJsonFlaw));
      g_autoptr (JsonNode) node = NULL;
      gsize end;

      while (text->len < REPEATED)
        g_string_append (text, units[i]);
      node = plug_json_read_lenient (text->str, text->len, &end, flaws);
      g_assert_nonnull (node);
      g_assert_cmpuint (end, <=, text->len);
      g_assert_cmpuint (flaws->len, <=, PLUG_JSON_MAX_FLAWS);
      g_string_free (text, TRUE);
    }
}

/* Every prefix, and every byte another: read without a warning, and never past the end. */
static void
test_every_byte (void)
{
  static const char text[] = "{\"a\":[1,-2.5,\"x\\u00e9'y\",“z”,tru],b:{'c':\"\"},// d\n}";
  gsize length = strlen (text);

  for (gsize i = 0; i <= length; i++)
    {
      g_autofree char *prefix = g_memdup2 (text, MAX (i, 1));
      g_autoptr (JsonNode) node = plug_json_read_lenient (prefix, i, NULL, NULL);

      g_assert_true ((node != NULL) == (i > 0));
    }
  for (gsize i = 1; i < length; i++)
    {
      for (guint byte = 1; byte < 0x80; byte++)
        {
          g_autofree char *changed = g_strdup (text);
          g_autoptr (JsonNode) node = NULL;
          gsize end;

          if ((guchar) changed[i] >= 0x80)
            continue;
          changed[i] = (char) byte;
          node = plug_json_read_lenient (changed, length, &end, NULL);
          g_assert_nonnull (node);
          g_assert_cmpuint (end, <=, length);
        }
    }
}

static void
test_dup (void)
{
  static const char text[] = "{\"a\":[1,2.5,true,null,\"x\"],\"b\":{\"c\":\"y\"}}";
  g_autoptr (JsonNode) node = plug_json_parse (text, strlen (text), 0, NULL);
  g_autoptr (JsonNode) copy = plug_json_dup (node);
  g_autofree char *json = NULL;
  JsonArray *array;
  JsonObject *object;

  g_assert_true (json_node_equal (node, copy));
  plug_json_wipe (node);
  json = plug_json_to_string (copy, FALSE);
  g_assert_cmpstr (json, ==, text);
  array = json_object_get_array_member (json_node_get_object (node), "a");
  g_assert_cmpstr (json_array_get_string_element (array, 4), !=, "x");
  g_assert_cmpfloat (json_array_get_double_element (array, 1), ==, 2.5);
  object = json_object_get_object_member (json_node_get_object (node), "b");
  g_assert_cmpstr (json_object_get_string_member (object, "c"), !=, "y");
}

static void
test_tells_nothing (void)
{
  static const char text[] = "{\"password\":\"SECRET-1\" \"SECRET-2\", SECRET_3 = 'SECRET-4\"}";
  g_autoptr (GArray) flaws = NULL;
  g_autoptr (JsonNode) node = read_text (text, NULL, &flaws);

  g_assert_nonnull (node);
  g_assert_cmpuint (flaws->len, >, 0);
  for (guint i = 0; i < flaws->len; i++)
    g_assert_null (strstr (g_array_index (flaws, PlugJsonFlaw, i).problem, "SECRET"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-lenient/valid", test_valid);
  g_test_add_func ("/json-lenient/almost", test_almost);
  g_test_add_func ("/json-lenient/none", test_none);
  g_test_add_func ("/json-lenient/hostile", test_hostile);
  g_test_add_func ("/json-lenient/every-byte", test_every_byte);
  g_test_add_func ("/json-lenient/dup", test_dup);
  g_test_add_func ("/json-lenient/tells-nothing", test_tells_nothing);
  return g_test_run ();
}
