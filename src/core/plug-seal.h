/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-secret.h"

G_BEGIN_DECLS

/* Bytes sealed with a passphrase: Argon2id makes the key, XChaCha20-Poly1305 does the rest, with
 * all of the header bound to it. libsodium's; nothing here is cryptography of our own. */
#define PLUG_SEAL_MAX_BYTES (64 * 1024 * 1024)
/* How a sealed file begins, whatever its version. */
#define PLUG_SEAL_MAGIC     "PLUGBOARD EXPORT"

/* What trying one passphrase costs; kept in the header, so that it can be raised. */
typedef enum {
  PLUG_SEAL_FIRM,  /* 256 MiB and about a second: whatever is kept */
  PLUG_SEAL_CHEAP, /* next to nothing: tests, which seal thousands of times */
} PlugSealCost;

GBytes   *plug_seal_new_buffer (gsize          size,
                                guint8       **data);
GBytes   *plug_seal_close      (GBytes        *plain,
                                PlugSecret    *passphrase,
                                PlugSealCost   cost,
                                GError       **error);
gboolean  plug_seal_check      (GBytes        *sealed,
                                GError       **error);
GBytes   *plug_seal_open       (GBytes        *sealed,
                                PlugSecret    *passphrase,
                                GError       **error);

G_END_DECLS
