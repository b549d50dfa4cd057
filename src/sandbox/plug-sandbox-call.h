/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-sandbox-reply.h"
#include "plug-sandbox-request.h"
#include "plug-sandbox-tenant.h"

G_BEGIN_DECLS

/* What may be set while it runs. */
typedef struct {
  char *user_secret;
  char *organization_secret;
  guint page_size;
  gboolean list_dates; /* createdDate in GET /instances too */
  char *origin;        /* nullable: where it listens, without a path */
  gboolean list_bare;  /* no configuration in it, whatever was asked for */
  gboolean rotating;   /* whoever authenticates an instance again gets another token */
} PlugSandboxOptions;

/* One request on its way through the routes: what its path and its header name is looked up. */
typedef struct {
  PlugSandboxTenant *tenant;
  const PlugSandboxOptions *options;
  PlugSandboxRequest *request;
  JsonNode *body;                  /* nullable: none, or not JSON */
  PlugSandboxConnector *connector; /* of {key} */
  PlugSandboxInstance *instance;   /* of {id}, or of the token */
  char *config_id;                 /* of {config} */
  char *object_name;               /* of {object} */
  char *record_key;                /* of {record} */
} PlugSandboxCall;

typedef PlugSandboxReply *(*PlugSandboxHandler) (PlugSandboxCall *call);

PlugSandboxReply *plug_sandbox_route                     (PlugSandboxTenant        *tenant,
                                                          const PlugSandboxOptions *options,
                                                          PlugSandboxRequest       *request,
                                                          const char               *path);

/* plug-sandbox-account.c */
PlugSandboxReply *plug_sandbox_authorize_account         (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_authorize_token           (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_authorize_catalogue       (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_get_organization          (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_get_ping                  (PlugSandboxCall *call);

/* plug-sandbox-catalogue.c */
PlugSandboxReply *plug_sandbox_list_connectors           (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_list_connector_keys       (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_get_connector             (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_get_connector_fields      (PlugSandboxCall *call);

/* plug-sandbox-provider.c */
PlugSandboxReply *plug_sandbox_get_oauth_url             (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_get_oauth_token           (PlugSandboxCall *call);

/* plug-sandbox-instances.c */
JsonNode         *plug_sandbox_instance_to_json          (PlugSandboxTenant   *tenant,
                                                          PlugSandboxInstance *instance,
                                                          gboolean             with_date,
                                                          gboolean             hydrate);
PlugSandboxReply *plug_sandbox_create_instance           (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_list_instances            (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_list_connector_instances  (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_get_instance_count        (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_get_instance              (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_update_instance           (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_delete_instance           (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_enable_instance           (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_disable_instance          (PlugSandboxCall *call);

/* plug-sandbox-entries.c */
PlugSandboxReply *plug_sandbox_list_entries              (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_get_entry                 (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_patch_entry               (PlugSandboxCall *call);

/* plug-sandbox-formulas.c */
PlugSandboxReply *plug_sandbox_list_formula_instances    (PlugSandboxCall *call);

/* plug-sandbox-docs.c */
PlugSandboxReply *plug_sandbox_get_docs                  (PlugSandboxCall *call);

/* plug-sandbox-resources.c */
PlugSandboxReply *plug_sandbox_use_resource              (PlugSandboxCall *call);
PlugSandboxReply *plug_sandbox_use_record                (PlugSandboxCall *call);

/* plug-sandbox-paging.c */
typedef JsonNode *(*PlugSandboxMakeItem) (PlugSandboxCall *call,
                                          guint            index,
                                          gpointer         user_data);

PlugSandboxReply *plug_sandbox_page                      (PlugSandboxCall     *call,
                                                          guint                total,
                                                          PlugSandboxMakeItem  make,
                                                          gpointer             user_data);

G_END_DECLS
