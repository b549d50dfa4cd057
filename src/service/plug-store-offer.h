/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-offer.h"
#include "plug-store.h"

G_BEGIN_DECLS

#define PLUG_STORE_SELECT_OFFER \
  "SELECT base_url, asked, skipped, connectors FROM offer WHERE account_id = :account_id"

/* What an account's tenant offered when it was last asked. Finished by plug_store_finish(). */
void       plug_store_save_offer_async  (PlugStore            *self,
                                         PlugAccount          *account,
                                         PlugOffer            *offer,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
/* NULL without an error when nobody asked yet, or another tenant was asked. */
void       plug_store_load_offer_async  (PlugStore            *self,
                                         PlugAccount          *account,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
PlugOffer *plug_store_load_offer_finish (PlugStore            *self,
                                         GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
