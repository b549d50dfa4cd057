/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A connector out of what a tenant says of it; contract section 3.3. Nothing of it can be relied
 * upon, so whatever cannot be read is left out and counted. */

#include "config.h"

#include "plug-connector-private.h"

#include <string.h>

#include "plug-json.h"
#include "plug-text.h"

#define MAX_FIELDS 500
#define MAX_OPTIONS 500
#define MAX_KEY_LENGTH 256
#define MAX_LABEL_LENGTH 200
#define MAX_HELP_LENGTH 1000
#define MAX_DEFAULT_LENGTH (64 * 1024)
#define DEFAULT_ORDER 100

/* A field and where it stands; two that stand at one place keep their order. */
typedef struct {
  PlugField *field;
  gint64 order;
  guint position;
} Entry;

static void
entry_clear (Entry *entry)
{
  g_clear_object (&entry->field);
}

/* Booleans that came as text or as a number are seen too. */
static gboolean
read_flag (JsonObject *object,
           const char *member)
{
  const char *text = plug_json_get_string (object, member);

  if (text != NULL)
    return g_ascii_strcasecmp (text, "true") == 0;
  return plug_json_get_boolean (object, member, plug_json_get_int (object, member, 0) != 0);
}

static gint64
read_order (JsonObject *object)
{
  const char *text = plug_json_get_string (object, "displayOrder");
  gint64 order;

  if (text != NULL && g_ascii_string_to_signed (text, 10, G_MININT32, G_MAXINT32, &order, NULL))
    return order;
  return plug_json_get_int (object, "displayOrder", DEFAULT_ORDER);
}

/* Plain words for the eye: descriptions have HTML in them. */
static char *
dup_words (JsonObject *object,
           const char *member,
           glong       max_length)
{
  const char *text = plug_json_get_string (object, member);
  g_autofree char *plain = plug_text_strip_html (text != NULL ? text : "");
  g_autofree char *trimmed = plug_text_trim (plain);

  if (g_utf8_strlen (trimmed, -1) <= max_length)
    return g_steal_pointer (&trimmed);
  return g_utf8_substring (trimmed, 0, max_length);
}

/* "defaultValue" is a string, or should be. */
static char *
dup_default (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "defaultValue");
  const char *text = plug_json_get_string (object, "defaultValue");
  g_autofree char *written = NULL;

  if (text == NULL && node != NULL && !JSON_NODE_HOLDS_NULL (node))
    text = written = plug_json_to_string (node, FALSE);
  return text != NULL && strlen (text) <= MAX_DEFAULT_LENGTH ? g_strdup (text) : NULL;
}

/* The number in TEXTFIELD_128 is how wide it is drawn, not how much fits in. */
static PlugFieldKind
read_kind (JsonObject *object)
{
  const char *type = plug_json_get_string (object, "type");
  JsonArray *options = plug_json_get_array (object, "options");

  if (type == NULL)
    type = plug_json_get_string (object, "configDataType");
  if (type == NULL)
    return PLUG_FIELD_TEXT;
  if (g_str_has_prefix (type, "BOOLEAN"))
    return PLUG_FIELD_SWITCH;
  if (g_str_equal (type, "PASSWORD"))
    return PLUG_FIELD_PASSWORD;
  if (g_str_equal (type, "TEXTAREA"))
    return PLUG_FIELD_MULTILINE;
  if (g_str_equal (type, "CODE_EDITOR"))
    return PLUG_FIELD_CODE;
  if (g_str_equal (type, "COMBO") && options != NULL && json_array_get_length (options) > 0)
    return PLUG_FIELD_CHOICE;
  return PLUG_FIELD_TEXT;
}

static void
read_options (PlugField  *field,
              JsonObject *object)
{
  JsonArray *options = plug_json_get_array (object, "options");
  guint n = options != NULL ? MIN (json_array_get_length (options), MAX_OPTIONS) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (options, i);
      JsonObject *option = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *value = plug_json_get_string (option, "value");
      g_autofree char *label = dup_words (option, "description", MAX_LABEL_LENGTH);

      if (value == NULL && JSON_NODE_HOLDS_VALUE (node))
        value = json_node_get_string (node);
      if (value != NULL && strlen (value) <= MAX_DEFAULT_LENGTH)
        plug_field_add_option (field, value, label);
    }
}

