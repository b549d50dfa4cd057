/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugConnectorPicker against a pretend tenant, and the lines it is made of. */

#include "config.h"

#include "plug-catalogue.h"
#include "plug-connector-picker.h"
#include "plug-page-test.h"
#include "plug-picker-model.h"
#include "plug-picker-row.h"

#include <string.h>

static const char *const finalized[] = {
  "PlugConnectorPicker", "PlugPickerItem", "PlugPickerModel", "PlugPickerRow",
};

/* What the picker said. */
typedef struct {
  guint cancelled;
  PlugConnector *chosen;
} Heard;

/* The lines */

static PlugPickerItem *
get_line (GListModel *lines,
          guint       position)
{
  g_autoptr (PlugPickerItem) item = g_list_model_get_item (lines, position);

  return item; /* the model holds it */
}

static void
assert_line (GListModel *lines,
             guint       position,
             const char *title,
             const char *key)
{
  PlugPickerItem *item = get_line (lines, position);
  PlugConnector *connector;

  g_assert_nonnull (item);
  g_assert_cmpstr (plug_picker_item_get_title (item), ==, title);
  connector = plug_picker_item_get_connector (item);
  g_assert_cmpstr (connector != NULL ? plug_connector_get_key (connector) : NULL, ==, key);
}

static void
assert_caption (GListModel *lines,
                guint       position,
                const char *caption)
{
  g_assert_cmpstr (plug_picker_item_get_caption (get_line (lines, position)), ==, caption);
}

static GListStore *
new_connectors (void)
{
  GListStore *store = g_list_store_new (PLUG_TYPE_CONNECTOR);
  g_autoptr (PlugConnector) alpha = plug_connector_new ("a1", "Alpha <b>CRM</b>", "crm", "basic");
  g_autoptr (PlugConnector) beta = plug_connector_new ("beta.crm", "Beta", "finance", "oauth2");
  g_autoptr (PlugConnector) gamma = plug_connector_new ("c3", "Gamma", "logistics", "hmac");
  g_autoptr (PlugConnector) delta = plug_connector_new ("d4", "Xcrm Delta", "", "");

  g_list_store_append (store, alpha);
  g_list_store_append (store, beta);
  g_list_store_append (store, gamma);
  g_list_store_append (store, delta);
  return store;
}

static void
test_sections (void)
{
  g_autoptr (GListStore) store = new_connectors ();
  g_autoptr (PlugPickerModel) model = plug_picker_model_new (G_LIST_MODEL (store));
  GListModel *lines = plug_picker_model_get_lines (model);

  g_assert_cmpuint (g_list_model_get_n_items (lines), ==, 9);
  g_assert_cmpuint (plug_picker_model_get_n_matches (model), ==, 4);
  assert_line (lines, 0, "Customer Relations (CRM)", NULL);
  assert_line (lines, 1, "Alpha <b>CRM</b>", "a1");
  assert_line (lines, 2, "Finance", NULL);
  assert_line (lines, 3, "Beta", "beta.crm");
  assert_line (lines, 4, "Logistics", NULL);
  assert_line (lines, 5, "Gamma", "c3");
  assert_line (lines, 6, "Without a Hub", NULL);
  assert_line (lines, 7, "Xcrm Delta", "d4");
  assert_line (lines, 8, "Other Connector…", NULL);
  g_assert_false (plug_picker_item_is_choice (get_line (lines, 0)));
  g_assert_true (plug_picker_item_is_choice (get_line (lines, 8)));
  assert_caption (lines, 1, "Username and password · a1");
  assert_caption (lines, 7, "d4");
}

