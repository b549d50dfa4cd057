/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What PlugApplication does when it is told to: by a menu, by a key, from the desktop's menu, by a
 * notification or the shell's search. All of them are actions, and take the same way. */

#include "config.h"

#include "plug-application-private.h"

#include "plug-clipboard.h"
#include "plug-compat.h"
#include "plug-preferences-window.h"

#include <glib/gi18n-lib.h>

#define HELP_URI "help:plugboard"

/* All keys there are. Esc, which others want first, is the window's own binding; so are F2, Delete
 * and Ctrl+C, which entries want first. */
static const struct {
  const char *action;
  const char *accels[3];
} accelerators[] = {
  { "app.quit", { "<Primary>q" } },
  { "app.preferences", { "<Primary>comma" } },
  { "app.help", { "F1" } },
  { "app.shortcuts", { "<Primary>question" } },
  { "win.new-instance", { "<Primary>n" } },
  { "win.search", { "<Primary>f" } },
  { "win.back", { "<Alt>Left" } },
  { "win.sync", { "F5", "<Primary>r" } },
  { "window.close", { "<Primary>w" } },
};

static void
quit_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static void
about_activated_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  plug_compat_show_about (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
shortcuts_activated_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  PlugWindow *window = plug_application_find_window (user_data);

  if (window != NULL)
    plug_compat_show_shortcuts (GTK_APPLICATION_WINDOW (window));
}

static void
preferences_activated_cb (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  PlugApplication *self = user_data;
  PlugWindow *window = plug_application_find_window (self);

  if (window != NULL && !plug_window_is_covered (window))
    plug_window_present_modal (window,
                               GTK_WINDOW (plug_preferences_window_new (self->preferences)));
}

static void
help_opened_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (plug_compat_open_uri_finish (GTK_WINDOW (source), result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || !gtk_widget_get_mapped (GTK_WIDGET (source)))
    return;
  /* Translators: %s is why */
  text = g_strdup_printf (_("There is no program that shows it: %s. Install Help (yelp), or read "
                            "“man plugboard” in a terminal."), error->message);
  plug_compat_show_message (GTK_WINDOW (source), _("Help Cannot Be Shown"), text);
}

static void
help_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  PlugApplication *self = user_data;
  PlugWindow *window = plug_application_find_window (self);

  if (window != NULL)
    plug_compat_open_uri_async (GTK_WINDOW (window), HELP_URI, self->cancellable, help_opened_cb,
                                NULL);
}

/* What needs the records */

/* Shows the window, and says whether there is something to show in it. If not yet, the action is
 * done when there is; the last one counts. */
static gboolean
come_up (PlugApplication *self,
         GSimpleAction   *action,
         GVariant        *parameter)
{
  if (self->inventory == NULL)
    return FALSE;
  g_application_activate (G_APPLICATION (self));
  if (plug_inventory_is_ready (self->inventory))
    return TRUE;
  g_clear_pointer (&self->pending, g_variant_unref);
  self->pending = g_variant_ref_sink (
    g_variant_new ("(smv)", g_action_get_name (G_ACTION (action)), parameter));
  return FALSE;
}

/* plug_application_do_pending:
 * Private to PlugApplication. */
void
plug_application_do_pending (PlugApplication *self)
{
  g_autoptr (GVariant) pending = g_steal_pointer (&self->pending);
  g_autoptr (GVariant) parameter = NULL;
  const char *name;

  if (pending == NULL)
    return;
  g_variant_get (pending, "(&smv)", &name, &parameter);
  g_action_group_activate_action (G_ACTION_GROUP (self), name, parameter);
}

static void
new_instance_activated_cb (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       user_data)
{
  if (come_up (user_data, action, parameter))
    plug_window_begin_new_instance (plug_application_ensure_window (user_data));
}

static void
search_activated_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  const char *text = parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;

  if (come_up (user_data, action, parameter))
    plug_window_search (plug_application_ensure_window (user_data), text);
}

static void
show_instance_activated_cb (GSimpleAction *action,
                            GVariant      *parameter,
                            gpointer       user_data)
{
  PlugApplication *self = user_data;
  PlugInstance *instance;
  const char *account_id;
  const char *id;

  if (!come_up (self, action, parameter))
    return;
  g_variant_get (parameter, "(&s&s)", &account_id, &id);
  instance = plug_inventory_find_instance (self->inventory, account_id, id);
  if (instance != NULL)
    plug_window_show_instance (plug_application_ensure_window (self), instance);
  else
    plug_window_show_toast (plug_application_ensure_window (self),
                            _("That instance is not in the list any more"));
}

static void
show_attention_activated_cb (GSimpleAction *action,
                             GVariant      *parameter,
                             gpointer       user_data)
{
  if (come_up (user_data, action, parameter))
    gtk_widget_activate_action (GTK_WIDGET (plug_application_ensure_window (user_data)),
                                "win.show-attention", NULL);
}

static void
show_bulk_activated_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  if (come_up (user_data, action, parameter))
    gtk_widget_activate_action (GTK_WIDGET (plug_application_ensure_window (user_data)),
                                "win.create-many", NULL);
}

/* Locking */

/* plug_application_put_away:
 * Private to PlugApplication. Who comes back finds nothing that was left open. */
void
plug_application_put_away (PlugApplication *self)
{
  PlugWindow *window = plug_application_find_window (self);

  if (window == NULL)
    return;
  plug_window_hide_secrets (window);
  plug_clipboard_clear_secret (gtk_widget_get_display (GTK_WIDGET (window)));
}

static void
locked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (PlugApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  PlugWindow *window = plug_application_find_window (self);

  if (!plug_keyring_lock_finish (PLUG_KEYRING (source), result, &error) && window != NULL)
    plug_window_show_toast (window, error->message);
  g_application_release (G_APPLICATION (self));
}

/* Needs no window: where there is none, none comes up. */
static void
lock_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  PlugApplication *self = user_data;

  if (self->inventory == NULL)
    return;
  plug_application_put_away (self);
  g_application_hold (G_APPLICATION (self));
  plug_keyring_lock_async (plug_inventory_get_keyring (self->inventory), NULL, locked_cb,
                           g_object_ref (self));
}

static const GActionEntry actions[] = {
  { "quit", quit_activated_cb },
  { "about", about_activated_cb },
  { "preferences", preferences_activated_cb },
  { "shortcuts", shortcuts_activated_cb },
  { "help", help_activated_cb },
  { "new-instance", new_instance_activated_cb },
  { "search", search_activated_cb },
  { "search-for", search_activated_cb, "s" },
  { "show-instance", show_instance_activated_cb, "(ss)" },
  { "show-attention", show_attention_activated_cb },
  { "show-bulk", show_bulk_activated_cb },
  { "lock", lock_activated_cb },
};

/* plug_application_add_actions:
 * Private to PlugApplication. */
void
plug_application_add_actions (PlugApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           accelerators[i].accels);
}
