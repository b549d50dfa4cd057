/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store in a process that is killed: at every touch of the disk, and right after an answer. */

#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plug-test.h"
#include "store-fixture.h"
#include "store-steps.h"
#include "store-vfs.h"

static const char *program;

/* In a process of its own: writes one byte a step that is done, until the n-th touch of the
 * disk is its last. */
static int
run_child (const char *path,
           guint       nth)
{
  g_autoptr (PlugStore) store = plug_store_new (path);

  store_vfs_install ();
  store_vfs_arm (STORE_VFS_KILL, nth);
  for (guint step = 0; step < N_STEPS; step++)
    {
      g_autoptr (GError) error = NULL;

      store_steps_do (store, step, &error);
      g_assert_no_error (error);
      g_assert_cmpint (write (STDOUT_FILENO, ".", 1), ==, 1);
    }
  plug_store_close (store);
  return EXIT_SUCCESS;
}

/* In a process of its own: records an intent and dies as soon as it is told that it is. */
static int
run_child_after_finish (const char *path)
{
  g_autoptr (PlugStore) store = plug_store_new (path);
  g_autoptr (PlugIntent) intent = store_steps_new_intent (PLUG_INTENT_SENT);
  g_autoptr (GError) error = NULL;

  if (store_open (store, &error) && store_record (store, intent, &error))
    kill (getpid (), SIGKILL);
  return EXIT_FAILURE;
}

/* Returns: how many steps the child had done */
static guint
spawn_child (const char *mode,
             const char *path,
             guint       nth,
             gboolean   *was_killed)
{
  g_autofree char *number = g_strdup_printf ("%u", nth);
  const char *argv[] = { program, mode, path, number, NULL };
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status,
                &error);
  g_assert_no_error (error);
  *was_killed = WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL;
  g_assert_true (*was_killed || g_spawn_check_wait_status (status, NULL));
  return (guint) strspn (out, ".");
}

static void
test_killed (void)
{
  gboolean was_killed = TRUE;
  guint n;

  for (n = 1; was_killed; n++)
    {
      StoreFixture fixture;
      guint n_done;
      guint n_persisted;

      store_fixture_set_up (&fixture, NULL);
      n_done = spawn_child ("--child", fixture.path, n, &was_killed);
      n_persisted = store_steps_recover (fixture.path);
      /* What it was told is done is; what it was at may be, whole. */
      g_assert_cmpuint (n_persisted, >=, store_steps_normalize (n_done));
      g_assert_cmpuint (n_persisted, <=, store_steps_normalize (MIN (n_done + 1, N_STEPS)));
      store_fixture_tear_down (&fixture, NULL);
    }
  g_assert_cmpuint (n, >, 60);
}

static void
test_killed_after_finish (StoreFixture *fixture,
                          gconstpointer data)
{
  gboolean was_killed = FALSE;
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  spawn_child ("--child-after-finish", fixture->path, 0, &was_killed);
  g_assert_true (was_killed);
  g_assert_true (store_open (fixture->store, &error));
  contents = store_load (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contents->intents->len, ==, 1);
  g_assert_cmpstr (plug_intent_get_op (contents->intents->pdata[0]), ==, STORE_STEPS_OP);
  g_assert_cmpint (plug_intent_get_state (contents->intents->pdata[0]), ==, PLUG_INTENT_SENT);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2], (guint) g_ascii_strtoull (argv[3], NULL, 10));
  if (argc == 4 && g_str_equal (argv[1], "--child-after-finish"))
    return run_child_after_finish (argv[2]);

  store_steps_work_in_memory ();
  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/row-27-killed-at-every-disk-access", test_killed);
  g_test_add ("/store/row-28-killed-after-finish", StoreFixture, NULL, store_fixture_set_up,
              test_killed_after_finish, store_fixture_tear_down);
  return g_test_run ();
}
