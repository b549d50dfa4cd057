/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugFieldRow: every kind of field, what it gives and what it forgets. */

#include "config.h"

#include "plug-field-row.h"
#include "plug-page-test.h"

static PlugFieldRow *
create_row (const char    *key,
            PlugFieldKind  kind)
{
  g_autoptr (PlugField) field = plug_field_new (key, "A & <b>Label</b>", kind);

  return g_object_ref_sink (PLUG_FIELD_ROW (plug_field_row_new (field)));
}

static void
test_text (void)
{
  g_autoptr (PlugField) field = plug_field_new ("subdomain", "Subdomain", PLUG_FIELD_TEXT);
  PlugFieldRow *row;
  g_autofree char *value = NULL;

  plug_field_set_normalize (field, PLUG_FIELD_NORMALIZE_HOST);
  row = g_object_ref_sink (PLUG_FIELD_ROW (plug_field_row_new (field)));
  g_assert_false (plug_field_row_is_changed (row));
  plug_page_test_type (row, "Subdomain", " https://crm.example.com/sdata/ ");
  g_assert_true (plug_field_row_is_changed (row));
  value = plug_field_row_dup_value (row);
  g_assert_cmpstr (value, ==, "crm.example.com");
  g_assert_cmpstr (plug_page_test_read (row, "Subdomain"), ==, " https://crm.example.com/sdata/ ");
  plug_field_row_normalize (row);
  g_assert_cmpstr (plug_page_test_read (row, "Subdomain"), ==, "crm.example.com");
  plug_field_row_reset (row);
  g_assert_false (plug_field_row_is_changed (row));
  plug_test_assert_finalized (row);
}

static void
normalized_cb (PlugFieldRow *row,
               guint        *count)
{
  (*count)++;
}

/* A paste is in the middle of its insertion when "changed" comes, so the host comes after it. */
static void
test_paste (void)
{
  g_autoptr (PlugField) field = plug_field_new ("subdomain", "Subdomain", PLUG_FIELD_TEXT);
  PlugFieldRow *row;
  GtkEditable *entry;
  guint changes = 0;

  plug_field_set_normalize (field, PLUG_FIELD_NORMALIZE_HOST);
  row = g_object_ref_sink (PLUG_FIELD_ROW (plug_field_row_new (field)));
  g_signal_connect (row, "changed", G_CALLBACK (normalized_cb), &changes);
  entry = plug_page_test_find (row, GTK_TYPE_ENTRY, 0);
  g_signal_emit_by_name (gtk_editable_get_delegate (entry), "paste-clipboard");
  gtk_editable_set_text (entry, "https://crm.example.com/path");
  plug_page_test_spin ();
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "crm.example.com");
  g_assert_cmpuint (changes, >=, 2);
  gtk_editable_set_text (entry, "https://typed");
  plug_page_test_spin ();
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "https://typed");
  plug_test_assert_finalized (row);
}

static void
test_secret (void)
{
  g_autoptr (PlugConnector) connector = plug_connector_new ("x", "X", "crm", "basic");
  g_autoptr (PlugDraft) draft = plug_draft_new (connector);
  PlugFieldRow *row = create_row ("password", PLUG_FIELD_PASSWORD);
  GtkEditable *entry = plug_page_test_find (row, GTK_TYPE_PASSWORD_ENTRY, 0);
  GtkText *text = GTK_TEXT (gtk_editable_get_delegate (entry));

  g_assert_nonnull (entry);
  gtk_editable_set_text (entry, " kept as typed ");
  plug_field_row_normalize (row);
  g_assert_null (plug_field_row_dup_value (row));
  plug_field_row_apply (row, draft);
  g_assert_cmpstr (plug_secret_peek (plug_draft_get_secret (draft, "password")), ==,
                   " kept as typed ");

  /* Undo comes back with the peek, and must not bring back what was cleared. */
  gtk_text_set_visibility (text, TRUE);
  plug_page_test_spin ();
  g_assert_false (gtk_editable_get_enable_undo (GTK_EDITABLE (text)));
  plug_field_row_reset (row);
  plug_page_test_spin ();
  gtk_widget_activate_action (GTK_WIDGET (text), "text.undo", NULL);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "");
  g_assert_false (gtk_text_get_visibility (text));
  plug_test_assert_finalized (row);
}

static void
test_switch (void)
{
  PlugFieldRow *row = create_row ("event.notification.enabled", PLUG_FIELD_SWITCH);
  g_autofree char *off = plug_field_row_dup_value (row);
  g_autofree char *on = NULL;

  g_assert_cmpstr (off, ==, "false");
  g_assert_false (plug_field_row_is_changed (row));
  gtk_switch_set_active (plug_page_test_find (row, GTK_TYPE_SWITCH, 0), TRUE);
  on = plug_field_row_dup_value (row);
  g_assert_cmpstr (on, ==, "true");
  g_assert_true (plug_field_row_is_changed (row));
  plug_test_assert_finalized (row);
}

static void
test_multiline (void)
{
  PlugFieldRow *row = create_row ("script", PLUG_FIELD_MULTILINE);
  g_autofree char *value = NULL;

  plug_field_row_set_value (row, "one\ntwo");
  value = plug_field_row_dup_value (row);
  g_assert_cmpstr (value, ==, "one\ntwo");
  g_assert_true (plug_field_row_is_changed (row));
  plug_field_row_reset (row);
  g_assert_false (plug_field_row_is_changed (row));
  plug_test_assert_finalized (row);
}

static void
test_default (void)
{
  g_autoptr (PlugField) field = plug_field_new ("pagination.max", "Page Size", PLUG_FIELD_TEXT);
  PlugFieldRow *row;

  plug_field_set_default (field, "200");
  row = g_object_ref_sink (PLUG_FIELD_ROW (plug_field_row_new (field)));
  g_assert_cmpstr (plug_page_test_read (row, "Page Size"), ==, "200");
  g_assert_false (plug_field_row_is_changed (row));
  plug_field_row_set_value (row, "50");
  plug_field_row_reset (row);
  g_assert_cmpstr (plug_page_test_read (row, "Page Size"), ==, "200");
  plug_test_assert_finalized (row);
}

static void
test_problem (void)
{
  PlugFieldRow *row = create_row ("username", PLUG_FIELD_TEXT);

  plug_field_row_set_problem (row, "It is <empty> & wrong.");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (row), "error"));
  plug_field_row_set_value (row, "somebody");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (row), "error"));
  plug_test_assert_finalized (row);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_enter (void)
{
  PlugFieldRow *row = create_row ("username", PLUG_FIELD_TEXT);
  guint submitted = 0;

  g_signal_connect_swapped (row, "submitted", G_CALLBACK (count_cb), &submitted);
  g_signal_emit_by_name (plug_page_test_find (row, GTK_TYPE_ENTRY, 0), "activate");
  g_assert_cmpuint (submitted, ==, 1);
  plug_test_assert_finalized (row);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/ui/field-row/text", test_text);
  g_test_add_func ("/ui/field-row/paste", test_paste);
  g_test_add_func ("/ui/field-row/secret", test_secret);
  g_test_add_func ("/ui/field-row/switch", test_switch);
  g_test_add_func ("/ui/field-row/multiline", test_multiline);
  g_test_add_func ("/ui/field-row/default", test_default);
  g_test_add_func ("/ui/field-row/problem", test_problem);
  g_test_add_func ("/ui/field-row/enter", test_enter);
  return g_test_run ();
}
