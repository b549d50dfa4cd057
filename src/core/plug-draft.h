/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-connector.h"
#include "plug-instance.h"
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
PlugDraft         *plug_draft_new_from_instance (PlugInstance  *instance,
                                             PlugConnector     *connector);
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
gboolean           plug_draft_has_value     (PlugDraft         *self,
                                             const char        *key);
gboolean           plug_draft_is_silent     (PlugDraft         *self,
                                             const char        *key);
PlugFieldWire      plug_draft_get_wire      (PlugDraft         *self,
                                             const char        *key);
void               plug_draft_set_wire      (PlugDraft         *self,
                                             const char        *key,
                                             PlugFieldWire      wire);
void               plug_draft_copy_value    (PlugDraft         *self,
                                             PlugDraft         *from,
                                             const char        *key);
void               plug_draft_copy_rest     (PlugDraft         *self,
                                             PlugDraft         *from);
PlugDraft         *plug_draft_new_for       (PlugDraft         *draft,
                                             PlugConnector     *connector);
GStrv              plug_draft_dup_extra_keys (PlugDraft        *self);
/* "providerData"; contract section 4. */
void               plug_draft_set_provider_data (PlugDraft     *self,
                                             const char        *key,
                                             PlugSecret        *secret);
PlugSecret        *plug_draft_get_provider_data (PlugDraft     *self,
                                             const char        *key);
/* "externalAuthentication" and its like. */
void               plug_draft_set_member    (PlugDraft         *self,
                                             const char        *name,
                                             JsonNode          *value);
JsonNode          *plug_draft_get_member    (PlugDraft         *self,
                                             const char        *name);
/* What is a secret here is one wherever it comes back. */
GPtrArray         *plug_draft_list_secrets  (PlugDraft         *self);
void               plug_draft_mask_instance (PlugDraft         *self,
                                             PlugInstance      *instance);
void               plug_draft_forget_secrets (PlugDraft        *self);
/* Whether the group of a field is chosen; what is not there is not sent. */
gboolean           plug_draft_is_active     (PlugDraft         *self,
                                             PlugField         *field);
/* A body the user has, and back. */
gboolean           plug_draft_fill_from_body (PlugDraft        *self,
                                             JsonObject        *body,
                                             GError           **error);
const char        *plug_draft_get_mistake   (PlugDraft         *self);
void               plug_draft_unmask        (PlugDraft         *self,
                                             PlugDraft         *from);
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
