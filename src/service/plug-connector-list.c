/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugConnectorList: the built-in catalogue and what a tenant offers beside it, as one list. */

#include "config.h"

#include "plug-connector-list.h"

#include "plug-catalogue.h"
#include "plug-inventory-private.h"
#include "plug-store-offer.h"

struct _PlugConnectorList {
  GObject parent_instance;

  PlugInventory *inventory;
  PlugAccount *account; /* (nullable) */
  char *base_url;       /* of the account, when it was set */
  GPtrArray *items;     /* PlugConnector */
  GHashTable *by_key;   /* of items */
  PlugOffer *offer;     /* (nullable): what the tenant said last */
  GError *error;        /* (nullable): why it did not say so again */
  GCancellable *cancellable; /* (nullable): of what is under way for the account */
  gboolean loading;     /* what the tenant said last is being read */
  gboolean refreshing;
};

/* One thing under way; the list may have another account when it comes back. */
typedef struct {
  PlugConnectorList *list;
  GCancellable *cancellable;
} Step;

static void plug_connector_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PlugConnectorList, plug_connector_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      plug_connector_list_model_init))

typedef enum {
  PROP_REFRESHING = 1,
} PlugConnectorListProperty;

static GParamSpec *properties[PROP_REFRESHING + 1];

/* The list */

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  PlugConnector *first = *(PlugConnector *const *) a;
  PlugConnector *second = *(PlugConnector *const *) b;
  g_autofree char *first_key = g_utf8_casefold (plug_connector_get_name (first), -1);
  g_autofree char *second_key = g_utf8_casefold (plug_connector_get_name (second), -1);
  int order = g_utf8_collate (first_key, second_key);

  return order != 0 ? order : g_strcmp0 (plug_connector_get_key (first),
                                         plug_connector_get_key (second));
}

static void
take_connector (GPtrArray     *items,
                GHashTable    *by_key,
                PlugConnector *connector)
{
  g_ptr_array_add (items, g_object_ref (connector));
  g_hash_table_insert (by_key, (gpointer) plug_connector_get_key (connector), connector);
}

/* What is built in knows more than a tenant's list, also of a connector by another key. */
static void
take_offered (GPtrArray     *items,
              GHashTable    *by_key,
              PlugConnector *offered)
{
  PlugConnector *built_in = plug_catalogue_find (plug_connector_get_key (offered));

  take_connector (items, by_key, built_in != NULL ? built_in : offered);
}

static void
rebuild (PlugConnectorList *self)
{
  guint n_before = self->items->len;
  GListModel *built_in = plug_catalogue_list ();
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < g_list_model_get_n_items (built_in); i++)
    {
      g_autoptr (PlugConnector) connector = g_list_model_get_item (built_in, i);

      take_connector (items, by_key, connector);
    }
  for (guint i = 0; self->offer != NULL && i < self->offer->connectors->len; i++)
    {
      PlugConnector *offered = g_ptr_array_index (self->offer->connectors, i);

      if (!g_hash_table_contains (by_key, plug_connector_get_key (offered)))
        take_offered (items, by_key, offered);
    }
  g_ptr_array_sort (items, compare_names);
  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->items);
  self->by_key = g_steal_pointer (&by_key);
  self->items = g_steal_pointer (&items);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->items->len);
}

static GType
plug_connector_list_get_item_type (GListModel *model)
{
  return PLUG_TYPE_CONNECTOR;
}

static guint
plug_connector_list_get_n_items (GListModel *model)
{
  return PLUG_CONNECTOR_LIST (model)->items->len;
}

static gpointer
plug_connector_list_get_item (GListModel *model,
                              guint       position)
{
  PlugConnectorList *self = PLUG_CONNECTOR_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
plug_connector_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = plug_connector_list_get_item_type;
  iface->get_n_items = plug_connector_list_get_n_items;
  iface->get_item = plug_connector_list_get_item;
}

/* Asking the tenant */

static Step *
step_new (PlugConnectorList *self)
{
  Step *step = g_new (Step, 1);

  step->list = g_object_ref (self);
  step->cancellable = g_object_ref (self->cancellable);
  return step;
}

