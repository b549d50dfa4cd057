/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes secrets out of a stream, however it is cut into pieces. */
typedef struct _PlugRedactor PlugRedactor;

PlugRedactor *plug_redactor_new    (const char *const *secrets);
void          plug_redactor_free   (PlugRedactor      *self);
void          plug_redactor_feed   (PlugRedactor      *self,
                                    const char        *data,
                                    gsize              length,
                                    GString           *output);
void          plug_redactor_finish (PlugRedactor      *self,
                                    GString           *output);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugRedactor, plug_redactor_free)

G_END_DECLS
