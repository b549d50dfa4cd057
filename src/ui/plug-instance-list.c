/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstanceList: the instances as a list: searched, filtered, sorted. */

#include "config.h"

#include "plug-instance-list-private.h"

#include "plug-closures.h"
#include "plug-compat.h"
#include "plug-instance-row.h"

#include <glib/gi18n-lib.h>

#define FOLD_AT_A_TIME 200

#define RESOURCES "/io/github/plugboard/Plugboard/"

G_DEFINE_FINAL_TYPE (PlugInstanceList, plug_instance_list, GTK_TYPE_WIDGET)

typedef enum {
  PROP_FOLDED = 1,
  PROP_SEARCHING,
  PROP_SELECTING,
  PROP_N_CHOSEN,
  PROP_INSTANCE,
} PlugInstanceListProperty;

static GParamSpec *properties[PROP_INSTANCE + 1];

enum {
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The one looked at */

static guint
find_in (GListModel   *model,
         PlugInstance *instance)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (PlugInstance) item = g_list_model_get_item (model, i);

      if (item == instance)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static guint
find_position (PlugInstanceList *self,
               PlugInstance     *instance)
{
  return find_in (G_LIST_MODEL (self->filtered), instance);
}

/* The list's own word: what is removed leaves it first and the inventory's index later. */
static gboolean
is_known (PlugInstanceList *self,
          PlugInstance     *instance)
{
  return find_in (G_LIST_MODEL (self->instances), instance) != GTK_INVALID_LIST_POSITION;
}

/* After what was removed, the next one is looked at; a search that leaves out the one looked at
 * does not end that. */
static void
selected_item_changed_cb (PlugInstanceList *self)
{
  PlugInstance *instance = gtk_single_selection_get_selected_item (self->selection);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));

  if (self->inventory == NULL || instance == self->instance)
    return;
  if (instance == NULL && self->instance != NULL)
    {
      if (is_known (self, self->instance))
        return;
      g_clear_object (&self->instance);
      if (n > 0)
        {
          gtk_single_selection_set_selected (self->selection, MIN (self->position, n - 1));
          plug_instance_list_focus (self);
          return;
        }
    }
  g_set_object (&self->instance, instance);
  self->position = gtk_single_selection_get_selected (self->selection);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSTANCE]);
}

/* What was filtered out and is listed again is looked at as before. */
static void
look_again (PlugInstanceList *self)
{
  if (self->instance != NULL && !self->selecting
      && gtk_single_selection_get_selected_item (self->selection) == NULL)
    gtk_single_selection_set_selected (self->selection, find_position (self, self->instance));
}

static GtkWidget *
find_row (GtkWidget    *widget,
          PlugInstance *instance)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (PLUG_IS_INSTANCE_ROW (row)
          && plug_instance_row_get_instance (PLUG_INSTANCE_ROW (row)) == instance)
        return child;
    }
  return NULL;
}

/* A row exists only once the list has scrolled to it. */
static gboolean
focus_row_cb (gpointer user_data)
{
  PlugInstanceList *self = user_data;
  PlugInstance *instance = gtk_single_selection_get_selected_item (self->selection);
  GtkWidget *row = NULL;

  self->focus_source = 0;
  if (instance != NULL)
    row = find_row (GTK_WIDGET (self->list), instance);
  if (row != NULL)
    gtk_widget_grab_focus (row);
  return G_SOURCE_REMOVE;
}

static void
row_activated_cb (PlugInstanceList *self,
                  guint             position)
{
  if (self->selecting)
    {
      GtkSelectionModel *chosen = GTK_SELECTION_MODEL (self->chosen);

      if (gtk_selection_model_is_selected (chosen, position))
        gtk_selection_model_unselect_item (chosen, position);
      else
        gtk_selection_model_select_item (chosen, position, FALSE);
      return;
    }
  gtk_single_selection_set_selected (self->selection, position);
  if (self->instance != NULL)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, self->instance);
}

/* Searching, filtering, sorting */

