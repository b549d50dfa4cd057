/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugKeyring with a provider that misbehaves on demand. */

#include "config.h"

#include "keyring-support.h"

#include "plug-error.h"
#include "plug-test.h"

static void
test_ok (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  start_fake ("ok");
  g_assert_true (try_store (keyring, "1", "value", &error));
  g_assert_no_error (error);
  text = try_lookup (keyring, "1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "value");
  g_assert_true (try_clear (keyring, "1", &error));
  g_assert_no_error (error);
}

static void
test_probe_once_a_session (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("ok");
  g_assert_true (try_probe (keyring, FALSE, &error));
  g_assert_true (try_probe (keyring, FALSE, &error));
  g_assert_cmpuint (count_fake ("CreateItem"), ==, 1);
  g_assert_cmpuint (count_fake ("Delete"), ==, 1);
  g_assert_true (try_probe (keyring, TRUE, &error));
  g_assert_cmpuint (count_fake ("CreateItem"), ==, 2);

  set_fake_locked (TRUE);
  wait_for_state (keyring, PLUG_KEYRING_LOCKED);
  g_assert_true (try_probe (keyring, FALSE, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_fake ("CreateItem"), ==, 3);
  g_assert_cmpuint (count_fake ("Delete"), ==, 3);
}

static void
test_lock_outside_shows_at_once (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("ok");
  g_assert_true (try_refresh (keyring, &error));
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_UNLOCKED);
  set_fake_locked (TRUE);
  wait_for_state (keyring, PLUG_KEYRING_LOCKED);
  set_fake_locked (FALSE);
  wait_for_state (keyring, PLUG_KEYRING_UNLOCKED);
}

static void
test_refresh_never_prompts (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("locked");
  g_assert_true (try_refresh (keyring, &error));
  g_assert_no_error (error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_LOCKED);
  g_assert_cmpuint (count_fake ("Unlock"), ==, 0);
}

static void
test_one_prompt_for_many (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  GAsyncResult *results[6] = { NULL };

  start_fake ("locked");
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    start_lookup (keyring, "1", NULL, &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GAsyncResult) result = plug_test_wait (&results[i]);

      g_assert_null (plug_keyring_lookup_finish (keyring, result, &error));
      g_assert_error (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT);
    }
  g_assert_cmpuint (count_fake ("Unlock"), ==, 1);
  g_assert_cmpuint (count_fake ("Prompt"), ==, 1);
}

