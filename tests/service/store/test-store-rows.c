/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes into the store comes out of it: every field, whatever it holds. */

#include "config.h"

#include "plug-error.h"
#include "plug-test.h"
#include "store-fixture.h"

#define MAX_INT G_GINT64_CONSTANT (0x7fffffffffffffff)

/* What a stranger may call an instance. */
static const char *const hostile[] = {
  "'; DROP TABLE instance; --",
  "\"quoted\" and 'quoted' and `quoted` and [quoted]",
  "back\\slash \\u0000 \\x00 %s %n ?1 :name @name $name",
  "line\nfeed\r\ttab \x01\x1f\x7f",
  "Grüße, Ελλάδα, 日本語, 👩‍👩‍👧‍👦, e\xcc\x81",
  "\xe2\x80\xae" "desrever \xe2\x81\xa6isolated\xe2\x81\xa9 \xe2\x80\x8bzero width",
  "<b>&amp;</b>",
  "[\"looks like\", \"JSON\"]",
  "NULL",
  " ",
};

static void
open_cleanly (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  store_open (fixture->store, &error);
  g_assert_no_error (error);
}

static void
open_with_account (StoreFixture *fixture)
{
  g_autoptr (PlugAccount) account = store_new_account ();
  g_autoptr (GError) error = NULL;

  open_cleanly (fixture);
  store_save_account (fixture->store, account, &error);
  g_assert_no_error (error);
}

static PlugStoreContents *
load (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  PlugStoreContents *contents = store_load (fixture->store, &error);

  g_assert_no_error (error);
  return contents;
}

/* What the next start finds. */
static PlugStoreContents *
load_again (StoreFixture *fixture)
{
  store_fixture_reopen (fixture);
  return load (fixture);
}

static void
assert_same_strings (const char *const *a,
                     const char *const *b)
{
  static const char *const none[] = { NULL };

  g_assert_cmpstrv (a != NULL ? a : none, b != NULL ? b : none);
}

static void
assert_account_equal (PlugAccount *a,
                      PlugAccount *b)
{
  g_assert_cmpstr (plug_account_get_id (a), ==, plug_account_get_id (b));
  g_assert_cmpstr (plug_account_get_name (a), ==, plug_account_get_name (b));
  g_assert_cmpstr (plug_account_get_base_url (a), ==, plug_account_get_base_url (b));
  g_assert_cmpstr (plug_account_get_organization (a), ==, plug_account_get_organization (b));
  g_assert_cmpint (plug_account_is_sandbox (a), ==, plug_account_is_sandbox (b));
  g_assert_cmpint (plug_account_get_created (a), ==, plug_account_get_created (b));
  g_assert_cmpstr (plug_account_get_color (a), ==, plug_account_get_color (b));
  g_assert_true (plug_account_is_production (a) == plug_account_is_production (b));
  g_assert_cmpint (plug_account_get_entered (a), ==, plug_account_get_entered (b));
}

static void
test_account_round_trip (StoreFixture *fixture,
                         gconstpointer data)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  open_cleanly (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *id = g_strdup_printf ("%u %s", i, hostile[i]);
      PlugAccount *account = plug_account_new_with_id (id, hostile[i], "https://h.test/x");

      plug_account_set_organization (account, i % 2 == 0 ? hostile[i] : NULL);
      plug_account_set_sandbox (account, i % 3 == 0);
      plug_account_set_created (account, i == 0 ? 0 : MAX_INT - i);
      g_ptr_array_add (accounts, account);
      store_save_account (fixture->store, account, &error);
      g_assert_no_error (error);
    }
  contents = load_again (fixture);
  g_assert_cmpuint (contents->accounts->len, ==, accounts->len);
  for (guint i = 0; i < accounts->len; i++)
    assert_account_equal (contents->accounts->pdata[i], accounts->pdata[i]);
}

