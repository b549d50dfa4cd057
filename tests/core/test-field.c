/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields: what they make of what is entered, and which are secret. */

#include "config.h"

#include "plug-field.h"
#include "plug-test.h"

#include <string.h>

typedef struct {
  const char *text;
  const char *normal;
  gboolean valid;
} Host;

static const Host hosts[] = {
  { "sagecrm-0.example.com", "sagecrm-0.example.com", TRUE },
  { "  SageCRM-0.Example.com\n", "sagecrm-0.example.com", TRUE },
  { "https://crm.example.com", "crm.example.com", TRUE },
  { "HTTPS://crm.example.com/", "crm.example.com", TRUE },
  { "https://crm.example.com/sdata/crmj/sagecrm2/-?x=1#y", "crm.example.com", TRUE },
  { "crm.example.com/crm/eware.dll", "crm.example.com", TRUE },
  { "//crm.example.com", "crm.example.com", TRUE },
  { "crm.example.com:8443", "crm.example.com:8443", TRUE },
  { "https://crm.example.com:8443/x", "crm.example.com:8443", TRUE },
  { "https://user:pw@crm.example.com/x", "crm.example.com", TRUE },
  { "crm", "crm", TRUE },
  { "192.0.2.7", "192.0.2.7", TRUE },
  { "[2001:db8::1]:8443", "[2001:db8::1]:8443", TRUE },
  { "https://[2001:DB8::1]/", "[2001:db8::1]", TRUE },
  { "b\u00fccher.example", "xn--bcher-kva.example", TRUE },
  { "crm.example.com.", "crm.example.com", TRUE },
  { "<YOUR_TENANT>.com", "<YOUR_TENANT>.com", FALSE },
  { "crm example.com", "crm example.com", FALSE },
  { "crm..example.com", "crm..example.com", FALSE },
  { "-crm.example.com", "-crm.example.com", FALSE },
  { "crm.example.com:", "crm.example.com:", FALSE },
  { "crm.example.com:0", "crm.example.com:0", FALSE },
  { "crm.example.com:99999", "crm.example.com:99999", FALSE },
  { "crm.example.com:8a", "crm.example.com:8a", FALSE },
  { "2001:db8::1", "2001:db8::1", FALSE },
  { "[crm]", "[crm]", FALSE },
  { "crm'.example.com", "crm'.example.com", FALSE },
  { "{subdomain}", "{subdomain}", FALSE },
};

static void
test_host (void)
{
  g_autoptr (PlugField) field = plug_field_new ("subdomain", "Subdomain", PLUG_FIELD_TEXT);

  plug_field_set_normalize (field, PLUG_FIELD_NORMALIZE_HOST);
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *normal = plug_field_normalize (field, hosts[i].text);
      g_autofree char *again = plug_field_normalize (field, normal);
      g_autofree char *problem = plug_field_dup_problem (field, normal);

      g_assert_cmpstr (normal, ==, hosts[i].normal);
      g_assert_cmpstr (again, ==, normal);
      g_assert_true ((problem == NULL) == hosts[i].valid);
    }
}

static void
test_trim (void)
{
  g_autoptr (PlugField) text = plug_field_new ("username", "Username", PLUG_FIELD_TEXT);
  g_autoptr (PlugField) password = plug_field_new ("pw", "Password", PLUG_FIELD_PASSWORD);
  g_autofree char *trimmed = plug_field_normalize (text, " a b\u200b\n");
  g_autofree char *kept = plug_field_normalize (password, " a b ");
  g_autofree char *null = plug_field_normalize (text, NULL);

  g_assert_cmpstr (trimmed, ==, "a b");
  g_assert_cmpstr (kept, ==, " a b ");
  g_assert_cmpstr (null, ==, "");
}

static void
test_problem (void)
{
  g_autoptr (PlugField) field = plug_field_new ("username", "Username", PLUG_FIELD_TEXT);
  g_autofree char *problem = NULL;

  g_assert_null (plug_field_dup_problem (field, ""));
  g_assert_null (plug_field_dup_problem (field, NULL));
  plug_field_set_required (field, TRUE);
  g_assert_null (plug_field_dup_problem (field, "x"));
  problem = plug_field_dup_problem (field, "");
  g_assert_nonnull (strstr (problem, "Username"));
  g_assert_true (g_str_has_suffix (problem, "."));
}

