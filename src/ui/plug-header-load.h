/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-inventory.h"

G_BEGIN_DECLS

/* The whole value of the Authorization header of requests in an instance's name, contract section
 * 1.2, from the keyring. */
void        plug_header_load_async  (PlugInventory        *inventory,
                                     PlugInstance         *instance,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
PlugSecret *plug_header_load_finish (PlugInventory        *inventory,
                                     GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
