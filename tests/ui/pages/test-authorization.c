/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an authorization is filled in, and that a page makes an instance with it. */

#include "config.h"

#include "plug-authorization-group.h"
#include "plug-authorize-dialog.h"
#include "plug-browser.h"
#include "plug-catalogue.h"
#include "plug-form.h"
#include "plug-json.h"
#include "plug-new-instance-page.h"
#include "plug-page-test.h"

#include <string.h>

static const char *const finalized[] = { "PlugAuthorizationGroup" };

typedef struct {
  PlugPageTest page;
  PlugOAuth *oauth;
  PlugForm *form;
} Test;

static void
set_up (Test       *test,
        const void *data)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  plug_page_test_set_up (&test->page, NULL);
  test->oauth = plug_oauth_new (test->page.inventory);
  test->form = PLUG_FORM (plug_form_new ());
  plug_form_set_oauth (test->form, test->oauth);
  plug_form_set_connector (test->form, plug_catalogue_find ("box"));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (test->form));
  plug_page_test_show (&test->page, scroller);
}

static gboolean
is_gone_cb (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

static void
tear_down (Test       *test,
           const void *data)
{
  gpointer group = plug_page_test_find (test->form, PLUG_TYPE_AUTHORIZATION_GROUP, 0);

  g_assert_cmpstr (G_OBJECT_TYPE_NAME (group), ==, finalized[0]);
  g_object_add_weak_pointer (group, &group);
  plug_page_test_close (&test->page);
  plug_test_spin_until (is_gone_cb, &group);
  plug_test_assert_finalized (test->oauth);
  plug_page_test_tear_down (&test->page, NULL);
}

static gboolean
is_seen (gpointer    root,
         const char *title)
{
  GtkWidget *row = plug_page_test_find_row (root, title);

  return row != NULL && gtk_widget_is_drawable (row);
}

static void
choose (Test       *test,
        const char *words)
{
  AdwComboRow *row = ADW_COMBO_ROW (plug_page_test_find_row (test->form, "Authorize"));
  GListModel *model = adw_combo_row_get_model (row);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (model), i), words))
        {
          adw_combo_row_set_selected (row, i);
          return;
        }
    }
  g_assert_not_reached ();
}

static void
use_another (Test *test)
{
  GtkWidget *row = plug_page_test_find_row (test->form, "Use Another Callback URL");

  gtk_switch_set_active (plug_page_test_find (row, GTK_TYPE_SWITCH, 0), TRUE);
}

static JsonObject *
create_body (Test     *test,
             JsonNode **node)
{
  g_autoptr (PlugDraft) draft = plug_form_create_draft (test->form);

  *node = plug_draft_build (draft, PLUG_DRAFT_REVEAL);
  return json_node_get_object (*node);
}

static const char *
get_setting (JsonObject *body,
             const char *key)
{
  return plug_json_get_string (plug_json_get_object (body, "configuration"), key);
}

static void
fill_in (gpointer root)
{
  plug_page_test_type (root, "Name", "Mine");
  plug_page_test_type (root, "Client ID", "the-key");
  plug_page_test_type (root, "Client Secret", "the-secret");
}

