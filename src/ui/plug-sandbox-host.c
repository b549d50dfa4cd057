/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSandboxHost: the sandbox as an account. */

#include "config.h"

#include "plug-sandbox-host.h"

#include "plug-sandbox-process.h"
#include "plug-sandbox-secrets.h"

#include <glib/gi18n-lib.h>

#define SANDBOX_PROGRAM "plugboard-sandbox"

struct _PlugSandboxHost {
  GObject parent_instance;

  PlugInventory *inventory;
  PlugSandboxProcess *process;
};

G_DEFINE_FINAL_TYPE (PlugSandboxHost, plug_sandbox_host, G_TYPE_OBJECT)

static gboolean
is_program (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (path, G_FILE_TEST_IS_DIR);
}

/* Beside our own program, as installed; in the build tree; where it was to be installed; and
 * only then by name. The environment has no say but for PATH. */
static char *
dup_program (void)
{
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = own != NULL ? g_path_get_dirname (own) : NULL;
  g_autofree char *path = NULL;

  if (folder != NULL)
    {
      path = g_build_filename (folder, SANDBOX_PROGRAM, NULL);
      if (is_program (path))
        return g_steal_pointer (&path);
      g_free (path);
      path = g_build_filename (folder, "..", "sandbox", SANDBOX_PROGRAM, NULL);
      if (is_program (path))
        return g_steal_pointer (&path);
      g_free (path);
    }
  path = g_build_filename (PLUG_BIN_DIR, SANDBOX_PROGRAM, NULL);
  if (is_program (path))
    return g_steal_pointer (&path);
  return g_strdup (SANDBOX_PROGRAM);
}

static char *
dup_state_file (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "plugboard", NULL);

  g_mkdir_with_parents (folder, 0700);
  return g_build_filename (folder, "sandbox.json", NULL);
}

/* The port the account was used with, so that its base URL stays true; 0 is a free one. */
static guint
port_of (PlugAccount *account)
{
  g_autoptr (GUri) uri = NULL;

  if (account == NULL)
    return 0;
  uri = g_uri_parse (plug_account_get_base_url (account), G_URI_FLAGS_NONE, NULL);
  return uri != NULL && g_uri_get_port (uri) > 0 ? (guint) g_uri_get_port (uri) : 0;
}

static void
account_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!plug_inventory_finish (PLUG_INVENTORY (source), result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_object_ref (g_task_get_task_data (task)), g_object_unref);
}

static void
add_account (PlugSandboxHost *self,
             GTask           *task,
             const char      *base_url)
{
  g_autoptr (PlugAccount) account = plug_account_new (_("Sandbox"), base_url);
  g_autoptr (PlugSecret) user_secret = plug_secret_new (PLUG_SANDBOX_USER_SECRET);
  g_autoptr (PlugSecret) organization_secret = plug_secret_new (PLUG_SANDBOX_ORGANIZATION_SECRET);

  plug_account_set_sandbox (account, TRUE);
  g_task_set_task_data (task, g_object_ref (account), g_object_unref);
  plug_inventory_add_account_async (self->inventory, account, user_secret, organization_secret,
                                    g_task_get_cancellable (task), account_saved_cb,
                                    g_object_ref (task));
}

static void
settle_account (PlugSandboxHost *self,
                GTask           *task,
                const char      *base_url)
{
  PlugAccount *account = plug_sandbox_host_find_account (self);

  if (account == NULL)
    {
      add_account (self, task, base_url);
      return;
    }
  g_task_set_task_data (task, g_object_ref (account), g_object_unref);
  if (g_strcmp0 (plug_account_get_base_url (account), base_url) == 0)
    g_task_return_pointer (task, g_object_ref (account), g_object_unref);
  else
    plug_inventory_edit_account_async (self->inventory, account, plug_account_get_name (account),
                                       base_url, NULL, NULL, g_task_get_cancellable (task),
                                       account_saved_cb, g_object_ref (task));
}

