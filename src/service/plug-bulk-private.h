/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-api.h"
#include "plug-bulk.h"
#include "plug-store-bulk.h"

G_BEGIN_DECLS

/* For the files of PlugBulk itself. */

/* An account's part of a run: its rows to come, and why they wait. */
typedef struct {
  PlugAccount *account;
  PlugApi *api;        /* (nullable): opened a moment ago, for the next */
  gint64 api_at;       /* monotonic µs */
  GQueue waiting;      /* PlugBulkRow, not owned: the bulk has them */
  gint64 open_at;      /* monotonic µs before which nothing is begun */
  gint64 since;        /* µs since 1970: when it last had to wait */
  GError *reason;      /* (nullable): why it waits */
  gboolean is_blocked; /* until somebody goes on with it */
  guint n_running;
  guint n_limited;     /* 429 one after another */
  guint n_unreachable; /* failures to connect one after another */
  guint n_doubts;      /* lost answers one after another */
} PlugBulkLane;

struct _PlugBulkRow {
  GObject parent_instance;

  guint number;
  guint line;
  char *name;
  char *connector_key;
  char *op;
  char *message;
  char *instance_id;
  PlugBulkRowState state;
  PlugBulkLane *lane;  /* (nullable): of a row that can be sent */
  PlugBulk *bulk;      /* not owned: while the intent is watched */
  PlugIntent *intent;  /* (nullable): while it is in doubt, and known */
  gulong intent_handler;
};

struct _PlugBulk {
  GObject parent_instance;

  PlugInventory *inventory;
  PlugBulkPlan *plan;
  PlugAccount *account; /* (nullable): of rows that name none */
  char *path;
  gint64 size;
  char *run_id;
  GPtrArray *rows;      /* PlugBulkRow */
  GPtrArray *lanes;     /* PlugBulkLane */
  GPtrArray *flights;   /* what runs; see plug-bulk-flight.c */
  gboolean is_pumping;
  gboolean is_due;      /* to be pumped once more */
  guint next_lane;
  guint counts[PLUG_BULK_N_ROW_STATES];
  guint n_jobs;
  PlugBulkState state;
  GError *reason;       /* (nullable): why all of it is paused */
  guint timer;          /* for the first lane that opens */
  guint n_renewing;     /* rows whose op is being renewed */
  gulong intents_handler;
  gboolean is_refreshing;
  gint64 ends[32];      /* monotonic µs of the last creations, a ring */
  guint n_ends;
};

PlugBulkRow *plug_bulk_row_new         (guint             number,
                                        guint             line,
                                        const char       *name,
                                        const char       *connector_key);
void         plug_bulk_row_drop_intent (PlugBulkRow      *self);

/* Counted, and told. */
void         plug_bulk_move_row        (PlugBulk         *self,
                                        PlugBulkRow      *row,
                                        PlugBulkRowState  state,
                                        const char       *message);
void         plug_bulk_enter           (PlugBulk         *self,
                                        PlugBulkState     state);
/* Takes reason: nothing is begun until somebody goes on. */
void         plug_bulk_halt            (PlugBulk         *self,
                                        GError           *reason);
void         plug_bulk_pump            (PlugBulk         *self);
/* Running, whatever it was before and whatever the accounts wait for. */
void         plug_bulk_go_on           (PlugBulk         *self);

/* Rows that are sent once more. */
GStrv        plug_bulk_dup_failed_ops  (PlugBulk         *self);
void         plug_bulk_take_renewed    (PlugBulk         *self,
                                        GHashTable       *changes,
                                        gboolean          queue);

/* Creations under way. */
void         plug_flight_free          (gpointer          flight);
void         plug_bulk_begin           (PlugBulk         *self,
                                        PlugBulkRow      *row);
gboolean     plug_bulk_has_room        (PlugBulk         *self);
void         plug_bulk_release         (PlugBulk         *self);
void         plug_bulk_drop_held       (PlugBulk         *self,
                                        gint64            now);
void         plug_bulk_cancel_unsent   (PlugBulk         *self);

PlugBulkLane *plug_bulk_lane_new       (PlugAccount      *account);
void         plug_bulk_lane_free       (PlugBulkLane     *self);
void         plug_bulk_lane_open       (PlugBulkLane     *self);
PlugBulkRow *plug_bulk_lane_take       (PlugBulkLane     *self,
                                        gint64            now);
void         plug_bulk_judge           (PlugBulk         *self,
                                        PlugBulkRow      *row,
                                        PlugCreation     *creation);

/* Rows whose end is not known. */
void         plug_bulk_watch           (PlugBulk         *self,
                                        PlugBulkRow      *row,
                                        PlugIntent       *intent);
void         plug_bulk_take_record     (PlugBulk         *self,
                                        PlugBulkRow      *row,
                                        PlugBulkRecord   *record);
void         plug_bulk_find_strays     (PlugBulk         *self);

G_END_DECLS
