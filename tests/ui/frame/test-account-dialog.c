/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAccountDialog against a pretend tenant and a real keyring. */

#include "config.h"

#include "plug-account-dialog.h"
#include "plug-page-test.h"

#include <string.h>

#define USER_SECRET         "user-secret-of-the-test"
#define ORGANIZATION_SECRET "organization-secret-of-the-test"

typedef struct {
  PlugAccount *account;
  guint n_saved;
} Heard;

static void
saved_cb (Heard       *heard,
          PlugAccount *account)
{
  heard->n_saved++;
  heard->account = account;
}

static gboolean
is_mapped_cb (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}

static gboolean
is_gone_cb (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

/* The dialog, and what it says: *gone becomes NULL with it. */
static GtkWindow *
open_dialog (PlugPageTest *test,
             PlugAccount  *account,
             Heard        *heard,
             gpointer     *gone)
{
  GtkWindow *dialog = GTK_WINDOW (plug_account_dialog_new (test->inventory, account));

  memset (heard, 0, sizeof *heard);
  *gone = dialog;
  g_object_add_weak_pointer (G_OBJECT (dialog), gone);
  g_signal_connect_swapped (dialog, "saved", G_CALLBACK (saved_cb), heard);
  gtk_window_present (dialog);
  plug_test_spin_until (is_mapped_cb, dialog);
  return dialog;
}

static void
fill_in (PlugPageTest *test,
         GtkWindow    *dialog,
         const char   *user_secret)
{
  plug_page_test_type (dialog, "Account Name", " Trial & <b>Error</b> ");
  plug_page_test_type (dialog, "Base URL", plug_sandbox_get_base_url (test->sandbox));
  plug_page_test_type (dialog, "User Secret", user_secret);
  plug_page_test_type (dialog, "Organization Secret", ORGANIZATION_SECRET);
}

static char *
dup_secret (PlugPageTest  *test,
            PlugAccount   *account,
            PlugSecretKind kind)
{
  PlugKeyring *keyring = plug_inventory_get_keyring (test->inventory);
  g_autoptr (PlugSecret) secret = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_keyring_lookup_async (keyring, kind, plug_account_get_id (account), NULL, NULL,
                             plug_test_result_cb, &result);
  secret = plug_keyring_lookup_finish (keyring, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  return g_strdup (plug_secret_peek (secret));
}

static void
test_adds (PlugPageTest *test,
           const void   *data)
{
  GListModel *accounts = plug_inventory_list_accounts (test->inventory);
  Heard heard;
  gpointer gone;
  GtkWindow *dialog = open_dialog (test, NULL, &heard, &gone);
  g_autofree char *secret = NULL;

  fill_in (test, dialog, USER_SECRET);
  plug_page_test_press (dialog, "Add Account");
  plug_test_spin_until (is_gone_cb, &gone);
  g_assert_cmpuint (heard.n_saved, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 2);
  g_assert_cmpstr (plug_account_get_name (heard.account), ==, "Trial & <b>Error</b>");
  secret = dup_secret (test, heard.account, PLUG_SECRET_KIND_USER);
  g_assert_cmpstr (secret, ==, USER_SECRET);
}

/* What is wrong, the form as it was, and the way on for whom it is not wrong. */
static void
test_rejected (PlugPageTest *test,
               const void   *data)
{
  GListModel *accounts = plug_inventory_list_accounts (test->inventory);
  Heard heard;
  gpointer gone;
  GtkWindow *dialog = open_dialog (test, NULL, &heard, &gone);

  fill_in (test, dialog, "not the secret");
  g_assert_null (plug_page_test_find_button (dialog, "Save Anyway"));
  plug_page_test_press (dialog, "Add Account");
  while (plug_page_test_find_button (dialog, "Save Anyway") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (plug_page_test_find_button (dialog, "Copy Details"));
  g_assert_cmpstr (plug_page_test_read (dialog, "User Secret"), ==, "not the secret");
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 1);

  /* Said of what was entered then, so it goes when that changes. */
  plug_page_test_type (dialog, "User Secret", "not the secret either");
  g_assert_null (plug_page_test_find_button (dialog, "Save Anyway"));
  gtk_window_close (dialog);
  plug_test_spin_until (is_gone_cb, &gone);
  g_assert_cmpuint (heard.n_saved, ==, 0);
}

static void
test_empty (PlugPageTest *test,
            const void   *data)
{
  Heard heard;
  gpointer gone;
  GtkWindow *dialog = open_dialog (test, NULL, &heard, &gone);
  guint before = plug_sandbox_count_requests (test->sandbox, "GET", "/organizations/me");

  plug_page_test_press (dialog, "Add Account");
  g_assert_true (plug_page_test_shows (dialog, "Enter a name"));
  g_assert_true (plug_page_test_shows (dialog, "Enter the user secret."));
  g_assert_true (plug_page_test_shows (dialog, "Enter the organization secret."));
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "GET", "/organizations/me"), ==,
                    before);
  gtk_window_close (dialog);
  plug_test_spin_until (is_gone_cb, &gone);
}

