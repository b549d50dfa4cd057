/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox’s instances in hands other than the client’s, and what is behind them. */

#include "config.h"

#include "sandbox-fixture.h"

/* What somebody else does, and what the systems behind the tenant say. */
static void
test_edited (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *id = plug_sandbox_add_instance (fixture->sandbox, "sagecrm", "One", NULL);
  g_autofree char *path = g_strdup_printf ("/instances/%s", id);
  g_autofree char *uses = g_strdup_printf ("/formulas/instances?elementInstanceId=%s", id);
  g_autofree char *token = plug_sandbox_dup_token (fixture->sandbox, id);
  g_autoptr (Answer) edited = NULL;
  g_autoptr (Answer) none = ask (fixture, "GET", uses, NULL);
  g_autoptr (Answer) some = NULL;
  g_autoptr (Answer) kept = NULL;
  g_autoptr (Answer) rejected = NULL;
  g_autoptr (Answer) invalid = NULL;

  assert_error (none, 404, "No formula instances found");
  g_assert_true (plug_sandbox_edit_instance (fixture->sandbox, id,
                                             "{\"name\":\"Two\",\"tags\":[\"t\"],\"disabled\":true,"
                                             "\"uses\":[\"Nightly\"],\"ping\":\"rejected\"}"));
  edited = ask (fixture, "GET", path, NULL);
  g_assert_cmpstr (json_object_get_string_member (answer_object (edited), "name"), ==, "Two");
  g_assert_true (json_object_get_boolean_member (answer_object (edited), "disabled"));
  some = ask (fixture, "GET", uses, NULL);
  g_assert_cmpuint (json_array_get_length (answer_array (some)), ==, 1);
  kept = ask (fixture, "DELETE", path, NULL);
  assert_error (kept, 409, "used by a formula");

  plug_sandbox_edit_instance (fixture->sandbox, id, "{\"disabled\":false}");
  rejected = ask_with_token (fixture, token, "GET", "/ping", NULL);
  assert_error (rejected, 401, "Request failed");
  plug_sandbox_edit_instance (fixture->sandbox, id, "{\"ping\":\"invalid\",\"uses\":[]}");
  invalid = ask_with_token (fixture, token, "GET", "/ping", NULL);
  g_assert_false (json_object_get_boolean_member (answer_object (invalid), "valid"));

  g_assert_false (plug_sandbox_edit_instance (fixture->sandbox, id, "["));
  g_assert_false (plug_sandbox_edit_instance (fixture->sandbox, "1", "{}"));
  assert_status (fixture, "DELETE", path, NULL, 200);
}

static void
test_options (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *id = plug_sandbox_add_instance (fixture->sandbox, "sagecrm", "One", NULL);
  g_autofree char *path = g_strdup_printf ("/instances/%s", id);
  g_autofree char *token = plug_sandbox_dup_token (fixture->sandbox, id);
  g_autofree char *same = NULL;
  g_autofree char *other = NULL;
  g_autoptr (Answer) bare = NULL;

  plug_sandbox_set_list_bare (fixture->sandbox, TRUE);
  bare = ask (fixture, "GET", "/instances", NULL);
  g_assert_false (json_object_has_member (json_array_get_object_element (answer_array (bare), 0),
                                          "configuration"));
  assert_status (fixture, "PUT", path, SAGECRM_BODY, 200);
  same = plug_sandbox_dup_token (fixture->sandbox, id);
  g_assert_cmpstr (same, ==, token);
  plug_sandbox_set_rotating (fixture->sandbox, TRUE);
  assert_status (fixture, "PUT", path, SAGECRM_BODY, 200);
  other = plug_sandbox_dup_token (fixture->sandbox, id);
  g_assert_cmpstr (other, !=, token);
}

#define TEST(path, function) \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  TEST ("/sandbox/edit/edited", test_edited);
  TEST ("/sandbox/edit/options", test_options);

  return g_test_run ();
}
