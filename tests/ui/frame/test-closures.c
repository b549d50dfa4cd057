/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pure functions of the templates. */

#include "config.h"

#include "plug-closures.h"
#include "plug-state.h"

#include <locale.h>

/* Takes what it compares. */
static void
assert_text (char       *got,
             const char *expected)
{
  g_assert_cmpstr (got, ==, expected);
  g_free (got);
}

static void
test_window_state (void)
{
  assert_text (plug_closure_window_state (NULL, FALSE, FALSE, 0), "loading");
  assert_text (plug_closure_window_state (NULL, FALSE, TRUE, 0), "failed");
  assert_text (plug_closure_window_state (NULL, TRUE, TRUE, 3), "failed");
  assert_text (plug_closure_window_state (NULL, TRUE, FALSE, 0), "welcome");
  assert_text (plug_closure_window_state (NULL, TRUE, FALSE, 1), "main");
}

static void
test_list_state (void)
{
  assert_text (plug_closure_list_state (NULL, 0, 0, FALSE), "empty-beside");
  assert_text (plug_closure_list_state (NULL, 0, 0, TRUE), "empty");
  assert_text (plug_closure_list_state (NULL, 2, 0, FALSE), "no-match");
  assert_text (plug_closure_list_state (NULL, 2, 1, TRUE), "list");
}

static void
test_counts (void)
{
  assert_text (plug_closure_count_text (NULL, 1, 1), "1 instance");
  assert_text (plug_closure_count_text (NULL, 412, 412), "412 instances");
  assert_text (plug_closure_count_text (NULL, 412, 0), "0 of 412 instances");
  assert_text (plug_closure_attention_text (NULL, 1), "1 needs attention");
  assert_text (plug_closure_attention_text (NULL, 2), "2 need attention");
  g_assert_false (plug_closure_is_positive (NULL, 0));
  g_assert_true (plug_closure_is_positive (NULL, 1));
}

/* Colour is never the only sign, nor is the icon: every state has a word of its own. */
static void
test_states (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (PlugState state = 0; state < PLUG_N_STATES; state++)
    {
      g_assert_true (g_hash_table_add (words, g_strdup (plug_state_get_name (state))));
      g_assert_true (g_hash_table_add (words, g_strdup (plug_state_get_nick (state)))
                     || g_str_equal (plug_state_get_name (state), plug_state_get_nick (state)));
      g_assert_true (g_str_has_suffix (plug_state_get_icon (state), "-symbolic"));
    }
}

/* What counts when several things are known of an instance. */
static void
test_state_of (void)
{
  static const struct {
    PlugHealth health;
    gboolean disabled;
    PlugTokenState token;
    gint64 due;
    const char *word;
  } table[] = {
    { PLUG_HEALTH_UNKNOWN, FALSE, PLUG_TOKEN_SAVED, 0, "Saved" },
    { PLUG_HEALTH_UNKNOWN, FALSE, PLUG_TOKEN_UNKNOWN, 0, "Unknown" },
    { PLUG_HEALTH_UNKNOWN, FALSE, PLUG_TOKEN_ABSENT, 0, "No token" },
    { PLUG_HEALTH_HEALTHY, FALSE, PLUG_TOKEN_UNSAVED, 0, "Token not saved" },
    { PLUG_HEALTH_UNKNOWN, TRUE, PLUG_TOKEN_ABSENT, 0, "Disabled" },
    { PLUG_HEALTH_HEALTHY, TRUE, PLUG_TOKEN_SAVED, 0, "Disabled" },
    { PLUG_HEALTH_REJECTED, TRUE, PLUG_TOKEN_SAVED, 0, "Rejected" },
    { PLUG_HEALTH_DISABLED, FALSE, PLUG_TOKEN_SAVED, 0, "Saved" },
    { PLUG_HEALTH_HEALTHY, FALSE, PLUG_TOKEN_ABSENT, 0, "Healthy" },
    { PLUG_HEALTH_GONE, TRUE, PLUG_TOKEN_SAVED, 7, "Gone" },
    { PLUG_HEALTH_DISABLED, TRUE, PLUG_TOKEN_SAVED, 7, "To be deleted" },
    { PLUG_HEALTH_CHANGED, FALSE, PLUG_TOKEN_SAVED, 0, "Changed" },
    { PLUG_HEALTH_EVENTS_OFF, FALSE, PLUG_TOKEN_SAVED, 0, "Events off" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpstr (plug_state_get_name (plug_state_new (table[i].health, table[i].disabled,
                                                          table[i].token, table[i].due)),
                     ==, table[i].word);
  assert_text (plug_closure_list_title (NULL, FALSE, 3), "Instances");
  assert_text (plug_closure_list_title (NULL, TRUE, 0), "Select Instances");
  assert_text (plug_closure_list_title (NULL, TRUE, 3), "3 Selected");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/closures/window-state", test_window_state);
  g_test_add_func ("/ui/closures/list-state", test_list_state);
  g_test_add_func ("/ui/closures/counts", test_counts);
  g_test_add_func ("/ui/closures/states", test_states);
  g_test_add_func ("/ui/closures/state-of", test_state_of);

  return g_test_run ();
}
