/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows and what they are made of: the one place that knows which column is which field. */

#include "config.h"

#include "plug-store-rows.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-json.h"

static const char *const kinds[] = {
  [PLUG_INTENT_CREATE] = "create",
  [PLUG_INTENT_UPDATE] = "update",
  [PLUG_INTENT_DELETE] = "delete",
};

/* The objects' getters may say NULL or "" for what is absent; keys are never NULL. */
static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* Returns: (transfer full) (nullable): a JSON array; NULL for NULL */
static char *
strings_to_json (const char *const *strings)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  if (strings == NULL)
    return NULL;
  array = json_array_new ();
  for (guint i = 0; strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  return json_to_string (node, FALSE);
}

/* Returns: (transfer full) (nullable): what strings_to_json() was given; NULL also for a text
 *   that is no array of strings */
static char **
strings_from_json (const char *text)
{
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  if (text == NULL)
    return NULL;
  if (g_str_equal (text, "[]"))
    return g_strv_builder_end (strings);
  node = plug_json_parse (text, strlen (text), PLUG_JSON_MAX_BYTES, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
        return NULL;
      g_strv_builder_add (strings, json_node_get_string (element));
    }
  return g_strv_builder_end (strings);
}

/* plug_store_dup_tags_json:
 * Private to the rows.
 *
 * Returns: (transfer full): a JSON array, of none for NULL */
char *
plug_store_dup_tags_json (const char *const *tags)
{
  char *json = strings_to_json (tags);

  return json != NULL ? json : g_strdup ("[]");
}

/* plug_account_row_new:
 * @account: whose fields are copied
 *
 * Returns: (transfer full): a row that any thread may write */
PlugAccountRow *
plug_account_row_new (PlugAccount *account)
{
  PlugAccountRow *self = g_new0 (PlugAccountRow, 1);

  self->id = g_strdup (plug_account_get_id (account));
  self->name = g_strdup (plug_account_get_name (account));
  self->base_url = g_strdup (plug_account_get_base_url (account));
  self->organization = g_strdup (plug_account_get_organization (account));
  self->sandbox = plug_account_is_sandbox (account) != FALSE;
  self->created = plug_account_get_created (account);
  self->color = g_strdup (plug_account_get_color (account));
  self->production = plug_account_is_production (account) != FALSE;
  self->entered = plug_account_get_entered (account);
  return self;
}

/* plug_account_row_free:
 * @self: (nullable) (transfer full): a row */
void
plug_account_row_free (PlugAccountRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->base_url);
  g_free (self->organization);
  g_free (self->color);
  g_free (self);
}

/* plug_account_row_write:
 * Inserts, or updates the row of that id in place: a replaced row would take the account's
 * instances with it.
 *
 * Returns: whether it is written, within the transaction */
gboolean
plug_account_row_write (PlugAccountRow  *self,
                        PlugSqlite      *db,
                        GError         **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = plug_sqlite_prepare (
      db,
      "INSERT INTO account (id, name, base_url, organization, sandbox, created, color,"
      "  production, entered)"
      " VALUES (:id, :name, :base_url, :organization, :sandbox, :created, :color, :production,"
      "  :entered)"
      " ON CONFLICT (id) DO UPDATE SET name = excluded.name, base_url = excluded.base_url,"
      "  organization = excluded.organization, sandbox = excluded.sandbox,"
      "  created = excluded.created, color = excluded.color,"
      "  production = excluded.production, entered = excluded.entered",
      error);
  if (statement == NULL)
    return FALSE;
  plug_sqlite_bind_text (db, statement, ":id", self->id);
  plug_sqlite_bind_text (db, statement, ":name", self->name);
  plug_sqlite_bind_text (db, statement, ":base_url", self->base_url);
  plug_sqlite_bind_text (db, statement, ":organization", self->organization);
  plug_sqlite_bind_int (db, statement, ":sandbox", self->sandbox);
  plug_sqlite_bind_int (db, statement, ":created", self->created);
  plug_sqlite_bind_text (db, statement, ":color", self->color);
  plug_sqlite_bind_int (db, statement, ":production", self->production);
  plug_sqlite_bind_int (db, statement, ":entered", self->entered);
  return plug_sqlite_run (db, statement, error);
}

