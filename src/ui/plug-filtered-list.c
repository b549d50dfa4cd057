/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugFilteredList: the items of a list that a filter lets through. */

#include "config.h"

#include "plug-filtered-list.h"

struct _PlugFilteredList {
  GObject parent_instance;

  GListModel *model;
  GtkFilter *filter;
  GPtrArray *items; /* that are let through */
};

typedef enum {
  PROP_MODEL = 1,
  PROP_N_ITEMS,
} PlugFilteredListProperty;

static GParamSpec *properties[PROP_N_ITEMS + 1];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PlugFilteredList, plug_filtered_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
plug_filtered_list_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
plug_filtered_list_get_n_items (GListModel *model)
{
  return PLUG_FILTERED_LIST (model)->items->len;
}

static gpointer
plug_filtered_list_get_item (GListModel *model,
                             guint       position)
{
  GPtrArray *items = PLUG_FILTERED_LIST (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = plug_filtered_list_get_item_type;
  iface->get_n_items = plug_filtered_list_get_n_items;
  iface->get_item = plug_filtered_list_get_item;
}

/* Takes @items, and tells what is between the first and the last difference. */
static void
replace_items (PlugFilteredList *self,
               GPtrArray        *items)
{
  g_autoptr (GPtrArray) old = self->items;
  guint shorter = MIN (old->len, items->len);
  guint first = 0;
  guint last = 0;

  self->items = items;
  while (first < shorter && old->pdata[first] == items->pdata[first])
    first++;
  while (last < shorter - first &&
         old->pdata[old->len - 1 - last] == items->pdata[items->len - 1 - last])
    last++;
  if (old->len == items->len && first == items->len)
    return;
  g_list_model_items_changed (G_LIST_MODEL (self), first, old->len - first - last,
                              items->len - first - last);
  if (old->len != items->len)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static gboolean
is_let_through (PlugFilteredList *self,
                gpointer          item)
{
  return self->filter == NULL || gtk_filter_match (self->filter, item);
}

static void
filter_all (PlugFilteredList *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (self->model, i);

      if (is_let_through (self, item))
        g_ptr_array_add (items, g_steal_pointer (&item));
    }
  replace_items (self, items);
}

/* What is left out already stays out. */
static void
filter_more (PlugFilteredList *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->items->len; i++)
    {
      GObject *item = g_ptr_array_index (self->items, i);

      if (is_let_through (self, item))
        g_ptr_array_add (items, g_object_ref (item));
    }
  replace_items (self, items);
}

static void
filter_changed_cb (PlugFilteredList *self,
                   GtkFilterChange   change)
{
  if (change == GTK_FILTER_CHANGE_MORE_STRICT)
    filter_more (self);
  else
    filter_all (self);
}

static void
plug_filtered_list_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  PlugFilteredList *self = PLUG_FILTERED_LIST (object);

  switch ((PlugFilteredListProperty) property_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->items->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_filtered_list_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch ((PlugFilteredListProperty) property_id)
    {
    case PROP_MODEL:
      plug_filtered_list_set_model (PLUG_FILTERED_LIST (object), g_value_get_object (value));
      break;
    case PROP_N_ITEMS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_filtered_list_dispose (GObject *object)
{
  PlugFilteredList *self = PLUG_FILTERED_LIST (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->filter != NULL)
    g_signal_handlers_disconnect_by_data (self->filter, self);
  g_clear_object (&self->model);
  g_clear_object (&self->filter);
  G_OBJECT_CLASS (plug_filtered_list_parent_class)->dispose (object);
}

static void
plug_filtered_list_finalize (GObject *object)
{
  g_ptr_array_unref (PLUG_FILTERED_LIST (object)->items);
  G_OBJECT_CLASS (plug_filtered_list_parent_class)->finalize (object);
}

static void
plug_filtered_list_class_init (PlugFilteredListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plug_filtered_list_get_property;
  object_class->set_property = plug_filtered_list_set_property;
  object_class->dispose = plug_filtered_list_dispose;
  object_class->finalize = plug_filtered_list_finalize;
  properties[PROP_MODEL] =
    g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_N_ITEMS] =
    g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_filtered_list_init (PlugFilteredList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/* plug_filtered_list_set_model:
 * @model: (nullable): whose items are looked through, of any kind @filter can judge */
void
plug_filtered_list_set_model (PlugFilteredList *self,
                              GListModel       *model)
{
  g_return_if_fail (PLUG_IS_FILTERED_LIST (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  if (model != NULL)
    g_signal_connect_swapped (model, "items-changed", G_CALLBACK (filter_all), self);
  filter_all (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

/* plug_filtered_list_set_filter:
 * @filter: (nullable): what lets items through; NULL lets through all. Followed */
void
plug_filtered_list_set_filter (PlugFilteredList *self,
                               GtkFilter        *filter)
{
  g_return_if_fail (PLUG_IS_FILTERED_LIST (self));
  g_return_if_fail (filter == NULL || GTK_IS_FILTER (filter));

  if (self->filter == filter)
    return;
  if (self->filter != NULL)
    g_signal_handlers_disconnect_by_data (self->filter, self);
  g_set_object (&self->filter, filter);
  if (filter != NULL)
    g_signal_connect_swapped (filter, "changed", G_CALLBACK (filter_changed_cb), self);
  filter_all (self);
}
