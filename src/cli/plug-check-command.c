/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl check: how instances are, and what mends those that are not well. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-command.h"
#include "plug-record.h"
#include "plug-table.h"

static char *account_name;
static gboolean all;
static gboolean json;

static const GOptionEntry check_options[] = {
  PLUG_OPTION_ACCOUNT (&account_name),
  { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_("Every instance, with --account that account’s"),
    NULL },
  PLUG_OPTION_JSON (&json),
  { NULL },
};

/* Of the account's secrets or of the keyring, the tenant or the network: what a program that
 * waits for the status can do something about. */
static PlugExit
get_status (PlugCheckResult *result)
{
  if (plug_check_result_get_state (result) == PLUG_CHECK_CANCELLED)
    return PLUG_EXIT_INTERRUPTED;
  switch (plug_check_result_get_remedy (result))
    {
    case PLUG_REMEDY_EDIT_ACCOUNT:
      return PLUG_EXIT_CREDENTIALS;
    case PLUG_REMEDY_UNLOCK_KEYRING:
    case PLUG_REMEDY_FETCH_TOKEN:
      return PLUG_EXIT_KEYRING;
    case PLUG_REMEDY_NONE:
    case PLUG_REMEDY_ENABLE:
    case PLUG_REMEDY_ENABLE_EVENTS:
    case PLUG_REMEDY_REAUTHENTICATE:
    case PLUG_REMEDY_FORGET:
    case PLUG_REMEDY_CREATE_AGAIN:
    case PLUG_REMEDY_REVIEW:
    case PLUG_REMEDY_ACCEPT:
    case PLUG_REMEDY_RETRY:
    default:
      break;
    }
  switch (plug_check_result_get_health (result))
    {
    case PLUG_HEALTH_HEALTHY:
      return PLUG_EXIT_OK;
    case PLUG_HEALTH_GONE:
      return PLUG_EXIT_NOT_FOUND;
    case PLUG_HEALTH_REJECTED:
      return PLUG_EXIT_CREDENTIALS;
    case PLUG_HEALTH_UNKNOWN:
      return PLUG_EXIT_NETWORK;
    case PLUG_HEALTH_DISABLED:
    case PLUG_HEALTH_EVENTS_OFF:
    case PLUG_HEALTH_CHANGED:
    default:
      return PLUG_EXIT_FAILED;
    }
}

static void
print_json (GListModel *results)
{
  g_autoptr (PlugWriter) writer = plug_writer_new ();

  plug_writer_begin_array (writer, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (results); i++)
    {
      g_autoptr (PlugCheckResult) result = g_list_model_get_item (results, i);
      PlugInstance *instance = plug_check_result_get_instance (result);
      PlugHealth health = plug_check_result_get_health (result);

      plug_writer_begin_object (writer, NULL);
      plug_writer_string (writer, "id", plug_instance_get_id (instance));
      plug_writer_string (writer, "name", plug_instance_get_name (instance));
      plug_writer_string (writer, "account", plug_instance_get_account_name (instance));
      plug_writer_boolean (writer, "ok", get_status (result) == PLUG_EXIT_OK);
      plug_writer_string (writer, "health", plug_health_to_string (health));
      plug_writer_string (writer, "tenant", health == PLUG_HEALTH_GONE
                                              ? "missing"
                                              : plug_record_get_state (instance));
      plug_writer_boolean (writer, "token_saved",
                           plug_instance_get_token_state (instance) == PLUG_TOKEN_SAVED);
      plug_writer_string (writer, "problem", plug_check_result_get_reason (result));
      plug_writer_end_object (writer);
    }
  plug_writer_end_array (writer);
  plug_writer_print (writer);
}

