/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: what one does with accounts. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-inventory-private.h"

/* One operation on an account and its two secrets. */
typedef struct {
  PlugAccount *account;
  char *name;
  char *base_url;
  char *color;
  gboolean production;
  gint64 time;
  PlugSecret *user_secret;
  PlugSecret *organization_secret;
  GPtrArray *instances;
  guint next;
} Operation;

static void
operation_free (Operation *operation)
{
  g_clear_object (&operation->account);
  g_free (operation->name);
  g_free (operation->base_url);
  g_free (operation->color);
  plug_secret_unref (operation->user_secret);
  plug_secret_unref (operation->organization_secret);
  g_clear_pointer (&operation->instances, g_ptr_array_unref);
  g_free (operation);
}

static PlugSecret *
secret_ref_or_null (PlugSecret *secret)
{
  return secret != NULL ? plug_secret_ref (secret) : NULL;
}

static GTask *
operation_task_new (PlugInventory       *self,
                    PlugAccount         *account,
                    PlugSecret          *user_secret,
                    PlugSecret          *organization_secret,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  Operation *operation = g_new0 (Operation, 1);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  operation->account = account != NULL ? g_object_ref (account) : NULL;
  operation->user_secret = secret_ref_or_null (user_secret);
  operation->organization_secret = secret_ref_or_null (organization_secret);
  g_task_set_task_data (task, operation, (GDestroyNotify) operation_free);
  return task;
}

/* Opening the API: both secrets, one after the other. */

static void
organization_secret_found_cb (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  GError *error = NULL;

  operation->organization_secret = plug_keyring_lookup_finish (PLUG_KEYRING (source), result,
                                                               &error);
  if (operation->organization_secret == NULL)
    {
      if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT))
        plug_account_set_state (operation->account, PLUG_ACCOUNT_STATE_SECRETS_MISSING);
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task,
                         plug_api_new (plug_inventory_get_client (self),
                                       operation->base_url,
                                       plug_account_get_id (operation->account),
                                       operation->user_secret,
                                       operation->organization_secret),
                         g_object_unref);
}

static void
user_secret_found_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  GError *error = NULL;

  operation->user_secret = plug_keyring_lookup_finish (PLUG_KEYRING (source), result, &error);
  if (operation->user_secret == NULL)
    {
      if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT))
        plug_account_set_state (operation->account, PLUG_ACCOUNT_STATE_SECRETS_MISSING);
      g_task_return_error (task, error);
      return;
    }
  plug_keyring_lookup_async (PLUG_KEYRING (source), PLUG_SECRET_KIND_ORGANIZATION,
                             plug_account_get_id (operation->account), NULL,
                             g_task_get_cancellable (task), organization_secret_found_cb,
                             g_object_ref (task));
}

/* plug_inventory_open_api_async:
 * Private to the service. Reads the account's secrets from the keyring, which may prompt. */
void
plug_inventory_open_api_async (PlugInventory       *self,
                               PlugAccount         *account,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = operation_task_new (self, account, NULL, NULL, cancellable, callback, user_data);
  Operation *operation = g_task_get_task_data (task);

  g_task_set_source_tag (task, plug_inventory_open_api_async);
  operation->base_url = g_strdup (plug_account_get_base_url (account));
  plug_keyring_lookup_async (plug_inventory_get_keyring (self), PLUG_SECRET_KIND_USER,
                             plug_account_get_id (account), NULL, cancellable,
                             user_secret_found_cb, task);
}

/* plug_inventory_open_api_finish:
 * Returns: (transfer full): access to the account's tenant, or NULL and PLUG_ERROR_SECRET_ABSENT
 *   or one of PLUG_ERROR_KEYRING_… */
