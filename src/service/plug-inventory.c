/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: the centre: accounts, instances and intents as list models. Its verbs are in
 * plug-inventory-accounts.c, plug-inventory-instances.c and plug-inventory-intents.c, what other
 * processes write comes in by plug-inventory-reload.c. */

#include "config.h"

#include "plug-inventory.h"

#include "plug-inventory-private.h"
#include "plug-match.h"
#include "plug-reconcile.h"

typedef enum {
  PROP_READY = 1,
  PROP_RECONCILING,
  PROP_SYNCING,
  PROP_SYNC_INTERVAL,
} PlugInventoryProperty;

static GParamSpec *properties[PROP_SYNC_INTERVAL + 1];

G_DEFINE_FINAL_TYPE (PlugInventory, plug_inventory, G_TYPE_OBJECT)

static char *
instance_key (PlugInstance *instance)
{
  return plug_inventory_dup_instance_key (plug_instance_get_account_id (instance),
                                          plug_instance_get_id (instance));
}

static void
keyring_state_changed_cb (PlugInventory *self)
{
  if (plug_keyring_get_state (self->keyring) != PLUG_KEYRING_UNLOCKED)
    return;
  plug_inventory_reconcile (self);
  plug_later_run (self->later);
}

static void
network_changed_cb (PlugInventory *self,
                    gboolean       available)
{
  if (available)
    plug_inventory_reconcile (self);
  plug_sync_note_network (self->sync, available);
}

/* From now on by itself: what is in doubt is looked for, what others write is shown. */
static void
go_live (PlugInventory *self)
{
  self->live = TRUE;
  self->store_handler = g_signal_connect_swapped (self->store, "changed-elsewhere",
                                                  G_CALLBACK (plug_inventory_reload), self);
  self->keyring_handler = g_signal_connect_swapped (self->keyring, "notify::state",
                                                    G_CALLBACK (keyring_state_changed_cb), self);
  self->network_handler =
    g_signal_connect_swapped (g_network_monitor_get_default (), "network-changed",
                              G_CALLBACK (network_changed_cb), self);
  plug_sync_go_live (self->sync);
  plug_later_run (self->later);
}

