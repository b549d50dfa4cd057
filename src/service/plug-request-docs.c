/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An instance's documentation: asked of the tenant, kept for a day, read in a thread. */

#include "config.h"

#include "plug-request.h"

#include <string.h>

#include <glib/gstdio.h>

#include "plug-api-private.h"
#include "plug-inventory-private.h"

#define FOLDER      "plugboard"
#define MAX_AGE     (24 * 60 * 60) /* seconds */

typedef struct {
  PlugInstance *instance;
  char *path;    /* of the cache */
  PlugApi *api;
  GBytes *text;  /* what came; nullable */
  char **secrets;
} Loading;

static void
loading_free (Loading *self)
{
  g_clear_object (&self->instance);
  g_free (self->path);
  g_clear_object (&self->api);
  g_clear_pointer (&self->text, g_bytes_unref);
  plug_api_free_secrets (self->secrets);
  g_free (self);
}

/* Neither a name nor an id of anything is to be read from the file's name. */
static char *
dup_cache_path (PlugAccount  *account,
                PlugInstance *instance)
{
  g_autofree char *all = g_strjoin ("\n", plug_account_get_id (account),
                                    plug_account_get_base_url (account),
                                    plug_instance_get_id (instance), NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
  g_autofree char *name = g_strconcat (sum, ".json", NULL);

  return g_build_filename (g_get_user_cache_dir (), FOLDER, "docs", name, NULL);
}

static gboolean
is_fresh (const char *path)
{
  GStatBuf status;
  gint64 age;

  if (g_stat (path, &status) != 0)
    return FALSE;
  age = g_get_real_time () / G_USEC_PER_SEC - status.st_mtime;
  return age >= 0 && age < MAX_AGE;
}

static void
read_cache_in_thread (GTask        *task,
                      gpointer      source,
                      gpointer      task_data,
                      GCancellable *cancellable)
{
  Loading *loading = task_data;
  g_autofree char *text = NULL;
  gsize length;
  PlugDocs *docs = NULL;

  if (is_fresh (loading->path) && g_file_get_contents (loading->path, &text, &length, NULL))
    docs = plug_docs_new (text, length, NULL);
  g_task_return_pointer (task, docs, g_object_unref);
}

/* A cache that cannot be written is none: it is asked again next time. */
static void
write_cache (const char *path,
             const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      !g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_debug ("The documentation is not kept: %s", error != NULL ? error->message : folder);
}

static void
read_text_in_thread (GTask        *task,
                     gpointer      source,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  Loading *loading = task_data;
  gsize length;
  const char *data = g_bytes_get_data (loading->text, &length);
  g_autofree char *text = g_strndup (data, length);
  g_autofree char *masked = plug_request_mask (text, (const char *const *) loading->secrets);
  GError *error = NULL;
  PlugDocs *docs = plug_docs_new (masked, strlen (masked), &error);

  if (docs == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  write_cache (loading->path, masked);
  g_task_return_pointer (task, docs, g_object_unref);
}

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  PlugDocs *docs = g_task_propagate_pointer (G_TASK (result), &error);

  if (docs == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, docs, g_object_unref);
}

/* The loading stays the outer task's, which lives as long as the thread. */
static void
read_in_thread (GTask               *task,
                GTaskThreadFunc      work,
                GAsyncReadyCallback  callback)
{
  g_autoptr (GTask) inner = g_task_new (g_task_get_source_object (task), NULL, callback,
                                        g_object_ref (task));

  g_task_set_source_tag (inner, read_in_thread);
  g_task_set_task_data (inner, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (inner, work);
}

static void
docs_came_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PlugAnswer) answer = plug_api_call_finish (PLUG_API (source), result);
  Loading *loading = g_task_get_task_data (task);

  if (answer->error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&answer->error));
      return;
    }
  loading->text = g_bytes_ref (plug_reply_get_body (answer->reply));
  loading->secrets = plug_api_dup_secrets (loading->api, NULL);
  read_in_thread (task, read_text_in_thread, text_read_cb);
}

static void
api_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  g_autofree char *instance_path = NULL;
  g_autofree char *path = NULL;
  GError *error = NULL;

  loading->api = plug_inventory_open_api_finish (PLUG_INVENTORY (source), result, &error);
  if (loading->api == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  instance_path = plug_api_dup_instance_path (plug_instance_get_id (loading->instance));
  path = g_strconcat (instance_path, "/docs", NULL);
  plug_api_call_async (loading->api,
                       &(PlugApiCall) {
                         .method = "GET",
                         .path = path,
                         .read = PLUG_API_READ_NONE,
                         .max_body = PLUG_DOCS_MAX_BYTES,
                       },
                       NULL, g_task_get_cancellable (task), docs_came_cb, g_object_ref (task));
}

/* @task: (transfer full) */
static void
ask_tenant (GTask *task)
{
  PlugInventory *inventory = g_task_get_source_object (task);
  Loading *loading = g_task_get_task_data (task);
  PlugAccount *account;

  account = plug_inventory_find_account_or_fail (
      inventory, plug_instance_get_account_id (loading->instance), task);
  if (account != NULL)
    plug_inventory_open_api_async (inventory, account, g_task_get_cancellable (task),
                                   api_opened_cb, g_object_ref (task));
  g_object_unref (task);
}

static void
cache_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  GTask *task = user_data;
  PlugDocs *docs = g_task_propagate_pointer (G_TASK (result), NULL);

  if (docs == NULL)
    {
      ask_tenant (task);
      return;
    }
  g_task_return_pointer (task, docs, g_object_unref);
  g_object_unref (task);
}

/* plug_request_load_docs_async:
 * @renew: ask the tenant, whatever is kept
 *
 * GET /instances/{id}/docs, contract section 2.9, with the account's secrets. */
void
plug_request_load_docs_async (PlugInventory       *inventory,
                              PlugInstance        *instance,
                              gboolean             renew,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Loading *loading;
  PlugAccount *account;

  g_return_if_fail (PLUG_IS_INVENTORY (inventory));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  task = g_task_new (inventory, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_request_load_docs_async);
  account = plug_inventory_find_account_or_fail (inventory,
                                                 plug_instance_get_account_id (instance), task);
  if (account == NULL)
    return;
  loading = g_new0 (Loading, 1);
  loading->instance = g_object_ref (instance);
  loading->path = dup_cache_path (account, instance);
  g_task_set_task_data (task, loading, (GDestroyNotify) loading_free);
  if (renew)
    ask_tenant (g_steal_pointer (&task));
  else
    read_in_thread (task, read_cache_in_thread, cache_read_cb);
}

/* plug_request_load_docs_finish:
 * Errors: those of the keyring and of every call, and those of plug_docs_new(). A path can be
 * asked all the same.
 *
 * Returns: (transfer full): what the instance can be asked */
PlugDocs *
plug_request_load_docs_finish (PlugInventory  *inventory,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, inventory), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
