/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls of the API, waited for. Secrets are made when the program starts, so that finding one
 * in a message means that it leaked. */

#include "config.h"

#include "plug-api-fixture.h"

#include "plug-test.h"

/* plug_fixture_forget_proxies:
 * Tests that want a proxy set it themselves. */
void
plug_fixture_forget_proxies (void)
{
  static const char *const names[] = { "http_proxy", "https_proxy", "all_proxy", "no_proxy",
                                       "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_unsetenv (names[i]);
}

static const char *
word (char       **word_of_kind,
      const char  *kind)
{
  if (*word_of_kind == NULL)
    *word_of_kind = plug_test_dup_canary (kind);
  return *word_of_kind;
}

/* plug_fixture_user_secret:
 * Returns: (transfer none): this run's */
const char *
plug_fixture_user_secret (void)
{
  static char *secret;

  return word (&secret, "user");
}

/* plug_fixture_organization_secret:
 * Returns: (transfer none): this run's */
const char *
plug_fixture_organization_secret (void)
{
  static char *secret;

  return word (&secret, "organization");
}

/* plug_fixture_password:
 * Returns: (transfer none): this run's, as in plug_fixture_dup_body() */
const char *
plug_fixture_password (void)
{
  static char *secret;

  return word (&secret, "password");
}

/* plug_fixture_api_for_url:
 * Returns: (transfer full): an account's access, by a client of its own */
PlugApi *
plug_fixture_api_for_url (const char   *base_url,
                          GTlsDatabase *trust)
{
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autoptr (PlugSecret) user = plug_secret_new (plug_fixture_user_secret ());
  g_autoptr (PlugSecret) organization = plug_secret_new (plug_fixture_organization_secret ());

  if (trust != NULL)
    plug_client_set_trust (client, trust);
  return plug_api_new (client, base_url, "account", user, organization);
}

/* plug_fixture_api_for_server:
 * Returns: (transfer full): an account's access to @server */
PlugApi *
plug_fixture_api_for_server (PlugFaultServer *server,
                             GTlsDatabase    *trust)
{
  g_autofree char *base_url = plug_fault_server_dup_base_url (server);

  return plug_fixture_api_for_url (base_url, trust);
}

/* plug_fixture_dup_body:
 * Returns: (transfer full): a creation's request */
PlugSecret *
plug_fixture_dup_body (void)
{
  return plug_secret_new_format ("{\"element\":{\"key\":\"sagecrm\"},\"configuration\":"
                                 "{\"subdomain\":\"crm.example.com\",\"username\":\"admin\","
                                 "\"password\":\"%s\"},\"tags\":[],\"name\":\"%s\"}",
                                 plug_fixture_password (), PLUG_FIXTURE_NAME);
}

/* plug_fixture_creation_clear:
 * Frees what is in it. */
void
plug_fixture_creation_clear (PlugFixtureCreation *creation)
{
  g_clear_object (&creation->instance);
  g_clear_pointer (&creation->token, plug_secret_unref);
  g_clear_error (&creation->error);
}

/* plug_fixture_create:
 * Returns: what came of a creation with plug_fixture_dup_body(); it is one of: an instance with
 *   its token and DONE, or an error and another outcome */
PlugFixtureCreation
plug_fixture_create (PlugApi      *api,
                     GCancellable *cancellable)
{
  g_autoptr (PlugSecret) body = plug_fixture_dup_body ();
  g_autoptr (GAsyncResult) result = NULL;
  PlugFixtureCreation creation = { NULL };

  plug_api_create_async (api, body, cancellable, plug_test_result_cb, &result);
  plug_test_wait (&result);
  creation.instance = plug_api_create_finish (api, result, &creation.token, &creation.outcome,
                                              &creation.error);
  g_assert_true ((creation.instance != NULL) == (creation.outcome == PLUG_OUTCOME_DONE));
  g_assert_true ((creation.token != NULL) == (creation.outcome == PLUG_OUTCOME_DONE));
  g_assert_true ((creation.error == NULL) == (creation.outcome == PLUG_OUTCOME_DONE));
  return creation;
}

/* plug_fixture_verify:
 * Returns: (transfer full) (nullable): what plug_api_verify_finish() gives */
char *
plug_fixture_verify (PlugApi  *api,
                     GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_api_verify_async (api, NULL, plug_test_result_cb, &result);
  return plug_api_verify_finish (api, plug_test_wait (&result), error);
}

/* plug_fixture_list:
 * Returns: (transfer full) (nullable): what plug_api_list_finish() gives */
PlugListing *
plug_fixture_list (PlugApi     *api,
                   const char  *search_text,
                   guint        max_pages,
                   GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_api_list_async (api, search_text, max_pages, NULL, plug_test_result_cb, &result);
  return plug_api_list_finish (api, plug_test_wait (&result), error);
}

/* plug_fixture_get:
 * Returns: (transfer full) (nullable): what plug_api_get_finish() gives */
PlugListed *
plug_fixture_get (PlugApi     *api,
                  const char  *id,
                  GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_api_get_async (api, id, NULL, plug_test_result_cb, &result);
  return plug_api_get_finish (api, plug_test_wait (&result), error);
}

/* plug_fixture_change:
 * @kind: an EDIT renames
 *
 * Returns: what plug_api_change_finish() gives */
gboolean
plug_fixture_change (PlugApi         *api,
                     PlugChangeKind   kind,
                     const char      *id,
                     PlugInstance   **renewed,
                     PlugOutcome     *outcome,
                     GError         **error)
{
  g_autoptr (PlugInstance) instance = plug_instance_new ("account", id, "One", "sagecrm");
  g_autoptr (PlugChange) change = plug_change_new (kind, instance);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlugChanged) changed = NULL;

  if (kind == PLUG_CHANGE_EDIT)
    plug_change_set_name (change, PLUG_FIXTURE_NEW_NAME);
  plug_api_change_async (api, change, NULL, plug_test_result_cb, &result);
  changed = plug_api_change_finish (api, plug_test_wait (&result));
  if (renewed != NULL)
    *renewed = g_steal_pointer (&changed->renewed);
  if (outcome != NULL)
    *outcome = changed->outcome;
  if (changed->error != NULL)
    g_propagate_error (error, g_steal_pointer (&changed->error));
  return changed->outcome == PLUG_OUTCOME_DONE;
}
