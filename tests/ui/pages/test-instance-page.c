/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstancePage: what it shows of an instance, and what it copies. */

#include "config.h"

#include "plug-instance-page.h"
#include "plug-page-test.h"

#include <string.h>

static PlugInstancePage *
show_page (PlugPageTest *test,
           PlugInstance *instance)
{
  PlugInstancePage *page = PLUG_INSTANCE_PAGE (plug_instance_page_new (test->inventory));

  plug_instance_page_set_instance (page, instance);
  plug_page_test_show (test, GTK_WIDGET (page));
  return page;
}

static void
test_facts (PlugPageTest *test,
            const void   *data)
{
  g_autofree char *token = plug_test_dup_canary ("token");
  PlugInstance *instance = plug_page_test_save_instance (test, "A & <b>B</b>", token);
  PlugInstancePage *page = show_page (test, instance);

  g_assert_true (plug_page_test_shows (page, "A & <b>B</b>"));
  g_assert_true (plug_page_test_shows (page, plug_instance_get_id (instance)));
  g_assert_true (plug_page_test_shows (page, "Sage CRM (sagecrm, crm)"));
  g_assert_true (plug_page_test_shows (page, "Production"));
  g_assert_true (plug_page_test_shows (page, "docs, customer-17"));
  g_assert_true (plug_page_test_shows (page, "Make Requests"));
  g_assert_true (plug_page_test_shows (page, "Map to a Common Resource"));
  g_assert_true (plug_page_test_shows (page, "Use in a Formula Template"));
  g_assert_false (plug_page_test_shows (page, token));
}

static void
test_configuration (PlugPageTest *test,
                    const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  PlugInstancePage *page;

  plug_instance_set_configuration (instance,
                                   "{\"username\":\"<i>me</i>\",\"password\":\"not-masked\","
                                   "\"other\":\"********\",\"bulk\":null,\"max\":200}");
  page = show_page (test, instance);
  adw_expander_row_set_expanded (plug_page_test_find (page, ADW_TYPE_EXPANDER_ROW, 0), TRUE);
  plug_page_test_wait_for (page, "<i>me</i>");
  g_assert_true (plug_page_test_shows (page, "••••"));
  g_assert_true (plug_page_test_shows (page, "200"));
  g_assert_false (plug_page_test_shows (page, "not-masked"));
  g_assert_false (plug_page_test_shows (page, "****"));
  plug_instance_set_configuration (instance, "{\"username\":\"you\"}");
  plug_page_test_wait_for (page, "you");
  g_assert_false (plug_page_test_shows (page, "<i>me</i>"));
}

static void
test_change (PlugPageTest *test,
             const void   *data)
{
  PlugInstance *first = plug_page_test_save_instance (test, "First", "a token");
  PlugInstance *second = plug_page_test_save_instance (test, "Second", "another");
  PlugInstancePage *page = show_page (test, first);

  plug_instance_set_name (first, "Renamed");
  g_assert_true (plug_page_test_shows (page, "Renamed"));
  plug_instance_page_set_instance (page, second);
  g_assert_true (plug_page_test_shows (page, "Second"));
  g_assert_false (plug_page_test_shows (page, "Renamed"));
  plug_instance_set_name (first, "Unseen");
  g_assert_false (plug_page_test_shows (page, "Unseen"));
  plug_instance_page_set_instance (page, NULL);
  plug_page_test_spin ();
  g_assert_null (plug_instance_page_get_instance (page));
  g_assert_false (plug_page_test_shows (page, "Second"));
}

static void
test_actions (PlugPageTest *test,
              const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a-token-not-to-be-seen");
  PlugInstancePage *page = show_page (test, NULL);
  g_autofree char *id = NULL;
  g_autofree char *curl = NULL;

  /* Without an instance there is nothing to copy: it must not crash. */
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.copy-id", NULL);
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.forget", NULL);
  plug_instance_page_set_instance (page, instance);
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.copy-id", NULL);
  id = plug_page_test_dup_clipboard (test);
  g_assert_cmpstr (id, ==, plug_instance_get_id (instance));
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.copy-curl", NULL);
  curl = plug_page_test_dup_clipboard (test);
  g_assert_nonnull (strstr (curl, "secret-tool lookup"));
  g_assert_null (strstr (curl, "a-token-not-to-be-seen"));
}

static void
test_forget (PlugPageTest *test,
             const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  PlugInstancePage *page = show_page (test, instance);
  GListModel *instances = plug_inventory_list_instances (test->inventory);

  gtk_widget_activate_action (GTK_WIDGET (page), "instance.forget", NULL);
  g_assert_true (plug_page_test_shows (plug_page_test_wait_for_dialog (), "Forget “Acme”?"));
  plug_page_test_press (plug_page_test_wait_for_dialog (), "_Cancel");
  plug_page_test_spin ();
  g_assert_cmpuint (g_list_model_get_n_items (instances), ==, 1);

  gtk_widget_activate_action (GTK_WIDGET (page), "instance.forget", NULL);
  plug_page_test_press (plug_page_test_wait_for_dialog (), "Forget");
  while (g_list_model_get_n_items (instances) > 0)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_disabled (gpointer instance)
{
  return plug_instance_is_disabled (instance);
}

static gboolean
is_enabled (gpointer instance)
{
  return !plug_instance_is_disabled (instance);
}

static void
test_disable (PlugPageTest *test,
              const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  PlugInstancePage *page = show_page (test, instance);

  gtk_widget_activate_action (GTK_WIDGET (page), "instance.enable", NULL);
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.disable", NULL);
  plug_test_spin_until (is_disabled, instance);
  plug_page_test_wait_for (page, "Instance disabled");
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "PUT", NULL), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.enable", NULL);
  plug_test_spin_until (is_enabled, instance);
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "PUT", NULL), ==, 1);
}

/* What cannot be undone is asked about; what is refused is said on the page. */
static void
test_delete (PlugPageTest *test,
             const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  PlugInstancePage *page = show_page (test, instance);
  GListModel *instances = plug_inventory_list_instances (test->inventory);
  g_autofree char *fault = g_strdup_printf ("DELETE /instances/%s status=403",
                                            plug_instance_get_id (instance));

  gtk_widget_activate_action (GTK_WIDGET (page), "instance.delete", NULL);
  g_assert_true (plug_page_test_shows (plug_page_test_wait_for_dialog (),
                                       "Delete “Acme” on the Tenant?"));
  plug_page_test_press (plug_page_test_wait_for_dialog (), "_Cancel");
  plug_page_test_spin ();
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "DELETE", NULL), ==, 0);

  plug_sandbox_push_fault (test->sandbox, fault);
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.delete", NULL);
  plug_page_test_press (plug_page_test_wait_for_dialog (), "Delete");
  plug_page_test_wait_for (page, "lacks the privilege");
  g_assert_cmpuint (g_list_model_get_n_items (instances), ==, 1);

  gtk_widget_activate_action (GTK_WIDGET (page), "instance.delete", NULL);
  plug_page_test_press (plug_page_test_wait_for_dialog (), "Delete");
  while (g_list_model_get_n_items (instances) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (plug_sandbox_count_instances (test->sandbox), ==, 0);
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
  add ("/ui/instance-page/facts", test_facts);
  add ("/ui/instance-page/configuration", test_configuration);
  add ("/ui/instance-page/change", test_change);
  add ("/ui/instance-page/actions", test_actions);
  add ("/ui/instance-page/forget", test_forget);
  add ("/ui/instance-page/disable", test_disable);
  add ("/ui/instance-page/delete", test_delete);
  return g_test_run ();
}
