/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugDraft: what somebody filled in for an instance that does not exist yet; contract
 * section 2.2. */

#include "config.h"

#include "plug-draft.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-json.h"
#include "plug-region.h"
#include "plug-text.h"

#define MASK "••••••••"
#define MAX_TAG_LENGTH 255

/* One of three, for one key of "configuration". */
typedef struct {
  char *key;
  char *text;
  JsonNode *json;
  PlugSecret *secret;
} Value;

struct _PlugDraft {
  GObject parent_instance;

  PlugConnector *connector;
  char *name;
  char **tags;
  GPtrArray *values; /* Value, in the order they were first set */
};

G_DEFINE_FINAL_TYPE (PlugDraft, plug_draft, G_TYPE_OBJECT)

static void
value_clear (Value *value)
{
  g_clear_pointer (&value->text, g_free);
  g_clear_pointer (&value->json, json_node_unref);
  g_clear_pointer (&value->secret, plug_secret_unref);
}

static void
value_free (Value *value)
{
  value_clear (value);
  g_free (value->key);
  g_free (value);
}

static void
plug_draft_finalize (GObject *object)
{
  PlugDraft *self = PLUG_DRAFT (object);

  g_clear_object (&self->connector);
  g_free (self->name);
  g_strfreev (self->tags);
  g_ptr_array_unref (self->values);
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
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) value_free);
}

static Value *
find_value (PlugDraft  *self,
            const char *key)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      Value *value = g_ptr_array_index (self->values, i);

      if (strcmp (value->key, key) == 0)
        return value;
    }
  return NULL;
}

/* An empty value for @key, whatever it had. */
static Value *
renew_value (PlugDraft  *self,
             const char *key)
{
  Value *value = find_value (self, key);

  if (value != NULL)
    {
      value_clear (value);
      return value;
    }
  value = g_new0 (Value, 1);
  value->key = g_strdup (key);
  g_ptr_array_add (self->values, value);
  return value;
}

