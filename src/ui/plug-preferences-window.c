/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugPreferencesWindow: what can be set. */

#include "config.h"

#include "plug-preferences-window.h"

#include <glib/gi18n-lib.h>

struct _PlugPreferencesWindow {
  AdwPreferencesWindow parent_instance;

  PlugPreferences *preferences;
  GtkWidget *unkept_group;
  AdwComboRow *rows[PLUG_N_PREFERENCES];
  GArray *choices[PLUG_N_PREFERENCES]; /* guint, rising, never last: what each position is */
};

G_DEFINE_FINAL_TYPE (PlugPreferencesWindow, plug_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

#define MAX_CHOICES 6

/* What is offered; something else that is set is offered beside it. */
static const guint offered[PLUG_N_PREFERENCES][MAX_CHOICES] = {
  [PLUG_PREFERENCE_CLIPBOARD_SECONDS] = { 10, 30, 60, 120, 300 },
  [PLUG_PREFERENCE_REVEAL_SECONDS] = { 10, 30, 60, 120, 300 },
  [PLUG_PREFERENCE_IDLE_MINUTES] = { 1, 2, 5, 15, 30 },
  [PLUG_PREFERENCE_SYNC_MINUTES] = { 5, 15, 30, 60, 240 },
};

static gboolean
is_in_seconds (PlugPreference preference)
{
  return preference == PLUG_PREFERENCE_CLIPBOARD_SECONDS ||
         preference == PLUG_PREFERENCE_REVEAL_SECONDS;
}

static char *
dup_text (PlugPreference preference,
          guint          value)
{
  if (value == 0)
    return g_strdup (_("Never"));
  if (is_in_seconds (preference))
    {
      if (value % 60 != 0)
        return g_strdup_printf (ngettext ("%u second", "%u seconds", value), value);
      value /= 60;
    }
  if (value % 60 == 0)
    return g_strdup_printf (ngettext ("%u hour", "%u hours", value / 60), value / 60);
  return g_strdup_printf (ngettext ("%u minute", "%u minutes", value), value);
}

/* Never is the longest of all times. */
static int
compare_values (gconstpointer a,
                gconstpointer b)
{
  guint x = *(const guint *) a - 1;
  guint y = *(const guint *) b - 1;

  return (x > y) - (x < y);
}

static guint
find_choice (PlugPreferencesWindow *self,
             PlugPreference         preference,
             guint                  value)
{
  GArray *choices = self->choices[preference];

  for (guint i = 0; i < choices->len; i++)
    {
      if (g_array_index (choices, guint, i) == value)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
collect_choices (PlugPreferencesWindow *self,
                 PlugPreference         preference)
{
  guint value = plug_preferences_get (self->preferences, preference);
  GArray *choices = self->choices[preference] = g_array_new (FALSE, FALSE, sizeof (guint));
  guint never = 0;

  for (guint i = 0; i < MAX_CHOICES && offered[preference][i] != 0; i++)
    g_array_append_val (choices, offered[preference][i]);
  if (!is_in_seconds (preference))
    g_array_append_val (choices, never);
  if (find_choice (self, preference, value) == GTK_INVALID_LIST_POSITION)
    g_array_append_val (choices, value);
  g_array_sort (choices, compare_values);
}

static PlugPreference
preference_of (PlugPreferencesWindow *self,
               AdwComboRow           *row)
{
  PlugPreference preference = 0;

  while (self->rows[preference] != row)
    preference++;
  return preference;
}

static void
chosen_cb (PlugPreferencesWindow *self,
           GParamSpec            *pspec,
           AdwComboRow           *row)
{
  PlugPreference preference = preference_of (self, row);
  guint position = adw_combo_row_get_selected (row);

  if (position < self->choices[preference]->len)
    plug_preferences_set (self->preferences, preference,
                          g_array_index (self->choices[preference], guint, position));
}

static void
fill_row (PlugPreferencesWindow *self,
          PlugPreference         preference)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  AdwComboRow *row = self->rows[preference];

  collect_choices (self, preference);
  for (guint i = 0; i < self->choices[preference]->len; i++)
    gtk_string_list_take (model, dup_text (preference, g_array_index (self->choices[preference],
                                                                      guint, i)));
  adw_combo_row_set_model (row, G_LIST_MODEL (model));
  adw_combo_row_set_selected (row, find_choice (self, preference,
                                                plug_preferences_get (self->preferences,
                                                                      preference)));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
plug_preferences_window_finalize (GObject *object)
{
  PlugPreferencesWindow *self = PLUG_PREFERENCES_WINDOW (object);

  g_clear_object (&self->preferences);
  for (guint i = 0; i < PLUG_N_PREFERENCES; i++)
    g_clear_pointer (&self->choices[i], g_array_unref);
  G_OBJECT_CLASS (plug_preferences_window_parent_class)->finalize (object);
}

static void
plug_preferences_window_class_init (PlugPreferencesWindowClass *klass)
{
  static const char *const ids[] = { "clipboard_row", "reveal_row", "idle_row", "sync_row" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = plug_preferences_window_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugPreferencesWindow, unkept_group);
  for (guint i = 0; i < PLUG_N_PREFERENCES; i++)
    gtk_widget_class_bind_template_child_full (
      widget_class, ids[i], FALSE,
      (gssize) (G_STRUCT_OFFSET (PlugPreferencesWindow, rows) + i * sizeof (AdwComboRow *)));
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plug_preferences_window_init (PlugPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_preferences_window_new:
 * @preferences: what is shown and set
 *
 * Returns: (transfer none): a window, which lives until it is closed */
PlugPreferencesWindow *
plug_preferences_window_new (PlugPreferences *preferences)
{
  PlugPreferencesWindow *self;

  g_return_val_if_fail (PLUG_IS_PREFERENCES (preferences), NULL);

  self = g_object_new (PLUG_TYPE_PREFERENCES_WINDOW, NULL);
  self->preferences = g_object_ref (preferences);
  for (guint i = 0; i < PLUG_N_PREFERENCES; i++)
    fill_row (self, i);
  gtk_widget_set_visible (self->unkept_group, !plug_preferences_are_kept (preferences));
  return self;
}
