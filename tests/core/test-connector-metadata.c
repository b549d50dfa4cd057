/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connectors out of what a tenant says of them: the rules of contract section 3.3, and whatever
 * else may come. */

#include "config.h"

#include "plug-catalogue.h"
#include "plug-connector.h"
#include "plug-json.h"
#include "plug-oauth-version.h"
#include "plug-test.h"

#include <string.h>

static PlugConnector *
read_metadata (const char *json,
               const char *authentication,
               guint      *n_skipped)
{
  g_autoptr (JsonNode) node = plug_json_parse (json, strlen (json), 0, NULL);

  g_assert_nonnull (node);
  return plug_connector_new_from_metadata ("k", "K", "crm", authentication, node, n_skipped);
}

static char *
dup_keys (GListModel *fields)
{
  GString *keys = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);

      g_string_append_printf (keys, "%s%s", i > 0 ? " " : "", plug_field_get_key (field));
    }
  return g_string_free (keys, FALSE);
}

static void
assert_keys (PlugConnector *connector,
             const char    *expected,
             const char    *expected_events)
{
  g_autofree char *keys = dup_keys (plug_connector_list_fields (connector));
  g_autofree char *events = dup_keys (plug_connector_list_event_fields (connector));

  g_assert_cmpstr (keys, ==, expected);
  g_assert_cmpstr (events, ==, expected_events);
}

/* Rules 1 to 3: hidden and internal ones are not asked for, required ones come first, and what
 * stands at one place keeps its order. */
static void
test_order (void)
{
  g_autoptr (PlugConnector) connector = read_metadata (
    "{\"configuration\":["
    "{\"key\":\"late\",\"displayOrder\":9,\"required\":true},"
    "{\"key\":\"optional\",\"displayOrder\":1},"
    "{\"key\":\"hidden\",\"required\":true,\"hideFromConsole\":true},"
    "{\"key\":\"internal\",\"required\":true,\"internal\":true},"
    "{\"key\":\"off\",\"active\":false},"
    "{\"key\":\"b\",\"displayOrder\":2,\"required\":true},"
    "{\"key\":\"a\",\"displayOrder\":2,\"mandatory\":true},"
    "{\"key\":\"text\",\"displayOrder\":\"1\",\"required\":\"true\"},"
    "{\"key\":\"nowhere\",\"di splayOrder\":1,\"required\":true},"
    "{\"key\":\"bulk.query\",\"displayOrder\":1},"
    "{\"key\":\"filter.response.nulls\",\"displayOrder\":1,\"type\":\"BOOLEAN\"},"
    "{\"key\":\"pagination.max\",\"displayOrder\":1}]}", "basic", NULL);

  assert_keys (connector, "text b a late nowhere optional bulk.query filter.response.nulls "
                          "pagination.max", "");
  g_assert_false (plug_field_is_expert (plug_connector_find_field (connector, "optional")));
  g_assert_true (plug_field_is_expert (plug_connector_find_field (connector, "bulk.query")));
  g_assert_true (plug_field_is_required (plug_connector_find_field (connector, "a")));
  plug_test_assert_finalized (connector);
}

typedef struct {
  const char *type;
  PlugFieldKind kind;
} Kind;

static const Kind kinds[] = {
  { "TEXTFIELD_32", PLUG_FIELD_TEXT },       { "TEXTFIELD_1000", PLUG_FIELD_TEXT },
  { "PASSWORD", PLUG_FIELD_PASSWORD },       { "BOOLEAN", PLUG_FIELD_SWITCH },
  { "BOOLEAN_YESNO", PLUG_FIELD_SWITCH },    { "TEXTAREA", PLUG_FIELD_MULTILINE },
  { "CODE_EDITOR", PLUG_FIELD_CODE },        { "COMBO", PLUG_FIELD_TEXT },
  { "HOLOGRAM", PLUG_FIELD_TEXT },           { "", PLUG_FIELD_TEXT },
};

