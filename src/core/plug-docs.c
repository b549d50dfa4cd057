/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugDocs: what an instance can be asked, out of the Swagger 2.0 its tenant has of it (contract
 * section 2.9). Foreign text: whatever is not as it should be is left out, the rest stays. */

#include "config.h"

#include "plug-docs-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-json.h"
#include "plug-text.h"

struct _PlugDocs {
  GObject parent_instance;
  char *title;
  GPtrArray *operations; /* PlugDocsOperation */
  guint n_left_out;
};

G_DEFINE_FINAL_TYPE (PlugDocs, plug_docs, G_TYPE_OBJECT)

/* plug_docs_place_get_type:
 * Returns: the type of PlugDocsPlace */
G_DEFINE_ENUM_TYPE (PlugDocsPlace, plug_docs_place,
                    G_DEFINE_ENUM_VALUE (PLUG_DOCS_IN_PATH, "path"),
                    G_DEFINE_ENUM_VALUE (PLUG_DOCS_IN_QUERY, "query"),
                    G_DEFINE_ENUM_VALUE (PLUG_DOCS_IN_HEADER, "header"),
                    G_DEFINE_ENUM_VALUE (PLUG_DOCS_IN_FORM, "form"))

static void
plug_docs_finalize (GObject *object)
{
  PlugDocs *self = PLUG_DOCS (object);

  g_free (self->title);
  g_ptr_array_unref (self->operations);
  G_OBJECT_CLASS (plug_docs_parent_class)->finalize (object);
}

static void
plug_docs_class_init (PlugDocsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_docs_finalize;
}

static void
plug_docs_init (PlugDocs *self)
{
  self->operations = g_ptr_array_new_with_free_func (g_object_unref);
}

/* A path that goes below the base URL and nowhere else. */
static gboolean
is_usable_path (const char *path)
{
  if (path[0] != '/' || strlen (path) > 1000 || strstr (path, "/../") != NULL ||
      g_str_has_suffix (path, "/..") || strpbrk (path, "?#\\ \"<>") != NULL)
    return FALSE;
  for (const char *at = path; *at != '\0'; at++)
    {
      if ((guchar) *at < 0x21 || (guchar) *at > 0x7e)
        return FALSE;
    }
  return TRUE;
}

static void
read_path (PlugDocs   *self,
           JsonNode   *root,
           const char *path,
           JsonObject *item)
{
  static const char *methods[] = { "get", "post", "put", "patch", "delete", "head", "options" };

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      JsonObject *operation = plug_json_get_object (item, methods[i]);

      if (operation == NULL)
        continue;
      if (!is_usable_path (path) || self->operations->len >= PLUG_DOCS_MAX_OPERATIONS)
        self->n_left_out++;
      else
        g_ptr_array_add (self->operations,
                         plug_docs_operation_new (root, methods[i], path, item, operation));
    }
}

static int
compare_operations (gconstpointer a,
                    gconstpointer b)
{
  PlugDocsOperation *one = *(PlugDocsOperation *const *) a;
  PlugDocsOperation *other = *(PlugDocsOperation *const *) b;
  int order = g_utf8_collate (plug_docs_operation_get_resource (one),
                              plug_docs_operation_get_resource (other));

  return order != 0 ? order : strcmp (plug_docs_operation_get_path (one),
                                      plug_docs_operation_get_path (other));
}

static void
read_paths (PlugDocs *self,
            JsonNode *root)
{
  JsonObject *object = json_node_get_object (root);
  JsonObjectIter iter;
  const char *path;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, plug_json_get_object (object, "paths"));
  while (json_object_iter_next_ordered (&iter, &path, &node))
    {
      JsonObject *item = plug_docs_resolve (object, node);

      if (item != NULL)
        read_path (self, root, path, item);
    }
  /* The methods of one path stay in the order of read_path(). */
  g_ptr_array_sort (self->operations, compare_operations);
}

static char *
dup_title (JsonObject *root)
{
  JsonObject *info = plug_json_get_object (root, "info");
  const char *title = info != NULL ? plug_json_get_string (info, "title") : NULL;

  return plug_text_for_display (title != NULL ? title : "");
}

static gboolean
looks_like_html (const char *text,
                 gsize       length)
{
  gsize i = 0;

  while (i < length && g_ascii_isspace (text[i]))
    i++;
  return i < length && text[i] == '<';
}

/* @node: (nullable): what was parsed */
static gboolean
is_swagger (JsonNode  *node,
            GError   **error)
{
  JsonObject *root = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                   : NULL;

  if (root != NULL && plug_json_get_object (root, "paths") != NULL &&
      !json_object_has_member (root, "openapi"))
    return TRUE;
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                       _("The documentation of this instance is not in a form Plugboard can read. "
                         "A path can still be entered by hand."));
  return FALSE;
}

/* plug_docs_new:
 * @text: @length bytes of a Swagger 2.0 document; need not end in NUL
 * @error: %PLUG_ERROR_TOO_LARGE or %PLUG_ERROR_PROTOCOL, in words
 *
 * May take a tenth of a second: to be called in a thread. An object of it belongs to one thread
 * at a time. Nothing in the document says where requests go: its host is not read.
 *
 * Returns: (transfer full): what can be asked */
PlugDocs *
plug_docs_new (const char  *text,
               gsize        length,
               GError     **error)
{
  g_autoptr (JsonNode) root = NULL;
  PlugDocs *self;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (looks_like_html (text, length))
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                           _("A web page came back instead of the documentation of this "
                             "instance. A proxy or a sign-in page may stand in between."));
      return NULL;
    }
  root = plug_json_parse (text, length, PLUG_DOCS_MAX_BYTES, error);
  if (root == NULL || !is_swagger (root, error))
    return NULL;
  self = g_object_new (PLUG_TYPE_DOCS, NULL);
  self->title = dup_title (json_node_get_object (root));
  read_paths (self, root);
  return self;
}

/* plug_docs_get_title:
 * Returns: what the document calls itself, fit to be shown; may be "" */
const char *
plug_docs_get_title (PlugDocs *self)
{
  g_return_val_if_fail (PLUG_IS_DOCS (self), NULL);

  return self->title;
}

/* plug_docs_get_n_operations:
 * Returns: how many there are, up to %PLUG_DOCS_MAX_OPERATIONS */
guint
plug_docs_get_n_operations (PlugDocs *self)
{
  g_return_val_if_fail (PLUG_IS_DOCS (self), 0);

  return self->operations->len;
}

/* plug_docs_get_operation:
 * @position: from 0; by resource, then by path
 *
 * Returns: (transfer none): one that can be asked */
PlugDocsOperation *
plug_docs_get_operation (PlugDocs *self,
                         guint     position)
{
  g_return_val_if_fail (PLUG_IS_DOCS (self), NULL);
  g_return_val_if_fail (position < self->operations->len, NULL);

  return self->operations->pdata[position];
}

/* plug_docs_get_n_left_out:
 * Returns: how many are in the document and not here, for their path is none or for their
 *   number */
guint
plug_docs_get_n_left_out (PlugDocs *self)
{
  g_return_val_if_fail (PLUG_IS_DOCS (self), 0);

  return self->n_left_out;
}

/* plug_docs_method_changes:
 * @method: in any spelling
 *
 * Returns: whether a request of that method may change something */
gboolean
plug_docs_method_changes (const char *method)
{
  g_return_val_if_fail (method != NULL, TRUE);

  return g_ascii_strcasecmp (method, "GET") != 0 && g_ascii_strcasecmp (method, "HEAD") != 0 &&
         g_ascii_strcasecmp (method, "OPTIONS") != 0;
}
