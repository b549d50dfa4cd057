/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSync: what the tenants have. One pass goes through the accounts one after another: its pages
 * are merged and written as they come, what a complete listing lacks is asked about one by one,
 * and nothing is concluded from a listing that is not complete. It sends nothing but GET. Read
 * from plug_sync_run() up. */

#include "config.h"

#include "plug-sync.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-inventory-private.h"

#define MAX_QUESTIONS 500 /* in one pass of one account, about single instances */
#define MAX_ASKING    4   /* at a time */

/* Somebody who waits. */
typedef struct {
  PlugAccount *account; /* (nullable): all */
  GTask *task;          /* (nullable): a sync that began by itself */
} Wish;

struct _PlugSync {
  GObject parent_instance;

  PlugInventory *inventory; /* not owned: it owns us */
  GCancellable *cancellable;
  GQueue wishes;            /* Wish that came while a pass was running */
  GPtrArray *granted;       /* Wish of this pass */
  GQueue accounts;          /* PlugAccount still to be asked in this pass */
  GError *error;            /* (nullable): the first of this pass */

  /* Of the account at hand. */
  PlugAccount *account;
  PlugApi *api;
  GPtrArray *added;         /* PlugInstance to be put into the list */
  GQueue questions;         /* ids of PlugInstance to be asked about */
  GPtrArray *answers;       /* PlugInstance that were answered about */
  guint n_saving;           /* pages on their way to the database */
  guint n_asking;
  gboolean listed;          /* no more pages come */
  gboolean complete;
  GError *obstacle;         /* (nullable): why not all was listed */

  guint interval;           /* seconds */
  guint timer;
  GPowerProfileMonitor *power; /* (nullable): not before it is live */
  gboolean running;
  gboolean was_offline;
};

G_DEFINE_FINAL_TYPE (PlugSync, plug_sync, G_TYPE_OBJECT)

static void next_account (PlugSync *self);
static void begin_pass (PlugSync *self);
static void ask (PlugSync *self);

static void
wish_free (Wish *wish)
{
  g_clear_object (&wish->account);
  g_clear_object (&wish->task);
  g_free (wish);
}

static gboolean
is_stopped (PlugSync *self)
{
  return self->inventory == NULL;
}

static const char *
account_id (PlugSync *self)
{
  return plug_account_get_id (self->account);
}

/* The end of an account, and of a pass. */

static void
leave_account (PlugSync *self)
{
  g_clear_object (&self->account);
  g_clear_object (&self->api);
  g_ptr_array_set_size (self->added, 0);
  g_ptr_array_set_size (self->answers, 0);
  g_queue_clear_full (&self->questions, g_free);
  g_clear_error (&self->obstacle);
  self->listed = FALSE;
  self->complete = FALSE;
}

static void
return_wishes (PlugSync *self)
{
  for (guint i = 0; i < self->granted->len; i++)
    {
      Wish *wish = g_ptr_array_index (self->granted, i);

      if (wish->task == NULL)
        continue;
      if (self->error != NULL)
        g_task_return_error (wish->task, g_error_copy (self->error));
      else
        g_task_return_boolean (wish->task, TRUE);
    }
  g_ptr_array_set_size (self->granted, 0);
}

static void
finish_pass (PlugSync *self)
{
  self->running = FALSE;
  if (!is_stopped (self))
    {
      g_hash_table_remove_all (self->inventory->touched);
      plug_inventory_note_sync (self->inventory);
    }
  return_wishes (self);
  g_clear_error (&self->error);
  if (!is_stopped (self) && !g_queue_is_empty (&self->wishes))
    begin_pass (self);
}

static void
synced_saved_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    g_info ("When an account was synced is not written down: %s", error->message);
}

static void
note_end (PlugSync *self)
{
  gint64 now = g_get_real_time ();

  if (self->obstacle == NULL && !self->complete)
    self->obstacle = g_error_new_literal (PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                                          _("The tenant’s list came with gaps, so nothing was "
                                            "concluded from what it lacks. Sync again."));
  plug_account_set_sync_problem (self->account,
                                 self->obstacle != NULL ? self->obstacle->message : NULL);
  if (self->obstacle != NULL)
    {
      if (self->error == NULL)
        self->error = g_error_copy (self->obstacle);
      return;
    }
  plug_account_set_synced (self->account, now);
  plug_store_set_synced_async (plug_inventory_get_store (self->inventory), account_id (self), now,
                               NULL, synced_saved_cb, NULL);
}

