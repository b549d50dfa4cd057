/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the instance of PlugInstancePage differs in from what was saved. */

#include "config.h"

#include "plug-instance-page-private.h"

#include "plug-drift.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

static gboolean
is_difference (PlugDrift *drift)
{
  return plug_drift_get_remedy (drift) == PLUG_REMEDY_ACCEPT;
}

static GtkWidget *
create_row (PlugDrift *drift)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *sentence = plug_drift_dup_sentence (drift);
  g_autofree char *old_text = NULL;
  g_autofree char *new_text = NULL;
  g_autofree char *text = NULL;

  /* Before any foreign text: titles are markup unless told otherwise. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sentence);
  if (plug_drift_get_old (drift) == NULL && plug_drift_get_new (drift) == NULL)
    return row;
  old_text = plug_text_for_display (plug_drift_get_old (drift));
  new_text = plug_text_for_display (plug_drift_get_new (drift));
  /* Translators: what was saved, and what the tenant has */
  text = g_strdup_printf (_("“%s” → “%s”"), old_text, new_text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  return row;
}

static void
show_differences (PlugInstancePage *self)
{
  g_autoptr (GPtrArray) drifts = plug_drift_find (self->instance);

  for (guint i = 0; i < self->difference_rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->differences_group),
                                  g_ptr_array_index (self->difference_rows, i));
  g_ptr_array_set_size (self->difference_rows, 0);
  for (guint i = 0; i < drifts->len; i++)
    {
      GtkWidget *row;

      if (!is_difference (g_ptr_array_index (drifts, i)))
        continue;
      row = create_row (g_ptr_array_index (drifts, i));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->differences_group), row);
      g_ptr_array_add (self->difference_rows, row);
    }
  gtk_widget_set_visible (self->differences_group, self->difference_rows->len > 0);
}

static void
settled_cb (gpointer user_data)
{
  PlugInstancePage *self = user_data;

  self->differences_source = 0;
  if (self->instance != NULL)
    show_differences (self);
}

/* plug_instance_page_show_differences:
 * Private to PlugInstancePage. What accepting would take over from the tenant, as soon as
 * everything is known that comes with what has just changed. */
void
plug_instance_page_show_differences (PlugInstancePage *self)
{
  if (self->differences_source == 0)
    self->differences_source = g_idle_add_once (settled_cb, self);
}
