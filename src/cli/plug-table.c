/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugTable: rows for people. */

#include "config.h"

#include "plug-table.h"

#include <stdarg.h>
#include <stdio.h>

#include "plug-terminal.h"
#include "plug-text.h"

#define GAP 2

/* No column is cut below this. The first is what a row is called by: an id is of use only when it
 * is whole. */
#define MIN_CELLS       6
#define MIN_FIRST_CELLS 24

struct _PlugTable {
  GPtrArray *titles;
  GPtrArray *rows; /* GPtrArray of text fit to be shown */
};

static GPtrArray *
row_new (const char *cell,
         va_list     more)
{
  GPtrArray *row = g_ptr_array_new_with_free_func (g_free);

  for (; cell != NULL; cell = va_arg (more, const char *))
    g_ptr_array_add (row, plug_text_for_display (cell));
  return row;
}

/* plug_table_new:
 * @title: of the first column, followed by those of the others and NULL
 *
 * Returns: (transfer full): a table without rows */
PlugTable *
plug_table_new (const char *title,
                ...)
{
  PlugTable *self = g_new0 (PlugTable, 1);
  va_list more;

  va_start (more, title);
  self->titles = row_new (title, more);
  va_end (more);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  return self;
}

/* plug_table_free:
 * @self: (transfer full): a table */
void
plug_table_free (PlugTable *self)
{
  g_ptr_array_unref (self->titles);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/* plug_table_add:
 * @cell: of the first column, followed by one for each other column and NULL; any text, as it is
 *   filtered here */
void
plug_table_add (PlugTable  *self,
                const char *cell,
                ...)
{
  va_list more;
  GPtrArray *row;

  va_start (more, cell);
  row = row_new (cell, more);
  va_end (more);
  g_return_if_fail (row->len == self->titles->len);
  g_ptr_array_add (self->rows, row);
}

static void
widen (GPtrArray *row,
       guint     *cells)
{
  for (guint i = 0; i < row->len; i++)
    cells[i] = MAX (cells[i], plug_terminal_count_cells (g_ptr_array_index (row, i)));
}

/* How much a column could give. */
static guint
get_spare (const guint *cells,
           guint        column)
{
  guint min = column == 0 ? MIN_FIRST_CELLS : MIN_CELLS;

  return cells[column] > min ? cells[column] - min : 0;
}

/* The one with the most to spare gives way first. */
static void
narrow (guint *cells,
        guint  n_columns,
        guint  width)
{
  for (;;)
    {
      guint total = GAP * (n_columns - 1);
      guint richest = 0;

      for (guint i = 0; i < n_columns; i++)
        {
          total += cells[i];
          richest = get_spare (cells, i) > get_spare (cells, richest) ? i : richest;
        }
      if (total <= width || get_spare (cells, richest) == 0)
        return;
      cells[richest]--;
    }
}

static void
append_row (GString     *text,
            GPtrArray   *row,
            const guint *cells)
{
  for (guint i = 0; i < row->len; i++)
    {
      g_autofree char *cut = plug_terminal_dup_cut (g_ptr_array_index (row, i), cells[i]);
      guint used = plug_terminal_count_cells (cut);

      g_string_append (text, cut);
      for (guint space = used; i + 1 < row->len && space < cells[i] + GAP; space++)
        g_string_append_c (text, ' ');
    }
  g_string_append_c (text, '\n');
}

/* plug_table_dup_text:
 * @width: how many cells a line has; G_MAXUINT for as many as it takes
 *
 * Returns: (transfer full): a line of titles and a line a row */
char *
plug_table_dup_text (PlugTable *self,
                     guint      width)
{
  g_autofree guint *cells = g_new0 (guint, self->titles->len);
  g_autoptr (GString) titles = g_string_new (NULL);
  g_autofree char *heading = NULL;
  GString *text = g_string_new (NULL);

  widen (self->titles, cells);
  for (guint i = 0; i < self->rows->len; i++)
    widen (g_ptr_array_index (self->rows, i), cells);
  narrow (cells, self->titles->len, width);
  append_row (titles, self->titles, cells);
  g_string_truncate (titles, titles->len - 1);
  heading = plug_terminal_dup_styled (titles->str, PLUG_STYLE_HEADING, FALSE);
  g_string_append_printf (text, "%s\n", heading);
  for (guint i = 0; i < self->rows->len; i++)
    append_row (text, g_ptr_array_index (self->rows, i), cells);
  return g_string_free (text, FALSE);
}

/* plug_table_print:
 * To standard output, as wide as the terminal there. */
void
plug_table_print (PlugTable *self)
{
  g_autofree char *text = plug_table_dup_text (self, plug_terminal_get_width ());

  fputs (text, stdout);
}
