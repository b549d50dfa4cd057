/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What plugctl bulk says: a line while it runs, what became of each row, and files of it. */

#include "config.h"

#include "plug-bulk-report.h"

#include <stdio.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "plug-bulk-file.h"
#include "plug-writer.h"

/* Where nobody looks, a line after so many seconds at most. */
#define QUIET_US  (10 * G_USEC_PER_SEC)
/* On a terminal the line is written anew so often at most. */
#define FRAME_US  (G_USEC_PER_SEC / 10)

struct _PlugBulkProgress {
  PlugBulk *bulk;
  gulong handler;
  gint64 said;
  char *reason; /* said last */
  gboolean is_terminal;
  gboolean has_line;
};

static char *
dup_left (gint64 seconds)
{
  if (seconds < 0)
    return g_strdup ("");
  if (seconds < 60)
    return g_strdup_printf (_(", %d s left"), (int) seconds);
  return g_strdup_printf (_(", %d min left"), (int) ((seconds + 59) / 60));
}

static char *
dup_line (PlugBulk *bulk)
{
  g_autofree char *left = dup_left (plug_bulk_get_seconds_left (bulk));
  guint failed = plug_bulk_count (bulk, PLUG_BULK_ROW_FAILED) +
                 plug_bulk_count (bulk, PLUG_BULK_ROW_NOT_FOUND) +
                 plug_bulk_count (bulk, PLUG_BULK_ROW_FAULTY);
  guint doubt = plug_bulk_count (bulk, PLUG_BULK_ROW_IN_DOUBT) +
                plug_bulk_count (bulk, PLUG_BULK_ROW_AMBIGUOUS);

  return g_strdup_printf (_("%u of %u: %u created, %u failed, %u in doubt; %.1f a second%s"),
                          plug_bulk_get_n_ended (bulk), plug_bulk_get_n_rows (bulk),
                          plug_bulk_count (bulk, PLUG_BULK_ROW_DONE) +
                            plug_bulk_count (bulk, PLUG_BULK_ROW_TOKEN_UNSAVED),
                          failed, doubt, plug_bulk_get_rate (bulk), left);
}

static void
clear_line (PlugBulkProgress *self)
{
  if (self->has_line)
    fputs ("\r\033[K", stderr);
  self->has_line = FALSE;
}

static void
say_wait (PlugBulkProgress *self)
{
  const GError *reason = NULL;
  guint seconds = plug_bulk_get_wait (self->bulk, &reason);
  g_autofree char *shown = NULL;

  if (seconds == 0 || reason == NULL || g_strcmp0 (reason->message, self->reason) == 0)
    return;
  g_free (self->reason);
  self->reason = g_strdup (reason->message);
  shown = plug_cli_dup_shown (reason->message);
  clear_line (self);
  plug_cli_say (_("Waiting: %s"), shown);
}

static void
progressed_cb (PlugBulk         *bulk,
               PlugBulkProgress *self)
{
  gint64 now = g_get_monotonic_time ();
  g_autofree char *line = NULL;

  say_wait (self);
  if (now - self->said < (self->is_terminal ? FRAME_US : QUIET_US))
    return;
  self->said = now;
  line = dup_line (bulk);
  if (!self->is_terminal)
    {
      plug_cli_say ("%s", line);
      return;
    }
  fprintf (stderr, "\r\033[K%s", line);
  self->has_line = TRUE;
}

/* plug_bulk_progress_new:
 * @quiet: whether nothing is to be said
 *
 * Returns: (transfer full): says on standard error how @bulk gets on, for as long as it lives */
PlugBulkProgress *
plug_bulk_progress_new (PlugBulk *bulk,
                        gboolean  quiet)
{
  PlugBulkProgress *self = g_new0 (PlugBulkProgress, 1);

  self->bulk = g_object_ref (bulk);
  self->is_terminal = isatty (STDERR_FILENO);
  self->said = g_get_monotonic_time ();
  if (!quiet)
    self->handler = g_signal_connect (bulk, "progressed", G_CALLBACK (progressed_cb), self);
  return self;
}

/* plug_bulk_progress_free:
 * @self: (transfer full): the line goes with it */
void
plug_bulk_progress_free (PlugBulkProgress *self)
{
  clear_line (self);
  g_clear_signal_handler (&self->handler, self->bulk);
  g_object_unref (self->bulk);
  g_free (self->reason);
  g_free (self);
}

/* plug_bulk_report_summary:
 * Says in a line what became of all rows. */
