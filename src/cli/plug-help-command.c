/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl help. */

#include "config.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "plug-command.h"

static int
print_help (PlugCli  *cli,
            char    **arguments)
{
  g_autofree char *text = NULL;
  const PlugCommand *command;
  guint n_words;

  if (arguments[0] == NULL)
    {
      text = plug_command_dup_overview ();
      fputs (text, stdout);
      return PLUG_EXIT_OK;
    }
  command = plug_command_find (arguments, &n_words);
  if (command == NULL)
    return plug_cli_fail (cli, g_error_new (G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                                            _("There is no command “%s”."), arguments[0]));
  text = plug_command_dup_help (command);
  fputs (text, stdout);
  return PLUG_EXIT_OK;
}

const PlugCommand plug_command_help = {
  .name = "help",
  .arguments = N_("[COMMAND]"),
  .summary = N_("Explain the commands, or one of them"),
  .max = 2,
  .words = PLUG_WORDS_COMMAND,
  .run = print_help,
};
