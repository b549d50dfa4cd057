/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugBulkPage: many instances out of a spreadsheet. */

#include "config.h"

#include "plug-bulk-page.h"

#include "plug-bulk-file.h"
#include "plug-bulk-setup.h"
#include "plug-bulk-table.h"
#include "plug-catalogue.h"
#include "plug-compat.h"
#include "plug-connector-picker.h"
#include "plug-error-view.h"
#include "plug-error.h"
#include "plug-notices.h"
#include "plug-text.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* What rows are of until somebody says otherwise. */
#define FIRST_CONNECTOR "sagecrm"

struct _PlugBulkPage {
  GtkWidget parent_instance;

  PlugInventory *inventory;
  GCancellable *cancellable;
  PlugBulkPlan *plan; /* (nullable): read, not yet running */
  PlugBulk *bulk;     /* (nullable): prepared, or running */
  char *path;
  gint64 size;
  gboolean folded;
  gboolean preparing;

  GtkStack *views;
  GtkWidget *page;
  AdwWindowTitle *window_title;
  GtkWidget *menu_button;
  GtkButton *create_button;
  GtkWidget *stop_button;
  GtkWidget *pause_button;
  GtkWidget *resume_button;
  GtkButton *retry_button;
  GtkStack *stack;
  PlugErrorView *open_error;
  GtkScrolledWindow *scroller;
  PlugErrorView *setup_error;
  GtkWidget *before_box;
  PlugBulkSetup *setup;
  PlugBulkTable *table;
  PlugConnectorPicker *picker;
};

G_DEFINE_FINAL_TYPE (PlugBulkPage, plug_bulk_page, GTK_TYPE_WIDGET)

typedef enum {
  PROP_FOLDED = 1,
} PlugBulkPageProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

static PlugBulkState
get_state (PlugBulkPage *self)
{
  return self->bulk != NULL && !self->preparing ? plug_bulk_get_state (self->bulk)
                                                : PLUG_BULK_IDLE;
}

/* plug_bulk_page_is_running:
 * Returns: whether instances are being created, or could be: then the page is that run's */
gboolean
plug_bulk_page_is_running (PlugBulkPage *self)
{
  PlugBulkState state;

  g_return_val_if_fail (PLUG_IS_BULK_PAGE (self), FALSE);

  state = get_state (self);
  return self->preparing || (state != PLUG_BULK_IDLE && state != PLUG_BULK_FINISHED);
}

static gboolean
can_resume (PlugBulkPage *self)
{
  return self->bulk != NULL && plug_bulk_can_resume (self->bulk);
}

/* Returns: how many rows are certainly not on the tenant, for reasons that may have gone */
static guint
count_retryable (PlugBulkPage *self)
{
  if (get_state (self) != PLUG_BULK_FINISHED)
    return 0;
  return plug_bulk_count (self->bulk, PLUG_BULK_ROW_FAILED) +
         plug_bulk_count (self->bulk, PLUG_BULK_ROW_NOT_FOUND);
}

static void
show_buttons (PlugBulkPage *self,
              PlugBulkState state)
{
  gboolean setting_up = self->plan != NULL && state == PLUG_BULK_IDLE;
  guint n = count_retryable (self);
  g_autofree char *label = NULL;

  label = g_strdup_printf (ngettext ("Try %u Row Again", "Try %u Rows Again", n), n);
  gtk_button_set_label (self->retry_button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->retry_button), n > 0 && !can_resume (self));
  gtk_widget_set_visible (GTK_WIDGET (self->create_button), setting_up);
  gtk_widget_set_visible (self->pause_button, state == PLUG_BULK_RUNNING);
  gtk_widget_set_visible (self->resume_button, can_resume (self));
  gtk_widget_set_visible (self->stop_button, plug_bulk_page_is_running (self) && !self->preparing);
  gtk_widget_set_visible (self->menu_button, self->plan != NULL || self->bulk != NULL);
}

