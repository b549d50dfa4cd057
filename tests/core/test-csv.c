/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "plug-csv.h"
#include "plug-error.h"

/* Bytes, with their number: some have a NUL in them. */
#define BYTES(text) (text), sizeof (text) - 1

/* Cells joined by bars, rows by slashes; the titles first. */
static char *
dup_shown (PlugCsv *csv)
{
  GString *text = g_string_new (NULL);

  for (guint column = 0; column < plug_csv_get_n_columns (csv); column++)
    g_string_append_printf (text, "%s%s", column > 0 ? "|" : "", plug_csv_get_title (csv, column));
  for (guint row = 0; row < plug_csv_get_n_rows (csv); row++)
    {
      for (guint column = 0; column < plug_csv_get_n_columns (csv); column++)
        g_string_append_printf (text, "%s%s", column > 0 ? "|" : " / ",
                                plug_csv_get_cell (csv, row, column));
    }
  return g_string_free (text, FALSE);
}

static const struct {
  const char *name;
  const char *bytes;
  gsize length;
  PlugCsvEncoding encoding;
  char delimiter;
  const char *shown;
} good[] = {
  { "plain", BYTES ("a,b\n1,2\n"), PLUG_CSV_UTF8, ',', "a|b / 1|2" },
  { "crlf", BYTES ("a,b\r\n1,2\r\n3,4"), PLUG_CSV_UTF8, ',', "a|b / 1|2 / 3|4" },
  { "cr", BYTES ("a,b\r1,2\r"), PLUG_CSV_UTF8, ',', "a|b / 1|2" },
  { "no-line-end", BYTES ("a,b\n1,"), PLUG_CSV_UTF8, ',', "a|b / 1|" },
  { "semicolon", BYTES ("a;b\n1,5;2\n"), PLUG_CSV_UTF8, ';', "a|b / 1,5|2" },
  { "tab", BYTES ("a\tb\n1\t2\n"), PLUG_CSV_UTF8, '\t', "a|b / 1|2" },
  { "bar", BYTES ("a|b\n1|2\n"), PLUG_CSV_UTF8, '|', "a|b / 1|2" },
  { "said", BYTES ("sep=;\r\na;b,c\r\n1;2\r\n"), PLUG_CSV_UTF8, ';', "a|b,c / 1|2" },
  { "delimiter-in-quotes", BYTES ("\"a;;;\",b\n1,2\n"), PLUG_CSV_UTF8, ',', "a;;;|b / 1|2" },
  { "quotes", BYTES ("a,b\n\"x \"\"y\"\" z\",\"1,2\"\n"), PLUG_CSV_UTF8, ',',
    "a|b / x \"y\" z|1,2" },
  { "empty-quotes", BYTES ("a,b\n\"\",\"\"\"\"\n"), PLUG_CSV_UTF8, ',', "a|b / |\"" },
  { "lines-inside", BYTES ("a,b\n\"1\r\n2\",\"3\n4\"\n"), PLUG_CSV_UTF8, ',',
    "a|b / 1\r\n2|3\n4" },
  { "blank-lines", BYTES ("\n\na,b\n\n1,2\n\n"), PLUG_CSV_UTF8, ',', "a|b / 1|2" },
  { "one-column", BYTES ("a\n1\n\n2\n"), PLUG_CSV_UTF8, ',', "a / 1 /  / 2" },
  { "titles-alone", BYTES ("a,b\n"), PLUG_CSV_UTF8, ',', "a|b" },
  { "titles-trimmed", BYTES (" a , b\n 1 , 2\n"), PLUG_CSV_UTF8, ',', "a|b /  1 | 2" },
  { "utf8", BYTES ("ä,b\n€,\xf0\x9f\x98\x80\n"), PLUG_CSV_UTF8, ',', "ä|b / €|\xf0\x9f\x98\x80" },
  { "utf8-mark", BYTES ("\xef\xbb\xbf""a,b\n1,2\n"), PLUG_CSV_UTF8, ',', "a|b / 1|2" },
  { "utf16-le-mark", BYTES ("\xff\xfe""a\0,\0\xe4\0\n\0""1\0,\0=\xd8\x00\xde"), PLUG_CSV_UTF16_LE,
    ',', "a|ä / 1|\xf0\x9f\x98\x80" },
  { "utf16-be-mark", BYTES ("\xfe\xff\0a\0,\0\xe4\0\n\0""1\0,\xd8=\xde\x00"), PLUG_CSV_UTF16_BE,
    ',', "a|ä / 1|\xf0\x9f\x98\x80" },
  { "utf16-le", BYTES ("a\0;\0b\0\n\0""1\0;\0""2\0"), PLUG_CSV_UTF16_LE, ';', "a|b / 1|2" },
  { "utf16-be", BYTES ("\0a\0;\0b\0\n\0""1\0;\0""2"), PLUG_CSV_UTF16_BE, ';', "a|b / 1|2" },
  { "latin-1", BYTES ("a;b\nM\xfcller;\x80 5\n"), PLUG_CSV_WINDOWS_1252, ';', "a|b / Müller|€ 5" },
};

