/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugTokenRow over a real keyring: nothing to be seen until it is asked for, and not for long. */

#include "config.h"

#include "plug-clipboard.h"
#include "plug-inventory-private.h"
#include "plug-page-test.h"
#include "plug-token-row.h"

static PlugTokenRow *
show_row (PlugPageTest *test,
          PlugInstance *instance)
{
  PlugTokenRow *row = g_object_new (PLUG_TYPE_TOKEN_ROW, NULL);
  GtkWidget *list = gtk_list_box_new ();

  plug_token_row_set_inventory (row, test->inventory);
  plug_token_row_set_instance (row, instance);
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (row));
  plug_page_test_show (test, list);
  return row;
}

static gboolean
is_revealed_cb (gpointer row)
{
  return plug_token_row_is_revealed (row);
}

static gboolean
is_hidden_cb (gpointer row)
{
  return !plug_token_row_is_revealed (row);
}

static GtkToggleButton *
find_reveal (PlugTokenRow *row)
{
  return plug_page_test_find (row, GTK_TYPE_TOGGLE_BUTTON, 0);
}

static void
reveal (PlugTokenRow *row)
{
  gtk_toggle_button_set_active (find_reveal (row), TRUE);
  plug_test_spin_until (is_revealed_cb, row);
}

static void
test_reveal (PlugPageTest *test,
             const void   *data)
{
  g_autofree char *token = plug_test_dup_canary ("token");
  g_autofree char *other_token = plug_test_dup_canary ("other");
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", token);
  PlugInstance *other = plug_page_test_save_instance (test, "Beta", other_token);
  PlugTokenRow *row = show_row (test, instance);

  g_assert_false (plug_page_test_shows (row, token));
  reveal (row);
  g_assert_true (plug_page_test_shows (row, token));
  gtk_toggle_button_set_active (find_reveal (row), FALSE);
  g_assert_false (plug_token_row_is_revealed (row));
  g_assert_false (plug_page_test_shows (row, token));

  reveal (row);
  plug_token_row_set_instance (row, other);
  g_assert_false (plug_token_row_is_revealed (row));
  g_assert_false (gtk_toggle_button_get_active (find_reveal (row)));
  g_assert_false (plug_page_test_shows (row, token));
  g_assert_false (plug_page_test_shows (row, other_token));
}

static void
test_hides_itself (PlugPageTest *test,
                   const void   *data)
{
  g_autofree char *token = plug_test_dup_canary ("token");
  PlugTokenRow *row = show_row (test, plug_page_test_save_instance (test, "Acme", token));

  plug_token_row_set_reveal_ms (row, 1);
  reveal (row);
  plug_test_spin_until (is_hidden_cb, row);
  g_assert_false (plug_page_test_shows (row, token));
  g_assert_false (gtk_toggle_button_get_active (find_reveal (row)));
}

static void
test_hides_unmapped (PlugPageTest *test,
                     const void   *data)
{
  g_autofree char *token = plug_test_dup_canary ("token");
  PlugTokenRow *row = show_row (test, plug_page_test_save_instance (test, "Acme", token));

  reveal (row);
  gtk_widget_set_visible (test->window, FALSE);
  g_assert_false (plug_token_row_is_revealed (row));
}

/* The answer for the instance before must not be shown for the one now. */
static void
test_late_answer (PlugPageTest *test,
                  const void   *data)
{
  g_autofree char *token = plug_test_dup_canary ("token");
  g_autofree char *other_token = plug_test_dup_canary ("other");
  PlugInstance *other = plug_page_test_save_instance (test, "Beta", other_token);
  PlugTokenRow *row = show_row (test, plug_page_test_save_instance (test, "Acme", token));

  gtk_toggle_button_set_active (find_reveal (row), TRUE);
  plug_token_row_set_instance (row, other);
  g_assert_false (gtk_toggle_button_get_active (find_reveal (row)));
  reveal (row);
  g_assert_true (plug_page_test_shows (row, other_token));
  g_assert_false (plug_page_test_shows (row, token));
}

static void
copied_cb (gboolean *copied)
{
  *copied = TRUE;
}

static gboolean
is_set_cb (gpointer flag)
{
  return *(gboolean *) flag;
}

