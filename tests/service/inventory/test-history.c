/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history: what was done, to what, with what outcome; never a secret. */

#include "config.h"

#include "plug-fixture.h"
#include "plug-deed.h"
#include "plug-test.h"

static GListModel *
list (PlugFixture *fixture,
      const char  *instance_id,
      gint64       before,
      guint        n_max)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *records;

  plug_inventory_list_history_async (fixture->inventory, NULL, instance_id, before, n_max, NULL,
                                     plug_test_result_cb, &result);
  records = plug_inventory_list_history_finish (fixture->inventory, plug_test_wait (&result),
                                                &error);
  g_assert_no_error (error);
  return records;
}

static void
assert_record (GListModel        *records,
               guint              position,
               const char        *kind,
               PlugDeedOutcome  outcome)
{
  g_autoptr (PlugDeed) record = g_list_model_get_item (records, position);

  g_assert_cmpstr (plug_deed_get_kind (record), ==, kind);
  g_assert_cmpint (plug_deed_get_outcome (record), ==, outcome);
}

static void
test_journal_and_rest (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "=cmd");
  g_autofree char *id = g_strdup (plug_instance_get_id (instance));
  g_autoptr (PlugChange) disable = plug_change_new (PLUG_CHANGE_DISABLE, instance);
  g_autoptr (PlugChange) delete = plug_change_new (PLUG_CHANGE_DELETE, instance);
  g_autoptr (PlugCheck) check = NULL;
  g_autoptr (GListModel) records = NULL;
  g_autoptr (PlugDeed) refused = NULL;
  g_autofree char *csv = NULL;
  g_autoptr (GError) error = NULL;

  check = plug_fixture_check (fixture, NULL);
  plug_sandbox_push_fault (fixture->tenant, "DELETE /instances/* status=403");
  g_assert_false (plug_fixture_change (fixture, disable, NULL, &error));
  g_assert_true (plug_fixture_change (fixture, delete, NULL, NULL));
  records = list (fixture, id, 0, 100);
  g_assert_cmpuint (g_list_model_get_n_items (records), ==, 4);
  assert_record (records, 0, "delete", PLUG_DEED_DONE);
  assert_record (records, 1, "disable", PLUG_DEED_FAILED);
  assert_record (records, 2, "check", PLUG_DEED_DONE);
  assert_record (records, 3, "create", PLUG_DEED_DONE);
  refused = g_list_model_get_item (records, 1);
  g_assert_nonnull (plug_deed_get_request_id (refused));
  g_assert_cmpstr (plug_deed_get_message (refused), ==, error->message);

  csv = plug_deed_list_to_csv (records);
  g_assert_true (g_str_has_prefix (csv, "time,kind,outcome,account,instance,name,message,"));
  g_assert_nonnull (strstr (csv, "\"'=cmd\""));
  g_assert_null (strstr (csv, fixture->password));
}

static void
test_pages (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 before = 0;
  guint n_pages = 0;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("Number %u", i);

      plug_fixture_make_instance (fixture, name);
    }
  for (;;)
    {
      g_autoptr (GListModel) records = list (fixture, NULL, before, 2);

      if (g_list_model_get_n_items (records) == 0)
        break;
      for (guint i = 0; i < g_list_model_get_n_items (records); i++)
        {
          g_autoptr (PlugDeed) record = g_list_model_get_item (records, i);

          g_hash_table_add (seen, g_strdup (plug_deed_get_name (record)));
          before = plug_deed_get_time (record);
        }
      n_pages++;
    }
  g_assert_cmpuint (n_pages, ==, 3);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/journal-and-rest", test_journal_and_rest);
  g_test_add_func ("/history/pages", test_pages);
  return g_test_run ();
}
