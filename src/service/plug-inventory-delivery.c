/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: a sealed file is opened, and compared with what is here. Nothing is changed. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-delivery-private.h"
#include "plug-error.h"
#include "plug-inventory-private.h"
#include "plug-parcel.h"
#include "plug-seal.h"
#include "plug-sealed-file.h"

/* An account here that one of the file may be, and what is to be known of it for that. */
typedef struct {
  PlugAccount *account;
  PlugSecret *secrets[2];   /* (nullable): user and organization secret: NULL when absent */
  GHashTable *deleted;      /* ids of instances deleted on the tenant from here */
} Resident;

typedef struct {
  GFile *file;
  PlugSecret *passphrase;
  GPtrArray *parcels;
  GPtrArray *residents;
  guint next;               /* resident */
  guint step;               /* two secrets, then what was deleted */
  GHashTable *names;        /* of the accounts here and of those that are to be */
} Reading;

static void
resident_free (Resident *resident)
{
  g_object_unref (resident->account);
  for (gsize i = 0; i < G_N_ELEMENTS (resident->secrets); i++)
    plug_secret_unref (resident->secrets[i]);
  g_clear_pointer (&resident->deleted, g_hash_table_unref);
  g_free (resident);
}

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->file);
  plug_secret_unref (reading->passphrase);
  g_clear_pointer (&reading->parcels, g_ptr_array_unref);
  g_ptr_array_unref (reading->residents);
  g_hash_table_unref (reading->names);
  g_free (reading);
}

/* What is here already of what is in the file. */

static gboolean
is_same_place (PlugAccount *a,
               PlugAccount *b)
{
  return g_strcmp0 (plug_account_get_base_url (a), plug_account_get_base_url (b)) == 0;
}

static Resident *
find_resident (Reading    *reading,
               PlugParcel *parcel,
               gboolean   *has_neighbour)
{
  const char *id = plug_account_get_id (parcel->account);
  Resident *same = NULL;

  for (guint i = 0; i < reading->residents->len; i++)
    {
      Resident *resident = g_ptr_array_index (reading->residents, i);

      if (g_str_equal (plug_account_get_id (resident->account), id))
        return resident;
      if (!is_same_place (resident->account, parcel->account))
        continue;
      *has_neighbour = TRUE;
      if (same == NULL && parcel->user_secret != NULL &&
          plug_secret_equal (resident->secrets[0], parcel->user_secret))
        same = resident;
    }
  return same;
}

static PlugDeliveryState
compare (Resident   *resident,
         PlugParcel *parcel)
{
  PlugSecret *theirs[] = { parcel->user_secret, parcel->organization_secret };
  gboolean is_same = g_str_equal (plug_account_get_id (resident->account),
                                  plug_account_get_id (parcel->account));
  gboolean differs = !is_same_place (resident->account, parcel->account) ||
                     (is_same && g_strcmp0 (plug_account_get_name (resident->account),
                                            plug_account_get_name (parcel->account)) != 0);
  gboolean lacks = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (theirs); i++)
    {
      lacks = lacks || (resident->secrets[i] == NULL && theirs[i] != NULL);
      differs = differs || (resident->secrets[i] != NULL && theirs[i] != NULL &&
                            !plug_secret_equal (resident->secrets[i], theirs[i]));
    }
  if (differs)
    return PLUG_DELIVERY_DIFFERS;
  return lacks ? PLUG_DELIVERY_COMPLETED : PLUG_DELIVERY_HERE;
}

