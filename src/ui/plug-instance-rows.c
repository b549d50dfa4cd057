/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of PlugInstanceList: filled when they come near what is seen, of one height. */

#include "config.h"

#include "plug-instance-list-private.h"

#include "plug-instance-row.h"

/* Of a row, until one is filled. */
#define GUESSED_HEIGHT 44

typedef void (*RowFunc) (PlugInstanceRow *row,
                         gpointer         user_data);

static void
for_each_row (PlugInstanceList *self,
              RowFunc           func,
              gpointer          user_data)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (PLUG_IS_INSTANCE_ROW (row))
        func (PLUG_INSTANCE_ROW (row), user_data);
    }
}

static void
come_near (PlugInstanceRow *row,
           gpointer         user_data)
{
  plug_instance_row_come_near (row);
}

static void
scrolled_cb (PlugInstanceList *self)
{
  for_each_row (self, come_near, NULL);
}

static void
fill (PlugInstanceRow *row,
      gpointer         user_data)
{
  PlugInstanceRow **filled = user_data;

  if (plug_instance_row_fill (row))
    *filled = row;
}

static void
resize (PlugInstanceRow *row,
        gpointer         user_data)
{
  gtk_widget_queue_resize (GTK_WIDGET (row));
}

static void
take_size (PlugInstanceList *self,
           PlugInstanceRow  *row)
{
  GtkRequisition size = plug_instance_row_get_size (row);
  gboolean is_new = size.height != self->row_size.height;

  self->row_size_known = TRUE;
  self->row_size = size;
  if (is_new)
    for_each_row (self, resize, NULL);
}

static gboolean
next_frame_cb (GtkWidget     *widget,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  gtk_widget_queue_allocate (GTK_WIDGET (PLUG_INSTANCE_LIST (widget)->list));
  return G_SOURCE_REMOVE;
}

/* After the layout has found out which rows are seen. What is done here is laid out in another
 * pass of the same frame; GTK has four for everybody, so it is done once a frame. */
static void
laid_out_cb (PlugInstanceList *self,
             GdkFrameClock    *clock)
{
  gint64 frame = gdk_frame_clock_get_frame_counter (clock);
  PlugInstanceRow *filled = NULL;

  if (!self->wants_rows && self->row_size_known)
    return;
  if (frame == self->filled_frame)
    {
      gtk_widget_add_tick_callback (GTK_WIDGET (self), next_frame_cb, NULL, NULL);
      return;
    }
  self->filled_frame = frame;
  self->wants_rows = FALSE;
  for_each_row (self, fill, &filled);
  if (filled != NULL && !self->row_size_known)
    take_size (self, filled);
}

/* plug_instance_list_watch_rows:
 * Private to the list, when it is realized. */
void
plug_instance_list_watch_rows (PlugInstanceList *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self);
  g_signal_connect_swapped (adjustment, "changed", G_CALLBACK (scrolled_cb), self);
  g_signal_connect_data (clock, "layout", G_CALLBACK (laid_out_cb), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/* plug_instance_list_unwatch_rows:
 * Private to the list, before it is unrealized. */
void
plug_instance_list_unwatch_rows (PlugInstanceList *self)
{
  g_signal_handlers_disconnect_by_data (
    gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)), self);
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (GTK_WIDGET (self)), self);
}

/* plug_instance_list_get_row_size:
 * Private to the rows.
 *
 * Returns: what each of them asks for */
GtkRequisition
plug_instance_list_get_row_size (PlugInstanceList *self)
{
  GtkRequisition size = { 0, GUESSED_HEIGHT };

  g_return_val_if_fail (PLUG_IS_INSTANCE_LIST (self), size);

  return self->row_size.height > 0 ? self->row_size : size;
}

/* plug_instance_list_forget_row_size:
 * Private to the rows, whose style has changed: one is to be measured again. */
void
plug_instance_list_forget_row_size (PlugInstanceList *self)
{
  g_return_if_fail (PLUG_IS_INSTANCE_LIST (self));

  self->row_size_known = FALSE;
}

/* plug_instance_list_want_row:
 * Private to the rows, while they are laid out: one is near what is seen, and has nothing in it. */
void
plug_instance_list_want_row (PlugInstanceList *self)
{
  g_return_if_fail (PLUG_IS_INSTANCE_LIST (self));

  self->wants_rows = TRUE;
}
