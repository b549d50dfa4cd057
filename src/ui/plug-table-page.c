/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugTablePage: a page that is a table with a filter on top. */

#include "config.h"

#include "plug-table-page.h"

#include "plug-compat.h"
#include "plug-error-view.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugTablePage {
  GtkWidget parent_instance;

  GtkWidget *root;
  GtkWidget *header;
  AdwWindowTitle *window_title;
  GtkWidget *filter_bar;
  GtkSearchEntry *search_entry;
  GtkDropDown *choice;
  GtkLabel *summary;
  GtkWidget *progress_box;
  GtkLabel *progress_label;
  GtkProgressBar *progress;
  PlugErrorView *error_view;
  GtkStack *stack;
  AdwStatusPage *empty_page;
  PlugTableView *table;

  GtkFilterListModel *filtered;
  GtkCustomFilter *filter;
  PlugItemMatches matches;
  PlugItemIsOf is_of;
  char *needle; /* folded; NULL when nothing is searched for */
  guint pulse_source;
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (PlugTablePage, plug_table_page, GTK_TYPE_WIDGET)

typedef enum {
  PROP_FOLDED = 1,
} PlugTablePageProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

enum {
  SIGNAL_CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
match_cb (gpointer item,
          gpointer user_data)
{
  PlugTablePage *self = user_data;
  guint choice = gtk_drop_down_get_selected (self->choice);

  if (self->is_of != NULL && choice != GTK_INVALID_LIST_POSITION && choice > 0
      && !self->is_of (item, choice))
    return FALSE;
  return self->needle == NULL || self->matches == NULL || self->matches (item, self->needle);
}

static void
show_state (PlugTablePage *self)
{
  GListModel *model = gtk_filter_list_model_get_model (self->filtered);
  guint n = model != NULL ? g_list_model_get_n_items (model) : 0;
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  const char *name = "content";

  if (n == 0)
    name = gtk_widget_get_visible (self->progress_box) ? "waiting" : "empty";
  else if (n_shown == 0)
    name = "no-match";
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->filter_bar, n > 0);
}

static void
filter_changed_cb (PlugTablePage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  if (self->filter == NULL)
    return;
  g_clear_pointer (&self->needle, g_free);
  if (*text != '\0')
    self->needle = plug_text_fold (text);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_state (self);
}

static void
cancel_clicked_cb (PlugTablePage *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCELLED], 0);
}

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (PLUG_TABLE_PAGE (user_data)->progress);
  return G_SOURCE_CONTINUE;
}

static void
plug_table_page_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch ((PlugTablePageProperty) property_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, PLUG_TABLE_PAGE (object)->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_table_page_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  PlugTablePage *self = PLUG_TABLE_PAGE (object);

  switch ((PlugTablePageProperty) property_id)
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
plug_table_page_dispose (GObject *object)
{
  PlugTablePage *self = PLUG_TABLE_PAGE (object);

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  if (self->filtered != NULL)
    {
      plug_table_view_set_model (self->table, NULL);
      gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
      gtk_filter_list_model_set_model (self->filtered, NULL);
    }
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_TABLE_PAGE);
  G_OBJECT_CLASS (plug_table_page_parent_class)->dispose (object);
}