static void
plug_inventory_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  PlugInventory *self = PLUG_INVENTORY (object);

  switch ((PlugInventoryProperty) prop_id)
    {
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;

    case PROP_RECONCILING:
      g_value_set_boolean (value, plug_inventory_is_reconciling (self));
      break;

    case PROP_SYNCING:
      g_value_set_boolean (value, plug_inventory_is_syncing (self));
      break;

    case PROP_SYNC_INTERVAL:
      g_value_set_uint (value, plug_inventory_get_sync_interval (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
plug_inventory_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PlugInventory *self = PLUG_INVENTORY (object);

  switch ((PlugInventoryProperty) prop_id)
    {
    case PROP_SYNC_INTERVAL:
      plug_inventory_set_sync_interval (self, g_value_get_uint (value));
      break;

    case PROP_READY:
    case PROP_RECONCILING:
    case PROP_SYNCING:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
plug_inventory_dispose (GObject *object)
{
  PlugInventory *self = PLUG_INVENTORY (object);

  if (self->reconcile != NULL)
    plug_reconcile_stop (self->reconcile);
  if (self->sync != NULL)
    plug_sync_stop (self->sync);
  if (self->later != NULL)
    plug_later_stop (self->later);
  if (self->live)
    {
      g_clear_signal_handler (&self->store_handler, self->store);
      g_clear_signal_handler (&self->keyring_handler, self->keyring);
      g_clear_signal_handler (&self->network_handler, g_network_monitor_get_default ());
    }
  self->live = FALSE;
  g_clear_handle_id (&self->reload_timer, g_source_remove);
  g_clear_object (&self->reconcile);
  g_clear_object (&self->sync);
  g_clear_object (&self->later);
  g_clear_object (&self->store);
  g_clear_object (&self->keyring);
  g_clear_object (&self->client);
  g_clear_object (&self->accounts);
  g_clear_object (&self->instances);
  g_clear_object (&self->intents);
  g_clear_object (&self->forgotten);
  g_clear_pointer (&self->changes, g_hash_table_unref);
  g_clear_pointer (&self->touched, g_hash_table_unref);
  g_clear_pointer (&self->instance_index, g_hash_table_unref);
  g_clear_pointer (&self->candidates, g_hash_table_unref);
  g_clear_pointer (&self->connectors, g_hash_table_unref);
  g_clear_pointer (&self->unsaved_tokens, g_hash_table_unref);
  g_clear_pointer (&self->in_flight, g_hash_table_unref);
  g_clear_pointer (&self->changing, g_hash_table_unref);

  G_OBJECT_CLASS (plug_inventory_parent_class)->dispose (object);
}

static void
plug_inventory_class_init (PlugInventoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plug_inventory_get_property;
  object_class->set_property = plug_inventory_set_property;
  object_class->dispose = plug_inventory_dispose;

  properties[PROP_READY] =
    g_param_spec_boolean ("ready", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_RECONCILING] =
    g_param_spec_boolean ("reconciling", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SYNCING] =
    g_param_spec_boolean ("syncing", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SYNC_INTERVAL] =
    g_param_spec_uint ("sync-interval", NULL, NULL, 0, G_MAXUINT / 1000, PLUG_SYNC_INTERVAL,
                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_inventory_init (PlugInventory *self)
{
  self->accounts = g_list_store_new (PLUG_TYPE_ACCOUNT);
  self->instances = g_list_store_new (PLUG_TYPE_INSTANCE);
  self->intents = g_list_store_new (PLUG_TYPE_INTENT);
  self->instance_index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->candidates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->connectors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->unsaved_tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                (GDestroyNotify) plug_secret_unref);
  self->in_flight = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->changing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->forgotten = g_list_store_new (PLUG_TYPE_INSTANCE);
  self->undo_ms = PLUG_LATER_UNDO_MS;
}

/* plug_inventory_new:
 * @store: where what is not secret is kept; opened by plug_inventory_open_async()
 * @keyring: where the secrets are
 * @client: the way to the tenants
 *
 * Returns: (transfer full): an inventory, empty and not ready */
PlugInventory *
plug_inventory_new (PlugStore   *store,
                    PlugKeyring *keyring,
                    PlugClient  *client)
{
  PlugInventory *self;

  g_return_val_if_fail (PLUG_IS_STORE (store), NULL);
  g_return_val_if_fail (PLUG_IS_KEYRING (keyring), NULL);
  g_return_val_if_fail (PLUG_IS_CLIENT (client), NULL);

  self = g_object_new (PLUG_TYPE_INVENTORY, NULL);
  self->store = g_object_ref (store);
  self->keyring = g_object_ref (keyring);
  self->client = g_object_ref (client);
  self->reconcile = plug_reconcile_new (self);
  self->sync = plug_sync_new (self);
  self->later = plug_later_new (self);
  return self;
}

/* plug_inventory_is_ready:
 * Returns: whether the database was read */
gboolean
plug_inventory_is_ready (PlugInventory *self)
{
  g_return_val_if_fail (PLUG_IS_INVENTORY (self), FALSE);

  return self->ready;
}

/* plug_inventory_get_keyring:
 * Returns: (transfer none): the keyring the secrets are in */
PlugKeyring *
plug_inventory_get_keyring (PlugInventory *self)
{
  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);

  return self->keyring;
}

/* plug_inventory_get_store:
 * Returns: (transfer none): the database */
PlugStore *
plug_inventory_get_store (PlugInventory *self)
{
  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);

  return self->store;
}

/* plug_inventory_get_client:
 * Returns: (transfer none): the way to the tenants */
PlugClient *
plug_inventory_get_client (PlugInventory *self)
{
  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);

  return self->client;
}

/* plug_inventory_list_accounts:
 * Returns: (transfer none) (element-type PlugAccount): the accounts, live */
GListModel *
plug_inventory_list_accounts (PlugInventory *self)
{
  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);

  return G_LIST_MODEL (self->accounts);
}

/* plug_inventory_list_instances:
 * Returns: (transfer none) (element-type PlugInstance): the instances of all accounts, live */
GListModel *
plug_inventory_list_instances (PlugInventory *self)
{
  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);

  return G_LIST_MODEL (self->instances);
}

