/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstancePage: what it shows of an instance, and what it copies. */

#include "config.h"

#include "plug-clipboard.h"
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

typedef struct {
  PlugPageTest *test;
  const char *text;
  char *found;
} Pasted;

static gboolean
is_in_clipboard_cb (gpointer user_data)
{
  Pasted *pasted = user_data;

  g_clear_pointer (&pasted->found, g_free);
  pasted->found = plug_page_test_dup_clipboard (pasted->test);
  return pasted->found != NULL && strstr (pasted->found, pasted->text) != NULL;
}

/* What has secrets in it leaves the clipboard again; what has none may stay. */
static void
test_copies (PlugPageTest *test,
             const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "it's-the-token");
  PlugInstancePage *page = show_page (test, instance);
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (page));
  Pasted pasted = { test, NULL, NULL };

  gtk_widget_activate_action (GTK_WIDGET (page), "instance.copy-curl-placeholders", NULL);
  pasted.text = "Element {token}";
  plug_test_spin_until (is_in_clipboard_cb, &pasted);
  g_assert_false (plug_clipboard_holds_secret (display));

  gtk_widget_activate_action (GTK_WIDGET (page), "instance.copy-header", NULL);
  pasted.text = "User user-secret-of-the-test, Organization organization-secret-of-the-test,"
                " Element it's-the-token";
  plug_test_spin_until (is_in_clipboard_cb, &pasted);
  g_assert_true (plug_clipboard_holds_secret (display));

  plug_clipboard_copy_text (GTK_WIDGET (page), "nothing");
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.copy-curl-secrets", NULL);
  plug_page_test_press (plug_page_test_wait_for_dialog (), "Copy with Secrets");
  pasted.text = "Element it'\\''s-the-token' \\\n  ";
  plug_test_spin_until (is_in_clipboard_cb, &pasted);
  g_assert_true (plug_clipboard_holds_secret (display));
  g_assert_nonnull (strstr (pasted.found, "/hubs/crm/ping"));
  plug_clipboard_clear_secret (display);
  g_free (pasted.found);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static gboolean
is_positive (gpointer n)
{
  return *(guint *) n > 0;
}

/* Nothing is asked: it can be undone. */
static void
test_forget (PlugPageTest *test,
             const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  PlugInstancePage *page = show_page (test, instance);
  GListModel *instances = plug_inventory_list_instances (test->inventory);
  guint n_forgotten = 0;

  g_signal_connect_swapped (page, "forgotten", G_CALLBACK (count_cb), &n_forgotten);
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.forget", NULL);
  plug_test_spin_until (is_positive, &n_forgotten);
  g_assert_cmpuint (g_list_model_get_n_items (instances), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (
                      plug_inventory_list_forgotten (test->inventory)), ==, 1);
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

static void
choose_when (GtkWidget *dialog,
             guint      choice)
{
  adw_combo_row_set_selected (plug_page_test_find (dialog, ADW_TYPE_COMBO_ROW, 0), choice);
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
  plug_page_test_wait_for (plug_page_test_wait_for_dialog (), "No formula instance uses it.");
  plug_page_test_press (plug_page_test_wait_for_dialog (), "_Cancel");
  plug_page_test_spin ();
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "DELETE", NULL), ==, 0);

  plug_sandbox_push_fault (test->sandbox, fault);
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.delete", NULL);
  choose_when (plug_page_test_wait_for_dialog (), 3);
  plug_page_test_press (plug_page_test_wait_for_dialog (), "Delete");
  plug_page_test_wait_for (page, "lacks the privilege");
  g_assert_cmpuint (g_list_model_get_n_items (instances), ==, 1);

  gtk_widget_activate_action (GTK_WIDGET (page), "instance.delete", NULL);
  choose_when (plug_page_test_wait_for_dialog (), 3);
  plug_page_test_press (plug_page_test_wait_for_dialog (), "Delete");
  while (g_list_model_get_n_items (instances) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (plug_sandbox_count_instances (test->sandbox), ==, 0);
}

/* Until its time has come it is disabled only, and can be taken back. */
static void
test_grace (PlugPageTest *test,
            const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  PlugInstancePage *page = show_page (test, instance);

  gtk_widget_activate_action (GTK_WIDGET (page), "instance.delete", NULL);
  plug_page_test_press (plug_page_test_wait_for_dialog (), "Delete");
  plug_page_test_wait_for (page, "To be deleted");
  g_assert_true (plug_instance_is_disabled (instance));
  g_assert_cmpint (plug_instance_get_due (instance), >, g_get_real_time ());
  g_assert_cmpuint (plug_sandbox_count_instances (test->sandbox), ==, 1);
  plug_page_test_press (page, "Take Back");
  plug_test_spin_until (is_enabled, instance);
  plug_page_test_wait_for (page, "Saved");
  g_assert_cmpint (plug_instance_get_due (instance), ==, 0);
}