/* Our own address, to be copied, and sent unless another is wanted. */
static void
test_own_callback (Test       *test,
                   const void *data)
{
  const char *own = plug_oauth_get_callback_url (test->oauth, NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *copied = NULL;
  JsonObject *body;

  fill_in (test->form);
  g_assert_true (plug_page_test_shows (test->form, own));
  g_assert_false (is_seen (test->form, "Refresh Token"));
  plug_page_test_press (test->form, "Copy Callback URL");
  copied = plug_page_test_dup_clipboard (&test->page);
  g_assert_cmpstr (copied, ==, own);
  body = create_body (test, &node);
  g_assert_cmpstr (get_setting (body, "oauth.api.key"), ==, "the-key");
  g_assert_cmpstr (get_setting (body, "oauth.callback.url"), ==, own);
  g_assert_false (json_object_has_member (body, "providerData"));
  g_assert_false (json_object_has_member (body, "externalAuthentication"));
}

static void
test_other_callback (Test       *test,
                     const void *data)
{
  const char *own = plug_oauth_get_callback_url (test->oauth, NULL);
  g_autoptr (JsonNode) node = NULL;
  GtkWidget *row;

  fill_in (test->form);
  use_another (test);
  plug_page_test_wait_for (test->form, "exactly as registered");
  g_assert_false (plug_page_test_shows (test->form, own));
  g_assert_null (plug_form_check (test->form));
  g_assert_true (plug_page_test_shows (test->form, "Enter the callback URL that is registered"));
  row = gtk_widget_get_ancestor (gtk_root_get_focus (GTK_ROOT (test->page.window)),
                                 ADW_TYPE_PREFERENCES_ROW);
  plug_page_test_type (row, "Callback URL", "app.example.com");
  g_assert_null (plug_form_check (test->form));
  g_assert_true (plug_page_test_shows (test->form, "That is not a web address"));
  plug_page_test_type (row, "Callback URL", "https://app.example.com/auth");
  g_assert_cmpstr (get_setting (create_body (test, &node), "oauth.callback.url"), ==,
                   "https://app.example.com/auth");
}

static void
test_refresh_token (Test       *test,
                    const void *data)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) back = NULL;
  JsonObject *body;

  fill_in (test->form);
  choose (test, "With a Refresh Token");
  g_assert_false (is_seen (test->form, "Use Another Callback URL"));
  g_assert_null (plug_form_check (test->form));
  g_assert_true (plug_page_test_shows (test->form, "Enter the refresh token"));
  plug_page_test_type (test->form, "Refresh Token", "a-refresh-token");
  body = create_body (test, &node);
  g_assert_cmpstr (plug_json_get_string (body, "externalAuthentication"), ==, "initial");
  g_assert_cmpstr (get_setting (body, "oauth.user.refresh_token"), ==, "a-refresh-token");
  g_assert_null (get_setting (body, "oauth.callback.url"));

  /* What belongs to the other way does not go along. */
  choose (test, "In the Browser");
  body = create_body (test, &back);
  g_assert_false (json_object_has_member (body, "externalAuthentication"));
  g_assert_null (get_setting (body, "oauth.user.refresh_token"));
}

static void
test_problems (Test       *test,
               const void *data)
{
  plug_page_test_type (test->form, "Name", "Mine");
  g_assert_null (plug_form_check (test->form));
  g_assert_true (plug_page_test_shows (test->form, "Enter the key of your app."));
  g_assert_true (plug_page_test_shows (test->form, "Enter the secret of your app."));
}

/* Who is not authorized by a browser sees nothing of it; nor, with OAuth 1, of what it lacks. */
static void
test_connectors (Test       *test,
                 const void *data)
{
  plug_form_set_connector (test->form, plug_catalogue_find ("sagecrm"));
  g_assert_false (is_seen (test->form, "Callback URL"));
  plug_form_set_connector (test->form, plug_catalogue_find ("twitter"));
  plug_page_test_wait_for (test->form, plug_oauth_get_callback_url (test->oauth, NULL));
  g_assert_false (is_seen (test->form, "Authorize"));
  g_assert_false (is_seen (test->form, "Refresh Token"));
}

/* One of several ways: it comes and goes with the choice, and so does what it needs. */
static void
test_chosen (Test       *test,
             const void *data)
{
  g_autoptr (PlugDraft) draft = NULL;
  GtkDropDown *drop_down;

  plug_form_set_connector (test->form, plug_catalogue_find ("campaignmonitor"));
  plug_page_test_wait_for (test->form, "Authorization");
  drop_down = plug_page_test_find (plug_page_test_find_row (test->form, "Authentication Type"),
                                   GTK_TYPE_DROP_DOWN, 0);
  /* The API key is the last way of them. */
  gtk_drop_down_set_selected (
    drop_down, g_list_model_get_n_items (gtk_drop_down_get_model (drop_down)) - 1);
  g_assert_false (plug_page_test_shows (test->form, "Authorization"));
  draft = plug_form_check (test->form);
  g_assert_false (plug_page_test_shows (test->form, "Enter the key of your app."));
}

#define PASTED                                                                                 \
  "{\"element\":{\"key\":\"box\"},\"providerData\":{\"code\":\"a-code\"},\"configuration\":"   \
  "{\"oauth.api.key\":\"k\",\"oauth.api.secret\":\"s\","                                       \
  "\"oauth.callback.url\":\"https://app.example.com/auth\"},\"name\":\"Pasted\"}"

static void
load (Test       *test,
      const char *json)
{
  g_autoptr (JsonNode) node = plug_json_parse (json, strlen (json), 0, NULL);
  g_autoptr (PlugDraft) draft = plug_draft_new (plug_catalogue_find ("box"));

  g_assert_true (plug_draft_fill_from_body (draft, json_node_get_object (node), NULL));
  plug_form_load (test->form, draft);
}

