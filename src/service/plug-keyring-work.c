/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each verb of PlugKeyring does once the default collection is open. */

#include "config.h"

#include "plug-keyring-private.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"

static const SecretSchema schema = {
  PLUG_APP_ID,
  SECRET_SCHEMA_DONT_MATCH_NAME,
  {
    { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "account-id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "instance-id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static const char *
get_kind_name (PlugSecretKind kind)
{
  switch (kind)
    {
    case PLUG_SECRET_KIND_USER:
      return "user-secret";
    case PLUG_SECRET_KIND_ORGANIZATION:
      return "organization-secret";
    case PLUG_SECRET_KIND_TOKEN:
      return "token";
    case PLUG_SECRET_KIND_CANARY:
      return "canary";
    default:
      g_return_val_if_reached (NULL);
    }
}

/* plug_keyring_call_set_item:
 * Names the item by its attributes (DESIGN.md "The keyring"), which are not secret.
 * @instance_id: (nullable): for tokens alone */
void
plug_keyring_call_set_item (PlugKeyringCall *self,
                            PlugSecretKind   kind,
                            const char      *account_id,
                            const char      *instance_id)
{
  self->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_hash_table_insert (self->attributes, (char *) "application", g_strdup (PLUG_APP_ID));
  g_hash_table_insert (self->attributes, (char *) "kind", g_strdup (get_kind_name (kind)));
  g_hash_table_insert (self->attributes, (char *) "account-id", g_strdup (account_id));
  if (instance_id != NULL)
    g_hash_table_insert (self->attributes, (char *) "instance-id", g_strdup (instance_id));
}

/* Returns: seconds since the epoch; 0 when the provider failed to say so */
static guint64
get_modified (SecretItem *item)
{
  g_autoptr (GVariant) modified = g_dbus_proxy_get_cached_property (G_DBUS_PROXY (item),
                                                                    "Modified");

  return modified != NULL && g_variant_is_of_type (modified, G_VARIANT_TYPE_UINT64)
           ? g_variant_get_uint64 (modified)
           : 0;
}

static gboolean
call_prefers (PlugKeyringCall *self,
              SecretItem      *a,
              SecretItem      *b)
{
  g_autofree char *prefix =
    g_strconcat (g_dbus_proxy_get_object_path (G_DBUS_PROXY (self->collection)), "/", NULL);
  gboolean a_home = g_str_has_prefix (g_dbus_proxy_get_object_path (G_DBUS_PROXY (a)), prefix);
  gboolean b_home = g_str_has_prefix (g_dbus_proxy_get_object_path (G_DBUS_PROXY (b)), prefix);

  if (a_home != b_home)
    return a_home;
  return get_modified (a) > get_modified (b);
}

/* There is one item as a rule; a copy in another collection does not win over the default's,
 * nor is it unlocked for nothing. */
static void
call_keep_best_item (PlugKeyringCall *self)
{
  SecretItem *best = self->items->data;

  for (GList *l = self->items->next; l != NULL; l = l->next)
    {
      if (call_prefers (self, l->data, best))
        best = l->data;
    }
  g_object_ref (best);
  g_clear_list (&self->items, g_object_unref);
  self->items = g_list_prepend (NULL, best);
}

static void
items_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autolist (SecretItem) items =
    secret_service_search_finish (SECRET_SERVICE (source), result, &error);
  g_autoptr (PlugKeyringCall) self = plug_keyring_call_step_end (user_data);

  if (self == NULL)
    return;
  if (error != NULL)
    {
      plug_keyring_call_fail (self, error);
      return;
    }
  g_clear_list (&self->items, g_object_unref);
  self->items = g_steal_pointer (&items);
  self->found (self);
}

/* By attributes each time: paths go stale (K16). Locked items are found too. */
static void
call_search (PlugKeyringCall *self,
             void           (*next) (PlugKeyringCall *))
{
  self->stage = PLUG_KEYRING_STAGE_WORKING;
  self->found = next;
  secret_service_search (self->service, &schema, self->attributes, SECRET_SEARCH_ALL,
                         self->cancellable, items_found_cb, plug_keyring_call_step (self));
}

static void
items_unlocked_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugKeyringCall) self = NULL;

  secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);
  self = plug_keyring_call_step_end (user_data);
  if (self == NULL)
    return;
  if (error != NULL)
    plug_keyring_call_fail (self, error);
  else
    self->found (self);
}

