/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugForm: one form for any connector. */

#include "config.h"

#include "plug-catalogue.h"
#include "plug-field-row.h"
#include "plug-form.h"
#include "plug-free-row.h"
#include "plug-json.h"
#include "plug-page-test.h"
#include "plug-poller-row.h"
#include "plug-request-view.h"

#include <string.h>

#define BULLETS "••••••••"
#define SECRET "CorrectHorseBattery"

/* A form in a window, for what has the focus and what is seen. */
typedef struct {
  GtkWidget *window;
  PlugForm *form;
} Shown;

static void
show_form (Shown         *shown,
           PlugConnector *connector)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  shown->form = PLUG_FORM (plug_form_new ());
  shown->window = gtk_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (shown->form));
  gtk_window_set_child (GTK_WINDOW (shown->window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (shown->window), 700, 900);
  plug_form_set_connector (shown->form, connector);
  plug_form_set_base_url (shown->form, "https://api.example.com/elements/api-v2");
  gtk_window_present (GTK_WINDOW (shown->window));
}

static void
close_form (Shown *shown)
{
  PlugForm *form = g_object_ref (shown->form);

  gtk_window_destroy (GTK_WINDOW (shown->window));
  plug_page_test_spin ();
  plug_test_assert_finalized (form);
}

static JsonNode *
parse (const char *json)
{
  JsonNode *node = plug_json_parse (json, strlen (json), 0, NULL);

  g_assert_nonnull (node);
  return node;
}

static PlugDraft *
create_draft (PlugConnector *connector,
              const char    *json)
{
  g_autoptr (JsonNode) body = parse (json);
  PlugDraft *draft = plug_draft_new (connector);

  g_assert_true (plug_draft_fill_from_body (draft, json_node_get_object (body), NULL));
  return draft;
}

static char *
dup_body (PlugForm *form)
{
  g_autoptr (PlugDraft) draft = plug_form_create_draft (form);

  return plug_draft_build_text (draft, PLUG_DRAFT_REVEAL, FALSE);
}

static void
assert_body (PlugForm   *form,
             const char *expected)
{
  g_autofree char *body = dup_body (form);

  g_assert_cmpstr (body, ==, expected);
}

static PlugConnector *
new_connector (void)
{
  g_autoptr (JsonNode) node = parse (
    "[{\"key\":\"authentication.type\",\"name\":\"Type\",\"type\":\"COMBO\","
    "\"groupControl\":true,\"required\":true,\"defaultValue\":\"basic\",\"options\":["
    "{\"value\":\"basic\",\"description\":\"Basic\"},{\"value\":\"custom\"}]},"
    "{\"key\":\"username\",\"name\":\"Username\",\"required\":true,\"groupName\":\"basic\"},"
    "{\"key\":\"pin\",\"name\":\"Pin\",\"type\":\"PASSWORD\",\"groupName\":\"basic\","
    "\"required\":true},"
    "{\"key\":\"app.key\",\"name\":\"App Key\",\"required\":true,\"groupName\":\"custom\"},"
    "{\"key\":\"scope\",\"name\":\"Scope\",\"groupName\":\"custom\"},"
    "{\"key\":\"tagging\",\"name\":\"Tagging\",\"type\":\"BOOLEAN\"},"
    "{\"key\":\"map\",\"name\":\"Map\",\"type\":\"CODE_EDITOR\",\"defaultValue\":\"{}\"},"
    "{\"key\":\"filter.response.nulls\",\"name\":\"Nulls\",\"type\":\"BOOLEAN\","
    "\"defaultValue\":\"true\"},{},7]");

  return plug_connector_new_from_metadata ("odd", "Odd", "crm", "basic", node, NULL);
}

#define HEAD "{\"element\":{\"key\":\"odd\"},"

static void
expand (PlugForm   *form,
        const char *title)
{
  adw_expander_row_set_expanded (plug_page_test_find_row (form, title), TRUE);
}

static gboolean
is_seen (PlugForm   *form,
         const char *title)
{
  GtkWidget *row = plug_page_test_find_row (form, title);

  return row != NULL && gtk_widget_get_visible (row);
}

static void
choose (PlugForm   *form,
        const char *title,
        guint       position)
{
  GtkWidget *row = plug_page_test_find_row (form, title);

  gtk_drop_down_set_selected (plug_page_test_find (row, GTK_TYPE_DROP_DOWN, 0), position);
}

