/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugEditDialog: edits the configuration of an instance. */

#include "config.h"

#include "plug-edit-dialog.h"

#include "plug-catalogue.h"
#include "plug-compat.h"
#include "plug-error-view.h"
#include "plug-field-row.h"
#include "plug-json.h"
#include "plug-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

struct _PlugEditDialog {
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkStack *buttons;
  GtkWidget *review_button;
  GtkWidget *save_button;
  GtkWidget *back_button;
  GtkSpinner *spinner;
  PlugErrorView *error_view;
  AdwPreferencesGroup *settings_group;
  AdwPreferencesGroup *changes_group;

  PlugInventory *inventory;
  PlugInstance *instance;
  GPtrArray *rows;        /* PlugFieldRow, borrowed from settings_group */
  GPtrArray *change_rows; /* borrowed from changes_group */
  PlugChange *change;     /* what is being looked at before it is sent */
};

G_DEFINE_FINAL_TYPE (PlugEditDialog, plug_edit_dialog, ADW_TYPE_WINDOW)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the platform writes there itself; contract sections 4 and 5.1. */
static gboolean
is_platforms (const char *key)
{
  static const char *const prefixes[] = {
    "oauth.user.", "expires", "event.notification.subscription", "event.helper", "event.metadata",
  };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (g_str_has_prefix (key, prefixes[i]))
        return TRUE;
    }
  return FALSE;
}

static char *
dup_value (JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("");
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return plug_json_to_string (node, FALSE);
}

static gboolean
is_masked (const char *value)
{
  return *value != '\0' && strspn (value, "*") == strlen (value);
}

/* The settings */

/* A switch and a choice are for what they can show; anything else that is there is text. */
static PlugFieldKind
kind_for (PlugField  *known,
          const char *value)
{
  if (known != NULL && plug_field_get_kind (known) == PLUG_FIELD_SWITCH
      && (g_str_equal (value, "true") || g_str_equal (value, "false")))
    return PLUG_FIELD_SWITCH;
  if (known != NULL && plug_field_get_kind (known) == PLUG_FIELD_CHOICE
      && plug_field_has_option (known, value))
    return PLUG_FIELD_CHOICE;
  return strchr (value, '\n') != NULL ? PLUG_FIELD_MULTILINE : PLUG_FIELD_TEXT;
}

static void
add_options (PlugField *field,
             PlugField *known)
{
  for (guint i = 0; i < plug_field_get_n_options (known); i++)
    {
      const char *label;
      const char *value = plug_field_get_option (known, i, &label);

      plug_field_add_option (field, value, label);
    }
}

static PlugField *
create_field (PlugEditDialog *self,
              const char     *key,
              const char     *value)
{
  PlugConnector *connector = plug_catalogue_find (
    plug_instance_get_connector_key (self->instance));
  PlugField *known = connector != NULL ? plug_connector_find_field (connector, key) : NULL;
  gboolean secret = plug_field_key_is_secret (key) || is_masked (value)
                    || (known != NULL && plug_field_is_secret (known));
  g_autofree char *label = plug_text_for_display (known != NULL ? plug_field_get_label (known)
                                                                : key);
  PlugField *field;

  if (secret)
    {
      field = plug_field_new (key, label, PLUG_FIELD_PASSWORD);
      plug_field_mark_secret (field);
      return field;
    }
  field = plug_field_new (key, label, kind_for (known, value));
  if (plug_field_get_kind (field) == PLUG_FIELD_CHOICE)
    add_options (field, known);
  return field;
}

static void
update_buttons (PlugEditDialog *self)
{
  gboolean some = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    some = some || plug_field_row_is_changed (g_ptr_array_index (self->rows, i));
  gtk_widget_set_sensitive (self->review_button, some);
}

static void
add_row (PlugEditDialog *self,
         const char     *key,
         JsonNode       *node)
{
  g_autofree char *value = dup_value (node);
  g_autoptr (PlugField) field = create_field (self, key, value);
  GtkWidget *row;

  if (!plug_field_is_secret (field))
    plug_field_set_default (field, value);
  row = plug_field_row_new (field);
  plug_field_row_set_caption (PLUG_FIELD_ROW (row),
                              plug_field_is_secret (field)
                                ? _("Stays as it is unless something is entered") : NULL);
  g_signal_connect_object (row, "changed", G_CALLBACK (update_buttons), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->settings_group, row);
  g_ptr_array_add (self->rows, row);
}

static void
add_rows (PlugEditDialog *self)
{
  const char *json = plug_instance_get_configuration (self->instance);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GList) keys = NULL;
  JsonObject *settings;

  root = plug_json_parse (json, strlen (json), PLUG_JSON_MAX_BYTES, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  settings = json_node_get_object (root);
  keys = g_list_sort (json_object_get_members (settings), (GCompareFunc) strcmp);
  for (GList *l = keys; l != NULL; l = l->next)
    {
      if (!is_platforms (l->data))
        add_row (self, l->data, json_object_get_member (settings, l->data));
    }
}

/* What is to be sent */