/* KeePassXC locks single items of an open collection, and asks for each (K13). */
static void
call_unlock_items (PlugKeyringCall *self,
                   void           (*next) (PlugKeyringCall *))
{
  g_autoptr (GList) locked = NULL;

  for (GList *l = self->items; l != NULL; l = l->next)
    {
      if (plug_keyring_is_locked (l->data))
        locked = g_list_prepend (locked, l->data);
    }
  if (locked == NULL)
    {
      next (self);
      return;
    }
  self->found = next;
  secret_service_unlock (self->service, locked, self->cancellable, items_unlocked_cb,
                         plug_keyring_call_step (self));
}

static void call_clear (PlugKeyringCall *self);

static void
call_take_loaded (PlugKeyringCall *self,
                  PlugSecret      *secret)
{
  if (self->verb == PLUG_KEYRING_VERB_LOOKUP)
    plug_keyring_call_return_secret (self, plug_secret_ref (secret));
  else if (!plug_secret_equal (secret, self->secret))
    plug_keyring_call_return_code (self, PLUG_ERROR_KEYRING_NOT_KEEPING);
  else if (self->verb == PLUG_KEYRING_VERB_PROBE)
    call_clear (self);
  else
    plug_keyring_call_return_true (self);
}

static void
secret_loaded_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (PlugSecret) secret = NULL;
  g_autoptr (PlugKeyringCall) self = NULL;
  const char *text;
  gsize length;

  if (secret_item_load_secret_finish (SECRET_ITEM (source), result, &error))
    value = secret_item_get_secret (SECRET_ITEM (source));
  self = plug_keyring_call_step_end (user_data);
  if (self == NULL)
    return;
  if (error != NULL)
    plug_keyring_call_fail (self, error);
  else if (value == NULL)
    plug_keyring_call_return_code (self, PLUG_ERROR_KEYRING_LOCKED);
  else
    {
      text = secret_value_get (value, &length);
      secret = plug_secret_new_len (text, length);
      call_take_loaded (self, secret);
    }
}

static void
call_load (PlugKeyringCall *self)
{
  secret_item_load_secret (self->items->data, self->cancellable, secret_loaded_cb,
                           plug_keyring_call_step (self));
}

static void
call_return_absent (PlugKeyringCall *self)
{
  g_autoptr (GError) error =
    g_error_new_literal (PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT,
                         _("The secret is not in the system keyring. It was never saved there, "
                           "or removed since. Enter or fetch it again."));

  plug_keyring_call_return_error (self, g_steal_pointer (&error));
}

static void
call_read_best_item (PlugKeyringCall *self)
{
  call_keep_best_item (self);
  call_unlock_items (self, call_load);
}

static void
call_absent_resolved (PlugKeyringCall *self,
                      gboolean         locked)
{
  if (locked)
    plug_keyring_call_return_code (self, PLUG_ERROR_KEYRING_LOCKED);
  else
    call_return_absent (self);
}

static void
call_lookup_found (PlugKeyringCall *self)
{
  if (self->items == NULL)
    plug_keyring_call_resolve (self, call_absent_resolved);
  else
    call_read_best_item (self);
}

static void
call_unkept_resolved (PlugKeyringCall *self,
                      gboolean         locked)
{
  plug_keyring_call_return_code (self, locked ? PLUG_ERROR_KEYRING_LOCKED
                                              : PLUG_ERROR_KEYRING_NOT_KEEPING);
}

static void
call_stored_found (PlugKeyringCall *self)
{
  if (self->items == NULL)
    plug_keyring_call_resolve (self, call_unkept_resolved);
  else
    call_read_best_item (self);
}

static void
secret_stored_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugKeyringCall) self = NULL;

  secret_service_store_finish (SECRET_SERVICE (source), result, &error);
  self = plug_keyring_call_step_end (user_data);
  if (self == NULL)
    return;
  if (error != NULL)
    plug_keyring_call_fail (self, error);
  else
    call_search (self, call_stored_found);
}

