/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-field.h"

G_BEGIN_DECLS

#define PLUG_DOCS_MAX_BYTES      (8 * 1024 * 1024)
#define PLUG_DOCS_MAX_OPERATIONS 10000
#define PLUG_DOCS_MAX_PARAMETERS 200

/* Where a parameter goes. */
typedef enum {
  PLUG_DOCS_IN_PATH,
  PLUG_DOCS_IN_QUERY,
  PLUG_DOCS_IN_HEADER,
  PLUG_DOCS_IN_FORM, /* a part of an upload, which is not sent as JSON */
} PlugDocsPlace;

#define PLUG_TYPE_DOCS_PLACE (plug_docs_place_get_type ())
GType              plug_docs_place_get_type               (void) G_GNUC_CONST;

/* One thing an instance can be asked: a method and a path. */
#define PLUG_TYPE_DOCS_OPERATION (plug_docs_operation_get_type ())
G_DECLARE_FINAL_TYPE (PlugDocsOperation, plug_docs_operation, PLUG, DOCS_OPERATION, GObject)

const char        *plug_docs_operation_get_method         (PlugDocsOperation *self);
const char        *plug_docs_operation_get_path           (PlugDocsOperation *self);
const char        *plug_docs_operation_get_resource       (PlugDocsOperation *self);
const char        *plug_docs_operation_get_summary        (PlugDocsOperation *self);
guint              plug_docs_operation_get_n_parameters   (PlugDocsOperation *self);
PlugField         *plug_docs_operation_get_parameter      (PlugDocsOperation *self,
                                                           guint              position,
                                                           PlugDocsPlace     *place);
gboolean           plug_docs_operation_has_body           (PlugDocsOperation *self);
gboolean           plug_docs_operation_is_upload          (PlugDocsOperation *self);
gboolean           plug_docs_operation_matches            (PlugDocsOperation *self,
                                                           const char        *needle_folded);
char              *plug_docs_operation_dup_sample         (PlugDocsOperation *self);
char              *plug_docs_operation_dup_target         (PlugDocsOperation *self,
                                                           const char *const *values,
                                                           GError           **error);

/* What an instance can be asked, as its tenant documents it. */
#define PLUG_TYPE_DOCS (plug_docs_get_type ())
G_DECLARE_FINAL_TYPE (PlugDocs, plug_docs, PLUG, DOCS, GObject)

PlugDocs          *plug_docs_new                          (const char        *text,
                                                           gsize              length,
                                                           GError           **error);
const char        *plug_docs_get_title                    (PlugDocs          *self);
guint              plug_docs_get_n_operations             (PlugDocs          *self);
PlugDocsOperation *plug_docs_get_operation                (PlugDocs          *self,
                                                           guint              position);
guint              plug_docs_get_n_left_out               (PlugDocs          *self);

/* Whether a method may change something on the other side. */
gboolean           plug_docs_method_changes               (const char        *method);

G_END_DECLS
