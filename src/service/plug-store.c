/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugStore: accounts, instances and the journal in SQLite, worked on by one thread in turn. */

#include "config.h"

#include "plug-store.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-sqlite.h"
#include "plug-store-file.h"
#include "plug-store-job.h"
#include "plug-store-private.h"
#include "plug-store-rows.h"
#include "plug-store-schema.h"

#define FILE_NAME "plugboard.db"
#define MONITOR_RATE_MS 100

struct _PlugStore {
  GObject parent_instance;

  char *path;
  gboolean is_brief;
  PlugSqliteHooks hooks;

  /* Of the caller's thread. */
  GThread *thread;
  GAsyncQueue *jobs; /* PlugStoreJob */
  GFileMonitor *monitor;
  GMainContext *context; /* where the monitor is */
  gboolean is_checking;
  gboolean is_check_due; /* once more, when that one is back */

  /* Of the store's thread while it runs. */
  PlugSqlite *db;
  gint64 data_version; /* as of what was loaded or noticed last */

  GMutex lock;
  char *moved_aside; /* under the lock */
};

G_DEFINE_FINAL_TYPE (PlugStore, plug_store, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED_ELSEWHERE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* plug_store_contents_free:
 * @contents: (nullable) (transfer full): what plug_store_load_finish() gave */
void
plug_store_contents_free (PlugStoreContents *contents)
{
  if (contents == NULL)
    return;
  g_clear_pointer (&contents->accounts, g_ptr_array_unref);
  g_clear_pointer (&contents->instances, g_ptr_array_unref);
  g_clear_pointer (&contents->intents, g_ptr_array_unref);
  g_free (contents);
}

/* plug_store_job_new:
 * Private to the store.
 *
 * Returns: (transfer full): a job to be filled in, and pushed or freed */
PlugStoreJob *
plug_store_job_new (PlugStore     *store,
                    PlugStoreWork  work)
{
  PlugStoreJob *job = g_new0 (PlugStoreJob, 1);

  job->store = store;
  job->work = work;
  g_weak_ref_init (&job->store_ref, NULL);
  return job;
}

static void
job_free (PlugStoreJob *job)
{
  g_weak_ref_clear (&job->store_ref);
  g_clear_error (&job->error);
  plug_account_row_free (job->account);
  plug_instance_row_free (job->instance);
  plug_intent_row_free (job->intent);
  g_free (job->account_id);
  g_free (job->instance_id);
  g_free (job->base_url);
  g_free (job->connectors);
  g_clear_pointer (&job->renewed, g_ptr_array_unref);
  g_clear_pointer (&job->added, g_ptr_array_unref);
  g_clear_object (&job->record);
  if (job->extra != NULL)
    job->free_extra (job->extra);
  if (job->result != NULL)
    job->free_result (job->result);
  g_clear_pointer (&job->context, g_main_context_unref);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static void start_monitor (PlugStore *self);
static void check_elsewhere (PlugStore *self);

/* In the caller's context. The last reference on the task, and with it perhaps the last on
 * the store, goes here and never on the store's thread, which could not join itself. */
static gboolean
job_done_cb (gpointer user_data)
{
  PlugStoreJob *job = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&job->task);

  if (job->error == NULL && job->is_opening)
    start_monitor (job->store);
  if (job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
  else if (job->free_result != NULL)
    g_task_return_pointer (task, g_steal_pointer (&job->result), job->free_result);
  else
    g_task_return_boolean (task, TRUE);
  job_free (job);
  return G_SOURCE_REMOVE;
}

static gboolean
changed_elsewhere_cb (gpointer user_data)
{
  PlugStoreJob *job = user_data;
  g_autoptr (PlugStore) self = g_weak_ref_get (&job->store_ref);

  if (self != NULL)
    {
      self->is_checking = FALSE;
      if (self->is_check_due)
        check_elsewhere (self);
      if (job->has_changed)
        g_signal_emit (self, signals[SIGNAL_CHANGED_ELSEWHERE], 0);
    }
  job_free (job);
  return G_SOURCE_REMOVE;
}

/* Hands @job back to where it came from; neither it nor its store is touched after that. */
static void
send_back (PlugStoreJob *job)
{
  g_autoptr (GMainContext) context = NULL; /* outlives the source */
  g_autoptr (GSource) source = g_idle_source_new ();

  context = g_main_context_ref (job->task != NULL ? g_task_get_context (job->task)
                                                   : job->context);
  g_source_set_priority (source, job->task != NULL ? g_task_get_priority (job->task)
                                                    : G_PRIORITY_DEFAULT);
  g_source_set_callback (source, job->task != NULL ? job_done_cb : changed_elsewhere_cb, job,
                         NULL);
  g_source_set_static_name (source, "[plugboard] store");
  g_source_attach (source, context);
}

static gboolean
refuse_closed (PlugStore  *self,
               GError    **error)
{
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, PLUG_ERROR, PLUG_ERROR_STORE,
               _("The database “%s” is not open, so nothing can be read or saved. Start "
                 "Plugboard again."), name);
  return FALSE;
}

/* Once begun, a job is carried through and its true outcome told; cancelled before, it is
 * never begun. */
static void
do_job (PlugStoreJob *job)
{
  if (job->error != NULL || g_cancellable_set_error_if_cancelled (job->cancellable, &job->error))
    return;
  job->db = job->store->db;
  if (job->db == NULL && !job->is_opening)
    refuse_closed (job->store, &job->error);
  else if (!job->work (job, &job->error) && job->store->db != NULL)
    plug_sqlite_roll_back (job->store->db);
}

static gpointer
thread_main (gpointer user_data)
{
  g_autoptr (GAsyncQueue) jobs = user_data;
  PlugStoreJob *job;

  while ((job = g_async_queue_pop (jobs))->work != NULL)
    {
      do_job (job);
      send_back (job);
    }
  g_clear_pointer (&job->store->db, plug_sqlite_free);
  job_free (job);
  return NULL;
}

static void
start_thread (PlugStore *self)
{
  self->jobs = g_async_queue_new ();
  self->thread = g_thread_new ("store", thread_main, g_async_queue_ref (self->jobs));
}

/* plug_store_job_push:
 * @job: (transfer full): what is to be done
 *
 * Private to the store. Queues @job; its answer comes in the caller's context, in the order of
 * the calls. */
void
plug_store_job_push (PlugStoreJob        *job,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data,
                     gpointer             source_tag)
{
  PlugStore *self = job->store;

  /* The task knows of no cancellable: a row that was written is reported as written, and a
   * cancelled task would be answered later than its turn. */
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  job->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (job->task, source_tag);
  if (self->thread == NULL && job->is_opening)
    start_thread (self);
  if (self->thread != NULL)
    {
      g_async_queue_push (self->jobs, job);
      return;
    }
  if (job->error == NULL)
    refuse_closed (self, &job->error);
  send_back (job);
}

/* The works that are the store's own; what only writes is in plug-store-job.c. */

static gboolean
open_work (PlugStoreJob  *job,
           GError       **error)
{
  PlugStore *self = job->store;
  g_autofree char *moved_aside = NULL;

  if (self->db != NULL)
    return TRUE;
  self->db = plug_store_schema_open (self->path, &self->hooks, self->is_brief, &moved_aside, error);
  if (moved_aside != NULL)
    {
      g_mutex_lock (&self->lock);
      g_free (self->moved_aside);
      self->moved_aside = g_steal_pointer (&moved_aside);
      g_mutex_unlock (&self->lock);
    }
  if (self->db != NULL &&
      !plug_sqlite_get_int (self->db, "PRAGMA data_version", &self->data_version, error))
    g_clear_pointer (&self->db, plug_sqlite_free);
  return self->db != NULL;
}

static GPtrArray *
load_instances (PlugStoreJob  *job,
                GPtrArray     *accounts,
                GError       **error)
{
  if (job->visit == NULL)
    return plug_store_read_instances (job->db, job->instance_id, error);
  if (!plug_store_visit_instances (job->db, accounts, job->visit, job->visit_data, error))
    return NULL;
  return g_ptr_array_new ();
}

static gboolean
load_work (PlugStoreJob  *job,
           GError       **error)
{
  PlugSqlite *db = job->store->db;
  g_autoptr (PlugStoreContents) contents = g_new0 (PlugStoreContents, 1);

  if (!plug_sqlite_begin_reading (db, error) ||
      (contents->accounts = plug_store_read_accounts (db, error)) == NULL ||
      (contents->instances = load_instances (job, contents->accounts, error)) == NULL ||
      (contents->intents = plug_store_read_intents (db, error)) == NULL ||
      !plug_sqlite_get_int (db, "PRAGMA data_version", &job->store->data_version, error) ||
      !plug_sqlite_commit (db, error))
    return FALSE;
  job->result = g_steal_pointer (&contents);
  job->free_result = (GDestroyNotify) plug_store_contents_free;
  return TRUE;
}

static gboolean
check_work (PlugStoreJob  *job,
            GError       **error)
{
  PlugStore *self = job->store;
  gint64 data_version;

  if (!plug_sqlite_get_int (self->db, "PRAGMA data_version", &data_version, error))
    return FALSE;
  job->has_changed = data_version != self->data_version;
  self->data_version = data_version;
  return TRUE;
}

/* Callbacks of the monitor, and what they set off; in the context the store was opened in. */

static void
file_changed_cb (GFileMonitor      *monitor,
                 GFile             *file,
                 GFile             *other,
                 GFileMonitorEvent  event,
                 PlugStore         *self)
{
  check_elsewhere (self);
}

/* Asks on the store's thread. The job has no task, for it must not keep the store alive: when
 * the store goes, closing it drains the queue before the memory is given back. */
static void
check_elsewhere (PlugStore *self)
{
  PlugStoreJob *job;

  self->is_check_due = self->is_checking;
  if (self->is_checking || self->thread == NULL)
    return;
  self->is_checking = TRUE;
  job = plug_store_job_new (self, check_work);
  job->context = g_main_context_ref (self->context);
  g_weak_ref_set (&job->store_ref, self);
  g_async_queue_push (self->jobs, job);
}

/* Without a monitor other processes' changes go unnoticed, which the next load makes good. */
static void
start_monitor (PlugStore *self)
{
  g_autoptr (GFile) file = NULL;

  if (self->thread == NULL || self->monitor != NULL || self->is_brief)
    return;
  file = g_file_new_for_path (self->path);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor == NULL)
    return;
  g_clear_pointer (&self->context, g_main_context_unref);
  self->context = g_main_context_ref_thread_default ();
  g_file_monitor_set_rate_limit (self->monitor, MONITOR_RATE_MS);
  g_signal_connect (self->monitor, "changed", G_CALLBACK (file_changed_cb), self);
}

