/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: accounts, instances and all their secrets into one sealed file. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-inventory-private.h"
#include "plug-parcel.h"
#include "plug-seal.h"
#include "plug-sealed-file.h"

/* One secret that is to be asked for. */
typedef struct {
  PlugParcel *parcel;
  PlugSecretKind kind;
  PlugInstance *instance; /* (nullable) (transfer none): the export keeps it */
} Wanted;

/* One export. The parcels are its own, so that the thread that seals them has them alone. */
typedef struct {
  GPtrArray *parcels;
  GPtrArray *instances;
  GArray *wanted;
  guint next;
  PlugSecret *passphrase;
  GFile *file;
  gboolean overwrite;
  PlugExportReport *report;
} Export;

static void
export_free (Export *export)
{
  g_ptr_array_unref (export->parcels);
  g_ptr_array_unref (export->instances);
  g_array_unref (export->wanted);
  plug_secret_unref (export->passphrase);
  g_object_unref (export->file);
  plug_export_report_free (export->report);
  g_free (export);
}

/* plug_export_report_free:
 * @self: (nullable) (transfer full): a report */
void
plug_export_report_free (PlugExportReport *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->lacks, g_ptr_array_unref);
  g_free (self);
}

static void
want (Export         *export,
      PlugParcel     *parcel,
      PlugSecretKind  kind,
      PlugInstance   *instance)
{
  Wanted wanted = { .parcel = parcel, .kind = kind, .instance = instance };

  g_array_append_val (export->wanted, wanted);
}

static void
add_account (PlugInventory *self,
             Export        *export,
             PlugAccount   *account)
{
  GListModel *instances = G_LIST_MODEL (self->instances);
  g_autoptr (GPtrArray) forgotten = plug_inventory_dup_forgotten_of (self, account);
  g_autoptr (GPtrArray) intents = plug_inventory_dup_open_intents (self, account);
  PlugParcel *parcel = plug_parcel_new (account);

  g_ptr_array_add (export->parcels, parcel);
  want (export, parcel, PLUG_SECRET_KIND_USER, NULL);
  want (export, parcel, PLUG_SECRET_KIND_ORGANIZATION, NULL);
  /* In the order of the list, which is theirs elsewhere, too. */
  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);

      if (!g_str_equal (plug_instance_get_account_id (instance), plug_account_get_id (account)))
        continue;
      want (export, parcel, PLUG_SECRET_KIND_TOKEN, instance);
      export->report->n_due += plug_instance_get_due (instance) != 0;
      export->report->n_instances++;
      g_ptr_array_add (export->instances, g_steal_pointer (&instance));
    }
  export->report->n_accounts++;
  export->report->n_in_doubt += intents->len;
  export->report->n_forgotten += forgotten->len;
}

/* On a thread: packed, sealed, written. */
static void
seal_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Export *export = task_data;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) sealed = NULL;
  GError *error = NULL;

  plain = plug_parcel_pack (export->parcels, &error);
  if (plain != NULL)
    sealed = plug_seal_close (plain, export->passphrase, PLUG_SEAL_FIRM, &error);
  if (sealed == NULL || g_cancellable_set_error_if_cancelled (cancellable, &error) ||
      !plug_sealed_file_write (export->file, sealed, export->overwrite, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
sealed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < export->parcels->len; i++)
    {
      PlugParcel *parcel = g_ptr_array_index (export->parcels, i);

      plug_inventory_record_account (PLUG_INVENTORY (source), parcel->account, PLUG_DEED_EXPORT);
    }
  g_task_return_pointer (task, g_steal_pointer (&export->report),
                         (GDestroyNotify) plug_export_report_free);
}

