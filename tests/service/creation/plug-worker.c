/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugWorker: the service in a program of its own, to be killed, stopped and watched. */

#include "config.h"

#include "plug-worker.h"

#include "plug-test.h"

struct _PlugWorker {
  GSubprocess *process;
  GDataInputStream *output;
  GAsyncResult *ended;
};

/* plug_worker_start:
 * @program: the worker's
 * @settle_ms: when what is not there was not made
 * @options: (nullable): more of the worker's own
 *
 * Returns: (transfer full): a worker on the fixture's database, which is closed here */
PlugWorker *
plug_worker_start (PlugFixture       *fixture,
                   const char        *program,
                   guint              settle_ms,
                   const char *const *options)
{
  PlugWorker *self = g_new0 (PlugWorker, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *settle = g_strdup_printf ("--settle-ms=%u", settle_ms);
  g_autofree char *database = g_build_filename (fixture->folder, "plugboard.db", NULL);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture->inventory);
  g_strv_builder_add_many (builder, program, settle, NULL);
  if (options != NULL)
    g_strv_builder_addv (builder, (const char **) options);
  g_strv_builder_add (builder, database);
  argv = g_strv_builder_end (builder);
  self->process = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                     &error);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_subprocess_wait_async (self->process, NULL, plug_test_result_cb, &self->ended);
  return self;
}

/* plug_worker_free:
 * @self: (transfer full): one that has ended */
void
plug_worker_free (PlugWorker *self)
{
  g_assert_nonnull (self->ended);
  g_clear_object (&self->ended);
  g_clear_object (&self->output);
  g_clear_object (&self->process);
  g_free (self);
}

/* plug_worker_signal:
 * Nothing happens to one that has ended. */
void
plug_worker_signal (PlugWorker *self,
                    int         number)
{
  g_subprocess_send_signal (self->process, number);
}

/* plug_worker_has_ended:
 * Returns: whether it has; noticed when the main context runs */
gboolean
plug_worker_has_ended (PlugWorker *self)
{
  return self->ended != NULL;
}

/* plug_worker_wait_ended:
 * Returns: TRUE when it was killed; it has succeeded otherwise, or the test fails */
gboolean
plug_worker_wait_ended (PlugWorker *self)
{
  plug_test_wait (&self->ended);
  if (g_subprocess_get_if_signaled (self->process))
    {
      g_assert_cmpint (g_subprocess_get_term_sig (self->process), ==, 9);
      return TRUE;
    }
  g_assert_true (g_subprocess_get_successful (self->process));
  return FALSE;
}

/* plug_worker_dup_line:
 * Returns: (transfer full): the next line it prints */
char *
plug_worker_dup_line (PlugWorker *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *line;

  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, NULL,
                                       plug_test_result_cb, &result);
  line = g_data_input_stream_read_line_finish_utf8 (self->output, plug_test_wait (&result), NULL,
                                                    &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  return line;
}
