/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layer over SQLite's own file system layer that fails or kills at the n-th step. */

#include "config.h"

#include "store-vfs.h"

#include <signal.h>
#include <unistd.h>

#include "store-layer.h"

static StoreVfsMode armed_mode;
static gint steps_left; /* 0: not armed */
static gint has_fired;
static gint sync_ms;

/* Returns: whether this step is the one; a killer has to see to it itself */
static gboolean
is_hit (void)
{
  gint left = g_atomic_int_get (&steps_left);

  if (left == 0)
    return FALSE;
  if (left > 1)
    {
      g_atomic_int_set (&steps_left, left - 1);
      return FALSE;
    }
  g_atomic_int_set (&has_fired, TRUE);
  if (armed_mode == STORE_VFS_FAIL_ONCE)
    g_atomic_int_set (&steps_left, 0);
  return TRUE;
}

/* Returns: whether to fail */
static gboolean
takes_hit (void)
{
  if (!is_hit ())
    return FALSE;
  if (armed_mode == STORE_VFS_KILL)
    kill (getpid (), SIGKILL);
  return TRUE;
}

static int
read_cb (sqlite3_file *file,
         void         *buffer,
         int           amount,
         sqlite3_int64 offset)
{
  if (takes_hit ())
    return SQLITE_IOERR_READ;
  return store_layer_read (file, buffer, amount, offset);
}

static int
write_cb (sqlite3_file *file,
          const void   *buffer,
          int           amount,
          sqlite3_int64 offset)
{
  if (is_hit ())
    {
      store_layer_write (file, buffer, amount / 2, offset);
      if (armed_mode == STORE_VFS_KILL)
        kill (getpid (), SIGKILL);
      return SQLITE_FULL;
    }
  return store_layer_write (file, buffer, amount, offset);
}

static int
truncate_cb (sqlite3_file *file,
             sqlite3_int64 size)
{
  if (takes_hit ())
    return SQLITE_IOERR_TRUNCATE;
  return store_layer_truncate (file, size);
}

static int
sync_cb (sqlite3_file *file,
         int           flags)
{
  if (takes_hit ())
    return SQLITE_IOERR_FSYNC;
  if (g_atomic_int_get (&sync_ms) > 0)
    g_poll (NULL, 0, g_atomic_int_get (&sync_ms));
  return store_layer_sync (file, flags);
}

static int
open_cb (sqlite3_vfs  *self,
         const char   *name,
         sqlite3_file *file,
         int           flags,
         int          *out_flags)
{
  file->pMethods = NULL;
  if (takes_hit ())
    return SQLITE_CANTOPEN;
  return store_layer_open (self, name, file, flags, out_flags);
}

static int
remove_cb (sqlite3_vfs *self,
           const char  *name,
           int          is_synced)
{
  if (takes_hit ())
    return SQLITE_IOERR_DELETE;
  return store_layer_remove (self, name, is_synced);
}

/* store_vfs_install:
 * From now on every connection of this process goes through it; not armed yet. */
void
store_vfs_install (void)
{
  static const StoreLayer layer = {
    "unlucky", read_cb, write_cb, truncate_cb, sync_cb, open_cb, remove_cb
  };
  static gsize once;

  if (!g_once_init_enter (&once))
    return;
  store_layer_install (&layer);
  g_once_init_leave (&once, 1);
}

/* store_vfs_arm:
 * @nth: the step from now that is hit; 0 for none */
void
store_vfs_arm (StoreVfsMode mode,
               guint        nth)
{
  armed_mode = mode;
  g_atomic_int_set (&has_fired, FALSE);
  g_atomic_int_set (&steps_left, (gint) nth);
}

/* store_vfs_has_fired:
 * Returns: whether a step was hit since it was armed */
gboolean
store_vfs_has_fired (void)
{
  return g_atomic_int_get (&has_fired);
}

/* store_vfs_set_sync_ms:
 * @milliseconds: what every sync takes from now on, as on a busy disk; 0 for what it does */
void
store_vfs_set_sync_ms (guint milliseconds)
{
  g_atomic_int_set (&sync_ms, (gint) milliseconds);
}