static void
test_recent (void)
{
  static const char *const keys[] = { "c3", "nosuch", "a1", NULL };
  static const char *const none[] = { "nosuch", NULL };
  g_autoptr (GListStore) store = new_connectors ();
  g_autoptr (PlugPickerModel) model = plug_picker_model_new (G_LIST_MODEL (store));
  GListModel *lines = plug_picker_model_get_lines (model);

  plug_picker_model_set_recent (model, keys);
  assert_line (lines, 0, "Recently Used", NULL);
  assert_line (lines, 1, "Gamma", "c3");
  assert_line (lines, 2, "Alpha <b>CRM</b>", "a1");
  assert_line (lines, 3, "Customer Relations (CRM)", NULL);
  assert_caption (lines, 1, "Logistics · hmac · c3");
  g_list_store_remove (store, 2);
  assert_line (lines, 1, "Alpha <b>CRM</b>", "a1");
  plug_picker_model_set_recent (model, none);
  assert_line (lines, 0, "Customer Relations (CRM)", NULL);
}

/* What was certainly meant comes first, what is of the hub last. */
static void
test_ranks (void)
{
  g_autoptr (GListStore) store = new_connectors ();
  g_autoptr (PlugPickerModel) model = plug_picker_model_new (G_LIST_MODEL (store));
  GListModel *lines = plug_picker_model_get_lines (model);

  plug_picker_model_set_search (model, " CRM ");
  g_assert_cmpuint (plug_picker_model_get_n_matches (model), ==, 3);
  assert_line (lines, 0, "Alpha <b>CRM</b>", "a1");
  assert_line (lines, 1, "Xcrm Delta", "d4");
  assert_line (lines, 2, "Beta", "beta.crm");
  assert_line (lines, 3, "Other Connector…", NULL);
  plug_picker_model_set_search (model, "d4");
  assert_line (lines, 0, "Xcrm Delta", "d4");
  plug_picker_model_set_search (model, "finance beta");
  g_assert_cmpuint (plug_picker_model_get_n_matches (model), ==, 1);
  plug_picker_model_set_search (model, "nothing");
  g_assert_cmpuint (plug_picker_model_get_n_matches (model), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (lines), ==, 1);
  plug_picker_model_set_search (model, "");
  g_assert_cmpuint (g_list_model_get_n_items (lines), ==, 9);
}

static void
assert_first (PlugPickerModel *model,
              const char      *text,
              const char      *key)
{
  plug_picker_model_set_search (model, text);
  g_test_message ("%s", text);
  g_assert_cmpstr (plug_connector_get_key (plug_picker_item_get_connector (
                     get_line (plug_picker_model_get_lines (model), 0))), ==, key);
}

static void
test_catalogue (void)
{
  g_autoptr (PlugPickerModel) model = plug_picker_model_new (plug_catalogue_list ());

  assert_first (model, "sagecrm", "sagecrm");
  assert_first (model, "sage crm", "sagecrm");
  assert_first (model, "Sage C", "sagecrm");
  assert_first (model, "salesforce sales", "sfdc");
  assert_first (model, "sfdc", "sfdc");
  assert_first (model, "hubspot crm", "hubspotcrm");
  assert_first (model, "box", "box");
  assert_first (model, "jira", "jira");
  assert_first (model, "stripe", "stripe");
  assert_first (model, "help desk zendesk", "zendesk");
}

/* The picker */

static void
cancelled_cb (Heard *heard)
{
  heard->cancelled++;
}

static void
chosen_cb (Heard         *heard,
           PlugConnector *connector)
{
  g_set_object (&heard->chosen, connector);
}

static GtkWidget *
show_picker (PlugPageTest *test,
             Heard        *heard)
{
  GtkWidget *picker = plug_connector_picker_new (test->inventory);

  memset (heard, 0, sizeof *heard);
  g_signal_connect_swapped (picker, "cancelled", G_CALLBACK (cancelled_cb), heard);
  g_signal_connect_swapped (picker, "chosen", G_CALLBACK (chosen_cb), heard);
  plug_page_test_show (test, picker);
  plug_connector_picker_start (PLUG_CONNECTOR_PICKER (picker));
  return picker;
}

static void
clear_heard (Heard *heard)
{
  g_clear_object (&heard->chosen);
}