/* Contract section 3.3, rule 8; "event." has a section of its own. */
static gboolean
is_expert_key (const char *key)
{
  static const char *const keys[] = {
    "filter.response.nulls", "default.select.fields.map", "instance.variables",
    "synchronous.bulk.notification", "allow.select.fields", "expires_in", NULL,
  };

  return g_strv_contains (keys, key) || g_str_has_prefix (key, "bulk.") ||
         g_str_has_prefix (key, "pagination.");
}

/* What the tenant's own page hides because it has an OAuth application of its own, and we have
 * none (rule 9); and the key that signs events, which is for whoever receives them. */
static gboolean
is_asked_though_hidden (PlugConnector *self,
                        const char    *key)
{
  if (g_str_equal (key, "event.notification.signature.key"))
    return TRUE;
  return g_ascii_strncasecmp (self->authentication, "oauth", strlen ("oauth")) == 0 &&
         (g_str_equal (key, "oauth.api.key") || g_str_equal (key, "oauth.api.secret") ||
          g_str_equal (key, "oauth.callback.url"));
}

static gboolean
is_asked (PlugConnector *self,
          JsonObject    *object,
          const char    *key)
{
  if (is_asked_though_hidden (self, key))
    return TRUE;
  if (json_object_has_member (object, "active") && !read_flag (object, "active"))
    return FALSE;
  return !read_flag (object, "hideFromConsole") && !read_flag (object, "internal");
}

static void
set_default (PlugField *field,
             char      *text)
{
  g_autofree char *value = text;

  if (plug_field_get_kind (field) != PLUG_FIELD_SWITCH || value == NULL)
    plug_field_set_default (field, value != NULL && *value != '\0' ? value : NULL);
  else if (g_ascii_strcasecmp (value, "true") == 0 || g_ascii_strcasecmp (value, "yes") == 0)
    plug_field_set_default (field, "true");
  else if (g_ascii_strcasecmp (value, "false") == 0 || g_ascii_strcasecmp (value, "no") == 0)
    plug_field_set_default (field, "false");
}

/* Not all code is JSON; what begins as JSON should end as such. */
static gboolean
is_json (PlugField *field)
{
  const char *text = plug_field_get_default (field);

  return plug_field_get_kind (field) == PLUG_FIELD_CODE && text != NULL &&
         (*text == '{' || *text == '[') && plug_json_scan (text, strlen (text), 0, NULL, NULL);
}

static PlugField *
create_field (JsonObject *object,
              const char *key)
{
  g_autofree char *label = dup_words (object, "name", MAX_LABEL_LENGTH);
  g_autofree char *help = dup_words (object, "description", MAX_HELP_LENGTH);
  const char *group = plug_json_get_string (object, "groupName");
  PlugField *field = plug_field_new (key, *label != '\0' ? label : key, read_kind (object));

  if (!g_str_equal (help, label))
    plug_field_set_help (field, help);
  plug_field_set_required (field, read_flag (object, "required") ||
                                    read_flag (object, "mandatory"));
  set_default (field, dup_default (object));
  if (is_json (field))
    plug_field_set_normalize (field, PLUG_FIELD_NORMALIZE_JSON);
  plug_field_set_expert (field, is_expert_key (key) && !plug_field_is_required (field));
  plug_field_set_group_control (field, read_flag (object, "groupControl"));
  plug_field_set_group (field, NULL, group != NULL && *group != '\0' ? group : NULL);
  read_options (field, object);
  return field;
}

/* Returns: (nullable): the key, NULL when the entry cannot be used. */
static const char *
read_key (JsonNode   *node,
          GHashTable *seen)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *key = plug_json_get_string (object, "key");

  if (key == NULL || *key == '\0' || strlen (key) > MAX_KEY_LENGTH ||
      !g_hash_table_add (seen, (char *) key))
    return NULL;
  return key;
}

/* The keys read as often as not are the platform's own, so the cap is on those asked for. */
static void
read_entries (PlugConnector *self,
              JsonArray     *array,
              GArray        *entries)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *key = read_key (node, seen);
      JsonObject *object = key != NULL ? json_node_get_object (node) : NULL;
      Entry entry = { .position = i };

      if (key == NULL || entries->len == MAX_FIELDS)
        {
          self->n_skipped++;
          continue;
        }
      if (!is_asked (self, object, key))
        continue;
      entry.field = create_field (object, key);
      entry.order = read_order (object);
      g_array_append_val (entries, entry);
    }
}

