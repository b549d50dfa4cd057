/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pasted text in every style documentation and terminals have, and what is read of it. */

#include "config.h"

#include <string.h>

#include "plug-catalogue.h"
#include "plug-import.h"
#include "plug-json-lenient.h"
#include "plug-json.h"
#include "plug-test.h"

#define U "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/+A="
#define O "0123456789abcdef0123456789abcdef"
#define HOST "https://api.openconnectors.us2.ext.hana.ondemand.com/elements/api-v2"
#define URL HOST "/instances"
#define AUTH "User " U ", Organization " O
#define BODY "{\"element\":{\"key\":\"acme\"},\"configuration\":{\"username\":\"u\"," \
             "\"password\":\"p\"},\"tags\":[\"t\"],\"name\":\"Acme\"}"
#define PRETTY "{\n  \"element\": {\n    \"key\": \"acme\"\n  },\n  \"configuration\": {\n" \
               "    \"username\": \"u\",\n    \"password\": \"p\"\n  },\n" \
               "  \"tags\": [\n    \"t\"\n  ],\n  \"name\": \"Acme\"\n}"
#define ESCAPED "{\\\"element\\\":{\\\"key\\\":\\\"acme\\\"},\\\"configuration\\\":" \
                "{\\\"username\\\":\\\"u\\\",\\\"password\\\":\\\"p\\\"}," \
                "\\\"tags\\\":[\\\"t\\\"],\\\"name\\\":\\\"Acme\\\"}"
#define CURLY "{“element”:{“key”:“acme”},“configuration”:{“username”:“u”,“password”:“p”}," \
              "“tags”:[“t”],“name”:“Acme”}"

/* All of these are one request. */
typedef struct {
  const char *name;
  const char *text;
} Style;