static void
sandbox_started_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *base_url = NULL;

  base_url = plug_sandbox_process_start_finish (PLUG_SANDBOX_PROCESS (source), result, &error);
  if (base_url == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    settle_account (g_task_get_source_object (task), task, base_url);
}

/* The wanted port may be taken by now: then any will do. */
static void
sandbox_started_on_port_cb (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *base_url = NULL;
  g_autofree char *state_file = NULL;
  PlugSandboxProcess *process = PLUG_SANDBOX_PROCESS (source);

  base_url = plug_sandbox_process_start_finish (process, result, &error);
  if (base_url != NULL)
    {
      settle_account (g_task_get_source_object (task), task, base_url);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  state_file = dup_state_file ();
  plug_sandbox_process_start_async (process, 0, state_file, g_task_get_cancellable (task),
                                    sandbox_started_cb, g_object_ref (task));
}

static void
plug_sandbox_host_dispose (GObject *object)
{
  PlugSandboxHost *self = PLUG_SANDBOX_HOST (object);

  plug_sandbox_host_stop (self);
  g_clear_object (&self->process);
  g_clear_object (&self->inventory);

  G_OBJECT_CLASS (plug_sandbox_host_parent_class)->dispose (object);
}

static void
plug_sandbox_host_class_init (PlugSandboxHostClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plug_sandbox_host_dispose;
}

static void
plug_sandbox_host_init (PlugSandboxHost *self)
{
  g_autofree char *program = dup_program ();

  self->process = plug_sandbox_process_new (program);
}

/* plug_sandbox_host_new:
 * Returns: (transfer full): a host that has started nothing yet */
PlugSandboxHost *
plug_sandbox_host_new (PlugInventory *inventory)
{
  PlugSandboxHost *self = g_object_new (PLUG_TYPE_SANDBOX_HOST, NULL);

  self->inventory = g_object_ref (inventory);
  return self;
}

/* plug_sandbox_host_start_async:
 * Starts the sandbox, on the port its account already has where there is one, and adds the
 * account or tells it the new port. A sandbox that runs is left running. */
void
plug_sandbox_host_start_async (PlugSandboxHost     *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *state_file = NULL;
  PlugAccount *account;
  guint port;

  g_return_if_fail (PLUG_IS_SANDBOX_HOST (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_sandbox_host_start_async);

  account = plug_sandbox_host_find_account (self);
  if (account != NULL && plug_sandbox_process_is_running (self->process))
    {
      g_task_return_pointer (task, g_object_ref (account), g_object_unref);
      return;
    }
  port = port_of (account);
  state_file = dup_state_file ();
  plug_sandbox_process_start_async (self->process, port, state_file, cancellable,
                                    port != 0 ? sandbox_started_on_port_cb : sandbox_started_cb,
                                    g_steal_pointer (&task));
}

/* plug_sandbox_host_start_finish:
 * Returns: (transfer full): the sandbox's account; NULL and an error when the program could not
 *   be started or the account not be saved */
PlugAccount *
plug_sandbox_host_start_finish (PlugSandboxHost  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* plug_sandbox_host_find_account:
 * Returns: (transfer none) (nullable): the account that is the sandbox's */
PlugAccount *
plug_sandbox_host_find_account (PlugSandboxHost *self)
{
  GListModel *accounts;

  g_return_val_if_fail (PLUG_IS_SANDBOX_HOST (self), NULL);

  accounts = plug_inventory_list_accounts (self->inventory);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      if (plug_account_is_sandbox (account))
        return account; /* the list keeps it */
    }
  return NULL;
}

/* plug_sandbox_host_stop:
 * Ends the sandbox; its state file stays. */
void
plug_sandbox_host_stop (PlugSandboxHost *self)
{
  g_return_if_fail (PLUG_IS_SANDBOX_HOST (self));

  if (self->process != NULL)
    plug_sandbox_process_stop (self->process);
}
