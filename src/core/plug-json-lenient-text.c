/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of almost-JSON: quotes of any kind, quotes within quotes, quotes that are missing. */

#include "config.h"

#include "plug-json-lenient-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* How far is looked for the colon behind a name. Bounded, so that no text is read twice. */
#define MAX_NAME_AHEAD 256
#define MAX_SPACE_AHEAD 4096

typedef struct {
  const char *characters;
  PlugQuote quote;
} QuoteName;

/* plug_quote_at:
 * @text: where to look
 * @end: where the text ends
 * @length: (out): how many bytes the quote has
 *
 * Returns: what kind of quotation mark stands there, straight or as word processors make it */
PlugQuote
plug_quote_at (const char *text,
               const char *end,
               gsize      *length)
{
  static const QuoteName names[] = {
    { "\"", PLUG_QUOTE_DOUBLE }, { "'", PLUG_QUOTE_SINGLE },
    { "“", PLUG_QUOTE_DOUBLE },  { "”", PLUG_QUOTE_DOUBLE },
    { "„", PLUG_QUOTE_DOUBLE },  { "‟", PLUG_QUOTE_DOUBLE },
    { "″", PLUG_QUOTE_DOUBLE },  { "‘", PLUG_QUOTE_SINGLE },
    { "’", PLUG_QUOTE_SINGLE },  { "‚", PLUG_QUOTE_SINGLE },
    { "‛", PLUG_QUOTE_SINGLE },  { "′", PLUG_QUOTE_SINGLE },
    { "´", PLUG_QUOTE_SINGLE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize n = strlen (names[i].characters);

      if ((gsize) (end - text) >= n && memcmp (text, names[i].characters, n) == 0)
        {
          *length = n;
          return names[i].quote;
        }
    }
  *length = 0;
  return PLUG_QUOTE_NONE;
}

/* plug_lenient_flaw:
 * Notes that something at @at was not JSON; of one place the first thing. */
void
plug_lenient_flaw (PlugLenient *self,
                   const char  *at,
                   gsize        length,
                   const char  *problem)
{
  PlugJsonFlaw flaw = { (gsize) (at - self->start), length, problem };

  if (self->flaws == NULL || self->flaws->len >= PLUG_JSON_MAX_FLAWS)
    return;
  if (self->flaws->len > 0 &&
      g_array_index (self->flaws, PlugJsonFlaw, self->flaws->len - 1).offset == flaw.offset)
    return;
  g_array_append_val (self->flaws, flaw);
}

static const char *
skip_blank (const char *at,
            const char *end)
{
  const char *limit = MIN (end, at + MAX_SPACE_AHEAD);

  while (at < limit && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
    at++;
  return at;
}

/* plug_lenient_bare_name:
 * @length: (out): how long the word at @at is
 *
 * Returns: whether a name without quotes and a colon stand there */
gboolean
plug_lenient_bare_name (const char *at,
                        const char *end,
                        gsize      *length)
{
  const char *limit = MIN (end, at + MAX_NAME_AHEAD);
  const char *c = at;

  while (c < limit && (g_ascii_isalnum (*c) || (*c != '\0' && strchr ("_$.-", *c) != NULL)))
    c++;
  *length = (gsize) (c - at);
  if (c == at)
    return FALSE;
  c = skip_blank (c, end);
  return c < end && *c == ':' && !(end - c > 2 && c[1] == '/' && c[2] == '/');
}

static gboolean
quoted_name_ahead (const char *at,
                   const char *end)
{
  const char *limit = MIN (end, at + MAX_NAME_AHEAD);
  gsize length;
  PlugQuote quote = plug_quote_at (at, end, &length);

  if (quote == PLUG_QUOTE_NONE)
    return FALSE;
  for (at += length; at < limit && *at != '\n'; at++)
    {
      if (plug_quote_at (at, end, &length) == quote)
        {
          at = skip_blank (at + length, end);
          return at < end && *at == ':';
        }
    }
  return FALSE;
}

/* plug_lenient_name_ahead:
 * Returns: whether a name and its colon stand at @at, in quotes of any kind or in none */
gboolean
plug_lenient_name_ahead (PlugLenient *self,
                         const char  *at)
{
  gsize length;

  return quoted_name_ahead (at, self->end) || plug_lenient_bare_name (at, self->end, &length);
}

/* Behind a comma: whether what follows belongs to the object and not to the text. */
static gboolean
member_follows (PlugLenient *self,
                const char  *at)
{
  gsize length;

  at = skip_blank (at, self->end);
  if (at >= self->end || strchr ("}],/#.", *at) != NULL)
    return TRUE;
  return plug_quote_at (at, self->end, &length) != PLUG_QUOTE_NONE ||
         plug_lenient_bare_name (at, self->end, &length);
}

/* Whether a quote, behind which @at is, ends the text. In JSON it always does; where quotes
 * within were not escaped, what follows tells. */
static gboolean
closes (PlugLenient     *self,
        const char      *at,
        PlugLenientRole  role)
{
  const char *next = skip_blank (at, self->end);
  gboolean line_ends = next > at && memchr (at, '\n', (gsize) (next - at)) != NULL;

  if (next >= self->end)
    return TRUE;
  if (role == PLUG_LENIENT_NAME)
    return *next == ':' || *next == '=';
  if (line_ends || *next == '}' || *next == ']' || next - at == MAX_SPACE_AHEAD)
    return TRUE;
  if (*next == ',' || *next == ';')
    return role == PLUG_LENIENT_ELEMENT || member_follows (self, next + 1);
  if (*next == '/' && self->end - next > 1 && (next[1] == '/' || next[1] == '*'))
    return TRUE;
  return quoted_name_ahead (next, self->end);
}

/* Where a text was found to end. */
typedef struct {
  const char *content_end;
  const char *after;
} TextEnd;

/* A text that no quote closes ends with its line, and without the comma that ends that. */
static TextEnd
end_at_line (PlugLenient *self,
             const char  *line_end)
{
  const char *content_end = line_end;
  const char *comma;
  gsize length;

  while (content_end > self->at && (content_end[-1] == ' ' || content_end[-1] == '\t'))
    content_end--;
  comma = content_end > self->at && content_end[-1] == ',' ? content_end - 1 : content_end;
  /* A curly quote that closes what a straight one opened. */
  if (comma - self->at >= 3 && plug_quote_at (comma - 3, comma, &length) != PLUG_QUOTE_NONE &&
      length == 3)
    return (TextEnd) { comma - 3, comma };
  plug_lenient_flaw (self, self->at, 1, _("a text has no closing quote"));
  return (TextEnd) { comma, comma };
}

/* Whether the line behind a text's line break goes on with the object. */
static gboolean
line_goes_on (PlugLenient *self,
              const char  *at)
{
  at = skip_blank (at, self->end);
  return at >= self->end || *at == '}' || *at == ']' || plug_lenient_name_ahead (self, at);
}

/* The inside of the text whose opening quote ends before @from. */
static TextEnd
find_end (PlugLenient     *self,
          const char      *from,
          PlugQuote        quote,
          gboolean         straight,
          PlugLenientRole  role)
{
  const char *line_end = NULL;
  const char *first = NULL;
  gboolean crossed = FALSE;
  gsize length;

  for (const char *c = from; c < self->end;)
    {
      if (*c == '\\' && self->end - c > 1 && c[1] != '\n')
        {
          c += 2;
          continue;
        }
      if (*c == '\n' && line_end == NULL)
        line_end = c;
      if (*c == '\n' && (role == PLUG_LENIENT_NAME || self->no_far_close ||
                         line_goes_on (self, c + 1)))
        break;
      if (*c == '\n')
        {
          crossed = TRUE;
          c = skip_blank (c, self->end);
          continue;
        }
      length = 1;
      if (plug_quote_at (c, self->end, &length) == quote && (!straight || length == 1))
        {
          if (closes (self, c + length, role))
            return (TextEnd) { c, c + length };
          first = first != NULL ? first : c;
        }
      c += MAX (length, 1);
    }
  if (line_end == NULL)
    line_end = self->end;
  self->no_far_close = self->no_far_close || crossed;
  if (role == PLUG_LENIENT_NAME && first != NULL)
    {
      plug_quote_at (first, self->end, &length);
      return (TextEnd) { first, first + length };
    }
  return end_at_line (self, line_end);
}

/* Four hexadecimal digits, or -1. */
static int
read_hex (const char *at,
          const char *end)
{
  int unit = 0;

  if (end - at < 4)
    return -1;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  return unit;
}

/* A \u escape at @at, with its other half; 0 when it is none or of no character. */
static gunichar
read_unicode (const char *at,
              const char *end,
              gsize      *length)
{
  int high = read_hex (at + 2, end);
  int low;

  *length = 6;
  if (high >= 0xd800 && high <= 0xdbff && end - at >= 12 && at[6] == '\\' && at[7] == 'u')
    {
      low = read_hex (at + 8, end);
      *length = 12;
      if (low >= 0xdc00 && low <= 0xdfff)
        return (gunichar) (0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
      return 0;
    }
  return high > 0 && (high < 0xd800 || high > 0xdfff) ? (gunichar) high : 0;
}

static char
find_escape (char c)
{
  static const char names[] = "\"\\/bfnrt'";
  static const char values[] = "\"\\/\b\f\n\r\t'";
  const char *found = c != '\0' ? strchr (names, c) : NULL;

  return found != NULL ? values[found - names] : '\0';
}

/* What a backslash at @at says is put at @out; what JSON does not know stays as it is. Returns
 * how much was read; *@out moves. */
static gsize
read_escape (PlugLenient  *self,
             const char   *at,
             const char   *end,
             char        **out)
{
  gunichar c;
  gsize length;

  if (end - at >= 2 && find_escape (at[1]) != '\0')
    {
      if (at[1] == '\'')
        plug_lenient_flaw (self, at, 2, _("a single quote needs no backslash in JSON"));
      *(*out)++ = find_escape (at[1]);
      return 2;
    }
  if (end - at >= 6 && at[1] == 'u')
    {
      c = read_unicode (at, end, &length);
      if (c != 0)
        {
          *out += g_unichar_to_utf8 (c, *out);
          return length;
        }
    }
  plug_lenient_flaw (self, at, MIN (2, (gsize) (end - at)),
                     _("a backslash in a text is followed by nothing JSON knows"));
  *(*out)++ = '\\';
  return 1;
}

/* Never longer than what it is read from. */
static char *
decode (PlugLenient *self,
        const char  *from,
        const char  *end,
        PlugQuote    quote)
{
  char *decoded = g_malloc ((gsize) (end - from) + 1);
  char *out = decoded;
  gsize length;
  gboolean inner = FALSE;
  gboolean broken = FALSE;

  while (from < end)
    {
      if (*from == '\\')
        {
          from += read_escape (self, from, end, &out);
          continue;
        }
      if (!inner && *from == '"' && quote == PLUG_QUOTE_DOUBLE)
        {
          inner = TRUE;
          plug_lenient_flaw (self, from, 1, _("a quote within a text needs a backslash"));
        }
      else if (!broken && (guchar) *from < 0x20)
        {
          broken = TRUE;
          plug_lenient_flaw (self, from, 1,
                             _("a text contains a line break or another control character"));
        }
      for (length = (gsize) (g_utf8_next_char (from) - from); length > 0 && from < end; length--)
        *out++ = *from++;
    }
  *out = '\0';
  return decoded;
}

/* plug_lenient_read_text:
 * @role: what the text is
 *
 * At a quote of any kind. Reads to the one that closes it.
 *
 * Returns: (transfer full): what the text says, to be wiped */
char *
plug_lenient_read_text (PlugLenient     *self,
                        PlugLenientRole  role)
{
  gsize length;
  PlugQuote quote = plug_quote_at (self->at, self->end, &length);
  gboolean straight = length == 1;
  const char *from = self->at + length;
  TextEnd end;
  char *text;

  if (!straight)
    plug_lenient_flaw (self, self->at, length,
                       _("a curly quote stands where a straight one belongs"));
  else if (quote == PLUG_QUOTE_SINGLE)
    plug_lenient_flaw (self, self->at, 1, _("a single quote stands where a double one belongs"));
  end = find_end (self, from, quote, straight, role);
  end.content_end = MAX (end.content_end, from);
  text = decode (self, from, end.content_end, quote);
  self->at = MAX (end.after, from);
  return text;
}
