/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft as the body of POST /instances, there and back; contract section 2.2. */

#include "config.h"

#include "plug-draft-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-json.h"
#include "plug-region.h"
#include "plug-text.h"

/* There */

static void
add_field (PlugDraft     *self,
           JsonObject    *configuration,
           PlugField     *field,
           PlugDraftView  view)
{
  const char *key = plug_field_get_key (field);
  PlugDraftValue *value = plug_draft_values_find (self->values, key);
  PlugDraftValue made = { .key = (char *) key, .wire = plug_draft_get_wire (self, key) };
  g_autofree char *text = NULL;

  if (value != NULL && value->exact)
    {
      plug_draft_value_add (value, configuration, view, plug_field_is_secret (field));
      return;
    }
  if (!plug_draft_is_active (self, field))
    return;
  if (value != NULL && value->secret != NULL)
    {
      plug_draft_value_add (value, configuration, view, TRUE);
      return;
    }
  made.text = text = plug_draft_dup_field_text (self, field);
  plug_draft_value_add (&made, configuration, view, plug_field_is_secret (field));
}

static void
add_fields (PlugDraft     *self,
            JsonObject    *configuration,
            GListModel    *fields,
            PlugDraftView  view)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);

      add_field (self, configuration, field, view);
    }
}

static JsonObject *
build_configuration (PlugDraft     *self,
                     PlugDraftView  view)
{
  JsonObject *configuration = json_object_new ();

  add_fields (self, configuration, plug_connector_list_fields (self->connector), view);
  add_fields (self, configuration, plug_connector_list_event_fields (self->connector), view);
  for (guint i = 0; i < self->values->len; i++)
    {
      PlugDraftValue *value = g_ptr_array_index (self->values, i);

      if (plug_connector_find_field (self->connector, value->key) == NULL)
        plug_draft_value_add (value, configuration, view,
                              plug_field_key_is_secret (value->key));
    }
  return configuration;
}

static void
add_provider_data (PlugDraft     *self,
                   JsonObject    *body,
                   PlugDraftView  view)
{
  g_autoptr (JsonObject) object = json_object_new ();

  for (guint i = 0; i < self->provider_data->len; i++)
    plug_draft_value_add (g_ptr_array_index (self->provider_data, i), object, view, TRUE);
  if (json_object_get_size (object) > 0)
    json_object_set_object_member (body, "providerData", json_object_ref (object));
}

static void
add_members (PlugDraft  *self,
             JsonObject *body)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, self->members);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (body, name, json_node_copy (node));
}

static void
add_tags (PlugDraft  *self,
          JsonObject *body)
{
  JsonArray *tags;

  if (self->tags[0] == NULL && !self->with_tags)
    return;
  tags = json_array_new ();
  for (gsize i = 0; self->tags[i] != NULL; i++)
    json_array_add_string_element (tags, self->tags[i]);
  json_object_set_array_member (body, "tags", tags);
}

/* plug_draft_build:
 * @view: for the eye or for the request
 *
 * The body of POST /instances, contract section 2.2: element, providerData when there is some,
 * configuration, tags when there are any, name, in the order of the documentation. Texts are
 * strings, switches booleans unless the field or a body said otherwise; a field left empty or
 * whose group is not chosen is left out.
 *
 * Returns: (transfer full): a JSON object; with PLUG_DRAFT_REVEAL it holds secrets */
JsonNode *
plug_draft_build (PlugDraft     *self,
                  PlugDraftView  view)
{
  g_autoptr (JsonObject) body = json_object_new ();
  JsonObject *element = json_object_new ();

  g_return_val_if_fail (PLUG_IS_DRAFT (self), NULL);

  json_object_set_string_member (element, "key", plug_connector_get_key (self->connector));
  json_object_set_object_member (body, "element", element);
  add_provider_data (self, body, view);
  json_object_set_object_member (body, "configuration", build_configuration (self, view));
  add_members (self, body);
  add_tags (self, body);
  if (*self->name != '\0' || !self->nameless)
    json_object_set_string_member (body, "name", self->name);
  return json_node_init_object (json_node_alloc (), body);
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

/* And back */

/* Takes only the first mistake: one is mended at a time. */
static void
take_mistake (PlugDraft   *self,
              const char  *member,
              char        *message,
              GError     **error)
{
  if (*error == NULL)
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD, message);
      self->mistake = g_strdup (member);
    }
  g_free (message);
}

