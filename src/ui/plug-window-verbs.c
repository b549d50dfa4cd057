/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What PlugWindow does with instances, and says when it is done. */

#include "config.h"

#include "plug-window-private.h"

#include "plug-check-page.h"
#include "plug-drift-page.h"
#include "plug-history-page.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

/* As long as the inventory can undo a forgetting. */
#define UNDO_SECONDS 10

static void
add_toast (PlugWindow *self,
           const char *text,
           GVariant   *recalled)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);

  if (recalled != NULL)
    {
      g_clear_pointer (&self->undo, g_variant_unref);
      self->undo = g_variant_ref_sink (recalled);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo", TRUE);
      adw_toast_set_button_label (toast, _("_Undo"));
      adw_toast_set_action_name (toast, "win.recall");
      adw_toast_set_action_target_value (toast, recalled);
      adw_toast_set_timeout (toast, UNDO_SECONDS);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Forgetting, and taking it back */

static GVariant *
create_target (GListModel *instances)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ss)"));
  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);

      g_variant_builder_add (&builder, "(ss)", plug_instance_get_account_id (instance),
                             plug_instance_get_id (instance));
    }
  return g_variant_builder_end (&builder);
}

/* plug_window_say_forgotten:
 * Says that @instance is out of the list, with a button that brings it back. */
void
plug_window_say_forgotten (PlugWindow   *self,
                           PlugInstance *instance)
{
  g_autofree char *name = plug_text_for_display (plug_instance_get_name (instance));
  g_autoptr (GListStore) one = g_list_store_new (PLUG_TYPE_INSTANCE);
  g_autofree char *text = NULL;

  g_list_store_append (one, instance);
  /* Translators: an instance's name */
  text = g_strdup_printf (_("“%s” forgotten"), name);
  add_toast (self, text, create_target (G_LIST_MODEL (one)));
}

static void
recalled_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PlugWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!plug_inventory_finish (PLUG_INVENTORY (source), result, &error) && self->list != NULL)
    plug_window_show_toast (self, error->message);
}

static PlugInstance *
find_forgotten (PlugWindow *self,
                const char *account_id,
                const char *id)
{
  GListModel *forgotten = plug_inventory_list_forgotten (self->inventory);

  for (guint i = 0; i < g_list_model_get_n_items (forgotten); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (forgotten, i);

      if (g_str_equal (plug_instance_get_account_id (instance), account_id)
          && g_str_equal (plug_instance_get_id (instance), id))
        return instance; /* the list holds it */
    }
  return NULL;
}

static void
recall_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  PlugWindow *self = PLUG_WINDOW (widget);
  const char *account_id;
  const char *id;
  GVariantIter iter;

  g_variant_iter_init (&iter, parameter);
  while (g_variant_iter_next (&iter, "(&s&s)", &account_id, &id))
    {
      PlugInstance *instance = find_forgotten (self, account_id, id);

      if (instance != NULL)
        plug_inventory_recall_instance_async (self->inventory, instance, NULL, recalled_cb,
                                              g_object_ref (self));
    }
}

/* The key for what the button of the toast does, also when that is gone. */
static void
undo_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  PlugWindow *self = PLUG_WINDOW (widget);
  g_autoptr (GVariant) undo = g_steal_pointer (&self->undo);

  gtk_widget_action_set_enabled (widget, "win.undo", FALSE);
  if (undo != NULL)
    recall_activated (widget, "win.recall", undo);
}

/* A verb on several */

static void
say_series (PlugWindow *self,
            PlugSeries *series)
{
  GListModel *done = plug_series_list_done (series);
  PlugVerb *verb = plug_series_get_verb (series);
  guint n_failed = plug_series_get_n_failed (series);
  g_autofree char *said = plug_verb_dup_done_many (verb, g_list_model_get_n_items (done));
  g_autofree char *text = NULL;
  GVariant *target = NULL;

  if (plug_series_get_n_total (series) == 0)
    {
      plug_window_show_toast (self, _("There was nothing to be done"));
      return;
    }
  if (plug_verb_get_kind (verb) == PLUG_VERB_FORGET && g_list_model_get_n_items (done) > 0)
    target = create_target (done);
  if (n_failed > 0)
    /* Translators: what was done to some; to how many it could not be done, and why */
    text = g_strdup_printf (ngettext ("%s; %u failed: %s", "%s; %u failed: %s", n_failed), said,
                            n_failed, plug_series_get_error (series)->message);
  add_toast (self, text != NULL ? text : said, target);
}

