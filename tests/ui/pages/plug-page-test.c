/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of pages share: a tenant, a keyring, a window and a way to find things in it. */

#include "config.h"

#include "plug-page-test.h"

#include "plug-inventory-private.h"

#include <string.h>

static void
add_account (PlugPageTest *test)
{
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (PlugSecret) user = plug_secret_new ("user-secret-of-the-test");
  g_autoptr (PlugSecret) organization = plug_secret_new ("organization-secret-of-the-test");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_sandbox_set_secrets (test->sandbox, plug_secret_peek (user),
                            plug_secret_peek (organization));
  account = plug_account_new ("Production", plug_sandbox_get_base_url (test->sandbox));
  plug_inventory_add_account_async (test->inventory, account, user, organization, NULL,
                                    plug_test_result_cb, &result);
  plug_inventory_finish (test->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  test->account = plug_inventory_find_account (test->inventory, plug_account_get_id (account));
}

/* plug_page_test_set_up:
 * The set-up of a GTest fixture. */
void
plug_page_test_set_up (PlugPageTest *test,
                       const void   *data)
{
  g_autofree char *path = NULL;
  g_autoptr (PlugStore) store = NULL;
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  test->folder = plug_test_dup_folder ();
  path = g_build_filename (test->folder, "plugboard.db", NULL);
  test->sandbox = plug_sandbox_new ();
  plug_sandbox_start (test->sandbox, 0, &error);
  g_assert_no_error (error);
  store = plug_store_new (path);
  test->inventory = plug_inventory_new (store, keyring, client);
  plug_inventory_open_async (test->inventory, NULL, plug_test_result_cb, &result);
  plug_inventory_finish (test->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  add_account (test);
}

static gboolean
is_gone_cb (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

/* plug_page_test_tear_down:
 * Closes what is open; fails when something still holds the inventory. */
void
plug_page_test_tear_down (PlugPageTest *test,
                          const void   *data)
{
  gpointer inventory = test->inventory;

  plug_page_test_close (test);
  g_object_add_weak_pointer (G_OBJECT (test->inventory), &inventory);
  plug_store_close (plug_inventory_get_store (test->inventory));
  g_clear_object (&test->inventory);
  plug_test_spin_until (is_gone_cb, &inventory);
  plug_sandbox_stop (test->sandbox);
  g_clear_object (&test->sandbox);
  plug_test_remove_folder (test->folder);
  g_clear_pointer (&test->folder, g_free);
}

static gboolean
is_mapped_cb (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}

/* plug_page_test_show:
 * @page: (transfer floating): shown in a window of its own */
void
plug_page_test_show (PlugPageTest *test,
                     GtkWidget    *page)
{
  g_assert_null (test->window);
  test->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (test->window), 700, 700);
  adw_window_set_content (ADW_WINDOW (test->window), page);
  gtk_window_present (GTK_WINDOW (test->window));
  plug_test_spin_until (is_mapped_cb, page);
}

/* plug_page_test_close:
 * Destroys the window; fails when its page outlives it. */
void
plug_page_test_close (PlugPageTest *test)
{
  gpointer page;

  if (test->window == NULL)
    return;
  page = adw_window_get_content (ADW_WINDOW (test->window));
  g_object_add_weak_pointer (page, &page);
  gtk_window_destroy (GTK_WINDOW (test->window));
  test->window = NULL;
  plug_test_spin_until (is_gone_cb, &page);
}

/* plug_page_test_save_instance:
 * @token: (nullable): stored in the keyring
 *
 * Returns: (transfer none): an instance of the tenant, and of the list */
PlugInstance *
plug_page_test_save_instance (PlugPageTest *test,
                              const char   *name,
                              const char   *token)
{
  const char *const tags[] = { "docs", "customer-17", NULL };
  g_autofree char *id = plug_sandbox_add_instance (test->sandbox, "sagecrm", name, tags);
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (PlugSecret) secret = token != NULL ? plug_secret_new (token) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  instance = plug_instance_new (plug_account_get_id (test->account), id, name, "sagecrm");
  plug_instance_set_connector_name (instance, "Sage CRM");
  plug_instance_set_hub (instance, "crm");
  plug_instance_set_tags (instance, tags);
  plug_instance_set_token_state (instance, token != NULL ? PLUG_TOKEN_SAVED : PLUG_TOKEN_ABSENT);
  if (token != NULL)
    {
      plug_keyring_store_async (plug_inventory_get_keyring (test->inventory),
                                PLUG_SECRET_KIND_TOKEN, plug_account_get_id (test->account), id,
                                "A token of a test", secret, NULL, plug_test_result_cb, &result);
      plug_keyring_store_finish (plug_inventory_get_keyring (test->inventory),
                                 plug_test_wait (&result), &error);
      g_assert_no_error (error);
    }
  return plug_inventory_present_instance (test->inventory, instance);
}

/* plug_page_test_add_intent:
 * Returns: (transfer full): an intent of the list of those that need attention */
PlugIntent *
plug_page_test_add_intent (PlugPageTest    *test,
                           const char      *name,
                           PlugIntentState  state)
{
  const char *const tags[] = { "docs", NULL };
  PlugIntent *intent;

  intent = plug_intent_new (PLUG_INTENT_CREATE, plug_account_get_id (test->account),
                            plug_account_get_base_url (test->account), "sagecrm", name, tags);
  plug_intent_set_sent (intent, g_get_real_time ());
  plug_intent_set_state (intent, state);
  plug_inventory_present_intent (test->inventory, intent);
  return intent;
}

/* plug_page_test_lock_keyring:
 * Locks the real one; nothing in the tests can unlock it again, for that prompts. */
void
plug_page_test_lock_keyring (PlugPageTest *test)
{
  PlugKeyring *keyring = plug_inventory_get_keyring (test->inventory);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_keyring_lock_async (keyring, NULL, plug_test_result_cb, &result);
  plug_keyring_lock_finish (keyring, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

static void
write_file (const char *folder,
            const char *name,
            const char *text,
            int         mode)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, mode, &error);
  g_assert_no_error (error);
}

/* plug_page_test_install_browser:
 * The session's browser from now on is a script that writes down what it is to open: whatever
 * else is installed is not started.
 *
 * Returns: (transfer full): the file it writes */
char *
plug_page_test_install_browser (PlugPageTest *test)
{
  g_autofree char *applications = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *script = NULL;
  g_autofree char *entry = NULL;
  char *opened = g_build_filename (test->folder, "opened", NULL);

  script = g_strdup_printf ("#!/bin/sh\nprintf %%s \"$1\" >'%s.part'\nmv '%s.part' '%s'\n",
                            opened, opened, opened);
  entry = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Browser\nExec=%s/browser %%u\n"
                           "MimeType=x-scheme-handler/http;x-scheme-handler/https;\n",
                           test->folder);
  write_file (test->folder, "browser", script, 0700);
  write_file (applications, "plug-test-browser.desktop", entry, 0600);
  write_file (g_get_user_config_dir (), "mimeapps.list",
              "[Default Applications]\nx-scheme-handler/http=plug-test-browser.desktop\n"
              "x-scheme-handler/https=plug-test-browser.desktop\n", 0600);
  return opened;
}

typedef gboolean (*Matches) (GtkWidget  *widget,
                             const void *what);

static GtkWidget *
find_matching (GtkWidget  *root,
               Matches     matches,
               const void *what,
               guint      *nth)
{
  if (matches (root, what) && (*nth)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_matching (child, matches, what, nth);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_of_type (GtkWidget  *widget,
            const void *what)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), *(const GType *) what);
}

