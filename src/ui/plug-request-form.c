/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugRequestForm: a request as somebody puts it together. */

#include "config.h"

#include "plug-request-form.h"

#include "plug-code-view.h"
#include "plug-compat.h"
#include "plug-field-row.h"
#include "plug-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define LIST_HEIGHT 210

static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE", NULL };

struct _PlugRequestForm {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *found_box; /* search and list */
  GtkWidget *search;
  GtkSingleSelection *selection;
  GtkCustomFilter *filter;
  GListStore *operations;
  char *needle; /* folded */
  GtkDropDown *method;
  GtkEditable *path;
  AdwPreferencesGroup *parameters;
  GPtrArray *rows; /* PlugFieldRow, unowned; one a parameter of operation */
  GtkWidget *body_group;
  PlugCodeView *body;
  PlugDocsOperation *operation; /* nullable: a free path */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (PlugRequestForm, plug_request_form, GTK_TYPE_WIDGET)

enum {
  SIGNAL_SUBMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
plug_request_form_dispose (GObject *object)
{
  PlugRequestForm *self = PLUG_REQUEST_FORM (object);

  g_clear_object (&self->operation);
  g_clear_object (&self->selection);
  g_clear_object (&self->operations);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (plug_request_form_parent_class)->dispose (object);
}

static void
plug_request_form_finalize (GObject *object)
{
  PlugRequestForm *self = PLUG_REQUEST_FORM (object);

  g_ptr_array_unref (self->rows);
  g_free (self->needle);
  G_OBJECT_CLASS (plug_request_form_parent_class)->finalize (object);
}

static void
plug_request_form_class_init (PlugRequestFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plug_request_form_dispose;
  object_class->finalize = plug_request_form_finalize;
  signals[SIGNAL_SUBMITTED] = g_signal_new ("submitted", PLUG_TYPE_REQUEST_FORM,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
submit (PlugRequestForm *self)
{
  g_signal_emit (self, signals[SIGNAL_SUBMITTED], 0);
}

static gboolean
has_body (PlugRequestForm *self)
{
  const char *method = plug_request_form_get_method (self);

  return plug_docs_method_changes (method) && strcmp (method, "DELETE") != 0;
}

static void
update_body (PlugRequestForm *self)
{
  gtk_widget_set_visible (self->body_group, has_body (self));
}

static void
clear_rows (PlugRequestForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->parameters, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->parameters), FALSE);
}

static void
add_rows (PlugRequestForm *self)
{
  guint n = plug_docs_operation_get_n_parameters (self->operation);

  for (guint i = 0; i < n; i++)
    {
      PlugField *field = plug_docs_operation_get_parameter (self->operation, i, NULL);
      GtkWidget *row = plug_field_row_new (field);

      g_signal_connect_object (row, "submitted", G_CALLBACK (submit), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->parameters, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->parameters), n > 0);
}

static void
set_method (PlugRequestForm *self,
            const char      *method)
{
  for (guint i = 0; methods[i] != NULL; i++)
    {
      if (strcmp (methods[i], method) == 0)
        gtk_drop_down_set_selected (self->method, i);
    }
  update_body (self);
}

static void
choose (PlugRequestForm   *self,
        PlugDocsOperation *operation)
{
  g_autofree char *sample = NULL;

  self->filling = TRUE;
  clear_rows (self);
  g_set_object (&self->operation, operation);
  set_method (self, plug_docs_operation_get_method (operation));
  gtk_editable_set_text (self->path, plug_docs_operation_get_path (operation));
  sample = plug_docs_operation_dup_sample (operation);
  plug_code_view_set_text (self->body, sample != NULL ? sample : "");
  add_rows (self);
  self->filling = FALSE;
}

/* Another path or method than the operation's: its parameters are not asked for any more. */
static void
path_edited_cb (PlugRequestForm *self)
{
  update_body (self);
  if (self->filling)
    return;
  g_clear_object (&self->operation);
  clear_rows (self);
}

static void
operation_activated_cb (PlugRequestForm *self,
                        guint            position)
{
  g_autoptr (PlugDocsOperation) operation = NULL;

  operation = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  if (operation != NULL)
    choose (self, operation);
}

static void
search_changed_cb (PlugRequestForm *self)
{
  g_free (self->needle);
  self->needle = plug_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

/* Enter takes what was found first. */
static void
search_activated_cb (PlugRequestForm *self)
{
  operation_activated_cb (self, 0);
}

static gboolean
matches (gpointer item,
         gpointer user_data)
{
  PlugRequestForm *self = user_data;

  return self->needle == NULL || plug_docs_operation_matches (item, self->needle);
}

static GtkWidget *
label_new (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
item_set_up_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *item,
                gpointer                  user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *method = label_new ("caption-heading");

  gtk_label_set_width_chars (GTK_LABEL (method), 7);
  gtk_box_append (GTK_BOX (words), label_new ("body"));
  gtk_box_append (GTK_BOX (words), label_new ("caption"));
  gtk_box_append (GTK_BOX (box), method);
  gtk_box_append (GTK_BOX (box), words);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_list_item_set_child (item, box);
}

static void
item_bound_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               gpointer                  user_data)
{
  PlugDocsOperation *operation = gtk_list_item_get_item (item);
  GtkWidget *method = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *path = gtk_widget_get_first_child (gtk_widget_get_next_sibling (method));
  GtkWidget *summary = gtk_widget_get_next_sibling (path);

  gtk_label_set_label (GTK_LABEL (method), plug_docs_operation_get_method (operation));
  gtk_label_set_label (GTK_LABEL (path), plug_docs_operation_get_path (operation));
  gtk_label_set_label (GTK_LABEL (summary), plug_docs_operation_get_summary (operation));
}

static GtkWidget *
list_new (PlugRequestForm *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkFilterListModel *found;
  GtkWidget *list;

  self->operations = g_list_store_new (PLUG_TYPE_DOCS_OPERATION);
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  found = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->operations)),
                                     GTK_FILTER (self->filter));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (found));
  g_signal_connect (factory, "setup", G_CALLBACK (item_set_up_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (item_bound_cb), NULL);
  list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), TRUE);
  plug_compat_set_label (list, _("Operations"));
  g_signal_connect_object (list, "activate", G_CALLBACK (operation_activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scroller, -1, LIST_HEIGHT);
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  return scroller;
}

