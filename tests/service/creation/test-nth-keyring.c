/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A creation whose n-th call of the keyring fails: every method and every property asked for. */

#include "config.h"

#include "keyring-support.h"
#include "nth-failure.h"

static void
arm (const NthFault *self,
     PlugFixture    *fixture,
     guint           nth,
     gboolean        persistent)
{
  set_fake_fault (nth, persistent);
}

static void
disarm (const NthFault *self,
        PlugFixture    *fixture)
{
  set_fake_fault (0, FALSE);
}

static gboolean
has_failed (const NthFault *self,
            PlugFixture    *fixture)
{
  return has_fake_failed ();
}

static void
test_calls (gconstpointer data)
{
  const NthFault fault = {
    .at_least = 60, .is_local = TRUE, .scenarios = NTH_ANSWERED | NTH_LOST | NTH_NO_TOKEN,
    .arm = arm, .disarm = disarm, .has_failed = has_failed,
  };

  nth_failure_go_through (&fault, GPOINTER_TO_INT (data));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  start_fake ("ok");
  g_test_add_data_func ("/creation/row-41-nth-call-fails-once", GINT_TO_POINTER (FALSE),
                        test_calls);
  g_test_add_data_func ("/creation/row-41-nth-call-fails-on", GINT_TO_POINTER (TRUE), test_calls);

  return g_test_run ();
}
