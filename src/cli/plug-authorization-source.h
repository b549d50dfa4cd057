/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-cli.h"

G_BEGIN_DECLS

/* What a call in an instance's name is authorized with, from the keyring. */
typedef struct {
  PlugSecret *user_secret;
  PlugSecret *organization_secret;
  PlugSecret *token;
  PlugSecret *authorization; /* the value of the header, of all three */
} PlugAuthorizationSource;

PlugSecret              *plug_authorization_source_get_token (PlugCli       *cli,
                                                              PlugInstance  *instance,
                                                              GError       **error);
PlugAuthorizationSource *plug_authorization_source_new  (PlugCli                  *cli,
                                                         PlugInstance             *instance,
                                                         GError                  **error);
void                     plug_authorization_source_free (PlugAuthorizationSource  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugAuthorizationSource, plug_authorization_source_free)

G_END_DECLS
