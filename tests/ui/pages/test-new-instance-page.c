/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugNewInstancePage against a pretend tenant and a real keyring. */

#include "config.h"

#include "plug-catalogue.h"
#include "plug-connector-picker.h"
#include "plug-inventory-private.h"
#include "plug-json.h"
#include "plug-new-instance-page.h"
#include "plug-page-test.h"

#include <string.h>

/* What the page said, counted. */
typedef struct {
  guint cancelled;
  guint created;
  guint in_doubt;
  PlugInstance *instance;
  PlugIntent *intent;
} Heard;

static void
cancelled_cb (Heard *heard)
{
  heard->cancelled++;
}

static void
created_cb (Heard        *heard,
            PlugInstance *instance)
{
  heard->created++;
  heard->instance = instance;
}

static void
in_doubt_cb (Heard      *heard,
             PlugIntent *intent)
{
  heard->in_doubt++;
  heard->intent = intent;
}

static PlugNewInstancePage *
show_form (PlugPageTest *test,
           Heard        *heard)
{
  PlugNewInstancePage *page = PLUG_NEW_INSTANCE_PAGE (plug_new_instance_page_new (test->inventory));

  memset (heard, 0, sizeof *heard);
  g_signal_connect_swapped (page, "cancelled", G_CALLBACK (cancelled_cb), heard);
  g_signal_connect_swapped (page, "created", G_CALLBACK (created_cb), heard);
  g_signal_connect_swapped (page, "in-doubt", G_CALLBACK (in_doubt_cb), heard);
  plug_new_instance_page_start (page, plug_catalogue_find ("sagecrm"), NULL);
  plug_page_test_show (test, GTK_WIDGET (page));
  return page;
}

static void
fill_in (PlugNewInstancePage *page)
{
  plug_page_test_type (page, "Name", "Acme & <b>Co</b>");
  plug_page_test_type (page, "Subdomain", "https://sagecrm-0.example.com/x");
  plug_page_test_type (page, "Username", "integration");
  plug_page_test_type (page, "Password", "a password");
  plug_page_test_type (page, "Tags", "a, b");
}

static gboolean
is_idle_cb (gpointer page)
{
  return !plug_new_instance_page_is_creating (page);
}

static void
create_and_wait (PlugNewInstancePage *page)
{
  plug_page_test_press (page, "Create Instance");
  plug_test_spin_until (is_idle_cb, page);
}

static void
test_created (PlugPageTest *test,
              const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);
  g_autofree char *tags = NULL;

  fill_in (page);
  create_and_wait (page);
  g_assert_cmpuint (heard.created, ==, 1);
  g_assert_cmpuint (heard.in_doubt, ==, 0);
  g_assert_cmpuint (plug_sandbox_count_instances (test->sandbox), ==, 1);
  /* The tenant leaves HTML out of names. */
  g_assert_cmpstr (plug_instance_get_name (heard.instance), ==, "Acme & Co");
  tags = plug_instance_dup_tags_text (heard.instance);
  g_assert_cmpstr (tags, ==, "a, b");
  g_assert_cmpint (plug_instance_get_token_state (heard.instance), ==, PLUG_TOKEN_SAVED);
  g_assert_cmpstr (plug_page_test_read (page, "Password"), ==, "");
  g_assert_cmpstr (plug_page_test_read (page, "Name"), ==, "");
  g_assert_false (plug_new_instance_page_is_dirty (page));
}

