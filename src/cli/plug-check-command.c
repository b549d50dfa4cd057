/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl check: whether an instance can be used, as far as that can be known without using it. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-command.h"
#include "plug-error.h"
#include "plug-record.h"
#include "plug-table.h"

static char *account_name;
static gboolean json;

static const GOptionEntry check_options[] = {
  PLUG_OPTION_ACCOUNT (&account_name),
  PLUG_OPTION_JSON (&json),
  { NULL },
};

/* What was found out of one instance; an error is why a thing is not so, NULL where it is. */
typedef struct {
  PlugInstance *instance;
  PlugInstance *remote; /* (nullable): as the tenant has it */
  GError *credentials;
  GError *tenant;
  GError *token;
} Check;

static void
check_free (Check *check)
{
  g_clear_object (&check->instance);
  g_clear_object (&check->remote);
  g_clear_error (&check->credentials);
  g_clear_error (&check->tenant);
  g_clear_error (&check->token);
  g_free (check);
}

/* One call says whether the secrets are right and what has become of the instance; only when it
 * fails is it asked which of both it was. */
static void
ask_tenant (PlugCli       *cli,
            PlugInventory *inventory,
            Check         *check)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) verified = NULL;
  g_autofree char *organization = NULL;
  PlugAccount *account;

  plug_inventory_ask_async (inventory, check->instance, plug_cli_get_cancellable (cli),
                            plug_cli_result_cb, &result);
  check->remote = plug_inventory_ask_finish (inventory, plug_cli_wait (&result), &check->tenant);
  account = plug_inventory_find_account (inventory,
                                         plug_instance_get_account_id (check->instance));
  if (check->remote != NULL || account == NULL)
    return;
  plug_inventory_verify_account_async (inventory, account, plug_account_get_base_url (account),
                                       NULL, NULL, plug_cli_get_cancellable (cli),
                                       plug_cli_result_cb, &verified);
  organization = plug_inventory_verify_account_finish (inventory, plug_cli_wait (&verified),
                                                       &check->credentials);
}

static void
ask_keyring (PlugCli       *cli,
             PlugInventory *inventory,
             Check         *check)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlugSecret) token = NULL;

  plug_inventory_load_token_async (inventory, check->instance, plug_cli_get_cancellable (cli),
                                   plug_cli_result_cb, &result);
  token = plug_inventory_load_token_finish (inventory, plug_cli_wait (&result), &check->token);
}

static const char *
get_tenant_state (Check *check)
{
  if (check->remote != NULL)
    return plug_record_get_state (check->remote);
  if (g_error_matches (check->tenant, PLUG_ERROR, PLUG_ERROR_NOT_FOUND))
    return "missing";
  return "unknown";
}

static const char *
get_tenant_words (Check *check)
{
  if (check->remote != NULL)
    return plug_instance_is_disabled (check->remote) ? _("disabled") : _("enabled");
  if (g_error_matches (check->tenant, PLUG_ERROR, PLUG_ERROR_NOT_FOUND))
    return _("not there");
  return _("unknown");
}

/* The deeper reason first. */
static const GError *
get_problem (Check *check)
{
  if (check->credentials != NULL)
    return check->credentials;
  return check->tenant != NULL ? check->tenant : check->token;
}

static gboolean
is_good (Check *check)
{
  return get_problem (check) == NULL && !plug_instance_is_disabled (check->remote);
}

static void
print_json (GPtrArray *checks)
{
  g_autoptr (PlugWriter) writer = plug_writer_new ();

  plug_writer_begin_array (writer, NULL);
  for (guint i = 0; i < checks->len; i++)
    {
      Check *check = g_ptr_array_index (checks, i);
      const GError *problem = get_problem (check);

      plug_writer_begin_object (writer, NULL);
      plug_writer_string (writer, "id", plug_instance_get_id (check->instance));
      plug_writer_string (writer, "name", plug_instance_get_name (check->instance));
      plug_writer_string (writer, "account", plug_instance_get_account_name (check->instance));
      plug_writer_boolean (writer, "ok", is_good (check));
      plug_writer_string (writer, "tenant", get_tenant_state (check));
      plug_writer_boolean (writer, "token_saved", check->token == NULL);
      plug_writer_string (writer, "problem", problem != NULL ? problem->message : NULL);
      plug_writer_end_object (writer);
    }
  plug_writer_end_array (writer);
  plug_writer_print (writer);
}

static void
print_table (GPtrArray *checks)
{
  g_autoptr (PlugTable) table = plug_table_new (_("Id"), _("Name"), _("Result"), _("Tenant"),
                                                _("Token"), NULL);

  for (guint i = 0; i < checks->len; i++)
    {
      Check *check = g_ptr_array_index (checks, i);

      plug_table_add (table, plug_instance_get_id (check->instance),
                      plug_instance_get_name (check->instance),
                      is_good (check) ? _("good") : _("look here"), get_tenant_words (check),
                      check->token == NULL ? _("saved") : _("not saved"), NULL);
    }
  plug_table_print (table);
}

/* Returns: the exit status of the first that is not good */
static int
report_problems (GPtrArray *checks)
{
  int status = PLUG_EXIT_OK;

  for (guint i = 0; i < checks->len; i++)
    {
      Check *check = g_ptr_array_index (checks, i);
      const GError *problem = get_problem (check);

      if (is_good (check))
        continue;
      if (problem != NULL)
        plug_cli_report (problem);
      if (status == PLUG_EXIT_OK)
        status = problem != NULL ? (int) plug_exit_from_error (problem) : PLUG_EXIT_FAILED;
    }
  return status;
}

static int
check_instances (PlugCli  *cli,
                 char    **arguments)
{
  g_autoptr (GPtrArray) checks = g_ptr_array_new_with_free_func ((GDestroyNotify) check_free);
  GError *error = NULL;
  PlugInventory *inventory = NULL;

  /* All of them are read when there is more than one to find. */
  inventory = plug_cli_open (cli, arguments[1] == NULL ? arguments[0] : NULL, &error);
  for (gsize i = 0; inventory != NULL && error == NULL && arguments[i] != NULL; i++)
    {
      Check *check = g_new0 (Check, 1);

      g_ptr_array_add (checks, check);
      check->instance = plug_cli_find_instance (cli, arguments[i], account_name, &error);
    }
  if (error != NULL)
    return plug_cli_fail (cli, error);
  for (guint i = 0; i < checks->len; i++)
    {
      ask_tenant (cli, inventory, g_ptr_array_index (checks, i));
      ask_keyring (cli, inventory, g_ptr_array_index (checks, i));
      if (g_cancellable_set_error_if_cancelled (plug_cli_get_cancellable (cli), &error))
        return plug_cli_fail (cli, error);
    }
  if (json)
    print_json (checks);
  else
    print_table (checks);
  return report_problems (checks);
}

const PlugCommand plug_command_check = {
  .name = "check",
  .arguments = N_("INSTANCE…"),
  .summary = N_("Check whether the tenant knows an instance and its token is saved"),
  .description = N_("The exit status is that of the first instance with which something is wrong."),
  .options = check_options,
  .min = 1,
  .max = G_MAXUINT,
  .words = PLUG_WORDS_INSTANCE,
  .run = check_instances,
};
