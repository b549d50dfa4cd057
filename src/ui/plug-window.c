/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugWindow: the list, and one page beside it. */

#include "config.h"

#include "plug-window-private.h"

#include "plug-catalogue.h"
#include "plug-clipboard-bar.h"
#include "plug-closures.h"
#include "plug-compat.h"
#include "plug-new-instance-page.h"

#include <glib/gi18n-lib.h>

/* What the form stands at until another one is chosen. */
#define FIRST_CONNECTOR "sagecrm"

G_DEFINE_FINAL_TYPE (PlugWindow, plug_window, ADW_TYPE_APPLICATION_WINDOW)

typedef enum {
  PROP_INVENTORY = 1,
  PROP_FAILED,
} PlugWindowProperty;

static GParamSpec *properties[PROP_FAILED + 1];

static gboolean
has_accounts (PlugWindow *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) > 0;
}

/* The one place that decides what can be done. */
static void
update_actions (PlugWindow *self)
{
  gboolean ready = self->inventory != NULL && plug_inventory_is_ready (self->inventory);
  gboolean doubts = g_list_model_get_n_items (G_LIST_MODEL (self->intents)) > 0;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "win.new-instance", ready && has_accounts (self));
  gtk_widget_action_set_enabled (widget, "win.paste-request", ready && has_accounts (self));
  gtk_widget_action_set_enabled (widget, "win.create-many", ready && has_accounts (self));
  gtk_widget_action_set_enabled (widget, "win.search", ready && has_accounts (self));
  gtk_widget_action_set_enabled (widget, "win.add-account", ready);
  gtk_widget_action_set_enabled (widget, "win.accounts", ready);
  gtk_widget_action_set_enabled (widget, "win.try-sandbox", ready && !self->starting_sandbox);
  gtk_widget_action_set_enabled (widget, "win.show-attention", doubts);
  gtk_widget_action_set_enabled (widget, "win.sync", ready && has_accounts (self));
  gtk_widget_action_set_enabled (widget, "win.drift", ready && has_accounts (self));
  gtk_widget_action_set_enabled (widget, "win.history", ready);
  gtk_widget_action_set_enabled (widget, "win.undo", self->undo != NULL);
  gtk_widget_action_set_enabled (widget, "win.check-all",
                                 ready && g_list_model_get_n_items (
                                            G_LIST_MODEL (self->instances)) > 0);
}

/* The pages */

/* plug_window_show_page:
 * @page: one of those beside the list */
void
plug_window_show_page (PlugWindow *self,
                       gpointer    page)
{
  gtk_stack_set_visible_child (self->pages, GTK_WIDGET (page));
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->pages));
}

/* What stands beside the list when nothing else does. */
static GtkWidget *
get_home_page (PlugWindow *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->instances)) == 0)
    return self->first_page;
  return GTK_WIDGET (self->instance_page);
}

/* plug_window_leave_page:
 * Private to PlugWindow. Goes back to the list, or to what stands beside it. */
void
plug_window_leave_page (PlugWindow *self)
{
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  else
    gtk_stack_set_visible_child (self->pages, get_home_page (self));
}

static void
instances_changed_cb (PlugWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  if (page == self->first_page || page == GTK_WIDGET (self->instance_page))
    gtk_stack_set_visible_child (self->pages, get_home_page (self));
  update_actions (self);
}

/* plug_window_show_instance:
 * Selects @instance, whatever is searched for, scrolls to its row, focuses that and shows the
 * instance's page. */
