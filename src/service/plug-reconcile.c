/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugReconcile: finds out what became of the intents in doubt. One pass goes through the
 * accounts one after another; it never prompts and never sends anything but GET. */

#include "config.h"

#include "plug-reconcile.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-inventory-private.h"
#include "plug-match.h"

#define SETTLE_MS 120000

/* The last time an account's tenant was asked. */
typedef struct {
  gint64 time;      /* when it answered, µs since the epoch; 0: never in this run */
  GError *obstacle; /* why it could not be asked since, or NULL */
} Check;

struct _PlugReconcile {
  GObject parent_instance;

  PlugInventory *inventory; /* not owned: it owns us */
  GCancellable *cancellable;
  GHashTable *noticed; /* op → gint64*, monotonic µs when it was first seen in doubt */
  GQueue accounts;     /* PlugAccount still to be asked in this pass */
  GQueue intents;      /* PlugIntent still to be settled for the account at hand */
  PlugAccount *account;
  PlugListing *listing;  /* NULL: not asked, or not answered */
  PlugApi *api;          /* while it is asked */
  PlugIntent *asked;     /* the change it is asked about */
  GHashTable *checks;    /* account id → Check */
  GHashTable *refused;   /* PlugInstance the journal says are another intent's */
  PlugInstance *adopting;
  gint64 asked_at;       /* monotonic µs when its listing was begun */
  guint settle_ms;
  guint timer;
  gboolean running;
  gboolean again;
};

G_DEFINE_FINAL_TYPE (PlugReconcile, plug_reconcile, G_TYPE_OBJECT)

static void next_account (PlugReconcile *self);
static void next_intent (PlugReconcile *self);

static void
check_free (Check *check)
{
  g_clear_error (&check->obstacle);
  g_free (check);
}

/* What came of asking the tenant of the account at hand; @obstacle NULL: it answered in full. */
static void
note_check (PlugReconcile *self,
            const GError  *obstacle)
{
  const char *account_id = plug_account_get_id (self->account);
  Check *check = g_hash_table_lookup (self->checks, account_id);

  if (check == NULL)
    {
      check = g_new0 (Check, 1);
      g_hash_table_insert (self->checks, g_strdup (account_id), check);
    }
  g_clear_error (&check->obstacle);
  if (obstacle != NULL)
    check->obstacle = g_error_copy (obstacle);
  else
    check->time = g_get_real_time ();
}

static gboolean
is_stopped (PlugReconcile *self)
{
  return self->inventory == NULL;
}

static gint64
notice (PlugReconcile *self,
        PlugIntent    *intent)
{
  const char *op = plug_intent_get_op (intent);
  gint64 *noticed = g_hash_table_lookup (self->noticed, op);

  if (noticed == NULL)
    {
      noticed = g_new (gint64, 1);
      *noticed = g_get_monotonic_time ();
      g_hash_table_insert (self->noticed, g_strdup (op), noticed);
    }
  return *noticed;
}

/* The settle time begins anew. */
static void
notice_again (PlugReconcile *self,
              PlugIntent    *intent)
{
  g_hash_table_remove (self->noticed, plug_intent_get_op (intent));
  notice (self, intent);
}

static gboolean
needs_work (PlugIntent *intent)
{
  return plug_intent_is_in_doubt (intent) ||
         plug_intent_get_state (intent) == PLUG_INTENT_TOKEN_UNSAVED;
}

static gboolean
is_creation_in_doubt (PlugIntent *intent)
{
  return plug_intent_is_in_doubt (intent) && plug_intent_get_kind (intent) == PLUG_INTENT_CREATE;
}

static gboolean
is_change_in_doubt (PlugIntent *intent)
{
  return plug_intent_is_in_doubt (intent) && plug_intent_get_kind (intent) != PLUG_INTENT_CREATE &&
         plug_intent_get_instance_id (intent) != NULL;
}