static void
test_kinds (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *json = g_strdup_printf ("[{\"key\":\"x\",\"%s\":\"%s\"}]",
                                               i % 2 == 0 ? "type" : "configDataType",
                                               kinds[i].type);
      g_autoptr (PlugConnector) connector = read_metadata (json, NULL, NULL);

      g_assert_cmpint (plug_field_get_kind (plug_connector_find_field (connector, "x")), ==,
                       kinds[i].kind);
    }
}

static void
test_traits (void)
{
  g_autoptr (PlugConnector) connector = read_metadata (
    "[{\"key\":\"size\",\"name\":\"Page <b>Size</b>\",\"description\":\"How <i>many</i>\","
    "\"defaultValue\":200},"
    "{\"key\":\"app.password\",\"type\":\"TEXTFIELD_128\"},"
    "{\"key\":\"pin\",\"type\":\"PASSWORD\"},"
    "{\"key\":\"use.token\",\"type\":\"BOOLEAN\",\"defaultValue\":\"Yes\"},"
    "{\"key\":\"odd\",\"type\":\"BOOLEAN\",\"defaultValue\":{\"a\":1}},"
    "{\"key\":\"region\",\"type\":\"COMBO\",\"defaultValue\":\"eu\",\"options\":["
    "{\"value\":\"eu\",\"description\":\"Europe\"},{\"value\":\"us\"},7,{\"value\":\"eu\"}]},"
    "{\"key\":\"code\",\"type\":\"CODE_EDITOR\",\"defaultValue\":\"{}\"},"
    "{\"key\":\"script\",\"type\":\"CODE_EDITOR\",\"defaultValue\":\"return 1;\"}]", NULL, NULL);
  PlugField *size = plug_connector_find_field (connector, "size");
  PlugField *region = plug_connector_find_field (connector, "region");
  const char *label;

  g_assert_cmpstr (plug_field_get_label (size), ==, "Page Size");
  g_assert_cmpstr (plug_field_get_help (size), ==, "How many");
  g_assert_cmpstr (plug_field_get_default (size), ==, "200");
  g_assert_true (plug_field_is_secret (plug_connector_find_field (connector, "app.password")));
  g_assert_true (plug_field_is_secret (plug_connector_find_field (connector, "pin")));
  g_assert_false (plug_field_is_secret (plug_connector_find_field (connector, "use.token")));
  g_assert_cmpstr (plug_field_get_default (plug_connector_find_field (connector, "use.token")),
                   ==, "true");
  g_assert_null (plug_field_get_default (plug_connector_find_field (connector, "odd")));
  g_assert_cmpint (plug_field_get_kind (region), ==, PLUG_FIELD_CHOICE);
  g_assert_cmpuint (plug_field_get_n_options (region), ==, 2);
  g_assert_cmpstr (plug_field_get_option (region, 0, &label), ==, "eu");
  g_assert_cmpstr (label, ==, "Europe");
  g_assert_cmpstr (plug_field_get_option (region, 1, &label), ==, "us");
  g_assert_cmpstr (label, ==, "us");
  g_assert_cmpint (plug_field_get_normalize (plug_connector_find_field (connector, "code")), ==,
                   PLUG_FIELD_NORMALIZE_JSON);
  g_assert_cmpint (plug_field_get_normalize (plug_connector_find_field (connector, "script")),
                   ==, PLUG_FIELD_NORMALIZE_TRIM);
}

