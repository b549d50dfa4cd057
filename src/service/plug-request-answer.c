/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugRequestAnswer: what an instance said. Masked before anybody sees it: what asks for an
 * instance gets its token back, and that belongs in the keyring alone. */

#include "config.h"

#include "plug-request-answer.h"

#include <string.h>

#include "plug-client-spill.h"
#include "plug-redactor.h"
#include "plug-secret.h"

#define CHUNK_BYTES (64 * 1024)
#define IN_MEMORY   (1024 * 1024)
#define SNIFFED     4096

struct _PlugRequestAnswer {
  GObject parent_instance;
  guint status;
  char *reason;
  char **headers; /* names and values in turn */
  GBytes *body;
  gboolean is_text;
  gint64 duration;
};

G_DEFINE_FINAL_TYPE (PlugRequestAnswer, plug_request_answer, G_TYPE_OBJECT)

typedef struct {
  PlugReply *reply;
  gint64 duration;
  char **secrets;
} Reading;

static void
reading_free (Reading *self)
{
  plug_reply_unref (self->reply);
  for (gsize i = 0; self->secrets[i] != NULL; i++)
    plug_secret_wipe_text (self->secrets[i]);
  g_strfreev (self->secrets);
  g_free (self);
}

static void
plug_request_answer_finalize (GObject *object)
{
  PlugRequestAnswer *self = PLUG_REQUEST_ANSWER (object);

  g_free (self->reason);
  g_strfreev (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  G_OBJECT_CLASS (plug_request_answer_parent_class)->finalize (object);
}

static void
plug_request_answer_class_init (PlugRequestAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_request_answer_finalize;
}

static void
plug_request_answer_init (PlugRequestAnswer *self)
{
}

/* plug_request_mask:
 * @text: (nullable): of which nothing is known
 * @secrets: NULL-terminated
 *
 * Returns: (transfer full) (nullable): @text without the secrets in any form, NULL for NULL */
char *
plug_request_mask (const char        *text,
                   const char *const *secrets)
{
  g_autoptr (PlugRedactor) redactor = NULL;
  GString *masked;

  if (text == NULL)
    return NULL;
  redactor = plug_redactor_new (secrets);
  masked = g_string_new (NULL);
  plug_redactor_feed (redactor, text, strlen (text), masked);
  plug_redactor_finish (redactor, masked);
  return g_string_free (masked, FALSE);
}

static GBytes *
mask_body (GBytes             *body,
           const char *const  *secrets,
           GError            **error)
{
  g_autoptr (PlugRedactor) redactor = plug_redactor_new (secrets);
  g_autoptr (GString) masked = g_string_new (NULL);
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  GBytes *bytes = NULL;
  PlugSpill spill;
  gboolean kept = TRUE;

  plug_spill_init (&spill, IN_MEMORY);
  for (gsize at = 0; at < length && kept; at += CHUNK_BYTES)
    {
      plug_redactor_feed (redactor, data + at, MIN (CHUNK_BYTES, length - at), masked);
      kept = plug_spill_append (&spill, masked->str, masked->len, error);
      g_string_truncate (masked, 0);
    }
  plug_redactor_finish (redactor, masked);
  if (kept && plug_spill_append (&spill, masked->str, masked->len, error))
    bytes = plug_spill_steal (&spill, error);
  plug_spill_clear (&spill);
  return bytes;
}

/* Text is UTF-8 without NUL as far as its beginning shows; a character may be cut at the end. */
static gboolean
looks_like_text (GBytes *body)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  gsize looked_at = MIN (length, SNIFFED);
  const char *end = data;

  if (length == 0 || g_utf8_validate_len (data, looked_at, &end))
    return TRUE;
  return length > looked_at && looked_at - (gsize) (end - data) < 4;
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Reading *reading = task_data;
  const char *const *secrets = (const char *const *) reading->secrets;
  g_autoptr (PlugRequestAnswer) self = g_object_new (PLUG_TYPE_REQUEST_ANSWER, NULL);
  GError *error = NULL;

  self->body = mask_body (plug_reply_get_body (reading->reply), secrets, &error);
  if (self->body == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->status = plug_reply_get_status (reading->reply);
  self->reason = plug_request_mask (plug_reply_get_reason (reading->reply), secrets);
  self->headers = plug_reply_dup_headers (reading->reply);
  for (gsize i = 0; self->headers[i] != NULL; i++)
    {
      char *masked = plug_request_mask (self->headers[i], secrets);

      g_free (self->headers[i]);
      self->headers[i] = masked;
    }
  self->is_text = looks_like_text (self->body);
  self->duration = reading->duration;
  g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
}

/* plug_request_answer_new_async:
 * @duration: from sending to the last byte, in microseconds
 * @secrets: NULL-terminated; what is not to be seen */
void
plug_request_answer_new_async (PlugReply           *reply,
                               gint64               duration,
                               const char *const   *secrets,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->reply = plug_reply_ref (reply);
  reading->duration = duration;
  reading->secrets = g_strdupv ((char **) secrets);
  g_task_set_source_tag (task, plug_request_answer_new_async);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  g_task_run_in_thread (task, read_in_thread);
}

/* plug_request_answer_new_finish:
 * Errors: those of a temporary file, which a large answer needs.
 *
 * Returns: (transfer full): the answer */
PlugRequestAnswer *
plug_request_answer_new_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* plug_request_answer_get_status:
 * Returns: the HTTP status */
guint
plug_request_answer_get_status (PlugRequestAnswer *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_ANSWER (self), 0);

  return self->status;
}

