/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-instance.h"

G_BEGIN_DECLS

/* How an instance is, as it is listed: its health, and where nobody knows that, what is known of
 * its token. In the order in which they want a look. */
typedef enum {
  PLUG_STATE_REJECTED,
  PLUG_STATE_GONE,
  PLUG_STATE_CHANGED,
  PLUG_STATE_EVENTS_OFF,
  PLUG_STATE_TOKEN_UNSAVED,
  PLUG_STATE_TOKEN_ABSENT,
  PLUG_STATE_DELETING, /* disabled, and to be deleted */
  PLUG_STATE_DISABLED,
  PLUG_STATE_UNKNOWN,
  PLUG_STATE_SAVED,    /* not checked, but its token is there */
  PLUG_STATE_HEALTHY,
} PlugState;

#define PLUG_N_STATES (PLUG_STATE_HEALTHY + 1)

PlugState   plug_state_new      (PlugHealth      health,
                                 gboolean        disabled,
                                 PlugTokenState  token_state,
                                 gint64          due);
PlugState   plug_state_of       (PlugInstance   *instance);
PlugState   plug_state_of_health (PlugHealth     health);
const char *plug_state_get_nick (PlugState       state);
const char *plug_state_get_name (PlugState       state);
const char *plug_state_get_icon (PlugState       state);

G_END_DECLS
