/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to the keyring outside: locked by Seahorse or the screen lock, ended, restarted.
 * Watching never has the bus start a provider. */

#include "config.h"

#include "plug-keyring-private.h"

#define SECRETS_NAME "org.freedesktop.secrets"
#define SERVICE_INTERFACE "org.freedesktop.Secret.Service"
#define COLLECTION_INTERFACE "org.freedesktop.Secret.Collection"

/* plug_keyring_look_again:
 * Finds out the state in the background, for nobody: only if a provider runs, without a prompt,
 * without a second try, and without keeping the keyring alive. */
void
plug_keyring_look_again (PlugKeyring *self)
{
  GTask *task;

  if (self->owner == NULL)
    return;

  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, plug_keyring_look_again);
  plug_keyring_call_start (plug_keyring_call_new (self, PLUG_KEYRING_VERB_REFRESH, task, NULL));
}

static void
collection_changed_cb (GDBusConnection *connection,
                       const char      *sender,
                       const char      *path,
                       const char      *interface,
                       const char      *name,
                       GVariant        *parameters,
                       gpointer         user_data)
{
  PlugKeyring *self = user_data;
  g_autoptr (GVariant) changed = NULL;
  gboolean locked;

  if (g_strcmp0 (path, self->collection_path) != 0 ||
      !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;

  changed = g_variant_get_child_value (parameters, 1);
  if (g_variant_lookup (changed, "Locked", "b", &locked))
    plug_keyring_note_locked (self, locked);
}

static void
service_signalled_cb (GDBusConnection *connection,
                      const char      *sender,
                      const char      *path,
                      const char      *interface,
                      const char      *name,
                      GVariant        *parameters,
                      gpointer         user_data)
{
  plug_keyring_look_again (user_data);
}

static void
forget_owner (PlugKeyring *self)
{
  g_autoptr (SecretService) service = self->service != NULL ? g_object_ref (self->service) : NULL;

  g_clear_pointer (&self->owner, g_free);
  g_clear_pointer (&self->collection_path, g_free);
  plug_keyring_drop_service (self);
  if (service != NULL)
    plug_keyring_calls_service_lost (self, service);
}

static void
name_appeared_cb (GDBusConnection *connection,
                  const char      *name,
                  const char      *owner,
                  gpointer         user_data)
{
  g_autoptr (PlugKeyring) self = g_object_ref (user_data);

  if (self->owner != NULL && g_strcmp0 (self->owner, owner) != 0)
    forget_owner (self);
  g_free (self->owner);
  self->owner = g_strdup (owner);
  plug_keyring_look_again (self);
}

/* Whether it comes back, and locked or not, is not known until somebody asks. */
static void
name_vanished_cb (GDBusConnection *connection,
                  const char      *name,
                  gpointer         user_data)
{
  g_autoptr (PlugKeyring) self = g_object_ref (user_data);

  if (connection == NULL)
    plug_keyring_watch_stop (self);
  if (self->owner == NULL)
    return;
  plug_keyring_set_state (self, connection == NULL ? PLUG_KEYRING_NO_SERVICE
                                                   : PLUG_KEYRING_UNKNOWN);
  forget_owner (self);
}

static void
bus_got_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (GDBusConnection) connection = g_bus_get_finish (result, NULL);
  g_autoptr (PlugKeyring) self = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  if (self == NULL || self->watch_cancellable == NULL || self->connection != NULL)
    return;
  g_clear_object (&self->watch_cancellable);
  if (connection == NULL || g_dbus_connection_is_closed (connection))
    return;

  self->connection = g_steal_pointer (&connection);
  self->signal_watches[0] =
    g_dbus_connection_signal_subscribe (self->connection, SECRETS_NAME,
                                        "org.freedesktop.DBus.Properties", "PropertiesChanged",
                                        NULL, COLLECTION_INTERFACE, G_DBUS_SIGNAL_FLAGS_NONE,
                                        collection_changed_cb, self, NULL);
  self->signal_watches[1] =
    g_dbus_connection_signal_subscribe (self->connection, SECRETS_NAME, SERVICE_INTERFACE, NULL,
                                        NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                        service_signalled_cb, self, NULL);
  self->owner_watch =
    g_bus_watch_name_on_connection (self->connection, SECRETS_NAME,
                                    G_BUS_NAME_WATCHER_FLAGS_NONE, name_appeared_cb,
                                    name_vanished_cb, self, NULL);
}

/* plug_keyring_watch_start:
 * Watches the session bus, if that is not done already; without a bus, the next call tries
 * again. */
void
plug_keyring_watch_start (PlugKeyring *self)
{
  GWeakRef *weak;

  if (self->unwatched || self->connection != NULL || self->watch_cancellable != NULL)
    return;

  weak = g_new (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  self->watch_cancellable = g_cancellable_new ();
  g_bus_get (G_BUS_TYPE_SESSION, self->watch_cancellable, bus_got_cb, weak);
}

/* plug_keyring_watch_stop:
 * No callback of the watch comes after this. */
void
plug_keyring_watch_stop (PlugKeyring *self)
{
  if (self->watch_cancellable != NULL)
    g_cancellable_cancel (self->watch_cancellable);
  g_clear_object (&self->watch_cancellable);
  if (self->connection == NULL)
    return;

  g_clear_handle_id (&self->owner_watch, g_bus_unwatch_name);
  for (guint i = 0; i < G_N_ELEMENTS (self->signal_watches); i++)
    g_dbus_connection_signal_unsubscribe (self->connection, self->signal_watches[i]);
  g_clear_object (&self->connection);
}
