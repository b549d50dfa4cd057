/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies into drafts and back: the same JSON, whatever its shape; and drafts of what is there. */

#include "config.h"

#include "plug-catalogue.h"
#include "plug-draft.h"
#include "plug-error.h"
#include "plug-json.h"
#include "plug-test.h"

#include <string.h>

#define SECRET "CorrectHorse'Battery"
#define BULLETS "••••••••"

static JsonNode *
parse (const char *json)
{
  JsonNode *node = plug_json_parse (json, strlen (json), 0, NULL);

  g_assert_nonnull (node);
  return node;
}

/* One with something of everything. */
static PlugConnector *
new_connector (void)
{
  g_autoptr (JsonNode) node = parse (
    "{\"key\":\"odd\",\"name\":\"Odd\",\"authentication\":\"custom\",\"fields\":["
    "{\"key\":\"authentication.type\",\"kind\":\"choice\",\"required\":true,"
    "\"groupControl\":true,\"default\":\"basic\","
    "\"options\":[{\"value\":\"basic\",\"label\":\"Basic\"},{\"value\":\"custom\"}]},"
    "{\"key\":\"username\",\"required\":true,\"group\":\"basic\"},"
    "{\"key\":\"password\",\"required\":true,\"group\":\"basic\"},"
    "{\"key\":\"api.key\",\"required\":true,\"group\":\"custom\"},"
    "{\"key\":\"host\",\"normalize\":\"host\"},"
    "{\"key\":\"document.tagging\",\"kind\":\"switch\"},"
    "{\"key\":\"size\",\"wire\":\"number\"},"
    "{\"key\":\"map\",\"kind\":\"code\",\"wire\":\"object\"},"
    "{\"key\":\"filter.response.nulls\",\"kind\":\"switch\",\"default\":\"true\","
    "\"expert\":true},"
    "{\"key\":\"page\",\"default\":\"200\"}],"
    "\"events\":{\"methods\":[\"polling\",\"webhook\"],\"interval\":\"5\","
    "\"resources\":[\"changes\"]}}");
  g_autoptr (GError) error = NULL;
  PlugConnector *connector = plug_connector_new_from_json (json_node_get_object (node), &error);

  g_assert_no_error (error);
  return connector;
}

static PlugDraft *
fill (PlugConnector *connector,
      const char    *json)
{
  g_autoptr (JsonNode) body = parse (json);
  g_autoptr (GError) error = NULL;
  PlugDraft *draft = plug_draft_new (connector);

  g_assert_true (plug_draft_fill_from_body (draft, json_node_get_object (body), &error));
  g_assert_no_error (error);
  return draft;
}

