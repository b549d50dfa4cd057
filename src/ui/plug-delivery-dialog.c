/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugDeliveryDialog: what is in a file of an export, and what is to become of it here. */

#include "config.h"

#include "plug-delivery-dialog.h"

#include "plug-compat.h"
#include "plug-error.h"
#include "plug-error-view.h"
#include "plug-field-row.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugDeliveryDialog {
  AdwWindow parent_instance;

  PlugInventory *inventory;
  GFile *file;
  GCancellable *cancellable;
  PlugDelivery *delivery; /* (nullable): until the file is open */
  gboolean is_working;

  GtkWidget *cancel_button;
  GtkStack *buttons;
  GtkWidget *open_button;
  GtkWidget *import_button;
  GtkSpinner *spinner;
  PlugErrorView *error_view;
  GtkStack *pages;
  AdwPreferencesGroup *group;
  PlugFieldRow *row;
  GtkLabel *summary;
  GtkProgressBar *progress;
  GtkListView *list;
  GtkNoSelection *items;
};

G_DEFINE_FINAL_TYPE (PlugDeliveryDialog, plug_delivery_dialog, ADW_TYPE_WINDOW)

static guint imported_signal;

/* Decides all that is enabled and shown. */
static void
settle (PlugDeliveryDialog *self)
{
  gboolean is_open = self->delivery != NULL;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_stack_set_visible_child_name (self->pages, is_open ? "preview" : "passphrase");
  gtk_stack_set_visible_child_name (self->buttons, is_open ? "preview" : "passphrase");
  gtk_window_set_default_widget (GTK_WINDOW (self),
                                 is_open ? self->import_button : self->open_button);
  gtk_widget_action_set_enabled (widget, "delivery.open",
                                 !is_open && !self->is_working &&
                                 *plug_field_row_peek_text (self->row) != '\0');
  gtk_widget_action_set_enabled (widget, "delivery.import",
                                 is_open && !self->is_working &&
                                 plug_delivery_has_work (self->delivery));
  gtk_widget_set_sensitive (GTK_WIDGET (self->group), !self->is_working);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), !self->is_working);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), is_open && self->is_working);
  gtk_spinner_set_spinning (self->spinner, self->is_working);
}

/* The list: what comes, what stays, and the one choice there is. */

static GtkWidget *
label_new (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
item_setup_cb (GtkListItemFactory *factory,
               GtkListItem        *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *reason = label_new ("dim-label");
  GtkWidget *check = gtk_check_button_new_with_label (_("Replace what is here"));

  gtk_widget_add_css_class (reason, "caption");
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_widget_set_margin_end (box, 18);
  gtk_box_append (GTK_BOX (box), label_new (NULL));
  gtk_box_append (GTK_BOX (box), reason);
  gtk_box_append (GTK_BOX (box), check);
  gtk_list_item_set_child (list_item, box);
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
show_reason (PlugDeliveryItem *item,
             GParamSpec       *pspec,
             GtkLabel         *label)
{
  PlugAccount *account = plug_delivery_item_get_account (item);
  g_autofree char *reason = plug_delivery_item_dup_reason (item);
  g_autofree char *shown = plug_text_for_display (reason);
  g_autofree char *url = plug_text_for_display (plug_account_get_base_url (account));
  g_autofree char *both = g_strconcat (url, "\n", shown, NULL);

  /* Where an account's secrets would be sent is for whoever imports it to see. */
  gtk_label_set_label (label, plug_delivery_item_get_instance (item) == NULL ? both : shown);
}

static void
item_bind_cb (GtkListItemFactory *factory,
              GtkListItem        *list_item)
{
  PlugDeliveryItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkWidget *title = gtk_widget_get_first_child (box);
  GtkWidget *reason = gtk_widget_get_next_sibling (title);
  GtkWidget *check = gtk_widget_get_next_sibling (reason);
  gboolean is_account = plug_delivery_item_get_instance (item) == NULL;
  g_autofree char *name = plug_text_for_display (plug_delivery_item_get_name (item));
  GBinding *binding;

  gtk_label_set_label (GTK_LABEL (title), name);
  if (is_account)
    gtk_widget_add_css_class (title, "heading");
  else
    gtk_widget_remove_css_class (title, "heading");
  gtk_widget_set_margin_start (box, is_account ? 18 : 36);
  show_reason (item, NULL, GTK_LABEL (reason));
  g_signal_connect_object (item, "notify::reason", G_CALLBACK (show_reason), reason, 0);
  gtk_widget_set_visible (check,
                          plug_delivery_item_get_state (item) == PLUG_DELIVERY_DIFFERS);
  binding = g_object_bind_property (item, "replaces", check, "active",
                                    G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_object_set_data (G_OBJECT (list_item), "binding", binding);
}

static void
item_unbind_cb (GtkListItemFactory *factory,
                GtkListItem        *list_item)
{
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkWidget *reason = gtk_widget_get_next_sibling (gtk_widget_get_first_child (box));
  GBinding *binding = g_object_steal_data (G_OBJECT (list_item), "binding");

  g_binding_unbind (binding);
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), show_reason, reason);
}

static char *
dup_counts (guint n_accounts,
            guint n_instances)
{
  g_autofree char *instances = NULL;

  instances = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u instance", "%u instances",
                                            n_instances), n_instances);
  /* Translators: a number of accounts, and “3 instances” */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u account, %s", "%u accounts, %s",
                                       n_accounts), n_accounts, instances);
}

