/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugCli: what every command works with. */

#include "config.h"

#include "plug-cli.h"

#include <stdio.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-terminal.h"
#include "plug-text.h"

struct _PlugCli {
  PlugStore *store;
  PlugKeyring *keyring;
  PlugClient *client;
  PlugInventory *inventory;
  GCancellable *cancellable;
  guint signal_sources[3];
  gboolean is_brief;
  gboolean is_open;
};

/* The first signal ends the waiting and lets the command say where things stand; the second finds
 * no handler and ends the process, whose journal is right at every moment. */
static gboolean
signalled_cb (gpointer user_data)
{
  PlugCli *self = user_data;

  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
watch_signals (PlugCli *self)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    self->signal_sources[i] = g_unix_signal_add (signals[i], signalled_cb, self);
}

/* plug_cli_new:
 * Returns: (transfer full): nothing is opened yet */
PlugCli *
plug_cli_new (void)
{
  PlugCli *self = g_new0 (PlugCli, 1);

  self->cancellable = g_cancellable_new ();
  return self;
}

/* plug_cli_set_brief:
 * @brief: whether the command only reads a little and ends; see plug_store_set_brief() */
void
plug_cli_set_brief (PlugCli  *self,
                    gboolean  brief)
{
  self->is_brief = brief;
}

/* plug_cli_free:
 * Waits until what was written is on the disk. */
void
plug_cli_free (PlugCli *self)
{
  plug_cli_release_signals (self);
  g_clear_object (&self->inventory);
  if (self->store != NULL)
    plug_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_object (&self->keyring);
  g_clear_object (&self->client);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/* plug_cli_get_cancellable:
 * Returns: (transfer none): cancelled by the signals that ask the command to end; from now on they
 *   do not end the process */
GCancellable *
plug_cli_get_cancellable (PlugCli *self)
{
  if (self->signal_sources[0] == 0 && !g_cancellable_is_cancelled (self->cancellable))
    watch_signals (self);
  return self->cancellable;
}

/* plug_cli_release_signals:
 * Signals are somebody else's from now on. */
void
plug_cli_release_signals (PlugCli *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
}

/* plug_cli_result_cb:
 * A GAsyncReadyCallback that keeps the result in the GAsyncResult* that @user_data points to. */
void
plug_cli_result_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* plug_cli_wait:
 * A command does one thing after another, so it may wait; everything below it is asynchronous.
 *
 * Returns: (transfer none): *@result, once plug_cli_result_cb() has set it */
GAsyncResult *
plug_cli_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* plug_cli_get_store:
 * Returns: (transfer none): the database, not yet open */
PlugStore *
plug_cli_get_store (PlugCli *self)
{
  if (self->store == NULL)
    {
      self->store = plug_store_new (NULL);
      plug_store_set_brief (self->store, self->is_brief);
    }
  return self->store;
}

/* plug_cli_get_keyring:
 * Returns: (transfer none): the keyring, not yet asked */
PlugKeyring *
plug_cli_get_keyring (PlugCli *self)
{
  if (self->keyring == NULL)
    self->keyring = plug_keyring_new_unwatched ();
  return self->keyring;
}

/* plug_cli_get_client:
 * Returns: (transfer none): the way to the tenants */
PlugClient *
plug_cli_get_client (PlugCli *self)
{
  if (self->client == NULL)
    self->client = plug_client_new ();
  return self->client;
}

/* plug_cli_open:
 * @instance: (nullable): an id or a name, when no other instance is needed; "" when none is
 *
 * Reads the database, once; no keyring and no tenant is asked.
 *
 * Returns: (transfer none): the inventory; NULL with @error */
PlugInventory *
plug_cli_open (PlugCli     *self,
               const char  *instance,
               GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (self->is_open)
    return self->inventory;
  if (self->inventory == NULL)
    self->inventory = plug_inventory_new (plug_cli_get_store (self), plug_cli_get_keyring (self),
                                          plug_cli_get_client (self));
  plug_inventory_read_async (self->inventory, instance, NULL, plug_cli_result_cb, &result);
  self->is_open = plug_inventory_finish (self->inventory, plug_cli_wait (&result), error);
  return self->is_open ? self->inventory : NULL;
}

/* plug_cli_open_live:
 * As the window opens it: other processes are followed, and what is in doubt is looked for.
 *
 * Returns: (transfer none): the inventory; NULL with @error */
PlugInventory *
plug_cli_open_live (PlugCli  *self,
                    GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_return_val_if_fail (!self->is_open, self->inventory);

  self->inventory = plug_inventory_new (plug_cli_get_store (self), plug_cli_get_keyring (self),
                                        plug_cli_get_client (self));
  plug_inventory_open_async (self->inventory, NULL, plug_cli_result_cb, &result);
  self->is_open = plug_inventory_finish (self->inventory, plug_cli_wait (&result), error);
  return self->is_open ? self->inventory : NULL;
}

/* plug_cli_visit:
 * @visit: see plug_store_visit_async()
 *
 * Opens the database and nothing else.
 *
 * Returns: (transfer full): accounts and open intents; NULL with @error */
PlugStoreContents *
plug_cli_visit (PlugCli         *self,
                PlugStoreVisit   visit,
                gpointer         visit_data,
                GError         **error)
{
  PlugStore *store = plug_cli_get_store (self);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) visited = NULL;

  plug_store_open_async (store, NULL, plug_cli_result_cb, &opened);
  if (!plug_store_finish (store, plug_cli_wait (&opened), error))
    return NULL;
  plug_store_visit_async (store, visit, visit_data, plug_cli_result_cb, &visited);
  return plug_store_load_finish (store, plug_cli_wait (&visited), error);
}

