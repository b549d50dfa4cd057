/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugFaultServer: a server on a loopback socket that breaks the rules of HTTP on demand. */

#include "config.h"

#include "plug-fault-server.h"

#include <string.h>
#include <sys/socket.h>

#include "plug-test.h"

#define DRIP_MS      20
#define PAGE_BYTES   65536
#define BOMB_BYTES   (256 * 1024 * 1024)
#define DEFAULT_BODY "{\"id\":1,\"name\":\"x\",\"token\":\"dG9rZW4=\"}"

struct _PlugFaultServer {
  GSocketListener *listener;
  GTlsCertificate *certificate;
  GCancellable *stopped;
  GThread *acceptor;
  guint16 port;
  GMutex mutex;
  /* under the mutex */
  GPtrArray *workers;   /* GThread */
  GPtrArray *requests;  /* as they came, header and body */
  GQueue answers;       /* the last one stays */
  char *body;
  PlugFault fault;
  guint n_connections;
  guint n_open;         /* connections that neither side has ended */
};

/* One connection; base is the socket's stream, stream that or TLS on top of it. */
typedef struct {
  PlugFaultServer *server;
  GSocketConnection *connection;
  GIOStream *stream;
  PlugFault fault;
  char *answer;
  char *body;
} Visit;

static void
visit_free (Visit *visit)
{
  g_clear_object (&visit->stream);
  g_clear_object (&visit->connection);
  g_free (visit->answer);
  g_free (visit->body);
  g_free (visit);
}

static gboolean
put (Visit      *visit,
     const void *data,
     gsize       length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (visit->stream), data, length,
                                    NULL, visit->server->stopped, NULL);
}

static gboolean
put_text (Visit      *visit,
          const char *text)
{
  return put (visit, text, strlen (text));
}

/* TRUE while nobody went away. */
static gboolean
linger (Visit *visit,
        gint64 microseconds)
{
  return !g_socket_condition_timed_wait (g_socket_connection_get_socket (visit->connection),
                                         G_IO_HUP | G_IO_ERR, microseconds,
                                         visit->server->stopped, NULL) &&
         !g_cancellable_is_cancelled (visit->server->stopped);
}

static void
hang (Visit *visit)
{
  g_autofree char *rest = g_malloc (PAGE_BYTES);
  GSocket *socket = g_socket_connection_get_socket (visit->connection);

  while (g_socket_receive (socket, rest, PAGE_BYTES, visit->server->stopped, NULL) > 0)
    continue;
}

static void
reset (Visit *visit)
{
  GSocket *socket = g_socket_connection_get_socket (visit->connection);
  struct linger now = { 1, 0 };

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  g_socket_close (socket, NULL);
}

/* The socket alone, so that TLS says no goodbye. */
static void
hang_up (Visit *visit)
{
  g_socket_close (g_socket_connection_get_socket (visit->connection), NULL);
}

static gsize
content_length (const char *head)
{
  g_autofree char *folded = g_ascii_strdown (head, -1);
  const char *line = strstr (folded, "\r\ncontent-length:");

  if (line == NULL)
    return 0;
  return (gsize) g_ascii_strtoull (line + strlen ("\r\ncontent-length:"), NULL, 10);
}

/* NULL when the peer went away before its request was whole. */
static char *
read_request (Visit *visit)
{
  g_autoptr (GString) request = g_string_new (NULL);
  GInputStream *input = g_io_stream_get_input_stream (visit->stream);
  g_autofree char *piece = g_malloc (PAGE_BYTES);

  for (;;)
    {
      const char *end = strstr (request->str, "\r\n\r\n");
      gssize length;

      if (end != NULL && request->len >= (gsize) (end + 4 - request->str) +
                                         content_length (request->str))
        return g_string_free (g_steal_pointer (&request), FALSE);
      length = g_input_stream_read (input, piece, PAGE_BYTES, visit->server->stopped, NULL);
      if (length <= 0)
        return NULL;
      g_string_append_len (request, piece, length);
    }
}

static void
note_request (Visit *visit,
              char  *request)
{
  PlugFaultServer *self = visit->server;

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->requests, request);
  visit->fault = self->fault;
  visit->body = g_strdup (self->body);
  if (self->answers.length > 1)
    visit->answer = g_queue_pop_head (&self->answers);
  else if (self->answers.length == 1)
    visit->answer = g_strdup (g_queue_peek_head (&self->answers));
  g_mutex_unlock (&self->mutex);
}

static void
put_head (Visit      *visit,
          const char *headers)
{
  put_text (visit, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
  put_text (visit, headers);
  put_text (visit, "\r\n");
}

static void
short_length (Visit *visit)
{
  g_autofree char *header = g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT "\r\n",
                                             strlen (visit->body) + 100);

  put_head (visit, header);
  put_text (visit, visit->body);
}

