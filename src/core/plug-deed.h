/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-intent.h"

G_BEGIN_DECLS

/* One line of the history: what this application did, when, to which instance. Never a secret. */
#define PLUG_TYPE_DEED (plug_deed_get_type ())
G_DECLARE_FINAL_TYPE (PlugDeed, plug_deed, PLUG, DEED, GObject)

typedef enum {
  PLUG_DEED_DONE,
  PLUG_DEED_FAILED,
  PLUG_DEED_IN_DOUBT, /* nobody knows yet */
  PLUG_DEED_GIVEN_UP, /* nobody knows, and nobody looks any more */
} PlugDeedOutcome;

#define PLUG_TYPE_DEED_OUTCOME (plug_deed_outcome_get_type ())
GType              plug_deed_outcome_get_type   (void) G_GNUC_CONST;

/* What is done without the journal. The journal's own are "create", "delete", and what
 * plug_change_new_from_intent() says of an UPDATE. */
#define PLUG_DEED_CHECK        "check"
#define PLUG_DEED_FETCH_TOKEN  "fetch-token"
#define PLUG_DEED_FORGET       "forget"
#define PLUG_DEED_RECALL       "recall"
#define PLUG_DEED_ACCEPT       "accept"
#define PLUG_DEED_DELETE_LATER "delete-later"
#define PLUG_DEED_KEEP         "keep"
/* Of an account. */
#define PLUG_DEED_EXPORT       "export"
#define PLUG_DEED_IMPORT       "import"

/* Properties, read-only: "time", "kind", "account-id", "instance-id", "name", "outcome",
 * "message", "request-id". */
PlugDeed        *plug_deed_new                (const char        *kind,
                                                   const char        *account_id,
                                                   const char        *instance_id,
                                                   const char        *name,
                                                   PlugDeedOutcome  outcome,
                                                   const char        *message,
                                                   const char        *request_id);
PlugDeed        *plug_deed_new_from_intent    (PlugIntent        *intent);
gint64             plug_deed_get_time           (PlugDeed        *self);
void               plug_deed_set_time           (PlugDeed        *self,
                                                   gint64             time);
const char        *plug_deed_get_kind           (PlugDeed        *self);
const char        *plug_deed_get_account_id     (PlugDeed        *self);
const char        *plug_deed_get_instance_id    (PlugDeed        *self);
const char        *plug_deed_get_name           (PlugDeed        *self);
PlugDeedOutcome  plug_deed_get_outcome        (PlugDeed        *self);
const char        *plug_deed_get_message        (PlugDeed        *self);
const char        *plug_deed_get_request_id     (PlugDeed        *self);
char              *plug_deed_dup_title          (PlugDeed        *self);
const char        *plug_deed_outcome_to_string  (PlugDeedOutcome  outcome);
PlugDeedOutcome  plug_deed_outcome_from_string (const char       *text);

/* The history as CSV, with a head; cells that a spreadsheet would run are defused. */
char              *plug_deed_list_to_csv        (GListModel        *records);

G_END_DECLS