void
plug_window_show_instance (PlugWindow   *self,
                           PlugInstance *instance)
{
  g_return_if_fail (PLUG_IS_WINDOW (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  if (plug_instance_list_look_at (self->list, instance, TRUE))
    plug_instance_list_focus (self->list);
  plug_instance_page_set_instance (self->instance_page, instance);
  plug_window_show_page (self, self->instance_page);
}

/* The leaflet would take the focus out of the list, of which only another row is looked at. */
static void
show_beside (PlugWindow *self,
             GtkWidget  *page)
{
  GtkWidget *current = gtk_window_get_focus (GTK_WINDOW (self));
  g_autoptr (GtkWidget) focus = NULL;

  if (current != NULL && gtk_widget_is_ancestor (current, self->sidebar))
    focus = g_object_ref (current);
  plug_window_show_page (self, page);
  if (focus != NULL)
    gtk_window_set_focus (GTK_WINDOW (self), focus);
}

static void
instance_changed_cb (PlugWindow *self)
{
  PlugInstance *instance = plug_instance_list_get_instance (self->list);

  if (self->instance_page == NULL)
    return;
  plug_instance_page_set_instance (self->instance_page, instance);
  if (instance != NULL && !adw_leaflet_get_folded (self->leaflet))
    show_beside (self, GTK_WIDGET (self->instance_page));
}

static void
instance_activated_cb (PlugWindow *self)
{
  plug_window_show_page (self, self->instance_page);
}

static void
duplicate_cb (PlugWindow   *self,
              PlugInstance *instance)
{
  PlugNewInstancePage *page = plug_window_ensure_page (self, PLUG_WINDOW_PAGE_NEW_INSTANCE);

  plug_window_show_page (self, page);
  plug_new_instance_page_start_copy (page, instance);
}

/* plug_window_begin_new_instance:
 * Shows the form. What was typed into it before and not sent is still there. */
void
plug_window_begin_new_instance (PlugWindow *self)
{
  PlugNewInstancePage *page;

  g_return_if_fail (PLUG_IS_WINDOW (self));

  if (!plug_inventory_is_ready (self->inventory) || !has_accounts (self))
    return;
  page = plug_window_ensure_page (self, PLUG_WINDOW_PAGE_NEW_INSTANCE);
  plug_window_show_page (self, page);
  if (plug_new_instance_page_is_dirty (page) || plug_new_instance_page_is_creating (page))
    {
      gtk_widget_child_focus (GTK_WIDGET (page), GTK_DIR_TAB_FORWARD);
      return;
    }
  plug_new_instance_page_start (page, plug_catalogue_find (FIRST_CONNECTOR), NULL);
}

/* plug_window_search:
 * @text: (nullable): what for; NULL leaves that to be typed
 *
 * Shows the list, and its search. */
void
plug_window_search (PlugWindow *self,
                    const char *text)
{
  g_return_if_fail (PLUG_IS_WINDOW (self));

  if (!plug_inventory_is_ready (self->inventory) || !has_accounts (self))
    return;
  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  plug_instance_list_search (self->list);
  if (text != NULL)
    plug_instance_list_set_search (self->list, text);
}

/* The one page that is always there; see plug-window-pages.c for the others. */
static void
add_instance_page (PlugWindow *self)
{
  GtkWidget *page = plug_instance_page_new (self->inventory);

  self->instance_page = PLUG_INSTANCE_PAGE (page);
  g_signal_connect_object (page, "duplicate", G_CALLBACK (duplicate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "forgotten", G_CALLBACK (plug_window_say_forgotten), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "edit-account", G_CALLBACK (plug_window_edit_account), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "present", G_CALLBACK (plug_window_present_modal), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "history", G_CALLBACK (plug_window_show_history), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "requests", G_CALLBACK (plug_window_show_requests), self,
                           G_CONNECT_SWAPPED);
  plug_window_add_page (self, page);
}

/* Actions */

static void
new_instance_activated (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  plug_window_begin_new_instance (PLUG_WINDOW (widget));
}

static void
search_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  plug_window_search (PLUG_WINDOW (widget), NULL);
}

static void
set_starting_sandbox (PlugWindow *self,
                      gboolean    starting)
{
  self->starting_sandbox = starting;
  gtk_stack_set_visible_child_name (self->sandbox_stack, starting ? "starting" : "still");
  gtk_spinner_set_spinning (self->sandbox_spinner, starting);
  update_actions (self);
}

static void
sandbox_started_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (PlugWindow) self = user_data;
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  account = plug_sandbox_host_start_finish (PLUG_SANDBOX_HOST (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_starting_sandbox (self, FALSE);
  plug_window_show_toast (self, error != NULL ? error->message : _("The sandbox is ready"));
}

static void
try_sandbox_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  PlugWindow *self = PLUG_WINDOW (widget);

  set_starting_sandbox (self, TRUE);
  plug_sandbox_host_start_async (self->sandbox_host, self->cancellable, sandbox_started_cb,
                                 g_object_ref (self));
}

static void
back_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  PlugWindow *self = PLUG_WINDOW (widget);

  if (plug_instance_list_is_selecting (self->list))
    {
      plug_instance_list_set_selecting (self->list, FALSE);
      return;
    }
  plug_window_leave_page (self);
  plug_instance_list_focus (self->list);
}

static void
show_attention_activated (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  PlugWindow *self = PLUG_WINDOW (widget);

  plug_window_show_page (self, plug_window_ensure_page (self, PLUG_WINDOW_PAGE_ATTENTION));
}

static void
create_many_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  PlugWindow *self = PLUG_WINDOW (widget);
  GtkWidget *page = plug_window_ensure_page (self, PLUG_WINDOW_PAGE_BULK);

  plug_window_show_page (self, page);
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

/* What came of it, the problem bar says. */
static void
keyring_unlocked_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!plug_keyring_unlock_finish (PLUG_KEYRING (source), result, &error))
    g_info ("The keyring stays locked: %s", error->message);
}

