/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "plug-draft.h"

G_BEGIN_DECLS

#define PLUG_IMPORT_MAX_BYTES (1024 * 1024)

/* What a pasted text says about an instance to be made: a cURL command, a JSON body, a page of
 * documentation with either, a raw request, or the answer an instance came with. */
#define PLUG_TYPE_IMPORT (plug_import_get_type ())
G_DECLARE_FINAL_TYPE (PlugImport, plug_import, PLUG, IMPORT, GObject)

typedef enum {
  PLUG_IMPORT_NOTHING,  /* nothing an instance could be made of */
  PLUG_IMPORT_COMMAND,  /* a cURL command */
  PLUG_IMPORT_BODY,     /* the JSON a request is made with */
  PLUG_IMPORT_INSTANCE, /* the JSON of an instance that is there */
} PlugImportKind;

/* Something wrong at a place of the pasted text. */
typedef struct {
  guint line;    /* from 1 */
  guint column;  /* from 1, in characters */
  guint length;  /* in characters, on that line; at least 1 */
  char *message; /* with the place, and with nothing of the text */
} PlugImportProblem;

PlugImport              *plug_import_new                     (const char    *text,
                                                              gsize          length);
gboolean                 plug_import_is_likely               (const char    *text,
                                                              gsize          length);
PlugImportKind           plug_import_get_kind                (PlugImport    *self);
const char              *plug_import_get_method              (PlugImport    *self);
const char              *plug_import_get_path                (PlugImport    *self);
const char              *plug_import_get_base_url            (PlugImport    *self);
PlugSecret              *plug_import_get_user_secret         (PlugImport    *self);
PlugSecret              *plug_import_get_organization_secret (PlugImport    *self);
const char              *plug_import_get_connector_key       (PlugImport    *self);
const char              *plug_import_get_name                (PlugImport    *self);
guint                    plug_import_get_n_fields            (PlugImport    *self);
JsonNode                *plug_import_dup_body                (PlugImport    *self);
PlugDraft               *plug_import_create_draft            (PlugImport    *self,
                                                              PlugConnector *connector);
const char *const       *plug_import_get_unfilled            (PlugImport    *self);
const char *const       *plug_import_get_notes               (PlugImport    *self);
guint                    plug_import_get_n_problems          (PlugImport    *self);
const PlugImportProblem *plug_import_get_problem             (PlugImport    *self,
                                                              guint          position);

G_END_DECLS