/* Rule 4, and groups nobody can choose or that choose themselves. */
static void
test_groups (void)
{
  g_autoptr (PlugConnector) connector = read_metadata (
    "[{\"key\":\"user\",\"groupName\":\"basic\",\"required\":true},"
    "{\"key\":\"type\",\"type\":\"COMBO\",\"groupControl\":true,\"required\":true,"
    "\"displayOrder\":500,\"options\":[{\"value\":\"basic\"},{\"value\":\"custom\"}]},"
    "{\"key\":\"free\"},{\"key\":\"lost\",\"groupName\":\"nobody\"},"
    "{\"key\":\"a\",\"type\":\"COMBO\",\"groupControl\":true,\"groupName\":\"b1\","
    "\"options\":[{\"value\":\"a1\"}]},"
    "{\"key\":\"b\",\"type\":\"COMBO\",\"groupControl\":true,\"groupName\":\"a1\","
    "\"options\":[{\"value\":\"b1\"}]},"
    "{\"key\":\"c\",\"groupName\":\"a1\"},"
    "{\"key\":\"self\",\"type\":\"COMBO\",\"groupControl\":true,\"groupName\":\"s\","
    "\"options\":[{\"value\":\"s\"}]}]", NULL, NULL);
  static const char *const always[] = { "type", "free", "lost", "a", "b", "c", "self" };

  assert_keys (connector, "a b self type user free lost c", "");
  g_assert_true (plug_connector_find_selector (connector,
                                               plug_connector_find_field (connector, "user")) ==
                 plug_connector_find_field (connector, "type"));
  for (gsize i = 0; i < G_N_ELEMENTS (always); i++)
    {
      PlugField *field = plug_connector_find_field (connector, always[i]);

      g_test_message ("%s", always[i]);
      g_assert_null (plug_connector_find_selector (connector, field));
    }
}

/* Rule 9: what a page of the tenant's own hides, for it has an OAuth application, and we have
 * none. */
static void
test_oauth (void)
{
  const char *json = "[{\"key\":\"oauth.api.key\",\"required\":true,\"hideFromConsole\":true},"
                     "{\"key\":\"oauth.api.secret\",\"required\":true,\"hideFromConsole\":true},"
                     "{\"key\":\"oauth.callback.url\",\"required\":true,"
                     "\"hideFromConsole\":true},"
                     "{\"key\":\"oauth.user.token\",\"internal\":true}]";
  g_autoptr (PlugConnector) oauth = read_metadata (json, "oauth2", NULL);
  g_autoptr (PlugConnector) basic = read_metadata (json, "basic", NULL);

  assert_keys (oauth, "oauth.api.key oauth.api.secret oauth.callback.url oauth.scope "
                      "oauth.user.refresh_token", "");
  assert_keys (basic, "", "");
  /* Ours to know. */
  g_assert_false (plug_field_is_required (plug_connector_find_field (oauth,
                                                                     "oauth.callback.url")));
}

/* One of several ways is enough. */
static void
test_oauth_chosen (void)
{
  g_autoptr (PlugConnector) connector = read_metadata (
    "[{\"key\":\"authentication.type\",\"type\":\"COMBO\",\"options\":[{\"value\":\"basic\"},"
    "{\"value\":\"oauth2\"}]}]", "custom", NULL);

  g_assert_cmpint (plug_oauth_version_of_connector (connector), ==, PLUG_OAUTH_2);
  g_assert_nonnull (plug_connector_find_field (connector, "oauth.api.key"));
}

/* What an authorization needs is asked for, whether the tenant says so or not. */
static void
test_oauth_completed (void)
{
  g_autoptr (PlugConnector) second = read_metadata ("[{\"key\":\"account.id\"}]", "oauth2", NULL);
  g_autoptr (PlugConnector) first = read_metadata ("[]", "oauth1", NULL);
  g_autoptr (PlugConnector) password = read_metadata ("[]", "oauth2Password", NULL);

  assert_keys (second, "account.id oauth.api.key oauth.api.secret oauth.scope oauth.callback.url "
                       "oauth.user.refresh_token", "");
  assert_keys (first, "oauth.api.key oauth.api.secret oauth.scope oauth.callback.url", "");
  assert_keys (password, "", "");
  g_assert_cmpint (plug_oauth_version_of_connector (second), ==, PLUG_OAUTH_2);
  g_assert_cmpint (plug_oauth_version_of_connector (password), ==, PLUG_OAUTH_NONE);
  g_assert_true (plug_field_is_secret (plug_connector_find_field (second,
                                                                  "oauth.user.refresh_token")));
}