static void
assert_body (PlugDraft  *draft,
             const char *expected)
{
  g_autofree char *text = plug_draft_build_text (draft, PLUG_DRAFT_REVEAL, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_round_trip (PlugConnector *connector,
                   const char    *json)
{
  g_autoptr (JsonNode) body = parse (json);
  g_autoptr (PlugDraft) draft = fill (connector, json);
  g_autoptr (JsonNode) again = plug_draft_build (draft, PLUG_DRAFT_REVEAL);

  g_test_message ("%s", json);
  if (!json_node_equal (body, again))
    {
      g_autofree char *text = plug_json_to_string (again, FALSE);

      g_assert_cmpstr (text, ==, json);
    }
}

#define HEAD "{\"element\":{\"key\":\"odd\"},"

static const char *const bodies[] = {
  HEAD "\"configuration\":{},\"name\":\"n\"}",
  HEAD "\"configuration\":{},\"tags\":[],\"name\":\"n\"}",
  HEAD "\"configuration\":{},\"tags\":[\"a\",\"a\",\" \"],\"name\":\" n \"}",
  HEAD "\"configuration\":{\"username\":\"jane\",\"password\":\"pw\"},\"name\":\"n\"}",
  HEAD "\"configuration\":{\"username\":\" jane \",\"password\":\"\"},\"name\":\"n\"}",
  HEAD "\"configuration\":{\"api.key\":\"k\",\"authentication.type\":\"custom\"},\"name\":\"n\"}",
  HEAD "\"configuration\":{\"api.key\":\"k\",\"username\":\"jane\"},\"name\":\"n\"}",
  HEAD "\"configuration\":{\"authentication.type\":\"ntlm\",\"username\":\"u\"},\"name\":\"n\"}",
  HEAD "\"configuration\":{\"document.tagging\":false,\"filter.response.nulls\":true}"
       ",\"name\":\"n\"}",
  HEAD "\"configuration\":{\"document.tagging\":\"false\",\"filter.response.nulls\":\"true\"}"
       ",\"name\":\"n\"}",
  HEAD "\"configuration\":{\"size\":15,\"page\":15.5,\"map\":{\"a\":[1,{\"b\":null}]}}"
       ",\"name\":\"n\"}",
  HEAD "\"configuration\":{\"size\":\"15\",\"page\":null,\"map\":\"{\\\"a\\\":1}\"}"
       ",\"name\":\"n\"}",
  HEAD "\"configuration\":{\"event.notification.enabled\":true,"
       "\"event.notification.callback.url\":\"<URL>\",\"event.poller.refresh_interval\":\"15\","
       "\"event.poller.configuration\":{\"changes\":{\"url\":\"/x?w='${date:yyyy'Z'}'\"}}}"
       ",\"name\":\"n\"}",
  HEAD "\"configuration\":{\"event.notification.enabled\":\"true\","
       "\"event.vendor.type\":\"webhooks\",\"event.poller.urls\":\"a|b\"},\"name\":\"n\"}",
  HEAD "\"configuration\":{\"event.notification.enabled\":\"false\","
       "\"event.poller.configuration\":\"{ }\"},\"name\":\"n\"}",
  HEAD "\"configuration\":{\"unknown\":\"x\",\"own.secret\":\"s\",\"own.token\":{\"t\":[true]},"
       "\"n\":1,\"b\":false},\"name\":\"n\"}",
  HEAD "\"configuration\":{\"tags\":[\"t\"],\"name\":\"inside\"}}",
  HEAD "\"configuration\":{\"host\":\"crm.example.com\"},\"name\":\"n\"}",
  HEAD "\"configuration\":{\"host\":\"CRM.example.com\"},\"name\":\"n\"}",
  HEAD "\"configuration\":{\"host\":\"x.<YOUR_TENANT>.com\"},\"name\":\"n\"}",
  HEAD "\"providerData\":{\"code\":\"c\",\"debug\":true,\"n\":5},\"configuration\":{}"
       ",\"name\":\"n\"}",
  HEAD "\"providerData\":{\"oauth_token\":\"t\",\"oauth_verifier\":\"v\",\"secret\":\"s\"},"
       "\"configuration\":{\"oauth.api.key\":\"k\"},\"externalAuthentication\":\"initial\","
       "\"retrieveObjectsAfterInstantiation\":true,\"name\":\"n\"}",
};

static void
test_round_trip (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugConnector) other = plug_connector_new ("odd", "Odd", NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      assert_round_trip (connector, bodies[i]);
      assert_round_trip (other, bodies[i]);
    }
}

/* A second body leaves nothing of the first, nor of what was there before. */
static void
test_refill (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugDraft) draft = fill (connector, bodies[G_N_ELEMENTS (bodies) - 1]);
  g_autoptr (JsonNode) second = parse (bodies[0]);

  plug_draft_set_value (draft, "unknown", "x");
  g_assert_true (plug_draft_fill_from_body (draft, json_node_get_object (second), NULL));
  assert_body (draft, bodies[0]);
  plug_test_assert_finalized (draft);
}

static void
test_secrets (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugDraft) draft =
    fill (connector, HEAD "\"providerData\":{\"code\":\"" SECRET "\"},\"configuration\":{"
                          "\"password\":\"" SECRET "\",\"own.secret\":\"" SECRET "\","
                          "\"own.token\":{\"x\":\"" SECRET "\"},\"document.tagging\":true},"
                          "\"name\":\"n\"}");
  g_autofree char *masked = plug_draft_build_text (draft, PLUG_DRAFT_MASK, FALSE);

  g_assert_null (plug_draft_get_value (draft, "password"));
  g_assert_cmpstr (plug_secret_peek (plug_draft_get_secret (draft, "own.secret")), ==, SECRET);
  g_assert_cmpstr (plug_secret_peek (plug_draft_get_provider_data (draft, "code")), ==, SECRET);
  g_assert_null (strstr (masked, SECRET));
  g_assert_cmpstr (masked, ==,
                   HEAD "\"providerData\":{\"code\":\"" BULLETS "\"},\"configuration\":{"
                        "\"password\":\"" BULLETS "\",\"document.tagging\":true,"
                        "\"own.secret\":\"" BULLETS "\",\"own.token\":\"" BULLETS "\"},"
                        "\"name\":\"n\"}");
}

