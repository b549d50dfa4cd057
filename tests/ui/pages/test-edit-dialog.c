/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugEditDialog and PlugReauthenticateDialog: what is sent is looked at first, what is masked is
 * never sent, and what is refused is said. */

#include "config.h"

#include "plug-edit-dialog.h"
#include "plug-inventory-private.h"
#include "plug-page-test.h"
#include "plug-reauthenticate-dialog.h"

#include <string.h>

#define CONFIGURATION \
  "{\"username\":\"jane\",\"password\":\"********\",\"sagecrm.subdomain\":\"<b>old</b>\"," \
  "\"oauth.user.token\":\"********\",\"expires_in\":\"3600\",\"bulk\":null}"

static PlugInstance *
save_instance (PlugPageTest *test)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");

  plug_sandbox_edit_instance (test->sandbox, plug_instance_get_id (instance),
                              "{\"configuration\":{\"username\":\"jane\"}}");
  plug_instance_set_configuration (instance, CONFIGURATION);
  return instance;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static gboolean
is_gone_cb (gpointer dialog)
{
  return *(gpointer *) dialog == NULL;
}

static gpointer
show (PlugPageTest *test,
      gpointer      dialog,
      guint        *n_changed)
{
  plug_page_test_show (test, gtk_label_new ("A window"));
  g_signal_connect_swapped (dialog, "changed", G_CALLBACK (count_cb), n_changed);
  gtk_window_present (dialog);
  return dialog;
}

/* Nothing in it asks for more than a narrow window has. */
static void
assert_fits (gpointer dialog)
{
  int least;

  gtk_widget_measure (dialog, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, 360);
}

static void
test_edit (PlugPageTest *test,
           const void   *data)
{
  PlugInstance *instance = save_instance (test);
  guint n_changed = 0;
  gpointer dialog = show (test, plug_edit_dialog_new (test->inventory, instance), &n_changed);

  g_object_add_weak_pointer (dialog, &dialog);
  plug_page_test_wait_for (dialog, "Username");
  assert_fits (dialog);
  g_assert_false (plug_page_test_shows (dialog, "expires_in"));
  g_assert_false (plug_page_test_shows (dialog, "********"));
  g_assert_false (gtk_widget_is_sensitive (plug_page_test_find_button (dialog, "Review")));
  plug_page_test_type (dialog, "Username", "john");
  plug_page_test_type (dialog, "Password", "not-to-be-seen");
  plug_page_test_press (dialog, "Review");
  plug_page_test_wait_for (dialog, "“jane” → “john”");
  g_assert_true (plug_page_test_shows (dialog, "Replaced by what was entered"));
  g_assert_false (plug_page_test_shows (dialog, "not-to-be-seen"));
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "PATCH", NULL), ==, 0);

  /* Back, and the password is left alone after all. */
  plug_page_test_press (dialog, "Back");
  plug_page_test_type (dialog, "Password", "");
  plug_page_test_press (dialog, "Review");
  plug_page_test_wait_for (dialog, "What Is Sent");
  g_assert_false (plug_page_test_shows (dialog, "Replaced by what was entered"));
  plug_page_test_press (dialog, "Save");
  plug_test_spin_until (is_gone_cb, &dialog);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "PATCH", NULL), ==, 1);
  g_assert_nonnull (strstr (plug_instance_get_configuration (instance), "john"));
}

static void
test_refused (PlugPageTest *test,
              const void   *data)
{
  PlugInstance *instance = save_instance (test);
  guint n_changed = 0;
  gpointer dialog = show (test, plug_edit_dialog_new (test->inventory, instance), &n_changed);

  plug_page_test_wait_for (dialog, "Username");
  plug_page_test_type (dialog, "Username", "john");
  plug_page_test_press (dialog, "Review");
  plug_sandbox_push_fault (test->sandbox, "PATCH * status=403");
  plug_page_test_press (dialog, "Save");
  plug_page_test_wait_for (dialog, "lacks the privilege");
  g_assert_cmpuint (n_changed, ==, 0);
  plug_page_test_press (dialog, "Save");
  g_object_add_weak_pointer (dialog, &dialog);
  plug_test_spin_until (is_gone_cb, &dialog);
  g_assert_cmpuint (n_changed, ==, 1);
}