static void
plug_table_page_finalize (GObject *object)
{
  g_free (PLUG_TABLE_PAGE (object)->needle);
  G_OBJECT_CLASS (plug_table_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-table-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, root);
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, header);
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, window_title);
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, choice);
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, summary);
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, progress_box);
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, progress_label);
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, progress);
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, error_view);
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, stack);
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, PlugTablePage, table);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
plug_table_page_class_init (PlugTablePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_table_page_get_property;
  object_class->set_property = plug_table_page_set_property;
  object_class->dispose = plug_table_page_dispose;
  object_class->finalize = plug_table_page_finalize;
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[SIGNAL_CANCELLED] = g_signal_new ("cancelled", PLUG_TYPE_TABLE_PAGE,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);
  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  g_type_ensure (PLUG_TYPE_TABLE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  bind_template (widget_class);
}

static void
plug_table_page_init (PlugTablePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = gtk_custom_filter_new (match_cb, self, NULL);
  self->filtered = gtk_filter_list_model_new (NULL, GTK_FILTER (g_object_ref (self->filter)));
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  plug_table_view_set_model (self->table, G_LIST_MODEL (self->filtered));
  show_state (self);
}

/* plug_table_page_new:
 * Returns: (transfer floating): a page of that title, without columns */
GtkWidget *
plug_table_page_new (const char *title)
{
  PlugTablePage *self = g_object_new (PLUG_TYPE_TABLE_PAGE, NULL);

  adw_window_title_set_title (self->window_title, title);
  plug_table_view_set_label (self->table, title);
  return GTK_WIDGET (self);
}

/* plug_table_page_get_table:
 * Returns: (transfer none): the table; it has the page's model */
PlugTableView *
plug_table_page_get_table (PlugTablePage *self)
{
  g_return_val_if_fail (PLUG_IS_TABLE_PAGE (self), NULL);

  return self->table;
}

/* plug_table_page_add_button:
 * @button: (transfer floating): for the end of the title bar */
void
plug_table_page_add_button (PlugTablePage *self,
                            GtkWidget     *button)
{
  g_return_if_fail (PLUG_IS_TABLE_PAGE (self));

  adw_header_bar_pack_end (ADW_HEADER_BAR (self->header), button);
}

/* plug_table_page_set_filter:
 * @choices: (nullable): what there is to choose from, the first for all; NULL-terminated */
void
plug_table_page_set_filter (PlugTablePage     *self,
                            PlugItemMatches    matches,
                            const char *const *choices,
                            PlugItemIsOf       is_of)
{
  g_autoptr (GtkStringList) list = NULL;

  g_return_if_fail (PLUG_IS_TABLE_PAGE (self));

  self->matches = matches;
  self->is_of = is_of;
  gtk_widget_set_visible (GTK_WIDGET (self->choice), choices != NULL);
  if (choices != NULL)
    {
      list = gtk_string_list_new (choices);
      gtk_drop_down_set_model (self->choice, G_LIST_MODEL (list));
    }
}

/* plug_table_page_set_model:
 * @model: (nullable): what the table shows, as far as it matches */
void
plug_table_page_set_model (PlugTablePage *self,
                           GListModel    *model)
{
  g_return_if_fail (PLUG_IS_TABLE_PAGE (self));

  gtk_filter_list_model_set_model (self->filtered, model);
  show_state (self);
}

/* plug_table_page_refilter:
 * Looks again which items match. */
void
plug_table_page_refilter (PlugTablePage *self)
{
  g_return_if_fail (PLUG_IS_TABLE_PAGE (self));

  if (self->needle != NULL || gtk_drop_down_get_selected (self->choice) != 0)
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_state (self);
}

/* plug_table_page_set_empty:
 * What stands there when there is nothing. */
void
plug_table_page_set_empty (PlugTablePage *self,
                           const char    *icon,
                           const char    *title,
                           const char    *description)
{
  g_return_if_fail (PLUG_IS_TABLE_PAGE (self));

  adw_status_page_set_icon_name (self->empty_page, icon);
  adw_status_page_set_title (self->empty_page, title);
  adw_status_page_set_description (self->empty_page, description);
}

/* plug_table_page_set_summary:
 * @text: (nullable): what it comes to, in a line */
void
plug_table_page_set_summary (PlugTablePage *self,
                             const char    *text)
{
  g_return_if_fail (PLUG_IS_TABLE_PAGE (self));

  gtk_label_set_text (self->summary, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), text != NULL && *text != '\0');
}

/* plug_table_page_set_progress:
 * @text: (nullable): what runs; NULL for nothing
 * @fraction: how far it is, less than 0 when nobody knows */
void
plug_table_page_set_progress (PlugTablePage *self,
                              const char    *text,
                              double         fraction)
{
  g_return_if_fail (PLUG_IS_TABLE_PAGE (self));

  gtk_widget_set_visible (self->progress_box, text != NULL);
  gtk_label_set_text (self->progress_label, text != NULL ? text : "");
  if (fraction >= 0 || text == NULL)
    {
      g_clear_handle_id (&self->pulse_source, g_source_remove);
      gtk_progress_bar_set_fraction (self->progress, MAX (fraction, 0));
    }
  else if (self->pulse_source == 0)
    self->pulse_source = g_timeout_add (120, pulse_cb, self);
  show_state (self);
}

/* plug_table_page_set_error:
 * @error: (nullable): why there is not more */
void
plug_table_page_set_error (PlugTablePage *self,
                           const GError  *error)
{
  g_return_if_fail (PLUG_IS_TABLE_PAGE (self));

  plug_error_view_set_error (self->error_view, error);
}
