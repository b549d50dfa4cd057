/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pick list, and what base URLs people paste. */

#include "config.h"

#include <string.h>

#include "plug-error.h"
#include "plug-region.h"

#define US2 "https://api.openconnectors.us2.ext.hana.ondemand.com/elements/api-v2"
#define NONE PLUG_BASE_URL_NOTE_NONE
#define UI PLUG_BASE_URL_NOTE_UI_HOST
#define CUT PLUG_BASE_URL_NOTE_PATH_CUT
#define SCHEME PLUG_BASE_URL_NOTE_SCHEME

typedef struct {
  const char *text;
  const char *url; /* NULL when it is refused */
  guint note;
} Case;

static const Case cases[] = {
  { US2, US2, NONE },
  { US2 "/", US2, NONE },
  { US2 "///", US2, NONE },
  { "  " US2 "\n", US2, NONE },
  { "\u200b" US2 "\ufeff", US2, NONE },
  { "\"" US2 "\"", US2, NONE },
  { "'" US2 "'", US2, NONE },
  { "\u201c" US2 "\u201d", US2, NONE },
  { "<" US2 ">", US2, NONE },
  { "`" US2 "`", US2, NONE },
  { " \" " US2 " \" ", US2, NONE },
  { US2 "/instances", US2, CUT },
  { US2 "/instances?pageSize=1", US2, CUT },
  { US2 "?x=1", US2, CUT },
  { US2 "#top", US2, CUT },
  { "https://api.openconnectors.us2.ext.hana.ondemand.com", US2, NONE },
  { "https://api.openconnectors.us2.ext.hana.ondemand.com/", US2, NONE },
  { "https://api.openconnectors.us2.ext.hana.ondemand.com/elements", US2, NONE },
  { "https://api.openconnectors.us2.ext.hana.ondemand.com/Elements/API-V2/", US2, NONE },
  { "https://api.openconnectors.us2.ext.hana.ondemand.com/home", US2, CUT },
  { "https://api.openconnectors.us2.ext.hana.ondemand.com/elements/api-v21", US2, CUT },
  { "HTTPS://API.OpenConnectors.US2.ext.hana.ondemand.com/elements/api-v2", US2, NONE },
  { "https://api.openconnectors.us2.ext.hana.ondemand.com./elements/api-v2", US2, NONE },
  { "api.openconnectors.us2.ext.hana.ondemand.com", US2, SCHEME },
  { "//api.openconnectors.us2.ext.hana.ondemand.com", US2, SCHEME },
  { "api.openconnectors.us2.ext.hana.ondemand.com/elements/api-v2/", US2, SCHEME },
  { "api.openconnectors.us2.ext.hana.ondemand.com/?next=https://x.org/", US2, SCHEME | CUT },
  { "https://my.openconnectors.us2.ext.hana.ondemand.com", US2, UI },
  { "my.openconnectors.us2.ext.hana.ondemand.com", US2, UI | SCHEME },
  { "https://My.OpenConnectors.us2.ext.hana.ondemand.com/elements#/home", US2, UI | CUT },
  { "https://my.openconnectors.trial.us10.ext.hana.ondemand.com/",
    "https://api.openconnectors.trial.us10.ext.hana.ondemand.com/elements/api-v2", UI },
  { "https://my.openconnectors.ext.hanatrial.ondemand.com",
    "https://api.openconnectors.ext.hanatrial.ondemand.com/elements/api-v2", UI },
  { "https://my.cloud-elements.com", "https://api.cloud-elements.com/elements/api-v2", UI },
  { "https://my.example.com", "https://my.example.com/elements/api-v2", NONE },
  { "https://my.openconnectors.example.com",
    "https://my.openconnectors.example.com/elements/api-v2", NONE },
  { "https://api.example.com:8443", "https://api.example.com:8443/elements/api-v2", NONE },
  { "api.example.com:8443", "https://api.example.com:8443/elements/api-v2", SCHEME },
  { "https://api.example.com:443", "https://api.example.com:443/elements/api-v2", NONE },
  { "https://b\u00fccher.example", "https://xn--bcher-kva.example/elements/api-v2", NONE },
  { "https://xn--bcher-kva.example", "https://xn--bcher-kva.example/elements/api-v2", NONE },
  { "https://192.0.2.7", "https://192.0.2.7/elements/api-v2", NONE },
  { "https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443/elements/api-v2", NONE },
  { "http://localhost:8080", "http://localhost:8080/elements/api-v2", NONE },
  { "HTTP://LOCALHOST", "http://localhost/elements/api-v2", NONE },
  { "http://127.0.0.1:34567/elements/api-v2", "http://127.0.0.1:34567/elements/api-v2", NONE },
  { "http://127.9.8.7/", "http://127.9.8.7/elements/api-v2", NONE },
  { "http://[::1]:8080", "http://[::1]:8080/elements/api-v2", NONE },
  { "https://localhost:8443", "https://localhost:8443/elements/api-v2", NONE },
  { NULL, NULL, NONE },
  { "", NULL, NONE },
  { "  ", NULL, NONE },
  { "\"\"", NULL, NONE },
  { "https://", NULL, NONE },
  { "https:///elements/api-v2", NULL, NONE },
  { "http://api.example.com", NULL, NONE },
  { "http://localhost.example.com", NULL, NONE },
  { "http://127.0.0.1.example.com", NULL, NONE },
  { "http://128.0.0.1", NULL, NONE },
  { "http://127.1", NULL, NONE },
  { "http://0x7f.0.0.1", NULL, NONE },
  { "http://2130706433", NULL, NONE },
  { "http://[::2]", NULL, NONE },
  { "http://localhost@evil.example", NULL, NONE },
  { "ftp://api.example.com", NULL, NONE },
  { "javascript:alert(1)", NULL, NONE },
  { "file:///etc/passwd", NULL, NONE },
  { "https://user@api.example.com", NULL, NONE },
  { "https://user:pw@api.example.com", NULL, NONE },
  { "https://api.example.com:0", NULL, NONE },
  { "https://api.example.com:70000", NULL, NONE },
  { "https://api.example.com:abc", NULL, NONE },
  { "https://api example.com", NULL, NONE },
  { "https://api.example.com\\@evil.example", NULL, NONE },
  { "https://api.exa\nmple.com", NULL, NONE },
  { "https://api..example.com", NULL, NONE },
  { "https://-api.example.com", NULL, NONE },
  { "https://api.example.com%2eevil.example", NULL, NONE },
  { "https://<host>/elements/api-v2", NULL, NONE },
  { "https://api.{region}.example.com", NULL, NONE },
  { "https://a'b.example.com", NULL, NONE },
  { "https://\xff.example.com", NULL, NONE },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PlugBaseUrlNote note = ~0u;
      g_autoptr (GError) error = NULL;
      g_autofree char *url = plug_base_url_parse (cases[i].text, &note, &error);

      g_autofree char *shown = g_strescape (cases[i].text != NULL ? cases[i].text : "", NULL);

      g_test_message ("%s → %s", shown, url != NULL ? url : error->message);
      g_assert_cmpstr (url, ==, cases[i].url);
      if (url != NULL)
        g_assert_cmpuint (note, ==, cases[i].note);
      else
        g_assert_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
    }
}

