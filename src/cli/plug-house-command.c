/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl export and import: accounts, instances and their secrets to another computer. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-command.h"
#include "plug-error.h"
#include "plug-secret-source.h"
#include "plug-table.h"
#include "plug-terminal.h"
#include "plug-writer.h"

static char *account_name;
static gboolean passphrase_stdin;
static gboolean overwrite;
static gboolean dry_run;
static gboolean json;
static char **replaced;

#define OPTION_PASSPHRASE                                                      \
  { "passphrase-stdin", 0, 0, G_OPTION_ARG_NONE, &passphrase_stdin,           \
    N_("Read the passphrase from a line of standard input"), NULL }

static const GOptionEntry export_options[] = {
  PLUG_OPTION_ACCOUNT (&account_name),
  OPTION_PASSPHRASE,
  { "overwrite", 0, 0, G_OPTION_ARG_NONE, &overwrite, N_("Replace a file that is there"), NULL },
  { NULL },
};

static const GOptionEntry import_options[] = {
  OPTION_PASSPHRASE,
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run,
    N_("Say what would be done, and do nothing"), NULL },
  { "replace", 0, 0, G_OPTION_ARG_STRING_ARRAY, &replaced,
    N_("Replace this account’s name, address and secrets by the file’s"), N_("ACCOUNT") },
  PLUG_OPTION_JSON (&json),
  { NULL },
};

/* A person types it twice when nobody else would notice a slip. */
static PlugSecret *
ask_passphrase (PlugCli   *cli,
                gboolean   twice,
                GError   **error)
{
  GCancellable *cancellable = plug_cli_get_cancellable (cli);
  g_autoptr (PlugSecret) first = NULL;
  g_autoptr (PlugSecret) second = NULL;

  if (passphrase_stdin)
    return plug_terminal_read_secret (cancellable, error);
  if (!plug_terminal_can_ask ())
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("There is no terminal to ask for the passphrase on. With "
                             "--passphrase-stdin it is read from a line of standard input."));
      return NULL;
    }
  first = plug_terminal_ask_secret (_("Passphrase"), cancellable, error);
  if (first == NULL || !twice)
    return g_steal_pointer (&first);
  if (!plug_export_check_passphrase (first, error))
    return NULL;
  second = plug_terminal_ask_secret (_("Passphrase, once more"), cancellable, error);
  if (second == NULL || plug_secret_equal (first, second))
    return second != NULL ? g_steal_pointer (&first) : NULL;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("The two passphrases are not the same. Nothing was written."));
  return NULL;
}

static GListModel *
list_accounts (PlugCli        *cli,
               PlugInventory  *inventory,
               GError        **error)
{
  g_autoptr (PlugAccount) account = NULL;
  GListStore *store;

  if (account_name == NULL)
    return g_object_ref (plug_inventory_list_accounts (inventory));
  account = plug_cli_find_account (cli, account_name, error);
  if (account == NULL)
    return NULL;
  store = g_list_store_new (PLUG_TYPE_ACCOUNT);
  g_list_store_append (store, account);
  return G_LIST_MODEL (store);
}

/* What is in the file, then what whoever relies on it has to know is not. */
static void
say_exported (PlugExportReport *report)
{
  plug_cli_say (_("Accounts: %u. Instances: %u, with %u tokens."), report->n_accounts,
                report->n_instances, report->n_tokens);
  for (guint i = 0; i < report->lacks->len; i++)
    {
      g_autofree char *shown = plug_cli_dup_shown (g_ptr_array_index (report->lacks, i));

      plug_cli_say ("%s", shown);
    }
  if (report->n_in_doubt > 0)
    plug_cli_say (_("Not in it: %u requests whose outcome is not known. This computer settles "
                    "them; “plugctl reconcile” looks now."), report->n_in_doubt);
  if (report->n_due > 0)
    plug_cli_say (_("%u instances are going to be deleted on the tenant, by this computer; the "
                    "file does not say so."), report->n_due);
  if (report->n_forgotten > 0)
    plug_cli_say (_("Not in it: %u instances that were forgotten."), report->n_forgotten);
  plug_cli_say ("%s", _("Whoever has the file and its passphrase has every token and secret in "
                        "it."));
}

