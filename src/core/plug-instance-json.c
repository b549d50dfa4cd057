/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstance from a reply: tolerant of everything documented, and without its secrets;
 * contract section 2.3. */

#include "config.h"

#include "plug-instance.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-field.h"
#include "plug-json.h"

#define MASK "********" /* as the tenant writes it */
#define MAX_TOKEN_LENGTH 4096

/* Where the instance's members are: some documented replies have them one level too deep,
 * inside "element". */
static JsonObject *
find_body (JsonObject *root)
{
  JsonObject *element = plug_json_get_object (root, "element");

  if (!json_object_has_member (root, "id") && plug_json_get_object (element, "element") != NULL)
    return element;
  return root;
}

/* A member that may have slipped into "element". */
static JsonNode *
find_slipped (JsonObject *body,
              const char *member)
{
  JsonObject *element = plug_json_get_object (body, "element");

  if (json_object_has_member (body, member))
    return json_object_get_member (body, member);
  return element != NULL ? json_object_get_member (element, member) : NULL;
}

static PlugSecret *
read_token (JsonObject *body)
{
  const char *text = plug_json_get_string (body, "token");
  g_autoptr (PlugSecret) token = NULL;

  if (text == NULL || *text == '\0' || strlen (text) > MAX_TOKEN_LENGTH ||
      strcmp (text, MASK) == 0)
    return NULL;
  token = plug_secret_new (text);
  return plug_secret_is_single_line (token) ? g_steal_pointer (&token) : NULL;
}

static gboolean holds_secret (JsonNode   *node,
                              const char *token);

static gboolean
object_holds_secret (JsonObject *object,
                     const char *token)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &key, &node))
    {
      if ((plug_field_key_is_secret (key) && !JSON_NODE_HOLDS_NULL (node)) ||
          holds_secret (node, token))
        return TRUE;
    }
  return FALSE;
}

static gboolean
array_holds_secret (JsonArray  *array,
                    const char *token)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (holds_secret (json_array_get_element (array, i), token))
        return TRUE;
    }
  return FALSE;
}

/* https://user:password@host, jdbc:…://user:password@host */
static gboolean
has_password_in_url (const char *text)
{
  const char *authority = strstr (text, "://");
  gsize length;

  if (authority == NULL)
    return FALSE;
  authority += strlen ("://");
  length = strcspn (authority, "/?#");
  return memchr (authority, '@', length) != NULL && memchr (authority, ':', length) != NULL;
}

/* JSON often comes as a string; contract section 2.3. */
static gboolean
text_holds_secret (const char *text,
                   const char *token)
{
  g_autoptr (JsonNode) inner = NULL;

  if ((token != NULL && strstr (text, token) != NULL) || has_password_in_url (text))
    return TRUE;
  if (strpbrk (text, "{[") == NULL)
    return FALSE;
  inner = plug_json_parse (text, strlen (text), 0, NULL);
  return inner != NULL && holds_secret (inner, token);
}

static gboolean
holds_secret (JsonNode   *node,
              const char *token)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return object_holds_secret (json_node_get_object (node), token);
  if (JSON_NODE_HOLDS_ARRAY (node))
    return array_holds_secret (json_node_get_array (node), token);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return text_holds_secret (json_node_get_string (node), token);
  return FALSE;
}

/* One line of JSON without secrets: what is or holds one becomes the tenant's own mask, what is
 * null is left out. */
static char *
dup_configuration (JsonObject *body)
{
  JsonNode *configuration = find_slipped (body, "configuration");
  const char *token = plug_json_get_string (body, "token");
  g_autoptr (JsonObject) kept = json_object_new ();
  g_autoptr (JsonNode) root = json_node_alloc ();
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  json_node_init_object (root, kept);
  if (configuration == NULL || !JSON_NODE_HOLDS_OBJECT (configuration))
    return g_strdup ("{}");
  if (token != NULL && *token == '\0')
    token = NULL;
  json_object_iter_init_ordered (&iter, json_node_get_object (configuration));
  while (json_object_iter_next_ordered (&iter, &key, &node))
    {
      if (JSON_NODE_HOLDS_NULL (node))
        continue;
      if (plug_field_key_is_secret (key) || holds_secret (node, token))
        json_object_set_string_member (kept, key, MASK);
      else
        json_object_set_member (kept, key, json_node_copy (node));
    }
  return plug_json_to_string (root, FALSE);
}