static void
finish_account (PlugSync *self)
{
  if (!is_stopped (self))
    note_end (self);
  leave_account (self);
  next_account (self);
}

/* Writing, then showing. */

/* Renewed in the list as they are in the database, but for what a verb has changed since. */
static void
show_renewed (PlugSync  *self,
              GPtrArray *renewed)
{
  for (guint i = 0; i < renewed->len; i++)
    {
      PlugInstance *instance = g_ptr_array_index (renewed, i);
      PlugInstance *known;

      known = plug_inventory_find_instance (self->inventory, account_id (self),
                                            plug_instance_get_id (instance));
      if (known == NULL || plug_inventory_is_touched (self->inventory, instance))
        continue;
      /* What only we know may have changed while it was written. */
      plug_instance_set_saved (instance, plug_instance_get_saved (known));
      plug_instance_set_token_state (instance, plug_instance_get_token_state (known));
      plug_instance_set_origin (instance, plug_instance_get_origin (known));
      if (plug_instance_is_disabled (instance))
        plug_instance_set_due (instance, plug_instance_get_due (known));
      plug_inventory_show_instance (self->inventory, instance);
    }
}

/* In one go; what a creation has put there meanwhile is there. */
static void
show_added (PlugSync *self)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new ();

  for (guint i = 0; i < self->added->len; i++)
    {
      PlugInstance *instance = g_ptr_array_index (self->added, i);

      if (!plug_inventory_is_touched (self->inventory, instance))
        g_ptr_array_add (added, instance);
    }
  plug_inventory_add_instances (self->inventory, added);
  g_ptr_array_set_size (self->added, 0);
}

static void continue_account (PlugSync *self);

/* A page, or some answers, on the way to the database. */
typedef struct {
  PlugSync *self;
  GPtrArray *renewed;
  GPtrArray *added;
} Batch;

static void
batch_free (Batch *batch)
{
  g_object_unref (batch->self);
  g_ptr_array_unref (batch->renewed);
  g_ptr_array_unref (batch->added);
  g_free (batch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Batch, batch_free)

static void
batch_saved_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Batch) batch = user_data;
  PlugSync *self = batch->self;
  g_autoptr (GError) error = NULL;

  self->n_saving--;
  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    {
      if (self->obstacle == NULL)
        self->obstacle = g_steal_pointer (&error);
    }
  else if (!is_stopped (self))
    {
      show_renewed (self, batch->renewed);
      for (guint i = 0; i < batch->added->len; i++)
        g_ptr_array_add (self->added, g_object_ref (g_ptr_array_index (batch->added, i)));
    }
  continue_account (self);
}

/* Takes both. */
static void
save (PlugSync  *self,
      GPtrArray *renewed,
      GPtrArray *added)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->self = g_object_ref (self);
  batch->renewed = renewed;
  batch->added = added;
  self->n_saving++;
  plug_store_save_listed_async (plug_inventory_get_store (self->inventory), renewed, added, NULL,
                                batch_saved_cb, batch);
}

/* Asking about single instances: those a complete listing lacks, and those of which it said too
 * little. */

static PlugInstance *
new_gone (PlugInstance *known)
{
  PlugInstance *gone = plug_instance_dup (known);

  plug_instance_set_health (gone, PLUG_HEALTH_GONE,
                            _("The tenant does not have this instance any more: somebody deleted "
                              "it there."));
  return gone;
}

static void
take_answer (PlugSync     *self,
             PlugInstance *known,
             PlugListed   *listed,
             const GError *error)
{
  PlugInstance *merged = NULL;

  if (plug_inventory_is_touched (self->inventory, known))
    return;
  if (listed != NULL)
    merged = plug_instance_merge (known, listed->instance);
  else if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_NOT_FOUND) && self->complete)
    merged = new_gone (known);
  if (merged != NULL)
    g_ptr_array_add (self->answers, merged);
}

