/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moving house in the window: a passphrase twice, a file, what is in it, and all of it back. */

#include "config.h"

#include "plug-delivery-dialog.h"
#include "plug-export-dialog.h"
#include "plug-page-test.h"

#include <string.h>

#define PASSPHRASE "correct horse battery"

static const char *const finalized[] = { "PlugExportDialog", "PlugDeliveryDialog" };

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

/* The dialog's class is among those that are seen to go: @gone is NULL when it has. */
static void
present (gpointer  dialog,
         gpointer *gone)
{
  g_assert_true (g_strv_contains (finalized, G_OBJECT_TYPE_NAME (dialog)));
  *gone = dialog;
  g_object_add_weak_pointer (dialog, gone);
  gtk_window_present (dialog);
  plug_test_spin_until (is_mapped_cb, dialog);
}

static void
summary_cb (char      **summary,
            const char *text)
{
  g_free (*summary);
  *summary = g_strdup (text);
}

static void
enter (gpointer    dialog,
       guint       nth,
       const char *text)
{
  gtk_editable_set_text (plug_page_test_find (dialog, GTK_TYPE_PASSWORD_ENTRY, nth), text);
}

static gboolean
is_enabled (gpointer    dialog,
            const char *label)
{
  return gtk_widget_is_sensitive (plug_page_test_find_button (dialog, label));
}

static GFile *
file_new (PlugPageTest *test)
{
  g_autofree char *path = g_build_filename (test->folder, "house.plugboard", NULL);

  return g_file_new_for_path (path);
}

static char *
export (PlugPageTest *test,
        GFile        *file)
{
  PlugExportDialog *dialog = plug_export_dialog_new (test->inventory);
  char *summary = NULL;
  gpointer gone;

  g_signal_connect_swapped (dialog, "exported", G_CALLBACK (summary_cb), &summary);
  present (dialog, &gone);
  enter (dialog, 0, PASSPHRASE);
  enter (dialog, 1, PASSPHRASE);
  plug_export_dialog_write (dialog, file);
  plug_test_spin_until (is_gone_cb, &gone);
  return summary;
}

static void
test_ready (PlugPageTest *test,
            const void   *data)
{
  PlugExportDialog *dialog = plug_export_dialog_new (test->inventory);
  GtkCheckButton *check;
  gpointer gone;

  present (dialog, &gone);
  g_assert_false (is_enabled (dialog, "Export…"));
  enter (dialog, 0, "elevenchars");
  enter (dialog, 1, "elevenchars");
  g_assert_false (is_enabled (dialog, "Export…"));
  g_assert_true (plug_page_test_shows (dialog, "At least 12 characters; several words are easy to "
                                               "remember and hard to guess."));
  enter (dialog, 0, PASSPHRASE);
  enter (dialog, 1, "correct house");
  g_assert_false (is_enabled (dialog, "Export…"));
  g_assert_true (plug_page_test_shows (dialog, "The two are not the same."));
  enter (dialog, 1, PASSPHRASE);
  g_assert_true (is_enabled (dialog, "Export…"));
  check = plug_page_test_find (dialog, GTK_TYPE_CHECK_BUTTON, 0);
  gtk_check_button_set_active (check, FALSE);
  g_assert_false (is_enabled (dialog, "Export…"));
  gtk_window_close (GTK_WINDOW (dialog));
  plug_test_spin_until (is_gone_cb, &gone);
}

