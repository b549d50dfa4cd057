/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layer over SQLite's own file system layer that fails or kills at the n-th step. */

#include "config.h"

#include "store-vfs.h"

#include <signal.h>
#include <unistd.h>

#include <sqlite3.h>

typedef struct {
  sqlite3_file base;
  sqlite3_file *real; /* right behind this struct */
} File;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs vfs;
static sqlite3_io_methods methods;

static StoreVfsMode armed_mode;
static gint steps_left; /* 0: not armed */
static gint has_fired;

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

static sqlite3_file *
real_of (sqlite3_file *file)
{
  return ((File *) file)->real;
}

static int
close_cb (sqlite3_file *file)
{
  return real_of (file)->pMethods->xClose (real_of (file));
}

static int
read_cb (sqlite3_file *file,
         void         *buffer,
         int           amount,
         sqlite3_int64 offset)
{
  if (takes_hit ())
    return SQLITE_IOERR_READ;
  return real_of (file)->pMethods->xRead (real_of (file), buffer, amount, offset);
}

static int
write_cb (sqlite3_file *file,
          const void   *buffer,
          int           amount,
          sqlite3_int64 offset)
{
  if (is_hit ())
    {
      real_of (file)->pMethods->xWrite (real_of (file), buffer, amount / 2, offset);
      if (armed_mode == STORE_VFS_KILL)
        kill (getpid (), SIGKILL);
      return SQLITE_FULL;
    }
  return real_of (file)->pMethods->xWrite (real_of (file), buffer, amount, offset);
}

static int
truncate_cb (sqlite3_file *file,
             sqlite3_int64 size)
{
  if (takes_hit ())
    return SQLITE_IOERR_TRUNCATE;
  return real_of (file)->pMethods->xTruncate (real_of (file), size);
}

static int
sync_cb (sqlite3_file *file,
         int           flags)
{
  if (takes_hit ())
    return SQLITE_IOERR_FSYNC;
  return real_of (file)->pMethods->xSync (real_of (file), flags);
}

static int
file_size_cb (sqlite3_file  *file,
              sqlite3_int64 *size)
{
  return real_of (file)->pMethods->xFileSize (real_of (file), size);
}

static int
lock_cb (sqlite3_file *file,
         int           kind)
{
  return real_of (file)->pMethods->xLock (real_of (file), kind);
}

static int
unlock_cb (sqlite3_file *file,
           int           kind)
{
  return real_of (file)->pMethods->xUnlock (real_of (file), kind);
}

static int
check_lock_cb (sqlite3_file *file,
               int          *is_reserved)
{
  return real_of (file)->pMethods->xCheckReservedLock (real_of (file), is_reserved);
}

static int
file_control_cb (sqlite3_file *file,
                 int           operation,
                 void         *argument)
{
  return real_of (file)->pMethods->xFileControl (real_of (file), operation, argument);
}

static int
sector_size_cb (sqlite3_file *file)
{
  return real_of (file)->pMethods->xSectorSize (real_of (file));
}

static int
characteristics_cb (sqlite3_file *file)
{
  return real_of (file)->pMethods->xDeviceCharacteristics (real_of (file));
}

static int
open_cb (sqlite3_vfs  *self,
         const char   *name,
         sqlite3_file *file,
         int           flags,
         int          *out_flags)
{
  File *layered = (File *) file;
  int code;

  layered->base.pMethods = NULL;
  if (takes_hit ())
    return SQLITE_CANTOPEN;
  layered->real = (sqlite3_file *) (layered + 1);
  code = real_vfs->xOpen (real_vfs, name, layered->real, flags, out_flags);
  if (code == SQLITE_OK)
    layered->base.pMethods = &methods;
  return code;
}

static int
delete_cb (sqlite3_vfs *self,
           const char  *name,
           int          is_synced)
{
  if (takes_hit ())
    return SQLITE_IOERR_DELETE;
  return real_vfs->xDelete (real_vfs, name, is_synced);
}

/* store_vfs_install:
 * From now on every connection of this process goes through it; not armed yet. */
void
store_vfs_install (void)
{
  static gsize once;

  if (!g_once_init_enter (&once))
    return;
  real_vfs = sqlite3_vfs_find (NULL);
  methods = (sqlite3_io_methods) {
    .iVersion = 1, .xClose = close_cb, .xRead = read_cb, .xWrite = write_cb,
    .xTruncate = truncate_cb, .xSync = sync_cb, .xFileSize = file_size_cb, .xLock = lock_cb,
    .xUnlock = unlock_cb, .xCheckReservedLock = check_lock_cb, .xFileControl = file_control_cb,
    .xSectorSize = sector_size_cb, .xDeviceCharacteristics = characteristics_cb,
  };
  vfs = *real_vfs;
  vfs.zName = "unlucky";
  vfs.szOsFile = (int) sizeof (File) + real_vfs->szOsFile;
  vfs.xOpen = open_cb;
  vfs.xDelete = delete_cb;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, 1), ==, SQLITE_OK);
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