static void
assert_same (Test       *test,
             const char *json)
{
  g_autoptr (PlugDraft) draft = plug_form_create_draft (test->form);
  g_autofree char *body = plug_draft_build_text (draft, PLUG_DRAFT_REVEAL, FALSE);

  g_assert_cmpstr (body, ==, json);
}

/* A request that was pasted is sent as it is, code and all; unless it is to be made anew. */
static void
test_pasted (Test       *test,
             const void *data)
{
  g_autoptr (PlugDraft) draft = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *body;

  load (test, PASTED);
  assert_same (test, PASTED);
  draft = plug_form_check (test->form);
  g_assert_nonnull (draft);
  g_assert_false (plug_oauth_is_needed (draft));
  choose (test, "In the Browser");
  body = create_body (test, &node);
  g_assert_false (json_object_has_member (body, "providerData"));
  g_assert_cmpstr (get_setting (body, "oauth.callback.url"), ==, "https://app.example.com/auth");
  choose (test, "With the Pasted Code");
  assert_same (test, PASTED);
}

static void
test_pasted_forgotten (Test       *test,
                       const void *data)
{
  g_autoptr (JsonNode) node = NULL;

  load (test, PASTED);
  plug_form_clear_secrets (test->form);
  g_assert_false (json_object_has_member (create_body (test, &node), "providerData"));
}

static void
test_loaded (Test       *test,
             const void *data)
{
  const char *const bodies[] = {
    "{\"element\":{\"key\":\"box\"},\"configuration\":{\"oauth.api.key\":\"k\"},\"name\":\"N\"}",
    "{\"element\":{\"key\":\"box\"},\"configuration\":{\"oauth.api.key\":\"k\","
    "\"oauth.user.refresh_token\":\"t\"},\"externalAuthentication\":\"initial\",\"name\":\"N\"}",
    "{\"element\":{\"key\":\"box\"},\"configuration\":{\"oauth.scope\":\"a b\"},\"name\":\"N\"}",
    PASTED,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      load (test, bodies[i]);
      assert_same (test, bodies[i]);
    }
}

/* The page */