static char *
dup_account_names (GListModel *accounts)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      g_ptr_array_add (names, g_strdup (plug_account_get_name (account)));
    }
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

static PlugAccount *
find_only_account (GListModel  *accounts,
                   GError     **error)
{
  g_autofree char *names = NULL;
  guint n = g_list_model_get_n_items (accounts);

  if (n == 1)
    return g_list_model_get_item (accounts, 0);
  if (n == 0)
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND,
                           _("No account is saved here yet. “plugctl account add” saves one."));
      return NULL;
    }
  names = dup_account_names (accounts);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               _("There are several accounts: %s. Say which one is meant with --account."), names);
  return NULL;
}

static gboolean
is_account (PlugAccount *account,
            const char  *wanted)
{
  return g_strcmp0 (plug_account_get_name (account), wanted) == 0 ||
         g_strcmp0 (plug_account_get_id (account), wanted) == 0;
}

/* plug_cli_find_account:
 * @account: (nullable): a name, or an id as “account list --json” has it; NULL for the only one
 *
 * Returns: (transfer full): the account; NULL with @error */
PlugAccount *
plug_cli_find_account (PlugCli     *self,
                       const char  *account,
                       GError     **error)
{
  PlugInventory *inventory = plug_cli_open (self, NULL, error);
  g_autoptr (PlugAccount) found = NULL;
  GListModel *accounts;

  if (inventory == NULL)
    return NULL;
  accounts = plug_inventory_list_accounts (inventory);
  if (account == NULL)
    return find_only_account (accounts, error);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) candidate = g_list_model_get_item (accounts, i);

      if (!is_account (candidate, account))
        continue;
      if (found != NULL)
        {
          g_set_error (error, PLUG_ERROR, PLUG_ERROR_CONFLICT,
                       _("Several accounts are named “%s”. Give the account’s id instead; “plugctl "
                         "account list --json” shows it."), account);
          return NULL;
        }
      found = g_steal_pointer (&candidate);
    }
  if (found == NULL)
    g_set_error (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND,
                 _("No account named “%s” is saved here. “plugctl account list” shows those there "
                   "are."), account);
  return g_steal_pointer (&found);
}

/* Those of that id, or if there are none, of that name. */
static GPtrArray *
list_called (PlugInventory *inventory,
             const char    *instance,
             const char    *account_id)
{
  GListModel *instances = plug_inventory_list_instances (inventory);
  g_autoptr (GPtrArray) by_id = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) by_name = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) candidate = g_list_model_get_item (instances, i);

      if (account_id != NULL && !g_str_equal (plug_instance_get_account_id (candidate), account_id))
        continue;
      if (g_str_equal (plug_instance_get_id (candidate), instance))
        g_ptr_array_add (by_id, g_object_ref (candidate));
      else if (g_strcmp0 (plug_instance_get_name (candidate), instance) == 0)
        g_ptr_array_add (by_name, g_object_ref (candidate));
    }
  return by_id->len > 0 ? g_steal_pointer (&by_id) : g_steal_pointer (&by_name);
}

static GError *
ambiguous_error_new (GPtrArray  *called,
                     const char *instance)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;

  for (guint i = 0; i < called->len; i++)
    {
      PlugInstance *candidate = g_ptr_array_index (called, i);

      /* Translators: an instance's id and, in brackets, the name of its account */
      g_ptr_array_add (ids, g_strdup_printf (_("%s (%s)"), plug_instance_get_id (candidate),
                                             plug_instance_get_account_name (candidate)));
    }
  g_ptr_array_add (ids, NULL);
  joined = g_strjoinv (", ", (char **) ids->pdata);
  return g_error_new (PLUG_ERROR, PLUG_ERROR_CONFLICT,
                      _("More than one instance is called “%s”: %s. Give the id, or the account "
                        "with --account."), instance, joined);
}