static void
short_chunk (Visit *visit)
{
  g_autofree char *size = g_strdup_printf ("%" G_GINT64_MODIFIER "x\r\n",
                                           (guint64) strlen (visit->body) + 100);

  put_head (visit, "Transfer-Encoding: chunked\r\n");
  put_text (visit, size);
  put_text (visit, visit->body);
}

/* Half of the body in a chunk that is whole. */
static void
short_chunks (Visit *visit)
{
  gsize half = strlen (visit->body) / 2;
  g_autofree char *size = g_strdup_printf ("%" G_GINT64_MODIFIER "x\r\n", (guint64) half);

  put_head (visit, "Transfer-Encoding: chunked\r\n");
  put_text (visit, size);
  put (visit, visit->body, half);
  put_text (visit, "\r\n");
}

static void
eof_body (Visit *visit)
{
  put_head (visit, "Connection: close\r\n");
  put (visit, visit->body, strlen (visit->body) / 2);
}

static void
drip (Visit *visit)
{
  put_head (visit, "Content-Length: 1000000\r\n");
  while (put_text (visit, " ") && linger (visit, DRIP_MS * 1000))
    continue;
}

static void
bomb (Visit *visit)
{
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) packed = g_converter_output_stream_new (memory, G_CONVERTER (gzip));
  g_autofree char *page = g_malloc (PAGE_BYTES);
  g_autofree char *header = NULL;
  gsize length;

  memset (page, ' ', PAGE_BYTES);
  for (gsize i = 0; i < BOMB_BYTES / PAGE_BYTES; i++)
    g_output_stream_write_all (packed, page, PAGE_BYTES, NULL, NULL, NULL);
  g_output_stream_close (packed, NULL, NULL);
  length = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory));
  header = g_strdup_printf ("Content-Encoding: gzip\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n",
                            length);
  put_head (visit, header);
  put (visit, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)), length);
}

static void
endless (Visit *visit)
{
  g_autofree char *page = g_malloc (PAGE_BYTES);

  memset (page, ' ', PAGE_BYTES);
  put_head (visit, "Connection: close\r\n");
  while (put (visit, page, PAGE_BYTES))
    continue;
}

static void
lying_length (Visit *visit)
{
  put_head (visit, "Content-Length: 1073741824\r\n");
  put_text (visit, visit->body);
  hang (visit);
}

static void
repeat (Visit      *visit,
        const char *first,
        const char *text)
{
  put_text (visit, first);
  while (put_text (visit, text))
    continue;
}