static void
seal (GTask *task)
{
  g_autoptr (GTask) sealing = NULL;

  sealing = g_task_new (g_task_get_source_object (task), g_task_get_cancellable (task), sealed_cb,
                        g_object_ref (task));
  g_task_set_source_tag (sealing, seal);
  g_task_set_check_cancellable (sealing, FALSE);
  g_task_set_task_data (sealing, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (sealing, seal_thread);
}

static char *
dup_lack (Wanted *wanted)
{
  const char *account = plug_account_get_name (wanted->parcel->account);

  switch (wanted->kind)
    {
    case PLUG_SECRET_KIND_USER:
      return g_strdup_printf (_("The keyring has no user secret of the account “%s”."), account);
    case PLUG_SECRET_KIND_ORGANIZATION:
      return g_strdup_printf (_("The keyring has no organization secret of the account “%s”."),
                              account);
    case PLUG_SECRET_KIND_TOKEN:
    case PLUG_SECRET_KIND_CANARY:
    default:
      return g_strdup_printf (_("The keyring has no token of the instance %s."),
                              plug_instance_get_id (wanted->instance));
    }
}

static void
take_secret (Export     *export,
             Wanted     *wanted,
             PlugSecret *secret)
{
  /* An instance made elsewhere, whose token nobody asked for yet, lacks nothing. */
  if (secret == NULL && (wanted->instance == NULL ||
                         plug_instance_get_token_state (wanted->instance) == PLUG_TOKEN_SAVED))
    g_ptr_array_add (export->report->lacks, dup_lack (wanted));
  switch (wanted->kind)
    {
    case PLUG_SECRET_KIND_USER:
      wanted->parcel->user_secret = secret;
      break;
    case PLUG_SECRET_KIND_ORGANIZATION:
      wanted->parcel->organization_secret = secret;
      break;
    case PLUG_SECRET_KIND_TOKEN:
    case PLUG_SECRET_KIND_CANARY:
    default:
      export->report->n_tokens += secret != NULL;
      plug_parcel_add_instance (wanted->parcel, wanted->instance, secret);
      plug_secret_unref (secret);
    }
}

static void look_up_next (GTask *task);

/* Absent is one thing, and said; not to be asked is another, and nothing is written then. */
static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;
  PlugSecret *secret = plug_keyring_lookup_finish (PLUG_KEYRING (source), result, &error);

  if (secret == NULL && !g_error_matches (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  take_secret (export, &g_array_index (export->wanted, Wanted, export->next), secret);
  export->next++;
  look_up_next (task);
}

static void
look_up_next (GTask *task)
{
  PlugInventory *self = g_task_get_source_object (task);
  Export *export = g_task_get_task_data (task);
  Wanted *wanted;

  if (export->next == export->wanted->len)
    {
      seal (task);
      return;
    }
  wanted = &g_array_index (export->wanted, Wanted, export->next);
  plug_keyring_lookup_async (self->keyring, wanted->kind,
                             plug_account_get_id (wanted->parcel->account),
                             wanted->instance != NULL ? plug_instance_get_id (wanted->instance)
                                                      : NULL,
                             g_task_get_cancellable (task), found_cb, g_object_ref (task));
}

static Export *
export_new (PlugInventory *self,
            GListModel    *accounts,
            PlugSecret    *passphrase,
            GFile         *file,
            gboolean       overwrite)
{
  Export *export = g_new0 (Export, 1);

  export->parcels = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_parcel_free);
  export->instances = g_ptr_array_new_with_free_func (g_object_unref);
  export->wanted = g_array_new (FALSE, FALSE, sizeof (Wanted));
  export->passphrase = plug_secret_ref (passphrase);
  export->file = g_object_ref (file);
  export->overwrite = overwrite;
  export->report = g_new0 (PlugExportReport, 1);
  export->report->lacks = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      add_account (self, export, account);
    }
  return export;
}

/* plug_inventory_export_async:
 * @accounts: (nullable) (element-type PlugAccount): whose instances; NULL is all there are
 * @passphrase: that opens the file again; see plug_export_check_passphrase()
 * @file: of this computer
 * @overwrite: whether a file that is there may be replaced, for somebody has said so
 *
 * Reads every secret from the keyring, which may prompt; packs, seals and writes on a thread. When
 * anything fails there is no file. */
void
plug_inventory_export_async (PlugInventory       *self,
                             GListModel          *accounts,
                             PlugSecret          *passphrase,
                             GFile               *file,
                             gboolean             overwrite,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (passphrase != NULL && G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_export_async);
  g_task_set_check_cancellable (task, FALSE);
  if (accounts == NULL)
    accounts = G_LIST_MODEL (self->accounts);
  if (g_list_model_get_n_items (accounts) == 0)
    {
      g_task_return_new_error (task, PLUG_ERROR, PLUG_ERROR_NOT_FOUND,
                               _("There is no account to export."));
      return;
    }
  if (!plug_export_check_passphrase (passphrase, &error) ||
      (!overwrite && !plug_sealed_file_check_free (file, &error)))
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, export_new (self, accounts, passphrase, file, overwrite),
                        (GDestroyNotify) export_free);
  look_up_next (task);
}

/* plug_inventory_export_finish:
 * @error: one of PLUG_ERROR_KEYRING_…; PLUG_ERROR_CONFLICT: a file is there already; as
 *   plug_seal_close() says
 *
 * Returns: (nullable) (transfer full): what is in the file, and what is not */
PlugExportReport *
plug_inventory_export_finish (PlugInventory  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* plug_export_check_passphrase:
 * @passphrase: what somebody has thought of
 * @error: PLUG_ERROR_INVALID_FIELD with a sentence
 *
 * How good it is nobody can know; what is short can be tried.
 *
 * Returns: whether it is long enough */
gboolean
plug_export_check_passphrase (PlugSecret  *passphrase,
                              GError     **error)
{
  if (g_utf8_strlen (plug_secret_peek (passphrase), -1) >= PLUG_EXPORT_MIN_PASSPHRASE)
    return TRUE;
  g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
               ngettext ("The passphrase needs %d character at least.",
                         "The passphrase needs %d characters at least.",
                         PLUG_EXPORT_MIN_PASSPHRASE), PLUG_EXPORT_MIN_PASSPHRASE);
  return FALSE;
}

/* plug_export_check_file:
 * @file: where to write
 * @error: PLUG_ERROR_CONFLICT
 *
 * Returns: whether there is nothing of that name, so that nobody enters a passphrase in vain */
gboolean
plug_export_check_file (GFile   *file,
                        GError **error)
{
  return plug_sealed_file_check_free (file, error);
}
