/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user sets: kept, in its range, offered in words, and the same as the schema says. */

#include "config.h"

#include "plug-page-test.h"
#include "plug-preferences-window.h"

static const char *const finalized[] = { "PlugPreferences", "PlugPreferencesWindow" };

static gboolean
is_gone_cb (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

static void
reset_all (void)
{
  g_autoptr (GSettings) settings = g_settings_new (PLUG_APP_ID);

  for (PlugPreference i = 0; i < PLUG_N_PREFERENCES; i++)
    g_settings_reset (settings, plug_preferences_get_name (i));
}

/* The table in C has the values of the schema, for where that is not installed. */
static void
test_schema (void)
{
  g_autoptr (PlugPreferences) preferences = plug_preferences_new ();
  GSettingsSchema *schema = g_settings_schema_source_lookup (
    g_settings_schema_source_get_default (), PLUG_APP_ID, TRUE);
  g_auto (GStrv) keys = g_settings_schema_list_keys (schema);

  g_assert_true (plug_preferences_are_kept (preferences));
  g_assert_cmpuint (g_strv_length (keys), ==, PLUG_N_PREFERENCES);
  for (PlugPreference i = 0; i < PLUG_N_PREFERENCES; i++)
    {
      const char *name = plug_preferences_get_name (i);
      GParamSpecUInt *pspec = G_PARAM_SPEC_UINT (
        g_object_class_find_property (G_OBJECT_GET_CLASS (preferences), name));
      GSettingsSchemaKey *key = g_settings_schema_get_key (schema, name);
      g_autoptr (GVariant) fallback = g_settings_schema_key_get_default_value (key);
      g_autoptr (GVariant) range = g_settings_schema_key_get_range (key);
      g_autoptr (GVariant) limits = NULL;
      guint least;
      guint most;

      g_variant_get (range, "(&sv)", NULL, &limits);
      g_variant_get (limits, "(uu)", &least, &most);
      g_assert_cmpuint (g_variant_get_uint32 (fallback), ==, pspec->default_value);
      g_assert_cmpuint (g_variant_get_uint32 (fallback), ==, plug_preferences_get (preferences, i));
      g_assert_cmpuint (least, ==, pspec->minimum);
      g_assert_cmpuint (most, ==, pspec->maximum);
      g_settings_schema_key_unref (key);
    }
  g_settings_schema_unref (schema);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* One that is made later has what another has set, and hears of what is set elsewhere. */
static void
test_kept (void)
{
  PlugPreferences *preferences = plug_preferences_new ();
  g_autoptr (PlugPreferences) other = NULL;
  gpointer gone = preferences;
  guint n = 0;

  g_assert_cmpstr (G_OBJECT_TYPE_NAME (preferences), ==, finalized[0]);
  g_object_add_weak_pointer (gone, &gone);
  plug_preferences_set (preferences, PLUG_PREFERENCE_SYNC_MINUTES, 0);
  plug_preferences_set (preferences, PLUG_PREFERENCE_CLIPBOARD_SECONDS, 45);
  plug_preferences_set (preferences, PLUG_PREFERENCE_REVEAL_SECONDS, 0);
  plug_preferences_set (preferences, PLUG_PREFERENCE_IDLE_MINUTES, G_MAXUINT);
  g_object_unref (preferences);
  g_assert_null (gone);
  other = plug_preferences_new ();
  g_assert_cmpuint (plug_preferences_get (other, PLUG_PREFERENCE_SYNC_MINUTES), ==, 0);
  g_assert_cmpuint (plug_preferences_get (other, PLUG_PREFERENCE_CLIPBOARD_SECONDS), ==, 45);
  g_assert_cmpuint (plug_preferences_get (other, PLUG_PREFERENCE_REVEAL_SECONDS), ==, 5);
  g_assert_cmpuint (plug_preferences_get (other, PLUG_PREFERENCE_IDLE_MINUTES), ==, 1440);

  g_signal_connect_swapped (other, "notify::sync-minutes", G_CALLBACK (count_cb), &n);
  reset_all ();
  g_assert_cmpuint (plug_preferences_get (other, PLUG_PREFERENCE_SYNC_MINUTES), ==, 15);
  g_assert_cmpuint (n, ==, 1);
}

static char *
dup_selected (gpointer    window,
              const char *title)
{
  AdwComboRow *row = plug_page_test_find_row (window, title);

  return g_strdup (gtk_string_object_get_string (adw_combo_row_get_selected_item (row)));
}

static void
assert_selected (gpointer    window,
                 const char *title,
                 const char *text)
{
  g_autofree char *selected = dup_selected (window, title);

  g_assert_cmpstr (selected, ==, text);
}

/* What is offered is in words; what else is set is offered, too, and stays as it is. */
static void
test_window (void)
{
  g_autoptr (PlugPreferences) preferences = plug_preferences_new ();
  PlugPreferencesWindow *window;
  AdwComboRow *row;
  gpointer gone;

  plug_preferences_set (preferences, PLUG_PREFERENCE_CLIPBOARD_SECONDS, 45);
  window = gone = plug_preferences_window_new (preferences);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (window), ==, finalized[1]);
  g_object_add_weak_pointer (gone, &gone);
  gtk_window_present (GTK_WINDOW (window));
  assert_selected (window, "Clear the Clipboard After", "45 seconds");
  assert_selected (window, "Hide a Token After", "30 seconds");
  assert_selected (window, "Do Both When Idle For", "5 minutes");
  assert_selected (window, "Sync Every", "15 minutes");
  g_assert_false (plug_page_test_shows (window, "schema"));

  row = plug_page_test_find_row (window, "Sync Every");
  adw_combo_row_set_selected (row, g_list_model_get_n_items (adw_combo_row_get_model (row)) - 1);
  assert_selected (window, "Sync Every", "Never");
  g_assert_cmpuint (plug_preferences_get (preferences, PLUG_PREFERENCE_SYNC_MINUTES), ==, 0);
  adw_combo_row_set_selected (row, 4);
  assert_selected (window, "Sync Every", "4 hours");
  g_assert_cmpuint (plug_preferences_get (preferences, PLUG_PREFERENCE_SYNC_MINUTES), ==, 240);
  row = plug_page_test_find_row (window, "Clear the Clipboard After");
  adw_combo_row_set_selected (row, 0);
  g_assert_cmpuint (plug_preferences_get (preferences, PLUG_PREFERENCE_CLIPBOARD_SECONDS), ==, 10);

  gtk_window_destroy (GTK_WINDOW (window));
  plug_test_spin_until (is_gone_cb, &gone);
  reset_all ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/ui/preferences/schema", test_schema);
  g_test_add_func ("/ui/preferences/kept", test_kept);
  g_test_add_func ("/ui/preferences/window", test_window);
  return g_test_run ();
}
