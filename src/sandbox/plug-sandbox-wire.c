/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a reply leaves: through libsoup when it is to be right, past it when it is to be wrong. */

#include "config.h"

#include "plug-sandbox-wire.h"

#include <sys/socket.h>

/* plug_sandbox_cut_from_string:
 * @text: (nullable): "length", "close", "chunk" or "eof"
 *
 * Returns: where the reply is cut, by its length when @text is none of them */
PlugSandboxCut
plug_sandbox_cut_from_string (const char *text)
{
  if (g_strcmp0 (text, "chunk") == 0)
    return PLUG_SANDBOX_CUT_CHUNK;
  if (g_strcmp0 (text, "close") == 0)
    return PLUG_SANDBOX_CUT_CLOSE;
  if (g_strcmp0 (text, "eof") == 0)
    return PLUG_SANDBOX_CUT_EOF;
  return PLUG_SANDBOX_CUT_LENGTH;
}

/* plug_sandbox_wire_send:
 * Answers a paused message as it should be. */
void
plug_sandbox_wire_send (SoupServerMessage *message,
                        PlugSandboxReply  *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  gsize length;
  g_autofree char *body = plug_sandbox_reply_dup_body (reply, &length);

  for (guint i = 0; i < reply->headers->len; i += 2)
    soup_message_headers_replace (headers, g_ptr_array_index (reply->headers, i),
                                  g_ptr_array_index (reply->headers, i + 1));
  soup_server_message_set_status (message, reply->status, NULL);
  if (length > 0)
    soup_server_message_set_response (message, reply->content_type, SOUP_MEMORY_TAKE,
                                      g_steal_pointer (&body), length);
  soup_server_message_unpause (message);
}

static void
append_head (GString          *wire,
             PlugSandboxReply *reply,
             PlugSandboxCut    cut,
             gsize             length)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);

  g_string_append_printf (wire, "HTTP/1.1 %u %s\r\nDate: %s\r\nContent-Type: %s\r\n",
                          reply->status, soup_status_get_phrase (reply->status), date,
                          reply->content_type);
  for (guint i = 0; i < reply->headers->len; i += 2)
    g_string_append_printf (wire, "%s: %s\r\n",
                            (const char *) g_ptr_array_index (reply->headers, i),
                            (const char *) g_ptr_array_index (reply->headers, i + 1));
  if (cut == PLUG_SANDBOX_CUT_CHUNK)
    g_string_append (wire, "Transfer-Encoding: chunked\r\n");
  else if (cut != PLUG_SANDBOX_CUT_EOF)
    g_string_append_printf (wire, "Content-Length: %" G_GSIZE_FORMAT "\r\n", length);
  if (cut == PLUG_SANDBOX_CUT_CLOSE || cut == PLUG_SANDBOX_CUT_EOF)
    g_string_append (wire, "Connection: close\r\n");
  g_string_append (wire, "\r\n");
}

/* plug_sandbox_wire_format:
 * Returns: (transfer full): the whole answer as bytes, cut in the middle of its body unless @cut
 *   is PLUG_SANDBOX_CUT_NONE */
GBytes *
plug_sandbox_wire_format (PlugSandboxReply *reply,
                          PlugSandboxCut    cut)
{
  GString *wire = g_string_new (NULL);
  gsize length;
  g_autofree char *body = plug_sandbox_reply_dup_body (reply, &length);
  gsize part = cut == PLUG_SANDBOX_CUT_NONE ? length : length / 2;

  append_head (wire, reply, cut, length);
  if (cut == PLUG_SANDBOX_CUT_CHUNK)
    g_string_append_printf (wire, "%" G_GSIZE_MODIFIER "x\r\n", part);
  g_string_append_len (wire, body, (gssize) part);
  if (cut == PLUG_SANDBOX_CUT_CHUNK)
    g_string_append (wire, "\r\n");
  return g_string_free_to_bytes (wire);
}

/* plug_sandbox_wire_take:
 * @socket: (out) (transfer full) (nullable): below the stream
 *
 * Takes a paused message's connection away from libsoup, which forgets it.
 *
 * Returns: (transfer full): the connection, to be written to and closed */
GIOStream *
plug_sandbox_wire_take (SoupServerMessage  *message,
                        GSocket           **socket)
{
  GSocket *own = soup_server_message_get_socket (message);

  *socket = own != NULL ? g_object_ref (own) : NULL;
  return soup_server_message_steal_connection (message);
}

/* plug_sandbox_wire_drop:
 * @reset: with RST instead of FIN
 *
 * Ends the connection below any TLS, so that nothing announces it. */
void
plug_sandbox_wire_drop (GSocket  *socket,
                        gboolean  reset)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  if (reset)
    setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  g_socket_close (socket, NULL);
}
