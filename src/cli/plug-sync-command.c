/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl sync: brings what is known here up to what the tenants have. */

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

/* What a sync found of an instance, stable in JSON. */
typedef enum {
  MARK_KNOWN,
  MARK_NEW,
  MARK_CHANGED,
  MARK_GONE,
} Mark;

static const char *const mark_names[] = { "known", "new", "changed", "gone" };

typedef struct {
  PlugInventory *inventory;
  PlugAccount *account;  /* (nullable): all */
  GHashTable *before;    /* PlugInstance that were known */
  guint counts[G_N_ELEMENTS (mark_names)];
} Survey;

static const char *
get_words (Mark mark)
{
  switch (mark)
    {
    case MARK_NEW:
      return _("new");
    case MARK_CHANGED:
      return _("changed");
    case MARK_GONE:
      return _("gone");
    case MARK_KNOWN:
    default:
      return _("known");
    }
}

static gboolean
is_surveyed (Survey       *survey,
             PlugInstance *instance)
{
  return survey->account == NULL ||
         g_str_equal (plug_instance_get_account_id (instance),
                      plug_account_get_id (survey->account));
}

static void
note_known (Survey *survey)
{
  GListModel *instances = plug_inventory_list_instances (survey->inventory);

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    g_hash_table_add (survey->before, g_list_model_get_item (instances, i));
}

static Mark
get_mark (Survey       *survey,
          PlugInstance *instance)
{
  if (plug_instance_get_health (instance) == PLUG_HEALTH_GONE)
    return MARK_GONE;
  if (!g_hash_table_contains (survey->before, instance))
    return MARK_NEW;
  return plug_instance_get_health (instance) == PLUG_HEALTH_CHANGED ? MARK_CHANGED : MARK_KNOWN;
}

static void
print_json (Survey *survey)
{
  GListModel *instances = plug_inventory_list_instances (survey->inventory);
  g_autoptr (PlugWriter) writer = plug_writer_new ();

  plug_writer_begin_array (writer, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);

      if (!is_surveyed (survey, instance))
        continue;
      plug_record_begin_instance (writer, instance);
      plug_writer_string (writer, "sync", mark_names[get_mark (survey, instance)]);
      plug_writer_end_object (writer);
    }
  plug_writer_end_array (writer);
  plug_writer_print (writer);
}

/* Only what there is to say something about: the rest is in the list. */
static void
print_table (Survey *survey)
{
  GListModel *instances = plug_inventory_list_instances (survey->inventory);
  g_autoptr (PlugTable) table = plug_table_new (_("Id"), _("Name"), _("Connector"), _("Account"),
                                                _("Sync"), _("Why"), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);
      Mark mark = get_mark (survey, instance);
      const char *account = plug_instance_get_account_name (instance);
      const char *key = plug_instance_get_connector_key (instance);
      const char *reason = plug_instance_get_health_reason (instance);

      if (!is_surveyed (survey, instance))
        continue;
      survey->counts[mark]++;
      if (mark != MARK_KNOWN)
        plug_table_add (table, plug_instance_get_id (instance), plug_instance_get_name (instance),
                        key != NULL ? key : "", account != NULL ? account : "", get_words (mark),
                        reason != NULL ? reason : "", NULL);
    }
  if (survey->counts[MARK_NEW] + survey->counts[MARK_CHANGED] + survey->counts[MARK_GONE] > 0)
    plug_table_print (table);
}

static void
print_summary (Survey *survey)
{
  guint n_all = 0;

  for (guint i = 0; i < G_N_ELEMENTS (mark_names); i++)
    n_all += survey->counts[i];
  plug_cli_say (_("%u instances: %u new, %u changed, %u gone."), n_all, survey->counts[MARK_NEW],
                survey->counts[MARK_CHANGED], survey->counts[MARK_GONE]);
}

static int
sync_accounts (PlugCli  *cli,
               char    **arguments)
{
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (GHashTable) before = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  Survey survey = { .before = before };
  GError *error = NULL;

  survey.inventory = plug_cli_open (cli, NULL, &error);
  if (survey.inventory == NULL ||
      (account_name != NULL &&
       (account = plug_cli_find_account (cli, account_name, &error)) == NULL))
    return plug_cli_fail (cli, error);
  survey.account = account;
  note_known (&survey);
  plug_inventory_sync_async (survey.inventory, account, plug_cli_get_cancellable (cli),
                             plug_cli_result_cb, &result);
  plug_inventory_finish (survey.inventory, plug_cli_wait (&result), &error);
  if (json)
    print_json (&survey);
  else
    print_table (&survey);
  if (error != NULL)
    return plug_cli_fail (cli, error);
  if (!json)
    print_summary (&survey);
  return PLUG_EXIT_OK;
}

const PlugCommand plug_command_sync = {
  .name = "sync",
  .summary = N_("Bring what is known here up to what the tenants have"),
  .description = N_("Nothing is changed on a tenant. What others made is listed from then on, "
                    "what a tenant\nsays twice that it does not have is marked as gone. The table "
                    "has what is new, changed\nor gone; the JSON has all."),
  .options = sync_options,
  .run = sync_accounts,
};
