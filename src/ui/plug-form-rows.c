/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a form: which there are, where they stand, and when they are made. */

#include "config.h"

#include "plug-form-private.h"

#include "plug-poller-row.h"

#include <glib/gi18n-lib.h>

/* Rows that are made at once, about two screens full, and those of one turn after that. */
#define FIRST_ROWS 20
#define MORE_ROWS 6

/* plug_form_get_entry:
 * Returns: (transfer none): one of the form's entries, until there are more or less of them */
PlugFormEntry *
plug_form_get_entry (PlugForm *self,
                     guint     position)
{
  return &g_array_index (self->entries, PlugFormEntry, position);
}

/* plug_form_find_entry:
 * Returns: (transfer none) (nullable): the entry of that key; the name's is "name" */
PlugFormEntry *
plug_form_find_entry (PlugForm   *self,
                      const char *key)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      PlugFormEntry *entry = plug_form_get_entry (self, i);

      if (g_str_equal (plug_field_get_key (entry->field), key))
        return entry;
    }
  return NULL;
}

static GtkWidget *
create_hint_row (const char *hint)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "label", hint,
                                   "xalign", 0.0,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "margin-start", 12,
                                   "margin-end", 12,
                                   "margin-top", 9,
                                   "margin-bottom", 9,
                                   NULL);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  return g_object_new (ADW_TYPE_PREFERENCES_ROW,
                       "activatable", FALSE,
                       "focusable", FALSE,
                       "title", _("Note"),
                       "child", label,
                       NULL);
}

static void
add_more (PlugForm  *self,
          GtkWidget *row)
{
  adw_expander_row_add_row (self->events_row, row);
  g_ptr_array_add (self->more_rows, row);
}

/* What helps with the row of the poller configuration stands above it. */
static void
add_poller (PlugForm     *self,
            PlugFieldRow *code_row)
{
  JsonObject *pollers = plug_connector_get_pollers (self->connector);
  const char *hint = plug_connector_get_event_hint (self->connector);

  if (pollers != NULL)
    add_more (self, plug_poller_row_new (pollers, code_row));
  if (*hint != '\0')
    add_more (self, create_hint_row (hint));
}

