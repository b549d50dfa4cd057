/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-bulk-plan.h"
#include "plug-bulk-row.h"
#include "plug-inventory.h"

G_BEGIN_DECLS

#define PLUG_BULK_MAX_JOBS     16
#define PLUG_BULK_DEFAULT_JOBS 4

typedef enum {
  PLUG_BULK_IDLE,     /* prepared or not, nothing was begun */
  PLUG_BULK_RUNNING,
  PLUG_BULK_PAUSED,   /* nothing is begun; see the reason */
  PLUG_BULK_STOPPING, /* nothing is begun any more; what was sent is waited for */
  PLUG_BULK_SETTLING, /* everything is sent; what is in doubt is looked for */
  PLUG_BULK_FINISHED,
} PlugBulkState;

/* What is known of a file before it is run. */
typedef enum {
  PLUG_BULK_NEW,    /* refuse what was run before */
  PLUG_BULK_RESUME, /* go on where it was left */
  PLUG_BULK_AGAIN,  /* all of it once more, whatever is there */
} PlugBulkMode;

/* Many instances made, some at a time, each by a PlugCreation of the inventory. Which op each row
 * has in the journal is noted before the first is sent: the same file can be gone on with by
 * another process, whatever became of this one. A list model of PlugBulkRow. */
#define PLUG_TYPE_BULK (plug_bulk_get_type ())
G_DECLARE_FINAL_TYPE (PlugBulk, plug_bulk, PLUG, BULK, GObject)

/* account, for rows that name none, may be NULL. The plan is built. */
PlugBulk        *plug_bulk_new             (PlugInventory        *inventory,
                                            PlugBulkPlan         *plan,
                                            PlugAccount          *account);
void             plug_bulk_set_file        (PlugBulk             *self,
                                            const char           *path,
                                            gint64                size);
void             plug_bulk_set_jobs        (PlugBulk             *self,
                                            guint                 n_jobs);

/* Keyring tried, run found or noted. Before anything is sent. */
void             plug_bulk_prepare_async   (PlugBulk             *self,
                                            PlugBulkMode          mode,
                                            gboolean              retry,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean         plug_bulk_prepare_finish  (PlugBulk             *self,
                                            GAsyncResult         *result,
                                            GError              **error);
void             plug_bulk_start           (PlugBulk             *self);
void             plug_bulk_pause           (PlugBulk             *self);
/* Also what waits for a reason, and what was stopped. */
void             plug_bulk_resume          (PlugBulk             *self);
gboolean         plug_bulk_can_resume      (PlugBulk             *self);
void             plug_bulk_stop            (PlugBulk             *self);
/* When it is finished: what is certainly not on the tenant, once more. */
void             plug_bulk_retry_async     (PlugBulk             *self,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean         plug_bulk_retry_finish    (PlugBulk             *self,
                                            GAsyncResult         *result,
                                            GError              **error);

/* Property "state", notified; signal "progressed", when a row or the state has changed, or a wait
 * begins. */
PlugBulkState    plug_bulk_get_state       (PlugBulk             *self);
const GError    *plug_bulk_get_reason      (PlugBulk             *self);
guint            plug_bulk_count           (PlugBulk             *self,
                                            PlugBulkRowState      state);
guint            plug_bulk_get_n_rows      (PlugBulk             *self);
guint            plug_bulk_get_n_ended     (PlugBulk             *self);
double           plug_bulk_get_rate        (PlugBulk             *self);
gint64           plug_bulk_get_seconds_left (PlugBulk            *self);
guint            plug_bulk_get_wait        (PlugBulk             *self,
                                            const GError        **reason);
PlugBulkPlan    *plug_bulk_get_plan        (PlugBulk             *self);

G_END_DECLS
