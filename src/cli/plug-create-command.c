/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl create: one instance, journalled as in the window. */

#include "config.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "plug-command.h"
#include "plug-draft-source.h"
#include "plug-record.h"
#include "plug-text.h"

static char *account_name;
static char *name;
static char *from;
static char **tags;
static char **values;
static char **json_values;
static char **secrets;
static char **provider_data;
static gboolean dry_run;
static gboolean show_secrets;
static gboolean again;
static gboolean quiet;
static gboolean json;

static const GOptionEntry create_options[] = {
  { "name", 'n', 0, G_OPTION_ARG_STRING, &name, N_("What the instance is to be called"),
    N_("NAME") },
  PLUG_OPTION_ACCOUNT (&account_name),
  { "tag", 't', 0, G_OPTION_ARG_STRING_ARRAY, &tags, N_("A tag; may be repeated"), N_("TAG") },
  { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &values,
    N_("A configuration value, sent as text; may be repeated"), N_("KEY=VALUE") },
  { "set-json", 0, 0, G_OPTION_ARG_STRING_ARRAY, &json_values,
    N_("A configuration value of any type; may be repeated"), N_("KEY=JSON") },
  { "secret", 0, 0, G_OPTION_ARG_STRING_ARRAY, &secrets,
    N_("A secret: SOURCE is - for a line of standard input, @FILE or env:NAME; may be repeated"),
    N_("KEY=SOURCE") },
  { "provider-data", 0, 0, G_OPTION_ARG_STRING_ARRAY, &provider_data,
    N_("A member of providerData, as OAuth connectors need; secret ones as with --secret"),
    N_("KEY=VALUE") },
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &from,
    N_("Start with the body of a request; - is standard input"), N_("BODY.json") },
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run,
    N_("Print the body that would be sent, and send nothing"), NULL },
  { "show-secrets", 0, 0, G_OPTION_ARG_NONE, &show_secrets,
    N_("With --dry-run: do not mask the secrets"), NULL },
  { "again", 0, 0, G_OPTION_ARG_NONE, &again,
    N_("Also when one of that name is still being looked for"), NULL },
  { "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, N_("Do not say what is going on"), NULL },
  PLUG_OPTION_JSON (&json),
  { NULL },
};

static gboolean
has_problems (PlugDraft *draft)
{
  g_autoptr (GPtrArray) problems = plug_draft_list_problems (draft);

  for (guint i = 0; i < problems->len; i++)
    {
      PlugProblem *problem = g_ptr_array_index (problems, i);

      plug_cli_say ("plugctl: %s: %s", problem->key, problem->message);
    }
  return problems->len > 0;
}

static int
print_body (PlugDraft *draft)
{
  char *body = plug_draft_build_text (draft, show_secrets ? PLUG_DRAFT_REVEAL : PLUG_DRAFT_MASK,
                                      TRUE);

  printf ("%s\n", body);
  plug_secret_wipe_text (body);
  g_free (body);
  return has_problems (draft) ? PLUG_EXIT_REFUSED : PLUG_EXIT_OK;
}

static void
phase_changed_cb (PlugCreation *creation)
{
  if (quiet)
    return;
  switch (plug_creation_get_phase (creation))
    {
    case PLUG_CREATION_CHECKING:
    case PLUG_CREATION_WAITING:
      break;
    case PLUG_CREATION_LISTING:
      plug_cli_say ("%s", _("Asking what the tenant has of that name…"));
      break;
    case PLUG_CREATION_POSTING:
      plug_cli_say ("%s", _("Recorded in the journal; sending the request…"));
      break;
    case PLUG_CREATION_SAVING:
      plug_cli_say ("%s", _("The tenant made the instance; saving its token…"));
      break;
    case PLUG_CREATION_FINISHED:
    default:
      break;
    }
}