static void
add_row (PlugForm      *self,
         PlugFormEntry *entry)
{
  GtkWidget *row = plug_field_row_new (entry->field);

  entry->row = PLUG_FIELD_ROW (row);
  g_signal_connect_object (row, "changed", G_CALLBACK (plug_form_row_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "submitted", G_CALLBACK (plug_form_submit), self,
                           G_CONNECT_SWAPPED);
  if (entry->authorizes)
    {
      plug_authorization_group_add_row (self->authorization, plug_field_get_key (entry->field),
                                        row);
      return;
    }
  if (entry->fold == NULL)
    {
      adw_preferences_group_add (self->fields_group, row);
      return;
    }
  if (g_str_equal (plug_field_get_key (entry->field), PLUG_FORM_POLLER))
    add_poller (self, entry->row);
  adw_expander_row_add_row (entry->fold, row);
}

/* At most @max rows of a fold, NULL for what is always in sight.
 *
 * Returns: whether there are more. */
static gboolean
build_rows (PlugForm       *self,
            AdwExpanderRow *fold,
            guint           max)
{
  gboolean loading = self->loading;
  gboolean more = FALSE;
  guint n = 0;

  self->loading = TRUE;
  for (guint i = 0; i < self->entries->len; i++)
    {
      PlugFormEntry *entry = plug_form_get_entry (self, i);

      if (entry->fold != fold || entry->row != NULL)
        continue;
      more = n == max;
      if (more)
        break;
      add_row (self, entry);
      if (self->origin != NULL && !entry->detached)
        plug_field_row_load (entry->row, self->origin);
      n++;
    }
  self->loading = loading;
  plug_form_show_draft (self);
  return more;
}

static gboolean
build_rest_cb (gpointer user_data)
{
  PlugForm *self = user_data;

  if (build_rows (self, NULL, MORE_ROWS))
    return G_SOURCE_CONTINUE;
  self->rest_source = 0;
  return G_SOURCE_REMOVE;
}

static void
add_entry (PlugForm       *self,
           PlugField      *field,
           AdwExpanderRow *fold)
{
  PlugFormEntry entry = { .field = field, .fold = fold };

  if (self->connector != NULL)
    {
      entry.selector = plug_connector_find_selector (self->connector, field);
      entry.authorizes = plug_oauth_key_is_ours (plug_field_get_key (field)) &&
                         plug_oauth_version_of_connector (self->connector) != PLUG_OAUTH_NONE;
    }
  if (entry.authorizes)
    entry.fold = fold = NULL;
  if (fold == NULL && self->entries->len < FIRST_ROWS)
    add_row (self, &entry);
  else if (fold == NULL && self->rest_source == 0)
    self->rest_source = g_idle_add (build_rest_cb, self);
  g_array_append_val (self->entries, entry);
}

/* plug_form_add_name:
 * The first row, and the one that stays. */
void
plug_form_add_name (PlugForm *self)
{
  g_autoptr (PlugField) field = plug_field_new ("name", _("Name"), PLUG_FIELD_TEXT);

  plug_field_set_required (field, TRUE);
  /* The row keeps the field. */
  add_entry (self, field, NULL);
  self->name_row = plug_form_get_entry (self, 0)->row;
}

/* plug_form_fold_all:
 * Folds all but the request. */
void
plug_form_fold_all (PlugForm *self)
{
  adw_expander_row_set_expanded (self->optional_row, FALSE);
  adw_expander_row_set_expanded (self->events_row, FALSE);
  adw_expander_row_set_expanded (self->expert_row, FALSE);
}

/* plug_form_remove_fields:
 * Takes out all but the name. */
void
plug_form_remove_fields (PlugForm *self)
{
  plug_form_fold_all (self);
  g_clear_handle_id (&self->rest_source, g_source_remove);
  for (guint i = self->entries->len; i > 1; i--)
    {
      PlugFormEntry *entry = plug_form_get_entry (self, i - 1);

      if (entry->row != NULL && entry->fold != NULL)
        adw_expander_row_remove (entry->fold, GTK_WIDGET (entry->row));
      else if (entry->row != NULL && entry->authorizes)
        plug_authorization_group_remove_row (self->authorization, GTK_WIDGET (entry->row));
      else if (entry->row != NULL)
        adw_preferences_group_remove (self->fields_group, GTK_WIDGET (entry->row));
    }
  g_array_set_size (self->entries, 1);
  for (guint i = 0; i < self->more_rows->len; i++)
    adw_expander_row_remove (self->events_row, g_ptr_array_index (self->more_rows, i));
  g_ptr_array_set_size (self->more_rows, 0);
}

static gboolean
is_prominent (PlugField *field)
{
  return plug_field_is_required (field) || plug_field_is_group_control (field);
}

/* Where none is required, those that are not are all there is. */
static gboolean
has_prominent (GListModel *fields)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);

      if (is_prominent (field))
        return TRUE;
    }
  return FALSE;
}

static void
add_fields (PlugForm *self)
{
  GListModel *fields = plug_connector_list_fields (self->connector);
  gboolean fold = has_prominent (fields);

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);
      gboolean optional = fold && !is_prominent (field) && !plug_field_is_expert (field);

      if (plug_field_is_expert (field))
        add_entry (self, field, self->expert_row);
      else
        add_entry (self, field, optional ? self->optional_row : NULL);
    }
}

static void
add_events (PlugForm *self)
{
  GListModel *fields = plug_connector_list_event_fields (self->connector);

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);

      add_entry (self, field, self->events_row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->events_row), g_list_model_get_n_items (fields) > 0);
}

/* plug_form_add_fields:
 * An entry for everything the connector asks for. */
void
plug_form_add_fields (PlugForm *self)
{
  add_fields (self);
  add_events (self);
}

static void
move_to_end (AdwExpanderRow *fold,
             GtkWidget      *row)
{
  g_object_ref (row);
  adw_expander_row_remove (fold, row);
  adw_expander_row_add_row (fold, row);
  g_object_unref (row);
}

/* plug_form_build_fold:
 * @fold: (nullable): NULL for what is always in sight
 *
 * What is unfolded for the first time gets its rows. */
void
plug_form_build_fold (PlugForm       *self,
                      AdwExpanderRow *fold)
{
  build_rows (self, fold, G_MAXUINT);
  if (fold == self->expert_row)
    move_to_end (fold, self->add_row);
}
