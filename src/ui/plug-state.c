/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugState: how an instance is, in one word, with an icon beside it. */

#include "config.h"

#include "plug-state.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *nick;
  const char *name;
  const char *icon;
} states[] = {
  [PLUG_STATE_REJECTED] = { "rejected", N_("Rejected"), "dialog-error-symbolic" },
  [PLUG_STATE_GONE] = { "gone", N_("Gone"), "edit-delete-symbolic" },
  [PLUG_STATE_CHANGED] = { "changed", N_("Changed"), "dialog-warning-symbolic" },
  [PLUG_STATE_EVENTS_OFF] = { "events-off", N_("Events off"), "dialog-warning-symbolic" },
  [PLUG_STATE_TOKEN_UNSAVED] = { "token-unsaved", N_("Token not saved"),
                                 "dialog-warning-symbolic" },
  [PLUG_STATE_TOKEN_ABSENT] = { "token-absent", N_("No token"), "dialog-warning-symbolic" },
  [PLUG_STATE_DELETING] = { "deleting", N_("To be deleted"), "user-trash-symbolic" },
  [PLUG_STATE_DISABLED] = { "disabled", N_("Disabled"), "action-unavailable-symbolic" },
  [PLUG_STATE_UNKNOWN] = { "unknown", N_("Unknown"), "dialog-question-symbolic" },
  [PLUG_STATE_SAVED] = { "saved", N_("Saved"), "emblem-ok-symbolic" },
  [PLUG_STATE_HEALTHY] = { "healthy", N_("Healthy"), "emblem-ok-symbolic" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (states) == PLUG_N_STATES);

/* plug_state_of_health:
 * Returns: the state of an instance of which nothing else is known */
PlugState
plug_state_of_health (PlugHealth health)
{
  switch (health)
    {
    case PLUG_HEALTH_HEALTHY:
      return PLUG_STATE_HEALTHY;
    case PLUG_HEALTH_DISABLED:
      return PLUG_STATE_DISABLED;
    case PLUG_HEALTH_REJECTED:
      return PLUG_STATE_REJECTED;
    case PLUG_HEALTH_EVENTS_OFF:
      return PLUG_STATE_EVENTS_OFF;
    case PLUG_HEALTH_GONE:
      return PLUG_STATE_GONE;
    case PLUG_HEALTH_CHANGED:
      return PLUG_STATE_CHANGED;
    case PLUG_HEALTH_UNKNOWN:
    default:
      return PLUG_STATE_UNKNOWN;
    }
}

/* plug_state_new:
 * @due: when it is to be deleted, 0 when it is not
 *
 * Returns: the state of an instance that is so. What the list was told last counts: an instance
 *   enabled again has not been checked since */
PlugState
plug_state_new (PlugHealth      health,
                gboolean        disabled,
                PlugTokenState  token_state,
                gint64          due)
{
  if (health == PLUG_HEALTH_GONE)
    return PLUG_STATE_GONE;
  if (due != 0)
    return PLUG_STATE_DELETING;
  if (disabled)
    return health == PLUG_HEALTH_REJECTED ? PLUG_STATE_REJECTED : PLUG_STATE_DISABLED;
  if (token_state == PLUG_TOKEN_UNSAVED)
    return PLUG_STATE_TOKEN_UNSAVED;
  if (health != PLUG_HEALTH_UNKNOWN && health != PLUG_HEALTH_DISABLED)
    return plug_state_of_health (health);
  if (token_state == PLUG_TOKEN_ABSENT)
    return PLUG_STATE_TOKEN_ABSENT;
  return token_state == PLUG_TOKEN_SAVED ? PLUG_STATE_SAVED : PLUG_STATE_UNKNOWN;
}

/* plug_state_of:
 * Returns: the state @instance is listed under */
PlugState
plug_state_of (PlugInstance *instance)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (instance), PLUG_STATE_UNKNOWN);

  return plug_state_new (plug_instance_get_health (instance),
                         plug_instance_is_disabled (instance),
                         plug_instance_get_token_state (instance),
                         plug_instance_get_due (instance));
}

/* plug_state_get_nick:
 * Returns: (transfer none): its word for filters, never translated */
const char *
plug_state_get_nick (PlugState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);

  return states[state].nick;
}

/* plug_state_get_name:
 * Returns: (transfer none): its word for the eye, translated */
const char *
plug_state_get_name (PlugState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);

  return _(states[state].name);
}

/* plug_state_get_icon:
 * Returns: (transfer none): an icon, never alone, always beside the word */
const char *
plug_state_get_icon (PlugState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);

  return states[state].icon;
}
