/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of files, in the database: what a run that was broken off is gone on from. */

#include "config.h"

#include "plug-error.h"
#include "plug-store-bulk.h"
#include "plug-test.h"
#include "store-fixture.h"

static void
open_cleanly (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  store_open (fixture->store, &error);
  g_assert_no_error (error);
}

static gboolean
begin (StoreFixture  *fixture,
       PlugBulkRun   *run,
       gboolean       again,
       GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_store_begin_run_async (fixture->store, run, again, NULL, plug_test_result_cb, &result);
  return plug_store_finish (fixture->store, plug_test_wait (&result), error);
}

static PlugBulkRun *
new_run (const char *hash)
{
  PlugBulkRun *run = plug_bulk_run_new ("/rows.csv", 42, hash);

  plug_bulk_run_add (run, 0, "1", "One");
  plug_bulk_run_add (run, 2, "1", "Three");
  return run;
}

static PlugBulkRun *
find (StoreFixture *fixture,
      const char   *hash,
      const char   *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlugBulkRun *run;

  plug_store_find_run_async (fixture->store, hash, path, NULL, plug_test_result_cb, &result);
  run = plug_store_load_run_finish (fixture->store, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  return run;
}

static void
record (StoreFixture    *fixture,
        const char      *op,
        PlugIntentState  state)
{
  g_autoptr (PlugIntent) intent = plug_intent_new_with_op (op, PLUG_INTENT_CREATE, "1", "", "key",
                                                           "Three", NULL);
  g_autoptr (GError) error = NULL;

  plug_intent_set_state (intent, state);
  store_record (fixture->store, intent, &error);
  g_assert_no_error (error);
}

static GHashTable *
renew (StoreFixture  *fixture,
       const char    *op,
       GError       **error)
{
  const char *const ops[] = { op, NULL };
  g_autoptr (GAsyncResult) result = NULL;

  plug_store_renew_ops_async (fixture->store, ops, NULL, plug_test_result_cb, &result);
  return plug_store_renew_ops_finish (fixture->store, plug_test_wait (&result), error);
}

static void
test_begin (StoreFixture *fixture,
            gconstpointer data)
{
  g_autoptr (PlugBulkRun) none = NULL;
  g_autoptr (PlugBulkRun) found = NULL;
  g_autoptr (PlugBulkRun) by_path = NULL;
  g_autoptr (GError) error = NULL;
  PlugBulkRecord *row;

  open_cleanly (fixture);
  none = find (fixture, "hash", "/rows.csv");
  g_assert_null (none);
  begin (fixture, new_run ("hash"), FALSE, &error);
  g_assert_no_error (error);

  found = find (fixture, "hash", "/elsewhere.csv");
  g_assert_cmpstr (found->path, ==, "/rows.csv");
  g_assert_cmpint (found->size, ==, 42);
  g_assert_cmpuint (found->records->len, ==, 2);
  row = g_ptr_array_index (found->records, 1);
  g_assert_cmpuint (row->number, ==, 2);
  g_assert_cmpstr (row->name, ==, "Three");
  g_assert_false (row->is_recorded);
  by_path = find (fixture, "other", "/rows.csv");
  g_assert_cmpstr (by_path->hash, ==, "hash");

  g_assert_false (begin (fixture, new_run ("hash"), FALSE, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_CONFLICT);
  g_clear_error (&error);
  begin (fixture, new_run ("hash"), TRUE, &error);
  g_assert_no_error (error);
}

/* What the journal says of an op is what the row is. */
static void
test_records (StoreFixture *fixture,
              gconstpointer data)
{
  g_autoptr (PlugBulkRun) before = NULL;
  g_autoptr (PlugBulkRun) after = NULL;
  g_autoptr (GError) error = NULL;
  PlugBulkRecord *row;

  open_cleanly (fixture);
  begin (fixture, new_run ("hash"), FALSE, &error);
  g_assert_no_error (error);
  before = find (fixture, "hash", NULL);
  row = g_ptr_array_index (before->records, 1);
  record (fixture, row->op, PLUG_INTENT_SENT);
  after = find (fixture, "hash", NULL);
  row = g_ptr_array_index (after->records, 1);
  g_assert_true (row->is_recorded);
  g_assert_cmpint (row->state, ==, PLUG_INTENT_SENT);
  row = g_ptr_array_index (after->records, 0);
  g_assert_false (row->is_recorded);
}

/* A row gets another op only when it is certainly not on the tenant. */
static void
test_renew (StoreFixture *fixture,
            gconstpointer data)
{
  static const PlugIntentState may[] = { PLUG_INTENT_FAILED, PLUG_INTENT_NOT_FOUND,
                                         PLUG_INTENT_DROPPED };
  static const PlugIntentState may_not[] = { PLUG_INTENT_QUEUED, PLUG_INTENT_SENT,
                                             PLUG_INTENT_DONE, PLUG_INTENT_UNKNOWN,
                                             PLUG_INTENT_TOKEN_UNSAVED, PLUG_INTENT_AMBIGUOUS };
  gboolean allowed = GPOINTER_TO_INT (data);
  gsize n = allowed ? G_N_ELEMENTS (may) : G_N_ELEMENTS (may_not);

  open_cleanly (fixture);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *hash = g_strdup_printf ("%" G_GSIZE_FORMAT, i);
      g_autoptr (PlugBulkRun) run = NULL;
      g_autoptr (PlugBulkRun) now = NULL;
      g_autoptr (GHashTable) changes = NULL;
      g_autoptr (GError) error = NULL;
      PlugBulkRecord *row;
      PlugBulkRecord *renewed;

      begin (fixture, new_run (hash), FALSE, &error);
      g_assert_no_error (error);
      run = find (fixture, hash, NULL);
      row = g_ptr_array_index (run->records, 1);
      record (fixture, row->op, allowed ? may[i] : may_not[i]);
      changes = renew (fixture, row->op, &error);
      now = find (fixture, hash, NULL);
      renewed = g_ptr_array_index (now->records, 1);
      if (!allowed)
        {
          g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STATE);
          g_assert_cmpstr (renewed->op, ==, row->op);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (renewed->op, !=, row->op);
      g_assert_cmpstr (renewed->op, ==, g_hash_table_lookup (changes, row->op));
      g_assert_false (renewed->is_recorded);
    }
}

/* Nothing was sent under it: another process may be about to. */
static void
test_renew_unrecorded (StoreFixture *fixture,
                       gconstpointer data)
{
  g_autoptr (PlugBulkRun) run = NULL;
  g_autoptr (GHashTable) changes = NULL;
  g_autoptr (GError) error = NULL;
  PlugBulkRecord *row;

  open_cleanly (fixture);
  begin (fixture, new_run ("hash"), FALSE, &error);
  g_assert_no_error (error);
  run = find (fixture, "hash", NULL);
  row = g_ptr_array_index (run->records, 0);
  changes = renew (fixture, row->op, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_hash_table_lookup (changes, row->op), ==, row->op);
}

static void
begin_at (StoreFixture *fixture,
          guint         number,
          gint64        created)
{
  g_autofree char *hash = g_strdup_printf ("%u", number);
  PlugBulkRun *run = new_run (hash);
  g_autoptr (GError) error = NULL;

  run->created = created;
  begin (fixture, run, FALSE, &error);
  g_assert_no_error (error);
}

static void
record_row (StoreFixture    *fixture,
            const char      *hash,
            PlugIntentState  state)
{
  g_autoptr (PlugBulkRun) run = find (fixture, hash, NULL);
  PlugBulkRecord *row = g_ptr_array_index (run->records, 1);

  record (fixture, row->op, state);
}

/* The newest stay however old they are, and so does what is in doubt; of the rest what is old goes,
 * with its rows, and what was made stays in the journal. */
static void
test_forget (StoreFixture *fixture,
             gconstpointer data)
{
  const gint64 now = g_get_real_time ();
  const gint64 old = now - (PLUG_STORE_KEEP_RUN_DAYS + 1) * G_TIME_SPAN_DAY;
  g_autoptr (PlugBulkRun) in_doubt = NULL;
  g_autoptr (PlugBulkRun) made = NULL;
  g_autoptr (PlugBulkRun) unsent = NULL;

  open_cleanly (fixture);
  for (guint i = 0; i < PLUG_STORE_KEEP_RUNS; i++)
    begin_at (fixture, i, old + i);
  record_row (fixture, "0", PLUG_INTENT_UNKNOWN);
  record_row (fixture, "1", PLUG_INTENT_DONE);
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM bulk_run"), ==,
                   PLUG_STORE_KEEP_RUNS);

  for (guint i = 0; i < 3; i++)
    begin_at (fixture, PLUG_STORE_KEEP_RUNS + i, now + i);
  in_doubt = find (fixture, "0", NULL);
  g_assert_cmpuint (in_doubt->records->len, ==, 2);
  made = find (fixture, "1", NULL);
  g_assert_null (made);
  unsent = find (fixture, "2", NULL);
  g_assert_null (unsent);
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM bulk_run"), ==,
                   PLUG_STORE_KEEP_RUNS + 1);
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM bulk_row"), ==,
                   2 * (PLUG_STORE_KEEP_RUNS + 1));
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM intent"), ==, 2);
}

/* However many there are: what is not a year old stays. */
static void
test_keep (StoreFixture *fixture,
           gconstpointer data)
{
  const gint64 now = g_get_real_time ();

  open_cleanly (fixture);
  for (guint i = 0; i < PLUG_STORE_KEEP_RUNS + 5; i++)
    begin_at (fixture, i, now - G_TIME_SPAN_DAY + i);
  begin_at (fixture, G_MAXUINT, now);
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM bulk_run"), ==,
                   PLUG_STORE_KEEP_RUNS + 6);
}

#define ADD(name, data, function)                                                        \
  g_test_add ("/store-bulk/" name, StoreFixture, data, store_fixture_set_up, function,   \
              store_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("begin", NULL, test_begin);
  ADD ("records", NULL, test_records);
  ADD ("renew", GINT_TO_POINTER (TRUE), test_renew);
  ADD ("renew-not", GINT_TO_POINTER (FALSE), test_renew);
  ADD ("renew-unrecorded", NULL, test_renew_unrecorded);
  ADD ("forget", NULL, test_forget);
  ADD ("keep", NULL, test_keep);

  return g_test_run ();
}
