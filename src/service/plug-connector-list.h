/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-connector.h"
#include "plug-inventory.h"

G_BEGIN_DECLS

/* The connectors there are to choose from, a GListModel of PlugConnector sorted by name: the
 * built-in ones, and those that the account's tenant offers beside them. It is full at once; the
 * tenant is asked in the background.
 *
 * Properties: "refreshing" (the tenant is being asked); notified also when that ends. */
#define PLUG_TYPE_CONNECTOR_LIST (plug_connector_list_get_type ())
G_DECLARE_FINAL_TYPE (PlugConnectorList, plug_connector_list, PLUG, CONNECTOR_LIST, GObject)

PlugConnectorList *plug_connector_list_new           (PlugInventory        *inventory);
/* Shows what is known of its tenant, and asks that again when the answer is a day old. */
void               plug_connector_list_set_account   (PlugConnectorList    *self,
                                                      PlugAccount          *account);
PlugAccount       *plug_connector_list_get_account   (PlugConnectorList    *self);
/* On demand; may prompt for the keyring. */
void               plug_connector_list_refresh       (PlugConnectorList    *self);
gboolean           plug_connector_list_is_refreshing (PlugConnectorList    *self);
/* When the tenant was asked, µs since 1970; 0 when it never was. */
gint64             plug_connector_list_get_asked     (PlugConnectorList    *self);
guint              plug_connector_list_get_n_skipped (PlugConnectorList    *self);
const GError      *plug_connector_list_get_error     (PlugConnectorList    *self);
PlugConnector     *plug_connector_list_find          (PlugConnectorList    *self,
                                                      const char           *key);

G_END_DECLS