static void
search_changed_cb (PlugInstanceList *self)
{
  plug_instance_filter_set_text (self->filter,
                                 gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  look_again (self);
}

/* What is searched in is made ready while the bar slides in, not with the first key. */
static gboolean
fold_some_cb (gpointer user_data)
{
  PlugInstanceList *self = user_data;
  GListModel *instances = G_LIST_MODEL (self->instances);
  guint n = g_list_model_get_n_items (instances);
  guint end = MIN (self->n_folded + FOLD_AT_A_TIME, n);

  for (; self->n_folded < end; self->n_folded++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, self->n_folded);

      plug_instance_matches (instance, NULL);
    }
  if (end < n)
    return G_SOURCE_CONTINUE;
  self->fold_source = 0;
  return G_SOURCE_REMOVE;
}

/* The entry tells a moment later; what is no longer asked for is to be seen at once. */
static void
search_mode_changed_cb (PlugInstanceList *self)
{
  if (!gtk_search_bar_get_search_mode (self->search_bar))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
      search_changed_cb (self);
    }
  else if (self->fold_source == 0)
    {
      self->n_folded = 0;
      self->fold_source = g_idle_add (fold_some_cb, self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
}

/* The button says that something is left out, and how much of that is asked for. */
static void
filter_changed_cb (PlugInstanceList *self)
{
  guint n = plug_instance_filter_count (self->filter);
  g_autofree char *label = NULL;

  /* Translators: how many conditions a filter has */
  label = n > 0 ? g_strdup_printf (_("Filter (%u)"), n) : g_strdup (_("Filter"));
  gtk_menu_button_set_label (self->filter_button, label);
  plug_compat_set_label (GTK_WIDGET (self->filter_button), label);
  look_again (self);
}

static void
sort_changed_cb (PlugInstanceList *self)
{
  g_autoptr (GtkSorter) sorter = NULL;
  guint sort;

  g_object_get (self->filter_popover, "sort", &sort, NULL);
  sorter = plug_instance_sort_new (sort);
  gtk_sort_list_model_set_sorter (self->sorted, sorter);
}

static void
show_all_cb (PlugInstanceList *self)
{
  plug_instance_filter_reset (self->filter);
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

static void
resort (PlugInstanceList *self)
{
  self->changed = FALSE;
  gtk_sorter_changed (gtk_sort_list_model_get_sorter (self->sorted), GTK_SORTER_CHANGE_DIFFERENT);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
instances_changed_cb (PlugInstanceList *self)
{
  if (self->selecting)
    self->changed = TRUE;
  else
    resort (self);
}

/* Choosing several */

static void
chosen_changed_cb (PlugInstanceList *self)
{
  plug_instance_list_update_chosen (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_CHOSEN]);
}

static void
set_rows (PlugInstanceList  *self,
          GtkSelectionModel *model,
          const char        *resource)
{
  g_autoptr (GtkListItemFactory) factory = NULL;

  factory = gtk_builder_list_item_factory_new_from_resource (NULL, resource);
  gtk_list_view_set_model (self->list, NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, model);
  gtk_list_view_set_single_click_activate (self->list, self->folded && !self->selecting);
}

/* plug_instance_list_set_selecting:
 * @selecting: whether several are chosen for one verb, or one is looked at */
void
plug_instance_list_set_selecting (PlugInstanceList *self,
                                  gboolean          selecting)
{
  g_return_if_fail (PLUG_IS_INSTANCE_LIST (self));

  if (self->selecting == (selecting != FALSE))
    return;
  self->selecting = selecting != FALSE;
  if (self->selecting)
    {
      self->chosen = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->filtered)));
      g_signal_connect_object (self->chosen, "selection-changed", G_CALLBACK (chosen_changed_cb),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->chosen, "items-changed", G_CALLBACK (chosen_changed_cb),
                               self, G_CONNECT_SWAPPED);
      set_rows (self, GTK_SELECTION_MODEL (self->chosen),
                RESOURCES "plug-instance-check-item.ui");
    }
  else
    {
      set_rows (self, GTK_SELECTION_MODEL (self->selection), RESOURCES "plug-instance-item.ui");
      g_clear_object (&self->chosen);
      if (self->changed)
        resort (self);
      look_again (self);
    }
  chosen_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTING]);
}

/* plug_instance_list_is_selecting:
 * Returns: whether several are chosen for one verb */
gboolean
plug_instance_list_is_selecting (PlugInstanceList *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE_LIST (self), FALSE);

  return self->selecting;
}

static guint
count_chosen (PlugInstanceList *self)
{
  g_autoptr (GtkBitset) set = NULL;

  if (self->chosen == NULL)
    return 0;
  set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->chosen));
  return (guint) gtk_bitset_get_size (set);
}

