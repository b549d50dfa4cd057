/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-draft.h"
#include "plug-secret.h"

G_BEGIN_DECLS

#define PLUG_OAUTH_MAX_ANSWER (16 * 1024)

/* What a browser brings back from a provider; contract 4.1 step 3 and 4.2. */
typedef struct _PlugOAuthAnswer PlugOAuthAnswer;

PlugOAuthAnswer *plug_oauth_answer_parse        (const char       *query,
                                                 gsize             length);
PlugOAuthAnswer *plug_oauth_answer_parse_pasted (const char       *text,
                                                 GError          **error);
void             plug_oauth_answer_free         (PlugOAuthAnswer  *self);
PlugSecret      *plug_oauth_answer_get          (PlugOAuthAnswer  *self,
                                                 const char       *name);
gboolean         plug_oauth_answer_is_refusal   (PlugOAuthAnswer  *self);
const char      *plug_oauth_answer_get_error    (PlugOAuthAnswer  *self);
const char      *plug_oauth_answer_get_words    (PlugOAuthAnswer  *self);
void             plug_oauth_answer_apply        (PlugOAuthAnswer  *self,
                                                 PlugDraft        *draft);
gboolean         plug_oauth_is_same             (PlugSecret       *a,
                                                 PlugSecret       *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugOAuthAnswer, plug_oauth_answer_free)

G_END_DECLS
