/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugApplication: starts, ends, is the only one, and outlives its session bus. */

#include "config.h"

#include "plug-application.h"
#include "plug-page-test.h"
#include "plug-window.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static const char *const finalized[] = { "PlugApplication", "PlugNotices" };

typedef struct {
  PlugApplication *application;
  gpointer notices;
  GTestDBus *bus; /* (nullable): killed when the window is there */
  gboolean has_window;
  gboolean lost_bus;
  gboolean went_on;
} Run;

static gboolean
is_ready (Run *run)
{
  PlugInventory *inventory = plug_application_get_inventory (run->application);
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (run->application));

  return inventory != NULL && plug_inventory_is_ready (inventory) &&
         plug_keyring_get_state (plug_inventory_get_keyring (inventory)) != PLUG_KEYRING_UNKNOWN &&
         windows != NULL && PLUG_IS_WINDOW (windows->data) &&
         gtk_widget_get_mapped (windows->data);
}

static gboolean
go_on_cb (gpointer user_data)
{
  Run *run = user_data;

  run->went_on = TRUE;
  g_application_quit (G_APPLICATION (run->application));
  return G_SOURCE_REMOVE;
}

/* After GDBus has heard of it, and after what it would do about it. */
static void
bus_closed_cb (GDBusConnection *connection,
               gboolean         remote,
               GError          *error,
               gpointer         user_data)
{
  Run *run = user_data;

  run->lost_bus = TRUE;
  g_timeout_add (50, go_on_cb, run);
}

static gboolean
look_cb (gpointer user_data)
{
  Run *run = user_data;
  GDBusConnection *connection;

  if (!is_ready (run))
    return G_SOURCE_CONTINUE;
  run->has_window = TRUE;
  run->notices = g_object_get_data (G_OBJECT (run->application), "plug-notices");
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (run->notices), ==, finalized[1]);
  g_object_add_weak_pointer (run->notices, &run->notices);
  if (run->bus == NULL)
    {
      g_application_quit (G_APPLICATION (run->application));
      return G_SOURCE_REMOVE;
    }
  connection = g_application_get_dbus_connection (G_APPLICATION (run->application));
  g_signal_connect (connection, "closed", G_CALLBACK (bus_closed_cb), run);
  g_test_dbus_stop (run->bus);
  return G_SOURCE_REMOVE;
}

static gboolean
is_gone_cb (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

static int
run_application (Run *run)
{
  char *arguments[] = { (char *) "plugboard", NULL };
  gpointer gone = run->application = plug_application_new ();
  int status;
  guint source = g_timeout_add (5, look_cb, run);

  g_assert_cmpstr (G_OBJECT_TYPE_NAME (gone), ==, finalized[0]);
  g_object_add_weak_pointer (G_OBJECT (run->application), &gone);
  status = g_application_run (G_APPLICATION (run->application), 1, arguments);
  if (status == 0)
    status = plug_application_get_exit_status (run->application);
  if (!run->has_window)
    g_source_remove (source);
  g_object_unref (run->application);
  plug_test_spin_until (is_gone_cb, &gone);
  g_assert_null (run->notices);
  return status;
}

static void
test_starts_and_ends (void)
{
  Run run = { 0 };

  g_assert_cmpint (run_application (&run), ==, 0);
  g_assert_true (run.has_window);
}

/* Another session of the same user, which this one cannot see on its bus. */
static void
test_only_one (void)
{
  Run run = { 0 };
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "plugboard", NULL);
  g_autofree char *path = g_build_filename (folder, "lock", NULL);
  int lock;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (flock (lock, LOCK_EX | LOCK_NB), ==, 0);
  g_assert_cmpint (run_application (&run), ==, 1);
  g_assert_false (run.has_window);
  close (lock);
  run = (Run) { 0 };
  g_assert_cmpint (run_application (&run), ==, 0);
}

static void
test_bus_lost (void)
{
  /* Never freed: that would wait for the connection, which lives as long as the process. */
  static GTestDBus *bus;
  g_autofree char *display = g_strdup (g_getenv ("DISPLAY"));
  Run run = { 0 };

  run.bus = bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  /* It takes the display away, so that nothing of the session is used. */
  g_setenv ("DISPLAY", display, TRUE);
  g_assert_cmpint (run_application (&run), ==, 0);
  g_assert_true (run.lost_bus);
  g_assert_true (run.went_on);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("PLUG_TEST_BUS_LOST") != NULL)
    g_test_add_func ("/ui/application/row-37-bus-lost", test_bus_lost);
  else
    {
      g_test_add_func ("/ui/application/starts-and-ends", test_starts_and_ends);
      g_test_add_func ("/ui/application/row-53-only-one", test_only_one);
    }
  return g_test_run ();
}