/* What is normal already stays as it is and needs no mending. */
static void
test_parse_twice (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PlugBaseUrlNote note;
      g_autofree char *again = NULL;

      if (cases[i].url == NULL)
        continue;
      again = plug_base_url_parse (cases[i].url, &note, NULL);
      g_assert_cmpstr (again, ==, cases[i].url);
      g_assert_cmpuint (note, ==, NONE);
    }
}

/* A user's mistake must not put the password he pasted on the screen. */
static void
test_refusal_tells_nothing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (plug_base_url_parse ("https://u:SECRET@api.example.com", NULL, &error));
  g_assert_null (strstr (error->message, "SECRET"));
}

/* Contract section 1.1, the hosts marked [S]. */
static const char *const hosts[] = {
  "api.openconnectors.us2.ext.hana.ondemand.com",
  "api.openconnectors.ext.hana.ondemand.com",
  "api.openconnectors.ext.hanatrial.ondemand.com",
  "api.openconnectors.eu10.ext.hana.ondemand.com",
  "api.openconnectors.us10.ext.hana.ondemand.com",
  "api.openconnectors.jp20.ext.hana.ondemand.com",
  "api.openconnectors.trial.us10.ext.hana.ondemand.com",
  "api.openconnectors.trial.eu10.ext.hana.ondemand.com",
  "api.openconnectors.trial.ap21.ext.hana.ondemand.com",
  "api.cloud-elements.com",
  "console.cloud-elements.com",
  "staging.cloud-elements.com",
  "snapshot.cloud-elements.com",
  "api.cloud-elements.co.uk",
  "console.cloud-elements.co.uk",
};