static const Style styles[] = {
  { "documentation",
    "curl -X POST \\\n  " URL " \\\n  -H 'authorization: " AUTH "' \\\n"
    "  -H 'content-type: application/json' \\\n  -d '" PRETTY "\n'\n" },
  { "one-line", "curl -X POST " URL " -H 'Authorization: " AUTH "' -d '" BODY "'" },
  { "long-options",
    "curl --request POST --url '" URL "' --header 'Authorization: " AUTH "' --data '" BODY "'" },
  { "with-equals", "curl --request=POST --url=" URL " --header='Authorization: " AUTH "'"
                   " --data='" BODY "'" },
  { "data-raw", "curl '" URL "' -H 'AUTHORIZATION: user " U ", organization " O "'"
                " --data-raw '" BODY "' --compressed" },
  { "data-binary", "curl " URL " -H 'authorization: " AUTH "' --data-binary '" BODY "'" },
  { "json-option", "curl --json '" BODY "' " URL " -H 'authorization: " AUTH "'" },
  { "clustered", "curl -sSXPOST -H'authorization: " AUTH "' -d'" BODY "' " URL },
  { "header-order", "curl -d '" BODY "' -H 'content-type:application/json'"
                    " -H 'authorization:Organization " O ",User " U "' -X POST " URL },
  { "token-too", "curl -d '" BODY "' -H 'authorization: Element T0KEN, " AUTH "' " URL },
  { "double-quotes", "curl -X POST \"" URL "\" -H \"authorization: " AUTH "\" -d \"" ESCAPED "\"" },
  { "double-unescaped", "curl -X POST " URL " -H \"authorization: " AUTH "\" -d \"" BODY "\"" },
  { "unquoted-body", "curl -X POST " URL " -H 'authorization: " AUTH "' -d " PRETTY "\n\nNext" },
  { "doubled-quotes", "curl -X POST " URL " -H \"authorization: " AUTH "\" -d "
                      "\"{\"\"element\"\":{\"\"key\"\":\"\"acme\"\"},\"\"configuration\"\":"
                      "{\"\"username\"\":\"\"u\"\",\"\"password\"\":\"\"p\"\"},\"\"tags\"\":"
                      "[\"\"t\"\"],\"\"name\"\":\"\"Acme\"\"}\"" },
  { "caret-lines", "curl.exe -X POST ^\r\n  " URL " ^\r\n  -H \"authorization: " AUTH "\" ^\r\n"
                   "  -d \"" ESCAPED "\"\r\n" },
  { "caret-everywhere", "curl ^\"" URL "^\" ^\n  -H ^\"authorization: " AUTH "^\" ^\n  --data-raw "
                        "^\"^{^\\^\"element^\\^\":^{^\\^\"key^\\^\":^\\^\"acme^\\^\"^},"
                        "^\\^\"configuration^\\^\":^{^\\^\"username^\\^\":^\\^\"u^\\^\","
                        "^\\^\"password^\\^\":^\\^\"p^\\^\"^},^\\^\"tags^\\^\":^[^\\^\"t^\\^\"^],"
                        "^\\^\"name^\\^\":^\\^\"Acme^\\^\"^}^\"" },
  { "backtick-lines", "curl.exe -X POST `\n  " URL " `\n  -H \"authorization: " AUTH "\" `\n"
                      "  -d '" BODY "'" },
  { "ansi", "curl " URL " -H $'authorization: " AUTH "' --data-raw "
            "$'{\"element\":{\"key\":\"\\u0061cme\"},\\n\"configuration\":{\"username\":\"\\x75\","
            "\"password\":\"\\160\"},\\t\"tags\":[\"t\"],\"name\":\"Acme\"}'" },
  { "curly-quotes", "curl -X POST " URL " -H ‘authorization: " AUTH "’ -d ‘" CURLY "’" },
  { "curly-double", "curl -X POST “" URL "” -H “authorization: " AUTH "” -d ‘" BODY "’" },
  { "curly-within-curly", "curl -X POST " URL " -H “authorization: " AUTH "” -d “" CURLY "”" },
  { "long-dashes", "curl –X POST " URL " –H 'authorization: " AUTH "' —data '" BODY "'" },
  { "trailing-spaces", "curl -X POST \\  \n  " URL " \\ \n  -H 'authorization: " AUTH "' \\\t\n"
                       "  -d '" BODY "'" },
  { "double-spaced", "curl -X POST \\\n\n  " URL " \\\n\n  -H 'authorization: " AUTH "' \\\n\n"
                     "  -d '" BODY "'" },
  { "no-continuation", "curl -X POST\n  " URL "\n  -H 'authorization: " AUTH "'\n  -d '" BODY "'" },
  { "lost-line-breaks", "curl -X POST \\   " URL " \\   -H 'authorization: " AUTH "' \\   -d '"
                        BODY "'" },
  { "prompt", "$ curl -X POST \\\n>   " URL " \\\n>   -H 'authorization: " AUTH "' \\\n>   -d '"
              BODY "'\n$ " },
  { "prompt-windows", "C:\\>curl -X POST " URL " -H \"authorization: " AUTH "\" -d \"" ESCAPED "\"" },
  { "line-numbers", "1  curl -X POST \\\n2    " URL " \\\n3    -H 'authorization: " AUTH "' \\\n"
                    "4    -d '{\"element\":{\"key\":\"acme\"},\n5    \"configuration\":"
                    "{\"username\":\"u\",\"password\":\"p\"},\n6    \"tags\":[\"t\"],\n"
                    "7    \"name\":\"Acme\"}'" },
  { "fence", "Like so:\n\n```bash\ncurl -X POST \\\n  " URL " \\\n  -H 'authorization: " AUTH
             "' \\\n  -d '" PRETTY "'\n```\n\nThen wait." },
  { "quoted-mail", "> curl -X POST \\\n>   " URL " \\\n>   -H 'authorization: " AUTH "' \\\n"
                   ">   -d '" BODY "'\n" },
  { "no-break-spaces", "curl\u00a0-X\u00a0POST\u00a0" URL " -H 'authorization:\u00a0" AUTH "'"
                       "\u00a0-d '{\u00a0\"element\":\u00a0{\"key\":\"ac\u200bme\"},"
                       "\"configuration\":{\"username\":\"u\",\"password\":\"p\"},"
                       "\"tags\":[\"t\"],\"name\":\"Acme\"}'" },
  { "byte-order-mark", "\ufeffcurl -X POST " URL " -H 'authorization: " AUTH "' -d '" BODY "'" },
  { "terminal-colours", "\033[32m$\033[0m curl -X POST " URL " -H 'authorization: " AUTH "' -d '"
                        BODY "'" },
  { "here-document", "curl -X POST " URL " -H 'authorization: " AUTH "' -d @- <<EOF\n" PRETTY
                     "\nEOF\n" },
  { "here-document-quoted", "curl -X POST " URL " -H 'authorization: " AUTH "' -d @- <<-'END'\n"
                            PRETTY "\n  END\necho done" },
  { "here-document-first", "curl -d @- <<'EOF' -X POST " URL " -H 'authorization: " AUTH "'"
                           " | jq .\n"
                           PRETTY "\nEOF\n" },
  { "here-string", "curl -X POST " URL " -H 'authorization: " AUTH "' -d @- <<<'" BODY "'" },
  { "substitution", "curl -X POST " URL " -H 'authorization: " AUTH "' -d \"$(cat <<EOF\n" PRETTY
                    "\nEOF\n)\"" },
  { "fed-and-following", "curl -X POST " URL " -H 'authorization: " AUTH "' -d @-\n\n" PRETTY "\n" },
  { "fed-and-before", "echo '" BODY "' | curl -X POST " URL " -H 'authorization: " AUTH "' -d @-" },
  { "several", "curl -H 'authorization: User a, Organization b' " HOST "/instances/7\n"
               "curl -X POST " URL " -H 'authorization: " AUTH "' -d '" BODY "'\n"
               "curl -X DELETE " HOST "/instances/8" },
  { "after-and", "cd /x && curl -X POST " URL " -H 'authorization: " AUTH "' -d '" BODY "' && ls" },
  { "in-a-sentence", "Now run curl -X POST " URL " -H 'authorization: " AUTH "' -d '" BODY "'" },
  { "other-options", "curl -i -k --max-time 30 -o out.json -w '%{http_code}' -u me:pw -A agent "
                     "-X POST " URL " -H 'accept: */*' -H 'authorization: " AUTH "'"
                     " -d '" BODY "'" },
  { "placeholder-redirection", "curl -u <user> -X POST " URL " -H 'authorization: " AUTH "' -d '"
                               BODY "' > out 2>&1" },
  { "heading", "Example cURL\n\ncurl -X POST " URL " -H 'authorization: " AUTH "' -d '" BODY "'\n\n"
               "Parameters\nname\n" },
};

