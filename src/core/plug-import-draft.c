/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft out of a pasted text. */

#include "config.h"

#include "plug-import.h"

#include "plug-json-lenient.h"
#include "plug-json.h"

/* An answer has the connector's own settings, too; what nobody fills in is left to the connector,
 * as it is when an instance is duplicated. */
static void
drop_unknown (JsonObject    *body,
              PlugConnector *connector)
{
  JsonObject *configuration = plug_json_get_object (body, "configuration");
  g_autoptr (GList) keys = NULL;

  if (configuration == NULL ||
      g_list_model_get_n_items (plug_connector_list_fields (connector)) == 0)
    return;
  keys = json_object_get_members (configuration);
  for (GList *l = keys; l != NULL; l = l->next)
    {
      if (plug_connector_find_field (connector, l->data) == NULL)
        json_object_remove_member (configuration, l->data);
    }
}

/* plug_import_create_draft:
 * @connector: of which the instance is to be, by plug_import_get_connector_key()
 *
 * What is wrong with it, plug_draft_list_problems() says: placeholders are fields not filled in.
 *
 * Returns: (nullable) (transfer full): what the text says; NULL when that is nothing */
PlugDraft *
plug_import_create_draft (PlugImport    *self,
                          PlugConnector *connector)
{
  g_autoptr (JsonNode) body = NULL;
  PlugDraft *draft;

  g_return_val_if_fail (PLUG_IS_IMPORT (self) && PLUG_IS_CONNECTOR (connector), NULL);

  body = plug_import_dup_body (self);
  if (body == NULL)
    return NULL;
  if (plug_import_get_kind (self) == PLUG_IMPORT_INSTANCE)
    drop_unknown (json_node_get_object (body), connector);
  draft = plug_draft_new (connector);
  plug_draft_fill_from_body (draft, json_node_get_object (body), NULL);
  return draft;
}