static void
test_good (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugCsv) csv = plug_csv_new (good[i].bytes, good[i].length, &error);
  g_autofree char *shown = NULL;

  g_assert_no_error (error);
  shown = dup_shown (csv);
  g_assert_cmpstr (shown, ==, good[i].shown);
  g_assert_cmpint (plug_csv_get_encoding (csv), ==, good[i].encoding);
  g_assert_cmpint (plug_csv_get_delimiter (csv), ==, good[i].delimiter);
}

static const struct {
  const char *name;
  const char *bytes;
  gsize length;
  const char *begins; /* the message */
} bad[] = {
  { "empty", BYTES (""), "The file is empty" },
  { "blank", BYTES ("\n\r\n"), "The file is empty" },
  { "unclosed", BYTES ("a,b\nü,\"2\n3,4\n"), "Line 2, column 3: This quotation mark" },
  { "behind-quote", BYTES ("a,b\n\"é\"x,2\n"), "Line 2, column 4: Something stands behind" },
  { "behind-quote-later", BYTES ("a,b\n\"1\n\"\"\"x,2\n"), "Line 3, column 4: Something stands" },
  { "quote-inside", BYTES ("a,b\nxx,2\"\n"), "Line 2, column 5: A quotation mark inside" },
  { "too-few", BYTES ("a,b\n1,2\n\n3\n"), "Line 4 has 1 cells, but there are 2 titles" },
  { "too-many", BYTES ("a,b\n1,2,3\n"), "Line 2 has 3 cells, but there are 2 titles" },
  { "same-titles", BYTES ("a, a \n1,2\n"), "Line 1: two columns have the title “a”" },
  { "no-title", BYTES ("\na,\n1,2\n"), "Line 2: column 2 has no title" },
  { "nul", BYTES ("a,b\n1,\0\n"), "Line 2 has a NUL character" },
  { "nul-in-latin-1", BYTES ("a,b\n1,\0\n\xfc"), "Line 2 has a NUL character" },
  { "utf16-half", BYTES ("\xff\xfe""a\0\n\0\x00\xd8"), "Line 2 is broken" },
  { "utf16-odd", BYTES ("\xff\xfe""a\0\n"), "Line 1 is broken" },
  { "utf16-nul", BYTES ("\xff\xfe""a\0\0\0b\0"), "Line 1 is broken" },
};

static void
test_bad (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugCsv) csv = plug_csv_new (bad[i].bytes, bad[i].length, &error);

  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
  g_assert_null (csv);
  if (!g_str_has_prefix (error->message, bad[i].begins))
    g_error ("“%s” does not begin with “%s”", error->message, bad[i].begins);
}

static void
assert_too_large (GString *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugCsv) csv = plug_csv_new (text->str, text->len, &error);

  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE);
  g_assert_null (csv);
  g_string_free (text, TRUE);
}

static GString *
repeat (const char *head,
        const char *part,
        guint       n)
{
  GString *text = g_string_new (head);

  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
  return text;
}