static void
stop_monitor (PlugStore *self)
{
  if (self->monitor == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
}

static void
plug_store_dispose (GObject *object)
{
  plug_store_close (PLUG_STORE (object));
  G_OBJECT_CLASS (plug_store_parent_class)->dispose (object);
}

static void
plug_store_finalize (GObject *object)
{
  PlugStore *self = PLUG_STORE (object);

  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->lock);
  g_free (self->moved_aside);
  g_free (self->path);
  G_OBJECT_CLASS (plug_store_parent_class)->finalize (object);
}

static void
plug_store_class_init (PlugStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plug_store_dispose;
  object_class->finalize = plug_store_finalize;

  /* PlugStore::changed-elsewhere:
   * Another process has changed the database since it was loaded or this was emitted last; in
   * the main context in which it was opened, many changes at once being one. */
  signals[SIGNAL_CHANGED_ELSEWHERE] =
    g_signal_new ("changed-elsewhere", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
plug_store_init (PlugStore *self)
{
  g_mutex_init (&self->lock);
}

/* plug_store_new:
 * @path: (nullable): of the database file, in the file system's encoding; NULL for
 *   plugboard/plugboard.db in the user's data folder
 *
 * Returns: (transfer full): a store that plug_store_open_async() opens; nothing is touched
 *   before */
PlugStore *
plug_store_new (const char *path)
{
  PlugStore *self = g_object_new (PLUG_TYPE_STORE, NULL);

  self->path = path != NULL
                 ? g_strdup (path)
                 : g_build_filename (g_get_user_data_dir (), PLUG_STORE_FOLDER, FILE_NAME, NULL);
  return self;
}

/* plug_store_get_path:
 * Returns: (transfer none): the path of the database file */
const char *
plug_store_get_path (PlugStore *self)
{
  g_return_val_if_fail (PLUG_IS_STORE (self), NULL);

  return self->path;
}

/* plug_store_set_brief:
 * @brief: whether, when it is opened, the file is not searched for damage and not watched: damage
 *   is then an error where it is met, and “changed-elsewhere” is not emitted
 *
 * To be set before it is opened. */
void
plug_store_set_brief (PlugStore *self,
                      gboolean   brief)
{
  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (self->thread == NULL);

  self->is_brief = brief;
}

/* plug_store_dup_moved_aside:
 * Returns: (transfer full) (nullable): where the last open put a database that was damaged;
 *   NULL when there was none */
char *
plug_store_dup_moved_aside (PlugStore *self)
{
  char *path;

  g_return_val_if_fail (PLUG_IS_STORE (self), NULL);

  g_mutex_lock (&self->lock);
  path = g_strdup (self->moved_aside);
  g_mutex_unlock (&self->lock);
  return path;
}

/* plug_store_finish:
 * Ends every call but load. The error is %PLUG_ERROR_STORE, %PLUG_ERROR_STORE_BUSY,
 * %PLUG_ERROR_STORE_NEWER (open), %PLUG_ERROR_STATE (a guard), or %G_IO_ERROR_CANCELLED for a
 * call that was not begun. When it fails, nothing of the call was written, but for a disk that
 * fails in the last sync of a commit: then all of it may be in the file, and a guarded call that
 * is made again says %PLUG_ERROR_STATE.
 *
 * Returns: whether it is done, and on the disk */
gboolean
plug_store_finish (PlugStore     *self,
                   GAsyncResult  *result,
                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) != plug_store_load_async, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* plug_store_open_async:
 * Opens the database: makes folder (0700) and file (0600), migrates an older one after a copy
 * (“.vN.bak”), sets a damaged one aside, see plug_store_dup_moved_aside(). May be called again
 * after it failed. Ends with plug_store_finish(). */
void
plug_store_open_async (PlugStore           *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));

  job = plug_store_job_new (self, open_work);
  job->is_opening = TRUE;
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_open_async);
}