/* The form as it was, the password included, and what the tenant said. */
static void
test_refused (PlugPageTest *test,
              const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);

  plug_sandbox_push_fault (test->sandbox, "POST /instances status=400");
  fill_in (page);
  create_and_wait (page);
  g_assert_cmpuint (heard.created + heard.in_doubt, ==, 0);
  g_assert_nonnull (plug_page_test_find_button (page, "Copy Details"));
  g_assert_cmpstr (plug_page_test_read (page, "Name"), ==, "Acme & <b>Co</b>");
  g_assert_cmpstr (plug_page_test_read (page, "Subdomain"), ==, "sagecrm-0.example.com");
  g_assert_cmpstr (plug_page_test_read (page, "Username"), ==, "integration");
  g_assert_cmpstr (plug_page_test_read (page, "Password"), ==, "a password");
  g_assert_true (plug_new_instance_page_is_dirty (page));

  create_and_wait (page);
  g_assert_cmpuint (heard.created, ==, 1);
  g_assert_null (plug_page_test_find_button (page, "Copy Details"));
  g_assert_cmpuint (plug_sandbox_count_instances (test->sandbox), ==, 1);
}

static void
test_problems (PlugPageTest *test,
               const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);
  GtkWidget *focus;

  plug_page_test_type (page, "Name", "Acme");
  plug_page_test_press (page, "Create Instance");
  g_assert_false (plug_new_instance_page_is_creating (page));
  g_assert_true (plug_page_test_shows (page, "Subdomain is empty"));
  g_assert_true (plug_page_test_shows (page, "Username is empty"));
  g_assert_true (plug_page_test_shows (page, "Password is empty"));
  g_assert_false (plug_page_test_shows (page, "Name is empty"));
  g_assert_true (gtk_widget_is_sensitive (plug_page_test_find_button (page, "Create Instance")));

  /* The name's is the first entry, the subdomain's the second. */
  focus = gtk_root_get_focus (GTK_ROOT (test->window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, plug_page_test_find (page, GTK_TYPE_ENTRY, 1)));
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "POST", "/instances"), ==, 0);
}

static void
test_address (PlugPageTest *test,
              const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);

  g_assert_false (plug_page_test_shows (page, "/sdata/crmj/sagecrm2/-"));
  plug_page_test_type (page, "Subdomain", "crm.example.com");
  g_assert_true (plug_page_test_shows (page, "https://crm.example.com/sdata/crmj/sagecrm2/-"));
  plug_page_test_type (page, "Subdomain", "");
  g_assert_false (plug_page_test_shows (page, "/sdata/crmj/sagecrm2/-"));
}

static void
test_request (PlugPageTest *test,
              const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);

  fill_in (page);
  adw_expander_row_set_expanded (plug_page_test_find_row (page, "Show Request"), TRUE);
  plug_page_test_wait_for (page, "\"integration\"");
  g_assert_true (plug_page_test_shows (page, "••••••••"));
  g_assert_true (plug_page_test_shows (page, "curl"));
  g_assert_false (plug_page_test_shows (page, "a password"));
  plug_page_test_type (page, "Username", "somebody-else");
  g_assert_true (plug_page_test_shows (page, "\"somebody-else\""));
}

/* A second press, whichever way, must not make a second instance. */
static void
test_two_presses (PlugPageTest *test,
                  const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);
  GtkWidget *button = plug_page_test_find_button (page, "Create Instance");

  plug_sandbox_set_latency (test->sandbox, 50);
  fill_in (page);
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (plug_new_instance_page_is_creating (page));
  g_assert_false (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  g_signal_emit_by_name (plug_page_test_find (page, GTK_TYPE_ENTRY, 0), "activate");
  g_assert_false (plug_new_instance_page_is_dirty (page));
  plug_test_spin_until (is_idle_cb, page);
  g_assert_cmpuint (heard.created, ==, 1);
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "POST", "/instances"), ==, 1);
}

/* The page may go while the creation goes on. */
static void
test_closed_while_creating (PlugPageTest *test,
                            const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);
  GListModel *instances = plug_inventory_list_instances (test->inventory);

  fill_in (page);
  plug_page_test_press (page, "Create Instance");
  plug_page_test_close (test);
  while (g_list_model_get_n_items (instances) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (heard.created, ==, 0);
  g_assert_cmpuint (plug_sandbox_count_instances (test->sandbox), ==, 1);
}

