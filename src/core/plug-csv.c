/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugCsv: a table in a text. The cells are made where they stand, so that there is one copy of
 * what may be a secret, and it is wiped with the table. */

#include "config.h"

#include "plug-csv.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"

#define MAX_CELLS (8 * 1024 * 1024)

struct _PlugCsv {
  char *text; /* cells, each ending in NUL */
  gsize length;
  GArray *cells;  /* guint32: where each begins, the titles first */
  GArray *lines;  /* guint32: where each row begins, that of the titles first */
  guint n_columns;
  char delimiter;
  PlugCsvEncoding encoding;
};

/* Where the reader is. What is read lies behind what is written. */
typedef struct {
  PlugCsv *csv;
  char *in;
  char *end;
  guint line;
  guint column; /* in characters, from 1 */
} Reader;

/* Returns: NULL */
static char *
refuse (guint        line,
        guint        column,
        const char  *what,
        GError     **error)
{
  /* Translators: line, column and a sentence that says what is wrong there */
  g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD, _("Line %u, column %u: %s"), line,
               column, what);
  return NULL;
}

static void
advance (Reader *reader)
{
  reader->in++;
  reader->column += (*reader->in & 0xc0) != 0x80;
}

static gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

/* CR LF is one. */
static void
skip_line_end (Reader *reader)
{
  if (*reader->in == '\r' && reader->in[1] == '\n')
    reader->in++;
  reader->in++;
  reader->line++;
  reader->column = 1;
}

/* A cell that spreads over lines moves what the columns are counted from. */
static void
note_inner_line_end (Reader *reader)
{
  if (*reader->in == '\r' && reader->in[1] == '\n')
    return;
  reader->line++;
  reader->column = 0;
}

/* Returns: the end of what was written to @out; NULL with @error */
static char *
read_quoted (Reader  *reader,
             char    *out,
             GError **error)
{
  Reader opened = *reader;

  for (advance (reader); reader->in < reader->end; advance (reader))
    {
      if (*reader->in == '"' && reader->in[1] != '"')
        break;
      if (*reader->in == '"')
        advance (reader);
      else if (is_line_end (*reader->in))
        note_inner_line_end (reader);
      *out++ = *reader->in;
    }
  if (reader->in >= reader->end)
    return refuse (opened.line, opened.column,
                   _("This quotation mark is not closed before the file ends."), error);
  advance (reader);
  if (reader->in < reader->end && *reader->in != reader->csv->delimiter &&
      !is_line_end (*reader->in))
    return refuse (reader->line, reader->column,
                   _("Something stands behind a closing quotation mark. Those inside a cell are "
                     "written twice."), error);
  return out;
}

static char *
read_plain (Reader  *reader,
            char    *out,
            GError **error)
{
  while (reader->in < reader->end && *reader->in != reader->csv->delimiter &&
         !is_line_end (*reader->in))
    {
      if (*reader->in == '"')
        return refuse (reader->line, reader->column,
                       _("A quotation mark inside a cell that does not begin with one. Put the "
                         "cell into quotation marks and write those inside twice."), error);
      *out++ = *reader->in;
      advance (reader);
    }
  return out;
}

static gboolean
take_cell (Reader      *reader,
           const char  *start,
           const char  *out,
           GError     **error)
{
  PlugCsv *self = reader->csv;
  guint32 offset = (guint32) (start - self->text);

  if (out - start > PLUG_CSV_MAX_CELL)
    {
      g_set_error (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE,
                   _("Line %u: a cell is longer than %d bytes."), reader->line,
                   PLUG_CSV_MAX_CELL);
      return FALSE;
    }
  if (self->cells->len >= MAX_CELLS)
    {
      g_set_error (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE,
                   _("Line %u: the table has more than %d cells."), reader->line, MAX_CELLS);
      return FALSE;
    }
  g_array_append_val (self->cells, offset);
  return TRUE;
}

/* One cell and the delimiter behind it, if there is one.
 * Returns: FALSE with @error, or TRUE, and whether another cell of the row follows */
