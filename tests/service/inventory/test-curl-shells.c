/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cURL without secrets, pasted into real shells: it reaches the tenant authorised, and no
 * secret is in any process's arguments or environment, nor in the shell's history. */

#include "config.h"

#include "plug-curl.h"
#include "plug-fixture.h"
#include "plug-test.h"

#include <string.h>

#include <glib/gstdio.h>

/* Before it does what it is named for: the arguments and the environment of everything there
 * is. */
#define WATCHER \
  "#!/bin/sh\n" \
  "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ >>\"$PLUG_TEST_SEEN\" 2>/dev/null\n" \
  "exec %s \"$@\"\n"

typedef struct {
  const char *shell;
  const char *arguments[4];
} Shell;

/* Interactive ones: that is where a person pastes, and where there is a history. */
static const Shell shells[] = {
  { "bash", { "--noprofile", "--norc", "-i", NULL } },
  { "zsh", { "-d", "-i", NULL } },
  { "dash", { "-i", NULL } },
};

static void
write_watcher (const char *folder,
               const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *program = g_find_program_in_path (name);
  g_autofree char *script = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (program);
  script = g_strdup_printf (WATCHER, program);
  g_file_set_contents_full (path, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
  g_assert_no_error (error);
}

static char *
read_all (const char *folder,
          const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return g_strdup ("");
  /* Both kinds of files have NUL between their parts. */
  for (gsize i = 0; i < length; i++)
    text[i] = text[i] == '\0' ? '\n' : text[i];
  return text;
}

/* Returns what the shell said, both ways together. */
static char *
paste (const Shell *shell,
       const char  *folder,
       const char  *command)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strconcat (folder, ":", g_getenv ("PATH"), NULL);
  g_autofree char *seen = g_build_filename (folder, "seen", NULL);
  g_autofree char *history = g_build_filename (folder, "history", NULL);
  g_autofree char *rc = g_build_filename (folder, ".zshrc", NULL);
  g_autofree char *input = NULL;
  char *output = NULL;

  input = g_strdup_printf ("HISTFILE='%s' HISTSIZE=100 SAVEHIST=100\n%s\nexit\n", history,
                           command);
  g_file_set_contents (rc, "", 0, &error);
  g_assert_no_error (error);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE
                                        | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                        | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_subprocess_launcher_setenv (launcher, "PATH", path, TRUE);
  g_subprocess_launcher_setenv (launcher, "PLUG_TEST_SEEN", seen, TRUE);
  /* zsh keeps a history only where it looks for its settings. */
  g_subprocess_launcher_setenv (launcher, "ZDOTDIR", folder, TRUE);
  g_ptr_array_add (argv, (gpointer) shell->shell);
  for (guint i = 0; shell->arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) shell->arguments[i]);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, input, NULL, plug_test_result_cb, &result);
  g_subprocess_communicate_utf8_finish (process, plug_test_wait (&result), &output, NULL, &error);
  g_assert_no_error (error);
  return output;
}

static void
assert_lacks (const char *text,
              PlugSecret *secret)
{
  g_assert_null (strstr (text, plug_secret_peek (secret)));
}

static PlugSecret *
look_up (PlugFixture    *fixture,
         PlugSecretKind  kind,
         const char     *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlugSecret *secret;

  plug_keyring_lookup_async (fixture->keyring, kind, plug_account_get_id (fixture->account), id,
                             NULL, plug_test_result_cb, &result);
  secret = plug_keyring_lookup_finish (fixture->keyring, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  return secret;
}

static void
test_shell (gconstpointer user_data)
{
  const Shell *shell = user_data;
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autofree char *folder = plug_test_dup_folder ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "Acme");
  g_autoptr (PlugSecret) user = look_up (fixture, PLUG_SECRET_KIND_USER, NULL);
  g_autoptr (PlugSecret) organization = look_up (fixture, PLUG_SECRET_KIND_ORGANIZATION, NULL);
  g_autoptr (PlugSecret) token = look_up (fixture, PLUG_SECRET_KIND_TOKEN,
                                          plug_instance_get_id (instance));
  PlugSecret *const secrets[] = { user, organization, token };
  g_autofree char *command = plug_curl_dup_ping (instance, fixture->account);
  g_autofree char *output = NULL;
  g_autofree char *seen = NULL;
  g_autofree char *history = NULL;

  write_watcher (folder, "curl");
  write_watcher (folder, "secret-tool");
  output = paste (shell, folder, command);
  seen = read_all (folder, "seen");
  history = read_all (folder, "history");
  /* What only an authorised ping is told. */
  if (strstr (output, "\"endpoint\"") == NULL)
    g_error ("%s said: %s", shell->shell, output);
  g_assert_nonnull (strstr (seen, "PLUG_TEST_SEEN="));
  g_assert_nonnull (strstr (seen, "lookup"));
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      assert_lacks (seen, secrets[i]);
      assert_lacks (history, secrets[i]);
      assert_lacks (output, secrets[i]);
    }
  if (!g_str_equal (shell->shell, "dash"))
    g_assert_nonnull (strstr (history, "curl -K -"));
  plug_test_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (shells); i++)
    {
      g_autofree char *path = g_strconcat ("/curl-shells/", shells[i].shell, NULL);

      g_test_add_data_func (path, &shells[i], test_shell);
    }
  return g_test_run ();
}