/* plug_intent_row_new:
 * @intent: whose fields are copied
 *
 * Returns: (transfer full): a row that any thread may write */
PlugIntentRow *
plug_intent_row_new (PlugIntent *intent)
{
  PlugIntentRow *self = g_new0 (PlugIntentRow, 1);

  self->op = g_strdup (plug_intent_get_op (intent));
  self->kind = plug_intent_get_kind (intent);
  self->account_id = g_strdup (plug_intent_get_account_id (intent));
  self->base_url = g_strdup (plug_intent_get_base_url (intent));
  self->connector_key = g_strdup (plug_intent_get_connector_key (intent));
  self->name = g_strdup (plug_intent_get_name (intent));
  self->tags = plug_store_dup_tags_json (plug_intent_get_tags (intent));
  self->state = plug_intent_get_state (intent);
  self->instance_id = g_strdup (plug_intent_get_instance_id (intent));
  self->created = plug_intent_get_created (intent);
  self->sent = plug_intent_get_sent (intent);
  self->server_time = plug_intent_get_server_time (intent);
  self->known_ids = strings_to_json (plug_intent_get_known_ids (intent));
  self->wanted = g_strdup (plug_intent_get_wanted (intent));
  self->message = g_strdup (plug_intent_get_message (intent));
  self->request_id = g_strdup (plug_intent_get_request_id (intent));
  return self;
}

/* plug_intent_row_free:
 * @self: (nullable) (transfer full): a row */
void
plug_intent_row_free (PlugIntentRow *self)
{
  if (self == NULL)
    return;
  g_free (self->op);
  g_free (self->account_id);
  g_free (self->base_url);
  g_free (self->connector_key);
  g_free (self->name);
  g_free (self->tags);
  g_free (self->instance_id);
  g_free (self->known_ids);
  g_free (self->wanted);
  g_free (self->message);
  g_free (self->request_id);
  g_free (self);
}

static void
bind_intent (PlugIntentRow   *self,
             PlugIntentState  state,
             PlugSqlite      *db,
             sqlite3_stmt    *statement)
{
  plug_sqlite_bind_text (db, statement, ":op", self->op);
  plug_sqlite_bind_text (db, statement, ":kind", kinds[self->kind]);
  plug_sqlite_bind_text (db, statement, ":account_id", or_empty (self->account_id));
  plug_sqlite_bind_text (db, statement, ":base_url", self->base_url);
  plug_sqlite_bind_text (db, statement, ":connector_key", self->connector_key);
  plug_sqlite_bind_text (db, statement, ":name", self->name);
  plug_sqlite_bind_text (db, statement, ":tags", self->tags);
  plug_sqlite_bind_text (db, statement, ":state", plug_intent_state_to_string (state));
  plug_sqlite_bind_text (db, statement, ":instance_id", self->instance_id);
  plug_sqlite_bind_int (db, statement, ":created", self->created);
  plug_sqlite_bind_int (db, statement, ":sent", self->sent);
  plug_sqlite_bind_int (db, statement, ":server_time", self->server_time);
  plug_sqlite_bind_text (db, statement, ":known_ids", self->known_ids);
  plug_sqlite_bind_text (db, statement, ":wanted", self->wanted);
  plug_sqlite_bind_text (db, statement, ":message", self->message);
  plug_sqlite_bind_text (db, statement, ":request_id", self->request_id);
}

/* The one index that an intent can run into. */
static gboolean
explain_other_change (PlugSqlite  *db,
                      GError     **error)
{
  if (plug_sqlite_get_code (db) != SQLITE_CONSTRAINT)
    return FALSE;
  g_clear_error (error);
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_CONFLICT,
                       _("What became of another change of this instance is not known yet, so "
                         "nothing was sent. Wait until it is settled; see Needs Attention."));
  return FALSE;
}

/* plug_intent_row_insert:
 * Inserts the intent in its state. %PLUG_ERROR_STATE when its op is there already,
 * %PLUG_ERROR_CONFLICT when another change of its instance is open.
 *
 * Returns: whether it is written, within the transaction */