static void
remove_account (PlugPageTest *test)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_remove_account_async (test->inventory, test->account, NULL, plug_test_result_cb,
                                       &result);
  plug_inventory_finish (test->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

static void
test_round (PlugPageTest *test,
            const void   *data)
{
  g_autoptr (GFile) file = file_new (test);
  g_autofree char *exported = NULL;
  g_autofree char *imported = NULL;
  PlugDeliveryDialog *dialog;
  gpointer gone;

  plug_page_test_save_instance (test, "Acme & <b>Co</b>", "token-of-acme");
  exported = export (test, file);
  g_assert_cmpstr (exported, ==, "1 account with 1 instance exported");
  remove_account (test);

  dialog = plug_delivery_dialog_new (test->inventory, file);
  g_signal_connect_swapped (dialog, "imported", G_CALLBACK (summary_cb), &imported);
  present (dialog, &gone);
  g_assert_false (is_enabled (dialog, "Open"));
  enter (dialog, 0, "correct horse batterY");
  plug_page_test_press (dialog, "Open");
  plug_page_test_wait_for (dialog, "The passphrase does not open this file. Enter it as it was "
                                   "entered when the file was written.");
  enter (dialog, 0, PASSPHRASE);
  plug_page_test_press (dialog, "Open");
  plug_page_test_wait_for (dialog, "New: 1 account, 1 instance. What is here already is not "
                                   "overwritten unless you say so.");
  plug_page_test_wait_for (dialog, "Acme & <b>Co</b>");
  plug_page_test_press (dialog, "Import");
  plug_test_spin_until (is_gone_cb, &gone);
  g_assert_cmpstr (imported, ==, "Imported: 1 account, 1 instance");
  g_assert_cmpuint (g_list_model_get_n_items (plug_inventory_list_instances (test->inventory)),
                    ==, 1);
}

/* All is here: nothing to do, until somebody wants the file's side of an account. */
static void
test_differs (PlugPageTest *test,
              const void   *data)
{
  g_autoptr (GFile) file = file_new (test);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *name = g_strdup (plug_account_get_name (test->account));
  PlugDeliveryDialog *dialog;
  gpointer gone;

  g_free (export (test, file));
  plug_inventory_edit_account_async (test->inventory, test->account, "Renamed",
                                     plug_account_get_base_url (test->account), NULL, NULL, NULL,
                                     plug_test_result_cb, &result);
  g_assert_true (plug_inventory_finish (test->inventory, plug_test_wait (&result), NULL));
  dialog = plug_delivery_dialog_new (test->inventory, file);
  present (dialog, &gone);
  enter (dialog, 0, PASSPHRASE);
  plug_page_test_press (dialog, "Open");
  plug_page_test_wait_for (dialog, "All of it is here already. An account that differs is replaced "
                                   "only if you say so.");
  plug_page_test_wait_for (dialog, "Replace what is here");
  g_assert_false (is_enabled (dialog, "Import"));
  gtk_check_button_set_active (plug_page_test_find (dialog, GTK_TYPE_CHECK_BUTTON, 0), TRUE);
  plug_page_test_press (dialog, "Import");
  plug_test_spin_until (is_gone_cb, &gone);
  g_assert_cmpstr (plug_account_get_name (test->account), ==, name);
}

/* Closed while it works: nothing is waited for, and nothing crashes. */
static void
test_closed (PlugPageTest *test,
             const void   *data)
{
  g_autoptr (GFile) file = file_new (test);
  PlugDeliveryDialog *dialog;
  gpointer gone;

  g_free (export (test, file));
  dialog = plug_delivery_dialog_new (test->inventory, file);
  present (dialog, &gone);
  enter (dialog, 0, PASSPHRASE);
  plug_page_test_press (dialog, "Open");
  gtk_window_close (GTK_WINDOW (dialog));
  plug_test_spin_until (is_gone_cb, &gone);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/house/ready", PlugPageTest, NULL, plug_page_test_set_up, test_ready,
              plug_page_test_tear_down);
  g_test_add ("/house/round", PlugPageTest, NULL, plug_page_test_set_up, test_round,
              plug_page_test_tear_down);
  g_test_add ("/house/differs", PlugPageTest, NULL, plug_page_test_set_up, test_differs,
              plug_page_test_tear_down);
  g_test_add ("/house/closed", PlugPageTest, NULL, plug_page_test_set_up, test_closed,
              plug_page_test_tear_down);
  return g_test_run ();
}
