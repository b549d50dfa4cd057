/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intents and the protocol their states follow. */

#include "config.h"

#include "plug-intent.h"
#include "plug-test.h"

#define BASE_URL "https://api.example.com/elements/api-v2"
#define N_STATES (PLUG_INTENT_DROPPED + 1)

static const char *const tags[] = { "Docs", "two", NULL };

static PlugIntent *
new_intent (void)
{
  return plug_intent_new (PLUG_INTENT_CREATE, "account", BASE_URL, "sagecrm", "SageCRM", tags);
}

static void
test_new (void)
{
  g_autoptr (PlugIntent) intent = new_intent ();
  g_autoptr (PlugIntent) other = new_intent ();

  g_assert_true (g_uuid_string_is_valid (plug_intent_get_op (intent)));
  g_assert_cmpstr (plug_intent_get_op (intent), !=, plug_intent_get_op (other));
  g_assert_cmpint (plug_intent_get_kind (intent), ==, PLUG_INTENT_CREATE);
  g_assert_cmpstr (plug_intent_get_account_id (intent), ==, "account");
  g_assert_cmpstr (plug_intent_get_base_url (intent), ==, BASE_URL);
  g_assert_cmpstr (plug_intent_get_connector_key (intent), ==, "sagecrm");
  g_assert_cmpstr (plug_intent_get_name (intent), ==, "SageCRM");
  g_assert_cmpstrv (plug_intent_get_tags (intent), tags);
  g_assert_cmpint (plug_intent_get_state (intent), ==, PLUG_INTENT_QUEUED);
  g_assert_true (plug_intent_is_open (intent));
  g_assert_cmpint (plug_intent_get_created (intent), >, 0);
  g_assert_cmpint (plug_intent_get_sent (intent), ==, 0);
  g_assert_null (plug_intent_get_known_ids (intent));
  g_assert_null (plug_intent_get_instance_id (intent));
  plug_test_assert_finalized (intent);
}

static void
test_from_journal (void)
{
  g_autoptr (PlugIntent) intent =
    plug_intent_new_with_op ("op", PLUG_INTENT_DELETE, "account", NULL, NULL, NULL, NULL);

  g_assert_cmpstr (plug_intent_get_op (intent), ==, "op");
  g_assert_cmpint (plug_intent_get_kind (intent), ==, PLUG_INTENT_DELETE);
  g_assert_cmpstr (plug_intent_get_base_url (intent), ==, "");
  g_assert_cmpstr (plug_intent_get_connector_key (intent), ==, "");
  g_assert_cmpstr (plug_intent_get_name (intent), ==, "");
  g_assert_nonnull (plug_intent_get_tags (intent));
  g_assert_null (plug_intent_get_tags (intent)[0]);
  g_assert_cmpint (plug_intent_get_created (intent), ==, 0);
}

/* "Nobody looked" and "there was none" must never be confused: an old instance would be taken
 * for the new one. */
static void
test_known_ids (void)
{
  static const char *const none[] = { NULL };
  static const char *const two[] = { "1", "2", NULL };
  g_autoptr (PlugIntent) intent = new_intent ();

  plug_intent_set_known_ids (intent, none);
  g_assert_nonnull (plug_intent_get_known_ids (intent));
  g_assert_null (plug_intent_get_known_ids (intent)[0]);
  plug_intent_set_known_ids (intent, two);
  g_assert_cmpstrv (plug_intent_get_known_ids (intent), two);
  plug_intent_set_known_ids (intent, NULL);
  g_assert_null (plug_intent_get_known_ids (intent));
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *count)
{
  (*count)++;
}