/* When to ask again, ms from now: soon at first, then at the settle time, then now and then. */
static guint
delay_until_next (PlugReconcile *self,
                  gint64         noticed)
{
  static const guint parts[] = { 60, 24, 12, 4, 2, 1 };
  gint64 elapsed = (g_get_monotonic_time () - noticed) / 1000;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gint64 due = self->settle_ms / parts[i];

      if (due > elapsed)
        return (guint) (due - elapsed);
    }
  return MAX (self->settle_ms / 2, 1000);
}

/* Several candidates become fewer while others that were lost at the same time find theirs. */
static gboolean
is_for_the_user (PlugReconcile *self,
                 PlugIntent    *intent)
{
  return plug_intent_get_state (intent) == PLUG_INTENT_AMBIGUOUS &&
         g_get_monotonic_time () > notice (self, intent) + (gint64) self->settle_ms * 1000;
}

static void
timer_fired_cb (gpointer user_data)
{
  PlugReconcile *self = user_data;

  self->timer = 0;
  plug_reconcile_run (self);
}

static void
schedule (PlugReconcile *self)
{
  GListModel *intents = plug_inventory_list_intents (self->inventory);
  guint n_intents = g_list_model_get_n_items (intents);
  guint delay = G_MAXUINT;

  for (guint i = 0; i < n_intents; i++)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, i);

      if (plug_intent_is_in_doubt (intent) && !is_for_the_user (self, intent))
        delay = MIN (delay, delay_until_next (self, notice (self, intent)));
    }
  g_clear_handle_id (&self->timer, g_source_remove);
  if (delay != G_MAXUINT)
    self->timer = g_timeout_add_once (delay, timer_fired_cb, self);
}

static void
finish_pass (PlugReconcile *self)
{
  self->running = FALSE;
  if (is_stopped (self))
    return;
  plug_inventory_note_pass (self->inventory);
  if (self->again)
    {
      self->again = FALSE;
      plug_reconcile_run (self);
      return;
    }
  schedule (self);
}

static void
leave_account (PlugReconcile *self)
{
  g_queue_clear_full (&self->intents, g_object_unref);
  g_clear_pointer (&self->listing, plug_listing_free);
  g_clear_object (&self->api);
  g_clear_object (&self->asked);
  g_clear_object (&self->account);
}

/* Deciding about one intent. */

static void
note_refusal (PlugReconcile *self,
              const GError  *error)
{
  g_info ("An instance that was found could not be saved yet: %s", error->message);
  if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_CONFLICT) && self->adopting != NULL)
    g_hash_table_add (self->refused, g_object_ref (self->adopting));
}

static void
intent_settled_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (PlugReconcile) self = user_data;
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (GError) keyring_error = NULL;
  g_autoptr (GError) error = NULL;

  instance = plug_inventory_settle_finish (PLUG_INVENTORY (source), result, &keyring_error, &error);
  if (error != NULL)
    note_refusal (self, error);
  next_intent (self);
}

static void
verb_finished_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (PlugReconcile) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!plug_inventory_finish (PLUG_INVENTORY (source), result, &error))
    note_refusal (self, error);
  next_intent (self);
}

static void
intent_moved_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (PlugReconcile) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!plug_inventory_move_intent_finish (PLUG_INVENTORY (source), result, &error))
    g_info ("An intent stays as it is in the journal: %s", error->message);
  next_intent (self);
}

static void
move (PlugReconcile   *self,
      PlugIntent      *intent,
      PlugIntentState  to)
{
  if (plug_intent_get_state (intent) == to)
    next_intent (self);
  else
    plug_inventory_move_intent_async (self->inventory, intent, to, intent_moved_cb,
                                      g_object_ref (self));
}

static PlugListed *
find_listed (PlugReconcile *self,
             PlugInstance  *instance)
{
  for (guint i = 0; i < self->listing->instances->len; i++)
    {
      PlugListed *listed = g_ptr_array_index (self->listing->instances, i);

      if (listed->instance == instance)
        return listed;
    }
  g_assert_not_reached ();
}

