/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugGapMeter: how long the main loop is away at most, on a computer that others use, too. */

#include "config.h"

#include "plug-gap-meter.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "plug-test.h"

/* The promise. */
#define LIMIT_US  (50 * 1000)
#define PERIOD_MS 5
#define CALM_FRAMES 30

typedef struct {
  const char *name;
  gint64 last;        /* µs */
  gint64 last_waited; /* µs */
  gint64 worst;       /* µs that count */
  guint n_ticks;
  guint n_gaps;
} Track;

/* A time the control thread was away for, as the computer or the whole process was. */
typedef struct {
  gint64 begin;
  gint64 end;
} Stall;

struct _PlugGapMeter {
  GtkWidget *widget;
  gint64 begun; /* µs */
  guint tick;
  guint timer;
  int ours;   /* /proc/…/schedstat of the main thread */
  int server; /* and of the X server, -1 when it is not known */
  Track frames;
  Track loop;
  GThread *control;
  gint ended;
  GMutex lock;
  GArray *stalls; /* Stall, oldest first */
};

static int
open_schedstat (const char *process)
{
  g_autofree char *path = g_build_filename ("/proc", process, "schedstat", NULL);

  return open (path, O_RDONLY | O_CLOEXEC);
}

/* Returns: how long it was ready to run and had to wait, since it began, in µs */
static gint64
read_waited (int schedstat)
{
  char text[96] = "";
  char *end = text;

  if (schedstat < 0 || pread (schedstat, text, sizeof text - 1, 0) <= 0)
    return 0;
  strtoull (text, &end, 10);
  return (gint64) strtoull (end, NULL, 10) / 1000;
}

/* GTK asks the X server, and waits for it, too. */
static gint64
get_waited (PlugGapMeter *self)
{
  return read_waited (self->ours) + read_waited (self->server);
}

static gint64
get_stalled (PlugGapMeter *self,
             gint64        begin,
             gint64        end)
{
  gint64 stalled = 0;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->stalls->len; i++)
    {
      const Stall *stall = &g_array_index (self->stalls, Stall, i);

      stalled += MAX (0, MIN (end, stall->end) - MAX (begin, stall->begin));
    }
  g_mutex_unlock (&self->lock);
  return stalled;
}

static void
note (PlugGapMeter *self,
      Track        *track)
{
  gint64 now = g_get_monotonic_time ();
  gint64 waited = get_waited (self);
  gint64 gap = now - track->last;

  if (track->n_ticks++ > 0 && gap > MIN (track->worst, LIMIT_US))
    {
      gint64 excuse = MAX (waited - track->last_waited, get_stalled (self, track->last, now));

      track->worst = MAX (track->worst, gap - excuse);
      if (gap - excuse > LIMIT_US)
        {
          track->n_gaps++;
          g_test_message ("%s: away for %.1f ms after %.1f s, and %.1f ms not of its own doing",
                          track->name, (double) (gap - excuse) / 1000,
                          (double) (track->last - self->begun) / G_USEC_PER_SEC,
                          (double) excuse / 1000);
        }
    }
  track->last = now;
  track->last_waited = waited;
}

static gboolean
calm_frame_cb (GtkWidget     *widget,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  (*(guint *) user_data)++;
  return G_SOURCE_CONTINUE;
}

static gboolean
is_calm (gpointer user_data)
{
  return *(guint *) user_data >= CALM_FRAMES;
}

/* What the window still has to do when it is shown, or has been told. */
static void
wait_for_calm (GtkWidget *widget)
{
  guint n_frames = 0;
  guint tick = gtk_widget_add_tick_callback (widget, calm_frame_cb, &n_frames, NULL);

  plug_test_spin_until (is_calm, &n_frames);
  gtk_widget_remove_tick_callback (widget, tick);
}

static gboolean
frame_begun_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  PlugGapMeter *self = user_data;

  note (self, &self->frames);
  return G_SOURCE_CONTINUE;
}

static gboolean
timer_fired_cb (gpointer user_data)
{
  PlugGapMeter *self = user_data;

  note (self, &self->loop);
  return G_SOURCE_CONTINUE;
}

static gpointer
control_thread (gpointer user_data)
{
  PlugGapMeter *self = user_data;
  gint64 last = g_get_monotonic_time ();

  while (!g_atomic_int_get (&self->ended))
    {
      gint64 now;

      g_poll (NULL, 0, PERIOD_MS);
      now = g_get_monotonic_time ();
      if (now - last > 2 * PERIOD_MS * 1000)
        {
          Stall stall = { last + PERIOD_MS * 1000, now };

          g_mutex_lock (&self->lock);
          g_array_append_val (self->stalls, stall);
          g_mutex_unlock (&self->lock);
        }
      last = now;
    }
  return NULL;
}

/* plug_gap_meter_start:
 * @widget: on the screen; its frame clock runs from now on, and so does the meter
 *
 * Returns: (transfer full): a meter, in the main thread */
PlugGapMeter *
plug_gap_meter_start (GtkWidget *widget)
{
  PlugGapMeter *self = g_new0 (PlugGapMeter, 1);
  const char *server = g_getenv ("PLUG_X_SERVER");

  wait_for_calm (widget);
  self->widget = g_object_ref (widget);
  self->begun = g_get_monotonic_time ();
  self->ours = open_schedstat ("thread-self");
  self->server = server != NULL ? open_schedstat (server) : -1;
  self->frames.name = "frame clock";
  self->loop.name = "main loop";
  self->stalls = g_array_new (FALSE, FALSE, sizeof (Stall));
  g_mutex_init (&self->lock);
  self->control = g_thread_new ("control", control_thread, self);
  self->tick = gtk_widget_add_tick_callback (widget, frame_begun_cb, self, NULL);
  self->timer = g_timeout_add_full (G_PRIORITY_HIGH, PERIOD_MS, timer_fired_cb, self, NULL);
  return self;
}

/* plug_gap_meter_stop:
 * @what: was done meanwhile
 *
 * Returns: how often the main loop was away for longer than 50 ms */
guint
plug_gap_meter_stop (PlugGapMeter *self,
                     const char   *what)
{
  wait_for_calm (self->widget);
  g_atomic_int_set (&self->ended, TRUE);
  g_clear_pointer (&self->control, g_thread_join);
  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_widget_remove_tick_callback (self->widget, self->tick);
  g_test_message ("%s: %u frames, at most %.1f ms apart; main loop away for at most %.1f ms", what,
                  self->frames.n_ticks, (double) self->frames.worst / 1000,
                  (double) self->loop.worst / 1000);
  g_assert_cmpuint (self->frames.n_ticks, >=, CALM_FRAMES);
  return self->frames.n_gaps + self->loop.n_gaps;
}

/* plug_gap_meter_free:
 * @self: (transfer full): a stopped one */
void
plug_gap_meter_free (PlugGapMeter *self)
{
  g_assert_null (self->control);
  if (self->ours >= 0)
    close (self->ours);
  if (self->server >= 0)
    close (self->server);
  g_array_unref (self->stalls);
  g_mutex_clear (&self->lock);
  g_object_unref (self->widget);
  g_free (self);
}
