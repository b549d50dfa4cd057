/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugWindow with all its pages and dialogs: what it shows, and that nothing of it stays. */

#include "config.h"

#include "plug-account-dialog.h"
#include "plug-accounts-dialog.h"
#include "plug-edit-dialog.h"
#include "plug-import-dialog.h"
#include "plug-instance-page.h"
#include "plug-inventory-private.h"
#include "plug-page-test.h"
#include "plug-reauthenticate-dialog.h"
#include "plug-window.h"

/* Every class of widgets, and what belongs to them: seen in the window, and gone with it. The
 * house's check compares this with the classes there are. */
static const char *const finalized[] = {
  "PlugAccountDialog", "PlugAccountDot", "PlugAccountEntry", "PlugAccountsDialog",
  "PlugAttentionCard", "PlugAttentionPage", "PlugCheckPage", "PlugClipboardBar", "PlugCodeView",
  "PlugDeleteForm", "PlugDriftPage", "PlugEditDialog", "PlugErrorView", "PlugFieldRow",
  "PlugFilterPopover", "PlugForm", "PlugFormLoader", "PlugFreeGroup", "PlugFreeRow",
  "PlugHealthRow", "PlugHistoryPage", "PlugImportDialog", "PlugInstanceList", "PlugInstancePage",
  "PlugInstanceRow", "PlugNewInstancePage", "PlugPollerRow", "PlugProblemBar", "PlugPropertyRow",
  "PlugReauthenticateDialog", "PlugRegionRow", "PlugRequestView", "PlugSyncFooter",
  "PlugTableCell", "PlugTablePage", "PlugTableView", "PlugTagEntry", "PlugTokenRow", "PlugWindow",
  "PlugWrapLayout",
};

typedef struct {
  GWeakRef object;
  char *class_name;
} Watched;

static void
watched_free (Watched *watched)
{
  g_weak_ref_clear (&watched->object);
  g_free (watched->class_name);
  g_free (watched);
}

static void
watch_one (GPtrArray *all,
           gpointer   object)
{
  Watched *watched;

  /* GTK keeps some of its own, for the next window. */
  if (!g_str_has_prefix (G_OBJECT_TYPE_NAME (object), "Plug"))
    return;
  watched = g_new0 (Watched, 1);
  g_weak_ref_init (&watched->object, object);
  watched->class_name = g_strdup (G_OBJECT_TYPE_NAME (object));
  g_ptr_array_add (all, watched);
}

static void
watch (GPtrArray *all,
       GtkWidget *widget)
{
  GtkLayoutManager *manager = gtk_widget_get_layout_manager (widget);

  watch_one (all, widget);
  if (manager != NULL)
    watch_one (all, manager);
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    watch (all, child);
}

static gboolean
was_seen (GPtrArray  *all,
          const char *class_name)
{
  for (guint i = 0; i < all->len; i++)
    {
      Watched *watched = g_ptr_array_index (all, i);

      if (g_str_equal (watched->class_name, class_name))
        return TRUE;
    }
  return FALSE;
}

/* The class of one that is still there, or NULL. */
static const char *
find_left_over (GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++)
    {
      Watched *watched = g_ptr_array_index (all, i);
      g_autoptr (GObject) object = g_weak_ref_get (&watched->object);

      if (object != NULL)
        return watched->class_name;
    }
  return NULL;
}

static gboolean
are_gone_cb (gpointer all)
{
  return find_left_over (all) == NULL;
}

static gboolean
is_mapped_cb (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}

static GtkWindow *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  return NULL;
}

static PlugWindow *
open_window (PlugPageTest *test)
{
  g_autoptr (PlugSandboxHost) host = plug_sandbox_host_new (test->inventory);
  PlugWindow *window = plug_window_new (NULL, test->inventory, host);

  gtk_window_present (GTK_WINDOW (window));
  plug_test_spin_until (is_mapped_cb, window);
  return window;
}

static void
act (PlugWindow *window,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), action, NULL));
  plug_page_test_spin ();
}

static void
visit_dialog_of (PlugWindow *window,
                 GType       type,
                 GPtrArray  *all)
{
  GtkWindow *dialog;

  dialog = find_window (type);
  g_assert_nonnull (dialog);
  plug_test_spin_until (is_mapped_cb, dialog);
  g_assert_true (gtk_window_get_modal (dialog));
  watch (all, GTK_WIDGET (dialog));
  gtk_window_close (dialog);
  plug_page_test_spin ();
}

static void
visit_dialog (PlugWindow *window,
              const char *action,
              GType       type,
              GPtrArray  *all)
{
  act (window, action);
  visit_dialog_of (window, type, all);
}

static void
visit_page_dialog (PlugWindow *window,
                   const char *action,
                   GType       type,
                   GPtrArray  *all)
{
  gtk_widget_activate_action (plug_page_test_find (window, PLUG_TYPE_INSTANCE_PAGE, 0), action,
                              NULL);
  visit_dialog_of (window, type, all);
}

