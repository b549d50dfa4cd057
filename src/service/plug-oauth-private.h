/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-api-oauth.h"
#include "plug-oauth.h"

G_BEGIN_DECLS

/* plug-oauth-draft.c: what a draft says of its app, and what a browser is sent to. */
PlugSecret *plug_oauth_dup_secret  (PlugDraft   *draft,
                                    const char  *key);
JsonObject *plug_oauth_dup_extras  (PlugDraft   *draft);
PlugSecret *plug_oauth_dup_state   (void);
char       *plug_oauth_check_url   (const char  *url,
                                    PlugSecret  *state,
                                    PlugSecret  *api_secret,
                                    GError     **error);

G_END_DECLS