gboolean
plug_intent_row_insert (PlugIntentRow  *self,
                        PlugSqlite     *db,
                        GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = plug_sqlite_prepare (
      db,
      "INSERT INTO intent (op, kind, account_id, base_url, connector_key, name, tags, state,"
      "  instance_id, created, sent, server_time, known_ids, message, request_id, wanted)"
      " VALUES (:op, :kind, :account_id, :base_url, :connector_key, :name, :tags, :state,"
      "  :instance_id, :created, :sent, :server_time, :known_ids, :message, :request_id,"
      "  :wanted)"
      " ON CONFLICT (op) DO NOTHING",
      error);
  if (statement == NULL)
    return FALSE;
  bind_intent (self, self->state, db, statement);
  if (!plug_sqlite_run (db, statement, error))
    return explain_other_change (db, error);
  if (plug_sqlite_get_changes (db) == 1)
    return TRUE;
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_STATE,
                       _("This request is in the journal already, so it was not begun a second "
                         "time. See the list for what became of it."));
  return FALSE;
}

/* Another creation's claim to the instance of the row: by any account that may be the tenant's.
 * Asked account by account, as there is an index for that. */
#define RIVAL_CLAIM \
  " account_id IN (SELECT id FROM account) AND instance_id = :instance_id" \
  " AND base_url = :base_url AND op <> :op" \
  " AND kind = 'create' AND state IN ('done', 'token-unsaved')"

static sqlite3_stmt *
prepare_claim (PlugIntentRow  *self,
               const char     *sql,
               PlugSqlite     *db,
               GError        **error)
{
  sqlite3_stmt *statement = plug_sqlite_prepare (db, sql, error);

  if (statement == NULL)
    return NULL;
  plug_sqlite_bind_text (db, statement, ":base_url", self->base_url);
  plug_sqlite_bind_text (db, statement, ":instance_id", self->instance_id);
  plug_sqlite_bind_text (db, statement, ":op", self->op);
  return statement;
}

/* plug_intent_row_check_claim:
 * One instance was made by one creation: %PLUG_ERROR_CONFLICT when the row's instance is already
 * another's.
 *
 * Returns: whether it is free */
gboolean
plug_intent_row_check_claim (PlugIntentRow  *self,
                             PlugSqlite     *db,
                             GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = prepare_claim (self, "SELECT op FROM intent WHERE" RIVAL_CLAIM, db, error);
  if (statement == NULL)
    return FALSE;
  switch (plug_sqlite_step (db, statement, error))
    {
    case PLUG_SQLITE_DONE:
      return TRUE;

    case PLUG_SQLITE_ROW:
      g_set_error (error, PLUG_ERROR, PLUG_ERROR_CONFLICT,
                   _("The instance %s was made by another request, so nothing was changed."),
                   self->instance_id);
      return FALSE;

    case PLUG_SQLITE_FAILED:
    default:
      return FALSE;
    }
}

/* plug_intent_row_revoke_claims:
 * The row's instance is its own for certain: another creation that was taken for it is in doubt
 * again.
 *
 * Returns: whether it is written, within the transaction */
gboolean
plug_intent_row_revoke_claims (PlugIntentRow  *self,
                               PlugSqlite     *db,
                               GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = prepare_claim (self,
                             "UPDATE intent SET state = 'unknown', instance_id = NULL WHERE"
                             RIVAL_CLAIM,
                             db, error);
  return statement != NULL && plug_sqlite_run (db, statement, error);
}

/* plug_intent_row_move:
 * @from: the state it has to be in
 * @to: the state it is in then, with all other fields as the row has them
 *
 * %PLUG_ERROR_STATE when it is in another state, or not there.
 *
 * Returns: whether it is written, within the transaction */