static void
portal (Visit *visit)
{
  g_autofree char *hello = g_malloc (PAGE_BYTES);

  put_text (visit, "HTTP/1.1 200 Connection established\r\n\r\n");
  g_input_stream_read (g_io_stream_get_input_stream (visit->stream), hello, PAGE_BYTES,
                       visit->server->stopped, NULL);
  put_text (visit, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Sign in</html>");
}

static const struct {
  PlugFault fault;
  const char *name;
  void (*perform) (Visit *visit);
} performances[] = {
  { PLUG_FAULT_RESET, "reset", reset },
  { PLUG_FAULT_NO_ANSWER, "no-answer", hang_up },
  { PLUG_FAULT_HANG, "hang", hang },
  { PLUG_FAULT_SHORT_LENGTH, "short-length", short_length },
  { PLUG_FAULT_SHORT_CHUNK, "short-chunk", short_chunk },
  { PLUG_FAULT_SHORT_CHUNKS, "short-chunks", short_chunks },
  { PLUG_FAULT_EOF_BODY, "eof-body", eof_body },
  { PLUG_FAULT_DRIP, "drip", drip },
  { PLUG_FAULT_BOMB, "bomb", bomb },
  { PLUG_FAULT_ENDLESS, "endless", endless },
  { PLUG_FAULT_LYING_LENGTH, "lying-length", lying_length },
  { PLUG_FAULT_PORTAL, "portal", portal },
};

static const struct {
  PlugFault fault;
  const char *name;
  const char *first;
  const char *repeated; /* (nullable) */
} recitals[] = {
  { PLUG_FAULT_HEADER_ONLY, "header-only", "HTTP/1.1 200 OK\r\nContent-Type: appli", NULL },
  { PLUG_FAULT_GARBAGE, "garbage", "\001\002\377 this is no HTTP\r\n\r\n", NULL },
  { PLUG_FAULT_HUGE_HEADERS, "huge-headers", "HTTP/1.1 200 OK\r\n",
    "X-Filler: aaaaaaaaaaaaaaaa\r\n" },
  { PLUG_FAULT_INFORMATIONAL, "informational", "", "HTTP/1.1 100 Continue\r\n\r\n" },
  { PLUG_FAULT_SWITCH, "switch", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n"
                                 "Connection: upgrade\r\n\r\n", NULL },
};

/* plug_fault_to_string:
 * Returns: (transfer none): a word for names of tests */
const char *
plug_fault_to_string (PlugFault fault)
{
  for (gsize i = 0; i < G_N_ELEMENTS (performances); i++)
    {
      if (performances[i].fault == fault)
        return performances[i].name;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (recitals); i++)
    {
      if (recitals[i].fault == fault)
        return recitals[i].name;
    }
  if (fault == PLUG_FAULT_HANG_AT_ONCE)
    return "hang-at-once";
  return fault == PLUG_FAULT_CLOSE_AT_ONCE ? "close-at-once" : "none";
}

static void
perform (Visit *visit)
{
  if (visit->fault == PLUG_FAULT_NONE)
    put_text (visit, visit->answer != NULL ? visit->answer : "HTTP/1.1 204 No Content\r\n\r\n");
  for (gsize i = 0; i < G_N_ELEMENTS (performances); i++)
    {
      if (performances[i].fault == visit->fault)
        performances[i].perform (visit);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (recitals); i++)
    {
      if (recitals[i].fault == visit->fault && recitals[i].repeated != NULL)
        repeat (visit, recitals[i].first, recitals[i].repeated);
      else if (recitals[i].fault == visit->fault)
        put_text (visit, recitals[i].first);
    }
}

/* HTTP/2 is offered so that it shows when somebody takes it. */
static gboolean
start_tls (Visit *visit)
{
  static const char *const protocols[] = { "h2", "http/1.1", NULL };
  g_autoptr (GIOStream) tls = NULL;

  if (visit->server->certificate == NULL)
    return TRUE;
  tls = g_tls_server_connection_new (visit->stream, visit->server->certificate, NULL);
  if (tls == NULL)
    return FALSE;
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), visit->server->stopped, NULL))
    return FALSE;
  g_set_object (&visit->stream, tls);
  return TRUE;
}

static gpointer
visit_thread (gpointer user_data)
{
  Visit *visit = user_data;
  char *request = NULL;

  if (visit->fault == PLUG_FAULT_HANG_AT_ONCE)
    hang (visit);
  else if (visit->fault != PLUG_FAULT_CLOSE_AT_ONCE && start_tls (visit))
    request = read_request (visit);
  if (request != NULL)
    {
      note_request (visit, request);
      perform (visit);
      if (visit->fault == PLUG_FAULT_NONE)
        g_io_stream_close (visit->stream, NULL, NULL);
    }
  hang_up (visit);
  g_mutex_lock (&visit->server->mutex);
  visit->server->n_open--;
  g_mutex_unlock (&visit->server->mutex);
  visit_free (visit);
  return NULL;
}

static gpointer
accept_thread (gpointer user_data)
{
  PlugFaultServer *self = user_data;
  GSocketConnection *connection;

  while ((connection = g_socket_listener_accept (self->listener, NULL, self->stopped,
                                                 NULL)) != NULL)
    {
      Visit *visit = g_new0 (Visit, 1);

      visit->server = self;
      visit->connection = connection;
      visit->stream = g_object_ref (G_IO_STREAM (connection));
      g_mutex_lock (&self->mutex);
      visit->fault = self->fault;
      self->n_connections++;
      self->n_open++;
      g_ptr_array_add (self->workers, g_thread_new ("visit", visit_thread, visit));
      g_mutex_unlock (&self->mutex);
    }
  return NULL;
}

/* plug_fault_server_new:
 * @certificate: (nullable): for TLS
 *
 * Returns: (transfer full): a server that listens on a free port of 127.0.0.1 */
