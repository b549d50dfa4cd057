/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

/* libsecret's proxy, with prompts that always come to an end.
 *
 * libsecret 0.20 and 0.21 never call back when the provider dies in its prompt or answers it
 * with a value of another type, and they take a dismissed prompt for success when an item is
 * made. This class runs the prompt itself, and says by "prompting" when one is open. */
#define PLUG_TYPE_KEYRING_SERVICE (plug_keyring_service_get_type ())
G_DECLARE_FINAL_TYPE (PlugKeyringService, plug_keyring_service, PLUG, KEYRING_SERVICE,
                      SecretService)

void           plug_keyring_service_open_async  (GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
SecretService *plug_keyring_service_open_finish (GAsyncResult         *result,
                                                 GError              **error);

G_END_DECLS