/* What is shown as bullets comes back as what it stood for, and is never sent as bullets. */
static void
test_unmask (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugDraft) draft =
    fill (connector, HEAD "\"providerData\":{\"code\":\"c\"},\"configuration\":{"
                          "\"username\":\"jane\",\"password\":\"" SECRET "\"},\"name\":\"n\"}");
  g_autofree char *masked = plug_draft_build_text (draft, PLUG_DRAFT_MASK, FALSE);
  g_autofree char *revealed = plug_draft_build_text (draft, PLUG_DRAFT_REVEAL, FALSE);
  g_autoptr (PlugDraft) edited = fill (connector, masked);
  g_autoptr (PlugDraft) asterisks =
    fill (connector, HEAD "\"configuration\":{\"api.key\":\"********\",\"x\":\"" BULLETS "\"},"
                          "\"name\":\"n\"}");

  assert_body (edited, HEAD "\"configuration\":{\"username\":\"jane\"},\"name\":\"n\"}");
  plug_draft_unmask (edited, draft);
  assert_body (edited, revealed);
  plug_draft_unmask (asterisks, draft);
  assert_body (asterisks, HEAD "\"configuration\":{},\"name\":\"n\"}");
}

static const char *const mistakes[] = {
  HEAD "\"configuration\":7,\"name\":\"n\"}",
  HEAD "\"configuration\":{},\"tags\":\"a\",\"name\":\"n\"}",
  HEAD "\"configuration\":{},\"tags\":[{\"id\":1}],\"name\":\"n\"}",
  HEAD "\"configuration\":{},\"name\":\"n\",\"token\":\"" SECRET "\"}",
  HEAD "\"configuration\":{},\"name\":\"n\",\"providerData\":[]}",
  "{\"element\":\"odd\",\"configuration\":{},\"name\":\"n\"}",
};

static void
test_mistakes (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();

  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autoptr (JsonNode) body = parse (mistakes[i]);
      g_autoptr (PlugDraft) draft = plug_draft_new (connector);
      g_autoptr (GError) error = NULL;

      g_assert_false (plug_draft_fill_from_body (draft, json_node_get_object (body), &error));
      g_assert_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
      g_assert_null (strstr (error->message, SECRET));
      g_assert_nonnull (strstr (error->message, plug_draft_get_mistake (draft)));
      assert_body (draft, HEAD "\"configuration\":{},\"name\":\"n\"}");
    }
}

/* A host that was pasted as a URL is mended, for as it is it can only fail. */
static void
test_host (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugDraft) draft =
    fill (connector, HEAD "\"configuration\":{\"host\":\"https://CRM.example.com/x\"},"
                          "\"name\":\"n\"}");

  assert_body (draft, HEAD "\"configuration\":{\"host\":\"crm.example.com\"},\"name\":\"n\"}");
}

static void
assert_problems (PlugDraft  *draft,
                 const char *expected)
{
  g_autoptr (GPtrArray) problems = plug_draft_list_problems (draft);
  GString *keys = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < problems->len; i++)
    g_string_append_printf (keys, "%s%s", i > 0 ? " " : "",
                            ((PlugProblem *) g_ptr_array_index (problems, i))->key);
  text = g_string_free (keys, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

/* What is not chosen is not sent and not asked for, but kept. */
static void
test_groups (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugDraft) draft = plug_draft_new (connector);

  plug_draft_set_name (draft, "n");
  assert_problems (draft, "username password");
  plug_draft_set_value (draft, "username", "jane");
  plug_draft_set_value (draft, "password", "pw");
  assert_problems (draft, "");
  plug_draft_set_value (draft, "authentication.type", "custom");
  assert_problems (draft, "api.key");
  plug_draft_set_value (draft, "api.key", "k");
  assert_body (draft, HEAD "\"configuration\":{\"authentication.type\":\"custom\","
                           "\"api.key\":\"k\",\"page\":\"200\"},\"name\":\"n\"}");
  plug_draft_set_value (draft, "authentication.type", "basic");
  assert_body (draft, HEAD "\"configuration\":{\"authentication.type\":\"basic\","
                           "\"username\":\"jane\",\"password\":\"pw\",\"page\":\"200\"},"
                           "\"name\":\"n\"}");
}