static void
test_account_update (StoreFixture *fixture,
                     gconstpointer data)
{
  g_autoptr (PlugAccount) account = store_new_account ();
  g_autoptr (PlugInstance) instance = store_new_instance ("1");
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  open_with_account (fixture);
  store_save_instance (fixture->store, instance, &error);
  g_assert_no_error (error);
  plug_account_set_name (account, "Renamed");
  plug_account_set_organization (account, "Organization");
  plug_account_set_color (account, "blue");
  plug_account_set_production (account, TRUE);
  plug_account_set_entered (account, 5);
  store_save_account (fixture->store, account, &error);
  g_assert_no_error (error);

  contents = load_again (fixture);
  g_assert_cmpuint (contents->accounts->len, ==, 1);
  assert_account_equal (contents->accounts->pdata[0], account);
  g_assert_cmpuint (contents->instances->len, ==, 1);
}

static void
assert_instance_equal (PlugInstance *a,
                       PlugInstance *b)
{
  g_assert_cmpstr (plug_instance_get_account_id (a), ==, plug_instance_get_account_id (b));
  g_assert_cmpstr (plug_instance_get_id (a), ==, plug_instance_get_id (b));
  g_assert_cmpstr (plug_instance_get_name (a), ==, plug_instance_get_name (b));
  g_assert_cmpstr (plug_instance_get_connector_key (a), ==, plug_instance_get_connector_key (b));
  g_assert_cmpstr (plug_instance_get_connector_name (a), ==, plug_instance_get_connector_name (b));
  g_assert_cmpstr (plug_instance_get_hub (a), ==, plug_instance_get_hub (b));
  assert_same_strings (plug_instance_get_tags (a), plug_instance_get_tags (b));
  g_assert_cmpint (plug_instance_get_created (a), ==, plug_instance_get_created (b));
  g_assert_cmpint (plug_instance_get_saved (a), ==, plug_instance_get_saved (b));
  g_assert_cmpint (plug_instance_is_disabled (a), ==, plug_instance_is_disabled (b));
  g_assert_cmpstr (plug_instance_get_configuration (a), ==, plug_instance_get_configuration (b));
  g_assert_cmpint (plug_instance_get_token_state (a), ==, plug_instance_get_token_state (b));
  g_assert_cmpint (plug_instance_get_health (a), ==, plug_instance_get_health (b));
  g_assert_cmpstr (plug_instance_get_health_reason (a), ==, plug_instance_get_health_reason (b));
  g_assert_cmpint (plug_instance_get_checked (a), ==, plug_instance_get_checked (b));
  g_assert_cmpint (plug_instance_get_origin (a), ==, plug_instance_get_origin (b));
  g_assert_cmpint (plug_instance_has_events (a), ==, plug_instance_has_events (b));
  g_assert_cmpstr (plug_instance_get_accepted (a), ==, plug_instance_get_accepted (b));
  g_assert_cmpint (plug_instance_get_due (a), ==, plug_instance_get_due (b));
}

static PlugInstance *
new_hostile_instance (guint i)
{
  const char *const tags[] = { hostile[i], "", hostile[0], NULL };
  g_autofree char *id = g_strdup_printf ("%u %s", i, hostile[i]);
  g_autofree char *configuration = g_strdup_printf ("{\"n\":%u}", i);
  PlugInstance *instance = plug_instance_new (ACCOUNT_ID, id, hostile[i], hostile[i]);

  plug_instance_set_connector_name (instance, i % 2 == 0 ? hostile[i] : NULL);
  plug_instance_set_hub (instance, i % 2 == 1 ? hostile[i] : NULL);
  plug_instance_set_tags (instance, i % 3 == 0 ? NULL : tags);
  plug_instance_set_created (instance, i == 0 ? 0 : MAX_INT - i);
  plug_instance_set_saved (instance, i);
  plug_instance_set_disabled (instance, i % 2 == 0);
  plug_instance_set_configuration (instance, i % 2 == 0 ? configuration : NULL);
  plug_instance_set_token_state (instance, (PlugTokenState) (i % 4));
  plug_instance_set_health (instance, (PlugHealth) (i % 7), i % 2 == 0 ? hostile[i] : NULL);
  plug_instance_set_checked (instance, MAX_INT - i);
  plug_instance_set_origin (instance, (PlugOrigin) (i % 2));
  plug_instance_set_events (instance, i % 2 == 1);
  plug_instance_set_accepted (instance, i % 2 == 0 ? hostile[i] : NULL);
  plug_instance_set_due (instance, i);
  return instance;
}