static void
test_cancel_while_checking (PlugPageTest *test,
                            const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);

  fill_in (page);
  plug_page_test_press (page, "Create Instance");
  plug_page_test_press (page, "Cancel");
  plug_test_spin_until (is_idle_cb, page);
  g_assert_cmpuint (heard.cancelled, ==, 0);
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "POST", "/instances"), ==, 0);
  g_assert_cmpstr (plug_page_test_read (page, "Password"), ==, "a password");
  g_assert_true (gtk_widget_is_sensitive (plug_page_test_find_button (page, "Create Instance")));
  plug_page_test_press (page, "Cancel");
  g_assert_cmpuint (heard.cancelled, ==, 1);
  g_assert_cmpstr (plug_page_test_read (page, "Password"), ==, "");
}

/* Nobody knows, so nothing can be sent until it is known; then only the secrets are asked again. */
static void
test_in_doubt (PlugPageTest *test,
               const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);
  GtkWidget *button = plug_page_test_find_button (page, "Create Instance");

  plug_sandbox_push_fault (test->sandbox, "POST /instances drop-before");
  fill_in (page);
  create_and_wait (page);
  g_assert_cmpuint (heard.in_doubt, ==, 1);
  g_assert_cmpuint (heard.created, ==, 0);
  g_assert_true (plug_page_test_shows (page, "The tenant’s answer was lost. Checking whether"
                                             " the instance exists"));
  g_assert_false (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  g_assert_false (plug_new_instance_page_is_creating (page));
  g_assert_cmpstr (plug_page_test_read (page, "Password"), ==, "");

  plug_new_instance_page_start_again (page, heard.intent);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_assert_cmpstr (plug_page_test_read (page, "Name"), ==, "Acme & <b>Co</b>");
  g_assert_cmpstr (plug_page_test_read (page, "Username"), ==, "integration");
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "POST", "/instances"), ==, 1);
}

static void
test_timed_out (PlugPageTest *test,
                const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);

  plug_client_set_change_deadline (plug_inventory_get_client (test->inventory), 100);
  plug_sandbox_push_fault (test->sandbox, "POST /instances hang");
  fill_in (page);
  create_and_wait (page);
  g_assert_cmpuint (heard.in_doubt, ==, 1);
  g_assert_true (plug_page_test_shows (page, "The tenant did not answer in time. Checking whether"
                                             " the instance exists"));
  g_assert_cmpstr (plug_page_test_read (page, "Username"), ==, "integration");
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "POST", "/instances"), ==, 1);
}

/* Nothing is sent until “Create Anyway” is said. */
static void
test_same_name_in_doubt (PlugPageTest *test,
                         const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);
  g_autoptr (PlugIntent) intent = NULL;
  GtkWidget *dialog;

  intent = plug_page_test_add_intent (test, "Acme & <b>Co</b>", PLUG_INTENT_UNKNOWN);
  fill_in (page);
  plug_page_test_press (page, "Create Instance");
  dialog = plug_page_test_wait_for_dialog ();
  g_assert_true (plug_page_test_shows (dialog, "Create a Second One?"));
  g_assert_true (plug_page_test_shows (dialog, "“Acme & <b>Co</b>” was sent before"));
  plug_page_test_press (dialog, "_Cancel");
  plug_page_test_spin ();
  g_assert_false (plug_new_instance_page_is_creating (page));
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "POST", "/instances"), ==, 0);
  g_assert_cmpstr (plug_page_test_read (page, "Password"), ==, "a password");

  plug_page_test_press (page, "Create Instance");
  plug_page_test_press (plug_page_test_wait_for_dialog (), "Create Anyway");
  while (heard.created == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (heard.created, ==, 1);
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "POST", "/instances"), ==, 1);
}