/* plug_store_close:
 * Waits until every call made so far is carried out, and closes the database. Their callbacks
 * still come. Calls after it fail, but for open. */
void
plug_store_close (PlugStore *self)
{
  g_return_if_fail (PLUG_IS_STORE (self));

  stop_monitor (self);
  if (self->thread == NULL)
    return;
  g_async_queue_push (self->jobs, plug_store_job_new (self, NULL));
  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->jobs, g_async_queue_unref);
}

/* plug_store_load_async:
 * Reads everything as of one moment; the objects are made off the main thread. */
void
plug_store_load_async (PlugStore           *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (PLUG_IS_STORE (self));

  plug_store_job_push (plug_store_job_new (self, load_work), cancellable, callback, user_data,
                       plug_store_load_async);
}

/* plug_store_load_named_async:
 * @instance: an instance's id or its name; "" for no instance at all
 *
 * As plug_store_load_async(), but of the instances only those of that id or name: what asks for
 * one of ten thousand does not read them all. Ends with plug_store_load_finish(). */
void
plug_store_load_named_async (PlugStore           *self,
                             const char          *instance,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (instance != NULL);

  job = plug_store_job_new (self, load_work);
  job->instance_id = g_strdup (instance);
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_load_async);
}

/* plug_store_visit_async:
 * @visit: is given each instance, on the store's thread, where the caller waits for the end
 * @visit_data: for @visit
 *
 * As plug_store_load_async(), but no instance is made: the contents have none. Ends with
 * plug_store_load_finish(). */
