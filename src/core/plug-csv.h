/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PLUG_CSV_MAX_BYTES   (64 * 1024 * 1024)
#define PLUG_CSV_MAX_ROWS    100000
#define PLUG_CSV_MAX_COLUMNS 500
#define PLUG_CSV_MAX_CELL    (64 * 1024)

typedef enum {
  PLUG_CSV_UTF8,
  PLUG_CSV_UTF16_LE,
  PLUG_CSV_UTF16_BE,
  PLUG_CSV_WINDOWS_1252, /* and so Latin-1: what is nothing else */
} PlugCsvEncoding;

/* A table as RFC 4180 has it, with the encodings, delimiters and line ends that spreadsheets write.
 * Its text may hold secrets: there is one copy, which is wiped. */
typedef struct _PlugCsv PlugCsv;

PlugCsv         *plug_csv_new           (const void  *data,
                                         gsize        length,
                                         GError     **error);
void             plug_csv_free          (PlugCsv     *self);
PlugCsvEncoding  plug_csv_get_encoding  (PlugCsv     *self);
char             plug_csv_get_delimiter (PlugCsv     *self);
guint            plug_csv_get_n_columns (PlugCsv     *self);
const char      *plug_csv_get_title     (PlugCsv     *self,
                                         guint        column);
guint            plug_csv_get_n_rows    (PlugCsv     *self);
guint            plug_csv_get_line      (PlugCsv     *self,
                                         guint        row);
const char      *plug_csv_get_cell      (PlugCsv     *self,
                                         guint        row,
                                         guint        column);
void             plug_csv_wipe_cell     (PlugCsv     *self,
                                         guint        row,
                                         guint        column);

/* Text of any encoding as UTF-8; the result is to be wiped. */
char            *plug_csv_decode        (const void       *data,
                                         gsize             length,
                                         PlugCsvEncoding  *encoding,
                                         gsize            *decoded_length,
                                         GError          **error);

/* Writing: nothing a spreadsheet would take for a formula. */
void             plug_csv_append        (GString     *text,
                                         const char  *cell,
                                         char         delimiter);
char            *plug_csv_dup_unarmed   (const char  *cell);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugCsv, plug_csv_free)

G_END_DECLS