static void
show_summary (PlugDeliveryDialog *self)
{
  PlugDelivery *delivery = self->delivery;
  guint n_accounts = plug_delivery_count (delivery, TRUE, PLUG_DELIVERY_NEW) +
                     plug_delivery_count (delivery, TRUE, PLUG_DELIVERY_RENAMED);
  g_autofree char *counts = NULL;
  g_autofree char *text = NULL;

  if (!plug_delivery_has_work (delivery))
    {
      gtk_label_set_label (self->summary, plug_delivery_count (delivery, TRUE,
                                                               PLUG_DELIVERY_DIFFERS) > 0
                             ? _("All of it is here already. An account that differs is replaced "
                                 "only if you say so.")
                             : _("All of it is here already."));
      return;
    }
  counts = dup_counts (n_accounts, plug_delivery_count (delivery, FALSE, PLUG_DELIVERY_NEW));
  /* Translators: %s is “2 accounts, 3 instances” */
  text = g_strdup_printf (_("New: %s. What is here already is not overwritten unless you say so."),
                          counts);
  gtk_label_set_label (self->summary, text);
}

static void
choice_changed_cb (PlugDeliveryDialog *self)
{
  show_summary (self);
  settle (self);
}

static void
follow_choices (PlugDeliveryDialog *self)
{
  GListModel *items = G_LIST_MODEL (self->delivery);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (PlugDeliveryItem) item = g_list_model_get_item (items, i);

      if (plug_delivery_item_get_state (item) == PLUG_DELIVERY_DIFFERS)
        g_signal_connect_object (item, "notify::replaces", G_CALLBACK (choice_changed_cb), self,
                                 G_CONNECT_SWAPPED);
    }
}

/* Opening. */

static void
progress_changed_cb (PlugDeliveryDialog *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->delivery));

  gtk_progress_bar_set_fraction (self->progress,
                                 (double) plug_delivery_get_n_done (self->delivery) /
                                 MAX (n_items, 1));
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (PlugDeliveryDialog) self = user_data;
  g_autoptr (PlugDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;

  delivery = plug_inventory_read_export_finish (PLUG_INVENTORY (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->is_working = FALSE;
  if (delivery == NULL)
    {
      plug_error_view_set_error (self->error_view, error);
      settle (self);
      gtk_widget_grab_focus (GTK_WIDGET (self->row));
      return;
    }
  plug_field_row_reset (self->row);
  self->delivery = g_steal_pointer (&delivery);
  g_signal_connect_object (self->delivery, "notify::n-done", G_CALLBACK (progress_changed_cb),
                           self, G_CONNECT_SWAPPED);
  follow_choices (self);
  gtk_no_selection_set_model (self->items, G_LIST_MODEL (self->delivery));
  show_summary (self);
  settle (self);
  gtk_widget_grab_focus (plug_delivery_has_work (self->delivery) ? self->import_button
                                                                 : GTK_WIDGET (self->list));
}

static void
open_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  PlugDeliveryDialog *self = PLUG_DELIVERY_DIALOG (widget);
  g_autoptr (PlugSecret) passphrase = plug_secret_new (plug_field_row_peek_text (self->row));

  self->is_working = TRUE;
  plug_error_view_set_error (self->error_view, NULL);
  /* An entry has to lose it before it becomes insensitive: GTK 4.8 warns otherwise. */
  gtk_widget_grab_focus (self->cancel_button);
  settle (self);
  plug_inventory_read_export_async (self->inventory, self->file, passphrase, self->cancellable,
                                    opened_cb, g_object_ref (self));
}

/* Importing. */

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PlugDeliveryDialog) self = user_data;
  g_autofree PlugImportReport *report = NULL;
  g_autofree char *counts = NULL;
  g_autofree char *summary = NULL;
  g_autoptr (GError) error = NULL;

  report = plug_inventory_import_finish (PLUG_INVENTORY (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->is_working = FALSE;
  settle (self);
  if (report == NULL)
    {
      plug_error_view_set_error (self->error_view, error);
      return;
    }
  counts = dup_counts (report->n_accounts, report->n_instances);
  /* Translators: %s is “2 accounts, 3 instances” */
  summary = g_strdup_printf (_("Imported: %s"), counts);
  g_signal_emit (self, imported_signal, 0, summary);
  gtk_window_close (GTK_WINDOW (self));
}

static void
import_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  PlugDeliveryDialog *self = PLUG_DELIVERY_DIALOG (widget);

  self->is_working = TRUE;
  plug_error_view_set_error (self->error_view, NULL);
  settle (self);
  plug_inventory_import_async (self->inventory, self->delivery, self->cancellable, imported_cb,
                               g_object_ref (self));
}

