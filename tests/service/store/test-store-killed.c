/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store in a process that is killed: at every touch of the disk, and right after an answer; and
 * on a computer whose power goes, which leaves of the disk what was synced and some of the rest. */

#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plug-test.h"
#include "store-fixture.h"
#include "store-power.h"
#include "store-steps.h"
#include "store-vfs.h"

static const char *program;

/* How often the power goes at one and the same point, each time something else is kept; and at
 * every how manyth point it goes twice. */
#define N_POWER      2
#define N_POWER_LONG 40
#define STRIDE       5

/* What a child is to do: --child-MODE PATH NTH SEED */
typedef struct {
  const char *mode;
  int (*run) (const char *path,
              guint       nth,
              guint32     seed);
} Child;

/* Writes one byte a step that is done. */
static int
do_steps (const char *path,
          guint       n_steps)
{
  g_autoptr (PlugStore) store = plug_store_new (path);

  for (guint step = 0; step < n_steps; step++)
    {
      g_autoptr (GError) error = NULL;

      store_steps_do (store, step, &error);
      g_assert_no_error (error);
      g_assert_cmpint (write (STDOUT_FILENO, ".", 1), ==, 1);
    }
  plug_store_close (store);
  return EXIT_SUCCESS;
}

/* In a process of its own: until the n-th touch of the disk is its last. */
static int
run_child (const char *path,
           guint       nth,
           guint32     seed)
{
  store_vfs_install ();
  store_vfs_arm (STORE_VFS_KILL, nth);
  return do_steps (path, N_STEPS);
}

/* Until the power goes in the middle of the n-th change of the disk. */
static int
do_steps_until_power_goes (const char *path,
                           guint       nth,
                           guint32     seed,
                           guint       n_steps)
{
  g_autofree char *folder = g_path_get_dirname (path);

  store_power_install (folder, seed, nth);
  return do_steps (path, n_steps);
}

/* In a process of its own. */
static int
run_child_power (const char *path,
                 guint       nth,
                 guint32     seed)
{
  return do_steps_until_power_goes (path, nth, seed, N_STEPS);
}

/* The same, but it only starts, on what an earlier loss has left, and repairs that. */
static int
run_child_power_again (const char *path,
                       guint       nth,
                       guint32     seed)
{
  return do_steps_until_power_goes (path, nth, seed, STEP_OPEN + 1);
}

/* In a process of its own: records an intent and dies as soon as it is told that it is. */
static int
run_child_after_finish (const char *path,
                        guint       nth,
                        guint32     seed)
{
  g_autoptr (PlugStore) store = plug_store_new (path);
  g_autoptr (PlugIntent) intent = store_steps_new_intent (PLUG_INTENT_SENT);
  g_autoptr (GError) error = NULL;

  if (store_open (store, &error) && store_record (store, intent, &error))
    kill (getpid (), SIGKILL);
  return EXIT_FAILURE;
}

static const Child children[] = {
  { "--child", run_child },
  { "--child-power", run_child_power },
  { "--child-power-again", run_child_power_again },
  { "--child-after-finish", run_child_after_finish },
};

/* Returns: how many steps the child had done */
static guint
spawn_child (const char *mode,
             const char *path,
             guint       nth,
             guint32     seed,
             gboolean   *was_killed)
{
  g_autofree char *number = g_strdup_printf ("%u", nth);
  g_autofree char *chance = g_strdup_printf ("%u", seed);
  const char *argv[] = { program, mode, path, number, chance, NULL };
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

/* What it was told is done is; what it was at may be, whole. */
static void
assert_recovers (const char *path,
                 guint       n_done)
{
  guint n_persisted = store_steps_recover (path);

  g_assert_cmpuint (n_persisted, >=, store_steps_normalize (n_done));
  g_assert_cmpuint (n_persisted, <=, store_steps_normalize (MIN (n_done + 1, N_STEPS)));
}

static void
test_killed (void)
{
  gboolean was_killed = TRUE;
  guint n;

  for (n = 1; was_killed; n++)
    {
      StoreFixture fixture;

      store_fixture_set_up (&fixture, NULL);
      assert_recovers (fixture.path,
                       spawn_child ("--child", fixture.path, n, 0, &was_killed));
      store_fixture_tear_down (&fixture, NULL);
    }
  g_assert_cmpuint (n, >, 60);
}

static gboolean
is_long (void)
{
  return g_getenv ("PLUG_TEST_LONG") != NULL;
}

/* Returns: whether the power went before all was done */
static gboolean
lose_power (guint    nth,
            guint    again,
            guint32  seed)
{
  StoreFixture fixture;
  gboolean was_lost;
  gboolean was_lost_again;
  guint n_done;

  store_fixture_set_up (&fixture, NULL);
  n_done = spawn_child ("--child-power", fixture.path, nth, seed, &was_lost);
  if (again > 0)
    spawn_child ("--child-power-again", fixture.path, again, seed, &was_lost_again);
  assert_recovers (fixture.path, n_done);
  store_fixture_tear_down (&fixture, NULL);
  return was_lost;
}

static void
test_power_lost (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  guint times = is_long () ? N_POWER_LONG : N_POWER;
  gboolean was_lost = TRUE;
  guint n;

  for (n = 1; was_lost; n++)
    {
      for (guint i = 0; i < times; i++)
        was_lost = lose_power (n, 0, seed++);
    }
  g_test_message ("The power went %u times at each of %u changes of the disk", times, n - 2);
  g_assert_cmpuint (n, >, 40);
}

/* Once more while the first loss is being repaired, wherever that is. */
static void
test_power_lost_again (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  guint times = is_long () ? N_POWER_LONG : 1;
  gboolean was_lost = TRUE;

  for (guint n = 1; was_lost; n += is_long () ? 1 : STRIDE)
    {
      for (guint i = 0; i < times; i++)
        was_lost = lose_power (n, (guint) g_test_rand_int_range (1, 9), seed++);
    }
}

static void
test_killed_after_finish (StoreFixture *fixture,
                          gconstpointer data)
{
  gboolean was_killed = FALSE;
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  spawn_child ("--child-after-finish", fixture->path, 0, 0, &was_killed);
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
  for (guint i = 0; argc == 5 && i < G_N_ELEMENTS (children); i++)
    {
      if (g_str_equal (argv[1], children[i].mode))
        return children[i].run (argv[2], (guint) g_ascii_strtoull (argv[3], NULL, 10),
                                (guint32) g_ascii_strtoull (argv[4], NULL, 10));
    }

  store_steps_work_in_memory ();
  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/row-27-killed-at-every-disk-access", test_killed);
  g_test_add ("/store/row-28-killed-after-finish", StoreFixture, NULL, store_fixture_set_up,
              test_killed_after_finish, store_fixture_tear_down);
  g_test_add_func ("/store/row-33-power-lost", test_power_lost);
  g_test_add_func ("/store/row-33-power-lost-again", test_power_lost_again);
  return g_test_run ();
}
