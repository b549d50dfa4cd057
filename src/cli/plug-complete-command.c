/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl __complete: what may stand where the cursor is, for the shells' completions, which know
 * nothing themselves. One candidate a line, with a tab and a description; the single line ":files"
 * leaves it to the shell's own. */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-catalogue.h"
#include "plug-command.h"
#include "plug-text.h"

/* What of the word begun is an option already: "--account=" of "--account=Pro". */
static const char *lead = "";

/* A candidate that would end a line, or be an option, is of no use on a command line. */
static void
offer (const char *begun,
       const char *candidate,
       const char *description)
{
  g_autofree char *shown = NULL;
  g_autofree char *plain = NULL;

  if (candidate == NULL || *candidate == '\0' || !g_str_has_prefix (candidate, begun) ||
      (*candidate == '-' && *begun != '-'))
    return;
  shown = plug_text_for_display (description);
  plain = plug_text_for_display (candidate);
  if (g_str_equal (plain, candidate))
    printf ("%s%s\t%s\n", lead, candidate, shown);
}

/* Where the database cannot be read there is nothing to offer, and nowhere to say so. */

static void
offer_accounts (PlugCli    *cli,
                const char *begun)
{
  PlugInventory *inventory = plug_cli_open (cli, "", NULL);
  GListModel *accounts = inventory != NULL ? plug_inventory_list_accounts (inventory) : NULL;

  for (guint i = 0; accounts != NULL && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      offer (begun, plug_account_get_name (account), plug_account_get_base_url (account));
    }
}

static void
instance_visited_cb (const PlugStoreEntry *entry,
                     gpointer              user_data)
{
  const char *begun = user_data;

  offer (begun, entry->id, entry->name);
  /* Nothing typed yet: each instance once. */
  if (*begun != '\0')
    offer (begun, entry->name, entry->id);
}

static void
offer_instances (PlugCli    *cli,
                 const char *begun)
{
  g_autoptr (PlugStoreContents) contents = NULL;

  contents = plug_cli_visit (cli, instance_visited_cb, (gpointer) begun, NULL);
}

static void
offer_tags (PlugCli    *cli,
            const char *begun)
{
  PlugInventory *inventory = plug_cli_open (cli, NULL, NULL);
  g_auto (GStrv) tags = inventory != NULL ? plug_inventory_dup_tags (inventory) : NULL;

  for (gsize i = 0; tags != NULL && tags[i] != NULL; i++)
    offer (begun, tags[i], NULL);
}

static void
offer_connectors (const char *begun)
{
  GListModel *catalogue = plug_catalogue_list ();

  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr (PlugConnector) connector = g_list_model_get_item (catalogue, i);

      offer (begun, plug_connector_get_key (connector), plug_connector_get_name (connector));
    }
}

/* The keys of a connector's fields, for KEY=VALUE. */
static void
offer_fields (const char *begun,
              const char *key,
              gboolean    secrets)
{
  PlugConnector *connector = key != NULL ? plug_catalogue_find (key) : NULL;
  GListModel *fields = connector != NULL ? plug_connector_list_fields (connector) : NULL;

  for (guint i = 0; fields != NULL && i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);
      g_autofree char *candidate = g_strconcat (plug_field_get_key (field), "=", NULL);

      if (plug_field_is_secret (field) == secrets)
        offer (begun, candidate, plug_field_get_label (field));
    }
}

static void
offer_options (const PlugCommand *command,
               const char        *begun)
{
  for (const GOptionEntry *entry = command->options; entry != NULL && entry->long_name != NULL;
       entry++)
    {
      g_autofree char *candidate = g_strconcat ("--", entry->long_name, NULL);

      offer (begun, candidate, _(entry->description));
    }
  offer (begun, "--help", _("Explain the command"));
}

static void
offer_commands (char       **words,
                guint        n_words,
                const char  *begun)
{
  const PlugCommand *const *commands = plug_command_list_all ();
  gboolean grouped = FALSE; /* the first of the two-word commands stands for all */

  for (gsize i = 0; commands[i] != NULL; i++)
    {
      const char *second = strchr (commands[i]->name, ' ');
      g_autofree char *first = g_strndup (commands[i]->name,
                                          second != NULL ? (gsize) (second - commands[i]->name)
                                                         : strlen (commands[i]->name));

      if (*first == '_' || (n_words == 0 && second != NULL && grouped))
        continue;
      grouped = grouped || second != NULL;
      if (n_words == 0)
        offer (begun, first, second != NULL ? _("Accounts: add, list, verify, remove")
                                            : _(commands[i]->summary));
      else if (n_words == 1 && second != NULL && g_str_equal (words[0], first))
        offer (begun, second + 1, _(commands[i]->summary));
    }
}