gboolean
plug_intent_row_move (PlugIntentRow    *self,
                      PlugIntentState   from,
                      PlugIntentState   to,
                      PlugSqlite       *db,
                      GError          **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = plug_sqlite_prepare (
      db,
      "UPDATE intent SET kind = :kind, account_id = :account_id, base_url = :base_url,"
      "  connector_key = :connector_key, name = :name, tags = :tags, state = :state,"
      "  instance_id = :instance_id, created = :created, sent = :sent,"
      "  server_time = :server_time, known_ids = :known_ids, message = :message,"
      "  request_id = :request_id, wanted = :wanted"
      " WHERE op = :op AND state = :from",
      error);
  if (statement == NULL)
    return FALSE;
  bind_intent (self, to, db, statement);
  plug_sqlite_bind_text (db, statement, ":from", plug_intent_state_to_string (from));
  if (!plug_sqlite_run (db, statement, error))
    return FALSE;
  if (plug_sqlite_get_changes (db) == 1)
    return TRUE;
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_STATE,
                       _("This request has moved on in the meantime, in another window or "
                         "process, so nothing was changed. See the list for what became of "
                         "it."));
  return FALSE;
}

static GObject *
account_from_row (sqlite3_stmt *row)
{
  g_autofree char *id = plug_sqlite_dup_column (row, 0);
  g_autofree char *name = plug_sqlite_dup_column (row, 1);
  g_autofree char *base_url = plug_sqlite_dup_column (row, 2);
  g_autofree char *organization = plug_sqlite_dup_column (row, 3);
  g_autofree char *color = plug_sqlite_dup_column (row, 7);
  PlugAccount *account;

  account = plug_account_new_with_id (or_empty (id), or_empty (name), or_empty (base_url));
  plug_account_set_organization (account, organization);
  plug_account_set_sandbox (account, sqlite3_column_int (row, 4) != 0);
  plug_account_set_created (account, sqlite3_column_int64 (row, 5));
  plug_account_set_synced (account, sqlite3_column_int64 (row, 6));
  plug_account_set_color (account, color);
  plug_account_set_production (account, sqlite3_column_int (row, 8) != 0);
  plug_account_set_entered (account, sqlite3_column_int64 (row, 9));
  return G_OBJECT (account);
}

static PlugTokenState
token_state_from_int (gint64 number)
{
  return number >= PLUG_TOKEN_UNKNOWN && number <= PLUG_TOKEN_ABSENT ? (PlugTokenState) number
                                                                      : PLUG_TOKEN_UNKNOWN;
}

static void
read_state (PlugInstance *instance,
            sqlite3_stmt *row)
{
  g_autofree char *health = plug_sqlite_dup_column (row, 12);
  g_autofree char *reason = plug_sqlite_dup_column (row, 13);
  g_autofree char *origin = plug_sqlite_dup_column (row, 15);
  g_autofree char *accepted = plug_sqlite_dup_column (row, 17);

  plug_instance_set_health (instance, plug_health_from_string (health), reason);
  plug_instance_set_checked (instance, sqlite3_column_int64 (row, 14));
  plug_instance_set_origin (instance, g_strcmp0 (origin, "elsewhere") == 0 ? PLUG_ORIGIN_ELSEWHERE
                                                                           : PLUG_ORIGIN_HERE);
  plug_instance_set_events (instance, sqlite3_column_int (row, 16) != 0);
  plug_instance_set_accepted (instance, accepted);
  plug_instance_set_due (instance, sqlite3_column_int64 (row, 18));
  plug_instance_set_forgotten (instance, sqlite3_column_int64 (row, 19));
}

static GObject *
instance_from_row (sqlite3_stmt *row)
{
  g_autofree char *account_id = plug_sqlite_dup_column (row, 0);
  g_autofree char *id = plug_sqlite_dup_column (row, 1);
  g_autofree char *name = plug_sqlite_dup_column (row, 2);
  g_autofree char *connector_key = plug_sqlite_dup_column (row, 3);
  g_autofree char *connector_name = plug_sqlite_dup_column (row, 4);
  g_autofree char *hub = plug_sqlite_dup_column (row, 5);
  g_autofree char *tags_json = plug_sqlite_dup_column (row, 6);
  g_autofree char *configuration = plug_sqlite_dup_column (row, 10);
  g_auto (GStrv) tags = strings_from_json (tags_json);
  PlugInstance *instance;

  instance = plug_instance_new (or_empty (account_id), or_empty (id), or_empty (name),
                                or_empty (connector_key));
  plug_instance_set_connector_name (instance, connector_name);
  plug_instance_set_hub (instance, hub);
  plug_instance_set_tags (instance, (const char *const *) tags);
  plug_instance_set_created (instance, sqlite3_column_int64 (row, 7));
  plug_instance_set_saved (instance, sqlite3_column_int64 (row, 8));
  plug_instance_set_disabled (instance, sqlite3_column_int (row, 9) != 0);
  plug_instance_set_configuration (instance, configuration);
  plug_instance_set_token_state (instance, token_state_from_int (sqlite3_column_int64 (row, 11)));
  read_state (instance, row);
  return G_OBJECT (instance);
}

