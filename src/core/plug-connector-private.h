/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-connector.h"

G_BEGIN_DECLS

struct _PlugConnector {
  GObject parent_instance;

  char *key;
  char *name;
  char *hub;
  char *authentication;
  char *setup_hint;
  char *event_hint;
  char *address; /* (nullable): "https://{subdomain}/…" */
  GListStore *fields;
  GListStore *event_fields;
  JsonObject *pollers; /* (nullable): by resource, what "event.poller.configuration" has of it */
  guint n_skipped;
  gboolean described; /* what it asks for is known, be it nothing */
};

/* The words of catalogue.json are in plug-catalogue.c, and translated here. */
const char *plug_connector_translate   (const char    *text);

/* plug-connector-events.c */
gboolean    plug_connector_is_event_key (const char    *key);
void        plug_connector_add_event    (PlugConnector *self,
                                         PlugField     *field);
void        plug_connector_read_events  (PlugConnector *self,
                                         JsonObject    *events);
void        plug_connector_join_events  (PlugConnector *self,
                                         GPtrArray     *fields);

/* plug-connector-oauth.c */
void        plug_connector_complete_oauth (PlugConnector *self);

G_END_DECLS