PlugApi *
plug_inventory_open_api_finish (PlugInventory  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Saving: the user secret, the organization secret, the row, the list; each only if there is
 * something to save. */

static void
account_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  plug_account_set_name (operation->account, operation->name);
  plug_account_set_base_url (operation->account, operation->base_url);
  plug_account_set_color (operation->account, operation->color);
  plug_account_set_production (operation->account, operation->production);
  if (operation->user_secret != NULL || operation->organization_secret != NULL)
    plug_account_set_state (operation->account, PLUG_ACCOUNT_STATE_UNKNOWN);
  if (operation->organization_secret != NULL)
    plug_account_set_entered (operation->account, operation->time);
  plug_inventory_present_account (self, operation->account);
  plug_inventory_reconcile (self);
  g_task_return_boolean (task, TRUE);
}

static void
save_account (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  g_autoptr (PlugAccount) row = NULL;

  /* The row as it is to be: the object in the list changes when the database has said yes. */
  row = plug_account_new_with_id (plug_account_get_id (operation->account), operation->name,
                                  operation->base_url);
  plug_account_set_sandbox (row, plug_account_is_sandbox (operation->account));
  plug_account_set_created (row, plug_account_get_created (operation->account));
  plug_account_set_organization (row, plug_account_get_organization (operation->account));
  plug_account_set_color (row, operation->color);
  plug_account_set_production (row, operation->production);
  operation->time = g_get_real_time ();
  plug_account_set_entered (row, operation->organization_secret != NULL
                                        ? operation->time
                                        : plug_account_get_entered (operation->account));
  plug_store_save_account_async (plug_inventory_get_store (self), row, NULL, account_saved_cb,
                                 g_object_ref (task));
}

static void
organization_secret_stored_cb (GObject      *source,
                               GAsyncResult *result,
                               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!plug_keyring_store_finish (PLUG_KEYRING (source), result, &error))
    g_task_return_error (task, error);
  else
    save_account (task);
}

static void
store_organization_secret (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);

  if (operation->organization_secret == NULL)
    {
      save_account (task);
      return;
    }
  plug_keyring_store_async (plug_inventory_get_keyring (self), PLUG_SECRET_KIND_ORGANIZATION,
                            plug_account_get_id (operation->account), NULL,
                            _("Plugboard organization secret"), operation->organization_secret,
                            NULL, organization_secret_stored_cb, g_object_ref (task));
}

static void
user_secret_stored_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!plug_keyring_store_finish (PLUG_KEYRING (source), result, &error))
    g_task_return_error (task, error);
  else
    store_organization_secret (task);
}

static void
save (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);

  if (operation->user_secret == NULL)
    {
      store_organization_secret (task);
      return;
    }
  plug_keyring_store_async (plug_inventory_get_keyring (self), PLUG_SECRET_KIND_USER,
                            plug_account_get_id (operation->account), NULL,
                            _("Plugboard user secret"), operation->user_secret,
                            NULL, user_secret_stored_cb, g_object_ref (task));
}

/* plug_inventory_add_account_async:
 * @account: (transfer none): a new one
 * @user_secret: (transfer none): its user secret, single line
 * @organization_secret: (transfer none): its organization secret, single line
 *
 * Secrets to the keyring, read back; then the row; then the list. Finished by
 * plug_inventory_finish(). */
void
plug_inventory_add_account_async (PlugInventory       *self,
                                  PlugAccount         *account,
                                  PlugSecret          *user_secret,
                                  PlugSecret          *organization_secret,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (PLUG_IS_ACCOUNT (account));

  if (plug_account_get_created (account) == 0)
    plug_account_set_created (account, g_get_real_time ());
  plug_inventory_edit_account_async (self, account, plug_account_get_name (account),
                                     plug_account_get_base_url (account), user_secret,
                                     organization_secret, cancellable, callback, user_data);
}

/* plug_inventory_edit_account_async:
 * @name: its name from now on
 * @base_url: its normal base URL from now on
 * @user_secret: (nullable): the new one; NULL leaves the one in the keyring
 * @organization_secret: (nullable): likewise
 *
 * The account in the list changes when the database has said yes. Finished by
 * plug_inventory_finish(). */