/* What the catalogue knows the kind of is entered as in the form that creates it. */
static void
test_kinds (PlugPageTest *test,
            const void   *data)
{
  g_autoptr (PlugInstance) instance = plug_instance_new (plug_account_get_id (test->account), "7",
                                                         "Talk", "brighttalk");
  guint n_changed = 0;
  gpointer dialog;

  plug_instance_set_configuration (instance, "{\"brighttalk.isstaging\":\"false\","
                                             "\"brighttalk.bulkignore.emailnotpresent\":\"?\"}");
  dialog = show (test, plug_edit_dialog_new (test->inventory, instance), &n_changed);
  plug_page_test_wait_for (dialog, "Staging");
  g_assert_null (plug_page_test_find (dialog, GTK_TYPE_SWITCH, 1));
  g_assert_cmpstr (plug_page_test_read (dialog, "Skip Entries without Email"), ==, "?");
  g_assert_false (gtk_widget_is_sensitive (plug_page_test_find_button (dialog, "Review")));
  gtk_switch_set_active (plug_page_test_find (dialog, GTK_TYPE_SWITCH, 0), TRUE);
  plug_page_test_press (dialog, "Review");
  plug_page_test_wait_for (dialog, "“false” → “true”");
  gtk_window_close (dialog);
  plug_page_test_spin ();
}

static gboolean
is_john_cb (gpointer instance)
{
  return strstr (plug_instance_get_configuration (instance), "john") != NULL;
}

/* The tenant did it and did not say so in time: nobody knows, and then it is found out. */
static void
test_timed_out (PlugPageTest *test,
                const void   *data)
{
  PlugInstance *instance = save_instance (test);
  guint n_changed = 0;
  gpointer dialog = show (test, plug_edit_dialog_new (test->inventory, instance), &n_changed);

  plug_page_test_wait_for (dialog, "Username");
  plug_page_test_type (dialog, "Username", "john");
  plug_page_test_press (dialog, "Review");
  plug_client_set_change_deadline (plug_inventory_get_client (test->inventory), 500);
  plug_sandbox_push_fault (test->sandbox, "PATCH * hang-after");
  plug_page_test_press (dialog, "Save");
  plug_page_test_wait_for (dialog, "The tenant did not answer in time. Checking whether the change "
                                   "was made.");
  plug_test_spin_until (is_john_cb, instance);
  g_assert_cmpuint (n_changed, ==, 0);
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "PATCH", NULL), ==, 1);
  gtk_window_close (dialog);
  plug_page_test_spin ();
}

static void
test_no_settings (PlugPageTest *test,
                  const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  guint n_changed = 0;
  gpointer dialog = show (test, plug_edit_dialog_new (test->inventory, instance), &n_changed);

  plug_page_test_wait_for (dialog, "No Settings Known");
  gtk_window_close (dialog);
  plug_page_test_spin ();
}

/* The form that would create it, without the secrets; the id stays, the token is renewed. */
static void
test_reauthenticate (PlugPageTest *test,
                     const void   *data)
{
  PlugInstance *instance = save_instance (test);
  g_autofree char *id = g_strdup (plug_instance_get_id (instance));
  guint n_changed = 0;
  gpointer dialog;

  dialog = show (test, plug_reauthenticate_dialog_new (test->inventory, test->account, instance),
                 &n_changed);
  g_object_add_weak_pointer (dialog, &dialog);
  plug_page_test_wait_for (dialog, "Subdomain");
  g_assert_cmpstr (plug_page_test_read (dialog, "Username"), ==, "jane");
  g_assert_cmpstr (plug_page_test_read (dialog, "Name"), ==, "Acme");
  plug_page_test_press (dialog, "Authenticate");
  plug_page_test_wait_for (dialog, "is empty");
  plug_page_test_type (dialog, "Subdomain", "sagecrm-0.example.com");
  plug_page_test_type (dialog, "Password", "new password");
  plug_page_test_press (dialog, "Authenticate");
  plug_test_spin_until (is_gone_cb, &dialog);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpstr (plug_instance_get_id (instance), ==, id);
  g_assert_cmpstr (plug_instance_get_name (instance), ==, "Acme");
  g_assert_cmpint (plug_instance_get_token_state (instance), ==, PLUG_TOKEN_SAVED);
  g_assert_cmpuint (plug_sandbox_count_requests (test->sandbox, "PUT", NULL), ==, 1);
  g_assert_cmpuint (plug_sandbox_count_instances (test->sandbox), ==, 1);
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
  add ("/ui/edit-dialog/edit", test_edit);
  add ("/ui/edit-dialog/refused", test_refused);
  add ("/ui/edit-dialog/row-03-timed-out", test_timed_out);
  add ("/ui/edit-dialog/kinds", test_kinds);
  add ("/ui/edit-dialog/no-settings", test_no_settings);
  add ("/ui/reauthenticate-dialog/in-place", test_reauthenticate);
  return g_test_run ();
}
