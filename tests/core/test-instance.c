/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Instances: as replies have them, without their secrets, and as a search finds them. */

#include "config.h"

#include "plug-error.h"
#include "plug-instance.h"
#include "plug-json.h"
#include "plug-test.h"
#include "plug-text.h"

#include <string.h>

static JsonNode *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = plug_json_parse (json, strlen (json), 0, &error);

  g_assert_no_error (error);
  return node;
}

static PlugInstance *
read_instance (const char  *json,
               PlugSecret **token)
{
  g_autoptr (JsonNode) node = parse (json);
  g_autoptr (GError) error = NULL;
  PlugInstance *instance = plug_instance_new_from_json (node, "account", token, &error);

  g_assert_no_error (error);
  g_assert_nonnull (instance);
  return instance;
}

static void
test_reply (void)
{
  static const char *const tags[] = { "Docs", "two", NULL };
  g_autoptr (PlugSecret) token = NULL;
  g_autoptr (PlugInstance) instance =
    read_instance ("{\"id\":427902,\"name\":\"SageCRM\",\"createdDate\":\"2017-06-12T14:09:00Z\","
                   "\"token\":\"TOKEN=\",\"element\":{\"id\":3641,\"name\":\"Sage CRM\","
                   "\"key\":\"sagecrm\",\"hub\":\"crm\"},\"tags\":[\"Docs\",\"two\"],"
                   "\"valid\":true,\"disabled\":true,\"configuration\":{\"subdomain\":\"x\","
                   "\"password\":\"********\",\"bulk\":null}}", &token);
  g_autofree char *tags_text = plug_instance_dup_tags_text (instance);

  g_assert_cmpstr (plug_instance_get_account_id (instance), ==, "account");
  g_assert_cmpstr (plug_instance_get_id (instance), ==, "427902");
  g_assert_cmpstr (plug_instance_get_name (instance), ==, "SageCRM");
  g_assert_cmpstr (plug_instance_get_connector_key (instance), ==, "sagecrm");
  g_assert_cmpstr (plug_instance_get_connector_name (instance), ==, "Sage CRM");
  g_assert_cmpstr (plug_instance_get_hub (instance), ==, "crm");
  g_assert_cmpstrv (plug_instance_get_tags (instance), tags);
  g_assert_cmpstr (tags_text, ==, "Docs, two");
  g_assert_cmpint (plug_instance_get_created (instance), ==, G_GINT64_CONSTANT (1497276540000000));
  g_assert_true (plug_instance_is_disabled (instance));
  g_assert_cmpstr (plug_instance_get_configuration (instance), ==,
                   "{\"subdomain\":\"x\",\"password\":\"********\"}");
  g_assert_cmpint (plug_instance_get_token_state (instance), ==, PLUG_TOKEN_UNKNOWN);
  g_assert_cmpstr (plug_secret_peek (token), ==, "TOKEN=");
  plug_test_assert_finalized (instance);
}

static void
test_smallest_reply (void)
{
  PlugSecret *token = GINT_TO_POINTER (1);
  g_autoptr (PlugInstance) instance = read_instance ("{\"id\":\"abc\"}", &token);

  g_assert_null (token);
  g_assert_cmpstr (plug_instance_get_id (instance), ==, "abc");
  g_assert_cmpstr (plug_instance_get_name (instance), ==, "");
  g_assert_cmpstr (plug_instance_get_connector_key (instance), ==, "");
  g_assert_cmpstr (plug_instance_get_connector_name (instance), ==, "");
  g_assert_null (plug_instance_get_tags (instance)[0]);
  g_assert_cmpint (plug_instance_get_created (instance), ==, 0);
  g_assert_false (plug_instance_is_disabled (instance));
  g_assert_cmpstr (plug_instance_get_configuration (instance), ==, "{}");
}

/* Every member of another type than documented. */
static void
test_wrong_types (void)
{
  g_autoptr (PlugSecret) token = NULL;
  g_autoptr (PlugInstance) instance =
    read_instance ("{\"id\":1,\"name\":[],\"createdDate\":7,\"token\":{},\"element\":\"x\","
                   "\"tags\":{\"a\":1},\"disabled\":\"true\",\"configuration\":[1,2]}", &token);

  g_assert_null (token);
  g_assert_cmpstr (plug_instance_get_name (instance), ==, "");
  g_assert_null (plug_instance_get_tags (instance)[0]);
  g_assert_false (plug_instance_is_disabled (instance));
  g_assert_cmpstr (plug_instance_get_configuration (instance), ==, "{}");
}