static void
test_instance_round_trip (StoreFixture *fixture,
                          gconstpointer data)
{
  g_autoptr (GPtrArray) instances = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  open_with_account (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_ptr_array_add (instances, new_hostile_instance (i));
      store_save_instance (fixture->store, instances->pdata[i], &error);
      g_assert_no_error (error);
    }
  contents = load_again (fixture);
  g_assert_cmpuint (contents->instances->len, ==, instances->len);
  for (guint i = 0; i < instances->len; i++)
    assert_instance_equal (contents->instances->pdata[i], instances->pdata[i]);
}

static void
test_instance_update_and_removal (StoreFixture *fixture,
                                  gconstpointer data)
{
  g_autoptr (PlugInstance) first = store_new_instance ("1");
  g_autoptr (PlugInstance) second = store_new_instance ("2");
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  open_with_account (fixture);
  g_assert_true (store_save_instance (fixture->store, first, &error));
  g_assert_true (store_save_instance (fixture->store, second, &error));
  plug_instance_set_name (second, "Renamed");
  plug_instance_set_token_state (second, PLUG_TOKEN_SAVED);
  g_assert_true (store_save_instance (fixture->store, second, &error));
  g_assert_true (store_remove_instance (fixture->store, "1", &error));
  g_assert_true (store_remove_instance (fixture->store, "never there", &error));
  g_assert_no_error (error);

  contents = load_again (fixture);
  g_assert_cmpuint (contents->instances->len, ==, 1);
  assert_instance_equal (contents->instances->pdata[0], second);
}

