/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugBulkPlan: many instances out of one file. The file's text stays here until the plan is
 * sealed, for columns may still be mapped; then what is or may be a secret is wiped from it. */

#include "config.h"

#include "plug-bulk-plan-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-bulk-target.h"
#include "plug-error.h"
#include "plug-text.h"


G_DEFINE_FINAL_TYPE (PlugBulkPlan, plug_bulk_plan, G_TYPE_OBJECT)

static void
entry_free (PlugBulkEntry *entry)
{
  g_free (entry->account);
  g_free (entry->name);
  g_free (entry->connector_key);
  g_clear_object (&entry->draft);
  g_ptr_array_unref (entry->problems);
  g_free (entry);
}

static void
wipe_lines (PlugBulkPlan *self)
{
  if (self->lines != NULL)
    explicit_bzero (self->lines, self->length);
  g_clear_pointer (&self->lines, g_free);
}

static void
plug_bulk_plan_finalize (GObject *object)
{
  PlugBulkPlan *self = PLUG_BULK_PLAN (object);

  g_clear_object (&self->connector);
  g_clear_pointer (&self->csv, plug_csv_free);
  wipe_lines (self);
  g_hash_table_unref (self->maps);
  g_hash_table_unref (self->targets);
  g_hash_table_unref (self->connectors);
  g_ptr_array_unref (self->entries);

  G_OBJECT_CLASS (plug_bulk_plan_parent_class)->finalize (object);
}

static void
plug_bulk_plan_class_init (PlugBulkPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_bulk_plan_finalize;
}

static void
plug_bulk_plan_init (PlugBulkPlan *self)
{
  self->maps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_ptr_array_unref);
  self->connectors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
}

/* plug_bulk_plan_new:
 * Returns: (transfer full): a plan without a file */
PlugBulkPlan *
plug_bulk_plan_new (void)
{
  return g_object_new (PLUG_TYPE_BULK_PLAN, NULL);
}

static gboolean
begins_with_brace (const char *bytes,
                   gsize       length)
{
  gsize i = length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (i < length && g_ascii_isspace (bytes[i]))
    i++;
  return i < length && bytes[i] == '{';
}

/* plug_bulk_plan_read:
 * @data: (nullable): the bytes of a file, a table or a JSON object a line; who read them wipes them
 *
 * Once. Finds out which it is; a broken file is %PLUG_ERROR_INVALID_FIELD, one that is too large
 * %PLUG_ERROR_TOO_LARGE, with the line. Nothing is built yet. */
gboolean
plug_bulk_plan_read (PlugBulkPlan  *self,
                     const void    *data,
                     gsize          length,
                     GError       **error)
{
  g_return_val_if_fail (PLUG_IS_BULK_PLAN (self), FALSE);
  g_return_val_if_fail (self->csv == NULL && self->lines == NULL, FALSE);

  if (length <= PLUG_CSV_MAX_BYTES && begins_with_brace (data, length))
    {
      self->lines = plug_csv_decode (data, length, &self->encoding, &self->length, error);
      return self->lines != NULL;
    }
  self->csv = plug_csv_new (data, length, error);
  if (self->csv == NULL)
    return FALSE;
  self->encoding = plug_csv_get_encoding (self->csv);
  for (guint i = 0; i < plug_csv_get_n_columns (self->csv); i++)
    self->unarmed = self->unarmed || plug_bulk_title_is_ours (plug_csv_get_title (self->csv, i));
  return TRUE;
}

/* plug_bulk_plan_set_connector:
 * @connector: (nullable): what rows are of that do not say it */
void
plug_bulk_plan_set_connector (PlugBulkPlan  *self,
                              PlugConnector *connector)
{
  g_return_if_fail (PLUG_IS_BULK_PLAN (self));

  g_set_object (&self->connector, connector);
  g_hash_table_remove_all (self->targets);
}

/* plug_bulk_plan_get_connector:
 * Returns: (transfer none) (nullable): what rows are of that do not say it */
PlugConnector *
plug_bulk_plan_get_connector (PlugBulkPlan *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_PLAN (self), NULL);

  return self->connector;
}

/* plug_bulk_plan_allow_namesakes:
 * @allow: whether several rows may make instances of one name, which most often is a mistake */
void
plug_bulk_plan_allow_namesakes (PlugBulkPlan *self,
                                gboolean      allow)
{
  g_return_if_fail (PLUG_IS_BULK_PLAN (self));

  self->allow_namesakes = allow;
}

/* plug_bulk_plan_get_n_columns:
 * Returns: how many columns the table has; 0 for JSON lines */