static gboolean
read_disabled (JsonObject *body)
{
  JsonNode *node = find_slipped (body, "disabled");

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

/* Some replies say it, in others only the setting does; contract section 5.1. */
static gboolean
read_events (JsonObject *body,
             gboolean   *said)
{
  JsonNode *node = find_slipped (body, "configuration");
  const char *setting = NULL;

  *said = TRUE;
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    setting = plug_json_get_string (json_node_get_object (node), "event.notification.enabled");
  if (setting != NULL)
    return g_ascii_strcasecmp (setting, "true") == 0;
  *said = json_object_has_member (body, "eventsEnabled");
  return plug_json_get_boolean (body, "eventsEnabled", FALSE);
}

static PlugInstanceParts
find_lacks (JsonObject *body,
            gboolean    has_events)
{
  JsonNode *configuration = find_slipped (body, "configuration");
  PlugInstanceParts lacks = 0;

  if (!json_object_has_member (body, "tags"))
    lacks |= PLUG_INSTANCE_TAGS;
  if (configuration == NULL || !JSON_NODE_HOLDS_OBJECT (configuration))
    lacks |= PLUG_INSTANCE_CONFIGURATION;
  if (find_slipped (body, "disabled") == NULL)
    lacks |= PLUG_INSTANCE_DISABLED;
  if (!has_events)
    lacks |= PLUG_INSTANCE_EVENTS;
  return lacks;
}

static void
read_members (PlugInstance *self,
              JsonObject   *body)
{
  JsonObject *element = plug_json_get_object (body, "element");
  g_auto (GStrv) tags = plug_json_dup_strings (body, "tags");
  g_autofree char *configuration = dup_configuration (body);
  gboolean has_events = FALSE;

  plug_instance_set_connector_name (self, plug_json_get_string (element, "name"));
  plug_instance_set_hub (self, plug_json_get_string (element, "hub"));
  plug_instance_set_tags (self, (const char *const *) tags);
  plug_instance_set_created (self, plug_time_parse (plug_json_get_string (body, "createdDate")));
  plug_instance_set_disabled (self, read_disabled (body));
  plug_instance_set_configuration (self, configuration);
  plug_instance_set_events (self, read_events (body, &has_events));
  plug_instance_set_lacks (self, find_lacks (body, has_events));
}

/* plug_instance_new_from_json:
 * @node: one instance of a reply, as plug_json_parse() gives it
 * @account_id: the account that was asked
 * @token: (out) (optional) (nullable) (transfer full): the reply's token; NULL when there is
 *   none that can be kept: missing, empty, masked, over-long or of several lines
 * @error: PLUG_ERROR_PROTOCOL when it is no instance, that is an object with a valid id
 *
 * Contract section 2.3 with its quirks: ids as numbers or texts, no createdDate, no tags, tags
 * as objects, members inside "element". Of the configuration secrets are masked and nulls are
 * left out.
 *
 * Returns: (nullable) (transfer full): the instance without its token */
PlugInstance *
plug_instance_new_from_json (JsonNode    *node,
                             const char  *account_id,
                             PlugSecret **token,
                             GError     **error)
{
  JsonObject *body = NULL;
  g_autofree char *id = NULL;
  PlugInstance *self;

  g_return_val_if_fail (account_id != NULL, NULL);

  if (token != NULL)
    *token = NULL;
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      body = find_body (json_node_get_object (node));
      id = plug_json_dup_id (body, "id");
    }
  if (id == NULL)
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                           _("The answer is not an instance: it has no valid id."));
      return NULL;
    }
  self = plug_instance_new (account_id, id, plug_json_get_string (body, "name"),
                            plug_json_get_string (plug_json_get_object (body, "element"), "key"));
  read_members (self, body);
  if (token != NULL)
    *token = read_token (body);
  return self;
}
