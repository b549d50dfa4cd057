/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* A layer over SQLite's own file system layer. What it does not do itself goes straight through. */
typedef struct {
  sqlite3_file base;
  sqlite3_file *real; /* right behind this struct */
  gpointer data;      /* the layer's own */
} StoreLayerFile;

/* The calls that may change the disk, and read; NULL for those that are left alone. */
typedef struct {
  const char *name;
  int (*read)        (sqlite3_file  *file,
                      void          *buffer,
                      int            amount,
                      sqlite3_int64  offset);
  int (*write)       (sqlite3_file  *file,
                      const void    *buffer,
                      int            amount,
                      sqlite3_int64  offset);
  int (*truncate)    (sqlite3_file  *file,
                      sqlite3_int64  size);
  int (*sync)        (sqlite3_file  *file,
                      int            flags);
  int (*open)        (sqlite3_vfs   *self,
                      const char    *name,
                      sqlite3_file  *file,
                      int            flags,
                      int           *out_flags);
  int (*remove)      (sqlite3_vfs   *self,
                      const char    *name,
                      int            is_synced);
} StoreLayer;

void store_layer_install  (const StoreLayer *layer);

/* What is below. */
int  store_layer_read     (sqlite3_file     *file,
                           void             *buffer,
                           int               amount,
                           sqlite3_int64     offset);
int  store_layer_write    (sqlite3_file     *file,
                           const void       *buffer,
                           int               amount,
                           sqlite3_int64     offset);
int  store_layer_truncate (sqlite3_file     *file,
                           sqlite3_int64     size);
int  store_layer_sync     (sqlite3_file     *file,
                           int               flags);
int  store_layer_open     (sqlite3_vfs      *self,
                           const char       *name,
                           sqlite3_file     *file,
                           int               flags,
                           int              *out_flags);
int  store_layer_remove   (sqlite3_vfs      *self,
                           const char       *name,
                           int               is_synced);

G_END_DECLS
