/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* JSON for programs, written as one goes: ten thousand rows need no tree of nodes. Objects inside
 * an array stand on a line each. */
typedef struct _PlugWriter PlugWriter;

PlugWriter *plug_writer_new          (void);
void        plug_writer_free         (PlugWriter        *self);
void        plug_writer_begin_array  (PlugWriter        *self,
                                      const char        *member);
void        plug_writer_end_array    (PlugWriter        *self);
void        plug_writer_begin_object (PlugWriter        *self,
                                      const char        *member);
void        plug_writer_end_object   (PlugWriter        *self);
void        plug_writer_string       (PlugWriter        *self,
                                      const char        *member,
                                      const char        *value);
void        plug_writer_boolean      (PlugWriter        *self,
                                      const char        *member,
                                      gboolean           value);
void        plug_writer_strings      (PlugWriter        *self,
                                      const char        *member,
                                      const char *const *values);
void        plug_writer_time         (PlugWriter        *self,
                                      const char        *member,
                                      gint64             time);
void        plug_writer_json         (PlugWriter        *self,
                                      const char        *member,
                                      const char        *json);
char       *plug_writer_dup_text     (PlugWriter        *self);
void        plug_writer_print        (PlugWriter        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugWriter, plug_writer_free)

G_END_DECLS
