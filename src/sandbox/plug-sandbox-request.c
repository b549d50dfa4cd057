/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSandboxRequest: one request that arrived at the sandbox, kept as it came. */

#include "config.h"

#include "plug-sandbox-request.h"

struct _PlugSandboxRequest {
  GObject parent_instance;

  char *id;
  char *method;
  char *path;
  char *query;
  GHashTable *headers;
  GBytes *body;
  gint64 time;
  guint status;
};

G_DEFINE_FINAL_TYPE (PlugSandboxRequest, plug_sandbox_request, G_TYPE_OBJECT)

/* A word of a query as browsers and libraries write it: percent signs and plus signs. */
static char *
unescape_word (const char *word)
{
  g_autofree char *spaced = g_strdup (word);

  return g_uri_unescape_string (g_strdelimit (spaced, "+", ' '), NULL);
}

static void
plug_sandbox_request_finalize (GObject *object)
{
  PlugSandboxRequest *self = PLUG_SANDBOX_REQUEST (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->body, g_bytes_unref);

  G_OBJECT_CLASS (plug_sandbox_request_parent_class)->finalize (object);
}

static void
plug_sandbox_request_class_init (PlugSandboxRequestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = plug_sandbox_request_finalize;
}

static void
plug_sandbox_request_init (PlugSandboxRequest *self)
{
  self->time = g_get_real_time ();
  self->id = g_strdup_printf ("%08x%08x%08x", g_random_int (), g_random_int (), g_random_int ());
}

/* plug_sandbox_request_new:
 * @path: as it came, percent signs and all
 * @query: (nullable): likewise, without the question mark
 * @headers: lower-case names to values
 *
 * Returns: (transfer full): a request that arrived now, with a request id of its own */
PlugSandboxRequest *
plug_sandbox_request_new (const char *method,
                          const char *path,
                          const char *query,
                          GHashTable *headers,
                          GBytes     *body)
{
  PlugSandboxRequest *self;

  g_return_val_if_fail (method != NULL && path != NULL, NULL);
  g_return_val_if_fail (headers != NULL && body != NULL, NULL);

  self = g_object_new (PLUG_TYPE_SANDBOX_REQUEST, NULL);
  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->query = g_strdup (query);
  self->headers = g_hash_table_ref (headers);
  self->body = g_bytes_ref (body);
  return self;
}

/* plug_sandbox_request_get_method:
 * Returns: (transfer none): the verb, in capitals */
const char *
plug_sandbox_request_get_method (PlugSandboxRequest *self)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX_REQUEST (self), NULL);

  return self->method;
}

/* plug_sandbox_request_get_path:
 * Returns: (transfer none): the whole path, still percent-encoded */
const char *
plug_sandbox_request_get_path (PlugSandboxRequest *self)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX_REQUEST (self), NULL);

  return self->path;
}

/* plug_sandbox_request_get_query:
 * Returns: (transfer none) (nullable): the query, still percent-encoded */
const char *
plug_sandbox_request_get_query (PlugSandboxRequest *self)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX_REQUEST (self), NULL);

  return self->query;
}

/* plug_sandbox_request_get_header:
 * @name: in any case
 *
 * Returns: (transfer none) (nullable): the header's value */
const char *
plug_sandbox_request_get_header (PlugSandboxRequest *self,
                                 const char         *name)
{
  g_autofree char *lower = NULL;

  g_return_val_if_fail (PLUG_IS_SANDBOX_REQUEST (self), NULL);

  lower = g_ascii_strdown (name, -1);
  return g_hash_table_lookup (self->headers, lower);
}

/* plug_sandbox_request_get_id:
 * Returns: (transfer none): the 24 hexadecimal digits an error body names it by */
const char *
plug_sandbox_request_get_id (PlugSandboxRequest *self)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX_REQUEST (self), NULL);

  return self->id;
}

/* plug_sandbox_request_get_body:
 * Returns: (transfer none): the bytes that came */
GBytes *
plug_sandbox_request_get_body (PlugSandboxRequest *self)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX_REQUEST (self), NULL);

  return self->body;
}

/* plug_sandbox_request_dup_text:
 * Returns: (transfer full): the body as text, "" when there was none; bytes that are not UTF-8
 *   are replaced */
char *
plug_sandbox_request_dup_text (PlugSandboxRequest *self)
{
  gsize length;
  const char *data;

  g_return_val_if_fail (PLUG_IS_SANDBOX_REQUEST (self), NULL);

  data = g_bytes_get_data (self->body, &length);
  return length == 0 ? g_strdup ("") : g_utf8_make_valid (data, (gssize) length);
}

/* plug_sandbox_request_get_time:
 * Returns: when it arrived, in microseconds since 1970 */
gint64
plug_sandbox_request_get_time (PlugSandboxRequest *self)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX_REQUEST (self), 0);

  return self->time;
}

/* plug_sandbox_request_get_status:
 * Returns: the status it was answered with; 0 while it was not, or got no status line */
guint
plug_sandbox_request_get_status (PlugSandboxRequest *self)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX_REQUEST (self), 0);

  return self->status;
}

/* plug_sandbox_request_set_status:
 * Notes what it was answered with. */
void
plug_sandbox_request_set_status (PlugSandboxRequest *self,
                                 guint               status)
{
  g_return_if_fail (PLUG_IS_SANDBOX_REQUEST (self));

  self->status = status;
}

/* plug_sandbox_request_list_arguments:
 * @name: decoded, such as "tags[]", which arrives raw or percent-encoded
 *
 * Returns: (transfer full) (element-type utf8): every value of it, in order */
GPtrArray *
plug_sandbox_request_list_arguments (PlugSandboxRequest *self,
                                     const char         *name)
{
  GPtrArray *values;
  g_auto (GStrv) pairs = NULL;

  g_return_val_if_fail (PLUG_IS_SANDBOX_REQUEST (self), NULL);

  values = g_ptr_array_new_with_free_func (g_free);
  pairs = g_strsplit (self->query != NULL ? self->query : "", "&", -1);
  for (gsize i = 0; pairs[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], "=", 2);
      g_autofree char *key = pair[0] != NULL ? unescape_word (pair[0]) : NULL;
      char *value;

      if (g_strcmp0 (key, name) != 0)
        continue;
      value = unescape_word (pair[1] != NULL ? pair[1] : "");
      g_ptr_array_add (values, value != NULL ? value : g_strdup (""));
    }
  return values;
}

/* plug_sandbox_request_dup_argument:
 * Returns: (transfer full) (nullable): the first value of @name in the query */
char *
plug_sandbox_request_dup_argument (PlugSandboxRequest *self,
                                   const char         *name)
{
  g_autoptr (GPtrArray) values = NULL;

  g_return_val_if_fail (PLUG_IS_SANDBOX_REQUEST (self), NULL);

  values = plug_sandbox_request_list_arguments (self, name);
  return values->len > 0 ? g_strdup (g_ptr_array_index (values, 0)) : NULL;
}
