/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "plug-field.h"

G_BEGIN_DECLS

/* A connector; the API's word is element. Contract section 3. */
#define PLUG_TYPE_CONNECTOR (plug_connector_get_type ())
G_DECLARE_FINAL_TYPE (PlugConnector, plug_connector, PLUG, CONNECTOR, GObject)

PlugConnector *plug_connector_new                (const char    *key,
                                                  const char    *name,
                                                  const char    *hub,
                                                  const char    *authentication);
PlugConnector *plug_connector_new_from_json      (JsonObject    *object,
                                                  GError       **error);
PlugConnector *plug_connector_new_from_metadata  (const char    *key,
                                                  const char    *name,
                                                  const char    *hub,
                                                  const char    *authentication,
                                                  JsonNode      *configuration,
                                                  guint         *n_skipped);
void           plug_connector_refine             (PlugConnector *self,
                                                  PlugConnector *built_in);
const char    *plug_connector_get_key            (PlugConnector *self);
const char    *plug_connector_get_name           (PlugConnector *self);
const char    *plug_connector_get_hub            (PlugConnector *self);
const char    *plug_connector_get_authentication (PlugConnector *self);
const char    *plug_connector_get_setup_hint     (PlugConnector *self);
const char    *plug_connector_get_event_hint     (PlugConnector *self);
gboolean       plug_connector_is_described       (PlugConnector *self);
guint          plug_connector_get_n_skipped      (PlugConnector *self);
JsonObject    *plug_connector_get_pollers        (PlugConnector *self);
GListModel    *plug_connector_list_fields        (PlugConnector *self);
GListModel    *plug_connector_list_event_fields  (PlugConnector *self);
PlugField     *plug_connector_find_field         (PlugConnector *self,
                                                  const char    *key);
PlugField     *plug_connector_find_selector      (PlugConnector *self,
                                                  PlugField     *field);
void           plug_connector_add_field          (PlugConnector *self,
                                                  PlugField     *field);
char          *plug_connector_dup_address        (PlugConnector *self,
                                                  GHashTable    *values);

G_END_DECLS
