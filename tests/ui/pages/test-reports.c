/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables: the report of a check, differences, the history. One action a row, and foreign text
 * as it is. */

#include "config.h"

#include "plug-check-page.h"
#include "plug-drift-page.h"
#include "plug-history-page.h"
#include "plug-page-test.h"

#include <string.h>

static void
count_cb (guint *n)
{
  (*n)++;
}

static gboolean
is_enabled_cb (gpointer instance)
{
  return !plug_instance_is_disabled (instance);
}

static void
search (gpointer    page,
        const char *text)
{
  GtkWidget *entry = plug_page_test_find (page, GTK_TYPE_SEARCH_ENTRY, 0);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
}

static void
test_check (PlugPageTest *test,
            const void   *data)
{
  PlugInstance *well = plug_page_test_save_instance (test, "Well & <b>good</b>", "one");
  PlugInstance *off = plug_page_test_save_instance (test, "Turned off", "two");
  GtkWidget *page = plug_check_page_new (test->inventory);
  guint n_shown = 0;

  plug_sandbox_edit_instance (test->sandbox, plug_instance_get_id (off), "{\"disabled\":true}");
  plug_sandbox_edit_instance (test->sandbox, plug_instance_get_id (well),
                              "{\"name\":\"Well & <b>good</b>\"}");
  g_signal_connect_swapped (page, "show-instance", G_CALLBACK (count_cb), &n_shown);
  plug_page_test_show (test, page);
  plug_page_test_wait_for (page, "Nothing to Check");
  plug_check_page_start (PLUG_CHECK_PAGE (page), NULL);
  plug_page_test_wait_for (page, "1 Disabled");
  g_assert_true (plug_page_test_shows (page, "Turned off"));

  /* The filter leaves what is asked for. */
  search (page, "turned");
  g_assert_false (plug_page_test_shows (page, "good"));
  search (page, "nothing like it");
  plug_page_test_wait_for (page, "No Match");
  search (page, "");
  plug_page_test_wait_for (page, "Turned off");

  plug_page_test_press (page, "Enable");
  plug_test_spin_until (is_enabled_cb, off);
  plug_check_page_start (PLUG_CHECK_PAGE (page), NULL);
  plug_page_test_wait_for (page, "Healthy");
}

/* Where there is little room, what the columns said is said in one. */
static void
test_narrow (PlugPageTest *test,
             const void   *data)
{
  PlugInstance *off = plug_page_test_save_instance (test, "Turned off", "two");
  GtkWidget *page = plug_check_page_new (test->inventory);

  plug_sandbox_edit_instance (test->sandbox, plug_instance_get_id (off), "{\"disabled\":true}");
  g_object_set (page, "folded", TRUE, NULL);
  plug_page_test_show (test, page);
  plug_check_page_start (PLUG_CHECK_PAGE (page), NULL);
  plug_page_test_wait_for (page, "1 Disabled");
  plug_page_test_wait_for (page, "Turned off");
  g_assert_false (plug_page_test_shows (page, "Reason"));
  g_assert_nonnull (plug_page_test_find_button (page, "Enable"));
  g_object_set (page, "folded", FALSE, NULL);
  plug_page_test_wait_for (page, "Reason");
}

/* A page that is closed while it waits is not waited for. */
static void
test_closed (PlugPageTest *test,
             const void   *data)
{
  GtkWidget *page = plug_check_page_new (test->inventory);
  GtkWidget *drift;

  plug_page_test_save_instance (test, "Acme", "one");
  plug_page_test_show (test, page);
  plug_check_page_start (PLUG_CHECK_PAGE (page), NULL);
  plug_page_test_close (test);
  drift = plug_drift_page_new (test->inventory);
  plug_page_test_show (test, drift);
  plug_drift_page_start (PLUG_DRIFT_PAGE (drift));
  plug_page_test_close (test);
}

