/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tenant says a connector asks for; contract sections 3.1 and 3.3. */

#include "config.h"

#include "plug-api-private.h"

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PlugAnswer) answer = plug_api_call_finish (PLUG_API (source), result);

  if (answer->error != NULL)
    g_task_return_error (task, g_steal_pointer (&answer->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&answer->root),
                           (GDestroyNotify) json_node_unref);
}

static void
get_path (GTask *task,
          char  *path)
{
  g_autofree char *owned = path;
  PlugApiCall call = {
    .method = "GET",
    .path = path,
    .read = PLUG_API_READ_JSON,
    .max_body = PLUG_CLIENT_MAX_BODY,
  };

  plug_api_call_async (g_task_get_source_object (task), &call, NULL,
                       g_task_get_cancellable (task), answered_cb, g_object_ref (task));
}

/* plug_api_get_configuration_async:
 * @connector_key: the API's "element.key"
 * @whole: GET /elements/{key}, which names hub and authentication too but is larger, instead of
 *   GET /elements/{key}/configuration */
void
plug_api_get_configuration_async (PlugApi             *self,
                                  const char          *connector_key,
                                  gboolean             whole,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *escaped = NULL;

  g_return_if_fail (PLUG_IS_API (self) && connector_key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_api_get_configuration_async);
  escaped = g_uri_escape_string (connector_key, NULL, FALSE);
  get_path (task, g_strconcat ("/elements/", escaped, whole ? "" : "/configuration", NULL));
}

/* plug_api_get_configuration_finish:
 * Errors: %PLUG_ERROR_NOT_FOUND when the tenant has no such connector, and those of every call.
 *
 * Returns: (transfer full): what plug_connector_new_from_metadata() reads */
JsonNode *
plug_api_get_configuration_finish (PlugApi       *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