/* A host that stands in a URL is mended, for a URL there can only be a mistake. */
static gboolean
take_host (PlugDraft  *self,
           const char *key,
           const char *text)
{
  PlugField *field = plug_connector_find_field (self->connector, key);
  g_autofree char *problem = NULL;
  g_autofree char *normal = NULL;

  if (field == NULL || plug_field_get_normalize (field) != PLUG_FIELD_NORMALIZE_HOST)
    return FALSE;
  problem = plug_field_dup_problem (field, text);
  normal = plug_field_normalize (field, text);
  if (problem == NULL || g_str_equal (normal, text))
    return FALSE;
  plug_draft_set_value (self, key, text);
  return TRUE;
}

static void
take_value (PlugDraft  *self,
            const char *key,
            JsonNode   *node)
{
  gboolean is_string = JSON_NODE_HOLDS_VALUE (node) &&
                       json_node_get_value_type (node) == G_TYPE_STRING;
  const char *text = is_string ? json_node_get_string (node) : NULL;
  PlugDraftValue *value;

  if (plug_draft_text_is_masked (text))
    {
      value = plug_draft_values_renew (self->values, key);
      value->exact = TRUE;
      value->masked = TRUE;
    }
  else if (text == NULL || !take_host (self, key, text))
    {
      plug_draft_values_take (self->values, key, node, plug_draft_is_secret (self, key, text));
    }
}

/* What the body is silent about is not sent either, whatever its default. */
static void
silence_fields (PlugDraft  *self,
                GListModel *fields)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);
      const char *key = plug_field_get_key (field);

      if (plug_draft_values_find (self->values, key) == NULL)
        plug_draft_values_renew (self->values, key)->exact = TRUE;
    }
}

/* plug_draft_silence:
 * Of what has no value nothing is sent from now on. */
void
plug_draft_silence (PlugDraft *self)
{
  silence_fields (self, plug_connector_list_fields (self->connector));
  silence_fields (self, plug_connector_list_event_fields (self->connector));
}

static gboolean
fill_configuration (PlugDraft  *self,
                    JsonNode   *node)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &key, &value))
    take_value (self, key, value);
  return TRUE;
}

static gboolean
fill_provider_data (PlugDraft *self,
                    JsonNode  *node)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &key, &value))
    {
      gboolean masked = JSON_NODE_HOLDS_VALUE (value) &&
                        json_node_get_value_type (value) == G_TYPE_STRING &&
                        plug_draft_text_is_masked (json_node_get_string (value));

      if (masked)
        plug_draft_values_renew (self->provider_data, key)->masked = TRUE;
      else
        plug_draft_values_take (self->provider_data, key, value, TRUE);
    }
  return TRUE;
}

static gboolean
fill_tags (PlugDraft *self,
           JsonNode  *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *tag = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (tag) || json_node_get_value_type (tag) != G_TYPE_STRING)
        return FALSE;
      g_strv_builder_add (tags, json_node_get_string (tag));
    }
  g_strfreev (self->tags);
  self->tags = g_strv_builder_end (tags);
  self->with_tags = TRUE;
  return TRUE;
}

static gboolean
fill_name (PlugDraft *self,
           JsonNode  *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  g_free (self->name);
  self->name = json_node_dup_string (node);
  self->nameless = FALSE;
  return TRUE;
}