/* A group comes and goes with its selector, and what was typed into it stays. */
static void
test_groups (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  Shown shown;

  show_form (&shown, connector);
  plug_page_test_type (shown.form, "Name", "n");
  plug_page_test_type (shown.form, "Username", "jane");
  g_assert_false (is_seen (shown.form, "App Key"));
  choose (shown.form, "Type", 1);
  g_assert_false (is_seen (shown.form, "Username"));
  g_assert_true (is_seen (shown.form, "App Key"));
  plug_page_test_type (shown.form, "App Key", "k");
  assert_body (shown.form, HEAD "\"configuration\":{\"authentication.type\":\"custom\","
                                "\"app.key\":\"k\",\"map\":\"{}\"},\"name\":\"n\"}");
  choose (shown.form, "Type", 0);
  g_assert_cmpstr (plug_page_test_read (shown.form, "Username"), ==, "jane");
  assert_body (shown.form, HEAD "\"configuration\":{\"authentication.type\":\"basic\","
                                "\"username\":\"jane\",\"map\":\"{}\"},\"name\":\"n\"}");
  g_assert_true (plug_page_test_shows (shown.form, "2 fields of this connector"));
  close_form (&shown);
}

static const char *const bodies[] = {
  HEAD "\"configuration\":{\"username\":\"jane\",\"pin\":\"" SECRET "\"},\"name\":\"n\"}",
  HEAD "\"configuration\":{\"authentication.type\":\"custom\",\"app.key\":\"k\","
       "\"tagging\":\"true\",\"filter.response.nulls\":true},\"tags\":[\"a\"],\"name\":\"n\"}",
  HEAD "\"configuration\":{\"authentication.type\":\"ntlm\",\"username\":\"u\",\"app.key\":\"k\","
       "\"map\":{\"a\":[1,2]}},\"tags\":[],\"name\":\"n\"}",
  HEAD "\"providerData\":{\"code\":\"c\"},\"configuration\":{\"tagging\":false,"
       "\"map\":\"{\\\"a\\\":1}\",\"unknown\":5,\"own.secret\":{\"a\":true},\"tags\":[\"x\"]},"
       "\"externalAuthentication\":\"initial\",\"name\":\"n\"}",
};

/* What nobody touches is sent as it came, with the folds folded and unfolded. */
static void
test_round_trip (void)
{
  static const char *const folds[] = { "Optional", "More Options" };
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugConnector) other = plug_connector_new ("odd", "Odd", NULL, NULL);
  Shown shown;

  show_form (&shown, connector);
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (PlugDraft) draft = create_draft (connector, bodies[i]);
      g_autoptr (PlugDraft) free_draft = create_draft (other, bodies[i]);
      g_autofree char *expected = plug_draft_build_text (free_draft, PLUG_DRAFT_REVEAL, FALSE);

      g_test_message ("%s", bodies[i]);
      plug_form_load (shown.form, draft);
      assert_body (shown.form, bodies[i]);
      for (gsize j = 0; j < G_N_ELEMENTS (folds); j++)
        expand (shown.form, folds[j]);
      plug_page_test_spin ();
      assert_body (shown.form, bodies[i]);
      plug_form_load (shown.form, free_draft);
      assert_body (shown.form, expected);
    }
  close_form (&shown);
}

/* Touched, a value keeps its type; and what came for another choice goes with it. */
static void
test_touched (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugDraft) draft = create_draft (connector, bodies[1]);
  Shown shown;
  GtkWidget *row;

  show_form (&shown, connector);
  plug_form_load (shown.form, draft);
  row = plug_page_test_find_row (shown.form, "Tagging");
  gtk_switch_set_active (plug_page_test_find (row, GTK_TYPE_SWITCH, 0), FALSE);
  assert_body (shown.form, HEAD "\"configuration\":{\"authentication.type\":\"custom\","
                                "\"app.key\":\"k\",\"tagging\":\"false\","
                                "\"filter.response.nulls\":true},\"tags\":[\"a\"],"
                                "\"name\":\"n\"}");
  choose (shown.form, "Type", 0);
  g_assert_false (is_seen (shown.form, "App Key"));
  assert_body (shown.form, HEAD "\"configuration\":{\"authentication.type\":\"basic\","
                                "\"tagging\":\"false\",\"filter.response.nulls\":true},"
                                "\"tags\":[\"a\"],\"name\":\"n\"}");
  close_form (&shown);
}