static void
test_secret_keys (void)
{
  static const char *const secret[] = {
    "password", "Password", "api.key", "api_key", "oauth.api.secret", "oauth.user.token",
    "base64.encoded.jks", "intacct.user.password", "event.notification.signature.key",
    "clientSecret", "quickbase.apptoken", "authorization.code",
  };
  static const char *const open[] = {
    "", "subdomain", "username", "base.url", "pagination.max", "event.vendor.type",
    "event.notification.enabled", "company", "site.url",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (secret); i++)
    g_assert_true (plug_field_key_is_secret (secret[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (open); i++)
    g_assert_false (plug_field_key_is_secret (open[i]));
  g_assert_false (plug_field_key_is_secret (NULL));
}

static void
test_is_secret (void)
{
  g_autoptr (PlugField) by_kind = plug_field_new ("pin", "Pin", PLUG_FIELD_PASSWORD);
  g_autoptr (PlugField) by_key = plug_field_new ("api.key", "Key", PLUG_FIELD_TEXT);
  g_autoptr (PlugField) open = plug_field_new ("username", "Username", PLUG_FIELD_TEXT);

  g_assert_true (plug_field_is_secret (by_kind));
  g_assert_true (plug_field_is_secret (by_key));
  g_assert_false (plug_field_is_secret (open));
}

typedef struct {
  PlugFieldNormalize normalize;
  const char *text;
  gboolean valid;
} Check;

static const Check checks[] = {
  { PLUG_FIELD_NORMALIZE_URL, "https://example.com/in?x=1", TRUE },
  { PLUG_FIELD_NORMALIZE_URL, "http://localhost:8080", TRUE },
  { PLUG_FIELD_NORMALIZE_URL, "HTTPS://example.com", TRUE },
  { PLUG_FIELD_NORMALIZE_URL, "example.com/in", FALSE },
  { PLUG_FIELD_NORMALIZE_URL, "ftp://example.com", FALSE },
  { PLUG_FIELD_NORMALIZE_URL, "https://", FALSE },
  { PLUG_FIELD_NORMALIZE_URL, "https:///path", FALSE },
  { PLUG_FIELD_NORMALIZE_URL, "javascript:alert(1)", FALSE },
  { PLUG_FIELD_NORMALIZE_COUNT, "15", TRUE },
  { PLUG_FIELD_NORMALIZE_COUNT, "0", FALSE },
  { PLUG_FIELD_NORMALIZE_COUNT, "-5", FALSE },
  { PLUG_FIELD_NORMALIZE_COUNT, "1.5", FALSE },
  { PLUG_FIELD_NORMALIZE_COUNT, "99999999999", FALSE },
  { PLUG_FIELD_NORMALIZE_JSON, "{\"a\":[1]}", TRUE },
  { PLUG_FIELD_NORMALIZE_JSON, "{\"a\":[1}", FALSE },
  { PLUG_FIELD_NORMALIZE_TRIM, "anything {", TRUE },
};

static void
test_checks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autoptr (PlugField) field = plug_field_new ("x", "X", PLUG_FIELD_TEXT);
      g_autofree char *padded = g_strconcat (" ", checks[i].text, "\n", NULL);
      g_autofree char *normal = NULL;
      g_autofree char *problem = NULL;

      g_test_message ("%s", checks[i].text);
      plug_field_set_normalize (field, checks[i].normalize);
      normal = plug_field_normalize (field, padded);
      problem = plug_field_dup_problem (field, normal);
      g_assert_cmpstr (normal, ==, checks[i].text);
      g_assert_true ((problem == NULL) == checks[i].valid);
      g_assert_true (problem == NULL || g_str_has_suffix (problem, "."));
    }
}

/* Row 77 of the faults: no check is the tenant's, so none takes longer than its text is long. */
static void
test_long_text (void)
{
  g_autofree char *text = g_strnfill (1024 * 1024, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autoptr (PlugField) field = plug_field_new ("x", "X", PLUG_FIELD_TEXT);
      g_autofree char *normal = NULL;
      g_autofree char *problem = NULL;

      plug_field_set_normalize (field, checks[i].normalize);
      normal = plug_field_normalize (field, text);
      problem = plug_field_dup_problem (field, normal);
      g_assert_true ((problem == NULL) == (checks[i].normalize == PLUG_FIELD_NORMALIZE_TRIM));
    }
}

