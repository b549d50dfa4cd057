/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAttentionPage: a card an intent, the one right action each. */

#include "config.h"

#include "plug-attention-card.h"
#include "plug-attention-page.h"
#include "plug-inventory-private.h"
#include "plug-page-test.h"

static GtkWidget *
show_page (PlugPageTest *test)
{
  GtkWidget *page = plug_attention_page_new (test->inventory);

  plug_page_test_show (test, page);
  return page;
}

static void
test_empty (PlugPageTest *test,
            const void   *data)
{
  GtkWidget *page = show_page (test);
  g_autoptr (PlugIntent) intent = NULL;

  g_assert_true (plug_page_test_shows (page, "Nothing Needs Attention"));
  intent = plug_page_test_add_intent (test, "Acme", PLUG_INTENT_NOT_FOUND);
  plug_page_test_spin ();
  g_assert_nonnull (plug_page_test_find (page, PLUG_TYPE_ATTENTION_CARD, 0));
  plug_intent_set_state (intent, PLUG_INTENT_DROPPED);
  plug_inventory_present_intent (test->inventory, intent);
  g_assert_null (plug_page_test_find (page, PLUG_TYPE_ATTENTION_CARD, 0));
}

static void
test_states (PlugPageTest *test,
             const void   *data)
{
  GtkWidget *page = show_page (test);
  g_autoptr (PlugIntent) intent = plug_page_test_add_intent (test, "A & <b>", PLUG_INTENT_UNKNOWN);

  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (page, "A & <b>"));
  g_assert_true (plug_page_test_shows (page, "Sage CRM · Production"));
  g_assert_true (plug_page_test_shows (page, "no answer."));
  g_assert_nonnull (plug_page_test_find_button (page, "Check Again"));
  g_assert_null (plug_page_test_find_button (page, "Create Again"));

  plug_intent_set_state (intent, PLUG_INTENT_NOT_FOUND);
  plug_page_test_spin ();
  g_assert_null (plug_page_test_find_button (page, "Check Again"));
  g_assert_nonnull (plug_page_test_find_button (page, "Create Again"));
  g_assert_nonnull (plug_page_test_find_button (page, "Dismiss"));

  plug_intent_set_instance_id (intent, "427902");
  plug_intent_set_state (intent, PLUG_INTENT_TOKEN_UNSAVED);
  plug_page_test_spin ();
  g_assert_nonnull (plug_page_test_find_button (page, "Retry"));
  g_assert_null (plug_page_test_find_button (page, "Dismiss"));
  g_assert_true (plug_page_test_shows (page, "427902"));
}

static void
create_again_cb (PlugIntent **heard,
                 PlugIntent  *intent)
{
  *heard = intent;
}

static void
test_create_again (PlugPageTest *test,
                   const void   *data)
{
  GtkWidget *page = show_page (test);
  g_autoptr (PlugIntent) intent = plug_page_test_add_intent (test, "Acme", PLUG_INTENT_NOT_FOUND);
  PlugIntent *heard = NULL;

  g_signal_connect_swapped (page, "create-again", G_CALLBACK (create_again_cb), &heard);
  plug_page_test_spin ();
  plug_page_test_press (page, "Create Again");
  g_assert_true (heard == intent);
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "POST", "/instances"), ==, 0);
}

static gboolean
is_at_rest_cb (gpointer inventory)
{
  return !plug_inventory_is_reconciling (inventory);
}

static void
record (PlugPageTest *test,
        PlugIntent   *intent)
{
  PlugStore *store = plug_inventory_get_store (test->inventory);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_store_record_intent_async (store, intent, NULL, plug_test_result_cb, &result);
  plug_store_finish (store, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

/* Why it could not be looked for, then that it was, and without what. */
static void
test_check_again (PlugPageTest *test,
                  const void   *data)
{
  GtkWidget *page = show_page (test);
  g_autoptr (PlugIntent) intent = plug_page_test_add_intent (test, "Acme", PLUG_INTENT_UNKNOWN);

  record (test, intent);
  plug_sandbox_push_fault (test->sandbox, "GET /instances status=403 times=1");
  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (page, "Checking whether the instance exists."));
  plug_page_test_press (page, "Check Again");
  g_assert_true (plug_inventory_is_reconciling (test->inventory));
  plug_test_spin_until (is_at_rest_cb, test->inventory);
  g_assert_nonnull (plug_page_test_find_button (page, "Copy Details"));
  g_assert_false (plug_page_test_shows (page, "it is not there yet"));

  plug_page_test_press (page, "Check Again");
  plug_test_spin_until (is_at_rest_cb, test->inventory);
  g_assert_true (plug_page_test_shows (page, "it is not there yet"));
  g_assert_null (plug_page_test_find_button (page, "Copy Details"));
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "POST", "/instances"), ==, 0);
}

static void
test_keyring_locked (PlugPageTest *test,
                     const void   *data)
{
  GtkWidget *page = show_page (test);
  g_autoptr (PlugIntent) intent = plug_page_test_add_intent (test, "Acme", PLUG_INTENT_UNKNOWN);

  plug_page_test_spin ();
  plug_page_test_lock_keyring (test);
  plug_page_test_wait_for (page, "Plugboard needs the keyring");
}

