/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugBulkPlan: rows written down again, for somebody to put right. */

#include "config.h"

#include "plug-bulk-plan-private.h"

#include "plug-bulk-target.h"

/* plug_bulk_plan_append_titles:
 * Appends the line with the titles, and with Plugboard's own for what went wrong; nothing for JSON
 * lines. */
void
plug_bulk_plan_append_titles (PlugBulkPlan *self,
                              GString      *text)
{
  char delimiter;

  g_return_if_fail (PLUG_IS_BULK_PLAN (self));

  if (self->csv == NULL)
    return;
  delimiter = plug_csv_get_delimiter (self->csv);
  for (guint i = 0; i < plug_csv_get_n_columns (self->csv); i++)
    {
      if (plug_bulk_title_is_ours (plug_csv_get_title (self->csv, i)))
        continue;
      plug_csv_append (text, plug_csv_get_title (self->csv, i), delimiter);
      g_string_append_c (text, delimiter);
    }
  g_string_append (text, PLUG_BULK_TITLE_MESSAGE "\r\n");
}

static void
append_cell (PlugBulkPlan  *self,
             PlugBulkEntry *entry,
             guint          row,
             guint          column,
             gboolean       with_secrets,
             GString       *text)
{
  PlugConnector *connector = entry->draft != NULL ? plug_draft_get_connector (entry->draft)
                                                  : self->connector;
  const char *target = g_ptr_array_index (plug_bulk_plan_get_targets (self, connector), column);
  char delimiter = plug_csv_get_delimiter (self->csv);
  PlugSecret *secret = NULL;
  char *plain;

  if (target != NULL && entry->draft != NULL)
    secret = plug_bulk_target_get_secret (target, entry->draft);
  if (secret != NULL)
    plug_csv_append (text, with_secrets ? plug_secret_peek (secret) : "", delimiter);
  else if (!plug_bulk_target_is_secret (target, connector))
    {
      plain = self->unarmed ? plug_csv_dup_unarmed (plug_csv_get_cell (self->csv, row, column))
                            : g_strdup (plug_csv_get_cell (self->csv, row, column));
      plug_csv_append (text, plain, delimiter);
      g_free (plain);
    }
  g_string_append_c (text, delimiter);
}

static void
append_body (PlugBulkEntry *entry,
             gboolean       with_secrets,
             GString       *text)
{
  char *body = plug_draft_build_text (entry->draft,
                                      with_secrets ? PLUG_DRAFT_REVEAL : PLUG_DRAFT_MASK, FALSE);

  g_string_append (text, body);
  g_string_append_c (text, '\n');
  plug_secret_wipe_text (body);
  g_free (body);
}

/* plug_bulk_plan_append_row:
 * @message: (nullable): what went wrong
 * @with_secrets: whether its secrets go along; without, their cells are empty
 * @text: large enough already, when there are secrets: what grows leaves copies behind
 *
 * Appends the row as it was read, after plug_bulk_plan_seal(). */
void
plug_bulk_plan_append_row (PlugBulkPlan *self,
                           guint         number,
                           const char   *message,
                           gboolean      with_secrets,
                           GString      *text)
{
  PlugBulkEntry *entry;

  g_return_if_fail (number < plug_bulk_plan_get_n_entries (self));

  entry = g_ptr_array_index (self->entries, number);
  if (self->csv == NULL)
    {
      if (entry->draft != NULL)
        append_body (entry, with_secrets, text);
      return;
    }
  for (guint i = 0; i < plug_csv_get_n_columns (self->csv); i++)
    {
      if (!plug_bulk_title_is_ours (plug_csv_get_title (self->csv, i)))
        append_cell (self, entry, number, i, with_secrets, text);
    }
  plug_csv_append (text, message, plug_csv_get_delimiter (self->csv));
  g_string_append (text, "\r\n");
}
