/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInventory: what is remembered of things under way, and nowhere else. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-inventory-private.h"
#include "plug-match.h"

/* plug_inventory_set_in_flight:
 * Private to the service. While @intent is being worked on here it needs nobody's attention. */
void
plug_inventory_set_in_flight (PlugInventory *self,
                              PlugIntent    *intent,
                              gboolean       in_flight)
{
  if (plug_intent_get_instance_id (intent) != NULL)
    plug_inventory_touch (self, plug_intent_get_account_id (intent),
                          plug_intent_get_instance_id (intent));
  if (in_flight)
    g_hash_table_insert (self->in_flight, g_strdup (plug_intent_get_op (intent)),
                         g_object_ref (intent));
  else
    g_hash_table_remove (self->in_flight, plug_intent_get_op (intent));
  plug_inventory_present_intent (self, intent);
}

/* plug_inventory_has_rival_in_flight:
 * Private to the service. What is listed may be what a creation under way has just made.
 *
 * Returns: whether a creation of @intent's kind and name is under way in this process */
gboolean
plug_inventory_has_rival_in_flight (PlugInventory *self,
                                    PlugIntent    *intent)
{
  GHashTableIter iter;
  PlugIntent *other;

  g_hash_table_iter_init (&iter, self->in_flight);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &other))
    {
      if (plug_match_are_rivals (intent, other))
        return TRUE;
    }
  return FALSE;
}

/* plug_inventory_keep_unsaved_token:
 * Private to the service.
 * @token: (nullable): what the keyring refused, in memory until it is asked again; NULL drops it */
void
plug_inventory_keep_unsaved_token (PlugInventory *self,
                                   PlugIntent    *intent,
                                   PlugSecret    *token)
{
  if (token != NULL)
    g_hash_table_insert (self->unsaved_tokens, g_strdup (plug_intent_get_op (intent)),
                         plug_secret_ref (token));
  else
    g_hash_table_remove (self->unsaved_tokens, plug_intent_get_op (intent));
}

/* plug_inventory_get_unsaved_token:
 * Private to the service.
 *
 * Returns: (transfer none) (nullable): the token kept for @intent */
PlugSecret *
plug_inventory_get_unsaved_token (PlugInventory *self,
                                  PlugIntent    *intent)
{
  return g_hash_table_lookup (self->unsaved_tokens, plug_intent_get_op (intent));
}

/* plug_inventory_begin_change:
 * Private to the service. From the moment it is asked for, one change of an instance at a time:
 * the journal sees to that across processes, but not before the first one is in it, and not when
 * the first one is over before the second one gets that far.
 *
 * Returns: whether @instance is free; plug_inventory_end_change() has to follow then */
gboolean
plug_inventory_begin_change (PlugInventory  *self,
                             PlugInstance   *instance,
                             GError        **error)
{
  g_autofree char *key = plug_inventory_dup_instance_key (plug_instance_get_account_id (instance),
                                                          plug_instance_get_id (instance));

  if (!g_hash_table_contains (self->changing, key))
    return g_hash_table_add (self->changing, g_steal_pointer (&key));
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_CONFLICT,
                       _("Another change of this instance is under way, so nothing was sent. Wait "
                         "until it is done."));
  return FALSE;
}

/* plug_inventory_end_change:
 * Private to the service. */
void
plug_inventory_end_change (PlugInventory *self,
                           PlugInstance  *instance)
{
  g_autofree char *key = plug_inventory_dup_instance_key (plug_instance_get_account_id (instance),
                                                          plug_instance_get_id (instance));

  g_hash_table_remove (self->changing, key);
}

/* plug_inventory_keep_change:
 * Private to the service. What was entered for @change is in no journal; while what became of
 * @intent is not known, it tells whether it came. */
void
plug_inventory_keep_change (PlugInventory *self,
                            PlugIntent    *intent,
                            PlugChange    *change)
{
  g_hash_table_insert (self->changes, g_strdup (plug_intent_get_op (intent)),
                       g_object_ref (change));
}

/* plug_inventory_dup_change:
 * Private to the service.
 * @intent: an UPDATE or a DELETE
 *
 * Returns: (transfer full): what it was to do: as it was entered, or after the end of the process
 *   that sent it, what the journal has */
PlugChange *
plug_inventory_dup_change (PlugInventory *self,
                           PlugIntent    *intent)
{
  PlugChange *change = g_hash_table_lookup (self->changes, plug_intent_get_op (intent));
  const char *id = plug_intent_get_instance_id (intent);
  PlugInstance *known = NULL;

  if (change != NULL)
    return g_object_ref (change);
  change = plug_change_new_from_intent (intent);
  if (id != NULL)
    known = plug_inventory_find_instance (self, plug_intent_get_account_id (intent), id);
  if (known != NULL)
    plug_change_set_instance (change, known);
  return change;
}

/* plug_inventory_touch:
 * Private to the service. What is done here now is newer than what a listing under way says. */
void
plug_inventory_touch (PlugInventory *self,
                      const char    *account_id,
                      const char    *instance_id)
{
  if (plug_inventory_is_syncing (self))
    g_hash_table_add (self->touched, plug_inventory_dup_instance_key (account_id, instance_id));
}

/* plug_inventory_is_touched:
 * Private to the service.
 *
 * Returns: whether something was done with @instance since the sync at hand began, or is being
 *   done: what is listed of it may be older */
gboolean
plug_inventory_is_touched (PlugInventory *self,
                           PlugInstance  *instance)
{
  const char *account_id = plug_instance_get_account_id (instance);
  const char *id = plug_instance_get_id (instance);
  g_autofree char *key = NULL;
  GHashTableIter iter;
  PlugIntent *intent;

  if (g_hash_table_size (self->touched) + g_hash_table_size (self->in_flight) == 0)
    return FALSE; /* most often, of ten thousand */
  key = plug_inventory_dup_instance_key (account_id, id);
  if (g_hash_table_contains (self->touched, key))
    return TRUE;
  g_hash_table_iter_init (&iter, self->in_flight);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &intent))
    {
      if (g_strcmp0 (plug_intent_get_instance_id (intent), id) == 0 &&
          g_str_equal (plug_intent_get_account_id (intent), account_id))
        return TRUE;
    }
  return FALSE;
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    g_info ("The history lacks a line: %s", error->message);
}

/* plug_inventory_record:
 * Private to the service.
 * @error: (nullable): why it failed; NULL: it is done
 *
 * A line of the history, for what the journal does not have. */
void
plug_inventory_record (PlugInventory *self,
                       PlugInstance  *instance,
                       const char    *kind,
                       const GError  *error)
{
  g_autoptr (PlugDeed) record = NULL;

  record = plug_deed_new (kind, plug_instance_get_account_id (instance),
                            plug_instance_get_id (instance), plug_instance_get_name (instance),
                            error == NULL ? PLUG_DEED_DONE : PLUG_DEED_FAILED,
                            error != NULL ? error->message : NULL,
                            plug_error_get_request_id (error));
  plug_store_add_record_async (self->store, record, NULL, recorded_cb, NULL);
}

/* plug_inventory_record_account:
 * Private to the service. The same for what was done with an account. */
void
plug_inventory_record_account (PlugInventory *self,
                               PlugAccount   *account,
                               const char    *kind)
{
  g_autoptr (PlugDeed) record = NULL;

  record = plug_deed_new (kind, plug_account_get_id (account), NULL,
                          plug_account_get_name (account), PLUG_DEED_DONE, NULL, NULL);
  plug_store_add_record_async (self->store, record, NULL, recorded_cb, NULL);
}
