/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one type a secret travels in. */

#include "config.h"

#include "plug-secret.h"

#include <string.h>

static void
test_text (void)
{
  g_autoptr (PlugSecret) whole = plug_secret_new ("abc");
  g_autoptr (PlugSecret) part = plug_secret_new_len ("abcdef", 3);
  g_autoptr (PlugSecret) other = plug_secret_new_format ("%s-%d", "abc", 7);
  g_autoptr (PlugSecret) empty = plug_secret_new ("");

  g_assert_cmpstr (plug_secret_peek (whole), ==, "abc");
  g_assert_cmpuint (plug_secret_get_length (part), ==, 3);
  g_assert_cmpstr (plug_secret_peek (part), ==, "abc");
  g_assert_cmpstr (plug_secret_peek (other), ==, "abc-7");
  g_assert_cmpuint (plug_secret_get_length (empty), ==, 0);
  g_assert_true (plug_secret_equal (whole, part));
  g_assert_false (plug_secret_equal (whole, other));
  g_assert_false (plug_secret_equal (whole, NULL));
  g_assert_true (plug_secret_equal (NULL, NULL));
}

static void
test_reference (void)
{
  PlugSecret *secret = plug_secret_new ("abc");
  PlugSecret *again = plug_secret_ref (secret);

  g_assert_true (secret == again);
  plug_secret_unref (secret);
  g_assert_cmpstr (plug_secret_peek (again), ==, "abc");
  plug_secret_unref (again);
  plug_secret_unref (NULL);
}

static void
test_single_line (void)
{
  static const char *const several[] = { "a\nb", "a\r", "\t", "\x01", "\x7f" };
  g_autoptr (PlugSecret) one = plug_secret_new ("a b/+=\u00e9");
  g_autoptr (PlugSecret) nul = plug_secret_new_len ("a\0b", 3);

  g_assert_true (plug_secret_is_single_line (one));
  g_assert_false (plug_secret_is_single_line (nul));
  for (gsize i = 0; i < G_N_ELEMENTS (several); i++)
    {
      g_autoptr (PlugSecret) secret = plug_secret_new (several[i]);

      g_assert_false (plug_secret_is_single_line (secret));
    }
}

static void
test_wipe (void)
{
  char text[] = "abc";

  plug_secret_wipe_text (text);
  for (gsize i = 0; i < strlen ("abc"); i++)
    g_assert_null (strchr ("abc", text[i] != '\0' ? text[i] : 'x'));
  plug_secret_wipe_text (NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secret/text", test_text);
  g_test_add_func ("/secret/reference", test_reference);
  g_test_add_func ("/secret/single-line", test_single_line);
  g_test_add_func ("/secret/wipe", test_wipe);
  return g_test_run ();
}
