/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-fixture.h"

G_BEGIN_DECLS

/* How the tenant answers apart from the step that fails; the longer the way, the more steps. */
typedef enum {
  NTH_ANSWERED = 1 << 0,
  NTH_LOST = 1 << 1,       /* the answer of a request that was carried out */
  NTH_NO_TOKEN = 1 << 2,   /* the same, and the list has no tokens */
  NTH_UNCERTAIN = 1 << 3,  /* the same, and what was there before is not known */
  NTH_NOT_MADE = 1 << 4,   /* the request is not carried out */
  NTH_CUT = 1 << 5,        /* the answer is cut, and there is no list for a while */
} NthScenarios;

typedef struct _NthFault NthFault;

/* One kind of step that can be made to fail. */
struct _NthFault {
  const char *spec;       /* for the tenant's: what goes wrong with the n-th request */
  guint at_least;         /* so many steps there are in each scenario, or they were not seen */
  gboolean is_local;      /* on this computer: one failure is made good, or nothing is sent */
  NthScenarios scenarios; /* unless the tests are to be long: then all */
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
