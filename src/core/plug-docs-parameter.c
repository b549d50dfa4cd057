/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One parameter of an operation, as a field somebody can fill in. */

#include "config.h"

#include "plug-docs-private.h"

#include <string.h>

#include "plug-json.h"
#include "plug-text.h"

#define MAX_OPTIONS 500

static gboolean
read_place (const char    *text,
            PlugDocsPlace *place)
{
  static const struct {
    const char *text;
    PlugDocsPlace place;
  } places[] = {
    { "path", PLUG_DOCS_IN_PATH },
    { "query", PLUG_DOCS_IN_QUERY },
    { "header", PLUG_DOCS_IN_HEADER },
    { "formData", PLUG_DOCS_IN_FORM },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (g_strcmp0 (text, places[i].text) == 0)
        {
          *place = places[i].place;
          return TRUE;
        }
    }
  return FALSE;
}

/* A name of a header has nothing in it that ends a header, and none of those we set ourselves is
 * a parameter. */
static gboolean
is_usable_name (const char    *name,
                PlugDocsPlace  place)
{
  static const char *ours[] = { "Authorization", "Content-Type", "Accept", "Host",
                                "Content-Length", "Transfer-Encoding", "Connection", "Cookie" };

  if (name == NULL || *name == '\0' || strlen (name) > 200)
    return FALSE;
  if (place != PLUG_DOCS_IN_HEADER)
    return TRUE;
  for (const char *at = name; *at != '\0'; at++)
    {
      if (!g_ascii_isalnum (*at) && strchr ("!#$%&'*+-.^_`|~", *at) == NULL)
        return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (ours); i++)
    {
      if (g_ascii_strcasecmp (name, ours[i]) == 0)
        return FALSE;
    }
  return TRUE;
}

static char *
dup_value (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return plug_json_to_string (node, FALSE);
}

static void
add_options (PlugField *field,
             JsonArray *choices)
{
  if (!plug_field_is_required (field))
    plug_field_add_option (field, "", "—");
  for (guint i = 0; i < MIN (json_array_get_length (choices), MAX_OPTIONS); i++)
    {
      g_autofree char *value = dup_value (json_array_get_element (choices, i));

      if (value != NULL && !plug_field_has_option (field, value))
        plug_field_add_option (field, value, value);
    }
}

/* "false" and "true" are choices like others: a switch could not say that nothing is meant. */
static void
add_boolean_options (PlugField *field)
{
  if (!plug_field_is_required (field))
    plug_field_add_option (field, "", "—");
  plug_field_add_option (field, "true", "true");
  plug_field_add_option (field, "false", "false");
}

static void
set_help (PlugField  *field,
          JsonObject *parameter)
{
  const char *description = plug_json_get_string (parameter, "description");
  g_autofree char *plain = NULL;
  g_autofree char *shown = NULL;

  if (description == NULL || *description == '\0')
    return;
  plain = plug_text_strip_html (description);
  shown = plug_text_for_display (plain);
  plug_field_set_help (field, shown);
}

/* What stands there for a start: required ones, for a path without is none; others are offered
 * only what the document calls the default, so that nothing narrows a request unasked. */
static void
set_default (PlugField  *field,
             JsonObject *parameter)
{
  JsonNode *node = plug_field_is_required (field) ? plug_docs_given_sample (parameter)
                                                  : json_object_get_member (parameter, "default");
  g_autofree char *value = dup_value (node);

  if (value == NULL)
    return;
  if (plug_field_get_kind (field) != PLUG_FIELD_CHOICE || plug_field_has_option (field, value))
    plug_field_set_default (field, value);
}

/* plug_docs_read_parameter:
 * @parameter: without a reference
 * @place: (out): where it goes
 *
 * Returns: (transfer full) (nullable): its field; NULL for the body, for the authorization, which
 *   is ours, and for what is no parameter */
PlugField *
plug_docs_read_parameter (JsonObject    *parameter,
                          PlugDocsPlace *place)
{
  const char *name = plug_json_get_string (parameter, "name");
  const char *type = plug_json_get_string (parameter, "type");
  JsonArray *choices = plug_json_get_array (parameter, "enum");
  gboolean is_choice, is_boolean;
  g_autofree char *label = NULL;
  PlugField *field;

  if (!read_place (plug_json_get_string (parameter, "in"), place) ||
      !is_usable_name (name, *place))
    return NULL;
  is_choice = choices != NULL && json_array_get_length (choices) > 0;
  is_boolean = !is_choice && g_strcmp0 (type, "boolean") == 0;
  label = plug_text_for_display (name);
  field = plug_field_new (name, label,
                          is_choice || is_boolean ? PLUG_FIELD_CHOICE : PLUG_FIELD_TEXT);
  plug_field_set_required (field, *place == PLUG_DOCS_IN_PATH ||
                                  plug_json_get_boolean (parameter, "required", FALSE));
  if (is_choice)
    add_options (field, choices);
  else if (is_boolean)
    add_boolean_options (field);
  set_help (field, parameter);
  set_default (field, parameter);
  return field;
}
