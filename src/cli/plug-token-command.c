/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl token, header and curl: what calls in an instance's name need. */

#include "config.h"

#include "plug-authorization-source.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "plug-command.h"
#include "plug-curl.h"
#include "plug-error.h"
#include "plug-terminal.h"

static char *account_name;
static gboolean to_terminal;
static gboolean fetch;

static const GOptionEntry token_options[] = {
  PLUG_OPTION_ACCOUNT (&account_name),
  PLUG_OPTION_TO_TERMINAL (&to_terminal),
  { "fetch", 0, 0, G_OPTION_ARG_NONE, &fetch,
    N_("When the keyring has no token, get it from the tenant and save it"), NULL },
  { NULL },
};

static const GOptionEntry header_options[] = {
  PLUG_OPTION_ACCOUNT (&account_name),
  PLUG_OPTION_TO_TERMINAL (&to_terminal),
  { NULL },
};

static const GOptionEntry curl_options[] = {
  PLUG_OPTION_ACCOUNT (&account_name),
  { NULL },
};

static gboolean
check_reader (GError **error)
{
  if (to_terminal || !plug_terminal_is_output ())
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                       _("This is a secret, and a terminal keeps what it shows. Send it to a "
                         "program, or give --to-terminal."));
  return FALSE;
}

/* Past stdio, which would keep a copy of it in its buffer. */
static int
print_secret (PlugCli    *cli,
              const char *before,
              PlugSecret *secret)
{
  g_autoptr (PlugSecret) line = plug_secret_new_format ("%s%s\n", before,
                                                        plug_secret_peek (secret));
  const char *text = plug_secret_peek (line);
  gsize left = plug_secret_get_length (line);

  while (left > 0)
    {
      gssize n = write (STDOUT_FILENO, text, left);

      if (n < 0)
        return PLUG_EXIT_FAILED;
      text += n;
      left -= (gsize) n;
    }
  return PLUG_EXIT_OK;
}

static gboolean
fetch_token (PlugCli       *cli,
             PlugInstance  *instance,
             GError       **error)
{
  PlugInventory *inventory = plug_cli_open (cli, NULL, error);
  g_autoptr (GAsyncResult) result = NULL;

  plug_inventory_fetch_token_async (inventory, instance, plug_cli_get_cancellable (cli),
                                    plug_cli_result_cb, &result);
  return plug_inventory_finish (inventory, plug_cli_wait (&result), error);
}

static PlugSecret *
get_token (PlugCli       *cli,
           PlugInstance  *instance,
           GError       **error)
{
  g_autoptr (GError) missing = NULL;
  PlugSecret *token = plug_authorization_source_get_token (cli, instance, &missing);

  if (token == NULL && fetch && g_error_matches (missing, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT))
    return fetch_token (cli, instance, error)
             ? plug_authorization_source_get_token (cli, instance, error)
             : NULL;
  if (token == NULL)
    g_propagate_error (error, g_steal_pointer (&missing));
  return token;
}

static int
print_token (PlugCli  *cli,
             char    **arguments)
{
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (PlugSecret) token = NULL;
  GError *error = NULL;

  if (!check_reader (&error) ||
      (instance = plug_cli_find_instance (cli, arguments[0], account_name, &error)) == NULL ||
      (token = get_token (cli, instance, &error)) == NULL)
    return plug_cli_fail (cli, error);
  return print_secret (cli, "", token);
}

static int
print_header (PlugCli  *cli,
              char    **arguments)
{
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (PlugAuthorizationSource) source = NULL;
  GError *error = NULL;

  if (!check_reader (&error) ||
      (instance = plug_cli_find_instance (cli, arguments[0], account_name, &error)) == NULL ||
      (source = plug_authorization_source_new (cli, instance, &error)) == NULL)
    return plug_cli_fail (cli, error);
  return print_secret (cli, "Authorization: ", source->authorization);
}

static int
print_curl (PlugCli  *cli,
            char    **arguments)
{
  g_autoptr (PlugInstance) instance = NULL;
  g_autofree char *command = NULL;
  PlugAccount *account;
  GError *error = NULL;

  instance = plug_cli_find_instance (cli, arguments[0], account_name, &error);
  if (instance == NULL)
    return plug_cli_fail (cli, error);
  account = plug_inventory_find_account (plug_cli_open (cli, NULL, NULL),
                                         plug_instance_get_account_id (instance));
  g_return_val_if_fail (account != NULL, PLUG_EXIT_FAILED); /* a row has one */
  command = arguments[1] != NULL ? plug_curl_dup_request (instance, account, arguments[1])
                                 : plug_curl_dup_ping (instance, account);
  printf ("%s\n", command);
  return PLUG_EXIT_OK;
}

const PlugCommand plug_command_token = {
  .name = "token",
  .arguments = N_("INSTANCE"),
  .summary = N_("Print an instance’s token, for a program to read"),
  .options = token_options,
  .min = 1,
  .max = 1,
  .words = PLUG_WORDS_INSTANCE,
  .is_brief = TRUE,
  .run = print_token,
};

const PlugCommand plug_command_header = {
  .name = "header",
  .arguments = N_("INSTANCE"),
  .summary = N_("Print the Authorization header of calls in an instance’s name"),
  .description = N_("Example:\n"
                    "  plugctl header 427902 | curl -H @- https://…/elements/api-v2/hubs/crm/ping"),
  .options = header_options,
  .min = 1,
  .max = 1,
  .words = PLUG_WORDS_INSTANCE,
  .is_brief = TRUE,
  .run = print_header,
};

const PlugCommand plug_command_curl = {
  .name = "curl",
  .arguments = N_("INSTANCE [PATH]"),
  .summary = N_("Print a curl command that can be pasted, without a secret in it"),
  .description = N_("PATH is below the base URL, like /hubs/crm/contacts; without it the command "
                    "asks whether\nthe instance works. It reads the secrets from the keyring when "
                    "it is run."),
  .options = curl_options,
  .min = 1,
  .max = 2,
  .words = PLUG_WORDS_INSTANCE,
  .is_brief = TRUE,
  .run = print_curl,
};