void
plug_inventory_edit_account_async (PlugInventory       *self,
                                   PlugAccount         *account,
                                   const char          *name,
                                   const char          *base_url,
                                   PlugSecret          *user_secret,
                                   PlugSecret          *organization_secret,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Operation *operation;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_ACCOUNT (account));
  g_return_if_fail (name != NULL && base_url != NULL);

  task = operation_task_new (self, account, user_secret, organization_secret, cancellable,
                             callback, user_data);
  g_task_set_source_tag (task, plug_inventory_edit_account_async);
  operation = g_task_get_task_data (task);
  operation->name = g_strdup (name);
  operation->base_url = g_strdup (base_url);
  operation->color = g_strdup (plug_account_get_color (account));
  operation->production = plug_account_is_production (account);
  save (task);
}

/* plug_inventory_mark_account_async:
 * @color: (nullable): the name of the colour it is told apart by
 * @production: whether others work with what it has
 *
 * Nothing else of the account is changed. Finished by plug_inventory_finish(). */
void
plug_inventory_mark_account_async (PlugInventory       *self,
                                   PlugAccount         *account,
                                   const char          *color,
                                   gboolean             production,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Operation *operation;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_ACCOUNT (account));

  task = operation_task_new (self, account, NULL, NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_mark_account_async);
  operation = g_task_get_task_data (task);
  operation->name = g_strdup (plug_account_get_name (account));
  operation->base_url = g_strdup (plug_account_get_base_url (account));
  operation->color = g_strdup (color);
  operation->production = production;
  save_account (task);
}

/* Removing: the secrets, every token of the account, then the rows. What cannot be removed stays
 * listed. */

static void
account_removed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  plug_inventory_hide_account (self, operation->account);
  g_task_return_boolean (task, TRUE);
}

static void clear_next_secret (GTask *task);

static void
secret_cleared_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!plug_keyring_clear_finish (PLUG_KEYRING (source), result, &error))
    g_task_return_error (task, error);
  else
    clear_next_secret (task);
}

static void
clear_next_secret (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  const char *account_id = plug_account_get_id (operation->account);
  guint step = operation->next++;
  PlugSecretKind kind = PLUG_SECRET_KIND_TOKEN;
  const char *instance_id = NULL;

  if (step < operation->instances->len)
    instance_id = plug_instance_get_id (g_ptr_array_index (operation->instances, step));
  else if (step == operation->instances->len)
    kind = PLUG_SECRET_KIND_USER;
  else if (step == operation->instances->len + 1)
    kind = PLUG_SECRET_KIND_ORGANIZATION;
  else
    {
      plug_store_remove_account_async (plug_inventory_get_store (self), account_id, NULL,
                                       account_removed_cb, g_object_ref (task));
      return;
    }
  plug_keyring_clear_async (plug_inventory_get_keyring (self), kind, account_id, instance_id,
                            g_task_get_cancellable (task), secret_cleared_cb,
                            g_object_ref (task));
}

/* plug_inventory_remove_account_async:
 * Forgets the account here: its secrets, its instances and their tokens. Nothing is changed on
 * the tenant. Refused with PLUG_ERROR_STATE while something of it needs attention, because what
 * is in doubt could not be found again. Finished by plug_inventory_finish(). */
void
plug_inventory_remove_account_async (PlugInventory       *self,
                                     PlugAccount         *account,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) intents = NULL;
  Operation *operation;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (PLUG_IS_ACCOUNT (account));

  task = operation_task_new (self, account, NULL, NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_remove_account_async);

  intents = plug_inventory_dup_open_intents (self, account);
  if (intents->len > 0)
    {
      g_task_return_new_error (task, PLUG_ERROR, PLUG_ERROR_STATE,
                               _("Something of this account still needs attention. Settle it "
                                 "first, so that no instance is lost."));
      return;
    }
  operation = g_task_get_task_data (task);
  operation->instances = plug_inventory_dup_instances_of (self, account);
  g_ptr_array_extend_and_steal (operation->instances,
                                plug_inventory_dup_forgotten_of (self, account));
  clear_next_secret (task);
}