static void
step_free (Step *step)
{
  g_object_unref (step->list);
  g_object_unref (step->cancellable);
  g_free (step);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static gboolean
is_current (Step *step)
{
  return step->cancellable == step->list->cancellable;
}

static void
set_refreshing (PlugConnectorList *self,
                gboolean           refreshing)
{
  if (self->refreshing == refreshing)
    return;
  self->refreshing = refreshing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHING]);
}

static void
finish_refresh (Step   *step,
                GError *error)
{
  PlugConnectorList *self = step->list;

  if (!is_current (step))
    {
      g_clear_error (&error);
      return;
    }
  g_clear_error (&self->error);
  self->error = error;
  set_refreshing (self, FALSE);
}

static void
offer_saved_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    g_info ("The tenant’s connectors were not written down: %s", error->message);
}

static void
offer_came_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (PlugOffer) offer = NULL;
  PlugConnectorList *self = step->list;
  GError *error = NULL;

  offer = plug_api_list_connectors_finish (PLUG_API (source), result, &error);
  if (offer != NULL && is_current (step))
    {
      plug_store_save_offer_async (plug_inventory_get_store (self->inventory), self->account,
                                   offer, NULL, offer_saved_cb, NULL);
      g_clear_pointer (&self->offer, plug_offer_free);
      self->offer = g_steal_pointer (&offer);
      rebuild (self);
    }
  finish_refresh (step, error);
}

static void
api_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Step) step = user_data;
  GError *error = NULL;
  g_autoptr (PlugApi) api = plug_inventory_open_api_finish (PLUG_INVENTORY (source), result,
                                                            &error);

  if (api == NULL)
    {
      finish_refresh (step, error);
      return;
    }
  plug_api_list_connectors_async (api, step->cancellable, offer_came_cb, step);
  step = NULL;
}

/* By itself only where nobody is asked for a password over it, and not again where it failed. */
static void
refresh_if_due (PlugConnectorList *self)
{
  PlugKeyring *keyring = plug_inventory_get_keyring (self->inventory);
  gint64 age = g_get_real_time () - plug_connector_list_get_asked (self);

  if ((age >= G_TIME_SPAN_DAY || age < 0) && self->error == NULL &&
      plug_keyring_get_state (keyring) == PLUG_KEYRING_UNLOCKED)
    plug_connector_list_refresh (self);
}

static void
offer_loaded_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugOffer) offer = plug_store_load_offer_finish (PLUG_STORE (source), result,
                                                              &error);
  PlugConnectorList *self = step->list;

  if (error != NULL)
    g_info ("The tenant’s connectors were not read: %s", error->message);
  if (!is_current (step))
    return;
  self->loading = FALSE;
  if (self->refreshing)
    return;
  if (offer != NULL)
    {
      self->offer = g_steal_pointer (&offer);
      rebuild (self);
    }
  refresh_if_due (self);
}

static void
load_offer (PlugConnectorList *self)
{
  self->loading = TRUE;
  self->cancellable = g_cancellable_new ();
  plug_store_load_offer_async (plug_inventory_get_store (self->inventory), self->account, NULL,
                               offer_loaded_cb, step_new (self));
}

static void
forget_offer (PlugConnectorList *self)
{
  gboolean had_one = self->offer != NULL;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->offer, plug_offer_free);
  g_clear_error (&self->error);
  self->loading = FALSE;
  if (had_one)
    rebuild (self);
  set_refreshing (self, FALSE);
}

/* The class */