static PlugIntentKind
kind_from_string (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strcmp0 (text, kinds[i]) == 0)
        return i;
    }
  return PLUG_INTENT_CREATE;
}

static PlugIntent *
new_intent_from_row (sqlite3_stmt *row)
{
  g_autofree char *op = plug_sqlite_dup_column (row, 0);
  g_autofree char *kind = plug_sqlite_dup_column (row, 1);
  g_autofree char *account_id = plug_sqlite_dup_column (row, 2);
  g_autofree char *base_url = plug_sqlite_dup_column (row, 3);
  g_autofree char *connector_key = plug_sqlite_dup_column (row, 4);
  g_autofree char *name = plug_sqlite_dup_column (row, 5);
  g_autofree char *tags_json = plug_sqlite_dup_column (row, 6);
  g_auto (GStrv) tags = strings_from_json (tags_json);

  return plug_intent_new_with_op (or_empty (op), kind_from_string (kind), or_empty (account_id),
                                  or_empty (base_url), or_empty (connector_key), or_empty (name),
                                  (const char *const *) tags);
}

/* plug_intent_from_row:
 * @row: of PLUG_STORE_SELECT_INTENTS
 *
 * Returns: (transfer full): the intent in it */
PlugIntent *
plug_intent_from_row (sqlite3_stmt *row)
{
  PlugIntent *intent = new_intent_from_row (row);
  g_autofree char *state_text = plug_sqlite_dup_column (row, 7);
  g_autofree char *instance_id = plug_sqlite_dup_column (row, 8);
  g_autofree char *known_ids_json = plug_sqlite_dup_column (row, 12);
  g_autofree char *message = plug_sqlite_dup_column (row, 13);
  g_autofree char *request_id = plug_sqlite_dup_column (row, 14);
  g_autofree char *wanted = plug_sqlite_dup_column (row, 15);
  g_auto (GStrv) known_ids = strings_from_json (known_ids_json);
  PlugIntentState state = PLUG_INTENT_UNKNOWN;

  plug_intent_state_from_string (state_text, &state);
  plug_intent_set_state (intent, state);
  plug_intent_set_instance_id (intent, instance_id);
  plug_intent_set_created (intent, sqlite3_column_int64 (row, 9));
  plug_intent_set_sent (intent, sqlite3_column_int64 (row, 10));
  plug_intent_set_server_time (intent, sqlite3_column_int64 (row, 11));
  plug_intent_set_known_ids (intent, (const char *const *) known_ids);
  plug_intent_set_message (intent, message);
  plug_intent_set_request_id (intent, request_id);
  plug_intent_set_wanted (intent, wanted);
  return intent;
}

static GObject *
intent_from_row (sqlite3_stmt *row)
{
  return G_OBJECT (plug_intent_from_row (row));
}

static GPtrArray *
read_rows (PlugSqlite *db,
           const char *sql,
           const char *wanted,
           GObject *(*from_row) (sqlite3_stmt *),
           GError    **error)
{
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) statement = plug_sqlite_prepare (db, sql, error);
  PlugSqliteResult result;

  if (statement == NULL)
    return NULL;
  if (wanted != NULL)
    plug_sqlite_bind_text (db, statement, ":wanted", wanted);
  while ((result = plug_sqlite_step (db, statement, error)) == PLUG_SQLITE_ROW)
    g_ptr_array_add (objects, from_row (statement));
  return result == PLUG_SQLITE_DONE ? g_steal_pointer (&objects) : NULL;
}

