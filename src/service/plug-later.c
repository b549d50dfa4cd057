/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugLater: what was put off and is done when its time has come, by whichever process runs then.
 * It never prompts: what needs a locked keyring waits for the unlock. */

#include "config.h"

#include "plug-later.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-inventory-private.h"

#define RETRY_MS     60000
#define LONGEST_MS   (60 * 60 * 1000) /* a clock that was set forward is noticed within it */

struct _PlugLater {
  GObject parent_instance;

  PlugInventory *inventory; /* not owned: it owns us */
  GCancellable *cancellable;
  GHashTable *at_work;      /* PlugInstance */
  guint timer;
};

G_DEFINE_FINAL_TYPE (PlugLater, plug_later, G_TYPE_OBJECT)

/* One thing being done. */
typedef struct {
  PlugLater *self;
  PlugInstance *instance;
  gint64 due;
} Work;

static Work *
work_new (PlugLater    *self,
          PlugInstance *instance)
{
  Work *work = g_new0 (Work, 1);

  work->self = g_object_ref (self);
  work->instance = g_object_ref (instance);
  work->due = plug_instance_get_due (instance);
  g_hash_table_add (self->at_work, g_object_ref (instance));
  return work;
}

static void
work_free (Work *work)
{
  g_hash_table_remove (work->self->at_work, work->instance);
  g_object_unref (work->self);
  g_object_unref (work->instance);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static gboolean
is_stopped (PlugLater *self)
{
  return self->inventory == NULL;
}

static void
timer_fired_cb (gpointer user_data)
{
  PlugLater *self = user_data;

  self->timer = 0;
  plug_later_run (self);
}

static void
schedule (PlugLater *self,
          gint64     delay_ms)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add_once ((guint) CLAMP (delay_ms, 0, LONGEST_MS), timer_fired_cb, self);
}

/* Deleting. */

static void
rearmed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;

  if (plug_store_finish (PLUG_STORE (source), result, &error))
    plug_instance_set_due (work->instance, work->due);
  else
    g_info ("A deletion is not tried again: %s", error->message);
  if (!is_stopped (work->self))
    schedule (work->self, RETRY_MS);
}

/* Nothing left us, or the tenant was not able to: that is no decision about the instance. */
static gboolean
is_worth_another_try (const GError *error)
{
  return error->domain != PLUG_ERROR ||
         g_error_matches (error, PLUG_ERROR, PLUG_ERROR_PROXY) ||
         g_error_matches (error, PLUG_ERROR, PLUG_ERROR_RATE_LIMITED) ||
         g_error_matches (error, PLUG_ERROR, PLUG_ERROR_REMOTE_FAULT);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Work) work = user_data;
  PlugInventory *inventory = PLUG_INVENTORY (source);
  PlugInstance *instance = work->instance;
  gint64 due = work->due;
  g_autoptr (GError) error = NULL;
  gboolean in_doubt = FALSE;

  if (plug_inventory_change_finish (inventory, result, &in_doubt, &error))
    return;
  g_info ("An instance whose time had come was not deleted: %s", error->message);
  if (is_stopped (work->self) || in_doubt)
    return;
  /* Another process has it, or has taken it back. */
  if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_STATE))
    plug_inventory_reload (inventory);
  /* Untaken, the deletion is as it was; taken, it is put back, or ends with the tenant's no. */
  if (plug_instance_get_due (instance) != 0)
    schedule (work->self, RETRY_MS);
  else if (is_worth_another_try (error))
    plug_store_set_due_async (plug_inventory_get_store (inventory), instance, 0, due, NULL,
                              rearmed_cb, g_steal_pointer (&work));
}

static void
delete_now (PlugLater    *self,
            PlugInstance *instance)
{
  g_autoptr (PlugChange) change = plug_change_new (PLUG_CHANGE_DELETE, instance);

  plug_change_set_due (change, plug_instance_get_due (instance));
  plug_inventory_change_async (self->inventory, change, self->cancellable, deleted_cb,
                               work_new (self, instance));
}

/* Clearing the tokens of what is forgotten. */