static void
print_table (GListModel *results)
{
  g_autoptr (PlugTable) table = plug_table_new (_("Id"), _("Name"), _("Account"), _("Health"),
                                                _("Why"), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (results); i++)
    {
      g_autoptr (PlugCheckResult) result = g_list_model_get_item (results, i);
      PlugInstance *instance = plug_check_result_get_instance (result);
      const char *account = plug_instance_get_account_name (instance);
      const char *reason = plug_check_result_get_reason (result);

      plug_table_add (table, plug_instance_get_id (instance), plug_instance_get_name (instance),
                      account != NULL ? account : "",
                      plug_health_get_name (plug_check_result_get_health (result)),
                      reason != NULL ? reason : "", NULL);
    }
  plug_table_print (table);
}

/* Returns: the exit status of the first that is not well */
static int
get_first_status (GListModel *results)
{
  for (guint i = 0; i < g_list_model_get_n_items (results); i++)
    {
      g_autoptr (PlugCheckResult) result = g_list_model_get_item (results, i);
      PlugExit status = get_status (result);

      if (status != PLUG_EXIT_OK)
        return status;
    }
  return PLUG_EXIT_OK;
}

static gboolean
find_all (PlugCli        *cli,
          PlugInventory  *inventory,
          GListStore     *chosen,
          GError        **error)
{
  g_autoptr (PlugAccount) account = NULL;
  GListModel *instances = plug_inventory_list_instances (inventory);

  if (account_name != NULL &&
      (account = plug_cli_find_account (cli, account_name, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);

      if (account == NULL || g_str_equal (plug_instance_get_account_id (instance),
                                          plug_account_get_id (account)))
        g_list_store_append (chosen, instance);
    }
  return TRUE;
}

static gboolean
find_named (PlugCli     *cli,
            char       **names,
            GListStore  *chosen,
            GError     **error)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autoptr (PlugInstance) instance = NULL;

      instance = plug_cli_find_instance (cli, names[i], account_name, error);
      if (instance == NULL)
        return FALSE;
      if (!g_list_store_find (chosen, instance, NULL))
        g_list_store_append (chosen, instance);
    }
  return TRUE;
}

static int
run_check (PlugCli       *cli,
           PlugInventory *inventory,
           GListModel    *chosen)
{
  g_autoptr (PlugCheck) check = plug_inventory_check (inventory, chosen);
  GListModel *results = plug_check_list_results (check);
  gulong handler;

  handler = g_cancellable_connect (plug_cli_get_cancellable (cli), G_CALLBACK (plug_check_cancel),
                                   check, NULL);
  while (!plug_check_is_finished (check))
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_disconnect (plug_cli_get_cancellable (cli), handler);
  if (json)
    print_json (results);
  else
    print_table (results);
  return get_first_status (results);
}

static int
check_instances (PlugCli  *cli,
                 char    **arguments)
{
  g_autoptr (GListStore) chosen = g_list_store_new (PLUG_TYPE_INSTANCE);
  PlugInventory *inventory;
  GError *error = NULL;

  if (all == (arguments[0] != NULL))
    {
      g_set_error_literal (&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("Name the instances to check, or say --all."));
      return plug_cli_fail (cli, error);
    }
  /* All of them are read when there is more than one to find. */
  inventory = plug_cli_open (cli, all || arguments[1] != NULL ? NULL : arguments[0], &error);
  if (inventory == NULL || !(all ? find_all (cli, inventory, chosen, &error)
                                 : find_named (cli, arguments, chosen, &error)))
    return plug_cli_fail (cli, error);
  return run_check (cli, inventory, G_LIST_MODEL (chosen));
}

const PlugCommand plug_command_check = {
  .name = "check",
  .arguments = N_("[INSTANCE…]"),
  .summary = N_("Ask tenants and connected systems how instances are"),
  .description = N_("Of each instance it asks the tenant, and with its token the system behind it. "
                    "The exit\nstatus is that of the first instance with which something is "
                    "wrong."),
  .options = check_options,
  .min = 0,
  .max = G_MAXUINT,
  .words = PLUG_WORDS_INSTANCE,
  .run = check_instances,
};