static GtkWidget *
get_search (GtkWidget *picker)
{
  return plug_page_test_find (picker, GTK_TYPE_SEARCH_ENTRY, 0);
}

static void
search_for (GtkWidget  *picker,
            const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_search (picker)), text);
}

static void
press_key (GtkWidget *picker,
           guint      keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (get_search (picker));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
      if (handled)
        return;
    }
  g_assert_not_reached ();
}

static void
choose_selected (GtkWidget *picker)
{
  g_signal_emit_by_name (get_search (picker), "activate");
}

static void
test_search (PlugPageTest *test,
             const void   *data)
{
  Heard heard;
  GtkWidget *picker = show_picker (test, &heard);

  g_assert_true (gtk_widget_is_focus (
    GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (get_search (picker))))));
  search_for (picker, "sage crm");
  choose_selected (picker);
  g_assert_true (heard.chosen == plug_catalogue_find ("sagecrm"));
  search_for (picker, "twilio");
  press_key (picker, GDK_KEY_Down);
  choose_selected (picker);
  g_assert_cmpstr (plug_connector_get_key (heard.chosen), ==, "twiliov2");
  press_key (picker, GDK_KEY_Up);
  press_key (picker, GDK_KEY_Up);
  choose_selected (picker);
  g_assert_cmpstr (plug_connector_get_key (heard.chosen), ==, "twilio");
  g_assert_cmpuint (heard.cancelled, ==, 0);
  clear_heard (&heard);
}

/* Without a search, too, Enter takes the first connector, and the keys skip the headings. */
static void
test_browse (PlugPageTest *test,
             const void   *data)
{
  Heard heard;
  GtkWidget *picker = show_picker (test, &heard);
  g_autofree char *first = NULL;

  choose_selected (picker);
  first = g_strdup (plug_connector_get_key (heard.chosen));
  for (guint i = 0; i < 200; i++)
    {
      press_key (picker, i % 3 == 0 ? GDK_KEY_Page_Down : GDK_KEY_Down);
      if (i == 20)
        choose_selected (picker);
    }
  g_assert_cmpstr (plug_connector_get_key (heard.chosen), !=, first);
  choose_selected (picker);
  g_assert_true (plug_page_test_shows (picker, "Any connector of the tenant can be used"));
  g_signal_emit_by_name (get_search (picker), "stop-search");
  g_assert_cmpuint (heard.cancelled, ==, 0);
  for (guint i = 0; i < 200; i++)
    press_key (picker, GDK_KEY_Up);
  choose_selected (picker);
  g_assert_cmpstr (plug_connector_get_key (heard.chosen), ==, first);
  g_signal_emit_by_name (get_search (picker), "stop-search");
  g_assert_cmpuint (heard.cancelled, ==, 1);
  clear_heard (&heard);
}

static void
test_other (PlugPageTest *test,
            const void   *data)
{
  Heard heard;
  GtkWidget *picker = show_picker (test, &heard);

  search_for (picker, " mill(eu) <b> ");
  g_assert_true (plug_page_test_shows (picker, "No connector matches “ mill(eu) <b> ”"));
  plug_page_test_press (picker, "Other Connector");
  g_assert_cmpstr (plug_page_test_read (picker, "Connector"), ==, "mill(eu) <b>");
  plug_page_test_type (picker, "Connector", "  ");
  plug_page_test_press (picker, "Use Connector");
  g_assert_true (plug_page_test_shows (picker, "The key is empty."));
  plug_page_test_type (picker, "Connector", "..");
  plug_page_test_press (picker, "Use Connector");
  g_assert_true (plug_page_test_shows (picker, "The tenant has no connector of that key."));
  g_assert_null (heard.chosen);

  plug_page_test_type (picker, "Connector", " mill(eu)/x y ");
  plug_page_test_press (picker, "Use Connector");
  g_assert_cmpstr (plug_connector_get_key (heard.chosen), ==, "mill(eu)/x y");
  g_assert_cmpuint (g_list_model_get_n_items (plug_connector_list_fields (heard.chosen)), ==, 0);

  /* One that is known is the one that is known. */
  plug_page_test_type (picker, "Connector", "basecrm");
  plug_page_test_press (picker, "Use Connector");
  g_assert_true (heard.chosen == plug_catalogue_find ("basecrm"));
  clear_heard (&heard);
}

