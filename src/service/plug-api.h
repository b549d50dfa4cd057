/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-change.h"
#include "plug-client.h"
#include "plug-instance.h"
#include "plug-offer.h"

G_BEGIN_DECLS

/* The remote API, one typed pair a call; the contract's sections are named at each. An object
 * is one account's access: base URL and both secrets, for as long as somebody works with it. */
#define PLUG_TYPE_API (plug_api_get_type ())
G_DECLARE_FINAL_TYPE (PlugApi, plug_api, PLUG, API, GObject)

/* What is known of a request that changes something. */
typedef enum {
  PLUG_OUTCOME_NOT_DONE, /* proven: nothing left us, or the tenant refused */
  PLUG_OUTCOME_DONE,     /* 2xx with a complete, valid answer */
  PLUG_OUTCOME_UNKNOWN,  /* everything else */
} PlugOutcome;

/* An instance as listed, with the token the list carried. */
typedef struct {
  PlugInstance *instance;
  PlugSecret   *token; /* (nullable) */
} PlugListed;
void plug_listed_free (PlugListed *listed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugListed, plug_listed_free)

/* A listing: complete only when every page came and none repeated. */
typedef struct {
  GPtrArray *instances; /* PlugListed; of pages that were handed out there are none */
  GHashTable *ids;      /* of all that were listed */
  gboolean   complete;
  gint64     server_time; /* of the first page's Date, µs, 0 when absent */
} PlugListing;
void plug_listing_free (PlugListing *listing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugListing, plug_listing_free)

PlugApi     *plug_api_new                    (PlugClient           *client,
                                              const char           *base_url,
                                              const char           *account_id,
                                              PlugSecret           *user_secret,
                                              PlugSecret           *organization_secret);
PlugApi     *plug_api_dup                    (PlugApi              *self);
const char  *plug_api_get_base_url           (PlugApi              *self);

/* Another secret that no error may repeat; both of the account's are known. */
void         plug_api_hide                   (PlugApi              *self,
                                              PlugSecret           *secret);
/* How long a call may take, for tests; 0 leaves the default. */
void         plug_api_set_deadlines          (PlugApi              *self,
                                              guint                 get_ms,
                                              guint                 change_ms);

/* Turns a reply that is not a success into an error in words; NULL when it is one. */
GError      *plug_api_error_from_reply       (PlugReply            *reply,
                                              gboolean              with_token);
/* The sentence for a transport error, domain and code kept, the host named. */
GError      *plug_api_explain                (const GError         *error,
                                              const char           *base_url);

/* GET /organizations/me; contract 1.2. The organization's name, or "" when it has none. */
void         plug_api_verify_async           (PlugApi              *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
char        *plug_api_verify_finish          (PlugApi              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
/* POST /instances; contract 2.2, 2.3. Sent at most once. */
void         plug_api_create_async           (PlugApi              *self,
                                              PlugSecret           *body,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
PlugInstance *plug_api_create_finish         (PlugApi              *self,
                                              GAsyncResult         *result,
                                              PlugSecret          **token,
                                              PlugOutcome          *outcome,
                                              GError              **error);
/* GET /instances, page after page; contract 2.4. search_text NULL is everything; at most
 * max_pages pages (0: 1,000). 404 is an empty, complete listing. */
void         plug_api_list_async             (PlugApi              *self,
                                              const char           *search_text,
                                              guint                 max_pages,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
/* The same, a page at a time as they come; what @page does not take out is freed. */
typedef void (*PlugPageFunc)                 (GPtrArray            *page,
                                              gpointer              user_data);
void         plug_api_list_pages_async       (PlugApi              *self,
                                              guint                 max_pages,
                                              PlugPageFunc          page,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
PlugListing *plug_api_list_finish            (PlugApi              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
/* GET /instances/{id} */
void         plug_api_get_async              (PlugApi              *self,
                                              const char           *instance_id,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
PlugListed  *plug_api_get_finish             (PlugApi              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
/* GET /elements?abridged=true, page after page; contract 3.1. */
void         plug_api_list_connectors_async  (PlugApi              *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
PlugOffer   *plug_api_list_connectors_finish (PlugApi              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
/* What came of a change. */
typedef struct {
  PlugOutcome   outcome;
  GError       *error;      /* (nullable): why it is not DONE */
  PlugInstance *renewed;    /* (nullable): as the tenant has it now, when it said so */
  PlugSecret   *token;      /* (nullable): of that answer */
  char         *request_id; /* (nullable): the tenant's */
} PlugChanged;
void plug_changed_free (PlugChanged *changed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugChanged, plug_changed_free)

/* PATCH, PUT or DELETE /instances/{id}, PUT or DELETE /instances/{id}/enabled, PATCH of one entry
 * of its configuration; contract 2.1, 2.5, 2.6, 2.7, 5.5. Sent at most once. */
void         plug_api_change_async           (PlugApi              *self,
                                              PlugChange           *change,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
PlugChanged *plug_api_change_finish          (PlugApi              *self,
                                              GAsyncResult         *result);
/* GET /hubs/{hub}/ping with the instance's token; contract 2.8. In the shorter form without the
 * organization secret, to find out which of the two secrets is wrong. */
void         plug_api_ping_async             (PlugApi              *self,
                                              const char           *hub,
                                              PlugSecret           *token,
                                              gboolean              shorter,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean     plug_api_ping_finish            (PlugApi              *self,
                                              GAsyncResult         *result,
                                              gboolean             *valid,
                                              GError              **error);
/* GET /elements/{key}[/configuration]; contract 3.1, 3.3 */
void         plug_api_get_configuration_async (PlugApi             *self,
                                              const char           *connector_key,
                                              gboolean              whole,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
JsonNode    *plug_api_get_configuration_finish (PlugApi            *self,
                                              GAsyncResult         *result,
                                              GError              **error);
/* GET /formulas/instances?elementInstanceId=…; contract 6.1. */
void         plug_api_list_uses_async        (PlugApi              *self,
                                              const char           *instance_id,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray   *plug_api_list_uses_finish       (PlugApi              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
gboolean     plug_api_are_secrets_swapped    (PlugApi              *self);

G_END_DECLS
