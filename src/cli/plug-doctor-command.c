/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl doctor: what everything else rests on, and what to do where it does not hold. */

#include "config.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "plug-command.h"
#include "plug-error.h"
#include "plug-table.h"
#include "plug-terminal.h"
#include "plug-text.h"
#include "plug-versions.h"
#include "plug-writer.h"

static gboolean offline;
static gboolean json;

static const GOptionEntry doctor_options[] = {
  { "offline", 0, 0, G_OPTION_ARG_NONE, &offline, N_("Do not ask the accounts’ tenants"), NULL },
  PLUG_OPTION_JSON (&json),
  { NULL },
};

/* One thing looked at. */
typedef struct {
  const char *id;   /* in JSON, never translated */
  char *name;
  char *found;      /* what is so */
  char *advice;     /* (nullable): what to do; NULL where all is well */
  int status;
} Finding;

static void
finding_free (Finding *finding)
{
  g_free (finding->name);
  g_free (finding->found);
  g_free (finding->advice);
  g_free (finding);
}

/* Takes @found. */
static void
note_good (GPtrArray  *findings,
           const char *id,
           const char *name,
           char       *found)
{
  Finding *finding = g_new0 (Finding, 1);

  finding->id = id;
  finding->name = g_strdup (name);
  finding->found = found;
  g_ptr_array_add (findings, finding);
}

static void
note_bad (GPtrArray    *findings,
          const char   *id,
          const char   *name,
          const char   *found,
          const GError *error)
{
  Finding *finding = g_new0 (Finding, 1);

  finding->id = id;
  finding->name = g_strdup (name);
  finding->found = g_strdup (found);
  finding->advice = g_strdup (error->message);
  finding->status = (int) plug_exit_from_error (error);
  g_ptr_array_add (findings, finding);
}

/* Never prompts: a locked keyring is a finding, not a question. */
static void
look_at_keyring (PlugCli   *cli,
                 GPtrArray *findings)
{
  PlugKeyring *keyring = plug_cli_get_keyring (cli);
  g_autoptr (GAsyncResult) refreshed = NULL;
  g_autoptr (GAsyncResult) probed = NULL;
  g_autoptr (GError) error = NULL;
  const char *name = _("Keyring");

  plug_keyring_refresh_async (keyring, plug_cli_get_cancellable (cli), plug_cli_result_cb,
                              &refreshed);
  if (plug_keyring_refresh_finish (keyring, plug_cli_wait (&refreshed), &error) &&
      plug_keyring_get_state (keyring) == PLUG_KEYRING_LOCKED)
    g_set_error_literal (&error, PLUG_ERROR, PLUG_ERROR_KEYRING_LOCKED,
                         _("It opens when you log in, or when a command needs it and you enter its "
                           "password."));
  if (error == NULL)
    {
      plug_keyring_probe_async (keyring, TRUE, plug_cli_get_cancellable (cli), plug_cli_result_cb,
                                &probed);
      plug_keyring_probe_finish (keyring, plug_cli_wait (&probed), &error);
    }
  if (error == NULL)
    note_good (findings, "keyring", name,
               g_strdup (_("unlocked; what was stored was read back")));
  else if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_KEYRING_LOCKED))
    note_bad (findings, "keyring", name, _("locked"), error);
  else
    note_bad (findings, "keyring", name, _("cannot be used"), error);
}

static void
look_at_database (PlugCli   *cli,
                  GPtrArray *findings)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlugInventory *inventory = plug_cli_open (cli, NULL, &error);
  PlugStore *store = plug_cli_get_store (cli);
  g_autofree char *path = g_filename_display_name (plug_store_get_path (store));
  g_autofree char *aside = plug_store_dup_moved_aside (store);
  const char *name = _("Database");

  if (inventory != NULL)
    {
      plug_store_probe_async (store, NULL, plug_cli_result_cb, &result);
      plug_store_finish (store, plug_cli_wait (&result), &error);
    }
  if (error == NULL && aside != NULL)
    g_set_error (&error, PLUG_ERROR, PLUG_ERROR_STORE,
                 _("The one before was damaged and is kept as “%s”. “plugctl sync” shows what the "
                   "tenants have."), aside);
  if (error != NULL)
    note_bad (findings, "database", name, path, error);
  else
    note_good (findings, "database", name, g_strdup (path));
}

static void
look_at_tls (PlugCli   *cli,
             GPtrArray *findings)
{
  g_autoptr (GError) error = NULL;
  const char *name = _("Encryption");

  if (plug_client_has_tls (plug_cli_get_client (cli)))
    {
      note_good (findings, "tls", name, g_strdup (_("TLS is there")));
      return;
    }
  g_set_error_literal (&error, PLUG_ERROR, PLUG_ERROR_TLS_MISSING,
                       _("Install the package glib-networking."));
  note_bad (findings, "tls", name, _("TLS is missing"), error);
}