static PlugDeliveryItem *
add_account (Reading      *reading,
             PlugDelivery *delivery,
             PlugParcel   *parcel,
             Resident    **resident)
{
  gboolean has_neighbour = FALSE;
  PlugDeliveryState state = PLUG_DELIVERY_NEW;
  PlugAccount *account = parcel->account;
  PlugDeliveryItem *item;
  char *name = NULL;

  *resident = find_resident (reading, parcel, &has_neighbour);
  if (*resident != NULL)
    state = compare (*resident, parcel);
  else
    {
      name = plug_inventory_dup_free_name (reading->names, plug_account_get_name (account));
      if (!g_str_equal (name, plug_account_get_name (account)))
        state = PLUG_DELIVERY_RENAMED;
      g_hash_table_add (reading->names, g_strdup (name));
    }
  item = plug_delivery_add (delivery, state, account, NULL,
                            plug_account_get_id (*resident != NULL ? (*resident)->account
                                                                   : account));
  item->has_neighbour = has_neighbour;
  item->secrets[0] = g_steal_pointer (&parcel->user_secret);
  item->secrets[1] = g_steal_pointer (&parcel->organization_secret);
  if (name != NULL)
    {
      g_free (item->name);
      item->name = name;
    }
  return item;
}

static PlugDeliveryState
find_instance_state (PlugInventory *self,
                     Resident      *resident,
                     const char    *id,
                     gboolean       has_token)
{
  const char *account_id;
  PlugInstance *here;

  if (resident == NULL)
    return PLUG_DELIVERY_NEW;
  account_id = plug_account_get_id (resident->account);
  here = plug_inventory_find_instance (self, account_id, id);
  if (here != NULL)
    return has_token && plug_instance_get_token_state (here) != PLUG_TOKEN_SAVED
             ? PLUG_DELIVERY_COMPLETED : PLUG_DELIVERY_HERE;
  if (plug_inventory_find_forgotten (self, account_id, id) != NULL)
    return PLUG_DELIVERY_FORGOTTEN;
  return g_hash_table_contains (resident->deleted, id) ? PLUG_DELIVERY_DELETED
                                                       : PLUG_DELIVERY_NEW;
}

static void
add_parcel (PlugInventory *self,
            Reading       *reading,
            PlugDelivery  *delivery,
            PlugParcel    *parcel)
{
  Resident *resident;
  PlugDeliveryItem *owner = add_account (reading, delivery, parcel, &resident);

  for (guint i = 0; i < parcel->instances->len; i++)
    {
      PlugInstance *instance = g_ptr_array_index (parcel->instances, i);
      PlugSecret *token = g_ptr_array_index (parcel->tokens, i);
      PlugDeliveryState state = find_instance_state (self, resident,
                                                     plug_instance_get_id (instance),
                                                     token != NULL);
      PlugDeliveryItem *item = plug_delivery_add (delivery, state, parcel->account, instance,
                                                  owner->target);

      item->secrets[0] = token != NULL ? plug_secret_ref (token) : NULL;
    }
}

static void
compare_all (GTask *task)
{
  PlugInventory *self = g_task_get_source_object (task);
  Reading *reading = g_task_get_task_data (task);
  PlugDelivery *delivery = plug_delivery_new ();

  for (guint i = 0; i < reading->parcels->len; i++)
    add_parcel (self, reading, delivery, g_ptr_array_index (reading->parcels, i));
  g_task_return_pointer (task, delivery, g_object_unref);
}

/* What has to be known of the accounts here. */

static void learn_next (GTask *task);

static void
deleted_listed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  Resident *resident = g_ptr_array_index (reading->residents, reading->next);
  GError *error = NULL;

  resident->deleted = plug_store_list_deleted_finish (PLUG_STORE (source), result, &error);
  if (resident->deleted == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  reading->next++;
  reading->step = 0;
  learn_next (task);
}