void
plug_store_visit_async (PlugStore           *self,
                        PlugStoreVisit       visit,
                        gpointer             visit_data,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (visit != NULL);

  job = plug_store_job_new (self, load_work);
  job->visit = visit;
  job->visit_data = visit_data;
  plug_store_job_push (job, NULL, callback, user_data, plug_store_load_async);
}

/* plug_store_load_finish:
 * Errors as plug_store_finish() has them.
 *
 * Returns: (transfer full): what there is; NULL with @error */
PlugStoreContents *
plug_store_load_finish (PlugStore     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == plug_store_load_async, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* plug_store_save_account_async:
 * Inserts @account or updates the one of its id, whose instances stay. Ends with
 * plug_store_finish(). */
void
plug_store_save_account_async (PlugStore           *self,
                               PlugAccount         *account,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (PLUG_IS_ACCOUNT (account));

  job = plug_store_job_new (self, plug_store_save_account);
  job->account = plug_account_row_new (account);
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_save_account_async);
}

/* plug_store_remove_account_async:
 * Removes the account, its instances and its closed intents; one that is not there is removed
 * already. Ends with plug_store_finish(). */
void
plug_store_remove_account_async (PlugStore           *self,
                                 const char          *account_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  job = plug_store_job_new (self, plug_store_remove_account);
  job->account_id = g_strdup (account_id);
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_remove_account_async);
}

