/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts: problems, the body member for member, and nothing secret for the eye. */

#include "config.h"

#include "plug-catalogue.h"
#include "plug-draft.h"
#include "plug-json.h"
#include "plug-test.h"

#include <string.h>

#define BASE_URL "https://api.openconnectors.us2.ext.hana.ondemand.com/elements/api-v2"
#define SECRET "CorrectHorse'Battery"
#define MASK "••••••••"

static PlugDraft *
new_draft (void)
{
  static const char *const tags[] = { "Docs", NULL };
  PlugDraft *draft = plug_draft_new (plug_catalogue_find ("sagecrm"));
  g_autoptr (PlugSecret) password = plug_secret_new (SECRET);

  plug_draft_set_name (draft, "SageCRM");
  plug_draft_set_tags (draft, tags);
  plug_draft_set_value (draft, "username", "jane");
  plug_draft_set_value (draft, "subdomain", "sagecrm-0.example.com");
  plug_draft_set_secret (draft, "password", password);
  return draft;
}

static void
assert_body (PlugDraft     *draft,
             PlugDraftView  view,
             const char    *expected)
{
  g_autofree char *text = plug_draft_build_text (draft, view, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_body (void)
{
  g_autoptr (PlugDraft) draft = new_draft ();

  assert_body (draft, PLUG_DRAFT_REVEAL,
               "{\"element\":{\"key\":\"sagecrm\"},"
               "\"configuration\":{\"subdomain\":\"sagecrm-0.example.com\","
               "\"username\":\"jane\",\"password\":\"" SECRET "\"},"
               "\"tags\":[\"Docs\"],\"name\":\"SageCRM\"}");
  assert_body (draft, PLUG_DRAFT_MASK,
               "{\"element\":{\"key\":\"sagecrm\"},"
               "\"configuration\":{\"subdomain\":\"sagecrm-0.example.com\","
               "\"username\":\"jane\",\"password\":\"" MASK "\"},"
               "\"tags\":[\"Docs\"],\"name\":\"SageCRM\"}");
}

static void
test_body_without_tags (void)
{
  g_autoptr (PlugDraft) draft = new_draft ();

  plug_draft_set_tags (draft, NULL);
  assert_body (draft, PLUG_DRAFT_MASK,
               "{\"element\":{\"key\":\"sagecrm\"},"
               "\"configuration\":{\"subdomain\":\"sagecrm-0.example.com\","
               "\"username\":\"jane\",\"password\":\"" MASK "\"},\"name\":\"SageCRM\"}");
}

static void
assert_same_members (JsonNode   *a,
                     JsonNode   *b,
                     const char *where)
{
  g_autoptr (GList) members_a = NULL;
  g_autoptr (GList) members_b = NULL;

  g_test_message ("%s", where);
  g_assert_cmpint (json_node_get_node_type (a), ==, json_node_get_node_type (b));
  if (!JSON_NODE_HOLDS_OBJECT (a))
    return;
  members_a = json_object_get_members (json_node_get_object (a));
  members_b = json_object_get_members (json_node_get_object (b));
  g_assert_cmpuint (g_list_length (members_a), ==, g_list_length (members_b));
  for (GList *x = members_a, *y = members_b; x != NULL; x = x->next, y = y->next)
    {
      g_assert_cmpstr (x->data, ==, y->data);
      assert_same_members (json_object_get_member (json_node_get_object (a), x->data),
                           json_object_get_member (json_node_get_object (b), y->data), x->data);
    }
}

/* The documented body, filled in from itself: the same members in the same order, the same
 * values. */
static void
test_seed (void)
{
  g_autofree char *path = plug_test_dup_shared ("payloads/01-create-sagecrm-seed.json");
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) seed = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (PlugDraft) draft = plug_draft_new (plug_catalogue_find ("sagecrm"));
  JsonObject *object;
  JsonObject *configuration;
  g_auto (GStrv) tags = NULL;

  if (path == NULL)
    {
      g_test_skip ("The shared payloads are not here");
      return;
    }
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  seed = plug_json_parse (text, strlen (text), 0, NULL);
  object = json_node_get_object (seed);
  configuration = plug_json_get_object (object, "configuration");
  tags = plug_json_dup_strings (object, "tags");
  plug_draft_set_name (draft, plug_json_get_string (object, "name"));
  plug_draft_set_tags (draft, (const char *const *) tags);
  plug_draft_set_value (draft, "password", plug_json_get_string (configuration, "password"));
  plug_draft_set_value (draft, "username", plug_json_get_string (configuration, "username"));
  plug_draft_set_value (draft, "subdomain", plug_json_get_string (configuration, "subdomain"));
  body = plug_draft_build (draft, PLUG_DRAFT_REVEAL);
  assert_same_members (seed, body, "the body");
  g_assert_true (json_node_equal (seed, body));
}

static void
test_name_and_tags (void)
{
  static const char *const entered[] = { " a ", "", "b", "a", "  ", NULL };
  static const char *const kept[] = { "a", "b", NULL };
  g_autoptr (PlugDraft) draft = new_draft ();

  plug_draft_set_name (draft, "  Two words\n");
  g_assert_cmpstr (plug_draft_get_name (draft), ==, "Two words");
  plug_draft_set_name (draft, plug_draft_get_name (draft));
  g_assert_cmpstr (plug_draft_get_name (draft), ==, "Two words");
  plug_draft_set_name (draft, NULL);
  g_assert_cmpstr (plug_draft_get_name (draft), ==, "");
  plug_draft_set_tags (draft, entered);
  g_assert_cmpstrv (plug_draft_get_tags (draft), kept);
}

static void
test_values (void)
{
  g_autoptr (PlugDraft) draft = new_draft ();

  g_assert_cmpstr (plug_draft_get_value (draft, "username"), ==, "jane");
  plug_draft_set_value (draft, "username", plug_draft_get_value (draft, "username"));
  g_assert_cmpstr (plug_draft_get_value (draft, "username"), ==, "jane");
  g_assert_null (plug_draft_get_value (draft, "password"));
  g_assert_cmpstr (plug_secret_peek (plug_draft_get_secret (draft, "password")), ==, SECRET);
  plug_draft_set_secret (draft, "password", plug_draft_get_secret (draft, "password"));
  g_assert_cmpstr (plug_secret_peek (plug_draft_get_secret (draft, "password")), ==, SECRET);
  plug_draft_set_value (draft, "password", "typed");
  g_assert_null (plug_draft_get_value (draft, "password"));
  g_assert_cmpstr (plug_secret_peek (plug_draft_get_secret (draft, "password")), ==, "typed");
  plug_draft_set_secret (draft, "password", NULL);
  g_assert_null (plug_draft_get_secret (draft, "password"));
  g_assert_null (plug_draft_get_value (draft, "unknown"));
  g_assert_null (plug_draft_get_secret (draft, "unknown"));
  plug_test_assert_finalized (draft);
}

static char *
dup_problem_keys (PlugDraft *draft)
{
  g_autoptr (GPtrArray) problems = plug_draft_list_problems (draft);
  GString *keys = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      PlugProblem *problem = g_ptr_array_index (problems, i);

      g_assert_true (g_str_has_suffix (problem->message, "."));
      g_assert_null (strstr (problem->message, SECRET));
      g_string_append_printf (keys, "%s%s", i > 0 ? " " : "", problem->key);
    }
  return g_string_free (keys, FALSE);
}

