/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors of the remote API in words: what happened, what it means, what to do. */

#include "config.h"

#include "plug-api-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-json.h"
#include "plug-region.h"
#include "plug-text.h"

#define MAX_ERROR_BODY (64 * 1024)
#define MAX_TEXT       4096
#define MAX_REQUEST_ID 128

/* What the server said, fit to be shown. */
typedef struct {
  char *message;
  char *provider_message;
  char *request_id;
} ServerWords;

static void
server_words_clear (ServerWords *words)
{
  g_free (words->message);
  g_free (words->provider_message);
  g_free (words->request_id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ServerWords, server_words_clear)

/* Redacted before and after: taking tags out may join what was apart. */
static char *
clean_text (const char        *text,
            const char *const *secrets,
            gsize              max_bytes)
{
  g_autofree char *valid = NULL;
  g_autofree char *redacted = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *clean = NULL;
  g_autofree char *cut = NULL;

  if (text == NULL)
    return NULL;
  valid = g_utf8_make_valid (text, -1);
  redacted = secrets != NULL ? plug_text_redact (valid, secrets) : g_strdup (valid);
  plain = plug_text_strip_html (redacted);
  clean = secrets != NULL ? plug_text_redact (plain, secrets) : g_strdup (plain);
  g_strstrip (clean);
  if (strlen (clean) <= max_bytes)
    return *clean != '\0' ? g_steal_pointer (&clean) : NULL;
  cut = g_strndup (clean, max_bytes);
  return g_utf8_make_valid (cut, -1);
}

static JsonNode *
parse_error_body (PlugReply *reply)
{
  gsize length;
  const char *text = g_bytes_get_data (plug_reply_get_body (reply), &length);
  g_autoptr (JsonNode) root = NULL;

  if (length == 0 || length > MAX_ERROR_BODY)
    return NULL;
  root = plug_json_parse (text, length, MAX_ERROR_BODY, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  return g_steal_pointer (&root);
}

static void
read_server_words (PlugReply         *reply,
                   const char *const *secrets,
                   ServerWords       *words)
{
  g_autoptr (JsonNode) root = parse_error_body (reply);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  const char *request_id = NULL;

  if (object != NULL)
    {
      words->message = clean_text (plug_json_get_string (object, "message"), secrets, MAX_TEXT);
      words->provider_message = clean_text (plug_json_get_string (object, "providerMessage"),
                                            secrets, MAX_TEXT);
      request_id = plug_json_get_string (object, "requestId");
    }
  if (request_id == NULL)
    request_id = plug_reply_get_header (reply, "Elements-Request-Id");
  words->request_id = clean_text (request_id, secrets, MAX_REQUEST_ID);
}

static char *
dup_redirect_host (PlugReply *reply)
{
  const char *location = plug_reply_get_header (reply, "Location");
  g_autoptr (GUri) uri = NULL;

  if (location == NULL || !g_utf8_validate (location, -1, NULL))
    return NULL;
  uri = g_uri_parse (location, G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  return plug_text_for_display (g_uri_get_host (uri));
}

static char *
explain_redirect (PlugReply *reply)
{
  g_autofree char *host = dup_redirect_host (reply);

  if (host == NULL)
    return g_strdup (_("The server sends requests on to another address. Plugboard does not "
                       "follow, so that secrets stay with the tenant. Check the account’s base "
                       "URL."));
  return g_strdup_printf (_("The server sends requests on to %s. Plugboard does not follow, so "
                            "that secrets stay with the tenant. Check the account’s base URL."),
                          host);
}

static char *
explain_rate_limit (PlugReply *reply)
{
  guint seconds = plug_reply_get_retry_after (reply);

  if (seconds >= 1 && seconds <= 24 * 60 * 60)
    return g_strdup_printf (ngettext ("The tenant takes no more requests for now, or the request "
                                      "was too large for it. Try again in %u second.",
                                      "The tenant takes no more requests for now, or the request "
                                      "was too large for it. Try again in %u seconds.",
                                      seconds),
                            seconds);
  return g_strdup (_("The tenant takes no more requests for now, or the request was too large for "
                     "it. Try again in a few minutes."));
}

/* One sentence a status; those that need more are functions above. */
static const struct {
  guint status;
  PlugErrorCode code;
  const char *sentence;
} statuses[] = {
  { 400, PLUG_ERROR_INVALID_FIELD,
    N_("The tenant refused what was entered. Check the fields and try again.") },
  { 401, PLUG_ERROR_CREDENTIALS_REJECTED,
    N_("The tenant rejected the account’s secrets. The user secret, the organization secret or "
       "both are wrong, or belong to another region. Edit the account and enter them again.") },
  { 403, PLUG_ERROR_FORBIDDEN,
    N_("The tenant does not allow this. The user of this account lacks the privilege, or the "
       "instance is disabled. Ask an administrator of the tenant.") },
  { 404, PLUG_ERROR_NOT_FOUND,
    N_("The tenant does not have what was asked for. It may have been removed, or the connector "
       "is not offered there.") },
  { 407, PLUG_ERROR_PROXY,
    N_("The network’s proxy asks for a user name and password. Set them in the proxy settings of "
       "this computer, or ask who runs the network.") },
  { 408, PLUG_ERROR_REMOTE_FAULT,
    N_("The tenant gave up waiting for the request. Check the network and try again.") },
  { 409, PLUG_ERROR_CONFLICT,
    N_("The tenant says this conflicts with something that is already there or in use.") },
  { 413, PLUG_ERROR_TOO_LARGE,
    N_("The request is larger than the tenant takes. Shorten what was entered.") },
  { 422, PLUG_ERROR_INVALID_FIELD,
    N_("The tenant refused what was entered. Check the fields and try again.") },
  { 502, PLUG_ERROR_REMOTE_FAULT,
    N_("The tenant could not reach the connected system, or is not working right now. Try again "
       "later.") },
  { 503, PLUG_ERROR_REMOTE_FAULT,
    N_("The tenant is not available right now. Try again later.") },
  { 504, PLUG_ERROR_REMOTE_FAULT,
    N_("The tenant did not get an answer in time from behind it. Try again later.") },
};

static char *
explain_other_status (PlugReply     *reply,
                      PlugErrorCode *code)
{
  guint status = plug_reply_get_status (reply);

  if (status >= 500)
    {
      *code = PLUG_ERROR_REMOTE_FAULT;
      return g_strdup_printf (_("Something went wrong on the tenant (status %u). Try again later; "
                                "if it stays, report it to those who run the tenant."), status);
    }
  if (status < 300)
    {
      *code = PLUG_ERROR_PROTOCOL;
      return g_strdup_printf (_("The server gave an answer that ends nothing (status %u). Check "
                                "the account’s base URL."), status);
    }
  *code = PLUG_ERROR_FAILED;
  return g_strdup_printf (_("The tenant refused the request (status %u)."), status);
}

static char *
explain_status (PlugReply     *reply,
                gboolean       with_token,
                PlugErrorCode *code)
{
  guint status = plug_reply_get_status (reply);

  if (status >= 300 && status < 400)
    {
      *code = PLUG_ERROR_REDIRECTED;
      return explain_redirect (reply);
    }
  if (status == 429)
    {
      *code = PLUG_ERROR_RATE_LIMITED;
      return explain_rate_limit (reply);
    }
  if (status == 401 && with_token)
    {
      *code = PLUG_ERROR_TOKEN_REJECTED;
      return g_strdup (_("The tenant rejected the instance’s token. It may have changed, or the "
                         "instance was removed. Fetch the token again."));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (statuses[i].status == status)
        {
          *code = statuses[i].code;
          return g_strdup (_(statuses[i].sentence));
        }
    }
  return explain_other_status (reply, code);
}

static char *
add_server_words (const char        *sentence,
                  const ServerWords *words)
{
  g_autofree char *message = NULL;
  g_autofree char *provider = NULL;

  if (words->message != NULL)
    message = plug_text_for_display (words->message);
  if (words->provider_message != NULL)
    provider = plug_text_for_display (words->provider_message);
  if (message != NULL && provider != NULL)
    return g_strdup_printf (_("%s It says: “%s”. The connected system says: “%s”."),
                            sentence, message, provider);
  if (message != NULL)
    return g_strdup_printf (_("%s It says: “%s”."), sentence, message);
  if (provider != NULL)
    return g_strdup_printf (_("%s The connected system says: “%s”."), sentence, provider);
  return g_strdup (sentence);
}

/* plug_api_read_error:
 * @with_token: whether the request was made with an instance's token
 * @secrets: (nullable): what must not be shown, whoever says it
 *
 * Contract section 7.1 and 7.2.
 *
 * Returns: (transfer full) (nullable): the error in words, NULL for a 2xx */
GError *
plug_api_read_error (PlugReply         *reply,
                     gboolean           with_token,
                     const char *const *secrets)
{
  g_auto (ServerWords) words = { NULL };
  g_autofree char *sentence = NULL;
  g_autofree char *message = NULL;
  guint status = plug_reply_get_status (reply);
  PlugErrorCode code = PLUG_ERROR_FAILED;
  GError *error;

  if (status >= 200 && status < 300)
    return NULL;
  read_server_words (reply, secrets, &words);
  sentence = explain_status (reply, with_token, &code);
  message = add_server_words (sentence, &words);
  error = plug_error_new_remote (code, status, message, words.message, words.provider_message,
                                 words.request_id);
  plug_error_set_retry_after (error, plug_reply_get_retry_after (reply));
  return error;
}

/* plug_api_error_from_reply:
 * @with_token: whether the request was made with an instance's token
 *
 * Contract section 7. The server's words are taken over as plain text; secrets it may echo are
 * known only to the calls of a #PlugApi, which take them out.
 *
 * Returns: (transfer full) (nullable): the error in words, NULL for a 2xx */
GError *
plug_api_error_from_reply (PlugReply *reply,
                           gboolean   with_token)
{
  g_return_val_if_fail (reply != NULL, NULL);

  return plug_api_read_error (reply, with_token, NULL);
}

/* plug_api_is_html:
 * Returns: whether the body is a page for people: of a proxy, a sign-in, a gateway */
gboolean
plug_api_is_html (PlugReply *reply)
{
  const char *type = plug_reply_get_content_type (reply);
  gsize length;
  const char *text = g_bytes_get_data (plug_reply_get_body (reply), &length);
  gsize i = 0;

  while (i < length && g_ascii_isspace (text[i]))
    i++;
  if (i < length)
    return text[i] == '<';
  return type != NULL && g_ascii_strcasecmp (type, "text/html") == 0;
}

/* plug_api_is_error_body:
 * Returns: whether the body is an object as the API sends with an error, contract 7.1 */
gboolean
plug_api_is_error_body (PlugReply *reply)
{
  g_autoptr (JsonNode) root = parse_error_body (reply);

  return root != NULL && (plug_json_get_string (json_node_get_object (root), "message") != NULL ||
                          plug_json_get_string (json_node_get_object (root), "requestId") != NULL);
}

/* NULL when the domain and code say too little. */
static char *
explain_io (const GError *error,
            const char   *host)
{
  switch (error->code)
    {
    case G_IO_ERROR_CONNECTION_REFUSED:
      return g_strdup_printf (_("%s refused the connection: nothing answers there. Check the "
                                "account’s base URL and whether the server is running."), host);
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
      return g_strdup_printf (_("%s cannot be reached from here. Check the network connection."),
                              host);
    case G_IO_ERROR_HOST_NOT_FOUND:
      return g_strdup_printf (_("There is no host named %s. Check the account’s region or base "
                                "URL, and the network connection."), host);
    case G_IO_ERROR_TIMED_OUT:
      return g_strdup_printf (_("%s did not answer in time. Check the network and try again "
                                "later."), host);
    case G_IO_ERROR_PARTIAL_INPUT:
    case G_IO_ERROR_CONNECTION_CLOSED: /* also BROKEN_PIPE */
    case G_IO_ERROR_NOT_CONNECTED:
    case G_IO_ERROR_CLOSED:
      return g_strdup_printf (_("The connection to %s was lost before its answer was complete. "
                                "Check the network and try again."), host);
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return g_strdup_printf (_("The network’s proxy did not connect to %s. Check the proxy "
                                "settings of this computer."), host);
    default:
      return NULL;
    }
}

static char *
explain_tls (const GError *error,
             const char   *host)
{
  switch (error->code)
    {
    case G_TLS_ERROR_UNAVAILABLE:
      return g_strdup (_("This computer lacks support for encrypted connections. Install the "
                         "package glib-networking and start again."));
    case G_TLS_ERROR_BAD_CERTIFICATE:
      return g_strdup_printf (_("The certificate of %s is not accepted. Check the account’s base "
                                "URL, and the date and time of this computer."), host);
    case G_TLS_ERROR_NOT_TLS:
      return g_strdup_printf (_("%s does not answer with an encrypted connection. A proxy or a "
                                "sign-in page of the network may stand in between; check the base "
                                "URL and the network."), host);
    case G_TLS_ERROR_EOF:
      return g_strdup_printf (_("%s ended the encrypted connection too early. Check the network "
                                "and try again."), host);
    default:
      return g_strdup_printf (_("No encrypted connection to %s could be made. A proxy may stand in "
                                "between; check the base URL and the network."), host);
    }
}

static char *
explain_resolver (const GError *error,
                  const char   *host)
{
  if (error->code == G_RESOLVER_ERROR_TEMPORARY_FAILURE)
    return g_strdup_printf (_("The address of %s could not be looked up right now. Check the "
                              "network connection."), host);
  return g_strdup_printf (_("There is no host named %s. Check the account’s region or base URL, "
                            "and the network connection."), host);
}

/* plug_api_explain:
 * @error: of a transport
 * @base_url: where the request was to go
 *
 * An error that names the host already, one of ours, or a cancellation, is only copied.
 *
 * Returns: (transfer full): @error's domain and code with a sentence for a person */
GError *
plug_api_explain (const GError *error,
                  const char   *base_url)
{
  g_autofree char *host = NULL;
  g_autofree char *message = NULL;

  g_return_val_if_fail (error != NULL, NULL);
  g_return_val_if_fail (base_url != NULL, g_error_copy (error));

  host = plug_base_url_dup_host (base_url);
  if (host == NULL)
    host = g_strdup (base_url);
  if (error->domain == PLUG_ERROR ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      (error->domain != G_RESOLVER_ERROR && strstr (error->message, host) != NULL))
    return g_error_copy (error);
  if (error->domain == G_IO_ERROR)
    message = explain_io (error, host);
  else if (error->domain == G_TLS_ERROR)
    message = explain_tls (error, host);
  else if (error->domain == G_RESOLVER_ERROR)
    message = explain_resolver (error, host);
  if (message == NULL)
    message = g_strdup_printf (_("%s could not be reached: %s"), host, error->message);
  return g_error_new_literal (error->domain, error->code, message);
}
