/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl account: where instances are made. */

#include "config.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "plug-command.h"
#include "plug-error.h"
#include "plug-region.h"
#include "plug-secret-source.h"
#include "plug-table.h"
#include "plug-text.h"
#include "plug-writer.h"

static char *url;
static char *region;
static gboolean secrets_stdin;
static gboolean no_verify;
static gboolean json;
static gboolean yes;

static const GOptionEntry add_options[] = {
  { "url", 0, 0, G_OPTION_ARG_STRING, &url, N_("The tenant’s base URL"), N_("URL") },
  { "region", 0, 0, G_OPTION_ARG_STRING, &region,
    N_("Instead of a URL: us2, eu10, us10, jp20, trial-us10 and others"), N_("REGION") },
  { "secrets-stdin", 0, 0, G_OPTION_ARG_NONE, &secrets_stdin,
    N_("Read the user secret, then the organization secret, a line each, from standard input"),
    NULL },
  { "no-verify", 0, 0, G_OPTION_ARG_NONE, &no_verify,
    N_("Save it without asking the tenant whether the secrets are right"), NULL },
  { NULL },
};

static const GOptionEntry list_options[] = {
  PLUG_OPTION_JSON (&json),
  { NULL },
};

static const GOptionEntry remove_options[] = {
  PLUG_OPTION_YES (&yes),
  { NULL },
};

static GError *
regions_error_new (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const PlugRegion *regions;
  gsize n_regions;

  regions = plug_region_list (&n_regions);
  for (gsize i = 0; i < n_regions; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", regions[i].id);
  return g_error_new (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                      _("“%s” is not one of the regions: %s. For another tenant give --url."),
                      region, text->str);
}

static char *
dup_base_url (GError **error)
{
  const PlugRegion *known = region != NULL ? plug_region_find_by_id (region) : NULL;

  if ((url == NULL) == (region == NULL))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("An account needs the tenant’s --url or its --region, one of both."));
      return NULL;
    }
  if (url != NULL)
    return plug_base_url_parse (url, NULL, error);
  if (known != NULL)
    return plug_region_dup_base_url (known);
  g_propagate_error (error, regions_error_new ());
  return NULL;
}