static void
assert_problems (PlugDraft  *draft,
                 const char *expected)
{
  g_autofree char *keys = dup_problem_keys (draft);

  g_assert_cmpstr (keys, ==, expected);
}

static void
test_problems (void)
{
  g_autofree char *long_tag = g_strnfill (256, 'x');
  const char *tags[] = { "fine", long_tag, NULL };
  g_autoptr (PlugDraft) empty = plug_draft_new (plug_catalogue_find ("sagecrm"));
  g_autoptr (PlugDraft) draft = new_draft ();
  g_autoptr (PlugSecret) nothing = plug_secret_new ("");

  assert_problems (empty, "name subdomain username password");
  assert_problems (draft, "");
  plug_draft_set_value (draft, "subdomain", "https://crm.example.com/x");
  assert_problems (draft, "");
  plug_draft_set_value (draft, "subdomain", "not a host");
  assert_problems (draft, "subdomain");
  plug_draft_set_value (draft, "username", "  ");
  plug_draft_set_secret (draft, "password", nothing);
  plug_draft_set_name (draft, " ");
  plug_draft_set_tags (draft, tags);
  assert_problems (draft, "name subdomain username password tags");
}

static PlugConnector *
new_odd_connector (void)
{
  PlugConnector *connector = plug_connector_new ("odd", "Odd", NULL, NULL);
  g_autoptr (PlugField) toggle = plug_field_new ("enabled", "Enabled", PLUG_FIELD_SWITCH);
  g_autoptr (PlugField) size = plug_field_new ("size", "Size", PLUG_FIELD_TEXT);
  g_autoptr (PlugField) token = plug_field_new ("app.token", "Token", PLUG_FIELD_TEXT);
  g_autoptr (PlugField) poller = plug_field_new ("poller", "Poller", PLUG_FIELD_CODE);

  plug_field_set_default (size, "200");
  plug_field_set_required (size, TRUE);
  plug_connector_add_field (connector, toggle);
  plug_connector_add_field (connector, size);
  plug_connector_add_field (connector, token);
  plug_connector_add_field (connector, poller);
  return connector;
}

