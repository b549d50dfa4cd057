/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-connector.h"

G_BEGIN_DECLS

/* The connectors a tenant offers, contract section 3.1: who they are, not what they ask for. */
typedef struct {
  GPtrArray *connectors; /* PlugConnector, without fields */
  guint      n_skipped;  /* entries that were none */
  gint64     asked;      /* µs since 1970: when the tenant said so */
} PlugOffer;

PlugOffer *plug_offer_new       (void);
void       plug_offer_free      (PlugOffer  *self);
void       plug_offer_take_page (PlugOffer  *self,
                                 JsonArray  *elements,
                                 GHashTable *keys);
char      *plug_offer_to_text   (PlugOffer  *self);
PlugOffer *plug_offer_from_text (const char *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugOffer, plug_offer_free)

G_END_DECLS
