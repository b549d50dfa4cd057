/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request being answered: waiting, acting, spoiling, sending, in that order. */

#include "config.h"

#include "plug-sandbox-exchange.h"

#include "plug-sandbox-spoil.h"
#include "plug-sandbox-wire.h"

struct _PlugSandboxExchange {
  SoupServerMessage *message;
  PlugSandboxRequest *request;
  PlugSandboxFault *fault; /* nullable */
  PlugSandboxReply *reply; /* nullable */
  PlugSandboxAct act;
  PlugSandboxEnded ended;
  gpointer owner;

  guint latency;
  GSource *source;

  /* When the connection was taken from libsoup. */
  GIOStream *stream;
  GSocket *socket;
  GBytes *wire;
  gsize sent;
  GCancellable *cancellable;
};

/* plug_sandbox_exchange_new:
 * @message: paused from now on
 * @fault: (nullable) (transfer full): what goes wrong
 * @owner: (transfer none): passed to @act and @ended; outlives the exchange
 *
 * Returns: (transfer full): not started yet */
PlugSandboxExchange *
plug_sandbox_exchange_new (SoupServerMessage  *message,
                           PlugSandboxRequest *request,
                           PlugSandboxFault   *fault,
                           PlugSandboxAct      act,
                           PlugSandboxEnded    ended,
                           gpointer            owner)
{
  PlugSandboxExchange *self = g_new0 (PlugSandboxExchange, 1);

  self->message = g_object_ref (message);
  self->request = g_object_ref (request);
  self->fault = fault;
  self->act = act;
  self->ended = ended;
  self->owner = owner;
  self->cancellable = g_cancellable_new ();
  soup_server_message_pause (message);
  return self;
}

static void
clear_source (PlugSandboxExchange *self)
{
  if (self->source == NULL)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/* plug_sandbox_exchange_free:
 * @self: (transfer full): given up wherever it is; a taken connection is closed */
void
plug_sandbox_exchange_free (PlugSandboxExchange *self)
{
  clear_source (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->socket != NULL)
    g_socket_close (self->socket, NULL);
  g_clear_object (&self->stream);
  g_clear_object (&self->socket);
  g_clear_pointer (&self->wire, g_bytes_unref);
  g_clear_pointer (&self->reply, plug_sandbox_reply_free);
  g_clear_pointer (&self->fault, plug_sandbox_fault_unref);
  g_clear_object (&self->request);
  g_clear_object (&self->message);
  g_free (self);
}

static void
end (PlugSandboxExchange *self)
{
  self->ended (self->owner, self);
}

/* Always through the main loop, also for no time at all: libsoup is in the middle of reading
 * the message when it hands it out, and a connection is not taken from under it. */
static void
wait_for (PlugSandboxExchange *self,
          gint64               milliseconds,
          GSourceFunc          next)
{
  clear_source (self);
  self->source = g_timeout_source_new ((guint) milliseconds);
  g_source_set_callback (self->source, next, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

static gboolean
is_fault (PlugSandboxExchange  *self,
          PlugSandboxFaultKind  kind)
{
  return self->fault != NULL && self->fault->kind == kind;
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_io_stream_close_finish (G_IO_STREAM (source), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end (user_data);
}

static void write_next (PlugSandboxExchange *self);

static gboolean
dripped_cb (gpointer user_data)
{
  write_next (user_data);
  return G_SOURCE_REMOVE;
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  PlugSandboxExchange *self = user_data;
  g_autoptr (GError) error = NULL;
  gssize n = g_output_stream_write_finish (G_OUTPUT_STREAM (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (n < 0)
    {
      end (self);
      return;
    }
  self->sent += (gsize) n;
  if (self->sent == g_bytes_get_size (self->wire))
    g_io_stream_close_async (self->stream, G_PRIORITY_DEFAULT, self->cancellable, closed_cb, self);
  else
    wait_for (self, is_fault (self, PLUG_SANDBOX_FAULT_DRIP) ? self->fault->number : 0,
              dripped_cb);
}

static void
write_next (PlugSandboxExchange *self)
{
  gsize length;
  const char *data = g_bytes_get_data (self->wire, &length);
  gsize left = length - self->sent;
  gsize step = is_fault (self, PLUG_SANDBOX_FAULT_DRIP) ? 1 : left;

  g_output_stream_write_async (g_io_stream_get_output_stream (self->stream), data + self->sent,
                               step, G_PRIORITY_DEFAULT, self->cancellable, written_cb, self);
}

static void
send_past_libsoup (PlugSandboxExchange *self,
                   PlugSandboxCut       cut)
{
  self->wire = plug_sandbox_wire_format (self->reply, cut);
  self->stream = plug_sandbox_wire_take (self->message, &self->socket);
  if (self->stream == NULL)
    end (self);
  else
    write_next (self);
}

static void
drop (PlugSandboxExchange *self)
{
  self->stream = plug_sandbox_wire_take (self->message, &self->socket);
  if (self->socket != NULL)
    plug_sandbox_wire_drop (self->socket, is_fault (self, PLUG_SANDBOX_FAULT_RESET));
  end (self);
}

static gboolean
send_cb (gpointer user_data)
{
  PlugSandboxExchange *self = user_data;

  if (is_fault (self, PLUG_SANDBOX_FAULT_HANG))
    return G_SOURCE_REMOVE;
  if (is_fault (self, PLUG_SANDBOX_FAULT_DROP) || is_fault (self, PLUG_SANDBOX_FAULT_RESET))
    {
      drop (self);
      return G_SOURCE_REMOVE;
    }
  plug_sandbox_request_set_status (self->request, self->reply->status);
  if (is_fault (self, PLUG_SANDBOX_FAULT_TRUNCATE))
    send_past_libsoup (self, plug_sandbox_cut_from_string (self->fault->text));
  else if (is_fault (self, PLUG_SANDBOX_FAULT_DRIP))
    send_past_libsoup (self, PLUG_SANDBOX_CUT_NONE);
  else
    {
      plug_sandbox_wire_send (self->message, self->reply);
      end (self);
    }
  return G_SOURCE_REMOVE;
}

/* What the tenant does happens here, before anything is said about it. */
static void
act (PlugSandboxExchange *self)
{
  PlugSandboxReply *instead;

  if (self->fault == NULL || self->fault->acts)
    self->reply = self->act (self->owner, self->request);
  if (self->fault != NULL)
    {
      instead = plug_sandbox_spoil_replace (self->fault, self->request);
      if (instead != NULL)
        {
          g_clear_pointer (&self->reply, plug_sandbox_reply_free);
          self->reply = instead;
        }
      if (self->reply != NULL)
        plug_sandbox_spoil (self->reply, self->fault);
    }
  if (self->reply != NULL)
    plug_sandbox_reply_set_request_id (self->reply, plug_sandbox_request_get_id (self->request));
  wait_for (self, self->latency + (is_fault (self, PLUG_SANDBOX_FAULT_SLOW) ? self->fault->number
                                                                            : 0),
            send_cb);
}

static gboolean
late_cb (gpointer user_data)
{
  act (user_data);
  return G_SOURCE_REMOVE;
}

/* plug_sandbox_exchange_start:
 * @latency: in milliseconds, between acting and answering
 *
 * Acts at once, unless the fault is to act late. */
void
plug_sandbox_exchange_start (PlugSandboxExchange *self,
                             guint                latency)
{
  self->latency = latency;
  if (is_fault (self, PLUG_SANDBOX_FAULT_LATE))
    wait_for (self, self->fault->number, late_cb);
  else
    act (self);
}
