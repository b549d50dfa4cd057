/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The quoted words of a pasted command, JSON bodies above all. */

#include "config.h"

#include "plug-shell-private.h"

#include <string.h>

#include "plug-json-lenient-private.h"

#define SUBSTITUTION "$(cat <<"

static void
keep (PlugShell  *self,
      PlugSource *word,
      gsize       start,
      gsize       end)
{
  plug_source_append_range (word, self->source, start, end);
}

static gsize
skip_space (PlugShell *self,
            gsize      at)
{
  while (at < self->end && g_ascii_isspace (self->text[at]))
    at++;
  return at;
}

/* Whether JSON begins behind a quote that ends before @at. */
static gboolean
is_body (PlugShell *self,
         gsize      at)
{
  at = skip_space (self, at);
  return at < self->end && (self->text[at] == '{' || self->text[at] == '[');
}

/* A quote is missing: the word ends with its line. */
static void
end_at_line (PlugShell  *self,
             PlugSource *word,
             gsize       from)
{
  gsize end = from;

  while (end < self->end && self->text[end] != '\n')
    end++;
  self->at = end;
  while (end > from && strchr (" \t\\^`", self->text[end - 1]) != NULL)
    end--;
  keep (self, word, from, end);
}

static void
note_open_quote (PlugShell *self,
                 gsize      at)
{
  if ((self->command->mended & PLUG_SHELL_OPEN_QUOTE) == 0)
    self->command->open_quote = at;
  self->command->mended |= PLUG_SHELL_OPEN_QUOTE;
}

/* Single quotes */

/* What a shell needs to write one within single quotes: '\'' or '"'"'. */
static gsize
inner_quote_length (PlugShell *self,
                    gsize      at)
{
  if (plug_shell_starts (self, at, "'\\''"))
    return 4;
  return plug_shell_starts (self, at, "'\"'\"'") ? 5 : 0;
}

static gboolean
is_boundary (PlugShell *self,
             gsize      at)
{
  return at >= self->end || g_ascii_isspace (self->text[at]) ||
         strchr ("\\^;|&)`", self->text[at]) != NULL;
}

/* Where JSON is, for finding the quote that ends it: neither in a text nor in a bracket. */
typedef struct {
  int depth;
  gboolean in_text;
} Balance;

static void
balance (Balance *self,
         char     c)
{
  if (c == '"')
    self->in_text = !self->in_text;
  else if (!self->in_text && (c == '{' || c == '['))
    self->depth++;
  else if (!self->in_text && (c == '}' || c == ']'))
    self->depth--;
}

/* The quote that ends a body. Documentation does not escape those within, and patterns for dates
 * have them: so only one counts behind which the word can end, with the JSON complete; else the
 * first at a line's end, else none. */
static gsize
find_body_close (PlugShell *self,
                 gsize      from,
                 gboolean   straight,
                 gsize     *length)
{
  Balance state = { 0, FALSE };
  gsize fallback = self->end;
  gsize n;

  for (gsize at = from; at < self->end; at++)
    {
      const char *c = self->text + at;

      if (*c == '\\' && at + 1 < self->end)
        {
          at++;
          continue;
        }
      balance (&state, *c);
      if (plug_quote_at (c, self->text + self->end, &n) != PLUG_QUOTE_SINGLE ||
          (straight && n != 1))
        continue;
      if (inner_quote_length (self, at) > 0)
        {
          at += inner_quote_length (self, at) - 1;
          continue;
        }
      if (!state.in_text && state.depth <= 0)
        {
          *length = n;
          return at;
        }
      if (fallback == self->end && is_boundary (self, at + n))
        {
          fallback = at;
          *length = n;
          if (self->no_body_close)
            return fallback;
        }
    }
  self->no_body_close = TRUE;
  return fallback;
}

