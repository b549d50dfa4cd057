/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugApplication: the one instance of the program. */

#include "config.h"

#include "plug-application-private.h"

#include "plug-clipboard.h"
#include "plug-compat.h"
#include "plug-window-state.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (PlugApplication, plug_application, ADW_TYPE_APPLICATION)

/* A second writer would undo what the first one promises. With a session bus there is none;
 * without one this lock is what tells. It lives as long as the process. */
static gboolean
take_lock (PlugApplication *self)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "plugboard", NULL);
  g_autofree char *path = g_build_filename (folder, "lock", NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0
      || (self->lock_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0)
    {
      g_printerr (_("Plugboard cannot write to %s: %s. Make the folder writable and start"
                    " again.\n"),
                  folder, g_strerror (errno));
      return FALSE;
    }
  if (flock (self->lock_fd, LOCK_EX | LOCK_NB) != 0)
    {
      g_printerr (_("Plugboard is already running for this user, in another session. "
                    "Only one may write its records: close that one first.\n"));
      return FALSE;
    }
  return TRUE;
}

static void
forbid_core_dumps (void)
{
  const struct rlimit none = { 0, 0 };

  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_info ("Core dumps could not be turned off: %s", g_strerror (errno));
}

/* A session bus that goes away takes the keyring with it, but not what is typed here. */
static void
outlive_bus (PlugApplication *self)
{
  GDBusConnection *connection = g_application_get_dbus_connection (G_APPLICATION (self));

  if (connection != NULL)
    g_dbus_connection_set_exit_on_close (connection, FALSE);
}

/* plug_application_find_window:
 * Private to PlugApplication.
 *
 * Returns: (transfer none) (nullable): the window, if there is one */
PlugWindow *
plug_application_find_window (PlugApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (PLUG_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

/* What the user has set is in effect at once. */
static void
apply_preferences (PlugApplication *self)
{
  PlugWindow *window = plug_application_find_window (self);
  guint clipboard = plug_preferences_get (self->preferences, PLUG_PREFERENCE_CLIPBOARD_SECONDS);
  guint reveal = plug_preferences_get (self->preferences, PLUG_PREFERENCE_REVEAL_SECONDS);
  guint idle = plug_preferences_get (self->preferences, PLUG_PREFERENCE_IDLE_MINUTES);
  guint sync = plug_preferences_get (self->preferences, PLUG_PREFERENCE_SYNC_MINUTES);

  plug_screen_lock_set_idle_ms (self->screen_lock, idle * 60 * 1000);
  if (self->inventory != NULL)
    plug_inventory_set_sync_interval (self->inventory, sync * 60);
  if (window == NULL)
    return;
  plug_clipboard_set_ms (gtk_widget_get_display (GTK_WIDGET (window)), clipboard * 1000);
  plug_window_set_reveal_ms (window, reveal * 1000);
}

/* plug_application_ensure_window:
 * Private to PlugApplication.
 *
 * Returns: (transfer none): the window, made if there was none; still to be presented */
PlugWindow *
plug_application_ensure_window (PlugApplication *self)
{
  PlugWindow *window = plug_application_find_window (self);

  if (window == NULL)
    {
      window = plug_window_new (GTK_APPLICATION (self), self->inventory, self->sandbox_host);
      plug_window_state_keep (GTK_WINDOW (window));
      plug_window_set_open_error (window, self->open_error);
      apply_preferences (self);
    }
  return window;
}

static void
sandbox_resumed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (PlugApplication) self = user_data;
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  PlugWindow *window;

  account = plug_sandbox_host_start_finish (PLUG_SANDBOX_HOST (source), result, &error);
  if (account != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  window = plug_application_find_window (self);
  if (window != NULL)
    plug_window_show_toast (window, error->message);
}

static void
inventory_opened_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (PlugApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  PlugWindow *window;

  if (!plug_inventory_finish (PLUG_INVENTORY (source), result, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      self->open_error = g_steal_pointer (&error);
      window = plug_application_find_window (self);
      if (window != NULL)
        plug_window_set_open_error (window, self->open_error);
      return;
    }
  plug_application_do_pending (self);
  if (plug_sandbox_host_find_account (self->sandbox_host) != NULL)
    plug_sandbox_host_start_async (self->sandbox_host, self->cancellable, sandbox_resumed_cb,
                                   g_object_ref (self));
}

/* A logout waits for the answer. What would not wait loses nothing: the journal knows. */
static void
changing_cb (PlugApplication *self,
             GParamSpec      *pspec,
             PlugClient      *client)
{
  GtkApplication *application = GTK_APPLICATION (self);

  if (self->inhibition != 0)
    gtk_application_uninhibit (application, self->inhibition);
  self->inhibition = 0;
  if (plug_client_is_changing (client))
    self->inhibition = gtk_application_inhibit (
      application, gtk_application_get_active_window (application),
      GTK_APPLICATION_INHIBIT_LOGOUT,
      /* Translators: why the session should not end now */
      _("A tenant is being asked to change something"));
}

static void
open_inventory (PlugApplication *self)
{
  g_autoptr (PlugStore) store = plug_store_new (NULL);
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (PlugClient) client = plug_client_new ();

  self->inventory = plug_inventory_new (store, keyring, client);
  self->sandbox_host = plug_sandbox_host_new (self->inventory);
  self->notices = plug_notices_new (GTK_APPLICATION (self), self->inventory);
  g_signal_connect_object (client, "notify::changing", G_CALLBACK (changing_cb), self,
                           G_CONNECT_SWAPPED);
  self->cancellable = g_cancellable_new ();
  plug_inventory_open_async (self->inventory, self->cancellable, inventory_opened_cb,
                             g_object_ref (self));
}

static void
watch_screen (PlugApplication *self)
{
  self->screen_lock = plug_screen_lock_new (
    g_application_get_dbus_connection (G_APPLICATION (self)));
  g_signal_connect_object (self->screen_lock, "locked", G_CALLBACK (plug_application_put_away),
                           self, G_CONNECT_SWAPPED);
}

static gboolean
quit_asked_cb (gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
  return G_SOURCE_CONTINUE;
}

static void
plug_application_startup (GApplication *application)
{
  PlugApplication *self = PLUG_APPLICATION (application);

  G_APPLICATION_CLASS (plug_application_parent_class)->startup (application);

  forbid_core_dumps ();
  outlive_bus (self);
  plug_compat_name_parts ();
  plug_application_add_actions (self);
  self->signal_sources[0] = g_unix_signal_add (SIGTERM, quit_asked_cb, self);
  self->signal_sources[1] = g_unix_signal_add (SIGINT, quit_asked_cb, self);

  watch_screen (self);
  if (take_lock (self))
    open_inventory (self);
  else
    self->exit_status = 1;
  self->preferences = plug_preferences_new ();
  g_signal_connect_object (self->preferences, "notify", G_CALLBACK (apply_preferences), self,
                           G_CONNECT_SWAPPED);
  apply_preferences (self);
}

static void
plug_application_activate (GApplication *application)
{
  PlugApplication *self = PLUG_APPLICATION (application);

  if (self->inventory != NULL)
    gtk_window_present (GTK_WINDOW (plug_application_ensure_window (self)));
}

static void
plug_application_shutdown (GApplication *application)
{
  PlugApplication *self = PLUG_APPLICATION (application);
  GList *windows;

  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (self))) != NULL)
    gtk_window_destroy (windows->data);

  g_cancellable_cancel (self->cancellable);
  if (self->sandbox_host != NULL)
    plug_sandbox_host_stop (self->sandbox_host);
  if (self->inventory != NULL)
    plug_store_close (plug_inventory_get_store (self->inventory));

  G_APPLICATION_CLASS (plug_application_parent_class)->shutdown (application);
}

