/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-store.h"

G_BEGIN_DECLS

/* One creation from the first start to the instance forgotten: what is in the file tells how
 * many of these were done, see count_persisted(). */
enum {
  STEP_OPEN,
  STEP_SAVE_ACCOUNT,
  STEP_RECORD,
  STEP_SEND,
  STEP_SETTLE,
  STEP_RENAME,
  STEP_PROBE,
  STEP_LOAD,
  STEP_REMOVE,
  N_STEPS,
};

/* The op of the one intent. */
#define STORE_STEPS_OP "11111111-2222-4333-8444-555555555555"

PlugIntent *store_steps_new_intent     (PlugIntentState   state);
gboolean    store_steps_do             (PlugStore        *store,
                                        guint             step,
                                        GError          **error);
guint       store_steps_normalize      (guint             n_done);
guint       store_steps_recover        (const char       *path);
void        store_steps_work_in_memory (void);

G_END_DECLS
