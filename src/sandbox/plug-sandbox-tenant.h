/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-sandbox-connectors.h"
#include "plug-sandbox-grants.h"

G_BEGIN_DECLS

/* What comes of asking the system behind an instance. */
typedef enum {
  PLUG_SANDBOX_PING_OK,
  PLUG_SANDBOX_PING_REJECTED,    /* the system refuses the instance's credentials */
  PLUG_SANDBOX_PING_INVALID,     /* 200, and "valid" is false */
  PLUG_SANDBOX_PING_UNSUPPORTED, /* the connector has none */
  PLUG_SANDBOX_PING_DOWN,        /* the system does not answer */
} PlugSandboxPing;

/* One instance on the pretend tenant. Secret values of its configuration are masked when they
 * come in, so that none is ever here to be given away. */
typedef struct {
  gint64 id;
  char *name;
  PlugSandboxConnector *connector;
  GPtrArray *tags;           /* utf8 */
  JsonObject *configuration; /* strings and nulls */
  gint64 created;            /* seconds since 1970 */
  gboolean disabled;
  gint64 rotation;           /* how often its token was changed */
  PlugSandboxPing ping;      /* not kept in the state file, like what follows */
  GStrv uses;                /* nullable: names of formula instances that need it */
  GHashTable *records;       /* nullable: by resource, see plug-sandbox-records.h */
} PlugSandboxInstance;

typedef struct {
  GPtrArray *connectors; /* PlugSandboxConnector */
  GPtrArray *instances;  /* PlugSandboxInstance, by id */
  PlugSandboxGrants *grants;
  gint64 next_id;
  char *salt;            /* tokens are derived from it */
  char *state_file;      /* nullable */
} PlugSandboxTenant;

PlugSandboxTenant   *plug_sandbox_tenant_new            (void);
void                 plug_sandbox_tenant_free           (PlugSandboxTenant    *self);
gboolean             plug_sandbox_tenant_load           (PlugSandboxTenant    *self,
                                                         const char           *state_file,
                                                         GError              **error);
void                 plug_sandbox_tenant_save           (PlugSandboxTenant    *self);
void                 plug_sandbox_tenant_clear          (PlugSandboxTenant    *self);
PlugSandboxInstance *plug_sandbox_tenant_create         (PlugSandboxTenant    *self,
                                                         PlugSandboxConnector *connector,
                                                         const char           *name,
                                                         JsonObject           *configuration);
PlugSandboxInstance *plug_sandbox_tenant_find           (PlugSandboxTenant    *self,
                                                         const char           *id);
PlugSandboxInstance *plug_sandbox_tenant_find_by_token  (PlugSandboxTenant    *self,
                                                         const char           *token);
void                 plug_sandbox_tenant_remove         (PlugSandboxTenant    *self,
                                                         PlugSandboxInstance  *instance);
void                 plug_sandbox_tenant_fill           (PlugSandboxTenant    *self,
                                                         guint                 n_instances);
char                *plug_sandbox_tenant_dup_token      (PlugSandboxTenant    *self,
                                                         PlugSandboxInstance  *instance);

void                 plug_sandbox_instance_set_name     (PlugSandboxInstance  *self,
                                                         const char           *name);
void                 plug_sandbox_instance_add_tags     (PlugSandboxInstance  *self,
                                                         JsonArray            *tags);
void                 plug_sandbox_instance_set_tags     (PlugSandboxInstance  *self,
                                                         JsonArray            *tags);
gboolean             plug_sandbox_instance_has_tag      (PlugSandboxInstance  *self,
                                                         const char           *tag);
void                 plug_sandbox_instance_set_value    (PlugSandboxInstance  *self,
                                                         const char           *key,
                                                         JsonNode             *value);
void                 plug_sandbox_instance_merge        (PlugSandboxInstance  *self,
                                                         JsonObject           *configuration);
char                *plug_sandbox_text_without_html     (const char           *text);

G_END_DECLS
