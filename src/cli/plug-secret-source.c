/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets from standard input, from files, from the environment, from a person: never from the
 * arguments, which every process of the user can read. */

#include "config.h"

#include "plug-secret-source.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-authorization.h"
#include "plug-terminal.h"

#define MAX_FILE (64 * 1024)

static PlugSecret *
new_checked (const char  *text,
             gsize        length,
             const char  *where,
             GError     **error)
{
  if (length > 0 && length <= MAX_FILE && g_utf8_validate (text, (gssize) length, NULL))
    return plug_secret_new_len (text, length);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("There is no secret in %s: it is empty, longer than %d bytes, or not text."),
               where, MAX_FILE);
  return NULL;
}

/* A line break at the end is the editor's, those before it are the secret's. */
static PlugSecret *
read_file (const char  *path,
           GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &reason);
  PlugSecret *secret = NULL;
  gsize length;
  char *text;

  text = g_malloc0 (MAX_FILE + 2);
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_FILE + 1,
                                                  &length, NULL, &reason))
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("A secret could not be read: %s"), reason->message);
  else
    {
      if (length > 0 && text[length - 1] == '\n')
        length--;
      if (length > 0 && text[length - 1] == '\r')
        length--;
      secret = new_checked (text, length, name, error);
    }
  explicit_bzero (text, MAX_FILE + 2);
  g_free (text);
  return secret;
}

/* plug_secret_source_is_one:
 * Returns: whether @text says where a secret comes from, see plug_secret_source_read() */
gboolean
plug_secret_source_is_one (const char *text)
{
  return g_str_equal (text, "-") || text[0] == '@' || g_str_has_prefix (text, "env:");
}

/* plug_secret_source_read:
 * @source: "-" for the next line of standard input, "@FILE", or "env:NAME"
 * @question: what a person is asked for when standard input is a terminal
 *
 * Returns: (transfer full): the secret; NULL with @error, which never quotes @source where it may
 *   be the secret itself */
PlugSecret *
plug_secret_source_read (const char    *source,
                         const char    *question,
                         GCancellable  *cancellable,
                         GError       **error)
{
  if (g_str_equal (source, "-"))
    return plug_terminal_can_ask () ? plug_terminal_ask_secret (question, cancellable, error)
                                    : plug_terminal_read_secret (cancellable, error);
  if (source[0] == '@')
    return read_file (source + 1, error);
  if (g_str_has_prefix (source, "env:"))
    {
      const char *value = g_getenv (source + 4);

      return new_checked (value != NULL ? value : "", value != NULL ? strlen (value) : 0,
                          source, error);
    }
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("A secret is never given on the command line, where other programs can "
                         "read it. Write KEY=- for the next line of standard input, KEY=@FILE, or "
                         "KEY=env:NAME."));
  return NULL;
}

static PlugSecret *
clean (PlugSecret  *pasted,
       GError     **error)
{
  PlugSecret *cleaned = plug_authorization_clean_secret (plug_secret_peek (pasted));

  if (cleaned == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _("A secret that was entered is empty."));
  return cleaned;
}

/* One secret, or the whole line of a request in which both are. */
static PlugSecret *
get_one (gboolean       from_stdin,
         const char    *question,
         GCancellable  *cancellable,
         GError       **error)
{
  return from_stdin ? plug_terminal_read_secret (cancellable, error)
                    : plug_terminal_ask_secret (question, cancellable, error);
}

/* plug_secret_source_read_account:
 * @from_stdin: whether they come as lines of standard input: user secret, organization secret
 * @user_secret: (out): the user secret
 * @organization_secret: (out): the organization secret
 *
 * Otherwise a person is asked. A whole Authorization line for the first is both.
 *
 * Returns: whether there are both; FALSE with @error */
gboolean
plug_secret_source_read_account (gboolean       from_stdin,
                                 PlugSecret   **user_secret,
                                 PlugSecret   **organization_secret,
                                 GCancellable  *cancellable,
                                 GError       **error)
{
  g_autoptr (PlugSecret) first = NULL;
  g_autoptr (PlugSecret) second = NULL;

  if (!from_stdin && !plug_terminal_can_ask ())
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("There is no terminal to ask for the secrets on. With "
                             "--secrets-stdin they are read from standard input: the user secret "
                             "on the first line, the organization secret on the second."));
      return FALSE;
    }
  first = get_one (from_stdin, _("User secret"), cancellable, error);
  if (first == NULL)
    return FALSE;
  if (plug_authorization_parse (plug_secret_peek (first), user_secret, organization_secret, NULL) &&
      *user_secret != NULL && *organization_secret != NULL)
    return TRUE;
  g_clear_pointer (user_secret, plug_secret_unref);
  g_clear_pointer (organization_secret, plug_secret_unref);
  second = get_one (from_stdin, _("Organization secret"), cancellable, error);
  if (second == NULL)
    return FALSE;
  *user_secret = clean (first, error);
  *organization_secret = *user_secret != NULL ? clean (second, error) : NULL;
  return *organization_secret != NULL;
}