static void
add_search (PlugRequestForm *self)
{
  self->found_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _("Search operations"), NULL);
  plug_compat_set_label (self->search, _("Search Operations"));
  g_signal_connect_object (self->search, "changed", G_CALLBACK (search_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "activate", G_CALLBACK (search_activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->found_box), self->search);
  gtk_box_append (GTK_BOX (self->found_box), list_new (self));
  gtk_widget_set_visible (self->found_box, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->found_box);
}

static void
add_request (PlugRequestForm *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *method = gtk_drop_down_new_from_strings (methods);
  GtkWidget *path = adw_entry_row_new ();

  self->method = GTK_DROP_DOWN (method);
  self->path = GTK_EDITABLE (path);
  gtk_widget_set_valign (method, GTK_ALIGN_CENTER);
  plug_compat_set_label (method, _("Method"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (path), _("Path"));
  adw_entry_row_add_prefix (ADW_ENTRY_ROW (path), method);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Request"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), path);
  g_signal_connect_object (path, "changed", G_CALLBACK (path_edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (path, "entry-activated", G_CALLBACK (submit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (method, "notify::selected", G_CALLBACK (path_edited_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), group);
}

static void
plug_request_form_init (PlugRequestForm *self)
{
  self->rows = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  add_search (self);
  self->body_group = adw_preferences_group_new ();
  self->body = PLUG_CODE_VIEW (plug_code_view_new (TRUE));
  plug_compat_set_label (plug_code_view_get_text_view (self->body), _("Body"));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->body_group), _("Body"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->body_group), GTK_WIDGET (self->body));
  self->parameters = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->parameters, _("Parameters"));
  gtk_widget_set_visible (GTK_WIDGET (self->parameters), FALSE);
  add_request (self);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->parameters));
  gtk_box_append (GTK_BOX (self->box), self->body_group);
  update_body (self);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/* plug_request_form_new:
 * Returns: (transfer floating): a form for any path */
GtkWidget *
plug_request_form_new (void)
{
  return g_object_new (PLUG_TYPE_REQUEST_FORM, NULL);
}

/* plug_request_form_set_docs:
 * @docs: (nullable): what is offered; NULL leaves the free path */
void
plug_request_form_set_docs (PlugRequestForm *self,
                            PlugDocs        *docs)
{
  guint n = docs != NULL ? plug_docs_get_n_operations (docs) : 0;
  g_autofree gpointer *items = g_new0 (gpointer, n + 1);

  g_return_if_fail (PLUG_IS_REQUEST_FORM (self));

  for (guint i = 0; i < n; i++)
    items[i] = plug_docs_get_operation (docs, i);
  g_list_store_splice (self->operations, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->operations)), items, n);
  gtk_widget_set_visible (self->found_box, n > 0);
}