PlugFaultServer *
plug_fault_server_new (GTlsCertificate *certificate)
{
  PlugFaultServer *self = g_new0 (PlugFaultServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  g_queue_init (&self->answers);
  self->workers = g_ptr_array_new ();
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->body = g_strdup (DEFAULT_BODY);
  self->stopped = g_cancellable_new ();
  g_set_object (&self->certificate, certificate);
  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (self->listener, any_port, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  self->acceptor = g_thread_new ("accept", accept_thread, self);
  return self;
}

/* plug_fault_server_free:
 * Ends its threads and waits for them. */
void
plug_fault_server_free (PlugFaultServer *self)
{
  g_cancellable_cancel (self->stopped);
  g_thread_join (self->acceptor);
  for (guint i = 0; i < self->workers->len; i++)
    g_thread_join (g_ptr_array_index (self->workers, i));
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->stopped);
  g_clear_object (&self->certificate);
  g_ptr_array_unref (self->workers);
  g_ptr_array_unref (self->requests);
  g_queue_clear_full (&self->answers, g_free);
  g_free (self->body);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* plug_fault_server_get_port:
 * Returns: where it listens */
guint16
plug_fault_server_get_port (PlugFaultServer *self)
{
  return self->port;
}

/* plug_fault_server_dup_base_url:
 * Returns: (transfer full): a normal base URL, http: or https: */
char *
plug_fault_server_dup_base_url (PlugFaultServer *self)
{
  return g_strdup_printf ("%s://127.0.0.1:%u/elements/api-v2",
                          self->certificate != NULL ? "https" : "http", self->port);
}

/* plug_fault_server_set_fault:
 * @fault: for every connection from now on */
void
plug_fault_server_set_fault (PlugFaultServer *self,
                             PlugFault        fault)
{
  g_mutex_lock (&self->mutex);
  self->fault = fault;
  g_mutex_unlock (&self->mutex);
}

/* plug_fault_server_set_body:
 * @body: what those faults send that cut a body short */
void
plug_fault_server_set_body (PlugFaultServer *self,
                            const char      *body)
{
  g_mutex_lock (&self->mutex);
  g_free (self->body);
  self->body = g_strdup (body);
  g_mutex_unlock (&self->mutex);
}

/* plug_fault_server_add_answer:
 * @headers: (nullable): lines that end in CRLF, beside Content-Length and Connection
 * @body: (nullable): of the answer
 *
 * Answers are given in the order they were added; the last one is given again and again. */
void
plug_fault_server_add_answer (PlugFaultServer *self,
                              guint            status,
                              const char      *headers,
                              const char      *body)
{
  gsize length = body != NULL ? strlen (body) : 0;
  char *answer = g_strdup_printf ("HTTP/1.1 %u Status\r\nConnection: close\r\n"
                                  "Content-Length: %" G_GSIZE_FORMAT "\r\n%s\r\n%s",
                                  status, length, headers != NULL ? headers : "",
                                  body != NULL ? body : "");

  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->answers, answer);
  g_mutex_unlock (&self->mutex);
}

/* plug_fault_server_count_arrivals:
 * @method: (nullable): NULL for all
 *
 * Returns: how many whole requests arrived */
guint
plug_fault_server_count_arrivals (PlugFaultServer *self,
                                  const char      *method)
{
  g_autofree char *start = method != NULL ? g_strconcat (method, " ", NULL) : g_strdup ("");
  guint n = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->requests->len; i++)
    n += g_str_has_prefix (g_ptr_array_index (self->requests, i), start) ? 1 : 0;
  g_mutex_unlock (&self->mutex);
  return n;
}

/* plug_fault_server_count_connections:
 * Returns: how many connections were made, whether or not a request came with them */
guint
plug_fault_server_count_connections (PlugFaultServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_connections;
  g_mutex_unlock (&self->mutex);
  return n;
}

/* plug_fault_server_dup_request:
 * Returns: (transfer full) (nullable): the request that arrived as number @index, as it came */
char *
plug_fault_server_dup_request (PlugFaultServer *self,
                               guint            index)
{
  char *request = NULL;

  g_mutex_lock (&self->mutex);
  if (index < self->requests->len)
    request = g_strdup (g_ptr_array_index (self->requests, index));
  g_mutex_unlock (&self->mutex);
  return request;
}

static gboolean
woken_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* The threads know nothing of the main context, so it looks every few milliseconds. */
static void
spin_until (PlugFaultServer *self,
            gboolean       (*done) (gpointer))
{
  guint ticker = g_timeout_add (5, woken_cb, NULL);

  plug_test_spin_until (done, self);
  g_source_remove (ticker);
}

static gboolean
has_arrived (gpointer user_data)
{
  return plug_fault_server_count_arrivals (user_data, NULL) > 0;
}

/* plug_fault_server_wait_arrival:
 * Runs the main context until a request has arrived. */
void
plug_fault_server_wait_arrival (PlugFaultServer *self)
{
  spin_until (self, has_arrived);
}

static gboolean
is_closed (gpointer user_data)
{
  PlugFaultServer *self = user_data;
  gboolean closed;

  g_mutex_lock (&self->mutex);
  closed = self->n_open == 0;
  g_mutex_unlock (&self->mutex);
  return closed;
}

/* plug_fault_server_wait_closed:
 * Runs the main context until no connection is open: those that hang or have no end stay until
 * the client drops them. */
void
plug_fault_server_wait_closed (PlugFaultServer *self)
{
  spin_until (self, is_closed);
}
