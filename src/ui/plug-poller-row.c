/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugPollerRow: the resources a tenant polls, as a checklist. */

#include "config.h"

#include "plug-poller-row.h"

#include "plug-json.h"
#include "plug-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

struct _PlugPollerRow {
  AdwPreferencesRow parent_instance;
  GtkWidget *checks;      /* GtkFlowBox of GtkCheckButton */
  GPtrArray *buttons;     /* GtkCheckButton, borrowed, in the order of pollers */
  GPtrArray *names;       /* the resource of each */
  JsonObject *pollers;    /* what there is of a resource when it is chosen */
  PlugFieldRow *code_row;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (PlugPollerRow, plug_poller_row, ADW_TYPE_PREFERENCES_ROW)

/* What stands in the code row: an object, or nothing that could be changed. */
static JsonNode *
parse_code (PlugPollerRow *self)
{
  g_autofree char *text = plug_field_row_dup_value (self->code_row);
  g_autoptr (JsonNode) node = NULL;

  if (text == NULL || *text == '\0')
    return json_node_init_object (json_node_alloc (), json_object_new ());
  node = plug_json_parse (text, strlen (text), 0, NULL);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

static void
code_changed_cb (PlugPollerRow *self)
{
  g_autoptr (JsonNode) node = NULL;

  if (self->updating)
    return;
  node = parse_code (self);
  gtk_widget_set_sensitive (self->checks, node != NULL);
  if (node == NULL)
    return;
  self->updating = TRUE;
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_check_button_set_active (g_ptr_array_index (self->buttons, i),
                                 json_object_has_member (json_node_get_object (node),
                                                         g_ptr_array_index (self->names, i)));
  self->updating = FALSE;
}

/* In the order of the list; what is none of ours stays as it stands. */
static JsonNode *
create_choice (PlugPollerRow *self,
               JsonObject    *before)
{
  JsonNode *node = json_node_alloc ();
  g_autoptr (JsonObject) after = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  for (guint i = 0; i < self->buttons->len; i++)
    {
      name = g_ptr_array_index (self->names, i);
      value = json_object_get_member (before, name);
      if (value == NULL)
        value = json_object_get_member (self->pollers, name);
      if (gtk_check_button_get_active (g_ptr_array_index (self->buttons, i)))
        json_object_set_member (after, name, json_node_copy (value));
    }
  json_object_iter_init_ordered (&iter, before);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      if (!json_object_has_member (self->pollers, name))
        json_object_set_member (after, name, json_node_copy (value));
    }
  return json_node_init_object (node, after);
}

static void
toggled_cb (PlugPollerRow *self)
{
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (JsonNode) after = NULL;
  g_autofree char *text = NULL;

  if (self->updating)
    return;
  before = parse_code (self);
  if (before == NULL)
    return;
  after = create_choice (self, json_node_get_object (before));
  text = json_object_get_size (json_node_get_object (after)) > 0
           ? plug_json_to_string (after, TRUE)
           : g_strdup ("");
  self->updating = TRUE;
  plug_field_row_set_value (self->code_row, text);
  self->updating = FALSE;
}

/* "accounts" is an identifier; with a capital it is a word on a page. */
static char *
dup_label (const char *name)
{
  g_autofree char *shown = plug_text_for_display (name);
  g_autofree char *first = NULL;

  if (*shown == '\0')
    return g_steal_pointer (&shown);
  first = g_utf8_strup (shown, g_utf8_next_char (shown) - shown);
  return g_strconcat (first, g_utf8_next_char (shown), NULL);
}

static void
add_resource (PlugPollerRow *self,
              const char    *name)
{
  g_autofree char *label = dup_label (name);
  GtkWidget *button = gtk_check_button_new_with_label (label);

  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_flow_box_insert (GTK_FLOW_BOX (self->checks), button, -1);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
  g_ptr_array_add (self->buttons, button);
  g_ptr_array_add (self->names, g_strdup (name));
}

static void
plug_poller_row_dispose (GObject *object)
{
  g_clear_object (&PLUG_POLLER_ROW (object)->code_row);
  G_OBJECT_CLASS (plug_poller_row_parent_class)->dispose (object);
}

static void
plug_poller_row_finalize (GObject *object)
{
  PlugPollerRow *self = PLUG_POLLER_ROW (object);

  g_clear_pointer (&self->pollers, json_object_unref);
  g_ptr_array_unref (self->buttons);
  g_ptr_array_unref (self->names);
  G_OBJECT_CLASS (plug_poller_row_parent_class)->finalize (object);
}

static void
plug_poller_row_class_init (PlugPollerRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plug_poller_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = plug_poller_row_finalize;
}

static GtkWidget *
create_title (void)
{
  GtkWidget *title = gtk_label_new (_("Resources"));

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "caption");
  gtk_widget_add_css_class (title, "dim-label");
  return title;
}

static void
plug_poller_row_init (PlugPollerRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = create_title ();

  self->buttons = g_ptr_array_new ();
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->checks = g_object_new (GTK_TYPE_FLOW_BOX,
                               "selection-mode", GTK_SELECTION_NONE,
                               "homogeneous", TRUE,
                               "max-children-per-line", 3,
                               NULL);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->checks),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, title, NULL, -1);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->checks);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _("Resources"));
}

/* plug_poller_row_new:
 * @pollers: by resource, what is polled when it is chosen; see plug_connector_get_pollers()
 * @code_row: where the configuration stands
 *
 * Returns: (transfer floating): a row that follows @code_row and changes it */
GtkWidget *
plug_poller_row_new (JsonObject   *pollers,
                     PlugFieldRow *code_row)
{
  PlugPollerRow *self;
  JsonObjectIter iter;
  const char *name;

  g_return_val_if_fail (pollers != NULL && PLUG_IS_FIELD_ROW (code_row), NULL);

  self = g_object_new (PLUG_TYPE_POLLER_ROW, NULL);
  self->pollers = json_object_ref (pollers);
  self->code_row = g_object_ref_sink (code_row);
  json_object_iter_init_ordered (&iter, pollers);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    add_resource (self, name);
  g_signal_connect_object (code_row, "changed", G_CALLBACK (code_changed_cb), self,
                           G_CONNECT_SWAPPED);
  code_changed_cb (self);
  return GTK_WIDGET (self);
}