static PlugImport *
read_text (const char *text)
{
  return plug_import_new (text, strlen (text));
}

static void
assert_secret (PlugSecret *secret,
               const char *expected)
{
  g_assert_cmpstr (secret != NULL ? plug_secret_peek (secret) : NULL, ==, expected);
}

static void
assert_body (PlugImport *import,
             const char *expected)
{
  g_autoptr (JsonNode) body = plug_import_dup_body (import);
  g_autoptr (JsonNode) wanted = NULL;
  g_autofree char *json = NULL;

  if (expected == NULL)
    {
      g_assert_null (body);
      return;
    }
  g_assert_nonnull (body);
  json = plug_json_to_string (body, FALSE);
  wanted = plug_json_parse (expected, strlen (expected), 0, NULL);
  g_assert_nonnull (wanted);
  if (!json_node_equal (body, wanted))
    g_error ("%s\nis not\n%s", json, expected);
}

static void
tell (PlugImport *import)
{
  for (const char *const *n = plug_import_get_notes (import); *n != NULL; n++)
    g_test_message ("note: %s", *n);
  for (guint i = 0; i < plug_import_get_n_problems (import); i++)
    g_test_message ("problem: %s", plug_import_get_problem (import, i)->message);
}

static void
test_style (gconstpointer data)
{
  const Style *style = data;
  g_autoptr (PlugImport) import = read_text (style->text);

  tell (import);
  g_assert_cmpint (plug_import_get_kind (import), ==, PLUG_IMPORT_COMMAND);
  g_assert_cmpstr (plug_import_get_method (import), ==, "POST");
  g_assert_cmpstr (plug_import_get_path (import), ==, "/instances");
  g_assert_cmpstr (plug_import_get_base_url (import), ==, HOST);
  g_assert_cmpstr (plug_import_get_connector_key (import), ==, "acme");
  g_assert_cmpstr (plug_import_get_name (import), ==, "Acme");
  g_assert_cmpuint (plug_import_get_n_fields (import), ==, 2);
  assert_secret (plug_import_get_user_secret (import), U);
  assert_secret (plug_import_get_organization_secret (import), O);
  assert_body (import, BODY);
  g_assert_null (plug_import_get_unfilled (import)[0]);
  if (strstr (style->text, "“") == NULL || strstr (style->text, BODY) != NULL)
    g_assert_cmpuint (plug_import_get_n_problems (import), ==, 0);
}

/* What is not one request like the others. */
typedef struct {
  const char *text;
  PlugImportKind kind;
  const char *path;
  const char *base_url;
  const char *key;
  const char *body;
  const char *unfilled; /* joined by commas */
  guint n_notes;
  guint n_problems;
  guint line;           /* of the first problem */
  guint column;
} Case;

