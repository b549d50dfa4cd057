/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-api.h"
#include "plug-fault-server.h"

G_BEGIN_DECLS

#define PLUG_FIXTURE_NAME "Sage CRM of the north"
#define PLUG_FIXTURE_NEW_NAME "Sage CRM of the south"
/* A good answer to plug_fixture_dup_body(). */
#define PLUG_FIXTURE_ANSWER \
  "{\"id\":427902,\"name\":\"" PLUG_FIXTURE_NAME "\",\"token\":\"dG9rZW4tb2YtYS10ZXN0\"," \
  "\"element\":{\"key\":\"sagecrm\",\"name\":\"Sage CRM\"},\"tags\":[],\"valid\":true}"

/* What came of one creation. */
typedef struct {
  PlugInstance *instance;
  PlugSecret   *token;
  PlugOutcome   outcome;
  GError       *error;
} PlugFixtureCreation;
void plug_fixture_creation_clear (PlugFixtureCreation *creation);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlugFixtureCreation, plug_fixture_creation_clear)

void                plug_fixture_forget_proxies (void);
const char         *plug_fixture_user_secret    (void);
const char         *plug_fixture_organization_secret (void);
const char         *plug_fixture_password       (void);
PlugApi            *plug_fixture_api_for_url    (const char      *base_url,
                                                 GTlsDatabase    *trust);
PlugApi            *plug_fixture_api_for_server (PlugFaultServer *server,
                                                 GTlsDatabase    *trust);
PlugSecret         *plug_fixture_dup_body       (void);
PlugFixtureCreation plug_fixture_create         (PlugApi         *api,
                                                 GCancellable    *cancellable);
char               *plug_fixture_verify         (PlugApi         *api,
                                                 GError         **error);
PlugListing        *plug_fixture_list           (PlugApi         *api,
                                                 const char      *search_text,
                                                 guint            max_pages,
                                                 GError         **error);
PlugListed         *plug_fixture_get            (PlugApi         *api,
                                                 const char      *id,
                                                 GError         **error);
gboolean            plug_fixture_change         (PlugApi         *api,
                                                 PlugChangeKind   kind,
                                                 const char      *id,
                                                 PlugInstance   **renewed,
                                                 PlugOutcome     *outcome,
                                                 GError         **error);

G_END_DECLS
