/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugApi: what changes an instance that exists; contract sections 2.1, 2.5, 2.6, 2.7, 5.5. Read
 * from plug_api_change_async() up. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-api-private.h"
#include "plug-error.h"
#include "plug-json.h"

#define EVENTS_KEY "event.notification.enabled"

/* How each kind is asked for. */
static const struct {
  const char *method;
  const char *below; /* the instance's path */
  PlugApiRead read;
} requests[] = {
  [PLUG_CHANGE_EDIT] = { "PATCH", "", PLUG_API_READ_INSTANCE },
  [PLUG_CHANGE_ENABLE] = { "PUT", "/enabled", PLUG_API_READ_NONE },
  [PLUG_CHANGE_DISABLE] = { "DELETE", "/enabled", PLUG_API_READ_NONE },
  [PLUG_CHANGE_DELETE] = { "DELETE", "", PLUG_API_READ_NONE },
  [PLUG_CHANGE_EVENTS_ON] = { "PATCH", "/configuration/", PLUG_API_READ_NONE },
  [PLUG_CHANGE_EVENTS_OFF] = { "PATCH", "/configuration/", PLUG_API_READ_NONE },
  [PLUG_CHANGE_REAUTHENTICATE] = { "PUT", "", PLUG_API_READ_INSTANCE },
};

/* plug_changed_free:
 * @changed: (transfer full): what plug_api_change_finish() gave */
void
plug_changed_free (PlugChanged *changed)
{
  g_clear_error (&changed->error);
  g_clear_object (&changed->renewed);
  g_clear_pointer (&changed->token, plug_secret_unref);
  g_free (changed->request_id);
  g_free (changed);
}

/* A page for people proves nothing about the tenant, whatever its status. */
static void
doubt_html (PlugAnswer *answer)
{
  if (answer->reply == NULL || !plug_api_is_html (answer->reply) ||
      (answer->error != NULL && answer->status != 404))
    return;
  g_clear_error (&answer->error);
  answer->error = plug_error_new_remote (PLUG_ERROR_OUTCOME_UNKNOWN, answer->status,
                                         _("A web page came back instead of an answer of the Open "
                                           "Connectors API. Whether the change was made is not "
                                           "known."),
                                         NULL, NULL, NULL);
}

static void
doubt_answer (PlugAnswer *answer,
              PlugChange *change)
{
  const char *asked = plug_instance_get_id (plug_change_get_instance (change));

  /* Yes in as many words as were needed: an empty body is a yes to a PATCH as well. */
  if (plug_change_get_kind (change) == PLUG_CHANGE_EDIT && answer->status == 204)
    g_clear_error (&answer->error);
  if (answer->error == NULL && answer->listed != NULL &&
      g_strcmp0 (plug_instance_get_id (answer->listed->instance), asked) != 0)
    answer->error = plug_error_new_remote (PLUG_ERROR_OUTCOME_UNKNOWN, answer->status,
                                           _("The tenant’s answer is about another instance than "
                                             "the one asked for."),
                                           NULL, NULL, NULL);
}

/* A 409 is no doubt here as it is for a creation: the instance is in use, and stays. Nor is a 429:
 * what is sent and answered is small, so too large (contract section 7.3) is not why it came, and
 * too many were asked for before anything was done. */
static PlugOutcome
outcome_of (PlugAnswer *answer)
{
  if (g_error_matches (answer->error, PLUG_ERROR, PLUG_ERROR_OUTCOME_UNKNOWN))
    return PLUG_OUTCOME_UNKNOWN;
  if (answer->status == 409 || answer->status == 429)
    return PLUG_OUTCOME_NOT_DONE;
  return plug_api_outcome_of (answer);
}

static PlugChanged *
changed_new (PlugAnswer *answer)
{
  PlugChanged *changed = g_new0 (PlugChanged, 1);

  changed->outcome = outcome_of (answer);
  if (answer->error != NULL)
    changed->request_id = g_strdup (plug_error_get_request_id (answer->error));
  else if (answer->reply != NULL)
    changed->request_id = g_strdup (plug_reply_get_header (answer->reply, "Elements-Request-Id"));
  if (answer->error == NULL && answer->listed != NULL)
    {
      changed->renewed = g_steal_pointer (&answer->listed->instance);
      changed->token = g_steal_pointer (&answer->listed->token);
    }
  changed->error = g_steal_pointer (&answer->error);
  return changed;
}

static void
return_changed (GTask       *task,
                PlugChanged *changed)
{
  g_task_return_pointer (task, changed, (GDestroyNotify) plug_changed_free);
}

static void
change_answered_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PlugAnswer) answer = plug_api_call_finish (PLUG_API (source), result);
  PlugChange *change = g_task_get_task_data (task);

  doubt_html (answer);
  if (plug_change_get_kind (change) == PLUG_CHANGE_DELETE && answer->status == 404 &&
      !g_error_matches (answer->error, PLUG_ERROR, PLUG_ERROR_OUTCOME_UNKNOWN))
    g_clear_error (&answer->error);
  doubt_answer (answer, change);
  return_changed (task, changed_new (answer));
}

