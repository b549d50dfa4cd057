/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugApi: what changes an instance that exists; contract sections 2.1, 2.6, 2.7. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-api-private.h"
#include "plug-error.h"

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
};

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
  g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) plug_answer_free);
}

/* plug_api_change_async:
 * @change: what is to be done
 * @cancellable: (nullable): before the request leaves, nothing is sent; afterwards, the outcome
 *   is unknown
 *
 * PATCH or DELETE /instances/{id}, PUT or DELETE /instances/{id}/enabled, at most once. */
void
plug_api_change_async (PlugApi             *self,
                       PlugChange          *change,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  PlugChangeKind kind = plug_change_get_kind (change);
  g_autofree char *instance_path = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (PlugSecret) body = NULL;
  GTask *task;
  PlugApiCall call = {
    .method = requests[kind].method,
    .read = requests[kind].read,
    .max_body = PLUG_CLIENT_MAX_BODY_ONE,
  };

  g_return_if_fail (PLUG_IS_API (self));
  g_return_if_fail (PLUG_IS_CHANGE (change));

  instance_path = plug_api_dup_instance_path (
    plug_instance_get_id (plug_change_get_instance (change)));
  call.path = path = g_strconcat (instance_path, requests[kind].below, NULL);
  if (kind == PLUG_CHANGE_EDIT)
    {
      text = plug_change_build_text (change);
      call.body = body = plug_secret_new (text);
    }
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_api_change_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (change), g_object_unref);
  plug_api_call_async (self, &call, NULL, cancellable, change_answered_cb, task);
}

/* A 409 is no doubt here as it is for a creation: the instance is in use, and stays. */
static PlugOutcome
outcome_of (PlugAnswer *answer)
{
  if (g_error_matches (answer->error, PLUG_ERROR, PLUG_ERROR_OUTCOME_UNKNOWN))
    return PLUG_OUTCOME_UNKNOWN;
  if (answer->status == 409)
    return PLUG_OUTCOME_NOT_DONE;
  return plug_api_outcome_of (answer);
}

/* plug_api_change_finish:
 * @renewed: (out) (optional) (nullable) (transfer full): the instance as the tenant has it now,
 *   when it said so
 * @outcome: (out) (optional): what is known; set in any case
 *
 * A DELETE of an instance that is not there is done.
 *
 * Returns: whether the change is proven to be made; else errors as every call has them */
gboolean
plug_api_change_finish (PlugApi       *self,
                        GAsyncResult  *result,
                        PlugInstance **renewed,
                        PlugOutcome   *outcome,
                        GError       **error)
{
  g_autoptr (PlugAnswer) answer = NULL;
  PlugOutcome known;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  answer = g_task_propagate_pointer (G_TASK (result), error);
  known = outcome_of (answer);
  if (outcome != NULL)
    *outcome = known;
  if (renewed != NULL)
    *renewed = answer->error == NULL && answer->listed != NULL
                 ? g_steal_pointer (&answer->listed->instance)
                 : NULL;
  if (answer->error != NULL)
    g_propagate_error (error, g_steal_pointer (&answer->error));
  return known == PLUG_OUTCOME_DONE;
}
