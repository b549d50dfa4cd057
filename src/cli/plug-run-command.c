/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl run: a program that may use an instance, and does not get to print its secrets. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-authorization-source.h"
#include "plug-command.h"
#include "plug-runner.h"

static char *account_name;
static gboolean no_masking;

static const GOptionEntry run_options[] = {
  PLUG_OPTION_ACCOUNT (&account_name),
  { "no-masking", 0, 0, G_OPTION_ARG_NONE, &no_masking,
    N_("Leave the command its streams: it may print secrets, and sees a terminal"), NULL },
  { NULL },
};

static void
set_environment (PlugRunner              *runner,
                 PlugInstance            *instance,
                 PlugAccount             *account,
                 PlugAuthorizationSource *source)
{
  const char *hub = plug_instance_get_hub (instance);
  const char *key = plug_instance_get_connector_key (instance);

  plug_runner_set (runner, "PLUGBOARD_AUTHORIZATION", plug_secret_peek (source->authorization));
  plug_runner_set (runner, "PLUGBOARD_TOKEN", plug_secret_peek (source->token));
  plug_runner_set (runner, "PLUGBOARD_INSTANCE_ID", plug_instance_get_id (instance));
  plug_runner_set (runner, "PLUGBOARD_CONNECTOR", key != NULL ? key : "");
  plug_runner_set (runner, "PLUGBOARD_HUB", hub != NULL ? hub : "");
  plug_runner_set (runner, "PLUGBOARD_BASE_URL",
                   account != NULL ? plug_account_get_base_url (account) : "");
}

static int
run_program (PlugCli  *cli,
             char    **arguments)
{
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (PlugAuthorizationSource) source = NULL;
  g_autoptr (PlugRunner) runner = plug_runner_new ();
  const char *secrets[5] = { NULL };
  PlugAccount *account;
  GError *error = NULL;
  int status;

  instance = plug_cli_find_instance (cli, arguments[0], account_name, &error);
  if (instance == NULL || (source = plug_authorization_source_new (cli, instance, &error)) == NULL)
    return plug_cli_fail (cli, error);
  account = plug_inventory_find_account (plug_cli_open (cli, NULL, NULL),
                                         plug_instance_get_account_id (instance));
  set_environment (runner, instance, account, source);
  secrets[0] = plug_secret_peek (source->authorization);
  secrets[1] = plug_secret_peek (source->user_secret);
  secrets[2] = plug_secret_peek (source->organization_secret);
  secrets[3] = plug_secret_peek (source->token);
  plug_cli_release_signals (cli);
  status = plug_runner_run (runner, arguments + 1, no_masking ? NULL : secrets, &error);
  if (error != NULL)
    plug_cli_fail (cli, error);
  return status;
}

const PlugCommand plug_command_run = {
  .name = "run",
  .arguments = N_("INSTANCE -- COMMAND [ARGUMENT…]"),
  .summary = N_("Run a command that may use an instance; secrets in its output are masked"),
  .description =
    N_("The command finds in its environment, and nothing else does:\n"
       "  PLUGBOARD_AUTHORIZATION   the value of the Authorization header\n"
       "  PLUGBOARD_TOKEN           the instance’s token\n"
       "  PLUGBOARD_INSTANCE_ID     the instance’s id\n"
       "  PLUGBOARD_BASE_URL        the tenant’s base URL\n"
       "  PLUGBOARD_CONNECTOR, PLUGBOARD_HUB\n"
       "Its exit status is passed on. Example:\n"
       "  plugctl run 427902 -- sh -c "
       "'curl -sH \"Authorization: $PLUGBOARD_AUTHORIZATION\" $PLUGBOARD_BASE_URL/ping'"),
  .options = run_options,
  .min = 2,
  .max = G_MAXUINT,
  .words = PLUG_WORDS_INSTANCE,
  .runs_others = TRUE,
  .is_brief = TRUE,
  .run = run_program,
};