/* The one place that decides what can be done. */
static void
update_actions (PlugBulkPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  PlugBulkState state = get_state (self);
  gboolean ran = self->bulk != NULL && !self->preparing && state != PLUG_BULK_IDLE;
  guint n = plug_bulk_setup_get_n_good (self->setup);
  g_autofree char *label = NULL;

  label = g_strdup_printf (ngettext ("Create %u Instance", "Create %u Instances", n), n);
  gtk_button_set_label (self->create_button, label);
  gtk_widget_action_set_enabled (widget, "bulk.choose", !plug_bulk_page_is_running (self));
  gtk_widget_action_set_enabled (widget, "bulk.create",
                                 self->plan != NULL && !self->preparing && n > 0);
  gtk_widget_action_set_enabled (widget, "bulk.go-on", self->plan != NULL && !self->preparing);
  gtk_widget_action_set_enabled (widget, "bulk.again", self->plan != NULL && !self->preparing);
  gtk_widget_action_set_enabled (widget, "bulk.pause", state == PLUG_BULK_RUNNING);
  gtk_widget_action_set_enabled (widget, "bulk.resume", can_resume (self));
  gtk_widget_action_set_enabled (widget, "bulk.retry", count_retryable (self) > 0);
  gtk_widget_action_set_enabled (widget, "bulk.stop", state == PLUG_BULK_RUNNING ||
                                                        state == PLUG_BULK_PAUSED ||
                                                        state == PLUG_BULK_SETTLING);
  gtk_widget_action_set_enabled (widget, "bulk.save-result", ran);
  gtk_widget_action_set_enabled (widget, "bulk.save-failed", ran);
  show_buttons (self, state);
}

static GtkWindow *
get_window (PlugBulkPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static char *
dup_file_name (PlugBulkPage *self)
{
  g_autofree char *name = g_filename_display_basename (self->path);

  return plug_text_for_display (name);
}

/* Reading */

static void
show_setup (PlugBulkPage *self)
{
  g_autofree char *name = dup_file_name (self);

  plug_error_view_set_error (self->setup_error, NULL);
  gtk_widget_set_visible (self->before_box, FALSE);
  adw_window_title_set_subtitle (self->window_title, name);
  plug_bulk_setup_set_plan (self->setup, self->plan, name);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_stack_set_visible_child_name (self->stack, "setup");
  update_actions (self);
}

static void
show_start (PlugBulkPage *self,
            const GError *error)
{
  plug_error_view_set_error (self->open_error, error);
  adw_window_title_set_subtitle (self->window_title, "");
  gtk_stack_set_visible_child_name (self->stack, "choose");
  update_actions (self);
}

typedef struct {
  PlugBulkPage *page;
  PlugBulkPlan *plan;
} Reading;

static void
was_read_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autofree Reading *reading = user_data;
  g_autoptr (PlugBulkPage) self = reading->page;
  g_autoptr (PlugBulkPlan) plan = reading->plan;
  g_autoptr (GError) error = NULL;
  gint64 size = 0;

  if (!plug_bulk_file_read_finish (result, &size, &error))
    {
      if (self->setup != NULL)
        show_start (self, error);
      return;
    }
  if (self->setup == NULL)
    return;
  g_set_object (&self->plan, plan);
  self->size = size;
  show_setup (self);
}

static void
forget_file (PlugBulkPage *self)
{
  g_clear_object (&self->plan);
  g_clear_object (&self->bulk);
  plug_bulk_setup_set_plan (self->setup, NULL, NULL);
  plug_bulk_table_set_bulk (self->table, NULL);
}

/* plug_bulk_page_open:
 * @path: of a table or of lines of JSON
 *
 * Shows what is in the file, in place of what was there before; nothing while something runs. */
void
plug_bulk_page_open (PlugBulkPage *self,
                     const char   *path)
{
  Reading *reading;

  g_return_if_fail (PLUG_IS_BULK_PAGE (self));
  g_return_if_fail (path != NULL);

  if (plug_bulk_page_is_running (self))
    return;
  forget_file (self);
  g_free (self->path);
  self->path = g_strdup (path);
  reading = g_new0 (Reading, 1);
  reading->page = g_object_ref (self);
  reading->plan = plug_bulk_plan_new ();
  plug_bulk_plan_set_connector (reading->plan, plug_catalogue_find (FIRST_CONNECTOR));
  gtk_stack_set_visible_child_name (self->stack, "reading");
  update_actions (self);
  plug_bulk_file_read_async (path, reading->plan, self->cancellable, was_read_cb, reading);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (PlugBulkPage) self = user_data;
  g_autoptr (GFile) file = plug_compat_file_finish (GTK_WINDOW (source), result, NULL);

  if (file != NULL && g_file_peek_path (file) != NULL && self->setup != NULL)
    plug_bulk_page_open (self, g_file_peek_path (file));
}