static void
adopt (PlugReconcile *self,
       PlugIntent    *intent,
       PlugInstance  *instance)
{
  PlugListed *listed = find_listed (self, instance);

  g_set_object (&self->adopting, instance);
  if (listed->token != NULL)
    plug_inventory_settle_async (self->inventory, intent, PLUG_CLAIM_FOUND, instance,
                                 listed->token, intent_settled_cb, g_object_ref (self));
  else
    plug_inventory_adopt_async (self->inventory, intent, instance, self->cancellable,
                                verb_finished_cb, g_object_ref (self));
}

/* How many intents in doubt of the account wait for an instance like @intent's, itself included.
 * Those of other accounts do not count: that theirs is the same tenant is not certain. */
static guint
count_rivals (PlugReconcile *self,
              PlugIntent    *intent)
{
  g_autoptr (GPtrArray) intents = plug_inventory_dup_open_intents (self->inventory, self->account);
  guint n_rivals = 0;

  for (guint i = 0; i < intents->len; i++)
    {
      PlugIntent *other = g_ptr_array_index (intents, i);

      n_rivals += plug_intent_is_in_doubt (other) && plug_match_are_rivals (intent, other);
    }
  return n_rivals;
}

static gboolean
are_certain (PlugIntent *intent,
             GPtrArray  *candidates)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      if (!plug_match_is_certain (intent, g_ptr_array_index (candidates, i)))
        return FALSE;
    }
  return TRUE;
}

/* Whether what the tenant was asked now is the last word on a request as old as @intent's. */
static gboolean
is_settled (PlugReconcile *self,
            PlugIntent    *intent)
{
  return self->asked_at >= notice (self, intent) + (gint64) self->settle_ms * 1000;
}

static void
add_ids_of (PlugReconcile *self,
            PlugAccount   *account,
            GHashTable    *ids)
{
  g_autoptr (GPtrArray) instances = plug_inventory_dup_instances_of (self->inventory, account);

  for (guint i = 0; i < instances->len; i++)
    {
      PlugInstance *instance = g_ptr_array_index (instances, i);

      /* What a sync found may be the very instance that is looked for. */
      if (plug_instance_get_origin (instance) == PLUG_ORIGIN_HERE)
        g_hash_table_add (ids, g_strdup (plug_instance_get_id (instance)));
    }
}

/* Asked for at each decision: a creation may have ended since the listing was begun. What another
 * account of the tenant has made is not this one's; ids of other base URLs say nothing. */
static GHashTable *
taken_ids_new (PlugReconcile *self)
{
  GHashTable *taken_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *accounts = plug_inventory_list_accounts (self->inventory);
  GHashTableIter iter;
  PlugInstance *instance;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      if (g_str_equal (plug_account_get_base_url (account),
                       plug_account_get_base_url (self->account)))
        add_ids_of (self, account, taken_ids);
    }
  g_hash_table_iter_init (&iter, self->refused);
  while (g_hash_table_iter_next (&iter, (gpointer *) &instance, NULL))
    {
      if (g_str_equal (plug_instance_get_account_id (instance),
                       plug_account_get_id (self->account)))
        g_hash_table_add (taken_ids, g_strdup (plug_instance_get_id (instance)));
    }
  return taken_ids;
}

static GPtrArray *
find_candidates (PlugReconcile *self,
                 PlugIntent    *intent)
{
  g_autoptr (GPtrArray) instances = g_ptr_array_new ();
  g_autoptr (GHashTable) taken_ids = taken_ids_new (self);

  for (guint i = 0; i < self->listing->instances->len; i++)
    {
      PlugListed *listed = g_ptr_array_index (self->listing->instances, i);

      g_ptr_array_add (instances, listed->instance);
    }
  return plug_match_candidates (intent, instances, taken_ids);
}

