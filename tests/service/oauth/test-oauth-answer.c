/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a browser brings back, as it comes and as it is pasted. */

#include "config.h"

#include "plug-error.h"
#include "plug-json.h"
#include "plug-oauth-answer.h"

#include <string.h>

#define B "http://127.0.0.1:61423/callback?"

/* What the draft's "providerData" becomes; NULL: not understood. */
static const struct {
  const char *pasted;
  const char *data;
} answers[] = {
  { B "code=abc&state=s", "code=abc state=s" },
  { "code=abc&state=s", "code=abc state=s" },
  { "?code=abc", "code=abc" },
  { "  \n" B "code=a\n  bc&state=s\t\n", "code=abc state=s" },
  { "\"" B "code=abc\"", "code=abc" },
  { "<" B "code=abc>", "code=abc" },
  { "https://app.example.com/auth?x=1&code=a%2Fb%2Bc%3D", "code=a/b+c=" },
  { B "code=a+b", "code=a+b" },
  { B "code=a%252Fb", "code=a%2Fb" },
  { B "code=100%", "code=100%" },
  { B "code=a%4", "code=a%4" },
  { B "code=a%zzb", "code=a%zzb" },
  { B "code=a=b==", "code=a=b==" },
  { B "code=a'b", "code=a'b" },
  { B "code=%C3%A4", "code=ä" },
  { B "authorization_code=abc&state=s", "code=abc state=s" },
  { B "authorization_code=abc&code=def", "code=def" },
  { B "code=abc#_=_", "code=abc" },
  { "https://x/cb#access_token=t&expires_in=3600&state=s",
    "access_token=t expires_in=3600 state=s" },
  { B "code=abc&code=abc", "code=abc" },
  { B "code=abc&&state=s&", "code=abc state=s" },
  { B "code=abc&state", "code=abc" },
  { B "code=abc&state=", "code=abc" },
  { B "code=abc&unknown=1&Code=2", "code=abc" },
  { B "code=abc&realmId=123&dataSource=QBO&state=quickbooks",
    "code=abc state=quickbooks realmId=123 dataSource=QBO" },
  { B "oauth_token=t&oauth_verifier=v&realmId=1&dataSource=Q&state=s",
    "state=s oauth_token=t oauth_verifier=v realmId=1 dataSource=Q" },
  { B "code=1&apikey=2&access_token=3&refresh_token=4&expires_in=5&state=6&oauth_token=7&"
    "oauth_verifier=8&secret=9&realmId=10&dataSource=11&org=12&token=13",
    "code=1 apikey=2 access_token=3 refresh_token=4 expires_in=5 state=6 oauth_token=7 "
    "oauth_verifier=8 secret=9 realmId=10 dataSource=11 org=12 token=13" },
  { "", NULL },
  { "   ", NULL },
  { "abc", NULL },
  { "http://127.0.0.1:61423/callback", NULL },
  { "http://127.0.0.1:61423/callback?", NULL },
  { B "x=y", NULL },
  { B "code=", NULL },
  { B "code=a&code=b", NULL },
  { B "state=a&code=c&state=b", NULL },
  { B "code=%00", NULL },
  { B "code=a%0Ab", NULL },
  { B "code=%FF", NULL },
  { B "state=%C0%AF&code=c", NULL },
};

static char *
dup_data (PlugOAuthAnswer *answer)
{
  g_autoptr (PlugConnector) connector = plug_connector_new ("box", "Box", NULL, "oauth2");
  g_autoptr (PlugDraft) draft = plug_draft_new (connector);
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObject *data;
  JsonObjectIter iter;
  const char *name;

  plug_oauth_answer_apply (answer, draft);
  body = plug_draft_build (draft, PLUG_DRAFT_REVEAL);
  data = plug_json_get_object (json_node_get_object (body), "providerData");
  g_assert_nonnull (data);
  json_object_iter_init_ordered (&iter, data);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    g_string_append_printf (text, "%s%s=%s", text->len > 0 ? " " : "", name,
                            plug_json_get_string (data, name));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_pasted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlugOAuthAnswer) answer =
        plug_oauth_answer_parse_pasted (answers[i].pasted, &error);
      g_autofree char *data = answer != NULL ? dup_data (answer) : NULL;

      g_test_message ("%s", answers[i].pasted);
      g_assert_cmpstr (data, ==, answers[i].data);
      if (answer == NULL)
        g_assert_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
    }
}

