/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-instance.h"
#include "plug-intent.h"

G_BEGIN_DECLS

/* Which of a tenant's instances may be the one an intent in doubt was to make. */
GPtrArray *plug_match_candidates (PlugIntent   *intent,
                                  GPtrArray    *instances,
                                  GHashTable   *taken_ids);
gboolean   plug_match_is_certain (PlugIntent   *intent,
                                  PlugInstance *candidate);
gboolean   plug_match_are_rivals (PlugIntent *a,
                                  PlugIntent *b);
gboolean   plug_match_names      (const char   *sent,
                                  const char   *stored);
gboolean   plug_match_is_plain_name (const char *name);

G_END_DECLS