static void
wait_for_end (PlugCli      *cli,
              PlugCreation *creation)
{
  GCancellable *cancellable = plug_cli_get_cancellable (cli);
  gboolean told = FALSE;

  while (plug_creation_get_phase (creation) != PLUG_CREATION_FINISHED)
    {
      if (!told && g_cancellable_is_cancelled (cancellable))
        {
          plug_creation_cancel (creation);
          told = TRUE;
        }
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
print_instance (PlugInstance *instance)
{
  g_autoptr (PlugWriter) writer = plug_writer_new ();

  if (!json)
    {
      printf ("%s\n", plug_instance_get_id (instance));
      return;
    }
  plug_record_begin_instance (writer, instance);
  plug_writer_end_object (writer);
  plug_writer_print (writer);
}

static int
say_done (PlugInstance *instance)
{
  g_autofree char *shown = plug_text_for_display (plug_instance_get_name (instance));

  print_instance (instance);
  if (plug_instance_get_token_state (instance) != PLUG_TOKEN_SAVED)
    {
      plug_cli_say (_("The instance “%s” exists, with the id %s, but its token is not in the "
                      "keyring. “plugctl reconcile” tries again."), shown,
                    plug_instance_get_id (instance));
      return PLUG_EXIT_KEYRING;
    }
  if (!quiet)
    plug_cli_say (_("The instance “%s” is created, and its token was read back from the keyring."),
                  shown);
  return PLUG_EXIT_OK;
}

/* The tenant is asked once what became of it, unless somebody does not want to wait any more. */
static int
settle_doubt (PlugCli       *cli,
              PlugInventory *inventory,
              PlugCreation  *creation)
{
  PlugIntent *intent = plug_creation_get_intent (creation);
  const char *id;
  PlugInstance *instance = NULL;

  plug_cli_report (plug_creation_get_error (creation));
  if (plug_cli_reconcile (cli, FALSE) && (id = plug_intent_get_instance_id (intent)) != NULL)
    instance = plug_inventory_find_instance (inventory, plug_intent_get_account_id (intent), id);
  if (instance != NULL)
    {
      if (!quiet)
        plug_cli_say ("%s", _("The tenant has it: it is found again."));
      return say_done (instance);
    }
  plug_cli_say (_("Whether the instance exists is not known yet (request %.8s). Do not create it "
                  "again: “plugctl reconcile --wait” finds out."), plug_intent_get_op (intent));
  return PLUG_EXIT_IN_DOUBT;
}

static int
create (PlugCli       *cli,
        PlugInventory *inventory,
        PlugAccount   *account,
        PlugDraft     *draft)
{
  g_autoptr (PlugCreation) creation = NULL;
  const GError *error;

  if (!quiet)
    plug_cli_say ("%s", _("Checking keyring, secrets and journal…"));
  creation = plug_inventory_create (inventory, account, draft);
  g_signal_connect (creation, "notify::phase", G_CALLBACK (phase_changed_cb), NULL);
  wait_for_end (cli, creation);
  error = plug_creation_get_error (creation);
  switch (plug_creation_get_outcome (creation))
    {
    case PLUG_CREATION_DONE:
      return say_done (plug_creation_get_instance (creation));
    case PLUG_CREATION_TOKEN_UNSAVED:
      plug_cli_report (error);
      return say_done (plug_creation_get_instance (creation));
    case PLUG_CREATION_IN_DOUBT:
      return settle_doubt (cli, inventory, creation);
    case PLUG_CREATION_CANCELLED:
      plug_cli_say ("%s", _("plugctl: Interrupted. Nothing was sent."));
      return PLUG_EXIT_INTERRUPTED;
    case PLUG_CREATION_PENDING:
    case PLUG_CREATION_FAILED:
    default:
      plug_cli_report (error);
      return plug_exit_from_error (error);
    }
}

/* Returns: whether a second one of that name would be made while the first is looked for */
static gboolean
is_doubled (PlugInventory *inventory,
            PlugAccount   *account,
            PlugDraft     *draft)
{
  PlugIntent *doubt = again ? NULL : plug_inventory_find_doubt (inventory, account, draft);

  if (doubt == NULL)
    return FALSE;
  plug_cli_say (_("plugctl: An instance of that name was sent before, and what became of it is not "
                  "known (request %.8s). “plugctl reconcile” finds out; --again makes another one "
                  "all the same."), plug_intent_get_op (doubt));
  return TRUE;
}

static PlugDraft *
read_draft (PlugCli     *cli,
            const char  *connector,
            GError     **error)
{
  PlugDraftSource source = {
    .connector = connector,
    .name = name,
    .tags = tags,
    .values = values,
    .json_values = json_values,
    .secrets = secrets,
    .provider_data = provider_data,
    .from = from,
    .dry_run = dry_run,
  };

  if (!show_secrets || dry_run)
    return plug_draft_source_read (&source, plug_cli_get_cancellable (cli), error);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                       _("--show-secrets goes with --dry-run."));
  return NULL;
}

static int
create_instance (PlugCli  *cli,
                 char    **arguments)
{
  g_autoptr (PlugDraft) draft = NULL;
  g_autoptr (PlugAccount) account = NULL;
  PlugInventory *inventory;
  GError *error = NULL;

  draft = read_draft (cli, arguments[0], &error);
  if (draft == NULL)
    return plug_cli_fail (cli, error);
  if (dry_run)
    return print_body (draft);
  if (has_problems (draft))
    return PLUG_EXIT_REFUSED;
  account = plug_cli_find_account (cli, account_name, &error);
  if (account == NULL)
    return plug_cli_fail (cli, error);
  inventory = plug_cli_open (cli, NULL, &error);
  if (is_doubled (inventory, account, draft))
    return PLUG_EXIT_IN_DOUBT;
  return create (cli, inventory, account, draft);
}

const PlugCommand plug_command_create = {
  .name = "create",
  .arguments = N_("[CONNECTOR]"),
  .summary = N_("Create an instance and save its token in the keyring"),
  .description =
    N_("Its id is printed. Connectors are named by the API’s key; one that is not built in is sent "
       "as\ngiven. Required secrets that are not given are asked for on a terminal. Examples:\n"
       "  plugctl create sagecrm --name Acme --set subdomain=acme.example.com \\\n"
       "      --set username=integration --secret password=-\n"
       "  plugctl create --from body.json --name Acme --dry-run"),
  .options = create_options,
  .max = 1,
  .words = PLUG_WORDS_CONNECTOR,
  .run = create_instance,
};