static gboolean
check_name (PlugCli     *cli,
            const char  *name,
            GError     **error)
{
  PlugInventory *inventory = plug_cli_open (cli, "", error);
  GListModel *accounts;

  if (inventory == NULL)
    return FALSE;
  accounts = plug_inventory_list_accounts (inventory);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      if (g_strcmp0 (plug_account_get_name (account), name) != 0)
        continue;
      g_set_error (error, PLUG_ERROR, PLUG_ERROR_CONFLICT,
                   _("An account named “%s” is saved already. Choose another name, so that "
                     "--account can tell them apart."), name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
verify (PlugCli      *cli,
        PlugAccount  *account,
        gboolean      is_saved,
        PlugSecret   *user_secret,
        PlugSecret   *organization_secret,
        GError      **error)
{
  PlugInventory *inventory = plug_cli_open (cli, NULL, error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *organization = NULL;

  if (inventory == NULL)
    return FALSE;
  plug_inventory_verify_account_async (inventory, is_saved ? account : NULL,
                                       plug_account_get_base_url (account), user_secret,
                                       organization_secret, plug_cli_get_cancellable (cli),
                                       plug_cli_result_cb, &result);
  organization = plug_inventory_verify_account_finish (inventory, plug_cli_wait (&result), error);
  if (organization == NULL)
    return FALSE;
  plug_account_set_organization (account, organization);
  return TRUE;
}

static gboolean
save (PlugCli      *cli,
      PlugAccount  *account,
      PlugSecret   *user_secret,
      PlugSecret   *organization_secret,
      GError      **error)
{
  PlugInventory *inventory = plug_cli_open (cli, NULL, error);
  g_autoptr (GAsyncResult) result = NULL;

  plug_inventory_add_account_async (inventory, account, user_secret, organization_secret,
                                    plug_cli_get_cancellable (cli), plug_cli_result_cb, &result);
  return plug_inventory_finish (inventory, plug_cli_wait (&result), error);
}

static int
add_account (PlugCli  *cli,
             char    **arguments)
{
  g_autofree char *name = plug_text_trim (arguments[0]);
  g_autofree char *shown = plug_text_for_display (name);
  g_autofree char *base_url = NULL;
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (PlugSecret) user_secret = NULL;
  g_autoptr (PlugSecret) organization_secret = NULL;
  GError *error = NULL;

  base_url = dup_base_url (&error);
  if (base_url == NULL || !check_name (cli, name, &error) ||
      !plug_secret_source_read_account (secrets_stdin, &user_secret, &organization_secret,
                                        plug_cli_get_cancellable (cli), &error))
    return plug_cli_fail (cli, error);
  account = plug_account_new (name, base_url);
  if ((!no_verify &&
       !verify (cli, account, FALSE, user_secret, organization_secret, &error)) ||
      !save (cli, account, user_secret, organization_secret, &error))
    return plug_cli_fail (cli, error);
  plug_cli_say (_("The account “%s” is saved; its secrets are in the system keyring."), shown);
  return PLUG_EXIT_OK;
}

static void
print_json (GListModel *accounts)
{
  g_autoptr (PlugWriter) writer = plug_writer_new ();

  plug_writer_begin_array (writer, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      plug_writer_begin_object (writer, NULL);
      plug_writer_string (writer, "id", plug_account_get_id (account));
      plug_writer_string (writer, "name", plug_account_get_name (account));
      plug_writer_string (writer, "base_url", plug_account_get_base_url (account));
      plug_writer_string (writer, "organization", plug_account_get_organization (account));
      plug_writer_boolean (writer, "sandbox", plug_account_is_sandbox (account));
      plug_writer_time (writer, "created", plug_account_get_created (account));
      plug_writer_end_object (writer);
    }
  plug_writer_end_array (writer);
  plug_writer_print (writer);
}

static void
print_table (GListModel *accounts)
{
  g_autoptr (PlugTable) table = plug_table_new (_("Name"), _("Region"), _("Tenant"), _("Base URL"),
                                                NULL);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);
      g_autofree char *region_name = plug_account_dup_region_name (account);
      const char *organization = plug_account_get_organization (account);

      plug_table_add (table, plug_account_get_name (account), region_name,
                      organization != NULL ? organization : "",
                      plug_account_get_base_url (account), NULL);
    }
  plug_table_print (table);
}

static int
list_accounts (PlugCli  *cli,
               char    **arguments)
{
  GError *error = NULL;
  PlugInventory *inventory = plug_cli_open (cli, "", &error);
  GListModel *accounts;

  if (inventory == NULL)
    return plug_cli_fail (cli, error);
  accounts = plug_inventory_list_accounts (inventory);
  if (json)
    print_json (accounts);
  else if (g_list_model_get_n_items (accounts) > 0)
    print_table (accounts);
  else
    plug_cli_say ("%s", _("No account is saved here yet. “plugctl account add” saves one."));
  return PLUG_EXIT_OK;
}

static int
verify_account (PlugCli  *cli,
                char    **arguments)
{
  g_autoptr (PlugAccount) account = NULL;
  g_autofree char *name = NULL;
  g_autofree char *organization = NULL;
  GError *error = NULL;

  if (plug_cli_open (cli, "", &error) == NULL ||
      (account = plug_cli_find_account (cli, arguments[0], &error)) == NULL ||
      !verify (cli, account, TRUE, NULL, NULL, &error))
    return plug_cli_fail (cli, error);
  name = plug_text_for_display (plug_account_get_name (account));
  organization = plug_text_for_display (plug_account_get_organization (account));
  if (*organization != '\0')
    /* Translators: the first %s is an account's name, the second the tenant's */
    printf (_("%s: the secrets are right, the tenant is “%s”.\n"), name, organization);
  else
    printf (_("%s: the secrets are right.\n"), name);
  return PLUG_EXIT_OK;
}

static gboolean
confirm_removal (PlugCli      *cli,
                 PlugAccount  *account,
                 GError      **error)
{
  g_autofree char *name = plug_text_for_display (plug_account_get_name (account));
  g_autofree char *question = NULL;

  question = g_strdup_printf (_("Forget the account “%s”, its secrets, its instances and their "
                                "tokens here? Nothing is changed on the tenant."), name);
  return yes || plug_cli_confirm (cli, question, error);
}

static int
remove_account (PlugCli  *cli,
                char    **arguments)
{
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *name = NULL;
  PlugInventory *inventory;
  GError *error = NULL;

  account = plug_cli_find_account (cli, arguments[0], &error);
  if (account == NULL)
    return plug_cli_fail (cli, error);
  if (!confirm_removal (cli, account, &error))
    {
      if (error != NULL)
        return plug_cli_fail (cli, error);
      plug_cli_say ("%s", _("Nothing was removed."));
      return PLUG_EXIT_FAILED;
    }
  inventory = plug_cli_open (cli, NULL, &error);
  plug_inventory_remove_account_async (inventory, account, plug_cli_get_cancellable (cli),
                                       plug_cli_result_cb, &result);
  if (!plug_inventory_finish (inventory, plug_cli_wait (&result), &error))
    return plug_cli_fail (cli, error);
  name = plug_text_for_display (plug_account_get_name (account));
  plug_cli_say (_("The account “%s” is forgotten here."), name);
  return PLUG_EXIT_OK;
}

const PlugCommand plug_command_account_add = {
  .name = "account add",
  .arguments = N_("NAME"),
  .summary = N_("Save an account; its secrets are asked for"),
  .description = N_("Examples:\n"
                    "  plugctl account add Production --region us2\n"
                    "  pass show connectors | plugctl account add Test --url URL --secrets-stdin"),
  .options = add_options,
  .min = 1,
  .max = 1,
  .run = add_account,
};

const PlugCommand plug_command_account_list = {
  .name = "account list",
  .summary = N_("List the accounts saved here"),
  .options = list_options,
  .is_brief = TRUE,
  .run = list_accounts,
};

const PlugCommand plug_command_account_verify = {
  .name = "account verify",
  .arguments = N_("[ACCOUNT]"),
  .summary = N_("Ask the tenant whether an account’s secrets are right"),
  .max = 1,
  .words = PLUG_WORDS_ACCOUNT,
  .run = verify_account,
};

const PlugCommand plug_command_account_remove = {
  .name = "account remove",
  .arguments = N_("ACCOUNT"),
  .summary = N_("Forget an account here; nothing is changed on the tenant"),
  .options = remove_options,
  .min = 1,
  .max = 1,
  .words = PLUG_WORDS_ACCOUNT,
  .run = remove_account,
};
