/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a connector asks for when its instances are to report events; contract section 5. */

#include "config.h"

#include "plug-connector-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-json.h"

#define ENABLED "event.notification.enabled"
#define METHOD "event.vendor.type"
#define POLLER "event.poller.configuration"

typedef enum {
  FOR_ANY,
  FOR_POLLING,
  FOR_BOTH,  /* only where there is a choice */
  FOR_NOBODY /* only where the tenant's description has it */
} For;

typedef struct {
  const char *key;
  const char *label;
  const char *help;
  PlugFieldKind kind;
  PlugFieldNormalize normalize;
  For for_whom;
} EventField;

/* In the order of the form. What a tenant calls them differs from connector to connector. */
static const EventField known[] = {
  { ENABLED, N_("Receive Events"),
    N_("The tenant says when something changes in the connected system"),
    PLUG_FIELD_SWITCH, PLUG_FIELD_NORMALIZE_TRIM, FOR_ANY },
  { METHOD, N_("Method"), N_("How the tenant learns of changes"),
    PLUG_FIELD_CHOICE, PLUG_FIELD_NORMALIZE_TRIM, FOR_BOTH },
  { "event.notification.callback.url", N_("Callback URL"),
    N_("Where the tenant posts events; not needed if only formulas use them"),
    PLUG_FIELD_TEXT, PLUG_FIELD_NORMALIZE_URL, FOR_ANY },
  { "event.notification.callback.headers", N_("Callback Headers"),
    N_("Sent along with every event"),
    PLUG_FIELD_PASSWORD, PLUG_FIELD_NORMALIZE_TRIM, FOR_NOBODY },
  { "event.notification.basic.username", N_("Callback Username"),
    N_("If the callback URL asks for one"),
    PLUG_FIELD_TEXT, PLUG_FIELD_NORMALIZE_TRIM, FOR_NOBODY },
  { "event.notification.basic.password", N_("Callback Password"),
    N_("If the callback URL asks for one"),
    PLUG_FIELD_PASSWORD, PLUG_FIELD_NORMALIZE_TRIM, FOR_NOBODY },
  { "event.notification.signature.key", N_("Signature Key"),
    N_("Events are signed with it, so that the receiver can tell them from forged ones"),
    PLUG_FIELD_PASSWORD, PLUG_FIELD_NORMALIZE_TRIM, FOR_ANY },
  { "event.poller.refresh_interval", N_("Interval in Minutes"),
    N_("How often the tenant asks for changes"),
    PLUG_FIELD_TEXT, PLUG_FIELD_NORMALIZE_COUNT, FOR_POLLING },
  { "event.poller.urls", N_("Resources to Poll"), N_("Separated by |"),
    PLUG_FIELD_TEXT, PLUG_FIELD_NORMALIZE_TRIM, FOR_NOBODY },
  { "event.objects", N_("Objects to Watch"), N_("Separated by commas"),
    PLUG_FIELD_TEXT, PLUG_FIELD_NORMALIZE_TRIM, FOR_NOBODY },
  { POLLER, N_("Poller Configuration"), N_("JSON: for each resource where and how it is asked"),
    PLUG_FIELD_CODE, PLUG_FIELD_NORMALIZE_JSON, FOR_POLLING },
};

/* plug_connector_is_event_key:
 * @key: a configuration key
 *
 * Returns: whether it is about events; contract section 5.1 */
gboolean
plug_connector_is_event_key (const char *key)
{
  return g_str_has_prefix (key, "event.") || g_str_equal (key, "vendor.event.type");
}

/* plug_connector_add_event:
 * @field: one whose key the connector does not have yet; there while events are received */
void
plug_connector_add_event (PlugConnector *self,
                          PlugField     *field)
{
  if (g_str_equal (plug_field_get_key (field), ENABLED))
    {
      g_list_store_insert (self->event_fields, 0, field);
      return;
    }
  if (plug_field_get_group (field) == NULL)
    plug_field_set_group (field, ENABLED, "true");
  g_list_store_append (self->event_fields, field);
}

static PlugField *
create_field (const EventField *event,
              gboolean          chosen)
{
  PlugField *field = plug_field_new (event->key, _(event->label), event->kind);

  plug_field_set_help (field, _(event->help));
  plug_field_set_normalize (field, event->normalize);
  if (event->for_whom == FOR_POLLING && chosen)
    plug_field_set_group (field, METHOD, "polling");
  return field;
}

static const char *
translate_method (const char *method)
{
  if (g_str_equal (method, "polling"))
    return _("Polling");
  if (g_str_has_prefix (method, "webhook"))
    return _("Webhook");
  return method;
}

