/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugTagEntry: chips, what is typed, what is pasted, what is offered. */

#include "config.h"

#include "plug-page-test.h"
#include "plug-tag-entry.h"

static void
assert_tags (PlugTagEntry *entry,
             const char   *expected)
{
  g_auto (GStrv) tags = plug_tag_entry_dup_tags (entry);
  g_autofree char *joined = g_strjoinv ("|", tags);

  g_assert_cmpstr (joined, ==, expected);
}

static PlugTagEntry *
create_entry (GtkEditable **text)
{
  PlugTagEntry *entry = g_object_ref_sink (PLUG_TAG_ENTRY (plug_tag_entry_new ()));

  *text = plug_page_test_find (entry, GTK_TYPE_ENTRY, 0);
  return entry;
}

static guint
count_chips (PlugTagEntry *entry)
{
  guint count = 0;
  GtkWidget *field = plug_page_test_find (entry, GTK_TYPE_ENTRY, 0);

  for (GtkWidget *chip = gtk_widget_get_prev_sibling (field); chip != NULL;
       chip = gtk_widget_get_prev_sibling (chip))
    count++;
  return count;
}

static void
test_split (void)
{
  g_auto (GStrv) parts = plug_tags_split (" a, b c ,,a,\t, d");
  g_auto (GStrv) none = plug_tags_split (" , ");
  g_autofree char *joined = g_strjoinv ("|", parts);

  g_assert_cmpstr (joined, ==, "a|b c|d");
  g_assert_null (none[0]);
}

static void
test_pending (void)
{
  GtkEditable *text;
  PlugTagEntry *entry = create_entry (&text);

  gtk_editable_set_text (text, "Docs");
  assert_tags (entry, "Docs");
  g_assert_cmpuint (count_chips (entry), ==, 0);
  gtk_editable_set_text (text, "a, b");
  assert_tags (entry, "a|b");
  plug_tag_entry_commit (entry);
  g_assert_cmpuint (count_chips (entry), ==, 2);
  g_assert_cmpstr (gtk_editable_get_text (text), ==, "");
  assert_tags (entry, "a|b");
  plug_test_assert_finalized (entry);
}

static void
test_comma (void)
{
  GtkEditable *text;
  PlugTagEntry *entry = create_entry (&text);

  gtk_editable_set_text (text, "docs,");
  plug_page_test_spin ();
  g_assert_cmpuint (count_chips (entry), ==, 1);
  g_assert_cmpstr (gtk_editable_get_text (text), ==, "");
  gtk_editable_set_text (text, "customer-17, docs, tri");
  plug_page_test_spin ();
  g_assert_cmpuint (count_chips (entry), ==, 2);
  g_assert_cmpstr (gtk_editable_get_text (text), ==, "tri");
  assert_tags (entry, "docs|customer-17|tri");
  plug_test_assert_finalized (entry);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_enter (void)
{
  GtkEditable *text;
  PlugTagEntry *entry = create_entry (&text);
  guint submitted = 0;

  g_signal_connect_swapped (entry, "submitted", G_CALLBACK (count_cb), &submitted);
  gtk_editable_set_text (text, "docs");
  g_signal_emit_by_name (text, "activate");
  g_assert_cmpuint (count_chips (entry), ==, 1);
  g_assert_cmpuint (submitted, ==, 0);
  g_signal_emit_by_name (text, "activate");
  g_assert_cmpuint (submitted, ==, 1);
  plug_test_assert_finalized (entry);
}

static gboolean
press_backspace (GtkEditable *text)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (text));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && !handled)
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_BackSpace, 0, 0, &handled);
    }
  return handled;
}

