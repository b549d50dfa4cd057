/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call of the API: send, read off the main loop what is large, put errors in words. */

#include "config.h"

#include "plug-api-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-json.h"
#include "plug-region.h"
#include "plug-text.h"

/* More than this is parsed in a thread. */
#define INLINE_BYTES     (64 * 1024)
#define MAX_TOKEN_BYTES  8192

typedef struct {
  PlugAnswer *answer;
  PlugApiRead read;
  gsize max_body;
  char *account_id;
  GStrv secrets;
  gboolean with_token;
  PlugAnswerFunc heard; /* (nullable) */
  gpointer heard_data;
} Call;

static void
call_free (Call *call)
{
  g_clear_pointer (&call->answer, plug_answer_free);
  g_free (call->account_id);
  plug_api_free_secrets (call->secrets);
  g_free (call);
}

/* plug_answer_free:
 * @self: (transfer full): wiped as far as it holds secrets */
void
plug_answer_free (PlugAnswer *self)
{
  g_clear_pointer (&self->reply, plug_reply_unref);
  g_clear_pointer (&self->root, json_node_unref);
  g_clear_pointer (&self->listed, plug_listed_free);
  g_clear_pointer (&self->list, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/* A token we could keep and send again; anything else is an answer we do not understand. */
static gboolean
is_usable_token (PlugSecret *token)
{
  return token != NULL && plug_secret_get_length (token) > 0 &&
         plug_secret_get_length (token) <= MAX_TOKEN_BYTES && plug_secret_is_single_line (token);
}

static PlugListed *
listed_new (JsonNode    *node,
            const char  *account_id,
            GError     **error)
{
  g_autoptr (PlugSecret) token = NULL;
  g_autoptr (PlugInstance) instance = NULL;
  PlugListed *listed;

  instance = plug_instance_new_from_json (node, account_id, &token, error);
  if (instance == NULL)
    return NULL;
  listed = g_new0 (PlugListed, 1);
  listed->instance = g_steal_pointer (&instance);
  if (is_usable_token (token))
    listed->token = g_steal_pointer (&token);
  return listed;
}

/* @reason: a sentence */
static GError *
not_the_api (PlugAnswer *answer,
             const char *reason)
{
  g_autofree char *message = NULL;

  if (plug_api_is_html (answer->reply))
    message = g_strdup (_("A web page came back instead of an answer of the Open Connectors API. "
                          "A proxy or a sign-in page may stand in between, or the base URL is "
                          "wrong."));
  else
    message = g_strdup_printf (_("The answer is not one of the Open Connectors API. %s Check the "
                                 "account’s base URL."), reason);
  return plug_error_new_remote (PLUG_ERROR_PROTOCOL, answer->status, message, NULL, NULL,
                                plug_reply_get_header (answer->reply, "Elements-Request-Id"));
}

static void
read_instances (PlugAnswer *answer,
                const char *account_id)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (answer->root))
    {
      answer->error = not_the_api (answer, _("A list was expected."));
      return;
    }
  array = json_node_get_array (answer->root);
  answer->list = g_ptr_array_new_with_free_func (plug_listed_clear);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      PlugListed *listed = listed_new (json_array_get_element (array, i), account_id, NULL);

      if (listed != NULL)
        g_ptr_array_add (answer->list, listed);
      else
        answer->n_broken++;
    }
}

static void
read_instance (PlugAnswer *answer,
               const char *account_id)
{
  g_autoptr (GError) error = NULL;

  answer->listed = listed_new (answer->root, account_id, &error);
  if (answer->listed == NULL)
    answer->error = not_the_api (answer, error->message);
}

/* In a thread for large bodies: touches nothing but @call. */
static void
read_body (Call *call)
{
  PlugAnswer *answer = call->answer;
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (plug_reply_get_body (answer->reply), &length);

  if (length == 0)
    {
      answer->error = not_the_api (answer, _("It is empty."));
      return;
    }
  answer->root = plug_json_parse (text, length, call->max_body, &error);
  if (answer->root == NULL)
    {
      answer->error = not_the_api (answer, error->message);
      return;
    }
  if (call->read == PLUG_API_READ_INSTANCES)
    read_instances (answer, call->account_id);
  else if (call->read == PLUG_API_READ_INSTANCE)
    read_instance (answer, call->account_id);
  if (call->read != PLUG_API_READ_JSON)
    g_clear_pointer (&answer->root, json_node_unref);
}

