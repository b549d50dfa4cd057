/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The built-in catalogue of connectors: catalogue.json, read once. */

#include "config.h"

#include "plug-connector.h"

#include <glib/gi18n-lib.h>

#include "plug-core-resources.h"
#include "plug-json.h"

#define CATALOGUE_PATH "/io/github/plugboard/Plugboard/core/catalogue.json"

/* What is to be translated in catalogue.json, for xgettext cannot read it there. */
static const char *const words[] G_GNUC_UNUSED = {
  N_("Subdomain"),
  N_("The host of your Sage CRM address, without https://"),
  N_("Username"),
  N_("Your Sage CRM user name"),
  N_("Password"),
  N_("Your Sage CRM password"),
  N_("Changes are found by their time. The Sage CRM server, its administrator and the poller have"
     " to keep the same time zone, best GMT; otherwise events come hours late or not at all."),
};

static JsonNode *
load_json (void)
{
  g_autoptr (GError) error = NULL;
  /* By name, so that the linker takes the resource out of the static library. */
  g_autoptr (GBytes) bytes =
    g_resource_lookup_data (plug_core_get_resource (), CATALOGUE_PATH, 0, &error);
  JsonNode *root = NULL;

  if (bytes != NULL)
    root = plug_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 0, &error);
  if (root == NULL)
    g_error ("The built-in catalogue is broken: %s", error->message);
  return root;
}

static GListStore *
load (void)
{
  g_autoptr (JsonNode) root = load_json ();
  JsonArray *array = plug_json_get_array (json_node_get_object (root), "connectors");
  GListStore *catalogue = g_list_store_new (PLUG_TYPE_CONNECTOR);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlugConnector) connector =
        plug_connector_new_from_json (json_array_get_object_element (array, i), &error);

      if (connector == NULL)
        g_error ("The built-in catalogue is broken: %s", error->message);
      g_list_store_append (catalogue, connector);
    }
  return catalogue;
}

/* plug_catalogue_list:
 * Main thread only. Translations are those of the first call.
 *
 * Returns: (transfer none): a list of PlugConnector, kept for the life of the process */
GListModel *
plug_catalogue_list (void)
{
  static GListStore *catalogue = NULL;

  if (catalogue == NULL)
    catalogue = load ();
  return G_LIST_MODEL (catalogue);
}

/* plug_catalogue_find:
 * @key: (nullable): a connector's key
 *
 * Returns: (nullable) (transfer none): the built-in connector of that key */
PlugConnector *
plug_catalogue_find (const char *key)
{
  GListModel *catalogue = plug_catalogue_list ();

  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr (PlugConnector) connector = g_list_model_get_item (catalogue, i);

      /* The list keeps it alive. */
      if (g_strcmp0 (plug_connector_get_key (connector), key) == 0)
        return connector;
    }
  return NULL;
}