static void
series_finished_cb (PlugWindow *self,
                    GParamSpec *pspec,
                    PlugSeries *series)
{
  g_signal_handlers_disconnect_by_func (series, series_finished_cb, self);
  say_series (self, series);
}

static void
series_cb (PlugWindow *self,
           PlugSeries *series)
{
  if (plug_series_is_finished (series))
    say_series (self, series);
  else
    g_signal_connect_object (series, "notify::finished", G_CALLBACK (series_finished_cb), self,
                             G_CONNECT_SWAPPED);
}

/* Syncing and checking */

/* What came of it, the list's footer says. */
static void
synced_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!plug_inventory_finish (PLUG_INVENTORY (source), result, &error))
    g_info ("A sync did not end well: %s", error->message);
}

static void
sync_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  PlugWindow *self = PLUG_WINDOW (widget);

  plug_inventory_sync_async (self->inventory, NULL, self->cancellable, synced_cb, NULL);
}

/* plug_window_check:
 * @instances: (nullable): of PlugInstance; NULL for all
 *
 * Checks them, and shows the report. */
void
plug_window_check (PlugWindow *self,
                   GListModel *instances)
{
  GtkWidget *page = plug_window_ensure_page (self, PLUG_WINDOW_PAGE_CHECK);

  plug_check_page_start (PLUG_CHECK_PAGE (page), instances);
  plug_window_show_page (self, page);
}

static void
check_all_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  plug_window_check (PLUG_WINDOW (widget), NULL);
}

static void
drift_activated (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  PlugWindow *self = PLUG_WINDOW (widget);
  GtkWidget *page = plug_window_ensure_page (self, PLUG_WINDOW_PAGE_DRIFT);

  plug_drift_page_start (PLUG_DRIFT_PAGE (page));
  plug_window_show_page (self, page);
}

/* plug_window_show_history:
 * @instance: (nullable): what was done to it; NULL for everything */
void
plug_window_show_history (PlugWindow   *self,
                          PlugInstance *instance)
{
  GtkWidget *page = plug_window_ensure_page (self, PLUG_WINDOW_PAGE_HISTORY);

  plug_history_page_start (PLUG_HISTORY_PAGE (page), instance);
  plug_window_show_page (self, page);
}

static void
history_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  plug_window_show_history (PLUG_WINDOW (widget), NULL);
}

/* Keys for what is done with the instance that is looked at; entries have them first. */
static gboolean
key_pressed_cb (GtkWidget *widget,
                GVariant  *action,
                gpointer   user_data)
{
  PlugWindow *self = PLUG_WINDOW (widget);
  GtkWidget *page = GTK_WIDGET (self->instance_page);

  if (page == NULL || gtk_stack_get_visible_child (self->pages) != page
      || plug_instance_page_get_instance (self->instance_page) == NULL
      || plug_instance_list_is_selecting (self->list))
    return FALSE;
  return gtk_widget_activate_action (page, g_variant_get_string (action, NULL), NULL);
}

/* plug_window_install_verbs:
 * Private to PlugWindow. */
void
plug_window_install_verbs (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, key_pressed_cb, "s",
                                "instance.rename");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, key_pressed_cb, "s",
                                "instance.delete");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, key_pressed_cb, "s",
                                "instance.copy-id");
  gtk_widget_class_install_action (widget_class, "win.sync", NULL, sync_activated);
  gtk_widget_class_install_action (widget_class, "win.check-all", NULL, check_all_activated);
  gtk_widget_class_install_action (widget_class, "win.recall", "a(ss)", recall_activated);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo",
                                       NULL);
  gtk_widget_class_install_action (widget_class, "win.drift", NULL, drift_activated);
  gtk_widget_class_install_action (widget_class, "win.history", NULL, history_activated);
}

/* plug_window_bind_verbs:
 * Private to PlugWindow. What the template names. */
void
plug_window_bind_verbs (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, plug_window_check);
  gtk_widget_class_bind_template_callback (widget_class, series_cb);
}
