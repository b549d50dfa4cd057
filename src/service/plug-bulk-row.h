/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What has become of a row of a file. */
typedef enum {
  PLUG_BULK_ROW_FAULTY,        /* something is wrong with it: it is not sent */
  PLUG_BULK_ROW_WAITING,       /* nothing was sent */
  PLUG_BULK_ROW_RUNNING,
  PLUG_BULK_ROW_DONE,          /* instance and token saved */
  PLUG_BULK_ROW_TOKEN_UNSAVED, /* instance saved; the keyring refused its token */
  PLUG_BULK_ROW_FAILED,        /* the tenant said no: nothing exists */
  PLUG_BULK_ROW_IN_DOUBT,      /* may exist; it is looked for */
  PLUG_BULK_ROW_NOT_FOUND,     /* looked for until the settle time was over: not there */
  PLUG_BULK_ROW_AMBIGUOUS,     /* several candidates: the user chooses */
} PlugBulkRowState;
#define PLUG_BULK_N_ROW_STATES (PLUG_BULK_ROW_AMBIGUOUS + 1)

#define PLUG_TYPE_BULK_ROW (plug_bulk_row_get_type ())
G_DECLARE_FINAL_TYPE (PlugBulkRow, plug_bulk_row, PLUG, BULK_ROW, GObject)

/* Properties, all read-only and notified: "name", "line", "state", "message". */
guint            plug_bulk_row_get_number        (PlugBulkRow *self);
guint            plug_bulk_row_get_line          (PlugBulkRow *self);
const char      *plug_bulk_row_get_name          (PlugBulkRow *self);
const char      *plug_bulk_row_get_connector_key (PlugBulkRow *self);
const char      *plug_bulk_row_get_account_name  (PlugBulkRow *self);
PlugBulkRowState plug_bulk_row_get_state         (PlugBulkRow *self);
const char      *plug_bulk_row_get_message       (PlugBulkRow *self);
const char      *plug_bulk_row_get_instance_id   (PlugBulkRow *self);
const char      *plug_bulk_row_state_to_string   (PlugBulkRowState state);

G_END_DECLS
