/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugPickerModel: the lines of the connector picker. All of them are made anew at every change,
 * a few hundred small objects; only those that are seen have a row. */

#include "config.h"

#include "plug-picker-model.h"

#include "plug-picker-item.h"
#include "plug-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

struct _PlugPickerModel {
  GObject parent_instance;

  GListModel *connectors;
  GListStore *lines;
  char *needle;  /* folded, "" for none */
  GStrv recent;  /* keys */
  guint n_matches;
};

G_DEFINE_FINAL_TYPE (PlugPickerModel, plug_picker_model, G_TYPE_OBJECT)

/* A connector and what it is sorted by. */
typedef struct {
  PlugConnector *connector;
  guint rank;
  char *section; /* (nullable): collation key of the hub's name; NULL while searching */
  guint position; /* in the list it is from, which is sorted by name */
} Match;

static void
match_free (Match *match)
{
  g_object_unref (match->connector);
  g_free (match->section);
  g_free (match);
}

static int
compare_matches (gconstpointer a,
                 gconstpointer b)
{
  const Match *first = *(const Match *const *) a;
  const Match *second = *(const Match *const *) b;
  int order = g_strcmp0 (first->section, second->section);

  if (order == 0)
    order = (int) first->rank - (int) second->rank;
  return order != 0 ? order : (int) first->position - (int) second->position;
}

/* Whether a word of @text begins with @needle. */
static gboolean
begins_a_word (const char *text,
               const char *needle)
{
  for (const char *at = strstr (text, needle); at != NULL; at = strstr (at + 1, needle))
    {
      if (at > text && !g_ascii_isalnum (at[-1]))
        return TRUE;
    }
  return FALSE;
}

/* Returns: 0 for what was certainly meant, more for what may have been, G_MAXUINT for what was
 *   not */
static guint
rank (PlugConnector *connector,
      const char    *needle)
{
  g_autofree char *name = plug_text_fold (plug_connector_get_name (connector));
  g_autofree char *key = plug_text_fold (plug_connector_get_key (connector));
  g_autofree char *hub_name = plug_picker_item_dup_hub_name (connector);
  g_autofree char *all = g_strjoin (" ", plug_connector_get_name (connector),
                                    plug_connector_get_key (connector), hub_name,
                                    plug_connector_get_hub (connector), NULL);
  g_autofree char *folded = plug_text_fold (all);

  if (!plug_text_matches (folded, needle))
    return G_MAXUINT;
  if (g_str_equal (name, needle) || g_str_equal (key, needle))
    return 0;
  if (g_str_has_prefix (name, needle))
    return 1;
  if (begins_a_word (name, needle))
    return 2;
  if (g_str_has_prefix (key, needle))
    return 3;
  return strstr (name, needle) != NULL ? 4 : 5;
}

static Match *
match_new (PlugPickerModel *self,
           guint            position)
{
  g_autoptr (PlugConnector) connector = g_list_model_get_item (self->connectors, position);
  g_autofree char *hub_name = NULL;
  guint place = *self->needle != '\0' ? rank (connector, self->needle) : 0;
  Match *match;

  if (place == G_MAXUINT)
    return NULL;
  match = g_new0 (Match, 1);
  match->rank = place;
  match->position = position;
  if (*self->needle == '\0')
    {
      hub_name = plug_picker_item_dup_hub_name (connector);
      match->section = g_utf8_collate_key (hub_name, -1);
    }
  match->connector = g_steal_pointer (&connector);
  return match;
}

static GPtrArray *
list_matches (PlugPickerModel *self)
{
  GPtrArray *matches = g_ptr_array_new_with_free_func ((GDestroyNotify) match_free);

  for (guint i = 0; i < g_list_model_get_n_items (self->connectors); i++)
    {
      Match *match = match_new (self, i);

      if (match != NULL)
        g_ptr_array_add (matches, match);
    }
  g_ptr_array_sort (matches, compare_matches);
  return matches;
}

static PlugConnector *
find_match (GPtrArray  *matches,
            const char *key)
{
  for (guint i = 0; i < matches->len; i++)
    {
      const Match *match = g_ptr_array_index (matches, i);

      if (g_str_equal (plug_connector_get_key (match->connector), key))
        return match->connector;
    }
  return NULL;
}