static void
test_dismiss (PlugPageTest *test,
              const void   *data)
{
  GtkWidget *page = show_page (test);
  g_autoptr (PlugIntent) intent = plug_page_test_add_intent (test, "Acme", PLUG_INTENT_NOT_FOUND);

  record (test, intent);
  plug_page_test_spin ();
  plug_page_test_press (page, "Dismiss");
  while (plug_page_test_find (page, PLUG_TYPE_ATTENTION_CARD, 0) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (plug_intent_get_state (intent), ==, PLUG_INTENT_DROPPED);
}

/* What cannot be done is said on the card, which stays. */
static void
test_failure (PlugPageTest *test,
              const void   *data)
{
  GtkWidget *page = show_page (test);
  g_autoptr (PlugIntent) intent = plug_page_test_add_intent (test, "Acme", PLUG_INTENT_NOT_FOUND);

  plug_page_test_spin ();
  plug_page_test_press (page, "Dismiss");
  while (plug_page_test_find_button (page, "Copy Details") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_widget_is_sensitive (plug_page_test_find_button (page, "Dismiss")));
}

static void
show_instance_cb (PlugInstance **heard,
                  PlugInstance  *instance)
{
  *heard = instance;
}

static void
test_candidates (PlugPageTest *test,
                 const void   *data)
{
  const char *const tags[] = { "docs", NULL };
  GtkWidget *page = show_page (test);
  g_autoptr (PlugIntent) intent = plug_page_test_add_intent (test, "Acme", PLUG_INTENT_AMBIGUOUS);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  PlugInstance *heard = NULL;
  g_autofree char *first = plug_sandbox_add_instance (test->sandbox, "sagecrm", "Acme", tags);
  g_autofree char *second = plug_sandbox_add_instance (test->sandbox, "sagecrm", "Acme", tags);
  const char *account_id = plug_account_get_id (test->account);

  record (test, intent);
  g_ptr_array_add (found, plug_instance_new (account_id, first, "Acme", "sagecrm"));
  g_ptr_array_add (found, plug_instance_new (account_id, second, "Acme", "sagecrm"));
  plug_inventory_set_candidates (test->inventory, intent, found);
  plug_intent_set_state (intent, PLUG_INTENT_AMBIGUOUS);
  g_object_notify (G_OBJECT (intent), "state");
  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (page, first));
  g_assert_true (plug_page_test_shows (page, second));
  g_assert_nonnull (plug_page_test_find_button (page, "None of These"));

  g_signal_connect_swapped (page, "show-instance", G_CALLBACK (show_instance_cb), &heard);
  plug_page_test_press (page, "This One");
  while (heard == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (plug_instance_get_id (heard), ==, first);
  g_assert_cmpint (plug_instance_get_token_state (heard), ==, PLUG_TOKEN_SAVED);
  g_assert_null (plug_page_test_find (page, PLUG_TYPE_ATTENTION_CARD, 0));
}

/* A change that was not made: what it was, and the same once more. */
static void
test_change (PlugPageTest *test,
             const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  g_autoptr (PlugChange) change = plug_change_new (PLUG_CHANGE_DISABLE, instance);
  g_autoptr (PlugIntent) intent = plug_change_create_intent (change, "");
  GtkWidget *page = show_page (test);

  plug_intent_set_state (intent, PLUG_INTENT_UNKNOWN);
  plug_intent_set_sent (intent, g_get_real_time ());
  record (test, intent);
  plug_inventory_present_intent (test->inventory, intent);
  plug_page_test_spin ();
  g_assert_true (plug_page_test_shows (page, "The instance was to be disabled."));
  g_assert_true (plug_page_test_shows (page, "Checking whether the change was made."));
  g_assert_nonnull (plug_page_test_find_button (page, "Check Again"));

  plug_inventory_set_settle_ms (test->inventory, 0);
  plug_page_test_press (page, "Check Again");
  plug_page_test_wait_for (page, "Not Done");
  g_assert_false (plug_instance_is_disabled (instance));
  plug_page_test_press (page, "Try Again");
  while (plug_page_test_find (page, PLUG_TYPE_ATTENTION_CARD, 0) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (plug_instance_is_disabled (instance));
  g_assert_cmpint (plug_intent_get_state (intent), ==, PLUG_INTENT_DROPPED);
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "DELETE", NULL), ==, 1);
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
  add ("/ui/attention-page/empty", test_empty);
  add ("/ui/attention-page/states", test_states);
  add ("/ui/attention-page/create-again", test_create_again);
  add ("/ui/attention-page/check-again", test_check_again);
  add ("/ui/attention-page/dismiss", test_dismiss);
  add ("/ui/attention-page/failure", test_failure);
  add ("/ui/attention-page/candidates", test_candidates);
  add ("/ui/attention-page/change", test_change);
  /* The last one: it stays locked. */
  add ("/ui/attention-page/keyring-locked", test_keyring_locked);
  return g_test_run ();
}
