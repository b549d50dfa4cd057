/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POST /instances: sent once, and believed only when the answer is about what was asked. */

#include "config.h"

#include "plug-api-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-catalogue.h"
#include "plug-error.h"
#include "plug-json.h"
#include "plug-match.h"
#include "plug-text.h"

typedef struct {
  char *connector_key; /* (nullable) */
  char *name;          /* (nullable) */
} Wish;

static void
wish_free (Wish *wish)
{
  g_free (wish->connector_key);
  g_free (wish->name);
  g_free (wish);
}

static gboolean
is_secret_setting (PlugConnector *connector,
                   const char    *key)
{
  PlugField *field = connector != NULL ? plug_connector_find_field (connector, key) : NULL;

  return plug_field_key_is_secret (key) || (field != NULL && plug_field_is_secret (field));
}

/* What a provider gave: each word of it may be good for something. */
static void
add_provider_data (GStrvBuilder *builder,
                   JsonObject   *provider_data)
{
  JsonObjectIter iter;
  const char *name;

  if (provider_data == NULL)
    return;
  json_object_iter_init (&iter, provider_data);
  while (json_object_iter_next (&iter, &name, NULL))
    {
      const char *value = plug_json_get_string (provider_data, name);

      if (value != NULL && *value != '\0')
        g_strv_builder_add (builder, value);
    }
}

static GStrv
dup_secret_settings (JsonObject *body,
                     const char *connector_key)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonObject *configuration = plug_json_get_object (body, "configuration");
  PlugConnector *connector = NULL;
  JsonObjectIter iter;
  const char *key;

  add_provider_data (builder, plug_json_get_object (body, "providerData"));
  if (connector_key != NULL)
    connector = plug_catalogue_find (connector_key);
  if (configuration != NULL)
    {
      json_object_iter_init (&iter, configuration);
      while (json_object_iter_next (&iter, &key, NULL))
        {
          const char *value = plug_json_get_string (configuration, key);

          if (value != NULL && *value != '\0' && is_secret_setting (connector, key))
            g_strv_builder_add (builder, value);
        }
    }
  return g_strv_builder_end (builder);
}

/* Reads back what is to be sent: whom the answer has to be about, and what it must not echo. */
static gboolean
read_wish (PlugSecret  *body,
           Wish        *wish,
           GStrv       *secrets,
           GError     **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  JsonObject *element;

  root = plug_json_parse (plug_secret_peek (body), plug_secret_get_length (body),
                          PLUG_JSON_MAX_BYTES, error);
  if (root == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                           _("The request is not a JSON object, so nothing was sent."));
      return FALSE;
    }
  object = json_node_get_object (root);
  element = plug_json_get_object (object, "element");
  if (element != NULL)
    wish->connector_key = g_strdup (plug_json_get_string (element, "key"));
  wish->name = g_strdup (plug_json_get_string (object, "name"));
  *secrets = dup_secret_settings (object, wish->connector_key);
  return TRUE;
}

static char *
dup_letters (const char *name)
{
  g_autofree char *plain = plug_text_strip_html (name);
  g_autofree char *folded = plug_text_fold (plain);
  GString *letters = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_isalnum (g_utf8_get_char (p)))
        g_string_append_unichar (letters, g_utf8_get_char (p));
    }
  return g_string_free (letters, FALSE);
}

/* The tenant takes HTML out of names and words that start with @ (contract 7.4). Of a name in
 * which it found something to take, what is left has to be part of what was sent. */
static gboolean
is_our_name (const char *sent,
             const char *stored)
{
  g_autofree char *sent_letters = NULL;
  g_autofree char *stored_letters = NULL;

  if (stored == NULL)
    stored = "";
  if (sent == NULL || plug_match_names (sent, stored))
    return TRUE;
  sent_letters = dup_letters (sent);
  stored_letters = dup_letters (stored);
  if (plug_match_is_plain_name (sent))
    return g_str_equal (sent_letters, stored_letters) && *sent_letters != '\0';
  return (*stored_letters != '\0' || *sent_letters == '\0') &&
         strstr (sent_letters, stored_letters) != NULL;
}

