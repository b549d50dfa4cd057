/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connectors and their fields. */

#include "config.h"

#include "plug-catalogue.h"
#include "plug-error.h"
#include "plug-json.h"
#include "plug-test.h"

#include <string.h>

static PlugConnector *
read_connector (const char  *json,
                GError     **error)
{
  g_autoptr (JsonNode) root = plug_json_parse (json, strlen (json), 0, NULL);

  g_assert_nonnull (root);
  return plug_connector_new_from_json (json_node_get_object (root), error);
}

static void
assert_address (const char *subdomain,
                const char *expected)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *address = NULL;

  if (subdomain != NULL)
    g_hash_table_insert (values, (char *) "subdomain", (char *) subdomain);
  address = plug_connector_dup_address (plug_catalogue_find ("sagecrm"), values);
  g_assert_cmpstr (address, ==, expected);
}

static void
test_address (void)
{
  g_autoptr (PlugConnector) without = plug_connector_new ("x", "X", NULL, NULL);
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

  assert_address ("crm.example.com", "https://crm.example.com/sdata/crmj/sagecrm2/-");
  assert_address ("", "https://{subdomain}/sdata/crmj/sagecrm2/-");
  assert_address (NULL, "https://{subdomain}/sdata/crmj/sagecrm2/-");
  assert_address ("{subdomain}", "https://{subdomain}/sdata/crmj/sagecrm2/-");
  g_assert_null (plug_connector_dup_address (without, values));
}

static void
test_new (void)
{
  g_autoptr (PlugConnector) connector = plug_connector_new ("x", "X", NULL, NULL);
  g_autoptr (PlugField) field = plug_field_new ("a", "A", PLUG_FIELD_TEXT);

  g_assert_cmpstr (plug_connector_get_hub (connector), ==, "");
  g_assert_cmpstr (plug_connector_get_setup_hint (connector), ==, "");
  g_assert_null (plug_connector_find_field (connector, "a"));
  plug_connector_add_field (connector, field);
  g_assert_true (plug_connector_find_field (connector, "a") == field);
  plug_test_assert_finalized (connector);
}

static void
test_from_json (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugConnector) connector =
    read_connector ("{\"key\":\"k(x)\",\"name\":\"N\",\"setupHint\":\"First.\",\"fields\":["
                    "{\"key\":\"a.b\"},"
                    "{\"key\":\"s\",\"label\":\"S\",\"kind\":\"switch\",\"default\":\"true\"}]}",
                    &error);
  PlugField *plain;
  PlugField *toggle;

  g_assert_no_error (error);
  plain = plug_connector_find_field (connector, "a.b");
  toggle = plug_connector_find_field (connector, "s");
  g_assert_cmpstr (plug_connector_get_setup_hint (connector), ==, "First.");
  g_assert_cmpstr (plug_field_get_label (plain), ==, "a.b");
  g_assert_cmpstr (plug_field_get_help (plain), ==, "");
  g_assert_cmpint (plug_field_get_kind (plain), ==, PLUG_FIELD_TEXT);
  g_assert_false (plug_field_is_required (plain));
  g_assert_cmpint (plug_field_get_kind (toggle), ==, PLUG_FIELD_SWITCH);
  g_assert_cmpstr (plug_field_get_default (toggle), ==, "true");
}

static const char *const broken[] = {
  "{}",
  "{\"key\":\"k\"}",
  "{\"name\":\"N\"}",
  "{\"key\":\"\",\"name\":\"N\"}",
  "{\"key\":7,\"name\":\"N\"}",
  "{\"key\":\"k\",\"name\":\"N\",\"fields\":[7]}",
  "{\"key\":\"k\",\"name\":\"N\",\"fields\":[null]}",
  "{\"key\":\"k\",\"name\":\"N\",\"fields\":[{}]}",
  "{\"key\":\"k\",\"name\":\"N\",\"fields\":[{\"key\":\"a\",\"kind\":\"rainbow\"}]}",
  "{\"key\":\"k\",\"name\":\"N\",\"fields\":[{\"key\":\"a\",\"kind\":3}]}",
  "{\"key\":\"k\",\"name\":\"N\",\"fields\":[{\"key\":\"a\",\"normalize\":\"x\"}]}",
  "{\"key\":\"k\",\"name\":\"N\",\"fields\":[{\"key\":\"a\"},{\"key\":\"a\"}]}",
};

static void
test_broken (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", broken[i]);
      g_assert_null (read_connector (broken[i], &error));
      g_assert_error (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connector/address", test_address);
  g_test_add_func ("/connector/new", test_new);
  g_test_add_func ("/connector/from-json", test_from_json);
  g_test_add_func ("/connector/broken", test_broken);
  return g_test_run ();
}
