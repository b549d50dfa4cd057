/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugTableView: columns that say what they show of an item, and one action a row. */

#include "config.h"

#include "plug-table-view.h"

#include "plug-compat.h"

struct _PlugTableView {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkColumnView *view;
  GtkNoSelection *selection;
  GPtrArray *columns; /* Column */
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (PlugTableView, plug_table_view, GTK_TYPE_WIDGET)

typedef enum {
  PROP_FOLDED = 1,
} PlugTableProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

enum {
  SIGNAL_ACTION,
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct {
  PlugTableView *table; /* owns it */
  GtkColumnViewColumn *column;
  PlugColumnFlags flags;
  PlugCellFill fill;
  PlugCellVerb verb; /* of the one with buttons */
} Column;

static void
column_free (Column *column)
{
  g_object_unref (column->column);
  g_free (column);
}

/* Cells with text */

/* What has the focus is the row, of which GTK would say its type. */
static void
name_row (GtkWidget *content)
{
  GtkWidget *cell = gtk_widget_get_parent (content);
  GtkWidget *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  if (row == NULL)
    return;
  for (cell = gtk_widget_get_first_child (row); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *child = gtk_widget_get_first_child (cell);
      g_autofree char *text = NULL;

      if (!PLUG_IS_TABLE_CELL (child) || !gtk_widget_get_visible (cell))
        continue;
      text = plug_table_cell_dup_words (PLUG_TABLE_CELL (child));
      if (words->len > 0 && *text != '\0')
        g_string_append (words, ", ");
      g_string_append (words, text);
    }
  plug_compat_set_label (row, words->str);
}

static void
fill_cell (GtkListItem *item,
           Column      *column)
{
  GtkWidget *content = gtk_list_item_get_child (item);

  column->fill (gtk_list_item_get_item (item), column->table->folded, PLUG_TABLE_CELL (content));
  name_row (content);
}

static void
item_changed_cb (GtkListItem *item)
{
  Column *column = g_object_get_data (G_OBJECT (item), "plug-column");

  if (gtk_list_item_get_item (item) != NULL)
    fill_cell (item, column);
}

static void
cell_set_up_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *item,
                Column                   *column)
{
  g_object_set_data (G_OBJECT (item), "plug-column", column);
  gtk_list_item_set_child (item, plug_table_cell_new ());
}

static void
cell_bound_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               Column                   *column)
{
  g_signal_connect_object (gtk_list_item_get_item (item), "notify", G_CALLBACK (item_changed_cb),
                           item, G_CONNECT_SWAPPED);
  fill_cell (item, column);
}

static void
cell_unbound_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
}

/* Cells with a button */

static void
fill_button (GtkListItem *item)
{
  Column *column = g_object_get_data (G_OBJECT (item), "plug-column");
  GtkWidget *button = gtk_list_item_get_child (item);
  const char *verb = NULL;

  if (gtk_list_item_get_item (item) != NULL)
    verb = column->verb (gtk_list_item_get_item (item));
  gtk_widget_set_visible (button, verb != NULL);
  if (verb != NULL)
    gtk_button_set_label (GTK_BUTTON (button), verb);
}

static void
button_clicked_cb (GtkListItem *item)
{
  Column *column = g_object_get_data (G_OBJECT (item), "plug-column");
  g_autoptr (GObject) object = gtk_list_item_get_item (item);

  if (object != NULL)
    g_signal_emit (column->table, signals[SIGNAL_ACTION], 0, g_object_ref (object));
}

static void
button_set_up_cb (GtkSignalListItemFactory *factory,
                  GtkListItem              *item,
                  Column                   *column)
{
  GtkWidget *button = gtk_button_new ();

  g_object_set_data (G_OBJECT (item), "plug-column", column);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  g_signal_connect_object (button, "clicked", G_CALLBACK (button_clicked_cb), item,
                           G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, button);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
button_bound_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *item)
{
  g_signal_connect_object (gtk_list_item_get_item (item), "notify", G_CALLBACK (fill_button),
                           item, G_CONNECT_SWAPPED);
  fill_button (item);
}

/* A new factory fills its cells anew. */
static GtkListItemFactory *
create_factory (Column *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  if (column->verb != NULL)
    {
      g_signal_connect (factory, "setup", G_CALLBACK (button_set_up_cb), column);
      g_signal_connect (factory, "bind", G_CALLBACK (button_bound_cb), NULL);
    }
  else
    {
      g_signal_connect (factory, "setup", G_CALLBACK (cell_set_up_cb), column);
      g_signal_connect (factory, "bind", G_CALLBACK (cell_bound_cb), column);
    }
  g_signal_connect (factory, "unbind", G_CALLBACK (cell_unbound_cb), NULL);
  return factory;
}