/* plug_store_save_instance_async:
 * Inserts @instance or updates the one of its account and id; %PLUG_ERROR_STATE when its
 * account is not there. Ends with plug_store_finish(). */
void
plug_store_save_instance_async (PlugStore           *self,
                                PlugInstance        *instance,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  job = plug_store_job_new (self, plug_store_save_instance);
  job->instance = plug_instance_row_new (instance);
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_save_instance_async);
}

/* plug_store_remove_instance_async:
 * Removes one row; one that is not there is removed already. Ends with plug_store_finish(). */
void
plug_store_remove_instance_async (PlugStore           *self,
                                  const char          *account_id,
                                  const char          *instance_id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  PlugStoreJob *job;

  g_return_if_fail (PLUG_IS_STORE (self));
  g_return_if_fail (account_id != NULL && instance_id != NULL);

  job = plug_store_job_new (self, plug_store_remove_instance);
  job->account_id = g_strdup (account_id);
  job->instance_id = g_strdup (instance_id);
  plug_store_job_push (job, cancellable, callback, user_data, plug_store_remove_instance_async);
}

/* plug_store_set_fault:
 * @nth: the step that fails, from 1; 0 for none
 * @persistent: whether all after it fail too */
void
plug_store_set_fault (PlugStore *self,
                      guint      nth,
                      gboolean   persistent)
{
  g_return_if_fail (PLUG_IS_STORE (self));

  g_atomic_int_set (&self->hooks.has_failed, FALSE);
  g_atomic_int_set (&self->hooks.persistent, persistent);
  g_atomic_int_set (&self->hooks.fail_at, (gint) nth);
}

/* plug_store_has_failed:
 * Returns: whether a step failed on demand since plug_store_set_fault() was called last */
gboolean
plug_store_has_failed (PlugStore *self)
{
  g_return_val_if_fail (PLUG_IS_STORE (self), FALSE);

  return g_atomic_int_get (&self->hooks.has_failed);
}

/* plug_store_set_delay_ms:
 * @delay_ms: how long each commit takes on top, in milliseconds */
void
plug_store_set_delay_ms (PlugStore *self,
                         guint      delay_ms)
{
  g_return_if_fail (PLUG_IS_STORE (self));

  g_atomic_int_set (&self->hooks.delay_ms, (gint) delay_ms);
}
