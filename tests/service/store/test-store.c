/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store's calls: in order, guarded, and off the main thread. */

#include "config.h"

#include "plug-error.h"
#include "plug-store-private.h"
#include "plug-test.h"
#include "store-fixture.h"

#include <string.h>

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
  g_assert_cmpint (plug_intent_get_state (before->intents->pdata[0]), ==, PLUG_INTENT_SENT);

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
  /* All answers are there before the main loop sees the first. */
  if (GPOINTER_TO_INT (data))
    plug_store_close (fixture->store);
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

/* By id or by name, and nothing else of ten thousand. */
static void
test_load_named (StoreFixture *fixture,
                 gconstpointer data)
{
  static const char *const wanted[] = { "427902", "Acme’s “North” %", "nobody", "" };
  g_autoptr (PlugInstance) first = store_new_instance ("427902");
  g_autoptr (PlugInstance) second = store_new_instance ("427903");
  g_autoptr (PlugInstance) third = store_new_instance ("427904");
  g_autoptr (GError) error = NULL;

  open_with_account (fixture);
  plug_instance_set_name (second, wanted[1]);
  plug_instance_set_name (third, wanted[1]);
  g_assert_true (store_save_instance (fixture->store, first, &error));
  g_assert_true (store_save_instance (fixture->store, second, &error));
  g_assert_true (store_save_instance (fixture->store, third, &error));
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      static const guint expected[] = { 1, 2, 0, 0 };
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (PlugStoreContents) contents = NULL;

      plug_store_load_named_async (fixture->store, wanted[i], NULL, plug_test_result_cb, &result);
      contents = plug_store_load_finish (fixture->store, plug_test_wait (&result), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (contents->accounts->len, ==, 1);
      g_assert_cmpuint (contents->instances->len, ==, expected[i]);
    }
}

static void
entry_visited_cb (const PlugStoreEntry *entry,
                  gpointer              user_data)
{
  g_string_append_printf (user_data, "%s/%s/%s;", entry->account_name, entry->id, entry->tags);
}

