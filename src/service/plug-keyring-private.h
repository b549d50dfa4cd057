/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsecret/secret.h>

#include "plug-keyring.h"

G_BEGIN_DECLS

/* The inside of PlugKeyring: plug-keyring.c is the class and its state, plug-keyring-call.c one
 * call from start to end, plug-keyring-work.c what the call is for, plug-keyring-watch.c what
 * changes outside, plug-keyring-error.c the words. */

typedef struct _PlugKeyringCall PlugKeyringCall;
typedef struct _PlugKeyringGate PlugKeyringGate;

typedef enum {
  PLUG_KEYRING_VERB_REFRESH,
  PLUG_KEYRING_VERB_UNLOCK,
  PLUG_KEYRING_VERB_LOCK,
  PLUG_KEYRING_VERB_PROBE,
  PLUG_KEYRING_VERB_STORE,
  PLUG_KEYRING_VERB_LOOKUP,
  PLUG_KEYRING_VERB_CLEAR,
} PlugKeyringVerb;

typedef enum {
  PLUG_KEYRING_STAGE_OPENING,
  PLUG_KEYRING_STAGE_RESOLVING, /* which collection is the default, and is it locked */
  PLUG_KEYRING_STAGE_WORKING,
} PlugKeyringStage;

struct _PlugKeyringCall {
  PlugKeyring *keyring; /* borrowed, there as long as task is */
  GTask *task;          /* NULL once the call ended */
  PlugKeyringVerb verb;
  GHashTable *attributes; /* (nullable): of the item, for verbs that have one */
  char *label;
  PlugSecret *secret;

  GCancellable *cancellable; /* ours, of this attempt */
  GSource *cancelled;        /* the caller's cancellable */
  guint watchdog;
  guint attempt;
  PlugKeyringStage stage;
  gboolean force; /* probe even if that was done */
  gboolean quiet; /* nobody asked: say nothing, start nothing */
  gboolean queued;
  gboolean retried;
  gboolean unlock_tried;
  gboolean cleared;

  PlugKeyringGate *waiting_for;
  SecretService *service;
  SecretCollection *collection;
  GList *items;
  void (*resolved) (PlugKeyringCall *self, gboolean locked);
  void (*found) (PlugKeyringCall *self);
};

struct _PlugKeyring {
  GObject parent_instance;

  PlugKeyringState state;
  guint call_ms;
  guint prompt_ms;
  gboolean probed;
  gint64 proved_at; /* monotonic µs: it kept what it was given; 0: not since it was open last */

  SecretService *service; /* (nullable): with a session */
  guint prompts;          /* open on it */
  GPtrArray *calls;       /* PlugKeyringCall in flight, oldest first; they take themselves out */
  PlugKeyringGate *opening;
  PlugKeyringGate *unlocking;

  gboolean unwatched;
  GDBusConnection *connection; /* (nullable): watched */
  GCancellable *watch_cancellable;
  guint owner_watch;
  guint signal_watches[2];
  char *owner;           /* (nullable): unique name of the provider */
  char *collection_path; /* (nullable): the default collection, when last seen */
};

/* plug-keyring.c */
void             plug_keyring_set_state          (PlugKeyring         *self,
                                                  PlugKeyringState     state);
void             plug_keyring_note_locked        (PlugKeyring         *self,
                                                  gboolean             locked);
gboolean         plug_keyring_is_locked          (gpointer             proxy);
void             plug_keyring_note_collection    (PlugKeyring         *self,
                                                  SecretCollection    *collection);
void             plug_keyring_take_service       (PlugKeyring         *self,
                                                  SecretService       *service);
void             plug_keyring_drop_service       (PlugKeyring         *self);

/* plug-keyring-call.c */
PlugKeyringCall *plug_keyring_call_new           (PlugKeyring         *keyring,
                                                  PlugKeyringVerb      verb,
                                                  GTask               *task,
                                                  GCancellable        *cancellable);
void             plug_keyring_call_start         (PlugKeyringCall     *self);
void             plug_keyring_call_unref         (PlugKeyringCall     *self);
gpointer         plug_keyring_call_step          (PlugKeyringCall     *self);
PlugKeyringCall *plug_keyring_call_step_end      (gpointer             user_data);
void             plug_keyring_call_resolve       (PlugKeyringCall     *self,
                                                  void               (*next) (PlugKeyringCall *,
                                                                              gboolean));
void             plug_keyring_call_fail          (PlugKeyringCall     *self,
                                                  const GError        *error);
void             plug_keyring_call_return_error  (PlugKeyringCall     *self,
                                                  GError              *error);
void             plug_keyring_call_return_code   (PlugKeyringCall     *self,
                                                  int                  code);
void             plug_keyring_call_return_secret (PlugKeyringCall     *self,
                                                  PlugSecret          *secret);
void             plug_keyring_call_return_true   (PlugKeyringCall     *self);
void             plug_keyring_calls_service_lost (PlugKeyring         *keyring,
                                                  SecretService       *service);
void             plug_keyring_calls_rearm        (PlugKeyring         *keyring);
void             plug_keyring_calls_abandon      (PlugKeyring         *keyring);

/* plug-keyring-work.c */
void             plug_keyring_call_set_item      (PlugKeyringCall     *self,
                                                  PlugSecretKind       kind,
                                                  const char          *account_id,
                                                  const char          *instance_id);
void             plug_keyring_call_work          (PlugKeyringCall     *self);

/* plug-keyring-watch.c */
void             plug_keyring_watch_start        (PlugKeyring         *self);
void             plug_keyring_watch_stop         (PlugKeyring         *self);
void             plug_keyring_look_again         (PlugKeyring         *self);

/* plug-keyring-error.c */
gboolean         plug_keyring_error_is_dead_session (const GError     *error);
GError          *plug_keyring_error_new          (int                  code);
GError          *plug_keyring_error_translate    (const GError        *error,
                                                  PlugKeyringStage     stage);
PlugKeyringState plug_keyring_error_get_state    (int                  code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugKeyringCall, plug_keyring_call_unref)

G_END_DECLS