/* One of two gives up; the prompt stays for the other. */
static void
test_one_waiter_cancelled (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *first = NULL, *second = NULL;
  g_autoptr (GError) error = NULL;

  start_fake ("slow:20");
  set_fake_locked (TRUE);
  start_lookup (keyring, "1", cancellable, &first);
  start_lookup (keyring, "1", NULL, &second);
  wait_for_state (keyring, PLUG_KEYRING_UNLOCKING);
  g_cancellable_cancel (cancellable);
  plug_test_wait (&first);
  g_assert_null (plug_keyring_lookup_finish (keyring, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  plug_test_wait (&second);
  g_assert_null (plug_keyring_lookup_finish (keyring, second, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT);
  g_assert_cmpuint (count_fake ("Prompt"), ==, 1);
  g_clear_object (&first);
  g_clear_object (&second);
}

static void
test_locked_items (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  start_fake ("locked-item");
  g_assert_true (try_store (keyring, "1", "value", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_fake ("Prompt"), ==, 1);
  text = try_lookup (keyring, "1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "value");
}

static void
test_create_prompts (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("create-prompt");
  g_assert_true (try_store (keyring, "1", "value", &error));
  g_assert_no_error (error);
}

static void
test_row_36_prompt_dismissed (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("locked-dismiss");
  g_assert_null (try_lookup (keyring, "1", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_DENIED);
  g_clear_error (&error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_DENIED);
  g_assert_false (try_unlock (keyring, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_DENIED);
  g_clear_error (&error);
  g_assert_false (try_store (keyring, "1", "value", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_DENIED);
  g_assert_cmpuint (count_fake ("CreateItem"), ==, 0);

  set_fake_mode ("locked");
  g_clear_error (&error);
  g_assert_true (try_unlock (keyring, &error));
  g_assert_no_error (error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_UNLOCKED);
}

static void
test_row_37_no_collection (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("no-collection");
  g_assert_false (try_refresh (keyring, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_NO_COLLECTION);
  g_clear_error (&error);
  g_assert_false (try_store (keyring, "1", "value", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_NO_COLLECTION);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_NO_COLLECTION);
  g_assert_cmpuint (count_fake ("CreateItem"), ==, 0);
}

static void
check_store_fails (const char    *mode,
                   PlugErrorCode  code)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake (mode);
  g_assert_false (try_store (keyring, "38", "value", &error));
  g_assert_error (error, PLUG_ERROR, (int) code);
  assert_unavailable (error);
  g_clear_error (&error);
  g_assert_false (try_probe (keyring, FALSE, &error));
  g_assert_error (error, PLUG_ERROR, (int) code);
}

static void
test_row_38_lost_item (void)
{
  check_store_fails ("lost-item", PLUG_ERROR_KEYRING_NOT_KEEPING);
}

static void
test_row_38_altered (void)
{
  check_store_fails ("altered", PLUG_ERROR_KEYRING_NOT_KEEPING);
}

static void
test_row_38_create_dismissed (void)
{
  check_store_fails ("dismiss", PLUG_ERROR_KEYRING_DENIED);
}

static void
test_row_38_create_dismissed_oddly (void)
{
  check_store_fails ("dismiss-str", PLUG_ERROR_KEYRING_DENIED);
}

static void
test_row_38_not_keeping_stays (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("lost-item");
  g_assert_false (try_store (keyring, "38", "value", NULL));
  g_assert_null (try_lookup (keyring, "38", NULL));
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_NOT_KEEPING);
  set_fake_mode ("ok");
  g_assert_true (try_store (keyring, "38", "value", &error));
  g_assert_no_error (error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_UNLOCKED);
}

static void
test_row_39_dies_in_prompt (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  start_fake ("die-on-prompt");
  g_assert_null (try_lookup (keyring, "39", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_MISSING);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_NO_SERVICE);
  g_clear_error (&error);

  start_fake ("ok");
  wait_for_state (keyring, PLUG_KEYRING_UNLOCKED);
  g_assert_true (try_store (keyring, "39", "value", &error));
  g_assert_no_error (error);
}

static void
test_row_39_dies_in_create (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("die-on-create");
  g_assert_false (try_store (keyring, "39", "value", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_MISSING);
}

static void
test_row_39_session_forgotten (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("nosession-once");
  g_assert_true (try_store (keyring, "39", "value", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_fake ("CreateItem"), ==, 2);
}

static void
test_row_39_session_never_known (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("nosession");
  g_assert_false (try_store (keyring, "39", "value", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_FAILED);
  g_assert_cmpuint (count_fake ("CreateItem"), ==, 2);
}

static void
test_row_40_never_answers (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("hang");
  plug_keyring_set_timeouts (keyring, 250, 500);
  g_assert_null (try_lookup (keyring, "40", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_HANGING);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_HANGING);
  set_fake_mode ("ok");
  wait_for_state (keyring, PLUG_KEYRING_UNLOCKED);
}

static gboolean
prompt_is_open (gpointer data)
{
  return count_fake ("Prompt") == 1;
}

static void
test_row_40_prompt_never_answered (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) got = NULL;

  start_fake ("never-prompt");
  start_lookup (keyring, "40", NULL, &result);
  spin_until (prompt_is_open);
  plug_keyring_set_timeouts (keyring, 25000, 50);
  got = plug_test_wait (&result);
  g_assert_null (plug_keyring_lookup_finish (keyring, got, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_HANGING);
  wait_for_state (keyring, PLUG_KEYRING_LOCKED);
}

static gboolean
prompt_was_dismissed (gpointer data)
{
  return count_fake ("Dismiss") == 1;
}

static void
test_prompt_cancelled (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) got = NULL;

  start_fake ("never-prompt");
  start_lookup (keyring, "1", cancellable, &result);
  wait_for_state (keyring, PLUG_KEYRING_UNLOCKING);
  spin_until (prompt_is_open);
  g_cancellable_cancel (cancellable);
  got = plug_test_wait (&result);
  g_assert_null (plug_keyring_lookup_finish (keyring, got, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_LOCKED);
  spin_until (prompt_was_dismissed);
}

/* The watchdog ends the call; what is answered later finds nobody, and does nothing. */
static void
test_row_40_late_answer (void)
{
  PlugKeyring *keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("ok");
  g_assert_true (try_refresh (keyring, &error));
  set_fake_mode ("slow:200");
  plug_keyring_set_timeouts (keyring, 50, 50);
  g_assert_false (try_store (keyring, "40", "value", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_HANGING);
  g_clear_error (&error);

  /* The answer to the first comes while the second is still waiting for its own. */
  set_fake_mode ("slow:400");
  plug_keyring_set_timeouts (keyring, 25000, 25000);
  g_assert_true (try_refresh (keyring, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_fake ("CreateItem"), ==, 0);
  plug_test_assert_finalized (keyring);
}

static void
test_row_41_every_call_fails (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("ok");
  g_assert_true (try_store (keyring, "41", "value", &error));
  set_fake_mode ("error");
  g_assert_false (try_store (keyring, "41", "other", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_FAILED);
  g_clear_error (&error);
  g_assert_null (try_lookup (keyring, "41", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_FAILED);
  g_clear_error (&error);
  g_assert_false (try_clear (keyring, "41", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_FAILED);
}

/* What a keyring may answer of which a call failed: the truth, or that it is not available.
 * Returns: whether a call failed */
static gboolean
run_nth_fails (guint    nth,
               gboolean persistent)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  gboolean stored, cleared, failed;

  set_fake_fault (nth, persistent);
  stored = try_store (keyring, "41", "new", &error);
  if (!stored)
    assert_unavailable (error);
  g_clear_error (&error);
  found = try_lookup (keyring, "41", &error);
  if (found == NULL)
    assert_unavailable (error);
  else
    g_assert_true (g_str_equal (found, "new") || (!stored && g_str_equal (found, "old")));
  g_clear_error (&error);
  cleared = try_clear (keyring, "41", &error);
  if (!cleared)
    assert_unavailable (error);
  failed = has_fake_failed ();
  set_fake_fault (0, FALSE);
  g_assert_true (!cleared || count_items ("token") == 0);
  return failed;
}

static void
test_row_41_nth_call_fails (gconstpointer data)
{
  gboolean persistent = GPOINTER_TO_INT (data);
  gboolean failed = TRUE;
  guint nth;

  for (nth = 0; failed; nth++)
    {
      g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
      g_autoptr (GError) error = NULL;

      start_fake ("ok");
      g_assert_true (try_store (keyring, "41", "old", &error));
      failed = run_nth_fails (nth + 1, persistent);
    }
  g_test_message ("%u calls failed", nth - 1);
  g_assert_cmpuint (nth, >, 30);
}

static void
test_row_42_provider_switched (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  start_fake ("ok");
  g_assert_true (try_store (keyring, "42", "value", &error));
  g_assert_no_error (error);
  start_fake ("ok");
  g_assert_null (try_lookup (keyring, "42", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT);
  g_assert_cmpuint (count_fake ("CreateItem"), ==, 0);
}

static void
test_slow (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  start_fake ("slow:30");
  g_assert_true (try_probe (keyring, FALSE, &error));
  g_assert_no_error (error);
  g_assert_true (try_store (keyring, "1", "value", &error));
  g_assert_no_error (error);
  text = try_lookup (keyring, "1", &error);
  g_assert_cmpstr (text, ==, "value");
}

static void
test_row_37_no_provider (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  end_provider ();
  g_assert_false (try_refresh (keyring, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_MISSING);
  g_clear_error (&error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_NO_SERVICE);
  g_assert_null (try_lookup (keyring, "37", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_MISSING);
  g_clear_error (&error);
  g_assert_false (try_probe (keyring, FALSE, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_MISSING);

  /* It heals when somebody installs one. */
  start_fake ("ok");
  wait_for_state (keyring, PLUG_KEYRING_UNLOCKED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring/ok", test_ok);
  g_test_add_func ("/keyring/probe-once-a-session", test_probe_once_a_session);
  g_test_add_func ("/keyring/lock-outside-shows-at-once", test_lock_outside_shows_at_once);
  g_test_add_func ("/keyring/refresh-never-prompts", test_refresh_never_prompts);
  g_test_add_func ("/keyring/one-prompt-for-many", test_one_prompt_for_many);
  g_test_add_func ("/keyring/one-waiter-cancelled", test_one_waiter_cancelled);
  g_test_add_func ("/keyring/locked-items", test_locked_items);
  g_test_add_func ("/keyring/create-prompts", test_create_prompts);
  g_test_add_func ("/keyring/prompt-cancelled", test_prompt_cancelled);
  g_test_add_func ("/keyring/slow", test_slow);
  g_test_add_func ("/keyring/row-36-prompt-dismissed", test_row_36_prompt_dismissed);
  g_test_add_func ("/keyring/row-37-no-provider", test_row_37_no_provider);
  g_test_add_func ("/keyring/row-37-no-collection", test_row_37_no_collection);
  g_test_add_func ("/keyring/row-38-lost-item", test_row_38_lost_item);
  g_test_add_func ("/keyring/row-38-altered", test_row_38_altered);
  g_test_add_func ("/keyring/row-38-create-dismissed", test_row_38_create_dismissed);
  g_test_add_func ("/keyring/row-38-create-dismissed-oddly", test_row_38_create_dismissed_oddly);
  g_test_add_func ("/keyring/row-38-not-keeping-stays", test_row_38_not_keeping_stays);
  g_test_add_func ("/keyring/row-39-dies-in-prompt", test_row_39_dies_in_prompt);
  g_test_add_func ("/keyring/row-39-dies-in-create", test_row_39_dies_in_create);
  g_test_add_func ("/keyring/row-39-session-forgotten", test_row_39_session_forgotten);
  g_test_add_func ("/keyring/row-39-session-never-known", test_row_39_session_never_known);
  g_test_add_func ("/keyring/row-40-never-answers", test_row_40_never_answers);
  g_test_add_func ("/keyring/row-40-prompt-never-answered", test_row_40_prompt_never_answered);
  g_test_add_func ("/keyring/row-40-late-answer", test_row_40_late_answer);
  g_test_add_func ("/keyring/row-41-every-call-fails", test_row_41_every_call_fails);
  g_test_add_data_func ("/keyring/row-41-nth-call-fails-once", GINT_TO_POINTER (FALSE),
                        test_row_41_nth_call_fails);
  g_test_add_data_func ("/keyring/row-41-nth-call-fails-on", GINT_TO_POINTER (TRUE),
                        test_row_41_nth_call_fails);
  g_test_add_func ("/keyring/row-42-provider-switched", test_row_42_provider_switched);
  return g_test_run ();
}