/* Every row in order, without objects; tags that are no JSON any more are none. */
static void
test_visit (StoreFixture *fixture,
            gconstpointer data)
{
  g_autoptr (PlugInstance) first = store_new_instance ("427902");
  g_autoptr (PlugInstance) second = store_new_instance ("427903");
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  open_with_account (fixture);
  plug_instance_set_tags (first, (const char *const[]){ "a", "b", NULL });
  g_assert_true (store_save_instance (fixture->store, first, &error));
  g_assert_true (store_save_instance (fixture->store, second, &error));
  store_sql (fixture->path, "UPDATE account SET name = 'Known'");
  store_sql (fixture->path, "UPDATE instance SET tags = 'no JSON' WHERE id = '427903'");
  plug_store_visit_async (fixture->store, entry_visited_cb, seen, plug_test_result_cb, &result);
  contents = plug_store_load_finish (fixture->store, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (seen->str, ==, "Known/427902/[\"a\",\"b\"];Known/427903/[];");
  g_assert_cmpuint (contents->accounts->len, ==, 1);
  g_assert_cmpuint (contents->instances->len, ==, 0);
}

/* The schema has grown beyond the first page; without it nothing can be opened. */
static gboolean
is_of_schema (const char *whole,
              gsize       page)
{
  for (const char *at = whole + page * 4096; at < whole + (page + 1) * 4096 - 7; at++)
    {
      if (memcmp (at, "CREATE ", 7) == 0)
        return TRUE;
    }
  return FALSE;
}

/* One that only reads a little does not search: torn pages are in nobody's way until they are
 * read, and then they are an error; the file stays where it is. */
static void
test_torn_page_brief (StoreFixture *fixture,
                      gconstpointer data)
{
  g_autoptr (PlugInstance) instance = store_new_instance ("427902");
  g_autofree char *whole = NULL;
  g_autoptr (GError) error = NULL;
  guint n_unread = 0;
  gsize length;

  open_with_account (fixture);
  g_assert_true (store_save_instance (fixture->store, instance, &error));
  plug_store_close (fixture->store);
  g_assert_true (g_file_get_contents (fixture->path, &whole, &length, &error));
  for (gsize page = 1; page < length / 4096; page++)
    {
      g_autoptr (PlugStore) store = plug_store_new (fixture->path);
      g_autofree char *torn = g_memdup2 (whole, length);
      g_autoptr (PlugStoreContents) contents = NULL;

      if (is_of_schema (whole, page))
        continue;
      memset (torn + page * 4096, 0xa5, 2048);
      g_assert_true (g_file_set_contents (fixture->path, torn, (gssize) length, &error));
      plug_store_set_brief (store, TRUE);
      store_open (store, &error);
      g_assert_no_error (error);
      contents = store_load (store, &error);
      n_unread += contents == NULL;
      g_assert_true (contents != NULL || g_error_matches (error, PLUG_ERROR, PLUG_ERROR_STORE));
      g_clear_error (&error);
      plug_store_close (store);
      g_assert_null (store_find_beside (fixture->path, "plugboard.db.damaged-"));
    }
  g_assert_cmpuint (n_unread, >, 0);
}

#define ADD_WITH(name, data, function)                                                   \
  g_test_add ("/store/" name, StoreFixture, data, store_fixture_set_up, function,        \
              store_fixture_tear_down)
static PlugIntent *
new_change (PlugIntentKind  kind,
            const char     *instance_id)
{
  g_autoptr (PlugInstance) instance = store_new_instance (instance_id);
  PlugIntent *intent = plug_intent_new (kind, plug_instance_get_account_id (instance), "",
                                        "sagecrm", "One", NULL);

  plug_intent_set_instance_id (intent, instance_id);
  plug_intent_set_state (intent, PLUG_INTENT_SENT);
  return intent;
}

/* Deletion and row are one: both or neither. */
static void
test_settle_deletion (StoreFixture *fixture,
                      gconstpointer data)
{
  g_autoptr (PlugInstance) instance = store_new_instance ("1");
  g_autoptr (PlugIntent) intent = new_change (PLUG_INTENT_DELETE, "1");
  g_autoptr (PlugStoreContents) before = NULL;
  g_autoptr (PlugStoreContents) after = NULL;
  g_autoptr (GError) error = NULL;

  open_with_account (fixture);
  g_assert_true (store_save_instance (fixture->store, instance, &error));
  g_assert_true (store_record (fixture->store, intent, &error));

  g_assert_false (store_settle_deletion (fixture->store, intent, PLUG_INTENT_UNKNOWN, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STATE);
  g_clear_error (&error);
  before = store_load (fixture->store, &error);
  g_assert_cmpuint (before->instances->len, ==, 1);
  g_assert_cmpuint (before->intents->len, ==, 1);

  g_assert_true (store_settle_deletion (fixture->store, intent, PLUG_INTENT_SENT, &error));
  after = store_load (fixture->store, &error);
  g_assert_cmpuint (after->instances->len, ==, 0);
  g_assert_cmpuint (after->intents->len, ==, 0);
}

/* Whichever process, one change of an instance at a time; creations do not count. */
static void
test_one_change (StoreFixture *fixture,
                 gconstpointer data)
{
  g_autoptr (PlugIntent) creation = new_change (PLUG_INTENT_CREATE, "1");
  g_autoptr (PlugIntent) first = new_change (PLUG_INTENT_UPDATE, "1");
  g_autoptr (PlugIntent) second = new_change (PLUG_INTENT_DELETE, "1");
  g_autoptr (PlugIntent) other = new_change (PLUG_INTENT_DELETE, "2");
  g_autoptr (GError) error = NULL;

  open_with_account (fixture);
  g_assert_true (store_record (fixture->store, creation, &error));
  g_assert_true (store_record (fixture->store, first, &error));
  g_assert_false (store_record (fixture->store, second, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (store_record (fixture->store, other, &error));

  g_assert_true (store_move (fixture->store, first, PLUG_INTENT_SENT, PLUG_INTENT_FAILED, &error));
  g_assert_true (store_record (fixture->store, second, &error));
}

#define ADD(name, function) ADD_WITH (name, NULL, function)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("empty", test_empty);
  ADD ("record-twice", test_record_twice);
  ADD ("settle-deletion", test_settle_deletion);
  ADD ("one-change-of-an-instance", test_one_change);
  ADD ("guard", test_guard);
  ADD ("guard-race", test_guard_race);
  ADD ("settle-is-one-transaction", test_settle);
  ADD ("probe-leaves-no-trace", test_probe);
  ADD ("order", test_order);
  ADD_WITH ("order-all-at-once", GINT_TO_POINTER (TRUE), test_order);
  ADD ("cancelled-too-late", test_cancelled_too_late);
  ADD ("copied-at-the-call", test_copied_at_the_call);
  ADD ("main-loop-is-free", test_main_loop_is_free);
  ADD ("close-drains", test_close_drains);
  ADD ("finalized-unclosed", test_finalized_unclosed);
  ADD ("dropped-in-mid-call", test_dropped_in_mid_call);
  ADD ("not-open", test_not_open);
  ADD ("own-context", test_own_context);
  ADD ("changed-elsewhere", test_changed_elsewhere);
  ADD ("load-named", test_load_named);
  ADD ("visit", test_visit);
  ADD ("row-48-torn-page-brief", test_torn_page_brief);
  return g_test_run ();
}