static const Case cases[] = {
  { "", PLUG_IMPORT_NOTHING, NULL, NULL, NULL, NULL, "", 0, 0, 0, 0 },
  { "Good morning", PLUG_IMPORT_NOTHING, NULL, NULL, NULL, NULL, "", 0, 0, 0, 0 },
  { "curl is a command, and cURL, too.", PLUG_IMPORT_NOTHING, NULL, NULL, NULL, NULL, "", 0, 0, 0, 0 },
  { "{\"message\":\"x\",\"requestId\":\"y\"}", PLUG_IMPORT_NOTHING, NULL, NULL, NULL, NULL, "", 0, 0, 0, 0 },
  { "{\"element\":\"box\",\"oauthUrl\":\"x\"}", PLUG_IMPORT_NOTHING, NULL, NULL, NULL, NULL, "", 0, 0, 0, 0 },
  /* Bodies */
  { BODY, PLUG_IMPORT_BODY, NULL, NULL, "acme", BODY, "", 0, 0, 0, 0 },
  { "Body:\n" PRETTY "\nend", PLUG_IMPORT_BODY, NULL, NULL, "acme", BODY, "", 0, 0, 0, 0 },
  { "{\"element\":{\"key\":\"k\"},\"configuration\":{\"a\":true,\"b\":1,\"c\":{\"d\":\"<E>\"}},\"x\":[1]}", PLUG_IMPORT_BODY, NULL, NULL, "k", "{\"element\":{\"key\":\"k\"},\"configuration\":{\"a\":true,\"b\":1,\"c\":{\"d\":\"<E>\"}},\"x\":[1]}", "", 0, 0, 0, 0 },
  { "{\"element\":{\"key\":\"k\"},\"configuration\":{\"a\":\"<A>\",\"b\":\"{your b}\",\"c\":\"c\"}," "\"providerData\":{\"code\":\"<CODE>\"},\"tags\":[\"<TAG>\",\"t\"],\"name\":\"<NAME>\"}", PLUG_IMPORT_BODY, NULL, NULL, "k", "{\"element\":{\"key\":\"k\"},\"configuration\":{\"c\":\"c\"},\"tags\":[\"t\"]}", "a,b,code,tags,name", 0, 0, 0, 0 },
  { "{\"element\":{\"key\":\"<KEY>\"},\"configuration\":{\"a\":\"x\"}}", PLUG_IMPORT_BODY, NULL, NULL, NULL, "{\"configuration\":{\"a\":\"x\"}}", "element", 0, 0, 0, 0 },
  { "{\"element\":\"k\",\"configuration\":{}}", PLUG_IMPORT_BODY, NULL, NULL, "k", "{\"element\":{\"key\":\"k\"},\"configuration\":{}}", "", 0, 0, 0, 0 },
  { "{\"configuration\":{\"a\":\"x\"},\"name\":\"n\"}", PLUG_IMPORT_BODY, NULL, NULL, NULL, "{\"configuration\":{\"a\":\"x\"},\"name\":\"n\"}", "", 0, 0, 0, 0 },
  { "POST /elements/my%20key/instances\n{\"configuration\":{\"a\":\"x\"}}", PLUG_IMPORT_BODY, "/elements/my%20key/instances", NULL, "my key", "{\"configuration\":{\"a\":\"x\"}}", "", 0, 0, 0, 0 },
  { "POST /elements/api-v2/instances HTTP/1.1\r\nHost: api.openconnectors.eu10.ext.hana.ondemand.com\r\n\r\n" BODY, PLUG_IMPORT_BODY, "/instances", "https://api.openconnectors.eu10.ext.hana.ondemand.com/elements/api-v2", "acme", BODY, "", 0, 0, 0, 0 },
  { "Send this to " URL ":\n" BODY, PLUG_IMPORT_BODY, NULL, HOST, "acme", BODY, "", 0, 0, 0, 0 },
  /* Bodies that are none */
  { "{\"element\":{\"key\":\"k\"}\n\"configuration\":{\"a\":\"x\",},\n}", PLUG_IMPORT_BODY, NULL, NULL, "k", "{\"element\":{\"key\":\"k\"},\"configuration\":{\"a\":\"x\"}}", "", 0, 3, 2, 1 },
  { "Küma:\n  {“element”: {“key”: “k”}, configuration: {'a': \"<b>\"x\"</b>\"}} }", PLUG_IMPORT_BODY, NULL, NULL, "k", "{\"element\":{\"key\":\"k\"},\"configuration\":{\"a\":\"<b>\\\"x\\\"</b>\"}}", "", 0, 7, 2, 4 },
  { "1: {\"element\":\u00a0{\"key\":\"k\"},\n2:  \"configuration\":{\"a\" \"x\"\n3: }}", PLUG_IMPORT_BODY, NULL, NULL, "k", "{\"element\":{\"key\":\"k\"},\"configuration\":{\"a\":\"x\"}}", "", 2, 1, 2, 26 },
  /* Commands */
  { "curl -X POST " HOST "/elements/k%2Fl/instances?x=1 -d '{\"configuration\":{\"a\":\"x\"}}'", PLUG_IMPORT_COMMAND, "/elements/k%2Fl/instances", HOST, "k/l", "{\"configuration\":{\"a\":\"x\"}}", "", 0, 0, 0, 0 },
  { "curl " URL " -d @body.json", PLUG_IMPORT_NOTHING, "/instances", HOST, NULL, NULL, "", 0, 1, 1, 88 },
  { "curl " URL " -d @body.json\n" BODY, PLUG_IMPORT_COMMAND, "/instances", HOST, "acme", BODY, "", 0, 1, 1, 88 },
  { "curl -H 'authorization: " AUTH "' " HOST "/elements/keys\n\n" BODY, PLUG_IMPORT_BODY, NULL, HOST, "acme", BODY, "", 1, 0, 0, 0 },
  { "curl \"$BASE\" -d '" BODY "'", PLUG_IMPORT_COMMAND, NULL, NULL, "acme", BODY, "", 2, 0, 0, 0 },
  { "curl -X POST " URL, PLUG_IMPORT_NOTHING, "/instances", HOST, NULL, NULL, "", 0, 1, 1, 1 },
  { "curl " URL " -F 'a=b'", PLUG_IMPORT_NOTHING, "/instances", HOST, NULL, NULL, "", 0, 1, 1, 1 },
  { "curl " URL " -d 'a=b'", PLUG_IMPORT_NOTHING, "/instances", HOST, NULL, NULL, "", 0, 1, 1, 89 },
  { "curl " URL " -d '{\"a\":1}'", PLUG_IMPORT_NOTHING, "/instances", HOST, NULL, NULL, "", 0, 1, 1, 89 },
  { "curl " URL " -d '" BODY " and more'", PLUG_IMPORT_COMMAND, "/instances", HOST, "acme", BODY, "", 0, 1, 1, 191 },
  { "curl http://api.example.com/elements/api-v2/instances -d '" BODY "'", PLUG_IMPORT_COMMAND, "/instances", NULL, "acme", BODY, "", 0, 1, 1, 6 },
  { "curl https://<HOST>/elements/api-v2/instances -d '" BODY "'", PLUG_IMPORT_COMMAND, "/instances", NULL, "acme", BODY, "", 1, 0, 0, 0 },
  { "curl https://example.com/instances -d '" BODY "'", PLUG_IMPORT_COMMAND, "/instances", NULL, "acme", BODY, "", 1, 0, 0, 0 },
  { "curl -X PUT " HOST "/instances/7 -d '" BODY "'", PLUG_IMPORT_COMMAND, "/instances/7", HOST, "acme", BODY, "", 1, 0, 0, 0 },
  { "curl " URL " -H 'authorization: User <U>, Organization <O>' -d '" BODY "'", PLUG_IMPORT_COMMAND, "/instances", HOST, "acme", BODY, "", 1, 0, 0, 0 },
  { "curl " URL " -d '{\"element\":{\"key\":\"k\"},\"configuration\":{\"a\":\"X>'${gmtDate:yyyy'T'HH'Z'}' and 'y'\"}}'", PLUG_IMPORT_COMMAND, "/instances", HOST, "k", "{\"element\":{\"key\":\"k\"},\"configuration\":{\"a\":\"X>'${gmtDate:yyyy'T'HH'Z'}' and 'y'\"}}", "", 1, 0, 0, 0 },
  { "curl " URL " -d '{\"element\":{\"key\":\"k\"},\"configuration\":{\"a\":\"it'\\''s, it'\"'\"'s\"}}'", PLUG_IMPORT_COMMAND, "/instances", HOST, "k", "{\"element\":{\"key\":\"k\"},\"configuration\":{\"a\":\"it's, it's\"}}", "", 0, 0, 0, 0 },
  { "curl " URL " -d '" BODY, PLUG_IMPORT_COMMAND, "/instances", HOST, "acme", BODY, "", 0, 1, 1, 88 },
  { "curl -X POST \\\n  " URL " \\\n  -d '{\n  \"element\": {\"key\": \"k\"}\n  \"configuration\": {}\n}'", PLUG_IMPORT_COMMAND, "/instances", HOST, "k", "{\"element\":{\"key\":\"k\"},\"configuration\":{}}", "", 0, 1, 5, 3 },
  /* Answers */
  { "{\"id\":7,\"name\":\"n\",\"token\":\"T0KEN\",\"element\":{\"id\":1,\"key\":\"k\",\"name\":\"K\"},\"valid\":true,\"tags\":[\"a\",{\"id\":1,\"name\":\"b\"}]," "\"configuration\":{\"a\":\"x\",\"b\":null,\"password\":\"********\"}}", PLUG_IMPORT_INSTANCE, NULL, NULL, "k", "{\"element\":{\"key\":\"k\"},\"name\":\"n\",\"configuration\":{\"a\":\"x\"},\"tags\":[\"a\",\"b\"]}", "password", 1, 0, 0, 0 },
  { "[{\"id\":7,\"name\":\"n\",\"element\":{\"key\":\"k\"}},{\"id\":8}]", PLUG_IMPORT_INSTANCE, NULL, NULL, "k", "{\"element\":{\"key\":\"k\"},\"name\":\"n\"}", "", 1, 0, 0, 0 },
  { "{\"id\":7,\"name\":\"n\",\"element\":{\"key\":\"k\",\"configuration\":{\"a\":\"x\"},\"token\":\"T0KEN\"}}", PLUG_IMPORT_INSTANCE, NULL, NULL, "k", "{\"element\":{\"key\":\"k\"},\"name\":\"n\",\"configuration\":{\"a\":\"x\"}}", "", 1, 0, 0, 0 },
  { BODY "\n\nAnswer\n\n{\"id\":7,\"token\":\"T0KEN\",\"element\":{\"key\":\"other\"}}", PLUG_IMPORT_BODY, NULL, NULL, "acme", BODY, "", 1, 0, 0, 0 },
};