/* A field of 10 MB, a million rows, more columns than anybody has. */
static void
test_caps (void)
{
  g_autoptr (GError) error = NULL;
  GString *rows = repeat ("a\n", "1\n", PLUG_CSV_MAX_ROWS);
  g_autoptr (PlugCsv) csv = plug_csv_new (rows->str, rows->len, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (plug_csv_get_n_rows (csv), ==, PLUG_CSV_MAX_ROWS);
  g_assert_cmpuint (plug_csv_get_line (csv, PLUG_CSV_MAX_ROWS - 1), ==, PLUG_CSV_MAX_ROWS + 1);
  g_string_free (rows, TRUE);
  assert_too_large (repeat ("a\n", "1\n", 1000000));
  assert_too_large (repeat ("a\n", "0123456789", 1000000));
  assert_too_large (repeat ("a", ",a", PLUG_CSV_MAX_COLUMNS));
  assert_too_large (repeat ("a\n", "\n", PLUG_CSV_MAX_BYTES));
}

/* Said of a file, whatever it is: a line that is there, or a table that holds together. */
static void
assert_sound (const char *text,
              gsize       length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugCsv) csv = plug_csv_new (text, length, &error);
  guint line = 0;

  g_assert_true ((csv == NULL) == (error != NULL));
  if (csv == NULL)
    return;
  for (guint row = 0; row < plug_csv_get_n_rows (csv); row++)
    {
      g_assert_cmpuint (plug_csv_get_line (csv, row), >, line);
      line = plug_csv_get_line (csv, row);
      for (guint column = 0; column < plug_csv_get_n_columns (csv); column++)
        g_assert_true (g_utf8_validate (plug_csv_get_cell (csv, row, column), -1, NULL));
    }
}

static void
test_mutations (void)
{
  static const char alphabet[] = "a,;\"\n\r\t|='\xfc\xc3";

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      for (gsize at = 0; at < good[i].length; at++)
        {
          g_autofree char *text = g_memdup2 (good[i].bytes, good[i].length);

          for (gsize c = 0; c < sizeof (alphabet); c++)
            {
              text[at] = alphabet[c];
              assert_sound (text, good[i].length);
            }
          assert_sound (good[i].bytes, at);
        }
    }
}

/* What is written is read again as it was. */
static void
test_write (void)
{
  static const char *const cells[] = {
    "", "plain", "a,b", "a;b", "\"", " x", "1\n2", "=cmd()", "+1", "-x", "@a", "\tt", "'=x", "''",
    "'", "'quoted'", "%0A", "|x",
  };
  static const char *const armed[] = { "=cmd()", "+1", "-x", "@a" };
  GString *text = g_string_new ("a,b\n");
  g_autoptr (PlugCsv) csv = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_string_append (text, "x,");
      plug_csv_append (text, cells[i], ',');
      g_string_append (text, "\r\n");
    }
  csv = plug_csv_new (text->str, text->len, &error);
  g_string_free (text, TRUE);
  g_assert_no_error (error);
  g_assert_cmpuint (plug_csv_get_n_rows (csv), ==, G_N_ELEMENTS (cells));
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autofree char *unarmed = plug_csv_dup_unarmed (plug_csv_get_cell (csv, i, 1));

      g_assert_cmpstr (unarmed, ==, cells[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (armed); i++)
    {
      GString *cell = g_string_new (NULL);

      plug_csv_append (cell, armed[i], ',');
      g_assert_true (g_str_has_prefix (cell->str, "\"'"));
      g_string_free (cell, TRUE);
    }
}

static void
test_wipe (void)
{
  g_autoptr (PlugCsv) csv = plug_csv_new (BYTES ("a,b\n1,secret\n2,x\n"), NULL);

  plug_csv_wipe_cell (csv, 0, 1);
  g_assert_cmpstr (plug_csv_get_cell (csv, 0, 1), ==, "");
  g_assert_cmpstr (plug_csv_get_cell (csv, 0, 0), ==, "1");
  g_assert_cmpstr (plug_csv_get_cell (csv, 1, 1), ==, "x");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *name = g_strconcat ("/csv/row-71/good/", good[i].name, NULL);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_good);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *name = g_strconcat ("/csv/row-71/bad/", bad[i].name, NULL);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_bad);
    }
  g_test_add_func ("/csv/row-71-caps", test_caps);
  g_test_add_func ("/csv/row-71-mutations", test_mutations);
  g_test_add_func ("/csv/row-72-formulas", test_write);
  g_test_add_func ("/csv/wipe", test_wipe);

  return g_test_run ();
}
