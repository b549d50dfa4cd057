/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The crash loop: the service and the keyring are killed with SIGKILL at random instants while
 * the tenant loses replies after creating, truncates them, answers 504 after creating and creates
 * late, when nobody waits any more. In the end nothing may be lost, doubled, stuck or a phantom.
 *
 * The loop runs in epochs, each with a tenant, a session and a keyring of its own: the keyring's
 * cost grows with the square of its items, and several epochs can run side by side. 100 kills,
 * 5,000 with PLUG_TEST_LONG, PLUG_CRASH_KILLS says another number. GLib's --seed repeats a run as
 * far as chance is concerned.
 *
 * Arguments: with-session, crash-epoch, crash-worker. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "plug-test.h"

#define KILLS_PER_EPOCH 50

/* In the order of which they are told; those from FIRST_BAD on have to be 0. */
static const char *const names[] = {
  "kills", "reconcile-kills", "keyring-kills", "intents", "arrived", "made",
  "lost", "doubled", "stuck", "phantom", "wrong-tokens", "unsound",
};
#define FIRST_BAD 6

typedef struct {
  guint kills_wanted;
  guint kills_begun;
  guint running;
  guint failed;
  guint64 sums[G_N_ELEMENTS (names)];
} Loop;

typedef struct {
  Loop *loop;
  guint32 seed;
  guint kills;
} Epoch;

static const char *with_session;
static const char *epoch_program;
static const char *worker_program;

static guint
get_kills_wanted (void)
{
  const char *wanted = g_getenv ("PLUG_CRASH_KILLS");

  if (wanted != NULL)
    return (guint) atoi (wanted);
  return g_getenv ("PLUG_TEST_LONG") != NULL ? 5000 : 100;
}

/* "kills=50 …" */
static void
add_up (Loop       *loop,
        const char *figures)
{
  g_auto (GStrv) words = g_strsplit (figures, " ", -1);

  g_assert_cmpuint (g_strv_length (words), ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (g_str_has_prefix (words[i], names[i]));
      g_assert_true (words[i][strlen (names[i])] == '=');
      loop->sums[i] += g_ascii_strtoull (words[i] + strlen (names[i]) + 1, NULL, 10);
    }
}

static void begin_epoch (Loop *loop);

static void
epoch_ended_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autofree Epoch *epoch = user_data;
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &output, NULL, &error);
  g_assert_no_error (error);
  g_strchomp (output);
  g_test_message ("epoch %u, %u kills: %s", epoch->seed, epoch->kills, output);
  if (g_subprocess_get_successful (G_SUBPROCESS (source)))
    add_up (epoch->loop, output);
  else
    epoch->loop->failed++;
  epoch->loop->running--;
  begin_epoch (epoch->loop);
}

static void
begin_epoch (Loop *loop)
{
  Epoch *epoch;
  g_autofree char *seed = NULL;
  g_autofree char *kills = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  if (loop->kills_begun >= loop->kills_wanted)
    return;
  epoch = g_new0 (Epoch, 1);
  epoch->loop = loop;
  epoch->seed = (guint32) g_test_rand_int ();
  epoch->kills = MIN (KILLS_PER_EPOCH, loop->kills_wanted - loop->kills_begun);
  loop->kills_begun += epoch->kills;
  loop->running++;
  seed = g_strdup_printf ("%u", epoch->seed);
  kills = g_strdup_printf ("%u", epoch->kills);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, with_session, "--no-service",
                              epoch_program, seed, kills, worker_program, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, epoch_ended_cb, epoch);
}

static void
test_crash_loop (void)
{
  Loop loop = { .kills_wanted = get_kills_wanted () };
  guint beside = MAX (2, g_get_num_processors ());

  for (guint i = 0; i < beside; i++)
    begin_epoch (&loop);
  while (loop.running > 0)
    g_main_context_iteration (NULL, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_test_message ("%s: %" G_GUINT64_FORMAT, names[i], loop.sums[i]);
  g_assert_cmpuint (loop.failed, ==, 0);
  g_assert_cmpuint (loop.sums[0], >=, loop.kills_wanted);
  for (guint i = 0; i < FIRST_BAD; i++)
    g_assert_cmpuint (loop.sums[i], >, 0);
  for (guint i = FIRST_BAD; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpuint (loop.sums[i], ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 4);
  with_session = argv[1];
  epoch_program = argv[2];
  worker_program = argv[3];
  g_test_add_func ("/creation/row-27-to-32-crash-loop", test_crash_loop);

  return g_test_run ();
}
