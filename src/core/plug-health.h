/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* How an instance is, in one word; PlugInstance has the sentence beside it. */
typedef enum {
  PLUG_HEALTH_UNKNOWN,    /* not checked, or the check got no answer */
  PLUG_HEALTH_HEALTHY,
  PLUG_HEALTH_DISABLED,
  PLUG_HEALTH_REJECTED,   /* somebody's credentials: the account's, the token, the instance's own */
  PLUG_HEALTH_EVENTS_OFF, /* they were on */
  PLUG_HEALTH_GONE,       /* the tenant said twice that it does not have it */
  PLUG_HEALTH_CHANGED,    /* differs from what was saved */
} PlugHealth;

/* What mends it. */
typedef enum {
  PLUG_REMEDY_NONE,
  PLUG_REMEDY_EDIT_ACCOUNT,
  PLUG_REMEDY_UNLOCK_KEYRING,
  PLUG_REMEDY_ENABLE,
  PLUG_REMEDY_ENABLE_EVENTS,
  PLUG_REMEDY_REAUTHENTICATE,
  PLUG_REMEDY_FETCH_TOKEN,
  PLUG_REMEDY_FORGET,
  PLUG_REMEDY_CREATE_AGAIN,
  PLUG_REMEDY_REVIEW, /* look at the differences */
  PLUG_REMEDY_ACCEPT, /* take the tenant's side */
  PLUG_REMEDY_RETRY,
} PlugRemedy;

/* Who made an instance. */
typedef enum {
  PLUG_ORIGIN_HERE,
  PLUG_ORIGIN_ELSEWHERE,
} PlugOrigin;

#define PLUG_TYPE_HEALTH (plug_health_get_type ())
GType       plug_health_get_type    (void) G_GNUC_CONST;
#define PLUG_TYPE_REMEDY (plug_remedy_get_type ())
GType       plug_remedy_get_type    (void) G_GNUC_CONST;
#define PLUG_TYPE_ORIGIN (plug_origin_get_type ())
GType       plug_origin_get_type    (void) G_GNUC_CONST;

const char *plug_health_get_name    (PlugHealth  health);
const char *plug_health_to_string   (PlugHealth  health);
PlugHealth  plug_health_from_string (const char *text);

G_END_DECLS