/* A body up to @end, with '\'' as the quote it means. */
static void
keep_body (PlugShell  *self,
           PlugSource *word,
           gsize       from,
           gsize       end)
{
  gsize start = from;

  for (gsize at = from; at < end;)
    {
      gsize length = inner_quote_length (self, at);

      if (length > 0 && at + length <= end)
        {
          keep (self, word, start, at);
          plug_source_append (word, "'", 1, plug_source_get_origin (self->source, at));
          start = at + length;
          at = start;
          continue;
        }
      if (self->text[at] == '\'')
        self->command->mended |= PLUG_SHELL_INNER_QUOTES;
      at++;
    }
  keep (self, word, start, end);
}

static void
read_single (PlugShell  *self,
             PlugSource *word,
             gsize       quote)
{
  gboolean straight = quote == 1;
  gsize opener = self->at;
  gsize from = opener + quote;
  gsize close = from;
  gsize length = 0;

  if (straight && self->no_single_close)
    close = self->end;
  else if (is_body (self, from))
    close = find_body_close (self, from, straight, &length);
  else
    {
      while (close < self->end &&
             (plug_quote_at (self->text + close, self->text + self->end, &length)
                != PLUG_QUOTE_SINGLE || (straight && length != 1)))
        close++;
    }
  if (close >= self->end)
    {
      self->no_single_close = self->no_single_close || straight;
      note_open_quote (self, opener);
      if (!plug_shell_read_raw_json (self, word))
        end_at_line (self, word, from);
      return;
    }
  if (is_body (self, from))
    keep_body (self, word, from, close);
  else
    keep (self, word, from, close);
  self->at = close + length;
}

/* Double quotes */

static void
skip_line_break (PlugShell *self,
                 gsize     *at)
{
  if (*at < self->end && self->text[*at] == '\n')
    (*at)++;
}

/* How long what stands for one character within double quotes is: \", and what Windows writes for
 * that: `" and, in a body, "". 0 for any other character. */
static gsize
double_escape_length (PlugShell *self,
                      gsize      at,
                      gboolean   body)
{
  char next = at + 1 < self->end ? self->text[at + 1] : '\0';

  if ((self->text[at] == '\\' || self->text[at] == '`') && next != '\0' &&
      strchr ("\"\\$`\n", next) != NULL)
    return 2;
  return body && plug_shell_starts (self, at, "\"\"") ? 2 : 0;
}

static gsize
find_double_close (PlugShell *self,
                   gsize      from,
                   gboolean   straight,
                   gboolean   body,
                   gsize     *length)
{
  gsize at = from;

  while (at < self->end)
    {
      gsize escape = double_escape_length (self, at, body);

      if (escape == 0 && plug_quote_at (self->text + at, self->text + self->end, length)
                           == PLUG_QUOTE_DOUBLE && (!straight || *length == 1))
        return at;
      at += MAX (escape, 1);
    }
  return self->end;
}

static void
read_double (PlugShell  *self,
             PlugSource *word,
             gsize       quote)
{
  gboolean straight = quote == 1;
  gsize from = self->at + quote;
  gboolean body = straight && is_body (self, from);
  gsize length = 0;
  gsize close = self->end;

  if (!straight || !self->no_double_close)
    close = find_double_close (self, from, straight, body, &length);
  if (close == self->end)
    {
      self->no_double_close = self->no_double_close || straight;
      note_open_quote (self, self->at);
      end_at_line (self, word, from);
      return;
    }
  for (gsize at = from; at < close;)
    {
      gsize escape = double_escape_length (self, at, body);

      if (escape == 0)
        keep (self, word, at, at + 1);
      else if (self->text[at + 1] != '\n')
        keep (self, word, at + 1, at + 2);
      at += MAX (escape, 1);
    }
  self->at = close + length;
}

/* ^"…^": cmd.exe sees no quotes at all, the program does. */
static void
read_careted (PlugShell  *self,
              PlugSource *word)
{
  gsize at = self->at + 2;

  while (at < self->end && !plug_shell_starts (self, at, "^\""))
    {
      if (plug_shell_starts (self, at, "^\\^\""))
        at += 3;
      else if (self->text[at] == '^' && at + 1 < self->end)
        {
          at++;
          if (self->text[at] == '\n' && at + 1 < self->end && self->text[at + 1] != '\n')
            skip_line_break (self, &at);
          else if (self->text[at] == '\n')
            at++;
        }
      if (at >= self->end)
        break;
      keep (self, word, at, at + 1);
      at++;
    }
  if (at >= self->end)
    note_open_quote (self, self->at);
  self->at = MIN (at + 2, self->end);
}