static void
fill_member (PlugDraft   *self,
             const char  *name,
             JsonNode    *node,
             GError     **error)
{
  static const char *const kept[] = { "externalAuthentication",
                                      "retrieveObjectsAfterInstantiation", NULL };
  gboolean ok = TRUE;

  if (g_str_equal (name, "element"))
    ok = JSON_NODE_HOLDS_OBJECT (node);
  else if (g_str_equal (name, "configuration"))
    ok = fill_configuration (self, node);
  else if (g_str_equal (name, "providerData"))
    ok = fill_provider_data (self, node);
  else if (g_str_equal (name, "tags"))
    ok = fill_tags (self, node);
  else if (g_str_equal (name, "name"))
    ok = fill_name (self, node);
  else if (g_strv_contains (kept, name))
    json_object_set_member (self->members, name, json_node_copy (node));
  else
    /* Translators: %s is a name in JSON */
    take_mistake (self, name, g_strdup_printf (_("“%s” does not belong into a request."), name),
                  error);
  if (!ok)
    /* Translators: %s is a name in JSON, such as tags */
    take_mistake (self, name, g_strdup_printf (_("“%s” has to be of another type."), name),
                  error);
}

static void
clear (PlugDraft *self)
{
  g_ptr_array_set_size (self->values, 0);
  g_ptr_array_set_size (self->provider_data, 0);
  json_object_unref (self->members);
  self->members = json_object_new ();
  plug_draft_set_name (self, NULL);
  plug_draft_set_tags (self, NULL);
  g_clear_pointer (&self->mistake, g_free);
  self->nameless = TRUE;
  self->with_tags = FALSE;
}

/* plug_draft_fill_from_body:
 * @body: what would be posted; contract section 2.2. Its "element" is not looked at
 * @error: (nullable): PLUG_ERROR_INVALID_FIELD for what does not belong there, the first of it
 *
 * From now on the draft is what @body says: plug_draft_build() makes the same JSON of it, types
 * and all. Keys the connector does not ask for are kept, "name" and "tags" that stand inside
 * "configuration" among them: connectors have fields of these names, so only the user can tell
 * that another place was meant. Secrets are kept as such, masked ones not at all; see
 * plug_draft_unmask().
 *
 * Returns: whether all of it was taken; if not, what could be was */
gboolean
plug_draft_fill_from_body (PlugDraft   *self,
                           JsonObject  *body,
                           GError     **error)
{
  g_autoptr (GError) mistake = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_return_val_if_fail (PLUG_IS_DRAFT (self) && body != NULL, FALSE);

  clear (self);
  json_object_iter_init_ordered (&iter, body);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    fill_member (self, name, node, &mistake);
  plug_draft_silence (self);
  if (mistake == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&mistake));
  return FALSE;
}

/* plug_draft_get_mistake:
 * Returns: (transfer none) (nullable): the member that plug_draft_fill_from_body() failed for */
const char *
plug_draft_get_mistake (PlugDraft *self)
{
  g_return_val_if_fail (PLUG_IS_DRAFT (self), NULL);

  return self->mistake;
}

static void
unmask_values (GPtrArray *values,
               GPtrArray *from)
{
  for (guint i = 0; i < values->len; i++)
    {
      PlugDraftValue *value = g_ptr_array_index (values, i);
      PlugDraftValue *source = value->masked ? plug_draft_values_find (from, value->key) : NULL;

      if (source == NULL || source->secret == NULL)
        continue;
      value->secret = plug_secret_ref (source->secret);
      value->wire = source->wire;
      value->masked = FALSE;
    }
}

/* plug_draft_unmask:
 * @from: the draft whose masked view the body came from
 *
 * Puts the secrets of @from where plug_draft_fill_from_body() saw bullets. */
void
plug_draft_unmask (PlugDraft *self,
                   PlugDraft *from)
{
  g_return_if_fail (PLUG_IS_DRAFT (self) && PLUG_IS_DRAFT (from) && self != from);

  unmask_values (self->values, from->values);
  unmask_values (self->provider_data, from->provider_data);
}