static void
test_start_again (PlugPageTest *test,
                  const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);
  g_autoptr (PlugIntent) intent = plug_page_test_add_intent (test, "Beta", PLUG_INTENT_NOT_FOUND);

  plug_page_test_type (page, "Username", "left over");
  plug_new_instance_page_start_again (page, intent);
  g_assert_cmpstr (plug_page_test_read (page, "Name"), ==, "Beta");
  g_assert_cmpstr (plug_page_test_read (page, "Username"), ==, "");
  g_assert_true (plug_page_test_shows (page, "docs"));
}

static void
test_accounts (PlugPageTest *test,
               const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);
  g_autoptr (PlugAccount) second = plug_account_new ("Trial & <i>Error</i>",
                                                     plug_account_get_base_url (test->account));
  g_autoptr (PlugSecret) secret = plug_secret_new ("another-secret");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  AdwComboRow *combo = plug_page_test_find (page, ADW_TYPE_COMBO_ROW, 0);

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (combo)));
  plug_inventory_add_account_async (test->inventory, second, secret, secret, NULL,
                                    plug_test_result_cb, &result);
  plug_inventory_finish (test->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (combo)));
  g_assert_true (adw_combo_row_get_selected_item (combo) == test->account);
  plug_new_instance_page_start (page, plug_catalogue_find ("sagecrm"), second);
  g_assert_true (adw_combo_row_get_selected_item (combo) == second);
}

static void
test_keyring_locked (PlugPageTest *test,
                     const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);

  plug_page_test_lock_keyring (test);
  fill_in (page);
  plug_page_test_press (page, "Create Instance");
  plug_page_test_press (page, "Cancel");
  plug_test_spin_until (is_idle_cb, page);
  g_assert_cmpuint (heard.created + heard.in_doubt, ==, 0);
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "POST", "/instances"), ==, 0);
}

static PlugNewInstancePage *
show_unknown (PlugPageTest *test,
              Heard        *heard,
              const char   *key)
{
  g_autoptr (PlugConnector) connector = plug_connector_new (key, key, NULL, NULL);
  PlugNewInstancePage *page = show_form (test, heard);

  plug_new_instance_page_start (page, connector, NULL);
  return page;
}

/* A connector of the tenant's own: the tenant says what it asks for, and is asked once. */
static void
test_tenant_connector (PlugPageTest *test,
                       const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_unknown (test, &heard, "stripe");
  g_autoptr (PlugConnector) connector = plug_connector_new ("stripe", "Stripe", NULL, NULL);

  g_assert_false (gtk_widget_is_sensitive (plug_page_test_find_button (page, "Create Instance")));
  plug_page_test_wait_for (page, "API Key");
  plug_page_test_type (page, "Name", "Payments");
  plug_page_test_type (page, "API Key", "a key");
  create_and_wait (page);
  g_assert_cmpuint (heard.created, ==, 1);
  g_assert_cmpstr (plug_instance_get_connector_key (heard.instance), ==, "stripe");
  plug_new_instance_page_start (page, plug_catalogue_find ("sagecrm"), NULL);
  plug_new_instance_page_start (page, connector, NULL);
  plug_page_test_wait_for (page, "API Key");
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "GET", "/elements/stripe"), ==, 1);
}

/* Without an answer there is a second try, and there are settings by hand. */
static void
test_not_described (PlugPageTest *test,
                    const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page;

  plug_sandbox_push_fault (test->sandbox, "GET /elements/stripe status=500");
  plug_sandbox_push_fault (test->sandbox, "GET /elements/stripe html");
  page = show_unknown (test, &heard, "stripe");
  plug_page_test_wait_for (page, "is not known");
  g_assert_false (gtk_widget_is_sensitive (plug_page_test_find_button (page, "Create Instance")));
  plug_page_test_press (page, "Try Again");
  plug_page_test_wait_for (page, "A web page came back");
  plug_page_test_press (page, "Enter by Hand");
  g_assert_true (gtk_widget_is_sensitive (plug_page_test_find_button (page, "Create Instance")));
  plug_page_test_type (page, "Name", "Payments");
  gtk_editable_set_text (plug_page_test_find (plug_page_test_find_row (page, "Setting"),
                                              GTK_TYPE_ENTRY, 0), "api.key");
  gtk_editable_set_text (plug_page_test_find (plug_page_test_find_row (page, "Setting"),
                                              GTK_TYPE_PASSWORD_ENTRY, 0), "a key");
  create_and_wait (page);
  g_assert_cmpuint (heard.created, ==, 1);
}

