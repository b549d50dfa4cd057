/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What plugctl ends with. Programs rely on these: a number is never given another meaning, and the
 * manual page and DESIGN.md name them. */
typedef enum {
  PLUG_EXIT_OK = 0,
  PLUG_EXIT_FAILED = 1,        /* nothing more precise */
  PLUG_EXIT_USAGE = 2,         /* the command line is wrong; nothing was begun */
  PLUG_EXIT_CREDENTIALS = 3,   /* user secret, organization secret or token rejected */
  PLUG_EXIT_NOT_FOUND = 4,     /* no such account, instance or connector */
  PLUG_EXIT_IN_DOUBT = 5,      /* sent, and nobody knows yet what came of it */
  PLUG_EXIT_KEYRING = 6,       /* locked, missing, not keeping; or it has no such secret */
  PLUG_EXIT_NETWORK = 7,       /* the tenant could not be reached, or trusted */
  PLUG_EXIT_CONFLICT = 8,      /* more than one fits, or something is in the way */
  PLUG_EXIT_REFUSED = 9,       /* the tenant or the form refused what was given */
  PLUG_EXIT_STORE = 10,        /* the database could not be read or written */
  PLUG_EXIT_INTERRUPTED = 130, /* by a signal, before anything was sent */
} PlugExit;

PlugExit plug_exit_from_error (const GError *error);

G_END_DECLS