static int
run_export (PlugCli  *cli,
            char    **arguments)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (arguments[0]);
  g_autoptr (GListModel) accounts = NULL;
  g_autoptr (PlugSecret) passphrase = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlugExportReport) report = NULL;
  PlugInventory *inventory;
  GError *error = NULL;

  if ((!overwrite && !plug_export_check_file (file, &error)) ||
      (inventory = plug_cli_open (cli, NULL, &error)) == NULL ||
      (accounts = list_accounts (cli, inventory, &error)) == NULL ||
      (passphrase = ask_passphrase (cli, TRUE, &error)) == NULL)
    return plug_cli_fail (cli, error);
  plug_inventory_export_async (inventory, accounts, passphrase, file, overwrite,
                               plug_cli_get_cancellable (cli), plug_cli_result_cb, &result);
  report = plug_inventory_export_finish (inventory, plug_cli_wait (&result), &error);
  if (report == NULL)
    return plug_cli_fail (cli, error);
  say_exported (report);
  return PLUG_EXIT_OK;
}

static gboolean
mark_replaced (PlugDelivery  *delivery,
               const char    *name,
               GError       **error)
{
  GListModel *items = G_LIST_MODEL (delivery);
  gboolean is_found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (PlugDeliveryItem) item = g_list_model_get_item (items, i);

      if (plug_delivery_item_get_instance (item) != NULL ||
          g_strcmp0 (plug_account_get_name (plug_delivery_item_get_account (item)), name) != 0)
        continue;
      plug_delivery_item_set_replaces (item, TRUE);
      is_found = TRUE;
    }
  if (!is_found)
    g_set_error (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND,
                 _("The file has no account named “%s”. Nothing was imported."), name);
  return is_found;
}

static const char *
get_words (PlugDeliveryItem *item)
{
  if (plug_delivery_item_replaces (item))
    return _("replaced");
  switch (plug_delivery_item_get_state (item))
    {
    case PLUG_DELIVERY_NEW:
    case PLUG_DELIVERY_RENAMED:
      return _("new");
    case PLUG_DELIVERY_COMPLETED:
      return _("completed");
    case PLUG_DELIVERY_DIFFERS:
      return _("differs");
    case PLUG_DELIVERY_FORGOTTEN:
      return _("forgotten");
    case PLUG_DELIVERY_DELETED:
      return _("deleted");
    case PLUG_DELIVERY_HERE:
    default:
      return _("here");
    }
}

static void
print_json (GListModel *items)
{
  g_autoptr (PlugWriter) writer = plug_writer_new ();

  plug_writer_begin_array (writer, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (PlugDeliveryItem) item = g_list_model_get_item (items, i);
      PlugInstance *instance = plug_delivery_item_get_instance (item);
      PlugAccount *account = plug_delivery_item_get_account (item);

      plug_writer_begin_object (writer, NULL);
      plug_writer_string (writer, "kind", instance != NULL ? "instance" : "account");
      plug_writer_string (writer, "id", instance != NULL ? plug_instance_get_id (instance)
                                                         : plug_account_get_id (account));
      plug_writer_string (writer, "name", plug_delivery_item_get_name (item));
      plug_writer_string (writer, "account", plug_account_get_name (account));
      plug_writer_string (writer, "base_url", plug_account_get_base_url (account));
      plug_writer_string (writer, "import",
                          plug_delivery_state_to_string (plug_delivery_item_get_state (item)));
      plug_writer_boolean (writer, "replaced", plug_delivery_item_replaces (item));
      plug_writer_end_object (writer);
    }
  plug_writer_end_array (writer);
  plug_writer_print (writer);
}

