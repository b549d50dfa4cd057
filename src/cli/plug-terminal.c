/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal: whether there is one, how wide it is, and what is asked on it. */

#include "config.h"

#include "plug-terminal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#define MAX_LINE 65536

static const char *const codes[] = {
  [PLUG_STYLE_HEADING] = "1",
  [PLUG_STYLE_GOOD] = "32",
  [PLUG_STYLE_ATTENTION] = "33",
  [PLUG_STYLE_BAD] = "1;31",
};

/* plug_terminal_is_output:
 * Returns: whether a person sees what is printed to standard output */
gboolean
plug_terminal_is_output (void)
{
  return isatty (STDOUT_FILENO);
}

/* plug_terminal_can_ask:
 * Returns: whether a person can be asked, and sees the question */
gboolean
plug_terminal_can_ask (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/* plug_terminal_get_width:
 * Returns: how many cells a line of standard output has; G_MAXUINT where nobody counts them */
guint
plug_terminal_get_width (void)
{
  const char *columns = g_getenv ("COLUMNS");
  struct winsize size = { 0 };

  if (!plug_terminal_is_output ())
    return G_MAXUINT;
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return columns != NULL && g_ascii_strtoull (columns, NULL, 10) > 0
           ? (guint) g_ascii_strtoull (columns, NULL, 10)
           : 80;
}

/* plug_terminal_dup_styled:
 * @text: what is about to be printed, filtered already
 * @for_errors: whether it goes to standard error
 *
 * Returns: (transfer full): @text, in colour on a terminal unless NO_COLOR (no-color.org) is set */
char *
plug_terminal_dup_styled (const char *text,
                          PlugStyle   style,
                          gboolean    for_errors)
{
  const char *no_color = g_getenv ("NO_COLOR");
  const char *terminal = g_getenv ("TERM");

  if (!isatty (for_errors ? STDERR_FILENO : STDOUT_FILENO) ||
      (no_color != NULL && *no_color != '\0') || terminal == NULL ||
      g_str_equal (terminal, "dumb"))
    return g_strdup (text);
  return g_strdup_printf ("\033[%sm%s\033[0m", codes[style], text);
}

static guint
cells_of (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

/* plug_terminal_count_cells:
 * @text: UTF-8 on one line
 *
 * Returns: how many cells of a line it takes */
guint
plug_terminal_count_cells (const char *text)
{
  guint cells = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    cells += cells_of (g_utf8_get_char (text));
  return cells;
}

/* plug_terminal_dup_cut:
 * @text: UTF-8 on one line, as plug_text_for_display() gives it
 * @cells: how many there are, one at least
 *
 * Returns: (transfer full): @text, or so much of it that an ellipsis fits behind it; an isolated
 *   text stays isolated */
char *
plug_terminal_dup_cut (const char *text,
                       guint       cells)
{
  GString *cut;
  guint used = 0;

  if (plug_terminal_count_cells (text) <= cells)
    return g_strdup (text);
  cut = g_string_new (NULL);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (used + cells_of (c) + 1 > cells)
        break;
      used += cells_of (c);
      g_string_append_unichar (cut, c);
    }
  g_string_append (cut, "…");
  if (g_utf8_get_char (text) == 0x2068)
    g_string_append_unichar (cut, 0x2069);
  return g_string_free (cut, FALSE);
}

static gboolean
readable_cb (int          fd,
             GIOCondition condition,
             gpointer     user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Signals are taken in while it waits. */
static gboolean
wait_for_input (GCancellable  *cancellable,
                GError       **error)
{
  gboolean readable = FALSE;
  guint source = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR | G_IO_NVAL,
                                readable_cb, &readable);

  while (!readable && !g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (NULL, TRUE);
  if (!readable)
    g_source_remove (source);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* A byte at a time, so that what stands behind the line is left to whoever reads next.
 * Returns: its length, 0 for an empty one; -1 at the end of the input or with an error */
static gssize
read_line (char          *line,
           GCancellable  *cancellable,
           GError       **error)
{
  gsize length = 0;
  gssize n = -1;

  while (length < MAX_LINE - 1)
    {
      if (!wait_for_input (cancellable, error))
        return -1;
      n = read (STDIN_FILENO, line + length, 1);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0 || line[length] == '\n')
        break;
      length++;
    }
  while (length > 0 && line[length - 1] == '\r')
    length--;
  line[length] = '\0';
  if (n > 0 || length > 0)
    return (gssize) length;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("Standard input ended before everything was read that was to come from "
                         "it."));
  return -1;
}

/* plug_terminal_read_secret:
 * Returns: (transfer full): the next line of standard input; NULL with @error when there is none
 *   or it is empty */
PlugSecret *
plug_terminal_read_secret (GCancellable  *cancellable,
                           GError       **error)
{
  char *line = g_malloc0 (MAX_LINE);
  gssize length = read_line (line, cancellable, error);
  PlugSecret *secret = NULL;

  if (length == 0)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _("A line of standard input that was to be a secret is empty."));
  else if (length > 0 && !g_utf8_validate (line, length, NULL))
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _("A line of standard input that was to be a secret is not text."));
  else if (length > 0)
    secret = plug_secret_new_len (line, (gsize) length);
  explicit_bzero (line, MAX_LINE);
  g_free (line);
  return secret;
}

static void
set_echo (gboolean echo)
{
  struct termios attributes;

  if (tcgetattr (STDIN_FILENO, &attributes) != 0)
    return;
  if (echo)
    attributes.c_lflag |= ECHO;
  else
    attributes.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &attributes);
}

/* plug_terminal_ask_secret:
 * @question: what is asked for
 *
 * Shows nothing of what is typed; the terminal is as it was again whatever happens.
 *
 * Returns: (transfer full): what was typed; NULL with @error */
PlugSecret *
plug_terminal_ask_secret (const char    *question,
                          GCancellable  *cancellable,
                          GError       **error)
{
  PlugSecret *secret;

  fprintf (stderr, "%s: ", question);
  fflush (stderr);
  set_echo (FALSE);
  secret = plug_terminal_read_secret (cancellable, error);
  set_echo (TRUE);
  fputc ('\n', stderr);
  return secret;
}

/* plug_terminal_ask_yes:
 * @question: a whole question
 *
 * Returns: whether the answer was yes; FALSE with @error when there was none */
gboolean
plug_terminal_ask_yes (const char    *question,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autofree char *line = g_malloc0 (MAX_LINE);
  g_autofree char *answer = NULL;
  g_autofree char *yes = NULL;
  g_autofree char *letter = NULL;

  /* Translators: the first letter of “yes” and of “no” in your language; the second is what is
   * meant when nothing is typed */
  fprintf (stderr, "%s %s ", question, _("[y/N]"));
  fflush (stderr);
  if (read_line (line, cancellable, error) < 0)
    return FALSE;
  answer = g_utf8_casefold (g_strstrip (line), -1);
  /* Translators: the answer that means yes; its first letter is enough */
  yes = g_utf8_casefold (_("yes"), -1);
  letter = g_utf8_substring (yes, 0, 1);
  return g_str_equal (answer, yes) || g_str_equal (answer, letter);
}