static void
assert_case (const Case *wanted)
{
  g_autoptr (PlugImport) import = read_text (wanted->text);
  g_autofree char *unfilled = g_strjoinv (",", (char **) plug_import_get_unfilled (import));

  g_test_message ("%s", wanted->text);
  tell (import);
  g_assert_cmpint (plug_import_get_kind (import), ==, wanted->kind);
  g_assert_cmpstr (plug_import_get_path (import), ==, wanted->path);
  g_assert_cmpstr (plug_import_get_base_url (import), ==, wanted->base_url);
  g_assert_cmpstr (plug_import_get_connector_key (import), ==, wanted->key);
  assert_body (import, wanted->body);
  g_assert_cmpstr (unfilled, ==, wanted->unfilled);
  g_assert_cmpuint (g_strv_length ((char **) plug_import_get_notes (import)), ==, wanted->n_notes);
  g_assert_cmpuint (plug_import_get_n_problems (import), ==, wanted->n_problems);
  if (wanted->n_problems > 0)
    {
      const PlugImportProblem *problem = plug_import_get_problem (import, 0);

      g_assert_cmpuint (problem->line, ==, wanted->line);
      g_assert_cmpuint (problem->column, ==, wanted->column);
    }
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_case (&cases[i]);
}

/* No message has a value in it, a token is nowhere. */
static void
test_tells_nothing (void)
{
  static const char text[] =
    "curl -k https://u:SECRET-1@api.example.com/elements/api-v2/instances?x=SECRET-2 "
    "-u SECRET-3 -H 'authorization: User SECRET-4, Element SECRET-5' "
    "-d '{\"element\":{\"key\":\"k\"},\"token\":\"SECRET-6\",\"configuration\":{\"password\":"
    "\"SECRET-7\" \"SECRET-8\",,}} SECRET-9'\n"
    "curl -X DELETE " HOST "/instances?apiSecret=SECRET-0";
  g_autoptr (PlugImport) import = read_text (text);
  g_autofree char *notes = g_strjoinv ("\n", (char **) plug_import_get_notes (import));
  g_autoptr (JsonNode) body = plug_import_dup_body (import);
  g_autofree char *json = plug_json_to_string (body, FALSE);

  tell (import);
  assert_secret (plug_import_get_user_secret (import), "SECRET-4");
  g_assert_null (strstr (notes, "SECRET"));
  g_assert_cmpuint (plug_import_get_n_problems (import), >, 2);
  for (guint i = 0; i < plug_import_get_n_problems (import); i++)
    g_assert_null (strstr (plug_import_get_problem (import, i)->message, "SECRET"));
  g_assert_null (strstr (json, "SECRET-5"));
  g_assert_null (strstr (json, "SECRET-6"));
  g_assert_nonnull (strstr (json, "SECRET-7"));
}