static void
print_table (GListModel *items)
{
  g_autoptr (PlugTable) table = plug_table_new (_("Account"), _("Instance"), _("Name"),
                                                _("Import"), _("Why"), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (PlugDeliveryItem) item = g_list_model_get_item (items, i);
      PlugInstance *instance = plug_delivery_item_get_instance (item);
      g_autofree char *reason = plug_delivery_item_dup_reason (item);

      plug_table_add (table, plug_account_get_name (plug_delivery_item_get_account (item)),
                      instance != NULL ? plug_instance_get_id (instance) : "",
                      plug_delivery_item_get_name (item), get_words (item), reason, NULL);
    }
  if (g_list_model_get_n_items (items) > 0)
    plug_table_print (table);
}

static PlugDelivery *
read_delivery (PlugCli        *cli,
               PlugInventory  *inventory,
               GFile          *file,
               GError        **error)
{
  g_autoptr (PlugSecret) passphrase = ask_passphrase (cli, FALSE, error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlugDelivery) delivery = NULL;

  if (passphrase == NULL)
    return NULL;
  plug_inventory_read_export_async (inventory, file, passphrase, plug_cli_get_cancellable (cli),
                                    plug_cli_result_cb, &result);
  delivery = plug_inventory_read_export_finish (inventory, plug_cli_wait (&result), error);
  if (delivery == NULL)
    return NULL;
  for (gsize i = 0; replaced != NULL && replaced[i] != NULL; i++)
    {
      if (!mark_replaced (delivery, replaced[i], error))
        return NULL;
    }
  return g_steal_pointer (&delivery);
}

static int
run_import (PlugCli  *cli,
            char    **arguments)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (arguments[0]);
  g_autoptr (PlugDelivery) delivery = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree PlugImportReport *report = NULL;
  GError *error = NULL;
  PlugInventory *inventory = plug_cli_open (cli, NULL, &error);

  if (inventory == NULL || (delivery = read_delivery (cli, inventory, file, &error)) == NULL)
    return plug_cli_fail (cli, error);
  if (json)
    print_json (G_LIST_MODEL (delivery));
  else
    print_table (G_LIST_MODEL (delivery));
  if (dry_run)
    {
      plug_cli_say ("%s", plug_delivery_has_work (delivery)
                            ? _("Nothing was changed: this is what an import would do.")
                            : _("Nothing was changed, and nothing would be: all of it is here."));
      return PLUG_EXIT_OK;
    }
  plug_inventory_import_async (inventory, delivery, plug_cli_get_cancellable (cli),
                               plug_cli_result_cb, &result);
  report = plug_inventory_import_finish (inventory, plug_cli_wait (&result), &error);
  if (report == NULL)
    {
      plug_cli_say ("%s", _("What was imported so far stays. Import the file again for the rest."));
      return plug_cli_fail (cli, error);
    }
  plug_cli_say (_("Added: %u accounts, %u instances, %u tokens. Replaced: %u. Left as they are: "
                  "%u."), report->n_accounts, report->n_instances, report->n_tokens,
                report->n_replaced, report->n_left);
  return PLUG_EXIT_OK;
}

const PlugCommand plug_command_export = {
  .name = "export",
  .arguments = N_("FILE"),
  .summary = N_("Write accounts and instances with their secrets to an encrypted file"),
  .description = N_("The passphrase is asked for twice and needs 12 characters at least. Whoever "
                    "has file and\npassphrase has every token and secret in it. Requests whose "
                    "outcome is not known are left\nto this computer, as are deletions that are "
                    "due."),
  .options = export_options,
  .min = 1,
  .max = 1,
  .words = PLUG_WORDS_FILE,
  .run = run_export,
};

const PlugCommand plug_command_import = {
  .name = "import",
  .arguments = N_("FILE"),
  .summary = N_("Add the accounts and instances of such a file"),
  .description = N_("Only what is not here is added; an account of a name that is taken gets a "
                    "number. Nothing\nis overwritten unless --replace names the account. An "
                    "import that was interrupted is completed\nby another one."),
  .options = import_options,
  .min = 1,
  .max = 1,
  .words = PLUG_WORDS_FILE,
  .run = run_import,
};