guint
plug_bulk_plan_get_n_columns (PlugBulkPlan *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_PLAN (self), 0);

  return self->csv != NULL ? plug_csv_get_n_columns (self->csv) : 0;
}

/* plug_bulk_plan_get_title:
 * Returns: (transfer none): the column's title */
const char *
plug_bulk_plan_get_title (PlugBulkPlan *self,
                          guint         column)
{
  g_return_val_if_fail (column < plug_bulk_plan_get_n_columns (self), "");

  return plug_csv_get_title (self->csv, column);
}

/* plug_bulk_plan_find_target:
 * Returns: (transfer full) (nullable): what @title is for, in rows of @connector */
char *
plug_bulk_plan_find_target (PlugBulkPlan  *self,
                            const char    *title,
                            PlugConnector *connector)
{
  const char *said = g_hash_table_lookup (self->maps, title);

  if (said != NULL)
    return *said != '\0' ? g_strdup (said) : NULL;
  return plug_bulk_target_find (title, connector);
}

/* plug_bulk_plan_get_targets:
 * Returns: (transfer none): what each column is for, in rows of @connector; NULL for nothing */
GPtrArray *
plug_bulk_plan_get_targets (PlugBulkPlan  *self,
                            PlugConnector *connector)
{
  const char *key = connector != NULL ? plug_connector_get_key (connector) : "";
  GPtrArray *targets = g_hash_table_lookup (self->targets, key);

  if (targets != NULL)
    return targets;
  targets = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < plug_bulk_plan_get_n_columns (self); i++)
    {
      const char *title = plug_csv_get_title (self->csv, i);

      g_ptr_array_add (targets, plug_bulk_plan_find_target (self, title, connector));
    }
  g_hash_table_insert (self->targets, g_strdup (key), targets);
  return targets;
}

/* plug_bulk_plan_get_target:
 * Returns: (transfer none) (nullable): what the column is for, in rows of the plan's own connector;
 *   NULL when it is left out */
const char *
plug_bulk_plan_get_target (PlugBulkPlan *self,
                           guint         column)
{
  g_return_val_if_fail (column < plug_bulk_plan_get_n_columns (self), NULL);

  return g_ptr_array_index (plug_bulk_plan_get_targets (self, self->connector), column);
}

/* plug_bulk_plan_dup_sample:
 * Returns: (transfer full) (nullable): what the first row with something in that column has there;
 *   bullets when it may be a secret */
char *
plug_bulk_plan_dup_sample (PlugBulkPlan *self,
                           guint         column)
{
  const char *target = plug_bulk_plan_get_target (self, column);

  for (guint row = 0; self->csv != NULL && row < plug_csv_get_n_rows (self->csv); row++)
    {
      const char *cell = plug_csv_get_cell (self->csv, row, column);

      if (*cell == '\0')
        continue;
      if (target == NULL || plug_bulk_target_is_secret (target, self->connector))
        return g_strdup ("••••••••");
      return plug_text_for_display (cell);
    }
  return NULL;
}

/* plug_bulk_plan_map:
 * @title: a column's
 * @target: (nullable): what it is for; "" for nothing, NULL to go by the title again
 *
 * %PLUG_ERROR_NOT_FOUND when there is no such column. */
gboolean
plug_bulk_plan_map (PlugBulkPlan  *self,
                    const char    *title,
                    const char    *target,
                    GError       **error)
{
  gboolean found = self->csv == NULL;

  g_return_val_if_fail (PLUG_IS_BULK_PLAN (self) && title != NULL, FALSE);

  for (guint i = 0; i < plug_bulk_plan_get_n_columns (self) && !found; i++)
    found = g_str_equal (plug_csv_get_title (self->csv, i), title);
  if (!found)
    {
      g_set_error (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND, _("The file has no column “%s”."),
                   title);
      return FALSE;
    }
  if (target != NULL)
    g_hash_table_insert (self->maps, g_strdup (title), g_strdup (target));
  else
    g_hash_table_remove (self->maps, title);
  g_hash_table_remove_all (self->targets);
  return TRUE;
}

static void
note_columns (PlugBulkPlan *self,
              GStrvBuilder *notes)
{
  for (guint i = 0; i < plug_bulk_plan_get_n_columns (self); i++)
    {
      const char *title = plug_csv_get_title (self->csv, i);
      g_autofree char *shown = plug_text_for_display (title);
      g_autofree char *note = NULL;

      if (plug_bulk_plan_get_target (self, i) != NULL || plug_bulk_title_is_ours (title) ||
          g_hash_table_contains (self->maps, title))
        continue;
      note = g_strdup_printf (_("The column “%s” is not used: no field is called that."), shown);
      g_strv_builder_add (notes, note);
    }
}