static void
test_finalizes (PlugPageTest *test,
                const void   *data)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) watched_free);
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme & <b>Co</b>", "a token");
  g_autoptr (PlugIntent) intent = plug_page_test_add_intent (test, "Beta", PLUG_INTENT_NOT_FOUND);
  PlugWindow *window = open_window (test);

  plug_page_test_wait_for (window, "Acme & <b>Co</b>");
  act (window, "win.new-instance");
  plug_page_test_wait_for (window, "Subdomain");
  adw_expander_row_set_expanded (plug_page_test_find_row (window, "Events"), TRUE);
  gtk_widget_activate (plug_page_test_find_row (window, "Add Another Setting"));
  act (window, "win.show-attention");
  plug_page_test_wait_for (window, "Beta");
  plug_window_show_instance (window, instance);
  plug_window_show_toast (window, "A & <b>B</b>");
  act (window, "win.search");
  visit_dialog (window, "win.add-account", PLUG_TYPE_ACCOUNT_DIALOG, all);
  visit_dialog (window, "win.accounts", PLUG_TYPE_ACCOUNTS_DIALOG, all);
  visit_dialog (window, "win.paste-request", PLUG_TYPE_IMPORT_DIALOG, all);
  act (window, "win.check-all");
  plug_page_test_wait_for (window, "1 Changed");
  plug_window_show_instance (window, instance);
  act (window, "win.drift");
  plug_page_test_wait_for (window, "difference");
  act (window, "win.history");
  plug_page_test_wait_for (window, "History");
  plug_window_show_instance (window, instance);
  visit_page_dialog (window, "instance.edit", PLUG_TYPE_EDIT_DIALOG, all);
  visit_page_dialog (window, "instance.reauthenticate", PLUG_TYPE_REAUTHENTICATE_DIALOG, all);
  /* A question nobody answers goes with the window. */
  gtk_widget_activate_action (plug_page_test_find (window, PLUG_TYPE_INSTANCE_PAGE, 0),
                              "instance.delete", NULL);
  watch (all, plug_page_test_wait_for_dialog ());

  watch (all, GTK_WIDGET (window));
  gtk_window_close (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (finalized); i++)
    {
      if (!was_seen (all, finalized[i]))
        g_error ("No %s was seen", finalized[i]);
    }
  for (guint turn = 0; turn < 200 && !are_gone_cb (all); turn++)
    g_main_context_iteration (NULL, FALSE);
  if (!are_gone_cb (all))
    g_test_message ("Waiting for a %s to go", find_left_over (all));
  plug_test_spin_until (are_gone_cb, all);
}

/* Esc leads back to where one came from, and what was typed is still there. */
static void
test_back_and_forth (PlugPageTest *test,
                     const void   *data)
{
  PlugWindow *window = open_window (test);

  act (window, "win.new-instance");
  plug_page_test_wait_for (window, "Subdomain");
  plug_page_test_type (window, "Name", "Half done");
  act (window, "win.back");
  g_assert_false (plug_page_test_shows (window, "Subdomain"));
  act (window, "win.new-instance");
  plug_page_test_wait_for (window, "Subdomain");
  g_assert_cmpstr (plug_page_test_read (window, "Name"), ==, "Half done");
  gtk_window_destroy (GTK_WINDOW (window));
  plug_page_test_spin ();
}

/* From the instance's page into a form that has all of it but the secrets. */
static void
test_duplicate (PlugPageTest *test,
                const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  PlugWindow *window;

  plug_instance_set_configuration (instance, "{\"username\":\"jane\"}");
  window = open_window (test);
  plug_window_show_instance (window, instance);
  gtk_widget_activate_action (plug_page_test_find (window, PLUG_TYPE_INSTANCE_PAGE, 0),
                              "instance.duplicate", NULL);
  plug_page_test_wait_for (window, "Subdomain");
  g_assert_cmpstr (plug_page_test_read (window, "Name"), ==, "Acme Copy");
  g_assert_cmpstr (plug_page_test_read (window, "Username"), ==, "jane");
  gtk_window_destroy (GTK_WINDOW (window));
  plug_page_test_spin ();
}

static void
test_nothing_yet (PlugPageTest *test,
                  const void   *data)
{
  PlugWindow *window;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_remove_account_async (test->inventory, test->account, NULL, plug_test_result_cb,
                                       &result);
  plug_inventory_finish (test->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  test->account = NULL;

  window = open_window (test);
  plug_page_test_wait_for (window, "Welcome to Plugboard");
  g_assert_nonnull (plug_page_test_find_button (window, "Add Account"));
  g_assert_true (plug_page_test_shows (window, "Try the Sandbox"));
  plug_window_begin_new_instance (window);
  g_assert_false (plug_page_test_shows (window, "Subdomain"));

  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "It is <b>not</b> a database.");
  plug_window_set_open_error (window, error);
  plug_page_test_wait_for (window, "It is <b>not</b> a database.");
  gtk_window_destroy (GTK_WINDOW (window));
  plug_page_test_spin ();
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
  add ("/ui/window/finalizes", test_finalizes);
  add ("/ui/window/back-and-forth", test_back_and_forth);
  add ("/ui/window/duplicate", test_duplicate);
  add ("/ui/window/nothing-yet", test_nothing_yet);
  return g_test_run ();
}