static void
return_answer (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&call->answer), (GDestroyNotify) plug_answer_free);
}

static void
read_in_thread (GTask        *thread_task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  read_body (task_data);
  g_task_return_boolean (thread_task, TRUE);
}

static void
body_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  return_answer (task);
}

/* The call's own task keeps @call alive meanwhile. Not cancellable: it is short, and what came
 * back from the tenant is never thrown away. */
static void
read_body_in_thread (GTask *task,
                     Call  *call)
{
  g_autoptr (GTask) thread_task = g_task_new (g_task_get_source_object (task), NULL, body_read_cb,
                                              g_object_ref (task));

  g_task_set_source_tag (thread_task, read_body_in_thread);
  g_task_set_task_data (thread_task, call, NULL);
  g_task_run_in_thread (thread_task, read_in_thread);
}

static void
reply_came_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  PlugApi *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  PlugAnswer *answer = call->answer;

  answer->reply = plug_client_send_finish (PLUG_CLIENT (source), result, &answer->left_us, &error);
  if (answer->reply == NULL)
    answer->error = plug_api_explain (error, plug_api_get_base_url (self));
  else
    {
      answer->status = plug_reply_get_status (answer->reply);
      answer->error = plug_api_read_error (answer->reply, call->with_token,
                                           (const char *const *) call->secrets);
      if (call->heard != NULL)
        call->heard (answer, call->heard_data);
    }
  if (answer->error == NULL && call->read != PLUG_API_READ_NONE)
    {
      if (g_bytes_get_size (plug_reply_get_body (answer->reply)) > INLINE_BYTES)
        {
          read_body_in_thread (task, call);
          return;
        }
      read_body (call);
    }
  return_answer (task);
}

/* plug_api_call_async:
 * @more_secrets: (nullable) (transfer full): what this request holds beside the account's own
 *   secrets and must not come back in an error
 *
 * Sends @call with the account's authorization. */
void
plug_api_call_async (PlugApi             *self,
                     const PlugApiCall   *call,
                     GStrv                more_secrets,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autofree char *url = plug_base_url_join (plug_api_get_base_url (self), call->path);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  PlugRequest request = {
    .method = call->method,
    .url = url,
    .authorization = call->authorization != NULL ? call->authorization
                                                 : plug_api_get_authorization (self),
    .body = call->body,
    .deadline_ms = plug_api_get_deadline (self, call->method),
    .max_body = call->max_body,
  };
  Call *state = g_new0 (Call, 1);

  state->answer = g_new0 (PlugAnswer, 1);
  state->read = call->read;
  state->max_body = call->max_body;
  state->with_token = call->authorization != NULL;
  state->heard = call->heard;
  state->heard_data = call->heard_data;
  state->account_id = g_strdup (plug_api_get_account_id (self));
  state->secrets = plug_api_dup_secrets (self, more_secrets);
  g_task_set_source_tag (task, plug_api_call_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, state, (GDestroyNotify) call_free);
  plug_client_send_async (plug_api_get_client (self), &request, cancellable, reply_came_cb,
                          g_steal_pointer (&task));
}

/* plug_api_call_finish:
 * Returns: (transfer full): the answer, never NULL; its error says whether it is a success */
PlugAnswer *
plug_api_call_finish (PlugApi      *self,
                      GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* plug_api_outcome_of:
 * What a change came to, by the protocol of DESIGN.md. Of the 4xx, 408 and 429 may come from
 * something in front of a tenant that went on, and 409 may be our own request, arrived before.
 *
 * Returns: DONE only for an answer without an error */
PlugOutcome
plug_api_outcome_of (const PlugAnswer *answer)
{
  if (answer->reply == NULL)
    return answer->left_us ? PLUG_OUTCOME_UNKNOWN : PLUG_OUTCOME_NOT_DONE;
  if (answer->error == NULL)
    return PLUG_OUTCOME_DONE;
  if (answer->status < 400 || answer->status >= 500 || answer->status == 408 ||
      answer->status == 409 || answer->status == 429)
    return PLUG_OUTCOME_UNKNOWN;
  return PLUG_OUTCOME_NOT_DONE;
}
