/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The one type a secret travels in: text in libsecret's non-pageable memory, wiped on the
 * last unref. Never a GObject property, a GVariant, a log line or a database cell. */
typedef struct _PlugSecret PlugSecret;

#define PLUG_TYPE_SECRET (plug_secret_get_type ())
GType       plug_secret_get_type   (void) G_GNUC_CONST;

PlugSecret *plug_secret_new        (const char       *text);
PlugSecret *plug_secret_new_len    (const char       *text,
                                    gsize             length);
PlugSecret *plug_secret_new_format (const char       *format,
                                    ...) G_GNUC_PRINTF (1, 2);
PlugSecret *plug_secret_ref        (PlugSecret       *self);
void        plug_secret_unref      (PlugSecret       *self);
const char *plug_secret_peek       (const PlugSecret *self);
gsize       plug_secret_get_length (const PlugSecret *self);
gboolean    plug_secret_equal      (const PlugSecret *a,
                                    const PlugSecret *b);
gboolean    plug_secret_is_single_line (const PlugSecret *self);
void        plug_secret_wipe_text  (char             *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugSecret, plug_secret_unref)

G_END_DECLS
