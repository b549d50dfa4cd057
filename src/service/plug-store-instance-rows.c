/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of instances, as they are written: what the tenant says of one, and what only we know. */

#include "config.h"

#include "plug-store-rows.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"

/* plug_instance_row_new:
 * @instance: whose fields are copied
 *
 * Returns: (transfer full): a row that any thread may write */
PlugInstanceRow *
plug_instance_row_new (PlugInstance *instance)
{
  PlugInstanceRow *self = g_new0 (PlugInstanceRow, 1);

  self->account_id = g_strdup (plug_instance_get_account_id (instance));
  self->id = g_strdup (plug_instance_get_id (instance));
  self->name = g_strdup (plug_instance_get_name (instance));
  self->connector_key = g_strdup (plug_instance_get_connector_key (instance));
  self->connector_name = g_strdup (plug_instance_get_connector_name (instance));
  self->hub = g_strdup (plug_instance_get_hub (instance));
  self->tags = plug_store_dup_tags_json (plug_instance_get_tags (instance));
  self->created = plug_instance_get_created (instance);
  self->saved = plug_instance_get_saved (instance);
  self->disabled = plug_instance_is_disabled (instance) != FALSE;
  self->configuration = g_strdup (plug_instance_get_configuration (instance));
  self->token_state = plug_instance_get_token_state (instance);
  self->health = g_strdup (plug_health_to_string (plug_instance_get_health (instance)));
  self->health_reason = g_strdup (plug_instance_get_health_reason (instance));
  self->checked = plug_instance_get_checked (instance);
  self->elsewhere = plug_instance_get_origin (instance) == PLUG_ORIGIN_ELSEWHERE;
  self->events = plug_instance_has_events (instance) != FALSE;
  self->accepted = g_strdup (plug_instance_get_accepted (instance));
  self->due = plug_instance_get_due (instance);
  self->forgotten = plug_instance_get_forgotten (instance);
  return self;
}

/* plug_instance_row_free:
 * @self: (nullable) (transfer full): a row */
void
plug_instance_row_free (PlugInstanceRow *self)
{
  if (self == NULL)
    return;
  g_free (self->account_id);
  g_free (self->id);
  g_free (self->name);
  g_free (self->connector_key);
  g_free (self->connector_name);
  g_free (self->hub);
  g_free (self->tags);
  g_free (self->configuration);
  g_free (self->health);
  g_free (self->health_reason);
  g_free (self->accepted);
  g_free (self);
}

static void
bind_state (PlugInstanceRow *self,
            PlugSqlite      *db,
            sqlite3_stmt    *statement)
{
  plug_sqlite_bind_int (db, statement, ":events", self->events);
  plug_sqlite_bind_text (db, statement, ":health", self->health);
  plug_sqlite_bind_text (db, statement, ":health_reason", self->health_reason);
  plug_sqlite_bind_int (db, statement, ":checked", self->checked);
  plug_sqlite_bind_text (db, statement, ":accepted", self->accepted);
}

static void
bind_instance (PlugInstanceRow *self,
               PlugSqlite      *db,
               sqlite3_stmt    *statement)
{
  plug_sqlite_bind_text (db, statement, ":account_id", self->account_id);
  plug_sqlite_bind_text (db, statement, ":id", self->id);
  plug_sqlite_bind_text (db, statement, ":name", self->name);
  plug_sqlite_bind_text (db, statement, ":connector_key", self->connector_key);
  plug_sqlite_bind_text (db, statement, ":connector_name", self->connector_name);
  plug_sqlite_bind_text (db, statement, ":hub", self->hub);
  plug_sqlite_bind_text (db, statement, ":tags", self->tags);
  plug_sqlite_bind_int (db, statement, ":created", self->created);
  plug_sqlite_bind_int (db, statement, ":disabled", self->disabled);
  plug_sqlite_bind_text (db, statement, ":configuration", self->configuration);
  bind_state (self, db, statement);
}

/* What only we know of it. */
static void
bind_own (PlugInstanceRow *self,
          PlugSqlite      *db,
          sqlite3_stmt    *statement)
{
  plug_sqlite_bind_int (db, statement, ":saved", self->saved);
  plug_sqlite_bind_int (db, statement, ":token_state", self->token_state);
  plug_sqlite_bind_text (db, statement, ":origin", self->elsewhere ? "elsewhere" : "here");
  plug_sqlite_bind_int (db, statement, ":due", self->due);
}

/* The one foreign key: SQLite's words would not say which. */
static gboolean
explain_no_account (PlugSqlite  *db,
                    GError     **error)
{
  if (plug_sqlite_get_code (db) != SQLITE_CONSTRAINT)
    return FALSE;
  g_clear_error (error);
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_STATE,
                       _("The account of this instance is no longer in Plugboard, so the "
                         "instance was not saved. Add the account again and try again."));
  return FALSE;
}