/* plug_bulk_plan_dup_notes:
 * Returns: (transfer full): what somebody should know of how the file is read, a sentence each */
char **
plug_bulk_plan_dup_notes (PlugBulkPlan *self)
{
  g_autoptr (GStrvBuilder) notes = g_strv_builder_new ();

  g_return_val_if_fail (PLUG_IS_BULK_PLAN (self), NULL);

  if (self->encoding == PLUG_CSV_WINDOWS_1252)
    g_strv_builder_add (notes, _("The file is no UTF-8 and was read as Windows-1252 (Latin-1). "
                                 "Check names with accents."));
  note_columns (self, notes);
  return g_strv_builder_end (notes);
}

/* plug_bulk_plan_get_n_entries:
 * Returns: how many rows were built */
guint
plug_bulk_plan_get_n_entries (PlugBulkPlan *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_PLAN (self), 0);

  return self->entries->len;
}

/* plug_bulk_plan_get_entry:
 * Returns: (transfer none): a row, until the plan is built again */
const PlugBulkEntry *
plug_bulk_plan_get_entry (PlugBulkPlan *self,
                          guint         number)
{
  g_return_val_if_fail (number < plug_bulk_plan_get_n_entries (self), NULL);

  return g_ptr_array_index (self->entries, number);
}

/* plug_bulk_plan_count_faulty:
 * Returns: how many rows have something wrong with them */
guint
plug_bulk_plan_count_faulty (PlugBulkPlan *self)
{
  guint n = 0;

  g_return_val_if_fail (PLUG_IS_BULK_PLAN (self), 0);

  for (guint i = 0; i < self->entries->len; i++)
    {
      PlugBulkEntry *entry = g_ptr_array_index (self->entries, i);

      n += entry->problems->len > 0;
    }
  return n;
}

static void
digest_text (GChecksum  *checksum,
             const char *text)
{
  /* With its NUL, so that no two rows run together. */
  g_checksum_update (checksum, (const guchar *) (text != NULL ? text : ""),
                     (gssize) (text != NULL ? strlen (text) + 1 : 1));
}

/* plug_bulk_plan_dup_digest:
 * Of what is to be made, secrets masked: a digest of a password is half the password, and a row
 * whose password was put right is the same row.
 *
 * Returns: (transfer full): SHA-256, in hexadecimal */
char *
plug_bulk_plan_dup_digest (PlugBulkPlan *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_return_val_if_fail (PLUG_IS_BULK_PLAN (self), NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      PlugBulkEntry *entry = g_ptr_array_index (self->entries, i);
      g_autofree char *body = NULL;

      if (entry->draft != NULL)
        body = plug_draft_build_text (entry->draft, PLUG_DRAFT_MASK, FALSE);
      digest_text (checksum, entry->account);
      digest_text (checksum, body);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static void
seal_row (PlugBulkPlan *self,
          guint         row)
{
  PlugBulkEntry *entry = g_ptr_array_index (self->entries, row);
  PlugConnector *connector = entry->draft != NULL ? plug_draft_get_connector (entry->draft)
                                                  : self->connector;
  GPtrArray *targets = plug_bulk_plan_get_targets (self, connector);

  for (guint i = 0; i < targets->len; i++)
    {
      if (plug_bulk_target_is_secret (g_ptr_array_index (targets, i), connector))
        plug_csv_wipe_cell (self->csv, row, i);
    }
}

/* plug_bulk_plan_seal:
 * After the last plug_bulk_plan_build(): cells that are secrets, or of which nobody knows what they
 * are, are wiped here; their drafts have them. */
void
plug_bulk_plan_seal (PlugBulkPlan *self)
{
  g_return_if_fail (PLUG_IS_BULK_PLAN (self));

  for (guint i = 0; self->csv != NULL && i < self->entries->len; i++)
    seal_row (self, i);
  wipe_lines (self);
}

/* plug_bulk_plan_forget:
 * The row is made: its draft, with the secrets, is not needed any more. */
void
plug_bulk_plan_forget (PlugBulkPlan *self,
                       guint         number)
{
  PlugBulkEntry *entry;

  g_return_if_fail (number < plug_bulk_plan_get_n_entries (self));

  entry = g_ptr_array_index (self->entries, number);
  g_clear_object (&entry->draft);
}
