/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugFilterPopover: what is listed, and in which order. */

#include "config.h"

#include "plug-filter-popover.h"

#include "plug-state.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugFilterPopover {
  GtkPopover parent_instance;

  AdwComboRow *rows[PLUG_FILTER_N_PARTS];
  AdwComboRow *sort_row;
  GtkWidget *reset_button;

  PlugInventory *inventory;
  PlugInstanceFilter *filter;
  GStrv values[PLUG_FILTER_N_PARTS]; /* of the rows' items; the first, any, is "" */
  PlugSort sort;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (PlugFilterPopover, plug_filter_popover, GTK_TYPE_POPOVER)

typedef enum {
  PROP_SORT = 1,
} PlugFilterPopoverProperty;

static GParamSpec *properties[PROP_SORT + 1];

static const char *const any_texts[PLUG_FILTER_N_PARTS] = {
  N_("All Accounts"), N_("All Connectors"), N_("All Hubs"), N_("All Tags"), N_("All States"),
};

/* The values there are: value → what is shown. */

static void
note (GHashTable *values,
      const char *value,
      const char *text)
{
  if (value == NULL || *value == '\0' || g_hash_table_contains (values, value))
    return;
  if (text == NULL || *text == '\0')
    text = value;
  g_hash_table_insert (values, g_strdup (value), plug_text_for_display (text));
}

static void
note_instance (GHashTable     *values,
               PlugInstance   *instance,
               PlugFilterPart  part)
{
  const char *const *tags;
  PlugState state;

  switch (part)
    {
    case PLUG_FILTER_CONNECTOR:
      note (values, plug_instance_get_connector_key (instance),
            plug_instance_get_connector_name (instance));
      break;
    case PLUG_FILTER_HUB:
      note (values, plug_instance_get_hub (instance), NULL);
      break;
    case PLUG_FILTER_TAG:
      tags = plug_instance_get_tags (instance);
      for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
        note (values, tags[i], NULL);
      break;
    case PLUG_FILTER_STATE:
      state = plug_state_of (instance);
      note (values, plug_state_get_nick (state), plug_state_get_name (state));
      break;
    case PLUG_FILTER_ACCOUNT:
    default:
      break;
    }
}

static GHashTable *
collect_values (PlugFilterPopover *self,
                PlugFilterPart     part)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GListModel *accounts = plug_inventory_list_accounts (self->inventory);
  GListModel *instances = plug_inventory_list_instances (self->inventory);

  for (guint i = 0; part == PLUG_FILTER_ACCOUNT && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      note (values, plug_account_get_id (account), plug_account_get_name (account));
    }
  for (guint i = 0; part != PLUG_FILTER_ACCOUNT && i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);

      note_instance (values, instance, part);
    }
  /* One that is asked for stays, even if nothing has it any more. */
  note (values, plug_instance_filter_get_value (self->filter, part), NULL);
  return values;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b,
               gpointer      texts)
{
  return g_utf8_collate (g_hash_table_lookup (texts, *(const char *const *) a),
                         g_hash_table_lookup (texts, *(const char *const *) b));
}

static void
fill_row (PlugFilterPopover *self,
          PlugFilterPart     part)
{
  g_autoptr (GHashTable) texts = collect_values (self, part);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  g_autofree char **sorted = NULL;
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  const char *wanted = plug_instance_filter_get_value (self->filter, part);
  guint selected = 0;
  guint n;

  sorted = (char **) g_hash_table_get_keys_as_array (texts, &n);
  g_qsort_with_data (sorted, (int) n, sizeof *sorted, compare_texts, texts);
  gtk_string_list_append (list, _(any_texts[part]));
  g_strv_builder_add (values, "");
  for (guint i = 0; i < n; i++)
    {
      gtk_string_list_append (list, g_hash_table_lookup (texts, sorted[i]));
      g_strv_builder_add (values, sorted[i]);
      if (g_strcmp0 (sorted[i], wanted) == 0)
        selected = i + 1;
    }
  g_strfreev (self->values[part]);
  self->values[part] = g_strv_builder_end (values);
  adw_combo_row_set_model (self->rows[part], G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->rows[part], selected);
  /* One value is no choice. */
  gtk_widget_set_visible (GTK_WIDGET (self->rows[part]), n > 1 || wanted != NULL);
}

static void
update_reset (PlugFilterPopover *self)
{
  gtk_widget_set_sensitive (self->reset_button, plug_instance_filter_count (self->filter) > 0);
}

static void
fill (PlugFilterPopover *self)
{
  self->filling = TRUE;
  for (PlugFilterPart part = 0; part < PLUG_FILTER_N_PARTS; part++)
    fill_row (self, part);
  self->filling = FALSE;
  update_reset (self);
}