void
plug_bulk_report_summary (PlugBulk *bulk)
{
  guint made = plug_bulk_count (bulk, PLUG_BULK_ROW_DONE) +
               plug_bulk_count (bulk, PLUG_BULK_ROW_TOKEN_UNSAVED);
  guint failed = plug_bulk_count (bulk, PLUG_BULK_ROW_FAILED) +
                 plug_bulk_count (bulk, PLUG_BULK_ROW_NOT_FOUND);
  guint doubt = plug_bulk_count (bulk, PLUG_BULK_ROW_IN_DOUBT) +
                plug_bulk_count (bulk, PLUG_BULK_ROW_AMBIGUOUS);

  plug_cli_say (_("Of %u rows: %u created, %u not created, %u in doubt, %u not sent, %u with "
                  "problems."), plug_bulk_get_n_rows (bulk), made, failed, doubt,
                plug_bulk_count (bulk, PLUG_BULK_ROW_WAITING),
                plug_bulk_count (bulk, PLUG_BULK_ROW_FAULTY));
}

static gboolean
needs_words (PlugBulkRowState state)
{
  return state != PLUG_BULK_ROW_DONE && state != PLUG_BULK_ROW_WAITING &&
         state != PLUG_BULK_ROW_RUNNING;
}

/* plug_bulk_report_rows:
 * Says a line for each row that is not simply made. */
void
plug_bulk_report_rows (PlugBulk *bulk)
{
  for (guint i = 0; i < plug_bulk_get_n_rows (bulk); i++)
    {
      g_autoptr (PlugBulkRow) row = g_list_model_get_item (G_LIST_MODEL (bulk), i);
      g_autofree char *name = NULL;
      g_autofree char *message = NULL;

      if (!needs_words (plug_bulk_row_get_state (row)))
        continue;
      name = plug_cli_dup_shown (plug_bulk_row_get_name (row));
      if (plug_bulk_row_get_message (row) != NULL)
        message = plug_cli_dup_shown (plug_bulk_row_get_message (row));
      /* Translators: line, name, state and why */
      plug_cli_say (_("Line %u, “%s”, %s: %s"), plug_bulk_row_get_line (row), name,
                    plug_bulk_row_state_to_string (plug_bulk_row_get_state (row)),
                    message != NULL ? message : "");
    }
}

/* plug_bulk_report_json:
 * Prints an object a row. */
void
plug_bulk_report_json (PlugBulk *bulk)
{
  g_autoptr (PlugWriter) writer = plug_writer_new ();

  plug_writer_begin_array (writer, NULL);
  for (guint i = 0; i < plug_bulk_get_n_rows (bulk); i++)
    {
      g_autoptr (PlugBulkRow) row = g_list_model_get_item (G_LIST_MODEL (bulk), i);
      g_autofree char *line = g_strdup_printf ("%u", plug_bulk_row_get_line (row));

      plug_writer_begin_object (writer, NULL);
      plug_writer_json (writer, "line", line);
      plug_writer_string (writer, "name", plug_bulk_row_get_name (row));
      plug_writer_string (writer, "connector", plug_bulk_row_get_connector_key (row));
      plug_writer_string (writer, "account", plug_bulk_row_get_account_name (row));
      plug_writer_string (writer, "state",
                          plug_bulk_row_state_to_string (plug_bulk_row_get_state (row)));
      plug_writer_string (writer, "id", plug_bulk_row_get_instance_id (row));
      plug_writer_string (writer, "message", plug_bulk_row_get_message (row));
      plug_writer_end_object (writer);
    }
  plug_writer_end_array (writer);
  plug_writer_print (writer);
}

/* plug_bulk_report_result:
 * Writes a table of all rows; no token and no secret is in it. */
gboolean
plug_bulk_report_result (PlugBulk    *bulk,
                         const char  *path,
                         GError     **error)
{
  g_autofree char *text = plug_bulk_file_dup_result (bulk);

  return plug_bulk_file_write (path, text, error);
}

/* plug_bulk_report_failed:
 * @with_secrets: whether the secrets of these rows are written too
 *
 * Writes a table, or lines of JSON, of the rows that are not made and not in doubt, to be put right
 * and run. */
gboolean
plug_bulk_report_failed (PlugBulk    *bulk,
                         const char  *path,
                         gboolean     with_secrets,
                         GError     **error)
{
  char *text = plug_bulk_file_dup_failed (bulk, with_secrets);
  gboolean written = plug_bulk_file_write (path, text, error);

  plug_secret_wipe_text (text);
  g_free (text);
  return written;
}
