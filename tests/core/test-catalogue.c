/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The built-in catalogue: complete, in words, and never with a secret in the open. */

#include "config.h"

#include "plug-catalogue.h"
#include "plug-json.h"
#include "plug-test.h"

#include <string.h>

#define MAX_HELP 100

/* What the documentation's example of one connector names of another, by a slip of the pen:
 * asked for elsewhere, or not to be asked for at all. */
typedef struct {
  const char *connector;
  const char *field;
} Slip;

static const Slip slips[] = {
  { "abbyy", "epages.access.token" }, { "abbyy", "base.url" },
  { "adobe-esign", "name" }, { "adobe-esign", "tags" },
  { "bullhorn", "name" }, { "bullhorn", "tags" },
  { "infusionsoftmarketing", "document.tagging" },
  { "quickbase", "name" }, { "quickbase", "tags" },
  { "sageone", "filter.response.nulls" }, { "sageone", "password" },
  { "sageone", "servicenow.subdomain" }, { "sageone", "username" },
  { "salesforcemarketingcloud", "oauth.api.key" },
  { "salesforcemarketingcloud", "oauth.api.secret" },
  { "salesforcemarketingcloud", "oauth.callback.url" },
  { "sfdcmarketingcloud", "clientId" }, { "sfdcmarketingcloud", "clientSecret" },
  { "zendesk", "site.id" },
};

/* What comes back with the browser and is sent beside the configuration; section 4. */
static const char *const provider_data[] = {
  "code", "dataSource", "merchant_id", "oauth_token", "oauth_verifier", "realmId", "secret",
  "token", NULL
};

/* The text of catalogue.json, for what no object has. */
static JsonArray *
read_entries (JsonNode **root)
{
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (PLUG_CORE_SOURCE_DIR "/catalogue.json", &text, &length,
                                      NULL));
  *root = plug_json_parse (text, length, 0, NULL);
  g_assert_nonnull (*root);
  return plug_json_get_array (json_node_get_object (*root), "connectors");
}

static JsonObject *
find_entry (JsonArray  *entries,
            const char *key)
{
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      g_auto (GStrv) aliases = plug_json_dup_strings (entry, "aliases");

      if (g_strcmp0 (plug_json_get_string (entry, "key"), key) == 0 ||
          (aliases != NULL && g_strv_contains ((const char *const *) aliases, key)))
        return entry;
    }
  return NULL;
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
test_list (void)
{
  GListModel *catalogue = plug_catalogue_list ();
  g_autofree char *last = g_strdup ("");

  g_assert_true (catalogue == plug_catalogue_list ());
  g_assert_true (g_list_model_get_item_type (catalogue) == PLUG_TYPE_CONNECTOR);
  g_assert_cmpuint (g_list_model_get_n_items (catalogue), >=, 158);
  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr (PlugConnector) connector = g_list_model_get_item (catalogue, i);
      g_autofree char *name = g_utf8_casefold (plug_connector_get_name (connector), -1);

      g_assert_true (connector == plug_catalogue_find (plug_connector_get_key (connector)));
      g_assert_cmpstr (plug_connector_get_name (connector), !=, plug_connector_get_key (connector));
      g_assert_cmpstr (plug_connector_get_hub (connector), !=, "");
      g_assert_cmpstr (plug_connector_get_authentication (connector), !=, "");
      /* Sorted, and so unique. */
      g_assert_cmpstr (last, <, name);
      g_free (last);
      last = g_steal_pointer (&name);
    }
  g_assert_null (plug_catalogue_find ("nothing"));
  g_assert_null (plug_catalogue_find (NULL));
}

/* Sent by the key that was asked for. */
static void
test_alias (void)
{
  PlugConnector *connector = plug_catalogue_find ("base");
  PlugConnector *namesake = plug_catalogue_find ("basecrm");

  g_assert_nonnull (connector);
  g_assert_nonnull (namesake);
  g_assert_cmpstr (plug_connector_get_key (namesake), ==, "basecrm");
  g_assert_cmpstr (plug_connector_get_key (connector), ==, "base");
  g_assert_cmpstr (plug_connector_get_name (namesake), ==, plug_connector_get_name (connector));
  g_assert_nonnull (plug_connector_find_field (namesake, "oauth.api.key"));
  g_assert_true (namesake == plug_catalogue_find ("basecrm"));
}

static JsonObject *
get_poller (const char *key,
            const char *resource)
{
  JsonObject *pollers = plug_connector_get_pollers (plug_catalogue_find (key));

  g_assert_nonnull (pollers);
  return plug_json_get_object (pollers, resource);
}