/* plug_cli_find_instance:
 * @instance: an id, or a name that only one has
 * @account: (nullable): where to look, by name; NULL for everywhere
 *
 * Returns: (transfer full): the instance; NULL with @error */
PlugInstance *
plug_cli_find_instance (PlugCli     *self,
                        const char  *instance,
                        const char  *account,
                        GError     **error)
{
  PlugInventory *inventory = plug_cli_open (self, instance, error);
  g_autoptr (PlugAccount) within = NULL;
  g_autoptr (GPtrArray) called = NULL;

  if (inventory == NULL)
    return NULL;
  if (account != NULL && (within = plug_cli_find_account (self, account, error)) == NULL)
    return NULL;
  called = list_called (inventory, instance, within != NULL ? plug_account_get_id (within) : NULL);
  if (called->len == 1)
    return g_object_ref (g_ptr_array_index (called, 0));
  if (called->len > 1)
    g_propagate_error (error, ambiguous_error_new (called, instance));
  else
    g_set_error (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND,
                 _("No instance with the id or the name “%s” is known here. “plugctl list” shows "
                   "those that are, “plugctl sync” what the tenant has."), instance);
  return NULL;
}

/* A choice that is the user's is as settled as it gets here. */
static gboolean
is_settled (PlugInventory *inventory)
{
  GListModel *intents = plug_inventory_list_intents (inventory);

  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, i);

      if (plug_intent_get_state (intent) == PLUG_INTENT_SENT ||
          plug_intent_get_state (intent) == PLUG_INTENT_UNKNOWN)
        return FALSE;
    }
  return TRUE;
}

/* plug_cli_reconcile:
 * @until_settled: whether to ask again and again, until the settle time is over; otherwise once
 *
 * The inventory has to be open and the keyring unlocked.
 *
 * Returns: whether it was not ended by a signal */
gboolean
plug_cli_reconcile (PlugCli  *self,
                    gboolean  until_settled)
{
  GCancellable *cancellable = plug_cli_get_cancellable (self);

  plug_inventory_reconcile (self->inventory);
  while (!g_cancellable_is_cancelled (cancellable) &&
         (plug_inventory_is_reconciling (self->inventory) ||
          (until_settled && !is_settled (self->inventory))))
    g_main_context_iteration (NULL, TRUE);
  return !g_cancellable_is_cancelled (cancellable);
}

/* plug_cli_say:
 * One line to standard error: what is going on, and what is not the result. Foreign text in it is
 * to be filtered before. */
void
plug_cli_say (const char *format,
              ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  fprintf (stderr, "%s\n", text);
}

/* plug_cli_confirm:
 * @question: a whole question, foreign text in it filtered
 *
 * Returns: whether the answer was yes; FALSE with @error where nobody can be asked */
gboolean
plug_cli_confirm (PlugCli     *self,
                  const char  *question,
                  GError     **error)
{
  if (plug_terminal_can_ask ())
    return plug_terminal_ask_yes (question, plug_cli_get_cancellable (self), error);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                       _("There is no terminal to ask on. To go on without being asked, give "
                         "--yes."));
  return FALSE;
}

/* plug_cli_dup_shown:
 * @text: a message, in which a server may have its say
 *
 * Returns: (transfer full): @text fit for a terminal, word by word: what is cut for a label is not
 *   cut in a sentence */
char *
plug_cli_dup_shown (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      char *shown = plug_text_for_display (words[i]);

      g_free (words[i]);
      words[i] = shown;
    }
  return g_strjoinv (" ", words);
}

/* plug_cli_report:
 * Says on standard error what went wrong, and what the server itself said of it. */
void
plug_cli_report (const GError *error)
{
  g_autofree char *name = plug_terminal_dup_styled ("plugctl:", PLUG_STYLE_BAD, TRUE);
  g_autofree char *message = plug_cli_dup_shown (error->message);
  g_autofree char *details = plug_error_dup_details (error);
  g_auto (GStrv) lines = g_strsplit (details != NULL ? details : "", "\n", -1);

  fprintf (stderr, "%s %s\n", name, message);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = plug_text_for_display (lines[i]);

      if (*line != '\0')
        fprintf (stderr, "  %s\n", line);
    }
}

/* plug_cli_fail:
 * @error: (transfer full): what went wrong
 *
 * Returns: the exit status that says so, after the words are said */
int
plug_cli_fail (PlugCli *self,
               GError  *error)
{
  g_autoptr (GError) owned = error;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    plug_cli_say ("%s", _("plugctl: Interrupted. Nothing was changed."));
  else
    plug_cli_report (error);
  return plug_exit_from_error (error);
}
