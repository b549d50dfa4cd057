/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox's state file: what comes back from it, and what is never in it. */

#include "config.h"

#include "sandbox-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  Fixture base;
  char *folder;
  char *file;
} StateFixture;

static void
set_up (StateFixture  *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = plug_test_dup_folder ();
  fixture->file = g_build_filename (fixture->folder, "state.json", NULL);
  fixture_set_up (&fixture->base, data);
  plug_sandbox_set_state_file (fixture->base.sandbox, fixture->file, &error);
  g_assert_no_error (error);
}

static void
tear_down (StateFixture  *fixture,
           gconstpointer  data)
{
  fixture_tear_down (&fixture->base, data);
  plug_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->file);
}

static char *
read_state (StateFixture *fixture)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (fixture->file, &text, NULL, NULL));
  return text;
}

static void
test_comes_back (StateFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr (PlugSandbox) other = plug_sandbox_new ();
  g_autoptr (Answer) created = ask (&fixture->base, "POST", "/instances", SAGECRM_BODY);
  g_autofree char *second = plug_sandbox_add_instance (fixture->base.sandbox, "sftp", "B", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GError) error = NULL;

  assert_status (&fixture->base, "DELETE", "/instances/427902/enabled", NULL, 200);
  plug_sandbox_rotate_token (fixture->base.sandbox, "427902");
  plug_sandbox_remove_instance (fixture->base.sandbox, second);
  before = plug_sandbox_dup_instance_json (fixture->base.sandbox, "427902");

  plug_sandbox_set_state_file (other, fixture->file, &error);
  g_assert_no_error (error);
  after = plug_sandbox_dup_instance_json (other, "427902");
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (plug_sandbox_count_instances (other), ==, 1);
  next = plug_sandbox_add_instance (other, "sftp", "C", NULL);
  g_assert_cmpstr (next, ==, "427904");
}

static void
test_no_secrets (StateFixture  *fixture,
                 gconstpointer  data)
{
  g_autofree char *password = plug_test_dup_canary ("password");
  g_autofree char *api_secret = plug_test_dup_canary ("secret");
  g_autofree char *body = g_strdup_printf (
    "{\"element\":{\"key\":\"sagecrm\"},\"name\":\"A\",\"configuration\":{\"subdomain\":\"s\","
    "\"username\":\"u\",\"password\":\"%s\",\"my.api.Secret\":\"%s\"}}",
    password, api_secret);
  g_autofree char *patch = g_strdup_printf ("{\"propertyValue\":\"%s\"}", password);
  g_autofree char *token = NULL;
  g_autofree char *state = NULL;
  GStatBuf info;

  assert_status (&fixture->base, "POST", "/instances", body, 200);
  assert_status (&fixture->base, "PATCH", "/instances/427902/configuration/427902003", patch, 200);
  token = plug_sandbox_dup_token (fixture->base.sandbox, "427902");
  state = read_state (fixture);
  g_assert_nonnull (strstr (state, "427902"));
  g_assert_null (strstr (state, password));
  g_assert_null (strstr (state, api_secret));
  g_assert_null (strstr (state, token));
  g_assert_null (strstr (state, PLUG_SANDBOX_USER_SECRET));
  g_assert_null (strstr (state, PLUG_SANDBOX_ORGANIZATION_SECRET));
  g_assert_cmpint (g_stat (fixture->file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_foreign_file (StateFixture  *fixture,
                   gconstpointer  data)
{
  const char *const texts[] = { "", "[]", "{}", "{\"instances\":[]}", "not json" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PlugSandbox) other = plug_sandbox_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *left = NULL;

      g_assert_true (g_file_set_contents (fixture->file, texts[i], -1, NULL));
      g_assert_false (plug_sandbox_set_state_file (other, fixture->file, &error));
      g_assert_nonnull (error);
      left = read_state (fixture);
      g_assert_cmpstr (left, ==, texts[i]);
    }
}

static void
test_unreadable (StateFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr (PlugSandbox) other = plug_sandbox_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (plug_sandbox_set_state_file (other, fixture->folder, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
}

/* Entries that make no sense are left out; the others come. */
static void
test_odd_entries (StateFixture  *fixture,
                  gconstpointer  data)
{
  g_autoptr (PlugSandbox) other = plug_sandbox_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (
    fixture->file,
    "{\"salt\":\"s\",\"instances\":[1,{},{\"id\":5,\"name\":\"x\",\"connector\":\"nosuch\","
    "\"configuration\":{}},{\"id\":500000,\"name\":\"ok\",\"connector\":\"sftp\","
    "\"configuration\":{\"password\":\"in clear\"}}]}",
    -1, NULL));
  plug_sandbox_set_state_file (other, fixture->file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plug_sandbox_count_instances (other), ==, 1);
  {
    g_autofree char *json = plug_sandbox_dup_instance_json (other, "500000");
    g_autofree char *next = plug_sandbox_add_instance (other, "sftp", "C", NULL);

    g_assert_null (strstr (json, "in clear"));
    g_assert_cmpstr (next, ==, "500001");
  }
}

#define TEST(path, function) g_test_add (path, StateFixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  TEST ("/sandbox/state/comes-back", test_comes_back);
  TEST ("/sandbox/state/no-secrets", test_no_secrets);
  TEST ("/sandbox/state/foreign-file", test_foreign_file);
  TEST ("/sandbox/state/unreadable", test_unreadable);
  TEST ("/sandbox/state/odd-entries", test_odd_entries);

  return g_test_run ();
}