/* A place is one of the text as it was pasted: in characters, whatever was left out before. */
static void
test_places (void)
{
  static const char text[] = "é\u200b\r\n> \u00a0{\"element\":{\"key\":\"ü\"},\"configuration\":"
                             "{\"a\":“é”}}";
  g_autoptr (PlugImport) import = read_text (text);
  const PlugImportProblem *problem;

  g_assert_cmpuint (plug_import_get_n_problems (import), ==, 1);
  problem = plug_import_get_problem (import, 0);
  g_assert_cmpuint (problem->line, ==, 2);
  g_assert_cmpuint (problem->column, ==, 48);
  g_assert_cmpuint (problem->length, ==, 1);
  g_assert_true (g_str_has_prefix (problem->message, "Line 2, column 48: "));
}

static PlugConnector *
find_connector (const char *key)
{
  PlugConnector *connector = plug_catalogue_find (key);

  return connector != NULL ? g_object_ref (connector) : plug_connector_new (key, key, NULL, NULL);
}

/* The draft says what the text says, no more and no less. */
static void
assert_draft (PlugImport *import)
{
  const char *key = plug_import_get_connector_key (import);
  g_autoptr (PlugConnector) connector = find_connector (key);
  g_autoptr (PlugDraft) draft = plug_import_create_draft (import, connector);
  g_autoptr (JsonNode) body = plug_draft_build (draft, PLUG_DRAFT_REVEAL);
  g_autofree char *json = plug_json_to_string (body, FALSE);

  assert_body (import, json);
}

static void
test_draft (void)
{
  g_autoptr (PlugImport) import = read_text (BODY);
  g_autoptr (PlugImport) nothing = read_text ("nothing");
  g_autoptr (PlugConnector) connector = find_connector ("acme");

  assert_draft (import);
  g_assert_null (plug_import_create_draft (nothing, connector));
}