static void
test_instance_without_account (StoreFixture *fixture,
                               gconstpointer data)
{
  g_autoptr (PlugInstance) instance = store_new_instance ("1");
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  open_cleanly (fixture);
  g_assert_false (store_save_instance (fixture->store, instance, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STATE);
  contents = load (fixture);
  g_assert_cmpuint (contents->instances->len, ==, 0);
}

static void
assert_intent_equal (PlugIntent *a,
                     PlugIntent *b)
{
  g_assert_cmpstr (plug_intent_get_op (a), ==, plug_intent_get_op (b));
  g_assert_cmpint (plug_intent_get_kind (a), ==, plug_intent_get_kind (b));
  g_assert_cmpstr (plug_intent_get_account_id (a), ==, plug_intent_get_account_id (b));
  g_assert_cmpstr (plug_intent_get_base_url (a), ==, plug_intent_get_base_url (b));
  g_assert_cmpstr (plug_intent_get_connector_key (a), ==, plug_intent_get_connector_key (b));
  g_assert_cmpstr (plug_intent_get_name (a), ==, plug_intent_get_name (b));
  assert_same_strings (plug_intent_get_tags (a), plug_intent_get_tags (b));
  g_assert_cmpint (plug_intent_get_state (a), ==, plug_intent_get_state (b));
  g_assert_cmpstr (plug_intent_get_instance_id (a), ==, plug_intent_get_instance_id (b));
  g_assert_cmpint (plug_intent_get_created (a), ==, plug_intent_get_created (b));
  g_assert_cmpint (plug_intent_get_sent (a), ==, plug_intent_get_sent (b));
  g_assert_cmpint (plug_intent_get_server_time (a), ==, plug_intent_get_server_time (b));
  g_assert_cmpstr (plug_intent_get_message (a), ==, plug_intent_get_message (b));
  g_assert_cmpstr (plug_intent_get_request_id (a), ==, plug_intent_get_request_id (b));
  g_assert_cmpstr (plug_intent_get_wanted (a), ==, plug_intent_get_wanted (b));
  /* NULL, "nobody looked", is not the same as none. */
  if (plug_intent_get_known_ids (a) == NULL || plug_intent_get_known_ids (b) == NULL)
    g_assert_true (plug_intent_get_known_ids (a) == plug_intent_get_known_ids (b));
  else
    g_assert_cmpstrv (plug_intent_get_known_ids (a), plug_intent_get_known_ids (b));
}

static PlugIntent *
new_hostile_intent (guint i)
{
  const char *const tags[] = { hostile[i], "", NULL };
  const char *const known[] = { "1", hostile[i], NULL };
  const char *const none[] = { NULL };
  const char *const *const known_ids[] = { NULL, none, known };
  PlugIntent *intent = plug_intent_new ((PlugIntentKind) (i % 3), ACCOUNT_ID, hostile[i],
                                        hostile[i], hostile[i], i % 2 == 0 ? tags : NULL);

  plug_intent_set_state (intent, i % 2 == 0 ? PLUG_INTENT_UNKNOWN : PLUG_INTENT_SENT);
  plug_intent_set_instance_id (intent, i % 2 == 0 ? hostile[i] : NULL);
  plug_intent_set_created (intent, MAX_INT - i);
  plug_intent_set_sent (intent, i == 0 ? 0 : MAX_INT - 2 * i);
  plug_intent_set_server_time (intent, i);
  plug_intent_set_known_ids (intent, known_ids[i % 3]);
  plug_intent_set_message (intent, i % 2 == 1 ? hostile[i] : NULL);
  plug_intent_set_request_id (intent, i % 2 == 0 ? hostile[i] : NULL);
  plug_intent_set_wanted (intent, i % 2 == 0 ? NULL : hostile[i]);
  return intent;
}

static void
test_intent_round_trip (StoreFixture *fixture,
                        gconstpointer data)
{
  g_autoptr (GPtrArray) intents = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  open_cleanly (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_ptr_array_add (intents, new_hostile_intent (i));
      store_record (fixture->store, intents->pdata[i], &error);
      g_assert_no_error (error);
    }
  contents = load_again (fixture);
  g_assert_cmpuint (contents->intents->len, ==, intents->len);
  for (guint i = 0; i < intents->len; i++)
    assert_intent_equal (contents->intents->pdata[i], intents->pdata[i]);
}

/* A move writes every field, as the object has it then, and nothing but "state" of its own. */
static void
test_move_writes_all (StoreFixture *fixture,
                      gconstpointer data)
{
  const char *const none[] = { NULL };
  g_autoptr (PlugIntent) intent = store_new_intent ();
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  open_cleanly (fixture);
  g_assert_true (store_record (fixture->store, intent, &error));
  plug_intent_set_instance_id (intent, "4711");
  plug_intent_set_sent (intent, 12);
  plug_intent_set_server_time (intent, 13);
  plug_intent_set_known_ids (intent, none);
  plug_intent_set_message (intent, "It's there");
  plug_intent_set_request_id (intent, "req");
  g_assert_true (store_move (fixture->store, intent, PLUG_INTENT_QUEUED, PLUG_INTENT_SENT,
                             &error));
  g_assert_cmpint (plug_intent_get_state (intent), ==, PLUG_INTENT_QUEUED);

  plug_intent_set_state (intent, PLUG_INTENT_SENT);
  contents = load_again (fixture);
  g_assert_cmpuint (contents->intents->len, ==, 1);
  assert_intent_equal (contents->intents->pdata[0], intent);
}

static void
test_open_intents_only (StoreFixture *fixture,
                        gconstpointer data)
{
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;
  guint n_open = 0;

  open_cleanly (fixture);
  for (guint state = PLUG_INTENT_QUEUED; state <= PLUG_INTENT_DROPPED; state++)
    {
      g_autoptr (PlugIntent) intent = store_new_intent ();

      plug_intent_set_state (intent, (PlugIntentState) state);
      n_open += plug_intent_is_open (intent) ? 1 : 0;
      g_assert_true (store_record (fixture->store, intent, &error));
    }
  contents = load_again (fixture);
  g_assert_cmpuint (n_open, >, 0);
  g_assert_cmpuint (contents->intents->len, ==, n_open);
  for (guint i = 0; i < contents->intents->len; i++)
    g_assert_true (plug_intent_is_open (contents->intents->pdata[i]));
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM intent"), ==,
                   PLUG_INTENT_DROPPED + 1);
}

