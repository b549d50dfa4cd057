/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Authorization header: read from what people paste, and built; contract section 1.2. */

#include "config.h"

#include "plug-authorization.h"

#include <string.h>

#include "plug-placeholder.h"
#include "plug-text.h"

#define HEADER_NAME "authorization"

/* A scheme's value, inside the text it was found in: secrets are not copied. A placeholder has no
 * length. */
typedef struct {
  const char *value;
  gsize length;
} Part;

typedef struct {
  Part user;
  Part organization;
  Part element;
} Parts;

static Part *
find_part (Parts      *parts,
           const char *scheme,
           gsize       length)
{
  if (length == 4 && g_ascii_strncasecmp (scheme, "user", 4) == 0)
    return &parts->user;
  if (length == 12 && g_ascii_strncasecmp (scheme, "organization", 12) == 0)
    return &parts->organization;
  if (length == 7 && g_ascii_strncasecmp (scheme, "element", 7) == 0)
    return &parts->element;
  return NULL;
}

static gsize
count_alpha (const char *text)
{
  gsize length = 0;

  while (g_ascii_isalpha (text[length]))
    length++;
  return length;
}

/* A placeholder in angles or braces may have spaces in it. */
static gsize
find_value_length (const char *value)
{
  gsize length = strcspn (value, " \t\r\n,;'\"\\`");
  gsize inner;

  if (*value != '<' && *value != '{')
    return length;
  inner = strcspn (value, *value == '<' ? ">\r\n" : "}\r\n");
  return value[inner] == '>' || value[inner] == '}' ? inner + 1 : length;
}

/* No header can have it, and the keyring neither; a terminal may leave one in what is copied. */
static gboolean
has_control (const char *value,
             gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_iscntrl (value[i]))
        return TRUE;
    }
  return FALSE;
}

/* One "Scheme value" at *text, which is moved behind it. */
static gboolean
read_part (Parts       *parts,
           const char **text)
{
  const char *at = *text + strspn (*text, " \t\r\n");
  gsize length = count_alpha (at);
  Part *part = find_part (parts, at, length);
  gsize space;

  if (part == NULL || part->value != NULL)
    return FALSE;
  at += length;
  space = strspn (at, " \t\r\n");
  length = find_value_length (at + space);
  if (space == 0 || length == 0 || has_control (at + space, length))
    return FALSE;
  part->value = at + space;
  part->length = plug_placeholder_is (part->value, length) ? 0 : length;
  *text = part->value + length;
  return TRUE;
}

/* Comma-separated parts; @count says how many have a value. What stands behind the last is not
 * looked at. */
static const char *
read_parts (Parts      *parts,
            const char *text,
            guint      *count)
{
  *count = 0;
  while (read_part (parts, &text))
    {
      const char *next = text + strspn (text, " \t\r\n");

      *count = (parts->user.length > 0) + (parts->organization.length > 0) +
               (parts->element.length > 0);
      if (*next != ',')
        break;
      text = next + 1;
    }
  return text;
}

static const char *
find_header_name (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (g_ascii_strncasecmp (text, HEADER_NAME, strlen (HEADER_NAME)) == 0)
        return text;
    }
  return NULL;
}

/* Behind the name of a header, wherever one is: in a line, in cURL's -H '…', in JSON. */
static gboolean
read_header (Parts      *parts,
             const char *text)
{
  while ((text = find_header_name (text)) != NULL)
    {
      guint count;

      text += strlen (HEADER_NAME);
      text += strspn (text, " \t\r\n:='\"");
      memset (parts, 0, sizeof *parts);
      read_parts (parts, text, &count);
      if (count > 0)
        return TRUE;
    }
  return FALSE;
}

/* The value alone. Two parts at least and nothing else, or any prose would be one. */
static gboolean
read_bare_value (Parts      *parts,
                 const char *text)
{
  guint count;
  const char *end;

  memset (parts, 0, sizeof *parts);
  end = read_parts (parts, text + strspn (text, " \t\r\n'\"`"), &count);
  return count >= 2 && strspn (end, " \t\r\n'\"`;,") == strlen (end);
}

static void
give (PlugSecret **secret,
      const Part  *part)
{
  if (secret != NULL && part->length > 0)
    *secret = plug_secret_new_len (part->value, part->length);
}

/* plug_authorization_parse:
 * @text: (nullable): what was pasted, one line or a whole cURL command
 * @user_secret: (out) (optional) (nullable): the value behind "User"
 * @organization_secret: (out) (optional) (nullable): the value behind "Organization"
 * @token: (out) (optional) (nullable): the value behind "Element"
 *
 * Schemes in any case and order. A placeholder such as <USER_SECRET> is no value.
 *
 * Returns: whether an Authorization header was found; each out argument is NULL when it has no
 *   such part */
