/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A creation whose n-th statement of the database fails: opening, each step, each commit. */

#include "config.h"

#include "keyring-support.h"
#include "nth-failure.h"
#include "plug-store-private.h"
#include "store-steps.h"

static void
arm (const NthFault *self,
     PlugFixture    *fixture,
     guint           nth,
     gboolean        persistent)
{
  plug_store_set_fault (fixture->store, nth, persistent);
}

static void
disarm (const NthFault *self,
        PlugFixture    *fixture)
{
  plug_store_set_fault (fixture->store, 0, FALSE);
}

static gboolean
has_failed (const NthFault *self,
            PlugFixture    *fixture)
{
  return plug_store_has_failed (fixture->store);
}

static void
test_statements (gconstpointer data)
{
  const NthFault fault = {
    .at_least = 8, .is_local = TRUE,
    .scenarios = NTH_ANSWERED | NTH_LOST | NTH_UNCERTAIN | NTH_NOT_MADE,
    .arm = arm, .disarm = disarm, .has_failed = has_failed,
  };

  nth_failure_go_through (&fault, GPOINTER_TO_INT (data));
}

int
main (int   argc,
      char *argv[])
{
  store_steps_work_in_memory ();
  g_test_init (&argc, &argv, NULL);
  start_fake ("ok");
  g_test_add_data_func ("/creation/row-46-nth-statement-fails-once", GINT_TO_POINTER (FALSE),
                        test_statements);
  g_test_add_data_func ("/creation/row-46-nth-statement-fails-on", GINT_TO_POINTER (TRUE),
                        test_statements);

  return g_test_run ();
}