/* plug_request_form_fill:
 * @target: path and query as they are sent
 * @body: (nullable)
 *
 * A request as it was made before, or ""; without the fields of an operation. */
void
plug_request_form_fill (PlugRequestForm *self,
                        const char      *method,
                        const char      *target,
                        const char      *body)
{
  g_return_if_fail (PLUG_IS_REQUEST_FORM (self));

  set_method (self, method);
  gtk_editable_set_text (self->path, target);
  plug_code_view_set_text (self->body, body != NULL ? body : "");
  path_edited_cb (self);
}

/* plug_request_form_get_method:
 * Returns: in capitals */
const char *
plug_request_form_get_method (PlugRequestForm *self)
{
  guint selected = gtk_drop_down_get_selected (self->method);

  return methods[MIN (selected, G_N_ELEMENTS (methods) - 2)];
}

static GStrv
dup_values (PlugRequestForm *self)
{
  GStrv values = g_new0 (char *, self->rows->len + 1);

  for (guint i = 0; i < self->rows->len; i++)
    {
      char *value = plug_field_row_dup_value (self->rows->pdata[i]);

      values[i] = value != NULL ? value : g_strdup ("");
    }
  return values;
}

/* plug_request_form_dup_path:
 * Errors: %PLUG_ERROR_INVALID_FIELD when a field that is needed is empty.
 *
 * Returns: (transfer full): path and query, with what was entered */
char *
plug_request_form_dup_path (PlugRequestForm  *self,
                            GError          **error)
{
  g_auto (GStrv) values = NULL;

  g_return_val_if_fail (PLUG_IS_REQUEST_FORM (self), NULL);

  if (self->operation == NULL)
    return g_strdup (gtk_editable_get_text (self->path));
  values = dup_values (self);
  return plug_docs_operation_dup_target (self->operation, (const char *const *) values, error);
}

/* plug_request_form_dup_body:
 * Returns: (transfer full) (nullable): the JSON; NULL when none is sent */
char *
plug_request_form_dup_body (PlugRequestForm *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (PLUG_IS_REQUEST_FORM (self), NULL);

  if (!has_body (self))
    return NULL;
  text = plug_code_view_dup_text (self->body);
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/* plug_request_form_dup_headers:
 * Returns: (transfer full): names and values in turn, of the operation's parameters */
char **
plug_request_form_dup_headers (PlugRequestForm *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (PLUG_IS_REQUEST_FORM (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      PlugDocsPlace place;
      PlugField *field = plug_docs_operation_get_parameter (self->operation, i, &place);
      g_autofree char *value = plug_field_row_dup_value (self->rows->pdata[i]);

      if (place == PLUG_DOCS_IN_HEADER && value != NULL && *value != '\0')
        g_strv_builder_add_many (builder, plug_field_get_key (field), value, NULL);
    }
  return g_strv_builder_end (builder);
}