static void
test_types (void)
{
  g_autoptr (PlugConnector) connector = new_odd_connector ();
  g_autoptr (PlugDraft) draft = plug_draft_new (connector);
  g_autoptr (JsonNode) json = plug_json_parse ("{\"a\":[1,true]}", 14, 0, NULL);

  assert_problems (draft, "name");
  plug_draft_set_name (draft, "n");
  assert_body (draft, PLUG_DRAFT_REVEAL,
               "{\"element\":{\"key\":\"odd\"},\"configuration\":{\"size\":\"200\"},"
               "\"name\":\"n\"}");
  plug_draft_set_json (draft, "poller", json);
  plug_draft_set_value (draft, "app.token", SECRET);
  plug_draft_set_value (draft, "enabled", "true");
  plug_draft_set_value (draft, "size", "5");
  assert_body (draft, PLUG_DRAFT_REVEAL,
               "{\"element\":{\"key\":\"odd\"},\"configuration\":{\"enabled\":true,\"size\":\"5\","
               "\"app.token\":\"" SECRET "\",\"poller\":{\"a\":[1,true]}},\"name\":\"n\"}");
  plug_draft_set_value (draft, "enabled", "false");
  plug_draft_set_json (draft, "app.token", json);
  plug_draft_set_json (draft, "poller", NULL);
  assert_body (draft, PLUG_DRAFT_MASK,
               "{\"element\":{\"key\":\"odd\"},\"configuration\":{\"enabled\":false,\"size\":\"5\","
               "\"app.token\":\"" MASK "\"},\"name\":\"n\"}");
}

static void
test_extra (void)
{
  g_autoptr (PlugDraft) draft = new_draft ();
  g_autoptr (JsonNode) json = plug_json_parse ("\"x\"", 3, 0, NULL);

  plug_draft_set_value (draft, "extra", "e");
  plug_draft_set_value (draft, "extra.secret", SECRET);
  plug_draft_set_json (draft, "extra.key", json);
  plug_draft_set_value (draft, "extra.empty", "");
  assert_body (draft, PLUG_DRAFT_MASK,
               "{\"element\":{\"key\":\"sagecrm\"},"
               "\"configuration\":{\"subdomain\":\"sagecrm-0.example.com\","
               "\"username\":\"jane\",\"password\":\"" MASK "\",\"extra\":\"e\","
               "\"extra.secret\":\"" MASK "\",\"extra.key\":\"" MASK "\"},"
               "\"tags\":[\"Docs\"],\"name\":\"SageCRM\"}");
}