static void
test_unknown_to_tenant (PlugPageTest *test,
                        const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_unknown (test, &heard, "no(such)/key");

  plug_page_test_wait_for (page, "is not known");
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "GET", NULL), >, 0);
  /* Gone on to another connector, nothing of it is left. */
  plug_new_instance_page_start (page, plug_catalogue_find ("sagecrm"), NULL);
  g_assert_true (plug_page_test_shows (page, "Subdomain"));
  g_assert_false (plug_page_test_shows (page, "is not known"));
}

/* An import: what it says goes into the form, and from there to the tenant as it was. */
static void
test_draft (PlugPageTest *test,
            const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);
  const char *json = "{\"element\":{\"key\":\"sagecrm\"},\"configuration\":{"
                     "\"subdomain\":\"crm.example.com\",\"username\":\"jane\","
                     "\"password\":\"a password\",\"event.notification.enabled\":\"true\","
                     "\"event.poller.configuration\":{\"leads\":{\"url\":\"/x\"}}},"
                     "\"tags\":[\"docs\"],\"name\":\"Imported\"}";
  g_autoptr (JsonNode) body = plug_json_parse (json, strlen (json), 0, NULL);
  g_autoptr (PlugDraft) draft = plug_draft_new (plug_catalogue_find ("sagecrm"));

  g_assert_true (plug_draft_fill_from_body (draft, json_node_get_object (body), NULL));
  plug_new_instance_page_start_with_draft (page, draft, NULL);
  g_assert_true (plug_new_instance_page_is_dirty (page));
  g_assert_cmpstr (plug_page_test_read (page, "Name"), ==, "Imported");
  plug_page_test_wait_for (page, "Receive Events");
  create_and_wait (page);
  g_assert_cmpuint (heard.created, ==, 1);
  g_assert_false (plug_new_instance_page_is_dirty (page));
  g_assert_null (plug_draft_get_secret (draft, "password"));
}

static void
answer_replacing (const char *answer)
{
  g_signal_emit_by_name (plug_page_test_wait_for_dialog (), "response", answer);
  plug_page_test_spin ();
}

/* All of it again but the secrets; what is filled in is lost only if that is meant. */
static void
test_copy (PlugPageTest *test,
           const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");

  plug_instance_set_configuration (instance,
                                   "{\"subdomain\":\"crm.example.com\",\"username\":\"jane\","
                                   "\"password\":\"********\",\"pagination.max\":\"200\"}");
  plug_new_instance_page_start_copy (page, instance);
  g_assert_cmpstr (plug_page_test_read (page, "Name"), ==, "Acme Copy");
  g_assert_cmpstr (plug_page_test_read (page, "Subdomain"), ==, "crm.example.com");
  g_assert_cmpstr (plug_page_test_read (page, "Password"), ==, "");
  g_assert_true (plug_page_test_shows (page, "customer-17"));
  plug_page_test_press (page, "Create Instance");
  g_assert_true (plug_page_test_shows (page, "Password is empty"));

  plug_page_test_type (page, "Name", "Half done");
  plug_new_instance_page_start_copy (page, instance);
  answer_replacing ("cancel");
  g_assert_cmpstr (plug_page_test_read (page, "Name"), ==, "Half done");
  plug_new_instance_page_start_copy (page, instance);
  answer_replacing ("confirm");
  g_assert_cmpstr (plug_page_test_read (page, "Name"), ==, "Acme Copy");

  plug_page_test_type (page, "Password", "a password");
  create_and_wait (page);
  g_assert_cmpuint (heard.created, ==, 1);
  g_assert_cmpuint (plug_sandbox_count_instances (test->sandbox), ==, 2);
}

