/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page of a list: the body is a bare array, the counts are headers; contract section 2.4. */

#include "config.h"

#include "plug-sandbox-call.h"

#include "plug-sandbox.h"

#include <string.h>

#define TOKEN_PREFIX "sandbox-offset:"

static char *
next_page_new (guint offset)
{
  g_autofree char *text = g_strdup_printf (TOKEN_PREFIX "%u", offset);

  return g_base64_encode ((const guchar *) text, strlen (text));
}

static gboolean
parse_next_page (const char *token,
                 guint      *offset)
{
  g_autofree guchar *bytes = NULL;
  g_autofree char *text = NULL;
  gsize length;
  guint64 number;

  bytes = g_base64_decode (token, &length);
  text = g_strndup ((const char *) bytes, length);
  if (!g_str_has_prefix (text, TOKEN_PREFIX) ||
      !g_ascii_string_to_unsigned (text + strlen (TOKEN_PREFIX), 10, 0, G_MAXUINT, &number, NULL))
    return FALSE;
  *offset = (guint) number;
  return TRUE;
}

static PlugSandboxReply *
read_bounds (PlugSandboxCall *call,
             guint           *offset,
             guint           *size)
{
  g_autofree char *next_page = plug_sandbox_request_dup_argument (call->request, "nextPage");
  g_autofree char *page_size = plug_sandbox_request_dup_argument (call->request, "pageSize");
  guint64 number;

  *offset = 0;
  *size = call->options->page_size;
  if (next_page != NULL && *next_page != '\0' && !parse_next_page (next_page, offset))
    return plug_sandbox_reply_new_error (400, "The nextPage token is not valid.", NULL);
  if (page_size == NULL)
    return NULL;
  if (!g_ascii_string_to_unsigned (page_size, 10, 1, G_MAXUINT, &number, NULL))
    return plug_sandbox_reply_new_error (400, "The pageSize must be a positive number.", NULL);
  *size = MIN (*size, (guint) number);
  return NULL;
}

/* plug_sandbox_page:
 * @total: how many items there are on all pages
 * @make: makes the item at an index; called for those of the page alone
 *
 * Returns: (transfer full): the page which the request asks for */
PlugSandboxReply *
plug_sandbox_page (PlugSandboxCall     *call,
                   guint                total,
                   PlugSandboxMakeItem  make,
                   gpointer             user_data)
{
  guint offset, size, end;
  PlugSandboxReply *reply = read_bounds (call, &offset, &size);
  JsonNode *node;
  JsonArray *page;

  if (reply != NULL)
    return reply;
  offset = MIN (offset, total);
  end = offset + MIN (size, total - offset);
  page = json_array_new ();
  for (guint i = offset; i < end; i++)
    json_array_add_element (page, make (call, i, user_data));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, page);

  reply = plug_sandbox_reply_new_json (node);
  plug_sandbox_reply_set_count (reply, "Elements-Returned-Count", end - offset);
  plug_sandbox_reply_set_count (reply, "Elements-Total-Count", total);
  if (end < total)
    {
      g_autofree char *token = next_page_new (end);

      plug_sandbox_reply_set_header (reply, "Elements-Next-Page-Token", token);
    }
  return reply;
}
