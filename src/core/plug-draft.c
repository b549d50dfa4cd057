/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugDraft: what somebody filled in for an instance that does not exist yet; contract
 * section 2.2. */

#include "config.h"

#include "plug-draft-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-text.h"

#define MAX_TAG_LENGTH 255
#define MAX_GROUP_DEPTH 32

G_DEFINE_FINAL_TYPE (PlugDraft, plug_draft, G_TYPE_OBJECT)

static void
plug_draft_finalize (GObject *object)
{
  PlugDraft *self = PLUG_DRAFT (object);

  g_clear_object (&self->connector);
  g_free (self->name);
  g_free (self->mistake);
  g_strfreev (self->tags);
  g_ptr_array_unref (self->values);
  g_ptr_array_unref (self->provider_data);
  json_object_unref (self->members);
  G_OBJECT_CLASS (plug_draft_parent_class)->finalize (object);
}

static void
plug_draft_class_init (PlugDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_draft_finalize;
}

static void
plug_draft_init (PlugDraft *self)
{
  self->name = g_strdup ("");
  self->tags = g_new0 (char *, 1);
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_draft_value_free);
  self->provider_data = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_draft_value_free);
  self->members = json_object_new ();
}

/* plug_problem_free:
 * @problem: (transfer full): one thing wrong with a draft */
void
plug_problem_free (PlugProblem *problem)
{
  g_free (problem->key);
  g_free (problem->message);
  g_free (problem);
}

/* plug_draft_new:
 * @connector: what the instance is to be of
 *
 * Returns: (transfer full): an empty draft */
PlugDraft *
plug_draft_new (PlugConnector *connector)
{
  PlugDraft *self;

  g_return_val_if_fail (PLUG_IS_CONNECTOR (connector), NULL);

  self = g_object_new (PLUG_TYPE_DRAFT, NULL);
  self->connector = g_object_ref (connector);
  return self;
}

/* plug_draft_get_connector:
 * Returns: (transfer none): what the instance is to be of */
PlugConnector *
plug_draft_get_connector (PlugDraft *self)
{
  g_return_val_if_fail (PLUG_IS_DRAFT (self), NULL);

  return self->connector;
}

/* plug_draft_get_name:
 * Returns: (transfer none): the name as it will be sent, "" while there is none */
const char *
plug_draft_get_name (PlugDraft *self)
{
  g_return_val_if_fail (PLUG_IS_DRAFT (self), NULL);

  return self->name;
}

/* plug_draft_set_name:
 * @name: (nullable): what was entered; white space at both ends is left out, as the tenant
 *   leaves it out */
void
plug_draft_set_name (PlugDraft  *self,
                     const char *name)
{
  char *trimmed;

  g_return_if_fail (PLUG_IS_DRAFT (self));

  trimmed = plug_text_trim (name);
  g_free (self->name);
  self->name = trimmed;
  self->nameless = self->nameless && *trimmed == '\0';
}

/* plug_draft_get_tags:
 * Returns: (transfer none): the tags as they will be sent, maybe none, never NULL */
const char *const *
plug_draft_get_tags (PlugDraft *self)
{
  g_return_val_if_fail (PLUG_IS_DRAFT (self), NULL);

  return (const char *const *) self->tags;
}

/* plug_draft_set_tags:
 * @tags: (nullable): what was entered; empty ones and repeated ones are left out */
void
plug_draft_set_tags (PlugDraft         *self,
                     const char *const *tags)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);

  g_return_if_fail (PLUG_IS_DRAFT (self));

  for (gsize i = 0; tags != NULL && tags[i] != NULL; i++)
    {
      g_autofree char *tag = plug_text_trim (tags[i]);

      if (*tag != '\0' && !g_ptr_array_find_with_equal_func (kept, tag, g_str_equal, NULL))
        g_ptr_array_add (kept, g_steal_pointer (&tag));
    }
  g_ptr_array_add (kept, NULL);
  g_strfreev (self->tags);
  self->tags = (char **) g_ptr_array_steal (kept, NULL);
}

/* plug_draft_set_member:
 * @name: "externalAuthentication" or another that stands beside "configuration"
 * @value: (nullable): sent as it is; NULL takes it out */
void
plug_draft_set_member (PlugDraft  *self,
                       const char *name,
                       JsonNode   *value)
{
  g_return_if_fail (PLUG_IS_DRAFT (self) && name != NULL);

  if (value != NULL)
    json_object_set_member (self->members, name, json_node_copy (value));
  else
    json_object_remove_member (self->members, name);
}

/* plug_draft_get_member:
 * @name: of one that stands beside "configuration"
 *
 * Returns: (nullable) (transfer none): what is sent */
JsonNode *
plug_draft_get_member (PlugDraft  *self,
                       const char *name)
{
  g_return_val_if_fail (PLUG_IS_DRAFT (self) && name != NULL, NULL);

  return json_object_get_member (self->members, name);
}

