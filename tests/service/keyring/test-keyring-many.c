/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real keyring with as many tokens as a large tenant has instances: each is found, and is the
 * right one. What it takes is told and not judged, for that is the keyring’s and the computer’s:
 * 100 items, 5,000 with PLUG_TEST_LONG. */

#include "config.h"

#include "keyring-support.h"
#include "plug-test.h"

#define N_ITEMS      100
#define N_ITEMS_LONG 5000
#define N_SAMPLES    20

static char *
dup_token (guint number)
{
  return g_strdup_printf ("token-%u-of-a-test-with-many-items", number);
}

static void
store_one (PlugKeyring *keyring,
           guint        number)
{
  g_autofree char *id = g_strdup_printf ("%u", number);
  g_autofree char *token = dup_token (number);
  g_autoptr (GError) error = NULL;

  try_store (keyring, id, token, &error);
  g_assert_no_error (error);
}

static void
check_one (PlugKeyring *keyring,
           guint        number)
{
  g_autofree char *id = g_strdup_printf ("%u", number);
  g_autofree char *expected = dup_token (number);
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  token = try_lookup (keyring, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, expected);
}

static void
clear_one (PlugKeyring *keyring,
           guint        number)
{
  g_autofree char *id = g_strdup_printf ("%u", number);
  g_autoptr (GError) error = NULL;

  try_clear (keyring, id, &error);
  g_assert_no_error (error);
}

/* Tells how long one took, in the mean of @count since @start. */
static void
tell (const char *what,
      gint64      start,
      guint       count)
{
  g_test_message ("%s: %.2f ms", what,
                  (double) (g_get_monotonic_time () - start) / 1000 / MAX (count, 1));
}

static guint
choose (guint n_items)
{
  return (guint) g_test_rand_int_range (0, (gint32) n_items);
}

static void
work_with (PlugKeyring *keyring,
           guint        n_items)
{
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < N_SAMPLES; i++)
    check_one (keyring, choose (n_items));
  tell ("one token read", start, N_SAMPLES);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < n_items; i++)
    check_one (keyring, i);
  tell ("all tokens read, one after another", start, 1);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < N_SAMPLES; i++)
    store_one (keyring, choose (n_items));
  tell ("one token replaced", start, N_SAMPLES);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < N_SAMPLES; i++)
    clear_one (keyring, n_items + i);
  tell ("one token cleared", start, N_SAMPLES);
}

static void
test_many (void)
{
  guint n_items = g_getenv ("PLUG_TEST_LONG") != NULL ? N_ITEMS_LONG : N_ITEMS;
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (PlugKeyring) later = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < n_items; i++)
    store_one (keyring, i);
  g_test_message ("%u tokens", n_items);
  tell ("all stored", start, 1);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < N_SAMPLES; i++)
    store_one (keyring, n_items + i);
  tell ("one more stored", start, N_SAMPLES);
  work_with (keyring, n_items);

  /* As after logging in. */
  start = g_get_monotonic_time ();
  end_provider ();
  start_real ();
  later = plug_keyring_new ();
  try_refresh (later, &error);
  g_assert_no_error (error);
  tell ("the keyring started, unlocked and looked at", start, 1);
  start = g_get_monotonic_time ();
  check_one (later, choose (n_items));
  tell ("the first token read", start, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring/row-44-many-items", test_many);
  return g_test_run ();
}
