/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "plug-health.h"
#include "plug-secret.h"

G_BEGIN_DECLS

/* A connector instance; contract section 2.3. The token is not in it: it is in the keyring. */
#define PLUG_TYPE_INSTANCE (plug_instance_get_type ())
G_DECLARE_FINAL_TYPE (PlugInstance, plug_instance, PLUG, INSTANCE, GObject)

typedef enum {
  PLUG_TOKEN_UNKNOWN,
  PLUG_TOKEN_SAVED,   /* stored and read back */
  PLUG_TOKEN_UNSAVED, /* the keyring refused it */
  PLUG_TOKEN_ABSENT,  /* never kept here, or removed from the keyring */
} PlugTokenState;

/* What a reply may leave out without meaning that there is none. */
typedef enum {
  PLUG_INSTANCE_TAGS          = 1 << 0,
  PLUG_INSTANCE_CONFIGURATION = 1 << 1,
  PLUG_INSTANCE_DISABLED      = 1 << 2,
  PLUG_INSTANCE_EVENTS        = 1 << 3,
} PlugInstanceParts;

#define PLUG_TYPE_TOKEN_STATE (plug_token_state_get_type ())
GType              plug_token_state_get_type           (void) G_GNUC_CONST;

/* Everything but identity, as one reply had it. */
PlugInstance      *plug_instance_new                   (const char        *account_id,
                                                        const char        *id,
                                                        const char        *name,
                                                        const char        *connector_key);
PlugInstance      *plug_instance_new_from_json         (JsonNode          *node,
                                                        const char        *account_id,
                                                        PlugSecret       **token,
                                                        GError           **error);
PlugInstance      *plug_instance_dup                   (PlugInstance      *self);
void               plug_instance_renew                 (PlugInstance      *self,
                                                        PlugInstance      *from);
const char        *plug_instance_get_account_id        (PlugInstance      *self);
const char        *plug_instance_get_id                (PlugInstance      *self);
const char        *plug_instance_get_name              (PlugInstance      *self);
void               plug_instance_set_name              (PlugInstance      *self,
                                                        const char        *name);
const char        *plug_instance_get_connector_key     (PlugInstance      *self);
const char        *plug_instance_get_connector_name    (PlugInstance      *self);
void               plug_instance_set_connector_name    (PlugInstance      *self,
                                                        const char        *name);
const char        *plug_instance_get_hub               (PlugInstance      *self);
void               plug_instance_set_hub               (PlugInstance      *self,
                                                        const char        *hub);
const char *const *plug_instance_get_tags              (PlugInstance      *self);
void               plug_instance_set_tags              (PlugInstance      *self,
                                                        const char *const *tags);
char              *plug_instance_dup_tags_text         (PlugInstance      *self);
gint64             plug_instance_get_created           (PlugInstance      *self);
void               plug_instance_set_created           (PlugInstance      *self,
                                                        gint64             created);
gint64             plug_instance_get_saved             (PlugInstance      *self);
void               plug_instance_set_saved             (PlugInstance      *self,
                                                        gint64             saved);
gboolean           plug_instance_is_disabled           (PlugInstance      *self);
void               plug_instance_set_disabled          (PlugInstance      *self,
                                                        gboolean           disabled);
const char        *plug_instance_get_configuration     (PlugInstance      *self);
void               plug_instance_set_configuration     (PlugInstance      *self,
                                                        const char        *json);
PlugTokenState     plug_instance_get_token_state       (PlugInstance      *self);
void               plug_instance_set_token_state       (PlugInstance      *self,
                                                        PlugTokenState     state);
const char        *plug_instance_get_account_name      (PlugInstance      *self);
void               plug_instance_set_account_name      (PlugInstance      *self,
                                                        const char        *name);

/* How it is: the properties "health", "health-reason", "checked". */
PlugHealth         plug_instance_get_health            (PlugInstance      *self);
const char        *plug_instance_get_health_reason     (PlugInstance      *self);
void               plug_instance_set_health            (PlugInstance      *self,
                                                        PlugHealth         health,
                                                        const char        *reason);
gint64             plug_instance_get_checked           (PlugInstance      *self);
void               plug_instance_set_checked           (PlugInstance      *self,
                                                        gint64             checked);
PlugOrigin         plug_instance_get_origin            (PlugInstance      *self);
void               plug_instance_set_origin            (PlugInstance      *self,
                                                        PlugOrigin         origin);
gboolean           plug_instance_has_events            (PlugInstance      *self);
void               plug_instance_set_events            (PlugInstance      *self,
                                                        gboolean           events);
/* Disabled for now, and to be deleted then. */
gint64             plug_instance_get_due               (PlugInstance      *self);
void               plug_instance_set_due               (PlugInstance      *self,
                                                        gint64             due);
/* Left out of the lists since then. */
gint64             plug_instance_get_forgotten         (PlugInstance      *self);
void               plug_instance_set_forgotten         (PlugInstance      *self,
                                                        gint64             forgotten);

/* What a reply has and what only we know. */
PlugInstanceParts  plug_instance_get_lacks             (PlugInstance      *self);
void               plug_instance_set_lacks             (PlugInstance      *self,
                                                        PlugInstanceParts  parts);
void               plug_instance_complete              (PlugInstance      *self,
                                                        PlugInstance      *known);
PlugInstance      *plug_instance_merge                 (PlugInstance      *known,
                                                        PlugInstance      *reply);
/* What was saved, as JSON, NULL while it is what there is. */
const char        *plug_instance_get_accepted          (PlugInstance      *self);
void               plug_instance_set_accepted          (PlugInstance      *self,
                                                        const char        *json);
PlugInstance      *plug_instance_dup_accepted          (PlugInstance      *self);
void               plug_instance_accept                (PlugInstance      *self);
void               plug_instance_set_saved_as          (PlugInstance      *self,
                                                        PlugInstance      *saved);

gboolean           plug_instance_matches               (PlugInstance      *self,
                                                        const char        *needle_folded);

/* Times are microseconds since 1970 in UTC, 0 when unknown. */
gint64             plug_time_parse                     (const char        *iso8601);
char              *plug_time_format                    (gint64             time);

G_END_DECLS