static gboolean
is_secret (PlugDraft  *self,
           const char *key)
{
  PlugField *field = plug_connector_find_field (self->connector, key);

  return field != NULL ? plug_field_is_secret (field) : plug_field_key_is_secret (key);
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

/* plug_draft_get_value:
 * @key: a configuration key
 *
 * Returns: (nullable) (transfer none): the text as it was set; NULL for a secret, for JSON and
 *   when nothing was */
const char *
plug_draft_get_value (PlugDraft  *self,
                      const char *key)
{
  Value *value;

  g_return_val_if_fail (PLUG_IS_DRAFT (self) && key != NULL, NULL);

  value = find_value (self, key);
  return value != NULL ? value->text : NULL;
}

/* plug_draft_set_value:
 * @key: a configuration key
 * @value: (nullable): what was entered, NULL for nothing
 *
 * What belongs to a secret field is kept as a secret even when it comes this way. */
void
plug_draft_set_value (PlugDraft  *self,
                      const char *key,
                      const char *value)
{
  PlugSecret *secret = NULL;
  char *text = NULL;
  Value *renewed;

  g_return_if_fail (PLUG_IS_DRAFT (self) && key != NULL);

  if (value != NULL && is_secret (self, key))
    secret = plug_secret_new (value);
  else
    text = g_strdup (value);
  renewed = renew_value (self, key);
  renewed->secret = secret;
  renewed->text = text;
}

/* plug_draft_set_json:
 * @key: a configuration key
 * @value: (nullable): sent as it is, whatever its type; NULL for nothing */
void
plug_draft_set_json (PlugDraft  *self,
                     const char *key,
                     JsonNode   *value)
{
  JsonNode *copy;

  g_return_if_fail (PLUG_IS_DRAFT (self) && key != NULL);

  copy = value != NULL ? json_node_copy (value) : NULL;
  renew_value (self, key)->json = copy;
}

/* plug_draft_set_secret:
 * @key: a configuration key
 * @secret: (nullable): its value; NULL for nothing */
void
plug_draft_set_secret (PlugDraft  *self,
                       const char *key,
                       PlugSecret *secret)
{
  PlugSecret *kept;

  g_return_if_fail (PLUG_IS_DRAFT (self) && key != NULL);

  kept = secret != NULL ? plug_secret_ref (secret) : NULL;
  renew_value (self, key)->secret = kept;
}

/* plug_draft_get_secret:
 * @key: a configuration key
 *
 * Returns: (nullable) (transfer none): its value when it is a secret */
PlugSecret *
plug_draft_get_secret (PlugDraft  *self,
                       const char *key)
{
  Value *value;

  g_return_val_if_fail (PLUG_IS_DRAFT (self) && key != NULL, NULL);

  value = find_value (self, key);
  return value != NULL ? value->secret : NULL;
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

/* What a field that is no secret will send. */
static char *
dup_field_text (PlugDraft *self,
                PlugField *field)
{
  const char *text = plug_draft_get_value (self, plug_field_get_key (field));
  g_autofree char *normal = plug_field_normalize (field, text);

  if (*normal == '\0' && text == NULL && plug_field_get_default (field) != NULL)
    return g_strdup (plug_field_get_default (field));
  return g_steal_pointer (&normal);
}

static char *
dup_field_problem (PlugDraft *self,
                   PlugField *field)
{
  Value *value = find_value (self, plug_field_get_key (field));
  g_autofree char *text = NULL;

  if (value != NULL && value->json != NULL)
    return NULL;
  if (value != NULL && value->secret != NULL)
    return plug_secret_get_length (value->secret) > 0 ? NULL : plug_field_dup_problem (field, "");
  if (plug_field_get_kind (field) == PLUG_FIELD_SWITCH)
    return NULL;
  text = dup_field_text (self, field);
  return plug_field_dup_problem (field, text);
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
  GListModel *fields;

  g_return_val_if_fail (PLUG_IS_DRAFT (self), problems);

  if (*self->name == '\0')
    take_problem (problems, "name",
                  g_strdup (_("Name is empty. Enter one by which you will find the instance.")));
  fields = plug_connector_list_fields (self->connector);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);

      take_problem (problems, plug_field_get_key (field), dup_field_problem (self, field));
    }
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
                             dup_field_text (self, field));
    }
  return plug_connector_dup_address (self->connector, values);
}

/* A value as it was set: JSON or a secret. */
static void
add_set_value (JsonObject    *configuration,
               Value         *value,
               gboolean       secret,
               PlugDraftView  view)
{
  if (view == PLUG_DRAFT_MASK && (secret || value->secret != NULL))
    json_object_set_string_member (configuration, value->key, MASK);
  else if (value->json != NULL)
    json_object_set_member (configuration, value->key, json_node_copy (value->json));
  else
    json_object_set_string_member (configuration, value->key, plug_secret_peek (value->secret));
}

static void
add_text (JsonObject *configuration,
          PlugField  *field,
          const char *text)
{
  const char *key = plug_field_get_key (field);

  if (*text == '\0')
    return;
  if (plug_field_get_kind (field) == PLUG_FIELD_SWITCH)
    json_object_set_boolean_member (configuration, key, g_ascii_strcasecmp (text, "true") == 0);
  else
    json_object_set_string_member (configuration, key, text);
}

static void
add_field (PlugDraft     *self,
           JsonObject    *configuration,
           PlugField     *field,
           PlugDraftView  view)
{
  Value *value = find_value (self, plug_field_get_key (field));
  g_autofree char *text = NULL;

  if (value != NULL && value->secret != NULL && plug_secret_get_length (value->secret) == 0)
    return;
  if (value != NULL && (value->json != NULL || value->secret != NULL))
    {
      add_set_value (configuration, value, plug_field_is_secret (field), view);
      return;
    }
  text = dup_field_text (self, field);
  if (view == PLUG_DRAFT_MASK && plug_field_is_secret (field) && *text != '\0')
    json_object_set_string_member (configuration, plug_field_get_key (field), MASK);
  else
    add_text (configuration, field, text);
}

