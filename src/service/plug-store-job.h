/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-deed.h"
#include "plug-sqlite.h"
#include "plug-store.h"
#include "plug-store-rows.h"

G_BEGIN_DECLS

/* One call, from the caller's thread to the store's and back; what it needs is copied when it
 * is made. Private to the store. */
typedef struct _PlugStoreJob PlugStoreJob;

/* What is done on the store's thread. A transaction that a failure leaves open is rolled back
 * by the thread. */
typedef gboolean (*PlugStoreWork) (PlugStoreJob  *job,
                                   GError       **error);

struct _PlugStoreJob {
  PlugStore         *store;     /* (transfer none): the task keeps it */
  GWeakRef           store_ref; /* for jobs without a task, which must not keep it */
  GTask             *task;      /* (nullable) (transfer full) */
  GMainContext      *context;   /* for jobs without a task */
  GCancellable      *cancellable; /* (nullable): asked before it is begun, not after */
  PlugStoreWork      work;      /* NULL ends the thread */
  GError            *error;     /* what is wrong already, or went wrong */
  PlugSqlite        *db;        /* (transfer none) (nullable): while it is worked on */
  gboolean           is_opening; /* wanted also when the database is not open */

  PlugAccountRow    *account;
  PlugInstanceRow   *instance;
  PlugIntentRow     *intent;
  PlugIntentState    from;
  PlugIntentState    to;
  char              *account_id;
  char              *instance_id;
  GPtrArray         *renewed; /* PlugInstanceRow */
  GPtrArray         *added;   /* PlugInstanceRow */
  gint64             old_time;
  gint64             new_time;
  PlugDeed        *record;
  guint              n_max;

  /* An offer: of which tenant, when, what. */
  char              *base_url;
  gint64             asked;
  guint              n_skipped;
  char              *connectors; /* JSON */

  PlugStoreVisit     visit;       /* (nullable): is given what a load would make objects of */
  gpointer           visit_data;

  gpointer           extra;       /* (nullable): what a call has to itself */
  GDestroyNotify     free_extra;

  gpointer           result;      /* of a load; NULL may be one */
  GDestroyNotify     free_result; /* NULL when there is nothing to give back but success */
  gboolean           has_changed; /* of a check */
};

PlugStoreJob *plug_store_job_new  (PlugStore           *store,
                                   PlugStoreWork        work);
void          plug_store_job_push (PlugStoreJob        *job,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data,
                                   gpointer             source_tag);

gboolean plug_store_save_account    (PlugStoreJob  *job,
                                     GError       **error);
gboolean plug_store_remove_account  (PlugStoreJob  *job,
                                     GError       **error);
gboolean plug_store_save_instance   (PlugStoreJob  *job,
                                     GError       **error);
gboolean plug_store_remove_instance (PlugStoreJob  *job,
                                     GError       **error);
gboolean plug_store_record_intent   (PlugStoreJob  *job,
                                     GError       **error);
gboolean plug_store_settle_intent   (PlugStoreJob  *job,
                                     GError       **error);
gboolean plug_store_prove_intent    (PlugStoreJob  *job,
                                     GError       **error);
gboolean plug_store_settle_deletion (PlugStoreJob  *job,
                                     GError       **error);
gboolean plug_store_probe           (PlugStoreJob  *job,
                                     GError       **error);

G_END_DECLS