static void
choose_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  PlugBulkPage *self = PLUG_BULK_PAGE (widget);

  plug_compat_open_file_async (get_window (self), _("Choose a Spreadsheet"), TRUE,
                               self->cancellable, file_chosen_cb, g_object_ref (self));
}

/* Connector */

static void
leave_picker (PlugBulkPage *self)
{
  gtk_stack_set_visible_child (self->views, self->page);
}

static void
connector_loaded_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (PlugBulkPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugConnector) connector = NULL;

  connector = plug_inventory_load_connector_finish (PLUG_INVENTORY (source), result, &error);
  if (self->setup == NULL || self->plan == NULL || self->preparing)
    return;
  if (connector != NULL)
    plug_bulk_setup_set_connector (self->setup, connector);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    plug_error_view_set_error (self->setup_error, error);
}

static void
connector_chosen_cb (PlugBulkPage  *self,
                     PlugConnector *connector)
{
  PlugAccount *account = plug_bulk_setup_get_account (self->setup);

  leave_picker (self);
  if (self->plan == NULL)
    return;
  plug_error_view_set_error (self->setup_error, NULL);
  plug_bulk_setup_set_connector (self->setup, connector);
  if (!plug_connector_is_described (connector) && account != NULL)
    plug_inventory_load_connector_async (self->inventory, account, connector, self->cancellable,
                                         connector_loaded_cb, g_object_ref (self));
}

static void
choose_connector_cb (PlugBulkPage *self)
{
  plug_connector_picker_set_account (self->picker, plug_bulk_setup_get_account (self->setup));
  gtk_stack_set_visible_child (self->views, GTK_WIDGET (self->picker));
  plug_connector_picker_start (self->picker);
}

static void
setup_changed_cb (PlugBulkPage *self)
{
  update_actions (self);
}

/* Running */

/* Who started it need not sit and wait for it. */
static void
tell_end (PlugBulkPage *self)
{
  guint n_created = plug_bulk_count (self->bulk, PLUG_BULK_ROW_DONE);
  guint n_rows = plug_bulk_get_n_rows (self->bulk);
  g_autofree char *body = NULL;

  /* Translators: how many instances were created, and how many rows the file has */
  body = g_strdup_printf (ngettext ("%u of %u instance was created.",
                                    "%u of %u instances were created.", n_rows),
                          n_created, n_rows);
  plug_notices_tell ("bulk", _("The Spreadsheet Is Done"), body, "app.show-bulk");
}

static void
state_changed_cb (PlugBulkPage *self)
{
  update_actions (self);
  if (get_state (self) == PLUG_BULK_FINISHED)
    tell_end (self);
}

/* What was in doubt when somebody stopped it may be known by now. */
static void
progressed_cb (PlugBulkPage *self)
{
  if (get_state (self) == PLUG_BULK_FINISHED)
    update_actions (self);
}

static void
show_run (PlugBulkPage *self)
{
  g_clear_object (&self->plan);
  plug_bulk_setup_set_plan (self->setup, NULL, NULL);
  g_signal_connect_object (self->bulk, "notify::state", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bulk, "progressed", G_CALLBACK (progressed_cb), self,
                           G_CONNECT_SWAPPED);
  plug_bulk_table_set_bulk (self->table, self->bulk);
  gtk_stack_set_visible_child_name (self->stack, "run");
  plug_bulk_start (self->bulk);
  update_actions (self);
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PlugBulkPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = plug_bulk_prepare_finish (PLUG_BULK (source), result, &error);

  if (self->setup == NULL)
    return;
  self->preparing = FALSE;
  if (done)
    {
      show_run (self);
      return;
    }
  g_clear_object (&self->bulk);
  gtk_widget_set_sensitive (GTK_WIDGET (self->setup), TRUE);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    plug_error_view_set_error (self->setup_error, error);
  gtk_widget_set_visible (self->before_box,
                          g_error_matches (error, PLUG_ERROR, PLUG_ERROR_CONFLICT));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  update_actions (self);
}

