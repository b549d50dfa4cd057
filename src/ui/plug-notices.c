/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugNotices: what the desktop tells while nobody is at a window of ours. */

#include "config.h"

#include "plug-notices.h"

#include "plug-clipboard.h"
#include "plug-drift.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

#define ATTENTION "attention"
#define CLIPBOARD "clipboard"
#define DISABLED  "disabled"

struct _PlugNotices {
  GObject parent_instance;

  GtkApplication *application; /* (nullable): not owned; NULL when it is gone */
  PlugInventory *inventory;
  GListModel *intents;
  GHashTable *disabled;        /* (nullable): keys of those that were disabled on the tenant */
  PlugClipboardCountdown *countdown; /* (nullable): not before there is a display */
  GHashTable *told;            /* ids of what was told and is still to be seen */
  guint n_intents;
};

G_DEFINE_FINAL_TYPE (PlugNotices, plug_notices, G_TYPE_OBJECT)

/* Telling */

static gboolean
is_used (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (gtk_widget_get_mapped (l->data) && gtk_window_is_active (l->data))
      return TRUE;
  return FALSE;
}

/* What is to be told, while it is found out whether anybody would. */
typedef struct {
  PlugNotices *self;
  GNotification *notification;
  char *id;
} Telling;

static void
telling_free (Telling *telling)
{
  g_object_unref (telling->self);
  g_object_unref (telling->notification);
  g_free (telling->id);
  g_free (telling);
}

static void
desktop_found_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Telling *telling = user_data;
  PlugNotices *self = telling->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (reply == NULL)
    g_info ("Nobody here shows notifications: %s", error->message);
  else if (self->application != NULL && g_hash_table_contains (self->told, telling->id))
    g_application_send_notification (G_APPLICATION (self->application), telling->id,
                                     telling->notification);
  telling_free (telling);
}

static GNotification *
create_notification (const char *title,
                     const char *body,
                     const char *action,
                     GVariant   *target)
{
  GNotification *notification = g_notification_new (title);
  g_autoptr (GIcon) icon = g_themed_icon_new (PLUG_APP_ID "-symbolic");

  g_notification_set_body (notification, body);
  g_notification_set_icon (notification, icon);
  if (action != NULL)
    g_notification_set_default_action_and_target_value (notification, action, target);
  return notification;
}

/* GLib warns where there is nobody to tell, which is no fault of the program's. */
static void
tell (PlugNotices *self,
      const char  *id,
      const char  *title,
      const char  *body,
      const char  *action,
      GVariant    *target)
{
  g_autoptr (GVariant) sunk = target != NULL ? g_variant_ref_sink (target) : NULL;
  g_autoptr (GNotification) notification = create_notification (title, body, action, sunk);
  GDBusConnection *bus;
  Telling *telling;

  if (self->application == NULL || is_used (self->application))
    return;
  bus = g_application_get_dbus_connection (G_APPLICATION (self->application));
  if (bus == NULL)
    return;
  g_hash_table_add (self->told, g_strdup (id));
  telling = g_new0 (Telling, 1);
  telling->self = g_object_ref (self);
  telling->notification = g_steal_pointer (&notification);
  telling->id = g_strdup (id);
  g_dbus_connection_call (bus, "org.freedesktop.Notifications", "/org/freedesktop/Notifications",
                          "org.freedesktop.Notifications", "GetServerInformation", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, desktop_found_cb, telling);
}

static void
withdraw (PlugNotices *self,
          const char  *id)
{
  if (g_hash_table_remove (self->told, id) && self->application != NULL)
    g_application_withdraw_notification (G_APPLICATION (self->application), id);
}

/* Who is at the window sees it there. */
static void
window_active_changed_cb (PlugNotices *self)
{
  g_autofree char **ids = NULL;

  if (self->application == NULL || !is_used (self->application))
    return;
  ids = (char **) g_hash_table_get_keys_as_array (self->told, NULL);
  for (gsize i = 0; ids[i] != NULL; i++)
    g_application_withdraw_notification (G_APPLICATION (self->application), ids[i]);
  g_hash_table_remove_all (self->told);
}

/* The clipboard */

static void
countdown_changed_cb (PlugNotices *self)
{
  if (plug_clipboard_countdown_get_phase (self->countdown) == PLUG_CLIPBOARD_OVERDUE)
    tell (self, CLIPBOARD, _("A Secret Is Still in the Clipboard"),
          _("It can be taken out only while a window of Plugboard is used."), NULL, NULL);
  else
    withdraw (self, CLIPBOARD);
}

