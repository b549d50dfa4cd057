/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foreign text: made fit to be shown, searched, redacted and pasted into a shell. */

#include "config.h"

#include "plug-text.h"

#include <string.h>

#include "plug-redactor.h"

#define MAX_MARKS 4

static gboolean
is_invisible (gunichar c)
{
  return c == 0x00ad || c == 0x061c || c == 0x180e || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x2060 && c <= 0x2064) || (c >= 0x206a && c <= 0x206f) || c == 0xfeff ||
         (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

static gboolean
is_joiner (gunichar c)
{
  return c == 0x200c || c == 0x200d;
}

static gboolean
is_bidi_control (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_control (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

static gboolean
is_line_break (gunichar c)
{
  return c == '\n' || c == '\r' || c == '\t' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static gboolean
is_right_to_left (gunichar c)
{
  return (c >= 0x0590 && c <= 0x08ff) || (c >= 0xfb1d && c <= 0xfdff) ||
         (c >= 0xfe70 && c <= 0xfefc) || (c >= 0x10800 && c <= 0x10fff) ||
         (c >= 0x1e800 && c <= 0x1efff);
}

/* Whether @c is drawn on or joined to what is before it. */
static gboolean
extends (gunichar c)
{
  return g_unichar_ismark (c) || is_joiner (c) || (c >= 0x1f3fb && c <= 0x1f3ff);
}

/* Any bytes: the next character, U+FFFD for what is not UTF-8. */
static gunichar
next_character (const char **text)
{
  gunichar c = g_utf8_get_char_validated (*text, -1);

  if (c == (gunichar) -1 || c == (gunichar) -2)
    {
      (*text)++;
      return 0xfffd;
    }
  *text = g_utf8_next_char (*text);
  return c;
}

typedef struct {
  GString *text;
  guint graphemes;
  guint marks;         /* on the last grapheme */
  gboolean joined;     /* the next character belongs to the last grapheme */
  gboolean right_to_left;
} Display;

static void
show_base (Display  *display,
           gunichar  c)
{
  if (!display->joined)
    display->graphemes++;
  display->joined = FALSE;
  display->marks = 0;
  if (is_bidi_control (c))
    g_string_append_printf (display->text, "[U+%04X]", c);
  else
    g_string_append_unichar (display->text, is_line_break (c) ? ' ' : c);
}

static void
show_extension (Display  *display,
                gunichar  c)
{
  if (display->graphemes == 0 || ++display->marks > MAX_MARKS)
    return;
  display->joined = c == 0x200d;
  g_string_append_unichar (display->text, c);
}

static void
show (Display  *display,
      gunichar  c)
{
  if (extends (c))
    show_extension (display, c);
  else if (is_line_break (c) || !(is_control (c) || is_invisible (c)))
    show_base (display, c);
  if (is_right_to_left (c))
    display->right_to_left = TRUE;
}

/* plug_text_for_display:
 * @text: (nullable): anything a server said
 *
 * Line breaks become spaces; control characters and invisible ones are left out, those that
 * turn the direction of writing are shown as [U+202E]; more than four marks on one character
 * and more than PLUG_TEXT_MAX_GRAPHEMES characters are cut, the latter with an ellipsis. Text
 * with right-to-left letters is isolated, so that it does not reorder what stands beside it;
 * any other text comes back as it is.
 *
 * Returns: (transfer full): text for a label, never for markup; what is stored is not touched */
char *
plug_text_for_display (const char *text)
{
  Display display = { 0 };

  if (text == NULL)
    return g_strdup ("");
  display.text = g_string_new (NULL);
  while (*text != '\0' && display.graphemes <= PLUG_TEXT_MAX_GRAPHEMES)
    {
      gsize length = display.text->len;

      show (&display, next_character (&text));
      if (display.graphemes > PLUG_TEXT_MAX_GRAPHEMES)
        {
          g_string_truncate (display.text, length);
          g_string_append (display.text, "…");
        }
    }
  if (display.right_to_left)
    {
      g_string_prepend (display.text, "\u2068");
      g_string_append (display.text, "\u2069");
    }
  return g_string_free (display.text, FALSE);
}

/* The end of the tag that starts at @text, or NULL when none does. */
static const char *
find_tag_end (const char *text)
{
  const char *end;

  if (*text != '<' || !(g_ascii_isalpha (text[1]) || strchr ("/!?", text[1]) != NULL) ||
      text[1] == '\0')
    return NULL;
  if (g_str_has_prefix (text, "<!--"))
    {
      end = strstr (text, "-->");
      return end != NULL ? end + 3 : NULL;
    }
  end = strchr (text, '>');
  return end != NULL ? end + 1 : NULL;
}

/* plug_text_strip_html:
 * @text: a name or a description
 *
 * Leaves out tags and comments as the tenant does with names (contract section 7.4);
 * a lone < stays.
 *
 * Returns: (transfer full): the text between the tags */
char *
plug_text_strip_html (const char *text)
{
  const char *last;
  GString *stripped;

  g_return_val_if_fail (text != NULL, NULL);

  /* No tag ends behind the last >, so a flood of < is not searched to its end each time. */
  last = strrchr (text, '>');
  stripped = g_string_sized_new (strlen (text));
  while (*text != '\0')
    {
      const char *end = last != NULL && text < last ? find_tag_end (text) : NULL;

      if (end != NULL)
        text = end;
      else
        g_string_append_c (stripped, *text++);
    }
  return g_string_free (stripped, FALSE);
}

/* plug_text_redact:
 * @text: (nullable): what is to be shown or logged
 * @secrets: (nullable): NULL-terminated texts of the secrets known here
 *
 * Servers echo what they were sent. Each secret is replaced by eight bullets in every form that
 * PlugRedactor knows.
 *
 * Returns: (nullable) (transfer full): @text without any of them, NULL for NULL */
char *
plug_text_redact (const char        *text,
                  const char *const *secrets)
{
  g_autoptr (PlugRedactor) redactor = NULL;
  GString *redacted;

  if (text == NULL)
    return NULL;
  redactor = plug_redactor_new (secrets);
  redacted = g_string_sized_new (strlen (text));
  plug_redactor_feed (redactor, text, strlen (text), redacted);
  plug_redactor_finish (redactor, redacted);
  return g_string_free (redacted, FALSE);
}

/* strstr() for a word that does not end in NUL, without a copy of it for every row of a list. */
static gboolean
contains (const char *haystack,
          const char *word,
          gsize       length)
{
  if (length == 0)
    return TRUE;
  for (const char *at = strchr (haystack, *word); at != NULL; at = strchr (at + 1, *word))
    {
      if (strncmp (at, word, length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* plug_text_matches:
 * @haystack_folded: folded text, as plug_text_fold() gives it
 * @needle_folded: (nullable): what is searched for, folded too
 *
 * Returns: whether every word of @needle_folded is somewhere in @haystack_folded; nothing to
 *   search for is everywhere */
gboolean
plug_text_matches (const char *haystack_folded,
                   const char *needle_folded)
{
  g_return_val_if_fail (haystack_folded != NULL, FALSE);

  if (needle_folded == NULL || *needle_folded == '\0')
    return TRUE;
  if (strchr (needle_folded, ' ') == NULL)
    return strstr (haystack_folded, needle_folded) != NULL;
  while (*needle_folded != '\0')
    {
      gsize length = strcspn (needle_folded, " ");

      if (!contains (haystack_folded, needle_folded, length))
        return FALSE;
      needle_folded += length;
      needle_folded += strspn (needle_folded, " ");
    }
  return TRUE;
}

static gboolean
is_plain_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (!g_ascii_isprint (*text))
        return FALSE;
    }
  return TRUE;
}

/* plug_text_fold:
 * @text: (nullable): any text
 *
 * Without case, accents and the differences of form that Unicode calls compatible, so that
 * "Kuma" finds "Küma"; every white space becomes a plain space.
 *
 * Returns: (transfer full): text for plug_text_matches(), not for the eye */
char *
plug_text_fold (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *lower = NULL;
  g_autofree char *apart = NULL;
  GString *folded;

  /* What most names are; the long way round comes to the same. */
  if (text == NULL || is_plain_ascii (text))
    return g_ascii_strdown (text != NULL ? text : "", -1);
  valid = g_utf8_make_valid (text, -1);
  lower = g_utf8_casefold (valid, -1);
  apart = g_utf8_normalize (lower, -1, G_NORMALIZE_NFKD);
  folded = g_string_sized_new (strlen (apart));
  for (const char *c = apart; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);

      if (g_unichar_isspace (u))
        g_string_append_c (folded, ' ');
      else if (!g_unichar_ismark (u) && !is_invisible (u))
        g_string_append_unichar (folded, u);
    }
  return g_string_free (folded, FALSE);
}

/* plug_text_shell_quote:
 * @text: any text
 *
 * Returns: (transfer full): @text as one word of a POSIX shell in which nothing has a meaning */
char *
plug_text_shell_quote (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return g_shell_quote (text);
}

static gboolean
is_trimmed (gunichar c)
{
  return g_unichar_isspace (c) || is_control (c) || is_invisible (c);
}

/* plug_text_find_inner:
 * @text: valid UTF-8
 * @length: (out): how many bytes the returned text has
 *
 * For texts that must not be copied, such as secrets.
 *
 * Returns: (transfer none): where @text begins, white space and what is not visible left out at
 *   both ends */
const char *
plug_text_find_inner (const char *text,
                      gsize      *length)
{
  const char *end;

  g_return_val_if_fail (text != NULL && length != NULL, NULL);

  while (*text != '\0' && is_trimmed (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  end = text + strlen (text);
  while (end > text)
    {
      const char *last = g_utf8_prev_char (end);

      if (!is_trimmed (g_utf8_get_char (last)))
        break;
      end = last;
    }
  *length = (gsize) (end - text);
  return text;
}

/* plug_text_trim:
 * @text: (nullable): any text
 *
 * Returns: (transfer full): @text without white space and without what is not visible at both
 *   ends; what is not UTF-8 is replaced */
char *
plug_text_trim (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  gsize length;
  const char *inner = plug_text_find_inner (valid, &length);

  return g_strndup (inner, length);
}
