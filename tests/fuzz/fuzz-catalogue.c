/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a tenant offers (GET /elements), and an entry as our own catalogue has them. What is kept
 * of an offer in the database is the same offer when it is read again. */
// Parser: core/plug-connector-json.c core/plug-connector-events.c service/plug-offer.c

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "plug-json.h"
#include "plug-offer.h"

static void
assert_same (PlugOffer *offer,
             PlugOffer *again)
{
  g_assert_nonnull (again);
  g_assert_cmpuint (again->connectors->len, ==, offer->connectors->len);
  for (guint i = 0; i < offer->connectors->len; i++)
    {
      PlugConnector *a = g_ptr_array_index (offer->connectors, i);
      PlugConnector *b = g_ptr_array_index (again->connectors, i);

      g_assert_cmpstr (plug_connector_get_key (a), !=, "");
      g_assert_cmpstr (plug_connector_get_name (a), !=, "");
      g_assert_cmpstr (plug_connector_get_key (a), ==, plug_connector_get_key (b));
      g_assert_cmpstr (plug_connector_get_name (a), ==, plug_connector_get_name (b));
    }
}

static void
assert_offer (JsonArray *page)
{
  g_autoptr (PlugOffer) offer = plug_offer_new ();
  g_autoptr (PlugOffer) again = NULL;
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *text = NULL;
  guint n;

  plug_offer_take_page (offer, page, keys);
  n = offer->connectors->len;
  g_assert_cmpuint (n + offer->n_skipped, <=, json_array_get_length (page));
  /* The same page again brings nobody new. */
  plug_offer_take_page (offer, page, keys);
  g_assert_cmpuint (offer->connectors->len, ==, n);
  text = plug_offer_to_text (offer);
  again = plug_offer_from_text (text);
  assert_same (offer, again);
}

static void
assert_entry (JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugConnector) connector = plug_connector_new_from_json (object, &error);

  g_assert_true ((connector != NULL) == (error == NULL));
  if (connector == NULL)
    return;
  g_assert_cmpstr (plug_connector_get_key (connector), !=, "");
  g_assert_cmpstr (plug_connector_get_name (connector), !=, "");
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (JsonNode) node = plug_json_parse ((const char *) data, size, 0, NULL);
  g_autoptr (PlugOffer) kept = plug_offer_from_text (text);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    assert_offer (json_node_get_array (node));
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    assert_entry (json_node_get_object (node));
  return 0;
}
