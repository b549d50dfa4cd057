/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAuthorizeDialog before a window, against the sandbox's provider; the browser is a script
 * that writes down what it is to open. */

#include "config.h"

#include "plug-authorize-dialog.h"
#include "plug-browser.h"
#include "plug-error.h"
#include "plug-page-test.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const finalized[] = { "PlugAuthorizeDialog" };

typedef struct {
  PlugPageTest page;
  PlugOAuth *oauth;
  PlugDraft *draft;
  GtkWindow *dialog; /* NULL when it is gone */
  GAsyncResult *result;
  char *opened; /* the file the script writes */
} Test;

static void
set_up (Test       *test,
        const void *data)
{
  g_autoptr (PlugConnector) connector =
    plug_connector_new ("box", "Box & <b>Co</b>", NULL, "oauth2");
  g_autoptr (PlugSecret) key = plug_secret_new ("the key of the test");
  g_autoptr (PlugSecret) secret = plug_secret_new ("the secret of the test");

  plug_page_test_set_up (&test->page, NULL);
  test->opened = plug_page_test_install_browser (&test->page);
  test->oauth = plug_oauth_new (test->page.inventory);
  test->draft = plug_draft_new (connector);
  plug_draft_set_name (test->draft, "Mine");
  plug_draft_set_secret (test->draft, "oauth.api.key", key);
  plug_draft_set_secret (test->draft, "oauth.api.secret", secret);
  plug_page_test_show (&test->page, gtk_label_new ("A page"));
}

static gboolean
is_gone_cb (gpointer user_data)
{
  return ((Test *) user_data)->dialog == NULL;
}

static void
tear_down (Test       *test,
           const void *data)
{
  plug_test_spin_until (is_gone_cb, test);
  g_clear_object (&test->result);
  g_clear_object (&test->draft);
  plug_test_assert_finalized (test->oauth);
  g_clear_pointer (&test->opened, g_free);
  plug_page_test_tear_down (&test->page, NULL);
}

static gboolean
is_waiting_cb (gpointer user_data)
{
  return plug_oauth_get_phase (((Test *) user_data)->oauth) == PLUG_OAUTH_WAITING;
}

static gboolean
is_opened_cb (gpointer user_data)
{
  /* Nothing wakes the loop for a file. */
  g_main_context_wakeup (NULL);
  return g_file_test (((Test *) user_data)->opened, G_FILE_TEST_EXISTS);
}

static void
start (Test *test)
{
  g_autoptr (GList) windows = NULL;

  plug_authorize_dialog_run_async (GTK_WINDOW (test->page.window), test->oauth,
                                   test->page.account, test->draft, plug_test_result_cb,
                                   &test->result);
  windows = gtk_window_list_toplevels ();
  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (PLUG_IS_AUTHORIZE_DIALOG (l->data))
        test->dialog = l->data;
    }
  g_assert_nonnull (test->dialog);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (test->dialog), ==, finalized[0]);
  g_object_add_weak_pointer (G_OBJECT (test->dialog), (gpointer *) &test->dialog);
}

/* Where the browser was sent. */
static char *
start_waiting (Test *test)
{
  char *url = NULL;

  start (test);
  plug_test_spin_until (is_waiting_cb, test);
  plug_test_spin_until (is_opened_cb, test);
  g_file_get_contents (test->opened, &url, NULL, NULL);
  g_assert_cmpstr (url, ==, plug_oauth_get_url (test->oauth));
  g_remove (test->opened);
  return url;
}

static gboolean
end (Test    *test,
     GError **error)
{
  return plug_authorize_dialog_run_finish (GTK_WINDOW (test->page.window),
                                           plug_test_wait (&test->result), error);
}

static void
test_granted (Test       *test,
              const void *data)
{
  g_autofree char *url = start_waiting (test);
  g_autoptr (GError) error = NULL;
  g_auto (PlugVisit) visit = { 0 };

  g_assert_true (plug_page_test_shows (test->dialog, "Waiting for the Browser…"));
  g_assert_true (plug_page_test_shows (test->dialog, "Sign in to Box & <b>Co</b> there"));
  visit = plug_browser_follow (url, "allow");
  g_assert_true (end (test, &error));
  g_assert_no_error (error);
  g_assert_true (plug_oauth_has_answer (test->draft));
}

