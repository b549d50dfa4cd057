/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstancePage: one instance, and what can be done with it. */

#include "config.h"

#include "plug-instance-page-private.h"

#include "plug-clipboard.h"
#include "plug-compat.h"
#include "plug-date.h"
#include "plug-field.h"
#include "plug-json.h"
#include "plug-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (PlugInstancePage, plug_instance_page, GTK_TYPE_WIDGET)

typedef enum {
  PROP_FOLDED = 1,
  PROP_INSTANCE,
} PlugInstancePageProperty;

static GParamSpec *properties[PROP_INSTANCE + 1];

/* What is shown */

static char *
dup_connector_text (PlugInstance *instance)
{
  const char *name = plug_instance_get_connector_name (instance);
  const char *key = plug_instance_get_connector_key (instance);
  const char *hub = plug_instance_get_hub (instance);

  if (name == NULL || *name == '\0')
    name = key;
  if (hub == NULL || *hub == '\0')
    return g_strdup_printf ("%s (%s)", name, key);
  return g_strdup_printf ("%s (%s, %s)", name, key, hub);
}

static char *
dup_account_text (PlugInstancePage *self)
{
  PlugAccount *account;
  g_autofree char *region = NULL;

  account = plug_inventory_find_account (self->inventory,
                                         plug_instance_get_account_id (self->instance));
  if (account == NULL)
    return g_strdup (plug_instance_get_account_name (self->instance));
  region = plug_account_dup_region_name (account);
  if (region == NULL)
    return g_strdup (plug_account_get_name (account));
  return g_strdup_printf ("%s · %s", plug_account_get_name (account), region);
}

static char *
dup_setting_text (const char *key,
                  JsonNode   *node)
{
  g_autofree char *text = NULL;

  if (plug_field_key_is_secret (key))
    return g_strdup ("••••");
  if (JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("—");
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    text = g_strdup (json_node_get_string (node));
  else
    text = plug_json_to_string (node, FALSE);
  /* The tenant's own mask. */
  if (text != NULL && *text != '\0' && strspn (text, "*") == strlen (text))
    return g_strdup ("••••");
  return g_steal_pointer (&text);
}

static void
clear_configuration (PlugInstancePage *self)
{
  for (guint i = 0; i < self->configuration_rows->len; i++)
    adw_expander_row_remove (self->configuration_row,
                             g_ptr_array_index (self->configuration_rows, i));
  g_ptr_array_set_size (self->configuration_rows, 0);
  g_clear_pointer (&self->configuration, g_free);
}

static void
add_setting (PlugInstancePage *self,
             JsonObject       *settings,
             const char       *key)
{
  g_autofree char *text = dup_setting_text (key, json_object_get_member (settings, key));
  g_autofree char *title = plug_text_for_display (key);
  GtkWidget *row = plug_property_row_new (title, text);

  adw_expander_row_add_row (self->configuration_row, row);
  g_ptr_array_add (self->configuration_rows, row);
}

static void
show_configuration (PlugInstancePage *self)
{
  const char *json = plug_instance_get_configuration (self->instance);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GList) keys = NULL;
  JsonObject *settings;

  if (self->configuration != NULL && g_strcmp0 (self->configuration, json) == 0)
    return;
  clear_configuration (self);
  self->configuration = g_strdup (json);
  if (json != NULL)
    node = plug_json_parse (json, strlen (json), PLUG_JSON_MAX_BYTES, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      settings = json_node_get_object (node);
      keys = g_list_sort (json_object_get_members (settings), (GCompareFunc) strcmp);
      for (GList *l = keys; l != NULL; l = l->next)
        add_setting (self, settings, l->data);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->configuration_row),
                          self->configuration_rows->len > 0);
}

static void
update_actions (PlugInstancePage *self)
{
  plug_instance_page_update_copy (self);
  plug_instance_page_update_dialogs (self);
  plug_instance_page_update_verbs (self);
}

static void
show_instance (PlugInstancePage *self)
{
  g_autofree char *name = plug_text_for_display (plug_instance_get_name (self->instance));
  g_autofree char *connector = dup_connector_text (self->instance);
  g_autofree char *account = dup_account_text (self);
  g_autofree char *tags = plug_instance_dup_tags_text (self->instance);
  g_autofree char *created = plug_date_dup_text (plug_instance_get_created (self->instance));

  adw_window_title_set_title (self->window_title, name);
  plug_property_row_set_value (self->id_row, plug_instance_get_id (self->instance));
  plug_property_row_set_value (self->connector_row, connector);
  plug_property_row_set_value (self->account_row, account);
  plug_property_row_set_value (self->tags_row, tags);
  gtk_widget_set_visible (GTK_WIDGET (self->tags_row), tags != NULL && *tags != '\0');
  plug_property_row_set_value (self->created_row, created);
  gtk_widget_set_visible (GTK_WIDGET (self->created_row),
                          plug_instance_get_created (self->instance) != 0);
  show_configuration (self);
  plug_instance_page_show_differences (self);
  update_actions (self);
}

/* plug_instance_page_say:
 * Private to PlugInstancePage. What was done, for a moment. */
void
plug_instance_page_say (PlugInstancePage *self,
                        const char       *text)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

static void
remedy_cb (PlugInstancePage *self,
           int               remedy)
{
  plug_instance_page_apply_remedy (self, (PlugRemedy) remedy);
}

static void
token_copied_cb (PlugInstancePage *self)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf (ngettext ("Token copied. It leaves the clipboard after %d second.",
                                    "Token copied. It leaves the clipboard after %d seconds.",
                                    PLUG_CLIPBOARD_SECONDS),
                          PLUG_CLIPBOARD_SECONDS);
  plug_instance_page_say (self, text);
}

/* The class */

