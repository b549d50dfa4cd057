/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many instances at once: what is listed, one verb on those chosen, and how long a key takes. */

#include "config.h"

#include "plug-instance-filter.h"
#include "plug-instance-list.h"
#include "plug-instance-sort.h"
#include "plug-instance-watch.h"
#include "plug-inventory-private.h"
#include "plug-page-test.h"
#include "plug-state.h"
#include "plug-window.h"

#include <string.h>

#define N_MANY 10000

/* What is no widget: gone with the test it was made in. */
static const char *const finalized[] = {
  "PlugInstanceFilter", "PlugInstanceWatch", "PlugSeries", "PlugVerb",
};

/* Whether @object, which is given away, is gone. */
static void
assert_finalized (gpointer object)
{
  gpointer weak = object;
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (finalized); i++)
    known = known || g_str_equal (finalized[i], G_OBJECT_TYPE_NAME (object));
  g_assert_true (known);
  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  g_assert_null (weak);
}

static PlugInstance *
create_instance (guint number)
{
  const char *const tags[] = { number % 3 == 0 ? "third" : "other", NULL };
  g_autofree char *id = g_strdup_printf ("%u", number);
  g_autofree char *name = g_strdup_printf ("Instance %05u", number);
  PlugInstance *instance = plug_instance_new (number % 2 == 0 ? "even" : "odd", id, name,
                                              number % 5 == 0 ? "sftp" : "sagecrm");

  plug_instance_set_tags (instance, tags);
  plug_instance_set_hub (instance, number % 5 == 0 ? "documents" : "crm");
  plug_instance_set_disabled (instance, number == 4);
  return instance;
}

static guint
count_matches (PlugInstanceFilter *filter)
{
  guint n = 0;

  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (PlugInstance) instance = create_instance (i);

      n += gtk_filter_match (GTK_FILTER (filter), instance);
    }
  return n;
}

static void
note_change_cb (GtkFilter       *filter,
                GtkFilterChange  change,
                int             *last)
{
  *last = (int) change;
}

static void
test_filter (void)
{
  PlugInstanceFilter *filter = plug_instance_filter_new ();
  int last = -1;

  g_signal_connect (filter, "changed", G_CALLBACK (note_change_cb), &last);
  g_assert_cmpint (gtk_filter_get_strictness (GTK_FILTER (filter)), ==, GTK_FILTER_MATCH_ALL);
  g_assert_cmpuint (count_matches (filter), ==, 30);
  plug_instance_filter_set_value (filter, PLUG_FILTER_ACCOUNT, "even");
  g_assert_cmpint (last, ==, GTK_FILTER_CHANGE_MORE_STRICT);
  g_assert_cmpuint (count_matches (filter), ==, 15);
  plug_instance_filter_set_value (filter, PLUG_FILTER_TAG, "third");
  g_assert_cmpuint (count_matches (filter), ==, 5);
  plug_instance_filter_set_value (filter, PLUG_FILTER_CONNECTOR, "sftp");
  g_assert_cmpuint (count_matches (filter), ==, 1);
  g_assert_cmpuint (plug_instance_filter_count (filter), ==, 3);
  plug_instance_filter_set_value (filter, PLUG_FILTER_ACCOUNT, NULL);
  g_assert_cmpint (last, ==, GTK_FILTER_CHANGE_LESS_STRICT);
  g_assert_cmpuint (count_matches (filter), ==, 2);
  plug_instance_filter_reset (filter);
  g_assert_cmpuint (count_matches (filter), ==, 30);
  plug_instance_filter_set_value (filter, PLUG_FILTER_STATE,
                                  plug_state_get_nick (PLUG_STATE_DISABLED));
  g_assert_cmpuint (count_matches (filter), ==, 1);
  plug_instance_filter_set_value (filter, PLUG_FILTER_STATE, NULL);
  plug_instance_filter_set_value (filter, PLUG_FILTER_HUB, "documents");
  g_assert_cmpuint (count_matches (filter), ==, 6);
  plug_instance_filter_set_text (filter, "0001");
  g_assert_cmpint (last, ==, GTK_FILTER_CHANGE_MORE_STRICT);
  g_assert_cmpuint (count_matches (filter), ==, 2);
  plug_instance_filter_set_text (filter, "00015");
  g_assert_cmpint (last, ==, GTK_FILTER_CHANGE_MORE_STRICT);
  plug_instance_filter_set_text (filter, "0001");
  g_assert_cmpint (last, ==, GTK_FILTER_CHANGE_LESS_STRICT);
  plug_instance_filter_set_text (filter, "");
  g_assert_cmpint (last, ==, GTK_FILTER_CHANGE_LESS_STRICT);
  g_assert_cmpuint (count_matches (filter), ==, 6);
  assert_finalized (filter);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static gboolean
is_positive_cb (gpointer n)
{
  return *(guint *) n > 0;
}

/* One signal for many changes, none for what is not listed, none from what was removed. */
static void
test_watch (void)
{
  g_autoptr (GListStore) store = g_list_store_new (PLUG_TYPE_INSTANCE);
  g_autoptr (PlugInstance) removed = create_instance (0);
  g_autoptr (PlugInstance) kept = create_instance (1);
  PlugInstanceWatch *watch;
  guint n = 0;

  g_list_store_append (store, removed);
  watch = plug_instance_watch_new (G_LIST_MODEL (store));
  g_signal_connect_swapped (watch, "changed", G_CALLBACK (count_cb), &n);
  g_list_store_insert (store, 0, kept);
  g_list_store_remove (store, 1);
  plug_instance_set_name (removed, "Unseen");
  plug_instance_set_configuration (kept, "{\"a\":1}");
  plug_instance_set_name (kept, "Seen");
  plug_instance_set_disabled (kept, TRUE);
  plug_test_spin_until (is_positive_cb, &n);
  g_assert_cmpuint (n, ==, 1);
  assert_finalized (watch);
  plug_instance_set_name (kept, "Unseen");
  g_assert_cmpuint (G_OBJECT (removed)->ref_count, ==, 1);
}

static void
test_sort (void)
{
  g_autoptr (GListStore) store = g_list_store_new (PLUG_TYPE_INSTANCE);
  g_autoptr (GtkSortListModel) sorted = NULL;
  static const char *const first[] = { "A", "C", "B", "B" };

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%c", 'A' + (int) i);
      g_autoptr (PlugInstance) instance = plug_instance_new ("account", name, name, "sftp");

      plug_instance_set_created (instance, (gint64) i + 1);
      plug_instance_set_account_name (instance, i == 1 ? "First" : "Second");
      plug_instance_set_health (instance, i == 1 ? PLUG_HEALTH_REJECTED : PLUG_HEALTH_HEALTHY,
                                NULL);
      g_list_store_append (store, instance);
    }
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (store)), NULL);
  for (PlugSort sort = 0; sort < PLUG_N_SORTS; sort++)
    {
      g_autoptr (GtkSorter) sorter = plug_instance_sort_new (sort);
      g_autoptr (PlugInstance) instance = NULL;

      gtk_sort_list_model_set_sorter (sorted, sorter);
      instance = g_list_model_get_item (G_LIST_MODEL (sorted), 0);
      g_assert_cmpstr (plug_instance_get_name (instance), ==, first[sort]);
    }
}

