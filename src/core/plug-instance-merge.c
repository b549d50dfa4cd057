/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstance: what a reply says, brought together with what is known here. */

#include "config.h"

#include "plug-instance-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-drift.h"
#include "plug-json.h"
#include "plug-set-private.h"

/* What was saved, in the database: the members of "accepted". */
#define MEMBER_NAME          "name"
#define MEMBER_TAGS          "tags"
#define MEMBER_DISABLED      "disabled"
#define MEMBER_EVENTS        "events"
#define MEMBER_CONFIGURATION "configuration"

static char *
build_accepted (PlugInstance *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *tags = json_array_new ();

  for (guint i = 0; self->tags[i] != NULL; i++)
    json_array_add_string_element (tags, self->tags[i]);
  json_object_set_string_member (object, MEMBER_NAME, self->name);
  json_object_set_array_member (object, MEMBER_TAGS, tags);
  json_object_set_boolean_member (object, MEMBER_DISABLED, self->disabled);
  json_object_set_boolean_member (object, MEMBER_EVENTS, self->events);
  json_object_set_string_member (object, MEMBER_CONFIGURATION, self->configuration);
  json_node_take_object (root, object);
  return plug_json_to_string (root, FALSE);
}

/* plug_instance_dup_accepted:
 * Returns: (transfer full): the instance as it was saved */
PlugInstance *
plug_instance_dup_accepted (PlugInstance *self)
{
  g_autoptr (JsonNode) root = NULL;
  g_auto (GStrv) tags = NULL;
  PlugInstance *saved;
  JsonObject *object;

  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  saved = plug_instance_dup (self);
  plug_instance_set_accepted (saved, NULL);
  if (self->accepted != NULL)
    root = plug_json_parse (self->accepted, strlen (self->accepted), PLUG_JSON_MAX_BYTES, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return saved;
  object = json_node_get_object (root);
  tags = plug_json_dup_strings (object, MEMBER_TAGS);
  plug_instance_set_name (saved, plug_json_get_string (object, MEMBER_NAME));
  plug_instance_set_tags (saved, (const char *const *) tags);
  plug_instance_set_disabled (saved, plug_json_get_boolean (object, MEMBER_DISABLED, FALSE));
  plug_instance_set_events (saved, plug_json_get_boolean (object, MEMBER_EVENTS, FALSE));
  plug_instance_set_configuration (saved, plug_json_get_string (object, MEMBER_CONFIGURATION));
  return saved;
}

/* plug_instance_accept:
 * What the tenant has is what is to be: nothing differs any more. */
void
plug_instance_accept (PlugInstance *self)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  plug_instance_set_accepted (self, NULL);
  if (self->health == PLUG_HEALTH_CHANGED || self->health == PLUG_HEALTH_EVENTS_OFF)
    plug_instance_set_health (self, PLUG_HEALTH_UNKNOWN, NULL);
}

/* plug_instance_complete:
 * @known: the same instance as it is known here
 *
 * A reply becomes a whole instance: what it left out is still what is known, and so is what only
 * we know. */
void
plug_instance_complete (PlugInstance *self,
                        PlugInstance *known)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));
  g_return_if_fail (PLUG_IS_INSTANCE (known));

  if (self->created == 0)
    plug_instance_set_created (self, known->created);
  if (*self->connector_name == '\0')
    plug_instance_set_connector_name (self, known->connector_name);
  if (*self->hub == '\0')
    plug_instance_set_hub (self, known->hub);
  if (self->lacks & PLUG_INSTANCE_TAGS)
    plug_instance_set_tags (self, (const char *const *) known->tags);
  if (self->lacks & PLUG_INSTANCE_CONFIGURATION)
    plug_instance_set_configuration (self, known->configuration);
  if (self->lacks & PLUG_INSTANCE_DISABLED)
    plug_instance_set_disabled (self, known->disabled);
  if (self->lacks & PLUG_INSTANCE_EVENTS)
    plug_instance_set_events (self, known->events);
  plug_instance_set_saved (self, known->saved);
  plug_instance_set_token_state (self, known->token_state);
  plug_instance_set_health (self, known->health, known->health_reason);
  plug_instance_set_checked (self, known->checked);
  plug_instance_set_origin (self, known->origin);
  plug_instance_set_due (self, known->due);
  plug_instance_set_forgotten (self, known->forgotten);
  plug_instance_set_accepted (self, known->accepted);
}

/* As far as the tenant says it. */
static gboolean
is_same (PlugInstance *a,
         PlugInstance *b)
{
  return a->created == b->created && a->disabled == b->disabled && a->events == b->events &&
         g_str_equal (a->name, b->name) && g_str_equal (a->hub, b->hub) &&
         g_str_equal (a->connector_name, b->connector_name) &&
         plug_strings_equal ((const char *const *) a->tags, (const char *const *) b->tags) &&
         g_str_equal (a->configuration, b->configuration);
}

