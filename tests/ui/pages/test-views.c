/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugErrorView, PlugRequestView and PlugPropertyRow: foreign text in them stays text. */

#include "config.h"

#include "plug-catalogue.h"
#include "plug-compat.h"
#include "plug-error-view.h"
#include "plug-error.h"
#include "plug-page-test.h"

#include "plug-property-row.h"
#include "plug-request-view.h"

#include <string.h>

static void
test_error (void)
{
  PlugPageTest test = { 0 };
  GtkWidget *view = plug_error_view_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *copied = NULL;

  g_assert_false (gtk_widget_get_visible (view));
  error = plug_error_new_remote (PLUG_ERROR_INVALID_FIELD, 400, "A sentence & <more>.",
                                 "Said by <the> server", "Said by the provider", "request-1");
  plug_page_test_show (&test, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_box_append (GTK_BOX (adw_window_get_content (ADW_WINDOW (test.window))), view);
  plug_error_view_set_error (PLUG_ERROR_VIEW (view), error);
  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (view, "A sentence & <more>."));
  g_assert_true (plug_page_test_shows (view, "Said by <the> server"));
  g_assert_true (plug_page_test_shows (view, "Said by the provider"));
  g_assert_true (plug_page_test_shows (view, "request-1"));
  plug_page_test_press (view, "Copy Details");
  copied = plug_page_test_dup_clipboard (&test);
  g_assert_nonnull (strstr (copied, "request-1"));
  g_assert_nonnull (strstr (copied, "Said by the provider"));
  plug_error_view_set_error (PLUG_ERROR_VIEW (view), NULL);
  g_assert_false (gtk_widget_get_visible (view));
  plug_page_test_close (&test);
}

static void
test_plain_error (void)
{
  PlugPageTest test = { 0 };
  GtkWidget *view = plug_error_view_new ();
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Too late.");

  plug_error_view_set_error (PLUG_ERROR_VIEW (view), error);
  plug_page_test_show (&test, view);
  g_assert_true (plug_page_test_shows (view, "Too late."));
  g_assert_false (plug_page_test_shows (view, "Request ID"));
  plug_error_view_set_message (PLUG_ERROR_VIEW (view), "Only to be known.");
  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (view, "Only to be known."));
  g_assert_null (plug_page_test_find_button (view, "Copy Details"));
  plug_page_test_close (&test);
}

static void
test_request (void)
{
  PlugPageTest test = { 0 };
  g_autoptr (PlugDraft) draft = plug_draft_new (plug_catalogue_find ("sagecrm"));
  g_autoptr (PlugSecret) password = plug_secret_new ("a-password-not-to-be-seen");
  GtkWidget *view = plug_request_view_new ();
  g_autofree char *json = NULL;
  g_autofree char *curl = NULL;

  plug_draft_set_name (draft, "Acme");
  plug_draft_set_secret (draft, "password", password);
  plug_request_view_set_draft (PLUG_REQUEST_VIEW (view), draft,
                               "https://api.example.com/elements/api-v2");
  plug_page_test_show (&test, view);
  g_assert_true (plug_page_test_shows (view, "\"sagecrm\""));
  g_assert_true (plug_page_test_shows (view, "https://api.example.com/elements/api-v2/instances"));
  g_assert_false (plug_page_test_shows (view, "a-password-not-to-be-seen"));
  plug_page_test_press (view, "Copy JSON");
  json = plug_page_test_dup_clipboard (&test);
  g_assert_nonnull (strstr (json, "\"Acme\""));
  g_assert_null (strstr (json, "a-password-not-to-be-seen"));
  plug_page_test_press (view, "Copy cURL");
  curl = plug_page_test_dup_clipboard (&test);
  g_assert_nonnull (strstr (curl, "curl"));
  g_assert_null (strstr (curl, "a-password-not-to-be-seen"));
  plug_page_test_close (&test);
}

static gboolean
is_inactive_cb (gpointer user_data)
{
  return !gtk_window_is_active (user_data);
}

/* What is half written stays when one goes to another window to look something up. */
static void
test_request_stays (void)
{
  PlugPageTest test = { 0 };
  g_autoptr (PlugDraft) draft = plug_draft_new (plug_catalogue_find ("sagecrm"));
  GtkWidget *view = plug_request_view_new ();
  GtkWidget *other = gtk_window_new ();
  GtkWidget *text_view;

  plug_request_view_set_draft (PLUG_REQUEST_VIEW (view), draft, "https://api.example.com");
  plug_page_test_show (&test, view);
  text_view = plug_page_test_find (view, GTK_TYPE_TEXT_VIEW, 0);
  gtk_widget_grab_focus (text_view);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text_view)), "{ \"na", -1);
  gtk_window_present (GTK_WINDOW (other));
  plug_test_spin_until (is_inactive_cb, test.window);
  plug_draft_set_name (draft, "Acme");
  plug_request_view_set_draft (PLUG_REQUEST_VIEW (view), draft, "https://api.example.com");
  g_assert_true (plug_page_test_shows (view, "{ \"na"));
  gtk_window_destroy (GTK_WINDOW (other));
  plug_page_test_close (&test);
}

/* What is shown is made fit for it; what is copied is as it was. */
static void
test_property (void)
{
  PlugPageTest test = { 0 };
  GtkWidget *row = plug_property_row_new ("Instance ID", "4<b>2\xe2\x80\xae\x37");
  g_autofree char *copied = NULL;

  plug_page_test_show (&test, gtk_list_box_new ());
  gtk_list_box_append (GTK_LIST_BOX (adw_window_get_content (ADW_WINDOW (test.window))), row);
  g_assert_null (plug_page_test_find_button (row, "Copy Instance ID"));
  plug_property_row_set_copyable (PLUG_PROPERTY_ROW (row), TRUE);
  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (row, "4<b>2"));
  g_assert_false (plug_page_test_shows (row, "\xe2\x80\xae"));
  plug_page_test_press (row, "Copy Instance ID");
  copied = plug_page_test_dup_clipboard (&test);
  g_assert_cmpstr (copied, ==, "4<b>2\xe2\x80\xae\x37");
  plug_page_test_close (&test);
}

/* A window that is not on the display, or no more: nobody has to be asked for its place there. */
static void
test_open_without_window (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_compat_open_uri_async (window, "plug-test-scheme:nothing", NULL, plug_test_result_cb,
                              &result);
  g_assert_false (plug_compat_open_uri_finish (window, plug_test_wait (&result), &error));
  g_assert_nonnull (error);
  gtk_window_destroy (window);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/ui/views/error", test_error);
  g_test_add_func ("/ui/views/plain-error", test_plain_error);
  g_test_add_func ("/ui/views/request", test_request);
  g_test_add_func ("/ui/views/request-stays", test_request_stays);
  g_test_add_func ("/ui/views/property", test_property);
  g_test_add_func ("/ui/views/open-without-window", test_open_without_window);
  return g_test_run ();
}
