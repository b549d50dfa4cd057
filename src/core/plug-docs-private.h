/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "plug-docs.h"

G_BEGIN_DECLS

/* plug-docs-schema.c */
JsonObject        *plug_docs_resolve        (JsonObject        *root,
                                             JsonNode          *node);
char              *plug_docs_dup_sample_of  (JsonObject        *root,
                                             JsonNode          *schema);
JsonNode          *plug_docs_given_sample   (JsonObject        *schema);

/* plug-docs-parameter.c */
PlugField         *plug_docs_read_parameter (JsonObject        *parameter,
                                             PlugDocsPlace     *place);

PlugDocsOperation *plug_docs_operation_new  (JsonNode          *root,
                                             const char        *method,
                                             const char        *path,
                                             JsonObject        *item,
                                             JsonObject        *operation);

G_END_DECLS