static void
test_options (void)
{
  g_autoptr (PlugField) field = plug_field_new ("region", "Region", PLUG_FIELD_CHOICE);
  const char *label;

  plug_field_add_option (field, "eu", "Europe");
  plug_field_add_option (field, "us", "");
  plug_field_add_option (field, "eu", "Again");
  g_assert_cmpuint (plug_field_get_n_options (field), ==, 2);
  g_assert_cmpstr (plug_field_get_option (field, 0, &label), ==, "eu");
  g_assert_cmpstr (label, ==, "Europe");
  g_assert_cmpstr (plug_field_get_option (field, 1, &label), ==, "us");
  g_assert_cmpstr (label, ==, "us");
  g_assert_true (plug_field_has_option (field, "us"));
  g_assert_false (plug_field_has_option (field, "Europe"));
  g_assert_false (plug_field_has_option (field, NULL));
}

static void
test_traits (void)
{
  g_autoptr (PlugField) toggle = plug_field_new ("use.token", "Use", PLUG_FIELD_SWITCH);
  g_autoptr (PlugField) text = plug_field_new ("sender", "Sender", PLUG_FIELD_TEXT);

  g_assert_cmpint (plug_field_get_wire (toggle), ==, PLUG_FIELD_WIRE_BOOLEAN);
  g_assert_cmpint (plug_field_get_wire (text), ==, PLUG_FIELD_WIRE_STRING);
  g_assert_false (plug_field_is_secret (toggle));
  g_assert_false (plug_field_is_secret (text));
  plug_field_mark_secret (text);
  plug_field_set_wire (text, PLUG_FIELD_WIRE_NUMBER);
  plug_field_set_expert (text, TRUE);
  plug_field_set_group (text, "type", "basic");
  plug_field_set_label (text, "From");
  g_assert_true (plug_field_is_secret (text));
  g_assert_cmpint (plug_field_get_wire (text), ==, PLUG_FIELD_WIRE_NUMBER);
  g_assert_true (plug_field_is_expert (text));
  g_assert_cmpstr (plug_field_get_selector (text), ==, "type");
  g_assert_cmpstr (plug_field_get_group (text), ==, "basic");
  g_assert_cmpstr (plug_field_get_label (text), ==, "From");
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *count)
{
  (*count)++;
}

static void
test_properties (void)
{
  g_autoptr (PlugField) field = plug_field_new ("site", "Site", PLUG_FIELD_CHOICE);
  g_autofree char *label = NULL;
  g_autofree char *fallback = NULL;
  PlugFieldKind kind;
  gboolean required;
  guint count = 0;

  g_signal_connect (field, "notify", G_CALLBACK (count_cb), &count);
  for (guint i = 0; i < 2; i++)
    {
      plug_field_set_help (field, "Help");
      plug_field_set_required (field, TRUE);
      plug_field_set_default (field, "eu");
      plug_field_set_normalize (field, PLUG_FIELD_NORMALIZE_HOST);
    }
  g_assert_cmpuint (count, ==, 4);
  g_object_get (field, "label", &label, "kind", &kind, "required", &required,
                "default", &fallback, NULL);
  g_assert_cmpstr (label, ==, "Site");
  g_assert_cmpint (kind, ==, PLUG_FIELD_CHOICE);
  g_assert_true (required);
  g_assert_cmpstr (fallback, ==, "eu");
  plug_test_assert_finalized (field);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/field/host", test_host);
  g_test_add_func ("/field/trim", test_trim);
  g_test_add_func ("/field/problem", test_problem);
  g_test_add_func ("/field/secret-keys", test_secret_keys);
  g_test_add_func ("/field/is-secret", test_is_secret);
  g_test_add_func ("/field/checks", test_checks);
  g_test_add_func ("/field/long-text", test_long_text);
  g_test_add_func ("/field/options", test_options);
  g_test_add_func ("/field/traits", test_traits);
  g_test_add_func ("/field/properties", test_properties);
  return g_test_run ();
}
