/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Almost JSON, as documentation and people write it: what can be read is kept, what was wrong is
 * said with its place. For pasted text; what a tenant answers is read strictly, by plug-json. */

#include "config.h"

#include "plug-json-lenient-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-secret.h"

#define ELLIPSIS "…"

static JsonNode *read_value (PlugLenient     *self,
                             PlugLenientRole  role);

static gboolean
starts (PlugLenient *self,
        const char  *word)
{
  gsize length = strlen (word);

  return (gsize) (self->end - self->at) >= length && memcmp (self->at, word, length) == 0;
}

static void
skip_line (PlugLenient *self)
{
  while (self->at < self->end && *self->at != '\n')
    self->at++;
}

/* A comment at the reader's place, in any of three styles. */
static gboolean
skip_comment (PlugLenient *self)
{
  const char *first = self->at;
  const char *close = NULL;

  if (starts (self, "/*") && !self->no_comment_end)
    {
      close = g_strstr_len (self->at, self->end - self->at, "*/");
      self->no_comment_end = close == NULL;
    }
  if (close != NULL)
    self->at = close + 2;
  else if (starts (self, "//") || starts (self, "/*") || starts (self, "#"))
    skip_line (self);
  else
    return FALSE;
  plug_lenient_flaw (self, first, (gsize) (self->at - first), _("JSON has no comments"));
  return TRUE;
}

/* A shell's sign that the line goes on, which some put into the body, too. */
static gboolean
skip_continuation (PlugLenient *self)
{
  const char *at = self->at;

  if (*at != '\\' && *at != '^' && *at != '`')
    return FALSE;
  for (at++; at < self->end && (*at == ' ' || *at == '\t');)
    at++;
  if (at < self->end && *at != '\n')
    return FALSE;
  plug_lenient_flaw (self, self->at, 1, _("a line of JSON needs no sign that it goes on"));
  self->at = at;
  return TRUE;
}

static void
skip_space (PlugLenient *self)
{
  while (self->at < self->end)
    {
      if (g_ascii_isspace (*self->at))
        self->at++;
      else if (!skip_comment (self) && !skip_continuation (self))
        return;
    }
}

static gboolean
skip_ellipsis (PlugLenient *self)
{
  gsize length = starts (self, "...") ? 3 : starts (self, ELLIPSIS) ? strlen (ELLIPSIS) : 0;

  if (length == 0)
    return FALSE;
  plug_lenient_flaw (self, self->at, length, _("dots stand for something that is not there"));
  self->at += length;
  return TRUE;
}

static void
stop (PlugLenient *self,
      const char  *problem)
{
  plug_lenient_flaw (self, self->at, self->at < self->end ? 1 : 0, problem);
  self->stopped = TRUE;
}

/* Values */

static JsonNode *
new_number (const char *token)
{
  JsonNode *node = json_node_alloc ();

  if (strpbrk (token, ".eE") != NULL)
    json_node_init_double (node, g_ascii_strtod (token, NULL));
  else
    json_node_init_int (node, g_ascii_strtoll (token, NULL, 10));
  return node;
}

static JsonNode *
new_word (const char *token)
{
  JsonNode *node = json_node_alloc ();

  if (g_ascii_strcasecmp (token, "true") == 0 || g_ascii_strcasecmp (token, "false") == 0)
    return json_node_init_boolean (node, g_ascii_tolower (token[0]) == 't');
  if (g_ascii_strcasecmp (token, "null") == 0 || strcmp (token, "None") == 0)
    return json_node_init_null (node);
  return json_node_init_string (node, token);
}

/* Whether a word without quotes ends at @at. */
static gboolean
ends_word (PlugLenient *self,
           const char  *at)
{
  if (strchr (",]}\n;", *at) != NULL)
    return TRUE;
  if (at == self->at || !g_ascii_isspace (at[-1]))
    return FALSE;
  return *at == '#' || (*at == '/' && self->end - at > 1 && (at[1] == '/' || at[1] == '*'));
}

