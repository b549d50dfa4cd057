/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "plug-bulk-plan.h"
#include "plug-catalogue.h"
#include "plug-error.h"
#include "plug-json.h"

#define PASSWORD "pass,wört"
#define TABLE                                                                                      \
  "Name;Sub-Domain;USER NAME;Password;Tags;Comment\n"                                              \
  "One;a.example.com;somebody;\"" PASSWORD "\";x,y;first\n"                                        \
  "Two;b.example.com;=else;" PASSWORD ";;\n"

static PlugBulkPlan *
plan_new (const char *text,
          const char *connector)
{
  PlugBulkPlan *plan = plug_bulk_plan_new ();
  g_autoptr (GError) error = NULL;

  if (connector != NULL)
    plug_bulk_plan_set_connector (plan, plug_catalogue_find (connector));
  plug_bulk_plan_read (plan, text, strlen (text), &error);
  g_assert_no_error (error);
  plug_bulk_plan_build (plan);
  return plan;
}

static void
assert_body (PlugBulkPlan *plan,
             guint         number,
             const char   *expected)
{
  const PlugBulkEntry *entry = plug_bulk_plan_get_entry (plan, number);
  g_autoptr (JsonNode) body = plug_draft_build (entry->draft, PLUG_DRAFT_REVEAL);
  g_autoptr (JsonNode) wanted = plug_json_parse (expected, strlen (expected), 0, NULL);
  g_autofree char *text = plug_json_to_string (body, FALSE);

  g_assert_nonnull (wanted);
  if (!json_node_equal (body, wanted))
    g_error ("%s instead of %s", text, expected);
}

static void
test_table (void)
{
  g_autoptr (PlugBulkPlan) plan = plan_new (TABLE, "sagecrm");
  g_auto (GStrv) notes = plug_bulk_plan_dup_notes (plan);
  g_autofree char *sample = plug_bulk_plan_dup_sample (plan, 1);
  g_autofree char *masked = plug_bulk_plan_dup_sample (plan, 3);

  g_assert_cmpuint (plug_bulk_plan_get_n_columns (plan), ==, 6);
  g_assert_cmpstr (plug_bulk_plan_get_target (plan, 0), ==, "name");
  g_assert_cmpstr (plug_bulk_plan_get_target (plan, 1), ==, "subdomain");
  g_assert_cmpstr (plug_bulk_plan_get_target (plan, 2), ==, "username");
  g_assert_cmpstr (plug_bulk_plan_get_target (plan, 3), ==, "password");
  g_assert_cmpstr (plug_bulk_plan_get_target (plan, 4), ==, "tags");
  g_assert_null (plug_bulk_plan_get_target (plan, 5));
  g_assert_cmpstr (sample, ==, "a.example.com");
  g_assert_cmpstr (masked, ==, "••••••••");
  g_assert_cmpuint (g_strv_length (notes), ==, 1);
  g_assert_nonnull (strstr (notes[0], "Comment"));
  g_assert_cmpuint (plug_bulk_plan_get_n_entries (plan), ==, 2);
  g_assert_cmpuint (plug_bulk_plan_count_faulty (plan), ==, 0);
  g_assert_cmpuint (plug_bulk_plan_get_entry (plan, 1)->line, ==, 3);
  assert_body (plan, 0, "{\"element\":{\"key\":\"sagecrm\"},\"name\":\"One\","
               "\"tags\":[\"x\",\"y\"],\"configuration\":"
               "{\"subdomain\":\"a.example.com\",\"username\":\"somebody\","
               "\"password\":\"" PASSWORD "\"}}");
  assert_body (plan, 1, "{\"element\":{\"key\":\"sagecrm\"},\"name\":\"Two\","
               "\"configuration\":{\"subdomain\":\"b.example.com\",\"username\":\"=else\","
               "\"password\":\"" PASSWORD "\"}}");
}

static const char *
first_problem (PlugBulkPlan *plan,
               guint         number)
{
  GPtrArray *problems = plug_bulk_plan_get_entry (plan, number)->problems;

  return problems->len > 0 ? ((PlugProblem *) g_ptr_array_index (problems, 0))->key : NULL;
}