static void
test_drift (PlugPageTest *test,
            const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", NULL);
  g_autofree char *elsewhere = plug_sandbox_add_instance (test->sandbox, "sagecrm", "Made there",
                                                          NULL);
  GtkWidget *page = plug_drift_page_new (test->inventory);
  guint n_shown = 0;

  plug_sandbox_edit_instance (test->sandbox, plug_instance_get_id (instance),
                              "{\"name\":\"A & B\"}");
  g_signal_connect_swapped (page, "show-instance", G_CALLBACK (count_cb), &n_shown);
  plug_page_test_show (test, page);
  plug_drift_page_start (PLUG_DRIFT_PAGE (page));
  plug_page_test_wait_for (page, "Comparing with the tenants…");
  plug_page_test_wait_for (page, "3 differences");
  g_assert_true (plug_page_test_shows (page, "“Acme” → “A & B”"));
  g_assert_true (plug_page_test_shows (page, "Made there"));
  plug_page_test_press (page, "Accept");
  plug_page_test_wait_for (page, "2 differences");
  g_assert_false (plug_page_test_shows (page, "“Acme” → “A & B”"));
  plug_page_test_press (page, "Fetch Token");
  plug_page_test_wait_for (page, "1 difference");
  plug_page_test_press (page, "Fetch Token");
  plug_page_test_wait_for (page, "No Differences");
  plug_page_test_press (page, "Compare Again");
  plug_page_test_wait_for (page, "Comparing with the tenants…");
  plug_page_test_wait_for (page, "No Differences");

  plug_sandbox_push_fault (test->sandbox, "GET /instances status=403");
  plug_page_test_press (page, "Compare Again");
  plug_page_test_wait_for (page, "lacks the privilege");
  g_assert_cmpuint (n_shown, ==, 0);
}

static void
disable (PlugPageTest *test,
         PlugInstance *instance)
{
  g_autoptr (PlugChange) change = plug_change_new (PLUG_CHANGE_DISABLE, instance);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_change_async (test->inventory, change, NULL, plug_test_result_cb, &result);
  plug_inventory_change_finish (test->inventory, plug_test_wait (&result), NULL, &error);
}

static void
test_history (PlugPageTest *test,
              const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "A & <b>B</b>", "a token");
  PlugInstance *other = plug_page_test_save_instance (test, "Other", "a token");
  GtkWidget *page = plug_history_page_new (test->inventory);
  g_autofree char *path = g_build_filename (test->folder, "history.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *csv = NULL;

  plug_page_test_show (test, page);
  plug_history_page_start (PLUG_HISTORY_PAGE (page), NULL);
  plug_page_test_wait_for (page, "Nothing Done Yet");
  disable (test, instance);
  plug_sandbox_push_fault (test->sandbox, "DELETE * status=403");
  disable (test, other);
  plug_history_page_start (PLUG_HISTORY_PAGE (page), NULL);
  plug_page_test_wait_for (page, "A & <b>B</b>");
  g_assert_true (plug_page_test_shows (page, "Other"));
  g_assert_true (plug_page_test_shows (page, "lacks the privilege"));
  g_assert_true (plug_page_test_shows (page, "Done"));

  plug_history_page_start (PLUG_HISTORY_PAGE (page), instance);
  plug_page_test_wait_for (page, "What was done to “A & <b>B</b>”");
  plug_page_test_wait_for (page, "Done");
  g_assert_false (plug_page_test_shows (page, "Other"));

  plug_history_page_start (PLUG_HISTORY_PAGE (page), NULL);
  plug_history_page_export (PLUG_HISTORY_PAGE (page), file);
  plug_page_test_wait_for (page, "History written to “history.csv”");
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  g_assert_nonnull (strstr (csv, "A & <b>B</b>"));
  g_assert_nonnull (strstr (csv, "Other"));
}

static void
add (const char *path,
     void      (*run) (PlugPageTest *,
                       const void   *))
{
  g_test_add (path, PlugPageTest, NULL, plug_page_test_set_up, run, plug_page_test_tear_down);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  add ("/ui/reports/check", test_check);
  add ("/ui/reports/narrow", test_narrow);
  add ("/ui/reports/closed", test_closed);
  add ("/ui/reports/drift", test_drift);
  add ("/ui/reports/history", test_history);
  return g_test_run ();
}