static void
look_at_network (GPtrArray *findings)
{
  g_autoptr (GError) error = NULL;
  const char *name = _("Network");

  if (g_network_monitor_get_network_available (g_network_monitor_get_default ()))
    {
      note_good (findings, "network", name, g_strdup (_("there is a way out")));
      return;
    }
  g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE,
                       _("This computer is not connected. Connect it to reach tenants elsewhere."));
  note_bad (findings, "network", name, _("there is none"), error);
}

static void
look_at_account (PlugCli     *cli,
                 PlugAccount *account,
                 GPtrArray   *findings)
{
  PlugInventory *inventory = plug_cli_open (cli, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *organization = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  /* Translators: %s is an account's name */
  name = g_strdup_printf (_("Account %s"), plug_account_get_name (account));
  plug_inventory_verify_account_async (inventory, account, plug_account_get_base_url (account),
                                       NULL, NULL, plug_cli_get_cancellable (cli),
                                       plug_cli_result_cb, &result);
  organization = plug_inventory_verify_account_finish (inventory, plug_cli_wait (&result), &error);
  if (organization != NULL)
    note_good (findings, "account", name,
               g_strdup (_("the tenant answers, the secrets are right")));
  else
    note_bad (findings, "account", name, plug_account_get_base_url (account), error);
}

static void
look_at_accounts (PlugCli   *cli,
                  GPtrArray *findings)
{
  PlugInventory *inventory = plug_cli_open (cli, NULL, NULL);
  GListModel *accounts = inventory != NULL ? plug_inventory_list_accounts (inventory) : NULL;

  for (guint i = 0; accounts != NULL && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      if (!g_cancellable_is_cancelled (plug_cli_get_cancellable (cli)))
        look_at_account (cli, account, findings);
    }
}

static void
print_json (GPtrArray *findings)
{
  g_autoptr (PlugWriter) writer = plug_writer_new ();

  plug_writer_begin_array (writer, NULL);
  for (guint i = 0; i < findings->len; i++)
    {
      Finding *finding = g_ptr_array_index (findings, i);

      plug_writer_begin_object (writer, NULL);
      plug_writer_string (writer, "check", finding->id);
      plug_writer_string (writer, "name", finding->name);
      plug_writer_boolean (writer, "ok", finding->status == PLUG_EXIT_OK);
      plug_writer_string (writer, "found", finding->found);
      plug_writer_string (writer, "advice", finding->advice);
      plug_writer_end_object (writer);
    }
  plug_writer_end_array (writer);
  plug_writer_print (writer);
}

static void
print_lines (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      Finding *finding = g_ptr_array_index (findings, i);
      gboolean good = finding->status == PLUG_EXIT_OK;
      g_autofree char *mark = plug_terminal_dup_styled (good ? "✓" : "✗",
                                                        good ? PLUG_STYLE_GOOD : PLUG_STYLE_BAD,
                                                        FALSE);
      g_autofree char *name = plug_text_for_display (finding->name);
      g_autofree char *found = plug_text_for_display (finding->found);

      printf ("%s %s: %s\n", mark, name, found);
      if (finding->advice != NULL)
        {
          g_autofree char *advice = plug_cli_dup_shown (finding->advice);

          printf ("  %s\n", advice);
        }
    }
}

static int
doctor (PlugCli  *cli,
        char    **arguments)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) finding_free);
  g_autofree char *libraries = plug_versions_dup_text ();

  note_good (findings, "versions", _("Versions"),
             g_strdup_printf ("Plugboard %s, %s", PLUG_VERSION, libraries));
  look_at_keyring (cli, findings);
  look_at_database (cli, findings);
  look_at_tls (cli, findings);
  look_at_network (findings);
  if (!offline)
    look_at_accounts (cli, findings);
  if (json)
    print_json (findings);
  else
    print_lines (findings);
  for (guint i = 0; i < findings->len; i++)
    {
      Finding *finding = g_ptr_array_index (findings, i);

      if (finding->status != PLUG_EXIT_OK)
        return finding->status;
    }
  return PLUG_EXIT_OK;
}

const PlugCommand plug_command_doctor = {
  .name = "doctor",
  .summary = N_("Look at keyring, database, encryption, network and accounts"),
  .description = N_("Each finding that is not well says what to do. The exit status is that of the "
                    "first."),
  .options = doctor_options,
  .run = doctor,
};