static void
test_remove_account (StoreFixture *fixture,
                     gconstpointer data)
{
  g_autoptr (PlugAccount) other = plug_account_new_with_id ("other", "Other", "https://h.test/");
  g_autoptr (PlugInstance) theirs = plug_instance_new ("other", "1", "Theirs", "sagecrm");
  g_autoptr (PlugInstance) ours = store_new_instance ("1");
  g_autoptr (PlugIntent) closed = store_new_intent ();
  g_autoptr (PlugIntent) doubtful = store_new_intent ();
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  open_with_account (fixture);
  plug_intent_set_state (closed, PLUG_INTENT_DONE);
  plug_intent_set_state (doubtful, PLUG_INTENT_UNKNOWN);
  g_assert_true (store_save_account (fixture->store, other, &error));
  g_assert_true (store_save_instance (fixture->store, theirs, &error));
  g_assert_true (store_save_instance (fixture->store, ours, &error));
  g_assert_true (store_record (fixture->store, closed, &error));
  g_assert_true (store_record (fixture->store, doubtful, &error));
  g_assert_true (store_remove_account (fixture->store, ACCOUNT_ID, &error));
  g_assert_true (store_remove_account (fixture->store, ACCOUNT_ID, &error));
  g_assert_no_error (error);

  contents = load_again (fixture);
  g_assert_cmpuint (contents->accounts->len, ==, 1);
  assert_account_equal (contents->accounts->pdata[0], other);
  g_assert_cmpuint (contents->instances->len, ==, 1);
  assert_instance_equal (contents->instances->pdata[0], theirs);
  g_assert_cmpuint (contents->intents->len, ==, 1);
  assert_intent_equal (contents->intents->pdata[0], doubtful);
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM intent"), ==, 1);
}

static void
test_ten_thousand (StoreFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (PlugStoreContents) contents = NULL;

  open_with_account (fixture);
  store_sql (fixture->path,
             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
             " INSERT INTO instance (account_id, id, name, connector_key, connector_name, hub,"
             " tags, created, saved, disabled, configuration, token_state)"
             " SELECT '" ACCOUNT_ID "', i, 'Name ' || i, 'sagecrm',"
             " 'Sage CRM', 'crm', '[\"tag ' || (i % 7) || '\"]', i, i, 0, '{}', 1 FROM n");
  contents = load (fixture);
  g_assert_cmpuint (contents->instances->len, ==, 10000);
  g_assert_cmpstr (plug_instance_get_name (contents->instances->pdata[9999]), ==, "Name 10000");
  g_assert_cmpstr (plug_instance_get_tags (contents->instances->pdata[9])[0], ==, "tag 3");
}

