/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugImportDialog: what it says of a text, what it hands on, and that nothing of it stays. */

#include "config.h"

#include "plug-account-dialog.h"
#include "plug-import-dialog.h"
#include "plug-page-test.h"

#include <string.h>

#define USER_SECRET         "user-secret-of-the-test"
#define ORGANIZATION_SECRET "organization-secret-of-the-test"
#define BODY                "{\"element\":{\"key\":\"sagecrm\"},\"configuration\":" \
                            "{\"subdomain\":\"crm.example.com\",\"username\":\"<USERNAME>\"," \
                            "\"password\":\"a password\"},\"tags\":[\"docs\"]," \
                            "\"name\":\"Acme & <b>Co</b>\"}"

typedef struct {
  guint n_used;
  PlugDraft *draft;
  PlugAccount *account;
} Heard;

static void
used_cb (Heard       *heard,
         PlugDraft   *draft,
         PlugAccount *account)
{
  heard->n_used++;
  g_set_object (&heard->draft, draft);
  g_set_object (&heard->account, account);
}

static void
heard_clear (Heard *heard)
{
  g_clear_object (&heard->draft);
  g_clear_object (&heard->account);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Heard, heard_clear)

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

static GtkWindow *
open_dialog (PlugPageTest *test,
             Heard        *heard,
             gpointer     *gone)
{
  GtkWindow *dialog = GTK_WINDOW (plug_import_dialog_new (test->inventory));

  memset (heard, 0, sizeof *heard);
  *gone = dialog;
  g_object_add_weak_pointer (G_OBJECT (dialog), gone);
  g_signal_connect_swapped (dialog, "used", G_CALLBACK (used_cb), heard);
  gtk_window_present (dialog);
  plug_test_spin_until (is_mapped_cb, dialog);
  return dialog;
}

static GtkTextBuffer *
get_buffer (GtkWindow *dialog)
{
  return gtk_text_view_get_buffer (plug_page_test_find (dialog, GTK_TYPE_TEXT_VIEW, 0));
}

static void
enter (GtkWindow  *dialog,
       const char *text)
{
  gtk_text_buffer_set_text (get_buffer (dialog), text, -1);
}

static char *
dup_command (const char *base_url)
{
  return g_strdup_printf ("curl -X POST %s/instances \\\n  -H 'authorization: User " USER_SECRET
                          ", Organization " ORGANIZATION_SECRET "' \\\n  -d '" BODY "'", base_url);
}

static void
test_uses (PlugPageTest *test,
           const void   *data)
{
  g_auto (Heard) heard;
  gpointer gone;
  GtkWindow *dialog = open_dialog (test, &heard, &gone);
  g_autoptr (GtkTextBuffer) buffer = g_object_ref (get_buffer (dialog));
  g_autofree char *command = dup_command (plug_sandbox_get_base_url (test->sandbox));
  PlugSecret *password;

  g_assert_false (gtk_widget_is_sensitive (plug_page_test_find_button (dialog, "Use It")));
  enter (dialog, command);
  plug_page_test_wait_for (dialog, "Sage CRM");
  g_assert_true (plug_page_test_shows (dialog, "Acme & <b>Co</b>"));
  g_assert_true (plug_page_test_shows (dialog, "2 Values"));
  g_assert_true (plug_page_test_shows (dialog, "Still to be filled in: Username"));
  g_assert_true (plug_page_test_shows (dialog, "Account, by the address in the text"));
  plug_page_test_press (dialog, "Use It");
  plug_test_spin_until (is_gone_cb, &gone);

  g_assert_cmpuint (heard.n_used, ==, 1);
  g_assert_true (heard.account == test->account);
  g_assert_cmpstr (plug_draft_get_name (heard.draft), ==, "Acme & <b>Co</b>");
  g_assert_cmpstr (plug_draft_get_value (heard.draft, "subdomain"), ==, "crm.example.com");
  g_assert_cmpstr (plug_draft_get_tags (heard.draft)[0], ==, "docs");
  password = plug_draft_get_secret (heard.draft, "password");
  g_assert_cmpstr (plug_secret_peek (password), ==, "a password");
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 0);
}

static void
test_nothing (PlugPageTest *test,
              const void   *data)
{
  g_auto (Heard) heard;
  gpointer gone;
  GtkWindow *dialog = open_dialog (test, &heard, &gone);

  enter (dialog, "Good morning");
  plug_page_test_wait_for (dialog, "No request was recognised. It has to have a JSON body with a "
                                   "connector and a configuration.");
  g_assert_false (gtk_widget_is_sensitive (plug_page_test_find_button (dialog, "Use It")));
  enter (dialog, "{\"configuration\":{\"a\":\"b\"}}");
  plug_page_test_wait_for (dialog, "Not Named");
  g_assert_false (gtk_widget_is_sensitive (plug_page_test_find_button (dialog, "Use It")));
  enter (dialog, "{\"element\":{\"key\":\"unheard-of\"},\"configuration\":{\"a\":\"b\"}}");
  plug_page_test_wait_for (dialog, "Connector, not in the catalogue");
  g_assert_true (gtk_widget_is_sensitive (plug_page_test_find_button (dialog, "Use It")));
  enter (dialog, "");
  plug_page_test_spin ();
  g_assert_false (gtk_widget_is_sensitive (plug_page_test_find_button (dialog, "Use It")));
  gtk_window_close (dialog);
  plug_test_spin_until (is_gone_cb, &gone);
  g_assert_cmpuint (heard.n_used, ==, 0);
}

/* Whether the character at @offset is underlined. */
static gboolean
is_marked (GtkTextBuffer *buffer,
           int            offset)
{
  GtkTextIter iter;
  GSList *tags;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter, offset);
  tags = gtk_text_iter_get_tags (&iter);
  g_slist_free (tags);
  return tags != NULL;
}