static const struct {
  const char *query;
  const char *error;
  const char *words;
} refusals[] = {
  { "error=access_denied&state=s", "access_denied", "access_denied" },
  { "error=access_denied&error_description=The+user+said%20no.&code=a", "access_denied",
    "The user said no." },
  { "error=server_error&error_description=%3Cb%3EBad%3C%2Fb%3E%0Aluck", "server_error",
    "Bad\nluck" },
  { "error_message=App%20not%20set%20up&error_code=1", "App not set up", "App not set up" },
  { "error=x&error_reason=user_denied", "x", "user_denied" },
  { "oauth_problem=user_refused&oauth_token=t", "user_refused", "user_refused" },
  { "denied=t", NULL, NULL },
  { "error=x&error_description=%FF", "x", "x" },
};

static void
test_refusals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      const char *query = refusals[i].query;
      g_autoptr (PlugOAuthAnswer) answer = plug_oauth_answer_parse (query, strlen (query));

      g_test_message ("%s", query);
      g_assert_nonnull (answer);
      g_assert_true (plug_oauth_answer_is_refusal (answer));
      g_assert_cmpstr (plug_oauth_answer_get_error (answer), ==, refusals[i].error);
      g_assert_cmpstr (plug_oauth_answer_get_words (answer), ==, refusals[i].words);
    }
}

/* As much as is read, and not more. */
static void
test_sizes (void)
{
  g_autofree char *filler = g_strnfill (PLUG_OAUTH_MAX_ANSWER - 5, 'x');
  g_autofree char *largest = g_strconcat ("code=", filler, NULL);
  g_autofree char *larger = g_strconcat (largest, "x", NULL);
  g_autoptr (GString) many = g_string_new ("code=a");
  g_autoptr (PlugOAuthAnswer) answer = plug_oauth_answer_parse (largest, strlen (largest));

  g_assert_cmpuint (plug_secret_get_length (plug_oauth_answer_get (answer, "code")), ==,
                    strlen (filler));
  g_assert_null (plug_oauth_answer_parse (larger, strlen (larger)));
  g_assert_null (plug_oauth_answer_parse_pasted (larger, NULL));
  for (guint i = 0; i < 100; i++)
    g_string_append (many, "&a=b");
  g_assert_null (plug_oauth_answer_parse (many->str, many->len));
}

/* Words of people are cut where a character ends. */
static void
test_long_words (void)
{
  g_autoptr (GString) query = g_string_new ("error=x&error_description=a");
  g_autoptr (PlugOAuthAnswer) answer = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (query, "%C3%A4");
  answer = plug_oauth_answer_parse (query->str, query->len);
  g_assert_cmpuint (strlen (plug_oauth_answer_get_words (answer)), <, 520);
  g_assert_true (g_utf8_validate (plug_oauth_answer_get_words (answer), -1, NULL));
}

/* Whatever comes, it is read to its end and freed; the same each time. */
static void
test_noise (void)
{
  static const char alphabet[] = "code=&?#%+abF0\n \"'<>\\\xc3\xa4\xff";
  g_autoptr (GRand) random = g_rand_new_with_seed (61423);
  guint understood = 0;

  for (guint round = 0; round < 20000; round++)
    {
      char text[64] = { 0 };
      int length = g_rand_int_range (random, 0, sizeof text);
      g_autoptr (PlugOAuthAnswer) parsed = NULL;
      g_autoptr (PlugOAuthAnswer) pasted = NULL;

      for (int i = 0; i < length; i++)
        text[i] = alphabet[g_rand_int_range (random, 0, sizeof alphabet - 1)];
      if (round % 2 == 0)
        memcpy (text, "code=", 5);
      parsed = plug_oauth_answer_parse (text, (gsize) length);
      pasted = plug_oauth_answer_parse_pasted (text, NULL);
      understood += pasted != NULL;
    }
  g_assert_cmpuint (understood, >, 100);
}

static void
test_same (void)
{
  g_autoptr (PlugSecret) a = plug_secret_new ("abc");
  g_autoptr (PlugSecret) same = plug_secret_new ("abc");
  g_autoptr (PlugSecret) longer = plug_secret_new ("abcd");
  g_autoptr (PlugSecret) other = plug_secret_new ("abd");

  g_assert_true (plug_oauth_is_same (a, same));
  g_assert_false (plug_oauth_is_same (a, longer));
  g_assert_false (plug_oauth_is_same (a, other));
  g_assert_false (plug_oauth_is_same (a, NULL));
  g_assert_false (plug_oauth_is_same (NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/oauth-answer/pasted", test_pasted);
  g_test_add_func ("/service/oauth-answer/refusals", test_refusals);
  g_test_add_func ("/service/oauth-answer/sizes", test_sizes);
  g_test_add_func ("/service/oauth-answer/long-words", test_long_words);
  g_test_add_func ("/service/oauth-answer/noise", test_noise);
  g_test_add_func ("/service/oauth-answer/same", test_same);
  return g_test_run ();
}
