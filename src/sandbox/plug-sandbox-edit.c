/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody else does to the instances of a pretend tenant, and the systems behind it. */

#include "config.h"

#include "plug-sandbox-private.h"

#include "plug-json.h"

#include <string.h>

static const struct {
  const char *word;
  PlugSandboxPing ping;
} pings[] = {
  { "ok", PLUG_SANDBOX_PING_OK },
  { "rejected", PLUG_SANDBOX_PING_REJECTED },
  { "invalid", PLUG_SANDBOX_PING_INVALID },
  { "unsupported", PLUG_SANDBOX_PING_UNSUPPORTED },
  { "down", PLUG_SANDBOX_PING_DOWN },
};

static void
set_ping (PlugSandboxInstance *instance,
          const char          *word)
{
  for (gsize i = 0; word != NULL && i < G_N_ELEMENTS (pings); i++)
    {
      if (strcmp (pings[i].word, word) == 0)
        instance->ping = pings[i].ping;
    }
}

static void
set_uses (PlugSandboxInstance *instance,
          JsonObject          *edit)
{
  g_auto (GStrv) uses = plug_json_dup_strings (edit, "uses");

  if (plug_json_get_array (edit, "uses") == NULL)
    return;
  g_strfreev (instance->uses);
  instance->uses = g_steal_pointer (&uses);
}

static void
edit_instance (PlugSandboxInstance *instance,
               JsonObject          *edit)
{
  if (plug_json_get_string (edit, "name") != NULL)
    plug_sandbox_instance_set_name (instance, plug_json_get_string (edit, "name"));
  plug_sandbox_instance_set_tags (instance, plug_json_get_array (edit, "tags"));
  plug_sandbox_instance_merge (instance, plug_json_get_object (edit, "configuration"));
  instance->disabled = plug_json_get_boolean (edit, "disabled", instance->disabled);
  if (plug_json_get_boolean (edit, "rotate", FALSE))
    instance->rotation++;
  set_ping (instance, plug_json_get_string (edit, "ping"));
  set_uses (instance, edit);
}

/* plug_sandbox_edit_instance:
 * @edit: a JSON object with any of: "name", "tags", "configuration" and "disabled" as they are to
 *   be; "rotate": true for another token; "ping": "ok", "rejected", "invalid", "unsupported" or
 *   "down", what comes of asking the connected system; "uses": the names of formula instances that
 *   need it
 *
 * Changes an instance as if somebody else had.
 *
 * Returns: whether it was there */
gboolean
plug_sandbox_edit_instance (PlugSandbox *self,
                            const char  *id,
                            const char  *edit)
{
  PlugSandboxTenant *tenant;
  PlugSandboxInstance *instance;
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (PLUG_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (edit != NULL, FALSE);

  tenant = plug_sandbox_get_tenant (self);
  instance = plug_sandbox_tenant_find (tenant, id);
  root = plug_json_parse (edit, strlen (edit), PLUG_JSON_MAX_BYTES, NULL);
  if (instance == NULL || root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  edit_instance (instance, json_node_get_object (root));
  plug_sandbox_tenant_save (tenant);
  return TRUE;
}
