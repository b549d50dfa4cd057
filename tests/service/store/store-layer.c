/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layer over SQLite's own file system layer: what every such layer needs. */

#include "config.h"

#include "store-layer.h"

static sqlite3_vfs *real_vfs;
static sqlite3_vfs vfs;
static sqlite3_io_methods methods;

static sqlite3_file *
real_of (sqlite3_file *file)
{
  return ((StoreLayerFile *) file)->real;
}

int
store_layer_read (sqlite3_file *file,
                  void         *buffer,
                  int           amount,
                  sqlite3_int64 offset)
{
  return real_of (file)->pMethods->xRead (real_of (file), buffer, amount, offset);
}

int
store_layer_write (sqlite3_file *file,
                   const void   *buffer,
                   int           amount,
                   sqlite3_int64 offset)
{
  return real_of (file)->pMethods->xWrite (real_of (file), buffer, amount, offset);
}

int
store_layer_truncate (sqlite3_file *file,
                      sqlite3_int64 size)
{
  return real_of (file)->pMethods->xTruncate (real_of (file), size);
}

int
store_layer_sync (sqlite3_file *file,
                  int           flags)
{
  return real_of (file)->pMethods->xSync (real_of (file), flags);
}

/* store_layer_open:
 * Leaves the file's data as it is: the layer sets it before. */
int
store_layer_open (sqlite3_vfs  *self,
                  const char   *name,
                  sqlite3_file *file,
                  int           flags,
                  int          *out_flags)
{
  StoreLayerFile *layered = (StoreLayerFile *) file;
  int code;

  layered->base.pMethods = NULL;
  layered->real = (sqlite3_file *) (layered + 1);
  code = real_vfs->xOpen (real_vfs, name, layered->real, flags, out_flags);
  if (code == SQLITE_OK)
    layered->base.pMethods = &methods;
  return code;
}

int
store_layer_remove (sqlite3_vfs *self,
                    const char  *name,
                    int          is_synced)
{
  return real_vfs->xDelete (real_vfs, name, is_synced);
}

static int
close_cb (sqlite3_file *file)
{
  return real_of (file)->pMethods->xClose (real_of (file));
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

/* store_layer_install:
 * @layer: from now on every connection of this process goes through it; one a process */
void
store_layer_install (const StoreLayer *layer)
{
  g_assert_null (real_vfs);
  real_vfs = sqlite3_vfs_find (NULL);
  methods = (sqlite3_io_methods) {
    .iVersion = 1,
    .xClose = close_cb,
    .xRead = layer->read != NULL ? layer->read : store_layer_read,
    .xWrite = layer->write != NULL ? layer->write : store_layer_write,
    .xTruncate = layer->truncate != NULL ? layer->truncate : store_layer_truncate,
    .xSync = layer->sync != NULL ? layer->sync : store_layer_sync,
    .xFileSize = file_size_cb,
    .xLock = lock_cb,
    .xUnlock = unlock_cb,
    .xCheckReservedLock = check_lock_cb,
    .xFileControl = file_control_cb,
    .xSectorSize = sector_size_cb,
    .xDeviceCharacteristics = characteristics_cb,
  };
  vfs = *real_vfs;
  vfs.zName = layer->name;
  vfs.szOsFile = (int) sizeof (StoreLayerFile) + real_vfs->szOsFile;
  vfs.xOpen = layer->open != NULL ? layer->open : store_layer_open;
  vfs.xDelete = layer->remove != NULL ? layer->remove : store_layer_remove;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, 1), ==, SQLITE_OK);
}