static gboolean
is_our_connector (const char *sent,
                  const char *stored)
{
  if (sent == NULL || stored == NULL || *stored == '\0')
    return TRUE;
  return g_ascii_strcasecmp (sent, stored) == 0;
}

static GError *
doubt (PlugAnswer    *answer,
       PlugErrorCode  code,
       const char    *message)
{
  return plug_error_new_remote (code, answer->status, message, NULL, NULL,
                                plug_reply_get_header (answer->reply, "Elements-Request-Id"));
}

/* What is wrong with an answer that was read well: NULL when it is about what was asked. */
static GError *
doubt_answer (PlugAnswer *answer,
              Wish       *wish)
{
  PlugListed *listed = answer->listed;

  if (answer->status == 202 || answer->status == 204)
    return doubt (answer, PLUG_ERROR_OUTCOME_UNKNOWN,
                  _("The tenant took the request without saying what came of it."));
  if (!is_our_name (wish->name, plug_instance_get_name (listed->instance)) ||
      !is_our_connector (wish->connector_key, plug_instance_get_connector_key (listed->instance)))
    {
      g_message ("The answer to a creation was about another instance (id %s)",
                 plug_instance_get_id (listed->instance));
      return doubt (answer, PLUG_ERROR_PROTOCOL,
                    _("The tenant’s answer is about another instance than the one asked for."));
    }
  if (listed->token == NULL)
    return doubt (answer, PLUG_ERROR_PROTOCOL,
                  _("The tenant’s answer has no token that can be used."));
  return NULL;
}

static void
creation_answered_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PlugAnswer) answer = plug_api_call_finish (PLUG_API (source), result);
  Wish *wish = g_task_get_task_data (task);

  if (answer->status == 202 || answer->status == 204)
    g_clear_error (&answer->error);
  if (answer->error == NULL)
    answer->error = doubt_answer (answer, wish);
  g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) plug_answer_free);
}

/* plug_api_create_async:
 * @body: the request's JSON, contract section 2.2
 * @cancellable: (nullable): before the request leaves, nothing is sent; afterwards, the outcome
 *   is unknown
 *
 * POST /instances, at most once. */
void
plug_api_create_async (PlugApi             *self,
                       PlugSecret          *body,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Wish *wish = g_new0 (Wish, 1);
  GStrv secrets = NULL;
  GError *error = NULL;
  PlugApiCall call = {
    .method = "POST",
    .path = "/instances",
    .body = body,
    .read = PLUG_API_READ_INSTANCE,
    .max_body = PLUG_CLIENT_MAX_BODY_ONE,
  };

  g_return_if_fail (PLUG_IS_API (self));
  g_return_if_fail (body != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_api_create_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, wish, (GDestroyNotify) wish_free);
  if (!read_wish (body, wish, &secrets, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  plug_api_call_async (self, &call, secrets, cancellable, creation_answered_cb,
                       g_steal_pointer (&task));
}

/* plug_api_create_finish:
 * @token: (out) (optional) (transfer full): the instance's token, with DONE alone
 * @outcome: (out) (optional): what is known; set in any case
 *
 * Errors: those of plug_client_send_finish() and plug_api_error_from_reply(), and
 * %PLUG_ERROR_PROTOCOL or %PLUG_ERROR_OUTCOME_UNKNOWN for a 2xx that is no proof.
 *
 * Returns: (transfer full): the instance, contract section 2.3 */
PlugInstance *
plug_api_create_finish (PlugApi       *self,
                        GAsyncResult  *result,
                        PlugSecret   **token,
                        PlugOutcome   *outcome,
                        GError       **error)
{
  g_autoptr (PlugAnswer) answer = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (token != NULL)
    *token = NULL;
  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (outcome != NULL)
    *outcome = answer != NULL ? plug_api_outcome_of (answer) : PLUG_OUTCOME_NOT_DONE;
  if (answer == NULL)
    return NULL;
  if (answer->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&answer->error));
      return NULL;
    }
  if (token != NULL)
    *token = g_steal_pointer (&answer->listed->token);
  return g_steal_pointer (&answer->listed->instance);
}
