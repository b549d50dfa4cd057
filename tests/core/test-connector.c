/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connectors and the built-in catalogue. */

#include "config.h"

#include "plug-connector.h"
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
assert_field (PlugConnector *connector,
              guint          position,
              const char    *key,
              const char    *label,
              gboolean       secret)
{
  g_autoptr (PlugField) field = g_list_model_get_item (plug_connector_list_fields (connector),
                                                       position);

  g_assert_cmpstr (plug_field_get_key (field), ==, key);
  g_assert_cmpstr (plug_field_get_label (field), ==, label);
  g_assert_true (plug_field_is_required (field));
  g_assert_true (plug_field_is_secret (field) == secret);
  g_assert_true (plug_connector_find_field (connector, key) == field);
}

/* The labels of the documentation's table. */
static void
test_sage_crm (void)
{
  PlugConnector *connector = plug_catalogue_find ("sagecrm");

  g_assert_nonnull (connector);
  g_assert_cmpstr (plug_connector_get_key (connector), ==, "sagecrm");
  g_assert_cmpstr (plug_connector_get_name (connector), ==, "Sage CRM");
  g_assert_cmpstr (plug_connector_get_hub (connector), ==, "crm");
  g_assert_cmpstr (plug_connector_get_authentication (connector), ==, "basic");
  g_assert_cmpuint (g_list_model_get_n_items (plug_connector_list_fields (connector)), ==, 3);
  assert_field (connector, 0, "subdomain", "Subdomain", FALSE);
  assert_field (connector, 1, "username", "Username", FALSE);
  assert_field (connector, 2, "password", "Password", TRUE);
  g_assert_cmpint (plug_field_get_normalize (plug_connector_find_field (connector, "subdomain")),
                   ==, PLUG_FIELD_NORMALIZE_HOST);
}

static void
test_catalogue (void)
{
  GListModel *catalogue = plug_catalogue_list ();

  g_assert_true (catalogue == plug_catalogue_list ());
  g_assert_true (g_list_model_get_item_type (catalogue) == PLUG_TYPE_CONNECTOR);
  g_assert_cmpuint (g_list_model_get_n_items (catalogue), >, 0);
  g_assert_null (plug_catalogue_find ("nothing"));
  g_assert_null (plug_catalogue_find (NULL));
}

/* xgettext reads plug-catalogue.c, so each word of catalogue.json has to be there. */
static void
test_catalogue_is_translatable (void)
{
  static const char source_path[] = PLUG_CORE_SOURCE_DIR "/plug-catalogue.c";
  g_autofree char *source = NULL;
  GListModel *fields = plug_connector_list_fields (plug_catalogue_find ("sagecrm"));

  g_assert_true (g_file_get_contents (source_path, &source, NULL, NULL));
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);
      g_autofree char *label = g_strdup_printf ("N_(\"%s\")", plug_field_get_label (field));
      g_autofree char *help = g_strdup_printf ("N_(\"%s\")", plug_field_get_help (field));

      g_assert_nonnull (strstr (source, label));
      g_assert_nonnull (strstr (source, help));
    }
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

  g_test_add_func ("/connector/sage-crm", test_sage_crm);
  g_test_add_func ("/connector/catalogue", test_catalogue);
  g_test_add_func ("/connector/catalogue-is-translatable", test_catalogue_is_translatable);
  g_test_add_func ("/connector/address", test_address);
  g_test_add_func ("/connector/new", test_new);
  g_test_add_func ("/connector/from-json", test_from_json);
  g_test_add_func ("/connector/broken", test_broken);
  return g_test_run ();
}
