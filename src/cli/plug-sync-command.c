/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl sync: what a tenant has, beside what is known here. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-command.h"
#include "plug-record.h"
#include "plug-table.h"

static char *account_name;
static gboolean json;

static const GOptionEntry sync_options[] = {
  PLUG_OPTION_ACCOUNT (&account_name),
  PLUG_OPTION_JSON (&json),
  { NULL },
};

/* The three there are, stable in JSON. */
static const char both[] = "known";
static const char there[] = "new";
static const char here[] = "gone";

typedef void (*Print) (gpointer      target,
                       PlugInstance *instance,
                       const char   *mark);

static void
print_row (gpointer      target,
           PlugInstance *instance,
           const char   *mark)
{
  const char *key = plug_instance_get_connector_key (instance);
  const char *words = mark == both ? _("known here") : mark == there ? _("only on the tenant")
                                                                     : _("only here");

  plug_table_add (target, plug_instance_get_id (instance), plug_instance_get_name (instance),
                  key != NULL ? key : "",
                  plug_instance_is_disabled (instance) ? _("disabled") : _("enabled"), words,
                  NULL);
}

static void
print_object (gpointer      target,
              PlugInstance *instance,
              const char   *mark)
{
  plug_record_begin_instance (target, instance);
  plug_writer_string (target, "sync", mark);
  plug_writer_end_object (target);
}

/* What is missing from a listing that is not complete may be there all the same. */
static void
print_gone (PlugInventory *inventory,
            PlugAccount   *account,
            GHashTable    *seen,
            Print          print,
            gpointer       target)
{
  GListModel *instances = plug_inventory_list_instances (inventory);

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);

      if (g_str_equal (plug_instance_get_account_id (instance), plug_account_get_id (account)) &&
          !g_hash_table_contains (seen, plug_instance_get_id (instance)))
        print (target, instance, here);
    }
}

static void
print_all (PlugInventory *inventory,
           PlugAccount   *account,
           GPtrArray     *listed,
           gboolean       complete,
           Print          print,
           gpointer       target)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < listed->len; i++)
    {
      PlugInstance *instance = g_ptr_array_index (listed, i);
      PlugInstance *known;

      known = plug_inventory_find_instance (inventory, plug_account_get_id (account),
                                            plug_instance_get_id (instance));
      if (known != NULL)
        plug_instance_set_token_state (instance, plug_instance_get_token_state (known));
      g_hash_table_add (seen, (gpointer) plug_instance_get_id (instance));
      print (target, instance, known != NULL ? both : there);
    }
  if (complete)
    print_gone (inventory, account, seen, print, target);
}

static void
print_result (PlugInventory *inventory,
              PlugAccount   *account,
              GPtrArray     *listed,
              gboolean       complete)
{
  g_autoptr (PlugWriter) writer = plug_writer_new ();
  g_autoptr (PlugTable) table = plug_table_new (_("Id"), _("Name"), _("Connector"), _("State"),
                                                _("Where"), NULL);

  if (json)
    {
      plug_writer_begin_array (writer, NULL);
      print_all (inventory, account, listed, complete, print_object, writer);
      plug_writer_end_array (writer);
      plug_writer_print (writer);
      return;
    }
  print_all (inventory, account, listed, complete, print_row, table);
  plug_table_print (table);
}

static int
sync_account (PlugCli  *cli,
              char    **arguments)
{
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) listed = NULL;
  gboolean complete = FALSE;
  PlugInventory *inventory;
  GError *error = NULL;

  account = plug_cli_find_account (cli, account_name, &error);
  if (account == NULL)
    return plug_cli_fail (cli, error);
  inventory = plug_cli_open (cli, NULL, &error);
  plug_inventory_survey_async (inventory, account, plug_cli_get_cancellable (cli),
                               plug_cli_result_cb, &result);
  listed = plug_inventory_survey_finish (inventory, plug_cli_wait (&result), &complete, &error);
  if (listed == NULL)
    return plug_cli_fail (cli, error);
  print_result (inventory, account, listed, complete);
  if (complete)
    return PLUG_EXIT_OK;
  plug_cli_say ("%s", _("The tenant did not list everything it has. What is missing here may be "
                        "there all the same; try again."));
  return PLUG_EXIT_NETWORK;
}

const PlugCommand plug_command_sync = {
  .name = "sync",
  .summary = N_("List what the tenant has, beside what is known here"),
  .description = N_("Nothing is changed, here or there. “new” in the JSON is what others made, "
                    "“gone” what\nis known here and not on the tenant any more."),
  .options = sync_options,
  .run = sync_account,
};