static void
test_list (void)
{
  gsize n_regions;
  const PlugRegion *regions = plug_region_list (&n_regions);

  g_assert_cmpstr (regions[0].id, ==, "us2");
  g_assert_cmpuint (n_regions, ==, G_N_ELEMENTS (hosts));
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *text = g_strconcat ("https://", hosts[i], NULL);
      g_autofree char *url = plug_base_url_parse (text, NULL, NULL);
      const PlugRegion *region = plug_region_find_by_url (url);

      g_assert_nonnull (region);
      g_assert_cmpstr (region->host, ==, hosts[i]);
      g_assert_true (plug_region_find_by_id (region->id) == region);
    }
}

static void
test_list_is_unique (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gsize n_regions;
  const PlugRegion *regions = plug_region_list (&n_regions);

  for (gsize i = 0; i < n_regions; i++)
    {
      g_autofree char *url = plug_region_dup_base_url (&regions[i]);
      g_autofree char *again = plug_base_url_parse (url, NULL, NULL);

      g_assert_cmpstr (again, ==, url);
      g_assert_true (g_hash_table_add (seen, (char *) regions[i].id));
      g_assert_true (g_hash_table_add (seen, (char *) regions[i].name));
      g_assert_true (g_hash_table_add (seen, (char *) regions[i].host));
    }
  g_assert_null (plug_region_find_by_id ("nowhere"));
  g_assert_null (plug_region_find_by_id (NULL));
  g_assert_null (plug_region_find_by_url ("https://api.example.com/elements/api-v2"));
  g_assert_null (plug_region_find_by_url (NULL));
}

static void
test_join (void)
{
  g_autofree char *with = plug_base_url_join (US2, "/instances");
  g_autofree char *without = plug_base_url_join (US2, "instances");
  g_autofree char *slash = plug_base_url_join (US2 "/", "/instances");

  g_assert_cmpstr (with, ==, US2 "/instances");
  g_assert_cmpstr (without, ==, US2 "/instances");
  g_assert_cmpstr (slash, ==, US2 "/instances");
}

static void
test_host (void)
{
  g_autofree char *name = plug_base_url_dup_host (US2);
  g_autofree char *ipv6 = plug_base_url_dup_host ("http://[::1]:8080/elements/api-v2");
  g_autofree char *none = plug_base_url_dup_host (NULL);

  g_assert_cmpstr (name, ==, "api.openconnectors.us2.ext.hana.ondemand.com");
  g_assert_cmpstr (ipv6, ==, "::1");
  g_assert_cmpstr (none, ==, "");
}

static void
test_loopback (void)
{
  static const char *const yes[] = {
    "localhost", "LocalHost", "127.0.0.1", "127.255.255.254", "::1",
  };
  static const char *const no[] = {
    "", "localhost.example", "example.localhost.org", "128.0.0.1", "126.255.255.255", "::2",
    "0.0.0.0", "127.0.0.1.nip.example", "[::1]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (yes); i++)
    g_assert_true (plug_host_is_loopback (yes[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (plug_host_is_loopback (no[i]));
  g_assert_false (plug_host_is_loopback (NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/region/parse", test_parse);
  g_test_add_func ("/region/parse-twice", test_parse_twice);
  g_test_add_func ("/region/refusal-tells-nothing", test_refusal_tells_nothing);
  g_test_add_func ("/region/list", test_list);
  g_test_add_func ("/region/list-is-unique", test_list_is_unique);
  g_test_add_func ("/region/join", test_join);
  g_test_add_func ("/region/host", test_host);
  g_test_add_func ("/region/loopback", test_loopback);
  return g_test_run ();
}