/* Of an instance only what somebody fills in; the rest is the connector's own. */
static void
test_draft_of_instance (void)
{
  g_autoptr (PlugImport) import = read_text (
    "{\"id\":7,\"name\":\"n\",\"element\":{\"key\":\"sagecrm\"},\"configuration\":{\"base.url\":"
    "\"https://{subdomain}/x\",\"subdomain\":\"s\",\"username\":\"u\",\"password\":\"********\"}}");
  g_autoptr (PlugConnector) connector = find_connector ("sagecrm");
  g_autoptr (PlugDraft) draft = plug_import_create_draft (import, connector);
  g_autofree char *json = plug_draft_build_text (draft, PLUG_DRAFT_REVEAL, FALSE);

  g_assert_cmpstr (json, ==, "{\"element\":{\"key\":\"sagecrm\"},\"configuration\":{\"subdomain\":"
                             "\"s\",\"username\":\"u\"},\"name\":\"n\"}");
}

static void
test_size (void)
{
  g_autofree char *large = g_strnfill (PLUG_IMPORT_MAX_BYTES + 1, ' ');
  g_autoptr (PlugImport) import = NULL;

  memcpy (large, BODY, strlen (BODY));
  import = plug_import_new (large, PLUG_IMPORT_MAX_BYTES + 1);
  g_assert_cmpint (plug_import_get_kind (import), ==, PLUG_IMPORT_NOTHING);
  g_assert_cmpuint (plug_import_get_n_problems (import), ==, 1);
  g_assert_nonnull (strstr (plug_import_get_problem (import, 0)->message, "1 MB"));
  g_assert_false (plug_import_is_likely (large, PLUG_IMPORT_MAX_BYTES + 1));
  g_clear_object (&import);
  import = plug_import_new (large, PLUG_IMPORT_MAX_BYTES);
  g_assert_cmpint (plug_import_get_kind (import), ==, PLUG_IMPORT_BODY);
}

static void
test_likely (void)
{
  g_assert_true (plug_import_is_likely (BODY, strlen (BODY)));
  g_assert_false (plug_import_is_likely (NULL, 0));
  g_assert_false (plug_import_is_likely ("hello {x}", 9));
  g_assert_false (plug_import_is_likely (AUTH, strlen (AUTH)));
}

/* Of a secret that is not UTF-8, of NUL, of nothing. */
static void
test_bytes (void)
{
  static const char text[] = "{\"element\":{\"key\":\"k\"},\"configuration\":{\"a\":\"\xff\0x\"}}";
  g_autoptr (PlugImport) import = plug_import_new (text, sizeof text - 1);
  g_autoptr (PlugImport) nothing = plug_import_new (NULL, 0);

  assert_body (import, "{\"element\":{\"key\":\"k\"},\"configuration\":{\"a\":\"??x\"}}");
  g_assert_cmpint (plug_import_get_kind (nothing), ==, PLUG_IMPORT_NOTHING);
  g_assert_null (plug_import_get_unfilled (nothing)[0]);
  g_assert_null (plug_import_get_notes (nothing)[0]);
}

/* Hundreds of kilobytes of what is hard to end are read as fast as any. */
static void
test_hostile (void)
{
  static const char *const units[] = {
    "curl -d '{ ",  "curl -d '{' ", "'{' ",      "\"{\" ",    "$(cat <<EOF ", "<<EOF\n", "curl ",
    "curl -X ",     "curl -H \"",   "{\"a\":",   "{\"",       "[{",           "> ",      "1\n",
    "\\\n",         "^\"",          "$'",        "“",         "‘{",          "\"\"",    "POST ",
    "authorization: User ", "/elements/api-v2", "\033[1m", "{a:", "\u00a0", "\u200b", "```\n",
    "curl -d '{\"a\":\"'", "-", "—", "'\\''", "curl \"", "{\"element\":", "curl http://\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      GString *text = g_string_new ("curl -X POST -d @- ");
      g_autoptr (PlugImport) import = NULL;

      while (text->len < 200000)
        g_string_append (text, units[i]);
      import = plug_import_new (text->str, text->len);
      g_assert_nonnull (import);
      g_string_free (text, TRUE);
    }
}

typedef struct {
  const char *path;
  PlugImportKind kind;
  const char *key;
  guint n_problems;
} Payload;