/* What was set beyond the connector's fields. */
static void
add_extra (JsonObject    *configuration,
           Value         *value,
           PlugDraftView  view)
{
  if (value->json != NULL || value->secret != NULL)
    add_set_value (configuration, value, plug_field_key_is_secret (value->key), view);
  else if (value->text != NULL && *value->text != '\0')
    json_object_set_string_member (configuration, value->key, value->text);
}

static JsonObject *
build_configuration (PlugDraft     *self,
                     PlugDraftView  view)
{
  JsonObject *configuration = json_object_new ();
  GListModel *fields = plug_connector_list_fields (self->connector);

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);

      add_field (self, configuration, field, view);
    }
  for (guint i = 0; i < self->values->len; i++)
    {
      Value *value = g_ptr_array_index (self->values, i);

      if (plug_connector_find_field (self->connector, value->key) == NULL)
        add_extra (configuration, value, view);
    }
  return configuration;
}

/* plug_draft_build:
 * @view: for the eye or for the request
 *
 * The body of POST /instances, contract section 2.2: element, configuration, tags when there
 * are any, name, in the order of the documentation. Texts are strings, switches booleans;
 * a field left empty is left out.
 *
 * Returns: (transfer full): a JSON object; with PLUG_DRAFT_REVEAL it holds secrets */
JsonNode *
plug_draft_build (PlugDraft     *self,
                  PlugDraftView  view)
{
  g_autoptr (JsonObject) body = json_object_new ();
  JsonObject *element = json_object_new ();
  JsonNode *node;

  g_return_val_if_fail (PLUG_IS_DRAFT (self), NULL);

  json_object_set_string_member (element, "key", plug_connector_get_key (self->connector));
  json_object_set_object_member (body, "element", element);
  json_object_set_object_member (body, "configuration", build_configuration (self, view));
  if (self->tags[0] != NULL)
    {
      JsonArray *tags = json_array_new ();

      for (gsize i = 0; self->tags[i] != NULL; i++)
        json_array_add_string_element (tags, self->tags[i]);
      json_object_set_array_member (body, "tags", tags);
    }
  json_object_set_string_member (body, "name", self->name);
  node = json_node_alloc ();
  return json_node_init_object (node, body);
}

/* plug_draft_build_text:
 * @view: for the eye or for the request
 * @pretty: with line breaks, or on one line
 *
 * Returns: (transfer full): plug_draft_build() as text; with PLUG_DRAFT_REVEAL to be wiped with
 *   plug_secret_wipe_text() before it is freed */
char *
plug_draft_build_text (PlugDraft     *self,
                       PlugDraftView  view,
                       gboolean       pretty)
{
  g_autoptr (JsonNode) node = plug_draft_build (self, view);

  return node != NULL ? plug_json_to_string (node, pretty) : NULL;
}

/* plug_draft_build_curl:
 * @base_url: a normal base URL
 *
 * The same request as a command, placeholders instead of secrets. Whatever was entered stands
 * in single quotes, so nothing of it is run.
 *
 * Returns: (transfer full): a command for a POSIX shell */
char *
plug_draft_build_curl (PlugDraft  *self,
                       const char *base_url)
{
  g_autofree char *url = NULL;
  g_autofree char *quoted_url = NULL;
  g_autofree char *body = NULL;
  g_autofree char *quoted_body = NULL;

  g_return_val_if_fail (PLUG_IS_DRAFT (self) && base_url != NULL, NULL);

  url = plug_base_url_join (base_url, "instances");
  quoted_url = plug_text_shell_quote (url);
  body = plug_draft_build_text (self, PLUG_DRAFT_MASK, TRUE);
  quoted_body = plug_text_shell_quote (body);
  return g_strconcat ("curl -X POST \\\n"
                      "  ", quoted_url, " \\\n"
                      "  -H 'authorization: User <USER_SECRET>, "
                      "Organization <ORGANIZATION_SECRET>' \\\n"
                      "  -H 'content-type: application/json' \\\n"
                      "  -d ", quoted_body, NULL);
}
