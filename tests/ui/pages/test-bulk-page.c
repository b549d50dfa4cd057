/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugBulkPage: a file, what it is read as, and a run of it in front of somebody. */

#include "config.h"

#include "plug-bulk-page.h"
#include "plug-bulk-setup.h"
#include "plug-bulk-table.h"
#include "plug-page-test.h"

static const char *const finalized[] = { "PlugBulkPage", "PlugBulkSetup", "PlugBulkTable" };

#define HEAD "Name,Sub-Domain,User name,Password\n"
#define ROW(name) name ",a.example.com,somebody,pass word\n"

static char *
write_file (PlugPageTest *test,
            const char   *text)
{
  char *path = g_build_filename (test->folder, "rows.csv", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static GtkWidget *
show_page (PlugPageTest *test,
           const char   *text)
{
  GtkWidget *page = plug_bulk_page_new (test->inventory);
  g_autofree char *path = NULL;

  plug_page_test_show (test, page);
  if (text == NULL)
    return page;
  path = write_file (test, text);
  plug_bulk_page_open (PLUG_BULK_PAGE (page), path);
  return page;
}

static guint
count_posts (PlugPageTest *test)
{
  return plug_sandbox_count_requests (test->sandbox, "POST", "/instances");
}

static void
test_choose (PlugPageTest *test,
             const void   *data)
{
  GtkWidget *page = show_page (test, NULL);

  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (page, "Many Instances at Once"));
  g_assert_nonnull (plug_page_test_find_button (page, "Choose File…"));
  plug_bulk_page_open (PLUG_BULK_PAGE (page), test->folder);
  plug_page_test_wait_for (page, "is not a regular file");
  g_assert_nonnull (plug_page_test_find_button (page, "Choose File…"));
}

/* What is wrong is said by line and field; what is not is created. */
static void
test_create (PlugPageTest *test,
             const void   *data)
{
  GtkWidget *page = show_page (test, HEAD ROW ("One") ROW ("") ROW ("<b>&Three"));

  plug_page_test_wait_for (page, "3 Rows");
  g_assert_true (plug_page_test_shows (page, "1 has something wrong with it"));
  g_assert_true (plug_page_test_shows (page, "Line 3, Name"));
  g_assert_true (plug_page_test_shows (page, "Sage CRM"));
  g_assert_false (plug_page_test_shows (page, "pass word"));
  plug_page_test_press (page, "Create 2 Instances");
  plug_page_test_wait_for (page, "2 of 3 created");
  g_assert_true (plug_page_test_shows (page, "<b>&Three"));
  g_assert_cmpuint (plug_sandbox_count_instances (test->sandbox), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (plug_inventory_list_instances (test->inventory)),
                    ==, 2);
  g_assert_false (plug_bulk_page_is_running (PLUG_BULK_PAGE (page)));
}

/* A column somebody maps makes the rows whole. */
static void
test_map (PlugPageTest *test,
          const void   *data)
{
  GtkWidget *page = show_page (test, "Kunde,Sub-Domain,User name,Password\n" ROW ("One"));
  GtkWidget *drop_down;

  plug_page_test_wait_for (page, "1 Row");
  g_assert_false (gtk_widget_is_sensitive (plug_page_test_find_button (page,
                                                                       "Create 0 Instances")));
  drop_down = plug_page_test_find (plug_page_test_find_row (page, "Kunde"), GTK_TYPE_DROP_DOWN, 0);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down)), ==, 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), 1);
  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (page, "All of them are complete"));
  g_assert_true (gtk_widget_is_sensitive (plug_page_test_find_button (page, "Create 1 Instance")));
}

/* The same file is gone on with, not run twice. */
static void
test_run_before (PlugPageTest *test,
                 const void   *data)
{
  GtkWidget *page = show_page (test, HEAD ROW ("One") ROW ("Two"));
  g_autofree char *path = g_build_filename (test->folder, "rows.csv", NULL);

  plug_page_test_wait_for (page, "2 Rows");
  plug_page_test_press (page, "Create 2 Instances");
  plug_page_test_wait_for (page, "2 of 2 created");
  plug_bulk_page_open (PLUG_BULK_PAGE (page), path);
  plug_page_test_wait_for (page, "2 Rows");
  plug_page_test_press (page, "Create 2 Instances");
  plug_page_test_wait_for (page, "This file was run before");
  plug_page_test_press (page, "Go On with It");
  plug_page_test_wait_for (page, "2 of 2 created");
  g_assert_cmpuint (count_posts (test), ==, 2);
}