static const char *const no_instances[] = {
  "{}", "[]", "null", "7", "\"x\"", "true", "[{\"id\":1}]", "{\"id\":0}", "{\"id\":-5}",
  "{\"id\":null}", "{\"id\":\"\"}", "{\"id\":\"..\"}", "{\"id\":{}}", "{\"id\":1.5}",
  "{\"requestId\":\"5b0437c6e4b07731ae39b533\",\"message\":\"No account found\"}",
  "{\"element\":{\"id\":3641,\"key\":\"sagecrm\"}}",
};

static void
test_no_instance (void)
{
  g_autoptr (GError) no_node = NULL;

  g_assert_null (plug_instance_new_from_json (NULL, "account", NULL, &no_node));
  g_assert_error (no_node, PLUG_ERROR, PLUG_ERROR_PROTOCOL);
  for (gsize i = 0; i < G_N_ELEMENTS (no_instances); i++)
    {
      g_autoptr (JsonNode) node = parse (no_instances[i]);
      g_autoptr (GError) error = NULL;
      PlugSecret *token = GINT_TO_POINTER (1);

      g_test_message ("%s", no_instances[i]);
      g_assert_null (plug_instance_new_from_json (node, "account", &token, &error));
      g_assert_error (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL);
      g_assert_null (token);
    }
}

static void
test_tokens (void)
{
  static const char *const unfit[] = { "", "********", "a\\nb", "a\\u0007b" };
  g_autofree char *large = g_strnfill (1000000, 'x');
  g_autofree char *large_json = g_strdup_printf ("{\"id\":1,\"token\":\"%s\"}", large);
  PlugSecret *token = NULL;
  g_autoptr (PlugInstance) instance = read_instance (large_json, &token);
  g_autoptr (PlugInstance) unasked = read_instance ("{\"id\":1,\"token\":\"t\"}", NULL);

  g_assert_null (token);
  for (gsize i = 0; i < G_N_ELEMENTS (unfit); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"id\":1,\"token\":\"%s\"}", unfit[i]);
      g_autoptr (PlugInstance) other = read_instance (json, &token);

      g_assert_null (token);
    }
}

/* Members of "configuration", and what is kept of them. */
static const struct {
  const char *members;
  const char *kept;
} configurations[] = {
  { "\"a\":\"b\"", "\"a\":\"b\"" },
  { "\"a\":true,\"b\":15,\"c\":\"false\"", "\"a\":true,\"b\":15,\"c\":\"false\"" },
  { "\"a\":null,\"password\":null", "" },
  { "\"password\":\"S3CRET\"", "\"password\":\"********\"" },
  { "\"oauth.api.key\":\"S3CRET\"", "\"oauth.api.key\":\"********\"" },
  { "\"api_token\":{\"x\":\"S3CRET\"}", "\"api_token\":\"********\"" },
  { "\"plain\":\"********\"", "\"plain\":\"********\"" },
  { "\"nested\":{\"password\":\"S3CRET\"}", "\"nested\":\"********\"" },
  { "\"nested\":[{\"a\":[{\"client.secret\":\"S3CRET\"}]}]", "\"nested\":\"********\"" },
  { "\"text\":\"{\\\"password\\\":\\\"S3CRET\\\"}\"", "\"text\":\"********\"" },
  { "\"text\":\"{ }\"", "\"text\":\"{ }\"" },
  { "\"text\":\"{not JSON\"", "\"text\":\"{not JSON\"" },
  { "\"url\":\"https://user:S3CRET@host/x\"", "\"url\":\"********\"" },
  { "\"url\":\"https://host:8080/x@y\"", "\"url\":\"https://host:8080/x@y\"" },
  { "\"echo\":\"before TOK3N after\"", "\"echo\":\"********\"" },
  { "\"base.url\":\"https://{subdomain}/-\"", "\"base.url\":\"https://{subdomain}/-\"" },
};

static void
test_configuration (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (configurations); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"id\":1,\"token\":\"TOK3N\","
                                               "\"configuration\":{%s}}",
                                               configurations[i].members);
      g_autofree char *expected = g_strdup_printf ("{%s}", configurations[i].kept);
      g_autoptr (PlugInstance) instance = read_instance (json, NULL);

      g_assert_cmpstr (plug_instance_get_configuration (instance), ==, expected);
    }
}

static void
test_tag_objects (void)
{
  g_autoptr (PlugInstance) instance =
    read_instance ("{\"id\":1,\"tags\":[{\"id\":5,\"name\":\"a\"},\"b\"]}", NULL);
  static const char *const expected[] = { "a", "b", NULL };

  g_assert_cmpstrv (plug_instance_get_tags (instance), expected);
}

