/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-connector.h"

G_BEGIN_DECLS

/* How a browser takes part in making an instance; contract section 4. */
typedef enum {
  PLUG_OAUTH_NONE,
  PLUG_OAUTH_1,
  PLUG_OAUTH_2,
} PlugOAuthVersion;

/* What chooses among several ways of authentication, in connectors that have them. */
#define PLUG_OAUTH_TYPE     "authentication.type"

#define PLUG_OAUTH_KEY      "oauth.api.key"
#define PLUG_OAUTH_SECRET   "oauth.api.secret"
#define PLUG_OAUTH_SCOPE    "oauth.scope"
#define PLUG_OAUTH_CALLBACK "oauth.callback.url"
#define PLUG_OAUTH_REFRESH  "oauth.user.refresh_token"

PlugOAuthVersion plug_oauth_version_parse (const char *authentication);
gboolean         plug_oauth_key_is_ours   (const char *key);
PlugOAuthVersion plug_oauth_version_of_connector (PlugConnector *connector);

G_END_DECLS
