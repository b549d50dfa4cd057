/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define PLUG_SANDBOX_MASK "********"

/* A connector the pretend tenant offers; contract section 3. */
typedef struct {
  gint64 id;
  char *key;
  char *name;
  char *hub;
  char *authentication;
  JsonObject *summary;  /* the element object an instance carries */
  JsonArray *fields;    /* the configuration fields, in full */
  JsonArray *objects;   /* names of the vendor's objects */
  JsonObject *extras;   /* what the vendor says beside a code */
} PlugSandboxConnector;

GPtrArray            *plug_sandbox_connectors_load       (void);
PlugSandboxConnector *plug_sandbox_connectors_find       (GPtrArray                  *connectors,
                                                          const char                 *key_or_id);
JsonObject           *plug_sandbox_connector_find_field  (const PlugSandboxConnector *self,
                                                          const char                 *key);
gboolean              plug_sandbox_connector_is_secret   (const PlugSandboxConnector *self,
                                                          const char                 *key);
JsonNode             *plug_sandbox_connector_to_json     (const PlugSandboxConnector *self,
                                                          gboolean                    abridged);

G_END_DECLS