/* Returns: (nullable): the option that waits for its value */
static const GOptionEntry *
find_open_option (const PlugCommand *command,
                  const char        *word)
{
  for (const GOptionEntry *entry = command->options; entry != NULL && entry->long_name != NULL;
       entry++)
    {
      if (entry->arg == G_OPTION_ARG_NONE)
        continue;
      if (g_str_has_prefix (word, "--") && g_str_equal (word + 2, entry->long_name))
        return entry;
      if (word[0] == '-' && word[1] == entry->short_name && word[1] != '\0' && word[2] == '\0')
        return entry;
    }
  return NULL;
}

static void
offer_values (PlugCli    *cli,
              const char *option,
              const char *connector,
              const char *begun)
{
  if (g_str_equal (option, "account"))
    offer_accounts (cli, begun);
  else if (g_str_equal (option, "tag"))
    offer_tags (cli, begun);
  else if (g_str_equal (option, "connector"))
    offer_connectors (begun);
  else if (g_str_equal (option, "set") || g_str_equal (option, "set-json"))
    offer_fields (begun, connector, FALSE);
  else if (g_str_equal (option, "secret"))
    offer_fields (begun, connector, TRUE);
  else if (g_str_equal (option, "from") || g_str_equal (option, "result") ||
           g_str_equal (option, "failed"))
    printf (":files\n");
}

static void
offer_words (PlugCli           *cli,
             const PlugCommand *command,
             char             **words,
             guint              n_before,
             const char        *begun)
{
  if (command->words == PLUG_WORDS_COMMAND)
    offer_commands (words, n_before, begun);
  else if (command->runs_others && n_before > 0)
    printf (":files\n");
  else if (n_before >= command->max)
    return;
  else if (command->words == PLUG_WORDS_FILE)
    printf (":files\n");
  else if (command->words == PLUG_WORDS_ACCOUNT)
    offer_accounts (cli, begun);
  else if (command->words == PLUG_WORDS_INSTANCE)
    offer_instances (cli, begun);
  else if (command->words == PLUG_WORDS_CONNECTOR)
    offer_connectors (begun);
}

/* Words that are neither options nor their values; the first of them may be the connector. */
static GPtrArray *
list_arguments (const PlugCommand  *command,
                char              **words,
                guint               n_words)
{
  GPtrArray *arguments = g_ptr_array_new ();

  for (guint i = 0; i < n_words; i++)
    {
      if (words[i][0] != '-')
        g_ptr_array_add (arguments, words[i]);
      else if (find_open_option (command, words[i]) != NULL)
        i++;
    }
  return arguments;
}

/* Of "--account=Pro", what stands behind the “=”.
 * Returns: (nullable): the option whose value is begun there */
static const GOptionEntry *
split_option (const PlugCommand  *command,
              const char        **begun)
{
  const char *equals = g_str_has_prefix (*begun, "--") ? strchr (*begun, '=') : NULL;
  g_autofree char *word = NULL;
  const GOptionEntry *entry;

  if (equals == NULL)
    return NULL;
  word = g_strndup (*begun, (gsize) (equals - *begun));
  entry = find_open_option (command, word);
  if (entry != NULL)
    {
      lead = g_strndup (*begun, (gsize) (equals + 1 - *begun)); /* for as long as the process */
      *begun = equals + 1;
    }
  return entry;
}

static int
complete (PlugCli  *cli,
          char    **words)
{
  guint n_words = MAX (g_strv_length (words), 1) - 1; /* before the one begun */
  const char *begun = words[n_words] != NULL ? words[n_words] : "";
  const PlugCommand *command;
  const GOptionEntry *open = NULL;
  g_autoptr (GPtrArray) arguments = NULL;
  guint n_name = 0;

  command = plug_command_find (words, &n_name);
  if (command == NULL || n_name > n_words)
    {
      offer_commands (words, n_words, begun);
      return PLUG_EXIT_OK;
    }
  arguments = list_arguments (command, words + n_name, n_words - n_name);
  open = split_option (command, &begun);
  if (open == NULL && n_words > n_name)
    open = find_open_option (command, words[n_words - 1]);
  g_ptr_array_add (arguments, NULL);
  if (open != NULL)
    offer_values (cli, open->long_name, g_ptr_array_index (arguments, 0), begun);
  else if (*begun == '-')
    offer_options (command, begun);
  else
    offer_words (cli, command, (char **) arguments->pdata, arguments->len - 1, begun);
  return PLUG_EXIT_OK;
}

const PlugCommand plug_command_complete = {
  .name = "__complete",
  .arguments = N_("WORD…"),
  .summary = N_("For the completions of shells"),
  .is_raw = TRUE,
  .is_brief = TRUE,
  .run = complete,
};