static void
unlock_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  PlugWindow *self = PLUG_WINDOW (widget);

  plug_keyring_unlock_async (plug_inventory_get_keyring (self->inventory), self->cancellable,
                             keyring_unlocked_cb, NULL);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new-instance", NULL,
                                   new_instance_activated);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_activated);
  gtk_widget_class_install_action (widget_class, "win.try-sandbox", NULL, try_sandbox_activated);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_activated);
  gtk_widget_class_install_action (widget_class, "win.show-attention", NULL,
                                   show_attention_activated);
  gtk_widget_class_install_action (widget_class, "win.create-many", NULL, create_many_activated);
  gtk_widget_class_install_action (widget_class, "win.unlock", NULL, unlock_activated);
  /* Bubbling, so that menus, entries and the search bar have Esc first. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
}

static void
ready_changed_cb (PlugWindow *self)
{
  g_autofree char *moved = NULL;
  g_autofree char *notice = NULL;

  update_actions (self);
  moved = plug_store_dup_moved_aside (plug_inventory_get_store (self->inventory));
  if (moved == NULL)
    return;
  notice = g_strdup_printf (_("The records could not be read. They were kept as %s, and a new "
                              "list was begun; tokens are still in the keyring."), moved);
  plug_problem_bar_set_notice (self->problem_bar, notice);
}

static void
set_inventory (PlugWindow    *self,
               PlugInventory *inventory)
{
  self->inventory = g_object_ref (inventory);
  gtk_no_selection_set_model (self->accounts, plug_inventory_list_accounts (inventory));
  gtk_no_selection_set_model (self->intents, plug_inventory_list_intents (inventory));
  gtk_no_selection_set_model (self->instances, plug_inventory_list_instances (inventory));
  plug_instance_list_set_inventory (self->list, inventory);
  plug_problem_bar_set_keyring (self->problem_bar, plug_inventory_get_keyring (inventory));
  add_instance_page (self);

  g_signal_connect_object (inventory, "notify::ready", G_CALLBACK (ready_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->instances, "notify::n-items", G_CALLBACK (instances_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->accounts, "notify::n-items", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->intents, "notify::n-items", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  ready_changed_cb (self);
}

static void
plug_window_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  PlugWindow *self = PLUG_WINDOW (object);

  switch ((PlugWindowProperty) property_id)
    {
    case PROP_INVENTORY:
      g_value_set_object (value, self->inventory);
      break;
    case PROP_FAILED:
      g_value_set_boolean (value, self->failed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_window_set_property (GObject      *object,
                          guint         property_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  PlugWindow *self = PLUG_WINDOW (object);

  switch ((PlugWindowProperty) property_id)
    {
    case PROP_INVENTORY:
      set_inventory (self, g_value_get_object (value));
      break;
    case PROP_FAILED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_window_dispose (GObject *object)
{
  PlugWindow *self = PLUG_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  self->instance_page = NULL;

  G_OBJECT_CLASS (plug_window_parent_class)->dispose (object);
}

static void
plug_window_finalize (GObject *object)
{
  PlugWindow *self = PLUG_WINDOW (object);

  g_clear_object (&self->inventory);
  g_clear_object (&self->sandbox_host);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->undo, g_variant_unref);

  G_OBJECT_CLASS (plug_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, accounts);
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, intents);
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, instances);
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, everything);
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, failed_page);
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, sandbox_stack);
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, sandbox_spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, list);
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, first_page);
  gtk_widget_class_bind_template_child (widget_class, PlugWindow, problem_bar);
  gtk_widget_class_bind_template_callback (widget_class, instance_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, instance_activated_cb);
  plug_window_bind_verbs (widget_class);
  plug_closures_bind (widget_class);
}

static void
plug_window_class_init (PlugWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_window_get_property;
  object_class->set_property = plug_window_set_property;
  object_class->dispose = plug_window_dispose;
  object_class->finalize = plug_window_finalize;

  properties[PROP_INVENTORY] =
    g_param_spec_object ("inventory", NULL, NULL, PLUG_TYPE_INVENTORY,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FAILED] =
    g_param_spec_boolean ("failed", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (PLUG_TYPE_INSTANCE_LIST);
  g_type_ensure (PLUG_TYPE_CLIPBOARD_BAR);
  g_type_ensure (PLUG_TYPE_PROBLEM_BAR);
  bind_template (widget_class);
  install_actions (widget_class);
  plug_window_install_dialogs (widget_class);
  plug_window_install_verbs (widget_class);
}

static void
plug_window_init (PlugWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_window_new:
 * Returns: (transfer none): a window of @application, which keeps it until it is closed */