static void
prepare (PlugBulkPage *self,
         PlugBulkMode  mode)
{
  if (self->plan == NULL || self->preparing)
    return;
  self->preparing = TRUE;
  plug_error_view_set_error (self->setup_error, NULL);
  gtk_widget_set_visible (self->before_box, FALSE);
  g_clear_object (&self->bulk);
  self->bulk = plug_bulk_new (self->inventory, self->plan,
                              plug_bulk_setup_get_account (self->setup));
  plug_bulk_set_file (self->bulk, self->path, self->size);
  plug_bulk_set_jobs (self->bulk, plug_bulk_setup_get_jobs (self->setup));
  update_actions (self);
  plug_bulk_prepare_async (self->bulk, mode, FALSE, self->cancellable, prepared_cb,
                           g_object_ref (self));
}

static void
create_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  prepare (PLUG_BULK_PAGE (widget), PLUG_BULK_NEW);
}

static void
go_on_activated (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  prepare (PLUG_BULK_PAGE (widget), PLUG_BULK_RESUME);
}

static void
again_confirmed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (PlugBulkPage) self = user_data;

  if (plug_compat_confirm_finish (GTK_WINDOW (source), result, NULL) && self->setup != NULL)
    prepare (self, PLUG_BULK_AGAIN);
}

static void
again_activated (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  PlugBulkPage *self = PLUG_BULK_PAGE (widget);

  plug_compat_confirm_async (get_window (self), _("Create All of Them Again?"),
                             _("What was created from this file before stays, so the tenant will "
                               "have those instances twice."), _("Create _Again"), TRUE,
                             self->cancellable, again_confirmed_cb, g_object_ref (self));
}

static void
pause_activated (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  PlugBulkPage *self = PLUG_BULK_PAGE (widget);

  plug_bulk_pause (self->bulk);
  gtk_widget_grab_focus (self->resume_button);
}

static void
resume_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  PlugBulkPage *self = PLUG_BULK_PAGE (widget);

  plug_bulk_resume (self->bulk);
  if (plug_bulk_get_state (self->bulk) == PLUG_BULK_RUNNING)
    gtk_widget_grab_focus (self->pause_button);
}

static void
stop_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  plug_bulk_stop (PLUG_BULK_PAGE (widget)->bulk);
}

static void
retried_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (PlugBulkPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!plug_bulk_retry_finish (PLUG_BULK (source), result, &error) && self->setup != NULL)
    plug_compat_show_message (get_window (self), _("Not Tried Again"), error->message);
}

static void
retry_activated (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  PlugBulkPage *self = PLUG_BULK_PAGE (widget);

  plug_bulk_retry_async (self->bulk, self->cancellable, retried_cb, g_object_ref (self));
  gtk_widget_grab_focus (self->pause_button);
}

/* Saving */

static void
write_file (PlugBulkPage *self,
            GFile        *file,
            char         *text)
{
  g_autoptr (GError) error = NULL;

  if (g_file_peek_path (file) != NULL &&
      !plug_bulk_file_write (g_file_peek_path (file), text, &error))
    plug_compat_show_message (get_window (self), _("Not Saved"), error->message);
}

static void
save (PlugBulkPage *self,
      GtkWindow    *window,
      GAsyncResult *result,
      char       *(*dup_text) (PlugBulk *))
{
  g_autoptr (GFile) file = plug_compat_file_finish (window, result, NULL);
  g_autofree char *text = NULL;

  if (file == NULL || self->setup == NULL || self->bulk == NULL)
    return;
  text = dup_text (self->bulk);
  write_file (self, file, text);
}

static void
result_file_chosen_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (PlugBulkPage) self = user_data;

  save (self, GTK_WINDOW (source), result, plug_bulk_file_dup_result);
}

static char *
dup_failed (PlugBulk *bulk)
{
  return plug_bulk_file_dup_failed (bulk, FALSE);
}

static void
failed_file_chosen_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (PlugBulkPage) self = user_data;

  save (self, GTK_WINDOW (source), result, dup_failed);
}

