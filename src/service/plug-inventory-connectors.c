/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connectors of a tenant's own, their fields asked for once. */

#include "config.h"

#include "plug-inventory-private.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-json.h"

typedef struct {
  PlugConnector *connector; /* what is known of it before */
  char *cache_key;
  gboolean whole;
} Load;

static void
load_free (Load *load)
{
  g_object_unref (load->connector);
  g_free (load->cache_key);
  g_free (load);
}

static const char *
prefer (const char *known,
        const char *told)
{
  return known != NULL && *known != '\0' ? known : told;
}

/* What only the whole element says is taken where nothing is known. */
static PlugConnector *
create_connector (Load     *load,
                  JsonNode *node)
{
  const char *key = plug_connector_get_key (load->connector);
  const char *name = plug_connector_get_name (load->connector);
  JsonObject *element = load->whole && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                     : NULL;
  JsonObject *authentication = plug_json_get_object (element, "authentication");
  PlugConnector *connector =
    plug_connector_new_from_metadata (
      key, prefer (g_str_equal (name, key) ? NULL : name, plug_json_get_string (element, "name")),
      prefer (plug_connector_get_hub (load->connector), plug_json_get_string (element, "hub")),
      prefer (plug_connector_get_authentication (load->connector),
              plug_json_get_string (authentication, "type")), node, NULL);

  if (connector != NULL)
    plug_connector_refine (connector, load->connector);
  return connector;
}

static void
told_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  PlugInventory *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  g_autoptr (PlugConnector) connector = NULL;
  g_autoptr (JsonNode) node = NULL;
  GError *error = NULL;

  node = plug_api_get_configuration_finish (PLUG_API (source), result, &error);
  if (node != NULL)
    connector = create_connector (load, node);
  if (connector == NULL && error == NULL)
    error = g_error_new_literal (PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                                 _("The tenant’s description of the connector cannot be read."));
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_hash_table_replace (self->connectors, g_strdup (load->cache_key), g_object_ref (connector));
  g_task_return_pointer (task, g_steal_pointer (&connector), g_object_unref);
}

static void
api_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  g_autoptr (PlugApi) api = NULL;
  GError *error = NULL;

  api = plug_inventory_open_api_finish (PLUG_INVENTORY (source), result, &error);
  if (api == NULL)
    g_task_return_error (task, error);
  else
    plug_api_get_configuration_async (api, plug_connector_get_key (load->connector), load->whole,
                                      g_task_get_cancellable (task), told_cb,
                                      g_object_ref (task));
}

/* plug_inventory_load_connector_async:
 * @account: whose tenant is asked
 * @connector: what is known of it: its key at least
 *
 * What the tenant says the connector asks for, contract section 3.3, refined with what is known.
 * A tenant is asked once; the answer serves until the program ends. */
void
plug_inventory_load_connector_async (PlugInventory       *self,
                                     PlugAccount         *account,
                                     PlugConnector       *connector,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  PlugConnector *cached;
  Load *load;

  g_return_if_fail (PLUG_IS_INVENTORY (self) && PLUG_IS_ACCOUNT (account));
  g_return_if_fail (PLUG_IS_CONNECTOR (connector));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_load_connector_async);
  load = g_new0 (Load, 1);
  load->connector = g_object_ref (connector);
  load->cache_key = plug_inventory_dup_instance_key (plug_account_get_id (account),
                                                     plug_connector_get_key (connector));
  load->whole = *plug_connector_get_authentication (connector) == '\0';
  g_task_set_task_data (task, load, (GDestroyNotify) load_free);
  cached = g_hash_table_lookup (self->connectors, load->cache_key);
  if (cached != NULL)
    g_task_return_pointer (task, g_object_ref (cached), g_object_unref);
  else
    plug_inventory_open_api_async (self, account, cancellable, api_opened_cb,
                                   g_object_ref (task));
}

/* plug_inventory_load_connector_finish:
 * Errors: %PLUG_ERROR_NOT_FOUND when the tenant has no such connector, %PLUG_ERROR_PROTOCOL, those
 * of the keyring and of every call.
 *
 * Returns: (transfer full): the connector with the fields it asks for, maybe none */
PlugConnector *
plug_inventory_load_connector_finish (PlugInventory  *self,
                                      GAsyncResult   *result,
                                      GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
