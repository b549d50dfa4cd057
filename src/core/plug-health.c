/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugHealth: how an instance is, in one word. */

#include "config.h"

#include "plug-health.h"

#include <glib/gi18n-lib.h>

/* plug_health_get_type:
 * Returns: the type of PlugHealth; its nicks are the words of the database */
G_DEFINE_ENUM_TYPE (PlugHealth, plug_health,
                    G_DEFINE_ENUM_VALUE (PLUG_HEALTH_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (PLUG_HEALTH_HEALTHY, "healthy"),
                    G_DEFINE_ENUM_VALUE (PLUG_HEALTH_DISABLED, "disabled"),
                    G_DEFINE_ENUM_VALUE (PLUG_HEALTH_REJECTED, "rejected"),
                    G_DEFINE_ENUM_VALUE (PLUG_HEALTH_EVENTS_OFF, "events-off"),
                    G_DEFINE_ENUM_VALUE (PLUG_HEALTH_GONE, "gone"),
                    G_DEFINE_ENUM_VALUE (PLUG_HEALTH_CHANGED, "changed"))

/* plug_remedy_get_type:
 * Returns: the type of PlugRemedy for properties and .ui files */
G_DEFINE_ENUM_TYPE (PlugRemedy, plug_remedy,
                    G_DEFINE_ENUM_VALUE (PLUG_REMEDY_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (PLUG_REMEDY_EDIT_ACCOUNT, "edit-account"),
                    G_DEFINE_ENUM_VALUE (PLUG_REMEDY_UNLOCK_KEYRING, "unlock-keyring"),
                    G_DEFINE_ENUM_VALUE (PLUG_REMEDY_ENABLE, "enable"),
                    G_DEFINE_ENUM_VALUE (PLUG_REMEDY_ENABLE_EVENTS, "enable-events"),
                    G_DEFINE_ENUM_VALUE (PLUG_REMEDY_REAUTHENTICATE, "reauthenticate"),
                    G_DEFINE_ENUM_VALUE (PLUG_REMEDY_FETCH_TOKEN, "fetch-token"),
                    G_DEFINE_ENUM_VALUE (PLUG_REMEDY_FORGET, "forget"),
                    G_DEFINE_ENUM_VALUE (PLUG_REMEDY_CREATE_AGAIN, "create-again"),
                    G_DEFINE_ENUM_VALUE (PLUG_REMEDY_REVIEW, "review"),
                    G_DEFINE_ENUM_VALUE (PLUG_REMEDY_ACCEPT, "accept"),
                    G_DEFINE_ENUM_VALUE (PLUG_REMEDY_RETRY, "retry"))

/* plug_origin_get_type:
 * Returns: the type of PlugOrigin for properties and .ui files */
G_DEFINE_ENUM_TYPE (PlugOrigin, plug_origin,
                    G_DEFINE_ENUM_VALUE (PLUG_ORIGIN_HERE, "here"),
                    G_DEFINE_ENUM_VALUE (PLUG_ORIGIN_ELSEWHERE, "elsewhere"))

/* plug_health_get_name:
 * Returns: (transfer none): the word for the eye, translated */
const char *
plug_health_get_name (PlugHealth health)
{
  switch (health)
    {
    case PLUG_HEALTH_HEALTHY:
      return C_("state of an instance", "Healthy");
    case PLUG_HEALTH_DISABLED:
      return C_("state of an instance", "Disabled");
    case PLUG_HEALTH_REJECTED:
      return C_("state of an instance", "Rejected");
    case PLUG_HEALTH_EVENTS_OFF:
      return C_("state of an instance", "Events off");
    case PLUG_HEALTH_GONE:
      return C_("state of an instance", "Gone");
    case PLUG_HEALTH_CHANGED:
      return C_("state of an instance", "Changed");
    case PLUG_HEALTH_UNKNOWN:
    default:
      return C_("state of an instance", "Unknown");
    }
}

/* plug_health_to_string:
 * Returns: (transfer none): its word in the database, never translated */
const char *
plug_health_to_string (PlugHealth health)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (PLUG_TYPE_HEALTH);
  GEnumValue *value = g_enum_get_value (klass, health);

  g_return_val_if_fail (value != NULL, NULL);

  return value->value_nick;
}

/* plug_health_from_string:
 * @text: (nullable): a word of the database
 *
 * Returns: the state of that word, UNKNOWN when there is none */
PlugHealth
plug_health_from_string (const char *text)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (PLUG_TYPE_HEALTH);
  GEnumValue *value = text != NULL ? g_enum_get_value_by_nick (klass, text) : NULL;

  return value != NULL ? (PlugHealth) value->value : PLUG_HEALTH_UNKNOWN;
}
