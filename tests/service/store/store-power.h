/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The disk as SQLite sees it, on a computer that loses its power. What was written and not
 * synced is there or not, sector by sector and in any order, or there is something else in its
 * place; what happened to a folder that was not synced may be forgotten. Programs that use it have
 * rename(), fsync() and fdatasync() of their own. */
void store_power_install (const char *folder,
                          guint32     seed,
                          guint       nth);

G_END_DECLS
