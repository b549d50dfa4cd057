/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl enable, disable and delete: what is to become of an instance on the tenant. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-change.h"
#include "plug-command.h"
#include "plug-error.h"
#include "plug-text.h"

static char *account_name;
static gboolean yes;

static const GOptionEntry change_options[] = {
  PLUG_OPTION_ACCOUNT (&account_name),
  { NULL },
};

static const GOptionEntry delete_options[] = {
  PLUG_OPTION_ACCOUNT (&account_name),
  PLUG_OPTION_YES (&yes),
  { NULL },
};

static gboolean
confirm_deletion (PlugCli       *cli,
                  PlugInstance  *instance,
                  GError       **error)
{
  g_autofree char *name = plug_text_for_display (plug_instance_get_name (instance));
  g_autofree char *question = NULL;

  question = g_strdup_printf (_("Delete the instance “%s” (%s) on the tenant, for everybody who "
                                "uses it?"), name, plug_instance_get_id (instance));
  return yes || plug_cli_confirm (cli, question, error);
}

static void
say_done (PlugChange *wish)
{
  PlugInstance *instance = plug_change_get_instance (wish);
  g_autofree char *name = plug_text_for_display (plug_instance_get_name (instance));

  if (plug_change_get_kind (wish) == PLUG_CHANGE_ENABLE)
    plug_cli_say (_("“%s” is enabled."), name);
  else if (plug_change_get_kind (wish) == PLUG_CHANGE_DISABLE)
    plug_cli_say (_("“%s” is disabled."), name);
  else
    plug_cli_say (_("“%s” is deleted on the tenant, its token here."), name);
}

static gboolean
is_done (PlugInventory *inventory,
         PlugChange    *wish)
{
  PlugInstance *instance = plug_change_get_instance (wish);
  PlugInstance *known;

  known = plug_inventory_find_instance (inventory, plug_instance_get_account_id (instance),
                                        plug_instance_get_id (instance));
  if (plug_change_get_kind (wish) == PLUG_CHANGE_DELETE)
    return known == NULL;
  return known != NULL && plug_change_is_carried_out (wish, known);
}

/* What is in doubt is asked for once, unless somebody does not want to wait any more. */
static int
settle_doubt (PlugCli       *cli,
              PlugInventory *inventory,
              PlugChange    *wish)
{
  if (plug_cli_reconcile (cli, FALSE) && is_done (inventory, wish))
    {
      say_done (wish);
      return PLUG_EXIT_OK;
    }
  plug_cli_say ("%s", _("Whether the tenant made the change is not known yet. “plugctl reconcile” "
                        "finds out."));
  return PLUG_EXIT_IN_DOUBT;
}

static int
change (PlugCli        *cli,
        const char     *wanted,
        PlugChangeKind  kind)
{
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (PlugChange) wish = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  gboolean in_doubt = FALSE;
  PlugInventory *inventory;
  GError *error = NULL;

  instance = plug_cli_find_instance (cli, wanted, account_name, &error);
  if (instance == NULL)
    return plug_cli_fail (cli, error);
  if (kind == PLUG_CHANGE_DELETE && !confirm_deletion (cli, instance, &error))
    {
      if (error != NULL)
        return plug_cli_fail (cli, error);
      plug_cli_say ("%s", _("Nothing was deleted."));
      return PLUG_EXIT_FAILED;
    }
  inventory = plug_cli_open (cli, NULL, &error);
  wish = plug_change_new (kind, instance);
  plug_inventory_change_async (inventory, wish, plug_cli_get_cancellable (cli),
                               plug_cli_result_cb, &result);
  if (!plug_inventory_change_finish (inventory, plug_cli_wait (&result), &in_doubt, &error))
    {
      int status = plug_cli_fail (cli, error);

      return in_doubt ? settle_doubt (cli, inventory, wish) : status;
    }
  say_done (wish);
  return PLUG_EXIT_OK;
}

static int
enable_instance (PlugCli  *cli,
                 char    **arguments)
{
  return change (cli, arguments[0], PLUG_CHANGE_ENABLE);
}

static int
disable_instance (PlugCli  *cli,
                  char    **arguments)
{
  return change (cli, arguments[0], PLUG_CHANGE_DISABLE);
}

static int
delete_instance (PlugCli  *cli,
                 char    **arguments)
{
  return change (cli, arguments[0], PLUG_CHANGE_DELETE);
}

const PlugCommand plug_command_enable = {
  .name = "enable",
  .arguments = N_("INSTANCE"),
  .summary = N_("Let an instance answer again"),
  .options = change_options,
  .min = 1,
  .max = 1,
  .words = PLUG_WORDS_INSTANCE,
  .run = enable_instance,
};

const PlugCommand plug_command_disable = {
  .name = "disable",
  .arguments = N_("INSTANCE"),
  .summary = N_("Keep an instance, but let it answer nobody"),
  .options = change_options,
  .min = 1,
  .max = 1,
  .words = PLUG_WORDS_INSTANCE,
  .run = disable_instance,
};

const PlugCommand plug_command_delete = {
  .name = "delete",
  .arguments = N_("INSTANCE"),
  .summary = N_("Delete an instance on the tenant, and its token here"),
  .options = delete_options,
  .min = 1,
  .max = 1,
  .words = PLUG_WORDS_INSTANCE,
  .run = delete_instance,
};