static void
decide (PlugReconcile *self,
        PlugIntent    *intent)
{
  g_autoptr (GPtrArray) candidates = find_candidates (self, intent);

  if (candidates->len == 0 && plug_intent_get_state (intent) == PLUG_INTENT_AMBIGUOUS)
    {
      plug_inventory_set_candidates (self->inventory, intent, NULL);
      move (self, intent, PLUG_INTENT_UNKNOWN);
    }
  else if (candidates->len == 0 && self->listing->complete && is_settled (self, intent))
    move (self, intent, PLUG_INTENT_NOT_FOUND);
  else if (candidates->len == 0 || plug_inventory_has_rival_in_flight (self->inventory, intent))
    next_intent (self);
  else if (candidates->len <= count_rivals (self, intent) && are_certain (intent, candidates))
    adopt (self, intent, g_ptr_array_index (candidates, 0));
  else
    {
      plug_inventory_set_candidates (self->inventory, intent, candidates);
      if (plug_intent_get_state (intent) != PLUG_INTENT_AMBIGUOUS)
        notice_again (self, intent);
      move (self, intent, PLUG_INTENT_AMBIGUOUS);
    }
}

/* Deciding about a change: by the instance itself, for a listing proves nothing about one. */

static void
decide_gone (PlugReconcile *self,
             PlugChange    *change)
{
  if (plug_change_get_kind (change) == PLUG_CHANGE_DELETE)
    {
      plug_inventory_settle_change_async (self->inventory, change, self->asked, NULL, NULL,
                                          PLUG_INTENT_DONE, verb_finished_cb,
                                          g_object_ref (self));
      return;
    }
  plug_intent_set_message (self->asked, _("The tenant does not have the instance any more."));
  move (self, self->asked, PLUG_INTENT_FAILED);
}

/* Nothing tells whether a password arrived, or whether an authentication is the new one. But the
 * token is what the tenant says now, and kept. */
static void
decide_unseen (PlugReconcile *self,
               PlugChange    *change,
               PlugListed    *listed)
{
  if (!plug_change_is_traceless (change))
    {
      move (self, self->asked, PLUG_INTENT_NOT_FOUND);
      return;
    }
  plug_intent_set_message (self->asked,
                           _("Whether this was carried out cannot be seen on the tenant. Check the "
                             "instance; if it is rejected, do it again."));
  if (plug_change_get_kind (change) == PLUG_CHANGE_REAUTHENTICATE && listed->token != NULL)
    plug_inventory_settle_change_async (self->inventory, change, self->asked, listed->instance,
                                        listed->token, PLUG_INTENT_NOT_FOUND, verb_finished_cb,
                                        g_object_ref (self));
  else
    move (self, self->asked, PLUG_INTENT_NOT_FOUND);
}

static void
instance_came_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (PlugReconcile) self = user_data;
  g_autoptr (PlugListed) listed = NULL;
  g_autoptr (PlugChange) change = NULL;
  g_autoptr (GError) error = NULL;

  listed = plug_api_get_finish (PLUG_API (source), result, &error);
  if (is_stopped (self))
    return;
  change = plug_inventory_dup_change (self->inventory, self->asked);
  note_check (self, g_error_matches (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND) ? NULL : error);
  if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND))
    decide_gone (self, change);
  else if (listed == NULL)
    next_intent (self);
  else if (plug_change_is_carried_out (change, listed->instance))
    plug_inventory_settle_change_async (self->inventory, change, self->asked, listed->instance,
                                        listed->token, PLUG_INTENT_DONE, verb_finished_cb,
                                        g_object_ref (self));
  else if (is_settled (self, self->asked))
    decide_unseen (self, change, listed);
  else
    next_intent (self);
}

static void
ask_about (PlugReconcile *self,
           PlugIntent    *intent)
{
  g_set_object (&self->asked, intent);
  self->asked_at = g_get_monotonic_time ();
  plug_api_get_async (self->api, plug_intent_get_instance_id (intent), self->cancellable,
                      instance_came_cb, g_object_ref (self));
}

static void
next_intent (PlugReconcile *self)
{
  g_autoptr (PlugIntent) intent = NULL;

  if (is_stopped (self))
    return;
  intent = g_queue_pop_head (&self->intents);
  if (intent == NULL)
    {
      leave_account (self);
      next_account (self);
    }
  else if (plug_intent_get_state (intent) == PLUG_INTENT_TOKEN_UNSAVED)
    plug_inventory_retry_token_async (self->inventory, intent, self->cancellable,
                                      verb_finished_cb, g_object_ref (self));
  else if (is_change_in_doubt (intent) && self->api != NULL)
    ask_about (self, intent);
  else if (is_creation_in_doubt (intent) && self->listing != NULL)
    decide (self, intent);
  else
    next_intent (self);
}

