/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pasted Authorization headers, and secrets as they are pasted. */

#include "config.h"

#include "plug-authorization.h"

#define U "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/+A="
#define O "0123456789abcdef0123456789abcdef"
#define E "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB="

typedef struct {
  const char *text;
  const char *user;
  const char *organization;
  const char *token;
} Header;

static const Header headers[] = {
  { "Authorization: User " U ", Organization " O, U, O, NULL },
  { "authorization: user " U ", organization " O, U, O, NULL },
  { "AUTHORIZATION: USER " U ", ORGANIZATION " O, U, O, NULL },
  { "Authorization: User " U ", Organization " O ", Element " E, U, O, E },
  { "Authorization: Element " E ", User " U ", Organization " O, U, O, E },
  { "Authorization: Organization " O ", User " U, U, O, NULL },
  { "Authorization: Element " E ", User " U, U, NULL, E },
  { "Authorization: User " U, U, NULL, NULL },
  { "  Authorization :  User   " U " ,Organization\t" O "  \n", U, O, NULL },
  { "Authorization: User " U ",\n  Organization " O "\n", U, O, NULL },
  { "User " U ", Organization " O, U, O, NULL },
  { "'User " U ", Organization " O "'", U, O, NULL },
  { "  User " U ",Organization " O "\n", U, O, NULL },
  { "-H 'Authorization: User " U ", Organization " O "'", U, O, NULL },
  { "curl -X POST \\\n  https://api.example.com/elements/api-v2/instances \\\n"
    "  -H 'authorization: User " U ", Organization " O "' \\\n"
    "  -H 'content-type: application/json' -d '{}'", U, O, NULL },
  { "curl -H \"Authorization: User " U ", Organization " O "\" x", U, O, NULL },
  { "{\"Authorization\": \"User " U ", Organization " O "\"}", U, O, NULL },
  { "Authorization=User " U ", Organization " O, U, O, NULL },
  { "no authorization here\nAuthorization: User " U ", Organization " O, U, O, NULL },
  { "Authorization: User " U ", Organization " O ", Foo bar", U, O, NULL },
  { "Authorization: User <USER_SECRET>, Organization " O, NULL, O, NULL },
  { "Authorization: User <YOUR USER SECRET>, Organization " O ", Element " E, NULL, O, E },
  { "Authorization: User " U ", Organization <ORGANIZATION_SECRET>", U, NULL, NULL },
  { "Authorization: User " U ", Organization YOUR_ORGANIZATION_SECRET", U, NULL, NULL },
};

static const char *const none[] = {
  NULL, "", " ", "Authorization:", "Authorization: Bearer abc", "Authorization: Basic dXNlcg==",
  "Authorization: User", "Authorization: User ,", "Authorization: User <USER_SECRET>", U, O,
  "Authorization: User <USER_SECRET>, Organization <ORGANIZATION_SECRET>",
  "Authorization: User {userSecret}, Organization {orgSecret}",
  "Authorization: User XXXXXXXX, Organization $ORGANIZATION_SECRET",
  "User guide", "User " U, "Organization " O, "User guide, Organization chart, and more",
  "Authorization: Username " U, "The user said, organization is all",
  "Authorization: User AAAA\033AAAA", "User AAAA\177, Organization " O,
};

static void
assert_secret (PlugSecret *secret,
               const char *expected)
{
  g_assert_cmpstr (secret != NULL ? plug_secret_peek (secret) : NULL, ==, expected);
}

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (PlugSecret) user = NULL;
      g_autoptr (PlugSecret) organization = NULL;
      g_autoptr (PlugSecret) token = NULL;

      g_test_message ("%s", headers[i].text);
      g_assert_true (plug_authorization_parse (headers[i].text, &user, &organization, &token));
      assert_secret (user, headers[i].user);
      assert_secret (organization, headers[i].organization);
      assert_secret (token, headers[i].token);
      g_assert_true (plug_authorization_parse (headers[i].text, NULL, NULL, NULL));
    }
}

static void
test_parse_none (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    {
      PlugSecret *user = GINT_TO_POINTER (1);
      PlugSecret *organization = GINT_TO_POINTER (1);
      PlugSecret *token = GINT_TO_POINTER (1);

      g_test_message ("%s", none[i]);
      g_assert_false (plug_authorization_parse (none[i], &user, &organization, &token));
      g_assert_null (user);
      g_assert_null (organization);
      g_assert_null (token);
    }
}

static void
test_build (void)
{
  g_autoptr (PlugSecret) user = plug_secret_new (U);
  g_autoptr (PlugSecret) organization = plug_secret_new (O);
  g_autoptr (PlugSecret) token = plug_secret_new (E);
  g_autoptr (PlugSecret) platform = plug_authorization_build (user, organization, NULL);
  g_autoptr (PlugSecret) instance = plug_authorization_build (user, organization, token);

  assert_secret (platform, "User " U ", Organization " O);
  assert_secret (instance, "User " U ", Organization " O ", Element " E);
}

static void
test_swapped (void)
{
  g_assert_false (plug_authorization_looks_swapped (U, O));
  g_assert_true (plug_authorization_looks_swapped (O, U));
  g_assert_true (plug_authorization_looks_swapped (O, "older"));
  g_assert_true (plug_authorization_looks_swapped ("older", U));
  g_assert_false (plug_authorization_looks_swapped (U, E));
  g_assert_false (plug_authorization_looks_swapped ("older", "oldest"));
  g_assert_false (plug_authorization_looks_swapped ("", ""));
  g_assert_false (plug_authorization_looks_swapped (NULL, U));
  g_assert_false (plug_authorization_looks_swapped (O, NULL));
}

typedef struct {
  const char *text;
  const char *clean;
} Paste;

static const Paste pastes[] = {
  { U, U },
  { " " U " \n", U },
  { "\t" U "\r\n", U },
  { "\u200b\ufeff" U "\u2060\u00a0", U },
  { "\"" U "\"", U },
  { "'" U "'", U },
  { "\u201c" U "\u201d", U },
  { "\" " U " \"", U },
  { "\n\"" U "\"\n", U },
  { "AAAA\nBBBB", "AAAABBBB" },
  { "AAAA\r\n  BBBB", "AAAABBBB" },
  { "AAAA  \nBBBB\n\n\nCCCC", "AAAABBBBCCCC" },
  { "a b", "a b" },
  { "a\"b", "a\"b" },
  { "\"a", "\"a" },
  { "\"", "\"" },
  { "", NULL },
  { "  \n ", NULL },
  { "\"\"", NULL },
  { "\" \n \"", NULL },
  { "\xff\xfe", NULL },
  { NULL, NULL },
};

static void
test_clean (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pastes); i++)
    {
      g_autofree char *shown = g_strescape (pastes[i].text != NULL ? pastes[i].text : "", NULL);
      g_autoptr (PlugSecret) secret = plug_authorization_clean_secret (pastes[i].text);

      g_test_message ("%s", shown);
      assert_secret (secret, pastes[i].clean);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/authorization/parse", test_parse);
  g_test_add_func ("/authorization/parse-none", test_parse_none);
  g_test_add_func ("/authorization/build", test_build);
  g_test_add_func ("/authorization/swapped", test_swapped);
  g_test_add_func ("/authorization/clean", test_clean);
  return g_test_run ();
}