/* plug_inventory_list_intents:
 * Returns: (transfer none) (element-type PlugIntent): what needs attention, live: SENT by a run
 *   that ended, UNKNOWN, TOKEN_UNSAVED, NOT_FOUND, AMBIGUOUS */
GListModel *
plug_inventory_list_intents (PlugInventory *self)
{
  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);

  return G_LIST_MODEL (self->intents);
}

/* plug_inventory_find_account:
 * Returns: (transfer none) (nullable): the account of that id */
PlugAccount *
plug_inventory_find_account (PlugInventory *self,
                             const char    *account_id)
{
  guint n_accounts;

  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);

  n_accounts = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));
  for (guint i = 0; i < n_accounts; i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (g_strcmp0 (plug_account_get_id (account), account_id) == 0)
        return account; /* the list holds it */
    }
  return NULL;
}

/* plug_inventory_find_instance:
 * Returns: (transfer none) (nullable): the account's instance of that id */
PlugInstance *
plug_inventory_find_instance (PlugInventory *self,
                              const char    *account_id,
                              const char    *instance_id)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);
  g_return_val_if_fail (account_id != NULL && instance_id != NULL, NULL);

  key = plug_inventory_dup_instance_key (account_id, instance_id);
  return g_hash_table_lookup (self->instance_index, key);
}

/* What the list shows but the row does not hold. */
static void
complete_instance (PlugInventory *self,
                   PlugInstance  *instance)
{
  PlugAccount *account;

  account = plug_inventory_find_account (self, plug_instance_get_account_id (instance));
  if (account != NULL)
    plug_instance_set_account_name (instance, plug_account_get_name (account));
}

/* plug_inventory_present_instance:
 * Private to the service. What a verb came to: adds @instance to the list, or renews the one of
 * the same id.
 *
 * Returns: (transfer none): the one in the list */
PlugInstance *
plug_inventory_present_instance (PlugInventory *self,
                                 PlugInstance  *instance)
{
  plug_inventory_touch (self, plug_instance_get_account_id (instance),
                        plug_instance_get_id (instance));
  return plug_inventory_show_instance (self, instance);
}

/* plug_inventory_show_instance:
 * Private to the service. The same for what was read or listed.
 *
 * Returns: (transfer none): the one in the list */
PlugInstance *
plug_inventory_show_instance (PlugInventory *self,
                              PlugInstance  *instance)
{
  PlugInstance *old;

  plug_inventory_drop_forgotten (self, instance);
  complete_instance (self, instance);
  old = plug_inventory_find_instance (self, plug_instance_get_account_id (instance),
                                      plug_instance_get_id (instance));
  if (old == instance)
    return instance;
  if (old != NULL)
    {
      plug_instance_renew (old, instance);
      complete_instance (self, old);
      return old;
    }
  g_hash_table_insert (self->instance_index, instance_key (instance), g_object_ref (instance));
  g_list_store_append (self->instances, instance);
  return instance;
}

/* plug_inventory_add_instances:
 * Private to the service.
 * @instances: (element-type PlugInstance): new ones, to the end of the list in one go; those that
 *   are there already are left out */
void
plug_inventory_add_instances (PlugInventory *self,
                              GPtrArray     *instances)
{
  g_autoptr (GPtrArray) added = g_ptr_array_sized_new (instances->len);

  for (guint i = 0; i < instances->len; i++)
    {
      PlugInstance *instance = g_ptr_array_index (instances, i);
      g_autofree char *key = instance_key (instance);

      if (g_hash_table_contains (self->instance_index, key))
        continue;
      complete_instance (self, instance);
      g_hash_table_insert (self->instance_index, g_steal_pointer (&key), g_object_ref (instance));
      g_ptr_array_add (added, instance);
    }
  if (added->len > 0)
    g_list_store_splice (self->instances,
                         g_list_model_get_n_items (G_LIST_MODEL (self->instances)), 0,
                         added->pdata, added->len);
}

