/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pasted text: whatever it is, the result is sound. */
// Parser: core/plug-import*.c core/plug-shell*.c core/plug-json-lenient*.c core/plug-source.c

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "plug-import.h"
#include "plug-json-lenient.h"
#include "plug-json.h"

static guint
count_lines (const char *text,
             gsize       length)
{
  guint lines = 1;

  for (gsize i = 0; i < length; i++)
    lines += text[i] == '\n' || text[i] == '\r' ||
             (length - i > 2 && memcmp (text + i, "\xe2\x80\xa9", 3) == 0);
  return lines;
}

static void
assert_words (const char *const *words)
{
  g_assert_nonnull (words);
  for (gsize i = 0; words[i] != NULL; i++)
    g_assert_true (g_utf8_validate (words[i], -1, NULL));
}

static void
assert_problems (PlugImport *import,
                 const char *text,
                 gsize       length)
{
  guint lines = count_lines (text, length);
  guint line = 1;

  for (guint i = 0; i < plug_import_get_n_problems (import); i++)
    {
      const PlugImportProblem *problem = plug_import_get_problem (import, i);

      g_assert_cmpuint (problem->line, >=, line);
      g_assert_cmpuint (problem->line, <=, lines);
      g_assert_cmpuint (problem->column, >, 0);
      g_assert_cmpuint (problem->column, <=, length + 1);
      g_assert_cmpuint (problem->length, >, 0);
      g_assert_true (g_utf8_validate (problem->message, -1, NULL));
      line = problem->line;
    }
}

/* What is sent later is JSON again, and the tenant's own reader takes it. */
static void
assert_body (PlugImport *import)
{
  g_autoptr (JsonNode) body = plug_import_dup_body (import);
  g_autoptr (JsonNode) again = NULL;
  g_autofree char *json = NULL;

  g_assert_true ((body != NULL) == (plug_import_get_kind (import) != PLUG_IMPORT_NOTHING));
  if (body == NULL)
    return;
  json = plug_json_to_string (body, FALSE);
  again = plug_json_parse (json, strlen (json), 0, NULL);
  g_assert_nonnull (again);
}

/* What is JSON is read as it is. */
static void
assert_lenient (const char *text,
                gsize       length)
{
  g_autoptr (JsonNode) strict = plug_json_parse (text, length, 0, NULL);
  g_autoptr (JsonNode) lenient = NULL;
  g_autoptr (GArray) flaws = NULL;
  gsize end;

  if (!g_utf8_validate_len (text, length, NULL))
    return;
  flaws = g_array_new (FALSE, FALSE, sizeof (PlugJsonFlaw));
  lenient = plug_json_read_lenient (text, length, &end, flaws);
  g_assert_cmpuint (end, <=, length);
  for (guint i = 0; i < flaws->len; i++)
    {
      const PlugJsonFlaw *flaw = &g_array_index (flaws, PlugJsonFlaw, i);

      g_assert_cmpuint (flaw->offset + flaw->length, <=, length);
    }
  if (strict == NULL || JSON_NODE_HOLDS_VALUE (strict) || JSON_NODE_HOLDS_NULL (strict))
    return;
  g_assert_nonnull (lenient);
  g_assert_cmpuint (flaws->len, ==, 0);
  g_assert_true (json_node_equal (strict, lenient));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_memdup2 (data, MAX (size, 1));
  g_autoptr (PlugImport) import = plug_import_new (text, size);

  assert_words (plug_import_get_unfilled (import));
  assert_words (plug_import_get_notes (import));
  assert_problems (import, text, size);
  assert_body (import);
  assert_lenient (text, size);
  return 0;
}