static void
test_pause_and_stop (PlugPageTest *test,
                     const void   *data)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  GtkWidget *page;

  for (guint i = 0; i < 30; i++)
    g_string_append_printf (text, "Row %u,a.example.com,somebody,pass word\n", i);
  plug_sandbox_set_latency (test->sandbox, 20);
  page = show_page (test, text->str);
  plug_page_test_wait_for (page, "30 Rows");
  plug_page_test_press (page, "Create 30 Instances");
  plug_page_test_wait_for (page, "4 of 30");
  plug_page_test_press (page, "Pause");
  g_assert_true (plug_page_test_shows (page, "Paused at"));
  g_assert_null (plug_page_test_find_button (page, "Pause"));
  plug_page_test_press (page, "Resume");
  g_assert_null (plug_page_test_find_button (page, "Resume"));
  plug_page_test_press (page, "Stop");
  plug_page_test_wait_for (page, "Stopped at");
  g_assert_cmpuint (plug_sandbox_count_instances (test->sandbox), <, 30);
  g_assert_cmpuint (plug_sandbox_count_instances (test->sandbox), ==, count_posts (test));
}

/* What was stopped is gone on with where it is. */
static void
test_stop_and_resume (PlugPageTest *test,
                      const void   *data)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  GtkWidget *page;

  for (guint i = 0; i < 12; i++)
    g_string_append_printf (text, "Row %u,a.example.com,somebody,pass word\n", i);
  page = show_page (test, text->str);
  plug_page_test_wait_for (page, "12 Rows");
  plug_page_test_press (page, "Create 12 Instances");
  while (count_posts (test) == 0)
    g_main_context_iteration (NULL, TRUE);
  plug_page_test_press (page, "Stop");
  plug_page_test_wait_for (page, "Stopped at");
  g_assert_false (plug_bulk_page_is_running (PLUG_BULK_PAGE (page)));
  plug_page_test_press (page, "Resume");
  plug_page_test_wait_for (page, "12 of 12 created");
  g_assert_null (plug_page_test_find_button (page, "Resume"));
  g_assert_cmpuint (plug_sandbox_count_instances (test->sandbox), ==, 12);
  g_assert_cmpuint (count_posts (test), ==, 12);
}

/* What the tenant refused is sent once more, and nothing else is. */
static void
test_retry (PlugPageTest *test,
            const void   *data)
{
  GtkWidget *page;

  plug_sandbox_push_fault (test->sandbox, "POST /instances status=400 times=2");
  page = show_page (test, HEAD ROW ("One") ROW ("Two") ROW ("Three") ROW (""));
  plug_page_test_wait_for (page, "4 Rows");
  g_assert_null (plug_page_test_find_button (page, "Try 2 Rows Again"));
  plug_page_test_press (page, "Create 3 Instances");
  plug_page_test_wait_for (page, "1 of 4 created");
  plug_sandbox_push_fault (test->sandbox, "POST /instances status=400");
  plug_page_test_press (page, "Try 2 Rows Again");
  plug_page_test_wait_for (page, "2 of 4 created");
  plug_page_test_press (page, "Try 1 Row Again");
  plug_page_test_wait_for (page, "3 of 4 created");
  g_assert_null (plug_page_test_find_button (page, "Try 1 Row Again"));
  g_assert_cmpuint (plug_sandbox_count_instances (test->sandbox), ==, 3);
  g_assert_cmpuint (count_posts (test), ==, 6);
}

/* As many as are wanted, and no more, are with the tenant at once. */
static void
test_jobs (PlugPageTest *test,
           const void   *data)
{
  GtkWidget *page = show_page (test, HEAD ROW ("A") ROW ("B") ROW ("C") ROW ("D") ROW ("E"));
  GtkSpinButton *jobs;
  guint most = 0;

  plug_page_test_wait_for (page, "5 Rows");
  jobs = plug_page_test_find (page, GTK_TYPE_SPIN_BUTTON, 0);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (jobs), ==, 4);
  gtk_editable_set_text (GTK_EDITABLE (jobs), "99");
  gtk_spin_button_update (jobs);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (jobs), ==, 16);
  gtk_editable_set_text (GTK_EDITABLE (jobs), "2");
  plug_sandbox_push_fault (test->sandbox, "POST /instances late=200 times=*");
  plug_page_test_press (page, "Create 5 Instances");
  while (!plug_page_test_shows (page, "5 of 5 created"))
    {
      g_main_context_iteration (NULL, TRUE);
      most = MAX (most, count_posts (test) - plug_sandbox_count_instances (test->sandbox));
    }
  g_assert_cmpuint (most, ==, 2);
}

