/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes to the port where a browser is waited for: a request as it stands, in pieces too,
 * the query of it, and the same as a pasted address. */
// Parser: service/plug-oauth-request.c service/plug-oauth-answer.c

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "plug-catalogue.h"
#include "plug-oauth-answer.h"
#include "plug-oauth-listener.h"
#include "plug-oauth-request.h"

static const char *const names[] = {
  "code", "authorization_code", "state", "oauth_token", "oauth_verifier", "realmId", "denied",
};

static void
assert_answer (PlugOAuthAnswer *answer)
{
  const char *words = plug_oauth_answer_get_words (answer);
  const char *error = plug_oauth_answer_get_error (answer);
  g_autoptr (PlugDraft) draft = plug_draft_new (plug_catalogue_find ("box"));

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      PlugSecret *value = plug_oauth_answer_get (answer, names[i]);

      g_assert_true (value == NULL || plug_secret_is_single_line (value));
    }
  g_assert_true (words == NULL || g_utf8_validate (words, -1, NULL));
  g_assert_true (error == NULL || plug_oauth_answer_is_refusal (answer));
  plug_oauth_answer_apply (answer, draft);
}

static void
assert_query (const char *query,
              gsize       length)
{
  g_autoptr (PlugOAuthAnswer) answer = plug_oauth_answer_parse (query, length);

  if (answer != NULL)
    assert_answer (answer);
}

/* The head ends at the same byte however it came. */
static void
assert_request (const char *text,
                gsize       length)
{
  const char *end = plug_oauth_request_find_end (text, length);
  const char *query = NULL;
  gsize query_length = 0;
  PlugOAuthPage refusal = PLUG_OAUTH_PAGE_GRANTED;

  if (end == NULL)
    return;
  g_assert_true (end > text && end < text + length && *end == '\n');
  g_assert_true (plug_oauth_request_find_end (text, (gsize) (end - text) + 1) == end);
  g_assert_null (plug_oauth_request_find_end (text, (gsize) (end - text)));
  if (!plug_oauth_request_read (text, end, "/callback", &query, &query_length, &refusal))
    {
      g_assert_cmpint (refusal, >=, PLUG_OAUTH_PAGE_ELSEWHERE);
      return;
    }
  g_assert_true (g_str_has_prefix (text, "GET /callback"));
  g_assert_true (query > text && query + query_length < end);
  g_assert_null (memchr (query, '\n', query_length));
  g_assert_null (memchr (query, ' ', query_length));
  assert_query (query, query_length);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  /* With no byte behind it: what reads one too many is seen. */
  g_autofree char *exact = g_memdup2 (data, MAX (size, 1));
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugOAuthAnswer) pasted = NULL;

  assert_request (exact, MIN (size, PLUG_OAUTH_MAX_REQUEST));
  assert_query (exact, size);
  pasted = plug_oauth_answer_parse_pasted (text, &error);
  g_assert_true ((pasted != NULL) == (error == NULL));
  if (pasted != NULL)
    assert_answer (pasted);
  return 0;
}
