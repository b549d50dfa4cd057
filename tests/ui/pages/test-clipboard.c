/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clipboard: a secret leaves it again, and only a secret of ours. */

#include "config.h"

#include "plug-clipboard.h"
#include "plug-page-test.h"

static const char *const finalized[] = { "PlugSecretContent", "PlugClipboardCountdown" };

static GtkWidget *
show_window (PlugPageTest *test)
{
  GtkWidget *label = gtk_label_new ("A window");

  plug_page_test_show (test, label);
  while (!gtk_window_is_active (GTK_WINDOW (test->window)))
    g_main_context_iteration (NULL, TRUE);
  return label;
}

static gboolean
is_clear_cb (gpointer display)
{
  return !plug_clipboard_holds_secret (display);
}

static void
copy (GtkWidget  *widget,
      const char *text)
{
  g_autoptr (PlugSecret) secret = plug_secret_new (text);

  plug_clipboard_copy_secret (widget, secret);
}

static void
test_time_over (void)
{
  PlugPageTest test = { 0 };
  GtkWidget *widget = show_window (&test);
  GdkDisplay *display = gtk_widget_get_display (widget);
  gpointer content;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  copy (widget, "a token");
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (widget));
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (content), ==, finalized[0]);
  g_object_add_weak_pointer (content, &content);
  before = plug_page_test_dup_clipboard (&test);
  g_assert_cmpstr (before, ==, "a token");
  plug_clipboard_set_ms (display, 1);
  copy (widget, "another token");
  plug_test_spin_until (is_clear_cb, display);
  after = plug_page_test_dup_clipboard (&test);
  g_assert_null (after);
  g_assert_null (content);
  plug_clipboard_set_ms (display, 0);
  plug_page_test_close (&test);
}

static gboolean
says_cleared_cb (gpointer countdown)
{
  return plug_clipboard_countdown_get_phase (countdown) == PLUG_CLIPBOARD_CLEARED;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* How long it stays is said, and that it is gone. */
static void
test_countdown (void)
{
  PlugPageTest test = { 0 };
  GtkWidget *widget = show_window (&test);
  PlugClipboardCountdown *countdown;
  gpointer alone = plug_clipboard_countdown_new ();
  guint n = 0;

  g_assert_cmpstr (G_OBJECT_TYPE_NAME (alone), ==, finalized[1]);
  g_object_add_weak_pointer (alone, &alone);
  g_object_unref (alone);
  g_assert_null (alone);

  countdown = plug_clipboard_get_countdown (gtk_widget_get_display (widget));
  g_signal_connect_swapped (countdown, "changed", G_CALLBACK (count_cb), &n);
  copy (widget, "a token");
  g_assert_cmpint (plug_clipboard_countdown_get_phase (countdown), ==, PLUG_CLIPBOARD_HOLDS);
  g_assert_cmpuint (plug_clipboard_countdown_get_seconds (countdown), ==, PLUG_CLIPBOARD_SECONDS);
  g_assert_cmpuint (n, ==, 1);
  plug_clipboard_copy_text (widget, "something else");
  g_assert_cmpint (plug_clipboard_countdown_get_phase (countdown), ==, PLUG_CLIPBOARD_EMPTY);
  plug_clipboard_set_ms (gtk_widget_get_display (widget), 1);
  copy (widget, "a token");
  plug_test_spin_until (says_cleared_cb, countdown);
  plug_clipboard_set_ms (gtk_widget_get_display (widget), 0);
  g_signal_handlers_disconnect_by_data (countdown, &n);
  plug_page_test_close (&test);
}

/* What somebody copied since stays. */
static void
test_not_ours (void)
{
  PlugPageTest test = { 0 };
  GtkWidget *widget = show_window (&test);
  GdkDisplay *display = gtk_widget_get_display (widget);
  g_autofree char *text = NULL;

  copy (widget, "a token");
  plug_clipboard_copy_text (widget, "something else");
  g_assert_false (plug_clipboard_holds_secret (display));
  plug_clipboard_clear_secret (display);
  text = plug_page_test_dup_clipboard (&test);
  g_assert_cmpstr (text, ==, "something else");
  plug_page_test_close (&test);
}

static void
test_window_closes (void)
{
  PlugPageTest test = { 0 };
  GtkWidget *widget = show_window (&test);
  GdkDisplay *display = gtk_widget_get_display (widget);

  copy (widget, "a token");
  copy (widget, "a token again");
  g_assert_true (plug_clipboard_holds_secret (display));
  gtk_window_close (GTK_WINDOW (test.window));
  g_assert_false (plug_clipboard_holds_secret (display));
  plug_page_test_spin ();
}

static gboolean
passed_cb (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
is_set_cb (gpointer flag)
{
  return *(gboolean *) flag;
}

static void
assert_due_until_presented (PlugPageTest *test,
                            GtkWidget    *widget)
{
  GdkDisplay *display = gtk_widget_get_display (widget);
  gboolean passed = FALSE;

  plug_clipboard_set_ms (display, 1);
  copy (widget, "a token");
  /* Set later and due later, so the clipboard's own timer has run when this one has. */
  g_timeout_add (2, passed_cb, &passed);
  plug_test_spin_until (is_set_cb, &passed);
  g_assert_true (plug_clipboard_holds_secret (display));
  gtk_window_present (GTK_WINDOW (test->window));
  plug_test_spin_until (is_clear_cb, display);
  plug_clipboard_set_ms (display, 0);
  plug_page_test_close (test);
}

/* Only the active application may clear it, so the clearing waits for that. */
static void
test_due_when_shown (void)
{
  PlugPageTest test = { 0 };
  GtkWidget *widget = show_window (&test);

  gtk_widget_set_visible (test.window, FALSE);
  assert_due_until_presented (&test, widget);
}

static gboolean
is_inactive_cb (gpointer user_data)
{
  return !gtk_window_is_active (user_data);
}

static void
test_due_when_active (void)
{
  PlugPageTest test = { 0 };
  GtkWidget *widget = show_window (&test);

  gtk_window_minimize (GTK_WINDOW (test.window));
  plug_test_spin_until (is_inactive_cb, test.window);
  assert_due_until_presented (&test, widget);
}

static void
test_hints (void)
{
  PlugPageTest test = { 0 };
  GtkWidget *widget = show_window (&test);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  const char *types[] = { "text/x-kde-passwordManagerHint", NULL };
  char buffer[16] = "";

  copy (widget, "a token");
  gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, NULL, plug_test_result_cb,
                            &result);
  stream = gdk_clipboard_read_finish (clipboard, plug_test_wait (&result), NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_input_stream_read_async (stream, buffer, sizeof buffer - 1, G_PRIORITY_DEFAULT, NULL,
                             plug_test_result_cb, &result);
  g_assert_cmpint (g_input_stream_read_finish (stream, plug_test_wait (&result), &error), ==, 6);
  g_assert_cmpstr (buffer, ==, "secret");
  plug_clipboard_clear_secret (gtk_widget_get_display (widget));
  plug_page_test_close (&test);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/ui/clipboard/countdown", test_countdown);
  g_test_add_func ("/ui/clipboard/time-over", test_time_over);
  g_test_add_func ("/ui/clipboard/not-ours", test_not_ours);
  g_test_add_func ("/ui/clipboard/window-closes", test_window_closes);
  g_test_add_func ("/ui/clipboard/due-when-shown", test_due_when_shown);
  g_test_add_func ("/ui/clipboard/due-when-active", test_due_when_active);
  g_test_add_func ("/ui/clipboard/hints", test_hints);
  return g_test_run ();
}
