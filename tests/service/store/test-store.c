/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store's calls: what goes in comes out, in order, guarded, and off the main thread. */

#include "config.h"

#include <string.h>

#include "plug-error.h"
#include "plug-store-private.h"
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
test_empty (StoreFixture *fixture,
            gconstpointer data)
{
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autofree char *aside = NULL;

  open_cleanly (fixture);
  contents = load (fixture);
  g_assert_cmpuint (contents->accounts->len, ==, 0);
  g_assert_cmpuint (contents->instances->len, ==, 0);
  g_assert_cmpuint (contents->intents->len, ==, 0);
  aside = plug_store_dup_moved_aside (fixture->store);
  g_assert_null (aside);
  g_assert_cmpstr (plug_store_get_path (fixture->store), ==, fixture->path);
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
test_record_twice (StoreFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (PlugIntent) intent = store_new_intent ();
  g_autoptr (GError) error = NULL;

  open_cleanly (fixture);
  g_assert_true (store_record (fixture->store, intent, &error));
  plug_intent_set_message (intent, "second");
  g_assert_false (store_record (fixture->store, intent, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STATE);
  g_assert_cmpint (store_sql_int (fixture->path,
                                  "SELECT count(*) FROM intent WHERE message IS NULL"), ==, 1);
}

static void
test_guard (StoreFixture *fixture,
            gconstpointer data)
{
  g_autoptr (PlugIntent) intent = store_new_intent ();
  g_autoptr (PlugIntent) stranger = store_new_intent ();
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL;

  open_cleanly (fixture);
  g_assert_true (store_record (fixture->store, intent, &error));
  /* Not in that state. */
  g_assert_false (store_move (fixture->store, intent, PLUG_INTENT_SENT, PLUG_INTENT_UNKNOWN,
                              &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STATE);
  g_clear_error (&error);
  /* No such step in the protocol. */
  g_assert_false (plug_intent_may_become (PLUG_INTENT_QUEUED, PLUG_INTENT_DONE));
  g_assert_false (store_move (fixture->store, intent, PLUG_INTENT_QUEUED, PLUG_INTENT_DONE,
                              &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STATE);
  g_clear_error (&error);
  /* Not in the journal. */
  g_assert_false (store_move (fixture->store, stranger, PLUG_INTENT_QUEUED, PLUG_INTENT_SENT,
                              &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STATE);
  g_clear_error (&error);

  state = store_sql_text (fixture->path, "SELECT state FROM intent");
  g_assert_cmpstr (state, ==, plug_intent_state_to_string (PLUG_INTENT_QUEUED));
  g_assert_true (store_move (fixture->store, intent, PLUG_INTENT_QUEUED, PLUG_INTENT_SENT,
                             &error));
}

static void
race_once (PlugStore *first,
           PlugStore *second)
{
  g_autoptr (PlugIntent) intent = store_new_intent ();
  GAsyncResult *results[2] = { NULL, NULL };
  PlugStore *stores[2] = { first, second };
  g_autoptr (GError) error = NULL;
  guint won = 0;

  g_assert_true (store_record (first, intent, &error));
  for (guint i = 0; i < 2; i++)
    plug_store_move_intent_async (stores[i], intent, PLUG_INTENT_QUEUED, PLUG_INTENT_SENT, NULL,
                                  plug_test_result_cb, &results[i]);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = plug_test_wait (&results[i]);

      if (plug_store_finish (stores[i], result, &error))
        won++;
      else
        g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STATE);
      g_clear_error (&error);
    }
  g_assert_cmpuint (won, ==, 1);
}

static void
test_guard_race (StoreFixture *fixture,
                 gconstpointer data)
{
  g_autoptr (PlugStore) second = plug_store_new (fixture->path);
  g_autoptr (GError) error = NULL;

  open_cleanly (fixture);
  g_assert_true (store_open (second, &error));
  for (guint i = 0; i < 50; i++)
    race_once (fixture->store, second);
  store_assert_sound (fixture->path);
}

static void
test_settle (StoreFixture *fixture,
             gconstpointer data)
{
  g_autoptr (PlugIntent) intent = store_new_intent ();
  g_autoptr (PlugInstance) stray = plug_instance_new ("no account", "1", "Stray", "sagecrm");
  g_autoptr (PlugInstance) instance = store_new_instance ("1");
  g_autoptr (PlugStoreContents) before = NULL;
  g_autoptr (PlugStoreContents) after = NULL;
  g_autoptr (GError) error = NULL;

  open_with_account (fixture);
  plug_intent_set_state (intent, PLUG_INTENT_SENT);
  g_assert_true (store_record (fixture->store, intent, &error));

  /* The row fails, so the intent stays where it was. */
  g_assert_false (store_settle (fixture->store, intent, PLUG_INTENT_SENT, PLUG_INTENT_DONE, stray,
                                &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STATE);
  g_clear_error (&error);
  before = load (fixture);
  g_assert_cmpuint (before->intents->len, ==, 1);
  assert_intent_equal (before->intents->pdata[0], intent);

  /* The guard fails, so there is no row. */
  g_assert_false (store_settle (fixture->store, intent, PLUG_INTENT_UNKNOWN, PLUG_INTENT_DONE,
                                instance, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STATE);
  g_clear_error (&error);
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM instance"), ==, 0);

  g_assert_true (store_settle (fixture->store, intent, PLUG_INTENT_SENT, PLUG_INTENT_DONE,
                               instance, &error));
  after = load_again (fixture);
  g_assert_cmpuint (after->intents->len, ==, 0);
  g_assert_cmpuint (after->instances->len, ==, 1);
}

static void
test_probe (StoreFixture *fixture,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize length_before;
  gsize length_after;

  open_with_account (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &before, &length_before, NULL));
  g_assert_true (store_probe (fixture->store, &error));
  g_assert_true (store_probe (fixture->store, &error));
  g_assert_true (g_file_get_contents (fixture->path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length_before, after, length_after);
}

/* Which calls came back, in which order, and whether they did their work. */
typedef struct {
  PlugStore *store;
  GString *order;
  guint n_left;
} Log;

static void
log_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Log *calls = user_data;
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  if (g_task_get_source_tag (G_TASK (result)) == plug_store_load_async)
    {
      contents = plug_store_load_finish (calls->store, result, &error);
      g_string_append_printf (calls->order, "load %u", contents->instances->len);
    }
  else if (plug_store_finish (calls->store, result, &error))
    g_string_append (calls->order, "ok");
  else
    g_string_append (calls->order, g_error_matches (error, PLUG_ERROR, PLUG_ERROR_STATE)
                                     ? "state" : "cancelled");
  g_string_append_c (calls->order, ' ');
  calls->n_left--;
}

static gboolean
is_log_complete (gpointer user_data)
{
  return ((Log *) user_data)->n_left == 0;
}

static void
test_order (StoreFixture *fixture,
            gconstpointer data)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (PlugInstance) instance = store_new_instance ("1");
  g_autoptr (PlugIntent) intent = store_new_intent ();
  g_autoptr (GString) order = g_string_new (NULL);
  Log calls = { fixture->store, order, 9 };

  open_with_account (fixture);
  plug_store_set_delay_ms (fixture->store, 5);
  g_cancellable_cancel (cancelled);
  plug_store_load_async (fixture->store, NULL, log_cb, &calls);
  plug_store_save_instance_async (fixture->store, instance, NULL, log_cb, &calls);
  plug_store_load_async (fixture->store, NULL, log_cb, &calls);
  plug_store_remove_instance_async (fixture->store, ACCOUNT_ID, "1", cancelled, log_cb, &calls);
  plug_store_move_intent_async (fixture->store, intent, PLUG_INTENT_QUEUED, PLUG_INTENT_SENT, NULL,
                                log_cb, &calls);
  plug_store_record_intent_async (fixture->store, intent, NULL, log_cb, &calls);
  /* No step of the protocol: refused without the database, but not out of turn. */
  plug_store_move_intent_async (fixture->store, intent, PLUG_INTENT_QUEUED, PLUG_INTENT_DONE, NULL,
                                log_cb, &calls);
  plug_store_remove_instance_async (fixture->store, ACCOUNT_ID, "1", NULL, log_cb, &calls);
  plug_store_load_async (fixture->store, NULL, log_cb, &calls);
  g_assert_cmpstr (order->str, ==, "");
  plug_test_spin_until (is_log_complete, &calls);
  g_assert_cmpstr (order->str, ==, "load 0 ok load 1 cancelled state ok state ok load 0 ");
}

/* Cancelled once it is begun, a write is still told as what it is: done. */
static void
test_cancelled_too_late (StoreFixture *fixture,
                         gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (PlugIntent) intent = store_new_intent ();
  g_autoptr (GAsyncResult) owned = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  open_cleanly (fixture);
  plug_store_record_intent_async (fixture->store, intent, cancellable, plug_test_result_cb,
                                  &result);
  plug_store_close (fixture->store);
  g_cancellable_cancel (cancellable);
  owned = plug_test_wait (&result);
  g_assert_true (plug_store_finish (fixture->store, owned, &error));
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM intent"), ==, 1);
}

static void
test_copied_at_the_call (StoreFixture *fixture,
                         gconstpointer data)
{
  g_autoptr (PlugInstance) instance = store_new_instance ("1");
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GAsyncResult) owned = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  open_with_account (fixture);
  plug_store_set_delay_ms (fixture->store, 20);
  plug_instance_set_name (instance, "At the call");
  plug_store_save_instance_async (fixture->store, instance, NULL, plug_test_result_cb, &result);
  plug_instance_set_name (instance, "After it");
  owned = plug_test_wait (&result);
  g_assert_true (plug_store_finish (fixture->store, owned, &error));
  contents = load (fixture);
  g_assert_cmpstr (plug_instance_get_name (contents->instances->pdata[0]), ==, "At the call");
}

static gboolean
tick_cb (gpointer user_data)
{
  guint *ticks = user_data;

  (*ticks)++;
  return G_SOURCE_CONTINUE;
}

/* While the disk takes its time, the main loop goes round. */
static void
test_main_loop_is_free (StoreFixture *fixture,
                        gconstpointer data)
{
  g_autoptr (PlugInstance) instance = store_new_instance ("1");
  g_autoptr (GError) error = NULL;
  guint ticks = 0;
  guint source;

  open_with_account (fixture);
  plug_store_set_delay_ms (fixture->store, 300);
  source = g_timeout_add (1, tick_cb, &ticks);
  g_assert_true (store_save_instance (fixture->store, instance, &error));
  g_source_remove (source);
  g_assert_cmpuint (ticks, >, 3);
}

static void
test_close_drains (StoreFixture *fixture,
                   gconstpointer data)
{
  GAsyncResult *results[20] = { NULL };
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  open_cleanly (fixture);
  plug_store_set_delay_ms (fixture->store, 2);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (PlugIntent) intent = store_new_intent ();

      plug_store_record_intent_async (fixture->store, intent, NULL, plug_test_result_cb,
                                      &results[i]);
    }
  plug_store_close (fixture->store);
  plug_store_close (fixture->store);
  g_assert_null (results[0]);
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM intent"), ==,
                   G_N_ELEMENTS (results));
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GAsyncResult) result = plug_test_wait (&results[i]);

      g_assert_true (plug_store_finish (fixture->store, result, &error));
    }

  g_assert_true (store_open (fixture->store, &error));
  contents = load (fixture);
  g_assert_cmpuint (contents->intents->len, ==, G_N_ELEMENTS (results));
}

