/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugBulkTable: a run of a file, and what has become of every row. */

#include "config.h"

#include "plug-bulk-table.h"

#include "plug-compat.h"
#include "plug-error-view.h"
#include "plug-text.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Of the column of states: an icon and two short words. */
#define STATE_WIDTH 150

struct _PlugBulkTable {
  GtkWidget parent_instance;

  PlugBulk *bulk;
  char *needle;
  gulong progressed_handler;
  guint timer; /* while a wait counts down */
  gboolean folded;
  gboolean told_error;

  GtkWidget *root;
  GtkFilterListModel *filtered;
  GtkCustomFilter *filter;
  GtkLabel *progress_label;
  GtkProgressBar *progress;
  GtkLabel *detail_label;
  PlugErrorView *error_view;
  GtkSearchEntry *search_entry;
  GtkDropDown *choice;
  GtkStack *stack;
  GtkColumnView *table;
  GtkColumnViewColumn *wide_columns[2];
};

G_DEFINE_FINAL_TYPE (PlugBulkTable, plug_bulk_table, GTK_TYPE_WIDGET)

typedef enum {
  PROP_FOLDED = 1,
} PlugBulkTableProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

/* By PlugBulkRowState; in the order of the filter: not created, in doubt, created, to come. */
static const struct {
  const char *word;
  const char *icon;
  guint choice;
} states[] = {
  [PLUG_BULK_ROW_FAULTY] = { N_("Problem"), "dialog-warning-symbolic", 1 },
  [PLUG_BULK_ROW_WAITING] = { N_("Waiting"), "content-loading-symbolic", 4 },
  [PLUG_BULK_ROW_RUNNING] = { N_("Creating…"), "emblem-synchronizing-symbolic", 4 },
  [PLUG_BULK_ROW_DONE] = { N_("Created"), "object-select-symbolic", 3 },
  [PLUG_BULK_ROW_TOKEN_UNSAVED] = { N_("Token not saved"), "dialog-warning-symbolic", 3 },
  [PLUG_BULK_ROW_FAILED] = { N_("Refused"), "dialog-error-symbolic", 1 },
  [PLUG_BULK_ROW_IN_DOUBT] = { N_("In doubt"), "dialog-question-symbolic", 2 },
  [PLUG_BULK_ROW_NOT_FOUND] = { N_("Not created"), "dialog-error-symbolic", 1 },
  [PLUG_BULK_ROW_AMBIGUOUS] = { N_("Several found"), "dialog-question-symbolic", 2 },
};

G_STATIC_ASSERT (G_N_ELEMENTS (states) == PLUG_BULK_N_ROW_STATES);

/* Cells: an icon, a text and a caption, of which a column uses what it needs. */

typedef struct {
  GtkWidget *box;
  GtkImage *icon;
  GtkLabel *text;
  GtkLabel *caption;
} Cell;

typedef void (*FillCell) (PlugBulkTable *self,
                          PlugBulkRow   *row,
                          Cell          *cell);

static void
set_label (GtkLabel   *label,
           const char *text)
{
  g_autofree char *shown = text != NULL ? plug_text_for_display (text) : NULL;

  gtk_label_set_text (label, shown != NULL ? shown : "");
  gtk_widget_set_visible (GTK_WIDGET (label), shown != NULL && *shown != '\0');
}

static void
fill_state (PlugBulkTable *self,
            PlugBulkRow   *row,
            Cell          *cell)
{
  PlugBulkRowState state = plug_bulk_row_get_state (row);

  gtk_image_set_from_icon_name (cell->icon, states[state].icon);
  gtk_widget_set_visible (GTK_WIDGET (cell->icon), TRUE);
  set_label (cell->text, _(states[state].word));
}

static void
fill_name (PlugBulkTable *self,
           PlugBulkRow   *row,
           Cell          *cell)
{
  const char *name = plug_bulk_row_get_name (row);
  g_autofree char *text = plug_text_for_display (*name != '\0' ? name : _("No name"));
  g_autofree char *spoken = NULL;

  /* Translators: a row's name and its state */
  spoken = g_strdup_printf (_("%s, %s"), text, _(states[plug_bulk_row_get_state (row)].word));
  plug_compat_name_row (cell->box, spoken);
  set_label (cell->text, text);
  set_label (cell->caption, plug_bulk_row_get_message (row));
  gtk_widget_set_tooltip_text (GTK_WIDGET (cell->caption), plug_bulk_row_get_message (row));
}