static void
add_recent (PlugPickerModel *self,
            GPtrArray       *matches,
            GPtrArray       *lines)
{
  guint n_before = lines->len;

  for (gsize i = 0; self->recent != NULL && self->recent[i] != NULL; i++)
    {
      PlugConnector *connector = find_match (matches, self->recent[i]);

      if (connector != NULL && lines->len == n_before)
        g_ptr_array_add (lines, plug_picker_item_new_heading (_("Recently Used")));
      if (connector != NULL)
        g_ptr_array_add (lines, plug_picker_item_new_connector (connector, TRUE));
    }
}

static void
add_matches (PlugPickerModel *self,
             GPtrArray       *matches,
             GPtrArray       *lines)
{
  const char *section = NULL;

  for (guint i = 0; i < matches->len; i++)
    {
      const Match *match = g_ptr_array_index (matches, i);

      if (match->section != NULL && g_strcmp0 (match->section, section) != 0)
        {
          g_autofree char *hub_name = plug_picker_item_dup_hub_name (match->connector);

          g_ptr_array_add (lines, plug_picker_item_new_heading (hub_name));
        }
      section = match->section;
      g_ptr_array_add (lines, plug_picker_item_new_connector (match->connector,
                                                              match->section == NULL));
    }
}

static void
rebuild (PlugPickerModel *self)
{
  g_autoptr (GPtrArray) matches = list_matches (self);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);

  if (*self->needle == '\0')
    add_recent (self, matches, lines);
  add_matches (self, matches, lines);
  g_ptr_array_add (lines, plug_picker_item_new_other ());
  self->n_matches = matches->len;
  g_list_store_splice (self->lines, 0, g_list_model_get_n_items (G_LIST_MODEL (self->lines)),
                       lines->pdata, lines->len);
}

static void
plug_picker_model_finalize (GObject *object)
{
  PlugPickerModel *self = PLUG_PICKER_MODEL (object);

  g_clear_object (&self->connectors);
  g_clear_object (&self->lines);
  g_free (self->needle);
  g_strfreev (self->recent);
  G_OBJECT_CLASS (plug_picker_model_parent_class)->finalize (object);
}

static void
plug_picker_model_class_init (PlugPickerModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_picker_model_finalize;
}

static void
plug_picker_model_init (PlugPickerModel *self)
{
  self->lines = g_list_store_new (PLUG_TYPE_PICKER_ITEM);
  self->needle = g_strdup ("");
}

/* plug_picker_model_new:
 * @connectors: (element-type PlugConnector): what there is to choose from, sorted by name; its
 *   changes are followed
 *
 * Returns: (transfer full): a model of all of them */
PlugPickerModel *
plug_picker_model_new (GListModel *connectors)
{
  PlugPickerModel *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (connectors), NULL);

  self = g_object_new (PLUG_TYPE_PICKER_MODEL, NULL);
  self->connectors = g_object_ref (connectors);
  g_signal_connect_object (connectors, "items-changed", G_CALLBACK (rebuild), self,
                           G_CONNECT_SWAPPED);
  rebuild (self);
  return self;
}

/* plug_picker_model_get_lines:
 * Returns: (transfer none) (element-type PlugPickerItem): the lines, live */
GListModel *
plug_picker_model_get_lines (PlugPickerModel *self)
{
  g_return_val_if_fail (PLUG_IS_PICKER_MODEL (self), NULL);

  return G_LIST_MODEL (self->lines);
}

/* plug_picker_model_set_search:
 * @text: (nullable): words that are in a name, a key or a hub */
void
plug_picker_model_set_search (PlugPickerModel *self,
                              const char      *text)
{
  g_autofree char *trimmed = plug_text_trim (text);
  g_autofree char *needle = plug_text_fold (trimmed);

  g_return_if_fail (PLUG_IS_PICKER_MODEL (self));

  if (g_str_equal (needle, self->needle))
    return;
  g_free (self->needle);
  self->needle = g_steal_pointer (&needle);
  rebuild (self);
}

/* plug_picker_model_set_recent:
 * @keys: (nullable): of the connectors used last, the last one first */
void
plug_picker_model_set_recent (PlugPickerModel   *self,
                              const char *const *keys)
{
  g_return_if_fail (PLUG_IS_PICKER_MODEL (self));

  g_strfreev (self->recent);
  self->recent = g_strdupv ((char **) keys);
  rebuild (self);
}

/* plug_picker_model_get_n_matches:
 * Returns: how many connectors match what is searched for */
guint
plug_picker_model_get_n_matches (PlugPickerModel *self)
{
  g_return_val_if_fail (PLUG_IS_PICKER_MODEL (self), 0);

  return self->n_matches;
}