/* Asking one account's tenant. */

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (PlugReconcile) self = user_data;
  g_autoptr (GError) error = NULL;

  self->listing = plug_api_list_finish (PLUG_API (source), result, &error);
  if (error != NULL)
    g_info ("A tenant could not be asked yet: %s", error->message);
  if (!is_stopped (self) && (error != NULL || self->listing->complete))
    note_check (self, error);
  next_intent (self);
}

static void
api_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (PlugReconcile) self = user_data;
  g_autoptr (PlugApi) api = NULL;
  g_autoptr (GError) error = NULL;
  gboolean creations = FALSE;

  api = plug_inventory_open_api_finish (PLUG_INVENTORY (source), result, &error);
  if (is_stopped (self))
    return;
  if (api == NULL)
    {
      g_info ("An account's secrets could not be read yet: %s", error->message);
      note_check (self, error);
      next_intent (self);
      return;
    }
  g_set_object (&self->api, api);
  for (GList *link = self->intents.head; link != NULL; link = link->next)
    creations = creations || is_creation_in_doubt (link->data);
  if (!creations)
    {
      next_intent (self);
      return;
    }
  self->asked_at = g_get_monotonic_time ();
  plug_api_list_async (api, NULL, 0, self->cancellable, listed_cb, g_object_ref (self));
}

static int
compare_sent (const void *a,
              const void *b,
              gpointer    user_data)
{
  gint64 sent_a = plug_intent_get_sent ((PlugIntent *) a);
  gint64 sent_b = plug_intent_get_sent ((PlugIntent *) b);

  return sent_a < sent_b ? -1 : sent_a > sent_b;
}

static void
next_account (PlugReconcile *self)
{
  g_autoptr (GPtrArray) intents = NULL;
  gboolean doubt = FALSE;

  self->account = g_queue_pop_head (&self->accounts);
  if (self->account == NULL)
    {
      finish_pass (self);
      return;
    }
  intents = plug_inventory_dup_open_intents (self->inventory, self->account);
  for (guint i = 0; i < intents->len; i++)
    {
      PlugIntent *intent = g_ptr_array_index (intents, i);

      if (!needs_work (intent))
        continue;
      doubt = doubt || plug_intent_is_in_doubt (intent);
      g_queue_insert_sorted (&self->intents, g_object_ref (intent), compare_sent, NULL);
    }
  if (doubt)
    plug_inventory_open_api_async (self->inventory, self->account, self->cancellable,
                                   api_opened_cb, g_object_ref (self));
  else
    next_intent (self);
}

static void
collect_accounts (PlugReconcile *self)
{
  GListModel *accounts = plug_inventory_list_accounts (self->inventory);
  guint n_accounts = g_list_model_get_n_items (accounts);

  for (guint i = 0; i < n_accounts; i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);
      g_autoptr (GPtrArray) intents = plug_inventory_dup_open_intents (self->inventory, account);
      gboolean wanted = FALSE;

      for (guint j = 0; j < intents->len && !wanted; j++)
        wanted = needs_work (g_ptr_array_index (intents, j));
      if (wanted)
        g_queue_push_tail (&self->accounts, g_steal_pointer (&account));
    }
}

/* A run that ended left its intents as SENT: what came of them is unknown. */

static void
orphan_moved_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!plug_inventory_move_intent_finish (PLUG_INVENTORY (source), result, &error))
    g_info ("An intent stays as it is in the journal: %s", error->message);
}