static void
plug_instance_page_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  PlugInstancePage *self = PLUG_INSTANCE_PAGE (object);

  switch ((PlugInstancePageProperty) property_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    case PROP_INSTANCE:
      g_value_set_object (value, self->instance);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_instance_page_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  PlugInstancePage *self = PLUG_INSTANCE_PAGE (object);

  switch ((PlugInstancePageProperty) property_id)
    {
    case PROP_FOLDED:
      if (self->folded == g_value_get_boolean (value))
        break;
      self->folded = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_INSTANCE:
      plug_instance_page_set_instance (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_instance_page_dispose (GObject *object)
{
  PlugInstancePage *self = PLUG_INSTANCE_PAGE (object);

  plug_instance_page_drop_check (self);
  g_clear_handle_id (&self->differences_source, g_source_remove);
  if (self->instance != NULL)
    g_signal_handlers_disconnect_by_data (self->instance, self);
  g_clear_object (&self->instance);
  g_clear_object (&self->inventory);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_INSTANCE_PAGE);
  G_OBJECT_CLASS (plug_instance_page_parent_class)->dispose (object);
}

static void
plug_instance_page_finalize (GObject *object)
{
  PlugInstancePage *self = PLUG_INSTANCE_PAGE (object);

  g_ptr_array_unref (self->configuration_rows);
  g_ptr_array_unref (self->difference_rows);
  g_free (self->configuration);
  G_OBJECT_CLASS (plug_instance_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-instance-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, root);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, window_title);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, check_button);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, stack);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, toasts);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, error_view);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, health_row);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, differences_group);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, token_row);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, id_row);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, connector_row);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, account_row);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, tags_row);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, created_row);
  gtk_widget_class_bind_template_child (widget_class, PlugInstancePage, configuration_row);
  gtk_widget_class_bind_template_callback (widget_class, token_copied_cb);
  gtk_widget_class_bind_template_callback (widget_class, remedy_cb);
  gtk_widget_class_bind_template_callback (widget_class, plug_instance_page_keep);
}

static void
plug_instance_page_class_init (PlugInstancePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_instance_page_get_property;
  object_class->set_property = plug_instance_page_set_property;
  object_class->dispose = plug_instance_page_dispose;
  object_class->finalize = plug_instance_page_finalize;
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSTANCE] =
    g_param_spec_object ("instance", NULL, NULL, PLUG_TYPE_INSTANCE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  g_type_ensure (PLUG_TYPE_HEALTH_ROW);
  g_type_ensure (PLUG_TYPE_PROPERTY_ROW);
  g_type_ensure (PLUG_TYPE_TOKEN_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  plug_instance_page_install_copy (widget_class);
  plug_instance_page_install_dialogs (widget_class);
  plug_instance_page_install_verbs (widget_class);
  bind_template (widget_class);
}

static void
plug_instance_page_init (PlugInstancePage *self)
{
  self->configuration_rows = g_ptr_array_new ();
  self->difference_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  plug_compat_set_label (self->menu_button, _("Instance Menu"));
  update_actions (self);
}

/* plug_instance_page_new:
 * @inventory: where the instances shown are from
 *
 * Returns: (transfer floating): a page without an instance */
GtkWidget *
plug_instance_page_new (PlugInventory *inventory)
{
  PlugInstancePage *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_INSTANCE_PAGE, NULL);
  self->inventory = g_object_ref (inventory);
  plug_token_row_set_inventory (self->token_row, inventory);
  return GTK_WIDGET (self);
}

/* plug_instance_page_set_instance:
 * @instance: (nullable): what the page is to show; a token that is revealed is hidden first */
void
plug_instance_page_set_instance (PlugInstancePage *self,
                                 PlugInstance     *instance)
{
  g_return_if_fail (PLUG_IS_INSTANCE_PAGE (self));

  if (self->instance == instance)
    return;
  if (self->instance != NULL)
    g_signal_handlers_disconnect_by_data (self->instance, self);
  plug_instance_page_drop_check (self);
  g_set_object (&self->instance, instance);
  plug_health_row_set_instance (self->health_row, instance);
  plug_token_row_set_instance (self->token_row, instance);
  plug_error_view_set_error (self->error_view, NULL);
  adw_expander_row_set_expanded (self->configuration_row, FALSE);
  clear_configuration (self);
  adw_window_title_set_title (self->window_title, "");
  adw_window_title_set_subtitle (self->window_title, "");
  if (instance != NULL)
    {
      g_signal_connect_swapped (instance, "notify", G_CALLBACK (show_instance), self);
      show_instance (self);
    }
  gtk_stack_set_visible_child_name (self->stack, instance != NULL ? "content" : "empty");
  gtk_widget_set_visible (self->menu_button, instance != NULL);
  gtk_widget_set_visible (self->check_button, instance != NULL);
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSTANCE]);
}

/* plug_instance_page_get_instance:
 * Returns: (transfer none) (nullable): what the page shows */
PlugInstance *
plug_instance_page_get_instance (PlugInstancePage *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE_PAGE (self), NULL);

  return self->instance;
}

/* plug_instance_page_hide_token:
 * Hides the token if it is revealed. */
void
plug_instance_page_hide_token (PlugInstancePage *self)
{
  g_return_if_fail (PLUG_IS_INSTANCE_PAGE (self));

  plug_token_row_hide (self->token_row);
}

/* plug_instance_page_set_reveal_ms:
 * @reveal_ms: how long a token that is revealed from now on can be read */
void
plug_instance_page_set_reveal_ms (PlugInstancePage *self,
                                  guint             reveal_ms)
{
  g_return_if_fail (PLUG_IS_INSTANCE_PAGE (self));

  plug_token_row_set_reveal_ms (self->token_row, reveal_ms);
}