/* plug_instance_list_dup_chosen:
 * Returns: (transfer full): the PlugInstance chosen, as they are now */
GListModel *
plug_instance_list_dup_chosen (PlugInstanceList *self)
{
  GListStore *store = g_list_store_new (PLUG_TYPE_INSTANCE);
  g_autoptr (GtkBitset) set = NULL;
  GtkBitsetIter iter;
  guint position;

  g_return_val_if_fail (PLUG_IS_INSTANCE_LIST (self), G_LIST_MODEL (store));

  if (self->chosen == NULL)
    return G_LIST_MODEL (store);
  set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->chosen));
  for (gboolean more = gtk_bitset_iter_init_first (&iter, set, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (PlugInstance) instance = NULL;

      instance = g_list_model_get_item (G_LIST_MODEL (self->filtered), position);
      g_list_store_append (store, instance);
    }
  return G_LIST_MODEL (store);
}

/* The class */

static void
plug_instance_list_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  PlugInstanceList *self = PLUG_INSTANCE_LIST (object);

  switch ((PlugInstanceListProperty) property_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    case PROP_SEARCHING:
      g_value_set_boolean (value, self->search_bar != NULL
                                    && gtk_search_bar_get_search_mode (self->search_bar));
      break;
    case PROP_SELECTING:
      g_value_set_boolean (value, self->selecting);
      break;
    case PROP_N_CHOSEN:
      g_value_set_uint (value, count_chosen (self));
      break;
    case PROP_INSTANCE:
      g_value_set_object (value, self->instance);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_instance_list_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  PlugInstanceList *self = PLUG_INSTANCE_LIST (object);

  switch ((PlugInstanceListProperty) property_id)
    {
    case PROP_FOLDED:
      if (self->folded == g_value_get_boolean (value))
        break;
      self->folded = g_value_get_boolean (value);
      gtk_list_view_set_single_click_activate (self->list, self->folded && !self->selecting);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SEARCHING:
      gtk_search_bar_set_search_mode (self->search_bar, g_value_get_boolean (value));
      break;
    case PROP_SELECTING:
      plug_instance_list_set_selecting (self, g_value_get_boolean (value));
      break;
    case PROP_N_CHOSEN:
    case PROP_INSTANCE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_instance_list_dispose (GObject *object)
{
  PlugInstanceList *self = PLUG_INSTANCE_LIST (object);

  g_clear_handle_id (&self->focus_source, g_source_remove);
  g_clear_handle_id (&self->fold_source, g_source_remove);
  plug_instance_list_drop_series (self);
  if (self->watch != NULL)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
  g_clear_object (&self->instance);
  g_clear_object (&self->chosen);
  g_clear_object (&self->inventory);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_INSTANCE_LIST);
  g_clear_object (&self->filter);
  G_OBJECT_CLASS (plug_instance_list_parent_class)->dispose (object);
}

static void
plug_instance_list_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (plug_instance_list_parent_class)->realize (widget);
  plug_instance_list_watch_rows (PLUG_INSTANCE_LIST (widget));
}

static void
plug_instance_list_unrealize (GtkWidget *widget)
{
  plug_instance_list_unwatch_rows (PLUG_INSTANCE_LIST (widget));
  GTK_WIDGET_CLASS (plug_instance_list_parent_class)->unrealize (widget);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE, flags);
  properties[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE, flags);
  properties[PROP_SELECTING] = g_param_spec_boolean ("selecting", NULL, NULL, FALSE, flags);
  properties[PROP_N_CHOSEN] =
    g_param_spec_uint ("n-chosen", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_INSTANCE] =
    g_param_spec_object ("instance", NULL, NULL, PLUG_TYPE_INSTANCE, readable);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCES "plug-instance-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, instances);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, filtered);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, sorted);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, selection);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, root);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, search_bar);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, filter_button);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, filter_popover);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, list);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, footer);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, action_bar);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, progress_label);
  gtk_widget_class_bind_template_child (widget_class, PlugInstanceList, progress);
  gtk_widget_class_bind_template_callback (widget_class, selected_item_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_mode_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  plug_closures_bind (widget_class);
}