/* Verbs on several */

static GListModel *
save_three (PlugPageTest *test)
{
  GListStore *store = g_list_store_new (PLUG_TYPE_INSTANCE);

  g_list_store_append (store, plug_page_test_save_instance (test, "Acme", "one"));
  g_list_store_append (store, plug_page_test_save_instance (test, "Beta", "two"));
  g_list_store_append (store, plug_page_test_save_instance (test, "Gamma", "three"));
  return G_LIST_MODEL (store);
}

static gboolean
is_finished_cb (gpointer series)
{
  return plug_series_is_finished (series);
}

static void
test_series (PlugPageTest *test,
             const void   *data)
{
  g_autoptr (GListModel) three = save_three (test);
  g_autoptr (PlugInstance) second = g_list_model_get_item (three, 1);
  g_autofree char *fault = g_strdup_printf ("DELETE /instances/%s/enabled status=403",
                                            plug_instance_get_id (second));
  g_autofree char *said = NULL;
  PlugVerb *verb = plug_verb_new (PLUG_VERB_DISABLE);
  PlugSeries *series;

  plug_sandbox_push_fault (test->sandbox, fault);
  series = plug_series_run (test->inventory, verb, three);
  g_assert_cmpuint (plug_series_get_n_total (series), ==, 3);
  plug_test_spin_until (is_finished_cb, series);
  g_assert_cmpuint (plug_series_get_n_done (series), ==, 3);
  g_assert_cmpuint (plug_series_get_n_failed (series), ==, 1);
  g_assert_nonnull (plug_series_get_error (series));
  g_assert_cmpuint (g_list_model_get_n_items (plug_series_list_done (series)), ==, 2);
  g_assert_false (plug_instance_is_disabled (second));
  said = plug_verb_dup_done_many (verb, 2);
  g_assert_cmpstr (said, ==, "2 instances disabled");
  plug_page_test_spin ();
  assert_finalized (series);

  /* Those it was done to are left out. */
  series = plug_series_run (test->inventory, verb, three);
  g_assert_cmpuint (plug_series_get_n_total (series), ==, 1);
  plug_test_spin_until (is_finished_cb, series);
  g_assert_true (plug_instance_is_disabled (second));
  plug_page_test_spin ();
  assert_finalized (series);
  assert_finalized (verb);
}

static PlugWindow *
open_window (PlugPageTest *test)
{
  g_autoptr (PlugSandboxHost) host = plug_sandbox_host_new (test->inventory);
  PlugWindow *window = plug_window_new (NULL, test->inventory, host);

  gtk_window_present (GTK_WINDOW (window));
  plug_page_test_wait_for (window, "instances");
  return window;
}

static void
act (gpointer    widget,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (widget, action, NULL));
}

static gboolean
is_empty_cb (gpointer model)
{
  return g_list_model_get_n_items (model) == 0;
}

static gboolean
has_three_cb (gpointer model)
{
  return g_list_model_get_n_items (model) == 3;
}

