/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl list and show: what is known here; no keyring and no tenant is asked. */

#include "config.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "plug-command.h"
#include "plug-date.h"
#include "plug-record.h"
#include "plug-table.h"
#include "plug-text.h"

static char *account_name;
static char *connector;
static char *search;
static char **tags;
static gboolean json;

static const GOptionEntry list_options[] = {
  PLUG_OPTION_ACCOUNT (&account_name),
  { "connector", 'c', 0, G_OPTION_ARG_STRING, &connector,
    N_("Only instances of this connector, by its key"), N_("CONNECTOR") },
  { "tag", 't', 0, G_OPTION_ARG_STRING_ARRAY, &tags,
    N_("Only instances with this tag; may be repeated, then with all of them"), N_("TAG") },
  { "search", 's', 0, G_OPTION_ARG_STRING, &search,
    N_("Only instances in which every word of TEXT is found"), N_("TEXT") },
  PLUG_OPTION_JSON (&json),
  { NULL },
};

static const GOptionEntry show_options[] = {
  PLUG_OPTION_ACCOUNT (&account_name),
  PLUG_OPTION_JSON (&json),
  { NULL },
};

static gboolean
has_tags (PlugInstance *instance)
{
  const char *const *own = plug_instance_get_tags (instance);

  for (gsize i = 0; tags != NULL && tags[i] != NULL; i++)
    {
      if (own == NULL || !g_strv_contains (own, tags[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_wanted (PlugInstance *instance,
           PlugAccount  *account,
           const char   *needle)
{
  return (account == NULL || g_str_equal (plug_instance_get_account_id (instance),
                                          plug_account_get_id (account))) &&
         (connector == NULL ||
          g_strcmp0 (plug_instance_get_connector_key (instance), connector) == 0) &&
         has_tags (instance) && (needle == NULL || plug_instance_matches (instance, needle));
}

static GPtrArray *
select_instances (PlugInventory *inventory,
                  PlugAccount   *account)
{
  GListModel *instances = plug_inventory_list_instances (inventory);
  guint n_instances = g_list_model_get_n_items (instances);
  GPtrArray *selected = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *needle = search != NULL ? plug_text_fold (search) : NULL;

  for (guint i = 0; i < n_instances; i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);

      if (is_wanted (instance, account, needle))
        g_ptr_array_add (selected, g_steal_pointer (&instance));
    }
  return selected;
}

static void
print_json (GPtrArray *instances)
{
  g_autoptr (PlugWriter) writer = plug_writer_new ();

  plug_writer_begin_array (writer, NULL);
  for (guint i = 0; i < instances->len; i++)
    {
      plug_record_begin_instance (writer, g_ptr_array_index (instances, i));
      plug_writer_end_object (writer);
    }
  plug_writer_end_array (writer);
  plug_writer_print (writer);
}

/* Not in the list, for it has no id yet; not to be forgotten either. */
static void
mention_intents (guint n)
{
  if (n > 0)
    plug_cli_say (ngettext ("%u request needs attention. “plugctl reconcile” says which.",
                            "%u requests need attention. “plugctl reconcile” says which.", n), n);
}

static void
instance_visited_cb (const PlugStoreEntry *entry,
                     gpointer              user_data)
{
  plug_record_write_entry (user_data, entry);
}

/* All of them, as the rows stand: ten thousand need not become objects to be printed. */
static int
stream_json (PlugCli *cli)
{
  g_autoptr (PlugWriter) writer = plug_writer_new ();
  g_autoptr (PlugStoreContents) contents = NULL;
  GError *error = NULL;

  plug_writer_begin_array (writer, NULL);
  contents = plug_cli_visit (cli, instance_visited_cb, writer, &error);
  if (contents == NULL)
    return plug_cli_fail (cli, error);
  plug_writer_end_array (writer);
  plug_writer_print (writer);
  mention_intents (contents->intents->len);
  return PLUG_EXIT_OK;
}

static void
print_table (GPtrArray *instances)
{
  g_autoptr (PlugTable) table = plug_table_new (_("Id"), _("Name"), _("Connector"), _("Account"),
                                                _("State"), _("Token"), _("Tags"), NULL);

  for (guint i = 0; i < instances->len; i++)
    {
      PlugInstance *instance = g_ptr_array_index (instances, i);
      g_autofree char *tags_text = plug_instance_dup_tags_text (instance);
      const char *account = plug_instance_get_account_name (instance);
      const char *key = plug_instance_get_connector_key (instance);

      plug_table_add (table, plug_instance_get_id (instance), plug_instance_get_name (instance),
                      key != NULL ? key : "", account != NULL ? account : "",
                      plug_instance_is_disabled (instance) ? _("disabled") : _("enabled"),
                      plug_record_get_token_words (instance), tags_text, NULL);
    }
  plug_table_print (table);
}

static int
list_instances (PlugCli  *cli,
                char    **arguments)
{
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (GPtrArray) selected = NULL;
  PlugInventory *inventory;
  GError *error = NULL;

  if (json && account_name == NULL && connector == NULL && search == NULL && tags == NULL)
    return stream_json (cli);
  inventory = plug_cli_open (cli, NULL, &error);
  if (inventory == NULL ||
      (account_name != NULL &&
       (account = plug_cli_find_account (cli, account_name, &error)) == NULL))
    return plug_cli_fail (cli, error);
  selected = select_instances (inventory, account);
  if (json)
    print_json (selected);
  else if (selected->len > 0)
    print_table (selected);
  else
    plug_cli_say ("%s", _("There is no such instance here. “plugctl create” makes one, “plugctl "
                          "sync” shows what the tenant has."));
  mention_intents (g_list_model_get_n_items (plug_inventory_list_intents (inventory)));
  return PLUG_EXIT_OK;
}

static void
print_line (const char *title,
            const char *value)
{
  g_autofree char *shown = plug_text_for_display (value);

  if (*shown != '\0')
    printf ("%-12s %s\n", title, shown);
}

static void
print_lines (PlugInstance *instance)
{
  g_autofree char *tags_text = plug_instance_dup_tags_text (instance);
  g_autofree char *created = plug_date_dup_text (plug_instance_get_created (instance));
  g_autofree char *saved = plug_date_dup_text (plug_instance_get_saved (instance));
  const char *name = plug_instance_get_connector_name (instance);

  print_line (_("Id"), plug_instance_get_id (instance));
  print_line (_("Name"), plug_instance_get_name (instance));
  print_line (_("Connector"), plug_instance_get_connector_key (instance));
  if (g_strcmp0 (name, plug_instance_get_connector_key (instance)) != 0)
    print_line ("", name);
  print_line (_("Hub"), plug_instance_get_hub (instance));
  print_line (_("Account"), plug_instance_get_account_name (instance));
  print_line (_("Tags"), tags_text);
  print_line (_("State"), plug_instance_is_disabled (instance) ? _("disabled") : _("enabled"));
  print_line (_("Token"), plug_record_get_token_words (instance));
  print_line (_("Created"), created);
  print_line (_("Saved here"), saved);
}

static int
show_instance (PlugCli  *cli,
               char    **arguments)
{
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (PlugWriter) writer = plug_writer_new ();
  GError *error = NULL;

  instance = plug_cli_find_instance (cli, arguments[0], account_name, &error);
  if (instance == NULL)
    return plug_cli_fail (cli, error);
  if (!json)
    {
      print_lines (instance);
      return PLUG_EXIT_OK;
    }
  plug_record_begin_instance (writer, instance);
  plug_writer_time (writer, "saved", plug_instance_get_saved (instance));
  plug_writer_json (writer, "configuration", plug_instance_get_configuration (instance));
  plug_writer_end_object (writer);
  plug_writer_print (writer);
  return PLUG_EXIT_OK;
}

const PlugCommand plug_command_list = {
  .name = "list",
  .summary = N_("List the instances known here"),
  .options = list_options,
  .is_brief = TRUE,
  .run = list_instances,
};

const PlugCommand plug_command_show = {
  .name = "show",
  .arguments = N_("INSTANCE"),
  .summary = N_("Show what is known of an instance; its token is not shown"),
  .options = show_options,
  .min = 1,
  .max = 1,
  .words = PLUG_WORDS_INSTANCE,
  .is_brief = TRUE,
  .run = show_instance,
};
