/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugProblemBar against a real keyring: one sentence, and what to do about it. */

#include "config.h"

#include "plug-page-test.h"
#include "plug-problem-bar.h"

#include <string.h>

static PlugProblemBar *
show_bar (PlugPageTest *test)
{
  GtkWidget *bar = plug_problem_bar_new ();

  plug_page_test_show (test, bar);
  plug_problem_bar_set_keyring (PLUG_PROBLEM_BAR (bar),
                                plug_inventory_get_keyring (test->inventory));
  return PLUG_PROBLEM_BAR (bar);
}

static gboolean
is_open_cb (gpointer user_data)
{
  GtkRevealer *revealer = plug_page_test_find (user_data, GTK_TYPE_REVEALER, 0);

  return gtk_revealer_get_child_revealed (revealer);
}

static void
test_locked (PlugPageTest *test,
             const void   *data)
{
  PlugProblemBar *bar = show_bar (test);
  GtkWidget *button;

  g_assert_null (plug_problem_bar_get_text (bar));
  plug_page_test_lock_keyring (test);
  g_assert_nonnull (strstr (plug_problem_bar_get_text (bar), "locked"));
  plug_test_spin_until (is_open_cb, bar);
  button = plug_page_test_find_button (bar, "Unlock");
  g_assert_nonnull (button);
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "win.unlock");

  /* A notice waits until what is worse is over. */
  plug_problem_bar_set_notice (bar, "Something was moved.");
  g_assert_nonnull (strstr (plug_problem_bar_get_text (bar), "locked"));
  plug_problem_bar_set_keyring (bar, NULL);
  g_assert_cmpstr (plug_problem_bar_get_text (bar), ==, "Something was moved.");
}

static void
test_notice (PlugPageTest *test,
             const void   *data)
{
  PlugProblemBar *bar = show_bar (test);

  plug_problem_bar_set_notice (bar, "Something <b>was</b> moved.");
  g_assert_cmpstr (plug_problem_bar_get_text (bar), ==, "Something <b>was</b> moved.");
  plug_test_spin_until (is_open_cb, bar);

  gtk_widget_activate_action (GTK_WIDGET (bar), "problem.dismiss", NULL);
  g_assert_null (plug_problem_bar_get_text (bar));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/ui/problem-bar/notice", PlugPageTest, NULL, plug_page_test_set_up, test_notice,
              plug_page_test_tear_down);
  /* The last one: it stays locked. */
  g_test_add ("/ui/problem-bar/locked", PlugPageTest, NULL, plug_page_test_set_up, test_locked,
              plug_page_test_tear_down);

  return g_test_run ();
}
