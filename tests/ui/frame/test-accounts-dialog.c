/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAccountsDialog: what is listed, and removed once it was confirmed. */

#include "config.h"

#include "plug-account-entry.h"
#include "plug-accounts-dialog.h"
#include "plug-page-test.h"
#include "plug-reset-dialog.h"

static const char *const finalized[] = { "PlugResetDialog" };

static gboolean
is_gone_cb (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

static gboolean
is_mapped_cb (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}

static GtkWindow *
open_dialog (PlugPageTest *test)
{
  GtkWindow *dialog = GTK_WINDOW (plug_accounts_dialog_new (test->inventory));

  gtk_window_present (dialog);
  plug_test_spin_until (is_mapped_cb, dialog);
  return dialog;
}

static void
close_dialog (GtkWindow *dialog)
{
  gpointer weak = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  gtk_window_close (dialog);
  plug_test_spin_until (is_gone_cb, &weak);
}

static void
test_lists (PlugPageTest *test,
            const void   *data)
{
  GtkWindow *dialog = open_dialog (test);

  g_assert_true (plug_page_test_shows (dialog, "Production"));
  plug_account_set_name (test->account, "A & <b>B</b>");
  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (dialog, "A & <b>B</b>"));
  g_assert_nonnull (plug_page_test_find_button (dialog, "Add Account"));
  close_dialog (dialog);
}

static gboolean
has_no_account_cb (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 0;
}

static void
test_remove (PlugPageTest *test,
             const void   *data)
{
  GListModel *accounts = plug_inventory_list_accounts (test->inventory);
  GtkWindow *dialog = open_dialog (test);
  GtkWidget *message;

  plug_page_test_save_instance (test, "Acme CRM", "token-of-the-test");
  plug_page_test_press (dialog, "Remove “Production”");
  message = plug_page_test_wait_for_dialog ();
  g_assert_true (plug_page_test_shows (message, "Its secrets, and 1 instance with its token"));
  plug_page_test_press (message, "_Cancel");
  plug_page_test_spin ();
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 1);

  plug_page_test_press (dialog, "Remove “Production”");
  plug_page_test_press (plug_page_test_wait_for_dialog (), "_Remove Account");
  plug_test_spin_until (has_no_account_cb, accounts);
  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (dialog, "No Accounts"));
  close_dialog (dialog);
  test->account = NULL;
}

static gboolean
is_marked_cb (gpointer account)
{
  return plug_account_is_production (account)
         && g_strcmp0 (plug_account_get_color (account), "green") == 0;
}

/* Colour and Production, kept as they are chosen. */
static void
test_marks (PlugPageTest *test,
            const void   *data)
{
  GtkWindow *dialog = open_dialog (test);

  plug_page_test_wait_for (dialog, "Organization secret entered just now");
  adw_expander_row_set_expanded (plug_page_test_find (dialog, ADW_TYPE_EXPANDER_ROW, 0), TRUE);
  adw_combo_row_set_selected (plug_page_test_find_row (dialog, "Colour"), 2);
  gtk_switch_set_active (plug_page_test_find (plug_page_test_find_row (dialog, "In Production"),
                                              GTK_TYPE_SWITCH, 0), TRUE);
  plug_test_spin_until (is_marked_cb, test->account);
  close_dialog (dialog);
}

static GtkWindow *
find_reset_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (PLUG_IS_RESET_DIALOG (window))
        return window;
    }
  return NULL;
}

static void
note_dependants_cb (GtkWindow   *dialog,
                    GListModel  *dependants,
                    GListModel **noted)
{
  g_set_object (noted, dependants);
}

static gboolean
is_noted_cb (gpointer noted)
{
  return *(gpointer *) noted != NULL;
}

static void
type_secret (gpointer    dialog,
             const char *text)
{
  plug_page_test_type (dialog, "New Organization Secret", text);
  plug_page_test_spin ();
}

