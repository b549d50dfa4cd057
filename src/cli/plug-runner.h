/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Another program, with secrets in its environment and none in what it prints. */
typedef struct _PlugRunner PlugRunner;

PlugRunner *plug_runner_new       (void);
void        plug_runner_free      (PlugRunner         *self);
void        plug_runner_set       (PlugRunner         *self,
                                   const char         *variable,
                                   const char         *value);
int         plug_runner_run       (PlugRunner         *self,
                                   char              **argv,
                                   const char *const  *secrets,
                                   GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugRunner, plug_runner_free)

G_END_DECLS