/* Others */

static guint
read_digits (PlugShell *self,
             gsize     *at,
             guint      base,
             guint      most)
{
  guint value = 0;

  for (guint i = 0; i < most && *at < self->end; i++, (*at)++)
    {
      int digit = g_ascii_xdigit_value (self->text[*at]);

      if (digit < 0 || (guint) digit >= base)
        break;
      value = value * base + (guint) digit;
    }
  return value;
}

/* One escape of $'…', @at behind its backslash. */
static void
read_ansi_escape (PlugShell  *self,
                  PlugSource *word,
                  gsize      *at)
{
  static const char names[] = "abefnrtv\\'\"?";
  static const char values[] = "\a\b\033\f\n\r\t\v\\'\"?";
  gsize origin = plug_source_get_origin (self->source, *at);
  char c = self->text[*at];
  const char *found = c != '\0' ? strchr (names, c) : NULL;
  gunichar value;

  if (found != NULL)
    {
      plug_source_append_char (word, (gunichar) values[found - names], origin);
      (*at)++;
      return;
    }
  if (c >= '0' && c <= '7')
    value = read_digits (self, at, 8, 3);
  else if (c == 'x' || c == 'u' || c == 'U')
    {
      (*at)++;
      value = read_digits (self, at, 16, c == 'x' ? 2 : c == 'u' ? 4 : 8);
    }
  else
    {
      plug_source_append (word, "\\", 1, origin);
      return;
    }
  if (value != 0 && g_unichar_validate (value))
    plug_source_append_char (word, value, origin);
}

static void
read_ansi (PlugShell  *self,
           PlugSource *word)
{
  gsize at = self->at + 2;

  while (at < self->end && self->text[at] != '\'')
    {
      if (self->text[at] == '\\' && at + 1 < self->end)
        {
          at++;
          read_ansi_escape (self, word, &at);
          continue;
        }
      keep (self, word, at, at + 1);
      at++;
    }
  if (at >= self->end)
    note_open_quote (self, self->at);
  self->at = MIN (at + 1, self->end);
}

/* plug_shell_read_delimiter:
 * Returns: (nullable) (transfer full): the word behind << that ends a here-document */
char *
plug_shell_read_delimiter (PlugShell *self)
{
  gsize from;

  if (plug_shell_starts (self, self->at, "-") || plug_shell_starts (self, self->at, "~"))
    self->at++;
  while (self->at < self->end && (self->text[self->at] == ' ' || self->text[self->at] == '\t' ||
                                  strchr ("'\"\\", self->text[self->at]) != NULL))
    self->at++;
  from = self->at;
  while (self->at < self->end && (g_ascii_isalnum (self->text[self->at]) ||
                                  self->text[self->at] == '_'))
    self->at++;
  if (self->at == from)
    return NULL;
  if (self->at < self->end && (self->text[self->at] == '\'' || self->text[self->at] == '"'))
    return g_strndup (self->text + from, self->at++ - from);
  return g_strndup (self->text + from, self->at - from);
}

/* plug_shell_read_document:
 * @delimiter: what a line has to be to end it
 * @document: takes the lines before that one
 *
 * Returns: whether such a line was there; if not, nothing is read */
gboolean
plug_shell_read_document (PlugShell  *self,
                          const char *delimiter,
                          PlugSource *document)
{
  gsize from = self->at;
  gsize length = strlen (delimiter);

  for (gsize line = from; line < self->end;)
    {
      const char *found = memchr (self->text + line, '\n', self->end - line);
      gsize line_end = found != NULL ? (gsize) (found - self->text) : self->end;
      gsize at = line;

      while (at < line_end && g_ascii_isspace (self->text[at]))
        at++;
      if (plug_shell_starts (self, at, delimiter) && skip_space (self, at + length) >= line_end)
        {
          keep (self, document, from, line);
          self->at = at + length;
          return TRUE;
        }
      line = line_end + 1;
    }
  return FALSE;
}