/* What has to be put right is said where it waits. */
static void
test_rejected (PlugPageTest *test,
               const void   *data)
{
  GtkWidget *page;

  plug_sandbox_push_fault (test->sandbox, "GET /instances status=401 times=*");
  page = show_page (test, HEAD ROW ("One") ROW ("Two"));
  plug_page_test_wait_for (page, "2 Rows");
  plug_page_test_press (page, "Create 2 Instances");
  plug_page_test_wait_for (page, "rejected the account’s secrets");
  g_assert_true (plug_page_test_shows (page, "Paused at 0 of 2"));
  plug_sandbox_clear_faults (test->sandbox);
  plug_page_test_press (page, "Resume");
  plug_page_test_wait_for (page, "2 of 2 created");
}

static void
test_filter (PlugPageTest *test,
             const void   *data)
{
  GtkWidget *page = show_page (test, HEAD ROW ("Kuma") ROW ("Bear") ROW (""));
  GtkWidget *table = plug_page_test_find (page, PLUG_TYPE_BULK_TABLE, 0);
  GtkWidget *choice;
  GtkWidget *search;

  plug_page_test_wait_for (page, "3 Rows");
  plug_page_test_press (page, "Create 2 Instances");
  plug_page_test_wait_for (page, "2 of 3 created");
  choice = plug_page_test_find (table, GTK_TYPE_DROP_DOWN, 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 1);
  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (page, "Problem"));
  g_assert_false (plug_page_test_shows (page, "Kuma"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 2);
  plug_page_test_wait_for (page, "No Match");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 0);
  search = plug_page_test_find (table, GTK_TYPE_SEARCH_ENTRY, 0);
  gtk_editable_set_text (GTK_EDITABLE (search), "küma");
  g_signal_emit_by_name (search, "search-changed");
  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (page, "Kuma"));
  g_assert_false (plug_page_test_shows (page, "Bear"));
}

/* Closed while it runs: what was begun is ended, and all of it goes. */
static void
test_closed (PlugPageTest *test,
             const void   *data)
{
  gpointer page = show_page (test, HEAD ROW ("One") ROW ("Two"));
  gpointer setup;
  gpointer table;

  plug_page_test_wait_for (page, "2 Rows");
  setup = plug_page_test_find (page, PLUG_TYPE_BULK_SETUP, 0);
  table = plug_page_test_find (page, PLUG_TYPE_BULK_TABLE, 0);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (page), ==, finalized[0]);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (setup), ==, finalized[1]);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (table), ==, finalized[2]);
  plug_page_test_press (page, "Create 2 Instances");
  plug_page_test_wait_for (page, "of 2");
  g_object_add_weak_pointer (page, &page);
  g_object_add_weak_pointer (setup, &setup);
  g_object_add_weak_pointer (table, &table);
  plug_page_test_close (test);
  while (page != NULL || setup != NULL || table != NULL)
    g_main_context_iteration (NULL, TRUE);
  while (plug_sandbox_count_instances (test->sandbox) < 2)
    g_main_context_iteration (NULL, TRUE);
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
  add ("/ui/bulk-page/choose", test_choose);
  add ("/ui/bulk-page/create", test_create);
  add ("/ui/bulk-page/map", test_map);
  add ("/ui/bulk-page/run-before", test_run_before);
  add ("/ui/bulk-page/pause-and-stop", test_pause_and_stop);
  add ("/ui/bulk-page/stop-and-resume", test_stop_and_resume);
  add ("/ui/bulk-page/retry", test_retry);
  add ("/ui/bulk-page/jobs", test_jobs);
  add ("/ui/bulk-page/rejected", test_rejected);
  add ("/ui/bulk-page/filter", test_filter);
  add ("/ui/bulk-page/closed", test_closed);
  return g_test_run ();
}