/* plug_page_test_find:
 * Returns: (transfer none) (nullable): the @nth widget of @type, from 0 */
gpointer
plug_page_test_find (gpointer root,
                     GType    type,
                     guint    nth)
{
  return find_matching (root, is_of_type, &type, &nth);
}

static gboolean
is_button_called (GtkWidget  *widget,
                  const void *what)
{
  if (!GTK_IS_BUTTON (widget) || !gtk_widget_is_drawable (widget))
    return FALSE;
  return g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), what) == 0 ||
         g_strcmp0 (gtk_widget_get_tooltip_text (widget), what) == 0;
}

/* plug_page_test_find_button:
 * Returns: (transfer none) (nullable): the visible button of that label or tooltip */
GtkWidget *
plug_page_test_find_button (gpointer    root,
                            const char *what)
{
  guint nth = 0;

  return find_matching (root, is_button_called, what, &nth);
}

static gboolean
is_text_view_showing (GtkWidget  *widget,
                      const char *what)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  return strstr (text, what) != NULL;
}

static gboolean
is_label_showing (GtkWidget  *widget,
                  const void *what)
{
  if (!gtk_widget_is_drawable (widget))
    return FALSE;
  if (GTK_IS_TEXT_VIEW (widget))
    return is_text_view_showing (widget, what);
  return GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), what) != NULL;
}

