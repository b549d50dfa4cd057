/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft out of an instance that is there; contract sections 2.2 and 2.3. */

#include "config.h"

#include "plug-draft-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-json.h"

/* What the platform notes for itself is not to be told to it again. */
static gboolean
is_platform_key (const char *key)
{
  static const char *const keys[] = {
    "event.notification.subscription.id", "event.notification.instance.finder",
    "event.helper.key", "event.metadata", "expires_in", NULL,
  };

  return g_strv_contains (keys, key);
}

/* The tenant answers in strings alone, so the field says what a value was; where none is asked
 * for, the connector has a default of its own, unless it is one nothing is known of. */
static void
take_setting (PlugDraft  *self,
              const char *key,
              JsonNode   *node,
              gboolean    take_all)
{
  PlugField *field = plug_connector_find_field (self->connector, key);
  gboolean is_text = JSON_NODE_HOLDS_VALUE (node) &&
                     json_node_get_value_type (node) == G_TYPE_STRING;
  const char *text = is_text ? json_node_get_string (node) : NULL;

  if (JSON_NODE_HOLDS_NULL (node) || (is_text && *text == '\0') || is_platform_key (key) ||
      plug_draft_text_is_masked (text) || plug_draft_is_secret (self, key, text) ||
      (field == NULL && !take_all))
    return;
  if (is_text)
    plug_draft_set_value (self, key, text);
  else
    plug_draft_set_json (self, key, node);
}

static void
take_configuration (PlugDraft  *self,
                    const char *json)
{
  g_autoptr (JsonNode) root = plug_json_parse (json, strlen (json), 0, NULL);
  GListModel *fields = plug_connector_list_fields (self->connector);
  gboolean take_all = g_list_model_get_n_items (fields) == 0;
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (root));
  while (json_object_iter_next_ordered (&iter, &key, &node))
    take_setting (self, key, node, take_all);
}

/* plug_draft_new_from_instance:
 * @instance: one that is there, or is gone and to be created again
 * @connector: what it is of
 *
 * The same again but for its secrets, which the tenant does not tell and which are never sent
 * masked: they are empty, and a problem while they are.
 *
 * Returns: (transfer full): a draft, of another name unless @instance is gone */
PlugDraft *
plug_draft_new_from_instance (PlugInstance  *instance,
                              PlugConnector *connector)
{
  g_autofree char *name = NULL;
  PlugDraft *self;

  g_return_val_if_fail (PLUG_IS_INSTANCE (instance) && PLUG_IS_CONNECTOR (connector), NULL);

  self = plug_draft_new (connector);
  /* What is created again takes the place of what is gone, its name too. */
  if (plug_instance_get_health (instance) == PLUG_HEALTH_GONE)
    name = g_strdup (plug_instance_get_name (instance));
  else
    /* Translators: the name of a duplicate; %s is the name of what it was made from */
    name = g_strdup_printf (_("%s Copy"), plug_instance_get_name (instance));
  plug_draft_set_name (self, name);
  plug_draft_set_tags (self, plug_instance_get_tags (instance));
  take_configuration (self, plug_instance_get_configuration (instance));
  return self;
}

/* plug_draft_mask_instance:
 * @instance: what the tenant made of the draft
 *
 * The tenant masks what it takes for a secret, and only that: what the user took for one too, by
 * whatever key, is masked here before anything is saved. */
void
plug_draft_mask_instance (PlugDraft    *self,
                          PlugInstance *instance)
{
  const char *json;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *masked = NULL;
  JsonObject *object;

  g_return_if_fail (PLUG_IS_DRAFT (self) && PLUG_IS_INSTANCE (instance));

  json = plug_instance_get_configuration (instance);
  root = plug_json_parse (json, strlen (json), 0, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  object = json_node_get_object (root);
  for (guint i = 0; i < self->values->len; i++)
    {
      PlugDraftValue *value = g_ptr_array_index (self->values, i);

      if (value->secret != NULL && json_object_has_member (object, value->key))
        json_object_set_string_member (object, value->key, PLUG_DRAFT_ASTERISKS);
    }
  masked = plug_json_to_string (root, FALSE);
  plug_instance_set_configuration (instance, masked);
}
