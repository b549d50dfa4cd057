/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugDocsOperation: a method, a path and what both ask for. */

#include "config.h"

#include "plug-docs-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-json.h"
#include "plug-text.h"

#define MAX_TEXT 2000 /* bytes */

typedef struct {
  PlugField *field;
  PlugDocsPlace place;
} Parameter;

struct _PlugDocsOperation {
  GObject parent_instance;
  JsonNode *root;        /* the document, never changed */
  char *method;
  char *path;            /* with {names} */
  char *resource;
  char *summary;
  char *folded;          /* what a search looks in */
  JsonObject *item;      /* (unowned): in root */
  JsonObject *operation; /* (unowned): in root */
  GArray *parameters;    /* (nullable): Parameter; read when they are asked for */
  JsonNode *body_schema; /* (unowned) (nullable): in root */
  gboolean has_body;
  gboolean is_upload;
};

G_DEFINE_FINAL_TYPE (PlugDocsOperation, plug_docs_operation, G_TYPE_OBJECT)

static void
plug_docs_operation_finalize (GObject *object)
{
  PlugDocsOperation *self = PLUG_DOCS_OPERATION (object);

  g_clear_pointer (&self->root, json_node_unref);
  g_free (self->method);
  g_free (self->path);
  g_free (self->resource);
  g_free (self->summary);
  g_free (self->folded);
  g_clear_pointer (&self->parameters, g_array_unref);
  G_OBJECT_CLASS (plug_docs_operation_parent_class)->finalize (object);
}

static void
plug_docs_operation_class_init (PlugDocsOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_docs_operation_finalize;
}

static void
parameter_clear (gpointer data)
{
  Parameter *parameter = data;

  g_clear_object (&parameter->field);
}

static void
plug_docs_operation_init (PlugDocsOperation *self)
{
}

/* A text may be referred to by every operation there is, so no more is looked at than is shown. */
static char *
dup_shown (const char *text)
{
  g_autofree char *start = g_strndup (text, MAX_TEXT);
  g_autofree char *valid = g_utf8_make_valid (start, -1);
  g_autofree char *plain = plug_text_strip_html (valid);

  return plug_text_for_display (plain);
}

/* The tag; else the word of the path that names what it is about. */
static char *
dup_resource (const char *path,
              JsonObject *operation)
{
  JsonArray *tags = plug_json_get_array (operation, "tags");
  JsonNode *tag = tags != NULL && json_array_get_length (tags) > 0
                    ? json_array_get_element (tags, 0) : NULL;
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  guint start = g_strv_length (parts) > 3 && g_str_equal (parts[1], "hubs") ? 3 : 1;

  if (tag != NULL && JSON_NODE_HOLDS_VALUE (tag) &&
      json_node_get_value_type (tag) == G_TYPE_STRING && *json_node_get_string (tag) != '\0')
    return dup_shown (json_node_get_string (tag));
  return dup_shown (g_strv_length (parts) > start ? parts[start] : path);
}

static char *
dup_summary (JsonObject *operation)
{
  const char *text = plug_json_get_string (operation, "summary");

  if (text == NULL || *text == '\0')
    text = plug_json_get_string (operation, "description");
  return dup_shown (text != NULL ? text : "");
}

/* One of an operation counts more than one of its path. */
static void
put_parameter (PlugDocsOperation *self,
               PlugField         *field,
               PlugDocsPlace      place)
{
  Parameter parameter = { field, place };

  for (guint i = 0; i < self->parameters->len; i++)
    {
      Parameter *known = &g_array_index (self->parameters, Parameter, i);

      if (known->place == place &&
          g_str_equal (plug_field_get_key (known->field), plug_field_get_key (field)))
        {
          g_object_unref (known->field);
          *known = parameter;
          return;
        }
    }
  if (self->parameters->len >= PLUG_DOCS_MAX_PARAMETERS)
    g_object_unref (field);
  else
    g_array_append_val (self->parameters, parameter);
}

static void
read_parameters (PlugDocsOperation *self,
                 JsonArray         *array)
{
  JsonObject *root = json_node_get_object (self->root);
  guint n = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < MIN (n, PLUG_DOCS_MAX_PARAMETERS); i++)
    {
      JsonObject *parameter = plug_docs_resolve (root, json_array_get_element (array, i));
      PlugDocsPlace place;
      PlugField *field;

      if (parameter == NULL)
        continue;
      if (g_strcmp0 (plug_json_get_string (parameter, "in"), "body") == 0)
        {
          self->has_body = TRUE;
          self->body_schema = json_object_get_member (parameter, "schema");
          continue;
        }
      field = plug_docs_read_parameter (parameter, &place);
      if (field == NULL)
        continue;
      if (place == PLUG_DOCS_IN_FORM)
        self->is_upload = TRUE;
      put_parameter (self, field, place);
    }
}