static void
test_copy (PlugPageTest *test,
           const void   *data)
{
  g_autofree char *token = plug_test_dup_canary ("token");
  PlugTokenRow *row = show_row (test, plug_page_test_save_instance (test, "Acme", token));
  g_autofree char *text = NULL;
  gboolean copied = FALSE;

  g_signal_connect_swapped (row, "copied", G_CALLBACK (copied_cb), &copied);
  plug_page_test_press (row, "Copy Token");
  plug_test_spin_until (is_set_cb, &copied);
  text = plug_page_test_dup_clipboard (test);
  g_assert_cmpstr (text, ==, token);
  g_assert_true (plug_clipboard_holds_secret (gtk_widget_get_display (test->window)));
  g_assert_false (plug_page_test_shows (row, token));
  plug_clipboard_clear_secret (gtk_widget_get_display (test->window));
}

static void
test_absent (PlugPageTest *test,
             const void   *data)
{
  PlugTokenRow *row = show_row (test, plug_page_test_save_instance (test, "Acme", NULL));

  g_assert_nonnull (plug_page_test_find_button (row, "Fetch Token"));
  g_assert_null (plug_page_test_find_button (row, "Retry"));
  g_assert_null (plug_page_test_find_button (row, "Copy Token"));
  g_assert_true (plug_page_test_shows (row, "Not in the keyring"));
}

static void
test_unsaved (PlugPageTest *test,
              const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", NULL);
  PlugTokenRow *row = show_row (test, instance);
  g_autoptr (PlugIntent) intent = NULL;

  plug_instance_set_token_state (instance, PLUG_TOKEN_UNSAVED);
  g_assert_null (plug_page_test_find_button (row, "Retry"));
  intent = plug_intent_new (PLUG_INTENT_CREATE, plug_account_get_id (test->account), "https://x",
                            "sagecrm", "Acme", NULL);
  plug_intent_set_instance_id (intent, plug_instance_get_id (instance));
  plug_intent_set_state (intent, PLUG_INTENT_TOKEN_UNSAVED);
  plug_inventory_present_intent (test->inventory, intent);
  plug_page_test_spin ();
  g_assert_nonnull (plug_page_test_find_button (row, "Retry"));
  g_assert_nonnull (plug_page_test_find_button (row, "Fetch Token"));
  g_assert_true (plug_page_test_shows (row, "Not saved"));
}

/* The keyring said it had it; it was taken out of it since. */
static void
test_gone (PlugPageTest *test,
           const void   *data)
{
  PlugKeyring *keyring = plug_inventory_get_keyring (test->inventory);
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  PlugTokenRow *row = show_row (test, instance);
  g_autoptr (GAsyncResult) result = NULL;

  plug_keyring_clear_async (keyring, PLUG_SECRET_KIND_TOKEN, plug_account_get_id (test->account),
                            plug_instance_get_id (instance), NULL, plug_test_result_cb, &result);
  g_assert_true (plug_keyring_clear_finish (keyring, plug_test_wait (&result), NULL));
  gtk_toggle_button_set_active (find_reveal (row), TRUE);
  while (plug_page_test_find_button (row, "Copy Details") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (plug_token_row_is_revealed (row));
  g_assert_false (gtk_toggle_button_get_active (find_reveal (row)));
}

static void
test_locked (PlugPageTest *test,
             const void   *data)
{
  PlugTokenRow *row = show_row (test, plug_page_test_save_instance (test, "Acme", "a token"));

  g_assert_null (plug_page_test_find_button (row, "Unlock"));
  plug_page_test_lock_keyring (test);
  while (plug_page_test_find_button (row, "Unlock") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (plug_page_test_shows (row, "The keyring is locked"));
  g_assert_null (plug_page_test_find_button (row, "Reveal"));
}

static void
add (const char *path,
     void      (*run) (PlugPageTest *,
                       const void   *))
{
  g_test_add (path, PlugPageTest, NULL, plug_page_test_set_up, run, plug_page_test_tear_down);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  add ("/ui/token-row/reveal", test_reveal);
  add ("/ui/token-row/hides-itself", test_hides_itself);
  add ("/ui/token-row/hides-unmapped", test_hides_unmapped);
  add ("/ui/token-row/late-answer", test_late_answer);
  add ("/ui/token-row/copy", test_copy);
  add ("/ui/token-row/absent", test_absent);
  add ("/ui/token-row/unsaved", test_unsaved);
  add ("/ui/token-row/gone", test_gone);
  /* Last: the keyring stays locked. */
  add ("/ui/token-row/locked", test_locked);
  return g_test_run ();
}
