/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bulk file on the disk becomes a plan: a regular file only, of a bounded size, read once into
 * memory that is wiped. */

#include "config.h"

#include "plug-bulk-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "plug-csv.h"
#include "plug-error.h"

typedef struct {
  char *path;
  char *name; /* to be shown */
  char *data; /* what was read; wiped */
  gsize length;
} Reading;

static void
reading_free (Reading *reading)
{
  if (reading->data != NULL)
    explicit_bzero (reading->data, reading->length);
  g_free (reading->data);
  g_free (reading->path);
  g_free (reading->name);
  g_free (reading);
}

static gboolean
fail (Reading  *reading,
      GError  **error)
{
  int saved = errno;

  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (saved),
               _("“%s” cannot be read: %s"), reading->name, g_strerror (saved));
  return FALSE;
}

static gboolean
check_kind (Reading            *reading,
            const struct stat  *status,
            GError            **error)
{
  if (!S_ISREG (status->st_mode))
    g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                 _("“%s” is not a regular file. Save the rows in one."), reading->name);
  else if (status->st_size > PLUG_CSV_MAX_BYTES)
    g_set_error (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE, _("“%s” is larger than %d MB."),
                 reading->name, PLUG_CSV_MAX_BYTES / 1024 / 1024);
  else
    return TRUE;
  return FALSE;
}

