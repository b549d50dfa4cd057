/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugCheck: asks how instances are, a few at a time for each host; one by one in
 * plug-check-step.c. */

#include "config.h"

#include "plug-check.h"

#include "plug-check-private.h"
#include "plug-inventory-private.h"
#include "plug-region.h"

#define MAX_PER_HOST 4

struct _PlugCheck {
  GObject parent_instance;

  PlugInventory *inventory;
  GCancellable *cancellable;
  GListStore *results;
  GHashTable *hosts;    /* host → PlugCheckHost */
  GHashTable *accounts; /* account id → PlugCheckTenant */
  guint n_done;
};

typedef enum {
  PROP_N_DONE = 1,
  PROP_N_TOTAL,
  PROP_FINISHED,
} PlugCheckProperty;

static GParamSpec *properties[PROP_FINISHED + 1];

G_DEFINE_FINAL_TYPE (PlugCheck, plug_check, G_TYPE_OBJECT)

static void
host_free (PlugCheckHost *host)
{
  g_queue_clear_full (&host->waiting, g_object_unref);
  g_free (host);
}

static void
tenant_free (PlugCheckTenant *tenant)
{
  g_clear_object (&tenant->account);
  g_clear_object (&tenant->api);
  g_clear_error (&tenant->error);
  g_queue_clear (&tenant->waiting);
  g_free (tenant);
}

static void run_next (PlugCheck     *self,
                      PlugCheckHost *host);

static void
note_done (PlugCheck *self)
{
  self->n_done++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DONE]);
  if (plug_check_is_finished (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINISHED]);
}

/* plug_check_leave:
 * Private to PlugCheck. One of @host's is done. */
void
plug_check_leave (PlugCheck     *self,
                  PlugCheckHost *host)
{
  host->n_running--;
  note_done (self);
  run_next (self, host);
}

/* plug_check_get_inventory:
 * Private to PlugCheck.
 *
 * Returns: (transfer none): whose instances these are */
PlugInventory *
plug_check_get_inventory (PlugCheck *self)
{
  return self->inventory;
}

/* plug_check_get_cancellable:
 * Private to PlugCheck.
 *
 * Returns: (transfer none): what plug_check_cancel() cancels */
GCancellable *
plug_check_get_cancellable (PlugCheck *self)
{
  return self->cancellable;
}

static PlugCheckTenant *
tenant_of (PlugCheck       *self,
           PlugCheckResult *result)
{
  PlugInstance *instance = plug_check_result_get_instance (result);

  return g_hash_table_lookup (self->accounts, plug_instance_get_account_id (instance));
}

static void
run_next (PlugCheck     *self,
          PlugCheckHost *host)
{
  while (host->n_running < MAX_PER_HOST)
    {
      g_autoptr (PlugCheckResult) result = g_queue_pop_head (&host->waiting);

      if (result == NULL)
        return;
      if (g_cancellable_is_cancelled (self->cancellable))
        {
          plug_check_result_set_state (result, PLUG_CHECK_CANCELLED);
          note_done (self);
          continue;
        }
      host->n_running++;
      plug_check_result_set_state (result, PLUG_CHECK_RUNNING);
      plug_check_begin (self, result, tenant_of (self, result));
    }
}

static PlugCheckHost *
find_host (PlugCheck   *self,
           PlugAccount *account)
{
  g_autofree char *name = plug_base_url_dup_host (plug_account_get_base_url (account));
  const char *key = name != NULL ? name : plug_account_get_base_url (account);
  PlugCheckHost *host = g_hash_table_lookup (self->hosts, key);

  if (host == NULL)
    {
      host = g_new0 (PlugCheckHost, 1);
      g_hash_table_insert (self->hosts, g_strdup (key), host);
    }
  return host;
}

/* Returns: (nullable): NULL when its account is gone */
static PlugCheckTenant *
find_tenant (PlugCheck    *self,
             PlugInstance *instance)
{
  const char *account_id = plug_instance_get_account_id (instance);
  PlugCheckTenant *tenant = g_hash_table_lookup (self->accounts, account_id);
  PlugAccount *account = plug_inventory_find_account (self->inventory, account_id);

  if (tenant != NULL || account == NULL)
    return tenant;
  tenant = g_new0 (PlugCheckTenant, 1);
  tenant->account = g_object_ref (account);
  tenant->host = find_host (self, account);
  g_hash_table_insert (self->accounts, g_strdup (account_id), tenant);
  return tenant;
}