/* A value without quotes: a number, true, or a text that lacks them. */
static JsonNode *
read_word (PlugLenient *self)
{
  const char *from = self->at;
  const char *end = from;
  char *token;
  gsize length;
  JsonNode *node;

  while (end < self->end && *end != '\0' && !ends_word (self, end))
    end++;
  while (end > from && strchr (" \t\r\f\v\\^`", end[-1]) != NULL)
    end--;
  self->at = end;
  length = (gsize) (end - from);
  if (length == 0)
    return NULL;
  token = g_strndup (from, length);
  if (!plug_json_scan (token, length, 0, NULL, NULL))
    {
      node = new_word (token);
      plug_lenient_flaw (self, from, length,
                         JSON_NODE_HOLDS_VALUE (node) &&
                             json_node_get_value_type (node) == G_TYPE_STRING
                           ? _("a text is not in quotes, or a number is not one")
                           : _("true, false and null are written small in JSON"));
    }
  else if (*token == '-' || g_ascii_isdigit (*token))
    node = new_number (token);
  else
    node = new_word (token);
  plug_secret_wipe_text (token);
  g_free (token);
  return node;
}

static JsonNode *
read_text_node (PlugLenient     *self,
                PlugLenientRole  role)
{
  JsonNode *node = json_node_alloc ();
  char *text = plug_lenient_read_text (self, role);

  json_node_init_string (node, text);
  plug_secret_wipe_text (text);
  g_free (text);
  return node;
}

/* Objects */

static char *
read_name (PlugLenient *self)
{
  gsize length;
  char *name;

  if (plug_quote_at (self->at, self->end, &length) != PLUG_QUOTE_NONE)
    return plug_lenient_read_text (self, PLUG_LENIENT_NAME);
  if (!plug_lenient_bare_name (self->at, self->end, &length))
    return NULL;
  plug_lenient_flaw (self, self->at, length, _("a name is not in double quotes"));
  name = g_strndup (self->at, length);
  self->at += length;
  return name;
}

static void
skip_colon (PlugLenient *self)
{
  skip_space (self);
  if (starts (self, ":"))
    {
      self->at++;
      return;
    }
  plug_lenient_flaw (self, self->at, self->at < self->end, _("a colon was expected here"));
  if (starts (self, "=>"))
    self->at += 2;
  else if (starts (self, "="))
    self->at++;
}

static void
read_member (PlugLenient *self,
             JsonObject  *object)
{
  g_autofree char *name = read_name (self);
  const char *at;
  JsonNode *value;

  if (name == NULL)
    {
      stop (self, _("a name in double quotes was expected here"));
      return;
    }
  skip_colon (self);
  skip_space (self);
  at = self->at;
  value = read_value (self, PLUG_LENIENT_MEMBER);
  if (value != NULL)
    json_object_set_member (object, name, value);
  else if (!self->stopped)
    plug_lenient_flaw (self, at, at < self->end, _("a value was expected here"));
}

/* The comma before what follows in an object or a list. */
typedef enum {
  COMMA_NONE,    /* right behind the opening brace */
  COMMA_MISSING, /* behind a value */
  COMMA_SEEN,
} Comma;

static void
take_comma (PlugLenient  *self,
            Comma        *comma,
            const char  **place)
{
  if (*self->at == ';')
    plug_lenient_flaw (self, self->at, 1, _("a comma was expected here"));
  else if (*comma != COMMA_MISSING)
    plug_lenient_flaw (self, self->at, 1, _("there is a comma too many"));
  *place = self->at++;
  *comma = COMMA_SEEN;
}

static void
check_comma (PlugLenient *self,
             Comma       *comma)
{
  if (*comma == COMMA_MISSING)
    plug_lenient_flaw (self, self->at, 1, _("a comma was expected here"));
  *comma = COMMA_MISSING;
}

/* At the end of an object or a list; @place is its last comma. */
static void
check_no_comma (PlugLenient *self,
                Comma        comma,
                const char  *place)
{
  if (comma == COMMA_SEEN)
    plug_lenient_flaw (self, place, 1, _("there is a comma too many"));
}