PlugWindow *
plug_window_new (GtkApplication  *application,
                 PlugInventory   *inventory,
                 PlugSandboxHost *sandbox_host)
{
  PlugWindow *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_WINDOW,
                       "application", application,
                       "inventory", inventory,
                       NULL);
  g_set_object (&self->sandbox_host, sandbox_host);
  return self;
}

/* plug_window_set_open_error:
 * @error: (nullable): why the records could not be opened; nothing else is shown then */
void
plug_window_set_open_error (PlugWindow   *self,
                            const GError *error)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (PLUG_IS_WINDOW (self));

  if (error != NULL)
    {
      markup = g_markup_escape_text (error->message, -1);
      adw_status_page_set_description (self->failed_page, markup);
    }
  if (self->failed == (error != NULL))
    return;
  self->failed = error != NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILED]);
}

/* plug_window_show_toast:
 * @text: what was done, or why it was not; not markup */
void
plug_window_show_toast (PlugWindow *self,
                        const char *text)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (PLUG_IS_WINDOW (self));

  markup = g_markup_escape_text (text, -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

/* plug_window_hide_secrets:
 * Hides a token that is revealed. */
void
plug_window_hide_secrets (PlugWindow *self)
{
  g_return_if_fail (PLUG_IS_WINDOW (self));

  if (self->instance_page != NULL)
    plug_instance_page_hide_token (self->instance_page);
}

/* plug_window_set_reveal_ms:
 * @reveal_ms: how long a token that is revealed from now on can be read */
void
plug_window_set_reveal_ms (PlugWindow *self,
                           guint       reveal_ms)
{
  g_return_if_fail (PLUG_IS_WINDOW (self));

  if (self->instance_page != NULL)
    plug_instance_page_set_reveal_ms (self->instance_page, reveal_ms);
}
