/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands, and how one of them is found, explained and run. */

#include "config.h"

#include "plug-command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* In the order of the overview. */
static const PlugCommand *const commands[] = {
  &plug_command_account_add,
  &plug_command_account_list,
  &plug_command_account_verify,
  &plug_command_account_remove,
  &plug_command_create,
  &plug_command_bulk,
  &plug_command_list,
  &plug_command_show,
  &plug_command_check,
  &plug_command_sync,
  &plug_command_enable,
  &plug_command_disable,
  &plug_command_delete,
  &plug_command_reconcile,
  &plug_command_token,
  &plug_command_header,
  &plug_command_curl,
  &plug_command_request,
  &plug_command_run,
  &plug_command_export,
  &plug_command_import,
  &plug_command_doctor,
  &plug_command_help,
  &plug_command_complete,
  NULL,
};

/* plug_command_list_all:
 * Returns: (transfer none): every command, ending in NULL; those whose name begins with an
 *   underscore are for programs alone */
const PlugCommand *const *
plug_command_list_all (void)
{
  return commands;
}

/* plug_command_find:
 * @words: NULL-terminated, the command's first
 * @n_words: (out): how many of them are its name
 *
 * Returns: (nullable) (transfer none): the command they begin with */
const PlugCommand *
plug_command_find (char  **words,
                   guint  *n_words)
{
  for (gsize i = 0; commands[i] != NULL && words[0] != NULL; i++)
    {
      const char *second = strchr (commands[i]->name, ' ');

      *n_words = second != NULL ? 2 : 1;
      if (second == NULL && g_str_equal (commands[i]->name, words[0]))
        return commands[i];
      if (second != NULL && words[1] != NULL && g_str_equal (second + 1, words[1]) &&
          strlen (words[0]) == (gsize) (second - commands[i]->name) &&
          g_str_has_prefix (commands[i]->name, words[0]))
        return commands[i];
    }
  *n_words = 0;
  return NULL;
}

static GOptionContext *
context_new (const PlugCommand *self)
{
  GOptionContext *context = g_option_context_new (self->arguments != NULL ? _(self->arguments)
                                                                          : NULL);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, self->summary);
  if (self->description != NULL)
    g_option_context_set_description (context, self->description);
  if (self->options != NULL)
    g_option_context_add_main_entries (context, self->options, GETTEXT_PACKAGE);
  g_option_context_set_strict_posix (context, self->runs_others);
  g_option_context_set_help_enabled (context, FALSE);
  return context;
}

/* plug_command_dup_help:
 * Returns: (transfer full): usage, summary and options of the command */
char *
plug_command_dup_help (const PlugCommand *self)
{
  g_autoptr (GOptionContext) context = context_new (self);
  g_autofree char *usage = g_strconcat ("plugctl ", self->name, NULL);

  g_option_context_set_help_enabled (context, TRUE);
  g_set_prgname (usage); /* the usage line begins with it */
  return g_option_context_get_help (context, TRUE, NULL);
}

/* plug_command_dup_overview:
 * Returns: (transfer full): every command with its summary */
char *
plug_command_dup_overview (void)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n  plugctl %s\n\n%s\n", _("Usage:"),
                          _("COMMAND [OPTION…] [ARGUMENT…]"), _("Commands:"));
  for (gsize i = 0; commands[i] != NULL; i++)
    {
      if (commands[i]->name[0] != '_')
        g_string_append_printf (text, "  %-16s %s\n", commands[i]->name, _(commands[i]->summary));
    }
  g_string_append_printf (text, "\n%s\n",
                          _("“plugctl help COMMAND” says more of one; “man plugctl” of all, with "
                            "what exit statuses mean."));
  return g_string_free (text, FALSE);
}

static gboolean
check_count (const PlugCommand  *self,
             char              **arguments,
             GError            **error)
{
  guint n = g_strv_length (arguments);

  if (n >= self->min && n <= self->max)
    return TRUE;
  if (n < self->min)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _("“%s” needs more than that: %s."), self->name, _(self->arguments));
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _("“%s” is one word too many for “%s”."), arguments[self->max], self->name);
  return FALSE;
}