static void
search_for (PlugNewInstancePage *page,
            const char          *text)
{
  /* Newer pick lists of accounts have a search of their own. */
  GtkWidget *picker = plug_page_test_find (page, PLUG_TYPE_CONNECTOR_PICKER, 0);
  GtkEditable *search = plug_page_test_find (picker, GTK_TYPE_SEARCH_ENTRY, 0);

  gtk_editable_set_text (search, text);
  g_signal_emit_by_name (search, "activate");
}

/* What is not the connector's stays. */
static void
test_change_connector (PlugPageTest *test,
                       const void   *data)
{
  Heard heard;
  PlugNewInstancePage *page = show_form (test, &heard);

  plug_page_test_type (page, "Name", "Acme");
  plug_page_test_press (page, "Change…");
  g_assert_true (plug_page_test_shows (page, "Choose a Connector"));
  g_assert_false (plug_page_test_shows (page, "Subdomain"));
  plug_page_test_press (page, "Back");
  g_assert_true (plug_page_test_shows (page, "Sage CRM"));

  plug_page_test_press (page, "Change…");
  search_for (page, "sftp");
  g_assert_false (plug_page_test_shows (page, "Choose a Connector"));
  g_assert_true (plug_page_test_shows (page, "Host Name"));
  g_assert_cmpstr (plug_page_test_read (page, "Name"), ==, "Acme");
  plug_page_test_type (page, "Host Name", "files.example.com");
  plug_page_test_type (page, "Username", "integration");
  plug_page_test_type (page, "Password", "a password");
  create_and_wait (page);
  g_assert_cmpuint (heard.created, ==, 1);
  g_assert_cmpstr (plug_instance_get_connector_key (heard.instance), ==, "sftp");
  plug_page_test_press (page, "Change…");
  plug_page_test_wait_for (page, "offers, asked");
  plug_new_instance_page_start (page, plug_catalogue_find ("sagecrm"), NULL);
  g_assert_true (plug_page_test_shows (page, "Subdomain"));
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
  add ("/ui/new-instance-page/created", test_created);
  add ("/ui/new-instance-page/refused", test_refused);
  add ("/ui/new-instance-page/problems", test_problems);
  add ("/ui/new-instance-page/address", test_address);
  add ("/ui/new-instance-page/request", test_request);
  add ("/ui/new-instance-page/row-54-two-presses", test_two_presses);
  add ("/ui/new-instance-page/row-56-closed-while-creating", test_closed_while_creating);
  add ("/ui/new-instance-page/cancel-while-checking", test_cancel_while_checking);
  add ("/ui/new-instance-page/in-doubt", test_in_doubt);
  add ("/ui/new-instance-page/row-03-timed-out", test_timed_out);
  add ("/ui/new-instance-page/same-name-in-doubt", test_same_name_in_doubt);
  add ("/ui/new-instance-page/start-again", test_start_again);
  add ("/ui/new-instance-page/accounts", test_accounts);
  add ("/ui/new-instance-page/tenant-connector", test_tenant_connector);
  add ("/ui/new-instance-page/not-described", test_not_described);
  add ("/ui/new-instance-page/unknown-to-tenant", test_unknown_to_tenant);
  add ("/ui/new-instance-page/draft", test_draft);
  add ("/ui/new-instance-page/copy", test_copy);
  add ("/ui/new-instance-page/change-connector", test_change_connector);
  add ("/ui/new-instance-page/keyring-locked", test_keyring_locked);
  return g_test_run ();
}