static void
test_pasted_header (PlugPageTest *test,
                    const void   *data)
{
  Heard heard;
  gpointer gone;
  GtkWindow *dialog = open_dialog (test, NULL, &heard, &gone);

  plug_page_test_type (dialog, "Account Name",
                       "Authorization: User abc=, Organization def");
  g_assert_cmpstr (plug_page_test_read (dialog, "Account Name"), ==, "");
  g_assert_cmpstr (plug_page_test_read (dialog, "User Secret"), ==, "abc=");
  g_assert_cmpstr (plug_page_test_read (dialog, "Organization Secret"), ==, "def");
  g_assert_true (plug_page_test_shows (dialog, "Both secrets were taken"));

  plug_page_test_type (dialog, "User Secret", "0123456789abcdef0123456789abcdef");
  plug_page_test_type (dialog, "Organization Secret",
                       "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlYw==");
  plug_page_test_press (dialog, "Swap");
  g_assert_cmpstr (plug_page_test_read (dialog, "Organization Secret"), ==,
                   "0123456789abcdef0123456789abcdef");
  gtk_window_close (dialog);
  plug_test_spin_until (is_gone_cb, &gone);
}

/* Closing does not wait for the tenant, and what it answers then finds nobody. */
static void
test_closed_while_verifying (PlugPageTest *test,
                             const void   *data)
{
  GListModel *accounts = plug_inventory_list_accounts (test->inventory);
  Heard heard;
  gpointer gone;
  GtkWindow *dialog = open_dialog (test, NULL, &heard, &gone);

  plug_sandbox_push_fault (test->sandbox, "GET /organizations/me hang");
  fill_in (test, dialog, USER_SECRET);
  plug_page_test_press (dialog, "Add Account");
  g_assert_true (plug_page_test_shows (dialog, "Asking the tenant…"));
  gtk_window_close (dialog);
  plug_test_spin_until (is_gone_cb, &gone);
  g_assert_cmpuint (heard.n_saved, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 1);
}

/* A saved secret is never loaded; left empty it stays. */
static void
test_edits (PlugPageTest *test,
            const void   *data)
{
  Heard heard;
  gpointer gone;
  GtkWindow *dialog = open_dialog (test, test->account, &heard, &gone);
  g_autofree char *secret = NULL;

  g_assert_cmpstr (plug_page_test_read (dialog, "Account Name"), ==, "Production");
  g_assert_cmpstr (plug_page_test_read (dialog, "User Secret"), ==, "");
  g_assert_cmpstr (plug_page_test_read (dialog, "Organization Secret"), ==, "");
  plug_page_test_type (dialog, "Account Name", "Renamed");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "account.save", NULL);
  plug_test_spin_until (is_gone_cb, &gone);
  g_assert_true (heard.account == test->account);
  g_assert_cmpstr (plug_account_get_name (test->account), ==, "Renamed");
  secret = dup_secret (test, test->account, PLUG_SECRET_KIND_ORGANIZATION);
  g_assert_cmpstr (secret, ==, ORGANIZATION_SECRET);
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
  add ("/ui/account-dialog/adds", test_adds);
  add ("/ui/account-dialog/rejected", test_rejected);
  add ("/ui/account-dialog/empty", test_empty);
  add ("/ui/account-dialog/pasted-header", test_pasted_header);
  add ("/ui/account-dialog/row-56-closed-while-verifying", test_closed_while_verifying);
  add ("/ui/account-dialog/edits", test_edits);
  return g_test_run ();
}
