/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real window, watched: "start" until its first frame, "search" on through a keystroke in the
 * search and a ride through the list. */

#include "config.h"

#include "bench.h"
#include "plug-application.h"

#include <string.h>

#define N_FRAMES 120 /* of a ride from the first row to the last */
#define N_CALM   20  /* frames without a change: that was all */
#define PATIENCE 60  /* seconds for all of it */

typedef struct {
  GtkWindow *window;
  GtkWidget *list;
  GtkWidget *search;
  GListModel *model; /* what is listed */
  guint n_all;
  guint n_listed;
  gint64 began;      /* µs, monotonic */
  gint64 last;       /* µs, monotonic: the last frame */
  gint64 longest;    /* µs */
  guint n_frames;
  gulong handler;
} Ride;

static gboolean searching;

/* Not in what pops up. */
static GtkWidget *
find_widget (GtkWidget *root,
             GType      type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (child), type) ? child
                         : GTK_IS_POPOVER (child)                  ? NULL
                                                                   : find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The list on the left, not one of a page's. */
static GtkWidget *
find_instances (GtkWindow *window)
{
  return find_widget (GTK_WIDGET (window), g_type_from_name ("PlugInstanceList"));
}

static void
next_step (Ride     *ride,
           GCallback callback)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (ride->window));

  if (ride->handler != 0)
    g_signal_handler_disconnect (clock, ride->handler);
  ride->handler = callback != NULL ? g_signal_connect (clock, "after-paint", callback, ride) : 0;
}

/* The list is filtered bit by bit: it is done with the last frame in which there was a change. */
static void
filtered_cb (GdkFrameClock *clock,
             Ride          *ride)
{
  guint n_listed = g_list_model_get_n_items (ride->model);

  if (n_listed != ride->n_listed)
    {
      ride->n_listed = n_listed;
      ride->last = g_get_monotonic_time ();
      ride->n_frames = 0;
    }
  gtk_widget_queue_draw (ride->list);
  if (ride->n_frames++ < N_CALM || n_listed == ride->n_all)
    return;
  bench_say ("keystroke", ride->last - ride->began);
  next_step (ride, NULL);
  g_application_quit (g_application_get_default ());
}

/* As a key's event does: within a frame, before it is laid out. */
static gboolean
type_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Ride *ride = user_data;

  next_step (ride, G_CALLBACK (filtered_cb));
  ride->n_frames = 0;
  ride->began = g_get_monotonic_time ();
  gtk_editable_set_text (GTK_EDITABLE (ride->search), "7");
  return G_SOURCE_REMOVE;
}

static gboolean
opened_cb (gpointer user_data)
{
  Ride *ride = user_data;

  gtk_widget_add_tick_callback (GTK_WIDGET (ride->window), type_cb, ride, NULL);
  return G_SOURCE_REMOVE;
}

static void
begin_search (Ride *ride)
{
  gtk_widget_activate_action (GTK_WIDGET (ride->window), "win.search", NULL);
  ride->search = find_widget (find_instances (ride->window), GTK_TYPE_SEARCH_ENTRY);
  ride->n_all = g_list_model_get_n_items (ride->model);
  ride->n_listed = ride->n_all;
  /* The bar slides in first. */
  g_timeout_add (500, opened_cb, ride);
}

static void
scrolled_cb (GdkFrameClock *clock,
             Ride          *ride)
{
  gint64 now = g_get_monotonic_time ();
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (ride->list));
  double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (ride->last > 0)
    ride->longest = MAX (ride->longest, now - ride->last);
  ride->last = now;
  if (ride->n_frames++ == N_FRAMES)
    {
      bench_say ("longest-frame", ride->longest);
      next_step (ride, NULL);
      begin_search (ride);
      return;
    }
  gtk_adjustment_set_value (adjustment, end * ride->n_frames / N_FRAMES);
}

static gboolean
scroll_cb (gpointer user_data)
{
  Ride *ride = user_data;

  next_step (ride, G_CALLBACK (scrolled_cb));
  gtk_widget_queue_draw (ride->list);
  return G_SOURCE_REMOVE;
}

/* Everything is there when the list has its rows. */
static gboolean
wait_for_rows_cb (gpointer user_data)
{
  Ride *ride = user_data;

  ride->list = find_widget (find_instances (ride->window), GTK_TYPE_LIST_VIEW);
  ride->model = ride->list != NULL
                  ? G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (ride->list)))
                  : NULL;
  if (ride->model == NULL || g_list_model_get_n_items (ride->model) == 0)
    return G_SOURCE_CONTINUE;
  bench_say ("listed", g_get_monotonic_time ());
  g_timeout_add (1000, scroll_cb, ride);
  return G_SOURCE_REMOVE;
}

static void
begin_ride (GtkWindow *window)
{
  Ride *ride = g_new0 (Ride, 1);

  ride->window = window;
  g_timeout_add (20, wait_for_rows_cb, ride);
}

static void
window_added_cb (GtkApplication *application,
                 GtkWindow      *window)
{
  bench_watch_first_frame (window, searching ? begin_ride : NULL);
}

static void
too_late_cb (gpointer user_data)
{
  g_error ("The window has not done in time what is measured");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (PlugApplication) application = plug_application_new ();

  searching = argc > 1 && strcmp (argv[1], "search") == 0;
  g_timeout_add_once (PATIENCE * 1000, too_late_cb, NULL);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