/* Verifying, with secrets just typed or those saved. */

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  GError *error = NULL;
  char *organization = plug_api_verify_finish (PLUG_API (source), result, &error);

  if (operation->account != NULL && organization != NULL)
    {
      plug_account_set_organization (operation->account, organization);
      plug_account_set_state (operation->account, PLUG_ACCOUNT_STATE_VERIFIED);
    }
  else if (operation->account != NULL &&
           g_error_matches (error, PLUG_ERROR, PLUG_ERROR_CREDENTIALS_REJECTED))
    plug_account_set_state (operation->account, PLUG_ACCOUNT_STATE_REJECTED);

  if (organization == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, organization, g_free);
}

static void
verify (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  const char *account_id;
  g_autoptr (PlugApi) api = NULL;

  account_id = operation->account != NULL ? plug_account_get_id (operation->account) : "new";
  api = plug_api_new (plug_inventory_get_client (self), operation->base_url, account_id,
                      operation->user_secret, operation->organization_secret);
  plug_api_verify_async (api, g_task_get_cancellable (task), verified_cb, g_object_ref (task));
}

static void find_missing_secret (GTask *task);

static void
saved_secret_found_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  GError *error = NULL;
  PlugSecret *secret = plug_keyring_lookup_finish (PLUG_KEYRING (source), result, &error);

  if (secret == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (operation->user_secret == NULL)
    operation->user_secret = secret;
  else
    operation->organization_secret = secret;
  find_missing_secret (task);
}

static void
find_missing_secret (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  PlugInventory *self = g_task_get_source_object (task);
  PlugSecretKind kind;

  if (operation->user_secret != NULL && operation->organization_secret != NULL)
    {
      verify (task);
      return;
    }
  if (operation->account == NULL)
    {
      g_task_return_new_error (task, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                               _("Both the user secret and the organization secret are needed."));
      return;
    }
  kind = operation->user_secret == NULL ? PLUG_SECRET_KIND_USER : PLUG_SECRET_KIND_ORGANIZATION;
  plug_keyring_lookup_async (plug_inventory_get_keyring (self), kind,
                             plug_account_get_id (operation->account), NULL,
                             g_task_get_cancellable (task), saved_secret_found_cb,
                             g_object_ref (task));
}

/* plug_inventory_verify_account_async:
 * @account: (nullable): the account, when there is one: its state and organization are renewed
 * @base_url: the normal base URL to ask at
 * @user_secret: (nullable): NULL is the one saved for @account
 * @organization_secret: (nullable): likewise
 *
 * GET /organizations/me, contract section 1.2. */
void
plug_inventory_verify_account_async (PlugInventory       *self,
                                     PlugAccount         *account,
                                     const char          *base_url,
                                     PlugSecret          *user_secret,
                                     PlugSecret          *organization_secret,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Operation *operation;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (account == NULL || PLUG_IS_ACCOUNT (account));
  g_return_if_fail (base_url != NULL);

  task = operation_task_new (self, account, user_secret, organization_secret, cancellable,
                             callback, user_data);
  g_task_set_source_tag (task, plug_inventory_verify_account_async);
  operation = g_task_get_task_data (task);
  operation->base_url = g_strdup (base_url);
  find_missing_secret (task);
}

/* plug_inventory_verify_account_finish:
 * Returns: (transfer full): the tenant's name, "" when it has none; NULL and an error in words
 *   when the secrets or the address are wrong */
char *
plug_inventory_verify_account_finish (PlugInventory  *self,
                                      GAsyncResult   *result,
                                      GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