static void
add_column (PlugTableView  *self,
            const char *title,
            Column     *column)
{
  column->table = self;
  column->column = gtk_column_view_column_new (title, create_factory (column));
  gtk_column_view_column_set_expand (column->column, (column->flags & PLUG_COLUMN_EXPAND) != 0);
  gtk_column_view_column_set_visible (column->column,
                                      !self->folded || (column->flags & PLUG_COLUMN_WIDE) == 0);
  gtk_column_view_append_column (self->view, column->column);
  g_ptr_array_add (self->columns, column);
}

static void
set_folded (PlugTableView *self,
            gboolean   folded)
{
  if (self->folded == folded)
    return;
  self->folded = folded;
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = g_ptr_array_index (self->columns, i);
      g_autoptr (GtkListItemFactory) factory = create_factory (column);

      gtk_column_view_column_set_factory (column->column, factory);
      gtk_column_view_column_set_visible (column->column,
                                          !folded || (column->flags & PLUG_COLUMN_WIDE) == 0);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
}

static void
activated_cb (PlugTableView *self,
              guint      position)
{
  g_autoptr (GObject) item = NULL;

  item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  if (item != NULL)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, item);
}

static void
plug_table_view_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch ((PlugTableProperty) property_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, PLUG_TABLE_VIEW (object)->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_table_view_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  switch ((PlugTableProperty) property_id)
    {
    case PROP_FOLDED:
      set_folded (PLUG_TABLE_VIEW (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_table_view_dispose (GObject *object)
{
  PlugTableView *self = PLUG_TABLE_VIEW (object);

  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  self->view = NULL;
  g_clear_object (&self->selection);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (plug_table_view_parent_class)->dispose (object);
}

static void
plug_table_view_finalize (GObject *object)
{
  g_ptr_array_unref (PLUG_TABLE_VIEW (object)->columns);
  G_OBJECT_CLASS (plug_table_view_parent_class)->finalize (object);
}

static void
plug_table_view_class_init (PlugTableViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plug_table_view_get_property;
  object_class->set_property = plug_table_view_set_property;
  object_class->dispose = plug_table_view_dispose;
  object_class->finalize = plug_table_view_finalize;
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[SIGNAL_ACTION] = g_signal_new ("action", PLUG_TYPE_TABLE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_OBJECT);
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", PLUG_TYPE_TABLE_VIEW, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_OBJECT);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
plug_table_view_init (PlugTableView *self)
{
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  self->selection = gtk_no_selection_new (NULL);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  gtk_column_view_set_reorderable (self->view, FALSE);
  /* The titles: nothing can be done with them. */
  gtk_widget_set_focusable (gtk_widget_get_first_child (GTK_WIDGET (self->view)), FALSE);
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (activated_cb), self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

/* plug_table_view_new:
 * Returns: (transfer floating): a table without columns */
GtkWidget *
plug_table_view_new (void)
{
  return g_object_new (PLUG_TYPE_TABLE_VIEW, NULL);
}

/* plug_table_view_add_column:
 * @fill: puts into a cell what the column shows of an item; again when that changes */
void
plug_table_view_add_column (PlugTableView       *self,
                       const char      *title,
                       PlugColumnFlags  flags,
                       PlugCellFill     fill)
{
  Column *column = g_new0 (Column, 1);

  g_return_if_fail (PLUG_IS_TABLE_VIEW (self));

  column->flags = flags;
  column->fill = fill;
  add_column (self, title, column);
}

/* plug_table_view_add_action:
 * @verb: what the button of an item says */
void
plug_table_view_add_action (PlugTableView    *self,
                       const char   *title,
                       PlugCellVerb  verb)
{
  Column *column = g_new0 (Column, 1);

  g_return_if_fail (PLUG_IS_TABLE_VIEW (self));

  column->verb = verb;
  add_column (self, title, column);
}

/* plug_table_view_set_model:
 * @model: (nullable): of GObject; followed, and so are their properties */
void
plug_table_view_set_model (PlugTableView  *self,
                      GListModel *model)
{
  g_return_if_fail (PLUG_IS_TABLE_VIEW (self));

  gtk_no_selection_set_model (self->selection, model);
}

/* plug_table_view_set_label:
 * @label: what it is a table of, for assistive technology */
void
plug_table_view_set_label (PlugTableView  *self,
                      const char *label)
{
  g_return_if_fail (PLUG_IS_TABLE_VIEW (self));

  plug_compat_set_label (GTK_WIDGET (self->view), label);
}
