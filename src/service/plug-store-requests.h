/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-request-record.h"
#include "plug-store.h"

G_BEGIN_DECLS

/* So many are remembered of each instance. */
#define PLUG_STORE_MAX_REQUESTS 100

#define PLUG_STORE_SELECT_REQUESTS \
  "SELECT time, method, target, body, status, duration, size, request_id FROM request" \
  " WHERE account_id = :account_id AND instance_id = :instance_id"

/* Requests made of an instance. Finished by plug_store_finish(). */
void        plug_store_add_request_async    (PlugStore            *self,
                                             const char           *account_id,
                                             const char           *instance_id,
                                             PlugRequestRecord    *record,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
void        plug_store_clear_requests_async (PlugStore            *self,
                                             const char           *account_id,
                                             const char           *instance_id,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
/* A GListModel of PlugRequestRecord, newest first. */
void        plug_store_list_requests_async  (PlugStore            *self,
                                             const char           *account_id,
                                             const char           *instance_id,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
GListModel *plug_store_list_requests_finish (PlugStore            *self,
                                             GAsyncResult         *result,
                                             GError              **error);

G_END_DECLS
