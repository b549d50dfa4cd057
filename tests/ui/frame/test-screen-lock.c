/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugScreenLock: what a screen saver says on the session's bus. */

#include "config.h"

#include "plug-screen-lock.h"
#include "plug-test.h"

#include <gtk/gtk.h>

static const char *const finalized[] = { "PlugScreenLock" };

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

static void
say (GDBusConnection *connection,
     const char      *interface,
     gboolean         active)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (connection, NULL, "/org/gnome/ScreenSaver", interface,
                                 "ActiveChanged", g_variant_new ("(b)", active), &error);
  g_assert_no_error (error);
}

static gboolean
is_mapped_cb (gpointer window)
{
  return gtk_widget_get_mapped (window);
}

/* Nobody there is said once; a pointer that moves over a window is somebody. */
static void
test_idle (void)
{
  g_autoptr (PlugScreenLock) lock = plug_screen_lock_new (NULL);
  g_autoptr (GSubprocess) mover = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *window = gtk_window_new ();
  guint n = 0;

  gtk_window_present (GTK_WINDOW (window));
  plug_test_spin_until (is_mapped_cb, window);
  g_signal_connect_swapped (lock, "locked", G_CALLBACK (count_cb), &n);
  plug_screen_lock_set_idle_ms (lock, 1);
  plug_test_spin_until (is_positive_cb, &n);
  n = 0;
  mover = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", "search", "--onlyvisible",
                            "--class", "test-screen-lock", "mousemove", "--window", "%1", "10",
                            "10", "mousemove_relative", "5", "5", NULL);
  g_assert_no_error (error);
  plug_test_spin_until (is_positive_cb, &n);
  g_assert_true (g_subprocess_wait_check (mover, NULL, &error));
  g_assert_no_error (error);
  plug_screen_lock_set_idle_ms (lock, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_screen_saver (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) listener = NULL;
  g_autoptr (GDBusConnection) saver = NULL;
  g_autofree char *address = NULL;
  gpointer lock;
  guint n = 0;

  address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  listener = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  saver = g_dbus_connection_new_for_address_sync (
    address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
             | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  g_assert_no_error (error);
  lock = plug_screen_lock_new (listener);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (lock), ==, finalized[0]);
  g_signal_connect_swapped (lock, "locked", G_CALLBACK (count_cb), &n);

  say (saver, "org.gnome.ScreenSaver", FALSE);
  say (saver, "org.gnome.ScreenSaver", TRUE);
  plug_test_spin_until (is_positive_cb, &n);
  g_assert_cmpuint (n, ==, 1);
  n = 0;
  say (saver, "org.freedesktop.ScreenSaver", TRUE);
  plug_test_spin_until (is_positive_cb, &n);

  g_object_run_dispose (lock);
  g_object_add_weak_pointer (lock, &lock);
  g_object_unref (lock);
  while (lock != NULL)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/ui/screen-lock/idle", test_idle);
  g_test_add_func ("/ui/screen-lock/screen-saver", test_screen_saver);
  return g_test_run ();
}