static gboolean
asks_for_help (const PlugCommand  *self,
               char              **words)
{
  for (gsize i = 0; words[i] != NULL && !g_str_equal (words[i], "--"); i++)
    {
      if (g_str_equal (words[i], "--help") || g_str_equal (words[i], "-h"))
        return TRUE;
      if (self->runs_others && words[i][0] != '-')
        return FALSE;
    }
  return FALSE;
}

/* The “--” in front of what is not an option is nobody's argument; of what another program is
 * given, it is the first. */
static void
drop_separator (const PlugCommand *self,
                GPtrArray         *words)
{
  for (guint i = 1; i < words->len; i++)
    {
      if (!g_str_equal (g_ptr_array_index (words, i), "--") || (self->runs_others && i > 2))
        continue;
      g_ptr_array_remove_index (words, i);
      return;
    }
}

/* Takes @error. */
static int
refuse (PlugCli            *cli,
        const PlugCommand  *self,
        GError             *error)
{
  int status = plug_cli_fail (cli, error);

  plug_cli_say (_("“plugctl help %s” says what it takes."), self->name);
  return status;
}

static int
run (PlugCli            *cli,
     const PlugCommand  *self,
     char              **words)
{
  g_autoptr (GOptionContext) context = context_new (self);
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  g_autofree char **parsed = g_new0 (char *, g_strv_length (words) + 2);
  GError *error = NULL;
  int argc = 1;

  if (self->is_raw)
    return self->run (cli, words);
  /* GOption takes words out of the array it is given; they are those of argv, not copies. */
  parsed[0] = (char *) self->name;
  for (; words[argc - 1] != NULL; argc++)
    parsed[argc] = words[argc - 1];
  if (!g_option_context_parse (context, &argc, &parsed, &error))
    return refuse (cli, self, error);
  for (int i = 0; i < argc; i++)
    g_ptr_array_add (left, parsed[i]);
  drop_separator (self, left);
  g_ptr_array_add (left, NULL);
  if (!check_count (self, (char **) left->pdata + 1, &error))
    return refuse (cli, self, error);
  return self->run (cli, (char **) left->pdata + 1);
}

static int
refuse_unknown (PlugCli  *cli,
                char    **words)
{
  if (words[0] == NULL)
    {
      g_autofree char *overview = plug_command_dup_overview ();

      fputs (overview, stderr);
      return PLUG_EXIT_USAGE;
    }
  return plug_cli_fail (cli, g_error_new (G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                                          _("There is no command “%s”. “plugctl help” lists those "
                                            "there are."), words[0]));
}

/* What was printed has to have arrived: a full disk is a failure, a reader that left is not worth
 * a word. */
static int
end (PlugCli *cli,
     int      status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  if (errno != EPIPE)
    fprintf (stderr, "plugctl: %s\n", g_strerror (errno));
  return status != PLUG_EXIT_OK ? status : PLUG_EXIT_FAILED;
}

/* plug_command_main:
 * The program, but for what is the process's own.
 *
 * Returns: the exit status, one of PlugExit or a command's that was run */
int
plug_command_main (int    argc,
                   char **argv)
{
  g_autoptr (PlugCli) cli = plug_cli_new ();
  const PlugCommand *command;
  guint n_words;

  g_set_prgname ("plugctl");
  if (argc > 1 && g_str_equal (argv[1], "--version"))
    {
      printf ("plugctl %s\n", PLUG_VERSION);
      return end (cli, PLUG_EXIT_OK);
    }
  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    argv[1] = (char *) "help";
  command = plug_command_find (argv + 1, &n_words);
  if (command == NULL)
    return refuse_unknown (cli, argv + 1);
  plug_cli_set_brief (cli, command->is_brief);
  if (!command->is_raw && asks_for_help (command, argv + 1 + n_words))
    {
      g_autofree char *help = plug_command_dup_help (command);

      fputs (help, stdout);
      return end (cli, PLUG_EXIT_OK);
    }
  return end (cli, run (cli, command, argv + 1 + n_words));
}
