/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-instance.h"

G_BEGIN_DECLS

/* For the files of PlugInstance itself. */
struct _PlugInstance {
  GObject parent_instance;

  char *account_id;
  char *id;
  char *name;
  char *connector_key;
  char *connector_name;
  char *hub;
  char **tags;
  char *configuration;
  char *account_name;
  char *folded; /* (nullable): what a search looks at, made when it is first needed */
  char *health_reason; /* (nullable) */
  char *accepted;      /* (nullable): what was saved, when it is no longer what there is */
  gint64 created;
  gint64 saved;
  gint64 checked;
  gint64 due;
  gint64 forgotten;
  PlugTokenState token_state;
  PlugHealth health;
  PlugOrigin origin;
  PlugInstanceParts lacks;
  gboolean disabled;
  gboolean events;
};

typedef enum {
  PLUG_INSTANCE_PROP_HEALTH,
  PLUG_INSTANCE_PROP_HEALTH_REASON,
  PLUG_INSTANCE_PROP_CHECKED,
  PLUG_INSTANCE_PROP_ORIGIN,
  PLUG_INSTANCE_PROP_EVENTS,
  PLUG_INSTANCE_PROP_DUE,
} PlugInstanceStateProperty;

void plug_instance_notify_state (PlugInstance              *self,
                                 PlugInstanceStateProperty  property);

G_END_DECLS
