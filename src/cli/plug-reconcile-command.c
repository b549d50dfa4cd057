/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl reconcile: what became of the requests whose end is not known. */

#include "config.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "plug-command.h"
#include "plug-date.h"
#include "plug-error.h"
#include "plug-record.h"
#include "plug-table.h"
#include "plug-text.h"

static gboolean wait_until_known;
static int settle = 120;
static char *choose;
static char *dismiss;
static gboolean json;

static const GOptionEntry reconcile_options[] = {
  { "wait", 'w', 0, G_OPTION_ARG_NONE, &wait_until_known,
    N_("Ask again and again until it is known, at most the settle time"), NULL },
  { "settle", 0, 0, G_OPTION_ARG_INT, &settle,
    N_("How long after a request its instance may still appear (default: 120)"), N_("SECONDS") },
  { "choose", 0, 0, G_OPTION_ARG_STRING, &choose,
    N_("Of several found, the request’s instance is this one"), N_("REQUEST=ID") },
  { "dismiss", 0, 0, G_OPTION_ARG_STRING, &dismiss,
    N_("Do not look for this request any more"), N_("REQUEST") },
  PLUG_OPTION_JSON (&json),
  { NULL },
};

/* A request by its op, or by a beginning of it that no other has. */
static PlugIntent *
find_intent (PlugInventory  *inventory,
             const char     *op,
             GError        **error)
{
  GListModel *intents = plug_inventory_list_intents (inventory);
  g_autoptr (PlugIntent) found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, i);

      if (!g_str_has_prefix (plug_intent_get_op (intent), op))
        continue;
      if (found != NULL || *op == '\0')
        {
          g_set_error (error, PLUG_ERROR, PLUG_ERROR_CONFLICT,
                       _("More than one request begins with “%s”. Give more of it."), op);
          return NULL;
        }
      found = g_steal_pointer (&intent);
    }
  if (found == NULL)
    g_set_error (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND,
                 _("No request that needs attention begins with “%s”."), op);
  return g_steal_pointer (&found);
}

static gboolean
open_keyring (PlugCli  *cli,
              GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  PlugKeyring *keyring = plug_cli_get_keyring (cli);

  plug_keyring_unlock_async (keyring, plug_cli_get_cancellable (cli), plug_cli_result_cb,
                             &result);
  return plug_keyring_unlock_finish (keyring, plug_cli_wait (&result), error);
}

static PlugInstance *
find_candidate (PlugInventory  *inventory,
                PlugIntent     *intent,
                const char     *id,
                GError        **error)
{
  GListModel *candidates = plug_inventory_list_candidates (inventory, intent);

  for (guint i = 0; candidates != NULL && i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (PlugInstance) candidate = g_list_model_get_item (candidates, i);

      if (g_str_equal (plug_instance_get_id (candidate), id))
        return g_steal_pointer (&candidate);
    }
  g_set_error (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND,
               _("“%s” is not among what was found for this request. “plugctl reconcile” lists "
                 "that."), id);
  return NULL;
}

static gboolean
choose_candidate (PlugCli        *cli,
                  PlugInventory  *inventory,
                  GError        **error)
{
  g_auto (GStrv) parts = g_strsplit (choose, "=", 2);
  g_autoptr (PlugIntent) intent = NULL;
  g_autoptr (PlugInstance) candidate = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (g_strv_length (parts) != 2)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("--choose needs a request and an instance’s id: REQUEST=ID."));
      return FALSE;
    }
  intent = find_intent (inventory, parts[0], error);
  candidate = intent != NULL ? find_candidate (inventory, intent, parts[1], error) : NULL;
  if (candidate == NULL)
    return FALSE;
  plug_inventory_adopt_async (inventory, intent, candidate, plug_cli_get_cancellable (cli),
                              plug_cli_result_cb, &result);
  return plug_inventory_finish (inventory, plug_cli_wait (&result), error);
}

static gboolean
dismiss_intent (PlugInventory  *inventory,
                GError        **error)
{
  g_autoptr (PlugIntent) intent = find_intent (inventory, dismiss, error);
  g_autoptr (GAsyncResult) result = NULL;

  if (intent == NULL)
    return FALSE;
  plug_inventory_dismiss_intent_async (inventory, intent, NULL, plug_cli_result_cb, &result);
  return plug_inventory_finish (inventory, plug_cli_wait (&result), error);
}

static const char *
get_account_name (PlugInventory *inventory,
                  PlugIntent    *intent)
{
  PlugAccount *account = plug_inventory_find_account (inventory,
                                                      plug_intent_get_account_id (intent));

  return account != NULL ? plug_account_get_name (account) : "";
}