static void
plug_check_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  PlugCheck *self = PLUG_CHECK (object);

  switch ((PlugCheckProperty) property_id)
    {
    case PROP_N_DONE:
      g_value_set_uint (value, self->n_done);
      break;
    case PROP_N_TOTAL:
      g_value_set_uint (value, plug_check_get_n_total (self));
      break;
    case PROP_FINISHED:
      g_value_set_boolean (value, plug_check_is_finished (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_check_finalize (GObject *object)
{
  PlugCheck *self = PLUG_CHECK (object);

  g_object_unref (self->inventory);
  g_object_unref (self->cancellable);
  g_object_unref (self->results);
  g_hash_table_unref (self->accounts);
  g_hash_table_unref (self->hosts);
  G_OBJECT_CLASS (plug_check_parent_class)->finalize (object);
}

static void
plug_check_class_init (PlugCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = plug_check_get_property;
  object_class->finalize = plug_check_finalize;

  properties[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FINISHED] = g_param_spec_boolean ("finished", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_check_init (PlugCheck *self)
{
  self->cancellable = g_cancellable_new ();
  self->results = g_list_store_new (PLUG_TYPE_CHECK_RESULT);
  self->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) host_free);
  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) tenant_free);
}

/* plug_check_new:
 * Private to the service.
 * @instances: (element-type PlugInstance): those that are to be checked; of accounts that are gone
 *   none is
 *
 * Returns: (transfer full): a check that plug_check_start() starts */
PlugCheck *
plug_check_new (PlugInventory *inventory,
                GListModel    *instances)
{
  PlugCheck *self = g_object_new (PLUG_TYPE_CHECK, NULL);
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (g_object_unref);

  self->inventory = g_object_ref (inventory);
  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);
      PlugCheckTenant *tenant = find_tenant (self, instance);
      PlugCheckResult *result;

      if (tenant == NULL)
        continue;
      result = plug_check_result_new (instance);
      g_ptr_array_add (results, result);
      g_queue_push_tail (&tenant->host->waiting, g_object_ref (result));
    }
  g_list_store_splice (self->results, 0, 0, results->pdata, results->len);
  return self;
}

/* plug_check_start:
 * Private to the service. Each host's instances a few at a time. */
void
plug_check_start (PlugCheck *self)
{
  g_autoptr (PlugCheck) alive = g_object_ref (self);
  GHashTableIter iter;
  PlugCheckHost *host;

  g_hash_table_iter_init (&iter, self->hosts);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &host))
    run_next (self, host);
}

/* plug_check_list_results:
 * Returns: (transfer none) (element-type PlugCheckResult): one an instance, in the order they were
 *   given in */
GListModel *
plug_check_list_results (PlugCheck *self)
{
  g_return_val_if_fail (PLUG_IS_CHECK (self), NULL);

  return G_LIST_MODEL (self->results);
}

/* plug_check_get_n_done:
 * Returns: how many are DONE or CANCELLED */
guint
plug_check_get_n_done (PlugCheck *self)
{
  g_return_val_if_fail (PLUG_IS_CHECK (self), 0);

  return self->n_done;
}

/* plug_check_get_n_total:
 * Returns: how many there are */
guint
plug_check_get_n_total (PlugCheck *self)
{
  g_return_val_if_fail (PLUG_IS_CHECK (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->results));
}

/* plug_check_is_finished:
 * Returns: whether nothing is left to be found out */
gboolean
plug_check_is_finished (PlugCheck *self)
{
  g_return_val_if_fail (PLUG_IS_CHECK (self), FALSE);

  return self->n_done == plug_check_get_n_total (self);
}

/* plug_check_count:
 * Returns: how many of those that are DONE are so */
guint
plug_check_count (PlugCheck  *self,
                  PlugHealth  health)
{
  guint n = 0;

  g_return_val_if_fail (PLUG_IS_CHECK (self), 0);

  for (guint i = 0; i < plug_check_get_n_total (self); i++)
    {
      g_autoptr (PlugCheckResult) result = g_list_model_get_item (G_LIST_MODEL (self->results), i);

      n += plug_check_result_get_state (result) == PLUG_CHECK_DONE &&
           plug_check_result_get_health (result) == health;
    }
  return n;
}

/* plug_check_cancel:
 * What was found out stays; what was not becomes CANCELLED. */
void
plug_check_cancel (PlugCheck *self)
{
  g_return_if_fail (PLUG_IS_CHECK (self));

  g_cancellable_cancel (self->cancellable);
}

/* plug_inventory_check:
 * @instances: (nullable) (element-type PlugInstance): NULL for all
 *
 * Starts finding out how they are: of each account GET /organizations/me once, of each instance
 * GET /instances/{id} and a ping; contract sections 1.2, 2.1, 2.8. What comes of it is in the
 * instances too.
 *
 * Returns: (transfer full): the check */
PlugCheck *
plug_inventory_check (PlugInventory *self,
                      GListModel    *instances)
{
  PlugCheck *check;

  g_return_val_if_fail (PLUG_IS_INVENTORY (self), NULL);
  g_return_val_if_fail (instances == NULL || G_IS_LIST_MODEL (instances), NULL);

  check = plug_check_new (self, instances != NULL ? instances
                                                  : plug_inventory_list_instances (self));
  plug_check_start (check);
  return check;
}
