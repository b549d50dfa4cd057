/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests in the window: found, sent, asked about once, gone through page by page, repeated. */

#include "config.h"

#include <string.h>

#include "plug-code-view.h"
#include "plug-page-test.h"
#include "plug-request-form.h"
#include "plug-request-page.h"
#include "plug-request-result.h"

static const char *const finalized[] = {
  "PlugRequestForm", "PlugRequestPage", "PlugRequestResult",
};

/* With its token and its row, as everything that was made here has them. */
static PlugInstance *
save_instance (PlugPageTest *test)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme CRM", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_fetch_token_async (test->inventory, instance, NULL, plug_test_result_cb, &result);
  plug_inventory_finish (test->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  return plug_inventory_find_instance (test->inventory, plug_account_get_id (test->account),
                                       plug_instance_get_id (instance));
}

static GtkWidget *
show_page (PlugPageTest *test)
{
  GtkWidget *page = plug_request_page_new (test->inventory);

  plug_page_test_show (test, page);
  plug_request_page_start (PLUG_REQUEST_PAGE (page), save_instance (test));
  plug_page_test_wait_for (page, "/hubs/crm/accounts");
  return page;
}

static void
choose (GtkWidget  *page,
        const char *words)
{
  GtkWidget *search = plug_page_test_find (page, GTK_TYPE_SEARCH_ENTRY, 0);

  gtk_editable_set_text (GTK_EDITABLE (search), words);
  g_signal_emit_by_name (search, "activate");
}

static gboolean
says_cb (gpointer data)
{
  gpointer *both = data;
  GtkWidget *result = plug_page_test_find (both[0], PLUG_TYPE_REQUEST_RESULT, 0);
  GtkTextView *view = plug_page_test_find (result, GTK_TYPE_TEXT_VIEW, 0);
  g_autofree char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (view), "text", &text, NULL);
  return strstr (text, both[1]) != NULL;
}

static void
wait_for_body (GtkWidget  *page,
               const char *words)
{
  gpointer both[] = { page, (gpointer) words };

  plug_test_spin_until (says_cb, both);
}

static void
test_listed (PlugPageTest *test,
             const void   *data)
{
  GtkWidget *page = show_page (test);

  choose (page, "search contacts");
  plug_page_test_type (page, "pageSize", "2");
  plug_page_test_press (page, "Send");
  wait_for_body (page, "\"1002\"");
  plug_page_test_wait_for (page, "200 OK");
  plug_page_test_press (page, "Next Page");
  wait_for_body (page, "\"1003\"");
  plug_page_test_wait_for (page, "Asked Before");
  plug_page_test_wait_for (page, "/hubs/crm/contacts?pageSize=2");
}

static void
test_created (PlugPageTest *test,
              const void   *data)
{
  GtkWidget *page = show_page (test);
  GtkWidget *dialog;

  choose (page, "post contacts");
  plug_page_test_press (page, "Send");
  dialog = plug_page_test_wait_for_dialog ();
  plug_page_test_press (dialog, "Send");
  wait_for_body (page, "\"1421\"");
  /* Asked once. */
  plug_page_test_press (page, "Send");
  wait_for_body (page, "\"1422\"");
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "POST", "/hubs/*/*"), ==, 2);
}

static void
test_refused (PlugPageTest *test,
              const void   *data)
{
  GtkWidget *page = show_page (test);

  plug_page_test_type (page, "Path", "https://evil.example.com/x");
  plug_page_test_press (page, "Send");
  plug_page_test_wait_for (page, "another server");
  plug_page_test_type (page, "Path", "/hubs/crm/contacts/7");
  plug_page_test_press (page, "Send");
  wait_for_body (page, "No contacts found with ID 7");
  plug_page_test_wait_for (page, "404");
}

/* A web page in place of the documentation leaves the free path. */
static void
test_undocumented (PlugPageTest *test,
                   const void   *data)
{
  GtkWidget *page = plug_request_page_new (test->inventory);

  plug_sandbox_push_fault (test->sandbox, "GET /instances/*/docs html times=*");
  plug_page_test_show (test, page);
  plug_request_page_start (PLUG_REQUEST_PAGE (page), save_instance (test));
  plug_page_test_wait_for (page, "web page came back");
  plug_page_test_type (page, "Path", "/ping");
  plug_page_test_press (page, "Send");
  wait_for_body (page, "sagecrm");
}

static void
test_closed (PlugPageTest *test,
             const void   *data)
{
  GtkWidget *page = show_page (test);
  GObject *gone[] = {
    plug_page_test_find (page, PLUG_TYPE_REQUEST_FORM, 0),
    G_OBJECT (page),
    plug_page_test_find (page, PLUG_TYPE_REQUEST_RESULT, 0),
  };

  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    {
      g_assert_cmpstr (G_OBJECT_TYPE_NAME (gone[i]), ==, finalized[i]);
      g_object_add_weak_pointer (gone[i], (gpointer *) &gone[i]);
    }
  plug_sandbox_push_fault (test->sandbox, "GET /ping hang");
  plug_page_test_type (page, "Path", "/ping");
  plug_page_test_press (page, "Send");
  plug_page_test_close (test);
  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    {
      while (gone[i] != NULL)
        g_main_context_iteration (NULL, TRUE);
    }
}

static void
add (const char *path,
     void      (*function) (PlugPageTest *, const void *))
{
  g_test_add (path, PlugPageTest, NULL, plug_page_test_set_up, function, plug_page_test_tear_down);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  add ("/ui/request-page/listed", test_listed);
  add ("/ui/request-page/created", test_created);
  add ("/ui/request-page/refused", test_refused);
  add ("/ui/request-page/undocumented", test_undocumented);
  add ("/ui/request-page/closed", test_closed);
  return g_test_run ();
}