static void
test_clear_secrets (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  g_autoptr (PlugDraft) draft =
    create_draft (connector, HEAD "\"providerData\":{\"code\":\"c\"},\"configuration\":{"
                                  "\"username\":\"jane\",\"pin\":\"" SECRET "\","
                                  "\"own.secret\":\"" SECRET "\"},\"name\":\"n\"}");
  Shown shown;

  show_form (&shown, connector);
  plug_form_load (shown.form, draft);
  g_assert_cmpstr (plug_page_test_read (shown.form, "Pin"), ==, SECRET);
  plug_form_clear_secrets (shown.form);
  g_assert_cmpstr (plug_page_test_read (shown.form, "Pin"), ==, "");
  assert_body (shown.form, HEAD "\"configuration\":{\"username\":\"jane\"},\"name\":\"n\"}");
  g_assert_null (plug_draft_get_secret (draft, "pin"));
  g_assert_null (plug_draft_get_provider_data (draft, "code"));
  close_form (&shown);
}

/* Every problem at once, also where it was folded; the first has the focus. */
static void
test_problems (void)
{
  g_autoptr (PlugConnector) connector = new_connector ();
  Shown shown;
  GtkWidget *row;
  PlugDraft *draft;

  show_form (&shown, connector);
  plug_page_test_type (shown.form, "Name", "n");
  plug_page_test_type (shown.form, "Username", "jane");
  plug_page_test_type (shown.form, "Pin", SECRET);
  expand (shown.form, "Optional");
  row = plug_page_test_find_row (shown.form, "Map");
  plug_field_row_set_value (PLUG_FIELD_ROW (row), "{\n \"a\" 1}");
  adw_expander_row_set_expanded (plug_page_test_find_row (shown.form, "Optional"), FALSE);
  g_assert_null (plug_form_check (shown.form));
  plug_page_test_wait_for (shown.form, "Line 2, column 6");
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (shown.window)), row));
  plug_field_row_set_value (PLUG_FIELD_ROW (row), "{\"a\":1}");
  g_assert_false (plug_page_test_shows (shown.form, "Line 2"));
  draft = plug_form_check (shown.form);
  g_assert_nonnull (draft);
  g_object_unref (draft);
  close_form (&shown);
}

static void
type_setting (PlugForm   *form,
              guint       nth,
              const char *key,
              const char *value)
{
  GtkWidget *row = plug_page_test_find (form, PLUG_TYPE_FREE_ROW, nth);
  gboolean secret;

  g_assert_nonnull (row);
  gtk_editable_set_text (plug_page_test_find (row, GTK_TYPE_ENTRY, 0), key);
  secret = plug_free_row_is_secret (PLUG_FREE_ROW (row));
  gtk_editable_set_text (plug_page_test_find (row, secret ? GTK_TYPE_PASSWORD_ENTRY
                                                          : GTK_TYPE_ENTRY, secret ? 0 : 1),
                         value);
}

/* A connector nothing is known of: keys and values, and what is called a secret is one. */
static void
test_free (void)
{
  g_autoptr (PlugConnector) other = plug_connector_new ("odd", "Odd", NULL, NULL);
  Shown shown;
  GtkWidget *row;

  show_form (&shown, other);
  plug_page_test_type (shown.form, "Name", "n");
  assert_body (shown.form, HEAD "\"configuration\":{},\"name\":\"n\"}");
  type_setting (shown.form, 0, "host", "example.com");
  plug_page_test_press (shown.form, "Add Setting");
  type_setting (shown.form, 1, "api.key", SECRET);
  plug_page_test_press (shown.form, "Add Setting");
  type_setting (shown.form, 2, "host", "twice");
  assert_body (shown.form, HEAD "\"configuration\":{\"host\":\"twice\",\"api.key\":\"" SECRET
                                "\"},\"name\":\"n\"}");
  g_assert_null (plug_form_check (shown.form));
  g_assert_true (plug_page_test_shows (shown.form, "This key is there twice"));
  type_setting (shown.form, 2, "", "no key");
  g_assert_null (plug_form_check (shown.form));
  g_assert_true (plug_page_test_shows (shown.form, "The key is missing"));

  row = plug_page_test_find (shown.form, PLUG_TYPE_FREE_ROW, 2);
  plug_page_test_press (row, "Remove Setting");
  g_assert_null (plug_page_test_find (shown.form, PLUG_TYPE_FREE_ROW, 2));
  row = plug_page_test_find (shown.form, PLUG_TYPE_FREE_ROW, 0);
  gtk_toggle_button_set_active (plug_page_test_find (row, GTK_TYPE_TOGGLE_BUTTON, 0), TRUE);
  expand (shown.form, "Show Request");
  plug_page_test_wait_for (shown.form, "\"host\" : \"" BULLETS "\"");
  g_assert_false (plug_page_test_shows (shown.form, SECRET));
  g_assert_true (plug_form_is_changed (shown.form));
  plug_form_reset (shown.form);
  g_assert_false (plug_form_is_changed (shown.form));
  close_form (&shown);
}

