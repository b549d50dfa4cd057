/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-connector.h"
#include "plug-secret.h"

G_BEGIN_DECLS

/* What somebody filled in for an instance that does not exist yet: connector, name, tags and
 * a value a field. Secret values are PlugSecret and leave it only in a request's body. */
#define PLUG_TYPE_DRAFT (plug_draft_get_type ())
G_DECLARE_FINAL_TYPE (PlugDraft, plug_draft, PLUG, DRAFT, GObject)

typedef enum {
  PLUG_DRAFT_MASK,  /* secrets as eight bullets: for the eye */
  PLUG_DRAFT_REVEAL /* for the request itself */
} PlugDraftView;

/* One thing wrong with a draft. key is a field's, or "name", "tags". */
typedef struct {
  char *key;
  char *message;
} PlugProblem;
void plug_problem_free (PlugProblem *problem);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugProblem, plug_problem_free)

PlugDraft         *plug_draft_new           (PlugConnector     *connector);
PlugConnector     *plug_draft_get_connector (PlugDraft         *self);
const char        *plug_draft_get_name      (PlugDraft         *self);
void               plug_draft_set_name      (PlugDraft         *self,
                                             const char        *name);
const char *const *plug_draft_get_tags      (PlugDraft         *self);
void               plug_draft_set_tags      (PlugDraft         *self,
                                             const char *const *tags);
const char        *plug_draft_get_value     (PlugDraft         *self,
                                             const char        *key);
void               plug_draft_set_value     (PlugDraft         *self,
                                             const char        *key,
                                             const char        *value);
void               plug_draft_set_json      (PlugDraft         *self,
                                             const char        *key,
                                             JsonNode          *value);
void               plug_draft_set_secret    (PlugDraft         *self,
                                             const char        *key,
                                             PlugSecret        *secret);
PlugSecret        *plug_draft_get_secret    (PlugDraft         *self,
                                             const char        *key);
GPtrArray         *plug_draft_list_problems (PlugDraft         *self);
char              *plug_draft_dup_address   (PlugDraft         *self);
JsonNode          *plug_draft_build         (PlugDraft         *self,
                                             PlugDraftView      view);
char              *plug_draft_build_text    (PlugDraft         *self,
                                             PlugDraftView      view,
                                             gboolean           pretty);
char              *plug_draft_build_curl    (PlugDraft         *self,
                                             const char        *base_url);

G_END_DECLS