static gboolean
read_cell (Reader    *reader,
           gboolean  *more,
           GError   **error)
{
  char *start = reader->in;
  char *out;

  out = *reader->in == '"' ? read_quoted (reader, start, error)
                           : read_plain (reader, start, error);
  if (out == NULL || !take_cell (reader, start, out, error))
    return FALSE;
  *more = reader->in < reader->end && *reader->in == reader->csv->delimiter;
  if (*more)
    advance (reader);
  else if (reader->in < reader->end)
    skip_line_end (reader);
  /* Only now: it may stand where the delimiter stood. */
  *out = '\0';
  return TRUE;
}

static gboolean
check_row (Reader   *reader,
           guint     line,
           guint     n_cells,
           GError  **error)
{
  PlugCsv *self = reader->csv;

  if (self->lines->len == 1 && n_cells > PLUG_CSV_MAX_COLUMNS)
    g_set_error (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE,
                 _("Line %u: the table has more than %d columns."), line, PLUG_CSV_MAX_COLUMNS);
  else if (self->lines->len > 1 && n_cells != self->n_columns)
    g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                 _("Line %u has %u cells, but there are %u titles."), line, n_cells,
                 self->n_columns);
  else if (self->lines->len > PLUG_CSV_MAX_ROWS + 1)
    g_set_error (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE,
                 _("Line %u: the table has more than %d rows."), line, PLUG_CSV_MAX_ROWS);
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_row (Reader  *reader,
          GError **error)
{
  PlugCsv *self = reader->csv;
  guint32 line = reader->line;
  guint before = self->cells->len;
  gboolean more = TRUE;

  g_array_append_val (self->lines, line);
  while (more)
    {
      if (!read_cell (reader, &more, error))
        return FALSE;
      if (self->cells->len - before > PLUG_CSV_MAX_COLUMNS)
        break;
    }
  if (self->lines->len == 1)
    self->n_columns = self->cells->len - before;
  return check_row (reader, line, self->cells->len - before, error);
}

/* Excel's own first line, and what it says. */
static void
read_delimiter_line (Reader *reader)
{
  if (!g_str_has_prefix (reader->in, "sep=") || reader->in[4] == '\0' ||
      !(is_line_end (reader->in[5]) || reader->in + 5 == reader->end))
    return;
  reader->csv->delimiter = reader->in[4];
  reader->in += 5;
  if (reader->in < reader->end)
    skip_line_end (reader);
}

/* What is most often in the first line, outside of quotation marks. */
static char
find_delimiter (const char *text)
{
  static const char delimiters[] = ",;\t|";
  guint counts[sizeof (delimiters) - 1] = { 0 };
  gboolean quoted = FALSE;
  guint best = 0;

  for (const char *c = text; *c != '\0' && (quoted || !is_line_end (*c)); c++)
    {
      const char *found = strchr (delimiters, *c);

      quoted ^= *c == '"';
      if (!quoted && found != NULL)
        counts[found - delimiters]++;
    }
  for (guint i = 1; i < G_N_ELEMENTS (counts); i++)
    best = counts[i] > counts[best] ? i : best;
  return delimiters[best];
}

/* An empty line is nobody's row, but in a table of one column it could be. */
static gboolean
is_blank_line (Reader *reader)
{
  return is_line_end (*reader->in) && reader->csv->n_columns != 1;
}

static gboolean
read_all (PlugCsv  *self,
          GError  **error)
{
  Reader reader = {
    .csv = self,
    .in = self->text,
    .end = self->text + self->length,
    .line = 1,
    .column = 1,
  };

  self->delimiter = find_delimiter (self->text);
  read_delimiter_line (&reader);
  while (reader.in < reader.end)
    {
      if (is_blank_line (&reader))
        skip_line_end (&reader);
      else if (!read_row (&reader, error))
        return FALSE;
    }
  if (self->lines->len > 0)
    return TRUE;
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                       _("The file is empty. Its first line has to name the columns."));
  return FALSE;
}