#define EVENT_FIELDS \
  "{\"key\":\"event.poller.configuration\",\"type\":\"TEXTAREA\"," \
  "\"defaultValue\":\"{\\\"deals\\\":{\\\"url\\\":\\\"/hubs/x/deals\\\"}}\"}," \
  "{\"key\":\"event.poller.refresh_interval\",\"defaultValue\":\"5\"}," \
  "{\"key\":\"event.notification.signature.key\",\"hideFromConsole\":true}," \
  "{\"key\":\"event.notification.subscription.id\",\"internal\":true}," \
  "{\"key\":\"event.own\",\"name\":\"Own\"}," \
  "{\"key\":\"event.notification.callback.url\"}"

static void
test_events (void)
{
  g_autoptr (PlugConnector) connector = read_metadata (
    "[" EVENT_FIELDS ",{\"key\":\"event.notification.enabled\",\"type\":\"BOOLEAN\"},"
    "{\"key\":\"event.vendor.type\",\"type\":\"COMBO\",\"options\":["
    "{\"value\":\"polling\"},{\"value\":\"webhooks\"}]}]", NULL, NULL);
  PlugField *interval;
  PlugField *method;

  assert_keys (connector, "",
               "event.notification.enabled event.vendor.type event.notification.callback.url "
               "event.notification.signature.key event.poller.refresh_interval "
               "event.poller.configuration event.own");
  interval = plug_connector_find_field (connector, "event.poller.refresh_interval");
  method = plug_connector_find_field (connector, "event.vendor.type");
  g_assert_cmpstr (plug_field_get_default (interval), ==, "5");
  g_assert_true (plug_connector_find_selector (connector, interval) == method);
  g_assert_true (plug_field_has_option (method, "webhooks"));
  g_assert_true (plug_connector_find_selector (connector, method) ==
                 plug_connector_find_field (connector, "event.notification.enabled"));
  g_assert_true (json_object_has_member (plug_connector_get_pollers (connector), "deals"));
}

static void
test_events_without_switch (void)
{
  g_autoptr (PlugConnector) connector = read_metadata ("[" EVENT_FIELDS "]", NULL, NULL);

  assert_keys (connector, "event.poller.configuration event.poller.refresh_interval "
                          "event.notification.signature.key event.own "
                          "event.notification.callback.url", "");
  g_assert_true (plug_field_is_expert (plug_connector_find_field (connector, "event.own")));
}

/* Rows 75 and 79 of the faults: what is no field is skipped and counted, the rest is usable. */
static void
test_broken (void)
{
  guint n_skipped = 0;
  g_autofree char *long_key = g_strnfill (300, 'x');
  g_autofree char *json = g_strdup_printf (
    "[7,null,[],\"x\",{},{\"key\":\"\"},{\"key\":5},{\"key\":\"%s\"},"
    "{\"key\":\"fine\",\"name\":5,\"type\":{},\"required\":[],\"displayOrder\":{},"
    "\"options\":\"x\",\"groupName\":9,\"defaultValue\":null},"
    "{\"key\":\"fine\",\"name\":\"Again\"},{\"key\":\"a.b/c(d) é\"}]", long_key);
  g_autoptr (PlugConnector) connector = read_metadata (json, NULL, &n_skipped);

  assert_keys (connector, "fine a.b/c(d) é", "");
  g_assert_cmpuint (n_skipped, ==, 9);
  g_assert_cmpuint (plug_connector_get_n_skipped (connector), ==, 9);
  g_assert_cmpstr (plug_field_get_label (plug_connector_find_field (connector, "fine")), ==,
                   "fine");
}