static void
test_wire (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugDraft) draft = fill (connector, HEAD "\"configuration\":{},\"name\":\"n\"}");

  plug_draft_set_value (draft, "size", "15");
  plug_draft_set_value (draft, "map", "{\"a\":1}");
  plug_draft_set_value (draft, "document.tagging", "true");
  plug_draft_set_value (draft, "filter.response.nulls", "false");
  plug_draft_set_wire (draft, "filter.response.nulls", PLUG_FIELD_WIRE_STRING);
  assert_body (draft, HEAD "\"configuration\":{\"document.tagging\":true,\"size\":15,"
                           "\"map\":{\"a\":1},\"filter.response.nulls\":\"false\"},"
                           "\"name\":\"n\"}");
  plug_draft_set_value (draft, "size", "many");
  plug_draft_set_value (draft, "map", "{");
  plug_draft_set_value (draft, "document.tagging", "maybe");
  plug_draft_set_value (draft, "filter.response.nulls", "");
  assert_problems (draft, "username password map");
  assert_body (draft, HEAD "\"configuration\":{\"document.tagging\":\"maybe\",\"size\":\"many\","
                           "\"map\":\"{\"},\"name\":\"n\"}");
}

static void
test_copy_value (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugDraft) from =
    fill (connector, HEAD "\"configuration\":{\"size\":\"5\",\"password\":\"pw\"},"
                          "\"name\":\"n\"}");
  g_autoptr (PlugDraft) draft = plug_draft_new (connector);
  static const char *const keys[] = { "size", "password", "page", "authentication.type", "x" };

  plug_draft_set_name (draft, "n");
  plug_draft_set_value (draft, "x", "y");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    plug_draft_copy_value (draft, from, keys[i]);
  assert_body (draft, HEAD "\"configuration\":{\"password\":\"pw\",\"size\":\"5\"},"
                           "\"name\":\"n\"}");
}

/* The tenant says what the connector asks for when a draft is there already. */
static void
test_new_for (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugConnector) other = plug_connector_new ("odd", "Odd", NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (JsonNode) body = parse (bodies[i]);
      g_autoptr (PlugDraft) before = plug_draft_new (other);
      g_autoptr (PlugDraft) after = NULL;
      g_autoptr (PlugDraft) back = NULL;
      g_autoptr (JsonNode) built = NULL;

      plug_draft_fill_from_body (before, json_node_get_object (body), NULL);
      after = plug_draft_new_for (before, connector);
      back = plug_draft_new_for (after, other);
      built = plug_draft_build (back, PLUG_DRAFT_REVEAL);
      if (strstr (bodies[i], "\"configuration\":{},") == NULL && strstr (bodies[i], "\" ") == NULL)
        g_assert_true (json_node_equal (body, built));
    }
}

static void
test_forget_secrets (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugDraft) draft =
    fill (connector, HEAD "\"providerData\":{\"code\":\"" SECRET "\"},\"configuration\":{"
                          "\"password\":\"" SECRET "\",\"username\":\"jane\"},\"name\":\"n\"}");

  plug_draft_forget_secrets (draft);
  assert_body (draft, HEAD "\"configuration\":{\"username\":\"jane\"},\"name\":\"n\"}");
}

/* What the user took for a secret is masked, whatever it is called. */
static void
test_mask_instance (void)
{
  g_autoptr (PlugInstance) instance = plug_instance_new ("account", "7", "Acme", "odd");
  g_autoptr (PlugConnector) other = plug_connector_new ("odd", "Odd", NULL, NULL);
  g_autoptr (PlugDraft) draft = plug_draft_new (other);
  g_autoptr (PlugSecret) secret = plug_secret_new (SECRET);
  g_autoptr (GPtrArray) secrets = NULL;

  plug_draft_set_secret (draft, "pin", secret);
  plug_draft_set_value (draft, "user", "jane");
  plug_instance_set_configuration (instance, "{\"user\":\"jane\",\"pin\":\"" SECRET "\"}");
  plug_draft_mask_instance (draft, instance);
  g_assert_cmpstr (plug_instance_get_configuration (instance), ==,
                   "{\"user\":\"jane\",\"pin\":\"********\"}");
  secrets = plug_draft_list_secrets (draft);
  g_assert_cmpuint (secrets->len, ==, 1);
  g_assert_true (plug_secret_equal (g_ptr_array_index (secrets, 0), secret));
}