static GtkWindow *
wait_for_dialog (void)
{
  while (TRUE)
    {
      g_autoptr (GList) windows = gtk_window_list_toplevels ();

      for (GList *l = windows; l != NULL; l = l->next)
        {
          if (PLUG_IS_AUTHORIZE_DIALOG (l->data) &&
              plug_page_test_find_button (l->data, "Copy Link") != NULL)
            return l->data;
        }
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
count_cb (guint *n)
{
  (*n)++;
}

typedef struct {
  PlugPageTest test;
  PlugNewInstancePage *page;
  guint n_created;
  PlugIntent *intent; /* what is in doubt */
} PageTest;

static void
in_doubt_cb (PageTest   *test,
             PlugIntent *intent)
{
  g_set_object (&test->intent, intent);
}

static void
page_set_up (PageTest   *test,
             const void *data)
{
  g_autofree char *opened = NULL;

  plug_page_test_set_up (&test->test, NULL);
  opened = plug_page_test_install_browser (&test->test);
  test->page = PLUG_NEW_INSTANCE_PAGE (plug_new_instance_page_new (test->test.inventory));
  g_signal_connect_swapped (test->page, "created", G_CALLBACK (count_cb), &test->n_created);
  g_signal_connect_swapped (test->page, "in-doubt", G_CALLBACK (in_doubt_cb), test);
  plug_new_instance_page_start (test->page, plug_catalogue_find ("box"), NULL);
  plug_page_test_show (&test->test, GTK_WIDGET (test->page));
  fill_in (test->page);
}

static void
page_tear_down (PageTest   *test,
                const void *data)
{
  g_clear_object (&test->intent);
  plug_page_test_tear_down (&test->test, NULL);
}

static char *
dup_link (PageTest *test)
{
  plug_page_test_press (test->page, "Create Instance");
  plug_page_test_press (wait_for_dialog (), "Copy Link");
  return plug_page_test_dup_clipboard (&test->test);
}

static gboolean
is_created_cb (gpointer user_data)
{
  return ((PageTest *) user_data)->n_created > 0;
}

static void
test_page_created (PageTest   *test,
                   const void *data)
{
  g_autofree char *link = dup_link (test);
  g_auto (PlugVisit) visit = plug_browser_follow (link, "allow");

  plug_test_spin_until (is_created_cb, test);
  g_assert_cmpuint (visit.status, ==, 200);
  g_assert_cmpuint (plug_sandbox_count_instances (test->test.sandbox), ==, 1);
}

/* Said on the page, which stays as it was; the next try is a new authorization. */
static void
test_page_denied (PageTest   *test,
                  const void *data)
{
  g_autofree char *link = dup_link (test);
  g_autofree char *again = NULL;
  g_auto (PlugVisit) no = plug_browser_follow (link, "deny");
  g_auto (PlugVisit) yes = { 0 };

  plug_page_test_wait_for (test->page, "Access was not granted");
  g_assert_true (plug_page_test_shows (test->page, "The user said no."));
  g_assert_cmpstr (plug_page_test_read (test->page, "Client Secret"), ==, "the-secret");
  g_assert_cmpuint (plug_sandbox_count_requests (test->test.sandbox, "POST", "/instances"), ==, 0);
  again = dup_link (test);
  g_assert_cmpstr (again, !=, link);
  g_assert_false (plug_page_test_shows (test->page, "Access was not granted"));
  yes = plug_browser_follow (again, "allow");
  plug_test_spin_until (is_created_cb, test);
}

/* Nothing was sent, nothing is said, and it can be tried again. */
static void
test_page_cancelled (PageTest   *test,
                     const void *data)
{
  g_autofree char *link = dup_link (test);
  g_autofree char *again = NULL;

  gtk_window_close (wait_for_dialog ());
  plug_page_test_spin ();
  g_assert_cmpuint (plug_sandbox_count_requests (test->test.sandbox, "POST", "/instances"), ==, 0);
  g_assert_null (plug_page_test_find_button (test->page, "Copy Details"));
  again = dup_link (test);
  g_assert_cmpstr (again, !=, link);
}

static gboolean
is_not_found_cb (gpointer user_data)
{
  PageTest *test = user_data;

  return test->intent != NULL &&
         plug_intent_get_state (test->intent) == PLUG_INTENT_NOT_FOUND;
}

/* The answer was lost and nothing came of it: the code is spent all the same, and making it again
 * takes another one. */
static void
test_page_again (PageTest   *test,
                 const void *data)
{
  g_autofree char *link = NULL;
  g_autofree char *again = NULL;
  g_auto (PlugVisit) first = { 0 };
  g_auto (PlugVisit) second = { 0 };

  plug_inventory_set_settle_ms (test->test.inventory, 100);
  link = dup_link (test);
  plug_sandbox_push_fault (test->test.sandbox, "POST /instances drop-before");
  first = plug_browser_follow (link, "allow");
  plug_test_spin_until (is_not_found_cb, test);
  g_assert_cmpuint (plug_sandbox_count_requests (test->test.sandbox, "POST", "/instances"), ==, 1);
  g_assert_cmpstr (plug_page_test_read (test->page, "Client Secret"), ==, "");

  plug_new_instance_page_start_again (test->page, test->intent);
  fill_in (test->page);
  again = dup_link (test);
  g_assert_cmpstr (again, !=, link);
  second = plug_browser_follow (again, "allow");
  plug_test_spin_until (is_created_cb, test);
  g_assert_cmpuint (plug_sandbox_count_instances (test->test.sandbox), ==, 1);
}

static const struct {
  const char *path;
  void (*run) (Test *, const void *);
} form_tests[] = {
  { "/ui/authorization/own-callback", test_own_callback },
  { "/ui/authorization/other-callback", test_other_callback },
  { "/ui/authorization/refresh-token", test_refresh_token },
  { "/ui/authorization/problems", test_problems },
  { "/ui/authorization/connectors", test_connectors },
  { "/ui/authorization/chosen", test_chosen },
  { "/ui/authorization/pasted", test_pasted },
  { "/ui/authorization/pasted-forgotten", test_pasted_forgotten },
  { "/ui/authorization/loaded", test_loaded },
};

static const struct {
  const char *path;
  void (*run) (PageTest *, const void *);
} page_tests[] = {
  { "/ui/authorization/page-created", test_page_created },
  { "/ui/authorization/page-denied", test_page_denied },
  { "/ui/authorization/page-cancelled", test_page_cancelled },
  { "/ui/authorization/page-again", test_page_again },
};

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (form_tests); i++)
    g_test_add (form_tests[i].path, Test, NULL, set_up, form_tests[i].run, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (page_tests); i++)
    g_test_add (page_tests[i].path, PageTest, NULL, page_set_up, page_tests[i].run,
                page_tear_down);
  return g_test_run ();
}
