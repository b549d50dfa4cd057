/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugOffer: what a tenant offers, read from its pages and from the database. */

#include "config.h"

#include "plug-offer.h"

#include <string.h>

#include "plug-json.h"
#include "plug-text.h"

#define MAX_KEY_BYTES  256
#define MAX_CONNECTORS 10000

/* plug_offer_new:
 * Returns: (transfer full): an offer of nothing */
PlugOffer *
plug_offer_new (void)
{
  PlugOffer *self = g_new0 (PlugOffer, 1);

  self->connectors = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

/* plug_offer_free:
 * @self: (nullable) (transfer full): an offer */
void
plug_offer_free (PlugOffer *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->connectors);
  g_free (self);
}

/* Names come with HTML in them, and with nothing. */
static char *
dup_plain_name (const char *name,
                const char *key)
{
  g_autofree char *stripped = name != NULL ? plug_text_strip_html (name) : g_strdup ("");
  g_autofree char *plain = plug_text_trim (stripped);

  return g_strdup (*plain != '\0' ? plain : key);
}

static gboolean
is_key (const char *key)
{
  return key != NULL && *key != '\0' && strlen (key) <= MAX_KEY_BYTES;
}

/* What the tenant does not offer any more is no connector, and no broken one either. */
static gboolean
is_withdrawn (JsonObject *element)
{
  return plug_json_get_boolean (element, "deleted", FALSE) ||
         !plug_json_get_boolean (element, "active", TRUE);
}

static PlugConnector *
read_element (JsonObject *element)
{
  const char *key = plug_json_get_string (element, "key");
  g_autofree char *name = dup_plain_name (plug_json_get_string (element, "name"), key);

  return plug_connector_new (key, name, plug_json_get_string (element, "hub"),
                             plug_json_get_string (plug_json_get_object (element,
                                                                         "authentication"),
                                                   "type"));
}

/* plug_offer_take_page:
 * @elements: a page of GET /elements
 * @keys: those there are so far; a clone of a connector has its key, and the first one counts
 *
 * What is no connector is skipped and counted. */
void
plug_offer_take_page (PlugOffer  *self,
                      JsonArray  *elements,
                      GHashTable *keys)
{
  for (guint i = 0; i < json_array_get_length (elements); i++)
    {
      JsonNode *node = json_array_get_element (elements, i);
      JsonObject *element = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *key = plug_json_get_string (element, "key");

      if (!is_key (key) || self->connectors->len >= MAX_CONNECTORS)
        self->n_skipped++;
      else if (!is_withdrawn (element) && g_hash_table_add (keys, g_strdup (key)))
        g_ptr_array_add (self->connectors, read_element (element));
    }
}

static void
set_word (JsonObject *object,
          const char *member,
          const char *word)
{
  if (word != NULL && *word != '\0')
    json_object_set_string_member (object, member, word);
}

static JsonObject *
create_entry (PlugConnector *connector)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "key", plug_connector_get_key (connector));
  json_object_set_string_member (entry, "name", plug_connector_get_name (connector));
  set_word (entry, "hub", plug_connector_get_hub (connector));
  set_word (entry, "authentication", plug_connector_get_authentication (connector));
  return entry;
}

/* plug_offer_to_text:
 * Returns: (transfer full): the connectors as JSON, for the database */
char *
plug_offer_to_text (PlugOffer *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->connectors->len; i++)
    json_array_add_object_element (array, create_entry (g_ptr_array_index (self->connectors, i)));
  json_node_take_array (node, array);
  return plug_json_to_string (node, FALSE);
}

/* plug_offer_from_text:
 * @text: (nullable): what plug_offer_to_text() gave
 *
 * Returns: (transfer full) (nullable): the connectors; NULL when @text is no such list */
PlugOffer *
plug_offer_from_text (const char *text)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (PlugOffer) self = plug_offer_new ();
  JsonArray *array;

  if (text != NULL)
    node = plug_json_parse (text, strlen (text), 0, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      PlugConnector *connector = NULL;

      if (JSON_NODE_HOLDS_OBJECT (element))
        connector = plug_connector_new_from_json (json_node_get_object (element), NULL);
      if (connector == NULL)
        return NULL;
      g_ptr_array_add (self->connectors, connector);
    }
  return g_steal_pointer (&self);
}