static void
test_no_description (void)
{
  static const char *const nothing[] = { "7", "\"x\"", "{}", "null", "{\"configuration\":7}" };

  for (gsize i = 0; i < G_N_ELEMENTS (nothing); i++)
    g_assert_null (read_metadata (nothing[i], NULL, NULL));
  g_assert_null (plug_connector_new_from_metadata ("k", NULL, NULL, NULL, NULL, NULL));
}

static void
test_caps (void)
{
  GString *json = g_string_new ("[");
  g_autofree char *text = NULL;
  g_autoptr (PlugConnector) connector = NULL;
  guint n_skipped;
  g_autofree char *words = g_strnfill (5000, 'w');

  for (guint i = 0; i < 700; i++)
    g_string_append_printf (json, "%s{\"key\":\"f%u\",\"name\":\"%s\",\"description\":\"d%s\"}",
                            i > 0 ? "," : "", i, words, words);
  text = g_string_free (g_string_append_c (json, ']'), FALSE);
  connector = read_metadata (text, NULL, &n_skipped);
  g_assert_cmpuint (g_list_model_get_n_items (plug_connector_list_fields (connector)), ==, 500);
  g_assert_cmpuint (n_skipped, ==, 200);
  g_assert_cmpuint (strlen (plug_field_get_label (plug_connector_find_field (connector, "f0"))),
                    ==, 200);
  g_assert_cmpuint (strlen (plug_field_get_help (plug_connector_find_field (connector, "f0"))),
                    ==, 1000);
}