static void
test_extra_keys (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugDraft) draft =
    fill (connector, HEAD "\"configuration\":{\"b\":1,\"size\":1,\"a.secret\":\"s\",\"c\":\"\"},"
                          "\"name\":\"n\"}");
  static const char *const expected[] = { "b", "a.secret", "c", NULL };
  g_auto (GStrv) keys = plug_draft_dup_extra_keys (draft);

  g_assert_cmpstrv (keys, expected);
}

/* Contract section 5: nothing of events while they are off; the rest with the method. */
static void
test_events (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugDraft) draft = fill (connector, HEAD "\"configuration\":{},\"name\":\"n\"}");
  static const char *const keys[] = { "event.vendor.type", "event.poller.refresh_interval",
                                      "event.notification.callback.url" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    plug_draft_set_value (draft, keys[i], NULL);
  plug_draft_set_value (draft, "event.notification.callback.url", "https://example.com/in");
  assert_body (draft, HEAD "\"configuration\":{},\"name\":\"n\"}");
  plug_draft_set_value (draft, "event.notification.enabled", "true");
  assert_body (draft, HEAD "\"configuration\":{\"event.notification.enabled\":true,"
                           "\"event.vendor.type\":\"polling\","
                           "\"event.notification.callback.url\":\"https://example.com/in\","
                           "\"event.poller.refresh_interval\":\"5\"},\"name\":\"n\"}");
  plug_draft_set_value (draft, "event.vendor.type", "webhook");
  assert_body (draft, HEAD "\"configuration\":{\"event.notification.enabled\":true,"
                           "\"event.vendor.type\":\"webhook\","
                           "\"event.notification.callback.url\":\"https://example.com/in\"},"
                           "\"name\":\"n\"}");
  plug_draft_set_value (draft, "event.notification.callback.url", "example.com");
  assert_problems (draft, "username password event.notification.callback.url");
  plug_draft_set_value (draft, "event.vendor.type", "polling");
  plug_draft_set_value (draft, "event.poller.refresh_interval", "0");
  plug_draft_set_value (draft, "event.poller.configuration", "{\"a\":}");
  assert_problems (draft, "username password event.notification.callback.url "
                          "event.poller.refresh_interval event.poller.configuration");
}

/* Contract section 8.1: the five resources of Sage CRM, asked by their own times. */
static void
test_sage_crm_events (void)
{
  PlugConnector *connector = plug_catalogue_find ("sagecrm");
  JsonObject *pollers = plug_connector_get_pollers (connector);
  g_autoptr (PlugDraft) draft = plug_draft_new (connector);
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) sent = NULL;
  const char *text;
  JsonObject *leads;

  g_assert_cmpuint (json_object_get_size (pollers), ==, 5);
  leads = plug_json_get_object (pollers, "leads");
  g_assert_cmpstr (plug_json_get_string (leads, "url"), ==,
                   "/hubs/crm/leads?where=Lead_UpdatedDate>"
                   "'${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}'");
  g_assert_cmpstr (plug_json_get_string (leads, "idField"), ==, "key");
  g_assert_cmpstr (plug_json_get_string (plug_json_get_object (leads, "datesConfiguration"),
                                         "createdDateField"), ==, "lead_createddate");
  plug_draft_set_value (draft, "event.notification.enabled", "true");
  body = plug_draft_build (draft, PLUG_DRAFT_REVEAL);
  text = plug_json_get_string (plug_json_get_object (json_node_get_object (body),
                                                     "configuration"),
                               "event.poller.configuration");
  sent = parse (text);
  g_assert_true (json_object_equal (json_node_get_object (sent), pollers));
  g_assert_true (g_str_has_suffix (plug_connector_get_event_hint (connector), "."));
}