/* Made of what the resources have in common, and as they are documented where they do not. */
static void
test_pollers (void)
{
  JsonObject *contacts = get_poller ("sagecrm", "contacts");
  JsonObject *orders = get_poller ("bigcommerce", "orders");
  JsonObject *bills = get_poller ("quickbooksonprem", "bills");
  JsonObject *customers = get_poller ("quickbooksonprem", "customers");

  g_assert_cmpstr (plug_json_get_string (contacts, "url"), ==,
                   "/hubs/crm/contacts?where=Pers_UpdatedDate>"
                   "'${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}'");
  g_assert_cmpstr (plug_json_get_string (orders, "url"), ==,
                   "/hubs/ecommerce/orders?where=min_date_modified="
                   "'${date:EEE, dd MMM yyyy HH:mm:ss Z}'");
  g_assert_cmpstr (plug_json_get_string (bills, "idField"), ==, "TxnID");
  g_assert_cmpstr (plug_json_get_string (customers, "idField"), ==, "ListID");
  g_assert_cmpstr (plug_json_get_string (plug_json_get_object (customers, "datesConfiguration"),
                                         "updatedDateFormat"), ==, "yyyy-MM-dd'T'HH:mm:ssXXX");
}

static gboolean
is_in_header_capitals (const char *label)
{
  static const char *const small[] = { "and", "as", "for", "in", "of", "or", "the", "to",
                                       "without", NULL };
  g_auto (GStrv) words = g_strsplit (label, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (g_ascii_islower (words[i][0]) && !g_strv_contains (small, words[i]))
        return FALSE;
    }
  return !g_ascii_islower (label[0]);
}

static void
assert_words (PlugConnector *connector,
              PlugField     *field)
{
  const char *help = plug_field_get_help (field);

  g_test_message ("%s: %s", plug_connector_get_key (connector), plug_field_get_key (field));
  g_assert_cmpstr (plug_field_get_label (field), !=, plug_field_get_key (field));
  g_assert_true (is_in_header_capitals (plug_field_get_label (field)));
  g_assert_cmpint ((int) strlen (help), >, 0);
  g_assert_cmpint ((int) strlen (help), <=, MAX_HELP);
  g_assert_false (g_str_has_suffix (help, "."));
}

static void
test_words (void)
{
  GListModel *catalogue = plug_catalogue_list ();

  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr (PlugConnector) connector = g_list_model_get_item (catalogue, i);
      GListModel *fields = plug_connector_list_fields (connector);

      g_assert_cmpstr (plug_catalogue_get_hub_name (plug_connector_get_hub (connector)), !=,
                       plug_connector_get_hub (connector));
      g_assert_cmpstr (plug_catalogue_get_authentication_name (
                         plug_connector_get_authentication (connector)), !=,
                       plug_connector_get_authentication (connector));
      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (PlugField) field = g_list_model_get_item (fields, j);

          assert_words (connector, field);
        }
    }
}

static void
test_codes (void)
{
  g_assert_cmpstr (plug_catalogue_get_hub_name ("helpdesk"), ==, "Help Desk");
  g_assert_cmpstr (plug_catalogue_get_hub_name ("Helpdesk"), ==, "Help Desk");
  g_assert_cmpstr (plug_catalogue_get_hub_name ("gaming"), ==, "gaming");
  g_assert_null (plug_catalogue_get_hub_name (NULL));
  g_assert_cmpstr (plug_catalogue_get_authentication_name ("oauth2"), ==, "OAuth 2.0");
  g_assert_cmpstr (plug_catalogue_get_authentication_name ("awsv4"), ==, "awsv4");
}

/* By name, by kind, and in the file itself: none of the three may say less than the others. */
static void
test_secrets (void)
{
  g_autoptr (JsonNode) root = NULL;
  JsonArray *entries = read_entries (&root);

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      JsonArray *fields = plug_json_get_array (entry, "fields");

      for (guint j = 0; j < json_array_get_length (fields); j++)
        {
          JsonObject *field = json_array_get_object_element (fields, j);
          const char *key = plug_json_get_string (field, "key");
          gboolean secret = plug_json_get_boolean (field, "secret", FALSE);

          g_test_message ("%s: %s", plug_json_get_string (entry, "key"), key);
          g_assert_true (secret == (g_strcmp0 (plug_json_get_string (field, "kind"),
                                               "password") == 0));
          g_assert_true (secret || !plug_field_key_is_secret (key));
          g_assert_true (!secret || plug_json_get_string (field, "default") == NULL);
        }
    }
}

