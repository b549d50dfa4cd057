/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A creation whose n-th access to the disk fails: the database's files opened, read, written,
 * shortened, synced, removed. */

#include "config.h"

#include "keyring-support.h"
#include "nth-failure.h"
#include "store-steps.h"
#include "store-vfs.h"

static void
arm (const NthFault *self,
     PlugFixture    *fixture,
     guint           nth,
     gboolean        persistent)
{
  store_vfs_arm (persistent ? STORE_VFS_FAIL_ON : STORE_VFS_FAIL_ONCE, nth);
}

static void
disarm (const NthFault *self,
        PlugFixture    *fixture)
{
  store_vfs_arm (STORE_VFS_FAIL_ONCE, 0);
}

static gboolean
has_failed (const NthFault *self,
            PlugFixture    *fixture)
{
  return store_vfs_has_fired ();
}

static void
test_accesses (gconstpointer data)
{
  const NthFault fault = {
    .at_least = 80, .is_local = TRUE, .scenarios = NTH_ANSWERED | NTH_LOST,
    .arm = arm, .disarm = disarm, .has_failed = has_failed,
  };

  nth_failure_go_through (&fault, GPOINTER_TO_INT (data));
}

int
main (int   argc,
      char *argv[])
{
  store_steps_work_in_memory ();
  store_vfs_install ();
  g_test_init (&argc, &argv, NULL);
  start_fake ("ok");
  g_test_add_data_func ("/creation/row-46-nth-disk-access-fails-once", GINT_TO_POINTER (FALSE),
                        test_accesses);
  g_test_add_data_func ("/creation/row-46-nth-disk-access-fails-on", GINT_TO_POINTER (TRUE),
                        test_accesses);

  return g_test_run ();
}