typedef struct {
  PlugSync *self;
  char *id;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->self);
  g_free (question->id);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Question) question = user_data;
  PlugSync *self = question->self;
  g_autoptr (PlugListed) listed = NULL;
  g_autoptr (GError) error = NULL;
  PlugInstance *known = NULL;

  listed = plug_api_get_finish (PLUG_API (source), result, &error);
  self->n_asking--;
  if (!is_stopped (self))
    known = plug_inventory_find_instance (self->inventory, account_id (self), question->id);
  if (known != NULL)
    take_answer (self, known, listed, error);
  continue_account (self);
}

static void
ask (PlugSync *self)
{
  while (self->n_asking < MAX_ASKING && !g_queue_is_empty (&self->questions))
    {
      Question *question = g_new0 (Question, 1);

      question->self = g_object_ref (self);
      question->id = g_queue_pop_head (&self->questions);
      self->n_asking++;
      plug_api_get_async (self->api, question->id, self->cancellable, answered_cb, question);
    }
}

/* Every way through an account comes by here, until nothing is under way any more. */
static void
continue_account (PlugSync *self)
{
  if (is_stopped (self))
    g_queue_clear_full (&self->questions, g_free);
  if (!self->listed)
    return;
  if (!is_stopped (self))
    ask (self);
  if (self->n_asking > 0 || self->n_saving > 0)
    return;
  if (self->answers->len > 0 && !is_stopped (self))
    {
      GPtrArray *answers = g_ptr_array_new_with_free_func (g_object_unref);

      g_ptr_array_extend_and_steal (answers, g_steal_pointer (&self->answers));
      self->answers = g_ptr_array_new_with_free_func (g_object_unref);
      save (self, answers, g_ptr_array_new ());
      return;
    }
  if (!is_stopped (self))
    show_added (self);
  finish_account (self);
}

/* The listing. */

static void
add_question (PlugSync     *self,
              PlugInstance *instance)
{
  if (g_queue_get_length (&self->questions) < MAX_QUESTIONS)
    g_queue_push_tail (&self->questions, g_strdup (plug_instance_get_id (instance)));
}

static void
take_new (PlugSync     *self,
          PlugInstance *instance,
          GPtrArray    *added)
{
  plug_instance_set_origin (instance, PLUG_ORIGIN_ELSEWHERE);
  plug_instance_set_saved (instance, g_get_real_time ());
  plug_instance_set_saved_as (instance, instance);
  g_ptr_array_add (added, g_object_ref (instance));
}

static void
take_listed (PlugSync     *self,
             PlugInstance *instance,
             GPtrArray    *renewed,
             GPtrArray    *added)
{
  const char *id = plug_instance_get_id (instance);
  PlugInstance *known = plug_inventory_find_instance (self->inventory, account_id (self), id);
  PlugInstance *merged;

  if (plug_inventory_is_touched (self->inventory, instance) ||
      plug_inventory_find_forgotten (self->inventory, account_id (self), id) != NULL)
    return;
  if (known == NULL)
    {
      take_new (self, instance, added);
      return;
    }
  /* No tags said is not the same as no tags; contract sections 2.3, 2.4. */
  if ((plug_instance_get_lacks (instance) & PLUG_INSTANCE_TAGS) &&
      plug_instance_get_tags (known)[0] != NULL)
    add_question (self, known);
  merged = plug_instance_merge (known, instance);
  if (merged != NULL)
    g_ptr_array_add (renewed, merged);
}

static void
page_came_cb (GPtrArray *page,
              gpointer   user_data)
{
  PlugSync *self = user_data;
  GPtrArray *renewed;
  GPtrArray *added;

  if (is_stopped (self))
    return;
  renewed = g_ptr_array_new_with_free_func (g_object_unref);
  added = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < page->len; i++)
    take_listed (self, ((PlugListed *) g_ptr_array_index (page, i))->instance, renewed, added);
  if (renewed->len + added->len > 0)
    save (self, renewed, added);
  else
    {
      g_ptr_array_unref (renewed);
      g_ptr_array_unref (added);
    }
}

static gboolean
has_open_change (PlugSync     *self,
                 PlugInstance *instance)
{
  GListModel *intents = plug_inventory_list_intents (self->inventory);

  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, i);

      if (g_strcmp0 (plug_intent_get_instance_id (intent), plug_instance_get_id (instance)) == 0 &&
          plug_intent_is_in_doubt (intent))
        return TRUE;
    }
  return FALSE;
}

