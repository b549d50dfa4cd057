/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugRunner: another program. Its environment is made here and wiped when it has it; it is nobody
 * else's. What it prints goes through a redactor, a stream each. */

#include "config.h"

#include "plug-runner.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "plug-redactor.h"
#include "plug-secret.h"

#define BLOCK 65536

/* What shells say of a program that is not there, and of one that cannot be run. */
#define STATUS_NOT_FOUND  127
#define STATUS_NOT_RUN    126
#define STATUS_SIGNALLED  128

/* One of the program's two streams. */
typedef struct {
  int from;
  int to;
  PlugRedactor *redactor;
  gboolean *is_open;
} Stream;

struct _PlugRunner {
  char **environment;
  GPid pid;
  int wait_status;
  gboolean has_ended;
  gboolean is_open[2];
  guint signal_sources[3];
};

/* plug_runner_new:
 * Returns: (transfer full): a runner; the environment is this process's so far */
PlugRunner *
plug_runner_new (void)
{
  PlugRunner *self = g_new0 (PlugRunner, 1);

  self->environment = g_get_environ ();
  return self;
}

static void
wipe_environment (PlugRunner *self)
{
  for (gsize i = 0; self->environment != NULL && self->environment[i] != NULL; i++)
    plug_secret_wipe_text (self->environment[i]);
  g_clear_pointer (&self->environment, g_strfreev);
}

/* plug_runner_free:
 * @self: (transfer full): a runner that does not run */
void
plug_runner_free (PlugRunner *self)
{
  wipe_environment (self);
  g_free (self);
}

/* plug_runner_set:
 * @variable: of the program's environment, and of no other
 * @value: what it is */
void
plug_runner_set (PlugRunner *self,
                 const char *variable,
                 const char *value)
{
  self->environment = g_environ_setenv (self->environment, variable, value, TRUE);
}

static gboolean
write_all (int         fd,
           const char *text,
           gsize       length)
{
  while (length > 0)
    {
      gssize n = write (fd, text, length);

      if (n < 0 && errno != EINTR)
        return FALSE;
      text += MAX (n, 0);
      length -= (gsize) MAX (n, 0);
    }
  return TRUE;
}

static void
stream_free (gpointer user_data)
{
  Stream *stream = user_data;

  *stream->is_open = FALSE;
  close (stream->from);
  plug_redactor_free (stream->redactor);
  g_free (stream);
}

/* A reader that left is the end of it for the program too: its next write finds the pipe closed. */
static gboolean
stream_readable_cb (int          fd,
                    GIOCondition condition,
                    gpointer     user_data)
{
  Stream *stream = user_data;
  g_autoptr (GString) output = g_string_new (NULL);
  g_autofree char *block = g_malloc (BLOCK);
  gssize n = read (fd, block, BLOCK);

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n > 0)
    plug_redactor_feed (stream->redactor, block, (gsize) n, output);
  else
    plug_redactor_finish (stream->redactor, output);
  explicit_bzero (block, BLOCK);
  if (!write_all (stream->to, output->str, output->len))
    return G_SOURCE_REMOVE;
  return n > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
watch_stream (int                from,
              int                to,
              const char *const *secrets,
              gboolean          *is_open)
{
  Stream *stream = g_new0 (Stream, 1);

  *is_open = TRUE;
  stream->from = from;
  stream->to = to;
  stream->redactor = plug_redactor_new (secrets);
  stream->is_open = is_open;
  g_unix_fd_add_full (G_PRIORITY_DEFAULT, from, G_IO_IN | G_IO_HUP | G_IO_ERR,
                      stream_readable_cb, stream, stream_free);
}

static void
ended_cb (GPid     pid,
          int      wait_status,
          gpointer user_data)
{
  PlugRunner *self = user_data;

  self->wait_status = wait_status;
  self->has_ended = TRUE;
}

/* Of the terminal's signals the program has its own; of those to this process alone, none. */
static gboolean
interrupted_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
terminated_cb (gpointer user_data)
{
  PlugRunner *self = user_data;

  if (!self->has_ended)
    kill (self->pid, SIGTERM);
  return G_SOURCE_CONTINUE;
}

static gboolean
hung_up_cb (gpointer user_data)
{
  PlugRunner *self = user_data;

  if (!self->has_ended)
    kill (self->pid, SIGHUP);
  return G_SOURCE_CONTINUE;
}

static void
watch_signals (PlugRunner *self)
{
  self->signal_sources[0] = g_unix_signal_add (SIGINT, interrupted_cb, self);
  self->signal_sources[1] = g_unix_signal_add (SIGTERM, terminated_cb, self);
  self->signal_sources[2] = g_unix_signal_add (SIGHUP, hung_up_cb, self);
}

/* GIO ignores it, and what is ignored is inherited: the program would write into closed pipes. */
static void
child_setup_cb (gpointer user_data)
{
  signal (SIGPIPE, SIG_DFL);
}

static int
get_exit_status (int wait_status)
{
  return WIFSIGNALED (wait_status) ? STATUS_SIGNALLED + WTERMSIG (wait_status)
                                   : WEXITSTATUS (wait_status);
}

/* plug_runner_run:
 * @argv: the program and its arguments
 * @secrets: (nullable): what is taken out of its two streams; NULL leaves them to it as they are
 *
 * Waits until it has ended, and with @secrets until whatever it started has closed the streams.
 *
 * Returns: its exit status, or 128 and the signal's number, as shells have it; 127 or 126 with
 *   @error when it could not be started */
int
plug_runner_run (PlugRunner         *self,
                 char              **argv,
                 const char *const  *secrets,
                 GError            **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean masked = secrets != NULL;
  int output = -1;
  int errors = -1;

  fflush (stdout);
  watch_signals (self);
  if (!g_spawn_async_with_pipes (NULL, argv, self->environment,
                                 G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD |
                                   G_SPAWN_CHILD_INHERITS_STDIN,
                                 child_setup_cb, NULL, &self->pid, NULL,
                                 masked ? &output : NULL, masked ? &errors : NULL, &reason))
    {
      int status = g_error_matches (reason, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT) ? STATUS_NOT_FOUND
                                                                                : STATUS_NOT_RUN;

      g_propagate_error (error, g_steal_pointer (&reason));
      return status;
    }
  wipe_environment (self);
  g_child_watch_add (self->pid, ended_cb, self);
  if (masked)
    {
      watch_stream (output, STDOUT_FILENO, secrets, &self->is_open[0]);
      watch_stream (errors, STDERR_FILENO, secrets, &self->is_open[1]);
    }
  while (!self->has_ended || self->is_open[0] || self->is_open[1])
    g_main_context_iteration (NULL, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  return get_exit_status (self->wait_status);
}
