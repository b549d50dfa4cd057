/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugApi: what is asked about an instance and changes nothing; contract sections 2.8, 6.1. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-api-private.h"
#include "plug-error.h"
#include "plug-json.h"
#include "plug-use.h"

#define NOTHING "No " /* … found; contract section 7.1 */

static GStrv
dup_token (PlugSecret *token)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, plug_secret_peek (token));
  return g_strv_builder_end (builder);
}

/* plug_api_ping_async:
 * @hub: (nullable): of the instance's connector
 * @token: the instance's
 * @shorter: in the form without the organization secret, contract section 1.2
 *
 * GET /hubs/{hub}/ping, or /ping: through the tenant to the connected system. */
void
plug_api_ping_async (PlugApi             *self,
                     const char          *hub,
                     PlugSecret          *token,
                     gboolean             shorter,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (PlugSecret) authorization = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  PlugApiCall call = {
    .method = "GET",
    .path = "/ping",
    .read = PLUG_API_READ_JSON,
    .max_body = PLUG_CLIENT_MAX_BODY_ONE,
  };

  g_return_if_fail (PLUG_IS_API (self));
  g_return_if_fail (token != NULL);

  if (hub != NULL && *hub != '\0')
    {
      escaped = g_uri_escape_string (hub, NULL, FALSE);
      call.path = path = g_strconcat ("/hubs/", escaped, "/ping", NULL);
    }
  call.authorization = authorization = plug_api_build_authorization (self, token, shorter);
  plug_api_call_async (self, &call, dup_token (token), cancellable, plug_api_answer_came_cb,
                       plug_api_task_new (self, plug_api_ping_async, cancellable, callback,
                                          user_data));
}

/* plug_api_ping_finish:
 * @valid: (out) (optional): what the answer says of the instance's authentication; TRUE when it
 *   says nothing
 *
 * Errors: %PLUG_ERROR_TOKEN_REJECTED, those of every call; plug_diagnosis_is_unpingable() tells
 * of one whether the connector only has no ping.
 *
 * Returns: whether the connected system answered */
gboolean
plug_api_ping_finish (PlugApi       *self,
                      GAsyncResult  *result,
                      gboolean      *valid,
                      GError       **error)
{
  g_autoptr (PlugAnswer) answer = NULL;
  JsonObject *object = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  answer = g_task_propagate_pointer (G_TASK (result), NULL);
  if (answer->root != NULL && JSON_NODE_HOLDS_OBJECT (answer->root))
    object = json_node_get_object (answer->root);
  if (valid != NULL)
    *valid = plug_json_get_boolean (object, "valid", TRUE);
  if (answer->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&answer->error));
  return FALSE;
}

/* plug_api_list_uses_async:
 * @instance_id: as the tenant gave it
 *
 * GET /formulas/instances?elementInstanceId=…, contract section 6.1. */
void
plug_api_list_uses_async (PlugApi             *self,
                          const char          *instance_id,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  PlugApiCall call = {
    .method = "GET",
    .read = PLUG_API_READ_JSON,
    .max_body = PLUG_CLIENT_MAX_BODY_ONE,
  };

  g_return_if_fail (PLUG_IS_API (self));
  g_return_if_fail (instance_id != NULL && *instance_id != '\0');

  escaped = g_uri_escape_string (instance_id, NULL, FALSE);
  call.path = path = g_strconcat ("/formulas/instances?elementInstanceId=", escaped, NULL);
  plug_api_call_async (self, &call, NULL, cancellable, plug_api_answer_came_cb,
                       plug_api_task_new (self, plug_api_list_uses_async, cancellable, callback,
                                          user_data));
}

static PlugUse *
use_new (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObject *formula = plug_json_get_object (object, "formula");
  g_autofree char *id = object != NULL ? plug_json_dup_id (object, "id") : NULL;
  g_autofree char *formula_id = formula != NULL ? plug_json_dup_id (formula, "id") : NULL;
  const char *name = plug_json_get_string (formula, "name");

  if (id == NULL)
    return NULL;
  return plug_use_new (id, plug_json_get_string (object, "name"),
                       name != NULL ? name : formula_id,
                       plug_json_get_boolean (object, "active", TRUE));
}

static GPtrArray *
read_uses (JsonNode  *root,
           GError   **error)
{
  g_autoptr (GPtrArray) uses = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      PlugUse *use = use_new (json_array_get_element (array, i));

      if (use != NULL)
        g_ptr_array_add (uses, use);
    }
  if (array != NULL && uses->len == json_array_get_length (array))
    return g_steal_pointer (&uses);
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                       _("The tenant’s answer about what uses the instance is not one of the Open "
                         "Connectors API."));
  return NULL;
}

static gboolean
says_nothing_found (const GError *error)
{
  const char *message = plug_error_get_server_message (error);

  return message != NULL && g_str_has_prefix (message, NOTHING);
}

/* plug_api_list_uses_finish:
 * Errors: those of every call. What cannot be read in full is an error: that nothing uses an
 * instance is only said when it is known.
 *
 * Returns: (transfer full) (element-type PlugUse): what uses the instance, maybe nothing */
GPtrArray *
plug_api_list_uses_finish (PlugApi       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_autoptr (PlugAnswer) answer = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  answer = g_task_propagate_pointer (G_TASK (result), NULL);
  /* Nothing found is a 404, contract section 7.4; in the API's own words only. */
  if (answer->status == 404 && says_nothing_found (answer->error))
    return g_ptr_array_new_with_free_func (g_object_unref);
  if (answer->error == NULL)
    return read_uses (answer->root, error);
  g_propagate_error (error, g_steal_pointer (&answer->error));
  return NULL;
}
