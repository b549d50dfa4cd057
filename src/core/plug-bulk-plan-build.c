/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugBulkPlan: rows and lines become drafts, and what is wrong with them is found. */

#include "config.h"

#include "plug-bulk-plan-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-bulk-target.h"
#include "plug-catalogue.h"
#include "plug-json.h"
#include "plug-text.h"

/* The body of a request is larger than a cell. */
#define MAX_LINE (PLUG_CSV_MAX_CELL * 16)

static PlugBulkEntry *
add_entry (PlugBulkPlan *self,
           guint         line)
{
  PlugBulkEntry *entry = g_new0 (PlugBulkEntry, 1);

  entry->line = line;
  entry->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_problem_free);
  g_ptr_array_add (self->entries, entry);
  return entry;
}

/* Takes @message. */
static void
add_problem (PlugBulkEntry *entry,
             const char    *key,
             char          *message)
{
  PlugProblem *problem = g_new0 (PlugProblem, 1);

  problem->key = g_strdup (key);
  problem->message = message;
  g_ptr_array_add (entry->problems, problem);
}

/* Returns: (transfer none) (nullable): the connector of that key, the plan's own without one */
static PlugConnector *
find_connector (PlugBulkPlan *self,
                const char   *key)
{
  PlugConnector *connector;

  if (key == NULL || *key == '\0')
    return self->connector;
  if (self->connector != NULL && g_str_equal (plug_connector_get_key (self->connector), key))
    return self->connector;
  connector = g_hash_table_lookup (self->connectors, key);
  if (connector != NULL)
    return connector;
  connector = plug_catalogue_find (key);
  connector = connector != NULL ? g_object_ref (connector)
                                : plug_connector_new (key, key, NULL, NULL);
  g_hash_table_insert (self->connectors, g_strdup (key), connector);
  return connector;
}

/* Returns: (transfer full): what the row has in the column for @target, trimmed; "" for nothing */
static char *
dup_common (PlugBulkPlan *self,
            guint         row,
            const char   *target)
{
  GPtrArray *targets = plug_bulk_plan_get_targets (self, self->connector);

  for (guint i = 0; i < targets->len; i++)
    {
      if (g_strcmp0 (g_ptr_array_index (targets, i), target) == 0)
        return plug_text_trim (plug_csv_get_cell (self->csv, row, i));
    }
  return g_strdup ("");
}

static void
fill_cell (PlugBulkPlan  *self,
           PlugBulkEntry *entry,
           const char    *target,
           const char    *cell)
{
  char *unarmed;

  if (!self->unarmed)
    {
      plug_bulk_target_fill (target, cell, entry->draft);
      return;
    }
  unarmed = plug_csv_dup_unarmed (cell);
  plug_bulk_target_fill (target, unarmed, entry->draft);
  plug_secret_wipe_text (unarmed);
  g_free (unarmed);
}

/* Two columns for one thing: which of them counts is not ours to say. */
static void
fill_row (PlugBulkPlan  *self,
          PlugBulkEntry *entry,
          guint          row)
{
  GPtrArray *targets = plug_bulk_plan_get_targets (self, plug_draft_get_connector (entry->draft));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < targets->len; i++)
    {
      const char *target = g_ptr_array_index (targets, i);
      const char *cell = plug_csv_get_cell (self->csv, row, i);

      if (target == NULL || *cell == '\0')
        continue;
      if (g_hash_table_add (seen, (gpointer) target))
        fill_cell (self, entry, target, cell);
      else
        add_problem (entry, target, g_strdup_printf (_("Two columns are for “%s”. Leave one out."),
                                                     target));
    }
}

static void
begin_draft (PlugBulkEntry *entry,
             PlugConnector *connector)
{
  if (connector == NULL)
    {
      add_problem (entry, PLUG_BULK_TARGET_CONNECTOR,
                   g_strdup (_("Nothing says which connector this is of.")));
      return;
    }
  entry->connector_key = g_strdup (plug_connector_get_key (connector));
  entry->draft = plug_draft_new (connector);
}

static void
build_row (PlugBulkPlan *self,
           guint         row)
{
  PlugBulkEntry *entry = add_entry (self, plug_csv_get_line (self->csv, row));
  g_autofree char *key = dup_common (self, row, PLUG_BULK_TARGET_CONNECTOR);
  g_autofree char *account = dup_common (self, row, PLUG_BULK_TARGET_ACCOUNT);

  begin_draft (entry, find_connector (self, key));
  if (*account != '\0')
    entry->account = g_steal_pointer (&account);
  if (entry->draft != NULL)
    fill_row (self, entry, row);
}

/* JSON lines: the body of a request each, or an object whose members are like columns. */