/* A name in the path which nobody described is one all the same. */
static void
add_missing_names (PlugDocsOperation *self)
{
  const char *at = self->path;

  while ((at = strchr (at, '{')) != NULL)
    {
      const char *end = strchr (at, '}');
      gboolean known = FALSE;
      g_autofree char *name = NULL;

      if (end == NULL)
        return;
      name = g_strndup (at + 1, end - at - 1);
      at = end;
      for (guint i = 0; i < self->parameters->len; i++)
        {
          Parameter *parameter = &g_array_index (self->parameters, Parameter, i);

          known |= parameter->place == PLUG_DOCS_IN_PATH &&
                   g_str_equal (plug_field_get_key (parameter->field), name);
        }
      if (!known && *name != '\0')
        {
          PlugField *field = plug_field_new (name, name, PLUG_FIELD_TEXT);

          plug_field_set_required (field, TRUE);
          put_parameter (self, field, PLUG_DOCS_IN_PATH);
        }
    }
}

/* Not before: every operation may refer to the same long list. */
static void
ensure_parameters (PlugDocsOperation *self)
{
  if (self->parameters != NULL)
    return;
  self->parameters = g_array_new (FALSE, FALSE, sizeof (Parameter));
  g_array_set_clear_func (self->parameters, parameter_clear);
  read_parameters (self, plug_json_get_array (self->item, "parameters"));
  read_parameters (self, plug_json_get_array (self->operation, "parameters"));
  add_missing_names (self);
}

/* plug_docs_operation_new:
 * @root: the document
 * @item: what holds for the path
 * @operation: what holds for the method
 *
 * Returns: (transfer full): what can be asked */
PlugDocsOperation *
plug_docs_operation_new (JsonNode   *root,
                         const char *method,
                         const char *path,
                         JsonObject *item,
                         JsonObject *operation)
{
  PlugDocsOperation *self = g_object_new (PLUG_TYPE_DOCS_OPERATION, NULL);
  g_autofree char *all = NULL;

  self->root = json_node_ref (root);
  self->method = g_ascii_strup (method, -1);
  self->path = g_strdup (path);
  self->resource = dup_resource (path, operation);
  self->summary = dup_summary (operation);
  all = g_strjoin (" ", self->method, self->path, self->resource, self->summary, NULL);
  self->folded = plug_text_fold (all);
  self->item = item;
  self->operation = operation;
  return self;
}

/* plug_docs_operation_get_method:
 * Returns: in capitals */
const char *
plug_docs_operation_get_method (PlugDocsOperation *self)
{
  g_return_val_if_fail (PLUG_IS_DOCS_OPERATION (self), NULL);

  return self->method;
}

/* plug_docs_operation_get_path:
 * Returns: below the base URL, with {names} in it */
const char *
plug_docs_operation_get_path (PlugDocsOperation *self)
{
  g_return_val_if_fail (PLUG_IS_DOCS_OPERATION (self), NULL);

  return self->path;
}

/* plug_docs_operation_get_resource:
 * Returns: what it is about, fit to be shown */
const char *
plug_docs_operation_get_resource (PlugDocsOperation *self)
{
  g_return_val_if_fail (PLUG_IS_DOCS_OPERATION (self), NULL);

  return self->resource;
}

/* plug_docs_operation_get_summary:
 * Returns: what it does, fit to be shown; "" when nobody says so */
const char *
plug_docs_operation_get_summary (PlugDocsOperation *self)
{
  g_return_val_if_fail (PLUG_IS_DOCS_OPERATION (self), NULL);

  return self->summary;
}

/* plug_docs_operation_get_n_parameters:
 * Returns: how many parameters it has, without body and authorization; up to 200 */
guint
plug_docs_operation_get_n_parameters (PlugDocsOperation *self)
{
  g_return_val_if_fail (PLUG_IS_DOCS_OPERATION (self), 0);

  ensure_parameters (self);
  return self->parameters->len;
}

/* plug_docs_operation_get_parameter:
 * @position: from 0
 * @place: (out) (optional): where it goes
 *
 * Returns: (transfer none): a field, whose default is the document's sample */
PlugField *
plug_docs_operation_get_parameter (PlugDocsOperation *self,
                                   guint              position,
                                   PlugDocsPlace     *place)
{
  Parameter *parameter;

  g_return_val_if_fail (PLUG_IS_DOCS_OPERATION (self), NULL);
  ensure_parameters (self);
  g_return_val_if_fail (position < self->parameters->len, NULL);

  parameter = &g_array_index (self->parameters, Parameter, position);
  if (place != NULL)
    *place = parameter->place;
  return parameter->field;
}