static GtkCheckButton *
find_check (PlugForm   *form,
            const char *label)
{
  GtkWidget *row = plug_page_test_find (form, PLUG_TYPE_POLLER_ROW, 0);

  for (guint i = 0; ; i++)
    {
      GtkCheckButton *check = plug_page_test_find (row, GTK_TYPE_CHECK_BUTTON, i);

      g_assert_nonnull (check);
      if (g_strcmp0 (gtk_check_button_get_label (check), label) == 0)
        return check;
    }
}

static JsonObject *
dup_pollers (PlugForm *form)
{
  g_autofree char *body = dup_body (form);
  g_autoptr (JsonNode) node = parse (body);
  JsonObject *configuration = plug_json_get_object (json_node_get_object (node), "configuration");
  const char *text = plug_json_get_string (configuration, "event.poller.configuration");
  g_autoptr (JsonNode) pollers = text != NULL ? parse (text) : NULL;

  return pollers != NULL ? json_object_ref (json_node_get_object (pollers)) : NULL;
}

/* Contract section 8.1: the checklist and the JSON are two views of one thing. */
static void
test_events (void)
{
  Shown shown;
  GtkWidget *row;
  PlugFieldRow *code;
  g_autoptr (JsonObject) all = NULL;
  g_autoptr (JsonObject) fewer = NULL;
  g_autoptr (JsonObject) own = NULL;

  show_form (&shown, plug_catalogue_find ("sagecrm"));
  plug_page_test_type (shown.form, "Name", "n");
  expand (shown.form, "Events");
  g_assert_false (is_seen (shown.form, "Callback URL"));
  g_assert_null (dup_pollers (shown.form));
  row = plug_page_test_find_row (shown.form, "Receive Events");
  gtk_switch_set_active (plug_page_test_find (row, GTK_TYPE_SWITCH, 0), TRUE);
  g_assert_true (is_seen (shown.form, "Callback URL"));
  plug_page_test_wait_for (shown.form, "time zone");
  all = dup_pollers (shown.form);
  g_assert_cmpuint (json_object_get_size (all), ==, 5);

  gtk_check_button_set_active (find_check (shown.form, "Leads"), FALSE);
  fewer = dup_pollers (shown.form);
  g_assert_cmpuint (json_object_get_size (fewer), ==, 4);
  g_assert_false (json_object_has_member (fewer, "leads"));

  code = plug_page_test_find_row (shown.form, "Poller Configuration");
  plug_field_row_set_value (code, "{\"users\":{\"url\":\"/mine\"},\"mine\":{\"url\":\"/x\"}}");
  g_assert_true (gtk_check_button_get_active (find_check (shown.form, "Users")));
  g_assert_false (gtk_check_button_get_active (find_check (shown.form, "Accounts")));
  gtk_check_button_set_active (find_check (shown.form, "Leads"), TRUE);
  own = dup_pollers (shown.form);
  g_assert_cmpuint (json_object_get_size (own), ==, 3);
  g_assert_cmpstr (plug_json_get_string (json_object_get_object_member (own, "users"), "url"), ==,
                   "/mine");
  plug_field_row_set_value (code, "{\"users\":");
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (find_check (shown.form, "Users"))));

  gtk_switch_set_active (plug_page_test_find (row, GTK_TYPE_SWITCH, 0), FALSE);
  assert_body (shown.form, "{\"element\":{\"key\":\"sagecrm\"},\"configuration\":{},"
                           "\"name\":\"n\"}");
  close_form (&shown);
}

static GtkTextBuffer *
get_request (PlugForm *form)
{
  GtkWidget *row = plug_page_test_find_row (form, "Request");
  GtkWidget *view = plug_page_test_find (row, GTK_TYPE_TEXT_VIEW, 0);

  gtk_widget_grab_focus (view);
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
}

