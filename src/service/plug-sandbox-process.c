/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSandboxProcess: the sandbox as a child process, which ends when we do. */

#include "config.h"

#include "plug-sandbox-process.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"

struct _PlugSandboxProcess {
  GObject parent_instance;

  char *program;
  GSubprocess *process;
  GDataInputStream *output;
};

G_DEFINE_FINAL_TYPE (PlugSandboxProcess, plug_sandbox_process, G_TYPE_OBJECT)

static void
first_line_read_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL,
                                                    &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (line == NULL || !g_str_has_prefix (line, "http"))
    g_task_return_new_error (task, PLUG_ERROR, PLUG_ERROR_FAILED,
                             _("The sandbox ended before it was ready. Its port may be in use; "
                               "try again."));
  else
    g_task_return_pointer (task, g_steal_pointer (&line), g_free);
}

static void
plug_sandbox_process_dispose (GObject *object)
{
  PlugSandboxProcess *self = PLUG_SANDBOX_PROCESS (object);

  plug_sandbox_process_stop (self);

  G_OBJECT_CLASS (plug_sandbox_process_parent_class)->dispose (object);
}

static void
plug_sandbox_process_finalize (GObject *object)
{
  PlugSandboxProcess *self = PLUG_SANDBOX_PROCESS (object);

  g_clear_pointer (&self->program, g_free);

  G_OBJECT_CLASS (plug_sandbox_process_parent_class)->finalize (object);
}

static void
plug_sandbox_process_class_init (PlugSandboxProcessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plug_sandbox_process_dispose;
  object_class->finalize = plug_sandbox_process_finalize;
}

static void
plug_sandbox_process_init (PlugSandboxProcess *self)
{
}

/* plug_sandbox_process_new:
 * @program: path of plugboard-sandbox, or its name to be looked for in PATH
 *
 * Returns: (transfer full): a process not started yet */
PlugSandboxProcess *
plug_sandbox_process_new (const char *program)
{
  PlugSandboxProcess *self;

  g_return_val_if_fail (program != NULL, NULL);

  self = g_object_new (PLUG_TYPE_SANDBOX_PROCESS, NULL);
  self->program = g_strdup (program);
  return self;
}

static GPtrArray *
arguments_new (PlugSandboxProcess *self,
               guint               port,
               const char         *state_file)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (arguments, g_strdup (self->program));
  g_ptr_array_add (arguments, g_strdup ("--quit-with-stdin"));
  g_ptr_array_add (arguments, g_strdup_printf ("--port=%u", port));
  if (state_file != NULL)
    g_ptr_array_add (arguments, g_strdup_printf ("--state=%s", state_file));
  g_ptr_array_add (arguments, NULL);
  return arguments;
}

/* plug_sandbox_process_start_async:
 * @port: 1 to 65535, or 0 for a free one
 * @state_file: (nullable): where the sandbox keeps its instances, without tokens or passwords
 *
 * Starts the sandbox, a running one first being stopped, and waits for its first line of output. */
void
plug_sandbox_process_start_async (PlugSandboxProcess  *self,
                                  guint                port,
                                  const char          *state_file,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) arguments = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PLUG_IS_SANDBOX_PROCESS (self));
  g_return_if_fail (port <= G_MAXUINT16);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_sandbox_process_start_async);

  plug_sandbox_process_stop (self);
  arguments = arguments_new (self, port, state_file);
  self->process = g_subprocess_newv ((const char *const *) arguments->pdata,
                                     G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                     G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                     &error);
  if (self->process == NULL)
    {
      g_task_return_new_error (task, error->domain, error->code,
                               _("The sandbox could not be started: %s"), error->message);
      return;
    }

  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, cancellable,
                                       first_line_read_cb, g_steal_pointer (&task));
}

/* plug_sandbox_process_start_finish:
 * Returns: (transfer full): the base URL it serves; NULL and G_SPAWN_ERROR, G_IO_ERROR or
 *   PLUG_ERROR_FAILED when it did not start */
char *
plug_sandbox_process_start_finish (PlugSandboxProcess  *self,
                                   GAsyncResult        *result,
                                   GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* plug_sandbox_process_is_running:
 * Returns: whether it was started and has not ended */
gboolean
plug_sandbox_process_is_running (PlugSandboxProcess *self)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX_PROCESS (self), FALSE);

  return self->process != NULL && g_subprocess_get_identifier (self->process) != NULL;
}

/* plug_sandbox_process_stop:
 * Ends the process, if there is one, without waiting for it. */
void
plug_sandbox_process_stop (PlugSandboxProcess *self)
{
  g_return_if_fail (PLUG_IS_SANDBOX_PROCESS (self));

  if (self->process != NULL)
    g_subprocess_send_signal (self->process, 15);
  g_clear_object (&self->output);
  g_clear_object (&self->process);
}
