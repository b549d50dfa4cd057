/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAccountsDialog: what is listed, and removed once it was confirmed. */

#include "config.h"

#include "plug-accounts-dialog.h"
#include "plug-page-test.h"

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

  return g_test_run ();
}
