/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-sqlite.h"

G_BEGIN_DECLS

/* How a file becomes the store's database. Private to the store; called on its thread. */

PlugSqlite *plug_store_schema_open (const char       *path,
                                    PlugSqliteHooks  *hooks,
                                    gboolean          brief,
                                    char            **moved_aside,
                                    GError          **error);

G_END_DECLS
