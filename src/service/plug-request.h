/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-docs.h"
#include "plug-inventory.h"
#include "plug-request-answer.h"

G_BEGIN_DECLS

#define PLUG_REQUEST_MAX_ANSWER (64 * 1024 * 1024)
#define PLUG_REQUEST_MAX_BODY   (16 * 1024 * 1024)

/* Any request of an instance: to the account's tenant alone, with that account's user secret and
 * that instance's token. Sent once; no redirect is followed. */
typedef struct {
  const char *method;         /* in capitals */
  const char *target;         /* path and query, of plug_request_dup_target() */
  PlugSecret *body;           /* (nullable): JSON, in which anything may stand */
  const char *const *headers; /* (nullable): names and values in turn */
} PlugRequestDraft;

char              *plug_request_dup_target   (PlugAccount            *account,
                                              const char             *text,
                                              GError                **error);
gboolean           plug_request_check_method (const char             *method,
                                              GError                **error);

void               plug_request_send_async   (PlugInventory          *inventory,
                                              PlugInstance           *instance,
                                              const PlugRequestDraft *draft,
                                              GCancellable           *cancellable,
                                              GAsyncReadyCallback     callback,
                                              gpointer                user_data);
PlugRequestAnswer *plug_request_send_finish  (PlugInventory          *inventory,
                                              GAsyncResult           *result,
                                              GError                **error);

/* plug-request-docs.c: what it can be asked; out of the cache unless it is to be renewed. */
void               plug_request_load_docs_async  (PlugInventory       *inventory,
                                                  PlugInstance        *instance,
                                                  gboolean             renew,
                                                  GCancellable        *cancellable,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             user_data);
PlugDocs          *plug_request_load_docs_finish (PlugInventory       *inventory,
                                                  GAsyncResult        *result,
                                                  GError             **error);

G_END_DECLS
