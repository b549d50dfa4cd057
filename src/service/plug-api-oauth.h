/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-api.h"

G_BEGIN_DECLS

/* What the tenant is told of an app, so that it can send its user to the provider. */
typedef struct {
  const char *connector_key;
  PlugSecret *api_key;
  PlugSecret *api_secret;    /* (nullable) */
  const char *callback_url;
  const char *state;         /* (nullable) */
  PlugSecret *request_token; /* (nullable): OAuth 1 */
  JsonObject *extras;        /* (nullable): texts: scope, siteAddress, the connector's own keys */
} PlugOAuthOrder;

/* POST /elements/{key}/oauth/url, contract 4.1; GET where there is no POST. The address to be
 * opened in a browser. */
void     plug_api_get_oauth_url_async    (PlugApi              *self,
                                          const PlugOAuthOrder *order,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
char    *plug_api_get_oauth_url_finish   (PlugApi              *self,
                                          GAsyncResult         *result,
                                          GError              **error);
/* /elements/{key}/oauth/token, contract 4.2: OAuth 1's request token and its secret. */
void     plug_api_get_oauth_token_async  (PlugApi              *self,
                                          const PlugOAuthOrder *order,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean plug_api_get_oauth_token_finish (PlugApi              *self,
                                          GAsyncResult         *result,
                                          PlugSecret          **token,
                                          PlugSecret          **secret,
                                          GError              **error);

G_END_DECLS