static void
add_change_row (PlugEditDialog *self,
                PlugFieldRow   *source)
{
  PlugField *field = plug_field_row_get_field (source);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *old_text = plug_text_for_display (plug_field_get_default (field));
  g_autofree char *value = plug_field_row_dup_value (source);
  g_autofree char *new_text = value != NULL ? plug_text_for_display (value) : NULL;
  g_autofree char *text = NULL;

  /* Before any foreign text: titles are markup unless told otherwise. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), plug_field_get_label (field));
  if (plug_field_is_secret (field))
    text = g_strdup (_("Replaced by what was entered"));
  else
    /* Translators: what there is, and what is to be there */
    text = g_strdup_printf (_("“%s” → “%s”"), old_text, new_text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_preferences_group_add (self->changes_group, row);
  g_ptr_array_add (self->change_rows, row);
}

static void
take_row (PlugEditDialog *self,
          PlugFieldRow   *row)
{
  const char *key = plug_field_get_key (plug_field_row_get_field (row));
  g_autofree char *value = NULL;
  g_autoptr (PlugSecret) secret = NULL;

  if (plug_field_is_secret (plug_field_row_get_field (row)))
    {
      secret = plug_secret_new (plug_field_row_peek_text (row));
      plug_change_set_secret (self->change, key, secret);
      return;
    }
  value = plug_field_row_dup_value (row);
  plug_change_set_value (self->change, key, value);
}

static void
clear_changes (PlugEditDialog *self)
{
  for (guint i = 0; i < self->change_rows->len; i++)
    adw_preferences_group_remove (self->changes_group, g_ptr_array_index (self->change_rows, i));
  g_ptr_array_set_size (self->change_rows, 0);
  g_clear_object (&self->change);
  plug_error_view_set_error (self->error_view, NULL);
}

static void
show_page (PlugEditDialog *self,
           const char     *page)
{
  /* The focus must be elsewhere before what has it is gone. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_stack_set_visible_child_name (self->buttons, page);
}

static void
review_clicked_cb (PlugEditDialog *self)
{
  clear_changes (self);
  self->change = plug_change_new (PLUG_CHANGE_EDIT, self->instance);
  for (guint i = 0; i < self->rows->len; i++)
    {
      PlugFieldRow *row = g_ptr_array_index (self->rows, i);

      if (!plug_field_row_is_changed (row))
        continue;
      take_row (self, row);
      add_change_row (self, row);
    }
  show_page (self, "review");
  gtk_widget_grab_focus (self->save_button);
}

static void
back_clicked_cb (PlugEditDialog *self)
{
  clear_changes (self);
  show_page (self, "edit");
  gtk_widget_child_focus (GTK_WIDGET (self->settings_group), GTK_DIR_TAB_FORWARD);
}

/* Sending it */

static void
set_busy (PlugEditDialog *self,
          gboolean        busy)
{
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (self->save_button, !busy);
  gtk_widget_set_sensitive (self->back_button, !busy);
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (PlugEditDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = plug_inventory_change_finish (PLUG_INVENTORY (source), result, NULL, &error);

  if (self->inventory == NULL)
    return;
  set_busy (self, FALSE);
  if (!done)
    {
      plug_error_view_set_error (self->error_view, error);
      gtk_widget_grab_focus (self->back_button);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
save_clicked_cb (PlugEditDialog *self)
{
  if (self->change == NULL || !plug_change_is_sendable (self->change))
    return;
  plug_error_view_set_error (self->error_view, NULL);
  set_busy (self, TRUE);
  plug_inventory_change_async (self->inventory, self->change, NULL, changed_cb,
                               g_object_ref (self));
}

/* The class */

static void
plug_edit_dialog_dispose (GObject *object)
{
  PlugEditDialog *self = PLUG_EDIT_DIALOG (object);

  for (guint i = 0; i < self->rows->len; i++)
    {
      PlugFieldRow *row = g_ptr_array_index (self->rows, i);

      /* What was typed and is secret is not left to the entry's memory. */
      if (plug_field_is_secret (plug_field_row_get_field (row)))
        plug_field_row_reset (row);
    }
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->change_rows, 0);
  g_clear_object (&self->inventory);
  g_clear_object (&self->instance);
  g_clear_object (&self->change);
  G_OBJECT_CLASS (plug_edit_dialog_parent_class)->dispose (object);
}

static void
plug_edit_dialog_finalize (GObject *object)
{
  PlugEditDialog *self = PLUG_EDIT_DIALOG (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->change_rows);
  G_OBJECT_CLASS (plug_edit_dialog_parent_class)->finalize (object);
}

static void
plug_edit_dialog_class_init (PlugEditDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_edit_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = plug_edit_dialog_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PLUG_TYPE_EDIT_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-edit-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugEditDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, PlugEditDialog, buttons);
  gtk_widget_class_bind_template_child (widget_class, PlugEditDialog, review_button);
  gtk_widget_class_bind_template_child (widget_class, PlugEditDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, PlugEditDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, PlugEditDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugEditDialog, error_view);
  gtk_widget_class_bind_template_child (widget_class, PlugEditDialog, settings_group);
  gtk_widget_class_bind_template_child (widget_class, PlugEditDialog, changes_group);
  gtk_widget_class_bind_template_callback (widget_class, review_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plug_edit_dialog_init (PlugEditDialog *self)
{
  self->rows = g_ptr_array_new ();
  self->change_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_edit_dialog_new:
 * Returns: (transfer none): a dialog, which lives until it is closed */
PlugEditDialog *
plug_edit_dialog_new (PlugInventory *inventory,
                      PlugInstance  *instance)
{
  PlugEditDialog *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (PLUG_IS_INSTANCE (instance), NULL);

  self = g_object_new (PLUG_TYPE_EDIT_DIALOG, NULL);
  self->inventory = g_object_ref (inventory);
  self->instance = g_object_ref (instance);
  add_rows (self);
  update_buttons (self);
  show_page (self, self->rows->len > 0 ? "edit" : "empty");
  return self;
}