static void
test_finalized_unclosed (StoreFixture *fixture,
                         gconstpointer data)
{
  PlugStore *store = plug_store_new (fixture->path);
  g_autoptr (GError) error = NULL;

  g_assert_true (store_open (store, &error));
  plug_test_assert_finalized (store);
  store = plug_store_new (fixture->path);
  plug_test_assert_finalized (store);
}

/* The last reference goes with a call that is on its way: not on the store's thread, which
 * could not wait for itself. */
static void
test_dropped_in_mid_call (StoreFixture *fixture,
                          gconstpointer data)
{
  for (guint i = 0; i < 50; i++)
    {
      PlugStore *store = plug_store_new (fixture->path);
      g_autoptr (PlugIntent) intent = store_new_intent ();
      g_autoptr (GError) error = NULL;
      gpointer alive = store;

      g_object_add_weak_pointer (G_OBJECT (store), &alive);
      g_assert_true (store_open (store, &error));
      plug_store_record_intent_async (store, intent, NULL, NULL, NULL);
      g_object_unref (store);
      while (alive != NULL)
        g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM intent"), ==, 50);
}

static void
test_not_open (StoreFixture *fixture,
               gconstpointer data)
{
  g_autoptr (PlugAccount) account = store_new_account ();
  g_autoptr (GError) error = NULL;

  g_assert_false (store_save_account (fixture->store, account, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STORE);
  g_clear_error (&error);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  open_cleanly (fixture);
  g_assert_true (store_open (fixture->store, &error));
  plug_store_close (fixture->store);
  g_assert_null (store_load (fixture->store, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STORE);
}

/* Callbacks come in the context that was the thread's default at the call. */
static gpointer
call_elsewhere (gpointer user_data)
{
  StoreFixture *fixture = user_data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (context);
  plug_store_probe_async (fixture->store, NULL, plug_test_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_assert_true (plug_store_finish (fixture->store, result, &error));
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_own_context (StoreFixture *fixture,
                  gconstpointer data)
{
  open_cleanly (fixture);
  g_thread_join (g_thread_new ("caller", call_elsewhere, fixture));
}

static void
changed_cb (PlugStore *store,
            guint     *count)
{
  (*count)++;
}

static gboolean
is_positive (gpointer user_data)
{
  return *(guint *) user_data > 0;
}

static void
test_changed_elsewhere (StoreFixture *fixture,
                        gconstpointer data)
{
  g_autoptr (PlugInstance) mine = store_new_instance ("mine");
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;
  guint count = 0;

  open_with_account (fixture);
  g_signal_connect (fixture->store, "changed-elsewhere", G_CALLBACK (changed_cb), &count);
  for (guint i = 0; i < 100; i++)
    {
      g_assert_true (store_save_instance (fixture->store, mine, &error));
      g_assert_cmpuint (count, ==, 0);
    }
  store_sql (fixture->path, "UPDATE account SET name = 'Elsewhere'");
  plug_test_spin_until (is_positive, &count);
  contents = load (fixture);
  g_assert_cmpstr (plug_account_get_name (contents->accounts->pdata[0]), ==, "Elsewhere");
  g_assert_cmpuint (count, ==, 1);
  store_sql (fixture->path, "UPDATE account SET name = 'Again'");
  count = 0;
  plug_test_spin_until (is_positive, &count);
}

static void
test_ten_thousand (StoreFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (PlugStoreContents) contents = NULL;

  open_with_account (fixture);
  store_sql (fixture->path,
             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
             " INSERT INTO instance SELECT '" ACCOUNT_ID "', i, 'Name ' || i, 'sagecrm',"
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
             " NULL, NULL, NULL, '[1, {}]', -1, 0, 1, NULL, 99);"
             "INSERT INTO intent VALUES ('op', 'delete', '" ACCOUNT_ID "', NULL, NULL, NULL,"
             " 'no JSON', 'unknown', NULL, 0, 0, 0, '{', NULL, NULL)");
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
                   "id,name,base_url,organization,sandbox,created,"
                   "account_id,id,name,connector_key,connector_name,hub,tags,created,saved,"
                   "disabled,configuration,token_state,"
                   "op,kind,account_id,base_url,connector_key,name,tags,state,instance_id,created,"
                   "sent,server_time,known_ids,message,request_id");
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM pragma_table_list"
                                  " WHERE schema = 'main' AND strict"), ==, 3);
}

#define ADD(name, function)                                                              \
  g_test_add ("/store/" name, StoreFixture, NULL, store_fixture_set_up, function,        \
              store_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("empty", test_empty);
  ADD ("account-round-trip", test_account_round_trip);
  ADD ("account-update-keeps-instances", test_account_update);
  ADD ("instance-round-trip", test_instance_round_trip);
  ADD ("instance-update-and-removal", test_instance_update_and_removal);
  ADD ("instance-without-account", test_instance_without_account);
  ADD ("intent-round-trip", test_intent_round_trip);
  ADD ("intent-move-writes-all", test_move_writes_all);
  ADD ("intent-open-only", test_open_intents_only);
  ADD ("account-removal-keeps-open-intents", test_remove_account);
  ADD ("record-twice", test_record_twice);
  ADD ("guard", test_guard);
  ADD ("guard-race", test_guard_race);
  ADD ("settle-is-one-transaction", test_settle);
  ADD ("probe-leaves-no-trace", test_probe);
  ADD ("order", test_order);
  ADD ("cancelled-too-late", test_cancelled_too_late);
  ADD ("copied-at-the-call", test_copied_at_the_call);
  ADD ("main-loop-is-free", test_main_loop_is_free);
  ADD ("close-drains", test_close_drains);
  ADD ("finalized-unclosed", test_finalized_unclosed);
  ADD ("dropped-in-mid-call", test_dropped_in_mid_call);
  ADD ("not-open", test_not_open);
  ADD ("own-context", test_own_context);
  ADD ("changed-elsewhere", test_changed_elsewhere);
  ADD ("ten-thousand", test_ten_thousand);
  ADD ("foreign-rows", test_foreign_rows);
  ADD ("removed-for-good", test_removed_for_good);
  ADD ("no-column-for-secrets", test_no_column_for_secrets);
  return g_test_run ();
}
