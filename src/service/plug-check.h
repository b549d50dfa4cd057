/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-diagnosis.h"
#include "plug-instance.h"

G_BEGIN_DECLS

typedef enum {
  PLUG_CHECK_WAITING,
  PLUG_CHECK_RUNNING,
  PLUG_CHECK_DONE,
  PLUG_CHECK_CANCELLED,
} PlugCheckState;

/* What a check found out about one instance. Properties, read-only and notified: "instance",
 * "state", "health", "reason", "remedy", "alternative", "of-account". */
#define PLUG_TYPE_CHECK_RESULT (plug_check_result_get_type ())
G_DECLARE_FINAL_TYPE (PlugCheckResult, plug_check_result, PLUG, CHECK_RESULT, GObject)

PlugInstance   *plug_check_result_get_instance    (PlugCheckResult *self);
PlugCheckState  plug_check_result_get_state       (PlugCheckResult *self);
PlugHealth      plug_check_result_get_health      (PlugCheckResult *self);
const char     *plug_check_result_get_reason      (PlugCheckResult *self);
PlugRemedy      plug_check_result_get_remedy      (PlugCheckResult *self);
PlugRemedy      plug_check_result_get_alternative (PlugCheckResult *self);
/* Every instance of the account has it: said once is enough. */
gboolean        plug_check_result_is_of_account   (PlugCheckResult *self);

/* A check of one, several or all instances, a few at a time for each host; started by
 * plug_inventory_check(). It goes on whether or not anybody watches, and what it finds out is in
 * the instances too. Properties, read-only and notified: "n-done", "n-total", "finished". */
#define PLUG_TYPE_CHECK (plug_check_get_type ())
G_DECLARE_FINAL_TYPE (PlugCheck, plug_check, PLUG, CHECK, GObject)

GListModel     *plug_check_list_results (PlugCheck *self);
guint           plug_check_get_n_done   (PlugCheck *self);
guint           plug_check_get_n_total  (PlugCheck *self);
gboolean        plug_check_is_finished  (PlugCheck *self);
guint           plug_check_count        (PlugCheck *self,
                                         PlugHealth health);
/* What was found out stays; what was not is CANCELLED. */
void            plug_check_cancel       (PlugCheck *self);

G_END_DECLS