gboolean
plug_authorization_parse (const char  *text,
                          PlugSecret **user_secret,
                          PlugSecret **organization_secret,
                          PlugSecret **token)
{
  Parts parts = { 0 };

  if (user_secret != NULL)
    *user_secret = NULL;
  if (organization_secret != NULL)
    *organization_secret = NULL;
  if (token != NULL)
    *token = NULL;
  if (text == NULL || !(read_header (&parts, text) || read_bare_value (&parts, text)))
    return FALSE;
  give (user_secret, &parts.user);
  give (organization_secret, &parts.organization);
  give (token, &parts.element);
  return TRUE;
}

/* plug_authorization_build:
 * @user_secret: the account's user secret
 * @organization_secret: (nullable): the account's organization secret; NULL with a token is the
 *   shorter form that calls of an instance take
 * @token: (nullable): an instance's token, for calls made in its name
 *
 * Returns: (transfer full): the value of the Authorization header */
PlugSecret *
plug_authorization_build (const PlugSecret *user_secret,
                          const PlugSecret *organization_secret,
                          const PlugSecret *token)
{
  g_return_val_if_fail (user_secret != NULL, NULL);
  g_return_val_if_fail (organization_secret != NULL || token != NULL, NULL);

  if (organization_secret == NULL)
    return plug_secret_new_format ("User %s, Element %s", plug_secret_peek (user_secret),
                                   plug_secret_peek (token));
  if (token == NULL)
    return plug_secret_new_format ("User %s, Organization %s", plug_secret_peek (user_secret),
                                   plug_secret_peek (organization_secret));
  return plug_secret_new_format ("User %s, Organization %s, Element %s",
                                 plug_secret_peek (user_secret),
                                 plug_secret_peek (organization_secret),
                                 plug_secret_peek (token));
}

/* 32 bytes in Base64. */
static gboolean
has_user_shape (const char *secret)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  return strlen (secret) == 44 && secret[43] == '=' && strspn (secret, alphabet) == 43;
}

/* 16 bytes in hexadecimal. */
static gboolean
has_organization_shape (const char *secret)
{
  return strlen (secret) == 32 && strspn (secret, "0123456789abcdef") == 32;
}

/* plug_authorization_looks_swapped:
 * @user_secret: (nullable): what was entered as the user secret
 * @organization_secret: (nullable): what was entered as the organization secret
 *
 * By the shapes today's secrets have. A hint for a warning, never a reason to refuse: older
 * tenants' secrets have other shapes.
 *
 * Returns: whether one of them has the other's shape and not its own */
gboolean
plug_authorization_looks_swapped (const char *user_secret,
                                  const char *organization_secret)
{
  gboolean user_is_other;
  gboolean organization_is_other;

  if (user_secret == NULL || organization_secret == NULL)
    return FALSE;
  user_is_other = has_organization_shape (user_secret);
  organization_is_other = has_user_shape (organization_secret);
  return (user_is_other && !has_organization_shape (organization_secret)) ||
         (organization_is_other && !has_user_shape (user_secret));
}

static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == '\'' || c == '`' || (c >= 0x2018 && c <= 0x201f);
}

/* The inside of one pair of quotes, and of the white space in it. */
static const char *
find_unquoted (const char *text,
               gsize      *length)
{
  const char *end = text + *length;
  const char *last;

  if (*length < 2)
    return text;
  last = g_utf8_prev_char (end);
  if (last == text || !is_quote (g_utf8_get_char (text)) || !is_quote (g_utf8_get_char (last)))
    return text;
  text = g_utf8_next_char (text);
  *length = (gsize) (last - text);
  return text;
}

/* Copies, leaving out line breaks with the white space around them, of which the text comes
 * without at both ends. */
static PlugSecret *
new_joined (const char *text,
            gsize       length)
{
  char *joined = g_malloc (length + 1);
  gsize used = 0;
  PlugSecret *secret;

  for (gsize i = 0; i < length;)
    {
      gsize space = 0;
      gboolean broken = FALSE;

      for (; i + space < length && strchr (" \t\r\n", text[i + space]) != NULL; space++)
        broken = broken || text[i + space] == '\n' || text[i + space] == '\r';
      if (space == 0)
        space = 1;
      if (!broken)
        {
          memcpy (joined + used, text + i, space);
          used += space;
        }
      i += space;
    }
  joined[used] = '\0';
  secret = plug_secret_new_len (joined, used);
  plug_secret_wipe_text (joined);
  g_free (joined);
  return secret;
}

/* plug_authorization_clean_secret:
 * @text: (nullable): a secret as it was pasted
 *
 * Leaves out white space and what is not visible at both ends, quotes around it, and the line
 * breaks a terminal or a document put into it.
 *
 * Returns: (nullable) (transfer full): the secret, NULL when nothing is left or it is not UTF-8 */
PlugSecret *
plug_authorization_clean_secret (const char *text)
{
  gsize length;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;
  text = plug_text_find_inner (text, &length);
  text = find_unquoted (text, &length);
  while (length > 0 && strchr (" \t\r\n", text[0]) != NULL)
    {
      text++;
      length--;
    }
  while (length > 0 && strchr (" \t\r\n", text[length - 1]) != NULL)
    length--;
  return length > 0 ? new_joined (text, length) : NULL;
}
