/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-store.h"

G_BEGIN_DECLS

/* For tests alone: bad luck on demand. */

/* The n-th fallible step from now (open, begin, each step of a statement, commit) fails as if
 * the disk did, and with persistent every one after it; 0 ends it. */
void     plug_store_set_fault    (PlugStore *self,
                                  guint      nth,
                                  gboolean   persistent);
gboolean plug_store_has_failed   (PlugStore *self);
/* Every commit takes that long on the store's thread: a slow fsync. */
void     plug_store_set_delay_ms (PlugStore *self,
                                  guint      delay_ms);
/* What PRAGMA user_version says of a database of ours. */
gint64   plug_store_get_newest_version (void);

G_END_DECLS