static char *
dup_request (PlugForm *form)
{
  GtkTextBuffer *buffer = get_request (form);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
edit_request (PlugForm   *form,
              const char *before,
              const char *after)
{
  g_autofree char *text = dup_request (form);
  g_auto (GStrv) parts = g_strsplit (text, before, -1);
  g_autofree char *edited = g_strjoinv (after, parts);

  g_assert_nonnull (strstr (text, before));
  gtk_text_buffer_set_text (get_request (form), edited, -1);
}

/* The request is a form too. */
static void
test_request (void)
{
  Shown shown;
  PlugDraft *draft;
  g_autofree char *text = NULL;

  show_form (&shown, plug_catalogue_find ("sagecrm"));
  plug_page_test_type (shown.form, "Name", "n");
  plug_page_test_type (shown.form, "Subdomain", "crm.example.com");
  plug_page_test_type (shown.form, "Username", "jane");
  plug_page_test_type (shown.form, "Password", SECRET);
  expand (shown.form, "Show Request");
  plug_page_test_wait_for (shown.form, "\"jane\"");

  edit_request (shown.form, "\"jane\"", "\"john\",\n    \"own\" : 5");
  g_assert_cmpstr (plug_page_test_read (shown.form, "Username"), ==, "john");
  g_assert_cmpstr (plug_page_test_read (shown.form, "Password"), ==, SECRET);
  assert_body (shown.form, "{\"element\":{\"key\":\"sagecrm\"},\"configuration\":{"
                           "\"subdomain\":\"crm.example.com\",\"username\":\"john\","
                           "\"password\":\"" SECRET "\",\"own\":5},\"name\":\"n\"}");

  /* A mistake is said at its place, and the form stays as it was. */
  edit_request (shown.form, "\"john\",", "\"joe\"");
  g_assert_true (plug_page_test_shows (shown.form, "Line 8, column 5"));
  g_assert_cmpstr (plug_page_test_read (shown.form, "Username"), ==, "john");
  g_assert_null (plug_form_check (shown.form));
  edit_request (shown.form, "\"joe\"", "\"joe\",");
  g_assert_false (plug_page_test_shows (shown.form, "Line 8"));
  g_assert_cmpstr (plug_page_test_read (shown.form, "Username"), ==, "joe");
  draft = plug_form_check (shown.form);
  g_assert_nonnull (draft);
  g_object_unref (draft);

  edit_request (shown.form, "\"name\"", "\"nom\"");
  g_assert_true (plug_page_test_shows (shown.form, "“nom” does not belong into a request."));
  edit_request (shown.form, "\"nom\"", "\"name\"");
  edit_request (shown.form, "sagecrm", "sftp");
  g_assert_true (plug_page_test_shows (shown.form, "another connector"));
  edit_request (shown.form, "sftp", "sagecrm");

  /* A secret that is typed there is a secret, and bullets when the focus is elsewhere. */
  edit_request (shown.form, BULLETS, "typed-here");
  g_assert_cmpstr (plug_page_test_read (shown.form, "Password"), ==, "typed-here");
  gtk_widget_grab_focus (GTK_WIDGET (shown.form));
  plug_page_test_spin ();
  g_assert_false (plug_page_test_shows (shown.form, "typed-here"));
  text = dup_request (shown.form);
  g_assert_nonnull (strstr (text, BULLETS));
  close_form (&shown);
}

/* The other way: what is typed into the form replaces even what could not be read. */
static void
test_request_follows (void)
{
  Shown shown;

  show_form (&shown, plug_catalogue_find ("sagecrm"));
  expand (shown.form, "Show Request");
  plug_page_test_type (shown.form, "Username", "jane");
  plug_page_test_wait_for (shown.form, "\"jane\"");
  edit_request (shown.form, "\"jane\"", "oops");
  g_assert_true (plug_page_test_shows (shown.form, "Line 6"));
  gtk_widget_grab_focus (GTK_WIDGET (shown.form));
  plug_page_test_type (shown.form, "Username", "joe");
  g_assert_false (plug_page_test_shows (shown.form, "Line 6"));
  g_assert_true (plug_page_test_shows (shown.form, "\"joe\""));
  close_form (&shown);
}

#define TITLE "A Rather Long Name of a Field With Many Words in It, Number"

static PlugConnector *
new_large_connector (guint n,
                     guint n_required)
{
  static const char *const types[] = { "TEXTFIELD_128", "BOOLEAN", "TEXTFIELD_32", "PASSWORD",
                                       "TEXTFIELD_1000", "COMBO", "TEXTAREA" };
  GString *json = g_string_new ("[");
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (json, "%s{\"key\":\"field.%u\",\"name\":\"" TITLE " %u\","
                                  "\"description\":\"What it is for\",\"type\":\"%s\","
                                  "\"required\":%s,\"options\":[{\"value\":\"A very"
                                  " long option that no narrow window has room for, and still it"
                                  " has to fit\"}]}",
                            i > 0 ? "," : "", i, i, types[i % G_N_ELEMENTS (types)],
                            i < n_required ? "true" : "false");
  text = g_string_free (g_string_append_c (json, ']'), FALSE);
  node = parse (text);
  return plug_connector_new_from_metadata ("large", "Large", NULL, NULL, node, NULL);
}

static void
print_layout_time (guint n,
                   guint n_required)
{
  g_autoptr (PlugConnector) connector = new_large_connector (n, n_required);
  g_autofree char *last = NULL;
  g_autofree char *beyond = NULL;
  Shown shown;
  gint64 start;
  int height;

  show_form (&shown, plug_catalogue_find ("sagecrm"));
  plug_page_test_spin ();
  start = g_get_monotonic_time ();
  plug_form_set_connector (shown.form, connector);
  gtk_widget_measure (GTK_WIDGET (shown.form), GTK_ORIENTATION_VERTICAL, 700, &height, NULL, NULL,
                      NULL);
  g_test_message ("%u fields, %u of them required: %.1f ms", n, n_required,
                  (double) (g_get_monotonic_time () - start) / 1000);
  g_assert_cmpint (height, >, 20 * 40);
  plug_page_test_spin ();
  /* What is further down comes in the turns after. */
  last = g_strdup_printf (TITLE " %u", n_required - 1);
  beyond = g_strdup_printf (TITLE " %u", n_required);
  g_assert_nonnull (plug_page_test_find_row (shown.form, last));
  g_assert_null (plug_page_test_find_row (shown.form, beyond));
  close_form (&shown);
}

/* Sage Live has 57 fields; how long they take depends on the machine, so it is only said. */
static void
test_layout_time (void)
{
  print_layout_time (57, 20);
  print_layout_time (57, 57);
}

/* Nothing is wider than 360 pixels less the margins of a page. */
static void
test_narrow (void)
{
  static const char *const folds[] = { "Optional", "Events", "More Options", "Show Request" };
  g_autoptr (PlugConnector) large = new_large_connector (30, 15);
  g_autoptr (PlugConnector) other = plug_connector_new ("odd", "Odd", NULL, NULL);
  PlugConnector *connectors[] = { large, other, plug_catalogue_find ("sagecrm") };
  Shown shown;
  int width;

  show_form (&shown, other);
  for (gsize i = 0; i < G_N_ELEMENTS (connectors); i++)
    {
      plug_form_set_connector (shown.form, connectors[i]);
      for (gsize j = 0; j < G_N_ELEMENTS (folds); j++)
        expand (shown.form, folds[j]);
      plug_page_test_spin ();
      gtk_widget_measure (GTK_WIDGET (shown.form), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL,
                          NULL, NULL);
      g_assert_cmpint (width, <=, 360 - 2 * 12);
    }
  close_form (&shown);
}

/* Documented bodies through a form, when they are there. */
static void
test_payloads (void)
{
  static const char *const names[] = {
    "01-create-sagecrm-seed.json", "04-create-sagecrm-polling.json", "07-create-sftp-basic.json",
    "09-create-pardot-apikey.json", "11-create-fieldaware-custom.json",
    "19-create-box-oauth2.json", "22-create-quickbooks-oauth1.json",
    "29-create-adobesign-tags-inside-configuration.json",
  };
  g_autoptr (PlugConnector) other = plug_connector_new ("odd", "Odd", NULL, NULL);
  Shown shown;

  show_form (&shown, other);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *relative = g_strconcat ("payloads/", names[i], NULL);
      g_autofree char *path = plug_test_dup_shared (relative);
      g_autofree char *text = NULL;
      g_autofree char *built = NULL;
      g_autoptr (JsonNode) expected = NULL;
      g_autoptr (JsonNode) body = NULL;
      g_autoptr (PlugConnector) connector = NULL;
      g_autoptr (PlugDraft) draft = NULL;
      const char *key;

      if (path == NULL)
        {
          g_test_skip ("The shared payloads are not here");
          break;
        }
      g_test_message ("%s", names[i]);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      expected = parse (text);
      key = plug_json_get_string (plug_json_get_object (json_node_get_object (expected),
                                                        "element"), "key");
      connector = plug_catalogue_find (key) != NULL ? g_object_ref (plug_catalogue_find (key))
                                                    : plug_connector_new (key, key, NULL, NULL);
      draft = create_draft (connector, text);
      plug_form_load (shown.form, draft);
      plug_page_test_spin ();
      built = dup_body (shown.form);
      body = parse (built);
      if (!json_node_equal (expected, body))
        g_assert_cmpstr (built, ==, text);
    }
  close_form (&shown);
}

