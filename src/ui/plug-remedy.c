/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that mends an instance. */

#include "config.h"

#include "plug-remedy.h"

#include <glib/gi18n-lib.h>

/* What a check found out, beside the instance it is about. */
typedef struct {
  PlugHealth health;
  char *reason;
  PlugRemedy remedy;
  PlugRemedy alternative;
  gint64 checked; /* of the instance at that time: a later check makes it old */
  gboolean disabled;
  PlugTokenState token_state;
} Note;

static void
note_free (Note *note)
{
  g_free (note->reason);
  g_free (note);
}

static GQuark
note_quark (void)
{
  return g_quark_from_static_string ("plug-remedy");
}

/* plug_remedy_get_verb:
 * Returns: (transfer none): what the button says; NULL for NONE */
const char *
plug_remedy_get_verb (PlugRemedy remedy)
{
  switch (remedy)
    {
    case PLUG_REMEDY_EDIT_ACCOUNT:
      return _("Edit Account");
    case PLUG_REMEDY_UNLOCK_KEYRING:
      return _("Unlock");
    case PLUG_REMEDY_ENABLE:
      return _("Enable");
    case PLUG_REMEDY_ENABLE_EVENTS:
      return _("Turn Events On");
    case PLUG_REMEDY_REAUTHENTICATE:
      return _("Authenticate Again…");
    case PLUG_REMEDY_FETCH_TOKEN:
      return _("Fetch Token");
    case PLUG_REMEDY_FORGET:
      return _("Forget");
    case PLUG_REMEDY_CREATE_AGAIN:
      return _("Create Again…");
    case PLUG_REMEDY_REVIEW:
      return _("Review");
    case PLUG_REMEDY_ACCEPT:
      return _("Accept");
    case PLUG_REMEDY_RETRY:
      return _("Check Again");
    case PLUG_REMEDY_NONE:
    default:
      return NULL;
    }
}

/* What was found out is about an instance that is still as it was. */
static Note *
get_note (PlugInstance *instance)
{
  Note *note = g_object_get_qdata (G_OBJECT (instance), note_quark ());

  if (note == NULL || note->checked != plug_instance_get_checked (instance)
      || note->disabled != plug_instance_is_disabled (instance)
      || note->token_state != plug_instance_get_token_state (instance))
    return NULL;
  return note;
}

/* plug_remedy_of_instance:
 * Returns: what mends @instance, NONE when nothing is known to be wrong */
PlugRemedy
plug_remedy_of_instance (PlugInstance *instance)
{
  Note *note;

  g_return_val_if_fail (PLUG_IS_INSTANCE (instance), PLUG_REMEDY_NONE);

  note = get_note (instance);
  if (note != NULL)
    return note->remedy;
  if (plug_instance_get_health (instance) == PLUG_HEALTH_GONE)
    return PLUG_REMEDY_FORGET;
  if (plug_instance_is_disabled (instance))
    return PLUG_REMEDY_ENABLE;
  switch (plug_instance_get_health (instance))
    {
    case PLUG_HEALTH_EVENTS_OFF:
      return PLUG_REMEDY_ENABLE_EVENTS;
    case PLUG_HEALTH_CHANGED:
      return PLUG_REMEDY_REVIEW;
    case PLUG_HEALTH_REJECTED:
      return PLUG_REMEDY_RETRY;
    case PLUG_HEALTH_UNKNOWN:
    case PLUG_HEALTH_HEALTHY:
    case PLUG_HEALTH_DISABLED:
    case PLUG_HEALTH_GONE:
    default:
      return PLUG_REMEDY_NONE;
    }
}

/* plug_remedy_get_alternative:
 * Returns: the second thing to offer, NONE when there is none */
PlugRemedy
plug_remedy_get_alternative (PlugInstance *instance)
{
  Note *note;

  g_return_val_if_fail (PLUG_IS_INSTANCE (instance), PLUG_REMEDY_NONE);

  note = get_note (instance);
  if (note != NULL)
    return note->alternative;
  return plug_instance_get_health (instance) == PLUG_HEALTH_GONE ? PLUG_REMEDY_CREATE_AGAIN
                                                                 : PLUG_REMEDY_NONE;
}

/* plug_remedy_note:
 * @result: of a check that is done; kept as long as its instance stays as it is */
void
plug_remedy_note (PlugCheckResult *result)
{
  PlugInstance *instance;
  Note *note;

  g_return_if_fail (PLUG_IS_CHECK_RESULT (result));

  instance = plug_check_result_get_instance (result);
  note = g_new0 (Note, 1);
  note->health = plug_check_result_get_health (result);
  note->reason = g_strdup (plug_check_result_get_reason (result));
  note->remedy = plug_check_result_get_remedy (result);
  note->alternative = plug_check_result_get_alternative (result);
  note->checked = plug_instance_get_checked (instance);
  note->disabled = plug_instance_is_disabled (instance);
  note->token_state = plug_instance_get_token_state (instance);
  g_object_set_qdata_full (G_OBJECT (instance), note_quark (), note, (GDestroyNotify) note_free);
}

/* plug_remedy_get_reason:
 * Returns: (nullable) (transfer none): what the last check said */
const char *
plug_remedy_get_reason (PlugInstance *instance)
{
  Note *note;

  g_return_val_if_fail (PLUG_IS_INSTANCE (instance), NULL);

  note = get_note (instance);
  return note != NULL ? note->reason : NULL;
}
