/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl bulk: instances out of a file. */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-bulk-file.h"
#include "plug-bulk-report.h"
#include "plug-catalogue.h"
#include "plug-command.h"
#include "plug-error.h"
#include "plug-text.h"

static char *connector_key;
static char *account_name;
static char **maps;
static int jobs = PLUG_BULK_DEFAULT_JOBS;
static int settle = 120;
static gboolean dry_run;
static gboolean show_bodies;
static gboolean resume;
static gboolean retry_failed;
static gboolean again;
static gboolean same_names;
static gboolean skip_faulty;
static char *result_path;
static char *failed_path;
static gboolean with_secrets;
static gboolean quiet;
static gboolean json;

static const GOptionEntry bulk_options[] = {
  { "connector", 'c', 0, G_OPTION_ARG_STRING, &connector_key,
    N_("What rows are of that do not say it in a column"), N_("CONNECTOR") },
  PLUG_OPTION_ACCOUNT (&account_name),
  { "map", 'm', 0, G_OPTION_ARG_STRING_ARRAY, &maps,
    N_("What a column is for: name, tags, connector, account, a key, or nothing; may be repeated"),
    N_("COLUMN=FIELD") },
  { "jobs", 'j', 0, G_OPTION_ARG_INT, &jobs, N_("How many at a time, 1 to 16 (default: 4)"),
    N_("N") },
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run,
    N_("Only say what is wrong with the rows; no account is needed"), NULL },
  { "show-bodies", 0, 0, G_OPTION_ARG_NONE, &show_bodies,
    N_("With --dry-run: print the body of each row, its secrets masked"), NULL },
  { "resume", 0, 0, G_OPTION_ARG_NONE, &resume,
    N_("Go on with the run of this file: nothing is created twice"), NULL },
  { "retry-failed", 0, 0, G_OPTION_ARG_NONE, &retry_failed,
    N_("With --resume: send once more what the tenant refused, or does not have"), NULL },
  { "again", 0, 0, G_OPTION_ARG_NONE, &again,
    N_("Create all of it once more, although it was run before"), NULL },
  { "same-names", 0, 0, G_OPTION_ARG_NONE, &same_names,
    N_("Rows may have the same name"), NULL },
  { "skip-faulty", 0, 0, G_OPTION_ARG_NONE, &skip_faulty,
    N_("Create the others when something is wrong with some rows"), NULL },
  { "settle", 0, 0, G_OPTION_ARG_INT, &settle,
    N_("How long after a request its instance may still appear (default: 120)"), N_("SECONDS") },
  { "result", 0, 0, G_OPTION_ARG_FILENAME, &result_path,
    N_("Write what became of each row, without tokens"), N_("OUT.csv") },
  { "failed", 0, 0, G_OPTION_ARG_FILENAME, &failed_path,
    N_("Write the rows that were not created, to be put right and run"), N_("FAILED.csv") },
  { "with-secrets", 0, 0, G_OPTION_ARG_NONE, &with_secrets,
    N_("With --failed: their secrets too"), NULL },
  { "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, N_("Do not say what is going on"), NULL },
  PLUG_OPTION_JSON (&json),
  { NULL },
};

static gboolean
check_options (GError **error)
{
  const char *wrong = NULL;

  if (jobs < 1 || jobs > PLUG_BULK_MAX_JOBS)
    wrong = _("--jobs is a number from 1 to 16.");
  else if (show_bodies && !dry_run)
    wrong = _("--show-bodies goes with --dry-run.");
  else if (retry_failed && !resume)
    wrong = _("--retry-failed goes with --resume.");
  else if (resume && again)
    wrong = _("--resume and --again exclude each other.");
  else if (with_secrets && failed_path == NULL)
    wrong = _("--with-secrets goes with --failed.");
  if (wrong != NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, wrong);
  return wrong == NULL;
}

static gboolean
map_columns (PlugBulkPlan  *plan,
             GError       **error)
{
  for (gsize i = 0; maps != NULL && maps[i] != NULL; i++)
    {
      const char *equals = strrchr (maps[i], '=');
      g_autofree char *title = NULL;

      if (equals == NULL || equals == maps[i])
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("%s needs a key and a value with “=” between them."), "--map");
          return FALSE;
        }
      title = g_strndup (maps[i], (gsize) (equals - maps[i]));
      if (!plug_bulk_plan_map (plan, title, equals + 1, error))
        return FALSE;
    }
  return TRUE;
}

static void
say_notes (PlugBulkPlan *plan)
{
  g_auto (GStrv) notes = plug_bulk_plan_dup_notes (plan);

  for (gsize i = 0; notes[i] != NULL && !quiet; i++)
    plug_cli_say ("%s", notes[i]);
}

