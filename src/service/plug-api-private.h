/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-api.h"

G_BEGIN_DECLS

/* How an answer of the API is to be read. */
typedef enum {
  PLUG_API_READ_NONE,      /* the status says it all */
  PLUG_API_READ_JSON,      /* root is kept */
  PLUG_API_READ_INSTANCE,  /* listed */
  PLUG_API_READ_INSTANCES, /* list, n_broken */
} PlugApiRead;

typedef struct _PlugAnswer PlugAnswer;

/* Told of an answer whose body has yet to be read; never without a reply. */
typedef void (*PlugAnswerFunc) (const PlugAnswer *answer,
                                gpointer          user_data);

/* What is to be called. */
typedef struct {
  const char *method;
  const char *path; /* below the base URL, escaped, with its query */
  PlugSecret *body; /* (nullable) */
  PlugSecret *authorization; /* (nullable): the account's secrets; else with an instance's token */
  PlugApiRead read;
  gsize       max_body;
  PlugAnswerFunc heard; /* (nullable) */
  gpointer    heard_data;
} PlugApiCall;

/* Everything known after a call, whether it went well or not. */
struct _PlugAnswer {
  PlugReply  *reply;    /* (nullable) */
  guint       status;   /* 0 without a reply */
  gboolean    left_us;
  JsonNode   *root;     /* (nullable) */
  PlugListed *listed;   /* (nullable) */
  GPtrArray  *list;     /* (nullable): PlugListed */
  guint       n_broken; /* entries of list that were none */
  GError     *error;    /* (nullable): why this is no success */
};

/* The pages of a listing, contract section 2.4: where the next one is, and whether they can have
 * been all. */
typedef struct {
  char       *token;    /* (nullable): of the page to ask for */
  GHashTable *followed; /* tokens that led here */
  guint       n_pages;
  guint       max_pages;
  gint64      total;    /* as the first page announced it, -1 when it did not */
  gboolean    broken;   /* a page that there is was not asked for */
} PlugPages;

void        plug_pages_init           (PlugPages           *self,
                                       guint                max_pages);
void        plug_pages_clear          (PlugPages           *self);
char       *plug_pages_dup_path       (PlugPages           *self,
                                       const char          *path,
                                       const char          *query);
void        plug_pages_count          (PlugPages           *self,
                                       PlugReply           *reply);
gboolean    plug_pages_follow         (PlugPages           *self,
                                       PlugReply           *reply);
gboolean    plug_answer_is_empty_page (const PlugAnswer    *self);

void        plug_answer_free          (PlugAnswer          *self);
void        plug_listed_clear         (gpointer             listed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugAnswer, plug_answer_free)

void        plug_api_call_async       (PlugApi             *self,
                                       const PlugApiCall   *call,
                                       GStrv                more_secrets,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
PlugAnswer *plug_api_call_finish      (PlugApi             *self,
                                       GAsyncResult        *result);

/* For calls whose _finish reads the answer. */
GTask      *plug_api_task_new         (PlugApi             *self,
                                       gpointer             tag,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void        plug_api_answer_came_cb   (GObject             *source,
                                       GAsyncResult        *result,
                                       gpointer             user_data);

PlugClient *plug_api_get_client       (PlugApi             *self);
const char *plug_api_get_account_id   (PlugApi             *self);
PlugSecret *plug_api_get_authorization (PlugApi            *self);
PlugSecret *plug_api_build_authorization (PlugApi          *self,
                                          PlugSecret       *token,
                                          gboolean          shorter);
guint       plug_api_get_deadline     (PlugApi             *self,
                                       const char          *method);
GStrv       plug_api_dup_secrets      (PlugApi             *self,
                                       GStrv                more);
void        plug_api_free_secrets     (GStrv                secrets);

gboolean    plug_api_is_html          (PlugReply           *reply);
gboolean    plug_api_is_error_body    (PlugReply           *reply);
GError     *plug_api_read_error       (PlugReply           *reply,
                                       gboolean             with_token,
                                       const char *const   *secrets);
PlugOutcome plug_api_outcome_of       (const PlugAnswer    *answer);
char       *plug_api_dup_instance_path (const char         *instance_id);

G_END_DECLS
