/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Bytes that are overwritten before they are given back. */
typedef struct {
  guint8 *data;
  gsize   length;
  gsize   allocated;
} PlugBytes;

void       plug_bytes_reserve      (PlugBytes           *self,
                                    gsize                length);
void       plug_bytes_append       (PlugBytes           *self,
                                    gconstpointer        data,
                                    gsize                length);
void       plug_bytes_clear        (PlugBytes           *self);
GBytes    *plug_bytes_steal        (PlugBytes           *self);

/* Bytes that go to a file without a name when they become too many for memory. */
typedef struct {
  PlugBytes bytes;
  gsize     limit;  /* of what is in memory; 0 for none */
  gsize     length; /* of all */
  int       fd;     /* -1: all is in memory */
} PlugSpill;

void       plug_spill_init         (PlugSpill           *self,
                                    gsize                limit);
gboolean   plug_spill_append       (PlugSpill           *self,
                                    gconstpointer        data,
                                    gsize                length,
                                    GError             **error);
GBytes    *plug_spill_steal        (PlugSpill           *self,
                                    GError             **error);
void       plug_spill_clear        (PlugSpill           *self);

G_END_DECLS