/* Everything the connector asks for, each in a shape of its own. */
static JsonNode *
create_full_body (PlugConnector *connector)
{
  GListModel *lists[] = { plug_connector_list_fields (connector),
                          plug_connector_list_event_fields (connector) };
  g_autoptr (JsonObject) body = json_object_new ();
  JsonObject *element = json_object_new ();
  JsonObject *configuration = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      for (guint j = 0; j < g_list_model_get_n_items (lists[i]); j++)
        {
          g_autoptr (PlugField) field = g_list_model_get_item (lists[i], j);
          const char *key = plug_field_get_key (field);

          if (plug_field_get_kind (field) == PLUG_FIELD_SWITCH && j % 2 == 0)
            json_object_set_boolean_member (configuration, key, TRUE);
          else if (plug_field_get_kind (field) == PLUG_FIELD_SWITCH)
            json_object_set_string_member (configuration, key, "false");
          else if (plug_field_get_kind (field) == PLUG_FIELD_CODE)
            json_object_set_object_member (configuration, key, json_object_new ());
          else
            json_object_set_string_member (configuration, key, "<INSERT_A_VALUE>");
        }
    }
  json_object_set_string_member (element, "key", plug_connector_get_key (connector));
  json_object_set_object_member (body, "element", element);
  json_object_set_object_member (body, "configuration", configuration);
  json_object_set_string_member (body, "name", "<INSERT_INSTANCE_NAME>");
  return json_node_init_object (json_node_alloc (), body);
}