/* plug_docs_operation_has_body:
 * Returns: whether it takes JSON */
gboolean
plug_docs_operation_has_body (PlugDocsOperation *self)
{
  g_return_val_if_fail (PLUG_IS_DOCS_OPERATION (self), FALSE);

  ensure_parameters (self);
  return self->has_body;
}

/* plug_docs_operation_is_upload:
 * Returns: whether it takes a form with a file in it, which Plugboard does not send */
gboolean
plug_docs_operation_is_upload (PlugDocsOperation *self)
{
  g_return_val_if_fail (PLUG_IS_DOCS_OPERATION (self), FALSE);

  ensure_parameters (self);
  return self->is_upload;
}

/* plug_docs_operation_matches:
 * @needle_folded: of plug_text_fold()
 *
 * Returns: whether all words of @needle_folded are in its method, path, resource or summary */
gboolean
plug_docs_operation_matches (PlugDocsOperation *self,
                             const char        *needle_folded)
{
  g_return_val_if_fail (PLUG_IS_DOCS_OPERATION (self), FALSE);

  return plug_text_matches (self->folded, needle_folded);
}

/* plug_docs_operation_dup_sample:
 * Made when it is asked for, and never large.
 *
 * Returns: (transfer full) (nullable): a body to begin with, NULL when it takes none */
char *
plug_docs_operation_dup_sample (PlugDocsOperation *self)
{
  g_return_val_if_fail (PLUG_IS_DOCS_OPERATION (self), NULL);

  ensure_parameters (self);
  if (!self->has_body)
    return NULL;
  return plug_docs_dup_sample_of (json_node_get_object (self->root), self->body_schema);
}

static const char *
value_of (PlugDocsOperation *self,
          const char *const *values,
          const char        *name)
{
  for (guint i = 0; i < self->parameters->len; i++)
    {
      Parameter *parameter = &g_array_index (self->parameters, Parameter, i);

      if (parameter->place == PLUG_DOCS_IN_PATH &&
          g_str_equal (plug_field_get_key (parameter->field), name))
        return values[i];
    }
  return NULL;
}

/* To a server "." and ".." are steps, however they are written. */
static gboolean
check_value (const char  *name,
             const char  *value,
             GError     **error)
{
  if (value == NULL || *value == '\0')
    g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD, _("Enter “%s”."), name);
  else if (g_str_equal (value, ".") || g_str_equal (value, ".."))
    g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                 _("“%s” cannot be “%s”: in a path that leads elsewhere."), name, value);
  else
    return TRUE;
  return FALSE;
}

static gboolean
append_path (PlugDocsOperation  *self,
             const char *const  *values,
             GString            *target,
             GError            **error)
{
  const char *at = self->path;

  while (*at != '\0')
    {
      const char *end = *at == '{' ? strchr (at, '}') : NULL;
      g_autofree char *name = end != NULL ? g_strndup (at + 1, end - at - 1) : NULL;
      g_autofree char *escaped = NULL;
      const char *value;

      if (end == NULL)
        {
          g_string_append_c (target, *at++);
          continue;
        }
      value = value_of (self, values, name);
      if (!check_value (name, value, error))
        return FALSE;
      escaped = g_uri_escape_string (value, NULL, FALSE);
      g_string_append (target, escaped);
      at = end + 1;
    }
  return TRUE;
}

/* plug_docs_operation_dup_target:
 * @values: one a parameter, in their order; NULL or "" for one that is not given
 *
 * Errors: %PLUG_ERROR_INVALID_FIELD when a required one is not given.
 *
 * Returns: (transfer full): path and query, escaped */
char *
plug_docs_operation_dup_target (PlugDocsOperation  *self,
                                const char *const  *values,
                                GError            **error)
{
  g_autoptr (GString) target = g_string_new (NULL);
  char separator = '?';

  g_return_val_if_fail (PLUG_IS_DOCS_OPERATION (self), NULL);

  ensure_parameters (self);
  if (!append_path (self, values, target, error))
    return NULL;
  for (guint i = 0; i < self->parameters->len; i++)
    {
      Parameter *parameter = &g_array_index (self->parameters, Parameter, i);
      const char *key = plug_field_get_key (parameter->field);
      gboolean given = values[i] != NULL && *values[i] != '\0';

      if (!given && plug_field_is_required (parameter->field))
        {
          g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD, _("Enter “%s”."), key);
          return NULL;
        }
      if (!given || parameter->place != PLUG_DOCS_IN_QUERY)
        continue;
      g_string_append_c (target, separator);
      g_string_append_uri_escaped (target, key, NULL, FALSE);
      g_string_append_c (target, '=');
      g_string_append_uri_escaped (target, values[i], NULL, FALSE);
      separator = '&';
    }
  return g_strdup (target->str);
}