static gboolean
is_within (PlugLenient *self,
           char         opener)
{
  return self->depth > 1 && self->open[self->depth - 2] == opener;
}

/* A closing bracket of the other kind: whether it closes what is around, and so ends this. */
static gboolean
ends_before (PlugLenient *self,
             char         opener,
             const char  *problem)
{
  plug_lenient_flaw (self, self->at, 1, problem);
  if (is_within (self, opener))
    return TRUE;
  self->at++;
  return FALSE;
}

static gboolean
is_member_start (PlugLenient *self)
{
  gsize length;

  return plug_quote_at (self->at, self->end, &length) != PLUG_QUOTE_NONE ||
         plug_lenient_bare_name (self->at, self->end, &length);
}

static void
read_members (PlugLenient *self,
              JsonObject  *object)
{
  Comma comma = COMMA_NONE;
  const char *place = NULL;

  while (!self->stopped)
    {
      skip_space (self);
      if (self->at >= self->end)
        stop (self, _("a closing brace is missing"));
      else if (*self->at == '}')
        {
          check_no_comma (self, comma, place);
          self->at++;
          return;
        }
      else if (*self->at == ',' || *self->at == ';')
        take_comma (self, &comma, &place);
      else if (*self->at == ']')
        {
          if (ends_before (self, '[', _("a closing brace was expected here")))
            return;
        }
      else if (skip_ellipsis (self))
        comma = COMMA_MISSING;
      else if (comma == COMMA_MISSING && !is_member_start (self))
        stop (self, _("a closing brace was expected here"));
      else
        {
          check_comma (self, &comma);
          read_member (self, object);
        }
    }
}

static gboolean
is_element_start (PlugLenient *self)
{
  gsize length;

  return g_ascii_isalnum (*self->at) || strchr ("{[-+<$.", *self->at) != NULL ||
         plug_quote_at (self->at, self->end, &length) != PLUG_QUOTE_NONE;
}

/* Whether the list ends here though nothing closes it: a member of the object around it. */
static gboolean
ends_unclosed (PlugLenient *self)
{
  if (!is_within (self, '{') || !plug_lenient_name_ahead (self, self->at))
    return FALSE;
  plug_lenient_flaw (self, self->at, 1, _("a closing bracket was expected here"));
  return TRUE;
}

static void
read_element (PlugLenient *self,
              JsonArray   *array)
{
  JsonNode *value = NULL;

  if (is_element_start (self))
    value = read_value (self, PLUG_LENIENT_ELEMENT);
  if (value != NULL)
    json_array_add_element (array, value);
  else if (!self->stopped)
    stop (self, _("a value was expected here"));
}

static void
read_elements (PlugLenient *self,
               JsonArray   *array)
{
  Comma comma = COMMA_NONE;
  const char *place = NULL;

  while (!self->stopped)
    {
      skip_space (self);
      if (self->at >= self->end)
        stop (self, _("a closing bracket is missing"));
      else if (*self->at == ']')
        {
          check_no_comma (self, comma, place);
          self->at++;
          return;
        }
      else if (*self->at == ',' || *self->at == ';')
        take_comma (self, &comma, &place);
      else if (*self->at == '}')
        {
          if (ends_before (self, '{', _("a closing bracket was expected here")))
            return;
        }
      else if (skip_ellipsis (self))
        comma = COMMA_MISSING;
      else
        {
          if (ends_unclosed (self))
            return;
          if (comma == COMMA_MISSING && !is_element_start (self))
            stop (self, _("a closing bracket was expected here"));
          else
            {
              check_comma (self, &comma);
              read_element (self, array);
            }
        }
    }
}

static JsonNode *
read_object (PlugLenient *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node = json_node_alloc ();

  read_members (self, object);
  return json_node_init_object (node, object);
}

static JsonNode *
read_array (PlugLenient *self)
{
  g_autoptr (JsonArray) array = json_array_new ();
  JsonNode *node = json_node_alloc ();

  read_elements (self, array);
  return json_node_init_array (node, array);
}

