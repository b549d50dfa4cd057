/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugWrapLayout: children in lines, as words in a paragraph. */

#include "config.h"

#include "plug-wrap-layout.h"

#define SPACING 6

struct _PlugWrapLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (PlugWrapLayout, plug_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* The line that is being filled. */
typedef struct {
  GtkWidget *first;
  int width;  /* of a line */
  int x;      /* where the next child goes */
  int y;
  int height;
  gboolean allocate;
} Line;

static GtkWidget *
next_visible (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static int
wanted_width (GtkWidget *child,
              int        width)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  if (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
    return minimum;
  return MIN (natural, MAX (width, minimum));
}

/* A child that expands takes what is left of the line: it is the last one of it. */
static int
given_width (GtkWidget *child,
             int        width,
             int        x)
{
  int wanted = wanted_width (child, width);

  if (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
    return MAX (wanted, width - x);
  return wanted;
}

/* Gives the children from the line's first one up to @end their place. */
static void
end_line (Line      *line,
          GtkWidget *end)
{
  int x = 0;

  for (GtkWidget *child = line->first; line->allocate && child != end;
       child = next_visible (gtk_widget_get_next_sibling (child)))
    {
      GtkAllocation box = { x, line->y, given_width (child, line->width, x), line->height };

      x += box.width + SPACING;
      if (gtk_widget_get_direction (gtk_widget_get_parent (child)) == GTK_TEXT_DIR_RTL)
        box.x = line->width - box.x - box.width;
      gtk_widget_size_allocate (child, &box, -1);
    }
  line->first = end;
  line->y += line->height + SPACING;
  line->x = line->height = 0;
}

/* Returns the height of all lines. */
static int
fill_lines (GtkWidget *widget,
            int        width,
            gboolean   allocate)
{
  Line line = { next_visible (gtk_widget_get_first_child (widget)), width, 0, 0, 0, allocate };

  for (GtkWidget *child = line.first; child != NULL;
       child = next_visible (gtk_widget_get_next_sibling (child)))
    {
      int height;

      if (line.x > 0 && line.x + wanted_width (child, width) > width)
        end_line (&line, child);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, given_width (child, width, line.x),
                          &height, NULL, NULL, NULL);
      line.height = MAX (line.height, height);
      line.x += given_width (child, width, line.x) + SPACING;
    }
  end_line (&line, NULL);
  return line.y - SPACING;
}

static void
measure_width (GtkWidget *widget,
               int       *minimum,
               int       *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = next_visible (gtk_widget_get_first_child (widget)); child != NULL;
       child = next_visible (gtk_widget_get_next_sibling (child)))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? SPACING : 0);
    }
}

static GtkSizeRequestMode
plug_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                   GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
plug_wrap_layout_measure (GtkLayoutManager *manager,
                          GtkWidget        *widget,
                          GtkOrientation    orientation,
                          int               for_size,
                          int              *minimum,
                          int              *natural,
                          int              *minimum_baseline,
                          int              *natural_baseline)
{
  int for_width = for_size;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (widget, minimum, natural);
      return;
    }
  if (for_width < 0)
    measure_width (widget, minimum, &for_width);
  *minimum = *natural = fill_lines (widget, for_width, FALSE);
}

static void
plug_wrap_layout_allocate (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           int               width,
                           int               height,
                           int               baseline)
{
  fill_lines (widget, width, TRUE);
}

static void
plug_wrap_layout_class_init (PlugWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = plug_wrap_layout_get_request_mode;
  layout_class->measure = plug_wrap_layout_measure;
  layout_class->allocate = plug_wrap_layout_allocate;
}

static void
plug_wrap_layout_init (PlugWrapLayout *self)
{
}

/* plug_wrap_layout_new:
 * Returns: (transfer full): a layout for one widget */
GtkLayoutManager *
plug_wrap_layout_new (void)
{
  return g_object_new (PLUG_TYPE_WRAP_LAYOUT, NULL);
}
