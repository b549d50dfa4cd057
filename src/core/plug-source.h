/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text that was made from another text and knows of each byte where it stood there. It may hold
 * secrets: wiped when it grows and when it is freed. */
typedef struct _PlugSource PlugSource;

PlugSource *plug_source_new          (gsize             capacity);
void        plug_source_free         (PlugSource       *self);
void        plug_source_append       (PlugSource       *self,
                                      const char       *bytes,
                                      gsize             length,
                                      gsize             origin);
void        plug_source_append_char  (PlugSource       *self,
                                      gunichar          c,
                                      gsize             origin);
void        plug_source_append_range (PlugSource       *self,
                                      const PlugSource *other,
                                      gsize             start,
                                      gsize             end);
void        plug_source_set_end      (PlugSource       *self,
                                      gsize             origin);
const char *plug_source_peek         (const PlugSource *self);
gsize       plug_source_get_length   (const PlugSource *self);
gsize       plug_source_get_origin   (const PlugSource *self,
                                      gsize             offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugSource, plug_source_free)

G_END_DECLS
