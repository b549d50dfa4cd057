/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One creation step by step, and what of it is found at the next start. */

#include "config.h"

#include "store-steps.h"

#include <unistd.h>

#include "plug-test.h"
#include "store-fixture.h"

PlugIntent *
store_steps_new_intent (PlugIntentState state)
{
  PlugIntent *intent = plug_intent_new_with_op (STORE_STEPS_OP, PLUG_INTENT_CREATE, ACCOUNT_ID,
                                                "https://api.example.test/", "sagecrm",
                                                "An instance", NULL);

  plug_intent_set_state (intent, state);
  return intent;
}

static gboolean
save_renamed (PlugStore  *store,
              GError    **error)
{
  g_autoptr (PlugInstance) instance = store_new_instance ("1");

  plug_instance_set_name (instance, "Renamed");
  return store_save_instance (store, instance, error);
}

gboolean
store_steps_do (PlugStore  *store,
         guint       step,
         GError    **error)
{
  g_autoptr (PlugAccount) account = store_new_account ();
  g_autoptr (PlugInstance) instance = store_new_instance ("1");
  g_autoptr (PlugIntent) queued = store_steps_new_intent (PLUG_INTENT_QUEUED);
  g_autoptr (PlugStoreContents) contents = NULL;

  switch (step)
    {
    case STEP_OPEN:
      return store_open (store, error);

    case STEP_SAVE_ACCOUNT:
      return store_save_account (store, account, error);

    case STEP_RECORD:
      return store_record (store, queued, error);

    case STEP_SEND:
      return store_move (store, queued, PLUG_INTENT_QUEUED, PLUG_INTENT_SENT, error);

    case STEP_SETTLE:
      return store_settle (store, queued, PLUG_INTENT_SENT, PLUG_INTENT_DONE, instance, error);

    case STEP_RENAME:
      return save_renamed (store, error);

    case STEP_PROBE:
      return store_probe (store, error);

    case STEP_LOAD:
      contents = store_load (store, error);
      return contents != NULL;

    case STEP_REMOVE:
      return store_remove_instance (store, "1", error);

    default:
      g_assert_not_reached ();
    }
}

/* Returns: how many of the steps the file has seen, the first N_STEPS and no others; those that
 *   write nothing count with the one before */
static guint
count_persisted (const char *path)
{
  g_autofree char *state = NULL;
  g_autofree char *name = NULL;

  if (store_sql_int (path, "SELECT count(*) FROM account") == 0)
    return STEP_SAVE_ACCOUNT;
  state = store_sql_text (path, "SELECT max(state) FROM intent");
  name = store_sql_text (path, "SELECT max(name) FROM instance");
  if (g_strcmp0 (state, "done") == 0)
    {
      if (name == NULL)
        return N_STEPS;
      return g_str_equal (name, "Renamed") ? STEP_REMOVE : STEP_RENAME;
    }
  /* The row and DONE are there together or not at all. */
  g_assert_null (name);
  if (state == NULL)
    return STEP_RECORD;
  g_assert_true (g_str_equal (state, "queued") || g_str_equal (state, "sent"));
  return g_str_equal (state, "sent") ? STEP_SETTLE : STEP_SEND;
}

/* The least that has to be in the file after @n_done steps. */
guint
store_steps_normalize (guint n_done)
{
  return n_done == STEP_OPEN ? STEP_SAVE_ACCOUNT
         : n_done == STEP_PROBE || n_done == STEP_LOAD ? STEP_REMOVE
                                                       : n_done;
}

/* The next start: nothing is set aside, everything is whole. */
guint
store_steps_recover (const char *path)
{
  PlugStore *store = plug_store_new (path);
  g_autofree char *aside = NULL;
  g_autofree char *orphan = NULL;
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  store_open (store, &error);
  g_assert_no_error (error);
  aside = plug_store_dup_moved_aside (store);
  g_assert_null (aside);
  contents = store_load (store, &error);
  g_assert_no_error (error);
  plug_store_close (store);
  plug_test_assert_finalized (store);
  orphan = store_find_beside (path, "plugboard.db.damaged-");
  g_assert_null (orphan);
  store_assert_sound (path);
  return count_persisted (path);
}

/* store_steps_work_in_memory:
 * Hundreds of databases: in memory, where there is a place for it. Neither a failure of ours
 * nor a kill asks what a sync really does. */
void
store_steps_work_in_memory (void)
{
  if (access ("/dev/shm", W_OK | X_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
}
