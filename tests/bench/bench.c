/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the measured window and the bare one beside it have in common. */

#include "config.h"

#include "bench.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  GtkWindow *window;
  void (*next) (GtkWindow *window);
  gulong handler;
} Watch;

/* bench_say:
 * A line of standard output: what, and how much. */
void
bench_say (const char *name,
           double      number)
{
  printf ("%s %.0f\n", name, number);
  fflush (stdout);
}

/* Bytes this process has of its own, and its share of what it shares. */
static double
measure_pss (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return 0;
  line = strstr (text, "\nPss:");
  return line != NULL ? g_ascii_strtod (line + strlen ("\nPss:"), NULL) * 1024 : 0;
}

static void
painted_cb (GdkFrameClock *clock,
            Watch         *watch)
{
  g_signal_handler_disconnect (clock, watch->handler);
  bench_say ("painted", g_get_monotonic_time ());
  bench_say ("pss", measure_pss ());
  if (watch->next != NULL)
    watch->next (watch->window);
  else
    g_application_quit (g_application_get_default ());
  g_free (watch);
}

static void
realized_cb (GtkWidget *widget,
             Watch     *watch)
{
  watch->handler = g_signal_connect (gtk_widget_get_frame_clock (widget), "after-paint",
                                     G_CALLBACK (painted_cb), watch);
}

void
bench_watch_first_frame (GtkWindow  *window,
                         void      (*next) (GtkWindow *window))
{
  Watch *watch = g_new0 (Watch, 1);

  watch->window = window;
  watch->next = next;
  if (gtk_widget_get_realized (GTK_WIDGET (window)))
    realized_cb (GTK_WIDGET (window), watch);
  else
    g_signal_connect (window, "realize", G_CALLBACK (realized_cb), watch);
}