/* One byte more than there is to be, to notice that it grows. */
static gboolean
read_all (Reading  *reading,
          int       fd,
          gsize     size,
          GError  **error)
{
  reading->data = g_malloc (size + 1);
  while (reading->length <= size)
    {
      ssize_t n = read (fd, reading->data + reading->length, size + 1 - reading->length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (reading, error);
      if (n == 0)
        break;
      reading->length += (gsize) n;
    }
  return TRUE;
}

static gboolean
read_file (Reading  *reading,
           int       fd,
           GError  **error)
{
  struct stat before;
  struct stat after;

  if (fstat (fd, &before) < 0)
    return fail (reading, error);
  if (!check_kind (reading, &before, error) ||
      !read_all (reading, fd, (gsize) before.st_size, error))
    return FALSE;
  if (fstat (fd, &after) < 0)
    return fail (reading, error);
  if (reading->length == (gsize) before.st_size && after.st_size == before.st_size &&
      after.st_mtim.tv_sec == before.st_mtim.tv_sec &&
      after.st_mtim.tv_nsec == before.st_mtim.tv_nsec)
    return TRUE;
  g_set_error (error, PLUG_ERROR, PLUG_ERROR_CONFLICT,
               _("“%s” was changed while it was read. Save it and try again."), reading->name);
  return FALSE;
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Reading *reading = task_data;
  GError *error = NULL;
  /* Not to wait for who would write into a FIFO, and no terminal of ours. */
  int fd = open (reading->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  gboolean done;

  done = fd >= 0 ? read_file (reading, fd, &error) : fail (reading, &error);
  if (fd >= 0)
    close (fd);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

typedef struct {
  PlugBulkPlan *plan;
  gint64 size;
} Outcome;

static void
outcome_free (Outcome *outcome)
{
  g_object_unref (outcome->plan);
  g_free (outcome);
}

/* Drafts and catalogue are the main thread's. */
static void
was_read_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Outcome *outcome = g_task_get_task_data (task);
  Reading *reading = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) ||
      !plug_bulk_plan_read (outcome->plan, reading->data, reading->length, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  outcome->size = (gint64) reading->length;
  explicit_bzero (reading->data, reading->length);
  g_task_return_boolean (task, TRUE);
}

/* plug_bulk_file_read_async:
 * @path: of a regular file
 * @plan: without a file
 *
 * Gives @plan what is in the file. %G_FILE_ERROR when it cannot be read; %PLUG_ERROR_INVALID_FIELD
 * and %PLUG_ERROR_TOO_LARGE for what it is, or has in it; %PLUG_ERROR_CONFLICT when somebody
 * writes into it. */
void
plug_bulk_file_read_async (const char          *path,
                           PlugBulkPlan        *plan,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;
  g_autoptr (GTask) inner = NULL;
  Reading *reading;
  Outcome *outcome;

  g_return_if_fail (path != NULL);
  g_return_if_fail (PLUG_IS_BULK_PLAN (plan));

  outcome = g_new0 (Outcome, 1);
  outcome->plan = g_object_ref (plan);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_bulk_file_read_async);
  g_task_set_task_data (task, outcome, (GDestroyNotify) outcome_free);

  reading = g_new0 (Reading, 1);
  reading->path = g_strdup (path);
  reading->name = g_filename_display_basename (path);
  inner = g_task_new (NULL, cancellable, was_read_cb, task);
  g_task_set_source_tag (inner, plug_bulk_file_read_async);
  g_task_set_task_data (inner, reading, (GDestroyNotify) reading_free);
  g_task_run_in_thread (inner, read_in_thread);
}

/* plug_bulk_file_read_finish:
 * @size: (out) (optional): of the file, in bytes
 *
 * Returns: whether the plan has it */
gboolean
plug_bulk_file_read_finish (GAsyncResult  *result,
                            gint64        *size,
                            GError       **error)
{
  Outcome *outcome;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  outcome = g_task_get_task_data (G_TASK (result));
  if (size != NULL)
    *size = outcome->size;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
append_cells (GString           *text,
              const char *const *cells,
              gsize              n)
{
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      plug_csv_append (text, cells[i], ',');
    }
  g_string_append (text, "\r\n");
}

/* plug_bulk_file_dup_result:
 * Returns: (transfer full): a table of all rows with their states and ids */
char *
plug_bulk_file_dup_result (PlugBulk *bulk)
{
  GString *text = g_string_new ("line,name,connector,account,state,id,message\r\n");

  g_return_val_if_fail (PLUG_IS_BULK (bulk), g_string_free (text, FALSE));

  for (guint i = 0; i < plug_bulk_get_n_rows (bulk); i++)
    {
      g_autoptr (PlugBulkRow) row = g_list_model_get_item (G_LIST_MODEL (bulk), i);
      g_autofree char *line = g_strdup_printf ("%u", plug_bulk_row_get_line (row));
      const char *const cells[] = {
        line,
        plug_bulk_row_get_name (row),
        plug_bulk_row_get_connector_key (row),
        plug_bulk_row_get_account_name (row),
        plug_bulk_row_state_to_string (plug_bulk_row_get_state (row)),
        plug_bulk_row_get_instance_id (row),
        plug_bulk_row_get_message (row),
      };

      append_cells (text, cells, G_N_ELEMENTS (cells));
    }
  return g_string_free (text, FALSE);
}

/* What may be on the tenant is not for another file. */
static gboolean
is_to_be_put_right (PlugBulkRow *row)
{
  PlugBulkRowState state = plug_bulk_row_get_state (row);

  return state == PLUG_BULK_ROW_FAULTY || state == PLUG_BULK_ROW_FAILED ||
         state == PLUG_BULK_ROW_NOT_FOUND;
}

static void
append_failed (PlugBulk *bulk,
               gboolean  with_secrets,
               GString  *text)
{
  PlugBulkPlan *plan = plug_bulk_get_plan (bulk);

  plug_bulk_plan_append_titles (plan, text);
  for (guint i = 0; i < plug_bulk_get_n_rows (bulk); i++)
    {
      g_autoptr (PlugBulkRow) row = g_list_model_get_item (G_LIST_MODEL (bulk), i);

      if (is_to_be_put_right (row))
        plug_bulk_plan_append_row (plan, i, plug_bulk_row_get_message (row), with_secrets, text);
    }
}

/* Returns: more bytes than the rows take with their secrets, each of which may be quoted */
static gsize
measure_failed (PlugBulk *bulk)
{
  PlugBulkPlan *plan = plug_bulk_get_plan (bulk);
  GString *plain = g_string_new (NULL);
  gsize size;

  append_failed (bulk, FALSE, plain);
  size = plain->len + 1;
  g_string_free (plain, TRUE);
  for (guint i = 0; i < plug_bulk_get_n_rows (bulk); i++)
    {
      const PlugBulkEntry *entry = plug_bulk_plan_get_entry (plan, i);
      g_autoptr (GPtrArray) secrets = NULL;

      if (entry->draft != NULL)
        secrets = plug_draft_list_secrets (entry->draft);
      for (guint j = 0; secrets != NULL && j < secrets->len; j++)
        size += plug_secret_get_length (g_ptr_array_index (secrets, j)) * 6 + 8;
    }
  return size;
}

/* plug_bulk_file_dup_failed:
 * @with_secrets: whether the rows' secrets go along
 *
 * Returns: (transfer full): the rows that were not made, as they were read, with why; to be
 *   wiped */
char *
plug_bulk_file_dup_failed (PlugBulk *bulk,
                           gboolean  with_secrets)
{
  GString *text;

  g_return_val_if_fail (PLUG_IS_BULK (bulk), g_strdup (""));

  /* A text that grows leaves copies of itself behind: it is given room for all of it. */
  text = g_string_sized_new (measure_failed (bulk));
  append_failed (bulk, with_secrets, text);
  return g_string_free (text, FALSE);
}

/* plug_bulk_file_write:
 * Writes @text whole or not at all, readable for its owner alone. */
gboolean
plug_bulk_file_write (const char  *path,
                      const char  *text,
                      GError     **error)
{
  g_return_val_if_fail (path != NULL && text != NULL, FALSE);

  return g_file_set_contents_full (path, text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}
