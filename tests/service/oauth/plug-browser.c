/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A browser that is driven by a test, and a program that only looks like one. */

#include "config.h"

#include "plug-browser.h"

#include <libsoup/soup.h>
#include <string.h>

#include "plug-test.h"

/* plug_visit_clear:
 * Frees what is in it. */
void
plug_visit_clear (PlugVisit *visit)
{
  g_free (visit->page);
  g_free (visit->address);
  g_free (visit->policy);
}

static PlugVisit
visit (const char *url,
       gboolean    follow)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  SoupMessageHeaders *headers;
  PlugVisit visited = { 0 };
  gsize length;
  const char *data;

  soup_session_set_proxy_resolver (session, NULL);
  if (!follow)
    soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL,
                                    plug_test_result_cb, &result);
  bytes = soup_session_send_and_read_finish (session, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  headers = soup_message_get_response_headers (message);
  data = g_bytes_get_data (bytes, &length);
  visited.status = soup_message_get_status (message);
  visited.page = length > 0 ? g_strndup (data, length) : g_strdup ("");
  visited.policy = g_strdup (soup_message_headers_get_one (headers, "Content-Security-Policy"));
  visited.address = follow ? g_uri_to_string (soup_message_get_uri (message))
                           : g_strdup (soup_message_headers_get_one (headers, "Location"));
  return visited;
}

/* plug_browser_visit:
 * @url: opened, and where it leads */
PlugVisit
plug_browser_visit (const char *url)
{
  return visit (url, TRUE);
}

static char *
dup_link (const char *page_url,
          const char *verb)
{
  g_auto (GStrv) parts = g_strsplit (page_url, "/authorize?", 2);

  g_assert_nonnull (parts[1]);
  return g_strconcat (parts[0], "/", verb, "?", parts[1], NULL);
}

/* plug_browser_follow:
 * @page_url: the sandbox's page that asks
 * @verb: the link of it that is followed: "allow" or "deny" */
PlugVisit
plug_browser_follow (const char *page_url,
                     const char *verb)
{
  g_autofree char *link = dup_link (page_url, verb);

  return visit (link, TRUE);
}

/* plug_browser_dup_location:
 * Returns: (transfer full): where the link leads, which is not gone to */
char *
plug_browser_dup_location (const char *page_url,
                           const char *verb)
{
  g_autofree char *link = dup_link (page_url, verb);
  g_auto (PlugVisit) visited = visit (link, FALSE);

  g_assert_cmpuint (visited.status, ==, 302);
  return g_steal_pointer (&visited.address);
}

/* plug_browser_say:
 * Returns: (transfer full): all that came back until the other side closed */
char *
plug_browser_say (guint       port,
                  const char *bytes,
                  gsize       length)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GAsyncResult) connected = NULL;
  g_autoptr (GAsyncResult) written = NULL;
  g_autoptr (GAsyncResult) spliced = NULL;
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client, "127.0.0.1", (guint16) port, NULL,
                                         plug_test_result_cb, &connected);
  connection = g_socket_client_connect_to_host_finish (client, plug_test_wait (&connected),
                                                       &error);
  g_assert_no_error (error);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (connection)), bytes,
                                   length, G_PRIORITY_DEFAULT, NULL, plug_test_result_cb,
                                   &written);
  g_output_stream_splice_async (memory, g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                G_OUTPUT_STREAM_SPLICE_NONE, G_PRIORITY_DEFAULT, NULL,
                                plug_test_result_cb, &spliced);
  plug_test_wait (&spliced);
  plug_test_wait (&written);
  /* What is all there is ends in a NUL of its own, also when it is nothing. */
  g_output_stream_write (memory, "", 1, NULL, &error);
  g_assert_no_error (error);
  return g_strdup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)));
}