/* Every connector of the catalogue has a form that fits and gives back what it was filled with. */
static void
test_catalogue (void)
{
  GListModel *catalogue = plug_catalogue_list ();
  Shown shown;
  int width;

  show_form (&shown, plug_catalogue_find ("sagecrm"));
  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr (PlugConnector) connector = g_list_model_get_item (catalogue, i);
      g_autoptr (JsonNode) body = create_full_body (connector);
      g_autoptr (PlugDraft) draft = plug_draft_new (connector);
      g_autoptr (JsonNode) built = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%s", plug_connector_get_key (connector));
      g_assert_true (plug_draft_fill_from_body (draft, json_node_get_object (body), NULL));
      plug_form_load (shown.form, draft);
      text = dup_body (shown.form);
      built = parse (text);
      g_assert_true (json_node_equal (body, built));
      gtk_widget_measure (GTK_WIDGET (shown.form), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL,
                          NULL, NULL);
      g_assert_cmpint (width, <=, 360 - 2 * 12);
    }
  close_form (&shown);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/form/groups", test_groups);
  g_test_add_func ("/ui/form/round-trip", test_round_trip);
  g_test_add_func ("/ui/form/touched", test_touched);
  g_test_add_func ("/ui/form/clear-secrets", test_clear_secrets);
  g_test_add_func ("/ui/form/problems", test_problems);
  g_test_add_func ("/ui/form/free", test_free);
  g_test_add_func ("/ui/form/events", test_events);
  g_test_add_func ("/ui/form/request", test_request);
  g_test_add_func ("/ui/form/request-follows", test_request_follows);
  g_test_add_func ("/ui/form/layout-time", test_layout_time);
  g_test_add_func ("/ui/form/narrow", test_narrow);
  g_test_add_func ("/ui/form/catalogue", test_catalogue);
  g_test_add_func ("/ui/form/payloads", test_payloads);
  return g_test_run ();
}
