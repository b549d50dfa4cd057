/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "plug-sandbox-connectors.h"

G_BEGIN_DECLS

/* What was asked of a provider's user and what became of it: an OAuth 2 code, or an OAuth 1
 * request token. No secret of an app is kept, only what tells whether it is the same. */
typedef struct {
  PlugSandboxConnector *connector;
  char *name;           /* the code, or the request token */
  char *api_key;
  char *callback;
  char *secret_digest;  /* nullable: none was said */
  char *token_secret;   /* nullable: OAuth 2 */
  char *verifier;       /* nullable: OAuth 2, or not allowed yet */
  gboolean spent;
} PlugSandboxGrant;

typedef struct {
  GHashTable *grants; /* name to PlugSandboxGrant */
  GHashTable *apps;   /* connector and API key to the digest of the app's secret */
} PlugSandboxGrants;

PlugSandboxGrants *plug_sandbox_grants_new       (void);
void               plug_sandbox_grants_free      (PlugSandboxGrants    *self);
void               plug_sandbox_grants_clear     (PlugSandboxGrants    *self);
void               plug_sandbox_grants_note_app  (PlugSandboxGrants    *self,
                                                  PlugSandboxConnector *connector,
                                                  const char           *api_key,
                                                  const char           *api_secret);
PlugSandboxGrant  *plug_sandbox_grants_add       (PlugSandboxGrants    *self,
                                                  PlugSandboxConnector *connector,
                                                  const char           *api_key,
                                                  const char           *callback);
PlugSandboxGrant  *plug_sandbox_grants_find      (PlugSandboxGrants    *self,
                                                  PlugSandboxConnector *connector,
                                                  const char           *name);
const char        *plug_sandbox_grants_check     (PlugSandboxGrants    *self,
                                                  PlugSandboxConnector *connector,
                                                  JsonObject           *provider_data,
                                                  JsonObject           *configuration,
                                                  PlugSandboxGrant    **grant);
char              *plug_sandbox_grants_dup_word  (void);

G_END_DECLS
