/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tenant's documentation: whatever it is, it is refused in words, or every operation in it has
 * a target that stays below the base URL and a sample that is JSON. */

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "plug-docs.h"
#include "plug-json.h"

/* What was entered must not leave its place in the path. */
static void
assert_target (PlugDocsOperation *operation)
{
  guint n = plug_docs_operation_get_n_parameters (operation);
  g_auto (GStrv) values = g_new0 (char *, n + 1);
  g_autofree char *target = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    values[i] = g_strdup ("../a?b#c&d\r\n");
  target = plug_docs_operation_dup_target (operation, (const char *const *) values, &error);
  g_assert_true ((target == NULL) == (error != NULL));
  if (target == NULL)
    return;
  g_assert_cmpint (target[0], ==, '/');
  g_assert_null (strstr (target, "/../"));
  g_assert_null (strpbrk (target, "#\r\n "));
  g_assert_true (strchr (target, '?') == strrchr (target, '?'));
}

static void
assert_operation (PlugDocsOperation *operation)
{
  g_autofree char *sample = plug_docs_operation_dup_sample (operation);

  g_assert_true (g_utf8_validate (plug_docs_operation_get_summary (operation), -1, NULL));
  g_assert_true (g_utf8_validate (plug_docs_operation_get_resource (operation), -1, NULL));
  g_assert_true ((sample != NULL) == plug_docs_operation_has_body (operation));
  if (sample != NULL)
    g_assert_true (plug_json_scan (sample, strlen (sample), 0, NULL, NULL));
  assert_target (operation);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_memdup2 (data, MAX (size, 1));
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugDocs) docs = plug_docs_new (text, size, &error);

  g_assert_true ((docs == NULL) == (error != NULL));
  if (docs == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  for (guint i = 0; i < plug_docs_get_n_operations (docs); i++)
    assert_operation (plug_docs_get_operation (docs, i));
  return 0;
}
