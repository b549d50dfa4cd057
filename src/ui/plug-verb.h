/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-inventory.h"

G_BEGIN_DECLS

/* What the window does with an instance, whatever it takes: said once, done to one or to many. */
typedef enum {
  PLUG_VERB_ENABLE,
  PLUG_VERB_DISABLE,
  PLUG_VERB_EVENTS_ON,
  PLUG_VERB_EVENTS_OFF,
  PLUG_VERB_RENAME,
  PLUG_VERB_RETAG,
  PLUG_VERB_FETCH_TOKEN,
  PLUG_VERB_ACCEPT,
  PLUG_VERB_FORGET,
  PLUG_VERB_DELETE,
  PLUG_VERB_DELETE_LATER,
  PLUG_VERB_KEEP,
} PlugVerbKind;

#define PLUG_TYPE_VERB (plug_verb_get_type ())
G_DECLARE_FINAL_TYPE (PlugVerb, plug_verb, PLUG, VERB, GObject)

PlugVerb     *plug_verb_new           (PlugVerbKind         kind);
PlugVerb     *plug_verb_new_rename    (const char          *name);
PlugVerb     *plug_verb_new_retag     (const char *const   *added,
                                       const char *const   *removed);
PlugVerb     *plug_verb_new_delete    (gint64               due);
/* What mends an instance by itself; NULL when a person has to look. */
PlugVerb     *plug_verb_new_remedy    (PlugRemedy           remedy);
PlugVerbKind  plug_verb_get_kind      (PlugVerb            *self);
/* What is said when it is done: to one, or to that many. */
const char   *plug_verb_get_done      (PlugVerb            *self);
char         *plug_verb_dup_done_many (PlugVerb            *self,
                                       guint                n);
/* Whether there is anything to be done to @instance. */
gboolean      plug_verb_applies       (PlugVerb            *self,
                                       PlugInstance        *instance);
void          plug_verb_run_async     (PlugVerb            *self,
                                       PlugInventory       *inventory,
                                       PlugInstance        *instance,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean      plug_verb_run_finish    (PlugVerb            *self,
                                       GAsyncResult        *result,
                                       GError             **error);

G_END_DECLS
