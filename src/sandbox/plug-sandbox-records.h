/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-sandbox-tenant.h"

G_BEGIN_DECLS

/* What the system behind an instance keeps, invented: the same records for every new instance,
 * each instance's own from the first change on. */

/* One field of a resource's records. */
typedef struct {
  const char *name;
  const char *type;   /* of JSON Schema: "string", "integer", "number", "boolean" */
  const char *format; /* (nullable): "date-time" */
  const char *sample;
} PlugSandboxColumn;

/* Where a record has its time stamps and what it cannot be without. */
typedef struct {
  const char *name;     /* in the path: "contacts" */
  const char *vendor;   /* how the vendor calls it: "person" */
  const char *created;  /* names of columns */
  const char *updated;
  const char *required;
  guint n_records;      /* when the instance is new */
  const PlugSandboxColumn *columns; /* until one without a name; the first is the key */
} PlugSandboxResource;

const PlugSandboxResource *plug_sandbox_resource_at        (PlugSandboxConnector      *connector,
                                                            guint                      index);
const PlugSandboxResource *plug_sandbox_resource_find      (PlugSandboxConnector      *connector,
                                                            const char                *name);
const PlugSandboxColumn   *plug_sandbox_resource_get_column (const PlugSandboxResource *self,
                                                            const char                *name);

GPtrArray                 *plug_sandbox_records_get        (PlugSandboxInstance       *instance,
                                                            const PlugSandboxResource *resource);
JsonObject                *plug_sandbox_records_find       (PlugSandboxInstance       *instance,
                                                            const PlugSandboxResource *resource,
                                                            const char                *key);
JsonObject                *plug_sandbox_records_create     (PlugSandboxInstance       *instance,
                                                            const PlugSandboxResource *resource,
                                                            JsonObject                *values);
void                       plug_sandbox_records_update     (const PlugSandboxResource *resource,
                                                            JsonObject                *record,
                                                            JsonObject                *values);
gboolean                   plug_sandbox_records_remove     (PlugSandboxInstance       *instance,
                                                            const PlugSandboxResource *resource,
                                                            const char                *key);
char                      *plug_sandbox_records_dup_problem (const PlugSandboxResource *resource,
                                                            JsonObject                *values,
                                                            gboolean                   whole);

/* plug-sandbox-where.c: a condition as the API's query language has it. */
typedef struct _PlugSandboxWhere PlugSandboxWhere;

PlugSandboxWhere          *plug_sandbox_where_new          (const PlugSandboxResource *resource,
                                                            const char                *text,
                                                            char                     **problem);
void                       plug_sandbox_where_free         (PlugSandboxWhere          *self);
gboolean                   plug_sandbox_where_matches      (PlugSandboxWhere          *self,
                                                            JsonObject                *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugSandboxWhere, plug_sandbox_where_free)

G_END_DECLS