static void
test_tenant (PlugPageTest *test,
             const void   *data)
{
  Heard heard;
  GtkWidget *picker = show_picker (test, &heard);

  g_assert_true (plug_page_test_shows (picker, "Built into Plugboard; an account adds"));
  plug_connector_picker_set_account (PLUG_CONNECTOR_PICKER (picker), test->account);
  plug_page_test_wait_for (picker, "offers, asked just now");
  search_for (picker, "aurelius");
  plug_page_test_wait_for (picker, "Aurelius HR");
  g_assert_true (plug_page_test_shows (picker, "Human Resources · Own credentials · aurelius-hr"));
  choose_selected (picker);
  g_assert_cmpstr (plug_connector_get_key (heard.chosen), ==, "aurelius-hr");

  plug_sandbox_push_fault (test->sandbox, "GET /elements status=503 times=1");
  plug_page_test_press (picker, "Ask the Tenant Again");
  g_assert_true (plug_page_test_shows (picker, "for its connectors…"));
  plug_page_test_wait_for (picker, "could not be asked for its connectors.");
  g_assert_true (plug_page_test_shows (picker, "Aurelius HR"));
  plug_page_test_press (picker, "Try Again");
  plug_page_test_wait_for (picker, "offers, asked just now");
  g_assert_null (plug_page_test_find_button (picker, "Try Again"));
  clear_heard (&heard);
}

static void
test_recently_used (PlugPageTest *test,
                    const void   *data)
{
  PlugInstance *instance = plug_page_test_save_instance (test, "Acme", "a token");
  Heard heard;
  GtkWidget *picker = show_picker (test, &heard);

  plug_page_test_wait_for (picker, "Recently Used");
  choose_selected (picker);
  g_assert_cmpstr (plug_connector_get_key (heard.chosen), ==,
                   plug_instance_get_connector_key (instance));
  clear_heard (&heard);
}

static void
test_finalized (PlugPageTest *test,
                const void   *data)
{
  Heard heard;
  gpointer picker = show_picker (test, &heard);
  gpointer row;
  gpointer item;
  g_autoptr (GListStore) store = new_connectors ();
  PlugPickerModel *model = plug_picker_model_new (G_LIST_MODEL (store));

  plug_page_test_spin ();
  row = plug_page_test_find (picker, PLUG_TYPE_PICKER_ROW, 0);
  item = plug_picker_row_get_item (row);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (picker), ==, finalized[0]);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (item), ==, finalized[1]);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (model), ==, finalized[2]);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (row), ==, finalized[3]);
  plug_test_assert_finalized (model);
  g_object_add_weak_pointer (picker, &picker);
  g_object_add_weak_pointer (row, &row);
  g_object_add_weak_pointer (item, &item);
  plug_page_test_close (test);
  while (picker != NULL || row != NULL || item != NULL)
    g_main_context_iteration (NULL, TRUE);
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
  g_test_add_func ("/ui/connector-picker/sections", test_sections);
  g_test_add_func ("/ui/connector-picker/recent", test_recent);
  g_test_add_func ("/ui/connector-picker/ranks", test_ranks);
  g_test_add_func ("/ui/connector-picker/catalogue", test_catalogue);
  add ("/ui/connector-picker/search", test_search);
  add ("/ui/connector-picker/browse", test_browse);
  add ("/ui/connector-picker/other", test_other);
  add ("/ui/connector-picker/tenant", test_tenant);
  add ("/ui/connector-picker/recently-used", test_recently_used);
  add ("/ui/connector-picker/finalized", test_finalized);
  return g_test_run ();
}