static void
fill_line (PlugBulkTable *self,
           PlugBulkRow   *row,
           Cell          *cell)
{
  g_autofree char *line = g_strdup_printf ("%u", plug_bulk_row_get_line (row));

  set_label (cell->text, line);
}

static void
fill_account (PlugBulkTable *self,
              PlugBulkRow   *row,
              Cell          *cell)
{
  set_label (cell->text, plug_bulk_row_get_account_name (row));
}

static GtkLabel *
create_label (GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_visible (label, FALSE);
  return GTK_LABEL (label);
}

static void
cell_setup_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               PlugBulkTable            *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  Cell *cell = g_new0 (Cell, 1);

  cell->box = box;
  cell->icon = GTK_IMAGE (g_object_new (GTK_TYPE_IMAGE, "visible", FALSE, "accessible-role",
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (cell->icon));
  gtk_box_append (GTK_BOX (box), texts);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  cell->text = create_label (texts);
  cell->caption = create_label (texts);
  gtk_label_set_wrap (cell->caption, TRUE);
  gtk_label_set_wrap_mode (cell->caption, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (cell->caption, 2);
  gtk_widget_add_css_class (GTK_WIDGET (cell->caption), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (cell->caption), "caption");
  g_object_set_data_full (G_OBJECT (item), "plug-cell", cell, g_free);
  gtk_list_item_set_child (item, box);
}

static void
fill_cell (GtkListItem *item)
{
  FillCell fill = g_object_get_data (G_OBJECT (item), "plug-fill");

  fill (g_object_get_data (G_OBJECT (item), "plug-table"), gtk_list_item_get_item (item),
        g_object_get_data (G_OBJECT (item), "plug-cell"));
}

static void
cell_bind_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              PlugBulkTable            *self)
{
  g_object_set_data (G_OBJECT (item), "plug-fill",
                     g_object_get_data (G_OBJECT (factory), "plug-fill"));
  g_object_set_data (G_OBJECT (item), "plug-table", self);
  g_signal_connect_object (gtk_list_item_get_item (item), "notify", G_CALLBACK (fill_cell), item,
                           G_CONNECT_SWAPPED);
  fill_cell (item);
}

static void
cell_unbind_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *item,
                PlugBulkTable            *self)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
}

