/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-draft.h"

G_BEGIN_DECLS

#define PLUG_DRAFT_BULLETS   "••••••••"
#define PLUG_DRAFT_ASTERISKS "********" /* the tenant's; contract section 2.3 */

/* One member of "configuration" or of "providerData". */
typedef struct {
  char *key;
  char *text;         /* (nullable) */
  PlugSecret *secret; /* (nullable): instead of text */
  PlugFieldWire wire; /* how either goes into the JSON */
  gboolean exact;     /* as it stood in a body: nothing is made of it, and nothing is nothing */
  gboolean masked;    /* stood in a body as bullets or asterisks */
} PlugDraftValue;

struct _PlugDraft {
  GObject parent_instance;

  PlugConnector *connector;
  char *name;
  char **tags;
  GPtrArray *values;        /* PlugDraftValue, in the order they were first set */
  GPtrArray *provider_data; /* PlugDraftValue, all secrets */
  JsonObject *members;      /* the rare ones beside "configuration", name and tags */
  char *mistake;            /* (nullable): the member of the body that was not taken */
  gboolean nameless;        /* a body without a name */
  gboolean with_tags;       /* a body with a list of tags, be it an empty one */
};

/* plug-draft-body.c */
void            plug_draft_silence            (PlugDraft      *self);

/* plug-draft-value.c */
void            plug_draft_value_free         (PlugDraftValue *value);
PlugDraftValue *plug_draft_values_find        (GPtrArray      *values,
                                               const char     *key);
PlugDraftValue *plug_draft_values_renew       (GPtrArray      *values,
                                               const char     *key);
void            plug_draft_values_take        (GPtrArray      *values,
                                               const char     *key,
                                               JsonNode       *node,
                                               gboolean        secret);
void            plug_draft_value_add          (PlugDraftValue *value,
                                               JsonObject     *object,
                                               PlugDraftView   view,
                                               gboolean        secret);
gboolean        plug_draft_is_secret          (PlugDraft      *self,
                                               const char     *key,
                                               const char     *text);
gboolean        plug_draft_text_is_masked     (const char     *text);
char           *plug_draft_dup_field_text     (PlugDraft      *self,
                                               PlugField      *field);

G_END_DECLS