/* By the collection's path: not every provider has one for the alias (K13). */
static void
call_store (PlugKeyringCall *self)
{
  g_autoptr (SecretValue) value =
    secret_value_new (plug_secret_peek (self->secret),
                      (gssize) plug_secret_get_length (self->secret), "text/plain");

  self->stage = PLUG_KEYRING_STAGE_WORKING;
  secret_service_store (self->service, &schema, self->attributes,
                        g_dbus_proxy_get_object_path (G_DBUS_PROXY (self->collection)),
                        self->label, value, self->cancellable, secret_stored_cb,
                        plug_keyring_call_step (self));
}

static void
call_cleared_resolved (PlugKeyringCall *self,
                       gboolean         locked)
{
  if (locked)
    plug_keyring_call_return_code (self, PLUG_ERROR_KEYRING_LOCKED);
  else
    plug_keyring_call_return_true (self);
}

static void call_delete_next (PlugKeyringCall *self);

static void
item_deleted_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugKeyringCall) self = NULL;

  secret_item_delete_finish (SECRET_ITEM (source), result, &error);
  self = plug_keyring_call_step_end (user_data);
  if (self == NULL)
    return;
  if (error != NULL)
    plug_keyring_call_fail (self, error);
  else
    call_delete_next (self);
}

static void
call_clear_found (PlugKeyringCall *self)
{
  if (self->items == NULL)
    plug_keyring_call_resolve (self, call_cleared_resolved);
  else if (self->cleared)
    plug_keyring_call_return_code (self, PLUG_ERROR_KEYRING_FAILED);
  else
    call_unlock_items (self, call_delete_next);
}

static void
call_delete_next (PlugKeyringCall *self)
{
  g_autoptr (SecretItem) item = NULL;

  if (self->items == NULL)
    {
      self->cleared = TRUE;
      call_search (self, call_clear_found);
      return;
    }
  item = self->items->data;
  self->items = g_list_delete_link (self->items, self->items);
  secret_item_delete (item, self->cancellable, item_deleted_cb, plug_keyring_call_step (self));
}

static void
call_clear (PlugKeyringCall *self)
{
  self->cleared = FALSE;
  call_search (self, call_clear_found);
}

static void
call_relocked_resolved (PlugKeyringCall *self,
                        gboolean         locked)
{
  if (locked)
    plug_keyring_call_return_true (self);
  else
    plug_keyring_call_return_code (self, PLUG_ERROR_KEYRING_FAILED);
}

static void
collection_locked_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugKeyringCall) self = NULL;

  secret_service_lock_finish (SECRET_SERVICE (source), result, NULL, &error);
  self = plug_keyring_call_step_end (user_data);
  if (self == NULL)
    return;
  if (error != NULL)
    plug_keyring_call_fail (self, error);
  else
    plug_keyring_call_resolve (self, call_relocked_resolved);
}

static void
call_lock (PlugKeyringCall *self)
{
  g_autoptr (GList) collections = g_list_prepend (NULL, self->collection);

  self->stage = PLUG_KEYRING_STAGE_WORKING;
  secret_service_lock (self->service, collections, self->cancellable, collection_locked_cb,
                       plug_keyring_call_step (self));
}

/* plug_keyring_call_work:
 * Does what the call is for; the default collection is unlocked. */
void
plug_keyring_call_work (PlugKeyringCall *self)
{
  switch (self->verb)
    {
    case PLUG_KEYRING_VERB_PROBE:
      if (self->keyring->probed && !self->force)
        plug_keyring_call_return_true (self);
      else
        call_store (self);
      break;

    case PLUG_KEYRING_VERB_STORE:
      call_store (self);
      break;

    case PLUG_KEYRING_VERB_LOOKUP:
      call_search (self, call_lookup_found);
      break;

    case PLUG_KEYRING_VERB_CLEAR:
      call_clear (self);
      break;

    case PLUG_KEYRING_VERB_LOCK:
      call_lock (self);
      break;

    case PLUG_KEYRING_VERB_REFRESH:
    case PLUG_KEYRING_VERB_UNLOCK:
    default:
      plug_keyring_call_return_true (self);
    }
}

