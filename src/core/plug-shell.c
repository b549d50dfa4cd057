/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pasted command taken apart into its words: for a POSIX shell, for Windows with its ^ and `,
 * and as documentation and word processors leave it. Nothing of it is ever run. */

#include "config.h"

#include "plug-shell-private.h"

#include <string.h>

#include "plug-json-lenient-private.h"

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gsize
skip_blank (PlugShell *self,
            gsize      at)
{
  while (at < self->end && is_blank (self->text[at]))
    at++;
  return at;
}

/* plug_shell_starts:
 * Returns: whether @word stands at @at */
gboolean
plug_shell_starts (PlugShell  *self,
                   gsize       at,
                   const char *word)
{
  gsize length = strlen (word);

  return self->end - at >= length && memcmp (self->text + at, word, length) == 0;
}

/* How long the dash at @at is; word processors make longer ones of two hyphens. */
static gsize
dash_length (PlugShell *self,
             gsize      at,
             gboolean  *is_long)
{
  static const char *const dashes[] = { "‐", "‑", "–", "−", "—", "―" };

  *is_long = FALSE;
  if (plug_shell_starts (self, at, "-"))
    return 1;
  for (gsize i = 0; i < G_N_ELEMENTS (dashes); i++)
    {
      *is_long = i >= 4;
      if (plug_shell_starts (self, at, dashes[i]))
        return strlen (dashes[i]);
    }
  return 0;
}

/* Whether an option stands at @at: one or two dashes and a letter. */
static gboolean
is_option (PlugShell *self,
           gsize      at)
{
  gboolean is_long;
  gsize length = dash_length (self, at, &is_long);

  if (length == 0)
    return FALSE;
  at += length;
  at += dash_length (self, at, &is_long);
  return at < self->end && g_ascii_isalpha (self->text[at]);
}

static gboolean
is_url (PlugShell *self,
        gsize      at)
{
  gsize length;

  if (plug_quote_at (self->text + at, self->text + self->end, &length) != PLUG_QUOTE_NONE)
    at += length;
  return plug_shell_starts (self, at, "https://") || plug_shell_starts (self, at, "http://");
}

/* Behind a \, ^ or ` that says the line goes on, or @at when none stands there. */
static gsize
skip_continuation (PlugShell *self,
                   gsize      at)
{
  gsize next;

  if (at >= self->end || strchr ("\\^`", self->text[at]) == NULL || self->text[at] == '\0')
    return at;
  next = skip_blank (self, at + 1);
  if (next < self->end && self->text[next] == '\n')
    {
      if (next > at + 1)
        self->command->mended |= PLUG_SHELL_BROKEN_LINES;
      return next + 1;
    }
  /* The line breaks were lost on the way, their signs were not. */
  if (next > at + 1 && (is_option (self, next) || is_url (self, next)))
    {
      self->command->mended |= PLUG_SHELL_BROKEN_LINES;
      return next;
    }
  return next >= self->end ? next : at;
}

/* At a line's end that nothing continues: whether the next line is an option all the same. */
static gboolean
skip_broken_line (PlugShell *self)
{
  gsize next = self->at;

  while (next < self->end && g_ascii_isspace (self->text[next]))
    next++;
  if (!is_option (self, next) && !(self->command->words->len < 4 && is_url (self, next)))
    return FALSE;
  self->command->mended |= PLUG_SHELL_BROKEN_LINES;
  self->at = next;
  return TRUE;
}

/* To the next word of the command; FALSE when it ends. */
static gboolean
find_word (PlugShell *self)
{
  while (self->at < self->end)
    {
      gsize next = skip_continuation (self, self->at);

      if (next > self->at)
        self->at = next;
      else if (is_blank (self->text[self->at]))
        self->at++;
      else if (self->text[self->at] != '\n')
        return strchr ("|;&", self->text[self->at]) == NULL;
      else if (self->awaited != NULL || !skip_broken_line (self))
        return FALSE;
    }
  return FALSE;
}

static gboolean
ends_word (PlugShell *self,
           gsize      at)
{
  char c = self->text[at];

  if (is_blank (c) || c == '\n' || c == '|')
    return TRUE;
  if (c == ';' || c == '&')
    return at + 1 >= self->end || g_ascii_isspace (self->text[at + 1]) || self->text[at + 1] == c;
  return skip_continuation (self, at) > at;
}

/* A character outside quotes; an escape loses its sign. */
static void
read_plain (PlugShell  *self,
            PlugSource *word)
{
  const char *at = self->text + self->at;
  gsize length;

  if (*at == '\\' && self->at + 1 < self->end)
    self->at++;
  else if (*at == '^' && self->at + 1 < self->end && strchr ("\"&|<>^{}%!\\", at[1]) != NULL)
    self->at++;
  at = self->text + self->at;
  length = MIN ((gsize) (g_utf8_next_char (at) - at), self->end - self->at);
  plug_source_append_range (word, self->source, self->at, self->at + length);
  self->at += length;
}