static int
get_rank (PlugField *field)
{
  if (plug_field_is_expert (field))
    return 3;
  if (plug_field_is_group_control (field))
    return 0;
  return plug_field_is_required (field) ? 1 : 2;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *first = a;
  const Entry *second = b;
  int ranks = get_rank (first->field) - get_rank (second->field);

  if (ranks != 0)
    return ranks;
  if (first->order != second->order)
    return first->order < second->order ? -1 : 1;
  return first->position < second->position ? -1 : 1;
}

static void
add_entries (PlugConnector *self,
             GArray        *entries)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < entries->len; i++)
    {
      PlugField *field = g_array_index (entries, Entry, i).field;

      if (plug_connector_is_event_key (plug_field_get_key (field)))
        g_ptr_array_add (events, g_object_ref (field));
      else
        plug_connector_add_field (self, field);
    }
  plug_connector_join_events (self, events);
}

/* The list itself, in an object of either call, or one entry of it. */
static JsonArray *
dup_list (JsonNode *node)
{
  JsonObject *object;
  JsonArray *array;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return json_array_ref (json_node_get_array (node));
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  object = json_node_get_object (node);
  array = plug_json_get_array (object, "configuration");
  if (array != NULL)
    return json_array_ref (array);
  if (plug_json_get_string (object, "key") == NULL || json_object_has_member (object, "hub"))
    return NULL;
  array = json_array_new ();
  json_array_add_element (array, json_node_copy (node));
  return array;
}

/* plug_connector_new_from_metadata:
 * @key: the API's "element.key"
 * @name: (nullable): for the eye, NULL for the key
 * @hub: (nullable): "crm", for one
 * @authentication: (nullable): the API's "authentication.type"
 * @configuration: what GET /elements/{key}/configuration, GET /elements/{key} or an export of
 *   the connector says; contract section 3.3
 * @n_skipped: (out) (optional): how many entries could not be read; see
 *   plug_connector_get_n_skipped()
 *
 * Entries that are no fields, have no key or one that was there before, and those beyond the
 * five hundredth are skipped. No regular expression of the tenant's is ever run.
 *
 * Returns: (nullable) (transfer full): the connector with the fields it asks for; NULL when
 *   @configuration is no description at all */
PlugConnector *
plug_connector_new_from_metadata (const char *key,
                                  const char *name,
                                  const char *hub,
                                  const char *authentication,
                                  JsonNode   *configuration,
                                  guint      *n_skipped)
{
  g_autoptr (PlugConnector) self = NULL;
  g_autoptr (JsonArray) list = NULL;
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  g_return_val_if_fail (key != NULL, NULL);

  if (n_skipped != NULL)
    *n_skipped = 0;
  list = dup_list (configuration);
  if (list == NULL)
    return NULL;
  g_array_set_clear_func (entries, (GDestroyNotify) entry_clear);
  self = plug_connector_new (key, name != NULL ? name : key, hub, authentication);
  self->described = TRUE;
  read_entries (self, list, entries);
  g_array_sort (entries, compare_entries);
  add_entries (self, entries);
  plug_connector_complete_oauth (self);
  if (n_skipped != NULL)
    *n_skipped = self->n_skipped;
  return g_steal_pointer (&self);
}

static void
refine_field (PlugField *field,
              PlugField *built_in)
{
  plug_field_set_label (field, plug_field_get_label (built_in));
  plug_field_set_help (field, plug_field_get_help (built_in));
  plug_field_set_normalize (field, plug_field_get_normalize (built_in));
  if (plug_field_is_secret (built_in))
    plug_field_mark_secret (field);
}

/* plug_connector_refine:
 * @built_in: what the catalogue knows of the same connector
 *
 * Which fields there are is the tenant's to say; how they are called, explained and checked,
 * the address and what is known of events is better in the catalogue. */
void
plug_connector_refine (PlugConnector *self,
                       PlugConnector *built_in)
{
  g_return_if_fail (PLUG_IS_CONNECTOR (self) && PLUG_IS_CONNECTOR (built_in));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->fields)); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (G_LIST_MODEL (self->fields), i);
      PlugField *known = plug_connector_find_field (built_in, plug_field_get_key (field));

      if (known != NULL)
        refine_field (field, known);
    }
  g_free (self->address);
  self->address = g_strdup (built_in->address);
  g_free (self->setup_hint);
  self->setup_hint = g_strdup (built_in->setup_hint);
  g_free (self->event_hint);
  self->event_hint = g_strdup (built_in->event_hint);
  if (built_in->pollers != NULL && self->pollers == NULL)
    self->pollers = json_object_ref (built_in->pollers);
}