/* Not listed is the first time that the tenant says so; the answer to a question the second. */
static void
note_missing (PlugSync   *self,
              GHashTable *ids)
{
  g_autoptr (GPtrArray) instances = NULL;

  instances = plug_inventory_dup_instances_of (self->inventory, self->account);
  for (guint i = 0; i < instances->len; i++)
    {
      PlugInstance *instance = g_ptr_array_index (instances, i);

      if (!g_hash_table_contains (ids, plug_instance_get_id (instance)) &&
          plug_instance_get_health (instance) != PLUG_HEALTH_GONE &&
          !has_open_change (self, instance))
        add_question (self, instance);
    }
}

static void
note_secrets (PlugSync     *self,
              const GError *error)
{
  if (error == NULL)
    plug_account_set_state (self->account, PLUG_ACCOUNT_STATE_VERIFIED);
  else if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_CREDENTIALS_REJECTED))
    plug_account_set_state (self->account, PLUG_ACCOUNT_STATE_REJECTED);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (PlugSync) self = user_data;
  g_autoptr (PlugListing) listing = NULL;
  g_autoptr (GError) error = NULL;

  listing = plug_api_list_finish (PLUG_API (source), result, &error);
  self->listed = TRUE;
  self->complete = listing != NULL && listing->complete;
  if (!is_stopped (self))
    note_secrets (self, error);
  if (self->complete && !is_stopped (self))
    {
      note_missing (self, listing->ids);
      plug_inventory_drop_tombstones (self->inventory, self->account, listing->ids);
    }
  if (error != NULL && self->obstacle == NULL)
    self->obstacle = g_steal_pointer (&error);
  continue_account (self);
}

static void
api_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (PlugSync) self = user_data;

  self->api = plug_inventory_open_api_finish (PLUG_INVENTORY (source), result, &self->obstacle);
  if (self->api == NULL || is_stopped (self))
    finish_account (self);
  else
    plug_api_list_pages_async (self->api, 0, page_came_cb, self->cancellable, listed_cb,
                               g_object_ref (self));
}

static void
next_account (PlugSync *self)
{
  self->account = is_stopped (self) ? NULL : g_queue_pop_head (&self->accounts);
  if (self->account == NULL)
    {
      g_queue_clear_full (&self->accounts, g_object_unref);
      finish_pass (self);
      return;
    }
  g_hash_table_remove_all (self->inventory->touched);
  plug_inventory_open_api_async (self->inventory, self->account, self->cancellable, api_opened_cb,
                                 g_object_ref (self));
}

/* Beginning. */

static gboolean
is_wished (PlugSync    *self,
           PlugAccount *account)
{
  for (guint i = 0; i < self->granted->len; i++)
    {
      Wish *wish = g_ptr_array_index (self->granted, i);

      if (wish->account == NULL || wish->account == account)
        return TRUE;
    }
  return FALSE;
}

static void
begin_pass (PlugSync *self)
{
  GListModel *accounts = plug_inventory_list_accounts (self->inventory);
  g_autoptr (PlugSync) alive = g_object_ref (self);
  Wish *wish;

  while ((wish = g_queue_pop_head (&self->wishes)) != NULL)
    g_ptr_array_add (self->granted, wish);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      if (is_wished (self, account))
        g_queue_push_tail (&self->accounts, g_steal_pointer (&account));
    }
  self->running = TRUE;
  plug_inventory_note_sync (self->inventory);
  next_account (self);
}

/* Without anybody asking: nothing prompts, and nothing is spent on a network that costs, nor of a
 * battery that is to last. */
static void
run_by_itself (PlugSync *self)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  if (is_stopped (self) || self->running || self->interval == 0 ||
      (self->power != NULL && g_power_profile_monitor_get_power_saver_enabled (self->power)) ||
      !g_network_monitor_get_network_available (monitor) ||
      g_network_monitor_get_network_metered (monitor) ||
      plug_keyring_get_state (plug_inventory_get_keyring (self->inventory)) !=
        PLUG_KEYRING_UNLOCKED)
    return;
  plug_sync_run (self, NULL, NULL);
}

static gboolean
timer_fired_cb (gpointer user_data)
{
  run_by_itself (user_data);
  return G_SOURCE_CONTINUE;
}

static void
restart_timer (PlugSync *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (!is_stopped (self) && self->inventory->live && self->interval > 0)
    self->timer = g_timeout_add_seconds (self->interval, timer_fired_cb, self);
}