/* In production the name is to be typed, or the id of what cannot be typed. */
static void
test_delete_in_production (PlugPageTest *test,
                           const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Ac\u202eme <b>", "a token");
  PlugInstancePage *page = show_page (test, instance);
  GtkWidget *dialog;
  GtkWidget *entry;

  plug_account_set_production (test->account, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.delete", NULL);
  dialog = plug_page_test_wait_for_dialog ();
  entry = plug_page_test_find (dialog, ADW_TYPE_ENTRY_ROW, 0);
  g_assert_true (gtk_widget_get_mapped (entry));
  g_assert_false (gtk_widget_is_sensitive (plug_page_test_find_button (dialog, "Delete")));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Acme");
  g_assert_false (gtk_widget_is_sensitive (plug_page_test_find_button (dialog, "Delete")));
  gtk_editable_set_text (GTK_EDITABLE (entry), plug_instance_get_id (instance));
  plug_page_test_press (dialog, "Delete");
  plug_page_test_wait_for (page, "To be deleted");
}

static gboolean
is_renamed (gpointer instance)
{
  return g_str_equal (plug_instance_get_name (instance), "Beta");
}

static gboolean
is_retagged (gpointer instance)
{
  const char *const *tags = plug_instance_get_tags (instance);

  return g_strv_length ((char **) tags) == 3 && g_strv_contains (tags, "new");
}

static void
test_rename_and_retag (PlugPageTest *test,
                       const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  PlugInstancePage *page = show_page (test, instance);
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (page), "instance.rename", NULL);
  dialog = plug_page_test_wait_for_dialog ();
  g_assert_cmpstr (plug_page_test_read (dialog, "Name"), ==, "Acme");
  plug_page_test_type (dialog, "Name", "  ");
  g_assert_false (gtk_widget_is_sensitive (plug_page_test_find_button (dialog, "Rename")));
  plug_page_test_type (dialog, "Name", "Beta");
  plug_page_test_press (dialog, "Rename");
  plug_test_spin_until (is_renamed, instance);
  plug_page_test_wait_for (page, "Instance renamed");

  gtk_widget_activate_action (GTK_WIDGET (page), "instance.edit-tags", NULL);
  dialog = plug_page_test_wait_for_dialog ();
  gtk_editable_set_text (plug_page_test_find (dialog, GTK_TYPE_EDITABLE, 0), "new");
  plug_page_test_press (dialog, "Save");
  plug_test_spin_until (is_retagged, instance);
  plug_page_test_wait_for (page, "docs, customer-17, new");
}

/* What is wrong is said with the button that mends it. */
static void
test_check (PlugPageTest *test,
            const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  PlugInstancePage *page = show_page (test, instance);

  plug_page_test_wait_for (page, "Not checked yet.");
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.check", NULL);
  plug_page_test_wait_for (page, "Checking…");
  plug_page_test_wait_for (page, "Checked just now.");

  plug_sandbox_edit_instance (test->sandbox, plug_instance_get_id (instance),
                              "{\"disabled\":true}");
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.check", NULL);
  plug_page_test_wait_for (page, "Disabled");
  plug_page_test_press (page, "Enable");
  plug_test_spin_until (is_enabled, instance);

  /* What was changed there is listed, and can be accepted. */
  plug_sandbox_edit_instance (test->sandbox, plug_instance_get_id (instance),
                              "{\"name\":\"A & B\"}");
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.check", NULL);
  plug_page_test_wait_for (page, "Changed on the Tenant");
  g_assert_true (plug_page_test_shows (page, "“Acme” → “A & B”"));
  plug_page_test_press (page, "Accept");
  plug_page_test_wait_for (page, "Differences accepted");
  g_assert_false (plug_page_test_shows (page, "Changed on the Tenant"));
}

static void
test_events (PlugPageTest *test,
             const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  PlugInstancePage *page = show_page (test, instance);

  g_assert_false (plug_instance_has_events (instance));
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.events-on", NULL);
  plug_page_test_wait_for (page, "Events turned on");
  g_assert_true (plug_instance_has_events (instance));
  gtk_widget_activate_action (GTK_WIDGET (page), "instance.events-off", NULL);
  plug_page_test_wait_for (page, "Events turned off");
  g_assert_false (plug_instance_has_events (instance));
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
  add ("/ui/instance-page/copies", test_copies);
  add ("/ui/instance-page/forget", test_forget);
  add ("/ui/instance-page/disable", test_disable);
  add ("/ui/instance-page/delete", test_delete);
  add ("/ui/instance-page/grace", test_grace);
  add ("/ui/instance-page/delete-in-production", test_delete_in_production);
  add ("/ui/instance-page/rename-and-retag", test_rename_and_retag);
  add ("/ui/instance-page/check", test_check);
  add ("/ui/instance-page/events", test_events);
  return g_test_run ();
}