/* Returns: (transfer full): what the file says; NULL with @error */
static PlugBulkPlan *
read_plan (PlugCli     *cli,
           const char  *path,
           gint64      *size,
           GError     **error)
{
  g_autoptr (PlugBulkPlan) plan = plug_bulk_plan_new ();
  g_autoptr (PlugConnector) connector = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (!check_options (error))
    return NULL;
  if (connector_key != NULL)
    {
      PlugConnector *known = plug_catalogue_find (connector_key);

      connector = known != NULL ? g_object_ref (known)
                                : plug_connector_new (connector_key, connector_key, NULL, NULL);
    }
  plug_bulk_plan_set_connector (plan, connector);
  plug_bulk_plan_allow_namesakes (plan, same_names);
  plug_bulk_file_read_async (path, plan, NULL, plug_cli_result_cb, &result);
  if (!plug_bulk_file_read_finish (plug_cli_wait (&result), size, error) ||
      !map_columns (plan, error))
    return NULL;
  say_notes (plan);
  plug_bulk_plan_build (plan);
  return g_steal_pointer (&plan);
}

static void
say_problems (PlugBulkPlan *plan)
{
  for (guint i = 0; i < plug_bulk_plan_get_n_entries (plan); i++)
    {
      const PlugBulkEntry *entry = plug_bulk_plan_get_entry (plan, i);

      for (guint j = 0; j < entry->problems->len; j++)
        {
          PlugProblem *problem = g_ptr_array_index (entry->problems, j);
          g_autofree char *key = plug_cli_dup_shown (problem->key);
          g_autofree char *message = plug_cli_dup_shown (problem->message);

          /* Translators: line, field and what is wrong */
          plug_cli_say (_("Line %u, %s: %s"), entry->line, key, message);
        }
    }
}

static int
run_dry (PlugBulkPlan *plan)
{
  guint n = plug_bulk_plan_get_n_entries (plan);
  guint faulty = plug_bulk_plan_count_faulty (plan);

  say_problems (plan);
  for (guint i = 0; i < n && show_bodies; i++)
    {
      const PlugBulkEntry *entry = plug_bulk_plan_get_entry (plan, i);
      g_autofree char *body = NULL;

      if (entry->draft == NULL)
        continue;
      body = plug_draft_build_text (entry->draft, PLUG_DRAFT_MASK, FALSE);
      printf ("%s\n", body);
    }
  plug_cli_say (ngettext ("%u row, %u with problems. Nothing was sent.",
                          "%u rows, %u with problems. Nothing was sent.", n), n, faulty);
  return faulty > 0 || n == 0 ? PLUG_EXIT_REFUSED : PLUG_EXIT_OK;
}

static gboolean
prepare (PlugCli   *cli,
         PlugBulk  *bulk,
         GError   **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  PlugBulkMode mode = again ? PLUG_BULK_AGAIN : resume ? PLUG_BULK_RESUME : PLUG_BULK_NEW;

  plug_bulk_prepare_async (bulk, mode, retry_failed, plug_cli_get_cancellable (cli),
                           plug_cli_result_cb, &result);
  return plug_bulk_prepare_finish (bulk, plug_cli_wait (&result), error);
}

/* Until it is over, a signal stops it, or there is something to be put right first. What was sent
 * is waited for in any case.
 * Returns: (transfer full) (nullable): what has to be put right */
static GError *
wait_for_end (PlugCli  *cli,
              PlugBulk *bulk)
{
  GCancellable *cancellable = plug_cli_get_cancellable (cli);
  gboolean told = FALSE;
  GError *reason = NULL;

  while (plug_bulk_get_state (bulk) != PLUG_BULK_FINISHED)
    {
      if (plug_bulk_get_reason (bulk) != NULL && reason == NULL)
        reason = g_error_copy (plug_bulk_get_reason (bulk));
      if (!told && (reason != NULL || g_cancellable_is_cancelled (cancellable)))
        {
          told = TRUE;
          plug_bulk_stop (bulk);
          continue;
        }
      g_main_context_iteration (NULL, TRUE);
    }
  return reason;
}

/* The worst of what became of the rows, for a program. */
static int
judge (PlugBulk     *bulk,
       const GError *reason,
       guint         made_before)
{
  guint made = plug_bulk_count (bulk, PLUG_BULK_ROW_DONE);

  if (plug_bulk_count (bulk, PLUG_BULK_ROW_IN_DOUBT) > 0 ||
      plug_bulk_count (bulk, PLUG_BULK_ROW_AMBIGUOUS) > 0)
    return PLUG_EXIT_IN_DOUBT;
  if (plug_bulk_count (bulk, PLUG_BULK_ROW_TOKEN_UNSAVED) > 0)
    return PLUG_EXIT_KEYRING;
  if (reason != NULL)
    return plug_exit_from_error (reason);
  if (plug_bulk_count (bulk, PLUG_BULK_ROW_WAITING) > 0)
    return made > made_before ? PLUG_EXIT_FAILED : PLUG_EXIT_INTERRUPTED;
  return made == plug_bulk_get_n_rows (bulk) ? PLUG_EXIT_OK : PLUG_EXIT_REFUSED;
}

