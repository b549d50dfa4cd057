/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugCsv: bytes of an encoding nobody named become UTF-8, and cells become text again. */

#include "config.h"

#include "plug-csv.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"

/* How much of a text without a mark is looked at. */
#define SAMPLE 512

/* 0x80 to 0x9f; those without a character stand for the control character they are in Latin-1. */
static const gunichar2 windows_1252[] = {
  0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
  0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
  0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
  0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

/* UTF-16 without its mark: text that is mostly ASCII has its NULs on one side. */
static gboolean
looks_like_utf16 (const guchar    *bytes,
                  gsize            length,
                  PlugCsvEncoding *encoding)
{
  gsize end = MIN (length, SAMPLE) & ~(gsize) 1;
  gsize nuls[2] = { 0, 0 };

  if (length < 2 || length % 2 != 0)
    return FALSE;
  for (gsize i = 0; i < end; i++)
    nuls[i & 1] += bytes[i] == '\0';
  if (nuls[1] * 4 >= end && nuls[0] == 0)
    *encoding = PLUG_CSV_UTF16_LE;
  else if (nuls[0] * 4 >= end && nuls[1] == 0)
    *encoding = PLUG_CSV_UTF16_BE;
  else
    return FALSE;
  return TRUE;
}

/* Returns: how many bytes its mark takes */
static gsize
find_encoding (const guchar    *bytes,
               gsize            length,
               PlugCsvEncoding *encoding)
{
  *encoding = PLUG_CSV_UTF8;
  if (length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    return 3;
  if (length >= 2 && memcmp (bytes, "\xff\xfe", 2) == 0)
    *encoding = PLUG_CSV_UTF16_LE;
  else if (length >= 2 && memcmp (bytes, "\xfe\xff", 2) == 0)
    *encoding = PLUG_CSV_UTF16_BE;
  else
    {
      if (!looks_like_utf16 (bytes, length, encoding) &&
          !g_utf8_validate_len ((const char *) bytes, length, NULL) &&
          memchr (bytes, '\0', length) == NULL)
        *encoding = PLUG_CSV_WINDOWS_1252;
      return 0;
    }
  return 2;
}

static guint
count_lines (const char *text,
             const char *end)
{
  guint line = 1;

  for (const char *c = text; c < end; c++)
    line += *c == '\n' || (*c == '\r' && (c + 1 == end || c[1] != '\n'));
  return line;
}

static char *
copy_utf8 (const guchar  *bytes,
           gsize          length,
           gsize         *decoded_length,
           GError       **error)
{
  const char *text = (const char *) bytes;
  const char *end = text;
  char *copy;

  if (!g_utf8_validate_len (text, length, &end))
    {
      gboolean nul = end < text + length && *end == '\0';

      g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                   nul ? _("Line %u has a NUL character in it. This is not a text file.")
                       : _("Line %u has bytes in it that are no UTF-8. Save the file anew as "
                           "UTF-8."), count_lines (text, end));
      return NULL;
    }
  copy = g_malloc (length + 1);
  memcpy (copy, text, length);
  copy[length] = '\0';
  *decoded_length = length;
  return copy;
}

/* Every byte is a character, of at most three bytes. */
static char *
decode_windows_1252 (const guchar *bytes,
                     gsize         length,
                     gsize        *decoded_length)
{
  char *text = g_malloc (length * 3 + 1);
  char *end = text;

  for (gsize i = 0; i < length; i++)
    {
      gunichar c = bytes[i];

      if (c >= 0x80 && c <= 0x9f)
        c = windows_1252[c - 0x80];
      end += g_unichar_to_utf8 (c, end);
    }
  *end = '\0';
  *decoded_length = (gsize) (end - text);
  return text;
}

static gunichar
read_unit (const guchar    *bytes,
           PlugCsvEncoding  encoding)
{
  return encoding == PLUG_CSV_UTF16_LE ? (gunichar) (bytes[0] | bytes[1] << 8)
                                       : (gunichar) (bytes[0] << 8 | bytes[1]);
}

/* Returns: the character at @bytes and how many bytes it takes; 0 for half of one and for NUL */
static gunichar
read_utf16 (const guchar    *bytes,
            gsize            left,
            PlugCsvEncoding  encoding,
            gsize           *taken)
{
  gunichar first = read_unit (bytes, encoding);
  gunichar second;

  *taken = 2;
  if (first < 0xd800 || first > 0xdfff)
    return first;
  if (first > 0xdbff || left < 4)
    return 0;
  second = read_unit (bytes + 2, encoding);
  if (second < 0xdc00 || second > 0xdfff)
    return 0;
  *taken = 4;
  return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

static char *
decode_utf16 (const guchar     *bytes,
              gsize             length,
              PlugCsvEncoding   encoding,
              gsize            *decoded_length,
              GError          **error)
{
  char *text = g_malloc (length / 2 * 3 + 1);
  char *end = text;
  gsize taken = 0;
  gboolean whole = length % 2 == 0;

  for (gsize i = 0; i + 1 < length; i += taken)
    {
      gunichar c = read_utf16 (bytes + i, length - i, encoding, &taken);

      whole = whole && c != 0;
      if (c == 0)
        break;
      end += g_unichar_to_utf8 (c, end);
    }
  *end = '\0';
  *decoded_length = (gsize) (end - text);
  if (whole)
    return text;
  g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
               _("Line %u is broken: half of a UTF-16 character, or a NUL. Save the file anew as "
                 "UTF-8."), count_lines (text, end));
  explicit_bzero (text, *decoded_length);
  g_free (text);
  return NULL;
}

/* plug_csv_decode:
 * @data: (nullable): bytes of UTF-8, UTF-16 either way round, each with or without its mark, or,
 *   when it is none of them, of Windows-1252
 * @encoding: (out): which it was
 * @decoded_length: (out): of the result, in bytes
 *
 * Returns: (transfer full): as UTF-8 and ending in NUL, none of which is inside; to be wiped by who
 *   takes it. NULL with %PLUG_ERROR_INVALID_FIELD, which names the line */
char *
plug_csv_decode (const void       *data,
                 gsize             length,
                 PlugCsvEncoding  *encoding,
                 gsize            *decoded_length,
                 GError          **error)
{
  const guchar *bytes = length > 0 ? data : (const void *) "";
  gsize mark = find_encoding (bytes, length, encoding);

  bytes += mark;
  length -= mark;
  switch (*encoding)
    {
    case PLUG_CSV_UTF16_LE:
    case PLUG_CSV_UTF16_BE:
      return decode_utf16 (bytes, length, *encoding, decoded_length, error);
    case PLUG_CSV_WINDOWS_1252:
      return decode_windows_1252 (bytes, length, decoded_length);
    case PLUG_CSV_UTF8:
    default:
      return copy_utf8 (bytes, length, decoded_length, error);
    }
}

/* What makes a spreadsheet calculate instead of show; an apostrophe is what we put before it, and
 * so before another one too. */
static gboolean
is_armed (const char *cell)
{
  while (*cell == '\'')
    cell++;
  return *cell != '\0' && strchr ("=+-@\t\r\n|%", *cell) != NULL;
}

/* plug_csv_append:
 * @text: what is written so far
 * @cell: (nullable): the next cell, any text
 * @delimiter: what stands between cells
 *
 * Appends @cell, quoted where it has to be, and without the delimiter. What a spreadsheet would
 * take for a formula gets an apostrophe in front, as one would type it there. */
void
plug_csv_append (GString    *text,
                 const char *cell,
                 char        delimiter)
{
  const char special[] = { delimiter, '"', '\r', '\n', '\0' };
  gboolean quoted;

  g_return_if_fail (text != NULL);

  if (cell == NULL)
    return;
  quoted = is_armed (cell) || strpbrk (cell, special) != NULL || g_ascii_isspace (*cell);
  if (quoted)
    g_string_append_c (text, '"');
  if (is_armed (cell))
    g_string_append_c (text, '\'');
  for (const char *c = cell; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  if (quoted)
    g_string_append_c (text, '"');
}

/* plug_csv_dup_unarmed:
 * @cell: a cell of a file that plug_csv_append() wrote
 *
 * Returns: (transfer full): the text as it was before the apostrophe; to be wiped when it is a
 *   secret */
char *
plug_csv_dup_unarmed (const char *cell)
{
  g_return_val_if_fail (cell != NULL, NULL);

  return g_strdup (*cell == '\'' && is_armed (cell) ? cell + 1 : cell);
}
