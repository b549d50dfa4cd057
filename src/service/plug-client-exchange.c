/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request and its answer: deadline, cancellation, cap, and what may have left us. */

#include "config.h"

#include "plug-client-private.h"

#include <time.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"

#define CHUNK_BYTES       (16 * 1024)
#define MAX_INFORMATIONAL 32
/* How often the deadline looks at the clock: a suspended computer does not count as running
 * for GLib's own timers, but it does for the tenant. */
#define TICK_MS           1000

typedef enum {
  END_NONE,
  END_CANCELLED, /* by the caller */
  END_DEADLINE,
  END_TOO_LARGE,
  END_FLOOD,     /* of 1xx answers */
  END_RESTARTED, /* something was about to send a change a second time */
} End;

typedef struct {
  SoupMessage *message;
  GInputStream *stream;
  GCancellable *cancellable; /* ours; every reason to stop ends in it */
  GSource *caller_source;
  GSource *deadline_source;
  gint64 deadline; /* µs of CLOCK_BOOTTIME */
  guint deadline_ms;
  PlugSpill body;
  gsize max_body;
  guint8 *chunk;
  GTlsCertificateFlags certificate_flags;
  guint n_informational;
  gboolean left_us;
  End end;
} Exchange;

static void read_more (GTask *task);

static gint64
boot_time (void)
{
  struct timespec now;

  if (clock_gettime (CLOCK_BOOTTIME, &now) != 0)
    return g_get_monotonic_time ();
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
exchange_detach (Exchange *self)
{
  clear_source (&self->caller_source);
  clear_source (&self->deadline_source);
  g_signal_handlers_disconnect_by_data (self->message, self);
}

static void
exchange_free (Exchange *self)
{
  exchange_detach (self);
  plug_spill_clear (&self->body);
  if (self->chunk != NULL)
    explicit_bzero (self->chunk, CHUNK_BYTES);
  g_free (self->chunk);
  g_clear_object (&self->stream);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->message);
  g_free (self);
}

static void
exchange_end (Exchange *self,
              End       end)
{
  if (self->end != END_NONE)
    return;
  self->end = end;
  g_cancellable_cancel (self->cancellable);
}

static const char *
exchange_host (Exchange *self)
{
  return g_uri_get_host (soup_message_get_uri (self->message));
}

static gboolean
caller_cancelled_cb (GCancellable *cancellable,
                     gpointer      user_data)
{
  exchange_end (user_data, END_CANCELLED);
  return G_SOURCE_REMOVE;
}

static gboolean
deadline_checked_cb (gpointer user_data)
{
  Exchange *self = user_data;
  gint64 left = self->deadline - boot_time ();

  if (left <= 0)
    {
      exchange_end (self, END_DEADLINE);
      return G_SOURCE_REMOVE;
    }
  g_source_set_ready_time (self->deadline_source,
                           g_get_monotonic_time () + MIN (left, TICK_MS * 1000));
  return G_SOURCE_CONTINUE;
}

/* Emitted with the connection made and the handshake done, before the first byte is written. */
static void
message_starting_cb (SoupMessage *message,
                     gpointer     user_data)
{
  Exchange *self = user_data;

  self->left_us = TRUE;
}

/* libsoup restarts what it takes for harmless; a change is never that. */
static void
message_restarted_cb (SoupMessage *message,
                      gpointer     user_data)
{
  if (g_strcmp0 (soup_message_get_method (message), SOUP_METHOD_GET) != 0)
    exchange_end (user_data, END_RESTARTED);
}

static void
informational_came_cb (SoupMessage *message,
                       gpointer     user_data)
{
  Exchange *self = user_data;

  if (++self->n_informational > MAX_INFORMATIONAL)
    exchange_end (self, END_FLOOD);
}

static gboolean
certificate_refused_cb (SoupMessage          *message,
                        GTlsCertificate      *certificate,
                        GTlsCertificateFlags  flags,
                        gpointer              user_data)
{
  Exchange *self = user_data;

  self->certificate_flags |= flags;
  return FALSE;
}