/* All of them disabled, then forgotten, and brought back. */
static void
test_chosen (PlugPageTest *test,
             const void   *data)
{
  g_autoptr (GListModel) three = save_three (test);
  GListModel *instances = plug_inventory_list_instances (test->inventory);
  PlugWindow *window = open_window (test);
  PlugInstanceList *list = plug_page_test_find (window, PLUG_TYPE_INSTANCE_LIST, 0);

  act (list, "chosen.all");
  plug_page_test_wait_for (window, "3 Selected");
  act (list, "chosen.disable");
  plug_page_test_wait_for (window, "3 instances disabled");
  g_assert_false (plug_instance_list_is_selecting (list));

  act (list, "chosen.all");
  act (list, "chosen.forget");
  plug_test_spin_until (is_empty_cb, instances);
  plug_page_test_wait_for (window, "3 instances forgotten");
  plug_page_test_press (window, "_Undo");
  plug_test_spin_until (has_three_cb, instances);
  gtk_window_destroy (GTK_WINDOW (window));
  plug_page_test_spin ();
}

static gboolean
looks_at_cb (gpointer list)
{
  PlugInstance *instance = plug_instance_list_get_instance (list);

  return instance != NULL && g_str_equal (plug_instance_get_name (instance), "Gamma");
}

/* After what is gone the next one is looked at; Esc ends the choosing. */
static void
test_next (PlugPageTest *test,
           const void   *data)
{
  g_autoptr (GListModel) three = save_three (test);
  g_autoptr (PlugInstance) second = g_list_model_get_item (three, 1);
  PlugWindow *window = open_window (test);
  PlugInstanceList *list = plug_page_test_find (window, PLUG_TYPE_INSTANCE_LIST, 0);

  plug_instance_list_set_selecting (list, TRUE);
  act (window, "win.back");
  g_assert_false (plug_instance_list_is_selecting (list));
  plug_window_show_instance (window, second);
  g_assert_true (plug_instance_list_get_instance (list) == second);
  plug_inventory_forget_instance_async (test->inventory, second, NULL, NULL, NULL);
  plug_test_spin_until (looks_at_cb, list);
  gtk_window_destroy (GTK_WINDOW (window));
  plug_page_test_spin ();
}

/* What a change leaves out of the filter goes from the list. */
static void
test_follows (PlugPageTest *test,
              const void   *data)
{
  g_autoptr (GListModel) three = save_three (test);
  g_autoptr (PlugInstance) first = g_list_model_get_item (three, 0);
  PlugWindow *window = open_window (test);
  PlugInstanceList *list = plug_page_test_find (window, PLUG_TYPE_INSTANCE_LIST, 0);

  plug_instance_list_search (list);
  gtk_editable_set_text (plug_page_test_find (list, GTK_TYPE_SEARCH_ENTRY, 0), "Acme");
  plug_page_test_wait_for (window, "1 of 3 instances");
  plug_instance_set_name (first, "Delta");
  plug_page_test_wait_for (window, "No Match");
  plug_page_test_press (window, "Show All");
  plug_page_test_wait_for (window, "3 instances");
  gtk_window_destroy (GTK_WINDOW (window));
  plug_page_test_spin ();
}

static gboolean
shows_last_cb (gpointer window)
{
  return plug_page_test_shows (window, "Instance 09999");
}

/* From a key to the list laid out, said in the log; a budget is the speed tests' affair. */
static void
test_keystroke (PlugPageTest *test,
                const void   *data)
{
  g_autoptr (GPtrArray) many = g_ptr_array_new_with_free_func (g_object_unref);
  PlugInstanceList *list;
  PlugWindow *window;
  gint64 start;

  for (guint i = 0; i < N_MANY; i++)
    g_ptr_array_add (many, create_instance (i));
  plug_inventory_add_instances (test->inventory, many);
  window = open_window (test);
  list = plug_page_test_find (window, PLUG_TYPE_INSTANCE_LIST, 0);
  plug_instance_list_search (list);
  plug_page_test_spin ();
  start = g_get_monotonic_time ();
  gtk_editable_set_text (plug_page_test_find (list, GTK_TYPE_SEARCH_ENTRY, 0), "0999");
  g_signal_emit_by_name (plug_page_test_find (list, GTK_TYPE_SEARCH_ENTRY, 0), "search-changed");
  plug_test_spin_until (shows_last_cb, window);
  g_test_message ("From a key to the list of %d laid out: %.1f ms", N_MANY,
                  (double) (g_get_monotonic_time () - start) / 1000);
  gtk_window_destroy (GTK_WINDOW (window));
  plug_page_test_spin ();
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
  g_test_add_func ("/ui/manage/filter", test_filter);
  g_test_add_func ("/ui/manage/watch", test_watch);
  g_test_add_func ("/ui/manage/sort", test_sort);
  add ("/ui/manage/series", test_series);
  add ("/ui/manage/chosen", test_chosen);
  add ("/ui/manage/next", test_next);
  add ("/ui/manage/follows", test_follows);
  add ("/ui/manage/keystroke", test_keystroke);
  return g_test_run ();
}
