/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugWrapLayout: children in lines, as words in a paragraph. */

#include "config.h"

#include "plug-wrap-layout.h"

#define SPACING 6

struct _PlugWrapLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (PlugWrapLayout, plug_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Where the next child goes. */
typedef struct {
  int width;
  int x;
  int y;
  int line_height;
} Pen;

static GtkWidget *
next_visible (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* Moves the pen behind @child and says where the child stands. */
static void
place (Pen           *pen,
       GtkWidget     *child,
       gboolean       is_last,
       GtkAllocation *box)
{
  int minimum, natural, wanted;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  wanted = MIN (is_last ? minimum : natural, MAX (pen->width, minimum));
  if (pen->x > 0 && pen->x + wanted > pen->width)
    {
      pen->y += pen->line_height + SPACING;
      pen->x = 0;
      pen->line_height = 0;
    }
  box->x = pen->x;
  box->y = pen->y;
  box->width = is_last ? MAX (wanted, pen->width - pen->x) : wanted;
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, box->width, NULL, &box->height, NULL, NULL);
  pen->line_height = MAX (pen->line_height, box->height);
  pen->x += box->width + SPACING;
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

static int
measure_height (GtkWidget *widget,
                int        width)
{
  Pen pen = { width >= 0 ? width : G_MAXINT, 0, 0, 0 };

  for (GtkWidget *child = next_visible (gtk_widget_get_first_child (widget)); child != NULL;)
    {
      GtkWidget *next = next_visible (gtk_widget_get_next_sibling (child));
      GtkAllocation box;

      place (&pen, child, next == NULL && width >= 0, &box);
      child = next;
    }
  return pen.y + pen.line_height;
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
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (widget, minimum, natural);
  else
    *minimum = *natural = measure_height (widget, for_size);
}

static void
plug_wrap_layout_allocate (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           int               width,
                           int               height,
                           int               baseline)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  Pen pen = { width, 0, 0, 0 };

  for (GtkWidget *child = next_visible (gtk_widget_get_first_child (widget)); child != NULL;)
    {
      GtkWidget *next = next_visible (gtk_widget_get_next_sibling (child));
      GtkAllocation box;

      place (&pen, child, next == NULL, &box);
      if (mirrored)
        box.x = width - box.x - box.width;
      gtk_widget_size_allocate (child, &box, -1);
      child = next;
    }
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
