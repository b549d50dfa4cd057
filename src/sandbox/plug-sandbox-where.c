/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions as in SQL: name, comparison, value, joined by AND. */

#include "config.h"

#include "plug-sandbox-records.h"

#include <string.h>

typedef struct {
  const PlugSandboxColumn *column;
  char *comparison; /* one of comparisons */
  char *value;
} Term;

struct _PlugSandboxWhere {
  GPtrArray *terms;
};

/* Longer ones first. */
static const char *comparisons[] = { "<=", ">=", "!=", "<>", "=", "<", ">", "LIKE" };

static void
term_free (Term *term)
{
  g_free (term->comparison);
  g_free (term->value);
  g_free (term);
}

static void
skip_space (const char **at)
{
  while (g_ascii_isspace (**at))
    (*at)++;
}

static char *
read_name (const char **at)
{
  const char *start = *at;

  while (g_ascii_isalnum (**at) || **at == '_' || **at == '.')
    (*at)++;
  return g_strndup (start, *at - start);
}

static const char *
read_comparison (const char **at)
{
  for (gsize i = 0; i < G_N_ELEMENTS (comparisons); i++)
    {
      gsize length = strlen (comparisons[i]);

      if (g_ascii_strncasecmp (*at, comparisons[i], length) != 0)
        continue;
      *at += length;
      return comparisons[i];
    }
  return NULL;
}

/* 'text', in which '' is one quote, or a word; NULL for neither. */
static char *
read_value (const char **at)
{
  GString *text = g_string_new (NULL);

  if (**at != '\'')
    {
      while (**at != '\0' && **at != '\'' && !g_ascii_isspace (**at))
        g_string_append_c (text, *(*at)++);
      return g_string_free (text, text->len == 0);
    }
  for ((*at)++; **at != '\0'; (*at)++)
    {
      if (**at == '\'' && (*at)[1] != '\'')
        {
          (*at)++;
          return g_string_free (text, FALSE);
        }
      if (**at == '\'')
        (*at)++;
      g_string_append_c (text, **at);
    }
  g_string_free (text, TRUE);
  return NULL;
}

static Term *
read_term (const PlugSandboxResource *resource,
           const char               **at,
           char                     **problem)
{
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  const PlugSandboxColumn *column;
  const char *comparison;
  Term *term;

  skip_space (at);
  name = read_name (at);
  skip_space (at);
  comparison = read_comparison (at);
  skip_space (at);
  value = read_value (at);
  column = plug_sandbox_resource_get_column (resource, name);
  if (comparison == NULL || value == NULL)
    *problem = g_strdup_printf ("where is not understood from “%s” on", name);
  else if (column == NULL)
    *problem = g_strdup_printf ("no field is called %s", name);
  if (*problem != NULL)
    return NULL;
  term = g_new0 (Term, 1);
  term->column = column;
  term->comparison = g_strdup (comparison);
  term->value = g_steal_pointer (&value);
  return term;
}

static gboolean
read_and (const char **at)
{
  if (g_ascii_strncasecmp (*at, "AND", 3) != 0 || !g_ascii_isspace ((*at)[3]))
    return FALSE;
  *at += 3;
  return TRUE;
}

/* plug_sandbox_where_new:
 * @text: for example "Pers_LastName LIKE 'Q%' AND Pers_UpdatedDate>'2024-06-01T00:00:00Z'"
 * @problem: (out): why it is refused
 *
 * Returns: (transfer full) (nullable): the condition, NULL and @problem */
PlugSandboxWhere *
plug_sandbox_where_new (const PlugSandboxResource  *resource,
                        const char                 *text,
                        char                      **problem)
{
  g_autoptr (PlugSandboxWhere) self = g_new0 (PlugSandboxWhere, 1);
  const char *at = text;

  *problem = NULL;
  self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) term_free);
  do
    {
      Term *term = read_term (resource, &at, problem);

      if (term == NULL)
        return NULL;
      g_ptr_array_add (self->terms, term);
      skip_space (&at);
    }
  while (read_and (&at));
  if (*at != '\0')
    {
      *problem = g_strdup_printf ("where is not understood from “%s” on", at);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* plug_sandbox_where_free:
 * @self: (transfer full): freed */
void
plug_sandbox_where_free (PlugSandboxWhere *self)
{
  g_ptr_array_unref (self->terms);
  g_free (self);
}

static char *
dup_text (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return g_strdup ("");
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return json_to_string (node, FALSE);
}

static int
compare (const PlugSandboxColumn *column,
         const char              *a,
         const char              *b)
{
  double x, y;

  if (strcmp (column->type, "integer") != 0 && strcmp (column->type, "number") != 0)
    return strcmp (a, b);
  x = g_ascii_strtod (a, NULL);
  y = g_ascii_strtod (b, NULL);
  return (x > y) - (x < y);
}

static gboolean
is_like (const char *text,
         const char *pattern)
{
  g_autofree char *text_folded = g_utf8_casefold (text, -1);
  g_autofree char *pattern_folded = g_utf8_casefold (pattern, -1);
  g_autofree char *glob = g_strdelimit (g_strdup (pattern_folded), "%", '*');

  return g_pattern_match_simple (glob, text_folded);
}

static gboolean
term_matches (Term       *term,
              JsonObject *record)
{
  g_autofree char *text = dup_text (json_object_get_member (record, term->column->name));
  int order;

  if (strcmp (term->comparison, "LIKE") == 0)
    return is_like (text, term->value);
  order = compare (term->column, text, term->value);
  if (strcmp (term->comparison, "=") == 0)
    return order == 0;
  if (strcmp (term->comparison, "!=") == 0 || strcmp (term->comparison, "<>") == 0)
    return order != 0;
  if (term->comparison[0] == '<')
    return order < 0 || (order == 0 && term->comparison[1] == '=');
  return order > 0 || (order == 0 && term->comparison[1] == '=');
}

/* plug_sandbox_where_matches:
 * Returns: whether all of the condition is true of @record */
gboolean
plug_sandbox_where_matches (PlugSandboxWhere *self,
                            JsonObject       *record)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      if (!term_matches (self->terms->pdata[i], record))
        return FALSE;
    }
  return TRUE;
}
