/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugReply: what came back over HTTP, and bytes that are wiped when they go. */

#include "config.h"

#include "plug-client-private.h"

#include <string.h>

#define FIRST_ALLOCATION 4096

struct _PlugReply {
  gatomicrefcount ref_count;
  guint status;
  char *reason;
  SoupMessageHeaders *headers;
  GBytes *body;
};

G_DEFINE_BOXED_TYPE (PlugReply, plug_reply, plug_reply_ref, plug_reply_unref)

static void
wipe_and_free (guint8 *data,
               gsize   length)
{
  if (data != NULL)
    explicit_bzero (data, length);
  g_free (data);
}

/* realloc() would leave a copy of what was there behind. */
static void
grow (PlugBytes *self,
      gsize      needed)
{
  gsize allocated = MAX (MAX (2 * self->allocated, FIRST_ALLOCATION), needed);
  guint8 *data = g_malloc (allocated);

  if (self->length > 0)
    memcpy (data, self->data, self->length);
  wipe_and_free (self->data, self->length);
  self->data = data;
  self->allocated = allocated;
}

/* plug_bytes_reserve:
 * Makes room for @length bytes at once, so that they need not be moved again and again. */
void
plug_bytes_reserve (PlugBytes *self,
                    gsize      length)
{
  if (length > self->allocated)
    grow (self, length);
}

/* plug_bytes_append:
 * Copies @length bytes of @data to the end of @self, which may start as all zeros. */
void
plug_bytes_append (PlugBytes     *self,
                   gconstpointer  data,
                   gsize          length)
{
  if (length == 0)
    return;
  if (self->length + length > self->allocated)
    grow (self, self->length + length);
  memcpy (self->data + self->length, data, length);
  self->length += length;
}

/* plug_bytes_clear:
 * Wipes and frees what @self holds; it can be used again. */
void
plug_bytes_clear (PlugBytes *self)
{
  wipe_and_free (self->data, self->length);
  memset (self, 0, sizeof *self);
}

static void
stolen_bytes_freed (gpointer user_data)
{
  PlugBytes *stolen = user_data;

  plug_bytes_clear (stolen);
  g_free (stolen);
}

/* plug_bytes_steal:
 * Returns: (transfer full): what @self held, still wiped with its last reference; @self is
 *   empty afterwards */
GBytes *
plug_bytes_steal (PlugBytes *self)
{
  PlugBytes *stolen = g_memdup2 (self, sizeof *self);

  memset (self, 0, sizeof *self);
  return g_bytes_new_with_free_func (stolen->data, stolen->length, stolen_bytes_freed, stolen);
}

/* plug_reply_new:
 * @message: one that has its answer; only status and response headers are kept of it, so that
 *   neither the Authorization header nor the request's body lives on in a reply
 * @body: (transfer full): its decoded body
 *
 * Returns: (transfer full): the reply */
PlugReply *
plug_reply_new (SoupMessage *message,
                GBytes      *body)
{
  PlugReply *self = g_new0 (PlugReply, 1);
  const char *reason = soup_message_get_reason_phrase (message);

  g_atomic_ref_count_init (&self->ref_count);
  self->status = soup_message_get_status (message);
  self->reason = g_utf8_make_valid (reason != NULL ? reason : "", -1);
  self->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  self->body = body;
  return self;
}

/* plug_reply_ref:
 * Returns: (transfer full): @self */
PlugReply *
plug_reply_ref (PlugReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/* plug_reply_unref:
 * @self: (transfer full): its body is wiped with its last reference */
void
plug_reply_unref (PlugReply *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->reason);
  soup_message_headers_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

/* plug_reply_get_status:
 * Returns: the HTTP status */
guint
plug_reply_get_status (PlugReply *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->status;
}

/* plug_reply_get_reason:
 * Returns: (transfer none): the server's reason phrase, valid UTF-8, maybe empty; foreign text */
const char *
plug_reply_get_reason (PlugReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reason;
}

/* plug_reply_get_content_type:
 * Returns: (transfer none) (nullable): the media type without its parameters */
const char *
plug_reply_get_content_type (PlugReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return soup_message_headers_get_content_type (self->headers, NULL);
}

/* plug_reply_get_header:
 * @name: in any case
 *
 * Returns: (transfer none) (nullable): the value; foreign text, maybe not UTF-8 */
const char *
plug_reply_get_header (PlugReply  *self,
                       const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return soup_message_headers_get_one (self->headers, name);
}

/* plug_reply_dup_headers:
 * Returns: (transfer full): all headers as they came, names and values in turn; foreign text made
 *   valid UTF-8 */
char **
plug_reply_dup_headers (PlugReply *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  SoupMessageHeadersIter iter;
  const char *name, *value;

  g_return_val_if_fail (self != NULL, NULL);

  soup_message_headers_iter_init (&iter, self->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      g_autofree char *valid_name = g_utf8_make_valid (name, -1);
      g_autofree char *valid_value = g_utf8_make_valid (value, -1);

      g_strv_builder_add_many (builder, valid_name, valid_value, NULL);
    }
  return g_strv_builder_end (builder);
}

/* plug_reply_get_body:
 * Returns: (transfer none): the decoded body, maybe empty, never NULL */
GBytes *
plug_reply_get_body (PlugReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->body;
}

/* plug_reply_get_date:
 * Returns: the server's clock from the Date header, microseconds since 1970 in UTC, 0 when
 *   there is none that can be read */
gint64
plug_reply_get_date (PlugReply *self)
{
  g_autoptr (GDateTime) date = NULL;
  const char *text;

  g_return_val_if_fail (self != NULL, 0);

  text = soup_message_headers_get_one (self->headers, "Date");
  date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;
  return date != NULL ? g_date_time_to_unix (date) * G_USEC_PER_SEC : 0;
}

/* plug_reply_get_retry_after:
 * Returns: how many seconds from now the Retry-After header asks to wait, in either of its forms;
 *   0 when it is not there, in the past, or cannot be read */
guint
plug_reply_get_retry_after (PlugReply *self)
{
  g_autoptr (GDateTime) until = NULL;
  const char *text;
  guint64 seconds;
  gint64 left;

  g_return_val_if_fail (self != NULL, 0);

  text = soup_message_headers_get_one (self->headers, "Retry-After");
  if (text == NULL)
    return 0;
  if (g_ascii_isdigit (*text))
    return g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &seconds, NULL) ? (guint) seconds
                                                                              : G_MAXINT;
  until = soup_date_time_new_from_http_string (text);
  if (until == NULL)
    return 0;
  /* By the server's own clock where it tells it. */
  left = plug_reply_get_date (self) != 0 ? plug_reply_get_date (self) : g_get_real_time ();
  left = g_date_time_to_unix (until) - left / G_USEC_PER_SEC;
  return (guint) CLAMP (left, 0, G_MAXINT);
}