static void
test_nested (void)
{
  g_autoptr (PlugInstance) half =
    read_instance ("{\"id\":1,\"element\":{\"id\":9,\"name\":\"N\",\"key\":\"k\","
                   "\"disabled\":true,\"configuration\":{\"a\":\"b\"}}}", NULL);
  g_autoptr (PlugInstance) whole =
    read_instance ("{\"element\":{\"id\":1,\"name\":\"I\",\"element\":{\"key\":\"k\"},"
                   "\"configuration\":{\"a\":\"b\"}}}", NULL);

  g_assert_true (plug_instance_is_disabled (half));
  g_assert_cmpstr (plug_instance_get_name (half), ==, "");
  g_assert_cmpstr (plug_instance_get_configuration (half), ==, "{\"a\":\"b\"}");
  g_assert_cmpstr (plug_instance_get_id (whole), ==, "1");
  g_assert_cmpstr (plug_instance_get_name (whole), ==, "I");
  g_assert_cmpstr (plug_instance_get_connector_key (whole), ==, "k");
}

static const struct {
  const char *path;
  const char *id;
  const char *connector_key;
} payloads[] = {
  { "payloads/40-resp-box-oauth2.json", NULL, "box" },
  { "payloads/44-resp-twitter-oauth1.json", NULL, "twitter" },
  { "payloads/47-resp-zendesk-minimal.json", "123", "zendesk" },
  { "payloads/51-resp-onedrivebusiness-nested.json", "123", "onedrivebusiness" },
};

static void
test_payloads (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autofree char *path = plug_test_dup_shared (payloads[i].path);
      g_autofree char *text = NULL;
      g_autoptr (PlugSecret) token = NULL;
      g_autoptr (PlugInstance) instance = NULL;

      if (path == NULL)
        {
          g_test_skip ("The shared payloads are not here");
          return;
        }
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      instance = read_instance (text, &token);
      g_assert_nonnull (token);
      g_assert_cmpstr (plug_instance_get_connector_key (instance), ==, payloads[i].connector_key);
      if (payloads[i].id != NULL)
        g_assert_cmpstr (plug_instance_get_id (instance), ==, payloads[i].id);
      g_assert_null (strstr (plug_instance_get_configuration (instance), "SECRET"));
      g_assert_null (strstr (plug_instance_get_configuration (instance), "TOKEN"));
      g_assert_null (strstr (plug_instance_get_configuration (instance),
                             plug_secret_peek (token)));
    }
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *count)
{
  (*count)++;
}

static void
test_notify (void)
{
  static const char *const tags[] = { "t", NULL };
  g_autoptr (PlugInstance) instance = plug_instance_new ("account", "1", "n", "k");
  guint all = 0;

  g_signal_connect (instance, "notify", G_CALLBACK (count_cb), &all);
  plug_instance_set_tags (instance, NULL);
  plug_instance_set_hub (instance, NULL);
  plug_instance_set_configuration (instance, NULL);
  g_assert_cmpuint (all, ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      plug_instance_set_name (instance, "m");
      plug_instance_set_connector_name (instance, "K");
      plug_instance_set_hub (instance, "crm");
      plug_instance_set_tags (instance, tags);
      plug_instance_set_created (instance, 1);
      plug_instance_set_saved (instance, 2);
      plug_instance_set_disabled (instance, TRUE);
      plug_instance_set_configuration (instance, "{\"a\":1}");
      plug_instance_set_token_state (instance, PLUG_TOKEN_SAVED);
      plug_instance_set_account_name (instance, "Mine");
    }
  g_assert_cmpuint (all, ==, 11);
}

static void
test_properties (void)
{
  g_autoptr (PlugInstance) instance = plug_instance_new ("account", "1", "n", "k");
  g_autofree char *connector = NULL;
  g_autofree char *tags_text = NULL;
  g_autofree GParamSpec **specs = NULL;
  PlugTokenState state;
  guint n_specs;

  g_object_set (instance, "token-state", PLUG_TOKEN_ABSENT, NULL);
  g_object_get (instance, "connector-name", &connector, "tags-text", &tags_text,
                "token-state", &state, NULL);
  g_assert_cmpstr (connector, ==, "k");
  g_assert_cmpstr (tags_text, ==, "");
  g_assert_cmpint (state, ==, PLUG_TOKEN_ABSENT);
  specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (instance), &n_specs);
  for (guint i = 0; i < n_specs; i++)
    g_assert_false (g_type_is_a (specs[i]->value_type, PLUG_TYPE_SECRET));
}

