/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exit statuses: one a thing that the caller can do something about. */

#include "config.h"

#include "plug-exit.h"

#include "plug-error.h"

static PlugExit
from_plug_error (PlugErrorCode code)
{
  switch (code)
    {
    case PLUG_ERROR_CREDENTIALS_REJECTED:
    case PLUG_ERROR_TOKEN_REJECTED:
    case PLUG_ERROR_FORBIDDEN:
    case PLUG_ERROR_PASSPHRASE_REJECTED:
      return PLUG_EXIT_CREDENTIALS;
    case PLUG_ERROR_NOT_FOUND:
      return PLUG_EXIT_NOT_FOUND;
    case PLUG_ERROR_CONFLICT:
    case PLUG_ERROR_STATE:
      return PLUG_EXIT_CONFLICT;
    case PLUG_ERROR_INVALID_FIELD:
    case PLUG_ERROR_TOO_LARGE:
    case PLUG_ERROR_FILE_FOREIGN:
    case PLUG_ERROR_FILE_NEWER:
    case PLUG_ERROR_FILE_DAMAGED:
      return PLUG_EXIT_REFUSED;
    case PLUG_ERROR_RATE_LIMITED:
    case PLUG_ERROR_REMOTE_FAULT:
    case PLUG_ERROR_REDIRECTED:
    case PLUG_ERROR_PROXY:
    case PLUG_ERROR_PROTOCOL:
    case PLUG_ERROR_TLS_MISSING:
      return PLUG_EXIT_NETWORK;
    case PLUG_ERROR_OUTCOME_UNKNOWN:
      return PLUG_EXIT_IN_DOUBT;
    case PLUG_ERROR_KEYRING_LOCKED:
    case PLUG_ERROR_KEYRING_MISSING:
    case PLUG_ERROR_KEYRING_NO_COLLECTION:
    case PLUG_ERROR_KEYRING_DENIED:
    case PLUG_ERROR_KEYRING_HANGING:
    case PLUG_ERROR_KEYRING_NOT_KEEPING:
    case PLUG_ERROR_KEYRING_FAILED:
    case PLUG_ERROR_SECRET_ABSENT:
      return PLUG_EXIT_KEYRING;
    case PLUG_ERROR_STORE:
    case PLUG_ERROR_STORE_BUSY:
    case PLUG_ERROR_STORE_NEWER:
      return PLUG_EXIT_STORE;
    case PLUG_ERROR_FAILED:
    default:
      return PLUG_EXIT_FAILED;
    }
}

/* plug_exit_from_error:
 * @error: what went wrong
 *
 * Returns: the status that says so */
PlugExit
plug_exit_from_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, PLUG_EXIT_FAILED);

  if (error->domain == PLUG_ERROR)
    return from_plug_error ((PlugErrorCode) error->code);
  if (error->domain == G_OPTION_ERROR)
    return PLUG_EXIT_USAGE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return PLUG_EXIT_INTERRUPTED;
  if (error->domain == G_TLS_ERROR || error->domain == G_RESOLVER_ERROR ||
      error->domain == G_IO_ERROR)
    return PLUG_EXIT_NETWORK;
  return PLUG_EXIT_FAILED;
}
