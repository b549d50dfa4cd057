/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-account.h"
#include "plug-draft.h"
#include "plug-instance.h"
#include "plug-intent.h"

G_BEGIN_DECLS

/* One instance being made, journalled: preflight, SENT, POST once, token, row. Started by
 * plug_inventory_create(); it goes on whether or not anybody watches. */
#define PLUG_TYPE_CREATION (plug_creation_get_type ())
G_DECLARE_FINAL_TYPE (PlugCreation, plug_creation, PLUG, CREATION, GObject)

typedef enum {
  PLUG_CREATION_CHECKING,  /* keyring, secrets, journal */
  PLUG_CREATION_LISTING,   /* what the tenant has of that name already */
  PLUG_CREATION_WAITING,   /* for its turn, when it is one of many */
  PLUG_CREATION_POSTING,   /* recorded as SENT; the request is with the tenant */
  PLUG_CREATION_SAVING,    /* the tenant said yes; the token goes to the keyring */
  PLUG_CREATION_FINISHED,  /* see outcome */
} PlugCreationPhase;

typedef enum {
  PLUG_CREATION_PENDING,
  PLUG_CREATION_DONE,          /* instance and token saved */
  PLUG_CREATION_TOKEN_UNSAVED, /* instance saved; the error says why the token is not */
  PLUG_CREATION_FAILED,        /* nothing exists; the error says why */
  PLUG_CREATION_IN_DOUBT,      /* may exist; reconcile looks for it */
  PLUG_CREATION_CANCELLED,     /* cancelled before anything was sent */
} PlugCreationOutcome;

/* Properties, all read-only and notified: "phase", "outcome". */
PlugCreationPhase    plug_creation_get_phase    (PlugCreation *self);
PlugCreationOutcome  plug_creation_get_outcome  (PlugCreation *self);
const GError        *plug_creation_get_error    (PlugCreation *self);
PlugAccount         *plug_creation_get_account  (PlugCreation *self);
PlugDraft           *plug_creation_get_draft    (PlugCreation *self);
PlugIntent          *plug_creation_get_intent   (PlugCreation *self);
PlugInstance        *plug_creation_get_instance (PlugCreation *self);
/* Before SENT nothing is sent; after it, stop waiting and look whether it exists. */
void                 plug_creation_cancel       (PlugCreation *self);

G_END_DECLS
