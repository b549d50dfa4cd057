/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands that are copied run as pasted, and the secrets go neither into the arguments of
 * curl nor anywhere but into its standard input. */

#include "config.h"

#include "plug-curl.h"
#include "plug-date.h"
#include "plug-test.h"

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#define BASE_URL "https://api.example.com/elements/api-v2"

static void
write_program (const char *folder,
               const char *name,
               const char *script)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, script, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
}

/* Runs @command in sh with a secret-tool and a curl that say what they were given. */
static char *
run (const char *command)
{
  g_autofree char *folder = plug_test_dup_folder ();
  g_autofree char *path = NULL;
  g_auto (GStrv) environment = g_get_environ ();
  const char *const argv[] = { "/bin/sh", "-c", command, NULL };
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status;

  write_program (folder, "secret-tool", "#!/bin/sh\nprintf 'S[%s]' \"$*\"\n");
  write_program (folder, "curl", "#!/bin/sh\necho \"args: $*\"\nprintf 'stdin: '\ncat\n");
  path = g_strconcat (folder, ":", g_environ_getenv (environment, "PATH"), NULL);
  environment = g_environ_setenv (environment, "PATH", path, TRUE);
  g_spawn_sync (NULL, (char **) argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  plug_test_remove_folder (folder);
  return output;
}

static void
test_ping (void)
{
  g_autoptr (PlugAccount) account = plug_account_new ("x", BASE_URL);
  g_autoptr (PlugInstance) instance = NULL;
  g_autofree char *command = NULL;
  g_autofree char *output = NULL;
  g_autofree char *expected = NULL;
  const char *id = plug_account_get_id (account);

  instance = plug_instance_new (id, "427902", "Acme", "sagecrm");
  plug_instance_set_hub (instance, "crm");
  command = plug_curl_dup_ping (instance, account);
  output = run (command);
  expected = g_strdup_printf (
    "args: -K - https://api.example.com/elements/api-v2/hubs/crm/ping\n"
    "stdin: header = \"Authorization: User S[lookup application " PLUG_APP_ID
    " kind user-secret account-id %s], Organization S[lookup application " PLUG_APP_ID
    " kind organization-secret account-id %s], Element S[lookup application " PLUG_APP_ID
    " kind token account-id %s instance-id 427902]\"\n", id, id, id);
  g_assert_cmpstr (output, ==, expected);
}

/* Ids come from the tenant: nothing of them may run. */
static void
test_foreign_text (void)
{
  g_autoptr (PlugAccount) account = plug_account_new ("x", BASE_URL);
  g_autoptr (PlugInstance) instance = NULL;
  g_autofree char *folder = plug_test_dup_folder ();
  g_autofree char *trace = g_build_filename (folder, "ran", NULL);
  g_autofree char *evil = g_strdup_printf ("1'; touch %s; $(touch %s) `touch %s` \"", trace, trace,
                                           trace);
  g_autofree char *command = NULL;
  g_autofree char *output = NULL;

  instance = plug_instance_new (plug_account_get_id (account), evil, "Acme", "sagecrm");
  plug_instance_set_hub (instance, evil);
  command = plug_curl_dup_ping (instance, account);
  output = run (command);
  g_assert_false (g_file_test (trace, G_FILE_TEST_EXISTS));
  g_assert_nonnull (strstr (output, "args: -K - https://api.example.com/"));
  plug_test_remove_folder (folder);
}

static void
test_paths (void)
{
  g_autoptr (PlugInstance) instance = plug_instance_new ("a", "427902", "Acme", "sagecrm");
  g_autofree char *transformation = plug_curl_dup_transformation (instance);
  g_autofree char *formula = plug_curl_dup_formula (instance);

  g_assert_cmpstr (transformation, ==, "POST /instances/427902/transformations/{objectName}");
  g_assert_true (g_str_has_prefix (formula, "POST /formulas/{formulaId}/instances\n"));
  g_assert_nonnull (strstr (formula, "427902"));
}

static void
test_dates (void)
{
  gint64 now = G_GINT64_CONSTANT (1781273340) * G_USEC_PER_SEC;
  g_autofree char *unknown = plug_date_dup_text (0);
  g_autofree char *moment = plug_date_dup_ago (now - 1, now);
  g_autofree char *minute = plug_date_dup_ago (now - G_TIME_SPAN_MINUTE, now);
  g_autofree char *hours = plug_date_dup_ago (now - 3 * G_TIME_SPAN_HOUR, now);
  g_autofree char *days = plug_date_dup_ago (now - 2 * G_TIME_SPAN_DAY, now);
  g_autofree char *long_ago = plug_date_dup_ago (now - 90 * G_TIME_SPAN_DAY, now);
  g_autofree char *future = plug_date_dup_ago (now + G_TIME_SPAN_DAY, now);

  g_assert_cmpstr (unknown, ==, "Unknown");
  g_assert_cmpstr (moment, ==, "just now");
  g_assert_cmpstr (minute, ==, "1 minute ago");
  g_assert_cmpstr (hours, ==, "3 hours ago");
  g_assert_cmpstr (days, ==, "2 days ago");
  g_assert_nonnull (strstr (long_ago, "2026"));
  g_assert_cmpstr (future, ==, "just now");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curl/ping", test_ping);
  g_test_add_func ("/curl/foreign-text", test_foreign_text);
  g_test_add_func ("/curl/paths", test_paths);
  g_test_add_func ("/curl/dates", test_dates);
  return g_test_run ();
}
