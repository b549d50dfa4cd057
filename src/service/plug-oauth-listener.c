/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugOAuthListener: where browsers come back to. Nothing of a request is logged or kept. */

#include "config.h"

#include "plug-oauth-listener.h"

#include <string.h>

#include "plug-oauth-request.h"
#include "plug-region.h"

#define PATIENCE_MS 10000

struct _PlugOAuthListener {
  GObject parent_instance;

  PlugOAuthVisited visited;
  gpointer user_data;
  GSocketService *service;
  char *path;
  guint port;
  guint patience_ms;
  GQueue visits; /* Visit, the oldest first */
};

G_DEFINE_FINAL_TYPE (PlugOAuthListener, plug_oauth_listener, G_TYPE_OBJECT)

/* One connection. Each has a reference of the operation under way on it, and one of the list. */
typedef struct {
  gatomicrefcount ref_count;
  PlugOAuthListener *listener; /* (nullable): NULL when it is over */
  GSocketConnection *connection;
  GCancellable *cancellable;
  GSource *deadline;
  char *request;
  gsize length;
  GBytes *reply;
} Visit;

static void read_more (Visit *visit);

static Visit *
visit_ref (Visit *visit)
{
  g_atomic_ref_count_inc (&visit->ref_count);
  return visit;
}

static void
visit_unref (Visit *visit)
{
  if (!g_atomic_ref_count_dec (&visit->ref_count))
    return;
  explicit_bzero (visit->request, PLUG_OAUTH_MAX_REQUEST);
  g_free (visit->request);
  g_clear_pointer (&visit->reply, g_bytes_unref);
  g_object_unref (visit->cancellable);
  g_object_unref (visit->connection);
  g_free (visit);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visit, visit_unref)

/* Whatever is under way on it ends with a cancellation. */
static void
visit_end (Visit *visit)
{
  PlugOAuthListener *self = g_steal_pointer (&visit->listener);

  if (self == NULL)
    return;
  g_source_destroy (visit->deadline);
  g_clear_pointer (&visit->deadline, g_source_unref);
  g_cancellable_cancel (visit->cancellable);
  g_socket_close (g_socket_connection_get_socket (visit->connection), NULL);
  g_queue_remove (&self->visits, visit);
  visit_unref (visit);
}

static gboolean
too_slow_cb (gpointer user_data)
{
  visit_end (user_data);
  return G_SOURCE_REMOVE;
}

static PlugOAuthPage
answer_request (Visit      *visit,
                const char *end)
{
  PlugOAuthListener *self = visit->listener;
  const char *query;
  gsize length;
  PlugOAuthPage refusal;

  if (!plug_oauth_request_read (visit->request, end, self->path, &query, &length, &refusal))
    return refusal;
  return self->visited (query, length, self->user_data);
}

/* The answer */

/* What still comes is read and thrown away: a connection closed over unread bytes is reset, and
 * takes the answer with it. */
static void
rest_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Visit) visit = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (n > 0 && visit->listener != NULL)
    g_input_stream_read_async (G_INPUT_STREAM (source), visit->request, PLUG_OAUTH_MAX_REQUEST,
                               G_PRIORITY_LOW, visit->cancellable, rest_read_cb,
                               visit_ref (visit));
  else
    visit_end (visit);
}

static void
replied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Visit) visit = user_data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (visit->connection));

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL) ||
      visit->listener == NULL)
    {
      visit_end (visit);
      return;
    }
  g_socket_shutdown (g_socket_connection_get_socket (visit->connection), FALSE, TRUE, NULL);
  g_input_stream_read_async (input, visit->request, PLUG_OAUTH_MAX_REQUEST, G_PRIORITY_LOW,
                             visit->cancellable, rest_read_cb, visit_ref (visit));
}

static void
reply (Visit         *visit,
       PlugOAuthPage  page)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (visit->connection));
  gsize length;
  const char *data;

  visit->reply = plug_oauth_page_build (page);
  data = g_bytes_get_data (visit->reply, &length);
  g_output_stream_write_all_async (output, data, length, G_PRIORITY_DEFAULT, visit->cancellable,
                                   replied_cb, visit_ref (visit));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Visit) visit = user_data;
  g_autoptr (PlugOAuthListener) self = NULL; /* whoever is told may drop it */
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  const char *end;

  if (n <= 0 || visit->listener == NULL)
    {
      visit_end (visit);
      return;
    }
  self = g_object_ref (visit->listener);
  visit->length += (gsize) n;
  end = plug_oauth_request_find_end (visit->request, visit->length);
  if (end != NULL)
    reply (visit, answer_request (visit, end));
  else if (visit->length == PLUG_OAUTH_MAX_REQUEST)
    reply (visit, PLUG_OAUTH_PAGE_TOO_LARGE);
  else
    read_more (visit);
}