static gboolean
has_kind (GPtrArray     *drifts,
          PlugDriftKind  kind)
{
  for (guint i = 0; i < drifts->len; i++)
    {
      if (plug_drift_get_kind (g_ptr_array_index (drifts, i)) == kind)
        return TRUE;
    }
  return FALSE;
}

static char *
dup_change_reason (GPtrArray *drifts)
{
  g_autofree char *first = plug_drift_dup_sentence (g_ptr_array_index (drifts, 0));

  if (drifts->len == 1)
    return g_steal_pointer (&first);
  /* Translators: %s is a sentence about the first of several differences */
  return g_strdup_printf (_("%s More differs from what was saved."), first);
}

/* What a listing alone tells of how it is; what a check found out besides stays. What somebody has
 * enabled does not wait to be deleted any more. */
static void
settle_health (PlugInstance *self,
               GPtrArray    *drifts)
{
  g_autofree char *reason = NULL;

  if (!self->disabled)
    plug_instance_set_due (self, 0);
  if (self->disabled && self->due != 0)
    plug_instance_set_health (self, PLUG_HEALTH_DISABLED,
                              _("It is disabled and waits to be deleted."));
  else if (self->disabled && has_kind (drifts, PLUG_DRIFT_DISABLED))
    plug_instance_set_health (self, PLUG_HEALTH_DISABLED,
                              _("It was disabled on the tenant, by somebody or because the "
                                "connected system did not renew its authentication."));
  else if (self->disabled)
    plug_instance_set_health (self, PLUG_HEALTH_DISABLED, _("It is disabled on the tenant."));
  else if (self->health == PLUG_HEALTH_REJECTED)
    return;
  else if (has_kind (drifts, PLUG_DRIFT_EVENTS_OFF))
    plug_instance_set_health (self, PLUG_HEALTH_EVENTS_OFF,
                              _("Its events were on and are off now."));
  else if (drifts->len > 0)
    {
      reason = dup_change_reason (drifts);
      plug_instance_set_health (self, PLUG_HEALTH_CHANGED, reason);
    }
  else if (self->health != PLUG_HEALTH_HEALTHY && self->health != PLUG_HEALTH_UNKNOWN)
    plug_instance_set_health (self, PLUG_HEALTH_UNKNOWN, NULL);
}

/* plug_instance_merge:
 * @known: an instance as it is known here
 * @reply: (transfer none): the same in a complete or an incomplete reply; completed by it
 *
 * What differs is noted together with what was saved, so that it can be looked at: see
 * plug_drift_find().
 *
 * Returns: (transfer full) (nullable): what it is now; NULL when that is what is known */
PlugInstance *
plug_instance_merge (PlugInstance *known,
                     PlugInstance *reply)
{
  g_autoptr (GPtrArray) drifts = NULL;
  g_autoptr (PlugInstance) merged = NULL;
  g_autoptr (PlugInstance) saved = NULL;

  g_return_val_if_fail (PLUG_IS_INSTANCE (known), NULL);
  g_return_val_if_fail (PLUG_IS_INSTANCE (reply), NULL);

  plug_instance_complete (reply, known);
  if (is_same (known, reply) && known->health != PLUG_HEALTH_GONE &&
      (known->health == PLUG_HEALTH_DISABLED) == known->disabled)
    return NULL;
  merged = plug_instance_dup (reply);
  saved = plug_instance_dup_accepted (known);
  drifts = plug_drift_compare (saved, merged);
  if (drifts->len > 0 && known->accepted == NULL)
    {
      g_autofree char *accepted = build_accepted (known);

      plug_instance_set_accepted (merged, accepted);
    }
  else if (drifts->len == 0)
    plug_instance_set_accepted (merged, NULL);
  settle_health (merged, drifts);
  return g_steal_pointer (&merged);
}

/* plug_instance_set_saved_as:
 * @saved: the same instance as somebody saved it
 *
 * What @saved has is what the instance is to be; where it differs, that is noted. */
void
plug_instance_set_saved_as (PlugInstance *self,
                            PlugInstance *saved)
{
  g_autoptr (GPtrArray) drifts = NULL;
  g_autofree char *accepted = NULL;

  g_return_if_fail (PLUG_IS_INSTANCE (self));
  g_return_if_fail (PLUG_IS_INSTANCE (saved));

  drifts = plug_drift_compare (saved, self);
  if (drifts->len > 0)
    accepted = build_accepted (saved);
  plug_instance_set_accepted (self, accepted);
  settle_health (self, drifts);
}