/* @below: (nullable): of the path, behind what the kind has */
static void
send_change (GTask      *task,
             const char *below,
             PlugSecret *body)
{
  PlugChange *change = g_task_get_task_data (task);
  PlugChangeKind kind = plug_change_get_kind (change);
  g_autofree char *instance_path = NULL;
  g_autofree char *path = NULL;
  PlugApiCall call = {
    .method = requests[kind].method,
    .read = requests[kind].read,
    .max_body = PLUG_CLIENT_MAX_BODY_ONE,
    .body = body,
  };

  instance_path = plug_api_dup_instance_path (
    plug_instance_get_id (plug_change_get_instance (change)));
  call.path = path = g_strconcat (instance_path, requests[kind].below, below, NULL);
  plug_api_call_async (g_task_get_source_object (task), &call, plug_change_dup_secrets (change),
                       g_task_get_cancellable (task), change_answered_cb, g_object_ref (task));
}

/* Events are one entry of the configuration, which has to be found first; contract 2.5, 5.5. */

static char *
find_entry_id (JsonNode   *root,
               const char *key)
{
  JsonArray *entries;

  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return NULL;
  entries = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonNode *node = json_array_get_element (entries, i);

      if (JSON_NODE_HOLDS_OBJECT (node) &&
          g_strcmp0 (plug_json_get_string (json_node_get_object (node), "key"), key) == 0)
        return plug_json_dup_id (json_node_get_object (node), "id");
    }
  return NULL;
}

/* Nothing was sent that changes anything. */
static void
refuse_events (GTask      *task,
               PlugAnswer *answer)
{
  PlugChanged *changed = changed_new (answer);

  changed->outcome = PLUG_OUTCOME_NOT_DONE;
  if (changed->error == NULL)
    changed->error = plug_error_new_remote (PLUG_ERROR_INVALID_FIELD, 0,
                                            _("The connector of this instance has no events to "
                                              "turn on or off."),
                                            NULL, NULL, NULL);
  return_changed (task, changed);
}

static void
entries_came_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PlugAnswer) answer = plug_api_call_finish (PLUG_API (source), result);
  PlugChange *change = g_task_get_task_data (task);
  gboolean on = plug_change_get_kind (change) == PLUG_CHANGE_EVENTS_ON;
  g_autofree char *id = NULL;
  g_autofree char *escaped = NULL;
  g_autoptr (PlugSecret) body = NULL;

  if (answer->error == NULL)
    id = find_entry_id (answer->root, EVENTS_KEY);
  if (id == NULL)
    {
      refuse_events (task, answer);
      return;
    }
  escaped = g_uri_escape_string (id, NULL, FALSE);
  body = plug_secret_new (on ? "{\"propertyValue\":\"true\"}" : "{\"propertyValue\":\"false\"}");
  send_change (task, escaped, body);
}

static void
find_events (GTask *task)
{
  PlugChange *change = g_task_get_task_data (task);
  g_autofree char *instance_path = NULL;
  g_autofree char *path = NULL;
  PlugApiCall call = {
    .method = "GET",
    .read = PLUG_API_READ_JSON,
    .max_body = PLUG_CLIENT_MAX_BODY_ONE,
  };

  instance_path = plug_api_dup_instance_path (
    plug_instance_get_id (plug_change_get_instance (change)));
  call.path = path = g_strconcat (instance_path, "/configuration", NULL);
  plug_api_call_async (g_task_get_source_object (task), &call, NULL,
                       g_task_get_cancellable (task), entries_came_cb, g_object_ref (task));
}

/* plug_api_change_async:
 * @change: what is to be done; see plug_change_is_sendable()
 * @cancellable: (nullable): before the request leaves, nothing is sent; afterwards, the outcome
 *   is unknown
 *
 * One request that changes something, at most once. */
void
plug_api_change_async (PlugApi             *self,
                       PlugChange          *change,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (PlugSecret) body = NULL;

  g_return_if_fail (PLUG_IS_API (self));
  g_return_if_fail (PLUG_IS_CHANGE (change));
  g_return_if_fail (plug_change_is_sendable (change));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_api_change_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (change), g_object_unref);
  if (plug_change_get_kind (change) == PLUG_CHANGE_EVENTS_ON ||
      plug_change_get_kind (change) == PLUG_CHANGE_EVENTS_OFF)
    {
      find_events (task);
      return;
    }
  body = plug_change_build (change);
  send_change (task, NULL, body);
}

/* plug_api_change_finish:
 * A DELETE of an instance that is not there is done.
 *
 * Returns: (transfer full): what is known of it, never NULL */
PlugChanged *
plug_api_change_finish (PlugApi      *self,
                        GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