static void
plug_sync_dispose (GObject *object)
{
  PlugSync *self = PLUG_SYNC (object);

  plug_sync_stop (self);
  leave_account (self);
  g_queue_clear_full (&self->accounts, g_object_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->power);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (plug_sync_parent_class)->dispose (object);
}

static void
plug_sync_finalize (GObject *object)
{
  PlugSync *self = PLUG_SYNC (object);

  g_ptr_array_unref (self->granted);
  g_ptr_array_unref (self->added);
  g_ptr_array_unref (self->answers);

  G_OBJECT_CLASS (plug_sync_parent_class)->finalize (object);
}

static void
plug_sync_class_init (PlugSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plug_sync_dispose;
  object_class->finalize = plug_sync_finalize;
}

static void
plug_sync_init (PlugSync *self)
{
  self->cancellable = g_cancellable_new ();
  self->granted = g_ptr_array_new_with_free_func ((GDestroyNotify) wish_free);
  self->added = g_ptr_array_new_with_free_func (g_object_unref);
  self->answers = g_ptr_array_new_with_free_func (g_object_unref);
  self->interval = PLUG_SYNC_INTERVAL;
}

/* plug_sync_new:
 * @inventory: (not owned): must outlive it, or call plug_sync_stop()
 *
 * Returns: (transfer full): idle until plug_sync_run() or plug_sync_go_live() */
PlugSync *
plug_sync_new (PlugInventory *inventory)
{
  PlugSync *self = g_object_new (PLUG_TYPE_SYNC, NULL);

  self->inventory = inventory;
  return self;
}

/* plug_sync_run:
 * @account: (nullable): NULL for every one
 * @task: (nullable) (transfer full): returned when it is done
 *
 * Begins a pass, or lets another follow the one that is running: what was listed before somebody
 * asked may be older than what they know. */
void
plug_sync_run (PlugSync    *self,
               PlugAccount *account,
               GTask       *task)
{
  Wish *wish;

  g_return_if_fail (PLUG_IS_SYNC (self));

  wish = g_new0 (Wish, 1);
  wish->account = account != NULL ? g_object_ref (account) : NULL;
  wish->task = task;
  g_queue_push_tail (&self->wishes, wish);
  if (!self->running)
    begin_pass (self);
}

/* plug_sync_is_running:
 * Returns: whether a pass is under way */
gboolean
plug_sync_is_running (PlugSync *self)
{
  g_return_val_if_fail (PLUG_IS_SYNC (self), FALSE);

  return self->running;
}

/* plug_sync_go_live:
 * From now on by itself. */
void
plug_sync_go_live (PlugSync *self)
{
  g_return_if_fail (PLUG_IS_SYNC (self));

  if (self->power == NULL)
    self->power = g_power_profile_monitor_dup_default ();
  restart_timer (self);
}

/* plug_sync_note_network:
 * @available: whether there is one now; a pass begins when it comes back */
void
plug_sync_note_network (PlugSync *self,
                        gboolean  available)
{
  g_return_if_fail (PLUG_IS_SYNC (self));

  if (available && self->was_offline)
    run_by_itself (self);
  self->was_offline = !available;
}

/* plug_sync_get_interval:
 * Returns: seconds between two passes that begin by themselves; 0: none does */
guint
plug_sync_get_interval (PlugSync *self)
{
  g_return_val_if_fail (PLUG_IS_SYNC (self), 0);

  return self->interval;
}

/* plug_sync_set_interval:
 * @seconds: between two passes that begin by themselves; 0: none does */
void
plug_sync_set_interval (PlugSync *self,
                        guint     seconds)
{
  g_return_if_fail (PLUG_IS_SYNC (self));

  self->interval = seconds;
  restart_timer (self);
}

/* plug_sync_stop:
 * Ends it for good; what is under way finishes into nothing, and who waits is told so. */
void
plug_sync_stop (PlugSync *self)
{
  Wish *wish;

  g_return_if_fail (PLUG_IS_SYNC (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  self->inventory = NULL;
  while ((wish = g_queue_pop_head (&self->wishes)) != NULL)
    {
      if (wish->task != NULL)
        g_task_return_new_error (wish->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                                 _("Plugboard is closing."));
      wish_free (wish);
    }
}