static void
print_json (PlugInventory *inventory,
            GPtrArray     *intents)
{
  g_autoptr (PlugWriter) writer = plug_writer_new ();

  plug_writer_begin_array (writer, NULL);
  for (guint i = 0; i < intents->len; i++)
    {
      PlugIntent *intent = g_ptr_array_index (intents, i);

      plug_record_write_intent (writer, intent, get_account_name (inventory, intent));
    }
  plug_writer_end_array (writer);
  plug_writer_print (writer);
}

static void
print_candidates (PlugInventory *inventory,
                  PlugIntent    *intent)
{
  GListModel *candidates = plug_inventory_list_candidates (inventory, intent);

  for (guint i = 0; candidates != NULL && i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (PlugInstance) candidate = g_list_model_get_item (candidates, i);
      g_autofree char *created = plug_date_dup_text (plug_instance_get_created (candidate));

      /* Translators: a request, an instance's id, and when it was created */
      plug_cli_say (_("%.8s may be %s, created %s: plugctl reconcile --choose %.8s=%s"),
                    plug_intent_get_op (intent), plug_instance_get_id (candidate), created,
                    plug_intent_get_op (intent), plug_instance_get_id (candidate));
    }
}

static void
print_table (PlugInventory *inventory,
             GPtrArray     *intents)
{
  g_autoptr (PlugTable) table = plug_table_new (_("Request"), _("Name"), _("Connector"),
                                                _("Account"), _("Sent"), _("Result"), _("Id"),
                                                NULL);

  for (guint i = 0; i < intents->len; i++)
    {
      PlugIntent *intent = g_ptr_array_index (intents, i);
      g_autofree char *op = g_strndup (plug_intent_get_op (intent), 8);
      g_autofree char *sent = plug_date_dup_text (plug_intent_get_sent (intent));
      const char *id = plug_intent_get_instance_id (intent);
      const char *key = plug_intent_get_connector_key (intent);

      plug_table_add (table, op, plug_intent_get_name (intent), key != NULL ? key : "",
                      get_account_name (inventory, intent), sent,
                      plug_record_get_intent_words (intent), id != NULL ? id : "", NULL);
    }
  if (intents->len > 0)
    plug_table_print (table);
  else
    plug_cli_say ("%s", _("Nothing is in doubt."));
  for (guint i = 0; i < intents->len; i++)
    print_candidates (inventory, g_ptr_array_index (intents, i));
}

static GPtrArray *
dup_intents (PlugInventory *inventory)
{
  GListModel *model = plug_inventory_list_intents (inventory);
  GPtrArray *intents = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (intents, g_list_model_get_item (model, i));
  return intents;
}

/* What is settled is not a matter of the tenant's answer alone: why it gave none is said too. */
static int
judge (PlugInventory *inventory,
       GPtrArray     *intents)
{
  int status = PLUG_EXIT_OK;

  for (guint i = 0; i < intents->len; i++)
    {
      PlugIntent *intent = g_ptr_array_index (intents, i);
      const GError *obstacle = NULL;

      if (!plug_intent_is_open (intent))
        continue;
      plug_inventory_get_checked (inventory, intent, &obstacle);
      if (obstacle != NULL && plug_intent_is_in_doubt (intent))
        plug_cli_report (obstacle);
      if (plug_intent_is_in_doubt (intent))
        status = PLUG_EXIT_IN_DOUBT;
      else if (status == PLUG_EXIT_OK &&
               plug_intent_get_state (intent) == PLUG_INTENT_TOKEN_UNSAVED)
        status = PLUG_EXIT_KEYRING;
    }
  return status;
}

static int
reconcile (PlugCli  *cli,
           char    **arguments)
{
  g_autoptr (GPtrArray) intents = NULL;
  GError *error = NULL;
  PlugInventory *inventory = plug_cli_open (cli, NULL, &error);

  if (inventory == NULL || (dismiss != NULL && !dismiss_intent (inventory, &error)))
    return plug_cli_fail (cli, error);
  intents = dup_intents (inventory);
  plug_inventory_set_settle_ms (inventory, (guint) CLAMP (settle, 0, 86400) * 1000);
  if (intents->len > 0 &&
      (!open_keyring (cli, &error) ||
       (!plug_cli_reconcile (cli, wait_until_known) &&
        g_cancellable_set_error_if_cancelled (plug_cli_get_cancellable (cli), &error)) ||
       (choose != NULL && !choose_candidate (cli, inventory, &error))))
    return plug_cli_fail (cli, error);
  if (json)
    print_json (inventory, intents);
  else
    print_table (inventory, intents);
  return judge (inventory, intents);
}

const PlugCommand plug_command_reconcile = {
  .name = "reconcile",
  .summary = N_("Find out what became of requests whose end is not known"),
  .description = N_("Tenants are only asked; nothing is sent a second time. Each request that "
                    "needed attention\nis printed with what became of it."),
  .options = reconcile_options,
  .run = reconcile,
};
