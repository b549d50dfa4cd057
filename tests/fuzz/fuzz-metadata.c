/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tenant says of a connector: whatever it is, the fields of it can be asked for, and a
 * draft with them filled in is a body again. */
// Parser: core/plug-connector-metadata.c core/plug-draft-body.c

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "plug-connector.h"
#include "plug-draft.h"
#include "plug-json.h"

#define MAX_FIELDS 500

static const char *const authentications[] = { NULL, "basic", "oauth2", "oauth1", "apikey" };

static void
assert_fields (GListModel *fields,
               GHashTable *keys)
{
  g_assert_cmpuint (g_list_model_get_n_items (fields), <=, MAX_FIELDS);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (PlugField) field = g_list_model_get_item (fields, i);
      const char *fallback = plug_field_get_default (field);

      g_assert_cmpstr (plug_field_get_key (field), !=, "");
      g_assert_true (g_hash_table_add (keys, (gpointer) plug_field_get_key (field)));
      g_assert_true (g_utf8_validate (plug_field_get_label (field), -1, NULL));
      g_assert_cmpstr (plug_field_get_label (field), !=, "");
      g_assert_true (fallback == NULL || g_utf8_validate (fallback, -1, NULL));
      /* What is called a password is never shown as none; a choice is everybody's. */
      if (plug_field_key_is_secret (plug_field_get_key (field)) &&
          plug_field_get_kind (field) != PLUG_FIELD_SWITCH &&
          plug_field_get_kind (field) != PLUG_FIELD_CHOICE)
        g_assert_true (plug_field_is_secret (field));
    }
}

static void
assert_draft (PlugConnector *connector)
{
  g_autoptr (PlugDraft) draft = plug_draft_new (connector);
  g_autoptr (PlugDraft) again = plug_draft_new (connector);
  g_autoptr (JsonNode) body = plug_draft_build (draft, PLUG_DRAFT_REVEAL);
  g_autofree char *text = plug_draft_build_text (draft, PLUG_DRAFT_MASK, TRUE);
  g_autoptr (GPtrArray) problems = plug_draft_list_problems (draft);

  g_assert_nonnull (problems);
  g_assert_true (plug_json_scan (text, strlen (text), 0, NULL, NULL));
  g_assert_true (plug_draft_fill_from_body (again, json_node_get_object (body), NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (JsonNode) node = plug_json_parse ((const char *) data, size, 0, NULL);

  if (node == NULL)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (authentications); i++)
    {
      guint skipped = 0;
      g_autoptr (PlugConnector) connector =
        plug_connector_new_from_metadata ("k", NULL, "crm", authentications[i], node, &skipped);
      g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

      if (connector == NULL)
        continue;
      g_assert_cmpuint (skipped, ==, plug_connector_get_n_skipped (connector));
      assert_fields (plug_connector_list_fields (connector), keys);
      assert_fields (plug_connector_list_event_fields (connector), keys);
      assert_draft (connector);
    }
  return 0;
}