static void
plug_connector_list_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  PlugConnectorList *self = PLUG_CONNECTOR_LIST (object);

  switch ((PlugConnectorListProperty) property_id)
    {
    case PROP_REFRESHING:
      g_value_set_boolean (value, self->refreshing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_connector_list_finalize (GObject *object)
{
  PlugConnectorList *self = PLUG_CONNECTOR_LIST (object);

  g_clear_object (&self->inventory);
  g_clear_object (&self->account);
  g_free (self->base_url);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->offer, plug_offer_free);
  g_clear_error (&self->error);
  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (plug_connector_list_parent_class)->finalize (object);
}

static void
plug_connector_list_class_init (PlugConnectorListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plug_connector_list_get_property;
  object_class->finalize = plug_connector_list_finalize;
  properties[PROP_REFRESHING] =
    g_param_spec_boolean ("refreshing", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_connector_list_init (PlugConnectorList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
}

/* plug_connector_list_new:
 * @inventory: whose accounts there are
 *
 * Returns: (transfer full): a list of what is built in */
PlugConnectorList *
plug_connector_list_new (PlugInventory *inventory)
{
  PlugConnectorList *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_CONNECTOR_LIST, NULL);
  self->inventory = g_object_ref (inventory);
  rebuild (self);
  return self;
}

/* plug_connector_list_set_account:
 * @account: (nullable): whose tenant the list is about from now on
 *
 * What its tenant said last is shown as soon as it is read from the database. When that was a
 * day ago or never, it is asked again, unless the keyring would have to be unlocked for it. */
void
plug_connector_list_set_account (PlugConnectorList *self,
                                 PlugAccount       *account)
{
  const char *base_url;

  g_return_if_fail (PLUG_IS_CONNECTOR_LIST (self));
  g_return_if_fail (account == NULL || PLUG_IS_ACCOUNT (account));

  base_url = account != NULL ? plug_account_get_base_url (account) : NULL;
  if (account == self->account && g_strcmp0 (base_url, self->base_url) == 0)
    {
      if (account != NULL && !self->loading)
        refresh_if_due (self);
      return;
    }
  g_set_object (&self->account, account);
  g_free (self->base_url);
  self->base_url = g_strdup (base_url);
  forget_offer (self);
  if (account != NULL)
    load_offer (self);
}

/* plug_connector_list_get_account:
 * Returns: (transfer none) (nullable): whose tenant the list is about */
PlugAccount *
plug_connector_list_get_account (PlugConnectorList *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR_LIST (self), NULL);

  return self->account;
}

/* plug_connector_list_refresh:
 * Asks the tenant what it offers; without an account, or while it is being asked, nothing. The
 * end is notified as "refreshing"; plug_connector_list_get_error() then tells how it went. */
void
plug_connector_list_refresh (PlugConnectorList *self)
{
  g_return_if_fail (PLUG_IS_CONNECTOR_LIST (self));

  if (self->account == NULL || self->refreshing)
    return;
  set_refreshing (self, TRUE);
  plug_inventory_open_api_async (self->inventory, self->account, self->cancellable,
                                 api_opened_cb, step_new (self));
}

/* plug_connector_list_is_refreshing:
 * Returns: whether the tenant is being asked */
gboolean
plug_connector_list_is_refreshing (PlugConnectorList *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR_LIST (self), FALSE);

  return self->refreshing;
}

/* plug_connector_list_get_asked:
 * Returns: when the tenant said what it offers, µs since 1970; 0 when it never did */
gint64
plug_connector_list_get_asked (PlugConnectorList *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR_LIST (self), 0);

  return self->offer != NULL ? self->offer->asked : 0;
}

/* plug_connector_list_get_n_skipped:
 * Returns: how many entries of the tenant's list were no connectors */
guint
plug_connector_list_get_n_skipped (PlugConnectorList *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR_LIST (self), 0);

  return self->offer != NULL ? self->offer->n_skipped : 0;
}

/* plug_connector_list_get_error:
 * Returns: (transfer none) (nullable): why the tenant could not be asked the last time */
const GError *
plug_connector_list_get_error (PlugConnectorList *self)
{
  g_return_val_if_fail (PLUG_IS_CONNECTOR_LIST (self), NULL);

  return self->error;
}

/* plug_connector_list_find:
 * @key: a connector's key, or another one of a built-in connector
 *
 * Returns: (transfer none) (nullable): the connector, its key being @key */
PlugConnector *
plug_connector_list_find (PlugConnectorList *self,
                          const char        *key)
{
  PlugConnector *connector;

  g_return_val_if_fail (PLUG_IS_CONNECTOR_LIST (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  connector = g_hash_table_lookup (self->by_key, key);
  return connector != NULL ? connector : plug_catalogue_find (key);
}
