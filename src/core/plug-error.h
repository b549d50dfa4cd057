/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a person can act on. Transport stays G_IO_ERROR, G_TLS_ERROR and G_RESOLVER_ERROR;
 * cancellation stays G_IO_ERROR_CANCELLED. */
typedef enum {
  PLUG_ERROR_FAILED,               /* nothing more precise is known */
  PLUG_ERROR_CREDENTIALS_REJECTED, /* 401 on a platform call: user or organization secret */
  PLUG_ERROR_TOKEN_REJECTED,       /* 401 on a call made with an instance's token */
  PLUG_ERROR_FORBIDDEN,            /* 403 */
  PLUG_ERROR_NOT_FOUND,            /* 404 */
  PLUG_ERROR_CONFLICT,             /* 409 */
  PLUG_ERROR_INVALID_FIELD,        /* 400, 422, or refused before it was sent */
  PLUG_ERROR_TOO_LARGE,            /* 413, or a reply over the cap */
  PLUG_ERROR_RATE_LIMITED,         /* 429 */
  PLUG_ERROR_REMOTE_FAULT,         /* 5xx */
  PLUG_ERROR_REDIRECTED,           /* 3xx: wrong base URL */
  PLUG_ERROR_PROXY,                /* 407, or the answer of a proxy */
  PLUG_ERROR_PROTOCOL,             /* not the API's answer: HTML, broken JSON, wrong shape */
  PLUG_ERROR_OUTCOME_UNKNOWN,      /* sent, and nobody knows what came of it */
  PLUG_ERROR_TLS_MISSING,          /* no TLS backend installed */
  PLUG_ERROR_KEYRING_LOCKED,
  PLUG_ERROR_KEYRING_MISSING,      /* no service, no bus */
  PLUG_ERROR_KEYRING_NO_COLLECTION,
  PLUG_ERROR_KEYRING_DENIED,       /* a prompt was dismissed or refused */
  PLUG_ERROR_KEYRING_HANGING,      /* no answer within the watchdog's time */
  PLUG_ERROR_KEYRING_NOT_KEEPING,  /* stored, but not there when read back */
  PLUG_ERROR_KEYRING_FAILED,       /* could not write or read; disk, for one */
  PLUG_ERROR_SECRET_ABSENT,        /* the keyring is unlocked and has no such item */
  PLUG_ERROR_STORE,                /* the database could not be read or written */
  PLUG_ERROR_STORE_BUSY,           /* another process holds it */
  PLUG_ERROR_STORE_NEWER,          /* written by a newer version */
  PLUG_ERROR_STATE,                /* a guarded transition found another state */
  PLUG_ERROR_FILE_FOREIGN,         /* not a file of ours */
  PLUG_ERROR_FILE_NEWER,           /* of a newer version */
  PLUG_ERROR_FILE_DAMAGED,         /* cut short, or not as it was written */
  PLUG_ERROR_PASSPHRASE_REJECTED,  /* a file is not opened by it */
} PlugErrorCode;

#define PLUG_ERROR (plug_error_quark ())
GQuark plug_error_quark (void);

/* What the server itself said; every getter is NULL or 0 for errors of other domains. */
/* What a server asked for with Retry-After, in seconds; 0 for nothing. */
void        plug_error_set_retry_after      (GError        *error,
                                             guint          seconds);
guint       plug_error_get_retry_after      (const GError  *error);
GError     *plug_error_new_remote           (PlugErrorCode  code,
                                             guint          status,
                                             const char    *message,
                                             const char    *server_message,
                                             const char    *provider_message,
                                             const char    *request_id);
guint       plug_error_get_status           (const GError  *error);
const char *plug_error_get_server_message   (const GError  *error);
const char *plug_error_get_provider_message (const GError  *error);
const char *plug_error_get_request_id       (const GError  *error);
char       *plug_error_dup_details          (const GError  *error);

G_END_DECLS
