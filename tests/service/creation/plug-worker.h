/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-fixture.h"

G_BEGIN_DECLS

/* The service in a program of its own, crash-worker.c, on a fixture's database. */
typedef struct _PlugWorker PlugWorker;

PlugWorker *plug_worker_start      (PlugFixture       *fixture,
                                    const char        *program,
                                    guint              settle_ms,
                                    const char *const *options);
void        plug_worker_free       (PlugWorker        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugWorker, plug_worker_free)

void        plug_worker_signal     (PlugWorker        *self,
                                    int                number);
gboolean    plug_worker_has_ended  (PlugWorker        *self);
gboolean    plug_worker_wait_ended (PlugWorker        *self);
char       *plug_worker_dup_line   (PlugWorker        *self);

G_END_DECLS
