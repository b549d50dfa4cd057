/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-keyring.h"

G_BEGIN_DECLS

#define ACCOUNT "5f0c2d3a-8a67-4d1e-9a55-0c6f5e1b7a10"

/* One call from start to end, the main context running meanwhile. */
gboolean    try_refresh        (PlugKeyring    *keyring,
                                GError        **error);
gboolean    try_unlock         (PlugKeyring    *keyring,
                                GError        **error);
gboolean    try_lock           (PlugKeyring    *keyring,
                                GError        **error);
gboolean    try_probe          (PlugKeyring    *keyring,
                                gboolean        force,
                                GError        **error);
gboolean    try_store          (PlugKeyring    *keyring,
                                const char     *instance_id,
                                const char     *text,
                                GError        **error);
char       *try_lookup         (PlugKeyring    *keyring,
                                const char     *instance_id,
                                GError        **error);
gboolean    try_clear          (PlugKeyring    *keyring,
                                const char     *instance_id,
                                GError        **error);
void        start_lookup       (PlugKeyring    *keyring,
                                const char     *instance_id,
                                GCancellable   *cancellable,
                                GAsyncResult  **result);
void        start_store        (PlugKeyring    *keyring,
                                const char     *instance_id,
                                const char     *text,
                                GCancellable   *cancellable,
                                GAsyncResult  **result);
void        wait_for_state     (PlugKeyring    *keyring,
                                PlugKeyringState state);
void        spin_until         (gboolean      (*done) (gpointer));
void        assert_unavailable (const GError   *error);

/* The bus, and who owns the keyring's name on it. */
GVariant   *call_secrets       (const char     *path,
                                const char     *interface,
                                const char     *method,
                                GVariant       *arguments);
gboolean    has_provider       (void);
void        signal_provider    (int             number);
void        end_provider       (void);

/* The real one. */
#define LOGIN_PATH "/org/freedesktop/secrets/collection/login"
void        start_real         (void);
void        start_real_locked  (void);
void        restore_real       (void);
void        lock_real          (void);

/* Ours. */
void        start_fake         (const char     *mode);
void        set_fake_mode      (const char     *mode);
void        set_fake_locked    (gboolean        locked);
guint       count_fake         (const char     *method);
void        set_fake_fault     (guint           nth,
                                gboolean        persistent);
gboolean    has_fake_failed    (void);

/* Whoever it is. */
guint       count_items        (const char     *kind);

G_END_DECLS
