/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-fixture.h"

G_BEGIN_DECLS

typedef struct _NthFault NthFault;

/* One kind of step that can be made to fail. */
struct _NthFault {
  const char *spec;  /* for the tenant's: what goes wrong with the n-th request */
  guint at_least;    /* so many steps there are in each scenario, or they were not seen */
  guint n_scenarios; /* unless the tests are to be long */
  void     (*arm)        (const NthFault *self,
                          PlugFixture    *fixture,
                          guint           nth,
                          gboolean        persistent);
  void     (*disarm)     (const NthFault *self,
                          PlugFixture    *fixture);
  /* Since it was armed, and before it is disarmed. */
  gboolean (*has_failed) (const NthFault *self,
                          PlugFixture    *fixture);
};

void nth_failure_go_through   (const NthFault *fault,
                               gboolean        persistent);
void nth_failure_assert_whole (PlugFixture    *fixture);

G_END_DECLS