static void
test_problems (void)
{
  g_autoptr (PlugBulkPlan) plan = NULL;

  plan = plan_new ("name,subdomain,username,password\n"
                   "One,a.b,u,p\n"
                   ",a.b,u,p\n"
                   "One,a.b,u,p\n"
                   "Four,a.b,u,\n", "sagecrm");
  g_assert_cmpuint (plug_bulk_plan_count_faulty (plan), ==, 3);
  g_assert_null (first_problem (plan, 0));
  g_assert_cmpstr (first_problem (plan, 1), ==, "name");
  g_assert_cmpstr (first_problem (plan, 2), ==, "name");
  g_assert_cmpstr (first_problem (plan, 3), ==, "password");
  plug_bulk_plan_allow_namesakes (plan, TRUE);
  plug_bulk_plan_build (plan);
  g_assert_cmpuint (plug_bulk_plan_count_faulty (plan), ==, 2);
}

static void
test_map (void)
{
  g_autoptr (PlugBulkPlan) plan = plan_new ("Kunde,Host,username,password,Kennwort\n"
                                            "One,a.b,u,p,\n", "sagecrm");
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (plug_bulk_plan_count_faulty (plan), ==, 1);
  g_assert_true (plug_bulk_plan_map (plan, "Kunde", "name", NULL));
  g_assert_true (plug_bulk_plan_map (plan, "Host", "subdomain", NULL));
  plug_bulk_plan_build (plan);
  g_assert_cmpuint (plug_bulk_plan_count_faulty (plan), ==, 0);
  g_assert_true (plug_bulk_plan_map (plan, "username", "", NULL));
  plug_bulk_plan_build (plan);
  g_assert_cmpstr (first_problem (plan, 0), ==, "username");
  g_assert_true (plug_bulk_plan_map (plan, "username", NULL, NULL));
  plug_bulk_plan_build (plan);
  g_assert_cmpuint (plug_bulk_plan_count_faulty (plan), ==, 0);
  g_assert_false (plug_bulk_plan_map (plan, "Nobody", "name", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND);
}

static void
test_two_columns_for_one (void)
{
  g_autoptr (PlugBulkPlan) plan = plan_new ("name,Instance name,subdomain,username,password\n"
                                            "One,Other,a.b,u,p\n"
                                            "Two,,a.b,u,p\n", "sagecrm");

  g_assert_cmpstr (first_problem (plan, 0), ==, "name");
  g_assert_null (first_problem (plan, 1));
}

static void
test_connectors (void)
{
  g_autoptr (PlugBulkPlan) plan = NULL;
  g_autoptr (PlugBulkPlan) none = NULL;

  plan = plan_new ("name,connector,account,password,free.key\n"
                   "One,free,Production,p,v\n"
                   "Two,sagecrm,,p,\n", NULL);
  g_assert_null (first_problem (plan, 0));
  g_assert_cmpstr (plug_bulk_plan_get_entry (plan, 0)->account, ==, "Production");
  g_assert_null (plug_bulk_plan_get_entry (plan, 1)->account);
  g_assert_cmpstr (plug_bulk_plan_get_entry (plan, 0)->connector_key, ==, "free");
  assert_body (plan, 0, "{\"element\":{\"key\":\"free\"},\"name\":\"One\",\"configuration\":"
               "{\"password\":\"p\",\"free.key\":\"v\"}}");
  g_assert_nonnull (plug_draft_get_secret (plug_bulk_plan_get_entry (plan, 0)->draft, "password"));
  g_assert_cmpstr (first_problem (plan, 1), ==, "subdomain");
  none = plan_new ("name\nOne\n", NULL);
  g_assert_cmpstr (first_problem (none, 0), ==, "connector");
}

static void
test_json_lines (void)
{
  g_autoptr (PlugBulkPlan) plan = NULL;

  plan = plan_new ("{\"name\":\"One\",\"subdomain\":\"a.b\",\"user name\":\"u\",\"password\":\"p\","
                   "\"tags\":[\"x\"]}\n"
                   "\n"
                   "{\"account\":\"Other\",\"element\":{\"key\":\"free\"},\"name\":\"Two\","
                   "\"configuration\":{\"a\":true}}\r\n"
                   "[1]\n{\n"
                   "{\"name\":\"Six\",\"nobody\":\"x\"}", "sagecrm");
  g_assert_cmpuint (plug_bulk_plan_get_n_columns (plan), ==, 0);
  g_assert_cmpuint (plug_bulk_plan_get_n_entries (plan), ==, 5);
  g_assert_null (first_problem (plan, 0));
  assert_body (plan, 0, "{\"element\":{\"key\":\"sagecrm\"},\"name\":\"One\",\"tags\":[\"x\"],"
               "\"configuration\":{\"subdomain\":\"a.b\",\"username\":\"u\",\"password\":\"p\"}}");
  g_assert_null (first_problem (plan, 1));
  g_assert_cmpuint (plug_bulk_plan_get_entry (plan, 1)->line, ==, 3);
  g_assert_cmpstr (plug_bulk_plan_get_entry (plan, 1)->account, ==, "Other");
  assert_body (plan, 1, "{\"element\":{\"key\":\"free\"},\"name\":\"Two\","
               "\"configuration\":{\"a\":true}}");
  g_assert_cmpstr (first_problem (plan, 2), ==, "JSON");
  g_assert_cmpstr (first_problem (plan, 3), ==, "JSON");
  g_assert_cmpstr (first_problem (plan, 4), ==, "nobody");
}

static char *
dup_digest (const char *text)
{
  g_autoptr (PlugBulkPlan) plan = plan_new (text, "sagecrm");

  return plug_bulk_plan_dup_digest (plan);
}

/* A digest says what is made, and nothing of a password. */
static void
test_digest (void)
{
  g_autofree char *digest = dup_digest ("name,subdomain,username,password\nOne,a.b,u,p\n");
  g_autofree char *password = dup_digest ("name,subdomain,username,password\nOne,a.b,u,q\n");
  g_autofree char *moved = dup_digest ("password;name;subdomain;username\r\np;One;a.b;u\r\n");
  g_autofree char *name = dup_digest ("name,subdomain,username,password\nTwo,a.b,u,p\n");
  g_autofree char *more = dup_digest ("name,subdomain,username,password\nOne,a.b,u,p\nO,a.b,u,p\n");

  g_assert_cmpuint (strlen (digest), ==, 64);
  g_assert_cmpstr (digest, ==, password);
  g_assert_cmpstr (digest, ==, moved);
  g_assert_cmpstr (digest, !=, name);
  g_assert_cmpstr (digest, !=, more);
}

static char *
dup_rows (PlugBulkPlan *plan,
          gboolean      with_secrets)
{
  GString *text = g_string_new (NULL);

  plug_bulk_plan_append_titles (plan, text);
  for (guint i = 0; i < plug_bulk_plan_get_n_entries (plan); i++)
    plug_bulk_plan_append_row (plan, i, "-because", with_secrets, text);
  return g_string_free (text, FALSE);
}

/* Written, read, written: the same, with an apostrophe where a spreadsheet would calculate. */
static void
test_rows (void)
{
  g_autoptr (PlugBulkPlan) plan = plan_new (TABLE, "sagecrm");
  g_autoptr (PlugBulkPlan) again = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *full = NULL;
  g_autofree char *twice = NULL;

  plug_bulk_plan_seal (plan);
  plain = dup_rows (plan, FALSE);
  full = dup_rows (plan, TRUE);
  g_assert_null (strstr (plain, PASSWORD));
  g_assert_null (strstr (plain, "first")); /* of a column nobody knows */
  g_assert_nonnull (strstr (plain, "\"'=else\""));
  g_assert_nonnull (strstr (full, PASSWORD));
  again = plan_new (full, "sagecrm");
  g_assert_cmpuint (plug_bulk_plan_count_faulty (again), ==, 0);
  assert_body (again, 1, "{\"element\":{\"key\":\"sagecrm\"},\"name\":\"Two\","
               "\"configuration\":{\"subdomain\":\"b.example.com\",\"username\":\"=else\","
               "\"password\":\"" PASSWORD "\"}}");
  plug_bulk_plan_seal (again);
  twice = dup_rows (again, TRUE);
  g_assert_cmpstr (twice, ==, full);
}

static void
test_forget (void)
{
  g_autoptr (PlugBulkPlan) plan = plan_new (TABLE, "sagecrm");
  g_autofree char *full = NULL;

  plug_bulk_plan_seal (plan);
  plug_bulk_plan_forget (plan, 0);
  plug_bulk_plan_forget (plan, 1);
  g_assert_null (plug_bulk_plan_get_entry (plan, 0)->draft);
  g_assert_cmpstr (plug_bulk_plan_get_entry (plan, 0)->name, ==, "One");
  full = dup_rows (plan, TRUE);
  g_assert_null (strstr (full, PASSWORD));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bulk-plan/table", test_table);
  g_test_add_func ("/bulk-plan/problems", test_problems);
  g_test_add_func ("/bulk-plan/map", test_map);
  g_test_add_func ("/bulk-plan/two-columns-for-one", test_two_columns_for_one);
  g_test_add_func ("/bulk-plan/connectors", test_connectors);
  g_test_add_func ("/bulk-plan/json-lines", test_json_lines);
  g_test_add_func ("/bulk-plan/digest", test_digest);
  g_test_add_func ("/bulk-plan/row-72-rows", test_rows);
  g_test_add_func ("/bulk-plan/forget", test_forget);

  return g_test_run ();
}
