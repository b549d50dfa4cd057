/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Placeholders: what documentation writes where a value of the reader's own belongs. */

#include "config.h"

#include "plug-placeholder.h"

#include <string.h>

#define MIN_MARKS 3
#define MAX_LENGTH 256

static gboolean
is_word_char (char c)
{
  return g_ascii_isalnum (c) || strchr ("_-. ", c) != NULL;
}

/* Whether what is between the first and the last character is words. */
static gboolean
holds_words (const char *text,
             gsize       length)
{
  gboolean letters = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\0' || !is_word_char (text[i]))
        return FALSE;
      letters = letters || g_ascii_isalpha (text[i]);
    }
  return letters;
}

/* <INSERT ANYTHING>, the whole of it: nothing but that is within a < and a >. */
static gboolean
is_angled (const char *text,
           gsize       length)
{
  return length > 2 && text[0] == '<' && text[length - 1] == '>' &&
         memchr (text + 1, '<', length - 1) == NULL &&
         memchr (text, '>', length) == text + length - 1;
}

/* {word}, {{word}}, ${WORD}; not JSON. */
static gboolean
is_braced (const char *text,
           gsize       length)
{
  if (length > 0 && text[0] == '$')
    {
      text++;
      length--;
    }
  for (guint i = 0; i < 2 && length > 2 && text[0] == '{' && text[length - 1] == '}'; i++)
    {
      text++;
      length -= 2;
      if (holds_words (text, length))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_upper (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isupper (text[i]) && !g_ascii_isdigit (text[i]) && text[i] != '_')
        return FALSE;
    }
  return length > 0 && g_ascii_isupper (text[0]);
}

/* $USER_SECRET, %USER_SECRET%: what a shell would put in. */
static gboolean
is_variable (const char *text,
             gsize       length)
{
  if (length > 2 && text[0] == '%' && text[length - 1] == '%')
    return is_upper (text + 1, length - 2);
  return length > 1 && text[0] == '$' && is_upper (text + 1, length - 1);
}

/* YOUR_…, your-…, INSERT_…; capitals or not as documentation writes them. */
static gboolean
starts_like_one (const char *text,
                 gsize       length)
{
  static const char *const any_case[] = {
    "your_", "your-", "your ", "insert_", "<your", "<insert",
  };
  static const char *const upper[] = { "MY_", "ENTER_", "ADD_", "CHANGE_", "REPLACE_" };

  if (!holds_words (text, length) && text[0] != '<')
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (any_case); i++)
    {
      gsize n = strlen (any_case[i]);

      if (length > n && g_ascii_strncasecmp (text, any_case[i], n) == 0)
        return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (upper); i++)
    {
      gsize n = strlen (upper[i]);

      if (length > n && strncmp (text, upper[i], n) == 0 && is_upper (text, length))
        return TRUE;
    }
  return length == strlen ("CHANGEME") && g_ascii_strncasecmp (text, "CHANGEME", length) == 0;
}

/* xxxxxx, XXXX-XXXX, …: one mark again and again. */
static gboolean
is_marks (const char *text,
          gsize       length)
{
  gsize marks = 0;

  if (length == strlen ("…") && memcmp (text, "…", length) == 0)
    return TRUE;
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '-' && i > 0)
        continue;
      if (g_ascii_tolower (text[i]) != g_ascii_tolower (text[0]))
        return FALSE;
      marks++;
    }
  return marks >= MIN_MARKS && (g_ascii_tolower (text[0]) == 'x' || text[0] == '.');
}

/* “sagecrm-0.<YOUR_TENANT>.com”: a part in angles and in capitals, which no markup has. */
static gboolean
has_angled_part (const char *text,
                 gsize       length)
{
  const char *end = text + length;

  while ((text = memchr (text, '<', (gsize) (end - text))) != NULL)
    {
      const char *close = memchr (text, '>', (gsize) (end - text));

      if (close == NULL)
        return FALSE;
      if (close - text > 3 && is_upper (text + 1, (gsize) (close - text - 1)))
        return TRUE;
      text++;
    }
  return FALSE;
}

/* plug_placeholder_masked:
 * @text: @length bytes
 *
 * Returns: whether it is what stands in place of a secret in an answer: asterisks or bullets,
 *   or the word for it */
gboolean
plug_placeholder_masked (const char *text,
                         gsize       length)
{
  static const char bullet[] = "•";
  gsize n = sizeof bullet - 1;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  if (length >= strlen ("REDACTED") && strncmp (text, "REDACTED", strlen ("REDACTED")) == 0)
    return TRUE;
  if (length >= MIN_MARKS && text[0] == '*')
    {
      for (gsize i = 0; i < length; i++)
        {
          if (text[i] != '*')
            return FALSE;
        }
      return TRUE;
    }
  if (length < MIN_MARKS * n || length % n != 0)
    return FALSE;
  for (gsize i = 0; i < length; i += n)
    {
      if (memcmp (text + i, bullet, n) != 0)
        return FALSE;
    }
  return TRUE;
}

/* plug_placeholder_is:
 * @text: @length bytes, a value
 *
 * Seen in the public documentation: <INSERT_PASSWORD>, {your password}, YOUR_PASSWORD, XXXXXX,
 * $PASSWORD, sagecrm-0.<YOUR_TENANT>.com, and what plug_placeholder_masked() knows. A value of
 * somebody's own could look like one; so it is left out and named, never silently sent.
 *
 * Returns: whether it, or a part of it, stands for a value that is not there */
gboolean
plug_placeholder_is (const char *text,
                     gsize       length)
{
  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  if (length == 0)
    return FALSE;
  if (plug_placeholder_masked (text, length) || is_marks (text, length))
    return TRUE;
  if (length > MAX_LENGTH)
    return has_angled_part (text, MAX_LENGTH);
  return is_angled (text, length) || is_braced (text, length) || is_variable (text, length) ||
         starts_like_one (text, length) || has_angled_part (text, length);
}