static void
take_pollers (PlugConnector *self,
              JsonObject    *pollers)
{
  g_clear_pointer (&self->pollers, json_object_unref);
  if (json_object_get_size (pollers) > 0)
    self->pollers = pollers;
  else
    json_object_unref (pollers);
}

static char *
dup_pollers_text (PlugConnector *self)
{
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_node_init_object (node, self->pollers);
  return plug_json_to_string (node, TRUE);
}

/* What is said of a resource counts before what is said of all of them. */
static const char *
get_trait (JsonObject *events,
           JsonObject *resource,
           const char *member)
{
  const char *own = plug_json_get_string (resource, member);

  return own != NULL ? own : plug_json_get_string (events, member);
}

static char *
dup_poller_url (PlugConnector *self,
                JsonObject    *resource,
                const char    *name,
                const char    *format)
{
  const char *url = plug_json_get_string (resource, "url");
  const char *updated = plug_json_get_string (resource, "updated");
  const char *hub = *self->hub != '\0' ? self->hub : "general";

  if (url != NULL)
    return g_strdup (url);
  if (updated == NULL || format == NULL)
    return g_strdup_printf ("/hubs/%s/%s", hub, name);
  return g_strdup_printf ("/hubs/%s/%s?where=%s>'${gmtDate:%s}'", hub, name, updated, format);
}

/* Contract section 5.2: date and time formats are Java's, quotes included. */
static JsonObject *
create_poller (PlugConnector *self,
               JsonObject    *events,
               JsonObject    *resource,
               const char    *name)
{
  const char *updated = plug_json_get_string (resource, "updated");
  const char *created = plug_json_get_string (resource, "created");
  const char *format = get_trait (events, resource, "dateFormat");
  const char *zone = get_trait (events, resource, "timezone");
  const char *id = get_trait (events, resource, "idField");
  JsonObject *poller = json_object_new ();
  g_autofree char *url = dup_poller_url (self, resource, name, format);
  JsonObject *dates;

  json_object_set_string_member (poller, "url", url);
  json_object_set_string_member (poller, "idField", id != NULL ? id : "id");
  if (updated == NULL || created == NULL || format == NULL)
    return poller;
  dates = json_object_new ();
  json_object_set_string_member (dates, "updatedDateField", updated);
  json_object_set_string_member (dates, "updatedDateFormat", format);
  json_object_set_string_member (dates, "updatedDateTimezone", zone != NULL ? zone : "GMT");
  json_object_set_string_member (dates, "createdDateField", created);
  json_object_set_string_member (dates, "createdDateFormat", format);
  json_object_set_string_member (dates, "createdDateTimezone", zone != NULL ? zone : "GMT");
  json_object_set_object_member (poller, "datesConfiguration", dates);
  return poller;
}

/* A resource is a name, or an object of name, url, updated and created, the fields of the times,
 * and of what differs from the others. */
static JsonObject *
create_pollers (PlugConnector *self,
                JsonObject    *events)
{
  JsonArray *resources = plug_json_get_array (events, "resources");
  JsonObject *pollers = json_object_new ();

  for (guint i = 0; resources != NULL && i < json_array_get_length (resources); i++)
    {
      JsonNode *node = json_array_get_element (resources, i);
      JsonObject *resource = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *name = plug_json_get_string (resource, "name");

      if (name == NULL && JSON_NODE_HOLDS_VALUE (node))
        name = json_node_get_string (node);
      if (name != NULL && *name != '\0')
        json_object_set_object_member (pollers, name,
                                       create_poller (self, events, resource, name));
    }
  return pollers;
}

static void
set_event_default (PlugConnector *self,
                   PlugField     *field,
                   JsonObject    *events,
                   GStrv          methods)
{
  const char *key = plug_field_get_key (field);
  const char *interval = plug_json_get_string (events, "interval");
  g_autofree char *pollers = NULL;

  if (g_str_equal (key, METHOD))
    {
      for (gsize i = 0; methods[i] != NULL; i++)
        plug_field_add_option (field, methods[i], translate_method (methods[i]));
      plug_field_set_default (field, methods[0]);
      plug_field_set_group_control (field, TRUE);
    }
  else if (g_str_equal (key, POLLER) && self->pollers != NULL)
    {
      pollers = dup_pollers_text (self);
      plug_field_set_default (field, pollers);
    }
  else if (g_str_equal (key, "event.poller.refresh_interval"))
    {
      plug_field_set_default (field, interval != NULL ? interval : "15");
    }
}

