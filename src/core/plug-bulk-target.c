/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a column of a bulk file is for, by its title, and how a cell comes into a draft. */

#include "config.h"

#include "plug-bulk-target.h"

#include <string.h>

#include "plug-text.h"

#define PROVIDER_DATA "providerData."
#define CONFIGURATION "configuration."

/* What every connector's rows have, by the titles people give them; folded. */
static const struct {
  const char *title;
  const char *target;
} common[] = {
  { "name", PLUG_BULK_TARGET_NAME },
  { "instance", PLUG_BULK_TARGET_NAME },
  { "instancename", PLUG_BULK_TARGET_NAME },
  { "tag", PLUG_BULK_TARGET_TAGS },
  { "tags", PLUG_BULK_TARGET_TAGS },
  { "connector", PLUG_BULK_TARGET_CONNECTOR },
  { "connectorkey", PLUG_BULK_TARGET_CONNECTOR },
  { "element", PLUG_BULK_TARGET_CONNECTOR },
  { "elementkey", PLUG_BULK_TARGET_CONNECTOR },
  { "account", PLUG_BULK_TARGET_ACCOUNT },
  { "accountname", PLUG_BULK_TARGET_ACCOUNT },
};

/* Letters and digits alone, without case: "User Name", "user_name" and "username" are one. */
static char *
fold_title (const char *title)
{
  g_autofree char *folded = plug_text_fold (title);
  GString *kept = g_string_new (NULL);

  for (const char *c = folded; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);

      if (g_unichar_isalnum (u))
        g_string_append_unichar (kept, u);
    }
  return g_string_free (kept, FALSE);
}

static gboolean
is_called (PlugField  *field,
           const char *folded)
{
  g_autofree char *key = fold_title (plug_field_get_key (field));
  g_autofree char *label = fold_title (plug_field_get_label (field));

  return g_str_equal (key, folded) || g_str_equal (label, folded);
}

static char *
find_field (GListModel *fields,
            const char *folded)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);

      if (is_called (field, folded))
        return g_strdup (plug_field_get_key (field));
    }
  return NULL;
}

/* plug_bulk_title_is_ours:
 * Returns: whether Plugboard itself wrote the column, to say something to the reader */
gboolean
plug_bulk_title_is_ours (const char *title)
{
  return g_str_equal (title, PLUG_BULK_TITLE_MESSAGE) || g_str_equal (title, PLUG_BULK_TITLE_LINE);
}

/* plug_bulk_target_find:
 * @title: a column's
 * @connector: (nullable): what the rows are of
 *
 * A field of the connector comes before what all rows have, when it has the very key.
 *
 * Returns: (transfer full) (nullable): what the column is for; NULL when nothing says it */
char *
plug_bulk_target_find (const char    *title,
                       PlugConnector *connector)
{
  g_autofree char *folded = fold_title (title);
  char *target = NULL;

  if (plug_bulk_title_is_ours (title))
    return NULL;
  if (g_str_has_prefix (title, PROVIDER_DATA) || g_str_has_prefix (title, CONFIGURATION))
    return g_strdup (title);
  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    {
      if (g_str_equal (common[i].title, folded))
        return g_strdup (common[i].target);
    }
  if (connector == NULL || *folded == '\0')
    return NULL;
  if (plug_connector_find_field (connector, title) != NULL)
    return g_strdup (title);
  target = find_field (plug_connector_list_fields (connector), folded);
  if (target == NULL)
    target = find_field (plug_connector_list_event_fields (connector), folded);
  /* Of a connector nobody describes every title may be a key. */
  if (target == NULL && !plug_connector_is_described (connector))
    target = g_strdup (title);
  return target;
}

static const char *
get_key (const char *target)
{
  return g_str_has_prefix (target, CONFIGURATION) ? target + strlen (CONFIGURATION) : target;
}