static gboolean
write_files (PlugBulk  *bulk,
             GError   **error)
{
  return (result_path == NULL || plug_bulk_report_result (bulk, result_path, error)) &&
         (failed_path == NULL ||
          plug_bulk_report_failed (bulk, failed_path, with_secrets, error));
}

static int
report (PlugBulk     *bulk,
        const GError *reason,
        guint         made_before)
{
  g_autoptr (GError) error = NULL;
  int status = judge (bulk, reason, made_before);

  if (!quiet)
    plug_bulk_report_rows (bulk);
  if (reason != NULL)
    plug_cli_report (reason);
  plug_bulk_report_summary (bulk);
  if (json)
    plug_bulk_report_json (bulk);
  if (status != PLUG_EXIT_OK && status != PLUG_EXIT_REFUSED && !quiet)
    plug_cli_say ("%s", _("“plugctl bulk --resume” with the same file goes on from here."));
  if (write_files (bulk, &error))
    return status;
  plug_cli_report (error);
  return status != PLUG_EXIT_OK ? status : PLUG_EXIT_FAILED;
}

static int
run_bulk (PlugCli      *cli,
          PlugBulkPlan *plan,
          const char   *path,
          gint64        size)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (PlugBulk) bulk = NULL;
  g_autoptr (PlugBulkProgress) progress = NULL;
  g_autoptr (GError) reason = NULL;
  GError *error = NULL;
  PlugInventory *inventory = plug_cli_open_live (cli, &error);
  guint made_before;

  if (inventory == NULL)
    return plug_cli_fail (cli, error);
  plug_inventory_set_settle_ms (inventory, (guint) CLAMP (settle, 0, 86400) * 1000);
  account = plug_cli_find_account (cli, account_name, account_name != NULL ? &error : NULL);
  if (error != NULL)
    return plug_cli_fail (cli, error);
  bulk = plug_bulk_new (inventory, plan, account);
  plug_bulk_set_file (bulk, absolute, size);
  plug_bulk_set_jobs (bulk, (guint) jobs);
  if (plug_bulk_count (bulk, PLUG_BULK_ROW_FAULTY) > 0 && !skip_faulty)
    {
      plug_bulk_report_rows (bulk);
      plug_cli_say ("%s", _("plugctl: Nothing was sent. Put these rows right, or create the others "
                            "with --skip-faulty."));
      return PLUG_EXIT_REFUSED;
    }
  if (!prepare (cli, bulk, &error))
    return plug_cli_fail (cli, error);
  made_before = plug_bulk_count (bulk, PLUG_BULK_ROW_DONE);
  progress = plug_bulk_progress_new (bulk, quiet);
  plug_bulk_start (bulk);
  reason = wait_for_end (cli, bulk);
  g_clear_pointer (&progress, plug_bulk_progress_free);
  return report (bulk, reason, made_before);
}

static int
bulk_create (PlugCli  *cli,
             char    **arguments)
{
  g_autoptr (PlugBulkPlan) plan = NULL;
  GError *error = NULL;
  gint64 size;

  plan = read_plan (cli, arguments[0], &size, &error);
  if (plan == NULL)
    return plug_cli_fail (cli, error);
  if (dry_run)
    return run_dry (plan);
  return run_bulk (cli, plan, arguments[0], size);
}

const PlugCommand plug_command_bulk = {
  .name = "bulk",
  .arguments = N_("FILE"),
  .summary = N_("Create many instances out of a file"),
  .description =
    N_("FILE is a table (CSV, as spreadsheets write it) or has a JSON object on each line. Columns "
       "are\nknown by their titles: name, tags, connector, account, and what the connector’s form "
       "calls its\nfields. Every row is checked before the first is sent. Examples:\n"
       "  plugctl bulk customers.csv --connector sagecrm --dry-run --show-bodies\n"
       "  plugctl bulk customers.csv --connector sagecrm --map Customer=name --failed failed.csv\n"
       "  plugctl bulk customers.csv --connector sagecrm --resume"),
  .options = bulk_options,
  .min = 1,
  .max = 1,
  .words = PLUG_WORDS_FILE,
  .run = bulk_create,
};