static void
test_denied (Test       *test,
             const void *data)
{
  g_autofree char *url = start_waiting (test);
  g_autoptr (GError) error = NULL;
  g_auto (PlugVisit) visit = plug_browser_follow (url, "deny");

  g_assert_false (end (test, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_FORBIDDEN);
  g_assert_cmpstr (plug_error_get_provider_message (error), ==, "The user said no.");
}

/* Something may hold a dialog for a while that is over: the next authorization is not its own. */
static void
test_held (Test       *test,
           const void *data)
{
  g_autofree char *url = start_waiting (test);
  g_autofree char *next = NULL;
  g_autoptr (GtkWindow) held = g_object_ref (test->dialog);
  g_auto (PlugVisit) no = plug_browser_follow (url, "deny");
  g_auto (PlugVisit) yes = { 0 };

  g_assert_false (end (test, NULL));
  g_object_remove_weak_pointer (G_OBJECT (held), (gpointer *) &test->dialog);
  g_clear_object (&test->result);
  next = start_waiting (test);
  g_assert_true (test->dialog != held);
  g_assert_cmpuint (g_signal_handler_find (test->oauth, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL,
                                           held), ==, 0);
  g_assert_cmpuint (g_signal_handler_find (test->oauth, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL,
                                           test->dialog), !=, 0);
  yes = plug_browser_follow (next, "allow");
  g_assert_true (end (test, NULL));
}

/* Turned away, said so, and the wait goes on. */
static void
test_foreign (Test       *test,
              const void *data)
{
  g_autofree char *url = start_waiting (test);
  g_autoptr (GError) error = NULL;
  g_auto (PlugVisit) wrong = { 0 };
  g_auto (PlugVisit) right = { 0 };

  plug_sandbox_push_fault (test->page.sandbox, "/provider/*/allow wrong-state");
  wrong = plug_browser_follow (url, "allow");
  g_assert_cmpuint (wrong.status, ==, 403);
  plug_page_test_wait_for (test->dialog, "does not belong to this authorization");
  right = plug_browser_follow (url, "allow");
  g_assert_true (end (test, &error));
}

static void
test_open_again (Test       *test,
                 const void *data)
{
  g_autofree char *url = start_waiting (test);
  g_autofree char *again = NULL;
  g_autofree char *copied = NULL;
  g_autoptr (GError) error = NULL;

  plug_page_test_press (test->dialog, "Open Again");
  plug_test_spin_until (is_opened_cb, test);
  g_file_get_contents (test->opened, &again, NULL, NULL);
  g_assert_cmpstr (again, ==, url);
  plug_page_test_press (test->dialog, "Copy Link");
  copied = plug_page_test_dup_clipboard (&test->page);
  g_assert_cmpstr (copied, ==, url);
  gtk_window_close (test->dialog);
  g_assert_false (end (test, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_pasted (Test       *test,
             const void *data)
{
  g_autofree char *url = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  plug_draft_set_value (test->draft, "oauth.callback.url", "https://app.example.com/auth");
  url = start_waiting (test);
  plug_page_test_wait_for (test->dialog, "The whole address the browser ends on");
  plug_page_test_type (test->dialog, "Redirected URL", "https://app.example.com/auth");
  plug_page_test_press (test->dialog, "Use Address");
  g_assert_true (plug_page_test_shows (test->dialog, "That is not the address"));
  plug_page_test_type (test->dialog, "Redirected URL", "https://app.example.com/auth?code=forged");
  plug_page_test_press (test->dialog, "Use Address");
  g_assert_true (plug_page_test_shows (test->dialog, "belongs to another authorization"));
  address = plug_browser_dup_location (url, "allow");
  plug_page_test_type (test->dialog, "Redirected URL", address);
  plug_page_test_press (test->dialog, "Use Address");
  g_assert_true (end (test, &error));
  g_assert_no_error (error);
}

static void
test_cancelled_asking (Test       *test,
                       const void *data)
{
  g_autoptr (GError) error = NULL;

  plug_sandbox_push_fault (test->page.sandbox, "POST /elements/*/oauth/url hang");
  start (test);
  g_assert_true (plug_page_test_shows (test->dialog, "Asking the Tenant…") ||
                 !gtk_widget_get_mapped (GTK_WIDGET (test->dialog)));
  gtk_window_close (test->dialog);
  g_assert_false (end (test, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The window goes, and takes the dialog with it. */
static void
test_parent_closed (Test       *test,
                    const void *data)
{
  g_autofree char *url = start_waiting (test);
  g_autoptr (GtkWindow) parent = g_object_ref (GTK_WINDOW (test->page.window));
  g_autoptr (GError) error = NULL;

  gtk_window_destroy (parent);
  test->page.window = NULL;
  g_assert_false (plug_authorize_dialog_run_finish (parent, plug_test_wait (&test->result),
                                                    &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_timed_out (Test       *test,
                const void *data)
{
  g_autoptr (GError) error = NULL;

  plug_oauth_set_time_out (test->oauth, 100);
  start (test);
  g_assert_false (end (test, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static void
add (const char *path,
     void      (*run) (Test *,
                       const void *))
{
  g_test_add (path, Test, NULL, set_up, run, tear_down);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  add ("/ui/authorize-dialog/granted", test_granted);
  add ("/ui/authorize-dialog/denied", test_denied);
  add ("/ui/authorize-dialog/held", test_held);
  add ("/ui/authorize-dialog/foreign", test_foreign);
  add ("/ui/authorize-dialog/open-again", test_open_again);
  add ("/ui/authorize-dialog/pasted", test_pasted);
  add ("/ui/authorize-dialog/cancelled-asking", test_cancelled_asking);
  add ("/ui/authorize-dialog/parent-closed", test_parent_closed);
  add ("/ui/authorize-dialog/timed-out", test_timed_out);
  return g_test_run ();
}