static void
save_result_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  PlugBulkPage *self = PLUG_BULK_PAGE (widget);

  plug_compat_save_file_async (get_window (self), _("Save Result"), _("result.csv"), FALSE,
                               self->cancellable, result_file_chosen_cb, g_object_ref (self));
}

static void
save_failed_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  PlugBulkPage *self = PLUG_BULK_PAGE (widget);

  plug_compat_save_file_async (get_window (self), _("Save Rows Not Created"),
                               _("not-created.csv"), FALSE, self->cancellable,
                               failed_file_chosen_cb, g_object_ref (self));
}

static void
plug_bulk_page_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  PlugBulkPage *self = PLUG_BULK_PAGE (object);

  switch ((PlugBulkPageProperty) property_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_bulk_page_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PlugBulkPage *self = PLUG_BULK_PAGE (object);

  switch ((PlugBulkPageProperty) property_id)
    {
    case PROP_FOLDED:
      if (self->folded == g_value_get_boolean (value))
        break;
      self->folded = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_bulk_page_dispose (GObject *object)
{
  PlugBulkPage *self = PLUG_BULK_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->plan);
  g_clear_object (&self->bulk);
  g_clear_object (&self->inventory);
  g_clear_pointer ((GtkWidget **) &self->views, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_BULK_PAGE);
  G_OBJECT_CLASS (plug_bulk_page_parent_class)->dispose (object);
}

static void
plug_bulk_page_finalize (GObject *object)
{
  PlugBulkPage *self = PLUG_BULK_PAGE (object);

  g_clear_object (&self->cancellable);
  g_free (self->path);
  G_OBJECT_CLASS (plug_bulk_page_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "bulk.choose", NULL, choose_activated);
  gtk_widget_class_install_action (widget_class, "bulk.create", NULL, create_activated);
  gtk_widget_class_install_action (widget_class, "bulk.go-on", NULL, go_on_activated);
  gtk_widget_class_install_action (widget_class, "bulk.again", NULL, again_activated);
  gtk_widget_class_install_action (widget_class, "bulk.pause", NULL, pause_activated);
  gtk_widget_class_install_action (widget_class, "bulk.resume", NULL, resume_activated);
  gtk_widget_class_install_action (widget_class, "bulk.stop", NULL, stop_activated);
  gtk_widget_class_install_action (widget_class, "bulk.retry", NULL, retry_activated);
  gtk_widget_class_install_action (widget_class, "bulk.save-result", NULL, save_result_activated);
  gtk_widget_class_install_action (widget_class, "bulk.save-failed", NULL, save_failed_activated);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-bulk-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, views);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, page);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, create_button);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, stop_button);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, pause_button);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, resume_button);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, retry_button);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, open_error);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, setup_error);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, before_box);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, setup);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkPage, table);
  gtk_widget_class_bind_template_callback (widget_class, setup_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_connector_cb);
}

static void
plug_bulk_page_class_init (PlugBulkPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_bulk_page_get_property;
  object_class->set_property = plug_bulk_page_set_property;
  object_class->dispose = plug_bulk_page_dispose;
  object_class->finalize = plug_bulk_page_finalize;
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  g_type_ensure (PLUG_TYPE_BULK_SETUP);
  g_type_ensure (PLUG_TYPE_BULK_TABLE);
  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  bind_template (widget_class);
  install_actions (widget_class);
}

static void
plug_bulk_page_init (PlugBulkPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_bulk_page_new:
 * @inventory: where the instances are created
 *
 * Returns: (transfer floating): a page without a file */
GtkWidget *
plug_bulk_page_new (PlugInventory *inventory)
{
  PlugBulkPage *self;
  GtkWidget *picker;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_BULK_PAGE, NULL);
  self->inventory = g_object_ref (inventory);
  plug_bulk_setup_set_accounts (self->setup, plug_inventory_list_accounts (inventory));
  picker = plug_connector_picker_new (inventory);
  self->picker = PLUG_CONNECTOR_PICKER (picker);
  g_object_bind_property (self, "folded", picker, "folded", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (picker, "chosen", G_CALLBACK (connector_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (picker, "cancelled", G_CALLBACK (leave_picker), self,
                           G_CONNECT_SWAPPED);
  gtk_stack_add_child (self->views, picker);
  show_start (self, NULL);
  return GTK_WIDGET (self);
}