static void
secret_found_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  Resident *resident = g_ptr_array_index (reading->residents, reading->next);
  GError *error = NULL;
  PlugSecret *secret = plug_keyring_lookup_finish (PLUG_KEYRING (source), result, &error);

  if (secret == NULL && !g_error_matches (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  resident->secrets[reading->step++] = secret;
  learn_next (task);
}

static void
learn_next (GTask *task)
{
  PlugInventory *self = g_task_get_source_object (task);
  Reading *reading = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Resident *resident;
  const char *account_id;

  if (reading->next == reading->residents->len)
    {
      compare_all (task);
      return;
    }
  resident = g_ptr_array_index (reading->residents, reading->next);
  account_id = plug_account_get_id (resident->account);
  if (reading->step < G_N_ELEMENTS (resident->secrets))
    plug_keyring_lookup_async (self->keyring,
                               reading->step == 0 ? PLUG_SECRET_KIND_USER
                                                  : PLUG_SECRET_KIND_ORGANIZATION,
                               account_id, NULL, cancellable, secret_found_cb,
                               g_object_ref (task));
  else
    plug_store_list_deleted_async (self->store, account_id, cancellable, deleted_listed_cb,
                                   g_object_ref (task));
}

static gboolean
is_of_interest (Reading     *reading,
                PlugAccount *account)
{
  for (guint i = 0; i < reading->parcels->len; i++)
    {
      PlugParcel *parcel = g_ptr_array_index (reading->parcels, i);

      if (is_same_place (parcel->account, account) ||
          g_str_equal (plug_account_get_id (parcel->account), plug_account_get_id (account)))
        return TRUE;
    }
  return FALSE;
}

static void
note_residents (PlugInventory *self,
                Reading       *reading)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);
      Resident *resident;

      g_hash_table_add (reading->names, g_strdup (plug_account_get_name (account)));
      if (!is_of_interest (reading, account))
        continue;
      resident = g_new0 (Resident, 1);
      resident->account = g_steal_pointer (&account);
      g_ptr_array_add (reading->residents, resident);
    }
}

/* On a thread: read, opened, unpacked. */
static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Reading *reading = task_data;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) plain = NULL;
  GPtrArray *parcels = NULL;
  GError *error = NULL;

  sealed = plug_sealed_file_read (reading->file, cancellable, &error);
  if (sealed != NULL)
    plain = plug_seal_open (sealed, reading->passphrase, &error);
  if (plain != NULL)
    parcels = plug_parcel_unpack (plain, &error);
  if (parcels != NULL)
    g_task_return_pointer (task, parcels, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;

  reading->parcels = g_task_propagate_pointer (G_TASK (result), &error);
  if (reading->parcels == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  note_residents (PLUG_INVENTORY (source), reading);
  learn_next (task);
}

/* plug_inventory_read_export_async:
 * @file: one that plug_inventory_export_async() wrote, anywhere
 * @passphrase: what it was written with
 *
 * Opens the file on a thread, then compares it with what is here: the keyring is asked for the
 * secrets of those accounts here that may be the file's, which may prompt. Nothing is changed. */
void
plug_inventory_read_export_async (PlugInventory       *self,
                                  GFile               *file,
                                  PlugSecret          *passphrase,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) opening = NULL;
  GTask *task;
  Reading *reading;

  g_return_if_fail (PLUG_IS_INVENTORY (self));
  g_return_if_fail (G_IS_FILE (file) && passphrase != NULL);

  reading = g_new0 (Reading, 1);
  reading->file = g_object_ref (file);
  reading->passphrase = plug_secret_ref (passphrase);
  reading->residents = g_ptr_array_new_with_free_func ((GDestroyNotify) resident_free);
  reading->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_read_export_async);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  opening = g_task_new (self, cancellable, opened_cb, task);
  g_task_set_source_tag (opening, plug_inventory_read_export_async);
  g_task_set_task_data (opening, reading, NULL);
  g_task_run_in_thread (opening, open_thread);
}

/* plug_inventory_read_export_finish:
 * @error: as plug_seal_open(), plug_parcel_unpack() and plug_sealed_file_read() say; one of
 *   PLUG_ERROR_KEYRING_…
 *
 * Returns: (nullable) (transfer full): what is in it, and what is to become of it here */
PlugDelivery *
plug_inventory_read_export_finish (PlugInventory  *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* plug_inventory_dup_free_name:
 * Private to the service.
 * @names: those that are taken
 *
 * Returns: (transfer full): @name, or with a number behind it */
char *
plug_inventory_dup_free_name (GHashTable *names,
                              const char *name)
{
  char *other = g_strdup (name);

  for (guint i = 2; g_hash_table_contains (names, other); i++)
    {
      g_free (other);
      /* Translators: an account's name that is taken, and a number that makes another of it. */
      other = g_strdup_printf (_("%s %u"), name, i);
    }
  return other;
}
