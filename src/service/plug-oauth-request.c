/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request read as far as the listener has to: one line, and the Host header. Fuzzed
 * (tests/fuzz/fuzz-callback.c), for anybody on this computer can send one. */

#include "config.h"

#include "plug-oauth-request.h"

#include <string.h>

#include "plug-region.h"

/* plug_oauth_request_find_end:
 * @request: @length bytes, as far as they have come
 * @length: how many
 *
 * Returns: (transfer none) (nullable): the last byte of the empty line that ends the head,
 *   whatever stands before it; NULL while there is none */
const char *
plug_oauth_request_find_end (const char *request,
                             gsize       length)
{
  const char *end = request + length;

  for (const char *at = memchr (request, '\n', length); at != NULL;
       at = memchr (at, '\n', (gsize) (end - at)))
    {
      at++;
      if (at < end && *at == '\r')
        at++;
      if (at < end && *at == '\n')
        return at;
    }
  return NULL;
}

/* The value of the one Host header. Pages of other sites reach the loopback interface under
 * names of their own, and are not to be served. */
static gboolean
is_for_loopback (const char *head,
                 const char *end)
{
  g_autofree char *authority = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GUri) uri = NULL;

  for (const char *line = memchr (head, '\n', (gsize) (end - head)); line != NULL;
       line = memchr (line, '\n', (gsize) (end - line)))
    {
      const char *stop;

      line++;
      stop = memchr (line, '\n', (gsize) (end - line));
      if (stop == NULL)
        stop = end;
      if (stop - line < 5 || g_ascii_strncasecmp (line, "host:", 5) != 0)
        continue;
      if (authority != NULL)
        return FALSE;
      authority = g_strstrip (g_strndup (line + 5, (gsize) (stop - line - 5)));
    }
  if (authority == NULL)
    return FALSE;
  address = g_strconcat ("http://", authority, "/", NULL);
  uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  return uri != NULL && g_uri_get_host (uri) != NULL &&
         plug_host_is_loopback (g_uri_get_host (uri));
}

static gboolean
split_target (const char     *target,
              gsize           length,
              const char     *path,
              const char    **query,
              gsize          *query_length)
{
  gsize path_length = strlen (path);

  if (length < path_length || memcmp (target, path, path_length) != 0 ||
      (length > path_length && target[path_length] != '?'))
    return FALSE;
  *query = target + MIN (length, path_length + 1);
  *query_length = (gsize) (target + length - *query);
  return TRUE;
}

/* plug_oauth_request_read:
 * @request: a head, "GET /callback?code=… HTTP/1.1" and so on
 * @end: what plug_oauth_request_find_end() gave for it
 * @path: the one path there is
 * @query: (out): what stands behind the question mark, in @request; empty when nothing does
 * @query_length: (out): how many bytes of it
 * @refusal: (out): the page for what is no such visit
 *
 * Returns: whether somebody asks for @path by GET, under a name of the loopback interface; else
 *   @refusal is set */
gboolean
plug_oauth_request_read (const char     *request,
                         const char     *end,
                         const char     *path,
                         const char    **query,
                         gsize          *query_length,
                         PlugOAuthPage  *refusal)
{
  const char *line_end = memchr (request, '\n', (gsize) (end - request));
  const char *target = memchr (request, ' ', (gsize) (line_end - request));
  const char *stop;

  *refusal = PLUG_OAUTH_PAGE_BAD;
  if (target == NULL)
    return FALSE;
  target++;
  stop = memchr (target, ' ', (gsize) (line_end - target));
  if (stop == NULL || *target != '/' || line_end - stop < 9 ||
      strncmp (stop, " HTTP/1.", 8) != 0 ||
      memchr (request, '\0', (gsize) (end - request)) != NULL || !is_for_loopback (request, end))
    return FALSE;
  *refusal = PLUG_OAUTH_PAGE_METHOD;
  if (target - request != 4 || strncmp (request, "GET ", 4) != 0)
    return FALSE;
  *refusal = PLUG_OAUTH_PAGE_ELSEWHERE;
  return split_target (target, (gsize) (stop - target), path, query, query_length);
}