static void
test_notify (void)
{
  g_autoptr (PlugIntent) intent = new_intent ();
  guint states = 0;
  guint opens = 0;
  guint all = 0;

  g_signal_connect (intent, "notify::state", G_CALLBACK (count_cb), &states);
  g_signal_connect (intent, "notify::open", G_CALLBACK (count_cb), &opens);
  plug_intent_set_state (intent, PLUG_INTENT_SENT);
  plug_intent_set_state (intent, PLUG_INTENT_SENT);
  plug_intent_set_state (intent, PLUG_INTENT_DONE);
  g_assert_cmpuint (states, ==, 2);
  g_assert_cmpuint (opens, ==, 1);
  g_signal_connect (intent, "notify", G_CALLBACK (count_cb), &all);
  for (guint i = 0; i < 2; i++)
    {
      plug_intent_set_message (intent, "Why");
      plug_intent_set_request_id (intent, "id");
      plug_intent_set_instance_id (intent, "7");
      plug_intent_set_created (intent, 1);
      plug_intent_set_sent (intent, 2);
      plug_intent_set_server_time (intent, 3);
    }
  g_assert_cmpuint (all, ==, 6);
  g_assert_cmpint (plug_intent_get_server_time (intent), ==, 3);
}

static void
test_words (void)
{
  PlugIntentState state = PLUG_INTENT_SENT;

  for (guint i = 0; i < N_STATES; i++)
    {
      g_assert_true (plug_intent_state_from_string (plug_intent_state_to_string (i), &state));
      g_assert_cmpint (state, ==, i);
    }
  g_assert_cmpstr (plug_intent_state_to_string (PLUG_INTENT_TOKEN_UNSAVED), ==, "token-unsaved");
  g_assert_false (plug_intent_state_from_string ("DONE", &state));
  g_assert_false (plug_intent_state_from_string ("", &state));
  g_assert_false (plug_intent_state_from_string (NULL, &state));
  g_assert_cmpint (state, ==, PLUG_INTENT_DROPPED);
}

/* A row a state, a letter a state it may become, in the order of the enumeration. */
static const char *const table[N_STATES] = {
  [PLUG_INTENT_QUEUED] =        ".S..F...X",
  [PLUG_INTENT_SENT] =          "..DTFU...",
  [PLUG_INTENT_DONE] =          ".........",
  [PLUG_INTENT_TOKEN_UNSAVED] = "..D.....X",
  [PLUG_INTENT_FAILED] =        "........X",
  [PLUG_INTENT_UNKNOWN] =       "..DTF.NAX",
  [PLUG_INTENT_NOT_FOUND] =     "..D..U..X",
  [PLUG_INTENT_AMBIGUOUS] =     "..DT.U..X",
  [PLUG_INTENT_DROPPED] =       ".........",
};

static void
test_may_become (void)
{
  for (guint from = 0; from < N_STATES; from++)
    {
      for (guint to = 0; to < N_STATES; to++)
        g_assert_true (plug_intent_may_become (from, to) == (table[from][to] != '.'));
    }
}

/* The one way to SENT is from QUEUED, and nothing comes back to QUEUED: nothing is sent twice. */
static void
test_sent_once (void)
{
  for (guint from = 0; from < N_STATES; from++)
    {
      g_assert_true (plug_intent_may_become (from, PLUG_INTENT_SENT) ==
                     (from == PLUG_INTENT_QUEUED));
      g_assert_false (plug_intent_may_become (from, PLUG_INTENT_QUEUED));
    }
}

/* From every open state the user can get to the end. */
static void
test_open_ends (void)
{
  g_autoptr (PlugIntent) intent = new_intent ();

  for (guint state = 0; state < N_STATES; state++)
    {
      gboolean leads_on = FALSE;

      plug_intent_set_state (intent, state);
      for (guint to = 0; to < N_STATES; to++)
        leads_on = leads_on || plug_intent_may_become (state, to);
      if (plug_intent_is_open (intent))
        g_assert_true (leads_on);
    }
  plug_intent_set_state (intent, PLUG_INTENT_FAILED);
  g_assert_false (plug_intent_is_open (intent));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/intent/new", test_new);
  g_test_add_func ("/intent/from-journal", test_from_journal);
  g_test_add_func ("/intent/known-ids", test_known_ids);
  g_test_add_func ("/intent/notify", test_notify);
  g_test_add_func ("/intent/words", test_words);
  g_test_add_func ("/intent/may-become", test_may_become);
  g_test_add_func ("/intent/sent-once", test_sent_once);
  g_test_add_func ("/intent/open-ends", test_open_ends);
  return g_test_run ();
}