static void
move_orphans (PlugReconcile *self)
{
  GListModel *intents = plug_inventory_list_intents (self->inventory);

  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, i);

      if (plug_intent_is_in_doubt (intent))
        notice (self, intent);
      if (plug_intent_get_state (intent) == PLUG_INTENT_SENT)
        plug_inventory_move_intent_async (self->inventory, intent, PLUG_INTENT_UNKNOWN,
                                          orphan_moved_cb, NULL);
    }
}

static void
plug_reconcile_dispose (GObject *object)
{
  PlugReconcile *self = PLUG_RECONCILE (object);

  plug_reconcile_stop (self);
  leave_account (self);
  g_queue_clear_full (&self->accounts, g_object_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->adopting);
  g_clear_pointer (&self->checks, g_hash_table_unref);
  g_clear_pointer (&self->refused, g_hash_table_unref);
  g_clear_pointer (&self->noticed, g_hash_table_unref);

  G_OBJECT_CLASS (plug_reconcile_parent_class)->dispose (object);
}

static void
plug_reconcile_class_init (PlugReconcileClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plug_reconcile_dispose;
}

static void
plug_reconcile_init (PlugReconcile *self)
{
  self->cancellable = g_cancellable_new ();
  self->noticed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->checks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) check_free);
  self->refused = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->settle_ms = SETTLE_MS;
}

/* plug_reconcile_new:
 * @inventory: (not owned): must outlive it, or call plug_reconcile_stop()
 *
 * Returns: (transfer full): idle until plug_reconcile_run() */
PlugReconcile *
plug_reconcile_new (PlugInventory *inventory)
{
  PlugReconcile *self = g_object_new (PLUG_TYPE_RECONCILE, NULL);

  self->inventory = inventory;
  return self;
}

/* plug_reconcile_set_settle_ms:
 * @settle_ms: how long after an intent was first seen in doubt a complete listing without its
 *   instance proves that there is none; longer than the tenant's slowest creation, in ms */
void
plug_reconcile_set_settle_ms (PlugReconcile *self,
                              guint          settle_ms)
{
  g_return_if_fail (PLUG_IS_RECONCILE (self));

  self->settle_ms = settle_ms;
}

/* plug_reconcile_run:
 * Begins a pass; during one, remembers to do another. Without an unlocked keyring nothing can be
 * asked, and nothing prompts here: the inventory calls again after an unlock. */
void
plug_reconcile_run (PlugReconcile *self)
{
  g_return_if_fail (PLUG_IS_RECONCILE (self));

  if (is_stopped (self))
    return;
  if (self->running)
    {
      self->again = TRUE;
      return;
    }
  g_clear_handle_id (&self->timer, g_source_remove);
  move_orphans (self);
  if (plug_keyring_get_state (plug_inventory_get_keyring (self->inventory)) !=
      PLUG_KEYRING_UNLOCKED)
    return;
  self->running = TRUE;
  plug_inventory_note_pass (self->inventory);
  collect_accounts (self);
  next_account (self);
}

/* plug_reconcile_is_running:
 * Returns: whether a pass is under way */
gboolean
plug_reconcile_is_running (PlugReconcile *self)
{
  g_return_val_if_fail (PLUG_IS_RECONCILE (self), FALSE);

  return self->running;
}

/* plug_reconcile_get_checked:
 * @obstacle: (out) (optional) (nullable) (transfer none): why the account's tenant could not be
 *   asked the last time; valid until the main context runs again
 *
 * Returns: when it last answered in full what it has, µs since the epoch; 0: not in this run */
gint64
plug_reconcile_get_checked (PlugReconcile  *self,
                            const char     *account_id,
                            const GError  **obstacle)
{
  Check *check;

  g_return_val_if_fail (PLUG_IS_RECONCILE (self), 0);

  check = g_hash_table_lookup (self->checks, account_id);
  if (obstacle != NULL)
    *obstacle = check != NULL ? check->obstacle : NULL;
  return check != NULL ? check->time : 0;
}

/* plug_reconcile_stop:
 * Ends it for good; what is under way finishes into nothing. */
void
plug_reconcile_stop (PlugReconcile *self)
{
  g_return_if_fail (PLUG_IS_RECONCILE (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  self->inventory = NULL;
}
