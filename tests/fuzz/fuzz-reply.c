/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tenant answers: JSON or none, and instances in it or none. What is taken is sound, and
 * what would be written of it is read again as the same. */
// Parser: core/plug-json.c core/plug-instance-json.c core/plug-instance-merge.c

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "plug-instance.h"
#include "plug-json.h"

#define MAX_INSTANCES 32

static const char account[] = "6e0c7a52-6d52-4b0a-9b2e-7f1f4a0d1c11";

static void
assert_place (const char          *text,
              gsize                length,
              const PlugJsonPlace *place)
{
  guint lines = 1;

  g_assert_cmpuint (place->offset, <=, length);
  for (gsize i = 0; i < place->offset; i++)
    lines += text[i] == '\n';
  g_assert_cmpuint (place->line, ==, lines);
  g_assert_cmpuint (place->column, >=, 1);
  g_assert_cmpuint (place->column, <=, place->offset + 1);
}

/* What the scan takes, json-glib takes, and reads as it was meant. */
static JsonNode *
read_json (const char *text,
           gsize       length)
{
  PlugJsonPlace place = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean good = plug_json_scan (text, length, 0, &place, &error);
  g_autoptr (JsonNode) root = plug_json_parse (text, length, 0, NULL);
  g_autoptr (JsonNode) again = NULL;
  g_autofree char *written = NULL;

  g_assert_true (good == (error == NULL));
  g_assert_true (good == (root != NULL));
  if (!good)
    {
      assert_place (text, length, &place);
      return NULL;
    }
  written = plug_json_to_string (root, FALSE);
  again = plug_json_parse (written, strlen (written), 0, NULL);
  g_assert_nonnull (again);
  g_assert_true (json_node_equal (root, again));
  return g_steal_pointer (&root);
}

/* No token goes on into what is written to the database. */
static void
assert_instance (JsonNode *node)
{
  g_autoptr (PlugSecret) token = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugInstance) instance = plug_instance_new_from_json (node, account, &token, &error);
  g_autoptr (PlugInstance) again = NULL;
  const char *configuration;

  g_assert_true ((instance != NULL) == (error == NULL));
  if (instance == NULL)
    {
      g_assert_null (token);
      return;
    }
  g_assert_cmpstr (plug_instance_get_id (instance), !=, "");
  g_assert_null (strpbrk (plug_instance_get_id (instance), " /?#\n"));
  configuration = plug_instance_get_configuration (instance);
  g_assert_true (token == NULL || plug_secret_is_single_line (token));
  if (configuration != NULL)
    {
      g_assert_true (plug_json_scan (configuration, strlen (configuration), 0, NULL, NULL));
      /* A short one may be part of a word. */
      g_assert_true (token == NULL || plug_secret_get_length (token) < 16 ||
                     strstr (configuration, plug_secret_peek (token)) == NULL);
    }
  /* What a tenant says twice is nothing new. */
  again = plug_instance_new_from_json (node, account, NULL, NULL);
  g_assert_null (plug_instance_merge (instance, again));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_memdup2 (data, MAX (size, 1));
  g_autoptr (JsonNode) root = read_json (text, size);
  JsonArray *list = root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root)
                                                                 : NULL;

  if (root != NULL)
    assert_instance (root);
  for (guint i = 0; list != NULL && i < MIN (json_array_get_length (list), MAX_INSTANCES); i++)
    assert_instance (json_array_get_element (list, i));
  return 0;
}
