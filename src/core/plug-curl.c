/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests on an instance, ready to be pasted, without a secret in them. */

#include "config.h"

#include "plug-curl.h"

#include "plug-region.h"
#include "plug-text.h"

static char *
dup_lookup (const char *kind,
            const char *account_id,
            const char *instance_id)
{
  g_autofree char *account = plug_text_shell_quote (account_id);
  g_autofree char *instance = NULL;

  if (instance_id == NULL)
    return g_strdup_printf ("$(secret-tool lookup application %s kind %s account-id %s)",
                            PLUG_APP_ID, kind, account);
  instance = plug_text_shell_quote (instance_id);
  return g_strdup_printf ("$(secret-tool lookup application %s kind %s account-id %s"
                          " instance-id %s)",
                          PLUG_APP_ID, kind, account, instance);
}

/* plug_curl_dup_request:
 * @instance: the instance in whose name is asked
 * @account: its account
 * @path: percent-encoded, below the base URL
 *
 * GET @path, contract section 1.2. The secrets go from secret-tool through the shell's own printf
 * into curl's standard input: not into the history, not into an argument that other processes can
 * see. Runs in any sh.
 *
 * Returns: (transfer full): a command of several lines */
char *
plug_curl_dup_request (PlugInstance *instance,
                       PlugAccount  *account,
                       const char   *path)
{
  const char *account_id = plug_instance_get_account_id (instance);
  g_autofree char *user = dup_lookup ("user-secret", account_id, NULL);
  g_autofree char *organization = dup_lookup ("organization-secret", account_id, NULL);
  g_autofree char *token = dup_lookup ("token", account_id, plug_instance_get_id (instance));
  g_autofree char *url = plug_base_url_join (plug_account_get_base_url (account), path);
  g_autofree char *quoted = plug_text_shell_quote (url);

  return g_strdup_printf ("printf 'header = \"Authorization: User %%s, Organization %%s,"
                          " Element %%s\"\\n' \\\n"
                          "  \"%s\" \\\n"
                          "  \"%s\" \\\n"
                          "  \"%s\" |\n"
                          "curl -K - %s",
                          user, organization, token, quoted);
}

static char *
dup_ping_path (PlugInstance *instance)
{
  const char *hub = plug_instance_get_hub (instance);
  g_autofree char *escaped = NULL;

  escaped = hub != NULL && *hub != '\0' ? g_uri_escape_string (hub, NULL, FALSE) : NULL;
  return escaped != NULL ? g_strdup_printf ("/hubs/%s/ping", escaped) : g_strdup ("/ping");
}

/* plug_curl_dup_ping:
 * GET /hubs/{hub}/ping, contract section 2.8.
 *
 * Returns: (transfer full): plug_curl_dup_request() of what says whether @instance works */
char *
plug_curl_dup_ping (PlugInstance *instance,
                    PlugAccount  *account)
{
  g_autofree char *path = dup_ping_path (instance);

  return plug_curl_dup_request (instance, account, path);
}

static char *
dup_quoted_ping_url (PlugInstance *instance,
                     PlugAccount  *account)
{
  g_autofree char *path = dup_ping_path (instance);
  g_autofree char *url = plug_base_url_join (plug_account_get_base_url (account), path);

  return plug_text_shell_quote (url);
}

/* plug_curl_dup_placeholders:
 * For documents and other people: what is secret is to be put in by hand.
 *
 * Returns: (transfer full): the same request with words in the secrets' place */
char *
plug_curl_dup_placeholders (PlugInstance *instance,
                            PlugAccount  *account)
{
  g_autofree char *url = dup_quoted_ping_url (instance, account);

  return g_strdup_printf ("curl -H 'Authorization: User {userSecret},"
                          " Organization {organizationSecret}, Element {token}' \\\n"
                          "  %s", url);
}

/* plug_curl_new_secret:
 * @header: the whole value of the Authorization header
 *
 * Wherever it is pasted the secrets stay: in the history, in the list of processes while it runs.
 *
 * Returns: (transfer full): the same request with the secrets in it */
PlugSecret *
plug_curl_new_secret (PlugInstance *instance,
                      PlugAccount  *account,
                      PlugSecret   *header)
{
  g_autofree char *url = dup_quoted_ping_url (instance, account);
  g_autofree char *quoted = plug_text_shell_quote (plug_secret_peek (header));
  PlugSecret *command = plug_secret_new_format ("curl -H 'Authorization: '%s \\\n  %s", quoted,
                                                url);

  plug_secret_wipe_text (quoted);
  return command;
}

/* plug_curl_dup_transformation:
 * Contract section 6.2.
 *
 * Returns: (transfer full): method and path of the call that maps @instance to a resource */
char *
plug_curl_dup_transformation (PlugInstance *instance)
{
  return g_strdup_printf ("POST /instances/%s/transformations/{objectName}",
                          plug_instance_get_id (instance));
}

/* plug_curl_dup_formula:
 * Contract section 6.1.
 *
 * Returns: (transfer full): method, path and body of the call that gives @instance to a formula */
char *
plug_curl_dup_formula (PlugInstance *instance)
{
  return g_strdup_printf ("POST /formulas/{formulaId}/instances\n"
                          "{ \"name\": \"{name}\", \"configuration\": { \"{variable}\": \"%s\" } }",
                          plug_instance_get_id (instance));
}
