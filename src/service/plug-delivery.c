/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugDelivery: what is in a file that was opened, and what is to become of it here. */

#include "config.h"

#include "plug-delivery-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (PlugDeliveryItem, plug_delivery_item, G_TYPE_OBJECT)

typedef enum {
  ITEM_TITLE = 1,
  ITEM_REASON,
  ITEM_IS_ACCOUNT,
  ITEM_CAN_REPLACE,
  ITEM_REPLACES,
} PlugDeliveryItemProperty;

static GParamSpec *item_properties[ITEM_REPLACES + 1];

static void
plug_delivery_item_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  PlugDeliveryItem *self = PLUG_DELIVERY_ITEM (object);

  switch ((PlugDeliveryItemProperty) property_id)
    {
    case ITEM_TITLE:
      g_value_set_string (value, self->name);
      break;
    case ITEM_REASON:
      g_value_take_string (value, plug_delivery_item_dup_reason (self));
      break;
    case ITEM_IS_ACCOUNT:
      g_value_set_boolean (value, self->instance == NULL);
      break;
    case ITEM_CAN_REPLACE:
      g_value_set_boolean (value, self->state == PLUG_DELIVERY_DIFFERS);
      break;
    case ITEM_REPLACES:
      g_value_set_boolean (value, self->replaces);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_delivery_item_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  PlugDeliveryItem *self = PLUG_DELIVERY_ITEM (object);

  switch ((PlugDeliveryItemProperty) property_id)
    {
    case ITEM_REPLACES:
      plug_delivery_item_set_replaces (self, g_value_get_boolean (value));
      break;
    case ITEM_TITLE:
    case ITEM_REASON:
    case ITEM_IS_ACCOUNT:
    case ITEM_CAN_REPLACE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_delivery_item_finalize (GObject *object)
{
  PlugDeliveryItem *self = PLUG_DELIVERY_ITEM (object);

  g_clear_object (&self->account);
  g_clear_object (&self->instance);
  for (gsize i = 0; i < G_N_ELEMENTS (self->secrets); i++)
    plug_secret_unref (self->secrets[i]);
  g_free (self->target);
  g_free (self->name);
  G_OBJECT_CLASS (plug_delivery_item_parent_class)->finalize (object);
}

static void
plug_delivery_item_class_init (PlugDeliveryItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = plug_delivery_item_get_property;
  object_class->set_property = plug_delivery_item_set_property;
  object_class->finalize = plug_delivery_item_finalize;

  item_properties[ITEM_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  item_properties[ITEM_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  item_properties[ITEM_IS_ACCOUNT] =
    g_param_spec_boolean ("is-account", NULL, NULL, FALSE, flags);
  item_properties[ITEM_CAN_REPLACE] =
    g_param_spec_boolean ("can-replace", NULL, NULL, FALSE, flags);
  item_properties[ITEM_REPLACES] =
    g_param_spec_boolean ("replaces", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (item_properties),
                                     item_properties);
}

static void
plug_delivery_item_init (PlugDeliveryItem *self)
{
}

/* plug_delivery_item_get_state:
 * Returns: what is to become of it */
PlugDeliveryState
plug_delivery_item_get_state (PlugDeliveryItem *self)
{
  g_return_val_if_fail (PLUG_IS_DELIVERY_ITEM (self), PLUG_DELIVERY_HERE);

  return self->state;
}

/* plug_delivery_item_get_account:
 * Returns: (transfer none): the account, or that of the instance, as the file has it */
PlugAccount *
plug_delivery_item_get_account (PlugDeliveryItem *self)
{
  g_return_val_if_fail (PLUG_IS_DELIVERY_ITEM (self), NULL);

  return self->account;
}

/* plug_delivery_item_get_instance:
 * Returns: (nullable) (transfer none): the instance as the file has it; NULL of an account */
PlugInstance *
plug_delivery_item_get_instance (PlugDeliveryItem *self)
{
  g_return_val_if_fail (PLUG_IS_DELIVERY_ITEM (self), NULL);

  return self->instance;
}

/* plug_delivery_item_get_name:
 * Returns: (transfer none): what it is called, or is going to be called here */
const char *
plug_delivery_item_get_name (PlugDeliveryItem *self)
{
  g_return_val_if_fail (PLUG_IS_DELIVERY_ITEM (self), NULL);

  return self->name;
}

static char *
dup_account_reason (PlugDeliveryItem *self)
{
  switch (self->state)
    {
    case PLUG_DELIVERY_NEW:
      return g_strdup (self->has_neighbour
                         ? _("New. Another account of this tenant is here, with another user "
                             "secret; both are kept.")
                         : _("New"));
    case PLUG_DELIVERY_RENAMED:
      return g_strdup_printf (_("New. It is called “%s” here, because that name is taken."),
                              self->name);
    case PLUG_DELIVERY_COMPLETED:
      return g_strdup (_("Here already, without its secrets: these are taken from the file."));
    case PLUG_DELIVERY_DIFFERS:
      return g_strdup (self->replaces
                         ? _("Name, address and secrets are replaced by the file’s.")
                         : _("Here already, with another name, address or secrets. It is left as "
                             "it is."));
    case PLUG_DELIVERY_HERE:
    case PLUG_DELIVERY_FORGOTTEN:
    case PLUG_DELIVERY_DELETED:
    default:
      return g_strdup (_("Here already. It is left as it is."));
    }
}

static char *
dup_instance_reason (PlugDeliveryItem *self)
{
  switch (self->state)
    {
    case PLUG_DELIVERY_NEW:
      return g_strdup (self->secrets[0] != NULL ? _("New") : _("New, without a token"));
    case PLUG_DELIVERY_COMPLETED:
      return g_strdup (_("Here already, without its token: this is taken from the file."));
    case PLUG_DELIVERY_FORGOTTEN:
      return g_strdup (_("It was forgotten here, and stays so."));
    case PLUG_DELIVERY_DELETED:
      return g_strdup (_("It was deleted on the tenant since, and is left out."));
    case PLUG_DELIVERY_HERE:
    case PLUG_DELIVERY_RENAMED:
    case PLUG_DELIVERY_DIFFERS:
    default:
      return g_strdup (_("Here already. It is left as it is."));
    }
}

/* plug_delivery_item_dup_reason:
 * Returns: (transfer full): what becomes of it, and why: one sentence or two */
char *
plug_delivery_item_dup_reason (PlugDeliveryItem *self)
{
  g_return_val_if_fail (PLUG_IS_DELIVERY_ITEM (self), NULL);

  return self->instance == NULL ? dup_account_reason (self) : dup_instance_reason (self);
}

/* plug_delivery_item_replaces:
 * Returns: whether what is here is replaced by what is in the file */
gboolean
plug_delivery_item_replaces (PlugDeliveryItem *self)
{
  g_return_val_if_fail (PLUG_IS_DELIVERY_ITEM (self), FALSE);

  return self->replaces;
}

/* plug_delivery_item_set_replaces:
 * @replaces: somebody's choice; of no meaning but with %PLUG_DELIVERY_DIFFERS */
void
plug_delivery_item_set_replaces (PlugDeliveryItem *self,
                                 gboolean          replaces)
{
  g_return_if_fail (PLUG_IS_DELIVERY_ITEM (self));

  replaces = replaces && self->state == PLUG_DELIVERY_DIFFERS;
  if (self->replaces == replaces)
    return;
  self->replaces = replaces;
  g_object_notify_by_pspec (G_OBJECT (self), item_properties[ITEM_REPLACES]);
  g_object_notify_by_pspec (G_OBJECT (self), item_properties[ITEM_REASON]);
}

/* plug_delivery_state_to_string:
 * Returns: (transfer none): a word for programs, never translated */
const char *
plug_delivery_state_to_string (PlugDeliveryState state)
{
  static const char *const words[] = { "new", "renamed", "here", "completed", "differs",
                                       "forgotten", "deleted" };

  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (words), NULL);

  return words[state];
}

struct _PlugDelivery {
  GObject parent_instance;

  GPtrArray *items;
  guint n_done;
};

static GType
plug_delivery_get_item_type (GListModel *model)
{
  return PLUG_TYPE_DELIVERY_ITEM;
}

static guint
plug_delivery_get_n_items (GListModel *model)
{
  return PLUG_DELIVERY (model)->items->len;
}

static gpointer
plug_delivery_get_item (GListModel *model,
                        guint       position)
{
  PlugDelivery *self = PLUG_DELIVERY (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
plug_delivery_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = plug_delivery_get_item_type;
  iface->get_n_items = plug_delivery_get_n_items;
  iface->get_item = plug_delivery_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PlugDelivery, plug_delivery, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      plug_delivery_list_model_init))

typedef enum {
  PROP_N_DONE = 1,
} PlugDeliveryProperty;

static GParamSpec *properties[PROP_N_DONE + 1];

static void
plug_delivery_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  PlugDelivery *self = PLUG_DELIVERY (object);

  switch ((PlugDeliveryProperty) property_id)
    {
    case PROP_N_DONE:
      g_value_set_uint (value, self->n_done);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_delivery_finalize (GObject *object)
{
  PlugDelivery *self = PLUG_DELIVERY (object);

  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (plug_delivery_parent_class)->finalize (object);
}

static void
plug_delivery_class_init (PlugDeliveryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plug_delivery_get_property;
  object_class->finalize = plug_delivery_finalize;

  properties[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_delivery_init (PlugDelivery *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/* plug_delivery_new:
 * Private to the service.
 *
 * Returns: (transfer full): an empty one */
PlugDelivery *
plug_delivery_new (void)
{
  return g_object_new (PLUG_TYPE_DELIVERY, NULL);
}

/* plug_delivery_add:
 * Private to the service; before anybody sees it.
 * @instance: (nullable): NULL for the account itself
 * @target: the id of the account here
 *
 * Returns: (transfer none): the item, to be completed */
PlugDeliveryItem *
plug_delivery_add (PlugDelivery      *self,
                   PlugDeliveryState  state,
                   PlugAccount       *account,
                   PlugInstance      *instance,
                   const char        *target)
{
  PlugDeliveryItem *item = g_object_new (PLUG_TYPE_DELIVERY_ITEM, NULL);
  const char *name = plug_account_get_name (account);

  if (instance != NULL)
    {
      item->instance = g_object_ref (instance);
      name = plug_instance_get_name (instance);
      if (name == NULL || *name == '\0')
        name = plug_instance_get_id (instance);
    }
  item->state = state;
  item->account = g_object_ref (account);
  item->target = g_strdup (target);
  item->name = g_strdup (name);
  g_ptr_array_add (self->items, item);
  return item;
}

/* plug_delivery_count:
 * @accounts: whether accounts are meant, or instances
 *
 * Returns: how many of them are in @state */
guint
plug_delivery_count (PlugDelivery      *self,
                     gboolean           accounts,
                     PlugDeliveryState  state)
{
  guint n = 0;

  g_return_val_if_fail (PLUG_IS_DELIVERY (self), 0);

  for (guint i = 0; i < self->items->len; i++)
    {
      PlugDeliveryItem *item = g_ptr_array_index (self->items, i);

      n += item->state == state && (item->instance == NULL) == !!accounts;
    }
  return n;
}

/* plug_delivery_has_work:
 * Returns: whether an import would change anything */
gboolean
plug_delivery_has_work (PlugDelivery *self)
{
  g_return_val_if_fail (PLUG_IS_DELIVERY (self), FALSE);

  for (guint i = 0; i < self->items->len; i++)
    {
      PlugDeliveryItem *item = g_ptr_array_index (self->items, i);

      if (item->state == PLUG_DELIVERY_NEW || item->state == PLUG_DELIVERY_RENAMED ||
          item->state == PLUG_DELIVERY_COMPLETED || item->replaces)
        return TRUE;
    }
  return FALSE;
}

/* plug_delivery_get_n_done:
 * Returns: how many items an import is done with */
guint
plug_delivery_get_n_done (PlugDelivery *self)
{
  g_return_val_if_fail (PLUG_IS_DELIVERY (self), 0);

  return self->n_done;
}

/* plug_delivery_set_n_done:
 * Private to the service. */
void
plug_delivery_set_n_done (PlugDelivery *self,
                          guint         n_done)
{
  if (self->n_done == n_done)
    return;
  self->n_done = n_done;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DONE]);
}