/* "$(cat <<EOF … )" */
static gboolean
read_substitution (PlugShell  *self,
                   PlugSource *word,
                   gsize       quote)
{
  gsize at = self->at;
  g_autofree char *delimiter = NULL;

  if (self->no_document_end || !plug_shell_starts (self, at + quote, SUBSTITUTION))
    return FALSE;
  self->at += quote + strlen (SUBSTITUTION);
  delimiter = plug_shell_read_delimiter (self);
  skip_line_break (self, &self->at);
  if (delimiter == NULL || !plug_shell_read_document (self, delimiter, word))
    {
      self->no_document_end = TRUE;
      self->at = at;
      return FALSE;
    }
  self->at = skip_space (self, self->at);
  if (self->at < self->end && self->text[self->at] == ')')
    self->at++;
  if (self->at < self->end && quote > 0 && self->text[self->at] == '"')
    self->at++;
  return TRUE;
}

/* Whether the JSON at @at has its quotes as they are, though around it are some, too. */
static gboolean
is_raw_json (PlugShell *self,
             gsize      at)
{
  gsize length;

  at = skip_space (self, at + 1);
  if (at < self->end && (self->text[at] == '{' || self->text[at] == '['))
    at = skip_space (self, at + 1);
  if (at >= self->end || plug_shell_starts (self, at, "\"\""))
    return FALSE;
  return plug_quote_at (self->text + at, self->text + self->end, &length) == PLUG_QUOTE_DOUBLE;
}

/* plug_shell_read_raw_json:
 * JSON in no quotes, or in double ones with double ones within that nothing escapes, or in ones
 * that nothing closes: it ends where it ends as JSON.
 *
 * Returns: whether such was there, and read into @word */
gboolean
plug_shell_read_raw_json (PlugShell  *self,
                          PlugSource *word)
{
  const char *text = self->text + self->at;
  gsize length;
  gsize from;
  gsize end;
  JsonNode *node;
  PlugQuote quote = plug_quote_at (text, self->text + self->end, &length);

  from = skip_space (self, self->at + length);
  if (!is_body (self, from) || (quote == PLUG_QUOTE_SINGLE && !self->no_single_close) ||
      !is_raw_json (self, from))
    return FALSE;
  node = plug_json_read_lenient (self->text + from, self->end - from, &end, NULL);
  if (node == NULL)
    return FALSE;
  plug_json_wipe (node);
  json_node_unref (node);
  keep (self, word, from, from + end);
  self->at = from + end;
  if (quote != PLUG_QUOTE_SINGLE)
    self->command->mended |= PLUG_SHELL_INNER_QUOTES;
  from = skip_space (self, self->at);
  if (quote != PLUG_QUOTE_NONE && from < self->end &&
      plug_quote_at (self->text + from, self->text + self->end, &length) == quote)
    self->at = from + length;
  return TRUE;
}

/* plug_shell_read_quoted:
 * Returns: whether something quoted was there, and read into @word */
gboolean
plug_shell_read_quoted (PlugShell  *self,
                        PlugSource *word)
{
  gsize length;
  PlugQuote quote;

  if (plug_shell_starts (self, self->at, "^\""))
    {
      read_careted (self, word);
      return TRUE;
    }
  if (plug_shell_starts (self, self->at, "$'"))
    {
      read_ansi (self, word);
      return TRUE;
    }
  if (plug_shell_starts (self, self->at, "$\""))
    self->at++;
  quote = plug_quote_at (self->text + self->at, self->text + self->end, &length);
  if (read_substitution (self, word, length))
    return TRUE;
  if (quote == PLUG_QUOTE_NONE)
    return FALSE;
  if (length > 1)
    self->command->mended |= PLUG_SHELL_CURLY_QUOTES;
  if (quote == PLUG_QUOTE_SINGLE)
    read_single (self, word, length);
  else
    read_double (self, word, length);
  return TRUE;
}