static gboolean
is_one_of (JsonArray  *options,
           const char *value)
{
  for (guint i = 0; i < json_array_get_length (options); i++)
    {
      if (g_strcmp0 (plug_json_get_string (json_array_get_object_element (options, i), "value"),
                     value) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
assert_choice (JsonArray  *fields,
               JsonObject *choice)
{
  JsonArray *options = plug_json_get_array (choice, "options");
  const char *value = plug_json_get_string (choice, "default");

  g_assert_cmpuint (json_array_get_length (options), >=, 2);
  g_assert_true (value == NULL || is_one_of (options, value));
  if (!plug_json_get_boolean (choice, "groupControl", FALSE))
    return;
  g_assert_nonnull (value);
  for (guint i = 0; i < json_array_get_length (fields); i++)
    {
      const char *group = plug_json_get_string (json_array_get_object_element (fields, i),
                                                "group");

      g_assert_true (group == NULL || is_one_of (options, group));
    }
}

static void
test_choices (void)
{
  g_autoptr (JsonNode) root = NULL;
  JsonArray *entries = read_entries (&root);
  guint n_selectors = 0;

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonArray *fields = plug_json_get_array (json_array_get_object_element (entries, i),
                                               "fields");

      for (guint j = 0; j < json_array_get_length (fields); j++)
        {
          JsonObject *field = json_array_get_object_element (fields, j);
          gboolean is_choice = g_strcmp0 (plug_json_get_string (field, "kind"), "choice") == 0;

          g_assert_true (is_choice == json_object_has_member (field, "options"));
          g_assert_true (is_choice || !json_object_has_member (field, "groupControl"));
          if (is_choice)
            assert_choice (fields, field);
          n_selectors += json_object_has_member (field, "groupControl");
        }
    }
  g_assert_cmpuint (n_selectors, ==, 3);
}

static gboolean
is_slip (const char *connector,
         const char *field)
{
  for (gsize i = 0; i < G_N_ELEMENTS (slips); i++)
    {
      if (g_str_equal (slips[i].connector, connector) && g_str_equal (slips[i].field, field))
        return TRUE;
    }
  return FALSE;
}

/* What follows from the methods alone, and what is a field of its own; section 5.1. */
static gboolean
has_event_key (JsonObject *entry,
               const char *key)
{
  g_auto (GStrv) methods = plug_json_dup_strings (plug_json_get_object (entry, "events"),
                                                  "methods");
  JsonArray *fields = plug_json_get_array (entry, "fields");

  for (guint i = 0; i < json_array_get_length (fields); i++)
    {
      if (g_str_equal (plug_json_get_string (json_array_get_object_element (fields, i), "key"),
                       key))
        return TRUE;
    }
  if (methods == NULL || methods[0] == NULL)
    return FALSE;
  if (g_str_has_prefix (key, "event.poller."))
    return g_strv_contains ((const char *const *) methods, "polling");
  if (g_str_equal (key, "event.vendor.type"))
    return methods[1] != NULL;
  return g_str_has_prefix (key, "event.notification.");
}

static void
assert_documented (JsonArray  *entries,
                   JsonObject *facts,
                   const char *key)
{
  PlugConnector *connector = plug_catalogue_find (key);
  const char *const lists[] = { "fields", "alsoDocumented" };
  g_auto (GStrv) events = plug_json_dup_strings (facts, "eventKeys");

  g_test_message ("%s", key);
  g_assert_nonnull (connector);
  g_assert_cmpstr (plug_connector_get_key (connector), ==, key);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      JsonArray *fields = plug_json_get_array (facts, lists[i]);

      for (guint j = 0; fields != NULL && j < json_array_get_length (fields); j++)
        {
          const char *field = plug_json_get_string (json_array_get_object_element (fields, j),
                                                    "key");

          if (is_slip (key, field) || (i == 1 && g_strv_contains (provider_data, field)))
            continue;
          g_test_message ("  %s", field);
          g_assert_nonnull (plug_connector_find_field (connector, field));
        }
    }
  for (gsize i = 0; events != NULL && events[i] != NULL; i++)
    {
      g_test_message ("  %s", events[i]);
      g_assert_true (has_event_key (find_entry (entries, key), events[i]));
    }
}

static void
test_documented (void)
{
  g_autofree char *path = plug_test_dup_shared ("connectors.json");
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonNode) documented = NULL;
  g_autofree char *text = NULL;
  JsonArray *entries = read_entries (&root);
  JsonArray *array;
  gsize length;

  if (path == NULL)
    {
      g_test_skip ("The documented facts are not here.");
      return;
    }
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  documented = plug_json_parse (text, length, 0, NULL);
  array = json_node_get_array (documented);
  g_assert_cmpuint (json_array_get_length (array), >, 0);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *facts = json_array_get_object_element (array, i);
      g_auto (GStrv) keys = plug_json_dup_strings (facts, "keys");

      for (gsize j = 0; keys[j] != NULL; j++)
        assert_documented (entries, facts, keys[j]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalogue/sage-crm", test_sage_crm);
  g_test_add_func ("/catalogue/list", test_list);
  g_test_add_func ("/catalogue/alias", test_alias);
  g_test_add_func ("/catalogue/pollers", test_pollers);
  g_test_add_func ("/catalogue/words", test_words);
  g_test_add_func ("/catalogue/codes", test_codes);
  g_test_add_func ("/catalogue/secrets", test_secrets);
  g_test_add_func ("/catalogue/choices", test_choices);
  g_test_add_func ("/catalogue/documented", test_documented);
  return g_test_run ();
}