static void
assert_finds (PlugInstance *instance,
              const char   *needle,
              gboolean      found)
{
  g_autofree char *folded = plug_text_fold (needle);

  g_test_message ("%s", needle);
  g_assert_true (plug_instance_matches (instance, folded) == found);
}

static void
test_search (void)
{
  static const char *const tags[] = { "Docs", "\u00c9tat", NULL };
  g_autoptr (PlugInstance) instance = plug_instance_new ("account", "427902", "Karl K\u00fcma",
                                                         "sagecrm");

  plug_instance_set_connector_name (instance, "Sage CRM");
  plug_instance_set_tags (instance, tags);
  plug_instance_set_account_name (instance, "Production");
  assert_finds (instance, "", TRUE);
  assert_finds (instance, "karl", TRUE);
  assert_finds (instance, "KUMA", TRUE);
  assert_finds (instance, "k\u00fcma", TRUE);
  assert_finds (instance, "sage crm", TRUE);
  assert_finds (instance, "sagecrm", TRUE);
  assert_finds (instance, "etat", TRUE);
  assert_finds (instance, "production", TRUE);
  assert_finds (instance, "7902", TRUE);
  assert_finds (instance, "docs karl prod", TRUE);
  assert_finds (instance, "karl sandbox", FALSE);
  assert_finds (instance, "docs\u00e9tat", FALSE);
  plug_instance_set_name (instance, "Other");
  assert_finds (instance, "karl", FALSE);
  assert_finds (instance, "other", TRUE);
  plug_instance_set_account_name (instance, "Test");
  assert_finds (instance, "production", FALSE);
  plug_instance_set_tags (instance, NULL);
  assert_finds (instance, "docs", FALSE);
}

static void
test_search_many (void)
{
  g_autoptr (GPtrArray) instances = g_ptr_array_new_with_free_func (g_object_unref);
  guint found = 0;
  gint64 start;

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", 100000 + i);
      g_autofree char *name = g_strdup_printf ("Instance %u", i);

      g_ptr_array_add (instances, plug_instance_new ("account", id, name, "sagecrm"));
      plug_instance_matches (g_ptr_array_index (instances, i), "");
    }
  start = g_get_monotonic_time ();
  for (guint i = 0; i < instances->len; i++)
    found += plug_instance_matches (g_ptr_array_index (instances, i), "instance 9999");
  g_test_message ("One key stroke over 10,000 instances: %" G_GINT64_FORMAT " µs",
                  g_get_monotonic_time () - start);
  g_assert_cmpuint (found, ==, 1);
}

static const struct {
  const char *text;
  gint64 time;
} times[] = {
  { "1970-01-01T00:00:01Z", 1000000 },
  { "2017-06-12T14:09:00Z", G_GINT64_CONSTANT (1497276540000000) },
  { "2017-06-12T14:09:00.250Z", G_GINT64_CONSTANT (1497276540250000) },
  { "2017-06-12T16:09:00+02:00", G_GINT64_CONSTANT (1497276540000000) },
  { "2017-06-12T14:09:00", G_GINT64_CONSTANT (1497276540000000) },
  { "", 0 },
  { "yesterday", 0 },
  { "2017-06-12", 0 },
  { "2017-13-12T14:09:00Z", 0 },
  { NULL, 0 },
};

static void
test_time (void)
{
  g_autofree char *text = plug_time_format (G_GINT64_CONSTANT (1497276540250000));

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    g_assert_cmpint (plug_time_parse (times[i].text), ==, times[i].time);
  g_assert_cmpstr (text, ==, "2017-06-12T14:09:00Z");
  g_assert_null (plug_time_format (0));
  g_assert_null (plug_time_format (G_MAXINT64));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/instance/reply", test_reply);
  g_test_add_func ("/instance/smallest-reply", test_smallest_reply);
  g_test_add_func ("/instance/wrong-types", test_wrong_types);
  g_test_add_func ("/instance/no-instance", test_no_instance);
  g_test_add_func ("/instance/tokens", test_tokens);
  g_test_add_func ("/instance/configuration", test_configuration);
  g_test_add_func ("/instance/tag-objects", test_tag_objects);
  g_test_add_func ("/instance/nested", test_nested);
  g_test_add_func ("/instance/payloads", test_payloads);
  g_test_add_func ("/instance/notify", test_notify);
  g_test_add_func ("/instance/properties", test_properties);
  g_test_add_func ("/instance/search", test_search);
  g_test_add_func ("/instance/search-many", test_search_many);
  g_test_add_func ("/instance/time", test_time);
  return g_test_run ();
}
