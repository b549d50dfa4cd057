/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-account.h"
#include "plug-instance.h"
#include "plug-intent.h"
#include "plug-sqlite.h"
#include "plug-store.h"

G_BEGIN_DECLS

/* Rows and what they are made of. The objects belong to the main thread, so their fields are
 * copied there into a plain struct, which the store's thread writes. Private to the store. */

typedef struct {
  char     *id;
  char     *name;
  char     *base_url;
  char     *organization;
  gboolean  sandbox;
  gint64    created;
  char     *color; /* NULL for none */
  gboolean  production;
  gint64    entered;
} PlugAccountRow;

typedef struct {
  char     *account_id;
  char     *id;
  char     *name;
  char     *connector_key;
  char     *connector_name;
  char     *hub;
  char     *tags; /* JSON */
  gint64    created;
  gint64    saved;
  gboolean  disabled;
  char     *configuration;
  gint64    token_state;
  char     *health;
  char     *health_reason;
  gint64    checked;
  gboolean  elsewhere;
  gboolean  events;
  char     *accepted; /* JSON */
  gint64    due;
  gint64    forgotten;
} PlugInstanceRow;

typedef struct {
  char           *op;
  PlugIntentKind  kind;
  char           *account_id;
  char           *base_url;
  char           *connector_key;
  char           *name;
  char           *tags; /* JSON */
  PlugIntentState state;
  char           *instance_id;
  gint64          created;
  gint64          sent;
  gint64          server_time;
  char           *known_ids; /* JSON, NULL when nobody looked */
  char           *wanted;    /* JSON, NULL but for updates */
  char           *message;
  char           *request_id;
} PlugIntentRow;

#define PLUG_STORE_SELECT_ACCOUNTS \
  "SELECT id, name, base_url, organization, sandbox, created, synced, color, production," \
  " entered FROM account ORDER BY rowid"
#define PLUG_STORE_SELECT_INSTANCES \
  "SELECT account_id, id, name, connector_key, connector_name, hub, tags, created, saved," \
  " disabled, configuration, token_state, health, health_reason, checked, origin, events," \
  " accepted, due, forgotten FROM instance"
#define PLUG_STORE_SELECT_ENTRIES \
  "SELECT account_id, id, name, connector_key, connector_name, hub," \
  " CASE WHEN json_valid (tags) THEN tags ELSE '[]' END, created, disabled, token_state" \
  " FROM instance WHERE forgotten = 0 ORDER BY rowid"
#define PLUG_STORE_SELECT_INTENTS \
  "SELECT op, kind, account_id, base_url, connector_key, name, tags, state, instance_id," \
  " created, sent, server_time, known_ids, message, request_id, wanted FROM intent"

#define PLUG_STORE_SELECT_RECORDS \
  "SELECT time, kind, account_id, instance_id, name, outcome, message, request_id FROM history"

/* The states in which plug_intent_is_open() is FALSE. */
#define PLUG_STORE_CLOSED_STATES "'done', 'failed', 'dropped'"

PlugAccountRow  *plug_account_row_new     (PlugAccount      *account);
void             plug_account_row_free    (PlugAccountRow   *self);
gboolean         plug_account_row_write   (PlugAccountRow   *self,
                                           PlugSqlite       *db,
                                           GError          **error);
PlugInstanceRow *plug_instance_row_new    (PlugInstance     *instance);
void             plug_instance_row_free   (PlugInstanceRow  *self);
gboolean         plug_instance_row_write  (PlugInstanceRow  *self,
                                           PlugSqlite       *db,
                                           GError          **error);
gboolean         plug_instance_row_renew  (PlugInstanceRow  *self,
                                           PlugSqlite       *db,
                                           GError          **error);
gboolean         plug_instance_row_recall (PlugInstanceRow  *self,
                                           PlugSqlite       *db,
                                           GError          **error);
gboolean         plug_instance_row_add    (PlugInstanceRow  *self,
                                           PlugSqlite       *db,
                                           GError          **error);
PlugIntentRow   *plug_intent_row_new      (PlugIntent       *intent);
void             plug_intent_row_free     (PlugIntentRow    *self);
gboolean         plug_intent_row_insert   (PlugIntentRow    *self,
                                           PlugSqlite       *db,
                                           GError          **error);
gboolean         plug_intent_row_check_claim (PlugIntentRow  *self,
                                              PlugSqlite     *db,
                                              GError        **error);
gboolean         plug_intent_row_revoke_claims (PlugIntentRow *self,
                                                PlugSqlite    *db,
                                                GError       **error);
gboolean         plug_intent_row_move     (PlugIntentRow    *self,
                                           PlugIntentState   from,
                                           PlugIntentState   to,
                                           PlugSqlite       *db,
                                           GError          **error);

char            *plug_store_dup_tags_json  (const char *const *tags);
PlugIntent      *plug_intent_from_row      (sqlite3_stmt     *row);
GPtrArray       *plug_store_read_accounts  (PlugSqlite       *db,
                                            GError          **error);
GPtrArray       *plug_store_read_instances (PlugSqlite       *db,
                                            const char       *wanted,
                                            GError          **error);
gboolean         plug_store_visit_instances (PlugSqlite      *db,
                                             GPtrArray       *accounts,
                                             PlugStoreVisit   visit,
                                             gpointer         user_data,
                                             GError         **error);
GPtrArray       *plug_store_read_intents   (PlugSqlite       *db,
                                            GError          **error);

G_END_DECLS
