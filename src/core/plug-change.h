/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-instance.h"
#include "plug-intent.h"

G_BEGIN_DECLS

/* What is to become of an instance that exists; contract sections 2.1, 2.6, 2.7, 5.5. Secrets in
 * it are PlugSecret, and leave it only in a request's body; the journal has their keys alone. */
#define PLUG_TYPE_CHANGE (plug_change_get_type ())
G_DECLARE_FINAL_TYPE (PlugChange, plug_change, PLUG, CHANGE, GObject)

typedef enum {
  PLUG_CHANGE_EDIT,           /* name, tags and settings, those that were set */
  PLUG_CHANGE_ENABLE,
  PLUG_CHANGE_DISABLE,
  PLUG_CHANGE_DELETE,
  PLUG_CHANGE_EVENTS_ON,
  PLUG_CHANGE_EVENTS_OFF,
  PLUG_CHANGE_REAUTHENTICATE, /* in place: the id stays; needs a body */
} PlugChangeKind;

PlugChange        *plug_change_new             (PlugChangeKind     kind,
                                                PlugInstance      *instance);
PlugChange        *plug_change_new_from_intent (PlugIntent        *intent);
PlugChangeKind     plug_change_get_kind        (PlugChange        *self);
PlugInstance      *plug_change_get_instance    (PlugChange        *self);
void               plug_change_set_instance    (PlugChange        *self,
                                                PlugInstance      *instance);
const char        *plug_change_get_name        (PlugChange        *self);
void               plug_change_set_name        (PlugChange        *self,
                                                const char        *name);
const char *const *plug_change_get_tags        (PlugChange        *self);
void               plug_change_set_tags        (PlugChange        *self,
                                                const char *const *tags);
/* Settings of the configuration. What is masked, or as it was, is not taken. */
void               plug_change_set_value       (PlugChange        *self,
                                                const char        *key,
                                                const char        *value);
void               plug_change_set_secret      (PlugChange        *self,
                                                const char        *key,
                                                PlugSecret        *secret);
char             **plug_change_dup_keys        (PlugChange        *self);
gboolean           plug_change_has_secrets     (PlugChange        *self);
/* What the journal gave back may lack what was entered, and cannot be sent again. */
gboolean           plug_change_is_sendable     (PlugChange        *self);
/* Of a REAUTHENTICATE: what would create the instance; contract section 2.6. */
PlugSecret        *plug_change_get_body        (PlugChange        *self);
void               plug_change_set_body        (PlugChange        *self,
                                                PlugSecret        *body);
/* Of a DELETE whose time has come: only if it still is that time. */
gint64             plug_change_get_due         (PlugChange        *self);
void               plug_change_set_due         (PlugChange        *self,
                                                gint64             due);
/* Whether the instance itself can tell that the change was made. */
gboolean           plug_change_is_traceless    (PlugChange        *self);
gboolean           plug_change_is_carried_out  (PlugChange        *self,
                                                PlugInstance      *instance);
void               plug_change_apply           (PlugChange        *self,
                                                PlugInstance      *instance);
PlugInstance      *plug_change_settle          (PlugChange        *self,
                                                PlugInstance      *known,
                                                PlugInstance      *reply);
PlugSecret        *plug_change_build           (PlugChange        *self);
char             **plug_change_dup_secrets     (PlugChange        *self);
PlugIntent        *plug_change_create_intent   (PlugChange        *self,
                                                const char        *base_url);

G_END_DECLS