#define INSTANCE_COLUMNS \
  "account_id, id, name, connector_key, connector_name, hub, tags, created, saved, disabled," \
  " configuration, token_state, health, health_reason, checked, origin, events, accepted, due"
#define INSTANCE_VALUES \
  ":account_id, :id, :name, :connector_key, :connector_name, :hub, :tags, :created, :saved," \
  " :disabled, :configuration, :token_state, :health, :health_reason, :checked, :origin," \
  " :events, :accepted, :due"

/* plug_instance_row_write:
 * Inserts, or updates the row of that account and id. %PLUG_ERROR_STATE when the account is
 * not there. Another process may know better when it is to be deleted, and whether it is
 * forgotten: that stays, but what is enabled is not waiting to be deleted. What was made here
 * stays that, too.
 *
 * Returns: whether it is written, within the transaction */
gboolean
plug_instance_row_write (PlugInstanceRow  *self,
                         PlugSqlite       *db,
                         GError          **error)
{
  sqlite3_stmt *statement;

  statement = plug_sqlite_keep (
      db,
      "INSERT INTO instance (" INSTANCE_COLUMNS ") VALUES (" INSTANCE_VALUES ")"
      " ON CONFLICT (account_id, id) DO UPDATE SET name = excluded.name,"
      "  connector_key = excluded.connector_key, connector_name = excluded.connector_name,"
      "  hub = excluded.hub, tags = excluded.tags, created = excluded.created,"
      "  saved = excluded.saved, disabled = excluded.disabled,"
      "  configuration = excluded.configuration, token_state = excluded.token_state,"
      "  health = excluded.health, health_reason = excluded.health_reason,"
      "  checked = excluded.checked, events = excluded.events, accepted = excluded.accepted,"
      "  origin = CASE instance.origin WHEN 'here' THEN 'here' ELSE excluded.origin END,"
      "  due = CASE excluded.disabled WHEN 0 THEN 0 ELSE instance.due END",
      error);
  if (statement == NULL)
    return FALSE;
  bind_instance (self, db, statement);
  bind_own (self, db, statement);
  return plug_sqlite_run (db, statement, error) || explain_no_account (db, error);
}

/* plug_instance_row_renew:
 * Writes what the tenant says of an instance whose row is there; what only we know of it stays as
 * it is there. One that is not there is not made.
 *
 * Returns: whether it is written, within the transaction */
gboolean
plug_instance_row_renew (PlugInstanceRow  *self,
                         PlugSqlite       *db,
                         GError          **error)
{
  sqlite3_stmt *statement;

  statement = plug_sqlite_keep (
      db,
      "UPDATE instance SET name = :name, connector_key = :connector_key,"
      "  connector_name = :connector_name, hub = :hub, tags = :tags, created = :created,"
      "  disabled = :disabled, configuration = :configuration, health = :health,"
      "  health_reason = :health_reason, checked = :checked, events = :events,"
      "  accepted = :accepted, due = CASE :disabled WHEN 0 THEN 0 ELSE due END"
      " WHERE account_id = :account_id AND id = :id",
      error);
  if (statement == NULL)
    return FALSE;
  bind_instance (self, db, statement);
  return plug_sqlite_run (db, statement, error);
}

/* plug_instance_row_recall:
 * The instance is not forgotten, and not to be deleted.
 *
 * Returns: whether it is written, within the transaction */
gboolean
plug_instance_row_recall (PlugInstanceRow  *self,
                          PlugSqlite       *db,
                          GError          **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = plug_sqlite_prepare (db,
                                   "UPDATE instance SET forgotten = 0, due = 0"
                                   " WHERE account_id = :account_id AND id = :id",
                                   error);
  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (db, statement, ":account_id", self->account_id);
  plug_sqlite_bind_text (db, statement, ":id", self->id);
  return plug_sqlite_run (db, statement, error);
}

/* plug_instance_row_add:
 * Inserts an instance that a listing has and nobody knew, unless another process has done so, or
 * has deleted it on the tenant since it was listed.
 *
 * Returns: whether it is written, within the transaction, or was not to be */
gboolean
plug_instance_row_add (PlugInstanceRow  *self,
                       PlugSqlite       *db,
                       GError          **error)
{
  sqlite3_stmt *statement;

  statement = plug_sqlite_keep (
      db,
      "INSERT INTO instance (" INSTANCE_COLUMNS ") SELECT " INSTANCE_VALUES
      " WHERE NOT EXISTS (SELECT 1 FROM intent WHERE account_id = :account_id"
      "  AND instance_id = :id AND kind = 'delete' AND state = 'done')"
      " ON CONFLICT (account_id, id) DO NOTHING",
      error);
  if (statement == NULL)
    return FALSE;
  bind_instance (self, db, statement);
  bind_own (self, db, statement);
  return plug_sqlite_run (db, statement, error) || explain_no_account (db, error);
}