static void
window_added_cb (PlugNotices *self,
                 GtkWindow   *window)
{
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (window_active_changed_cb),
                           self, G_CONNECT_SWAPPED);
  if (self->countdown != NULL)
    return;
  self->countdown = g_object_ref (
    plug_clipboard_get_countdown (gtk_widget_get_display (GTK_WIDGET (window))));
  g_signal_connect_object (self->countdown, "changed", G_CALLBACK (countdown_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* Requests in doubt */

static void
intents_changed_cb (PlugNotices *self)
{
  guint n = g_list_model_get_n_items (self->intents);
  g_autofree char *body = NULL;

  if (!plug_inventory_is_ready (self->inventory))
    return;
  if (n > self->n_intents)
    {
      body = g_strdup_printf (ngettext ("What became of %u request is not known.",
                                        "What became of %u requests is not known.", n), n);
      tell (self, ATTENTION, _("Plugboard Needs Attention"), body, "app.show-attention", NULL);
    }
  else if (n == 0)
    withdraw (self, ATTENTION);
  self->n_intents = n;
}

/* Instances that the tenant has disabled */

static gboolean
was_disabled (PlugInstance *instance)
{
  g_autoptr (PlugInstance) accepted = NULL;

  if (!plug_instance_is_disabled (instance) || plug_instance_get_accepted (instance) == NULL)
    return FALSE;
  accepted = plug_instance_dup_accepted (instance);
  return accepted != NULL && !plug_instance_is_disabled (accepted);
}

static void
tell_disabled (PlugNotices  *self,
               PlugInstance *instance,
               guint         n)
{
  g_autofree char *name = plug_text_for_display (plug_instance_get_name (instance));
  g_autofree char *title = NULL;

  if (n > 1)
    {
      title = g_strdup_printf (ngettext ("%u Instance Was Disabled", "%u Instances Were Disabled",
                                         n), n);
      tell (self, DISABLED, title, _("The tenant has disabled them."), NULL, NULL);
      return;
    }
  /* Translators: an instance's name */
  title = g_strdup_printf (_("“%s” Was Disabled"), name);
  tell (self, DISABLED, title, _("The tenant has disabled it. Nobody can use it meanwhile."),
        "app.show-instance", g_variant_new ("(ss)", plug_instance_get_account_id (instance),
                                            plug_instance_get_id (instance)));
}

/* What was so when the program started is no news. */
static void
look_at_instances (PlugNotices *self)
{
  GListModel *instances = plug_inventory_list_instances (self->inventory);
  GHashTable *disabled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (PlugInstance) last = NULL;
  guint n_new = 0;

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);
      g_autofree char *key = NULL;

      if (!was_disabled (instance))
        continue;
      key = g_strconcat (plug_instance_get_account_id (instance), "/",
                         plug_instance_get_id (instance), NULL);
      if (self->disabled != NULL && !g_hash_table_contains (self->disabled, key))
        {
          g_set_object (&last, instance);
          n_new++;
        }
      g_hash_table_add (disabled, g_steal_pointer (&key));
    }
  if (n_new > 0)
    tell_disabled (self, last, n_new);
  else if (g_hash_table_size (disabled) == 0)
    withdraw (self, DISABLED);
  g_clear_pointer (&self->disabled, g_hash_table_unref);
  self->disabled = disabled;
}

static void
syncing_cb (PlugNotices *self)
{
  if (plug_inventory_is_ready (self->inventory) && !plug_inventory_is_syncing (self->inventory))
    look_at_instances (self);
}

/* What is in doubt from before is no news either. */
static void
ready_cb (PlugNotices *self)
{
  self->n_intents = g_list_model_get_n_items (self->intents);
  syncing_cb (self);
}

static void
plug_notices_finalize (GObject *object)
{
  PlugNotices *self = PLUG_NOTICES (object);

  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->inventory);
  g_clear_object (&self->intents);
  g_clear_object (&self->countdown);
  g_clear_pointer (&self->disabled, g_hash_table_unref);
  g_clear_pointer (&self->told, g_hash_table_unref);
  G_OBJECT_CLASS (plug_notices_parent_class)->finalize (object);
}

static void
plug_notices_class_init (PlugNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_notices_finalize;
}

static void
plug_notices_init (PlugNotices *self)
{
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* plug_notices_new:
 * @application: which has actions show-instance (ss) and show-attention
 * @inventory: what happens to it is told
 *
 * Returns: (transfer full): tells as long as it lives */
PlugNotices *
plug_notices_new (GtkApplication *application,
                  PlugInventory  *inventory)
{
  PlugNotices *self = g_object_new (PLUG_TYPE_NOTICES, NULL);

  g_set_weak_pointer (&self->application, application);
  self->inventory = g_object_ref (inventory);
  self->intents = g_object_ref (plug_inventory_list_intents (inventory));
  g_object_set_data (G_OBJECT (application), "plug-notices", self);
  g_signal_connect_object (application, "window-added", G_CALLBACK (window_added_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (inventory, "notify::ready", G_CALLBACK (ready_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (inventory, "notify::syncing", G_CALLBACK (syncing_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->intents, "items-changed", G_CALLBACK (intents_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/* plug_notices_tell:
 * @id: another with the same one takes its place
 * @title: in header capitals
 * @body: a sentence; no secret
 * @action: (nullable): of the application; what a click on it does besides showing the window
 *
 * Tells what has ended in the background, unless a window of ours is used or there is no
 * application that tells. */
void
plug_notices_tell (const char *id,
                   const char *title,
                   const char *body,
                   const char *action)
{
  GApplication *application = g_application_get_default ();
  PlugNotices *self = NULL;

  if (application != NULL)
    self = g_object_get_data (G_OBJECT (application), "plug-notices");
  if (self != NULL)
    tell (self, id, title, body, action, NULL);
}