/* plug_request_answer_get_reason:
 * Returns: the words behind the status, maybe ""; foreign text */
const char *
plug_request_answer_get_reason (PlugRequestAnswer *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_ANSWER (self), NULL);

  return self->reason;
}

/* plug_request_answer_is_success:
 * Returns: whether the status is one of 200 to 299 */
gboolean
plug_request_answer_is_success (PlugRequestAnswer *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_ANSWER (self), FALSE);

  return self->status >= 200 && self->status < 300;
}

/* plug_request_answer_get_headers:
 * Returns: (transfer none): names and values in turn, NULL-terminated */
const char *const *
plug_request_answer_get_headers (PlugRequestAnswer *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_ANSWER (self), NULL);

  return (const char *const *) self->headers;
}

/* plug_request_answer_get_header:
 * @name: in any case
 *
 * Returns: (nullable): the first value */
const char *
plug_request_answer_get_header (PlugRequestAnswer *self,
                                const char        *name)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_ANSWER (self), NULL);

  for (gsize i = 0; self->headers[i] != NULL; i += 2)
    {
      if (g_ascii_strcasecmp (self->headers[i], name) == 0)
        return self->headers[i + 1];
    }
  return NULL;
}

/* plug_request_answer_get_request_id:
 * Returns: (nullable): by which the tenant's support finds the request */
const char *
plug_request_answer_get_request_id (PlugRequestAnswer *self)
{
  return plug_request_answer_get_header (self, "Elements-Request-Id");
}

/* plug_request_answer_get_body:
 * Returns: (transfer none): the body without secrets, maybe empty; a large one is mapped */
GBytes *
plug_request_answer_get_body (PlugRequestAnswer *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_ANSWER (self), NULL);

  return self->body;
}

/* plug_request_answer_is_text:
 * Returns: whether the body begins like text, whatever its type is said to be */
gboolean
plug_request_answer_is_text (PlugRequestAnswer *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_ANSWER (self), FALSE);

  return self->is_text;
}

/* plug_request_answer_get_duration:
 * Returns: from sending to the last byte, in microseconds */
gint64
plug_request_answer_get_duration (PlugRequestAnswer *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_ANSWER (self), 0);

  return self->duration;
}

/* plug_request_answer_dup_next_target:
 * @target: path and query of the request this answers
 *
 * Contract section 2.4: the token of a header is the next request's nextPage.
 *
 * Returns: (transfer full) (nullable): what to ask for the next page, NULL when there is none */
char *
plug_request_answer_dup_next_target (PlugRequestAnswer *self,
                                     const char        *target)
{
  const char *token = plug_request_answer_get_header (self, "Elements-Next-Page-Token");
  g_auto (GStrv) halves = NULL;
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GString) next = NULL;

  g_return_val_if_fail (target != NULL, NULL);

  if (token == NULL || *token == '\0')
    return NULL;
  halves = g_strsplit (target, "?", 2);
  arguments = g_strsplit (halves[1] != NULL ? halves[1] : "", "&", -1);
  next = g_string_new (halves[0]);
  g_string_append_c (next, '?');
  for (gsize i = 0; arguments[i] != NULL; i++)
    {
      if (*arguments[i] != '\0' && !g_str_has_prefix (arguments[i], "nextPage="))
        g_string_append_printf (next, "%s&", arguments[i]);
    }
  g_string_append (next, "nextPage=");
  g_string_append_uri_escaped (next, token, NULL, FALSE);
  return g_strdup (next->str);
}