/* The dashes an option begins with, as hyphens. */
static void
read_dashes (PlugShell  *self,
             PlugSource *word)
{
  if (!is_option (self, self->at))
    return;
  for (guint i = 0; i < 2; i++)
    {
      gboolean is_long;
      gsize length = dash_length (self, self->at, &is_long);

      if (length == 0)
        return;
      if (length > 1)
        self->command->mended |= PLUG_SHELL_DASHES;
      plug_source_append (word, "--", is_long ? 2 : 1, plug_source_get_origin (self->source,
                                                                             self->at));
      self->at += length;
    }
}

static void
read_word (PlugShell  *self,
           PlugSource *word)
{
  gboolean first = TRUE;

  read_dashes (self, word);
  while (self->at < self->end && !ends_word (self, self->at))
    {
      if (!(first && plug_shell_read_raw_json (self, word)) && !plug_shell_read_quoted (self, word))
        read_plain (self, word);
      first = FALSE;
    }
}

/* <YOUR_VALUE> is no redirection. */
static gboolean
is_placeholder (PlugShell *self)
{
  gsize at = self->at + 1;

  if (self->text[self->at] != '<' || at >= self->end || !g_ascii_isalpha (self->text[at]))
    return FALSE;
  while (at < self->end && !g_ascii_isspace (self->text[at]) && self->text[at] != '>')
    at++;
  return at < self->end && self->text[at] == '>';
}

static void
skip_word (PlugShell *self)
{
  g_autoptr (PlugSource) word = plug_source_new (0);

  self->at = skip_blank (self, self->at);
  read_word (self, word);
}

/* At < or >, with the number of a file before it or none. */
static gboolean
read_redirection (PlugShell *self)
{
  gsize at = self->at;

  if (g_ascii_isdigit (self->text[at]) && at + 1 < self->end && self->text[at + 1] == '>')
    at++;
  if ((self->text[at] != '<' && self->text[at] != '>') || is_placeholder (self))
    return FALSE;
  self->at = at;
  if (plug_shell_starts (self, at, "<<<"))
    {
      self->at = skip_blank (self, at + 3);
      g_clear_pointer (&self->command->input, plug_source_free);
      self->command->input = plug_source_new (0);
      read_word (self, self->command->input);
    }
  else if (plug_shell_starts (self, at, "<<"))
    {
      self->at += 2;
      g_free (self->awaited);
      self->awaited = plug_shell_read_delimiter (self);
    }
  else
    {
      while (self->at < self->end && strchr ("<>&", self->text[self->at]) != NULL)
        self->at++;
      skip_word (self);
    }
  return TRUE;
}

/* A comment runs to its line's end. */
static gboolean
skip_comment (PlugShell *self)
{
  if (self->text[self->at] != '#')
    return FALSE;
  while (self->at < self->end && self->text[self->at] != '\n')
    self->at++;
  return TRUE;
}

static void
read_words (PlugShell *self)
{
  while (find_word (self))
    {
      gsize first = self->at;
      PlugSource *word;

      if (read_redirection (self) || skip_comment (self))
        continue;
      word = plug_source_new (0);
      read_word (self, word);
      g_ptr_array_add (self->command->words, word);
      g_return_if_fail (self->at > first);
    }
}

/* The here-document begins with the line behind the command, which may go on into a pipe. */
static void
read_input (PlugShell *self)
{
  PlugSource *document;

  while (self->at < self->end && self->text[self->at] != '\n')
    self->at++;
  if (self->at >= self->end)
    return;
  document = plug_source_new (0);
  self->at++;
  if (!plug_shell_read_document (self, self->awaited, document))
    g_clear_pointer (&document, plug_source_free);
  else
    {
      g_clear_pointer (&self->command->input, plug_source_free);
      self->command->input = document;
    }
}

/* plug_shell_command_free:
 * @command: (nullable) (transfer full): wiped and freed */
void
plug_shell_command_free (PlugShellCommand *command)
{
  if (command == NULL)
    return;
  g_ptr_array_unref (command->words);
  plug_source_free (command->input);
  g_free (command);
}

/* plug_shell_read:
 * @source: text, lines broken by \n alone
 * @start: where the command begins in it
 *
 * Reads to the command's end: the line's, unless it is continued, or ; | &. A JSON body with
 * quotes within that were not escaped stays together. Nothing is expanded.
 *
 * Returns: (transfer full): the words */
PlugShellCommand *
plug_shell_read (const PlugSource *source,
                 gsize             start)
{
  PlugShell self = { .source = source };

  g_return_val_if_fail (source != NULL && start <= plug_source_get_length (source), NULL);

  self.text = plug_source_peek (source);
  self.at = start;
  self.end = plug_source_get_length (source);
  self.command = g_new0 (PlugShellCommand, 1);
  self.command->words = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_source_free);
  read_words (&self);
  if (self.awaited != NULL)
    read_input (&self);
  g_free (self.awaited);
  self.command->end = self.at;
  return self.command;
}