static void
plug_instance_list_class_init (PlugInstanceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_instance_list_get_property;
  object_class->set_property = plug_instance_list_set_property;
  object_class->dispose = plug_instance_list_dispose;
  widget_class->realize = plug_instance_list_realize;
  widget_class->unrealize = plug_instance_list_unrealize;
  install_properties (object_class);
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", PLUG_TYPE_INSTANCE_LIST,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                            1, PLUG_TYPE_INSTANCE);
  g_type_ensure (PLUG_TYPE_FILTER_POPOVER);
  g_type_ensure (PLUG_TYPE_FILTERED_LIST);
  g_type_ensure (PLUG_TYPE_INSTANCE_ROW);
  g_type_ensure (PLUG_TYPE_SYNC_FOOTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  bind_template (widget_class);
  plug_instance_list_install_chosen (widget_class);
}

static void
plug_instance_list_init (PlugInstanceList *self)
{
  self->filter = plug_instance_filter_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  plug_filtered_list_set_filter (self->filtered, GTK_FILTER (self->filter));
  g_signal_connect_object (self->filter, "changed", G_CALLBACK (filter_changed_cb), self,
                           G_CONNECT_SWAPPED);
  filter_changed_cb (self);
  sort_changed_cb (self);
  plug_instance_list_update_chosen (self);
}

/* plug_instance_list_set_inventory:
 * @inventory: whose instances are listed; to be set once */
void
plug_instance_list_set_inventory (PlugInstanceList *self,
                                  PlugInventory    *inventory)
{
  GListModel *instances;

  g_return_if_fail (PLUG_IS_INSTANCE_LIST (self));
  g_return_if_fail (self->inventory == NULL);

  instances = plug_inventory_list_instances (inventory);
  self->inventory = g_object_ref (inventory);
  self->watch = plug_instance_watch_new (instances);
  g_signal_connect_swapped (self->watch, "changed", G_CALLBACK (instances_changed_cb), self);
  plug_filter_popover_set_up (self->filter_popover, inventory, self->filter);
  plug_sync_footer_set_inventory (self->footer, inventory);
  gtk_no_selection_set_model (self->instances, instances);
}

/* plug_instance_list_find_account:
 * Returns: (transfer none) (nullable): whose @instance is */
PlugAccount *
plug_instance_list_find_account (PlugInstanceList *self,
                                 PlugInstance     *instance)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE_LIST (self), NULL);

  if (self->inventory == NULL)
    return NULL;
  return plug_inventory_find_account (self->inventory, plug_instance_get_account_id (instance));
}

/* plug_instance_list_get_instance:
 * Returns: (transfer none) (nullable): the one looked at, listed or not */
PlugInstance *
plug_instance_list_get_instance (PlugInstanceList *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE_LIST (self), NULL);

  return self->instance;
}

/* plug_instance_list_look_at:
 * @seek: whether search and filter give way to it; else it is looked at only if it is listed
 *
 * Returns: whether it is looked at */
gboolean
plug_instance_list_look_at (PlugInstanceList *self,
                            PlugInstance     *instance,
                            gboolean          seek)
{
  guint position;

  g_return_val_if_fail (PLUG_IS_INSTANCE_LIST (self), FALSE);

  plug_instance_list_set_selecting (self, FALSE);
  position = find_position (self, instance);
  if (position == GTK_INVALID_LIST_POSITION && seek)
    {
      show_all_cb (self);
      position = find_position (self, instance);
    }
  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;
  gtk_single_selection_set_selected (self->selection, position);
  plug_compat_scroll_to (self->list, position);
  return TRUE;
}

/* plug_instance_list_focus:
 * Focuses the row of the one looked at, as soon as there is such a row. */
void
plug_instance_list_focus (PlugInstanceList *self)
{
  g_return_if_fail (PLUG_IS_INSTANCE_LIST (self));

  g_clear_handle_id (&self->focus_source, g_source_remove);
  self->focus_source = g_idle_add_full (G_PRIORITY_LOW, focus_row_cb, self, NULL);
}

/* plug_instance_list_search:
 * Opens the search and focuses it. */
void
plug_instance_list_search (PlugInstanceList *self)
{
  g_return_if_fail (PLUG_IS_INSTANCE_LIST (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/* plug_instance_list_set_search:
 * @text: what is searched for, as if it had been typed into the search */
void
plug_instance_list_set_search (PlugInstanceList *self,
                               const char       *text)
{
  g_return_if_fail (PLUG_IS_INSTANCE_LIST (self));
  g_return_if_fail (text != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->search_entry), -1);
}
