/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: the lists made to say what the database says, at the start and whenever another
 * process has written. What is there already stays the same object. */

#include "config.h"

#include "plug-inventory-private.h"

/* As long as the process that recorded it may still wait for its tenant. */
#define FOREIGN_SENT_US ((PLUG_CLIENT_CHANGE_SECONDS + 5) * G_TIME_SPAN_SECOND)

/* plug_inventory_dup_instance_key:
 * Private to the service.
 *
 * Returns: (transfer full): what an instance is known by, in all accounts */
char *
plug_inventory_dup_instance_key (const char *account_id,
                                 const char *instance_id)
{
  return g_strconcat (account_id, "/", instance_id, NULL);
}

static void
renew_account (PlugInventory *self,
               PlugAccount   *account,
               PlugAccount   *row)
{
  gboolean renamed = g_strcmp0 (plug_account_get_name (account), plug_account_get_name (row)) != 0;

  plug_account_set_name (account, plug_account_get_name (row));
  plug_account_set_base_url (account, plug_account_get_base_url (row));
  plug_account_set_organization (account, plug_account_get_organization (row));
  plug_account_set_sandbox (account, plug_account_is_sandbox (row));
  plug_account_set_created (account, plug_account_get_created (row));
  plug_account_set_synced (account, plug_account_get_synced (row));
  plug_account_set_color (account, plug_account_get_color (row));
  plug_account_set_production (account, plug_account_is_production (row));
  plug_account_set_entered (account, plug_account_get_entered (row));
  if (renamed)
    plug_inventory_present_account (self, account);
}

static void
take_accounts (PlugInventory *self,
               GPtrArray     *rows)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *accounts = G_LIST_MODEL (self->accounts);

  for (guint i = 0; i < rows->len; i++)
    {
      PlugAccount *row = g_ptr_array_index (rows, i);
      PlugAccount *account = plug_inventory_find_account (self, plug_account_get_id (row));

      g_hash_table_add (ids, (gpointer) plug_account_get_id (row));
      if (account != NULL)
        renew_account (self, account, row);
      else
        g_list_store_append (self->accounts, row);
    }
  for (guint i = g_list_model_get_n_items (accounts); i > 0; i--)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i - 1);

      if (!g_hash_table_contains (ids, plug_account_get_id (account)))
        plug_inventory_hide_account (self, account);
    }
}

/* In runs, from the end: a whole account may have gone. */
static void
drop_instances (PlugInventory *self,
                GHashTable    *keys)
{
  GListModel *instances = G_LIST_MODEL (self->instances);
  guint end = 0; /* of the run that is to go; 0: there is none */

  for (guint i = g_list_model_get_n_items (instances); i > 0; i--)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i - 1);
      g_autofree char *key = NULL;

      key = plug_inventory_dup_instance_key (plug_instance_get_account_id (instance),
                                             plug_instance_get_id (instance));
      if (!g_hash_table_contains (keys, key))
        {
          end = end != 0 ? end : i;
          g_hash_table_remove (self->instance_index, key);
        }
      else if (end != 0)
        {
          g_list_store_splice (self->instances, i, end - i, NULL, 0);
          end = 0;
        }
    }
  if (end != 0)
    g_list_store_splice (self->instances, 0, end, NULL, 0);
}

/* Forgotten, as the row says; an object that is shown is taken from the list by what follows. */
static void
take_forgotten (PlugInventory *self,
                PlugInstance  *row)
{
  PlugInstance *old = plug_inventory_find_forgotten (self, plug_instance_get_account_id (row),
                                                     plug_instance_get_id (row));

  if (old != NULL)
    plug_instance_renew (old, row);
  else
    g_list_store_append (self->forgotten, row);
}

static void
take_instances (PlugInventory *self,
                GPtrArray     *rows)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) added = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++)
    {
      PlugInstance *row = g_ptr_array_index (rows, i);
      char *key = plug_inventory_dup_instance_key (plug_instance_get_account_id (row),
                                                   plug_instance_get_id (row));

      if (plug_instance_get_forgotten (row) != 0)
        {
          take_forgotten (self, row);
          g_free (key);
          continue;
        }
      g_hash_table_add (keys, key);
      plug_inventory_drop_forgotten (self, row);
      if (g_hash_table_contains (self->instance_index, key))
        plug_inventory_show_instance (self, row);
      else
        g_ptr_array_add (added, row);
    }
  drop_instances (self, keys);
  plug_inventory_add_instances (self, added);
}

/* plug_inventory_hide_intent:
 * Private to the service. Takes @intent from the list, whatever state it is in. */