static void
test_address (void)
{
  g_autoptr (PlugDraft) draft = new_draft ();
  g_autofree char *address = NULL;
  g_autofree char *empty = NULL;

  plug_draft_set_value (draft, "subdomain", "https://CRM.example.com/x");
  address = plug_draft_dup_address (draft);
  g_assert_cmpstr (address, ==, "https://crm.example.com/sdata/crmj/sagecrm2/-");
  plug_draft_set_value (draft, "subdomain", NULL);
  empty = plug_draft_dup_address (draft);
  g_assert_cmpstr (empty, ==, "https://{subdomain}/sdata/crmj/sagecrm2/-");
}

static const char *const hostile[] = {
  "'; touch /tmp/x; '", "$(id)", "`id`", "a\nb", "\\'", "\"", "\u202e", "<b>", "\x1b[201~",
};

/* A real shell takes the command apart: the words are what they should be, the body is the
 * body, and nothing else was run. */
static void
test_curl (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlugDraft) draft = new_draft ();
      g_autofree char *command = NULL;
      g_autofree char *body = NULL;
      g_auto (GStrv) words = NULL;
      int n_words;

      plug_draft_set_name (draft, hostile[i]);
      plug_draft_set_value (draft, "username", hostile[i]);
      command = plug_draft_build_curl (draft, BASE_URL);
      body = plug_draft_build_text (draft, PLUG_DRAFT_MASK, TRUE);
      g_assert_null (strstr (command, "Horse"));
      g_assert_null (strchr (command, '\x1b'));
      g_assert_true (g_shell_parse_argv (command, &n_words, &words, &error));
      g_assert_no_error (error);
      g_assert_cmpint (n_words, ==, 10);
      g_assert_cmpstr (words[0], ==, "curl");
      g_assert_cmpstr (words[2], ==, "POST");
      g_assert_cmpstr (words[3], ==, BASE_URL "/instances");
      g_assert_cmpstr (words[5], ==,
                       "authorization: User <USER_SECRET>, Organization <ORGANIZATION_SECRET>");
      g_assert_cmpstr (words[7], ==, "content-type: application/json");
      g_assert_cmpstr (words[9], ==, body);
    }
}

static void
test_curl_in_shell (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlugDraft) draft = new_draft ();
      g_autofree char *command = NULL;
      g_autofree char *body = NULL;
      g_autofree char *script = NULL;
      g_autofree char *output = NULL;
      const char *argv[] = { "/bin/sh", "-c", NULL, NULL };

      plug_draft_set_name (draft, hostile[i]);
      command = plug_draft_build_curl (draft, BASE_URL);
      body = plug_draft_build_text (draft, PLUG_DRAFT_MASK, TRUE);
      script = g_strconcat ("curl () { shift 8; printf %s \"$1\"; }\n", command, NULL);
      argv[2] = script;
      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL,
                    &error);
      g_assert_no_error (error);
      g_assert_cmpstr (output, ==, body);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/draft/body", test_body);
  g_test_add_func ("/draft/body-without-tags", test_body_without_tags);
  g_test_add_func ("/draft/seed", test_seed);
  g_test_add_func ("/draft/name-and-tags", test_name_and_tags);
  g_test_add_func ("/draft/values", test_values);
  g_test_add_func ("/draft/problems", test_problems);
  g_test_add_func ("/draft/types", test_types);
  g_test_add_func ("/draft/extra", test_extra);
  g_test_add_func ("/draft/address", test_address);
  g_test_add_func ("/draft/curl", test_curl);
  g_test_add_func ("/draft/curl-in-shell", test_curl_in_shell);
  return g_test_run ();
}