static void
take_problem (GPtrArray  *problems,
              const char *key,
              char       *message)
{
  PlugProblem *problem;

  if (message == NULL)
    return;
  problem = g_new0 (PlugProblem, 1);
  problem->key = g_strdup (key);
  problem->message = message;
  g_ptr_array_add (problems, problem);
}

/* plug_draft_dup_field_text:
 * Returns: (transfer full): what a field that is no secret will send; an expert one keeps its
 *   default to itself */
char *
plug_draft_dup_field_text (PlugDraft *self,
                           PlugField *field)
{
  PlugDraftValue *value = plug_draft_values_find (self->values, plug_field_get_key (field));
  const char *fallback = plug_field_get_default (field);

  if (value != NULL && value->text != NULL)
    return value->exact ? g_strdup (value->text) : plug_field_normalize (field, value->text);
  if (fallback != NULL && (value == NULL || !value->exact) && !plug_field_is_expert (field))
    return g_strdup (fallback);
  return g_strdup ("");
}

/* Where a selector stands: what nobody set stands at its default. */
static const char *
get_choice (PlugDraft *self,
            PlugField *selector)
{
  const char *text = plug_draft_get_value (self, plug_field_get_key (selector));

  return text != NULL ? text : plug_field_get_default (selector);
}

/* plug_draft_is_active:
 * @field: one of the connector's
 *
 * Returns: whether it is there, that is whether what it belongs to is chosen */
gboolean
plug_draft_is_active (PlugDraft *self,
                      PlugField *field)
{
  g_return_val_if_fail (PLUG_IS_DRAFT (self) && PLUG_IS_FIELD (field), FALSE);

  for (guint depth = 0; depth < MAX_GROUP_DEPTH; depth++)
    {
      PlugField *selector = plug_connector_find_selector (self->connector, field);
      const char *choice = selector != NULL ? get_choice (self, selector) : NULL;

      if (selector == NULL)
        return TRUE;
      if (choice == NULL || g_ascii_strcasecmp (choice, plug_field_get_group (field)) != 0)
        return FALSE;
      field = selector;
    }
  return TRUE;
}

static char *
dup_field_problem (PlugDraft *self,
                   PlugField *field)
{
  PlugDraftValue *value = plug_draft_values_find (self->values, plug_field_get_key (field));
  g_autofree char *text = NULL;

  if (!plug_draft_is_active (self, field))
    return NULL;
  if (value != NULL && value->secret != NULL)
    return plug_secret_get_length (value->secret) > 0 ? NULL : plug_field_dup_problem (field, "");
  if (plug_field_get_kind (field) == PLUG_FIELD_SWITCH ||
      (value != NULL && value->exact && value->wire == PLUG_FIELD_WIRE_OBJECT))
    return NULL;
  text = plug_draft_dup_field_text (self, field);
  /* Of what a body was silent about the tenant takes its default. */
  if (*text == '\0' && plug_field_get_default (field) != NULL)
    return NULL;
  return plug_field_dup_problem (field, text);
}

static void
take_problems (PlugDraft  *self,
               GPtrArray  *problems,
               GListModel *fields)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);

      take_problem (problems, plug_field_get_key (field), dup_field_problem (self, field));
    }
}

static char *
dup_tags_problem (PlugDraft *self)
{
  for (gsize i = 0; self->tags[i] != NULL; i++)
    {
      if (g_utf8_strlen (self->tags[i], -1) > MAX_TAG_LENGTH)
        return g_strdup_printf (_("A tag is longer than %d characters. Shorten it or leave it "
                                  "out."), MAX_TAG_LENGTH);
    }
  return NULL;
}

/* plug_draft_list_problems:
 * Returns: (transfer full) (element-type PlugProblem): what is wrong, in the order of the form;
 *   empty when the draft may be sent. No message has a value in it. */
GPtrArray *
plug_draft_list_problems (PlugDraft *self)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_problem_free);

  g_return_val_if_fail (PLUG_IS_DRAFT (self), problems);

  if (*self->name == '\0')
    take_problem (problems, "name",
                  g_strdup (_("Name is empty. Enter one by which you will find the instance.")));
  take_problems (self, problems, plug_connector_list_fields (self->connector));
  take_problems (self, problems, plug_connector_list_event_fields (self->connector));
  take_problem (problems, "tags", dup_tags_problem (self));
  return problems;
}

/* plug_draft_dup_address:
 * Returns: (nullable) (transfer full): the address the tenant will call with the values entered
 *   so far, see plug_connector_dup_address(); a secret is never in it */
char *
plug_draft_dup_address (PlugDraft *self)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  GListModel *fields;

  g_return_val_if_fail (PLUG_IS_DRAFT (self), NULL);

  fields = plug_connector_list_fields (self->connector);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);

      if (!plug_field_is_secret (field))
        g_hash_table_insert (values, (char *) plug_field_get_key (field),
                             plug_draft_dup_field_text (self, field));
    }
  return plug_connector_dup_address (self->connector, values);
}