/* The same entries cut, doubled and turned: whatever comes, a form or none, never a warning. */
static void
test_fuzz (void)
{
  static const char *const pieces[] = {
    "\"key\":\"a\"", "\"key\":\"b\"", "\"key\":7", "\"type\":\"COMBO\"", "\"type\":\"BOOLEAN\"",
    "\"options\":[{\"value\":\"a\"},{\"value\":\"b\"}]", "\"options\":{}", "\"groupName\":\"a\"",
    "\"groupName\":\"b\"", "\"groupControl\":true", "\"required\":true", "\"defaultValue\":[1]",
    "\"defaultValue\":\"\"", "\"displayOrder\":-1", "\"displayOrder\":1e300",
    "\"key\":\"event.notification.enabled\"", "\"key\":\"event.poller.configuration\"",
    "\"defaultValue\":\"{\\\"x\\\":1}\"", "\"name\":\"<\"", "\"description\":\"&#0;&amp;<br\"",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (85);

  for (guint round = 0; round < 3000; round++)
    {
      GString *json = g_string_new ("[");
      guint n = (guint) g_rand_int_range (random, 1, 6);
      g_autofree char *text = NULL;
      g_autoptr (PlugConnector) connector = NULL;

      for (guint i = 0; i < n; i++)
        {
          guint n_members = (guint) g_rand_int_range (random, 1, 7);

          g_string_append (json, i > 0 ? ",{" : "{");
          for (guint j = 0; j < n_members; j++)
            g_string_append_printf (json, "%s%s", j > 0 ? "," : "",
                                    pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
          g_string_append_c (json, '}');
        }
      text = g_string_free (g_string_append_c (json, ']'), FALSE);
      connector = read_metadata (text, "oauth2", NULL);
      g_assert_nonnull (connector);
      for (guint i = 0; i < g_list_model_get_n_items (plug_connector_list_fields (connector)); i++)
        {
          g_autoptr (PlugField) field =
            g_list_model_get_item (plug_connector_list_fields (connector), i);

          g_assert_true (plug_connector_find_selector (connector, field) != field);
        }
    }
}

/* Whatever the tenant calls them, our words and checks stay, and what it does not ask for is not
 * asked. */
static void
test_refine (void)
{
  g_autoptr (PlugConnector) connector = read_metadata (
    "[{\"key\":\"username\",\"name\":\"userid\"},{\"key\":\"subdomain\",\"name\":\"sub\"},"
    "{\"key\":\"own\",\"name\":\"Own\"}]", "basic", NULL);
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *address = NULL;

  plug_connector_refine (connector, plug_catalogue_find ("sagecrm"));
  assert_keys (connector, "username subdomain own", "");
  g_assert_cmpstr (plug_field_get_label (plug_connector_find_field (connector, "username")), ==,
                   "Username");
  g_assert_cmpstr (plug_field_get_label (plug_connector_find_field (connector, "own")), ==,
                   "Own");
  g_assert_cmpint (plug_field_get_normalize (plug_connector_find_field (connector, "subdomain")),
                   ==, PLUG_FIELD_NORMALIZE_HOST);
  address = plug_connector_dup_address (connector, values);
  g_assert_cmpstr (address, ==, "https://{subdomain}/sdata/crmj/sagecrm2/-");
}

typedef struct {
  const char *file;
  const char *authentication;
  const char *keys;
  guint n_event_fields;
  guint n_skipped;
} Payload;

static const Payload payloads[] = {
  { "70-element-quickbasedb-combo-options.json", "custom",
    "subdomain quickbase.user quickbase.password quickbase.appname quickbase.apptoken "
    "filter.response.nulls instance.variables", 8, 0 },
  { "71-element-xledger-corrupt-key.json", "custom",
    "logon password application accessToken default.select.fields.map filter.response.nulls "
    "instance.variables event.notification.signature.key event.notification.basic.username "
    "event.notification.callback.headers event.notification.basic.password", 0, 0 },
  { "78-element-ipify-custom-empty.json", "custom", "", 0, 0 },
  { "82-element-bigcommerce-authtype-groups.json", "basic",
    "authentication.type oauth.api.key username password store.url oauth.api.secret "
    "filter.response.nulls instance.variables", 8, 0 },
  { "85-config-field-poller.json", NULL, "event.poller.configuration", 0, 0 },
};

static void
test_payloads (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autofree char *relative = g_strconcat ("payloads/", payloads[i].file, NULL);
      g_autofree char *path = plug_test_dup_shared (relative);
      g_autofree char *text = NULL;
      g_autofree char *keys = NULL;
      g_autoptr (PlugConnector) connector = NULL;
      guint n_skipped;

      if (path == NULL)
        {
          g_test_skip ("The shared payloads are not here");
          return;
        }
      g_test_message ("%s", payloads[i].file);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      connector = read_metadata (text, payloads[i].authentication, &n_skipped);
      keys = dup_keys (plug_connector_list_fields (connector));
      g_assert_cmpstr (keys, ==, payloads[i].keys);
      g_assert_cmpuint (
        g_list_model_get_n_items (plug_connector_list_event_fields (connector)), ==,
        payloads[i].n_event_fields);
      g_assert_cmpuint (n_skipped, ==, payloads[i].n_skipped);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connector-metadata/order", test_order);
  g_test_add_func ("/connector-metadata/kinds", test_kinds);
  g_test_add_func ("/connector-metadata/traits", test_traits);
  g_test_add_func ("/connector-metadata/groups", test_groups);
  g_test_add_func ("/connector-metadata/oauth", test_oauth);
  g_test_add_func ("/connector-metadata/oauth-completed", test_oauth_completed);
  g_test_add_func ("/connector-metadata/oauth-chosen", test_oauth_chosen);
  g_test_add_func ("/connector-metadata/events", test_events);
  g_test_add_func ("/connector-metadata/events-without-switch", test_events_without_switch);
  g_test_add_func ("/connector-metadata/broken", test_broken);
  g_test_add_func ("/connector-metadata/no-description", test_no_description);
  g_test_add_func ("/connector-metadata/caps", test_caps);
  g_test_add_func ("/connector-metadata/fuzz", test_fuzz);
  g_test_add_func ("/connector-metadata/refine", test_refine);
  g_test_add_func ("/connector-metadata/payloads", test_payloads);
  return g_test_run ();
}