static const Payload payloads[] = {
  { "payloads/01-create-sagecrm-seed.json", PLUG_IMPORT_BODY, "sagecrm", 0 },
  { "payloads/03-resp-sagecrm-malformed.json", PLUG_IMPORT_INSTANCE, "sagecrm", 1 },
  { "payloads/04-create-sagecrm-polling.json", PLUG_IMPORT_BODY, "sagecrm", 0 },
  { "payloads/07-create-sftp-basic.json", PLUG_IMPORT_BODY, "sftp", 0 },
  { "payloads/09-create-pardot-apikey.json", PLUG_IMPORT_BODY, "pardot", 0 },
  { "payloads/100-instance-docs-swagger-ipify.json", PLUG_IMPORT_NOTHING, NULL, 0 },
  { "payloads/11-create-fieldaware-custom.json", PLUG_IMPORT_BODY, "fieldawarev2", 0 },
  { "payloads/19-create-box-oauth2.json", PLUG_IMPORT_BODY, "box", 0 },
  { "payloads/22-create-quickbooks-oauth1.json", PLUG_IMPORT_BODY, "quickbooks", 0 },
  { "payloads/29-create-adobesign-tags-inside-configuration.json", PLUG_IMPORT_BODY, "adobe-esign", 0 },
  { "payloads/30-create-malformed-closeio.json", PLUG_IMPORT_BODY, "closeio", 1 },
  { "payloads/40-resp-box-oauth2.json", PLUG_IMPORT_INSTANCE, "box", 0 },
  { "payloads/44-resp-twitter-oauth1.json", PLUG_IMPORT_INSTANCE, "twitter", 0 },
  { "payloads/47-resp-zendesk-minimal.json", PLUG_IMPORT_INSTANCE, "zendesk", 0 },
  { "payloads/51-resp-onedrivebusiness-nested.json", PLUG_IMPORT_INSTANCE, "onedrivebusiness", 0 },
  { "payloads/52-resp-acton-malformed-html.json", PLUG_IMPORT_INSTANCE, "acton", 1 },
  { "payloads/56-list-instances-malformed.json", PLUG_IMPORT_INSTANCE, "box", 4 },
  { "payloads/58-list-instances-kyma.json", PLUG_IMPORT_INSTANCE, "twitter", 0 },
  { "payloads/59-patch-instance-tags.json", PLUG_IMPORT_NOTHING, NULL, 0 },
  { "payloads/61-oauth-url-response.json", PLUG_IMPORT_NOTHING, NULL, 0 },
  { "payloads/70-element-quickbasedb-combo-options.json", PLUG_IMPORT_NOTHING, NULL, 0 },
  { "payloads/90-error-platform-404.json", PLUG_IMPORT_NOTHING, NULL, 0 },
  { "seed/000_4a68570b5976ad5d.txt", PLUG_IMPORT_COMMAND, "sagecrm", 0 },
};

static void
test_payload (gconstpointer data)
{
  const Payload *payload = data;
  g_autofree char *path = plug_test_dup_shared (payload->path);
  g_autofree char *text = NULL;
  g_autoptr (PlugImport) import = NULL;
  gsize length;

  if (path == NULL)
    {
      g_test_skip ("The shared payloads are not here");
      return;
    }
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  import = plug_import_new (text, length);
  tell (import);
  g_assert_cmpint (plug_import_get_kind (import), ==, payload->kind);
  g_assert_cmpstr (plug_import_get_connector_key (import), ==, payload->key);
  g_assert_cmpuint (plug_import_get_n_problems (import), ==, payload->n_problems);
  if (payload->kind == PLUG_IMPORT_BODY)
    assert_draft (import);
}

/* The whole page: its command, and of that every value that is one. */
static void
test_seed (void)
{
  g_autofree char *path = plug_test_dup_shared ("seed/000_4a68570b5976ad5d.txt");
  g_autofree char *text = NULL;
  g_autofree char *unfilled = NULL;
  g_autoptr (PlugImport) import = NULL;
  gsize length;

  if (path == NULL)
    {
      g_test_skip ("The seed is not here");
      return;
    }
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  import = plug_import_new (text, length);
  g_assert_cmpstr (plug_import_get_base_url (import), ==, HOST);
  g_assert_cmpstr (plug_import_get_path (import), ==, "/instances");
  assert_body (import, "{\"element\":{\"key\":\"sagecrm\"},\"configuration\":{\"subdomain\":"
                       "\"sagecrm-0.cloud-elements.com\"},\"tags\":[\"Docs\"],"
                       "\"name\":\"SageCRM\"}");
  unfilled = g_strjoinv (",", (char **) plug_import_get_unfilled (import));
  g_assert_cmpstr (unfilled, ==, "username,password");
  g_assert_null (plug_import_get_user_secret (import));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      g_autofree char *path = g_strconcat ("/import/style/", styles[i].name, NULL);

      g_test_add_data_func (path, &styles[i], test_style);
    }
  g_test_add_func ("/import/cases", test_cases);
  g_test_add_func ("/import/tells-nothing", test_tells_nothing);
  g_test_add_func ("/import/places", test_places);
  g_test_add_func ("/import/draft", test_draft);
  g_test_add_func ("/import/draft-of-instance", test_draft_of_instance);
  g_test_add_func ("/import/size", test_size);
  g_test_add_func ("/import/likely", test_likely);
  g_test_add_func ("/import/bytes", test_bytes);
  g_test_add_func ("/import/hostile", test_hostile);
  for (gsize i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autofree char *path = g_strconcat ("/import/", payloads[i].path, NULL);

      g_test_add_data_func (path, &payloads[i], test_payload);
    }
  g_test_add_func ("/import/seed", test_seed);
  return g_test_run ();
}
