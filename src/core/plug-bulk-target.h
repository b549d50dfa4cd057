/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-draft.h"

G_BEGIN_DECLS

/* What a column is for, and how its cells come into a draft. Private to the plan. */

#define PLUG_BULK_TARGET_NAME      "name"
#define PLUG_BULK_TARGET_TAGS      "tags"
#define PLUG_BULK_TARGET_CONNECTOR "connector"
#define PLUG_BULK_TARGET_ACCOUNT   "account"
#define PLUG_BULK_TITLE_MESSAGE    "plugboard:message"
#define PLUG_BULK_TITLE_LINE       "plugboard:line"

gboolean  plug_bulk_title_is_ours   (const char     *title);
char     *plug_bulk_target_find     (const char     *title,
                                     PlugConnector  *connector);
gboolean  plug_bulk_target_is_secret (const char    *target,
                                     PlugConnector  *connector);
void      plug_bulk_target_fill     (const char     *target,
                                     const char     *cell,
                                     PlugDraft      *draft);
PlugSecret *plug_bulk_target_get_secret (const char *target,
                                         PlugDraft  *draft);

G_END_DECLS
