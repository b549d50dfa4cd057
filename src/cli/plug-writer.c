/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugWriter: JSON for programs. */

#include "config.h"

#include "plug-writer.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

struct _PlugWriter {
  GString *text;
  guint depth;
  gboolean filled; /* something stands before in the innermost */
};

/* plug_writer_new:
 * Returns: (transfer full): a writer of nothing yet */
PlugWriter *
plug_writer_new (void)
{
  PlugWriter *self = g_new0 (PlugWriter, 1);

  self->text = g_string_new (NULL);
  return self;
}

/* plug_writer_free:
 * @self: (transfer full): a writer */
void
plug_writer_free (PlugWriter *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}

/* Whatever a terminal could act on is escaped, which JSON allows for every character: control
 * characters of both ranges, what turns the direction of writing, what is not seen. */
static gboolean
is_escaped (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

/* Most texts are plain, and there are many. */
static gboolean
is_plain (const char *value,
          gsize      *length)
{
  const char *at = value;

  while (*at >= 0x20 && *at < 0x7f && *at != '"' && *at != '\\')
    at++;
  *length = (gsize) (at - value);
  return *at == '\0';
}

static void
append_text (GString    *text,
             const char *value)
{
  g_autofree char *valid = NULL;
  const char *run = value;
  gsize length;

  g_string_append_c (text, '"');
  if (is_plain (value, &length))
    {
      g_string_append_len (text, value, (gssize) length);
      g_string_append_c (text, '"');
      return;
    }
  if (!g_utf8_validate (value, -1, NULL))
    run = valid = g_utf8_make_valid (value, -1);
  for (const char *at = run; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c != '"' && c != '\\' && !is_escaped (c))
        continue;
      g_string_append_len (text, run, at - run);
      run = g_utf8_next_char (at);
      if (c == '"' || c == '\\')
        g_string_append_printf (text, "\\%c", (char) c);
      else if (c == '\n')
        g_string_append (text, "\\n");
      else if (c == '\t')
        g_string_append (text, "\\t");
      else
        g_string_append_printf (text, "\\u%04x", c);
    }
  g_string_append (text, run);
  g_string_append_c (text, '"');
}

/* What stands before a value: comma, line, name. */
static void
lead (PlugWriter *self,
      const char *member)
{
  if (self->filled)
    g_string_append_c (self->text, ',');
  if (member == NULL && self->depth > 0)
    g_string_append_printf (self->text, "\n%*s", (int) (2 * self->depth), "");
  else if (self->filled)
    g_string_append_c (self->text, ' ');
  if (member != NULL)
    {
      append_text (self->text, member);
      g_string_append (self->text, ": ");
    }
  self->filled = TRUE;
}

/* plug_writer_begin_array:
 * @member: (nullable): its name in the object it is in; NULL at the top and inside an array */
void
plug_writer_begin_array (PlugWriter *self,
                         const char *member)
{
  lead (self, member);
  g_string_append_c (self->text, '[');
  self->depth++;
  self->filled = FALSE;
}

/* plug_writer_end_array:
 * Ends what plug_writer_begin_array() began. */
void
plug_writer_end_array (PlugWriter *self)
{
  self->depth--;
  if (self->filled)
    g_string_append_printf (self->text, "\n%*s", (int) (2 * self->depth), "");
  g_string_append_c (self->text, ']');
  self->filled = TRUE;
}

/* plug_writer_begin_object:
 * @member: (nullable): its name in the object it is in; NULL at the top and inside an array */
void
plug_writer_begin_object (PlugWriter *self,
                          const char *member)
{
  lead (self, member);
  g_string_append_c (self->text, '{');
  self->depth++;
  self->filled = FALSE;
}

/* plug_writer_end_object:
 * Ends what plug_writer_begin_object() began. */
void
plug_writer_end_object (PlugWriter *self)
{
  self->depth--;
  g_string_append_c (self->text, '}');
  self->filled = TRUE;
}

/* plug_writer_string:
 * @value: (nullable): NULL is written as null */
void
plug_writer_string (PlugWriter *self,
                    const char *member,
                    const char *value)
{
  lead (self, member);
  if (value != NULL)
    append_text (self->text, value);
  else
    g_string_append (self->text, "null");
}

/* plug_writer_boolean:
 * @value: true or false */
void
plug_writer_boolean (PlugWriter *self,
                     const char *member,
                     gboolean    value)
{
  lead (self, member);
  g_string_append (self->text, value ? "true" : "false");
}

/* plug_writer_strings:
 * @values: (nullable): NULL-terminated; NULL is an empty list */
void
plug_writer_strings (PlugWriter        *self,
                     const char        *member,
                     const char *const *values)
{
  lead (self, member);
  g_string_append_c (self->text, '[');
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (self->text, ", ");
      append_text (self->text, values[i]);
    }
  g_string_append_c (self->text, ']');
}

/* plug_writer_time:
 * @time: microseconds since 1970 in UTC; 0 is written as null, all else in ISO 8601 */
void
plug_writer_time (PlugWriter *self,
                  const char *member,
                  gint64      time)
{
  time_t seconds = (time_t) (time / G_USEC_PER_SEC);
  struct tm calendar;
  char text[64];

  if (time == 0 || gmtime_r (&seconds, &calendar) == NULL ||
      strftime (text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &calendar) == 0)
    plug_writer_string (self, member, NULL);
  else
    plug_writer_string (self, member, text);
}

/* plug_writer_json:
 * @json: (nullable): valid JSON, written as it is but for what a terminal could act on; NULL is
 *   null */
void
plug_writer_json (PlugWriter *self,
                  const char *member,
                  const char *json)
{
  lead (self, member);
  if (json == NULL || !g_utf8_validate (json, -1, NULL))
    json = "null";
  if (g_str_is_ascii (json))
    {
      g_string_append (self->text, json);
      return;
    }
  /* Beyond ASCII only a text can hold what is escaped, so it may be escaped wherever it stands. */
  for (const char *at = json; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c >= 0x7f && is_escaped (c))
        g_string_append_printf (self->text, "\\u%04x", c);
      else
        g_string_append_unichar (self->text, c);
    }
}

/* plug_writer_dup_text:
 * Returns: (transfer full): what was written */
char *
plug_writer_dup_text (PlugWriter *self)
{
  return g_strdup (self->text->str);
}

/* plug_writer_print:
 * To standard output, with a line break behind it. */
void
plug_writer_print (PlugWriter *self)
{
  fwrite (self->text->str, 1, self->text->len, stdout);
  fputc ('\n', stdout);
}