/* NULL when nothing there can be read as one. */
static JsonNode *
read_value (PlugLenient     *self,
            PlugLenientRole  role)
{
  JsonNode *node;
  gboolean object;
  gsize length;

  if (self->at >= self->end || skip_ellipsis (self))
    return NULL;
  object = *self->at == '{';
  if (object || *self->at == '[')
    {
      if (self->depth == PLUG_JSON_MAX_DEPTH)
        {
          stop (self, _("objects and lists are nested too deeply"));
          return NULL;
        }
      self->open[self->depth++] = *self->at++;
      node = object ? read_object (self) : read_array (self);
      self->depth--;
      return node;
    }
  if (plug_quote_at (self->at, self->end, &length) != PLUG_QUOTE_NONE)
    return read_text_node (self, role);
  return read_word (self);
}

/* plug_json_read_lenient:
 * @text: @length bytes of UTF-8, which need not end in NUL; an object or a list is at their
 *   beginning, and anything may follow it
 * @length: how many
 * @end: (out) (optional): where what was read ends
 * @flaws: (nullable) (element-type PlugJsonFlaw): takes what was not JSON, in the order it was
 *   met; no more than PLUG_JSON_MAX_FLAWS. No part of the text is in it.
 *
 * Reads what plug_json_parse() reads, to the same result and without a flaw, and what people
 * make of JSON: commas too many or missing, names and texts in curly, single or no quotes,
 * quotes within texts that lack their backslash, comments, line breaks in texts, brackets that
 * nothing closes. Never deeper than PLUG_JSON_MAX_DEPTH and never quadratic.
 *
 * Returns: (nullable) (transfer full): what could be read, NULL when neither { nor [ is at the
 *   beginning */
JsonNode *
plug_json_read_lenient (const char *text,
                        gsize       length,
                        gsize      *end,
                        GArray     *flaws)
{
  PlugLenient self = { .start = text, .at = text, .end = text + length, .flaws = flaws };
  JsonNode *node = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  skip_space (&self);
  if (self.at < self.end && (*self.at == '{' || *self.at == '['))
    node = read_value (&self, PLUG_LENIENT_MEMBER);
  if (end != NULL)
    *end = (gsize) (self.at - text);
  return node;
}

static void
dup_member_cb (JsonObject *object,
               const char *name,
               JsonNode   *node,
               gpointer    user_data)
{
  json_object_set_member (user_data, name, plug_json_dup (node));
}

static void
dup_element_cb (JsonArray *array,
                guint      index,
                JsonNode  *node,
                gpointer   user_data)
{
  json_array_add_element (user_data, plug_json_dup (node));
}

/* plug_json_dup:
 * @node: what is copied, not nested deeper than PLUG_JSON_MAX_DEPTH
 *
 * Returns: (transfer full): a copy that shares nothing with @node, as json_node_copy() does */
JsonNode *
plug_json_dup (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (JsonObject) object = json_object_new ();

      json_object_foreach_member (json_node_get_object (node), dup_member_cb, object);
      return json_node_init_object (json_node_alloc (), object);
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      g_autoptr (JsonArray) array = json_array_new ();

      json_array_foreach_element (json_node_get_array (node), dup_element_cb, array);
      return json_node_init_array (json_node_alloc (), array);
    }
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_init_string (json_node_alloc (), json_node_get_string (node));
  return json_node_copy (node);
}

static void
wipe_member_cb (JsonObject *object,
                const char *name,
                JsonNode   *node,
                gpointer    user_data)
{
  plug_json_wipe (node);
}

static void
wipe_element_cb (JsonArray *array,
                 guint      index,
                 JsonNode  *node,
                 gpointer   user_data)
{
  plug_json_wipe (node);
}

/* plug_json_wipe:
 * @node: (nullable): what somebody alone holds: copies of json-glib's share their texts
 *
 * Overwrites every text in it. json-glib has no secret memory; this is what can be done. */
void
plug_json_wipe (JsonNode *node)
{
  if (node == NULL)
    return;
  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), wipe_member_cb, NULL);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), wipe_element_cb, NULL);
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    plug_secret_wipe_text ((char *) json_node_get_string (node));
}