/* plug_page_test_shows:
 * Returns: whether a visible label or text view has @text in it */
gboolean
plug_page_test_shows (gpointer    root,
                      const char *text)
{
  guint nth = 0;

  return find_matching (root, is_label_showing, text, &nth) != NULL;
}

typedef struct {
  gpointer root;
  const char *text;
} Wanted;

static gboolean
is_shown_cb (gpointer user_data)
{
  Wanted *wanted = user_data;

  return plug_page_test_shows (wanted->root, wanted->text);
}

/* plug_page_test_wait_for:
 * Returns when a visible label has @text in it: what unfolds takes a few frames. */
void
plug_page_test_wait_for (gpointer    root,
                         const char *text)
{
  Wanted wanted = { root, text };

  plug_test_spin_until (is_shown_cb, &wanted);
}

/* plug_page_test_wait_for_dialog:
 * Returns: (transfer none): the question on the screen, once it is there */
GtkWidget *
plug_page_test_wait_for_dialog (void)
{
  while (TRUE)
    {
      g_autoptr (GList) windows = gtk_window_list_toplevels ();

      for (GList *l = windows; l != NULL; l = l->next)
        {
          if (ADW_IS_MESSAGE_DIALOG (l->data) && gtk_widget_get_mapped (l->data))
            return l->data;
        }
      g_main_context_iteration (NULL, TRUE);
    }
}

/* plug_page_test_press:
 * Clicks the visible button of that label or tooltip. */
void
plug_page_test_press (gpointer    root,
                      const char *what)
{
  GtkWidget *button = plug_page_test_find_button (root, what);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
is_row_called (GtkWidget  *widget,
               const void *what)
{
  return ADW_IS_PREFERENCES_ROW (widget) &&
         g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), what);
}

/* plug_page_test_find_row:
 * Returns: (transfer none) (nullable): the row of that title, seen or not */
gpointer
plug_page_test_find_row (gpointer    root,
                         const char *title)
{
  guint nth = 0;

  return find_matching (root, is_row_called, title, &nth);
}

static GtkEditable *
find_editable (gpointer    root,
               const char *title)
{
  GtkWidget *row = plug_page_test_find_row (root, title);

  g_assert_nonnull (row);
  return plug_page_test_find (row, GTK_TYPE_EDITABLE, 0);
}

/* plug_page_test_type:
 * @title: a row's
 * @text: put into its entry in place of what is there */
void
plug_page_test_type (gpointer    root,
                     const char *title,
                     const char *text)
{
  gtk_editable_set_text (find_editable (root, title), text);
}

/* plug_page_test_read:
 * Returns: (transfer none): what stands in the entry of the row of that title */
const char *
plug_page_test_read (gpointer    root,
                     const char *title)
{
  return gtk_editable_get_text (find_editable (root, title));
}

/* plug_page_test_dup_clipboard:
 * Returns: (transfer full) (nullable): the clipboard's text */
char *
plug_page_test_dup_clipboard (PlugPageTest *test)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (test->window);
  g_autoptr (GAsyncResult) result = NULL;

  gdk_clipboard_read_text_async (clipboard, NULL, plug_test_result_cb, &result);
  return gdk_clipboard_read_text_finish (clipboard, plug_test_wait (&result), NULL);
}

/* plug_page_test_spin:
 * Runs what is waiting to be run, and no more. */
void
plug_page_test_spin (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