/* A second account with the same organization secret, and one with another. */
static PlugAccount *
add_account (PlugPageTest *test,
             const char   *name,
             const char   *organization_secret)
{
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (PlugSecret) user = plug_secret_new ("user-secret-of-the-test");
  g_autoptr (PlugSecret) organization = plug_secret_new (organization_secret);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  account = plug_account_new (name, plug_sandbox_get_base_url (test->sandbox));
  plug_inventory_add_account_async (test->inventory, account, user, organization, NULL,
                                    plug_test_result_cb, &result);
  plug_inventory_finish (test->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  return plug_inventory_find_account (test->inventory, plug_account_get_id (account));
}

static char *
dup_secret (PlugPageTest *test,
            PlugAccount  *account)
{
  PlugKeyring *keyring = plug_inventory_get_keyring (test->inventory);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlugSecret) secret = NULL;

  plug_keyring_lookup_async (keyring, PLUG_SECRET_KIND_ORGANIZATION, plug_account_get_id (account),
                             NULL, NULL, plug_test_result_cb, &result);
  secret = plug_keyring_lookup_finish (keyring, plug_test_wait (&result), NULL);
  return g_strdup (plug_secret_peek (secret));
}

/* Replaced once, where the old one was, when the tenant takes the new one; what depends on it is
 * said. */
static void
test_reset (PlugPageTest *test,
            const void   *data)
{
  PlugAccount *second = add_account (test, "Second", "organization-secret-of-the-test");
  PlugAccount *other = add_account (test, "Other", "another");
  GtkWindow *dialog = open_dialog (test);
  g_autoptr (GListModel) noted = NULL;
  g_autofree char *first_secret = NULL;
  g_autofree char *second_secret = NULL;
  g_autofree char *other_secret = NULL;
  GtkWindow *reset;

  plug_page_test_save_instance (test, "Acme", "a token");
  g_signal_connect (dialog, "check", G_CALLBACK (note_dependants_cb), &noted);
  g_signal_emit_by_name (plug_page_test_find (dialog, PLUG_TYPE_ACCOUNT_ENTRY, 0), "reset");
  reset = find_reset_dialog ();
  plug_page_test_wait_for (reset, "for “Production”, “Second”, and");
  g_assert_false (gtk_widget_is_sensitive (plug_page_test_find_button (reset, "Replace")));

  /* One the tenant does not take replaces nothing. */
  type_secret (reset, "wrong");
  plug_page_test_press (reset, "Replace");
  plug_page_test_wait_for (reset, "rejected");
  first_secret = dup_secret (test, test->account);
  g_assert_cmpstr (first_secret, ==, "organization-secret-of-the-test");
  g_clear_pointer (&first_secret, g_free);

  plug_sandbox_set_secrets (test->sandbox, "user-secret-of-the-test", "reset");
  type_secret (reset, " reset ");
  plug_page_test_press (reset, "Replace");
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (reset), ==, finalized[0]);
  g_object_add_weak_pointer (G_OBJECT (reset), (gpointer *) &reset);
  plug_test_spin_until (is_noted_cb, &noted);
  plug_test_spin_until (is_gone_cb, &reset);
  g_assert_cmpuint (g_list_model_get_n_items (noted), ==, 1);
  first_secret = dup_secret (test, test->account);
  second_secret = dup_secret (test, second);
  other_secret = dup_secret (test, other);
  g_assert_cmpstr (first_secret, ==, "reset");
  g_assert_cmpstr (second_secret, ==, "reset");
  g_assert_cmpstr (other_secret, ==, "another");
  plug_page_test_spin ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/ui/accounts-dialog/lists", PlugPageTest, NULL, plug_page_test_set_up, test_lists,
              plug_page_test_tear_down);
  g_test_add ("/ui/accounts-dialog/remove", PlugPageTest, NULL, plug_page_test_set_up,
              test_remove, plug_page_test_tear_down);

  g_test_add ("/ui/accounts-dialog/marks", PlugPageTest, NULL, plug_page_test_set_up, test_marks,
              plug_page_test_tear_down);
  g_test_add ("/ui/accounts-dialog/reset", PlugPageTest, NULL, plug_page_test_set_up, test_reset,
              plug_page_test_tear_down);

  return g_test_run ();
}
