/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstance: how it is, and what is to become of it. */

#include "config.h"

#include "plug-instance-private.h"

#include "plug-set-private.h"

/* plug_instance_dup:
 * Returns: (transfer full): another object that says the same */
PlugInstance *
plug_instance_dup (PlugInstance *self)
{
  PlugInstance *copy;

  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  copy = plug_instance_new (self->account_id, self->id, self->name, self->connector_key);
  plug_instance_renew (copy, self);
  plug_instance_set_account_name (copy, self->account_name);
  return copy;
}

/* plug_instance_renew:
 * @from: the same instance as it is now
 *
 * Takes over everything but what tells which one it is. */
void
plug_instance_renew (PlugInstance *self,
                     PlugInstance *from)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));
  g_return_if_fail (PLUG_IS_INSTANCE (from));

  plug_instance_set_name (self, from->name);
  plug_instance_set_connector_name (self, from->connector_name);
  plug_instance_set_hub (self, from->hub);
  plug_instance_set_tags (self, (const char *const *) from->tags);
  plug_instance_set_created (self, from->created);
  plug_instance_set_saved (self, from->saved);
  plug_instance_set_disabled (self, from->disabled);
  plug_instance_set_configuration (self, from->configuration);
  plug_instance_set_token_state (self, from->token_state);
  plug_instance_set_health (self, from->health, from->health_reason);
  plug_instance_set_checked (self, from->checked);
  plug_instance_set_origin (self, from->origin);
  plug_instance_set_events (self, from->events);
  plug_instance_set_due (self, from->due);
  plug_instance_set_forgotten (self, from->forgotten);
  plug_instance_set_accepted (self, from->accepted);
}

/* plug_instance_get_health:
 * Returns: how it is, in one word */
PlugHealth
plug_instance_get_health (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), PLUG_HEALTH_UNKNOWN);

  return self->health;
}

/* plug_instance_get_health_reason:
 * Returns: (nullable) (transfer none): a sentence that says why it is as it is, and what to do */
const char *
plug_instance_get_health_reason (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  return self->health_reason;
}

/* plug_instance_set_health:
 * @health: how it is
 * @reason: (nullable): why, for the eye */
void
plug_instance_set_health (PlugInstance *self,
                          PlugHealth    health,
                          const char   *reason)
{
  gboolean is_new;

  g_return_if_fail (PLUG_IS_INSTANCE (self));

  is_new = self->health != health;
  self->health = health;
  if (plug_set_string (&self->health_reason, reason))
    plug_instance_notify_state (self, PLUG_INSTANCE_PROP_HEALTH_REASON);
  if (is_new)
    plug_instance_notify_state (self, PLUG_INSTANCE_PROP_HEALTH);
}

/* plug_instance_get_checked:
 * Returns: when it was last checked: microseconds since 1970, 0 for never */
gint64
plug_instance_get_checked (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), 0);

  return self->checked;
}

/* plug_instance_set_checked:
 * @checked: microseconds since 1970, 0 for never */
void
plug_instance_set_checked (PlugInstance *self,
                           gint64        checked)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (self->checked == checked)
    return;
  self->checked = checked;
  plug_instance_notify_state (self, PLUG_INSTANCE_PROP_CHECKED);
}

/* plug_instance_get_origin:
 * Returns: who made it, as far as is known here */
PlugOrigin
plug_instance_get_origin (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), PLUG_ORIGIN_HERE);

  return self->origin;
}

/* plug_instance_set_origin:
 * @origin: who made it */
void
plug_instance_set_origin (PlugInstance *self,
                          PlugOrigin    origin)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (self->origin == origin)
    return;
  self->origin = origin;
  plug_instance_notify_state (self, PLUG_INSTANCE_PROP_ORIGIN);
}

/* plug_instance_has_events:
 * Returns: whether it sends events; contract section 5.1 */
gboolean
plug_instance_has_events (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), FALSE);

  return self->events;
}

/* plug_instance_set_events:
 * @events: whether it sends events */
void
plug_instance_set_events (PlugInstance *self,
                          gboolean      events)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (self->events == !!events)
    return;
  self->events = !!events;
  plug_instance_notify_state (self, PLUG_INSTANCE_PROP_EVENTS);
}

/* plug_instance_get_due:
 * Returns: when it is to be deleted on the tenant: microseconds since 1970, 0 for never */
gint64
plug_instance_get_due (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), 0);

  return self->due;
}

/* plug_instance_set_due:
 * @due: microseconds since 1970, 0 for never */
void
plug_instance_set_due (PlugInstance *self,
                       gint64        due)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (self->due == due)
    return;
  self->due = due;
  plug_instance_notify_state (self, PLUG_INSTANCE_PROP_DUE);
}

/* plug_instance_get_forgotten:
 * Returns: since when it is left out of the lists: microseconds since 1970, 0 for never */
gint64
plug_instance_get_forgotten (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), 0);

  return self->forgotten;
}

/* plug_instance_set_forgotten:
 * @forgotten: microseconds since 1970, 0 for never */
void
plug_instance_set_forgotten (PlugInstance *self,
                             gint64        forgotten)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  self->forgotten = forgotten;
}

/* plug_instance_get_lacks:
 * Returns: what the reply it was made of did not say */
PlugInstanceParts
plug_instance_get_lacks (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), 0);

  return self->lacks;
}

/* plug_instance_set_lacks:
 * @parts: what the reply did not say */
void
plug_instance_set_lacks (PlugInstance      *self,
                         PlugInstanceParts  parts)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  self->lacks = parts;
}

/* plug_instance_get_accepted:
 * Returns: (nullable) (transfer none): what was saved, for the database; NULL while it is what
 *   there is */
const char *
plug_instance_get_accepted (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  return self->accepted;
}

/* plug_instance_set_accepted:
 * @json: (nullable): as plug_instance_get_accepted() gave it */
void
plug_instance_set_accepted (PlugInstance *self,
                            const char   *json)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  plug_set_string (&self->accepted, json);
}