static void
read_more (Visit *visit)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (visit->connection));

  g_input_stream_read_async (input, visit->request + visit->length,
                             PLUG_OAUTH_MAX_REQUEST - visit->length, G_PRIORITY_DEFAULT,
                             visit->cancellable, read_cb, visit_ref (visit));
}

/* Whoever holds connections open without a word makes room for the next. */
static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  PlugOAuthListener *self = user_data;
  Visit *visit = g_new0 (Visit, 1);

  while (self->visits.length >= PLUG_OAUTH_MAX_VISITS)
    visit_end (self->visits.head->data);
  g_atomic_ref_count_init (&visit->ref_count);
  visit->listener = self;
  visit->connection = g_object_ref (connection);
  visit->cancellable = g_cancellable_new ();
  visit->request = g_malloc (PLUG_OAUTH_MAX_REQUEST);
  visit->deadline = g_timeout_source_new (self->patience_ms);
  g_source_set_callback (visit->deadline, too_slow_cb, visit, NULL);
  g_source_attach (visit->deadline, g_main_context_get_thread_default ());
  g_queue_push_tail (&self->visits, visit);
  read_more (visit);
  return TRUE;
}

static void
plug_oauth_listener_finalize (GObject *object)
{
  PlugOAuthListener *self = PLUG_OAUTH_LISTENER (object);

  plug_oauth_listener_stop (self);
  g_free (self->path);
  G_OBJECT_CLASS (plug_oauth_listener_parent_class)->finalize (object);
}

static void
plug_oauth_listener_class_init (PlugOAuthListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_oauth_listener_finalize;
}

static void
plug_oauth_listener_init (PlugOAuthListener *self)
{
  g_queue_init (&self->visits);
  self->patience_ms = PATIENCE_MS;
}

/* plug_oauth_listener_new:
 * @visited: says which page a visitor gets
 *
 * Returns: (transfer full): a listener that does not listen yet */
PlugOAuthListener *
plug_oauth_listener_new (PlugOAuthVisited visited,
                         gpointer         user_data)
{
  PlugOAuthListener *self = g_object_new (PLUG_TYPE_OAUTH_LISTENER, NULL);

  self->visited = visited;
  self->user_data = user_data;
  return self;
}

/* 127.0.0.1 has to be had; ::1 is had where a browser may mean it. */
static gboolean
add_addresses (PlugOAuthListener  *self,
               const char         *host,
               guint               port,
               GError            **error)
{
  GSocketListener *listener = G_SOCKET_LISTENER (self->service);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GSocketAddress) other = NULL;

  if (!g_socket_listener_add_address (listener, address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, error))
    return FALSE;
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  if (!g_str_equal (host, "127.0.0.1"))
    {
      other = g_inet_socket_address_new_from_string ("::1", self->port);
      g_socket_listener_add_address (listener, other, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                     NULL, NULL, NULL);
    }
  return TRUE;
}

/* plug_oauth_listener_listen:
 * @host: the loopback interface's, by any of its names
 * @port: 0 for a free one
 * @path: the one path there is, as it stands in a request
 *
 * Where it listens already, only the path changes.
 *
 * Returns: whether it listens; else %G_IO_ERROR_ADDRESS_IN_USE and the like */
gboolean
plug_oauth_listener_listen (PlugOAuthListener  *self,
                            const char         *host,
                            guint               port,
                            const char         *path,
                            GError            **error)
{
  g_return_val_if_fail (PLUG_IS_OAUTH_LISTENER (self), FALSE);
  g_return_val_if_fail (plug_host_is_loopback (host) && port <= G_MAXUINT16, FALSE);

  if (self->service == NULL || self->port != port || port == 0)
    {
      plug_oauth_listener_stop (self);
      self->service = g_socket_service_new ();
      if (!add_addresses (self, host, port, error))
        {
          plug_oauth_listener_stop (self);
          return FALSE;
        }
      g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
    }
  g_free (self->path);
  self->path = g_strdup (path);
  return TRUE;
}

/* plug_oauth_listener_get_port:
 * Returns: where it listens, 0 while it does not */
guint
plug_oauth_listener_get_port (PlugOAuthListener *self)
{
  g_return_val_if_fail (PLUG_IS_OAUTH_LISTENER (self), 0);

  return self->port;
}

/* plug_oauth_listener_set_patience:
 * @milliseconds: how long one visit may take, all in all */
void
plug_oauth_listener_set_patience (PlugOAuthListener *self,
                                  guint              milliseconds)
{
  g_return_if_fail (PLUG_IS_OAUTH_LISTENER (self));

  self->patience_ms = milliseconds;
}

/* plug_oauth_listener_stop:
 * Gives the port back and ends every visit. */
void
plug_oauth_listener_stop (PlugOAuthListener *self)
{
  g_return_if_fail (PLUG_IS_OAUTH_LISTENER (self));

  while (self->visits.length > 0)
    visit_end (self->visits.head->data);
  if (self->service != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->service, self);
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    }
  g_clear_object (&self->service);
  self->port = 0;
}
