/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-instance.h"

G_BEGIN_DECLS

/* One way in which keyring, tenant and what was saved differ. Never a secret's value. */
#define PLUG_TYPE_DRIFT (plug_drift_get_type ())
G_DECLARE_FINAL_TYPE (PlugDrift, plug_drift, PLUG, DRIFT, GObject)

typedef enum {
  PLUG_DRIFT_GONE,          /* saved here, not on the tenant */
  PLUG_DRIFT_UNKNOWN_HERE,  /* on the tenant, its token never saved here */
  PLUG_DRIFT_TOKEN_MISSING, /* was in the keyring */
  PLUG_DRIFT_TOKEN_CHANGED, /* the keyring has another than the tenant */
  PLUG_DRIFT_RENAMED,
  PLUG_DRIFT_RETAGGED,
  PLUG_DRIFT_DISABLED,
  PLUG_DRIFT_ENABLED,
  PLUG_DRIFT_EVENTS_OFF,
  PLUG_DRIFT_EVENTS_ON,
  PLUG_DRIFT_CONFIGURATION, /* one key */
} PlugDriftKind;

#define PLUG_TYPE_DRIFT_KIND (plug_drift_kind_get_type ())
GType          plug_drift_kind_get_type  (void) G_GNUC_CONST;

/* Properties, read-only: "instance", "kind", "key", "old", "new", "remedy". */
PlugDrift     *plug_drift_new            (PlugInstance  *instance,
                                          PlugDriftKind  kind,
                                          const char    *key,
                                          const char    *old_text,
                                          const char    *new_text);
PlugInstance  *plug_drift_get_instance   (PlugDrift     *self);
PlugDriftKind  plug_drift_get_kind       (PlugDrift     *self);
const char    *plug_drift_get_key        (PlugDrift     *self);
const char    *plug_drift_get_old        (PlugDrift     *self);
const char    *plug_drift_get_new        (PlugDrift     *self);
PlugRemedy     plug_drift_get_remedy     (PlugDrift     *self);
char          *plug_drift_dup_sentence   (PlugDrift     *self);

/* Tenant against saved. */
GPtrArray     *plug_drift_compare        (PlugInstance  *saved,
                                          PlugInstance  *current);
/* Everything an instance's own fields say. */
GPtrArray     *plug_drift_find           (PlugInstance  *instance);

G_END_DECLS