static int
plug_application_handle_local_options (GApplication *application,
                                       GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("plugboard %s\n", PLUG_VERSION);
      return 0;
    }
  return -1;
}

static void
plug_application_finalize (GObject *object)
{
  PlugApplication *self = PLUG_APPLICATION (object);

  g_clear_object (&self->preferences);
  g_clear_object (&self->screen_lock);
  g_clear_object (&self->notices);
  g_clear_pointer (&self->pending, g_variant_unref);
  g_clear_object (&self->sandbox_host);
  g_clear_object (&self->inventory);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->open_error);
  if (self->lock_fd >= 0)
    close (self->lock_fd);

  G_OBJECT_CLASS (plug_application_parent_class)->finalize (object);
}

static void
plug_application_class_init (PlugApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = plug_application_finalize;
  application_class->startup = plug_application_startup;
  application_class->activate = plug_application_activate;
  application_class->shutdown = plug_application_shutdown;
  application_class->handle_local_options = plug_application_handle_local_options;
}

static void
plug_application_init (PlugApplication *self)
{
  self->lock_fd = -1;
  g_application_add_main_option (G_APPLICATION (self), "version", 0, G_OPTION_FLAG_NONE,
                                 G_OPTION_ARG_NONE, _("Show the version and end"), NULL);
}

/* plug_application_new:
 * Returns: (transfer full): the application; nothing is opened before it starts up */
PlugApplication *
plug_application_new (void)
{
  return g_object_new (PLUG_TYPE_APPLICATION,
                       "application-id", PLUG_APP_ID,
                       "resource-base-path", "/io/github/plugboard/Plugboard",
                       NULL);
}

/* plug_application_get_exit_status:
 * Returns: what main() is to return when g_application_run() gave 0: 1 when the program refused
 *   to start */
int
plug_application_get_exit_status (PlugApplication *self)
{
  g_return_val_if_fail (PLUG_IS_APPLICATION (self), 1);

  return self->exit_status;
}

/* plug_application_get_inventory:
 * Returns: (transfer none) (nullable): NULL before startup and where starting was refused */
PlugInventory *
plug_application_get_inventory (PlugApplication *self)
{
  g_return_val_if_fail (PLUG_IS_APPLICATION (self), NULL);

  return self->inventory;
}

/* plug_application_get_sandbox_host:
 * Returns: (transfer none) (nullable): as plug_application_get_inventory() */
PlugSandboxHost *
plug_application_get_sandbox_host (PlugApplication *self)
{
  g_return_val_if_fail (PLUG_IS_APPLICATION (self), NULL);

  return self->sandbox_host;
}

/* plug_application_get_preferences:
 * Returns: (transfer none) (nullable): what the user has set; NULL before startup */
PlugPreferences *
plug_application_get_preferences (PlugApplication *self)
{
  g_return_val_if_fail (PLUG_IS_APPLICATION (self), NULL);

  return self->preferences;
}