static GError *
error_for_end (Exchange *self)
{
  const char *host = exchange_host (self);
  guint seconds = MAX (1, (self->deadline_ms + 500) / 1000);
  g_autofree char *cap = g_format_size_full (self->max_body, G_FORMAT_SIZE_IEC_UNITS);

  switch (self->end)
    {
    case END_CANCELLED:
      return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled"));
    case END_DEADLINE:
      return g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                          ngettext ("%s did not answer within %u second. Check the network and "
                                    "try again later.",
                                    "%s did not answer within %u seconds. Check the network and "
                                    "try again later.", seconds),
                          host, seconds);
    case END_TOO_LARGE:
      return g_error_new (PLUG_ERROR, PLUG_ERROR_TOO_LARGE,
                          _("The answer of %s is larger than the %s that are read, so it was "
                            "left unread. Check the account’s base URL."), host, cap);
    case END_FLOOD:
      return g_error_new (PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                          _("%s keeps announcing an answer without giving one. It may not be an "
                            "Open Connectors server; check the account’s base URL."), host);
    case END_RESTARTED:
      return g_error_new (PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                          _("%s asked for the request a second time. It was not sent again, "
                            "because that could do the same thing twice."), host);
    case END_NONE:
    default:
      g_return_val_if_reached (NULL);
    }
}

static GError *
error_for_failure (Exchange     *self,
                   const GError *error)
{
  const char *host = exchange_host (self);

  if (self->end != END_NONE)
    return error_for_end (self);
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    {
      g_autofree char *message = plug_client_explain_certificate (host, self->certificate_flags);

      return g_error_new_literal (error->domain, error->code, message);
    }
  if (error->domain == SOUP_SESSION_ERROR)
    return g_error_new (PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                        _("%s answered with something that is not HTTP. Check the account’s base "
                          "URL."), host);
  return g_error_copy (error);
}

/* Closed with our cancelled cancellable, libsoup drops the connection instead of reading the
 * rest of the body. */
static void
exchange_close (Exchange *self)
{
  if (self->stream != NULL)
    g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, self->cancellable, NULL, NULL);
  g_clear_object (&self->stream);
}

static void
exchange_fail (GTask        *task,
               const GError *error)
{
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GError) reported = error_for_failure (self, error);

  exchange_detach (self);
  g_cancellable_cancel (self->cancellable);
  exchange_close (self);
  g_task_return_error (task, g_steal_pointer (&reported));
}

/* An answer to a request that never left is the answer of a proxy to our CONNECT. */
static gboolean
exchange_refused_by_proxy (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (self->left_us)
    return FALSE;
  error = g_error_new (PLUG_ERROR, PLUG_ERROR_PROXY,
                       _("The network’s proxy did not let the request through to %s (it answered "
                         "%u). Nothing was sent to the tenant. Check the proxy settings of this "
                         "computer, or ask who runs the network."),
                       exchange_host (self), soup_message_get_status (self->message));
  exchange_fail (task, error);
  return TRUE;
}

static void
exchange_succeed (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GBytes *body;

  if (exchange_refused_by_proxy (task))
    return;
  body = plug_spill_steal (&self->body, &error);
  if (body == NULL)
    {
      exchange_fail (task, error);
      return;
    }
  exchange_detach (self);
  exchange_close (self);
  g_task_return_pointer (task, plug_reply_new (self->message, body),
                         (GDestroyNotify) plug_reply_unref);
}

static void
chunk_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Exchange *self = g_task_get_task_data (task);
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (length < 0)
    {
      exchange_fail (task, error);
      return;
    }
  if (length == 0)
    {
      exchange_succeed (task);
      return;
    }
  if (self->body.length + (gsize) length > self->max_body)
    exchange_end (self, END_TOO_LARGE);
  if (self->end != END_NONE)
    {
      exchange_fail (task, NULL);
      return;
    }
  if (!plug_spill_append (&self->body, self->chunk, (gsize) length, &error))
    {
      exchange_fail (task, error);
      return;
    }
  read_more (g_steal_pointer (&task));
}