void
plug_inventory_hide_intent (PlugInventory *self,
                            PlugIntent    *intent)
{
  guint position;

  if (g_list_store_find (self->intents, intent, &position))
    g_list_store_remove (self->intents, position);
  g_hash_table_remove (self->candidates, plug_intent_get_op (intent));
  plug_inventory_keep_unsaved_token (self, intent, NULL);
}

static void
renew_intent (PlugInventory *self,
              PlugIntent    *intent,
              PlugIntent    *row)
{
  plug_intent_set_instance_id (intent, plug_intent_get_instance_id (row));
  plug_intent_set_server_time (intent, plug_intent_get_server_time (row));
  plug_intent_set_known_ids (intent, plug_intent_get_known_ids (row));
  plug_intent_set_message (intent, plug_intent_get_message (row));
  plug_intent_set_request_id (intent, plug_intent_get_request_id (row));
  plug_intent_set_wanted (intent, plug_intent_get_wanted (row));
  plug_intent_set_state (intent, plug_intent_get_state (row));
  plug_inventory_present_intent (self, intent);
}

static void
reload_timer_fired_cb (gpointer user_data)
{
  PlugInventory *self = user_data;

  self->reload_timer = 0;
  plug_inventory_reload (self);
}

/* What another process has just sent is being waited for there and needs nobody's attention here,
 * until it is so late that the process must have ended.
 * Returns: whether it is to be left out for now */
static gboolean
is_waited_for_elsewhere (PlugInventory *self,
                         PlugIntent    *row)
{
  gint64 age = g_get_real_time () - plug_intent_get_sent (row);

  if (!self->live || plug_intent_get_state (row) != PLUG_INTENT_SENT || age < 0 ||
      age > FOREIGN_SENT_US)
    return FALSE;
  if (self->reload_timer == 0)
    self->reload_timer = g_timeout_add_once ((guint) ((FOREIGN_SENT_US - age) / 1000 + 100),
                                             reload_timer_fired_cb, self);
  return TRUE;
}

/* Returns: whether something came that is in doubt */
static gboolean
take_intents (PlugInventory *self,
              GPtrArray     *rows)
{
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                        g_object_unref);
  GListModel *intents = G_LIST_MODEL (self->intents);
  GHashTableIter iter;
  PlugIntent *intent;
  gboolean doubt = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      intent = g_list_model_get_item (intents, i);
      g_hash_table_insert (shown, (gpointer) plug_intent_get_op (intent), intent);
    }
  for (guint i = 0; i < rows->len; i++)
    {
      PlugIntent *row = g_ptr_array_index (rows, i);
      g_autoptr (PlugIntent) old = NULL;

      if (g_hash_table_contains (self->in_flight, plug_intent_get_op (row)))
        continue;
      g_hash_table_steal_extended (shown, plug_intent_get_op (row), NULL, (gpointer *) &old);
      if (old != NULL)
        renew_intent (self, old, row);
      else if (!is_waited_for_elsewhere (self, row))
        {
          plug_inventory_present_intent (self, row);
          doubt = doubt || plug_intent_is_in_doubt (row);
        }
    }
  /* Settled elsewhere, and how is not in the open journal: it needs nobody's attention any more. */
  g_hash_table_iter_init (&iter, shown);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &intent))
    plug_inventory_hide_intent (self, intent);
  return doubt;
}

/* plug_inventory_take_contents:
 * Private to the service. Adds, renews and removes until accounts, instances and intents are those
 * of @contents; a creation under way in this process is left alone. */
void
plug_inventory_take_contents (PlugInventory     *self,
                              PlugStoreContents *contents)
{
  take_accounts (self, contents->accounts);
  take_instances (self, contents->instances);
  plug_later_run (self->later);
  if (take_intents (self, contents->intents) && self->live)
    plug_inventory_reconcile (self);
}

static void
reloaded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PlugInventory) self = user_data;
  g_autoptr (PlugStoreContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  contents = plug_store_load_finish (PLUG_STORE (source), result, &error);
  self->reloading = FALSE;
  if (!self->live)
    return;
  if (contents != NULL)
    plug_inventory_take_contents (self, contents);
  else
    g_info ("What another process wrote could not be read yet: %s", error->message);
  if (self->reload_due)
    plug_inventory_reload (self);
}

/* plug_inventory_reload:
 * Private to the service. Reads the database anew, once more if it was asked to meanwhile. */
void
plug_inventory_reload (PlugInventory *self)
{
  if (!self->live)
    return;
  self->reload_due = self->reloading;
  if (self->reloading)
    return;
  self->reloading = TRUE;
  plug_store_load_async (self->store, NULL, reloaded_cb, g_object_ref (self));
}
