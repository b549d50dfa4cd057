/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict JSON (RFC 8259) before json-glib sees it, and getters that survive any of it. */

#include "config.h"

#include "plug-json.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"

/* json-glib 1.6 overflows the stack on deep nesting, takes comments, hex and single quotes for
 * JSON, cuts strings at \u0000 and wraps large integers. So nothing reaches it that this scan
 * has not walked: one pass, one byte of state a level, no recursion. */

#define MAX_SAFE_INTEGER G_GINT64_CONSTANT (9007199254740992) /* 2^53 */
#define MAX_NUMBER_LENGTH 320
#define MAX_ID_LENGTH 64

typedef struct {
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  char closers[PLUG_JSON_MAX_DEPTH];
  const char *problem; /* translated; set by whoever returns FALSE */
} Scan;

typedef enum {
  EXPECT_VALUE,
  EXPECT_VALUE_OR_CLOSE,
  EXPECT_NAME,
  EXPECT_NAME_OR_CLOSE,
  EXPECT_COMMA_OR_CLOSE,
  EXPECT_END,
} Expect;

static gboolean
fail (Scan       *scan,
      const char *at,
      const char *problem)
{
  scan->at = at;
  scan->problem = problem;
  return FALSE;
}

static void
skip_space (Scan *scan)
{
  while (scan->at < scan->end &&
         (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r'))
    scan->at++;
}

static gboolean
skip_digits (Scan *scan)
{
  const char *first = scan->at;

  while (scan->at < scan->end && g_ascii_isdigit (*scan->at))
    scan->at++;
  return scan->at > first;
}

static gboolean
at_one_of (Scan       *scan,
           const char *characters)
{
  return scan->at < scan->end && *scan->at != '\0' && strchr (characters, *scan->at) != NULL;
}

static gboolean
check_magnitude (Scan       *scan,
                 const char *first,
                 gboolean    integer)
{
  char literal[MAX_NUMBER_LENGTH + 1];
  gsize length = (gsize) (scan->at - first);
  double value;

  if (length > MAX_NUMBER_LENGTH)
    return fail (scan, first, _("a number has too many digits"));
  memcpy (literal, first, length);
  literal[length] = '\0';
  if (integer)
    {
      gint64 whole;

      if (!g_ascii_string_to_signed (literal, 10, -MAX_SAFE_INTEGER, MAX_SAFE_INTEGER, &whole,
                                     NULL))
        return fail (scan, first, _("a whole number is larger than JSON can carry exactly"));
      return TRUE;
    }
  value = g_ascii_strtod (literal, NULL);
  return isfinite (value) ? TRUE : fail (scan, first, _("a number is too large"));
}

static gboolean
scan_number (Scan *scan)
{
  const char *first = scan->at;
  gboolean integer = TRUE;

  if (*scan->at == '-')
    scan->at++;
  if (at_one_of (scan, "0"))
    scan->at++;
  else if (!skip_digits (scan))
    return fail (scan, first, _("a number has no digits"));
  if (scan->at < scan->end && g_ascii_isdigit (*scan->at))
    return fail (scan, first, _("a number starts with a zero too many"));
  if (at_one_of (scan, "."))
    {
      integer = FALSE;
      scan->at++;
      if (!skip_digits (scan))
        return fail (scan, first, _("a number has no digits after its point"));
    }
  if (at_one_of (scan, "eE"))
    {
      integer = FALSE;
      scan->at++;
      if (at_one_of (scan, "+-"))
        scan->at++;
      if (!skip_digits (scan))
        return fail (scan, first, _("a number has no digits in its exponent"));
    }
  return check_magnitude (scan, first, integer);
}

static gboolean
scan_word (Scan       *scan,
           const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (scan->end - scan->at) < length || memcmp (scan->at, word, length) != 0)
    return fail (scan, scan->at, _("a value was expected here"));
  scan->at += length;
  return TRUE;
}

/* Four hexadecimal digits, or -1. */
static int
scan_hex (Scan *scan)
{
  int unit = 0;

  if (scan->end - scan->at < 4)
    return -1;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (scan->at[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  scan->at += 4;
  return unit;
}

static gboolean
scan_low_surrogate (Scan       *scan,
                    const char *first)
{
  if (scan->end - scan->at >= 2 && scan->at[0] == '\\' && scan->at[1] == 'u')
    {
      int unit;

      scan->at += 2;
      unit = scan_hex (scan);
      if (unit >= 0xdc00 && unit <= 0xdfff)
        return TRUE;
    }
  return fail (scan, first, _("half a character is escaped, the other half is missing"));
}

static gboolean
scan_escape (Scan *scan)
{
  const char *first = scan->at;
  int unit;

  scan->at++;
  if (at_one_of (scan, "\"\\/bfnrt"))
    {
      scan->at++;
      return TRUE;
    }
  if (!at_one_of (scan, "u"))
    return fail (scan, first, _("a backslash in a text is followed by nothing JSON knows"));
  scan->at++;
  unit = scan_hex (scan);
  if (unit < 0)
    return fail (scan, first, _("\\u in a text needs four hexadecimal digits"));
  if (unit == 0)
    return fail (scan, first, _("a text contains the character NUL"));
  if (unit >= 0xd800 && unit <= 0xdbff)
    return scan_low_surrogate (scan, first);
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return fail (scan, first, _("half a character is escaped, the other half is missing"));
  return TRUE;
}

static gboolean
scan_string (Scan *scan)
{
  const char *first = scan->at;

  scan->at++;
  while (scan->at < scan->end)
    {
      guchar c = (guchar) *scan->at;

      if (c == '"')
        {
          scan->at++;
          return TRUE;
        }
      if (c < 0x20)
        return fail (scan, scan->at,
                     _("a text contains a line break or another control character"));
      if (c != '\\')
        scan->at++;
      else if (!scan_escape (scan))
        return FALSE;
    }
  return fail (scan, first, _("a text has no closing quote"));
}

static gboolean
scan_open (Scan   *scan,
           Expect *expect)
{
  gboolean object = *scan->at == '{';

  if (scan->depth == PLUG_JSON_MAX_DEPTH)
    return fail (scan, scan->at, _("objects and lists are nested too deeply"));
  scan->closers[scan->depth++] = object ? '}' : ']';
  scan->at++;
  *expect = object ? EXPECT_NAME_OR_CLOSE : EXPECT_VALUE_OR_CLOSE;
  return TRUE;
}

static void
scan_close (Scan   *scan,
            Expect *expect)
{
  scan->depth--;
  scan->at++;
  *expect = scan->depth > 0 ? EXPECT_COMMA_OR_CLOSE : EXPECT_END;
}

static gboolean
scan_value (Scan   *scan,
            Expect *expect)
{
  char c = *scan->at;
  gboolean ok;

  if (c == '{' || c == '[')
    return scan_open (scan, expect);
  if (c == '"')
    ok = scan_string (scan);
  else if (c == '-' || g_ascii_isdigit (c))
    ok = scan_number (scan);
  else if (c == 't')
    ok = scan_word (scan, "true");
  else if (c == 'f')
    ok = scan_word (scan, "false");
  else
    ok = scan_word (scan, "null");
  *expect = scan->depth > 0 ? EXPECT_COMMA_OR_CLOSE : EXPECT_END;
  return ok;
}

static gboolean
scan_name (Scan   *scan,
           Expect *expect)
{
  if (*scan->at != '"')
    return fail (scan, scan->at, _("a name in double quotes was expected here"));
  if (!scan_string (scan))
    return FALSE;
  skip_space (scan);
  if (!at_one_of (scan, ":"))
    return fail (scan, scan->at, _("a colon was expected here"));
  scan->at++;
  *expect = EXPECT_VALUE;
  return TRUE;
}

static gboolean
scan_comma (Scan   *scan,
            Expect *expect)
{
  gboolean object = scan->closers[scan->depth - 1] == '}';

  if (*scan->at != ',')
    return fail (scan, scan->at,
                 object ? _("a comma or a closing brace was expected here")
                        : _("a comma or a closing bracket was expected here"));
  scan->at++;
  *expect = object ? EXPECT_NAME : EXPECT_VALUE;
  return TRUE;
}

static gboolean
scan_step (Scan   *scan,
           Expect *expect)
{
  gboolean may_close = *expect == EXPECT_VALUE_OR_CLOSE || *expect == EXPECT_NAME_OR_CLOSE ||
                       *expect == EXPECT_COMMA_OR_CLOSE;

  if (may_close && *scan->at == scan->closers[scan->depth - 1])
    {
      scan_close (scan, expect);
      return TRUE;
    }
  switch (*expect)
    {
    case EXPECT_VALUE:
    case EXPECT_VALUE_OR_CLOSE:
      return scan_value (scan, expect);
    case EXPECT_NAME:
    case EXPECT_NAME_OR_CLOSE:
      return scan_name (scan, expect);
    case EXPECT_COMMA_OR_CLOSE:
      return scan_comma (scan, expect);
    case EXPECT_END:
      return fail (scan, scan->at, _("something follows after the end"));
    default:
      g_assert_not_reached ();
    }
}

static gboolean
scan_all (Scan *scan)
{
  Expect expect = EXPECT_VALUE;

  skip_space (scan);
  if (scan->at == scan->end)
    return fail (scan, scan->at, _("there is nothing in it"));
  while (scan->at < scan->end)
    {
      if (!scan_step (scan, &expect))
        return FALSE;
      skip_space (scan);
    }
  return expect == EXPECT_END ? TRUE : fail (scan, scan->end, _("it ends in the middle"));
}

static gboolean
scan_encoding (Scan *scan)
{
  const char *bad;

  if (g_utf8_validate_len (scan->start, (gsize) (scan->end - scan->start), &bad))
    return TRUE;
  return fail (scan, bad,
               *bad == '\0' ? _("it contains the character NUL") : _("it is not text in UTF-8"));
}

static PlugJsonPlace
find_place (const Scan *scan)
{
  PlugJsonPlace place = { .line = 1, .column = 1, .offset = (gsize) (scan->at - scan->start) };

  for (const char *c = scan->start; c < scan->at; c++)
    {
      if (*c == '\n')
        {
          place.line++;
          place.column = 1;
        }
      else if (((guchar) *c & 0xc0) != 0x80)
        place.column++;
    }
  return place;
}

/* plug_json_scan:
 * @text: (nullable): @length bytes, which need not end in NUL
 * @length: how many
 * @max_bytes: the largest length accepted, 0 for PLUG_JSON_MAX_BYTES
 * @place: (out) (optional): where the scan stopped, set on failure
 * @error: PLUG_ERROR_TOO_LARGE over the cap, else PLUG_ERROR_PROTOCOL with line and column in
 *   words. No part of the text is in it, for the text may hold a secret.
 *
 * Accepts what RFC 8259 accepts and json-glib of any version understands without loss: UTF-8,
 * nesting up to PLUG_JSON_MAX_DEPTH, integers up to 2^53, finite numbers, no \u0000, no lone
 * surrogate, nothing after the end.
 *
 * Returns: whether @text is JSON */
gboolean
plug_json_scan (const char     *text,
                gsize           length,
                gsize           max_bytes,
                PlugJsonPlace  *place,
                GError        **error)
{
  Scan scan = { .start = text, .at = text, .end = text + length };
  PlugJsonPlace found = { 1, 1, 0 };

  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  if (length > (max_bytes > 0 ? max_bytes : PLUG_JSON_MAX_BYTES))
    {
      if (place != NULL)
        *place = found;
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE,
                           _("The JSON is larger than Plugboard accepts."));
      return FALSE;
    }
  if (scan_encoding (&scan) && scan_all (&scan))
    return TRUE;
  found = find_place (&scan);
  if (place != NULL)
    *place = found;
  /* Translators: the last %s is a clause such as “a comma was expected here” */
  g_set_error (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
               _("This is not valid JSON. Line %u, column %u: %s."),
               found.line, found.column, scan.problem);
  return FALSE;
}

/* plug_json_parse:
 * @text: (nullable): @length bytes, which need not end in NUL
 * @length: how many
 * @max_bytes: the largest length accepted, 0 for PLUG_JSON_MAX_BYTES
 * @error: as plug_json_scan() sets it
 *
 * Returns: (nullable) (transfer full): the root, never NULL without @error */
JsonNode *
plug_json_parse (const char  *text,
                 gsize        length,
                 gsize        max_bytes,
                 GError     **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (!plug_json_scan (text, length, max_bytes, NULL, error))
    return NULL;
  parser = json_parser_new ();
  if (json_parser_load_from_data (parser, text, (gssize) length, NULL))
    root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                         _("This is not JSON that Plugboard can read."));
  return g_steal_pointer (&root);
}

static JsonNode *
get_member (JsonObject *object,
            const char *member)
{
  g_return_val_if_fail (member != NULL, NULL);

  return object != NULL ? json_object_get_member (object, member) : NULL;
}

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/* plug_json_get_object:
 * @object: (nullable): where to look
 *
 * Returns: (nullable) (transfer none): the member, NULL when missing or not an object */
JsonObject *
plug_json_get_object (JsonObject *object,
                      const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* plug_json_get_array:
 * @object: (nullable): where to look
 *
 * Returns: (nullable) (transfer none): the member, NULL when missing or not an array */
JsonArray *
plug_json_get_array (JsonObject *object,
                     const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* plug_json_get_string:
 * @object: (nullable): where to look
 *
 * Returns: (nullable) (transfer none): the member, NULL when missing or not a string */
const char *
plug_json_get_string (JsonObject *object,
                      const char *member)
{
  JsonNode *node = get_member (object, member);

  return holds (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;
}

/* plug_json_get_boolean:
 * @object: (nullable): where to look
 *
 * Returns: the member, @fallback when missing or not a boolean */
gboolean
plug_json_get_boolean (JsonObject *object,
                       const char *member,
                       gboolean    fallback)
{
  JsonNode *node = get_member (object, member);

  return holds (node, G_TYPE_BOOLEAN) ? json_node_get_boolean (node) : fallback;
}

/* plug_json_get_int:
 * @object: (nullable): where to look
 *
 * Returns: the member, @fallback when missing or not a whole number */
gint64
plug_json_get_int (JsonObject *object,
                   const char *member,
                   gint64      fallback)
{
  JsonNode *node = get_member (object, member);

  return holds (node, G_TYPE_INT64) ? json_node_get_int (node) : fallback;
}

/* An id ends up in the path of a request, so what could be another path is none. */
static gboolean
is_id (const char *text)
{
  gint64 number;

  if (strlen (text) > MAX_ID_LENGTH || strspn (text, ".") == strlen (text))
    return FALSE;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (!g_unichar_isgraph (g_utf8_get_char (c)) || strchr ("/\\?#%", *c) != NULL)
        return FALSE;
    }
  if (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return number > 0;
  return TRUE;
}

/* plug_json_dup_id:
 * @object: (nullable): where to look
 *
 * Ids are integers on the wire (contract section 2.3), sometimes strings; here they are text.
 *
 * Returns: (nullable) (transfer full): the id, NULL when missing or not one: 0 or negative,
 *   empty, over-long, with white space, control characters or what has a meaning in a path */
char *
plug_json_dup_id (JsonObject *object,
                  const char *member)
{
  gint64 number = plug_json_get_int (object, member, 0);
  const char *text = plug_json_get_string (object, member);

  if (number > 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);
  return text != NULL && is_id (text) ? g_strdup (text) : NULL;
}

static const char *
peek_text (JsonNode *node)
{
  if (holds (node, G_TYPE_STRING))
    return json_node_get_string (node);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return plug_json_get_string (json_node_get_object (node), "name");
  return NULL;
}

/* plug_json_dup_strings:
 * @object: (nullable): where to look
 *
 * A list of texts, or of objects that have a "name" (contract section 2.3, tags); elements of
 * another type and empty ones are left out.
 *
 * Returns: (transfer full): a NULL-terminated array, empty when the member is missing */
char **
plug_json_dup_strings (JsonObject *object,
                       const char *member)
{
  JsonArray *array = plug_json_get_array (object, member);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *text = peek_text (json_array_get_element (array, i));

      if (text != NULL && *text != '\0')
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

/* json-glib puts ".0" behind every whole number that is a double, also behind 1e+17, which is
 * JSON no more. In place, for there may be secrets in it. */
static void
mend_exponents (char *json)
{
  gboolean quoted = FALSE;
  char *to = json;

  for (const char *from = json; *from != '\0';)
    {
      gboolean exponent = !quoted && *from == 'e' && from > json && g_ascii_isdigit (from[-1]);

      if (quoted && *from == '\\')
        *to++ = *from++;
      else if (*from == '"')
        quoted = !quoted;
      *to++ = *from++;
      if (!exponent)
        continue;
      while (*from == '+' || *from == '-' || g_ascii_isdigit (*from))
        *to++ = *from++;
      if (g_str_has_prefix (from, ".0"))
        from += strlen (".0");
    }
  memset (to, 0, strlen (to));
}

/* plug_json_to_string:
 * @node: a root
 * @pretty: two spaces a level, or on one line
 *
 * Returns: (transfer full): JSON; of a node that holds a secret, to be wiped with
 *   plug_secret_wipe_text() before it is freed */
char *
plug_json_to_string (JsonNode *node,
                     gboolean  pretty)
{
  char *json;

  g_return_val_if_fail (node != NULL, NULL);

  json = json_to_string (node, pretty);
  mend_exponents (json);
  return json;
}
