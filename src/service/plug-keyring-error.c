/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What libsecret, the bus and the provider say, in words a person can act on. */

#include "config.h"

#include "plug-keyring-private.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"

#define ERROR_NO_SESSION "org.freedesktop.Secret.Error.NoSession"

/* plug_keyring_error_is_dead_session:
 * A provider that was restarted knows neither our session nor the paths it gave out before
 * (reliability.md K5, K16); asking again on a new session settles it.
 *
 * Returns: whether one more try on a new session may help */
gboolean
plug_keyring_error_is_dead_session (const GError *error)
{
  g_autofree char *remote = g_dbus_error_get_remote_error (error);

  return g_strcmp0 (remote, ERROR_NO_SESSION) == 0 ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_DBUS_ERROR) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
         g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT);
}

static int
classify_bus_error (int code)
{
  switch (code)
    {
    case G_DBUS_ERROR_SERVICE_UNKNOWN:
    case G_DBUS_ERROR_NAME_HAS_NO_OWNER:
    case G_DBUS_ERROR_NO_SERVER:
    case G_DBUS_ERROR_DISCONNECTED:
    case G_DBUS_ERROR_SPAWN_EXEC_FAILED:
    case G_DBUS_ERROR_SPAWN_FORK_FAILED:
    case G_DBUS_ERROR_SPAWN_CHILD_EXITED:
    case G_DBUS_ERROR_SPAWN_CHILD_SIGNALED:
    case G_DBUS_ERROR_SPAWN_FAILED:
    case G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND:
      return PLUG_ERROR_KEYRING_MISSING;
    case G_DBUS_ERROR_TIMEOUT:
    case G_DBUS_ERROR_TIMED_OUT:
      return PLUG_ERROR_KEYRING_HANGING;
    case G_DBUS_ERROR_ACCESS_DENIED:
    case G_DBUS_ERROR_AUTH_FAILED:
      return PLUG_ERROR_KEYRING_DENIED;
    default:
      return PLUG_ERROR_KEYRING_FAILED;
    }
}

static int
classify_error (const GError     *error,
                PlugKeyringStage  stage)
{
  if (error->domain == PLUG_ERROR)
    return error->code;
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return PLUG_ERROR_KEYRING_LOCKED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return PLUG_ERROR_KEYRING_HANGING;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return PLUG_ERROR_KEYRING_MISSING;
  if (stage == PLUG_KEYRING_STAGE_RESOLVING &&
      (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT) ||
       g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
       g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT)))
    return PLUG_ERROR_KEYRING_NO_COLLECTION;
  if (error->domain == G_DBUS_ERROR)
    return classify_bus_error (error->code);
  /* Without a bus there are as many I/O errors as ways to have none (K6). */
  if (stage == PLUG_KEYRING_STAGE_OPENING && error->domain == G_IO_ERROR &&
      error->code != G_IO_ERROR_DBUS_ERROR)
    return PLUG_ERROR_KEYRING_MISSING;
  return PLUG_ERROR_KEYRING_FAILED;
}

static const char *
get_message (int code)
{
  switch (code)
    {
    case PLUG_ERROR_KEYRING_LOCKED:
      return _("The system keyring is locked, so secrets can be neither read nor saved. Unlock "
               "it and try again.");
    case PLUG_ERROR_KEYRING_MISSING:
      return _("There is no system keyring to keep secrets in. Install gnome-keyring, or "
               "another program that offers the Secret Service, and log in again.");
    case PLUG_ERROR_KEYRING_NO_COLLECTION:
      return _("The system keyring is not set up yet: it has no default keyring to keep "
               "secrets in. Create one with Passwords and Keys and try again.");
    case PLUG_ERROR_KEYRING_DENIED:
      return _("The system keyring did not let Plugboard in, because its question was "
               "dismissed or could not be shown. Nothing was changed. Try again and answer it.");
    case PLUG_ERROR_KEYRING_HANGING:
      return _("The system keyring did not answer in time, so it is not known what it did. "
               "See whether it is waiting for you in another window, and try again.");
    case PLUG_ERROR_KEYRING_NOT_KEEPING:
      return _("The system keyring said that it saved the secret, but does not have it. Look "
               "at it with Passwords and Keys, and try again.");
    default:
      return _("The system keyring could not read or write. See whether the disk is full or "
               "read-only, and try again.");
    }
}

/* plug_keyring_error_new:
 * @code: one of PLUG_ERROR_KEYRING_…
 *
 * Returns: (transfer full): the sentence for it */
GError *
plug_keyring_error_new (int code)
{
  return g_error_new_literal (PLUG_ERROR, code, get_message (code));
}

/* plug_keyring_error_translate:
 * @error: (transfer none): what a step of a call failed with
 * @stage: the step; without a bus or a collection, the same code means another thing
 *
 * Codes alone decide, never texts (K8). The provider's own words follow the sentence where
 * they are all that is known.
 *
 * Returns: (transfer full): a PLUG_ERROR_KEYRING_… */
GError *
plug_keyring_error_translate (const GError     *error,
                              PlugKeyringStage  stage)
{
  int code = classify_error (error, stage);
  g_autoptr (GError) plain = NULL;

  if (code != PLUG_ERROR_KEYRING_FAILED)
    return plug_keyring_error_new (code);

  plain = g_error_copy (error);
  g_dbus_error_strip_remote_error (plain);
  /* Translators: first one of our sentences, then the keyring's own words. */
  return g_error_new (PLUG_ERROR, code, _("%s The keyring says: “%s”"), get_message (code),
                      plain->message);
}

/* plug_keyring_error_get_state:
 * Returns: the state of a keyring whose last call ended with PLUG_ERROR @code */
PlugKeyringState
plug_keyring_error_get_state (int code)
{
  switch (code)
    {
    case PLUG_ERROR_KEYRING_LOCKED:
      return PLUG_KEYRING_LOCKED;
    case PLUG_ERROR_KEYRING_MISSING:
      return PLUG_KEYRING_NO_SERVICE;
    case PLUG_ERROR_KEYRING_NO_COLLECTION:
      return PLUG_KEYRING_NO_COLLECTION;
    case PLUG_ERROR_KEYRING_DENIED:
      return PLUG_KEYRING_DENIED;
    case PLUG_ERROR_KEYRING_HANGING:
      return PLUG_KEYRING_HANGING;
    case PLUG_ERROR_KEYRING_NOT_KEEPING:
      return PLUG_KEYRING_NOT_KEEPING;
    default:
      return PLUG_KEYRING_FAILED;
    }
}