static void
selected_cb (PlugFilterPopover *self,
             GParamSpec        *pspec,
             AdwComboRow       *row)
{
  guint selected = adw_combo_row_get_selected (row);

  if (self->filling || selected == GTK_INVALID_LIST_POSITION)
    return;
  for (PlugFilterPart part = 0; part < PLUG_FILTER_N_PARTS; part++)
    {
      if (self->rows[part] == row)
        plug_instance_filter_set_value (self->filter, part,
                                        selected > 0 ? self->values[part][selected] : NULL);
    }
  update_reset (self);
}

static void
sort_selected_cb (PlugFilterPopover *self)
{
  guint selected = adw_combo_row_get_selected (self->sort_row);

  if (selected >= PLUG_N_SORTS || selected == self->sort)
    return;
  self->sort = selected;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT]);
}

static void
reset_clicked_cb (PlugFilterPopover *self)
{
  plug_instance_filter_reset (self->filter);
  fill (self);
}

static void
plug_filter_popover_map (GtkWidget *widget)
{
  PlugFilterPopover *self = PLUG_FILTER_POPOVER (widget);

  if (self->inventory != NULL)
    fill (self);
  GTK_WIDGET_CLASS (plug_filter_popover_parent_class)->map (widget);
}

static void
plug_filter_popover_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  PlugFilterPopover *self = PLUG_FILTER_POPOVER (object);

  switch ((PlugFilterPopoverProperty) property_id)
    {
    case PROP_SORT:
      g_value_set_uint (value, self->sort);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_filter_popover_dispose (GObject *object)
{
  PlugFilterPopover *self = PLUG_FILTER_POPOVER (object);

  self->filling = TRUE;
  g_clear_object (&self->inventory);
  g_clear_object (&self->filter);
  G_OBJECT_CLASS (plug_filter_popover_parent_class)->dispose (object);
}

static void
plug_filter_popover_finalize (GObject *object)
{
  PlugFilterPopover *self = PLUG_FILTER_POPOVER (object);

  for (guint i = 0; i < PLUG_FILTER_N_PARTS; i++)
    g_strfreev (self->values[i]);
  G_OBJECT_CLASS (plug_filter_popover_parent_class)->finalize (object);
}

static void
bind_row (GtkWidgetClass *widget_class,
          const char     *name,
          PlugFilterPart  part)
{
  gtk_widget_class_bind_template_child_full (
    widget_class, name, FALSE,
    G_STRUCT_OFFSET (PlugFilterPopover, rows) + (gssize) (part * sizeof (AdwComboRow *)));
}

static void
plug_filter_popover_class_init (PlugFilterPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_filter_popover_get_property;
  object_class->dispose = plug_filter_popover_dispose;
  object_class->finalize = plug_filter_popover_finalize;
  widget_class->map = plug_filter_popover_map;
  properties[PROP_SORT] = g_param_spec_uint ("sort", NULL, NULL, 0, PLUG_N_SORTS - 1, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-filter-popover.ui");
  bind_row (widget_class, "account_row", PLUG_FILTER_ACCOUNT);
  bind_row (widget_class, "connector_row", PLUG_FILTER_CONNECTOR);
  bind_row (widget_class, "hub_row", PLUG_FILTER_HUB);
  bind_row (widget_class, "tag_row", PLUG_FILTER_TAG);
  bind_row (widget_class, "state_row", PLUG_FILTER_STATE);
  gtk_widget_class_bind_template_child (widget_class, PlugFilterPopover, sort_row);
  gtk_widget_class_bind_template_child (widget_class, PlugFilterPopover, reset_button);
  gtk_widget_class_bind_template_callback (widget_class, reset_clicked_cb);
}

static void
plug_filter_popover_init (PlugFilterPopover *self)
{
  g_autoptr (GtkStringList) sorts = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (PlugFilterPart part = 0; part < PLUG_FILTER_N_PARTS; part++)
    g_signal_connect_swapped (self->rows[part], "notify::selected", G_CALLBACK (selected_cb),
                              self);
  for (PlugSort sort = 0; sort < PLUG_N_SORTS; sort++)
    gtk_string_list_append (sorts, plug_instance_sort_get_name (sort));
  adw_combo_row_set_model (self->sort_row, G_LIST_MODEL (sorts));
  g_signal_connect_swapped (self->sort_row, "notify::selected", G_CALLBACK (sort_selected_cb),
                            self);
}

/* plug_filter_popover_set_up:
 * @inventory: whose instances have the values
 * @filter: what is set */
void
plug_filter_popover_set_up (PlugFilterPopover  *self,
                            PlugInventory      *inventory,
                            PlugInstanceFilter *filter)
{
  g_return_if_fail (PLUG_IS_FILTER_POPOVER (self));
  g_return_if_fail (self->inventory == NULL);

  self->inventory = g_object_ref (inventory);
  self->filter = g_object_ref (filter);
}
