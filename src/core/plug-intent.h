/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One thing Plugboard set out to do on a tenant, as the journal has it. It never holds a
 * secret. States and order: the protocol in DESIGN.md, "A creation is never lost". */
#define PLUG_TYPE_INTENT (plug_intent_get_type ())
G_DECLARE_FINAL_TYPE (PlugIntent, plug_intent, PLUG, INTENT, GObject)

typedef enum {
  PLUG_INTENT_CREATE,
  PLUG_INTENT_UPDATE,
  PLUG_INTENT_DELETE,
} PlugIntentKind;

typedef enum {
  PLUG_INTENT_QUEUED,        /* recorded, nothing sent */
  PLUG_INTENT_SENT,          /* committed before the request leaves */
  PLUG_INTENT_DONE,
  PLUG_INTENT_TOKEN_UNSAVED, /* the instance is there, the keyring refused its token */
  PLUG_INTENT_FAILED,        /* the tenant said no, or nothing ever left */
  PLUG_INTENT_UNKNOWN,       /* the tenant may have done it */
  PLUG_INTENT_NOT_FOUND,     /* looked for after the settle time: not there */
  PLUG_INTENT_AMBIGUOUS,     /* several candidates: the user chooses */
  PLUG_INTENT_DROPPED,       /* given up by the user */
} PlugIntentState;

#define PLUG_TYPE_INTENT_KIND (plug_intent_kind_get_type ())
GType              plug_intent_kind_get_type     (void) G_GNUC_CONST;
#define PLUG_TYPE_INTENT_STATE (plug_intent_state_get_type ())
GType              plug_intent_state_get_type    (void) G_GNUC_CONST;

PlugIntent        *plug_intent_new               (PlugIntentKind     kind,
                                                  const char        *account_id,
                                                  const char        *base_url,
                                                  const char        *connector_key,
                                                  const char        *name,
                                                  const char *const *tags);
PlugIntent        *plug_intent_new_with_op       (const char        *op,
                                                  PlugIntentKind     kind,
                                                  const char        *account_id,
                                                  const char        *base_url,
                                                  const char        *connector_key,
                                                  const char        *name,
                                                  const char *const *tags);
const char        *plug_intent_get_op            (PlugIntent        *self);
PlugIntentKind     plug_intent_get_kind          (PlugIntent        *self);
const char        *plug_intent_get_account_id    (PlugIntent        *self);
const char        *plug_intent_get_base_url      (PlugIntent        *self);
const char        *plug_intent_get_connector_key (PlugIntent        *self);
const char        *plug_intent_get_name          (PlugIntent        *self);
const char *const *plug_intent_get_tags          (PlugIntent        *self);
PlugIntentState    plug_intent_get_state         (PlugIntent        *self);
void               plug_intent_set_state         (PlugIntent        *self,
                                                  PlugIntentState    state);
const char        *plug_intent_get_instance_id   (PlugIntent        *self);
void               plug_intent_set_instance_id   (PlugIntent        *self,
                                                  const char        *instance_id);
gint64             plug_intent_get_created       (PlugIntent        *self);
void               plug_intent_set_created       (PlugIntent        *self,
                                                  gint64             created);
gint64             plug_intent_get_sent          (PlugIntent        *self);
void               plug_intent_set_sent          (PlugIntent        *self,
                                                  gint64             sent);
gint64             plug_intent_get_server_time   (PlugIntent        *self);
void               plug_intent_set_server_time   (PlugIntent        *self,
                                                  gint64             server_time);
const char *const *plug_intent_get_known_ids     (PlugIntent        *self);
void               plug_intent_set_known_ids     (PlugIntent        *self,
                                                  const char *const *ids);
const char        *plug_intent_get_wanted        (PlugIntent        *self);
void               plug_intent_set_wanted        (PlugIntent        *self,
                                                  const char        *wanted);
const char        *plug_intent_get_message       (PlugIntent        *self);
void               plug_intent_set_message       (PlugIntent        *self,
                                                  const char        *message);
const char        *plug_intent_get_request_id    (PlugIntent        *self);
void               plug_intent_set_request_id    (PlugIntent        *self,
                                                  const char        *request_id);
gboolean           plug_intent_is_open           (PlugIntent        *self);
gboolean           plug_intent_is_in_doubt       (PlugIntent        *self);

const char        *plug_intent_state_to_string   (PlugIntentState    state);
gboolean           plug_intent_state_from_string (const char        *text,
                                                  PlugIntentState   *state);
gboolean           plug_intent_may_become        (PlugIntentState    from,
                                                  PlugIntentState    to);

G_END_DECLS
