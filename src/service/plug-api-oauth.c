/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugApi: what precedes an OAuth authorization; contract sections 4.1 and 4.2. */

#include "config.h"

#include "plug-api-oauth.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-api-private.h"
#include "plug-error.h"
#include "plug-json.h"

#define MAX_URL_BYTES   8192
#define MAX_TOKEN_BYTES 8192

/* From the form that keeps secrets out of addresses to those that are documented as well. */
typedef enum {
  FORM_POST,
  FORM_GET,             /* without the app's secret */
  FORM_GET_WITH_SECRET,
  N_FORMS
} Form;

typedef struct {
  char *path;
  JsonObject *parameters;
  PlugSecret *api_secret;    /* (nullable) */
  PlugSecret *request_token; /* (nullable) */
  gboolean needs_secret;
  Form form;
} Asking;

static void
asking_free (Asking *self)
{
  g_free (self->path);
  json_object_unref (self->parameters);
  g_clear_pointer (&self->api_secret, plug_secret_unref);
  g_clear_pointer (&self->request_token, plug_secret_unref);
  g_free (self);
}

static void
set_secret (JsonObject *parameters,
            const char *name,
            PlugSecret *secret)
{
  if (secret != NULL)
    json_object_set_string_member (parameters, name, plug_secret_peek (secret));
}

static Asking *
asking_new (const PlugOAuthOrder *order,
            const char           *what)
{
  Asking *self = g_new0 (Asking, 1);
  g_autofree char *key = g_uri_escape_string (order->connector_key, NULL, FALSE);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  self->path = g_strdup_printf ("/elements/%s/oauth/%s", key, what);
  self->parameters = json_object_new ();
  if (order->extras != NULL)
    {
      json_object_iter_init (&iter, order->extras);
      while (json_object_iter_next (&iter, &name, &node))
        json_object_set_member (self->parameters, name, json_node_copy (node));
    }
  set_secret (self->parameters, "apiKey", order->api_key);
  set_secret (self->parameters, "requestToken", order->request_token);
  json_object_set_string_member (self->parameters, "callbackUrl", order->callback_url);
  if (order->state != NULL)
    json_object_set_string_member (self->parameters, "state", order->state);
  if (order->api_secret != NULL)
    self->api_secret = plug_secret_ref (order->api_secret);
  if (order->request_token != NULL)
    self->request_token = plug_secret_ref (order->request_token);
  return self;
}

static PlugSecret *
dup_body (Asking *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  PlugSecret *body;
  char *text;

  set_secret (self->parameters, "apiSecret", self->api_secret);
  json_node_set_object (node, self->parameters);
  text = plug_json_to_string (node, FALSE);
  json_object_remove_member (self->parameters, "apiSecret");
  body = plug_secret_new (text);
  plug_secret_wipe_text (text);
  g_free (text);
  return body;
}

static void
append (GString    *path,
        const char *name,
        const char *value)
{
  g_autofree char *escaped_name = g_uri_escape_string (name, NULL, FALSE);
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (path, "%c%s=%s", strchr (path->str, '?') != NULL ? '&' : '?',
                          escaped_name, escaped);
}

static char *
dup_path_with_query (Asking *self)
{
  GString *path = g_string_new (self->path);
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, self->parameters);
  while (json_object_iter_next (&iter, &name, NULL))
    {
      const char *value = plug_json_get_string (self->parameters, name);

      if (value != NULL)
        append (path, name, value);
    }
  if (self->form == FORM_GET_WITH_SECRET)
    append (path, "apiSecret", plug_secret_peek (self->api_secret));
  return g_string_free (path, FALSE);
}

/* What a reply must not echo. */
static GStrv
dup_secrets (Asking *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (self->api_secret != NULL && plug_secret_get_length (self->api_secret) > 0)
    g_strv_builder_add (builder, plug_secret_peek (self->api_secret));
  if (self->request_token != NULL)
    g_strv_builder_add (builder, plug_secret_peek (self->request_token));
  return g_strv_builder_end (builder);
}

static void ask (GTask *task);

/* The next form, when this one's answer says that another may do: there is no such call, or, of
 * a GET, something is missing. */
static gboolean
has_next_form (Asking     *self,
               PlugAnswer *answer)
{
  gboolean absent = answer->status == 404 || answer->status == 405;

  if (self->form == FORM_POST && absent)
    self->form = self->needs_secret ? FORM_GET_WITH_SECRET : FORM_GET;
  else if (self->form == FORM_GET && answer->status == 400)
    self->form = FORM_GET_WITH_SECRET;
  else
    return FALSE;
  return self->form != FORM_GET_WITH_SECRET || self->api_secret != NULL;
}

static void
answer_came_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PlugAnswer) answer = plug_api_call_finish (PLUG_API (source), result);

  if (answer->reply != NULL && has_next_form (g_task_get_task_data (task), answer))
    ask (task);
  else
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) plug_answer_free);
}

