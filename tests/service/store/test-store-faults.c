/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store with a disk that fails at every single step. */

#include "config.h"

#include "plug-error.h"
#include "plug-store-private.h"
#include "plug-test.h"
#include "store-fixture.h"
#include "store-steps.h"
#include "store-vfs.h"

/* Makes a step that is to fail do so. */
typedef void (*Arm) (PlugStore *store,
                     guint      nth,
                     gboolean   persistent);

static void
arm_hooks (PlugStore *store,
           guint      nth,
           gboolean   persistent)
{
  plug_store_set_fault (store, nth, persistent);
}

static void
arm_disk (PlugStore *store,
          guint      nth,
          gboolean   persistent)
{
  store_vfs_arm (persistent ? STORE_VFS_FAIL_ON : STORE_VFS_FAIL_ONCE, nth);
}

static gboolean
is_guarded (guint step)
{
  return step == STEP_RECORD || step == STEP_SEND || step == STEP_SETTLE;
}

/* Fails once: the step says so, and the very same one works then, on the same connection. */
static gboolean
run_failing_once (PlugStore *store,
                  Arm        arm,
                  guint      nth)
{
  gboolean has_failed = FALSE;

  arm (store, nth, FALSE);
  for (guint step = 0; step < N_STEPS; step++)
    {
      g_autoptr (GError) error = NULL;

      if (store_steps_do (store, step, &error))
        continue;
      g_assert_false (has_failed);
      g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STORE);
      has_failed = TRUE;
      g_clear_error (&error);
      /* A disk that failed in the last sync of a commit leaves it done: then the guard says so. */
      if (!store_steps_do (store, step, &error) && !(arm == arm_disk && is_guarded (step)))
        g_assert_no_error (error);
      if (error != NULL)
        g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STATE);
    }
  arm (store, 0, FALSE);
  return has_failed;
}

/* Fails from then on. Returns: how many steps were done, N_STEPS when all */
static guint
run_failing_on (PlugStore *store,
                Arm        arm,
                guint      nth)
{
  guint step;

  arm (store, nth, TRUE);
  for (step = 0; step < N_STEPS; step++)
    {
      g_autoptr (GError) error = NULL;

      if (store_steps_do (store, step, &error))
        continue;
      g_assert_error (error, PLUG_ERROR, PLUG_ERROR_STORE);
      break;
    }
  plug_store_close (store);
  arm (store, 0, FALSE);
  return step;
}

static void
test_fails_once (gconstpointer data)
{
  Arm arm = *(const Arm *) data;
  gboolean has_failed = TRUE;
  guint silent = 0;
  guint n;

  /* Some failures are none: SQLite does without, as when it cannot shorten a file. */
  for (n = 1; has_failed || silent < 30; n++)
    {
      StoreFixture fixture;

      store_fixture_set_up (&fixture, NULL);
      has_failed = run_failing_once (fixture.store, arm, n);
      silent = has_failed ? 0 : silent + 1;
      plug_store_close (fixture.store);
      g_assert_cmpuint (store_steps_recover (fixture.path), ==, N_STEPS);
      store_fixture_tear_down (&fixture, NULL);
    }
  g_assert_cmpuint (n, >, 60);
}

static void
test_fails_on (gconstpointer data)
{
  Arm arm = *(const Arm *) data;
  guint n_done = 0;
  guint n;

  for (n = 1; n_done < N_STEPS; n++)
    {
      StoreFixture fixture;
      guint n_persisted;

      store_fixture_set_up (&fixture, NULL);
      n_done = run_failing_on (fixture.store, arm, n);
      n_persisted = store_steps_recover (fixture.path);
      /* What was done is there. What failed is not, but for the last sync of a commit. */
      g_assert_cmpuint (n_persisted, >=, store_steps_normalize (n_done));
      g_assert_cmpuint (n_persisted, <=,
                        store_steps_normalize (arm == arm_disk ? MIN (n_done + 1, N_STEPS)
                                                               : n_done));
      store_fixture_tear_down (&fixture, NULL);
    }
  g_assert_cmpuint (n, >, 30);
}

int
main (int    argc,
      char **argv)
{
  static const Arm hooks = arm_hooks;
  static const Arm disk = arm_disk;

  store_steps_work_in_memory ();
  g_test_init (&argc, &argv, NULL);
  store_vfs_install ();

  g_test_add_data_func ("/store/every-step-fails-once", &hooks, test_fails_once);
  g_test_add_data_func ("/store/every-step-fails-on", &hooks, test_fails_on);
  g_test_add_data_func ("/store/row-46-every-disk-access-fails-once", &disk, test_fails_once);
  g_test_add_data_func ("/store/row-46-every-disk-access-fails-on", &disk, test_fails_on);
  return g_test_run ();
}