static void
plug_delivery_dialog_dispose (GObject *object)
{
  PlugDeliveryDialog *self = PLUG_DELIVERY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  if (self->row != NULL)
    plug_field_row_reset (self->row);
  self->row = NULL;

  G_OBJECT_CLASS (plug_delivery_dialog_parent_class)->dispose (object);
}

static void
plug_delivery_dialog_finalize (GObject *object)
{
  PlugDeliveryDialog *self = PLUG_DELIVERY_DIALOG (object);

  g_clear_object (&self->inventory);
  g_clear_object (&self->file);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->delivery);

  G_OBJECT_CLASS (plug_delivery_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PlugDeliveryDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, PlugDeliveryDialog, buttons);
  gtk_widget_class_bind_template_child (widget_class, PlugDeliveryDialog, open_button);
  gtk_widget_class_bind_template_child (widget_class, PlugDeliveryDialog, import_button);
  gtk_widget_class_bind_template_child (widget_class, PlugDeliveryDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugDeliveryDialog, error_view);
  gtk_widget_class_bind_template_child (widget_class, PlugDeliveryDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, PlugDeliveryDialog, group);
  gtk_widget_class_bind_template_child (widget_class, PlugDeliveryDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, PlugDeliveryDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, PlugDeliveryDialog, list);
  gtk_widget_class_bind_template_child (widget_class, PlugDeliveryDialog, items);
}

static void
plug_delivery_dialog_class_init (PlugDeliveryDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = plug_delivery_dialog_dispose;
  object_class->finalize = plug_delivery_dialog_finalize;

  imported_signal = g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-delivery-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "delivery.open", NULL, open_activated);
  gtk_widget_class_install_action (widget_class, "delivery.import", NULL, import_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
add_row (PlugDeliveryDialog *self)
{
  g_autoptr (PlugField) field = NULL;
  GtkWidget *row;

  field = plug_field_new ("passphrase", _("Passphrase"), PLUG_FIELD_PASSWORD);
  row = plug_field_row_new (field);
  self->row = PLUG_FIELD_ROW (row);
  adw_preferences_group_add (self->group, row);
  g_signal_connect_object (row, "changed", G_CALLBACK (settle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "submitted", G_CALLBACK (gtk_widget_activate_default), self,
                           G_CONNECT_SWAPPED);
}

static void
plug_delivery_dialog_init (PlugDeliveryDialog *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_row (self);
  g_signal_connect (factory, "setup", G_CALLBACK (item_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (item_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (item_unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_widget_grab_focus (GTK_WIDGET (self->row));
  settle (self);
}

/* plug_delivery_dialog_new:
 * @file: one that somebody has chosen
 *
 * Returns: (transfer none): a dialog, which lives until it is closed */
PlugDeliveryDialog *
plug_delivery_dialog_new (PlugInventory *inventory,
                          GFile         *file)
{
  PlugDeliveryDialog *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (PLUG_TYPE_DELIVERY_DIALOG, NULL);
  self->inventory = g_object_ref (inventory);
  self->file = g_object_ref (file);
  return self;
}