static void
row_saved_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    g_info ("That a token is gone was not written down: %s", error->message);
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Work) work = user_data;
  PlugLater *self = work->self;
  PlugInstance *instance = work->instance;
  g_autoptr (GError) error = NULL;

  if (!plug_keyring_clear_finish (PLUG_KEYRING (source), result, &error))
    {
      g_info ("The token of a forgotten instance is still there: %s", error->message);
      if (!is_stopped (self))
        schedule (self, RETRY_MS);
      return;
    }
  plug_instance_set_token_state (instance, PLUG_TOKEN_ABSENT);
  if (!is_stopped (self))
    plug_store_save_instance_async (plug_inventory_get_store (self->inventory), instance, NULL,
                                    row_saved_cb, g_steal_pointer (&work));
}

static void
clear_now (PlugLater    *self,
           PlugInstance *instance)
{
  plug_keyring_clear_async (plug_inventory_get_keyring (self->inventory), PLUG_SECRET_KIND_TOKEN,
                            plug_instance_get_account_id (instance),
                            plug_instance_get_id (instance), NULL, cleared_cb,
                            work_new (self, instance));
}

/* When something is to be done with @instance, µs; 0: nothing. */
static gint64
time_of (PlugLater    *self,
         PlugInstance *instance)
{
  gint64 forgotten = plug_instance_get_forgotten (instance);

  if (g_hash_table_contains (self->at_work, instance))
    return 0;
  if (forgotten == 0)
    return plug_instance_get_due (instance);
  if (plug_instance_get_token_state (instance) == PLUG_TOKEN_ABSENT)
    return 0;
  return forgotten + (gint64) self->inventory->undo_ms * 1000;
}

/* Returns: when the earliest of what is left is to be done */
static gint64
go_through (PlugLater  *self,
            GListModel *instances,
            gint64      now)
{
  g_autoptr (GPtrArray) ripe = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 next = G_MAXINT64;

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);
      gint64 time = time_of (self, instance);

      if (time != 0 && time <= now)
        g_ptr_array_add (ripe, g_steal_pointer (&instance));
      else if (time != 0)
        next = MIN (next, time);
    }
  for (guint i = 0; i < ripe->len; i++)
    {
      PlugInstance *instance = g_ptr_array_index (ripe, i);

      if (plug_instance_get_forgotten (instance) != 0)
        clear_now (self, instance);
      else
        delete_now (self, instance);
    }
  return next;
}

static void
plug_later_dispose (GObject *object)
{
  PlugLater *self = PLUG_LATER (object);

  plug_later_stop (self);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->at_work, g_hash_table_unref);

  G_OBJECT_CLASS (plug_later_parent_class)->dispose (object);
}

static void
plug_later_class_init (PlugLaterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plug_later_dispose;
}

static void
plug_later_init (PlugLater *self)
{
  self->cancellable = g_cancellable_new ();
  self->at_work = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

/* plug_later_new:
 * @inventory: (not owned): must outlive it, or call plug_later_stop()
 *
 * Returns: (transfer full): idle until plug_later_run() */
PlugLater *
plug_later_new (PlugInventory *inventory)
{
  PlugLater *self = g_object_new (PLUG_TYPE_LATER, NULL);

  self->inventory = inventory;
  return self;
}

/* plug_later_run:
 * Does what is due, and comes back for the rest. Called whenever something may have been put off,
 * or the keyring was unlocked. */
void
plug_later_run (PlugLater *self)
{
  gint64 now = g_get_real_time ();
  gint64 next;

  g_return_if_fail (PLUG_IS_LATER (self));

  if (is_stopped (self) || !self->inventory->live ||
      plug_keyring_get_state (plug_inventory_get_keyring (self->inventory)) !=
        PLUG_KEYRING_UNLOCKED)
    return;
  next = MIN (go_through (self, G_LIST_MODEL (self->inventory->instances), now),
              go_through (self, G_LIST_MODEL (self->inventory->forgotten), now));
  if (next != G_MAXINT64)
    schedule (self, (next - now) / 1000 + 1);
}

/* plug_later_stop:
 * Ends it for good; what is put off stays so for the next process. */
void
plug_later_stop (PlugLater *self)
{
  g_return_if_fail (PLUG_IS_LATER (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  self->inventory = NULL;
}