/* plug_inventory_hide_instance:
 * Private to the service. Takes @instance from the list. */
void
plug_inventory_hide_instance (PlugInventory *self,
                              PlugInstance  *instance)
{
  g_autofree char *key = instance_key (instance);
  guint position;

  plug_inventory_touch (self, plug_instance_get_account_id (instance),
                        plug_instance_get_id (instance));
  if (g_list_store_find (self->instances, instance, &position))
    g_list_store_remove (self->instances, position);
  g_hash_table_remove (self->instance_index, key);
}

/* plug_inventory_present_account:
 * Private to the service. Adds @account to the list; its name to its instances. */
void
plug_inventory_present_account (PlugInventory *self,
                                PlugAccount   *account)
{
  GHashTableIter iter;
  PlugInstance *instance;

  if (!g_list_store_find (self->accounts, account, NULL))
    g_list_store_append (self->accounts, account);

  g_hash_table_iter_init (&iter, self->instance_index);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &instance))
    {
      if (g_str_equal (plug_instance_get_account_id (instance), plug_account_get_id (account)))
        plug_instance_set_account_name (instance, plug_account_get_name (account));
    }
}

/* plug_inventory_hide_account:
 * Private to the service. Takes @account and everything of it from the lists. */
void
plug_inventory_hide_account (PlugInventory *self,
                             PlugAccount   *account)
{
  g_autoptr (GPtrArray) instances = plug_inventory_dup_instances_of (self, account);
  g_autoptr (GPtrArray) intents = plug_inventory_dup_open_intents (self, account);
  guint position;

  for (guint i = 0; i < instances->len; i++)
    plug_inventory_hide_instance (self, g_ptr_array_index (instances, i));
  plug_inventory_drop_forgotten_of (self, account);
  for (guint i = 0; i < intents->len; i++)
    plug_inventory_hide_intent (self, g_ptr_array_index (intents, i));
  if (g_list_store_find (self->accounts, account, &position))
    g_list_store_remove (self->accounts, position);
}

/* plug_inventory_dup_instances_of:
 * Private to the service.
 *
 * Returns: (transfer full) (element-type PlugInstance): the account's instances */
GPtrArray *
plug_inventory_dup_instances_of (PlugInventory *self,
                                 PlugAccount   *account)
{
  GPtrArray *instances = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  PlugInstance *instance;

  g_hash_table_iter_init (&iter, self->instance_index);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &instance))
    {
      if (g_str_equal (plug_instance_get_account_id (instance), plug_account_get_id (account)))
        g_ptr_array_add (instances, g_object_ref (instance));
    }
  return instances;
}

/* plug_inventory_dup_open_intents:
 * Private to the service.
 *
 * Returns: (transfer full) (element-type PlugIntent): those of the account that need attention */
GPtrArray *
plug_inventory_dup_open_intents (PlugInventory *self,
                                 PlugAccount   *account)
{
  GPtrArray *intents = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_intents = g_list_model_get_n_items (G_LIST_MODEL (self->intents));

  for (guint i = 0; i < n_intents; i++)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (G_LIST_MODEL (self->intents), i);

      if (g_str_equal (plug_intent_get_account_id (intent), plug_account_get_id (account)))
        g_ptr_array_add (intents, g_steal_pointer (&intent));
    }
  return intents;
}

/* plug_inventory_present_intent:
 * Private to the service. Shows @intent among those that need attention, or takes it away. */
