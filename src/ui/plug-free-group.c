/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugFreeGroup: settings nothing is known of. */

#include "config.h"

#include "plug-free-group.h"

#include "plug-free-row.h"

#include <glib/gi18n-lib.h>

struct _PlugFreeGroup {
  AdwPreferencesGroup parent_instance;
  GtkWidget *add_button;
  GPtrArray *rows; /* PlugFreeRow, borrowed from the group */
};

G_DEFINE_FINAL_TYPE (PlugFreeGroup, plug_free_group, ADW_TYPE_PREFERENCES_GROUP)

enum {
  SIGNAL_CHANGED,
  SIGNAL_SUBMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
changed_cb (PlugFreeGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
submitted_cb (PlugFreeGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_SUBMITTED], 0);
}

static void
take_out (PlugFreeGroup *self,
          guint          position)
{
  GtkWidget *row = g_ptr_array_index (self->rows, position);

  g_ptr_array_remove_index (self->rows, position);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
}

/* The focus goes to the next row, so that it does not go with this one. */
static void
removed_cb (PlugFreeGroup *self,
            PlugFreeRow   *row)
{
  guint position;

  if (!g_ptr_array_find (self->rows, row, &position))
    return;
  if (self->rows->len > 1)
    gtk_widget_grab_focus (g_ptr_array_index (self->rows, position > 0 ? position - 1 : 1));
  else
    gtk_widget_grab_focus (self->add_button);
  take_out (self, position);
  changed_cb (self);
}

static PlugFreeRow *
append_row (PlugFreeGroup *self)
{
  GtkWidget *row = plug_free_row_new ();

  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "submitted", G_CALLBACK (submitted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
  return PLUG_FREE_ROW (row);
}

static void
plug_free_group_finalize (GObject *object)
{
  g_ptr_array_unref (PLUG_FREE_GROUP (object)->rows);
  G_OBJECT_CLASS (plug_free_group_parent_class)->finalize (object);
}

static void
plug_free_group_class_init (PlugFreeGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_free_group_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PLUG_TYPE_FREE_GROUP, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SUBMITTED] = g_signal_new ("submitted", PLUG_TYPE_FREE_GROUP, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
plug_free_group_init (PlugFreeGroup *self)
{
  GtkWidget *content = g_object_new (ADW_TYPE_BUTTON_CONTENT,
                                     "icon-name", "list-add-symbolic",
                                     "label", _("Add Setting"),
                                     NULL);

  self->rows = g_ptr_array_new ();
  self->add_button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->add_button), content);
  gtk_widget_add_css_class (self->add_button, "flat");
  gtk_widget_set_valign (self->add_button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->add_button, _("Add Setting"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add Setting"), -1);
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (plug_free_group_focus_new),
                           self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add_button);
}

/* plug_free_group_new:
 * Returns: (transfer floating): a group without rows */
GtkWidget *
plug_free_group_new (void)
{
  return g_object_new (PLUG_TYPE_FREE_GROUP, NULL);
}

/* plug_free_group_reset:
 * Takes every row out. */
void
plug_free_group_reset (PlugFreeGroup *self)
{
  g_return_if_fail (PLUG_IS_FREE_GROUP (self));

  while (self->rows->len > 0)
    {
      plug_free_row_clear_value (g_ptr_array_index (self->rows, self->rows->len - 1));
      take_out (self, self->rows->len - 1);
    }
}

/* plug_free_group_add:
 * An empty row at the end. */
void
plug_free_group_add (PlugFreeGroup *self)
{
  g_return_if_fail (PLUG_IS_FREE_GROUP (self));

  append_row (self);
}

/* plug_free_group_focus_new:
 * An empty row at the end, with the focus in it. */
void
plug_free_group_focus_new (PlugFreeGroup *self)
{
  g_return_if_fail (PLUG_IS_FREE_GROUP (self));

  gtk_widget_grab_focus (GTK_WIDGET (append_row (self)));
}

/* plug_free_group_is_empty:
 * Returns: whether it has no row */
gboolean
plug_free_group_is_empty (PlugFreeGroup *self)
{
  g_return_val_if_fail (PLUG_IS_FREE_GROUP (self), TRUE);

  return self->rows->len == 0;
}

/* plug_free_group_is_changed:
 * Returns: whether something was entered */
gboolean
plug_free_group_is_changed (PlugFreeGroup *self)
{
  g_return_val_if_fail (PLUG_IS_FREE_GROUP (self), FALSE);

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (!plug_free_row_is_empty (g_ptr_array_index (self->rows, i)))
        return TRUE;
    }
  return FALSE;
}

/* plug_free_group_clear_secrets:
 * What is a secret is out of the entries. */
void
plug_free_group_clear_secrets (PlugFreeGroup *self)
{
  g_return_if_fail (PLUG_IS_FREE_GROUP (self));

  for (guint i = 0; i < self->rows->len; i++)
    {
      PlugFreeRow *row = g_ptr_array_index (self->rows, i);

      if (plug_free_row_is_secret (row))
        plug_free_row_clear_value (row);
    }
}

/* plug_free_group_load:
 * @draft: whose values that are none of its connector's fields become rows */
void
plug_free_group_load (PlugFreeGroup *self,
                      PlugDraft     *draft)
{
  g_auto (GStrv) keys = NULL;

  g_return_if_fail (PLUG_IS_FREE_GROUP (self));

  keys = plug_draft_dup_extra_keys (draft);
  plug_free_group_reset (self);
  for (gsize i = 0; keys[i] != NULL; i++)
    plug_free_row_load (append_row (self), draft, keys[i]);
}

/* plug_free_group_apply:
 * Puts the values into @draft. */
void
plug_free_group_apply (PlugFreeGroup *self,
                       PlugDraft     *draft)
{
  g_return_if_fail (PLUG_IS_FREE_GROUP (self));

  for (guint i = 0; i < self->rows->len; i++)
    plug_free_row_apply (g_ptr_array_index (self->rows, i), draft);
}

static const char *
get_problem (PlugFreeGroup *self,
             PlugConnector *connector,
             PlugFreeRow   *row,
             const char    *key,
             GHashTable    *seen)
{
  if (plug_free_row_is_empty (row))
    return NULL;
  if (*key == '\0')
    return _("The key is missing. Enter it, or remove the setting.");
  if (plug_connector_find_field (connector, key) != NULL)
    return _("The connector asks for this key above. Enter the value there.");
  if (g_hash_table_contains (seen, key))
    return _("This key is there twice. Remove one of the two.");
  return NULL;
}

/* plug_free_group_check:
 * @connector: what the settings are for
 *
 * Says at each row what is wrong with it.
 *
 * Returns: (transfer none) (nullable): the first row with which something is */
GtkWidget *
plug_free_group_check (PlugFreeGroup *self,
                       PlugConnector *connector)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkWidget *first = NULL;

  g_return_val_if_fail (PLUG_IS_FREE_GROUP (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      PlugFreeRow *row = g_ptr_array_index (self->rows, i);
      g_autofree char *key = plug_free_row_dup_key (row);
      const char *problem = get_problem (self, connector, row, key, seen);

      plug_free_row_set_problem (row, problem);
      if (problem != NULL && first == NULL)
        first = GTK_WIDGET (row);
      g_hash_table_add (seen, g_steal_pointer (&key));
    }
  return first;
}