static void
test_from_instance (void)
{
  g_autoptr (PlugInstance) instance = plug_instance_new ("account", "7", "Acme", "odd");
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugConnector) other = plug_connector_new ("odd", "Odd", NULL, NULL);
  static const char *const tags[] = { "docs", NULL };
  g_autoptr (PlugDraft) draft = NULL;
  g_autoptr (PlugDraft) free_draft = NULL;

  plug_instance_set_tags (instance, tags);
  plug_instance_set_configuration (
    instance, "{\"username\":\"jane\",\"password\":\"********\",\"api.key\":\"shown\","
              "\"document.tagging\":\"true\",\"page\":\"50\",\"pagination.max\":\"200\","
              "\"size\":null,\"host\":\"********\",\"event.notification.enabled\":\"false\","
              "\"event.notification.subscription.id\":\"9\"}");
  draft = plug_draft_new_from_instance (instance, connector);
  free_draft = plug_draft_new_from_instance (instance, other);
  assert_body (draft, HEAD "\"configuration\":{\"authentication.type\":\"basic\","
                           "\"username\":\"jane\",\"document.tagging\":true,\"page\":\"50\","
                           "\"event.notification.enabled\":false},"
                           "\"tags\":[\"docs\"],\"name\":\"Acme Copy\"}");
  assert_problems (draft, "password");
  assert_body (free_draft, HEAD "\"configuration\":{\"username\":\"jane\","
                                "\"document.tagging\":\"true\",\"page\":\"50\","
                                "\"pagination.max\":\"200\","
                                "\"event.notification.enabled\":\"false\"},"
                                "\"tags\":[\"docs\"],\"name\":\"Acme Copy\"}");
}

/* What is gone is created again under its own name. */
static void
test_from_gone_instance (void)
{
  g_autoptr (PlugInstance) instance = plug_instance_new ("account", "7", "Acme", "odd");
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugDraft) draft = NULL;

  plug_instance_set_health (instance, PLUG_HEALTH_GONE, NULL);
  draft = plug_draft_new_from_instance (instance, connector);
  g_assert_cmpstr (plug_draft_get_name (draft), ==, "Acme");
}

/* Every documented body, with the connector of the catalogue when there is one and with none. */
static void
test_payloads (void)
{
  g_autofree char *folder = plug_test_dup_shared ("payloads");
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (folder == NULL)
    {
      g_test_skip ("The shared payloads are not here");
      return;
    }
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_autoptr (JsonNode) body = NULL;
      g_autoptr (PlugConnector) other = NULL;
      const char *key;

      if (strstr (name, "-create-") == NULL || strstr (name, "malformed") != NULL ||
          strstr (name, "formula") != NULL)
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      body = parse (text);
      key = plug_json_get_string (plug_json_get_object (json_node_get_object (body), "element"),
                                  "key");
      other = plug_connector_new (key, key, NULL, NULL);
      assert_round_trip (other, text);
      if (plug_catalogue_find (key) != NULL)
        assert_round_trip (plug_catalogue_find (key), text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/draft-body/round-trip", test_round_trip);
  g_test_add_func ("/draft-body/refill", test_refill);
  g_test_add_func ("/draft-body/secrets", test_secrets);
  g_test_add_func ("/draft-body/unmask", test_unmask);
  g_test_add_func ("/draft-body/mistakes", test_mistakes);
  g_test_add_func ("/draft-body/host", test_host);
  g_test_add_func ("/draft-body/groups", test_groups);
  g_test_add_func ("/draft-body/wire", test_wire);
  g_test_add_func ("/draft-body/copy-value", test_copy_value);
  g_test_add_func ("/draft-body/new-for", test_new_for);
  g_test_add_func ("/draft-body/forget-secrets", test_forget_secrets);
  g_test_add_func ("/draft-body/mask-instance", test_mask_instance);
  g_test_add_func ("/draft-body/extra-keys", test_extra_keys);
  g_test_add_func ("/draft-body/events", test_events);
  g_test_add_func ("/draft-body/sage-crm-events", test_sage_crm_events);
  g_test_add_func ("/draft-body/from-instance", test_from_instance);
  g_test_add_func ("/draft-body/from-gone-instance", test_from_gone_instance);
  g_test_add_func ("/draft-body/payloads", test_payloads);
  return g_test_run ();
}
