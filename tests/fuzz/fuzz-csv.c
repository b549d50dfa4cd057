/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of rows: whatever it is, it is refused in words or a table that holds together, and what
 * is written of it is read again as the same. */
// Parser: core/plug-csv.c core/plug-csv-text.c core/plug-bulk-plan-rows.c

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "plug-bulk-plan.h"
#include "plug-catalogue.h"
#include "plug-csv.h"

static void
assert_written (PlugCsv *csv,
                guint    row)
{
  GString *text = g_string_new ("a");
  g_autoptr (PlugCsv) again = NULL;
  g_autoptr (GError) error = NULL;

  for (guint column = 1; column < plug_csv_get_n_columns (csv); column++)
    g_string_append_printf (text, ",%u", column);
  g_string_append (text, "\n");
  for (guint column = 0; column < plug_csv_get_n_columns (csv); column++)
    {
      if (column > 0)
        g_string_append_c (text, ',');
      plug_csv_append (text, plug_csv_get_cell (csv, row, column), ',');
    }
  g_string_append (text, "\n");
  again = plug_csv_new (text->str, text->len, &error);
  g_string_free (text, TRUE);
  /* An apostrophe more may be one byte too many. */
  if (again == NULL || plug_csv_get_n_rows (again) == 0)
    return;
  for (guint column = 0; column < plug_csv_get_n_columns (csv); column++)
    {
      g_autofree char *cell = plug_csv_dup_unarmed (plug_csv_get_cell (again, 0, column));

      g_assert_cmpstr (cell, ==, plug_csv_get_cell (csv, row, column));
    }
}

static void
assert_table (const char *text,
              gsize       length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugCsv) csv = plug_csv_new (text, length, &error);

  g_assert_true ((csv == NULL) == (error != NULL));
  if (csv == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  for (guint row = 0; row < plug_csv_get_n_rows (csv); row++)
    {
      g_assert_cmpuint (plug_csv_get_line (csv, row), >, row);
      for (guint column = 0; column < plug_csv_get_n_columns (csv); column++)
        g_assert_true (g_utf8_validate (plug_csv_get_cell (csv, row, column), -1, NULL));
    }
  if (plug_csv_get_n_rows (csv) > 0)
    assert_written (csv, plug_csv_get_n_rows (csv) - 1);
}

static void
assert_plan (const char *text,
             gsize       length)
{
  g_autoptr (PlugBulkPlan) plan = plug_bulk_plan_new ();
  g_autofree char *digest = NULL;
  GString *rows = g_string_new (NULL);

  plug_bulk_plan_set_connector (plan, plug_catalogue_find ("sagecrm"));
  if (plug_bulk_plan_read (plan, text, length, NULL))
    {
      plug_bulk_plan_build (plan);
      digest = plug_bulk_plan_dup_digest (plan);
      plug_bulk_plan_seal (plan);
      plug_bulk_plan_append_titles (plan, rows);
      for (guint i = 0; i < plug_bulk_plan_get_n_entries (plan); i++)
        plug_bulk_plan_append_row (plan, i, "no", TRUE, rows);
      g_assert_true (g_utf8_validate_len (rows->str, rows->len, NULL));
    }
  g_string_free (rows, TRUE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_memdup2 (data, MAX (size, 1));

  assert_table (text, size);
  assert_plan (text, size);
  return 0;
}