static void
ask (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  g_autoptr (PlugSecret) body = NULL;
  char *path = NULL;
  PlugApiCall call = {
    .method = asking->form == FORM_POST ? "POST" : "GET",
    .read = PLUG_API_READ_JSON,
    .max_body = PLUG_CLIENT_MAX_BODY_ONE,
  };

  if (asking->form == FORM_POST)
    call.body = body = dup_body (asking);
  path = asking->form == FORM_POST ? g_strdup (asking->path) : dup_path_with_query (asking);
  call.path = path;
  plug_api_call_async (g_task_get_source_object (task), &call, dup_secrets (asking),
                       g_task_get_cancellable (task), answer_came_cb, g_object_ref (task));
  plug_secret_wipe_text (path);
  g_free (path);
}

static GTask *
task_new (PlugApi              *self,
          const PlugOAuthOrder *order,
          const char           *what,
          gpointer              tag,
          GCancellable         *cancellable,
          GAsyncReadyCallback   callback,
          gpointer              user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, asking_new (order, what), (GDestroyNotify) asking_free);
  return task;
}

/* The answer, which is an object, or NULL and the error. */
static PlugAnswer *
propagate (GAsyncResult  *result,
           GError       **error)
{
  g_autoptr (PlugAnswer) answer = g_task_propagate_pointer (G_TASK (result), error);

  if (answer->error == NULL && !JSON_NODE_HOLDS_OBJECT (answer->root))
    answer->error = plug_error_new_remote (PLUG_ERROR_PROTOCOL, answer->status,
                                           _("The tenant’s answer about the authorization makes "
                                             "no sense. Try again later."),
                                           NULL, NULL, NULL);
  if (answer->error == NULL)
    return g_steal_pointer (&answer);
  g_propagate_error (error, g_steal_pointer (&answer->error));
  return NULL;
}

/* plug_api_get_oauth_url_async:
 * @order: need not outlive the call
 *
 * POST /elements/{key}/oauth/url. Where that is not there, GET, without the app's secret if the
 * tenant takes it so. */
void
plug_api_get_oauth_url_async (PlugApi              *self,
                              const PlugOAuthOrder *order,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PLUG_IS_API (self));
  g_return_if_fail (order != NULL && order->api_key != NULL && order->callback_url != NULL);

  task = task_new (self, order, "url", plug_api_get_oauth_url_async, cancellable, callback,
                   user_data);
  ask (task);
}

/* plug_api_get_oauth_url_finish:
 * Errors: %PLUG_ERROR_PROTOCOL for an answer without an address, and those of every call.
 *
 * Returns: (transfer full): what the tenant gave as the address, whatever it is */
char *
plug_api_get_oauth_url_finish (PlugApi       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_autoptr (PlugAnswer) answer = NULL;
  const char *url;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  answer = propagate (result, error);
  if (answer == NULL)
    return NULL;
  url = plug_json_get_string (json_node_get_object (answer->root), "oauthUrl");
  if (url != NULL && *url != '\0' && strlen (url) <= MAX_URL_BYTES)
    return g_strdup (url);
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                       _("The tenant did not say where to authorize. Check the connector and its "
                         "fields."));
  return NULL;
}

/* plug_api_get_oauth_token_async:
 * @order: need not outlive the call
 *
 * /elements/{key}/oauth/token. Only its GET form is documented, which has the app's secret in
 * the address; POST is tried first, as …/oauth/url has it. */
void
plug_api_get_oauth_token_async (PlugApi              *self,
                                const PlugOAuthOrder *order,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  Asking *asking;

  g_return_if_fail (PLUG_IS_API (self));
  g_return_if_fail (order != NULL && order->api_key != NULL && order->callback_url != NULL);

  task = task_new (self, order, "token", plug_api_get_oauth_token_async, cancellable, callback,
                   user_data);
  asking = g_task_get_task_data (task);
  asking->needs_secret = TRUE;
  ask (task);
}

static PlugSecret *
dup_word (JsonObject *object,
          const char *member)
{
  const char *text = plug_json_get_string (object, member);
  g_autoptr (PlugSecret) secret = NULL;

  if (text == NULL || *text == '\0' || strlen (text) > MAX_TOKEN_BYTES)
    return NULL;
  secret = plug_secret_new (text);
  return plug_secret_is_single_line (secret) ? g_steal_pointer (&secret) : NULL;
}

/* plug_api_get_oauth_token_finish:
 * @token: (out) (transfer full): the request token
 * @secret: (out) (transfer full): its secret, which the creation needs
 *
 * Errors: %PLUG_ERROR_PROTOCOL for an answer without them, and those of every call.
 *
 * Returns: whether both are there */
gboolean
plug_api_get_oauth_token_finish (PlugApi       *self,
                                 GAsyncResult  *result,
                                 PlugSecret   **token,
                                 PlugSecret   **secret,
                                 GError       **error)
{
  g_autoptr (PlugAnswer) answer = NULL;
  g_autoptr (PlugSecret) own_token = NULL;
  g_autoptr (PlugSecret) own_secret = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  answer = propagate (result, error);
  if (answer == NULL)
    return FALSE;
  own_token = dup_word (json_node_get_object (answer->root), "token");
  own_secret = dup_word (json_node_get_object (answer->root), "secret");
  if (own_token == NULL || own_secret == NULL)
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                           _("The tenant gave no request token. Check the connector and its "
                             "fields."));
      return FALSE;
    }
  *token = g_steal_pointer (&own_token);
  *secret = g_steal_pointer (&own_secret);
  return TRUE;
}