void
plug_inventory_present_intent (PlugInventory *self,
                               PlugIntent    *intent)
{
  const char *op = plug_intent_get_op (intent);
  gboolean wanted = plug_intent_is_open (intent) && !g_hash_table_contains (self->in_flight, op);
  guint position;
  gboolean there = g_list_store_find (self->intents, intent, &position);

  if (wanted && !there)
    g_list_store_append (self->intents, intent);
  else if (!wanted && there)
    g_list_store_remove (self->intents, position);
  if (!wanted)
    g_hash_table_remove (self->candidates, op);
  if (!plug_intent_is_open (intent))
    g_hash_table_remove (self->changes, op);
}

/* plug_inventory_set_candidates:
 * Private to the service.
 * @instances: (nullable) (element-type PlugInstance): what the user is to choose from */
void
plug_inventory_set_candidates (PlugInventory *self,
                               PlugIntent    *intent,
                               GPtrArray     *instances)
{
  const char *op = plug_intent_get_op (intent);
  GListStore *store = g_hash_table_lookup (self->candidates, op);

  if (store == NULL)
    {
      store = g_list_store_new (PLUG_TYPE_INSTANCE);
      g_hash_table_insert (self->candidates, g_strdup (op), store);
    }
  for (guint i = 0; instances != NULL && i < instances->len; i++)
    complete_instance (self, g_ptr_array_index (instances, i));
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)),
                       instances != NULL ? instances->pdata : NULL,
                       instances != NULL ? instances->len : 0);
}

/* plug_inventory_list_candidates:
 * Returns: (transfer none) (element-type PlugInstance) (nullable): what reconcile found for an
 *   AMBIGUOUS intent, live; NULL before the tenant was asked */
GListModel *
plug_inventory_list_candidates (PlugInventory *self,
                                PlugIntent    *intent)
{
  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);
  g_return_val_if_fail (PLUG_IS_INTENT (intent), NULL);

  return g_hash_table_lookup (self->candidates, plug_intent_get_op (intent));
}

/* plug_inventory_reconcile:
 * Looks for everything in doubt, now and until the settle time is over. Also called by itself: at
 * the start, after an unlock, when the network comes back. */
void
plug_inventory_reconcile (PlugInventory *self)
{
  g_return_if_fail (PLUG_IS_INVENTORY (self));

  if (self->reconcile != NULL)
    plug_reconcile_run (self->reconcile);
}

/* plug_inventory_is_reconciling:
 * Returns: whether a tenant is being asked for what is in doubt; also the property
 *   "reconciling", which is notified */
gboolean
plug_inventory_is_reconciling (PlugInventory *self)
{
  g_return_val_if_fail (PLUG_IS_INVENTORY (self), FALSE);

  return self->reconcile != NULL && plug_reconcile_is_running (self->reconcile);
}

/* plug_inventory_note_pass:
 * Private to the service. A pass of reconcile began or ended. */
void
plug_inventory_note_pass (PlugInventory *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECONCILING]);
}

/* plug_inventory_note_sync:
 * Private to the service. A sync began or ended. */
void
plug_inventory_note_sync (PlugInventory *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SYNCING]);
}

/* plug_inventory_get_checked:
 * @intent: one in doubt
 * @obstacle: (out) (optional) (nullable) (transfer none): why the tenant could not be asked the
 *   last time; valid until the main context runs again
 *
 * Returns: when @intent's tenant last answered in full what it has, µs since the epoch; 0 when it
 *   has not in this run. It changes while a pass runs */
gint64
plug_inventory_get_checked (PlugInventory  *self,
                            PlugIntent     *intent,
                            const GError  **obstacle)
{
  g_return_val_if_fail (PLUG_IS_INVENTORY (self), 0);
  g_return_val_if_fail (PLUG_IS_INTENT (intent), 0);

  return plug_reconcile_get_checked (self->reconcile, plug_intent_get_account_id (intent),
                                     obstacle);
}

/* plug_inventory_set_settle_ms:
 * @settle_ms: how long after a request an instance may still appear, in ms; 120,000 unless set.
 *   For tests and for tenants known to be slower */