static gboolean
check_titles (PlugCsv  *self,
              GError  **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->n_columns; i++)
    {
      char *title = (char *) plug_csv_get_title (self, i);

      g_strstrip (title);
      if (*title == '\0')
        g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                     _("Line %u: column %u has no title. Give it one, or remove the column."),
                     g_array_index (self->lines, guint32, 0), i + 1);
      else if (!g_hash_table_add (seen, title))
        g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                     _("Line %u: two columns have the title “%s”."),
                     g_array_index (self->lines, guint32, 0), title);
      else
        continue;
      return FALSE;
    }
  return TRUE;
}

/* plug_csv_new:
 * @data: (nullable): the bytes of a file; who reads them wipes them
 *
 * Encoding and delimiter (comma, semicolon, tab, bar) are found out; everything else is strict:
 * %PLUG_ERROR_INVALID_FIELD and %PLUG_ERROR_TOO_LARGE name the line. The first row has the titles.
 *
 * Returns: (transfer full): the table; NULL with @error */
PlugCsv *
plug_csv_new (const void  *data,
              gsize        length,
              GError     **error)
{
  g_autoptr (PlugCsv) self = g_new0 (PlugCsv, 1);

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  self->cells = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->lines = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (length > PLUG_CSV_MAX_BYTES)
    {
      g_set_error (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE,
                   _("The file is larger than %d MB."), PLUG_CSV_MAX_BYTES / 1024 / 1024);
      return NULL;
    }
  self->text = plug_csv_decode (data, length, &self->encoding, &self->length, error);
  if (self->text == NULL || !read_all (self, error) || !check_titles (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* plug_csv_free:
 * @self: (transfer full): wiped */
void
plug_csv_free (PlugCsv *self)
{
  if (self->text != NULL)
    explicit_bzero (self->text, self->length);
  g_free (self->text);
  g_array_unref (self->cells);
  g_array_unref (self->lines);
  g_free (self);
}

/* plug_csv_get_encoding:
 * Returns: what the bytes were */
PlugCsvEncoding
plug_csv_get_encoding (PlugCsv *self)
{
  return self->encoding;
}

/* plug_csv_get_delimiter:
 * Returns: what stood between cells */
char
plug_csv_get_delimiter (PlugCsv *self)
{
  return self->delimiter;
}

/* plug_csv_get_n_columns:
 * Returns: how many cells each row has */
guint
plug_csv_get_n_columns (PlugCsv *self)
{
  return self->n_columns;
}

/* plug_csv_get_title:
 * Returns: (transfer none): without white space at its ends; not empty, and no other column's */
const char *
plug_csv_get_title (PlugCsv *self,
                    guint    column)
{
  g_return_val_if_fail (column < self->n_columns, "");

  return self->text + g_array_index (self->cells, guint32, column);
}

/* plug_csv_get_n_rows:
 * Returns: how many rows there are, that of the titles left out */
guint
plug_csv_get_n_rows (PlugCsv *self)
{
  return self->lines->len - 1;
}

/* plug_csv_get_line:
 * Returns: where @row begins in the file, from 1 */
guint
plug_csv_get_line (PlugCsv *self,
                   guint    row)
{
  g_return_val_if_fail (row < plug_csv_get_n_rows (self), 0);

  return g_array_index (self->lines, guint32, row + 1);
}

static char *
peek_cell (PlugCsv *self,
           guint    row,
           guint    column)
{
  return self->text + g_array_index (self->cells, guint32, (row + 1) * self->n_columns + column);
}

/* plug_csv_get_cell:
 * Returns: (transfer none): as it stands in the file */
const char *
plug_csv_get_cell (PlugCsv *self,
                   guint    row,
                   guint    column)
{
  g_return_val_if_fail (row < plug_csv_get_n_rows (self) && column < self->n_columns, "");

  return peek_cell (self, row, column);
}

/* plug_csv_wipe_cell:
 * The cell is empty from now on, and what was in it is nowhere here any more. */
void
plug_csv_wipe_cell (PlugCsv *self,
                    guint    row,
                    guint    column)
{
  char *cell;

  g_return_if_fail (row < plug_csv_get_n_rows (self) && column < self->n_columns);

  cell = peek_cell (self, row, column);
  explicit_bzero (cell, strlen (cell));
}