static GtkColumnViewColumn *
add_column (PlugBulkTable *self,
            const char    *title,
            gboolean       expand,
            FillCell       fill)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);

  g_object_set_data (G_OBJECT (factory), "plug-fill", fill);
  g_signal_connect (factory, "setup", G_CALLBACK (cell_setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (cell_bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (cell_unbind_cb), self);
  gtk_column_view_column_set_expand (column, expand);
  gtk_column_view_append_column (self->table, column);
  return column;
}

/* Filter */

static gboolean
is_match (gpointer item,
          gpointer user_data)
{
  PlugBulkTable *self = user_data;
  guint choice = gtk_drop_down_get_selected (self->choice);
  g_autofree char *folded = NULL;

  if (choice != 0 && states[plug_bulk_row_get_state (item)].choice != choice)
    return FALSE;
  if (self->needle == NULL)
    return TRUE;
  folded = plug_text_fold (plug_bulk_row_get_name (item));
  return plug_text_matches (folded, self->needle);
}

static void
show_matches (PlugBulkTable *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  gboolean any = self->bulk != NULL && plug_bulk_get_n_rows (self->bulk) > 0;

  gtk_stack_set_visible_child_name (self->stack, n == 0 && any ? "no-match" : "content");
}

static void
filter_changed_cb (PlugBulkTable *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  g_clear_pointer (&self->needle, g_free);
  if (*text != '\0')
    self->needle = plug_text_fold (text);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_matches (self);
}

/* How far it is */

static guint
count_made (PlugBulk *bulk)
{
  return plug_bulk_count (bulk, PLUG_BULK_ROW_DONE) +
         plug_bulk_count (bulk, PLUG_BULK_ROW_TOKEN_UNSAVED);
}

static guint
count_not_made (PlugBulk *bulk)
{
  return plug_bulk_count (bulk, PLUG_BULK_ROW_FAILED) +
         plug_bulk_count (bulk, PLUG_BULK_ROW_NOT_FOUND) +
         plug_bulk_count (bulk, PLUG_BULK_ROW_FAULTY);
}

static char *
dup_heading (PlugBulk *bulk)
{
  guint n = plug_bulk_get_n_rows (bulk);

  switch (plug_bulk_get_state (bulk))
    {
    case PLUG_BULK_PAUSED:
      return g_strdup_printf (_("Paused at %u of %u"), plug_bulk_get_n_ended (bulk), n);
    case PLUG_BULK_STOPPING:
      return g_strdup (_("Stopping: waiting for what was sent"));
    case PLUG_BULK_SETTLING:
      return g_strdup (_("Everything is sent; looking for what got no answer"));
    case PLUG_BULK_FINISHED:
      if (plug_bulk_count (bulk, PLUG_BULK_ROW_WAITING) > 0)
        return g_strdup_printf (_("Stopped at %u of %u"), plug_bulk_get_n_ended (bulk), n);
      return g_strdup_printf (_("%u of %u created"), count_made (bulk), n);
    case PLUG_BULK_IDLE:
    case PLUG_BULK_RUNNING:
    default:
      return g_strdup_printf (_("%u of %u"), plug_bulk_get_n_ended (bulk), n);
    }
}

static char *
dup_left (PlugBulk *bulk)
{
  gint64 left = plug_bulk_get_seconds_left (bulk);

  if (left < 0)
    return NULL;
  if (left < 60)
    return g_strdup_printf (_("%.1f a second, %d s left"), plug_bulk_get_rate (bulk), (int) left);
  return g_strdup_printf (_("%.1f a second, %d min left"), plug_bulk_get_rate (bulk),
                          (int) ((left + 59) / 60));
}

static char *
dup_detail (PlugBulk *bulk)
{
  guint doubt = plug_bulk_count (bulk, PLUG_BULK_ROW_IN_DOUBT) +
                plug_bulk_count (bulk, PLUG_BULK_ROW_AMBIGUOUS);
  g_autofree char *counts = NULL;
  g_autofree char *left = dup_left (bulk);

  counts = g_strdup_printf (_("%u created, %u not created, %u in doubt"), count_made (bulk),
                            count_not_made (bulk), doubt);
  /* Translators: counts, and how fast it is */
  return left != NULL ? g_strdup_printf (_("%s · %s"), counts, left) : g_steal_pointer (&counts);
}

static void show_progress (PlugBulkTable *self);

static gboolean
timer_fired_cb (gpointer user_data)
{
  show_progress (user_data);
  return G_SOURCE_CONTINUE;
}

/* Why nothing goes on: an error to be put right, or a wait that counts down. */
static void
show_reason (PlugBulkTable *self)
{
  const GError *reason = plug_bulk_get_reason (self->bulk);
  const GError *waited = NULL;
  guint seconds = plug_bulk_get_wait (self->bulk, &waited);
  g_autofree char *text = NULL;

  if (seconds > 0 && self->timer == 0)
    self->timer = g_timeout_add_seconds (1, timer_fired_cb, self);
  else if (seconds == 0)
    g_clear_handle_id (&self->timer, g_source_remove);
  if (seconds > 0)
    text = g_strdup_printf (_("Going on in %u s. %s"), seconds,
                            waited != NULL ? waited->message : "");
  if (text != NULL)
    plug_error_view_set_message (self->error_view, text);
  else if (reason == NULL || !self->told_error)
    plug_error_view_set_error (self->error_view, reason);
  self->told_error = text == NULL && reason != NULL;
}

static void
show_progress (PlugBulkTable *self)
{
  g_autofree char *heading = dup_heading (self->bulk);
  g_autofree char *detail = dup_detail (self->bulk);
  guint n = plug_bulk_get_n_rows (self->bulk);

  gtk_label_set_text (self->progress_label, heading);
  gtk_label_set_text (self->detail_label, detail);
  gtk_progress_bar_set_fraction (self->progress,
                                 n > 0 ? plug_bulk_get_n_ended (self->bulk) / (double) n : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress),
                          plug_bulk_get_state (self->bulk) != PLUG_BULK_FINISHED);
  show_reason (self);
}