static void
fill_member (PlugBulkPlan  *self,
             PlugBulkEntry *entry,
             const char    *title,
             JsonNode      *node)
{
  PlugConnector *connector = plug_draft_get_connector (entry->draft);
  g_autofree char *target = plug_bulk_plan_find_target (self, title, connector);
  char *text;

  if (target == NULL)
    {
      if (!g_hash_table_contains (self->maps, title) && !plug_bulk_title_is_ours (title))
        add_problem (entry, title, g_strdup_printf (_("No field is called “%s”."), title));
      return;
    }
  if (JSON_NODE_HOLDS_NULL (node))
    return;
  text = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_dup_string (node)
           : plug_json_to_string (node, FALSE);
  if (g_str_equal (target, PLUG_BULK_TARGET_TAGS) && JSON_NODE_HOLDS_ARRAY (node))
    {
      g_autoptr (JsonObject) holder = json_object_new ();
      g_auto (GStrv) tags = NULL;

      json_object_set_member (holder, "tags", json_node_copy (node));
      tags = plug_json_dup_strings (holder, "tags");
      plug_draft_set_tags (entry->draft, (const char *const *) tags);
    }
  else if (*text != '\0')
    plug_bulk_target_fill (target, text, entry->draft);
  plug_secret_wipe_text (text);
  g_free (text);
}

static void
fill_flat (PlugBulkPlan  *self,
           PlugBulkEntry *entry,
           JsonObject    *object)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *link = members; link != NULL; link = link->next)
    fill_member (self, entry, link->data, json_object_get_member (object, link->data));
}

static void
fill_object (PlugBulkPlan  *self,
             PlugBulkEntry *entry,
             JsonObject    *object)
{
  g_autoptr (GError) error = NULL;
  JsonObject *element = plug_json_get_object (object, "element");
  const char *key = element != NULL ? plug_json_get_string (element, "key")
                                    : plug_json_get_string (object, "connector");

  entry->account = g_strdup (plug_json_get_string (object, "account"));
  begin_draft (entry, find_connector (self, key));
  if (entry->draft == NULL)
    return;
  if (element == NULL && plug_json_get_object (object, "configuration") == NULL)
    {
      fill_flat (self, entry, object);
      return;
    }
  /* Beside the body stands what is ours alone. */
  json_object_remove_member (object, "account");
  json_object_remove_member (object, "connector");
  json_object_remove_member (object, PLUG_BULK_TITLE_MESSAGE);
  if (!plug_draft_fill_from_body (entry->draft, object, &error))
    add_problem (entry, "configuration", g_strdup (error->message));
}

static void
build_line (PlugBulkPlan *self,
            const char   *text,
            gsize         length,
            guint         line)
{
  PlugBulkEntry *entry;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (length == 0)
    return;
  entry = add_entry (self, line);
  node = plug_json_parse (text, length, MAX_LINE, &error);
  if (node == NULL)
    add_problem (entry, "JSON", g_strdup (error->message));
  else if (!JSON_NODE_HOLDS_OBJECT (node))
    add_problem (entry, "JSON", g_strdup (_("This is JSON, but not an object.")));
  else
    fill_object (self, entry, json_node_get_object (node));
}

static void
build_lines (PlugBulkPlan *self)
{
  const char *text = self->lines;
  guint line = 1;

  while (text != NULL && *text != '\0' && self->entries->len < PLUG_CSV_MAX_ROWS)
    {
      const char *end = strchr (text, '\n');
      gsize length = end != NULL ? (gsize) (end - text) : strlen (text);

      build_line (self, text, length, line++);
      text = end != NULL ? end + 1 : NULL;
    }
  if (text != NULL && *text != '\0')
    add_problem (add_entry (self, line), "JSON",
                 g_strdup_printf (_("The file has more than %d rows."), PLUG_CSV_MAX_ROWS));
}

static void
check_draft (PlugBulkEntry *entry)
{
  g_autoptr (GPtrArray) problems = NULL;

  if (entry->draft == NULL)
    {
      entry->name = g_strdup ("");
      return;
    }
  entry->name = g_strdup (plug_draft_get_name (entry->draft));
  problems = plug_draft_list_problems (entry->draft);
  g_ptr_array_extend_and_steal (entry->problems, g_steal_pointer (&problems));
}

static void
check_namesakes (PlugBulkPlan *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->entries->len && !self->allow_namesakes; i++)
    {
      PlugBulkEntry *entry = g_ptr_array_index (self->entries, i);
      PlugBulkEntry *first;
      char *key;

      if (*entry->name == '\0')
        continue;
      key = g_strconcat (entry->connector_key != NULL ? entry->connector_key : "", "\n",
                         entry->account != NULL ? entry->account : "", "\n", entry->name, NULL);
      first = g_hash_table_lookup (seen, key);
      if (first != NULL)
        add_problem (entry, PLUG_BULK_TARGET_NAME,
                     g_strdup_printf (_("Line %u has this name already."), first->line));
      if (first != NULL)
        g_free (key);
      else
        g_hash_table_insert (seen, key, entry);
    }
}

/* plug_bulk_plan_build:
 * Makes every row's draft and finds what is wrong with it. */
void
plug_bulk_plan_build (PlugBulkPlan *self)
{
  g_return_if_fail (PLUG_IS_BULK_PLAN (self));

  g_ptr_array_set_size (self->entries, 0);
  for (guint row = 0; self->csv != NULL && row < plug_csv_get_n_rows (self->csv); row++)
    build_row (self, row);
  if (self->csv == NULL)
    build_lines (self);
  for (guint i = 0; i < self->entries->len; i++)
    check_draft (g_ptr_array_index (self->entries, i));
  check_namesakes (self);
}