static GtkWidget *
find_row (GtkWindow  *dialog,
          const char *title)
{
  GtkWidget *row;

  for (guint nth = 0; (row = plug_page_test_find (dialog, ADW_TYPE_ACTION_ROW, nth)) != NULL; nth++)
    {
      if (strcmp (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title) == 0)
        return row;
    }
  g_assert_not_reached ();
}

/* Said with its place, underlined there, and led to; what can be read is used all the same. */
static void
test_problems (PlugPageTest *test,
               const void   *data)
{
  g_auto (Heard) heard;
  gpointer gone;
  GtkWindow *dialog = open_dialog (test, &heard, &gone);
  GtkTextBuffer *buffer = get_buffer (dialog);
  GtkTextIter start, end;

  enter (dialog, "{\"element\":{\"key\":\"sagecrm\"}\n\u00a0\"configuration\":{\"ü\":\"b\"},}");
  plug_page_test_wait_for (dialog, "Line 2, column 2: a comma was expected here.");
  g_assert_true (plug_page_test_shows (dialog, "Line 2, column 27: there is a comma too many."));
  g_assert_true (is_marked (buffer, 30));
  g_assert_false (is_marked (buffer, 29));
  g_assert_true (is_marked (buffer, 55));

  gtk_widget_activate (find_row (dialog, "Line 2, column 27: there is a comma too many."));
  g_assert_true (gtk_text_buffer_get_selection_bounds (buffer, &start, &end));
  g_assert_cmpint (gtk_text_iter_get_offset (&start), ==, 55);
  g_assert_cmpint (gtk_text_iter_get_offset (&end), ==, 56);

  /* A mistake at the very end has a place, too. */
  enter (dialog, "{\"element\":{\"key\":\"sagecrm\"},\"configuration\":{");
  plug_page_test_wait_for (dialog, "Line 1, column 47: a closing brace is missing.");
  g_assert_true (is_marked (buffer, 45));
  plug_page_test_press (dialog, "Use It");
  plug_test_spin_until (is_gone_cb, &gone);
  g_assert_cmpuint (heard.n_used, ==, 1);
  g_assert_null (heard.account);
}

/* Offered, and pasted only when that is wanted. */
static void
test_clipboard (PlugPageTest *test,
                const void   *data)
{
  g_auto (Heard) heard;
  gpointer gone;
  GtkWindow *dialog;
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());

  gdk_clipboard_set_text (clipboard, BODY);
  dialog = open_dialog (test, &heard, &gone);
  plug_page_test_wait_for (dialog, "A request is in the clipboard.");
  g_assert_cmpint (gtk_text_buffer_get_char_count (get_buffer (dialog)), ==, 0);
  plug_page_test_press (dialog, "Paste It");
  plug_page_test_wait_for (dialog, "Sage CRM");
  g_assert_false (plug_page_test_shows (dialog, "A request is in the clipboard."));
  gtk_window_close (dialog);
  plug_test_spin_until (is_gone_cb, &gone);
}

static GtkWindow *
wait_for_account_dialog (void)
{
  while (TRUE)
    {
      g_autoptr (GList) windows = gtk_window_list_toplevels ();

      for (GList *l = windows; l != NULL; l = l->next)
        {
          if (PLUG_IS_ACCOUNT_DIALOG (l->data) && gtk_widget_get_mapped (l->data))
            return l->data;
        }
      g_main_context_iteration (NULL, TRUE);
    }
}

/* Of an address no account has: the secrets go to the keyring by way of the account's dialog, and
 * whoever closes that is back where they were. */
static void
test_new_account (PlugPageTest *test,
                  const void   *data)
{
  g_auto (Heard) heard;
  gpointer gone;
  GtkWindow *dialog = open_dialog (test, &heard, &gone);
  GtkWindow *account;
  g_autofree char *elsewhere = dup_command ("https://api.example.com/elements/api-v2");
  g_autofree char *here = dup_command (plug_sandbox_get_base_url (test->sandbox));
  GtkWidget *toggle = plug_page_test_find (dialog, GTK_TYPE_SWITCH, 0);

  enter (dialog, elsewhere);
  plug_page_test_wait_for (dialog, "Add a New Account");
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (toggle)));
  plug_page_test_press (dialog, "Use It");
  account = wait_for_account_dialog ();
  g_assert_cmpstr (plug_page_test_read (account, "Base URL"), ==,
                   "https://api.example.com/elements/api-v2");
  g_assert_cmpstr (plug_page_test_read (account, "User Secret"), ==, USER_SECRET);
  g_assert_cmpstr (plug_page_test_read (account, "Organization Secret"), ==, ORGANIZATION_SECRET);
  gtk_window_close (account);
  plug_page_test_spin ();
  g_assert_cmpuint (heard.n_used, ==, 0);

  /* One has it, but these may be another tenant's secrets. */
  enter (dialog, here);
  plug_page_test_wait_for (dialog, "Account, by the address in the text");
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (toggle)));
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  plug_page_test_press (dialog, "Use It");
  account = wait_for_account_dialog ();
  plug_page_test_type (account, "Account Name", "Second");
  plug_page_test_press (account, "Add Account");
  plug_test_spin_until (is_gone_cb, &gone);
  g_assert_cmpuint (heard.n_used, ==, 1);
  g_assert_cmpstr (plug_account_get_name (heard.account), ==, "Second");
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
  add ("/ui/import-dialog/uses", test_uses);
  add ("/ui/import-dialog/nothing", test_nothing);
  add ("/ui/import-dialog/problems", test_problems);
  add ("/ui/import-dialog/clipboard", test_clipboard);
  add ("/ui/import-dialog/new-account", test_new_account);
  return g_test_run ();
}