void
plug_inventory_set_settle_ms (PlugInventory *self,
                              guint          settle_ms)
{
  g_return_if_fail (PLUG_IS_INVENTORY (self));

  plug_reconcile_set_settle_ms (self->reconcile, settle_ms);
}

/* plug_inventory_note_probe:
 * Private to the service. The journal has just taken what was written for a trial. */
void
plug_inventory_note_probe (PlugInventory *self)
{
  self->probed = g_get_monotonic_time ();
}

/* plug_inventory_get_probe_age:
 * Private to the service.
 *
 * Returns: how long ago the journal was last tried, in µs; %G_MAXINT64 when it never was */
gint64
plug_inventory_get_probe_age (PlugInventory *self)
{
  return self->probed != 0 ? g_get_monotonic_time () - self->probed : G_MAXINT64;
}

/* plug_inventory_create:
 * @account: whose tenant
 * @draft: (transfer none): without problems; see plug_draft_list_problems()
 *
 * Starts making an instance; it goes on whether or not anybody watches.
 *
 * Returns: (transfer full): the creation */
PlugCreation *
plug_inventory_create (PlugInventory *self,
                       PlugAccount   *account,
                       PlugDraft     *draft)
{
  PlugCreation *creation;

  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);
  g_return_val_if_fail (PLUG_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (PLUG_IS_DRAFT (draft), NULL);

  creation = plug_creation_new (self, account, draft, NULL);
  plug_creation_start (creation);
  return creation;
}

static void
keyring_refreshed_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (PlugInventory) self = user_data;
  g_autoptr (GError) error = NULL;

  /* The keyring's state says it all; reconcile follows from it. */
  if (plug_keyring_refresh_finish (PLUG_KEYRING (source), result, &error))
    plug_inventory_reconcile (self);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  PlugInventory *self = g_task_get_source_object (task);
  g_autoptr (PlugStoreContents) contents = NULL;
  GError *error = NULL;

  contents = plug_store_load_finish (PLUG_STORE (source), result, &error);
  if (contents == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  plug_inventory_take_contents (self, contents);
  self->ready = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
  if (g_task_get_source_tag (task) == plug_inventory_open_async)
    {
      go_live (self);
      plug_keyring_refresh_async (self->keyring, NULL, keyring_refreshed_cb, g_object_ref (self));
    }
  g_task_return_boolean (task, TRUE);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  const char *instance = g_task_get_task_data (task);
  GError *error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    g_task_return_error (task, error);
  else if (instance != NULL)
    plug_store_load_named_async (PLUG_STORE (source), instance, g_task_get_cancellable (task),
                                 loaded_cb, g_object_ref (task));
  else
    plug_store_load_async (PLUG_STORE (source), g_task_get_cancellable (task), loaded_cb,
                           g_object_ref (task));
}

/* plug_inventory_open_async:
 * Opens the database and reads all of it; then, by itself, the keyring's state is found out, what
 * is in doubt is looked for, and what other processes write is taken into the lists. Finished by
 * plug_inventory_finish(). */
void
plug_inventory_open_async (PlugInventory       *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PLUG_IS_INVENTORY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_open_async);
  plug_store_open_async (self->store, cancellable, opened_cb, task);
}

/* plug_inventory_read_async:
 * @instance: (nullable): an instance's id or name, to read no other, or ""; NULL for all
 *
 * Opens the database and reads it, and that is all: no keyring and no tenant is asked before a
 * verb does, and the lists stay as they are. For one who wants one thing and ends. Finished by
 * plug_inventory_finish(). */
void
plug_inventory_read_async (PlugInventory       *self,
                           const char          *instance,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PLUG_IS_INVENTORY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_inventory_read_async);
  g_task_set_task_data (task, g_strdup (instance), g_free);
  plug_store_open_async (self->store, cancellable, opened_cb, task);
}

/* plug_inventory_finish:
 * Finishes every verb that only succeeds or fails.
 *
 * Returns: whether it did; else PLUG_ERROR, or a transport's domain */
gboolean
plug_inventory_finish (PlugInventory  *self,
                       GAsyncResult   *result,
                       GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