/* plug_connector_read_events:
 * @events: (nullable): what catalogue.json says of them: methods, interval, hint, resources,
 *   and for the resources idField, dateFormat and timezone */
void
plug_connector_read_events (PlugConnector *self,
                            JsonObject    *events)
{
  g_auto (GStrv) methods = plug_json_dup_strings (events, "methods");
  const char *hint = plug_json_get_string (events, "hint");
  gboolean polling;
  gboolean both;

  if (methods == NULL || methods[0] == NULL)
    return;
  polling = g_strv_contains ((const char *const *) methods, "polling");
  both = methods[1] != NULL;
  if (hint != NULL)
    {
      g_free (self->event_hint);
      self->event_hint = g_strdup (plug_connector_translate (hint));
    }
  take_pollers (self, create_pollers (self, events));
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr (PlugField) field = NULL;

      if (known[i].for_whom == FOR_NOBODY || (known[i].for_whom == FOR_POLLING && !polling) ||
          (known[i].for_whom == FOR_BOTH && !both) ||
          plug_connector_find_field (self, known[i].key) != NULL)
        continue;
      field = create_field (&known[i], both);
      set_event_default (self, field, events, methods);
      plug_connector_add_event (self, field);
    }
}

static guint
find_index (GPtrArray  *fields,
            const char *key)
{
  guint i = 0;

  while (i < fields->len &&
         !g_str_equal (plug_field_get_key (g_ptr_array_index (fields, i)), key))
    i++;
  return i;
}

static PlugField *
steal_field (GPtrArray  *fields,
             const char *key)
{
  guint i = find_index (fields, key);

  return i < fields->len ? g_ptr_array_steal_index (fields, i) : NULL;
}

/* Our words and checks, the tenant's options and default. */
static PlugField *
create_joined (const EventField *event,
               PlugField        *theirs,
               gboolean          chosen)
{
  PlugField *field = create_field (event, chosen);

  plug_field_set_default (field, plug_field_get_default (theirs));
  plug_field_set_required (field, plug_field_is_required (theirs));
  for (guint i = 0; i < plug_field_get_n_options (theirs); i++)
    {
      const char *method = plug_field_get_option (theirs, i, NULL);

      plug_field_add_option (field, method, translate_method (method));
    }
  if (g_str_equal (event->key, METHOD))
    plug_field_set_group_control (field, TRUE);
  return field;
}

static void
read_pollers (PlugConnector *self,
              PlugField     *poller)
{
  const char *text = plug_field_get_default (poller);
  g_autoptr (JsonNode) node = text != NULL ? plug_json_parse (text, strlen (text), 0, NULL) : NULL;
  g_autofree char *pretty = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  take_pollers (self, json_object_ref (json_node_get_object (node)));
  pretty = plug_json_to_string (node, TRUE);
  plug_field_set_default (poller, pretty);
}

/* Without a switch there are no events to receive, and what is left is for experts. */
static void
add_without_switch (PlugConnector *self,
                    GPtrArray     *fields)
{
  for (guint i = 0; i < fields->len; i++)
    {
      PlugField *field = g_ptr_array_index (fields, i);

      plug_field_set_expert (field, TRUE);
      if (g_str_equal (plug_field_get_key (field), POLLER))
        read_pollers (self, field);
      plug_connector_add_field (self, field);
    }
}

/* plug_connector_join_events:
 * @fields: (element-type PlugField): those of the tenant's description that are about events */
void
plug_connector_join_events (PlugConnector *self,
                            GPtrArray     *fields)
{
  g_autoptr (PlugField) method = NULL;
  gboolean chosen;

  if (find_index (fields, ENABLED) == fields->len)
    {
      add_without_switch (self, fields);
      return;
    }
  method = steal_field (fields, METHOD);
  chosen = method != NULL && plug_field_get_n_options (method) > 1;
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr (PlugField) theirs = NULL;
      g_autoptr (PlugField) field = NULL;

      if (known[i].for_whom == FOR_BOTH)
        theirs = chosen ? g_object_ref (method) : NULL;
      else
        theirs = steal_field (fields, known[i].key);
      if (theirs == NULL)
        continue;
      field = create_joined (&known[i], theirs, chosen);
      if (g_str_equal (known[i].key, POLLER))
        read_pollers (self, field);
      plug_connector_add_event (self, field);
    }
  for (guint i = 0; i < fields->len; i++)
    plug_connector_add_event (self, g_ptr_array_index (fields, i));
}