/* plug_store_read_accounts:
 * Returns: (transfer full): PlugAccount, in the order they were added; NULL with @error */
GPtrArray *
plug_store_read_accounts (PlugSqlite  *db,
                          GError     **error)
{
  return read_rows (db, PLUG_STORE_SELECT_ACCOUNTS, NULL, account_from_row, error);
}

/* plug_store_read_instances:
 * @wanted: (nullable): an id, or a name when no instance has that id; NULL for every instance, ""
 *   for none
 *
 * Returns: (transfer full): PlugInstance, in the order they were added; NULL with @error */
GPtrArray *
plug_store_read_instances (PlugSqlite  *db,
                           const char  *wanted,
                           GError     **error)
{
  g_autoptr (GPtrArray) by_id = NULL;

  if (wanted == NULL)
    return read_rows (db, PLUG_STORE_SELECT_INSTANCES " ORDER BY rowid", NULL, instance_from_row,
                      error);
  if (*wanted == '\0')
    return g_ptr_array_new_with_free_func (g_object_unref);
  /* By the index of the primary key, an account at a time; a name has to be searched for. */
  by_id = read_rows (db,
                     PLUG_STORE_SELECT_INSTANCES
                     " WHERE account_id IN (SELECT id FROM account) AND id = :wanted"
                     " ORDER BY rowid",
                     wanted, instance_from_row, error);
  if (by_id == NULL || by_id->len > 0)
    return g_steal_pointer (&by_id);
  return read_rows (db, PLUG_STORE_SELECT_INSTANCES " WHERE name = :wanted ORDER BY rowid", wanted,
                    instance_from_row, error);
}

/* There are few, and those of one stand together most of the time. */
static const char *
find_account_name (GPtrArray   *accounts,
                   const char  *account_id,
                   guint       *last)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      guint at = (*last + i) % accounts->len;
      PlugAccount *account = g_ptr_array_index (accounts, at);

      if (g_strcmp0 (plug_account_get_id (account), account_id) != 0)
        continue;
      *last = at;
      return plug_account_get_name (account);
    }
  return NULL;
}

static const char *
peek_column (sqlite3_stmt *row,
             int           column)
{
  return (const char *) sqlite3_column_text (row, column);
}

/* plug_store_visit_instances:
 * @accounts: (element-type PlugAccount): those there are, for their names
 * @visit: is given every instance, in the order they were added
 *
 * Returns: whether all were visited; FALSE with @error */
gboolean
plug_store_visit_instances (PlugSqlite      *db,
                            GPtrArray       *accounts,
                            PlugStoreVisit   visit,
                            gpointer         user_data,
                            GError         **error)
{
  g_autoptr (sqlite3_stmt) row = plug_sqlite_prepare (db, PLUG_STORE_SELECT_ENTRIES, error);
  PlugSqliteResult result;
  guint last = 0;

  if (row == NULL)
    return FALSE;
  while ((result = plug_sqlite_step (db, row, error)) == PLUG_SQLITE_ROW)
    {
      PlugStoreEntry entry = {
        .account_id = peek_column (row, 0),
        .account_name = find_account_name (accounts, peek_column (row, 0), &last),
        .id = peek_column (row, 1),
        .name = peek_column (row, 2),
        .connector_key = peek_column (row, 3),
        .connector_name = peek_column (row, 4),
        .hub = peek_column (row, 5),
        .tags = peek_column (row, 6),
        .created = sqlite3_column_int64 (row, 7),
        .disabled = sqlite3_column_int (row, 8) != 0,
        .token_state = token_state_from_int (sqlite3_column_int64 (row, 9)),
      };

      visit (&entry, user_data);
    }
  return result == PLUG_SQLITE_DONE;
}

/* plug_store_read_intents:
 * Returns: (transfer full): PlugIntent, the open ones, oldest first; NULL with @error */
GPtrArray *
plug_store_read_intents (PlugSqlite  *db,
                         GError     **error)
{
  return read_rows (db,
                    PLUG_STORE_SELECT_INTENTS
                    " WHERE state NOT IN (" PLUG_STORE_CLOSED_STATES ") ORDER BY rowid",
                    NULL, intent_from_row, error);
}
