/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-oauth-page.h"

G_BEGIN_DECLS

/* What a browser, or whoever else knows the port, says to the listener. */

const char *plug_oauth_request_find_end (const char     *request,
                                         gsize           length);
gboolean    plug_oauth_request_read     (const char     *request,
                                         const char     *end,
                                         const char     *path,
                                         const char    **query,
                                         gsize          *query_length,
                                         PlugOAuthPage  *refusal);

G_END_DECLS