static void
test_backspace (void)
{
  const char *const tags[] = { "a", "b", NULL };
  GtkEditable *text;
  PlugTagEntry *entry = create_entry (&text);

  plug_tag_entry_set_tags (entry, tags);
  gtk_editable_set_text (text, "c");
  g_assert_false (press_backspace (text));
  assert_tags (entry, "a|b|c");
  gtk_editable_set_text (text, "");
  g_assert_true (press_backspace (text));
  assert_tags (entry, "a");
  g_assert_true (press_backspace (text));
  g_assert_false (press_backspace (text));
  assert_tags (entry, "");
  plug_test_assert_finalized (entry);
}

static void
test_remove (void)
{
  const char *const tags[] = { "a", "b & <c>", "d", NULL };
  GtkEditable *text;
  PlugTagEntry *entry = create_entry (&text);
  guint changed = 0;

  plug_tag_entry_set_tags (entry, tags);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (count_cb), &changed);
  g_signal_emit_by_name (plug_page_test_find (entry, GTK_TYPE_BUTTON, 1), "clicked");
  assert_tags (entry, "a|d");
  g_assert_cmpuint (changed, >=, 1);
  plug_test_assert_finalized (entry);
}

static void
test_offers (void)
{
  const char *const in_use[] = { "customer-17", "Customer-18", "docs", NULL };
  GtkEditable *text;
  PlugTagEntry *entry = create_entry (&text);

  plug_tag_entry_set_suggestions (entry, in_use);
  g_assert_nonnull (plug_page_test_find (entry, GTK_TYPE_BUTTON, 2));
  gtk_editable_set_text (text, "cUST");
  g_assert_nonnull (plug_page_test_find (entry, GTK_TYPE_BUTTON, 1));
  g_assert_null (plug_page_test_find (entry, GTK_TYPE_BUTTON, 2));
  g_signal_emit_by_name (plug_page_test_find (entry, GTK_TYPE_BUTTON, 1), "clicked");
  assert_tags (entry, "Customer-18");
  g_assert_cmpstr (gtk_editable_get_text (text), ==, "");
  plug_test_assert_finalized (entry);
}

static void
test_problem (void)
{
  GtkEditable *text;
  PlugTagEntry *entry = create_entry (&text);

  plug_tag_entry_set_problem (entry, "A tag is too long.");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
  gtk_editable_set_text (text, "x");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
  plug_test_assert_finalized (entry);
}

/* Many tags make lines below each other, not a wider page; and a narrow page makes more of them. */
static void
test_lines (void)
{
  GtkEditable *text;
  PlugTagEntry *entry = create_entry (&text);
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func (g_free);
  int minimum, before, wide, narrow;

  gtk_widget_measure (GTK_WIDGET (entry), GTK_ORIENTATION_VERTICAL, 300, &before, NULL, NULL,
                      NULL);
  for (guint i = 0; i < 30; i++)
    g_ptr_array_add (tags, g_strdup_printf ("customer-%u", i));
  g_ptr_array_add (tags, NULL);
  plug_tag_entry_set_tags (entry, (const char *const *) tags->pdata);
  gtk_widget_measure (GTK_WIDGET (entry), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  gtk_widget_measure (GTK_WIDGET (entry), GTK_ORIENTATION_VERTICAL, 600, &wide, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (entry), GTK_ORIENTATION_VERTICAL, 300, &narrow, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <, 300);
  g_assert_cmpint (wide, >, before);
  g_assert_cmpint (narrow, >, wide);
  plug_test_assert_finalized (entry);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/ui/tag-entry/split", test_split);
  g_test_add_func ("/ui/tag-entry/pending", test_pending);
  g_test_add_func ("/ui/tag-entry/comma", test_comma);
  g_test_add_func ("/ui/tag-entry/enter", test_enter);
  g_test_add_func ("/ui/tag-entry/backspace", test_backspace);
  g_test_add_func ("/ui/tag-entry/remove", test_remove);
  g_test_add_func ("/ui/tag-entry/offers", test_offers);
  g_test_add_func ("/ui/tag-entry/problem", test_problem);
  g_test_add_func ("/ui/tag-entry/lines", test_lines);
  return g_test_run ();
}