/* Rows of another hand: nothing in them can do harm. */
static void
test_foreign_rows (StoreFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (PlugStoreContents) contents = NULL;
  PlugInstance *instance;
  PlugIntent *intent;

  open_with_account (fixture);
  store_sql (fixture->path,
             "INSERT INTO instance VALUES ('" ACCOUNT_ID "', '1', CAST (x'61ff62' AS TEXT),"
             " NULL, NULL, NULL, '[1, {}]', -1, 0, 1, NULL, 99, 'no state', NULL, -1, 'here', 0,"
             " '[', -1, 0);"
             "INSERT INTO history VALUES (1, -1, 'no kind', '" ACCOUNT_ID "', NULL, NULL,"
             " 'no outcome', NULL, NULL);"
             "INSERT INTO intent VALUES ('op', 'delete', '" ACCOUNT_ID "', NULL, NULL, NULL,"
             " 'no JSON', 'unknown', NULL, 0, 0, 0, '{', NULL, NULL, '{')");
  contents = load (fixture);
  instance = contents->instances->pdata[0];
  g_assert_true (g_utf8_validate (plug_instance_get_name (instance), -1, NULL));
  g_assert_cmpint (plug_instance_get_token_state (instance), ==, PLUG_TOKEN_UNKNOWN);
  assert_same_strings (plug_instance_get_tags (instance), NULL);
  intent = contents->intents->pdata[0];
  g_assert_cmpint (plug_intent_get_kind (intent), ==, PLUG_INTENT_DELETE);
  g_assert_null (plug_intent_get_known_ids (intent));
}

/* What was removed is not in the bytes of any file, the journal included. */
static void
test_removed_for_good (StoreFixture *fixture,
                       gconstpointer data)
{
  g_autofree char *canary = plug_test_dup_canary ("name");
  g_autoptr (PlugInstance) instance = store_new_instance ("1");
  g_autoptr (GError) error = NULL;

  open_with_account (fixture);
  plug_instance_set_name (instance, canary);
  plug_instance_set_configuration (instance, canary);
  g_assert_true (store_save_instance (fixture->store, instance, &error));
  g_assert_true (store_files_contain (fixture->folder, canary));
  g_assert_true (store_remove_instance (fixture->store, "1", &error));
  g_assert_false (store_files_contain (fixture->folder, canary));
}

/* There is no column a secret could be in. */
static void
test_no_column_for_secrets (StoreFixture *fixture,
                            gconstpointer data)
{
  g_autofree char *columns = NULL;

  open_cleanly (fixture);
  columns = store_sql_text (fixture->path,
                            "SELECT group_concat (c.name) FROM sqlite_schema AS t,"
                            " pragma_table_info (t.name) AS c WHERE t.type = 'table'");
  g_assert_cmpstr (columns, ==,
                   "id,name,base_url,organization,sandbox,created,synced,color,production,entered,"
                   "account_id,id,name,connector_key,connector_name,hub,tags,created,saved,"
                   "disabled,configuration,token_state,health,health_reason,checked,origin,events,"
                   "accepted,due,forgotten,"
                   "op,kind,account_id,base_url,connector_key,name,tags,state,instance_id,created,"
                   "sent,server_time,known_ids,message,request_id,wanted,"
                   "account_id,base_url,asked,skipped,connectors,"
                   "id,time,kind,account_id,instance_id,name,outcome,message,request_id,"
                   "id,path,size,hash,created,"
                   "run_id,number,op,account_id,name,"
                   "id,account_id,instance_id,time,method,target,body,status,duration,size,"
                   "request_id");
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM pragma_table_list"
                                  " WHERE schema = 'main' AND strict"), ==, 8);
}

#define ADD(name, function)                                                              \
  g_test_add ("/store/" name, StoreFixture, NULL, store_fixture_set_up, function,        \
              store_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("account-round-trip", test_account_round_trip);
  ADD ("account-update-keeps-instances", test_account_update);
  ADD ("instance-round-trip", test_instance_round_trip);
  ADD ("instance-update-and-removal", test_instance_update_and_removal);
  ADD ("instance-without-account", test_instance_without_account);
  ADD ("intent-round-trip", test_intent_round_trip);
  ADD ("intent-move-writes-all", test_move_writes_all);
  ADD ("intent-open-only", test_open_intents_only);
  ADD ("account-removal-keeps-open-intents", test_remove_account);
  ADD ("ten-thousand", test_ten_thousand);
  ADD ("foreign-rows", test_foreign_rows);
  ADD ("removed-for-good", test_removed_for_good);
  ADD ("no-column-for-secrets", test_no_column_for_secrets);
  return g_test_run ();
}
