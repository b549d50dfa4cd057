/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The disk as SQLite sees it, with bad luck: reads, writes, truncations, syncs, opens and
 * removals are counted, and the n-th one fails or is the process's last. Syncs can be slow. */
typedef enum {
  STORE_VFS_FAIL_ONCE,
  STORE_VFS_FAIL_ON, /* that one and all after it */
  STORE_VFS_KILL,    /* SIGKILL, half-way through when it is a write */
} StoreVfsMode;

void     store_vfs_install   (void);
void     store_vfs_arm       (StoreVfsMode mode,
                              guint        nth);
gboolean store_vfs_has_fired (void);
void     store_vfs_set_sync_ms (guint      milliseconds);

G_END_DECLS
