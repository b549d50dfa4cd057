/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times as a person reads them. */

#include "config.h"

#include "plug-date.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define FIGURE_SPACE "\u2007"

static char *
format_local (gint64      time,
              const char *format)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  char *text;

  utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  text = local != NULL ? g_date_time_format (local, format) : NULL;
  if (text == NULL)
    return g_strdup (_("Unknown"));
  g_strstrip (text);
  /* A day of one figure is padded with a space as wide as a figure. */
  if (g_str_has_prefix (text, FIGURE_SPACE))
    memmove (text, text + strlen (FIGURE_SPACE), strlen (text) - strlen (FIGURE_SPACE) + 1);
  return text;
}

/* plug_date_dup_text:
 * @time: microseconds since 1970 in UTC, 0 when unknown
 *
 * Returns: (transfer full): day and time in the user's zone and language */
char *
plug_date_dup_text (gint64 time)
{
  if (time == 0)
    return g_strdup (_("Unknown"));
  /* Translators: a date and a time for g_date_time_format(), like 12 June 2026, 14:09 */
  return format_local (time, _("%e %B %Y, %H:%M"));
}

/* plug_date_dup_clock:
 * @time: microseconds since 1970 in UTC
 *
 * Returns: (transfer full): the time alone when it is today, else day and time */
char *
plug_date_dup_clock (gint64 time)
{
  g_autofree char *today = format_local (g_get_real_time (), "%F");
  g_autofree char *day = format_local (time, "%F");

  if (time == 0 || !g_str_equal (today, day))
    return plug_date_dup_text (time);
  /* Translators: a time of day for g_date_time_format() */
  return format_local (time, _("%H:%M"));
}

/* plug_date_dup_ago:
 * @time: microseconds since 1970 in UTC, 0 when unknown
 * @now: the same of now
 *
 * Returns: (transfer full): how long ago, for the end of a sentence; days above a month are the
 *   date */
char *
plug_date_dup_ago (gint64 time,
                   gint64 now)
{
  gint64 minutes = (now - time) / G_TIME_SPAN_MINUTE;
  guint n;

  if (time == 0)
    return g_strdup (_("Unknown"));
  if (minutes < 1)
    return g_strdup (_("just now"));
  if (minutes < 60)
    return g_strdup_printf (ngettext ("%u minute ago", "%u minutes ago", (guint) minutes),
                            (guint) minutes);
  n = (guint) (minutes / 60);
  if (n < 24)
    return g_strdup_printf (ngettext ("%u hour ago", "%u hours ago", n), n);
  n /= 24;
  if (n <= 31)
    return g_strdup_printf (ngettext ("%u day ago", "%u days ago", n), n);
  return plug_date_dup_text (time);
}
