/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-secret.h"

G_BEGIN_DECLS

/* The Authorization header of the API; contract section 1.2. */
gboolean    plug_authorization_parse        (const char       *text,
                                             PlugSecret      **user_secret,
                                             PlugSecret      **organization_secret,
                                             PlugSecret      **token);
PlugSecret *plug_authorization_build        (const PlugSecret *user_secret,
                                             const PlugSecret *organization_secret,
                                             const PlugSecret *token);
gboolean    plug_authorization_looks_swapped (const char      *user_secret,
                                             const char       *organization_secret);
PlugSecret *plug_authorization_clean_secret (const char       *text);

G_END_DECLS