static gboolean
is_common (const char *target)
{
  return g_str_equal (target, PLUG_BULK_TARGET_NAME) ||
         g_str_equal (target, PLUG_BULK_TARGET_TAGS) ||
         g_str_equal (target, PLUG_BULK_TARGET_CONNECTOR) ||
         g_str_equal (target, PLUG_BULK_TARGET_ACCOUNT);
}

/* plug_bulk_target_is_secret:
 * @target: (nullable): what a column is for
 * @connector: (nullable): what the row is of
 *
 * Returns: whether a cell of the column may be a secret: also when nobody knows what it is */
gboolean
plug_bulk_target_is_secret (const char    *target,
                            PlugConnector *connector)
{
  PlugField *field;

  if (target == NULL)
    return TRUE;
  if (is_common (target))
    return FALSE;
  if (g_str_has_prefix (target, PROVIDER_DATA) || connector == NULL)
    return TRUE;
  field = plug_connector_find_field (connector, get_key (target));
  return field != NULL ? plug_field_is_secret (field) : plug_field_key_is_secret (get_key (target));
}

static gboolean
is_one_of (const char        *word,
           const char *const *words)
{
  g_autofree char *folded = fold_title (word);

  return g_strv_contains (words, folded);
}

/* A switch is said in many ways, and a choice by its label. */
static const char *
find_value (PlugField  *field,
            const char *cell)
{
  static const char *const yes[] = { "true", "yes", "on", "1", "x", NULL };
  static const char *const no[] = { "false", "no", "off", "0", NULL };

  if (plug_field_get_kind (field) == PLUG_FIELD_SWITCH)
    return is_one_of (cell, yes) ? "true" : is_one_of (cell, no) ? "false" : cell;
  for (guint i = 0; i < plug_field_get_n_options (field); i++)
    {
      const char *label;
      const char *value = plug_field_get_option (field, i, &label);

      if (g_str_equal (value, cell))
        return cell;
      if (label != NULL && g_ascii_strcasecmp (label, cell) == 0)
        return value;
    }
  return cell;
}

static void
fill_tags (const char *cell,
           PlugDraft  *draft)
{
  g_auto (GStrv) tags = g_strsplit_set (cell, ",;|\n", -1);

  plug_draft_set_tags (draft, (const char *const *) tags);
}

static void
fill_key (const char *key,
          const char *cell,
          PlugDraft  *draft)
{
  PlugConnector *connector = plug_draft_get_connector (draft);
  PlugField *field = plug_connector_find_field (connector, key);
  g_autoptr (PlugSecret) secret = NULL;

  if (!plug_bulk_target_is_secret (key, connector))
    {
      plug_draft_set_value (draft, key, field != NULL ? find_value (field, cell) : cell);
      return;
    }
  secret = plug_secret_new (cell);
  plug_draft_set_secret (draft, key, secret);
}

/* plug_bulk_target_fill:
 * @target: what the column is for
 * @cell: not empty */
void
plug_bulk_target_fill (const char *target,
                       const char *cell,
                       PlugDraft  *draft)
{
  g_autoptr (PlugSecret) secret = NULL;

  if (g_str_equal (target, PLUG_BULK_TARGET_NAME))
    plug_draft_set_name (draft, cell);
  else if (g_str_equal (target, PLUG_BULK_TARGET_TAGS))
    fill_tags (cell, draft);
  else if (is_common (target))
    return;
  else if (g_str_has_prefix (target, PROVIDER_DATA))
    {
      secret = plug_secret_new (cell);
      plug_draft_set_provider_data (draft, target + strlen (PROVIDER_DATA), secret);
    }
  else
    fill_key (get_key (target), cell, draft);
}

/* plug_bulk_target_get_secret:
 * Returns: (transfer none) (nullable): the secret a column of the row had */
PlugSecret *
plug_bulk_target_get_secret (const char *target,
                             PlugDraft  *draft)
{
  if (is_common (target))
    return NULL;
  if (g_str_has_prefix (target, PROVIDER_DATA))
    return plug_draft_get_provider_data (draft, target + strlen (PROVIDER_DATA));
  return plug_draft_get_secret (draft, get_key (target));
}
