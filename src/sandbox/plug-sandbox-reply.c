/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a request is answered with. */

#include "config.h"

#include "plug-sandbox-reply.h"

#include "plug-json.h"

#include <string.h>

/* plug_sandbox_reply_new:
 * Returns: (transfer full): a reply without a body */
PlugSandboxReply *
plug_sandbox_reply_new (guint status)
{
  PlugSandboxReply *self = g_new0 (PlugSandboxReply, 1);

  self->status = status;
  self->content_type = g_strdup ("application/json;charset=UTF-8");
  self->headers = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/* plug_sandbox_reply_new_json:
 * @json: (transfer full): the body
 *
 * Returns: (transfer full): a reply with status 200, as all that succeeds; contract section 7.4 */
PlugSandboxReply *
plug_sandbox_reply_new_json (JsonNode *json)
{
  PlugSandboxReply *self = plug_sandbox_reply_new (200);

  self->json = json;
  return self;
}

/* plug_sandbox_reply_new_text:
 * Returns: (transfer full): a reply whose body is @text */
PlugSandboxReply *
plug_sandbox_reply_new_text (guint       status,
                             const char *content_type,
                             const char *text)
{
  PlugSandboxReply *self = plug_sandbox_reply_new (status);

  g_free (self->content_type);
  self->content_type = g_strdup (content_type);
  self->text = g_strdup (text);
  return self;
}

/* plug_sandbox_reply_new_error:
 * @provider_message: (nullable): the vendor's own words
 *
 * Returns: (transfer full): a documented error body, whose requestId is set when it is sent;
 *   contract section 7.1 */
PlugSandboxReply *
plug_sandbox_reply_new_error (guint       status,
                              const char *message,
                              const char *provider_message)
{
  PlugSandboxReply *self = plug_sandbox_reply_new (status);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "requestId", "");
  json_object_set_string_member (object, "message", message);
  if (provider_message != NULL)
    json_object_set_string_member (object, "providerMessage", provider_message);
  self->json = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (self->json, object);
  return self;
}

/* plug_sandbox_reply_free:
 * @self: (nullable) (transfer full): freed */
void
plug_sandbox_reply_free (PlugSandboxReply *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->text);
  g_free (self->content_type);
  g_ptr_array_unref (self->headers);
  g_free (self);
}

/* plug_sandbox_reply_set_header:
 * @value: (nullable): NULL takes the header away */
void
plug_sandbox_reply_set_header (PlugSandboxReply *self,
                               const char       *name,
                               const char       *value)
{
  for (guint i = 0; i < self->headers->len; i += 2)
    {
      if (g_ascii_strcasecmp (g_ptr_array_index (self->headers, i), name) == 0)
        {
          g_ptr_array_remove_range (self->headers, i, 2);
          break;
        }
    }
  if (value == NULL)
    return;
  g_ptr_array_add (self->headers, g_strdup (name));
  g_ptr_array_add (self->headers, g_strdup (value));
}

/* plug_sandbox_reply_get_header:
 * Returns: (transfer none) (nullable): the header's value */
const char *
plug_sandbox_reply_get_header (PlugSandboxReply *self,
                               const char       *name)
{
  for (guint i = 0; i < self->headers->len; i += 2)
    {
      if (g_ascii_strcasecmp (g_ptr_array_index (self->headers, i), name) == 0)
        return g_ptr_array_index (self->headers, i + 1);
    }
  return NULL;
}

/* plug_sandbox_reply_set_count:
 * Sets a header that holds a number. */
void
plug_sandbox_reply_set_count (PlugSandboxReply *self,
                              const char       *name,
                              guint             count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);

  plug_sandbox_reply_set_header (self, name, text);
}

/* plug_sandbox_reply_set_request_id:
 * Names the request in the header and, in an error, in the body. */
void
plug_sandbox_reply_set_request_id (PlugSandboxReply *self,
                                   const char       *request_id)
{
  plug_sandbox_reply_set_header (self, "Elements-Request-Id", request_id);
  if (self->json != NULL && JSON_NODE_HOLDS_OBJECT (self->json) &&
      json_object_has_member (json_node_get_object (self->json), "requestId"))
    json_object_set_string_member (json_node_get_object (self->json), "requestId", request_id);
}

/* plug_sandbox_reply_dup_body:
 * @length: (out): in bytes
 *
 * Returns: (transfer full): the body as it is sent */
char *
plug_sandbox_reply_dup_body (PlugSandboxReply *self,
                             gsize            *length)
{
  char *body;

  if (self->json != NULL)
    body = plug_json_to_string (self->json, FALSE);
  else
    body = g_strdup (self->text != NULL ? self->text : "");
  *length = strlen (body);
  return body;
}
