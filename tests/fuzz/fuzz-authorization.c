/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pasted Authorization header, secret or base URL: what is found in it is found again in what
 * is built of it, and stays in one line. */
// Parser: core/plug-authorization.c core/plug-region.c core/plug-placeholder.c

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "plug-authorization.h"
#include "plug-region.h"

static void
assert_header (const char *text)
{
  g_autoptr (PlugSecret) user = NULL;
  g_autoptr (PlugSecret) organization = NULL;
  g_autoptr (PlugSecret) token = NULL;
  g_autoptr (PlugSecret) header = NULL;
  g_autoptr (PlugSecret) user_again = NULL;
  g_autoptr (PlugSecret) organization_again = NULL;
  g_autoptr (PlugSecret) token_again = NULL;
  gboolean found = plug_authorization_parse (text, &user, &organization, &token);

  g_assert_true (found == (user != NULL || organization != NULL || token != NULL));
  if (user == NULL || (organization == NULL && token == NULL))
    return;
  header = plug_authorization_build (user, organization, token);
  g_assert_true (plug_secret_is_single_line (header));
  g_assert_true (plug_authorization_parse (plug_secret_peek (header), &user_again,
                                           &organization_again, &token_again));
  g_assert_true (plug_secret_equal (user, user_again));
  g_assert_true ((organization == NULL) == (organization_again == NULL));
  g_assert_true ((token == NULL) == (token_again == NULL));
  g_assert_true (token == NULL || plug_secret_equal (token, token_again));
}

static void
assert_secret (const char *text)
{
  g_autoptr (PlugSecret) secret = plug_authorization_clean_secret (text);

  if (secret == NULL)
    return;
  g_assert_cmpuint (plug_secret_get_length (secret), >, 0);
  g_assert_null (strpbrk (plug_secret_peek (secret), "\r\n"));
}

/* Nowhere but to https, or to this computer; and what is normal stays as it is. */
static void
assert_base_url (const char *text)
{
  PlugBaseUrlNote note = PLUG_BASE_URL_NOTE_NONE;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = plug_base_url_parse (text, &note, &error);
  g_autofree char *again = NULL;
  g_autofree char *host = NULL;
  g_autofree char *call = NULL;

  g_assert_true ((url != NULL) == (error == NULL));
  if (url == NULL)
    return;
  again = plug_base_url_parse (url, &note, NULL);
  g_assert_cmpstr (url, ==, again);
  g_assert_cmpint (note, ==, PLUG_BASE_URL_NOTE_NONE);
  host = plug_base_url_dup_host (url);
  g_assert_true (g_str_has_prefix (url, "https://") || plug_host_is_loopback (host));
  g_assert_null (strpbrk (url, "@ \\%?#\n"));
  call = plug_base_url_join (url, "/instances");
  g_assert_true (g_uri_is_valid (call, G_URI_FLAGS_NONE, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  assert_secret (text);
  /* The entries of a window have no other text. */
  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  assert_header (text);
  assert_base_url (text);
  return 0;
}
