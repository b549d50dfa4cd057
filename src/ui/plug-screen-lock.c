/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugScreenLock: tells when nobody is at the screen any more. */

#include "config.h"

#include "plug-screen-lock.h"

#include <gtk/gtk.h>

struct _PlugScreenLock {
  GObject parent_instance;

  GDBusConnection *session; /* (nullable) */
  GDBusConnection *system;  /* (nullable) */
  GCancellable *cancellable;
  guint subscriptions[4];
  gulong hook;
  guint idle_ms;
  guint idle_source;
  gint64 last_input; /* monotonic */
};

G_DEFINE_FINAL_TYPE (PlugScreenLock, plug_screen_lock, G_TYPE_OBJECT)

enum {
  SIGNAL_LOCKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Who says it, on which bus; with a boolean that has to be true, or with nothing. */
static const struct {
  gboolean on_system;
  const char *interface;
  const char *signal;
} sources[] = {
  { FALSE, "org.gnome.ScreenSaver", "ActiveChanged" },
  { FALSE, "org.freedesktop.ScreenSaver", "ActiveChanged" },
  { TRUE, "org.freedesktop.login1.Session", "Lock" },
  { TRUE, "org.freedesktop.login1.Manager", "PrepareForSleep" },
};

static void
signal_came_cb (GDBusConnection *connection,
                const char      *sender,
                const char      *path,
                const char      *interface,
                const char      *signal,
                GVariant        *parameters,
                gpointer         user_data)
{
  PlugScreenLock *self = user_data;
  gboolean active = TRUE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &active);
  if (active)
    g_signal_emit (self, signals[SIGNAL_LOCKED], 0);
}

static void
subscribe (PlugScreenLock  *self,
           GDBusConnection *connection,
           gboolean         on_system)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      if (sources[i].on_system == on_system)
        self->subscriptions[i] = g_dbus_connection_signal_subscribe (
          connection, NULL, sources[i].interface, sources[i].signal, NULL, NULL,
          G_DBUS_SIGNAL_FLAGS_NONE, signal_came_cb, self, NULL);
    }
}

static void
unsubscribe (PlugScreenLock  *self,
             GDBusConnection *connection,
             gboolean         on_system)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      if (sources[i].on_system == on_system && self->subscriptions[i] != 0)
        g_dbus_connection_signal_unsubscribe (connection, self->subscriptions[i]);
    }
}

static void
system_came_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (PlugScreenLock) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) system = g_bus_get_finish (result, &error);

  if (system == NULL)
    {
      g_info ("Whether the session is locked is not known: %s", error->message);
      return;
    }
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->system = g_steal_pointer (&system);
  g_dbus_connection_set_exit_on_close (self->system, FALSE);
  subscribe (self, self->system, TRUE);
}

/* Nobody there: no key and no movement in any window of ours, dialogs and popovers included. */

static gboolean
idle_over_cb (gpointer user_data)
{
  PlugScreenLock *self = user_data;
  gint64 left = self->last_input + (gint64) self->idle_ms * 1000 - g_get_monotonic_time ();

  self->idle_source = 0;
  if (left > 0)
    self->idle_source = g_timeout_add ((guint) (left / 1000) + 1, idle_over_cb, self);
  else
    g_signal_emit (self, signals[SIGNAL_LOCKED], 0);
  return G_SOURCE_REMOVE;
}

static void
note_input (PlugScreenLock *self)
{
  self->last_input = g_get_monotonic_time ();
  if (self->idle_ms != 0 && self->idle_source == 0)
    self->idle_source = g_timeout_add (self->idle_ms, idle_over_cb, self);
}

static gboolean
is_input (GdkEvent *event)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
event_came_cb (GSignalInvocationHint *hint,
               guint                  n_values,
               const GValue          *values,
               gpointer               user_data)
{
  if (is_input (g_value_peek_pointer (&values[1])))
    note_input (user_data);
  return TRUE;
}

static guint
get_event_signal (void)
{
  return g_signal_lookup ("event", GDK_TYPE_SURFACE);
}

static void
plug_screen_lock_dispose (GObject *object)
{
  PlugScreenLock *self = PLUG_SCREEN_LOCK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->idle_source, g_source_remove);
  if (self->hook != 0)
    g_signal_remove_emission_hook (get_event_signal (), self->hook);
  self->hook = 0;
  if (self->session != NULL)
    unsubscribe (self, self->session, FALSE);
  if (self->system != NULL)
    unsubscribe (self, self->system, TRUE);
  g_clear_object (&self->session);
  g_clear_object (&self->system);
  G_OBJECT_CLASS (plug_screen_lock_parent_class)->dispose (object);
}

static void
plug_screen_lock_finalize (GObject *object)
{
  g_object_unref (PLUG_SCREEN_LOCK (object)->cancellable);
  G_OBJECT_CLASS (plug_screen_lock_parent_class)->finalize (object);
}

static void
plug_screen_lock_class_init (PlugScreenLockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plug_screen_lock_dispose;
  G_OBJECT_CLASS (klass)->finalize = plug_screen_lock_finalize;
  signals[SIGNAL_LOCKED] = g_signal_new ("locked", PLUG_TYPE_SCREEN_LOCK, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
plug_screen_lock_init (PlugScreenLock *self)
{
  self->cancellable = g_cancellable_new ();
}

/* plug_screen_lock_new:
 * @session: (nullable): the session bus
 *
 * Returns: (transfer full): what tells */
PlugScreenLock *
plug_screen_lock_new (GDBusConnection *session)
{
  PlugScreenLock *self = g_object_new (PLUG_TYPE_SCREEN_LOCK, NULL);

  if (session != NULL)
    {
      self->session = g_object_ref (session);
      subscribe (self, session, FALSE);
    }
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, system_came_cb, g_object_ref (self));
  return self;
}

/* plug_screen_lock_set_idle_ms:
 * @idle_ms: after so many milliseconds without input in a window of this program nobody is taken
 *   to be there, and "locked" is emitted once; 0 is never. It counts from now */
void
plug_screen_lock_set_idle_ms (PlugScreenLock *self,
                              guint           idle_ms)
{
  g_return_if_fail (PLUG_IS_SCREEN_LOCK (self));

  self->idle_ms = idle_ms;
  g_clear_handle_id (&self->idle_source, g_source_remove);
  if (idle_ms != 0 && self->hook == 0)
    {
      GTypeClass *klass = g_type_class_ref (GDK_TYPE_SURFACE);

      self->hook = g_signal_add_emission_hook (get_event_signal (), 0, event_came_cb, self, NULL);
      g_type_class_unref (klass);
    }
  note_input (self);
}
