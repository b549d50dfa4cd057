/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times as a person reads them. */

#include "config.h"

#include "plug-date.h"

static gint64
day_of_june (int day)
{
  g_autoptr (GDateTime) time = g_date_time_new_local (2026, 6, day, 14, 9, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static void
test_text (void)
{
  g_autofree char *long_ago = plug_date_dup_text (day_of_june (12));
  g_autofree char *one_figure = plug_date_dup_text (day_of_june (1));
  g_autofree char *never = plug_date_dup_text (0);

  g_assert_cmpstr (long_ago, ==, "12 June 2026, 14:09");
  g_assert_cmpstr (one_figure, ==, "1 June 2026, 14:09");
  g_assert_cmpstr (never, ==, "Unknown");
}

static void
test_ago (void)
{
  static const struct {
    gint64 seconds;
    const char *text;
  } cases[] = {
    { 0, "just now" },
    { 59, "just now" },
    { 60, "1 minute ago" },
    { 3599, "59 minutes ago" },
    { 3600, "1 hour ago" },
    { 86400, "1 day ago" },
    { 31 * 86400, "31 days ago" },
  };
  gint64 now = day_of_june (12);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = plug_date_dup_ago (now - cases[i].seconds * G_USEC_PER_SEC, now);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date/text", test_text);
  g_test_add_func ("/date/ago", test_ago);
  return g_test_run ();
}