static void
progressed_cb (PlugBulkTable *self)
{
  show_progress (self);
  if (gtk_drop_down_get_selected (self->choice) != 0)
    filter_changed_cb (self);
}

static void
show_wide_columns (PlugBulkTable *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->wide_columns); i++)
    gtk_column_view_column_set_visible (self->wide_columns[i], !self->folded);
}

static void
plug_bulk_table_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  PlugBulkTable *self = PLUG_BULK_TABLE (object);

  switch ((PlugBulkTableProperty) property_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_bulk_table_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  PlugBulkTable *self = PLUG_BULK_TABLE (object);

  switch ((PlugBulkTableProperty) property_id)
    {
    case PROP_FOLDED:
      if (self->folded == g_value_get_boolean (value))
        break;
      self->folded = g_value_get_boolean (value);
      show_wide_columns (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_bulk_table_dispose (GObject *object)
{
  PlugBulkTable *self = PLUG_BULK_TABLE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->bulk != NULL)
    g_clear_signal_handler (&self->progressed_handler, self->bulk);
  g_clear_object (&self->bulk);
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_BULK_TABLE);
  G_OBJECT_CLASS (plug_bulk_table_parent_class)->dispose (object);
}

static void
plug_bulk_table_finalize (GObject *object)
{
  g_free (PLUG_BULK_TABLE (object)->needle);
  G_OBJECT_CLASS (plug_bulk_table_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-bulk-table.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugBulkTable, root);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkTable, filtered);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkTable, filter);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkTable, progress_label);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkTable, progress);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkTable, detail_label);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkTable, error_view);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkTable, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkTable, choice);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkTable, stack);
  gtk_widget_class_bind_template_child (widget_class, PlugBulkTable, table);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
}

static void
plug_bulk_table_class_init (PlugBulkTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_bulk_table_get_property;
  object_class->set_property = plug_bulk_table_set_property;
  object_class->dispose = plug_bulk_table_dispose;
  object_class->finalize = plug_bulk_table_finalize;
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  bind_template (widget_class);
}

static void
plug_bulk_table_init (PlugBulkTable *self)
{
  GtkColumnViewColumn *column;

  gtk_widget_init_template (GTK_WIDGET (self));
  /* The row of titles, which GTK 4.8 says can have the focus. */
  plug_compat_set_label (gtk_widget_get_first_child (GTK_WIDGET (self->table)), _("Columns"));
  column = add_column (self, _("State"), FALSE, fill_state);
  /* Words come and go; what stands beside them does not move. */
  gtk_column_view_column_set_fixed_width (column, STATE_WIDTH);
  add_column (self, _("Name"), TRUE, fill_name);
  self->wide_columns[0] = add_column (self, _("Line"), FALSE, fill_line);
  self->wide_columns[1] = add_column (self, _("Account"), FALSE, fill_account);
  gtk_custom_filter_set_filter_func (self->filter, is_match, self, NULL);
}

/* plug_bulk_table_set_bulk:
 * @bulk: (nullable): what is shown; NULL for nothing */
void
plug_bulk_table_set_bulk (PlugBulkTable *self,
                          PlugBulk      *bulk)
{
  g_return_if_fail (PLUG_IS_BULK_TABLE (self));

  if (self->bulk != NULL)
    g_clear_signal_handler (&self->progressed_handler, self->bulk);
  g_set_object (&self->bulk, bulk);
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (bulk));
  g_clear_handle_id (&self->timer, g_source_remove);
  if (bulk == NULL)
    return;
  self->progressed_handler = g_signal_connect_object (bulk, "progressed",
                                                      G_CALLBACK (progressed_cb), self,
                                                      G_CONNECT_SWAPPED);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_drop_down_set_selected (self->choice, 0);
  filter_changed_cb (self);
  show_progress (self);
}
