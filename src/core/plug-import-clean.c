/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pasted text without what came along: line numbers, prompts, fences, spaces of other widths.
 * Of each byte it stays known where it stood. */

#include "config.h"

#include "plug-import-private.h"

#include <string.h>

#define MIN_NUMBERED_LINES 3

static gboolean
is_other_space (gunichar c)
{
  return c == 0x00a0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
         c == 0x205f || c == 0x3000;
}

/* Joiners stay: names in some scripts need them. */
static gboolean
is_invisible (gunichar c)
{
  return c == 0x00ad || c == 0x200b || c == 0x200e || c == 0x200f || c == 0x2060 ||
         c == 0xfeff || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_line_break (gunichar c)
{
  return c == '\r' || c == '\f' || c == '\v' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* How long a terminal's escape sequence at @text is, 0 when there is none. */
static gsize
escape_length (const char *text,
               gsize       length)
{
  gsize n = 2;

  if (length < 3 || text[0] != '\033' || text[1] != '[')
    return 0;
  while (n < length && n < 16 && (g_ascii_isdigit (text[n]) || text[n] == ';'))
    n++;
  return n < length && g_ascii_isalpha (text[n]) ? n + 1 : 0;
}

/* One character of the text as it is read; returns how many bytes it had. */
static gsize
clean_character (PlugSource *source,
                 const char *text,
                 gsize       left,
                 gsize       origin,
                 guint      *mended)
{
  gunichar c = g_utf8_get_char_validated (text, (gssize) left);
  gsize length = c < 0x110000 && *text != '\0' ? (gsize) (g_utf8_next_char (text) - text) : 1;
  gsize escape = escape_length (text, left);

  if (escape > 0 || *text == '\0' || c >= 0x110000)
    {
      *mended |= PLUG_IMPORT_MENDED_BYTES;
      if (escape == 0)
        plug_source_append_char (source, '?', origin);
      return MAX (escape, length);
    }
  if (c == '\r' && left > 1 && text[1] == '\n')
    return 1;
  if (is_line_break (c))
    plug_source_append_char (source, '\n', origin);
  else if (is_other_space (c) || is_invisible (c))
    {
      *mended |= PLUG_IMPORT_MENDED_INVISIBLE;
      if (is_other_space (c))
        plug_source_append_char (source, ' ', origin);
    }
  else if (c >= 0x20 || c == '\t' || c == '\n')
    plug_source_append (source, text, length, origin);
  return length;
}

static PlugSource *
clean_characters (const char *text,
                  gsize       length,
                  guint      *mended)
{
  PlugSource *source = plug_source_new (length);

  for (gsize at = 0; at < length;)
    at += clean_character (source, text + at, length - at, at, mended);
  plug_source_set_end (source, length);
  return source;
}

/* Lines */

static gsize
line_length (const char *line,
             gsize       left)
{
  const char *end = memchr (line, '\n', left);

  return end != NULL ? (gsize) (end - line) : left;
}

static gsize
blank_length (const char *line,
              gsize       length)
{
  gsize n = 0;

  while (n < length && (line[n] == ' ' || line[n] == '\t'))
    n++;
  return n;
}

/* How much of a line is its number and what sets that off; 0 when it has none. */
static gsize
number_length (const char *line,
               gsize       length,
               guint      *number)
{
  gsize start = blank_length (line, length);
  gsize n = start;

  *number = 0;
  while (n < length && n - start < 5 && g_ascii_isdigit (line[n]))
    *number = *number * 10 + (guint) (line[n++] - '0');
  if (n == start)
    return 0;
  if (n == length)
    return n;
  return strchr (" \t|:.)", line[n]) != NULL ? n + 1 : 0;
}

/* How many lines from this one on are numbered one after the other. */
static guint
count_numbered (const char *text,
                gsize       left)
{
  guint expected = 0;
  guint count = 0;

  while (left > 0)
    {
      gsize length = line_length (text, left);
      guint number;

      if (number_length (text, length, &number) == 0 || (count > 0 && number != expected))
        break;
      expected = number + 1;
      count++;
      length = MIN (length + 1, left);
      text += length;
      left -= length;
    }
  return count;
}

/* The > of a shell that waits for more, or of a quotation. */
static gsize
prompt_length (const char *line,
               gsize       length)
{
  gsize n = blank_length (line, length);
  gsize first = n;

  while (n < length && line[n] == '>')
    n++;
  if (n == first || n - first > 3 || (n < length && line[n] != ' '))
    return 0;
  return MIN (n + 1, length);
}

static gboolean
is_fence (const char *line,
          gsize       length)
{
  gsize n = blank_length (line, length);

  return length - n >= 3 && (memcmp (line + n, "```", 3) == 0 || memcmp (line + n, "~~~", 3) == 0);
}

static gsize
clean_line (const char *line,
            gsize       length,
            gboolean    numbered,
            guint      *mended)
{
  guint number;
  gsize skipped = numbered ? number_length (line, length, &number) : 0;
  gsize prompt = prompt_length (line + skipped, length - skipped);

  if (numbered)
    *mended |= PLUG_IMPORT_MENDED_NUMBERS;
  if (prompt > 0)
    *mended |= PLUG_IMPORT_MENDED_PROMPTS;
  skipped += prompt;
  return is_fence (line + skipped, length - skipped) ? length : skipped;
}

/* plug_import_clean:
 * @text: @length bytes of anything
 * @mended: (out): PlugImportMended
 *
 * Returns: (transfer full): valid UTF-8 whose lines end in \n alone */
PlugSource *
plug_import_clean (const char *text,
                   gsize       length,
                   guint      *mended)
{
  g_autoptr (PlugSource) source = NULL;
  PlugSource *cleaned = plug_source_new (length);
  const char *line;
  gsize left;
  guint numbered = 0;

  *mended = 0;
  source = clean_characters (text, length, mended);
  line = plug_source_peek (source);
  left = plug_source_get_length (source);
  while (left > 0)
    {
      gsize n = line_length (line, left);
      gsize start = (gsize) (line - plug_source_peek (source));
      gsize whole = MIN (n + 1, left);

      if (numbered == 0)
        {
          numbered = count_numbered (line, left);
          if (numbered < MIN_NUMBERED_LINES)
            numbered = 0;
        }
      plug_source_append_range (cleaned, source,
                                start + clean_line (line, n, numbered > 0, mended),
                                start + whole);
      numbered -= numbered > 0;
      line += whole;
      left -= whole;
    }
  plug_source_set_end (cleaned, length);
  return cleaned;
}