/* @task: (transfer full) */
static void
read_more (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);

  g_input_stream_read_async (self->stream, self->chunk, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                             self->cancellable, chunk_read_cb, task);
}

/* The announced length only ever ends an exchange early or saves moving bytes about; what is
 * counted is what comes. */
static void
heed_announced_length (Exchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  goffset length = soup_message_headers_get_content_length (headers);

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    return;
  if (length > (goffset) self->max_body)
    exchange_end (self, END_TOO_LARGE);
  else if (length > 0 && (self->body.limit == 0 || (gsize) length <= self->body.limit))
    plug_bytes_reserve (&self->body.bytes, (gsize) length);
}

static void
headers_received_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Exchange *self = g_task_get_task_data (task);

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    {
      exchange_fail (task, error);
      return;
    }
  heed_announced_length (self);
  if (self->end != END_NONE)
    {
      exchange_fail (task, NULL);
      return;
    }
  self->chunk = g_malloc (CHUNK_BYTES);
  read_more (g_steal_pointer (&task));
}

static void
watch_caller (Exchange     *self,
              GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  /* A source rather than g_cancellable_connect(): it runs in our context, never inside
   * somebody's g_cancellable_cancel(), and can be destroyed at any time. */
  self->caller_source = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->caller_source, G_SOURCE_FUNC (caller_cancelled_cb), self, NULL);
  g_source_set_static_name (self->caller_source, "[plugboard] caller_cancelled_cb");
  g_source_attach (self->caller_source, g_main_context_get_thread_default ());
}

static void
watch_clock (Exchange *self,
             guint     deadline_ms)
{
  self->deadline_ms = deadline_ms;
  self->deadline = boot_time () + (gint64) deadline_ms * 1000;
  self->deadline_source = g_timeout_source_new (MIN (deadline_ms, TICK_MS));
  g_source_set_callback (self->deadline_source, deadline_checked_cb, self, NULL);
  g_source_set_static_name (self->deadline_source, "[plugboard] deadline_checked_cb");
  g_source_attach (self->deadline_source, g_main_context_get_thread_default ());
}

static void
watch_message (Exchange *self)
{
  g_signal_connect (self->message, "starting", G_CALLBACK (message_starting_cb), self);
  g_signal_connect (self->message, "restarted", G_CALLBACK (message_restarted_cb), self);
  g_signal_connect (self->message, "got-informational", G_CALLBACK (informational_came_cb), self);
  g_signal_connect (self->message, "accept-certificate", G_CALLBACK (certificate_refused_cb), self);
}

/* plug_exchange_start:
 * @task: (transfer full): returns a PlugReply; its cancellable is the caller's
 * @message: (transfer full): ready to be sent
 * @deadline_ms: for everything, from now
 * @max_body: decoded bytes
 * @max_memory: how many of them stay in memory, the others go to a file; 0 for all
 *
 * Errors: G_IO_ERROR_CANCELLED for the caller's cancellation, G_IO_ERROR_TIMED_OUT for the
 * deadline, %PLUG_ERROR_TOO_LARGE over the cap, %PLUG_ERROR_PROXY when a proxy answered in the
 * tenant's place, %PLUG_ERROR_PROTOCOL for what is not HTTP; otherwise the transport's own. */
void
plug_exchange_start (GTask       *task,
                     SoupSession *session,
                     SoupMessage *message,
                     guint        deadline_ms,
                     gsize        max_body,
                     gsize        max_memory)
{
  Exchange *self = g_new0 (Exchange, 1);

  self->message = message;
  self->cancellable = g_cancellable_new ();
  self->max_body = max_body;
  plug_spill_init (&self->body, max_memory);
  g_task_set_task_data (task, self, (GDestroyNotify) exchange_free);
  watch_message (self);
  watch_caller (self, g_task_get_cancellable (task));
  watch_clock (self, deadline_ms);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, self->cancellable,
                           headers_received_cb, task);
}

/* plug_exchange_left_us:
 * Returns: whether a byte of the request may have left this computer */
gboolean
plug_exchange_left_us (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);

  return self != NULL && self->left_us;
}
