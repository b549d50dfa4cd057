/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstanceRow, alone and as ten thousand of them. */

#include "config.h"

#include "plug-compat.h"
#include "plug-filtered-list.h"
#include "plug-instance-filter.h"
#include "plug-instance-row.h"
#include "plug-page-test.h"

#define ITEM_RESOURCE "/io/github/plugboard/Plugboard/plug-instance-item.ui"
#define N_MANY 10000

/* Classes of which this test sees that they are finalized; build-aux/check-house reads it. */
static const char *const finalized[] = { "PlugFilteredList" };

static PlugInstance *
create_instance (guint number)
{
  g_autofree char *id = g_strdup_printf ("%u", number);
  g_autofree char *name = g_strdup_printf ("Instance %05u", number);
  PlugInstance *instance = plug_instance_new ("account", id, name, "sagecrm");

  plug_instance_set_connector_name (instance, "Sage CRM");
  plug_instance_set_account_name (instance, "Production");
  return instance;
}

static void
test_row (void)
{
  PlugPageTest test = { 0 };
  const char *const tags[] = { "docs", "customer-17", "third", NULL };
  g_autoptr (PlugInstance) instance = create_instance (7);
  GtkWidget *row = g_object_new (PLUG_TYPE_INSTANCE_ROW, NULL);

  plug_instance_row_set_instance (PLUG_INSTANCE_ROW (row), instance);
  plug_page_test_show (&test, row);
  g_assert_true (plug_page_test_shows (row, "Instance 00007"));
  g_assert_true (plug_page_test_shows (row, "Sage CRM · Production"));
  g_assert_true (plug_page_test_shows (row, "Unknown"));
  g_assert_false (plug_page_test_shows (row, "docs"));

  /* It follows, and foreign text stays text. */
  plug_instance_set_name (instance, "A & <b>B</b>");
  plug_instance_set_tags (instance, tags);
  plug_instance_set_token_state (instance, PLUG_TOKEN_SAVED);
  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (row, "A & <b>B</b>"));
  g_assert_true (plug_page_test_shows (row, "Saved"));
  g_assert_true (plug_page_test_shows (row, "customer-17"));
  g_assert_false (plug_page_test_shows (row, "third"));
  plug_instance_set_disabled (instance, TRUE);
  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (row, "Disabled"));

  plug_page_test_close (&test);
  g_assert_cmpuint (G_OBJECT (instance)->ref_count, ==, 1);
}

static gboolean
is_last_shown_cb (gpointer user_data)
{
  return plug_page_test_shows (user_data, "Instance 09999");
}

static void
test_many (void)
{
  PlugPageTest test = { 0 };
  g_autoptr (GListStore) store = g_list_store_new (PLUG_TYPE_INSTANCE);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list;

  g_type_ensure (PLUG_TYPE_INSTANCE_ROW);
  for (guint i = 0; i < N_MANY; i++)
    {
      g_autoptr (PlugInstance) instance = create_instance (i);

      g_list_store_append (store, instance);
    }
  list = gtk_list_view_new (
    GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_object_ref (store)))),
    gtk_builder_list_item_factory_new_from_resource (NULL, ITEM_RESOURCE));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  plug_page_test_show (&test, scroller);
  g_assert_false (is_last_shown_cb (list));
  g_assert_true (plug_compat_scroll_to (GTK_LIST_VIEW (list), N_MANY - 1));
  plug_test_spin_until (is_last_shown_cb, list);
  /* No row widget an item. */
  g_assert_null (plug_page_test_find (list, PLUG_TYPE_INSTANCE_ROW, 1000));

  plug_page_test_close (&test);
}

typedef struct {
  guint n;
  guint position;
  guint removed;
  guint added;
} Changes;

static void
changed_cb (Changes *changes,
            guint    position,
            guint    removed,
            guint    added)
{
  *changes = (Changes){ changes->n + 1, position, removed, added };
}

static void
count_cb (guint *n)
{
  ++*n;
}

/* Runs of items come and go all over the list, and it is one change. */
static void
test_filtered (void)
{
  g_autoptr (GListStore) store = g_list_store_new (PLUG_TYPE_INSTANCE);
  PlugFilteredList *list = g_object_new (PLUG_TYPE_FILTERED_LIST, NULL);
  g_autoptr (PlugInstanceFilter) filter = plug_instance_filter_new ();
  g_autoptr (PlugInstance) last = create_instance (99);
  Changes changes = { 0 };
  guint n_notified = 0;

  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (PlugInstance) instance = create_instance (i);

      g_list_store_append (store, instance);
    }
  plug_filtered_list_set_filter (list, GTK_FILTER (filter));
  plug_filtered_list_set_model (list, G_LIST_MODEL (store));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 50);
  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (changed_cb), &changes);
  g_signal_connect_swapped (list, "notify::n-items", G_CALLBACK (count_cb), &n_notified);

  /* 7, 17, 27, 37, 47 are left. */
  plug_instance_filter_set_text (filter, "7 instance");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 5);
  g_assert_cmpuint (changes.n, ==, 1);
  g_assert_cmpuint (changes.removed - changes.added, ==, 45);
  plug_instance_filter_set_text (filter, "17 instance");
  g_assert_cmpuint (changes.n, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  plug_instance_filter_set_text (filter, "instance");
  g_assert_cmpuint (changes.n, ==, 3);
  g_assert_cmpuint (n_notified, ==, 3);

  /* What did not change is not told. */
  g_list_store_append (store, last);
  g_assert_cmpuint (changes.n, ==, 4);
  g_assert_cmpuint (changes.position, ==, 50);
  g_assert_cmpuint (changes.removed, ==, 0);
  g_assert_cmpuint (changes.added, ==, 1);
  plug_instance_filter_set_text (filter, "");
  g_assert_cmpuint (changes.n, ==, 4);
  g_list_store_remove_all (store);
  g_assert_cmpuint (changes.n, ==, 5);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (list), ==, finalized[0]);
  plug_test_assert_finalized (list);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/instance-row/follows", test_row);
  g_test_add_func ("/ui/instance-list/scroll-to-the-last", test_many);

  g_test_add_func ("/ui/filtered-list/one-change", test_filtered);

  return g_test_run ();
}
