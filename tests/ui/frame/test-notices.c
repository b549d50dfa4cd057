/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugNotices: what the desktop is told, when, and what is taken back. */

#include "config.h"

#include "plug-clipboard.h"
#include "plug-notices.h"
#include "plug-page-test.h"

static const char interface_xml[] =
  "<node><interface name='org.freedesktop.Notifications'>"
  "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
  "<method name='GetServerInformation'><arg type='s' direction='out'/>"
  "<arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/>"
  "</method>"
  "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
  "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/>"
  "<arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
  "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
  "</interface></node>";

typedef struct {
  PlugPageTest page;
  GDBusConnection *desktop;
  GHashTable *shown; /* id → title */
  GString *said;     /* every word of it */
  guint last_id;
  GtkApplication *application;
  PlugNotices *notices;
} Fixture;

static void
called_cb (GDBusConnection       *connection,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  static const char *const capabilities[] = { "actions", "body", NULL };
  Fixture *fixture = user_data;
  g_autofree char *text = g_variant_print (parameters, FALSE);
  const char *title;
  guint32 id;

  g_string_append (fixture->said, text);
  if (g_str_equal (method, "Notify"))
    {
      g_variant_get_child (parameters, 1, "u", &id);
      g_variant_get_child (parameters, 3, "&s", &title);
      if (id == 0)
        id = ++fixture->last_id;
      g_hash_table_replace (fixture->shown, GUINT_TO_POINTER (id), g_strdup (title));
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", id));
      return;
    }
  if (g_str_equal (method, "CloseNotification"))
    {
      g_variant_get (parameters, "(u)", &id);
      g_hash_table_remove (fixture->shown, GUINT_TO_POINTER (id));
      g_dbus_method_invocation_return_value (invocation, NULL);
      return;
    }
  g_dbus_method_invocation_return_value (
    invocation, g_str_equal (method, "GetCapabilities")
                  ? g_variant_new ("(^as)", capabilities)
                  : g_variant_new ("(ssss)", "test", "test", "1", "1.2"));
}

static void
serve (Fixture *fixture)
{
  static const GDBusInterfaceVTable vtable = { called_cb, NULL, NULL, { 0 } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, NULL);
  g_autoptr (GError) error = NULL;

  fixture->desktop = g_dbus_connection_new_for_address_sync (
    g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
      | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (fixture->desktop, "/org/freedesktop/Notifications",
                                     node->interfaces[0], &vtable, fixture, NULL, &error);
  g_assert_no_error (error);
  g_variant_unref (g_dbus_connection_call_sync (
    fixture->desktop, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "RequestName",
    g_variant_new ("(su)", "org.freedesktop.Notifications", 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
    NULL, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture    *fixture,
        const void *data)
{
  plug_page_test_set_up (&fixture->page, data);
  fixture->shown = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  fixture->said = g_string_new (NULL);
  serve (fixture);
  /* One for the process, as ever. */
  fixture->application = GTK_APPLICATION (g_application_get_default ());
  fixture->notices = plug_notices_new (fixture->application, fixture->page.inventory);
}

/* GLib can take back only what it has been told the number of: that answer is on its way. */
static void
settle (Fixture *fixture)
{
  g_variant_unref (g_dbus_connection_call_sync (
    g_application_get_dbus_connection (G_APPLICATION (fixture->application)),
    "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetId", NULL, NULL,
    G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL));
  plug_page_test_spin ();
}

static void
tear_down (Fixture    *fixture,
           const void *data)
{
  settle (fixture);
  plug_test_assert_finalized (fixture->notices);
  g_dbus_connection_close_sync (fixture->desktop, NULL, NULL);
  g_clear_object (&fixture->desktop);
  g_hash_table_unref (fixture->shown);
  g_string_free (fixture->said, TRUE);
  plug_page_test_tear_down (&fixture->page, data);
}

static gboolean
is_shown (Fixture    *fixture,
          const char *title)
{
  GHashTableIter iter;
  gpointer shown;

  g_hash_table_iter_init (&iter, fixture->shown);
  while (g_hash_table_iter_next (&iter, NULL, &shown))
    if (g_str_equal (shown, title))
      return TRUE;
  return FALSE;
}

static void
wait_for (Fixture    *fixture,
          const char *title)
{
  while (!is_shown (fixture, title))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_nothing_shown_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_hash_table_size (fixture->shown) == 0;
}

static gboolean
is_active_cb (gpointer user_data)
{
  return gtk_window_is_active (user_data);
}

static GtkWindow *
add_window (Fixture *fixture)
{
  return GTK_WINDOW (gtk_application_window_new (fixture->application));
}

/* Taken back when a window is used; while it is, nothing is told. */
static void
test_bulk (Fixture    *fixture,
           const void *data)
{
  GtkWindow *window = add_window (fixture);

  plug_notices_tell ("bulk", "The Spreadsheet Is Done", "2 of 2.", "app.show-bulk");
  wait_for (fixture, "The Spreadsheet Is Done");
  settle (fixture);
  gtk_window_present (window);
  plug_test_spin_until (is_active_cb, window);
  plug_test_spin_until (is_nothing_shown_cb, fixture);
  plug_notices_tell ("bulk", "Told in Vain", "3 of 3.", "app.show-bulk");
  gtk_window_destroy (window);
  /* Calls arrive in their order: had the one before been made, it would be here too. */
  plug_notices_tell ("bulk", "Told", "3 of 3.", NULL);
  wait_for (fixture, "Told");
  g_assert_null (strstr (fixture->said->str, "Told in Vain"));
}

static void
test_attention (Fixture    *fixture,
                const void *data)
{
  plug_page_test_add_intent (&fixture->page, "Lost", PLUG_INTENT_UNKNOWN);
  wait_for (fixture, "Plugboard Needs Attention");
  g_assert_nonnull (strstr (fixture->said->str, "What became of 1 request is not known."));
}

static void
test_clipboard (Fixture    *fixture,
                const void *data)
{
  GtkWindow *window = add_window (fixture);
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  g_autofree char *canary = plug_test_dup_canary ("clipboard");
  g_autoptr (PlugSecret) secret = plug_secret_new (canary);

  plug_clipboard_set_ms (display, 1);
  plug_clipboard_copy_secret (GTK_WIDGET (window), secret);
  wait_for (fixture, "A Secret Is Still in the Clipboard");
  g_assert_null (strstr (fixture->said->str, canary));
  settle (fixture);
  plug_clipboard_clear_secret (display);
  plug_test_spin_until (is_nothing_shown_cb, fixture);
  plug_clipboard_set_ms (display, 0);
  gtk_window_destroy (window);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GtkApplication) application = NULL;

  g_test_init (&argc, &argv, NULL);
  application = gtk_application_new (PLUG_APP_ID, G_APPLICATION_NON_UNIQUE);
  g_application_set_default (G_APPLICATION (application));
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add ("/ui/notices/bulk", Fixture, NULL, set_up, test_bulk, tear_down);
  g_test_add ("/ui/notices/attention", Fixture, NULL, set_up, test_attention, tear_down);
  g_test_add ("/ui/notices/clipboard", Fixture, NULL, set_up, test_clipboard, tear_down);
  return g_test_run ();
}
